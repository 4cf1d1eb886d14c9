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
    (input_with_all_weights, "whole-W-for-one"),
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


# From outside: loops, and slips of those who use them.


def beginner_triple_loop(x, h_prev, W_r, b_r):
    B = x.shape[0]
    D = x.shape[1]
    H = h_prev.shape[1]
    hr = h_prev
    result = np.zeros((B, H))
    for i in range(B):
        for j in range(H):
            total = 0
            for k in range(D):
                total = total + x[i, k] * W_r[k, j]
            for k in range(H):
                total = total + hr[i, k] * W_r[D + k, j]
            total = total + b_r[j]
            result[i, j] = sigmoid(total)
    return result


def np_add_row_by_row_vstack(x, h_prev, W_r, b_r):
    rows = []
    for xi, hi in zip(x, h_prev, strict=True):
        rows.append(sigmoid(np.add(np.dot(np.append(xi, hi), W_r), b_r)))
    return np.vstack(rows)


def split_at_h_from_the_end(x, h_prev, W_r, b_r):
    H = h_prev.shape[1]
    W_x, W_hh = W_r[:-H], W_r[-H:]
    return sigmoid(x @ W_x + h_prev @ W_hh + b_r)


def preallocation_with_np_empty_slices(x, h_prev, W_r, b_r):
    B, D = x.shape
    H = h_prev.shape[1]
    xh = np.empty((B, D + H))
    xh[:, :D] = x
    xh[:, D:] = h_prev
    out = np.empty((B, H))
    np.matmul(xh, W_r, out=out)
    out += b_r
    out[:] = sigmoid(out)
    return out


def broadcasting_sum(x, h_prev, W_r, b_r):
    xh = np.concatenate([x, h_prev], axis=1)
    return sigmoid((xh[:, :, None] * W_r[None, :, :]).sum(axis=1) + b_r)


def functools_reduce_over_rows_of_w(x, h_prev, W_r, b_r):
    from functools import reduce

    cols = np.concatenate([x, h_prev], axis=1).T
    total = reduce(
        lambda acc, cw: acc + np.outer(cw[0], cw[1]),
        zip(cols, W_r, strict=True),
        np.zeros((len(x), W_r.shape[1])),
    )
    return sigmoid(total + b_r)


def recursion_over_rows(x, h_prev, W_r, b_r):
    xh = np.concatenate([x, h_prev], axis=1)

    def go(rows):
        if len(rows) == 0:
            return []
        return [sigmoid(rows[0] @ W_r + b_r)] + go(rows[1:])  # noqa: RUF005

    return np.array(go(xh))


def try_except_walrus(x, h_prev, W_r, b_r):
    try:
        a = (xh := np.concatenate([x, h_prev], axis=1)) @ W_r + b_r  # noqa: F841
    except ValueError as e:
        raise ValueError(f"shapes do not fit: {e}") from e
    return sigmoid(a)


def lists_everywhere_with_tolist(x, h_prev, W_r, b_r):
    X = np.asarray(x).tolist()
    Hs = np.asarray(h_prev).tolist()
    Wl = np.asarray(W_r).tolist()
    bl = np.asarray(b_r).tolist()
    res = []
    b = 0
    while b < len(X):
        row = X[b] + Hs[b]
        res.append(
            [float(sigmoid(sum(row[k] * Wl[k][j] for k in range(len(row))) + bl[j])) for j in range(len(bl))]
        )
        b += 1
    return res


def bias_tiled_by_repeat(x, h_prev, W_r, b_r):
    xh = np.concatenate([x, h_prev], axis=1)
    bias = np.repeat(b_r[np.newaxis, :], xh.shape[0], axis=0)
    return sigmoid(np.tensordot(xh, W_r, axes=1) + bias)


def return_in_loop(x, h_prev, W_r, b_r):
    hr = h_prev
    out = np.zeros((len(x), W_r.shape[1]))
    for i in range(len(x)):
        out[i] = sigmoid(np.concatenate([x[i], hr[i]]) @ W_r + b_r)
        return out


def off_by_one_in_rows(x, h_prev, W_r, b_r):
    hr = h_prev
    out = np.zeros((len(x), W_r.shape[1]))
    for i in range(len(x) - 1):
        out[i] = sigmoid(np.concatenate([x[i], hr[i]]) @ W_r + b_r)
    return out


def off_by_one_units(x, h_prev, W_r, b_r):
    hr = h_prev
    out = np.zeros((len(x), W_r.shape[1]))
    for i in range(len(x)):
        for j in range(1, W_r.shape[1]):
            out[i, j] = sigmoid(np.concatenate([x[i], hr[i]]) @ W_r[:, j] + b_r[j])
    return out


def total_not_reset(x, h_prev, W_r, b_r):
    xh = np.concatenate([x, h_prev], axis=1)
    out = np.zeros((len(x), W_r.shape[1]))
    s = 0
    for i in range(len(x)):
        for j in range(W_r.shape[1]):
            for k in range(W_r.shape[0]):
                s += xh[i, k] * W_r[k, j]
            out[i, j] = sigmoid(s + b_r[j])
    return out


def bias_in_inner_loop(x, h_prev, W_r, b_r):
    xh = np.concatenate([x, h_prev], axis=1)
    out = np.zeros((len(x), W_r.shape[1]))
    for i in range(len(x)):
        for j in range(W_r.shape[1]):
            s = 0
            for k in range(W_r.shape[0]):
                s += xh[i, k] * W_r[k, j] + b_r[j]
            out[i, j] = sigmoid(s)
    return out


def overwrites_sum(x, h_prev, W_r, b_r):
    xh = np.concatenate([x, h_prev], axis=1)
    out = np.zeros((len(x), W_r.shape[1]))
    for i in range(len(x)):
        for j in range(W_r.shape[1]):
            for k in range(W_r.shape[0]):
                s = xh[i, k] * W_r[k, j]
            out[i, j] = sigmoid(s + b_r[j])
    return out


def reshape_for_transpose(x, h_prev, W_r, b_r):
    xh = np.concatenate([x, h_prev], axis=1)
    a = W_r.T @ xh.T
    return sigmoid(a.reshape(len(x), -1) + b_r)


def memory_weights_turned(x, h_prev, W_r, b_r):
    D = x.shape[1]
    return sigmoid(x @ W_r[:D] + h_prev @ W_r[D:].T + b_r)


def averaged_halves(x, h_prev, W_r, b_r):
    D = x.shape[1]
    return sigmoid((x @ W_r[:D] + h_prev @ W_r[D:]) / 2 + b_r)


def bias_inside_the_product(x, h_prev, W_r, b_r):
    return sigmoid(np.concatenate([x, h_prev], axis=1) @ (W_r + b_r))


def bias_first_only(x, h_prev, W_r, b_r):
    return sigmoid(np.concatenate([x, h_prev], axis=1) @ W_r + b_r[0])


def tuple_two(x, h_prev, W_r, b_r):
    a = np.concatenate([x, h_prev], axis=1) @ W_r + b_r
    return sigmoid(a), a


def cut_one_row_early(x, h_prev, W_r, b_r):
    D = x.shape[1]
    return sigmoid(x @ W_r[:D] + h_prev @ W_r[D - 1 : -1] + b_r)


def bias_per_row(x, h_prev, W_r, b_r):
    return sigmoid(np.concatenate([x, h_prev], axis=1) @ W_r + b_r[:, None])


def function_not_called(x, h_prev, W_r, b_r):
    a = np.concatenate([x, h_prev], axis=1) @ W_r + b_r  # noqa: F841
    return np.tanh


def flattened(x, h_prev, W_r, b_r):
    return sigmoid(np.concatenate([x, h_prev], axis=1) @ W_r + b_r).flatten()


def full_step(x, h_prev, W_r, b_r):
    a = np.concatenate([x, h_prev], axis=1) @ W_r + b_r
    g = sigmoid(a)
    return g * np.tanh(a) + (1 - g) * h_prev


def unit_norm(x, h_prev, W_r, b_r):
    g = sigmoid(np.concatenate([x, h_prev], axis=1) @ W_r + b_r)
    return g / g.sum(axis=1, keepdims=True)


def tanh_then_sigmoid(x, h_prev, W_r, b_r):
    return sigmoid(np.tanh(np.concatenate([x, h_prev], axis=1) @ W_r + b_r))


def thresholded_sigmoid(x, h_prev, W_r, b_r):
    return sigmoid(np.concatenate([x, h_prev], axis=1) @ W_r + b_r) > 0.5


def returns_h_prev(x, h_prev, W_r, b_r):
    h = sigmoid(np.concatenate([x, h_prev], axis=1) @ W_r + b_r)  # noqa: F841
    return h_prev


RIGHT += [
    beginner_triple_loop,
    np_add_row_by_row_vstack,
    split_at_h_from_the_end,
    preallocation_with_np_empty_slices,
    broadcasting_sum,
    functools_reduce_over_rows_of_w,
    recursion_over_rows,
    try_except_walrus,
    lists_everywhere_with_tolist,
    bias_tiled_by_repeat,
]

WRONG += [
    (return_in_loop, "left-the-loop-early"),
    (off_by_one_in_rows, "row-or-unit-left-out"),
    (off_by_one_units, "row-or-unit-left-out"),
    (total_not_reset, "total-not-reset"),
    (bias_in_inner_loop, "bias-in-the-inner-loop"),
    (overwrites_sum, "sum-overwritten"),
    (reshape_for_transpose, "reshaped-not-transposed"),
    (memory_weights_turned, "memory-weights-transposed"),
    (averaged_halves, "halved-sum"),
    (bias_inside_the_product, "bias-too-early"),
    (bias_first_only, "one-bias-for-all"),
    (tuple_two, "returned-two-things"),
    (cut_one_row_early, "cut-one-off"),
    (bias_per_row, "bias-as-column"),
    (function_not_called, "function-returned"),
    (flattened, "flattened"),
    (full_step, "blended"),
    (unit_norm, "shares-of-one-whole"),
    (tanh_then_sigmoid, "tanh-inside"),
    (thresholded_sigmoid, "threshold"),
    (returns_h_prev, "input-returned"),
]


# From a second class: slips before the sum is complete, and loops that stop too soon.


def below_each_other(x, h_prev, W_r, b_r):
    xh = np.vstack([x.T, h_prev.T])
    return sigmoid((W_r.T @ xh).T + b_r.reshape(1, -1))


def a_column_of_ones(x, h_prev, W_r, b_r):
    ones = np.ones((x.shape[0], 1))
    return sigmoid(np.hstack([x, h_prev, ones]) @ np.vstack([W_r, b_r]))


def appended_and_broadcast(x, h_prev, W_r, b_r):
    v = np.append(x, h_prev, axis=1)
    return sigmoid((v[:, :, None] * W_r[None]).sum(1) + b_r)


def one_row_at_a_time(x, h_prev, W_r, b_r):
    B, D = x.shape
    H = h_prev.shape[1]
    xh = np.zeros((B, D + H))
    xh[:, :D] = x
    xh[:, D:] = h_prev
    a = np.zeros((B, H))
    for row in range(B):
        a[row] = W_r.T.dot(xh[row]) + b_r
    return sigmoid(a)


def split_by_np(x, h_prev, W_r, b_r):
    Wx, Wh = np.split(W_r, [x.shape[1]])
    return sigmoid(x @ Wx + h_prev @ Wh + b_r)


def other_axis_if_it_fails(x, h_prev, W_r, b_r):
    try:
        a = np.concatenate([x, h_prev]) @ W_r + b_r
    except ValueError:
        a = np.concatenate([x, h_prev], axis=1) @ W_r + b_r
    return 1 - 1 / (1 + np.exp(a))


def joined_by_np_block(x, h_prev, W_r, b_r):
    return sigmoid(np.block([x, h_prev]) @ W_r + np.tile(b_r, (len(x), 1)))


def state_squashed_first(x, h_prev, W_r, b_r):
    return sigmoid(np.hstack([x, np.tanh(h_prev)]) @ W_r + b_r)


def inputs_squashed(x, h_prev, W_r, b_r):
    return sigmoid(np.hstack([x, h_prev])) @ W_r + b_r


def weights_squashed(x, h_prev, W_r, b_r):
    return np.hstack([x, h_prev]) @ sigmoid(W_r) + b_r


def product_squashed_first(x, h_prev, W_r, b_r):
    r = sigmoid(np.hstack([x, h_prev]) @ W_r)
    return sigmoid(r + b_r)


def used_on_itself(x, h_prev, W_r, b_r):
    r = sigmoid(np.hstack([x, h_prev]) @ W_r + b_r)
    return sigmoid(np.hstack([x, r * h_prev]) @ W_r + b_r)


def a_candidate_already(x, h_prev, W_r, b_r):
    r = sigmoid(np.hstack([x, h_prev]) @ W_r + b_r)
    return np.tanh(np.hstack([x, r * h_prev]) @ W_r + b_r)


def state_left_out_and_multiplied(x, h_prev, W_r, b_r):
    D = x.shape[1]
    return sigmoid(x @ W_r[:D] + b_r) * h_prev


def both_shares(x, h_prev, W_r, b_r):
    z = sigmoid(np.hstack([x, h_prev]) @ W_r + b_r)
    return z, 1 - z


def first_column_for_all(x, h_prev, W_r, b_r):
    xh = np.hstack([x, h_prev])
    z = np.zeros_like(h_prev)
    for j in range(h_prev.shape[1]):
        z[:, j] = sigmoid(xh @ W_r[:, 0] + b_r[j])
    return z


def own_memory_only(x, h_prev, W_r, b_r):
    D = x.shape[1]
    return sigmoid(x @ W_r[:D] + h_prev * np.diag(W_r[D:]) + b_r)


def blended_with_the_input(x, h_prev, W_r, b_r):
    D = x.shape[1]
    z = sigmoid(np.append(x, h_prev, axis=1) @ W_r + b_r)
    return z * h_prev + (1 - z) * (x @ W_r[:D])


def erased_share_state_first(x, h_prev, W_r, b_r):
    return 1 - sigmoid(np.hstack([h_prev, x]) @ W_r + b_r)


def rectified_state_first(x, h_prev, W_r, b_r):
    return np.maximum(0, np.hstack([h_prev, x]) @ W_r + b_r)


RIGHT += [
    below_each_other,
    a_column_of_ones,
    appended_and_broadcast,
    one_row_at_a_time,
    split_by_np,
    other_axis_if_it_fails,
    joined_by_np_block,
]

WRONG += [
    (state_squashed_first, "squashed-too-early"),
    (inputs_squashed, "squashed-too-early"),
    (weights_squashed, "squashed-too-early"),
    (product_squashed_first, "squashed-too-early"),
    (used_on_itself, "gate-times-state"),
    (a_candidate_already, "gate-times-state"),
    (state_left_out_and_multiplied, "gate-times-state"),
    (both_shares, "returned-two-things"),
    (first_column_for_all, "one-unit-for-all"),
    (own_memory_only, "own-memory-only"),
    (blended_with_the_input, "blended"),
    (erased_share_state_first, "one-minus"),
    (rectified_state_first, "relu-gate"),
]
