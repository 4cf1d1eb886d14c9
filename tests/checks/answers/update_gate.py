"""Answers to `update_gate` as learners write them."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

import gru_course as gc


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def joined(x, h_prev, W_z, b_z):
    return sigmoid(np.concatenate([x, h_prev], axis=1) @ W_z + b_z)


def split_weights(x, h_prev, W_z, b_z):
    D = x.shape[1]
    return sigmoid(x @ W_z[:D] + h_prev @ W_z[D:] + b_z)


def split_the_other_way(x, h_prev, W_z, b_z):
    H = h_prev.shape[1]
    W_xz, W_hz = W_z[:-H, :], W_z[-H:, :]
    return 1 / (1 + np.exp(-(np.dot(h_prev, W_hz) + b_z + np.dot(x, W_xz))))


def by_hstack_and_dot(x, h_prev, W_z, b_z):
    xh = np.hstack((x, h_prev))
    return 1.0 / (1.0 + np.exp(-(np.dot(xh, W_z) + b_z)))


def by_c_and_tanh(x, h_prev, W_z, b_z):
    a = np.c_[x, h_prev].dot(W_z) + b_z
    return 0.5 * (1 + np.tanh(0.5 * a))


def by_einsum(x, h_prev, W_z, b_z):
    xh = np.append(x, h_prev, axis=1)
    return gc.sigmoid(np.einsum("bi,ij->bj", xh, W_z) + b_z[None, :])


def columns_first(x, h_prev, W_z, b_z):
    a = W_z.T @ np.vstack([x.T, h_prev.T]) + b_z.reshape(-1, 1)
    return sigmoid(a).T


def row_by_row(x, h_prev, W_z, b_z):
    z = np.zeros(h_prev.shape)
    for i in range(len(x)):
        z[i] = sigmoid(np.matmul(np.concatenate([x[i], h_prev[i]]), W_z) + b_z)
    return z


def unit_by_unit(x, h_prev, W_z, b_z):
    columns = []
    for j in range(W_z.shape[1]):
        columns.append(sigmoid((np.hstack([x, h_prev]) * W_z[:, j]).sum(axis=1) + b_z[j]))
    return np.stack(columns, axis=1)


def number_by_number(x, h_prev, W_z, b_z):
    B, D = x.shape
    H = h_prev.shape[1]
    z = []
    for n in range(B):
        row = []
        for j in range(H):
            a = b_z[j]
            for i in range(D):
                a += x[n, i] * W_z[i, j]
            for i in range(H):
                a += h_prev[n, i] * W_z[D + i, j]
            row.append(1 / (1 + math.exp(-a)) if a > 0 else math.exp(a) / (1 + math.exp(a)))
        z.append(row)
    return z


def with_the_bias_as_a_row_of_weights(x, h_prev, W_z, b_z):
    ones = np.ones((len(x), 1))
    return sigmoid(np.concatenate([x, h_prev, ones], axis=1) @ np.vstack([W_z, b_z]))


def in_float32(x, h_prev, W_z, b_z):
    xh = np.concatenate([x, h_prev], axis=-1).astype(np.float32)
    return sigmoid(xh @ W_z.astype(np.float32) + b_z.astype(np.float32))


def clipped(x, h_prev, W_z, b_z):
    a = np.clip(np.column_stack([x, h_prev]) @ W_z + b_z, -30, 30)
    return 1 / (1 + np.exp(-a))


def with_logaddexp_and_prints(x, h_prev, W_z, b_z):
    a = np.concatenate((x, h_prev), 1) @ W_z + b_z
    print("pre-activation", a)
    return np.exp(-np.logaddexp(0, -a))


def greek(x, h_prev, W_z, b_z):
    σ = lambda α: np.where(α >= 0, 1 / (1 + np.exp(-α)), np.exp(α) / (1 + np.exp(α)))  # noqa: E731
    return σ(np.block([x, h_prev]) @ W_z + np.tile(b_z, (len(x), 1)))


class Gate:
    def forward(self, x, h_prev, W_z, b_z):
        self.xh = np.concatenate([x, h_prev], axis=-1)
        return sigmoid(self.xh @ W_z + b_z)


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
    lambda x, h_prev, W_z, b_z: sigmoid(np.concatenate([x, h_prev], axis=-1) @ W_z + b_z),
]


def nothing_squashed(x, h_prev, W_z, b_z):
    return np.hstack([x, h_prev]) @ W_z + b_z


def tanh_used(x, h_prev, W_z, b_z):
    return np.tanh(np.hstack([x, h_prev]) @ W_z + b_z)


def state_first(x, h_prev, W_z, b_z):
    return sigmoid(np.hstack([h_prev, x]) @ W_z + b_z)


def state_first_by_slices(x, h_prev, W_z, b_z):
    H = h_prev.shape[1]
    return sigmoid(h_prev @ W_z[:H] + x @ W_z[H:] + b_z)


def bias_forgotten(x, h_prev, W_z, b_z):
    return sigmoid(np.hstack([x, h_prev]) @ W_z)


def bias_outside_the_minus(x, h_prev, W_z, b_z):
    return 1 / (1 + np.exp(-np.hstack([x, h_prev]) @ W_z + b_z))


def bias_after_the_sigmoid(x, h_prev, W_z, b_z):
    return sigmoid(np.hstack([x, h_prev]) @ W_z) + b_z


def a_bias_for_each_product(x, h_prev, W_z, b_z):
    D = x.shape[1]
    from_x = x @ W_z[:D] + b_z
    from_h = h_prev @ W_z[D:] + b_z
    return sigmoid(from_x + from_h)


def input_only(x, h_prev, W_z, b_z):
    return sigmoid(x @ W_z[: x.shape[1]] + b_z)


def input_with_all_weights(x, h_prev, W_z, b_z):
    return sigmoid(x @ W_z + b_z)


def state_only(x, h_prev, W_z, b_z):
    return sigmoid(h_prev @ W_z[-h_prev.shape[1] :] + b_z)


def state_without_weights(x, h_prev, W_z, b_z):
    return sigmoid(x @ W_z[: x.shape[1]] + h_prev + b_z)


def cut_at_the_wrong_row(x, h_prev, W_z, b_z):
    H = h_prev.shape[1]
    return sigmoid(x @ W_z[:H] + h_prev @ W_z[H:] + b_z)


def sum_of_the_two(x, h_prev, W_z, b_z):
    return sigmoid((x + h_prev) @ W_z + b_z)


def one_below_the_other(x, h_prev, W_z, b_z):
    return sigmoid(np.concatenate([x, h_prev]) @ W_z + b_z)


def append_without_axis(x, h_prev, W_z, b_z):
    return sigmoid(np.append(x, h_prev) @ W_z + b_z)


def weights_first(x, h_prev, W_z, b_z):
    return sigmoid(np.dot(W_z, np.hstack([x, h_prev])) + b_z)


def weights_transposed(x, h_prev, W_z, b_z):
    return sigmoid(np.hstack([x, h_prev]) @ W_z.T + b_z)


def erased_share(x, h_prev, W_z, b_z):
    keep = sigmoid(np.hstack([x, h_prev]) @ W_z + b_z)
    return 1 - keep


def minus_forgotten(x, h_prev, W_z, b_z):
    return 1 / (1 + np.exp(np.hstack([x, h_prev]) @ W_z + b_z))


def softmax_of_the_units(x, h_prev, W_z, b_z):
    a = np.hstack([x, h_prev]) @ W_z + b_z
    e = np.exp(a)
    return e / e.sum(axis=1, keepdims=True)


def softmax_of_the_batch(x, h_prev, W_z, b_z):
    a = np.hstack([x, h_prev]) @ W_z + b_z
    return np.exp(a) / np.sum(np.exp(a))


def switch(x, h_prev, W_z, b_z):
    return (sigmoid(np.hstack([x, h_prev]) @ W_z + b_z) > 0.5).astype(float)


def clipped_line(x, h_prev, W_z, b_z):
    return np.clip(np.hstack([x, h_prev]) @ W_z + b_z, 0, 1)


def rectified(x, h_prev, W_z, b_z):
    return np.maximum(0, np.hstack([x, h_prev]) @ W_z + b_z)


def squashed_twice(x, h_prev, W_z, b_z):
    z = sigmoid(np.hstack([x, h_prev]) @ W_z + b_z)
    return sigmoid(z)


def already_applied(x, h_prev, W_z, b_z):
    z = sigmoid(np.hstack([x, h_prev]) @ W_z + b_z)
    return z * h_prev


def overflowing(x, h_prev, W_z, b_z):
    e = np.exp(np.hstack([x, h_prev]) @ W_z + b_z)
    return e / (1 + e)


def mean_of_the_batch(x, h_prev, W_z, b_z):
    a = np.hstack([x, h_prev]) @ W_z + b_z
    return sigmoid(a.mean(axis=0, keepdims=True)).repeat(len(x), axis=0)


def stars(x, h_prev, W_z, b_z):
    return sigmoid(np.hstack([x, h_prev]) * W_z + b_z)


def state_changed_on_the_way(x, h_prev, W_z, b_z):
    z = sigmoid(np.hstack([x, h_prev]) @ W_z + b_z)
    h_prev *= z
    return z


def state_first_and_no_bias(x, h_prev, W_z, b_z):
    return sigmoid(np.hstack([h_prev, x]) @ W_z)


def tanh_and_no_bias(x, h_prev, W_z, b_z):
    return np.tanh(np.hstack([x, h_prev]) @ W_z)


def brackets_forgotten(x, h_prev, W_z, b_z):
    a = np.hstack([x, h_prev]) @ W_z + b_z
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
