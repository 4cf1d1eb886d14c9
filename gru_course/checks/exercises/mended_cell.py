"""A broken cell to mend: three mistakes that real people make, in five lines.

The task is that of the whole cell, and so is the bank; one more entry knows the cell as it was handed out.
"""

import numpy as np

from gru_course.checks.exercise import Exercise, Misconception
from gru_course.checks.exercises.cell_mistakes import COMMON, extreme, fitted
from gru_course.checks.exercises.gru_cell import CELL_MISTAKES, draw
from gru_course.checks.exercises.lent import with_lent
from gru_course.nn.activations import sigmoid, tanh
from gru_course.nn.cell import GRUParams
from gru_course.nn.validate import Array


def mended_cell(x: Array, h_prev: Array, params: GRUParams) -> Array:  # noqa: D103
    xh = np.concatenate([x, h_prev], axis=-1)  # (B, D + H)
    a_r = xh @ params.W_r + params.b_r
    r = sigmoid(a_r)
    reset_h = r * h_prev
    x_reset_h = np.concatenate([x, reset_h], axis=-1)  # (B, D + H)
    a_h = x_reset_h @ params.W_h + params.b_h
    h_cand = tanh(a_h)
    a_z = xh @ params.W_z + params.b_z
    z = sigmoid(a_z)
    h = z * h_cand + (1 - z) * h_prev
    return h


BROKEN = (
    ("params.W_z + params.b_z", "params.W_z + params.b_r"),
    ("r * h_prev", "r + h_prev"),
    ("z * h_cand + (1 - z) * h_prev", "z * h_prev + (1 - z) * h_cand"),
)
"""The three mistakes of the cell that the exercise shows."""

STILL_BROKEN = Misconception(
    "still-broken",
    "nothing is mended yet",
    "This still does what the broken cell does. Hold each line next to its equation: one bias, one sign of "
    "arithmetic and the two shares of the blend are not what the equations say.",
    (BROKEN,),
)

EXERCISES = (
    Exercise(
        name="mended_cell",
        notebook="07_the_cell",
        title="Mend a broken cell",
        points=2,
        minutes=8,
        reference=mended_cell,
        hints=(
            "Three lines are not what the equations say; the shapes are all right, so nothing complains. "
            "Read each "
            "line next to its equation.",
            "Look at the bias of z, at what happens to r and h_prev before the candidate, and at the two "
            "shares in "
            "the last line.",
            "z has its own bias. r is a share that is kept, so it multiplies. In the last line z belongs "
            "to what is "
            "new.",
        ),
        misconceptions=with_lent(
            fitted((STILL_BROKEN, *CELL_MISTAKES), mended_cell, COMMON | {"b_r-for-z"}, ways_in_pairs=2),
            mended_cell,
            but=("clipped-not-squashed",),  # where no a_h is beyond 1, it is the same as no tanh at all
        ),
        draw=draw,
        outputs={"h": "B H"},
        batched=("x", "h_prev"),
        extreme=extreme,
    ),
)
