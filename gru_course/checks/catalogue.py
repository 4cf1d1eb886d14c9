"""Every exercise by name, in the order in which a learner meets them."""

from gru_course.checks.exercise import Exercise
from gru_course.checks.exercises import (
    candidate,
    carry_gate,
    clip_by_norm,
    count_parameters,
    fading,
    final_state,
    gru_cell,
    gru_cell_backward,
    half_life,
    kept_share,
    latch,
    memory_length,
    mended_cell,
    mix_by_hand,
    reset_gate,
    rnn_by_hand,
    rnn_step,
    rnn_tells_order,
    sentence_reset,
    sigmoid,
    step_by_hand,
    unroll_gru,
    unroll_rnn,
    update_gate,
)

_MODULES = (
    rnn_by_hand,
    rnn_step,
    unroll_rnn,
    rnn_tells_order,
    fading,
    half_life,
    clip_by_norm,
    kept_share,
    sigmoid,
    reset_gate,
    sentence_reset,
    candidate,
    mix_by_hand,
    update_gate,
    memory_length,
    carry_gate,
    final_state,
    step_by_hand,
    gru_cell,
    unroll_gru,
    mended_cell,
    latch,
    count_parameters,
    gru_cell_backward,
)

EXERCISES: dict[str, Exercise] = {
    exercise.name: exercise for module in _MODULES for exercise in module.EXERCISES
}
"""By the name of the check."""
