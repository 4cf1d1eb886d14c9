"""The same four equations, arranged for speed: few passes over memory, few calls, no surprises.

``cell.py`` is the readable truth and ``sequence.py`` loops over it; this file computes the same numbers
(a test holds the two together to 1e-12) several times faster. What pays, measured by ``make bench``:

* a column of ones brings the bias into the product, [x, h, 1] over W and b: no pass of its own;
* sigmoid(a) = (1 + tanh(a / 2)) / 2, the half folded into the weights: one fast tanh serves both gates;
* every gate is a contiguous (B, H) block, and results go into arrays that are already there (``out=``);
* backward works on a few steps at a time, small enough for the cache: first what does not depend on later
  steps (the local derivatives), then the recursion in time, then one product for each weight gradient.

Inside, time comes first: (T, B, H), so that one step is one contiguous block. Nothing here checks its
input; ``sequence.py`` does that and is what to call.
"""

import numpy as np

from gru_course.nn.cell import GRUParams
from gru_course.nn.validate import Array

CHUNK_ROWS = 512
"""How many rows, steps times batch, to work on at a time. Fewer make the products for the weights
inefficient, more do not fit the cache: the best of 128 to 1024 at almost every size measured."""


def forward(
    xs: Array, h0: Array, params: GRUParams, alive: Array | None = None
) -> tuple[Array, Array, Array, Array]:
    """The GRU over time.

    Parameters
    ----------
    xs : ndarray, shape (T, B, D)
        Inputs.
    h0 : ndarray, shape (B, H)
        State before the first step.
    params : GRUParams
    alive : ndarray, shape (T, B, 1), or None
        1 where a row's step is real, 0 where it is padding: there the update gate is closed.

    Returns
    -------
    states : ndarray, shape (T + 1, B, H)
        h_0 to h_T.
    r, z, h_cand : ndarray, shape (T, B, H)
    """
    T, B, D = xs.shape
    H = params.H
    dtype = params.dtype
    half = np.asarray(0.5, dtype)

    # [x, h] W + b = [x, h, 1] Wb; the gates' weights carry the half of tanh(a / 2)
    Wb_r = np.vstack([params.W_r, params.b_r]) * half
    Wb_z = np.vstack([params.W_z, params.b_z]) * half
    Wb_h = np.vstack([params.W_h, params.b_h])

    # one piece of memory for all that is kept: the allocator hands it back to the next call as it is, where
    # several pieces would go back to the system and return page by page
    kept = np.empty((4 * T + 1, B, H), dtype)
    states, h_cand, gates = kept[: T + 1], kept[T + 1 : 2 * T + 1], kept[2 * T + 1 :].reshape(T, 2, B, H)
    states[0] = h0

    n = _steps_in_a_chunk(T, B)
    rows = np.ones((n, B, D + H + 1), dtype)  # [x, h_prev, 1], and once r is known [x, r * h_prev, 1]
    change = np.empty((B, H), dtype)
    add, subtract, multiply, tanh = np.add, np.subtract, np.multiply, np.tanh

    h = states[0]
    for start in range(0, T, n):
        end = min(start + n, T)
        x_h_1 = rows[: end - start]
        x_h_1[:, :, :D] = xs[start:end]
        for t, row, h_columns, gate, r, z, candidate, h_next in zip(
            range(start, end),
            x_h_1,
            x_h_1[:, :, D : D + H],
            gates[start:end],
            gates[start:end, 0],
            gates[start:end, 1],
            h_cand[start:end],
            states[start + 1 : end + 1],
            strict=True,
        ):
            # r, z = sigmoid([x, h_prev] W + b) = (1 + tanh([x, h_prev] W / 2 + b / 2)) / 2
            h_columns[...] = h
            row.dot(Wb_r, r)
            row.dot(Wb_z, z)
            tanh(gate, gate)
            multiply(gate, half, gate)
            add(gate, half, gate)
            if alive is not None:
                multiply(z, alive[t], z)

            # h_cand = tanh([x, r * h_prev] W_h + b_h)
            multiply(r, h, h_columns)
            row.dot(Wb_h, candidate)
            tanh(candidate, candidate)

            # h = z * h_cand + (1 - z) * h_prev = h_prev + z * (h_cand - h_prev)
            subtract(candidate, h, change)
            multiply(change, z, change)
            add(h, change, h_next)
            h = h_next

    return states, gates[:, 0], gates[:, 1], h_cand


def backward(
    d_hs: Array, xs: Array, states: Array, r: Array, z: Array, h_cand: Array, params: GRUParams
) -> tuple[Array, Array, GRUParams]:
    """Backpropagation through time.

    Parameters
    ----------
    d_hs : ndarray, shape (T, B, H)
        Derivative of the loss with respect to every h_t, as used outside the GRU.
    xs, states, r, z, h_cand : ndarray
        What :func:`forward` had and returned.
    params : GRUParams

    Returns
    -------
    d_xs : ndarray, shape (T, B, D)
    d_h0 : ndarray, shape (B, H)
    grads : GRUParams
    """
    T, B, D = xs.shape
    H = params.H
    dtype = params.dtype
    one = np.asarray(1, dtype)
    W_xr, W_xz, W_xh = (np.ascontiguousarray(W[:D].T) for W in (params.W_r, params.W_z, params.W_h))
    U_r, U_z, U_h = (np.ascontiguousarray(W[D:].T) for W in (params.W_r, params.W_z, params.W_h))

    d_xs = np.empty((T, B, D), dtype)
    grads = params.zeros_like()
    d_h = np.zeros((B, H), dtype)
    through = np.empty((B, H), dtype)

    n = _steps_in_a_chunk(T, B)
    block = np.empty((5, n, B, H), dtype)
    add, subtract, multiply = np.add, np.subtract, np.multiply

    for end in range(T, 0, -n):
        start = max(end - n, 0)
        keep, reset_h, d_a_r, d_a_z, d_a_h = block[:, : end - start]
        reset, update, candidate, h_prev = (a[start:end] for a in (r, z, h_cand, states))

        # local derivatives, all of the chunk at once: d h / d h_prev on the direct path, ...
        subtract(one, update, keep)
        # ... d h / d a_z = (h_cand - h_prev) z (1 - z), ...
        subtract(candidate, h_prev, d_a_z)
        multiply(d_a_z, update, d_a_z)
        multiply(d_a_z, keep, d_a_z)
        # ... d h / d a_h = z (1 - h_cand^2), ...
        multiply(candidate, candidate, d_a_h)
        subtract(one, d_a_h, d_a_h)
        multiply(d_a_h, update, d_a_h)
        # ... and d reset_h / d a_r = h_prev r (1 - r)
        multiply(reset, h_prev, reset_h)
        subtract(one, reset, d_a_r)
        multiply(d_a_r, reset_h, d_a_r)

        # the recursion, from the last step of the chunk to the first: local derivatives, times what arrives
        for d_h_t, keep_t, r_t, d_a_r_t, d_a_z_t, d_a_h_t in zip(
            np.ascontiguousarray(d_hs[start:end])[::-1],
            keep[::-1],
            reset[::-1],
            d_a_r[::-1],
            d_a_z[::-1],
            d_a_h[::-1],
            strict=True,
        ):
            add(d_h, d_h_t, d_h)
            multiply(d_h, d_a_z_t, d_a_z_t)
            multiply(d_h, d_a_h_t, d_a_h_t)
            multiply(d_h, keep_t, d_h)
            d_a_h_t.dot(U_h, through)
            multiply(through, d_a_r_t, d_a_r_t)
            multiply(through, r_t, through)
            add(d_h, through, d_h)
            d_a_z_t.dot(U_z, through)
            add(d_h, through, d_h)
            d_a_r_t.dot(U_r, through)
            add(d_h, through, d_h)

        # weights, biases and inputs, one product each
        x, h_prev, reset_h, d_a_r, d_a_z, d_a_h, d_x = (
            a.reshape(-1, a.shape[2])
            for a in (xs[start:end], h_prev, reset_h, d_a_r, d_a_z, d_a_h, d_xs[start:end])
        )
        ones = np.ones(len(x), dtype)
        for d_W, d_b, h_in, d_a in (
            (grads.W_r, grads.b_r, h_prev, d_a_r),
            (grads.W_z, grads.b_z, h_prev, d_a_z),
            (grads.W_h, grads.b_h, reset_h, d_a_h),
        ):
            d_W[:D] += x.T.dot(d_a)
            d_W[D:] += h_in.T.dot(d_a)
            d_b += ones.dot(d_a)
        d_a_r.dot(W_xr, d_x)
        d_x += d_a_z.dot(W_xz)
        d_x += d_a_h.dot(W_xh)

    return d_xs, d_h, grads


def _steps_in_a_chunk(T: int, B: int) -> int:
    """CHUNK_ROWS rows, rounded up to whole steps; all of a short sequence."""
    return min(T, -(-CHUNK_ROWS // B))
