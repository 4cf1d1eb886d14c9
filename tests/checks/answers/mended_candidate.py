"""How people mend the broken candidate of lesson 4, and where they stop too soon."""

import numpy as np

from tests.checks.answers import candidate

RIGHT = candidate.RIGHT


def as_it_was_handed_out(x, h_prev, r, W_h, b_h):
    xh = np.concatenate([x, h_prev], axis=-1)
    a = r * (xh @ W_h) + b_h
    return 1 / (1 + np.exp(-a))


def mends_only_the_squashing(x, h_prev, r, W_h, b_h):
    xh = np.concatenate([x, h_prev], axis=-1)
    a = r * (xh @ W_h) + b_h
    return np.tanh(a)


def mends_only_the_reset(x, h_prev, r, W_h, b_h):
    xh = np.concatenate([x, r * h_prev], axis=-1)
    a = xh @ W_h + b_h
    return 1 / (1 + np.exp(-a))


def resets_in_both_places(x, h_prev, r, W_h, b_h):
    xh = np.concatenate([x, r * h_prev], axis=-1)
    a = r * (xh @ W_h) + b_h
    return np.tanh(a)


def takes_the_reset_away(x, h_prev, r, W_h, b_h):
    xh = np.concatenate([x, h_prev], axis=-1)
    a = xh @ W_h + b_h
    return np.tanh(a)


def takes_the_reset_away_and_keeps_the_sigmoid(x, h_prev, r, W_h, b_h):
    xh = np.concatenate([x, h_prev], axis=-1)
    a = xh @ W_h + b_h
    return 1 / (1 + np.exp(-a))


def moves_the_reset_to_the_memorys_product(x, h_prev, r, W_h, b_h):
    D = x.shape[-1]
    a = x @ W_h[:D] + r * (h_prev @ W_h[D:]) + b_h
    return np.tanh(a)


def moves_the_reset_to_the_joined_row(x, h_prev, r, W_h, b_h):
    xh = r * np.concatenate([x, h_prev], axis=-1)
    return np.tanh(xh @ W_h + b_h)


def moves_the_bias_into_the_bracket(x, h_prev, r, W_h, b_h):
    xh = np.concatenate([x, h_prev], axis=-1)
    return np.tanh(r * (xh @ W_h + b_h))


def turns_the_reset_round(x, h_prev, r, W_h, b_h):
    xh = np.concatenate([x, (1 - r) * h_prev], axis=-1)
    return np.tanh(xh @ W_h + b_h)


def takes_the_squashing_away(x, h_prev, r, W_h, b_h):
    xh = np.concatenate([x, r * h_prev], axis=-1)
    return xh @ W_h + b_h


WRONG = [
    (as_it_was_handed_out, "sigmoid-for-tanh"),
    (mends_only_the_squashing, "reset-on-everything"),
    (mends_only_the_reset, "sigmoid-for-tanh"),
    (resets_in_both_places, "reset-on-everything"),
    (takes_the_reset_away, "no-reset"),
    (takes_the_reset_away_and_keeps_the_sigmoid, "sigmoid-for-tanh"),
    (moves_the_reset_to_the_memorys_product, "reset-after"),
    (moves_the_reset_to_the_joined_row, "reset-on-both"),
    (moves_the_bias_into_the_bracket, "reset-on-everything"),
    (turns_the_reset_round, "one-minus-r"),
    (takes_the_squashing_away, "no-tanh"),
]


def reset_mended_beside_the_old_one(x, h_prev, r, W_h, b_h):
    a = r * (np.concatenate([x, r * h_prev], axis=-1) @ W_h) + b_h
    return 1 / (1 + np.exp(-a))


WRONG += [(reset_mended_beside_the_old_one, "sigmoid-for-tanh")]
