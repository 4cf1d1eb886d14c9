"""rnn_step(x, h_prev, W, b): right answers written in many ways, and wrong ones by name."""

import math

import numpy as np

import gru_course as gc


def by_concatenate(x, h_prev, W, b):
    return np.tanh(np.concatenate([x, h_prev], axis=1) @ W + b)


def by_hstack(x, h_prev, W, b):
    return np.tanh(np.matmul(np.hstack((x, h_prev)), W) + b)


def by_c_(x, h_prev, W, b):
    return np.tanh(np.c_[x, h_prev].dot(W) + b)


def with_split_weights(x, h_prev, W, b):
    D = x.shape[1]
    W_x, W_h = W[:D], W[D:]
    return np.tanh(x @ W_x + h_prev @ W_h + b)


def with_np_split(x, h_prev, W, b):
    W_x, W_h = np.split(W, [x.shape[-1]])
    return np.tanh(b + np.dot(h_prev, W_h) + np.dot(x, W_x))


def by_einsum(x, h_prev, W, b):
    return np.tanh(np.einsum("bi,ij->bj", np.append(x, h_prev, axis=1), W) + b)


def row_by_row(x, h_prev, W, b):
    h = np.zeros_like(h_prev)
    for i in range(len(x)):
        h[i] = np.tanh(np.concatenate((x[i], h_prev[i])) @ W + b)
    return h


def number_by_number(x, h_prev, W, b):
    rows = []
    for x_row, h_row in zip(x, h_prev, strict=True):
        both = list(x_row) + list(h_row)
        rows.append(
            [math.tanh(sum(v * W[i, j] for i, v in enumerate(both)) + b[j]) for j in range(W.shape[1])]
        )
    return rows


by_lambda = lambda x, h, W, b: np.tanh(np.block([x, h]) @ W + b.reshape(1, -1))  # noqa: E731


def in_float32(x, h_prev, W, b):
    xh = np.concatenate([x, h_prev], -1).astype(np.float32)
    return np.tanh(xh @ W.astype(np.float32) + b.astype(np.float32))


def tanh_from_the_sigmoid(x, h_prev, W, b):
    return 2 * gc.sigmoid(2 * (np.column_stack([x, h_prev]) @ W + b)) - 1


def with_prints(x, h_prev, W, b):
    print("shapes", x.shape, h_prev.shape)
    ξ = np.concatenate([x, h_prev], axis=-1)
    α = ξ @ W + b
    print(α)
    return np.tanh(α)


def transposed_twice(x, h_prev, W, b):
    return np.tanh(W.T @ np.vstack([x.T, h_prev.T]) + b[:, None]).T


class Cell:
    def step(self, x, h_prev, W, b):
        h = h_prev.copy()
        h = np.hstack([x, h]) @ W
        h += b
        return np.tanh(h)


RIGHT = [
    by_concatenate,
    by_hstack,
    by_c_,
    with_split_weights,
    with_np_split,
    by_einsum,
    row_by_row,
    number_by_number,
    by_lambda,
    in_float32,
    tanh_from_the_sigmoid,
    with_prints,
    transposed_twice,
    Cell().step,
]


def forgot_tanh(x, h_prev, W, b):
    return np.hstack([x, h_prev]) @ W + b


def a_gate_instead(x, h_prev, W, b):
    return gc.sigmoid(np.hstack([x, h_prev]) @ W + b)


def rectified(x, h_prev, W, b):
    a = np.hstack([x, h_prev]) @ W + b
    return np.where(a > 0, a, 0)


def without_bias(x, h_prev, W, b):
    D = x.shape[1]
    return np.tanh(x @ W[:D] + h_prev @ W[D:])


def only_the_input(x, h_prev, W, b):
    return np.tanh(np.dot(x, W[: x.shape[1], :]) + b)


def only_the_state(x, h_prev, W, b):
    return np.tanh(h_prev @ W[-h_prev.shape[1] :] + b)


def state_in_front(x, h_prev, W, b):
    return np.tanh(np.hstack((h_prev, x)) @ W + b)


def split_for_state_in_front(x, h_prev, W, b):
    H = h_prev.shape[1]
    return np.tanh(h_prev @ W[:H] + x @ W[H:] + b)


def state_added_bare(x, h_prev, W, b):
    W_x = W[: x.shape[1]]
    return np.tanh(x @ W_x + h_prev + b)


def bias_after_tanh(x, h_prev, W, b):
    return np.tanh(np.hstack([x, h_prev]) @ W) + b


def tanh_of_the_input_part(x, h_prev, W, b):
    D = x.shape[1]
    return np.tanh(x @ W[:D] + b) + h_prev @ W[D:]


def weights_in_front(x, h_prev, W, b):
    return np.tanh(np.dot(W, np.hstack([x, h_prev])) + b)


def turned_weights(x, h_prev, W, b):
    return np.tanh(np.matmul(np.hstack([x, h_prev]), W.T) + b)


def star_for_at(x, h_prev, W, b):
    return np.tanh(np.hstack([x, h_prev]) * W + b)


def one_below_the_other(x, h_prev, W, b):
    return np.tanh(np.concatenate((x, h_prev)) @ W + b)


def added_up(x, h_prev, W, b):
    return np.tanh((x + h_prev) @ W + b)


def whole_weights_for_both(x, h_prev, W, b):
    return np.tanh(np.dot(x, W) + np.dot(h_prev, W) + b)


def tangent(x, h_prev, W, b):
    return np.tan(np.hstack([x, h_prev]) @ W + b)


def into_the_old_state(x, h_prev, W, b):
    h_prev[:] = np.tanh(np.hstack([x, h_prev]) @ W + b)
    return h_prev


def whole_numbers(x, h_prev, W, b):
    h = np.zeros(h_prev.shape, dtype=int)
    h[:] = np.tanh(np.hstack([x, h_prev]) @ W + b)
    return h


def exp_quotient(x, h_prev, W, b):
    a = np.hstack([x, h_prev]) @ W + b
    return (np.exp(a) - np.exp(-a)) / (np.exp(a) + np.exp(-a))


def mean_over_the_batch(x, h_prev, W, b):
    return np.mean(np.tanh(np.hstack([x, h_prev]) @ W + b), axis=0)


def no_bias_and_state_in_front(x, h_prev, W, b):
    return np.tanh(np.hstack((h_prev, x)) @ W)


def residual(x, h_prev, W, b):
    return h_prev + np.tanh(np.hstack([x, h_prev]) @ W + b)


def only_prints(x, h_prev, W, b):
    print(np.tanh(np.hstack([x, h_prev]) @ W + b))


def numpy_misspelt(x, h_prev, W, b):
    return np.tahn(np.hstack([x, h_prev]) @ W + b)


def one_number_at_a_time(x, h_prev, W, b):
    return math.tanh(np.hstack([x, h_prev]) @ W + b)


WRONG = [
    (forgot_tanh, "no-tanh"),
    (a_gate_instead, "sigmoid-for-tanh"),
    (rectified, "relu-for-tanh"),
    (without_bias, "no-bias"),
    (only_the_input, "no-recurrence"),
    (only_the_state, "no-input"),
    (state_in_front, "h-first"),
    (split_for_state_in_front, "h-first"),
    (state_added_bare, "state-without-weights"),
    (bias_after_tanh, "tanh-before-bias"),
    (tanh_of_the_input_part, "tanh-too-early"),
    (weights_in_front, "weights-first"),
    (turned_weights, "weights-transposed"),
    (star_for_at, "element-product"),
    (one_below_the_other, "joined-below"),
    (added_up, "added-not-joined"),
    (whole_weights_for_both, "whole-W-for-each"),
    (tangent, "not-tanh"),
    (into_the_old_state, "written-into-h_prev"),
    (whole_numbers, "whole-numbers"),
    (exp_quotient, "tanh-overflows"),
    (mean_over_the_batch, "rows-mixed"),
    (no_bias_and_state_in_front, "h-first"),
    (residual, "state-added"),
    (only_prints, "no-return"),
    (numpy_misspelt, "misspelt-name"),
    (one_number_at_a_time, "math-for-arrays"),
]
