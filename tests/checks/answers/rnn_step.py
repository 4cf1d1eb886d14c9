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


# From outside: loops, and slips of those who use them.


def beginner_triple_loop(x, h_prev, W, b):
    B = x.shape[0]
    D = x.shape[1]
    H = h_prev.shape[1]
    hr = h_prev
    result = np.zeros((B, H))
    for i in range(B):
        for j in range(H):
            total = 0
            for k in range(D):
                total = total + x[i, k] * W[k, j]
            for k in range(H):
                total = total + hr[i, k] * W[D + k, j]
            total = total + b[j]
            result[i, j] = np.tanh(total)
    return result


def np_add_row_by_row_vstack(x, h_prev, W, b):
    rows = []
    for xi, hi in zip(x, h_prev, strict=True):
        rows.append(np.tanh(np.add(np.dot(np.append(xi, hi), W), b)))
    return np.vstack(rows)


def split_at_h_from_the_end(x, h_prev, W, b):
    H = h_prev.shape[1]
    W_x, W_hh = W[:-H], W[-H:]
    return np.tanh(x @ W_x + h_prev @ W_hh + b)


def preallocation_with_np_empty_slices(x, h_prev, W, b):
    B, D = x.shape
    H = h_prev.shape[1]
    xh = np.empty((B, D + H))
    xh[:, :D] = x
    xh[:, D:] = h_prev
    out = np.empty((B, H))
    np.matmul(xh, W, out=out)
    out += b
    out[:] = np.tanh(out)
    return out


def broadcasting_sum(x, h_prev, W, b):
    xh = np.concatenate([x, h_prev], axis=1)
    return np.tanh((xh[:, :, None] * W[None, :, :]).sum(axis=1) + b)


def functools_reduce_over_rows_of_w(x, h_prev, W, b):
    from functools import reduce

    cols = np.concatenate([x, h_prev], axis=1).T
    total = reduce(lambda acc, cw: acc + np.outer(cw[0], cw[1]), zip(cols, W), np.zeros((len(x), W.shape[1])))  # noqa: B905
    return np.tanh(total + b)


def recursion_over_rows(x, h_prev, W, b):
    xh = np.concatenate([x, h_prev], axis=1)

    def go(rows):
        if len(rows) == 0:
            return []
        return [np.tanh(rows[0] @ W + b)] + go(rows[1:])  # noqa: RUF005

    return np.array(go(xh))


def try_except_walrus(x, h_prev, W, b):
    try:
        a = (xh := np.concatenate([x, h_prev], axis=1)) @ W + b  # noqa: F841
    except ValueError as e:
        raise ValueError(f"shapes do not fit: {e}") from e
    return np.tanh(a)


def lists_everywhere_with_tolist(x, h_prev, W, b):
    X = np.asarray(x).tolist()
    Hs = np.asarray(h_prev).tolist()
    Wl = np.asarray(W).tolist()
    bl = np.asarray(b).tolist()
    res = []
    b = 0
    while b < len(X):
        row = X[b] + Hs[b]
        res.append(
            [float(np.tanh(sum(row[k] * Wl[k][j] for k in range(len(row))) + bl[j])) for j in range(len(bl))]
        )
        b += 1
    return res


def bias_tiled_by_repeat(x, h_prev, W, b):
    xh = np.concatenate([x, h_prev], axis=1)
    bias = np.repeat(b[np.newaxis, :], xh.shape[0], axis=0)
    return np.tanh(np.tensordot(xh, W, axes=1) + bias)


def return_in_loop(x, h_prev, W, b):
    hr = h_prev
    out = np.zeros((len(x), W.shape[1]))
    for i in range(len(x)):
        out[i] = np.tanh(np.concatenate([x[i], hr[i]]) @ W + b)
        return out


def off_by_one_in_rows(x, h_prev, W, b):
    hr = h_prev
    out = np.zeros((len(x), W.shape[1]))
    for i in range(len(x) - 1):
        out[i] = np.tanh(np.concatenate([x[i], hr[i]]) @ W + b)
    return out


def off_by_one_units(x, h_prev, W, b):
    hr = h_prev
    out = np.zeros((len(x), W.shape[1]))
    for i in range(len(x)):
        for j in range(1, W.shape[1]):
            out[i, j] = np.tanh(np.concatenate([x[i], hr[i]]) @ W[:, j] + b[j])
    return out


def total_not_reset(x, h_prev, W, b):
    xh = np.concatenate([x, h_prev], axis=1)
    out = np.zeros((len(x), W.shape[1]))
    s = 0
    for i in range(len(x)):
        for j in range(W.shape[1]):
            for k in range(W.shape[0]):
                s += xh[i, k] * W[k, j]
            out[i, j] = np.tanh(s + b[j])
    return out


def bias_in_inner_loop(x, h_prev, W, b):
    xh = np.concatenate([x, h_prev], axis=1)
    out = np.zeros((len(x), W.shape[1]))
    for i in range(len(x)):
        for j in range(W.shape[1]):
            s = 0
            for k in range(W.shape[0]):
                s += xh[i, k] * W[k, j] + b[j]
            out[i, j] = np.tanh(s)
    return out


def overwrites_sum(x, h_prev, W, b):
    xh = np.concatenate([x, h_prev], axis=1)
    out = np.zeros((len(x), W.shape[1]))
    for i in range(len(x)):
        for j in range(W.shape[1]):
            for k in range(W.shape[0]):
                s = xh[i, k] * W[k, j]
            out[i, j] = np.tanh(s + b[j])
    return out


def reshape_for_transpose(x, h_prev, W, b):
    xh = np.concatenate([x, h_prev], axis=1)
    a = W.T @ xh.T
    return np.tanh(a.reshape(len(x), -1) + b)


def memory_weights_turned(x, h_prev, W, b):
    D = x.shape[1]
    return np.tanh(x @ W[:D] + h_prev @ W[D:].T + b)


def averaged_halves(x, h_prev, W, b):
    D = x.shape[1]
    return np.tanh((x @ W[:D] + h_prev @ W[D:]) / 2 + b)


def bias_inside_the_product(x, h_prev, W, b):
    return np.tanh(np.concatenate([x, h_prev], axis=1) @ (W + b))


def bias_first_only(x, h_prev, W, b):
    return np.tanh(np.concatenate([x, h_prev], axis=1) @ W + b[0])


def tuple_two(x, h_prev, W, b):
    a = np.concatenate([x, h_prev], axis=1) @ W + b
    return np.tanh(a), a


def cut_one_row_early(x, h_prev, W, b):
    D = x.shape[1]
    return np.tanh(x @ W[:D] + h_prev @ W[D - 1 : -1] + b)


def bias_per_row(x, h_prev, W, b):
    return np.tanh(np.concatenate([x, h_prev], axis=1) @ W + b[:, None])


def function_not_called(x, h_prev, W, b):
    a = np.concatenate([x, h_prev], axis=1) @ W + b  # noqa: F841
    return np.tanh


def flattened(x, h_prev, W, b):
    return np.tanh(np.concatenate([x, h_prev], axis=1) @ W + b).flatten()


def exp_tanh_precedence(x, h_prev, W, b):
    a = np.concatenate([x, h_prev], axis=1) @ W + b
    return np.exp(a) - np.exp(-a) / np.exp(a) + np.exp(-a)


def exp_tanh_form_slip(x, h_prev, W, b):
    a = np.concatenate([x, h_prev], axis=1) @ W + b
    return (np.exp(a) - np.exp(-a)) / (np.exp(a) - np.exp(-a))


def input_only_and_no_bias(x, h_prev, W, b):
    return np.tanh(x @ W[: x.shape[1]])


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
    (exp_tanh_precedence, "tanh-formula"),
    (exp_tanh_form_slip, "tanh-formula"),
    (input_only_and_no_bias, "no-bias"),
]


# From a second class: slips before the sum is complete, and loops that stop too soon.


def a_stack_of_rows(x, h_prev, W, b):
    return np.stack([np.tanh(W.T @ np.r_[xi, hi] + b) for xi, hi in zip(x, h_prev, strict=False)])


def bias_as_a_row_of_weights(x, h_prev, W, b):
    return np.tanh(np.hstack([x, h_prev, np.ones((len(x), 1))]) @ np.r_[W, b[None]])


def column_by_column(x, h_prev, W, b):
    a = np.zeros_like(h_prev) + b
    for k in range(x.shape[1]):
        a = a + x[:, [k]] * W[k]
    for k in range(h_prev.shape[1]):
        a = a + h_prev[:, [k]] * W[x.shape[1] + k]
    return np.tanh(a)


def by_the_courses_sigmoid(x, h_prev, W, b):
    return 2 * gc.sigmoid(2 * (np.hstack((x, h_prev)) @ W + b)) - 1


def columns_below_each_other(x, h_prev, W, b):
    return np.tanh(np.vstack([x.T, h_prev.T]).T @ W + np.broadcast_to(b, h_prev.shape))


def in_place_in_its_own_array(x, h_prev, W, b):
    h_prev = h_prev.copy()
    x = x.copy()
    D = x.shape[1]
    h_prev = h_prev @ W[D:]
    h_prev += x @ W[:D] + b
    return np.tanh(h_prev)


def two_einsums(x, h_prev, W, b):
    return np.tanh(
        np.einsum("bd,dh->bh", x, W[: x.shape[1]]) + np.einsum("bk,kh->bh", h_prev, W[x.shape[1] :]) + b
    )


def state_squashed_again(x, h_prev, W, b):
    return np.tanh(np.hstack([x, np.tanh(h_prev)]) @ W + b)


def input_squashed_first(x, h_prev, W, b):
    return np.tanh(np.hstack([np.tanh(x), h_prev]) @ W + b)


def squashed_in_the_inner_loop(x, h_prev, W, b):
    B, D = x.shape
    H = h_prev.shape[1]
    xh = np.hstack([x, h_prev])
    h = np.zeros((B, H))
    for n in range(B):
        for j in range(H):
            for i in range(D + H):
                h[n, j] += np.tanh(xh[n, i] * W[i, j] + b[j])
    return h


def update_gate_already(x, h_prev, W, b):
    z = gc.sigmoid(np.hstack([x, h_prev]) @ W + b)
    c = np.tanh(np.hstack([x, h_prev]) @ W + b)
    return z * c + (1 - z) * h_prev


def gated(x, h_prev, W, b):
    a = np.hstack((x, h_prev)) @ W + b
    return gc.sigmoid(a) * np.tanh(a)


def last_turn_of_the_loop(x, h_prev, W, b):
    for xi, hi in zip(x, h_prev, strict=False):
        h = np.tanh(np.concatenate([xi, hi]) @ W + b)
    return h


def summed_over_H_only(x, h_prev, W, b):
    B, H = h_prev.shape
    xh = np.hstack((x, h_prev))
    out = np.zeros((B, H))
    for i in range(B):
        for j in range(H):
            for k in range(H):
                out[i, j] += xh[i, k] * W[k, j]
    return np.tanh(out + b)


def tanh_made_a_share(x, h_prev, W, b):
    a = np.hstack((x, h_prev)) @ W + b
    return (np.tanh(a) + 1) / 2


def two_decimals(x, h_prev, W, b):
    return np.round(np.tanh(np.hstack((x, h_prev)) @ W + b), 2)


def tanh_without_brackets(x, h_prev, W, b):
    a = np.hstack([x, h_prev]) @ W + b
    return np.exp(a) - np.exp(-a) / np.exp(a) + np.exp(-a)


def old_state_added_bare(x, h_prev, W, b):
    D = x.shape[1]
    return np.tanh(x @ W[:D] + b) + h_prev


def state_bare_and_no_bias(x, h_prev, W, b):
    return np.tanh(x @ W[: x.shape[1]] + h_prev)


def second_product_overwrites(x, h_prev, W, b):
    D = x.shape[1]
    a = x @ W[:D]
    a = h_prev @ W[D:]
    a = a + b
    return np.tanh(a)


def half_and_half(x, h_prev, W, b):
    h = np.tanh(np.hstack([x, h_prev]) @ W + b)
    return 0.5 * h + 0.5 * h_prev


def both_states(x, h_prev, W, b):
    h = np.tanh(np.hstack((x, h_prev)) @ W + b)
    return h, h_prev


RIGHT += [
    a_stack_of_rows,
    bias_as_a_row_of_weights,
    column_by_column,
    by_the_courses_sigmoid,
    columns_below_each_other,
    in_place_in_its_own_array,
    two_einsums,
]

WRONG += [
    (state_squashed_again, "tanh-of-inputs"),
    (input_squashed_first, "tanh-of-inputs"),
    (squashed_in_the_inner_loop, "squashed-in-the-inner-loop"),
    (update_gate_already, "gate-in-the-rnn"),
    (gated, "gate-in-the-rnn"),
    (last_turn_of_the_loop, "one-row-only"),
    (summed_over_H_only, "summand-left-out"),
    (tanh_made_a_share, "sigmoid-for-tanh"),
    (two_decimals, "rounded"),
    (tanh_without_brackets, "tanh-formula"),
    (old_state_added_bare, "state-added"),
    (state_bare_and_no_bias, "state-without-weights"),
    (second_product_overwrites, "no-input"),
    (half_and_half, "averaged-with-state"),
    (both_states, "returned-two-things"),
]


def bias_as_a_row_of_weights(x, h_prev, W, b):
    ones = np.ones((x.shape[0], 1))
    return np.tanh(np.concatenate([x, h_prev, ones], axis=1) @ np.vstack([W, b]))


def by_two_sigmoids(x, h_prev, W, b):
    a = np.hstack([x, h_prev]) @ W + b
    return 2 / (1 + np.exp(-2 * a)) - 1


RIGHT += [bias_as_a_row_of_weights, by_two_sigmoids]


def bias_given_to_the_memory(x, h_prev, W, b):
    D = x.shape[1]
    return np.tanh(x @ W[:D] + (h_prev + b) @ W[D:])


def one_memory_for_the_batch(x, h_prev, W, b):
    shared = h_prev.mean(axis=0) * np.ones_like(h_prev)
    return np.tanh(np.concatenate([x, shared], axis=1) @ W + b)


WRONG += [
    (bias_given_to_the_memory, "bias-in-the-memory"),
    (one_memory_for_the_batch, "memory-mixed-between-rows"),
]
