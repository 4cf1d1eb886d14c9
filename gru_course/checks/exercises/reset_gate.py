"""The reset gate, r = sigmoid([x, h_prev] W_r + b_r): how much of the past the candidate may look at.

Documents, section 2.1. r is the share that is kept.
"""

import numpy as np

from gru_course.checks.exercise import Exercise
from gru_course.checks.exercises.gate_mistakes import GATE_RANGE, gate_mistakes
from gru_course.checks.probes import Arguments, Sizes, normal, state, times, weights
from gru_course.nn.activations import sigmoid
from gru_course.nn.validate import Array


def reset_gate(x: Array, h_prev: Array, W_r: Array, b_r: Array) -> Array:  # noqa: D103
    xh = np.concatenate([x, h_prev], axis=-1)  # (B, D + H)
    a = xh @ W_r + b_r  # (B, H)
    return sigmoid(a)


def draw(rng: np.random.Generator, sizes: Sizes) -> Arguments:
    """A batch of inputs and states, and the gate's weights."""
    B, D, H = sizes.B, sizes.D, sizes.H
    return {
        "x": normal(rng, B, D),
        "h_prev": state(rng, B, H),
        "W_r": weights(rng, D + H, H),
        "b_r": normal(rng, H, scale=0.5),
    }


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
        draw=draw,
        outputs={"r": "B H"},
        batched=("x", "h_prev"),
        extreme=times(1000.0, "x", "h_prev"),
        properties=(GATE_RANGE,),
    ),
)
