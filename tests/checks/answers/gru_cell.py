"""The whole cell, as learners write it, rightly and wrongly."""

import numpy as np

import gru_course as gc


def sigma(a):
    return 1 / (1 + np.exp(-a))


def σ(a):
    return 0.5 * (1 + np.tanh(a / 2))


def in_the_order_of_the_documents(x, h_prev, params):
    xh = np.concatenate([x, h_prev], axis=1)
    r = sigma(xh @ params.W_r + params.b_r)
    h_cand = np.tanh(np.concatenate([x, r * h_prev], axis=1) @ params.W_h + params.b_h)
    z = sigma(xh @ params.W_z + params.b_z)
    return z * h_cand + (1 - z) * h_prev


def update_gate_first(x, h_prev, params):
    z = sigma(np.hstack((x, h_prev)).dot(params.W_z) + params.b_z)
    r = sigma(np.hstack((x, h_prev)).dot(params.W_r) + params.b_r)
    candidate = np.tanh(np.hstack((x, r * h_prev)).dot(params.W_h) + params.b_h)
    return h_prev + z * (candidate - h_prev)


def split_weights(x, h_prev, params):
    D = x.shape[1]

    def part(W, b, h):
        return x @ W[:D] + h @ W[D:] + b

    r = gc.sigmoid(part(params.W_r, params.b_r, h_prev))
    z = gc.sigmoid(part(params.W_z, params.b_z, h_prev))
    new = gc.tanh(part(params.W_h, params.b_h, r * h_prev))
    return new + (1 - z) * (h_prev - new)


def row_by_row(x, h_prev, params):
    rows = []
    for x_row, h_row in zip(x, h_prev, strict=True):
        both = np.append(x_row, h_row)
        r = sigma(both @ params.W_r + params.b_r)
        z = sigma(both @ params.W_z + params.b_z)
        c = np.tanh(np.append(x_row, r * h_row) @ params.W_h + params.b_h)
        rows.append(z * c + (1 - z) * h_row)
    return rows


def unit_by_unit(x, h_prev, params):
    h = np.zeros_like(h_prev)
    xh = np.c_[x, h_prev]
    for j in range(h.shape[1]):
        z = sigma(xh @ params.W_z[:, j] + params.b_z[j])
        r = np.array([sigma(xh @ params.W_r[:, k] + params.b_r[k]) for k in range(h.shape[1])]).T
        c = np.tanh(np.c_[x, r * h_prev] @ params.W_h[:, j] + params.b_h[j])
        h[:, j] = z * c + (1 - z) * h_prev[:, j]
    return h


def with_einsum(x, h_prev, params):
    xh = np.concatenate((x, h_prev), -1)
    r = σ(np.einsum("bi,ih->bh", xh, params.W_r) + params.b_r)
    z = σ(np.einsum("bi,ih->bh", xh, params.W_z) + params.b_z)
    h̃ = np.tanh(np.einsum("bi,ih->bh", np.concatenate((x, r * h_prev), -1), params.W_h) + params.b_h)
    return np.multiply(z, h̃) + np.multiply(1 - z, h_prev)


def in_float32(x, h_prev, params):
    return in_the_order_of_the_documents(x, h_prev, params).astype(np.float32)


def printing_on_the_way(x, h_prev, params):
    xh = np.matmul(np.eye(len(x)), np.column_stack([x, h_prev]))
    print("xh", xh.shape)
    r, z = (sigma(np.add(xh @ W, b)) for W, b in ((params.W_r, params.b_r), (params.W_z, params.b_z)))
    print("r", r)
    h_new = np.tanh(np.column_stack([x, r * h_prev]) @ params.W_h + params.b_h)
    return z * h_new + h_prev - z * h_prev


def both_gates_at_once(x, h_prev, params):
    H = h_prev.shape[1]
    gates = np.concatenate([x, h_prev], 1) @ np.hstack([params.W_r, params.W_z])
    gates = gates + np.hstack([params.b_r, params.b_z])
    gates = np.where(gates >= 0, 1 / (1 + np.exp(-gates)), np.exp(gates) / (1 + np.exp(gates)))
    r, z = gates[:, :H], gates[:, H:]
    h_cand = np.tanh(np.concatenate([x, r * h_prev], 1) @ params.W_h + params.b_h)
    return (1 - z) * h_prev + z * h_cand


def with_columns_for_rows(x, h_prev, params):
    xh = np.vstack([x.T, h_prev.T])
    r = np.exp(-np.logaddexp(0, -(params.W_r.T @ xh + params.b_r[:, None])))
    z = np.exp(-np.logaddexp(0, -(params.W_z.T @ xh + params.b_z[:, None])))
    h = np.tanh(params.W_h.T @ np.vstack([x.T, r * h_prev.T]) + params.b_h.reshape(-1, 1))
    return (z * h + (1 - z) * h_prev.T).T


def of_the_course(x, h_prev, params):
    h, _step = gc.gru_step(x, h_prev, params)
    return h


class Cell:
    def step(self, x, h_prev, params):
        safe = lambda a: sigma(np.clip(a, -500, 500))  # noqa: E731
        xh = np.concatenate([x, h_prev], axis=-1)
        keep = 1 - safe(xh @ params.W_z + params.b_z)
        reset = safe(xh @ params.W_r + params.b_r) * h_prev
        return keep * h_prev + (1 - keep) * np.tanh(np.c_[x, reset] @ params.W_h + params.b_h)


in_one_line = lambda x, h_prev, params: gc.gru_step(x, h_prev=h_prev, params=params)[0]  # noqa: E731


RIGHT = [
    in_the_order_of_the_documents,
    update_gate_first,
    split_weights,
    row_by_row,
    unit_by_unit,
    with_einsum,
    in_float32,
    printing_on_the_way,
    both_gates_at_once,
    with_columns_for_rows,
    of_the_course,
    Cell().step,
    in_one_line,
]


def gates_of(x, h, params, squash=sigma):
    xh = np.hstack([x, h])
    return squash(xh @ params.W_r + params.b_r), squash(xh @ params.W_z + params.b_z)


def proposal(x, h, params):
    return np.tanh(np.hstack([x, h]) @ params.W_h + params.b_h)


def z_keeps(x, h_prev, params):
    r, z = gates_of(x, h_prev, params)
    return z * h_prev + (1 - z) * proposal(x, r * h_prev, params)


def returns_the_candidate(x, h_prev, params):
    r, _z = gates_of(x, h_prev, params)
    return proposal(x, r * h_prev, params)


def minus_forgotten_in_sigmoid(x, h_prev, params):
    r, z = gates_of(x, h_prev, params, lambda a: 1 / (1 + np.exp(a)))
    return z * proposal(x, r * h_prev, params) + (1 - z) * h_prev


def tanh_everywhere(x, h_prev, params):
    r, z = gates_of(x, h_prev, params, np.tanh)
    return z * proposal(x, r * h_prev, params) + (1 - z) * h_prev


def no_sigmoid_and_no_reset(x, h_prev, params):
    _r, z = gates_of(x, h_prev, params, lambda a: a)
    return z * proposal(x, h_prev, params) + (1 - z) * h_prev


def reset_is_added(x, h_prev, params):
    r, z = gates_of(x, h_prev, params)
    return z * proposal(x, r + h_prev, params) + (1 - z) * h_prev


def everything_multiplied(x, h_prev, params):
    r, z = gates_of(x, h_prev, params)
    return z * proposal(x, r * h_prev, params) * (1 - z) * h_prev


def h_prev_twice(x, h_prev, params):
    _r, z = gates_of(x, h_prev, params)
    return z * h_prev + (1 - z) * h_prev


def overwrites_h_prev(x, h_prev, params):
    r, z = gates_of(x, h_prev, params)
    h_prev = r * h_prev
    return z * proposal(x, h_prev, params) + (1 - z) * h_prev


def like_pytorch(x, h_prev, params):
    D = x.shape[1]
    r, z = gates_of(x, h_prev, params)
    n = np.tanh(x @ params.W_h[:D] + params.b_h + r * (h_prev @ params.W_h[D:]))
    return z * n + (1 - z) * h_prev


def gates_the_other_way_round(x, h_prev, params):
    z, r = gates_of(x, h_prev, params)
    return z * proposal(x, r * h_prev, params) + (1 - z) * h_prev


def softmax_for_both(x, h_prev, params):
    def softmax(a):
        e = np.exp(a)
        return e / e.sum(axis=1, keepdims=True)

    r, z = gates_of(x, h_prev, params, softmax)
    return z * proposal(x, r * h_prev, params) + (1 - z) * h_prev


def states_before_inputs(x, h_prev, params):
    hx = np.concatenate([h_prev, x], axis=1)
    r, z = sigma(hx @ params.W_r + params.b_r), sigma(hx @ params.W_z + params.b_z)
    return z * np.tanh(np.concatenate([r * h_prev, x], axis=1) @ params.W_h + params.b_h) + (1 - z) * h_prev


def candidate_as_in_the_documents(x, h_prev, params):
    r, z = gates_of(x, h_prev, params)
    return z * np.tanh(np.hstack([r * h_prev, x]) @ params.W_h + params.b_h) + (1 - z) * h_prev


def without_any_bias(x, h_prev, params):
    xh = np.hstack([x, h_prev])
    r, z = sigma(xh @ params.W_r), sigma(xh @ params.W_z)
    return z * np.tanh(np.hstack([x, r * h_prev]) @ params.W_h) + (1 - z) * h_prev


def swapped_and_no_candidate_bias(x, h_prev, params):
    r, z = gates_of(x, h_prev, params)
    return (1 - z) * np.tanh(np.hstack([x, r * h_prev]) @ params.W_h) + z * h_prev


def weights_times_data(x, h_prev, params):
    return sigma(params.W_r @ np.hstack([x, h_prev]) + params.b_r)


def saved_in_place(x, h_prev, params):
    r, z = gates_of(x, h_prev, params)
    h_cand = proposal(x, r * h_prev, params)
    h_prev *= 1 - z
    h_prev += z * h_cand
    return h_prev


def fraction_of_exponentials(x, h_prev, params):
    r, z = gates_of(x, h_prev, params, lambda a: np.exp(a) / (1 + np.exp(a)))
    return z * proposal(x, r * h_prev, params) + (1 - z) * h_prev


def state_and_gates(x, h_prev, params):
    r, z = gates_of(x, h_prev, params)
    h_cand = proposal(x, r * h_prev, params)
    return z * h_cand + (1 - z) * h_prev, r, z, h_cand


def bias_outside_the_minus(x, h_prev, params):
    xh = np.hstack([x, h_prev])
    r = 1 / (1 + np.exp(-xh @ params.W_r + params.b_r))
    z = 1 / (1 + np.exp(-xh @ params.W_z + params.b_z))
    return z * proposal(x, r * h_prev, params) + (1 - z) * h_prev


WRONG = [
    (z_keeps, "z-swapped"),
    (returns_the_candidate, "returns-candidate"),
    (minus_forgotten_in_sigmoid, "sigmoid-sign"),
    (tanh_everywhere, "tanh-gate"),
    (no_sigmoid_and_no_reset, "no-sigmoid"),
    (reset_is_added, "reset-added"),
    (everything_multiplied, "product"),
    (h_prev_twice, "both-h-prev"),
    (overwrites_h_prev, "reset-in-blend"),
    (like_pytorch, "reset-after"),
    (gates_the_other_way_round, "gates-swapped"),
    (softmax_for_both, "softmax-rows"),
    (states_before_inputs, "h-first"),
    (candidate_as_in_the_documents, "h-first"),
    (without_any_bias, "no-bias"),
    (swapped_and_no_candidate_bias, "z-swapped"),
    (weights_times_data, "weights-first"),
    (saved_in_place, "in-place"),
    (fraction_of_exponentials, "overflow"),
    (state_and_gates, "returned-two-things"),
    (bias_outside_the_minus, "bias-subtracted"),
]
