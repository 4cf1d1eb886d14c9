"""Answers to `reset_gate` as learners write them."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

import gru_course as gc


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def joined(x, h_prev, W_r, b_r):
    return sigmoid(np.concatenate([x, h_prev], axis=1) @ W_r + b_r)


def split_weights(x, h_prev, W_r, b_r):
    D = x.shape[1]
    return sigmoid(x @ W_r[:D] + h_prev @ W_r[D:] + b_r)


def split_the_other_way(x, h_prev, W_r, b_r):
    H = h_prev.shape[1]
    W_xr, W_hr = W_r[:-H, :], W_r[-H:, :]
    return 1 / (1 + np.exp(-(np.dot(h_prev, W_hr) + b_r + np.dot(x, W_xr))))


def by_hstack_and_dot(x, h_prev, W_r, b_r):
    xh = np.hstack((x, h_prev))
    return 1.0 / (1.0 + np.exp(-(np.dot(xh, W_r) + b_r)))


def by_c_and_tanh(x, h_prev, W_r, b_r):
    a = np.c_[x, h_prev].dot(W_r) + b_r
    return 0.5 * (1 + np.tanh(0.5 * a))


def by_einsum(x, h_prev, W_r, b_r):
    xh = np.append(x, h_prev, axis=1)
    return gc.sigmoid(np.einsum("bi,ij->bj", xh, W_r) + b_r[None, :])


def columns_first(x, h_prev, W_r, b_r):
    a = W_r.T @ np.vstack([x.T, h_prev.T]) + b_r.reshape(-1, 1)
    return sigmoid(a).T


def row_by_row(x, h_prev, W_r, b_r):
    r = np.zeros(h_prev.shape)
    for i in range(len(x)):
        r[i] = sigmoid(np.matmul(np.concatenate([x[i], h_prev[i]]), W_r) + b_r)
    return r


def unit_by_unit(x, h_prev, W_r, b_r):
    columns = []
    for j in range(W_r.shape[1]):
        columns.append(sigmoid((np.hstack([x, h_prev]) * W_r[:, j]).sum(axis=1) + b_r[j]))
    return np.stack(columns, axis=1)


def number_by_number(x, h_prev, W_r, b_r):
    B, D = x.shape
    H = h_prev.shape[1]
    r = []
    for n in range(B):
        row = []
        for j in range(H):
            a = b_r[j]
            for i in range(D):
                a += x[n, i] * W_r[i, j]
            for i in range(H):
                a += h_prev[n, i] * W_r[D + i, j]
            row.append(1 / (1 + math.exp(-a)) if a > 0 else math.exp(a) / (1 + math.exp(a)))
        r.append(row)
    return r


def with_the_bias_as_a_row_of_weights(x, h_prev, W_r, b_r):
    ones = np.ones((len(x), 1))
    return sigmoid(np.concatenate([x, h_prev, ones], axis=1) @ np.vstack([W_r, b_r]))


def in_float32(x, h_prev, W_r, b_r):
    xh = np.concatenate([x, h_prev], axis=-1).astype(np.float32)
    return sigmoid(xh @ W_r.astype(np.float32) + b_r.astype(np.float32))


def clipped(x, h_prev, W_r, b_r):
    a = np.clip(np.column_stack([x, h_prev]) @ W_r + b_r, -30, 30)
    return 1 / (1 + np.exp(-a))


def with_logaddexp_and_prints(x, h_prev, W_r, b_r):
    a = np.concatenate((x, h_prev), 1) @ W_r + b_r
    print("pre-activation", a)
    return np.exp(-np.logaddexp(0, -a))


def greek(x, h_prev, W_r, b_r):
    σ = lambda α: np.where(α >= 0, 1 / (1 + np.exp(-α)), np.exp(α) / (1 + np.exp(α)))  # noqa: E731
    return σ(np.block([x, h_prev]) @ W_r + np.tile(b_r, (len(x), 1)))


class Gate:
    def forward(self, x, h_prev, W_r, b_r):
        self.xh = np.concatenate([x, h_prev], axis=-1)
        return sigmoid(self.xh @ W_r + b_r)


RIGHT: list[Callable[..., Any]] = [
    joined,
    split_weights,
    split_the_other_way,
    by_hstack_and_dot,
    by_c_and_tanh,
    by_einsum,
    columns_first,
    row_by_row,
    unit_by_unit,
    number_by_number,
    with_the_bias_as_a_row_of_weights,
    in_float32,
    clipped,
    with_logaddexp_and_prints,
    greek,
    Gate().forward,
    lambda x, h_prev, W_r, b_r: sigmoid(np.concatenate([x, h_prev], axis=-1) @ W_r + b_r),
]


def nothing_squashed(x, h_prev, W_r, b_r):
    return np.hstack([x, h_prev]) @ W_r + b_r


def tanh_used(x, h_prev, W_r, b_r):
    return np.tanh(np.hstack([x, h_prev]) @ W_r + b_r)


def state_first(x, h_prev, W_r, b_r):
    return sigmoid(np.hstack([h_prev, x]) @ W_r + b_r)


def state_first_by_slices(x, h_prev, W_r, b_r):
    H = h_prev.shape[1]
    return sigmoid(h_prev @ W_r[:H] + x @ W_r[H:] + b_r)


def bias_forgotten(x, h_prev, W_r, b_r):
    return sigmoid(np.hstack([x, h_prev]) @ W_r)


def bias_outside_the_minus(x, h_prev, W_r, b_r):
    return 1 / (1 + np.exp(-np.hstack([x, h_prev]) @ W_r + b_r))


def bias_after_the_sigmoid(x, h_prev, W_r, b_r):
    return sigmoid(np.hstack([x, h_prev]) @ W_r) + b_r


def a_bias_for_each_product(x, h_prev, W_r, b_r):
    D = x.shape[1]
    from_x = x @ W_r[:D] + b_r
    from_h = h_prev @ W_r[D:] + b_r
    return sigmoid(from_x + from_h)


def input_only(x, h_prev, W_r, b_r):
    return sigmoid(x @ W_r[: x.shape[1]] + b_r)


def input_with_all_weights(x, h_prev, W_r, b_r):
    return sigmoid(x @ W_r + b_r)


def state_only(x, h_prev, W_r, b_r):
    return sigmoid(h_prev @ W_r[-h_prev.shape[1] :] + b_r)


def state_without_weights(x, h_prev, W_r, b_r):
    return sigmoid(x @ W_r[: x.shape[1]] + h_prev + b_r)


def cut_at_the_wrong_row(x, h_prev, W_r, b_r):
    H = h_prev.shape[1]
    return sigmoid(x @ W_r[:H] + h_prev @ W_r[H:] + b_r)


def sum_of_the_two(x, h_prev, W_r, b_r):
    return sigmoid((x + h_prev) @ W_r + b_r)


def one_below_the_other(x, h_prev, W_r, b_r):
    return sigmoid(np.concatenate([x, h_prev]) @ W_r + b_r)


def append_without_axis(x, h_prev, W_r, b_r):
    return sigmoid(np.append(x, h_prev) @ W_r + b_r)


def weights_first(x, h_prev, W_r, b_r):
    return sigmoid(np.dot(W_r, np.hstack([x, h_prev])) + b_r)


def weights_transposed(x, h_prev, W_r, b_r):
    return sigmoid(np.hstack([x, h_prev]) @ W_r.T + b_r)


def erased_share(x, h_prev, W_r, b_r):
    keep = sigmoid(np.hstack([x, h_prev]) @ W_r + b_r)
    return 1 - keep


def minus_forgotten(x, h_prev, W_r, b_r):
    return 1 / (1 + np.exp(np.hstack([x, h_prev]) @ W_r + b_r))


def softmax_of_the_units(x, h_prev, W_r, b_r):
    a = np.hstack([x, h_prev]) @ W_r + b_r
    e = np.exp(a)
    return e / e.sum(axis=1, keepdims=True)


def softmax_of_the_batch(x, h_prev, W_r, b_r):
    a = np.hstack([x, h_prev]) @ W_r + b_r
    return np.exp(a) / np.sum(np.exp(a))


def switch(x, h_prev, W_r, b_r):
    return (sigmoid(np.hstack([x, h_prev]) @ W_r + b_r) > 0.5).astype(float)


def clipped_line(x, h_prev, W_r, b_r):
    return np.clip(np.hstack([x, h_prev]) @ W_r + b_r, 0, 1)


def rectified(x, h_prev, W_r, b_r):
    return np.maximum(0, np.hstack([x, h_prev]) @ W_r + b_r)


def squashed_twice(x, h_prev, W_r, b_r):
    r = sigmoid(np.hstack([x, h_prev]) @ W_r + b_r)
    return sigmoid(r)


def already_applied(x, h_prev, W_r, b_r):
    r = sigmoid(np.hstack([x, h_prev]) @ W_r + b_r)
    return r * h_prev


def overflowing(x, h_prev, W_r, b_r):
    e = np.exp(np.hstack([x, h_prev]) @ W_r + b_r)
    return e / (1 + e)


def mean_of_the_batch(x, h_prev, W_r, b_r):
    a = np.hstack([x, h_prev]) @ W_r + b_r
    return sigmoid(a.mean(axis=0, keepdims=True)).repeat(len(x), axis=0)


def stars(x, h_prev, W_r, b_r):
    return sigmoid(np.hstack([x, h_prev]) * W_r + b_r)


def state_changed_on_the_way(x, h_prev, W_r, b_r):
    r = sigmoid(np.hstack([x, h_prev]) @ W_r + b_r)
    h_prev *= r
    return r


def state_first_and_no_bias(x, h_prev, W_r, b_r):
    return sigmoid(np.hstack([h_prev, x]) @ W_r)


def tanh_and_no_bias(x, h_prev, W_r, b_r):
    return np.tanh(np.hstack([x, h_prev]) @ W_r)


def brackets_forgotten(x, h_prev, W_r, b_r):
    a = np.hstack([x, h_prev]) @ W_r + b_r
    return 1 / 1 + np.exp(-a)


WRONG: list[tuple[Callable[..., Any], str]] = [
    (nothing_squashed, "no-sigmoid"),
    (tanh_used, "tanh-gate"),
    (state_first, "h-first"),
    (state_first_by_slices, "h-first"),
    (bias_forgotten, "no-bias"),
    (bias_outside_the_minus, "bias-subtracted"),
    (bias_after_the_sigmoid, "bias-after"),
    (a_bias_for_each_product, "bias-twice"),
    (input_only, "no-h"),
    (input_with_all_weights, "no-h"),
    (state_only, "no-x"),
    (state_without_weights, "h-without-weights"),
    (cut_at_the_wrong_row, "split-at-h"),
    (sum_of_the_two, "x-plus-h"),
    (one_below_the_other, "joined-below"),
    (append_without_axis, "joined-flat"),
    (weights_first, "weights-on-the-left"),
    (weights_transposed, "weights-transposed"),
    (erased_share, "one-minus"),
    (minus_forgotten, "one-minus"),
    (softmax_of_the_units, "softmax-rows"),
    (softmax_of_the_batch, "softmax-all"),
    (switch, "threshold"),
    (clipped_line, "hard-sigmoid"),
    (rectified, "relu-gate"),
    (squashed_twice, "sigmoid-twice"),
    (already_applied, "gate-times-state"),
    (overflowing, "overflow"),
    (mean_of_the_batch, "added-up"),
    (stars, "star-for-product"),
    (state_changed_on_the_way, "writes-into-argument"),
    (state_first_and_no_bias, "h-first"),
    (tanh_and_no_bias, "tanh-gate"),
    (brackets_forgotten, "brackets"),
]
