"""The update gate, z = sigmoid([x, h_prev] W_z + b_z): how much of the state is replaced.

Documents, section 2.3. The formula of the reset gate with other weights; what differs is the use.
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


def update_gate(x: Array, h_prev: Array, W_z: Array, b_z: Array) -> Array:  # noqa: D103
    xh = np.concatenate([x, h_prev], axis=-1)  # (B, D + H)
    a = xh @ W_z + b_z  # (B, H)
    return sigmoid(a)


EXERCISES = (
    Exercise(
        name="update_gate",
        notebook="05_update_gate",
        title="The update gate",
        points=3,
        minutes=6,
        reference=update_gate,
        hints=(
            "You have built such a gate before: the reset gate looks at the same two things. "
            "Only the weights are others.",
            "Put x and h_prev side by side, np.concatenate([x, h_prev], axis=-1); multiply by W_z, add b_z.",
            "The last step is the sigmoid, 1 / (1 + np.exp(-a)); a is the product plus the bias. "
            "The 1 - z of the blend comes later.",
        ),
        misconceptions=gate_mistakes("z"),
        draw=draw_gate("z"),
        outputs={"z": "B H"},
        batched=("x", "h_prev"),
        extreme=wide_open_and_shut("z"),
        properties=(GATE_RANGE,),
    ),
)
