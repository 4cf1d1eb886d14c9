"""How people write the candidate, rightly and wrongly."""

import numpy as np

import gru_course as gc


def as_in_the_lesson(x, h_prev, r, W_h, b_h):
    xh = np.concatenate([x, r * h_prev], axis=1)
    return np.tanh(np.dot(xh, W_h) + b_h)


def splits_the_weights(x, h_prev, r, W_h, b_h):
    D = x.shape[1]
    W_x, U = W_h[:D], W_h[D:]
    return np.tanh(x @ W_x + (r * h_prev) @ U + b_h)


def with_hstack_and_matmul(x, h_prev, r, W_h, b_h):
    return np.tanh(np.matmul(np.hstack((x, h_prev * r)), W_h) + b_h)


def with_c_and_einsum(x, h_prev, r, W_h, b_h):
    joined = np.c_[x, np.multiply(r, h_prev)]
    return np.tanh(np.einsum("bi,ij->bj", joined, W_h) + b_h)


def row_by_row(x, h_prev, r, W_h, b_h):
    rows = []
    for x_row, h_row, r_row in zip(x, h_prev, r, strict=True):
        rows.append(np.tanh(W_h.T @ np.append(x_row, r_row * h_row) + b_h))
    return np.array(rows)


def unit_by_unit(x, h_prev, r, W_h, b_h):
    B, D = x.shape
    H = h_prev.shape[1]
    h_cand = np.zeros((B, H))
    for b in range(B):
        for j in range(H):
            total = b_h[j]
            for i in range(D):
                total += x[b, i] * W_h[i, j]
            for k in range(H):
                total += r[b, k] * h_prev[b, k] * W_h[D + k, j]
            h_cand[b, j] = np.tanh(total)
    return h_cand


def by_the_sigmoid(x, h_prev, r, W_h, b_h):
    a = np.concatenate((x, r * h_prev), 1) @ W_h + b_h
    return 2 * gc.sigmoid(2 * a) - 1


def by_hand_and_clipped(x, h_prev, r, W_h, b_h):
    a = np.clip(np.concatenate([x, r * h_prev], -1).dot(W_h) + b_h, -20, 20)
    return (np.exp(a) - np.exp(-a)) / (np.exp(a) + np.exp(-a))


def in_unicode(x, h_prev, r, W_h, b_h):
    ĥ = r * h_prev
    α = np.concatenate([x, ĥ], axis=-1) @ W_h + b_h
    return np.tanh(α)


def in_float32(x, h_prev, r, W_h, b_h):
    x, h_prev, r, W_h, b_h = (np.asarray(each, dtype=np.float32) for each in (x, h_prev, r, W_h, b_h))
    return np.tanh(np.concatenate([x, r * h_prev], axis=1) @ W_h + b_h)


def as_a_list_with_prints(x, h_prev, r, W_h, b_h):
    print("shapes", x.shape, h_prev.shape)
    kept = h_prev.copy()
    kept *= r
    return np.tanh(np.hstack([x, kept]) @ W_h + b_h).tolist()


def with_other_names(inputs, state, reset, weights, bias):
    buffer = np.empty((len(inputs), len(weights)))
    buffer[:, : inputs.shape[1]] = inputs
    buffer[:, inputs.shape[1] :] = reset * state
    return np.tanh(buffer @ weights + bias.reshape(1, -1))


def transposed_and_back(x, h_prev, r, W_h, b_h):
    return np.tanh(W_h.T @ np.vstack([x.T, (r * h_prev).T]) + b_h[:, None]).T


def resets_by_a_diagonal_matrix(x, h_prev, r, W_h, b_h):
    kept = np.array([np.diag(gate) @ memory for gate, memory in zip(r, h_prev, strict=True)])
    return np.tanh(np.column_stack([x, kept]) @ W_h + b_h)


def only_by_name(*, x, h_prev, r, W_h, b_h):
    return np.tanh(b_h + np.concatenate([x, h_prev - (1 - r) * h_prev], axis=1) @ W_h)


as_a_lambda = lambda x, h, r, W, b: np.tanh(np.r_["-1", x, r * h] @ W + b)  # noqa: E731


class AsAMethod:
    def step(self, x, h_prev, r, W_h, b_h):
        return np.tanh(np.concatenate([x, r * h_prev], axis=1) @ W_h + b_h)


as_a_method = AsAMethod().step

RIGHT = [
    as_in_the_lesson,
    splits_the_weights,
    with_hstack_and_matmul,
    with_c_and_einsum,
    row_by_row,
    unit_by_unit,
    by_the_sigmoid,
    by_hand_and_clipped,
    in_unicode,
    in_float32,
    as_a_list_with_prints,
    with_other_names,
    transposed_and_back,
    resets_by_a_diagonal_matrix,
    only_by_name,
    as_a_lambda,
    as_a_method,
]


def forgets_the_reset(x, h_prev, r, W_h, b_h):
    return np.tanh(np.hstack([x, h_prev]) @ W_h + b_h)


def as_pytorch_does(x, h_prev, r, W_h, b_h):
    D = x.shape[1]
    return np.tanh(x @ W_h[:D] + r * (h_prev @ W_h[D:]) + b_h)


def as_pytorch_does_with_the_bias_inside(x, h_prev, r, W_h, b_h):
    n_x = x.shape[-1]
    from_x = np.dot(x, W_h[0:n_x, :])
    from_h = np.dot(h_prev, W_h[n_x:, :]) + b_h
    return np.tanh(from_x + np.multiply(r, from_h))


def adds_r(x, h_prev, r, W_h, b_h):
    return np.tanh(np.concatenate((x, h_prev + r), axis=1) @ W_h + b_h)


def takes_the_matrix_product_with_r(x, h_prev, r, W_h, b_h):
    return np.tanh(np.concatenate((x, np.matmul(r, h_prev)), axis=1) @ W_h + b_h)


def takes_the_mean_of_r(x, h_prev, r, W_h, b_h):
    scalar = np.average(r)
    return np.tanh(np.concatenate([x, scalar * h_prev], axis=1) @ W_h + b_h)


def squashes_with_the_sigmoid(x, h_prev, r, W_h, b_h):
    a = np.hstack([x, r * h_prev]) @ W_h + b_h
    return 1 / (1 + np.exp(-a))


def erases_with_r(x, h_prev, r, W_h, b_h):
    forgotten = r * h_prev
    return np.tanh(np.hstack([x, h_prev - forgotten]) @ W_h + b_h)


def resets_x(x, h_prev, r, W_h, b_h):
    return np.tanh(np.hstack([r * x, h_prev]) @ W_h + b_h)


def resets_everything(x, h_prev, r, W_h, b_h):
    return np.tanh(r * (np.hstack([x, h_prev]) @ W_h + b_h))


def resets_the_joined_row(x, h_prev, r, W_h, b_h):
    return np.tanh((r * np.hstack([x, h_prev])) @ W_h + b_h)


def resets_the_result(x, h_prev, r, W_h, b_h):
    return np.tanh(np.hstack([x, h_prev]) @ W_h + b_h) * r


def in_the_documents_order(x, h_prev, r, W_h, b_h):
    return np.tanh(np.hstack([r * h_prev, x]) @ W_h + b_h)


def exchanges_the_halves_of_the_weights(x, h_prev, r, W_h, b_h):
    H = h_prev.shape[1]
    U, W = W_h[:H], W_h[H:]
    return np.tanh(x @ W + (r * h_prev) @ U + b_h)


def forgets_the_bias(x, h_prev, r, W_h, b_h):
    return np.tanh(np.hstack([x, r * h_prev]) @ W_h)


def forgets_tanh(x, h_prev, r, W_h, b_h):
    return np.hstack([x, r * h_prev]) @ W_h + b_h


def looks_at_the_input_alone(x, h_prev, r, W_h, b_h):
    return np.tanh(x @ W_h[: x.shape[1]] + b_h)


def looks_at_the_memory_alone(x, h_prev, r, W_h, b_h):
    return np.tanh((r * h_prev) @ W_h[x.shape[1] :] + b_h)


def squashes_each_part(x, h_prev, r, W_h, b_h):
    D = x.shape[1]
    return np.tanh(x @ W_h[:D]) + np.tanh((r * h_prev) @ W_h[D:]) + b_h


def puts_the_bias_into_the_memory(x, h_prev, r, W_h, b_h):
    return np.tanh(np.hstack([x, r * (h_prev + b_h)]) @ W_h)


def adds_the_bias_last(x, h_prev, r, W_h, b_h):
    return np.tanh(np.hstack([x, r * h_prev]) @ W_h) + b_h


def transposes_the_weights(x, h_prev, r, W_h, b_h):
    return np.tanh(np.hstack([x, r * h_prev]) @ W_h.T + b_h)


def puts_the_weights_first(x, h_prev, r, W_h, b_h):
    return np.tanh(np.dot(W_h, np.hstack([x, r * h_prev])) + b_h)


def puts_the_weights_first_with_matmul(x, h_prev, r, W_h, b_h):
    xh = np.concatenate([x, r * h_prev], axis=1)
    return np.tanh(W_h @ xh + b_h)


def works_with_columns_and_stays_there(x, h_prev, r, W_h, b_h):
    column = np.vstack([x.T, (r * h_prev).T])
    return np.tanh(W_h.T @ column + b_h.reshape(-1, 1))


def joins_below(x, h_prev, r, W_h, b_h):
    return np.tanh(np.concatenate([x, r * h_prev]) @ W_h + b_h)


def makes_probabilities(x, h_prev, r, W_h, b_h):
    e = np.exp(np.hstack([x, r * h_prev]) @ W_h + b_h)
    return e / e.sum(axis=1, keepdims=True)


def stops_after_the_first_line(x, h_prev, r, W_h, b_h):
    kept = r * h_prev
    return kept


def uses_relu(x, h_prev, r, W_h, b_h):
    a = np.hstack([x, r * h_prev]) @ W_h + b_h
    return np.where(a > 0, a, 0)


def blends_already(x, h_prev, r, W_h, b_h):
    h_cand = np.tanh(np.hstack([x, r * h_prev]) @ W_h + b_h)
    return r * h_cand + (1 - r) * h_prev


def overflows(x, h_prev, r, W_h, b_h):
    a = np.hstack([x, r * h_prev]) @ W_h + b_h
    return (np.exp(a) - np.exp(-a)) / (np.exp(a) + np.exp(-a))


def writes_into_h_prev(x, h_prev, r, W_h, b_h):
    h_prev *= r
    return np.tanh(np.hstack([x, h_prev]) @ W_h + b_h)


def returns_after_the_first_row(x, h_prev, r, W_h, b_h):
    for x_row, h_row, r_row in zip(x, h_prev, r, strict=True):
        return np.tanh(np.append(x_row, r_row * h_row) @ W_h + b_h)


def makes_an_array_of_integers(x, h_prev, r, W_h, b_h):
    h_cand = np.zeros(h_prev.shape, dtype=int)
    h_cand[:] = np.tanh(np.hstack([x, r * h_prev]) @ W_h + b_h)
    return h_cand


def forgets_the_reset_and_the_bias(x, h_prev, r, W_h, b_h):
    return np.tanh(np.hstack([x, h_prev]) @ W_h)


def no_reset_and_a_sigmoid(x, h_prev, r, W_h, b_h):
    return gc.sigmoid(np.hstack([x, h_prev]) @ W_h + b_h)


def misspells_the_state(x, h_prev, r, W_h, b_h):
    return np.tanh(np.hstack([x, r * hprev]) @ W_h + b_h)  # noqa: F821


def only_prints(x, h_prev, r, W_h, b_h):
    print(np.tanh(np.hstack([x, r * h_prev]) @ W_h + b_h))


WRONG = [
    (forgets_the_reset, "no-reset"),
    (as_pytorch_does, "reset-after"),
    (as_pytorch_does_with_the_bias_inside, "reset-after"),
    (adds_r, "reset-added"),
    (takes_the_matrix_product_with_r, "reset-matmul"),
    (takes_the_mean_of_r, "one-reset-for-all"),
    (squashes_with_the_sigmoid, "sigmoid-for-tanh"),
    (erases_with_r, "one-minus-r"),
    (resets_x, "reset-on-x"),
    (resets_everything, "reset-on-everything"),
    (resets_the_joined_row, "reset-on-both"),
    (resets_the_result, "reset-on-result"),
    (in_the_documents_order, "h-first"),
    (exchanges_the_halves_of_the_weights, "h-first"),
    (forgets_the_bias, "no-bias"),
    (forgets_tanh, "no-tanh"),
    (looks_at_the_input_alone, "memory-left-out"),
    (looks_at_the_memory_alone, "x-left-out"),
    (squashes_each_part, "tanh-on-parts"),
    (puts_the_bias_into_the_memory, "bias-in-the-memory"),
    (adds_the_bias_last, "bias-after-tanh"),
    (transposes_the_weights, "weights-first"),
    (puts_the_weights_first, "weights-first"),
    (puts_the_weights_first_with_matmul, "weights-first"),
    (works_with_columns_and_stays_there, "transposed"),
    (joins_below, "joined-below"),
    (makes_probabilities, "softmax-for-tanh"),
    (stops_after_the_first_line, "returned-memory"),
    (uses_relu, "relu-for-tanh"),
    (blends_already, "blended-already"),
    (overflows, "tanh-overflows"),
    (writes_into_h_prev, "in-place"),
    (returns_after_the_first_row, "one-row-only"),
    (makes_an_array_of_integers, "integers"),
    (forgets_the_reset_and_the_bias, "no-bias"),
    (no_reset_and_a_sigmoid, "sigmoid-for-tanh"),
    (misspells_the_state, "misspelt-name"),
    (only_prints, "no-return"),
]


# From outside: loops, and slips of those who use them.


def beginner_triple_loop(x, h_prev, r, W_h, b_h):
    B = x.shape[0]
    D = x.shape[1]
    H = h_prev.shape[1]
    hr = r * h_prev
    result = np.zeros((B, H))
    for i in range(B):
        for j in range(H):
            total = 0
            for k in range(D):
                total = total + x[i, k] * W_h[k, j]
            for k in range(H):
                total = total + hr[i, k] * W_h[D + k, j]
            total = total + b_h[j]
            result[i, j] = np.tanh(total)
    return result


def np_add_row_by_row_vstack(x, h_prev, r, W_h, b_h):
    rows = []
    for xi, hi in zip(x, (r * h_prev), strict=True):
        rows.append(np.tanh(np.add(np.dot(np.append(xi, hi), W_h), b_h)))
    return np.vstack(rows)


def split_at_h_from_the_end(x, h_prev, r, W_h, b_h):
    H = h_prev.shape[1]
    W_x, W_hh = W_h[:-H], W_h[-H:]
    return np.tanh(x @ W_x + (r * h_prev) @ W_hh + b_h)


def preallocation_with_np_empty_slices(x, h_prev, r, W_h, b_h):
    B, D = x.shape
    H = h_prev.shape[1]
    xh = np.empty((B, D + H))
    xh[:, :D] = x
    xh[:, D:] = r * h_prev
    out = np.empty((B, H))
    np.matmul(xh, W_h, out=out)
    out += b_h
    out[:] = np.tanh(out)
    return out


def broadcasting_sum(x, h_prev, r, W_h, b_h):
    xh = np.concatenate([x, (r * h_prev)], axis=1)
    return np.tanh((xh[:, :, None] * W_h[None, :, :]).sum(axis=1) + b_h)


def functools_reduce_over_rows_of_w(x, h_prev, r, W_h, b_h):
    from functools import reduce

    cols = np.concatenate([x, (r * h_prev)], axis=1).T
    total = reduce(
        lambda acc, cw: acc + np.outer(cw[0], cw[1]),
        zip(cols, W_h, strict=True),
        np.zeros((len(x), W_h.shape[1])),
    )
    return np.tanh(total + b_h)


def recursion_over_rows(x, h_prev, r, W_h, b_h):
    xh = np.concatenate([x, (r * h_prev)], axis=1)

    def go(rows):
        if len(rows) == 0:
            return []
        return [np.tanh(rows[0] @ W_h + b_h)] + go(rows[1:])  # noqa: RUF005

    return np.array(go(xh))


def try_except_walrus(x, h_prev, r, W_h, b_h):
    try:
        a = (xh := np.concatenate([x, (r * h_prev)], axis=1)) @ W_h + b_h  # noqa: F841
    except ValueError as e:
        raise ValueError(f"shapes do not fit: {e}") from e
    return np.tanh(a)


def lists_everywhere_with_tolist(x, h_prev, r, W_h, b_h):
    X = np.asarray(x).tolist()
    Hs = np.asarray(r * h_prev).tolist()
    Wl = np.asarray(W_h).tolist()
    bl = np.asarray(b_h).tolist()
    res = []
    b = 0
    while b < len(X):
        row = X[b] + Hs[b]
        res.append(
            [float(np.tanh(sum(row[k] * Wl[k][j] for k in range(len(row))) + bl[j])) for j in range(len(bl))]
        )
        b += 1
    return res


def bias_tiled_by_repeat(x, h_prev, r, W_h, b_h):
    xh = np.concatenate([x, (r * h_prev)], axis=1)
    bias = np.repeat(b_h[np.newaxis, :], xh.shape[0], axis=0)
    return np.tanh(np.tensordot(xh, W_h, axes=1) + bias)


def return_in_loop(x, h_prev, r, W_h, b_h):
    hr = r * h_prev
    out = np.zeros((len(x), W_h.shape[1]))
    for i in range(len(x)):
        out[i] = np.tanh(np.concatenate([x[i], hr[i]]) @ W_h + b_h)
        return out


def off_by_one_in_rows(x, h_prev, r, W_h, b_h):
    hr = r * h_prev
    out = np.zeros((len(x), W_h.shape[1]))
    for i in range(len(x) - 1):
        out[i] = np.tanh(np.concatenate([x[i], hr[i]]) @ W_h + b_h)
    return out


def off_by_one_units(x, h_prev, r, W_h, b_h):
    hr = r * h_prev
    out = np.zeros((len(x), W_h.shape[1]))
    for i in range(len(x)):
        for j in range(1, W_h.shape[1]):
            out[i, j] = np.tanh(np.concatenate([x[i], hr[i]]) @ W_h[:, j] + b_h[j])
    return out


def total_not_reset(x, h_prev, r, W_h, b_h):
    xh = np.concatenate([x, (r * h_prev)], axis=1)
    out = np.zeros((len(x), W_h.shape[1]))
    s = 0
    for i in range(len(x)):
        for j in range(W_h.shape[1]):
            for k in range(W_h.shape[0]):
                s += xh[i, k] * W_h[k, j]
            out[i, j] = np.tanh(s + b_h[j])
    return out


def bias_in_inner_loop(x, h_prev, r, W_h, b_h):
    xh = np.concatenate([x, (r * h_prev)], axis=1)
    out = np.zeros((len(x), W_h.shape[1]))
    for i in range(len(x)):
        for j in range(W_h.shape[1]):
            s = 0
            for k in range(W_h.shape[0]):
                s += xh[i, k] * W_h[k, j] + b_h[j]
            out[i, j] = np.tanh(s)
    return out


def overwrites_sum(x, h_prev, r, W_h, b_h):
    xh = np.concatenate([x, (r * h_prev)], axis=1)
    out = np.zeros((len(x), W_h.shape[1]))
    for i in range(len(x)):
        for j in range(W_h.shape[1]):
            for k in range(W_h.shape[0]):
                s = xh[i, k] * W_h[k, j]
            out[i, j] = np.tanh(s + b_h[j])
    return out


def reshape_for_transpose(x, h_prev, r, W_h, b_h):
    xh = np.concatenate([x, (r * h_prev)], axis=1)
    a = W_h.T @ xh.T
    return np.tanh(a.reshape(len(x), -1) + b_h)


def memory_weights_turned(x, h_prev, r, W_h, b_h):
    D = x.shape[1]
    return np.tanh(x @ W_h[:D] + (r * h_prev) @ W_h[D:].T + b_h)


def averaged_halves(x, h_prev, r, W_h, b_h):
    D = x.shape[1]
    return np.tanh((x @ W_h[:D] + (r * h_prev) @ W_h[D:]) / 2 + b_h)


def bias_inside_the_product(x, h_prev, r, W_h, b_h):
    return np.tanh(np.concatenate([x, (r * h_prev)], axis=1) @ (W_h + b_h))


def bias_first_only(x, h_prev, r, W_h, b_h):
    return np.tanh(np.concatenate([x, (r * h_prev)], axis=1) @ W_h + b_h[0])


def tuple_two(x, h_prev, r, W_h, b_h):
    a = np.concatenate([x, (r * h_prev)], axis=1) @ W_h + b_h
    return np.tanh(a), a


def cut_one_row_early(x, h_prev, r, W_h, b_h):
    D = x.shape[1]
    return np.tanh(x @ W_h[:D] + (r * h_prev) @ W_h[D - 1 : -1] + b_h)


def bias_per_row(x, h_prev, r, W_h, b_h):
    return np.tanh(np.concatenate([x, (r * h_prev)], axis=1) @ W_h + b_h[:, None])


def function_not_called(x, h_prev, r, W_h, b_h):
    a = np.concatenate([x, (r * h_prev)], axis=1) @ W_h + b_h  # noqa: F841
    return np.tanh


def flattened(x, h_prev, r, W_h, b_h):
    return np.tanh(np.concatenate([x, (r * h_prev)], axis=1) @ W_h + b_h).flatten()


def bare_memory_added(x, h_prev, r, W_h, b_h):
    D = x.shape[1]
    return np.tanh(x @ W_h[:D] + (r * h_prev) + b_h)


def product_of_halves(x, h_prev, r, W_h, b_h):
    D = x.shape[1]
    return np.tanh((x @ W_h[:D]) * ((r * h_prev) @ W_h[D:]) + b_h)


def minus_halves(x, h_prev, r, W_h, b_h):
    D = x.shape[1]
    return np.tanh(x @ W_h[:D] - (r * h_prev) @ W_h[D:] + b_h)


def mean_over_batch(x, h_prev, r, W_h, b_h):
    xh = np.concatenate([x, (r * h_prev)], axis=1)
    a = xh @ W_h + b_h
    return np.tanh(np.zeros_like(a) + a.mean(axis=0, keepdims=True))


def resets_between_two_tanh(x, h_prev, r, W_h, b_h):
    D = x.shape[1]
    return np.tanh(x @ W_h[:D] + b_h) + r * np.tanh(h_prev @ W_h[D:])


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
    (bare_memory_added, "memory-without-weights"),
    (product_of_halves, "parts-multiplied"),
    (minus_halves, "memory-subtracted"),
    (mean_over_batch, "summed-before-tanh"),
    (resets_between_two_tanh, "tanh-on-parts"),
]


def one_number_for_the_memory(x, h_prev, r, W_h, b_h):
    rh = np.sum(r * h_prev, axis=1, keepdims=True) * np.ones_like(h_prev)
    return np.tanh(np.hstack([x, rh]) @ W_h + b_h)


def the_widest_gate_for_all(x, h_prev, r, W_h, b_h):
    return np.tanh(np.hstack([x, r.max(axis=1, keepdims=True) * h_prev]) @ W_h + b_h)


def reset_memory_besides(x, h_prev, r, W_h, b_h):
    return np.tanh(np.hstack([x, h_prev]) @ W_h + r * h_prev + b_h)


WRONG += [
    (one_number_for_the_memory, "memory-summed"),
    (the_widest_gate_for_all, "one-reset-for-all"),
    (reset_memory_besides, "memory-without-weights"),
]


def reset_added_to_the_sum(x, h_prev, r, W_h, b_h):
    return np.tanh(np.concatenate([x, h_prev], axis=1) @ W_h + b_h + r)


def reset_as_a_power(x, h_prev, r, W_h, b_h):
    return np.tanh(np.concatenate([x, h_prev**r], axis=1) @ W_h + b_h)


WRONG += [(reset_added_to_the_sum, "reset-added"), (reset_as_a_power, "reset-as-power")]
