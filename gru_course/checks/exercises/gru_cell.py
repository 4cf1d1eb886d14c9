"""The whole cell: the four equations in one function, from x and h_prev to the new state.

Documents, section 3. One line to one thing, so that two mistakes can be made at once.
"""

import numpy as np

from gru_course.checks.exercise import Exercise
from gru_course.checks.exercises.cell_mistakes import COMMON, EQUATION_MISTAKES, draw_params, extreme, fitted
from gru_course.checks.exercises.cell_return import RETURN_MISTAKES
from gru_course.checks.exercises.lent import with_lent
from gru_course.checks.probes import Arguments, Sizes, normal, state
from gru_course.nn.activations import sigmoid, tanh
from gru_course.nn.cell import GRUParams
from gru_course.nn.validate import Array

CELL_MISTAKES = (*EQUATION_MISTAKES, *RETURN_MISTAKES)


def gru_cell(x: Array, h_prev: Array, params: GRUParams) -> Array:  # noqa: D103
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


def draw(rng: np.random.Generator, sizes: Sizes) -> Arguments:
    """A batch of inputs and states, and the weights."""
    B, D, H = sizes.B, sizes.D, sizes.H
    return {"x": normal(rng, B, D), "h_prev": state(rng, B, H), "params": draw_params(rng, D, H)}


EXERCISES = (
    Exercise(
        name="gru_cell",
        notebook="07_the_cell",
        title="The whole cell",
        points=4,
        minutes=15,
        reference=gru_cell,
        hints=(
            "Four equations, four steps, in the documents' order: the reset gate r, the candidate h_cand, "
            "the "
            "update gate z, the new state h. Each uses only what stands above it.",
            "Both gates look at x and h_prev side by side, np.concatenate([x, h_prev], axis=-1). The "
            "candidate "
            "looks at x and r * h_prev side by side, and ends in tanh.",
            "r and z: sigmoid(joined @ params.W_... + params.b_...). The last line blends: z times the "
            "candidate "
            "plus 1 - z times h_prev.",
        ),
        misconceptions=with_lent(fitted(CELL_MISTAKES, gru_cell, COMMON, ways_in_pairs=2), gru_cell),
        draw=draw,
        outputs={"h": "B H"},
        batched=("x", "h_prev"),
        extreme=extreme,
    ),
)
