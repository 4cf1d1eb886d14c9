"""The broken cell, mended, half mended and not mended; a cell is a cell, so the right ones are the same."""

import numpy as np

from tests.checks.answers.gru_cell import RIGHT as CELLS
from tests.checks.answers.gru_cell import proposal, sigma

RIGHT = list(CELLS)


def as_it_came(x, h_prev, params):
    xh = np.concatenate([x, h_prev], axis=-1)
    r = sigma(xh @ params.W_r + params.b_r)
    h_cand = proposal(x, r + h_prev, params)
    z = sigma(xh @ params.W_z + params.b_r)
    return z * h_prev + (1 - z) * h_cand


def only_the_bias_mended(x, h_prev, params):
    xh = np.concatenate([x, h_prev], axis=-1)
    r = sigma(xh @ params.W_r + params.b_r)
    z = sigma(xh @ params.W_z + params.b_z)
    return z * h_prev + (1 - z) * proposal(x, r + h_prev, params)


def only_the_reset_mended(x, h_prev, params):
    xh = np.concatenate([x, h_prev], axis=-1)
    r = sigma(xh @ params.W_r + params.b_r)
    z = sigma(xh @ params.W_z + params.b_r)
    return z * h_prev + (1 - z) * proposal(x, r * h_prev, params)


def bias_left(x, h_prev, params):
    xh = np.concatenate([x, h_prev], axis=-1)
    r = sigma(xh @ params.W_r + params.b_r)
    z = sigma(xh @ params.W_z + params.b_r)
    return z * proposal(x, r * h_prev, params) + (1 - z) * h_prev


def reset_left(x, h_prev, params):
    xh = np.concatenate([x, h_prev], axis=-1)
    r = sigma(xh @ params.W_r + params.b_r)
    z = sigma(xh @ params.W_z + params.b_z)
    return z * proposal(x, r + h_prev, params) + (1 - z) * h_prev


def blend_left(x, h_prev, params):
    xh = np.concatenate([x, h_prev], axis=-1)
    r = sigma(xh @ params.W_r + params.b_r)
    z = sigma(xh @ params.W_z + params.b_z)
    return z * h_prev + (1 - z) * proposal(x, r * h_prev, params)


def reset_taken_out(x, h_prev, params):
    z = sigma(np.concatenate([x, h_prev], axis=-1) @ params.W_z + params.b_z)
    return z * proposal(x, h_prev, params) + (1 - z) * h_prev


def sigmoid_left_out(x, h_prev, params):
    xh = np.concatenate([x, h_prev], axis=-1)
    r, z = xh @ params.W_r + params.b_r, xh @ params.W_z + params.b_z
    return z * proposal(x, r * h_prev, params) + (1 - z) * h_prev


WRONG = [
    (as_it_came, "still-broken"),
    (only_the_bias_mended, "z-swapped"),
    (only_the_reset_mended, "z-swapped"),
    (bias_left, "b_r-for-z"),
    (reset_left, "reset-added"),
    (blend_left, "z-swapped"),
    (reset_taken_out, "no-reset"),
    (sigmoid_left_out, "no-sigmoid"),
]
