"""The whole cell, as learners write it, rightly and wrongly."""

import copy

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


def row_after_row(x, h_prev, params):
    B, H = h_prev.shape
    out = np.zeros((B, H))
    for b in range(B):
        v = np.concatenate((x[b], h_prev[b]))
        r = gc.sigmoid(v.dot(params.W_r) + params.b_r)
        z = gc.sigmoid(v.dot(params.W_z) + params.b_z)
        c = np.concatenate((x[b], r * h_prev[b]))
        cand = np.tanh(c.dot(params.W_h) + params.b_h)
        out[b] = z * cand + (1 - z) * h_prev[b]
    return out


def both_gates_in_one_product(x, h_prev, params):
    W = np.hstack([params.W_r, params.W_z])
    b = np.concatenate([params.b_r, params.b_z])
    g = gc.sigmoid(np.hstack([x, h_prev]) @ W + b)
    r, z = np.split(g, 2, axis=1)
    c = np.tanh(np.hstack([x, r * h_prev]) @ params.W_h + params.b_h)
    return z * c + (1 - z) * h_prev


def names_taken_apart_first(x, h_prev, params):
    def sig(a):
        return np.exp(-np.logaddexp(0, -a))

    a = np.append(x, h_prev, axis=1)
    r = sig(a @ params.W_r + params.b_r)
    z = sig(a @ params.W_z + params.b_z)
    n = np.tanh(np.append(x, r * h_prev, axis=1) @ params.W_h + params.b_h)
    return n * z + h_prev * (1 - z)


def tanh_from_the_sigmoid(x, h_prev, params):
    x = x.astype("float32")
    h = h_prev.astype("float32")

    def W(a):
        return a.astype(np.float32)

    xh = np.hstack([x, h])
    r = gc.sigmoid(xh @ W(params.W_r) + W(params.b_r))
    z = gc.sigmoid(xh @ W(params.W_z) + W(params.b_z))
    n = np.tanh(np.hstack([x, r * h]) @ W(params.W_h) + W(params.b_h))
    return z * n + (1 - z) * h


def buffer_for_the_joined_rows(x, h_prev, params):
    B, D = x.shape
    H = h_prev.shape[1]
    buf = np.empty((B, D + H))
    buf[:, :D] = x
    buf[:, D:] = h_prev
    r = gc.sigmoid(buf @ params.W_r + params.b_r)
    z = gc.sigmoid(buf @ params.W_z + params.b_z)
    buf[:, D:] *= r
    n = np.tanh(buf @ params.W_h + params.b_h)
    n *= z
    n += (1 - z) * h_prev
    return n


def gates_in_a_dict(x, h_prev, params):
    gates = {}
    for g in "rz":
        gates[g] = gc.sigmoid(
            np.concatenate([x, h_prev], axis=1) @ getattr(params, "W_" + g) + getattr(params, f"b_{g}")
        )
    n = np.tanh(np.concatenate([x, gates["r"] * h_prev], axis=1) @ params.W_h + params.b_h)
    return gates["z"] * n + (1 - gates["z"]) * h_prev


def bias_as_one_more_row(x, h_prev, params):
    one = np.ones((len(x), 1))

    def ext(W, b):
        return np.vstack([W, b])

    r = gc.sigmoid(np.hstack([x, h_prev, one]) @ ext(params.W_r, params.b_r))
    z = gc.sigmoid(np.hstack([x, h_prev, one]) @ ext(params.W_z, params.b_z))
    n = np.tanh(np.hstack([x, r * h_prev, one]) @ ext(params.W_h, params.b_h))
    return z * n + (1 - z) * h_prev


def unit_after_unit(x, h_prev, params):
    xh = np.hstack([x, h_prev])
    H = h_prev.shape[1]
    r = np.stack([gc.sigmoid((xh * params.W_r[:, j]).sum(axis=1) + params.b_r[j]) for j in range(H)], axis=1)
    z = np.stack([gc.sigmoid((xh * params.W_z[:, j]).sum(axis=1) + params.b_z[j]) for j in range(H)], axis=1)
    xr = np.hstack([x, r * h_prev])
    cols = []
    for j in range(H):
        cols.append(np.tanh(np.sum(xr * params.W_h[:, j], axis=1) + params.b_h[j]))
    n = np.array(cols).T
    return z * n + (1 - z) * h_prev


def counts_from_the_end(x, h_prev, params):
    H = h_prev.shape[-1]
    r = gc.sigmoid(x @ params.W_r[:-H] + h_prev @ params.W_r[-H:] + params.b_r)
    z = gc.sigmoid(x @ params.W_z[:-H] + h_prev @ params.W_z[-H:] + params.b_z)
    n = np.tanh(x @ params.W_h[:-H] + (h_prev * r) @ params.W_h[-H:] + params.b_h)
    return n - (1 - z) * (n - h_prev)


def other_order_with_the_rows_of_w_moved(x, h_prev, params):
    D = x.shape[1]
    xh = np.hstack([x, h_prev])
    r = gc.sigmoid(xh @ params.W_r + params.b_r)
    z = gc.sigmoid(xh @ params.W_z + params.b_z)
    W = np.vstack([params.W_h[D:], params.W_h[:D]])
    n = np.tanh(np.hstack([r * h_prev, x]) @ W + params.b_h)
    return z * n + (1 - z) * h_prev


def works_on_copies(x, h_prev, params):
    x = np.array(x)
    h_prev = np.array(h_prev).copy()
    p = copy.deepcopy(params)
    xh = np.hstack([x, h_prev])
    r = gc.sigmoid(xh @ p.W_r + p.b_r)
    z = gc.sigmoid(xh @ p.W_z + p.b_z)
    h_prev_reset = r * h_prev
    n = np.tanh(np.hstack([x, h_prev_reset]) @ p.W_h + p.b_h)
    h_prev *= 1 - z
    return h_prev + z * n


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
    row_after_row,
    both_gates_in_one_product,
    names_taken_apart_first,
    tanh_from_the_sigmoid,
    buffer_for_the_joined_rows,
    gates_in_a_dict,
    bias_as_one_more_row,
    unit_after_unit,
    counts_from_the_end,
    other_order_with_the_rows_of_w_moved,
    works_on_copies,
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


def line_of_z_copied_from_r(x, h_prev, params):
    xh = np.concatenate([x, h_prev], axis=1)
    r = gc.sigmoid(xh @ params.W_r + params.b_r)
    z = gc.sigmoid(xh @ params.W_r + params.b_r)
    xrh = np.concatenate([x, r * h_prev], axis=1)
    h_cand = np.tanh(xrh @ params.W_h + params.b_h)
    h = z * h_cand + (1 - z) * h_prev
    return h


def z_for_the_candidate(x, h_prev, params):
    xh = np.concatenate([x, h_prev], axis=1)
    r = gc.sigmoid(xh @ params.W_r + params.b_r)  # noqa: F841
    z = gc.sigmoid(xh @ params.W_z + params.b_z)
    xrh = np.concatenate([x, z * h_prev], axis=1)
    h_cand = np.tanh(xrh @ params.W_h + params.b_h)
    h = z * h_cand + (1 - z) * h_prev
    return h


def r_in_the_blend(x, h_prev, params):
    xh = np.concatenate([x, h_prev], axis=1)
    r = gc.sigmoid(xh @ params.W_r + params.b_r)
    z = gc.sigmoid(xh @ params.W_z + params.b_z)  # noqa: F841
    xrh = np.concatenate([x, r * h_prev], axis=1)
    h_cand = np.tanh(xrh @ params.W_h + params.b_h)
    h = r * h_cand + (1 - r) * h_prev
    return h


def star_for_the_product(x, h_prev, params):
    xh = np.concatenate([x, h_prev], axis=1)
    r = gc.sigmoid(xh * params.W_r + params.b_r)
    z = gc.sigmoid(xh @ params.W_z + params.b_z)
    xrh = np.concatenate([x, r * h_prev], axis=1)
    h_cand = np.tanh(xrh @ params.W_h + params.b_h)
    h = z * h_cand + (1 - z) * h_prev
    return h


def matrix_product_with_r(x, h_prev, params):
    xh = np.concatenate([x, h_prev], axis=1)
    r = gc.sigmoid(xh @ params.W_r + params.b_r)
    z = gc.sigmoid(xh @ params.W_z + params.b_z)
    xrh = np.concatenate([x, r @ h_prev], axis=1)
    h_cand = np.tanh(xrh @ params.W_h + params.b_h)
    h = z * h_cand + (1 - z) * h_prev
    return h


def matrix_product_with_z(x, h_prev, params):
    xh = np.concatenate([x, h_prev], axis=1)
    r = gc.sigmoid(xh @ params.W_r + params.b_r)
    z = gc.sigmoid(xh @ params.W_z + params.b_z)
    xrh = np.concatenate([x, r * h_prev], axis=1)
    h_cand = np.tanh(xrh @ params.W_h + params.b_h)
    h = z @ h_cand + (1 - z) * h_prev
    return h


def leaves_out_the_last_row(x, h_prev, params):
    B, H = h_prev.shape
    out = np.zeros((B, H))
    for b in range(B - 1):
        v = np.concatenate((x[b], h_prev[b]))
        r = gc.sigmoid(v.dot(params.W_r) + params.b_r)
        z = gc.sigmoid(v.dot(params.W_z) + params.b_z)
        c = np.concatenate((x[b], r * h_prev[b]))
        cand = np.tanh(c.dot(params.W_h) + params.b_h)
        out[b] = z * cand + (1 - z) * h_prev[b]
    return out


def returns_in_the_loop_over_rows(x, h_prev, params):
    B, H = h_prev.shape
    out = np.zeros((B, H))
    for b in range(B):
        v = np.concatenate((x[b], h_prev[b]))
        r = gc.sigmoid(v.dot(params.W_r) + params.b_r)
        z = gc.sigmoid(v.dot(params.W_z) + params.b_z)
        c = np.concatenate((x[b], r * h_prev[b]))
        cand = np.tanh(c.dot(params.W_h) + params.b_h)
        out[b] = z * cand + (1 - z) * h_prev[b]
        return out


def first_row_of_h_prev_for_all(x, h_prev, params):
    B, H = h_prev.shape
    out = np.zeros((B, H))
    for b in range(B):
        v = np.concatenate((x[b], h_prev[b]))
        r = gc.sigmoid(v.dot(params.W_r) + params.b_r)
        z = gc.sigmoid(v.dot(params.W_z) + params.b_z)
        c = np.concatenate((x[b], r * h_prev[b]))
        cand = np.tanh(c.dot(params.W_h) + params.b_h)
        out[b] = z * cand + (1 - z) * h_prev[0]
    return out


def half_of_another_matrix(x, h_prev, params):
    D = x.shape[1]
    Wxr, Whr = params.W_r[:D], params.W_r[D:]  # noqa: F841
    Wxz, Whz = params.W_z[:D], params.W_z[D:]
    Wxh, Whh = params.W_h[:D], params.W_h[D:]
    r = gc.sigmoid(x @ Wxr + h_prev @ Whz + params.b_r)
    z = gc.sigmoid(x @ Wxz + h_prev @ Whz + params.b_z)
    n = np.tanh(x @ Wxh + (r * h_prev) @ Whh + params.b_h)
    return (1 - z) * h_prev + z * n


def two_slips_at_once(x, h_prev, params):
    xh = np.concatenate([x, h_prev], axis=1)
    r = gc.sigmoid(xh @ params.W_r + params.b_r)
    z = gc.sigmoid(xh @ params.W_z + params.b_z)
    xrh = np.concatenate([x, r * h_prev], axis=1)
    h_cand = np.tanh(xrh @ params.W_h + params.b_r)
    h = (1 - z) * h_cand + z * h_prev
    return h


def uses_h_prev_up(x, h_prev, params):
    xh = np.concatenate([x, h_prev], axis=1)
    r = gc.sigmoid(xh @ params.W_r + params.b_r)
    z = gc.sigmoid(xh @ params.W_z + params.b_z)
    h_old = h_prev.copy()
    h_prev *= r
    xrh = np.concatenate([x, h_prev], axis=1)
    h_cand = np.tanh(xrh @ params.W_h + params.b_h)
    h = z * h_cand + (1 - z) * h_old
    return h


def squashes_the_old_state(x, h_prev, params):
    xh = np.concatenate([x, h_prev], axis=1)
    r = gc.sigmoid(xh @ params.W_r + params.b_r)
    z = gc.sigmoid(xh @ params.W_z + params.b_z)
    xrh = np.concatenate([x, r * h_prev], axis=1)
    h_cand = np.tanh(xrh @ params.W_h + params.b_h)
    h = z * h_cand + (1 - z) * np.tanh(h_prev)
    return h


def begins_with_zeros(x, h_prev, params):
    h_prev = np.zeros_like(h_prev)
    xh = np.concatenate([x, h_prev], axis=1)
    r = gc.sigmoid(xh @ params.W_r + params.b_r)
    z = gc.sigmoid(xh @ params.W_z + params.b_z)
    xrh = np.concatenate([x, r * h_prev], axis=1)
    h_cand = np.tanh(xrh @ params.W_h + params.b_h)
    h = z * h_cand + (1 - z) * h_prev
    return h


def flat(x, h_prev, params):
    xh = np.concatenate([x, h_prev], axis=1)
    r = gc.sigmoid(xh @ params.W_r + params.b_r)
    z = gc.sigmoid(xh @ params.W_z + params.b_z)
    xrh = np.concatenate([x, r * h_prev], axis=1)
    h_cand = np.tanh(xrh @ params.W_h + params.b_h)
    h = z * h_cand + (1 - z) * h_prev
    return h.reshape(-1)


def state_before_input(h_prev, x, params):
    xh = np.concatenate([x, h_prev], axis=1)
    r = gc.sigmoid(xh @ params.W_r + params.b_r)
    z = gc.sigmoid(xh @ params.W_z + params.b_z)
    xrh = np.concatenate([x, r * h_prev], axis=1)
    h_cand = np.tanh(xrh @ params.W_h + params.b_h)
    h = z * h_cand + (1 - z) * h_prev
    return h


def sums_up_everything(x, h_prev, params):
    xh = np.concatenate([x, h_prev], axis=1)
    r = gc.sigmoid(np.sum(xh @ params.W_r) + params.b_r)
    z = gc.sigmoid(xh @ params.W_z + params.b_z)
    xrh = np.concatenate([x, r * h_prev], axis=1)
    h_cand = np.tanh(xrh @ params.W_h + params.b_h)
    h = z * h_cand + (1 - z) * h_prev
    return h


def first_bias_only(x, h_prev, params):
    xh = np.concatenate([x, h_prev], axis=1)
    r = gc.sigmoid(xh @ params.W_r + params.b_r)
    z = gc.sigmoid(xh @ params.W_z + params.b_z)
    xrh = np.concatenate([x, r * h_prev], axis=1)
    h_cand = np.tanh(xrh @ params.W_h + params.b_h[0])
    h = z * h_cand + (1 - z) * h_prev
    return h


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
    (line_of_z_copied_from_r, "r-for-z"),
    (z_for_the_candidate, "z-for-r"),
    (r_in_the_blend, "r-for-z"),
    (star_for_the_product, "star-for-matmul"),
    (matrix_product_with_r, "reset-matmul"),
    (matrix_product_with_z, "reset-matmul"),
    (leaves_out_the_last_row, "row-or-unit-left-out"),
    (returns_in_the_loop_over_rows, "left-the-loop-early"),
    (first_row_of_h_prev_for_all, "first-row-for-all"),
    (half_of_another_matrix, "W_z-for-r"),
    (two_slips_at_once, "z-swapped"),
    (uses_h_prev_up, "in-place"),
    (squashes_the_old_state, "tanh-on-h-prev"),
    (begins_with_zeros, "h-prev-ignored"),
    (flat, "flattened"),
    (state_before_input, "arguments-in-another-order"),
    (sums_up_everything, "sum-of-everything"),
    (first_bias_only, "one-bias-for-all"),
]


def _pieces(x, h_prev, params):
    xh = np.hstack([x, h_prev])
    r = gc.sigmoid(xh @ params.W_r + params.b_r)
    z = gc.sigmoid(xh @ params.W_z + params.b_z)
    return r, z, np.hstack([x, r * h_prev]) @ params.W_h + params.b_h


def both_gates_scale_the_memory(x, h_prev, params):
    r, z, _ = _pieces(x, h_prev, params)
    h_cand = np.tanh(np.hstack([x, r * z * h_prev]) @ params.W_h + params.b_h)
    return z * h_cand + (1 - z) * h_prev


def resets_the_blend_and_not_the_candidate(x, h_prev, params):
    r, z, _ = _pieces(x, h_prev, params)
    h_cand = np.tanh(np.hstack([x, h_prev]) @ params.W_h + params.b_h)
    return z * h_cand + (1 - z) * r * h_prev


def cuts_the_candidate_off(x, h_prev, params):
    _, z, a = _pieces(x, h_prev, params)
    return z * np.clip(a, -1, 1) + (1 - z) * h_prev


def forgets_a_two_in_tanh(x, h_prev, params):
    _, z, a = _pieces(x, h_prev, params)
    return z * (2 * gc.sigmoid(a) - 1) + (1 - z) * h_prev


def halves_the_blend(x, h_prev, params):
    _, z, a = _pieces(x, h_prev, params)
    return (z * np.tanh(a) + (1 - z) * h_prev) / 2


def scales_what_comes_from_x(x, h_prev, params):
    D = x.shape[1]
    r, z, _ = _pieces(x, h_prev, params)
    h_cand = np.tanh(r * (x @ params.W_h[:D]) + h_prev @ params.W_h[D:] + params.b_h)
    return z * h_cand + (1 - z) * h_prev


WRONG += [
    (both_gates_scale_the_memory, "both-gates-on-the-memory"),
    (resets_the_blend_and_not_the_candidate, "reset-in-blend"),
    (cuts_the_candidate_off, "clipped-not-squashed"),
    (forgets_a_two_in_tanh, "tanh-formula"),
    (halves_the_blend, "divided"),
    (scales_what_comes_from_x, "reset-on-input-part"),
]
