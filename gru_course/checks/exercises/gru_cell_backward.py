"""Backward through one step of the GRU: the chain rule, from the last equation to the first.

``d_a`` is how much the loss changes with ``a``, and has the shape of ``a``.
"""

import inspect
from collections.abc import Sequence
from typing import Any

import numpy as np

from gru_course.checks.exercise import Exercise
from gru_course.checks.exercises.backward_mistakes import misconceptions_of
from gru_course.checks.exercises.backward_pieces import OUTPUTS, read_gradients
from gru_course.checks.exercises.backward_signature import SIGNATURES
from gru_course.checks.probes import Arguments, Sizes, normal, state, times, weights
from gru_course.nn.activations import sigmoid
from gru_course.nn.cell import GRUParams
from gru_course.nn.validate import Array


def gru_cell_backward(d_h: Array, x: Array, h_prev: Array, params: GRUParams) -> Sequence[Any]:  # noqa: D103
    D = x.shape[1]
    # forward once more, to have every piece at hand
    xh = np.concatenate([x, h_prev], axis=1)
    r = sigmoid(xh @ params.W_r + params.b_r)
    z = sigmoid(xh @ params.W_z + params.b_z)
    reset_h = r * h_prev
    xrh = np.concatenate([x, reset_h], axis=1)
    h_cand = np.tanh(xrh @ params.W_h + params.b_h)
    # h = z * h_cand + (1 - z) * h_prev
    d_z = d_h * (h_cand - h_prev)
    d_h_cand = d_h * z
    # h_cand = tanh(xrh @ W_h + b_h)
    d_a_h = d_h_cand * (1 - h_cand**2)
    d_xrh = d_a_h @ params.W_h.T
    d_reset_h = d_xrh[:, D:]
    # what the candidate sees of the past is a product
    d_r = d_reset_h * h_prev
    # z = sigmoid(xh @ W_z + b_z), r = sigmoid(xh @ W_r + b_r)
    d_a_z = d_z * z * (1 - z)
    d_a_r = d_r * r * (1 - r)
    d_xh_z, d_xh_r = d_a_z @ params.W_z.T, d_a_r @ params.W_r.T
    # every path by which x and h_prev were read
    d_x = d_xh_z[:, :D] + d_xh_r[:, :D] + d_xrh[:, :D]
    d_h_prev = d_h * (1 - z) + d_reset_h * r + d_xh_z[:, D:] + d_xh_r[:, D:]
    d_W_r, d_W_z, d_W_h = xh.T @ d_a_r, xh.T @ d_a_z, xrh.T @ d_a_h
    d_b_r, d_b_z, d_b_h = d_a_r.sum(axis=0), d_a_z.sum(axis=0), d_a_h.sum(axis=0)
    grads = GRUParams(W_r=d_W_r, W_z=d_W_z, W_h=d_W_h, b_r=d_b_r, b_z=d_b_z, b_h=d_b_h)
    return d_x, d_h_prev, grads


def tanh_ratio(a: Array) -> Array:
    """tanh from exponentials: right until they overflow. Known mistakes use it."""
    up, down = np.exp(a), np.exp(-a)
    return (up - down) / (up + down)


def extreme(arguments: Arguments) -> Arguments:
    """x and h_prev a thousand times as large, and the second row, if any, the first one's mirror image.

    So every gate is driven far to both sides, whatever its weights.
    """
    large = times(1000.0, "x", "h_prev")(arguments)
    for name in ("x", "h_prev"):
        rows = large[name]
        if len(rows) > 1:
            rows[1] = -rows[0]
    return large


def draw(rng: np.random.Generator, sizes: Sizes) -> Arguments:
    """How much the loss changes with h, what the step read, and the weights.

    d_h is large enough for the gradients that come through r to stand far above the tolerance.
    """
    B, D, H = sizes.B, sizes.D, sizes.H
    return {
        "d_h": normal(rng, B, H, scale=4.0),
        "x": normal(rng, B, D),
        "h_prev": state(rng, B, H),
        "params": GRUParams(
            W_r=weights(rng, D + H, H),
            W_z=weights(rng, D + H, H),
            W_h=weights(rng, D + H, H),
            b_r=normal(rng, H, scale=0.5),
            b_z=normal(rng, H, scale=0.5),
            b_h=normal(rng, H, scale=0.5),
        ),
    }


EXERCISES = (
    Exercise(
        name="gru_cell_backward",
        notebook="07_the_cell",
        title="Backward through a GRU cell",
        points=5,
        minutes=30,
        reference=gru_cell_backward,
        hints=(
            "Compute r, z and h_cand as in the forward step and keep them. Then go through the equations "
            "from the last to the first, and ask of each: what stands on its right, and how does the left "
            "change with it? h depends on z twice; the loss depends on h_prev in four ways.",
            "h = z * h_cand + (1 - z) * h_prev gives d_z, d_h_cand and a first part of d_h_prev. Through a "
            "sigmoid multiply by z * (1 - z), through tanh by 1 - h_cand**2. Through a = v @ W + b: "
            "d_v = d_a @ W.T, d_W = v.T @ d_a, d_b = d_a.sum(axis=0).",
            "d_z = d_h * (h_cand - h_prev), d_h_cand = d_h * z; d_a_h @ W_h.T holds a part for x (the first "
            "D columns) and a part for r * h_prev, which gives d_r (times h_prev) and a part of d_h_prev "
            "(times r). d_h_prev is the sum of d_h * (1 - z), that part, and those through z and through r.",
        ),
        misconceptions=misconceptions_of(inspect.getsource(gru_cell_backward)),
        draw=draw,
        outputs=OUTPUTS,
        read=read_gradients,
        batched=("d_h", "x", "h_prev"),
        extreme=extreme,
        properties=SIGNATURES,
        extreme_tolerance=0.05,  # in float32, 1 - z of a gate that is all but open has few digits left
    ),
)
