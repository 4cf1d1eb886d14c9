"""The reset gate, r = sigmoid([x, h_prev] W_r + b_r): how much of the past the candidate may look at.

Documents, section 2.1. r is the share that is kept.
"""

import numpy as np

from gru_course.checks.exercise import Exercise
from gru_course.checks.exercises.gate_mistakes import (
    GATE_RANGE,
    draw_gate,
    gate_mistakes,
    wide_open_and_shut,
)
from gru_course.nn.activations import sigmoid
from gru_course.nn.validate import Array


def reset_gate(x: Array, h_prev: Array, W_r: Array, b_r: Array) -> Array:  # noqa: D103
    xh = np.concatenate([x, h_prev], axis=-1)  # (B, D + H)
    a = xh @ W_r + b_r  # (B, H)
    return sigmoid(a)


EXERCISES = (
    Exercise(
        name="reset_gate",
        notebook="03_reset_gate",
        title="The reset gate",
        points=3,
        minutes=8,
        reference=reset_gate,
        hints=(
            "The gate looks at the input and at the old state together and answers with a number, 0 to 1, "
            "for every unit of every row.",
            "Put x and h_prev side by side, np.concatenate([x, h_prev], axis=-1); multiply by W_r, add b_r.",
            "The last step is the sigmoid, 1 / (1 + np.exp(-a)); a is the product plus the bias.",
        ),
        misconceptions=gate_mistakes("r"),
        draw=draw_gate("r"),
        outputs={"r": "B H"},
        batched=("x", "h_prev"),
        extreme=wide_open_and_shut("r"),
        properties=(GATE_RANGE,),
    ),
)
