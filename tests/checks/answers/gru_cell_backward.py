"""How people go backward through a GRU cell, rightly and wrongly."""

from collections import namedtuple
from types import SimpleNamespace

import numpy as np

import gru_course as gc
from gru_course.nn.cell import GRUParams, gru_step, gru_step_backward


def sigma(a):
    return 1 / (1 + np.exp(-a))


# --- right --------------------------------------------------------------------------------------------------


def with_the_course(d_h, x, h_prev, params):
    _, step = gru_step(x, h_prev, params)
    return gru_step_backward(d_h, step, params)


def dict_and_dots(d_h, x, h_prev, params):
    D = x.shape[1]
    concat = np.hstack((x, h_prev))
    r = sigma(np.dot(concat, params.W_r) + params.b_r)
    z = sigma(np.dot(concat, params.W_z) + params.b_z)
    concat_r = np.hstack((x, r * h_prev))
    c = np.tanh(np.dot(concat_r, params.W_h) + params.b_h)
    dc = np.multiply(d_h, z) * (1 - np.square(c))
    dz = d_h * (c - h_prev) * z * (1 - z)
    d_concat_r = np.dot(dc, params.W_h.T)
    dr = d_concat_r[:, D:] * h_prev * r * (1 - r)
    d_concat = np.dot(dz, params.W_z.T) + np.dot(dr, params.W_r.T)
    grads = {
        "W_r": np.dot(concat.T, dr),
        "W_z": np.dot(concat.T, dz),
        "W_h": np.dot(concat_r.T, dc),
        "b_r": dr.sum(0),
        "b_z": dz.sum(0),
        "b_h": dc.sum(0),
    }
    return d_concat[:, :D] + d_concat_r[:, :D], d_h * (1 - z) + r * d_concat_r[:, D:] + d_concat[:, D:], grads


def dict_with_d_names_and_biases_as_rows(d_h, x, h_prev, params):
    d_x, d_h_prev, grads = dict_and_dots(d_h, x, h_prev, params)
    renamed = {"d" + name: array[None] if name[0] == "b" else array for name, array in grads.items()}
    return d_x, d_h_prev, renamed


def list_of_six(d_h, x, h_prev, params):
    d_x, d_h_prev, grads = dict_and_dots(d_h, x, h_prev, params)
    return [d_x, d_h_prev, [grads[name].tolist() for name in ("W_r", "W_z", "W_h", "b_r", "b_z", "b_h")]]


Backward = namedtuple("Backward", "d_x d_h_prev grads")
Grads = namedtuple("Grads", "b_r b_z b_h W_r W_z W_h")


def named_tuples(d_h, x, h_prev, params):
    d_x, d_h_prev, grads = dict_and_dots(d_h, x, h_prev, params)
    return Backward(d_x=d_x, d_h_prev=d_h_prev, grads=Grads(**grads))


def simple_namespace(d_h, x, h_prev, params):
    d_x, d_h_prev, grads = dict_and_dots(d_h, x, h_prev, params)
    return d_x, d_h_prev, SimpleNamespace(**grads)


def split_weights(d_h, x, h_prev, params):
    D = params.D
    (Wxr, Whr), (Wxz, Whz), (Wxh, Whh) = (np.split(W, [D]) for W in (params.W_r, params.W_z, params.W_h))
    r = sigma(x @ Wxr + h_prev @ Whr + params.b_r)
    z = sigma(x @ Wxz + h_prev @ Whz + params.b_z)
    s = r * h_prev
    c = np.tanh(x @ Wxh + s @ Whh + params.b_h)
    dac = d_h * z * (1 - c * c)
    daz = d_h * (c - h_prev) * (z - z**2)
    ds = dac @ Whh.T
    dar = ds * h_prev * (r - r**2)
    d_x = dac @ Wxh.T + daz @ Wxz.T + dar @ Wxr.T
    d_h_prev = ds * r + daz @ Whz.T + dar @ Whr.T
    d_h_prev += (1 - z) * d_h
    grads = params.zeros_like()
    grads.W_r[:D], grads.W_r[D:] = x.T @ dar, h_prev.T @ dar
    grads.W_z[:D], grads.W_z[D:] = x.T @ daz, h_prev.T @ daz
    grads.W_h[:D], grads.W_h[D:] = x.T @ dac, s.T @ dac
    grads.b_r[...], grads.b_z[...], grads.b_h[...] = dar.sum(axis=0), daz.sum(axis=0), dac.sum(axis=0)
    return d_x, d_h_prev, grads


def row_by_row_with_outer_products(d_h, x, h_prev, params):
    grads = params.zeros_like()
    d_x, d_h_prev = np.zeros_like(x), np.zeros_like(h_prev)
    for i in range(len(x)):
        v = np.r_[x[i], h_prev[i]]
        r, z = sigma(v @ params.W_r + params.b_r), sigma(v @ params.W_z + params.b_z)
        u = np.r_[x[i], r * h_prev[i]]
        c = np.tanh(u @ params.W_h + params.b_h)
        da_h = d_h[i] * z / np.cosh(np.arctanh(c)) ** 2 if np.all(np.abs(c) < 1) else d_h[i] * z * (1 - c**2)
        da_z = d_h[i] * (c - h_prev[i]) * z * (1 - z)
        back = params.W_h @ da_h
        da_r = back[len(x[i]) :] * h_prev[i] * r * (1 - r)
        both = params.W_r @ da_r + params.W_z @ da_z
        d_x[i] = back[: len(x[i])] + both[: len(x[i])]
        d_h_prev[i] = d_h[i] * (1 - z) + back[len(x[i]) :] * r + both[len(x[i]) :]
        for name, row, da in (("r", v, da_r), ("z", v, da_z), ("h", u, da_h)):
            getattr(grads, f"W_{name}")[...] += np.outer(row, da)
            getattr(grads, f"b_{name}")[...] += da
    return d_x, d_h_prev, grads


def einsum_and_greek(d_h, x, h_prev, params):
    n = x.shape[1]
    σ = lambda a: 0.5 * (1 + np.tanh(a / 2))  # noqa: E731
    ξ = np.c_[x, h_prev]
    r, z = σ(ξ @ params.W_r + params.b_r), σ(ξ @ params.W_z + params.b_z)
    ζ = np.c_[x, r * h_prev]
    η = np.tanh(ζ @ params.W_h + params.b_h)
    δη = d_h * z * (1 - η) * (1 + η)
    δz = -d_h * (h_prev - η) * z * (1 - z)
    δζ = np.einsum("bh,ih->bi", δη, params.W_h)
    δr = δζ[:, n:] * h_prev * r * (1 - r)
    δξ = np.einsum("bh,ih->bi", δz, params.W_z) + np.einsum("bh,ih->bi", δr, params.W_r)
    dW = [np.einsum("bi,bh->ih", v, δ) for v, δ in ((ξ, δr), (ξ, δz), (ζ, δη))]
    db = [np.einsum("bh->h", δ) for δ in (δr, δz, δη)]
    return δξ[:, :n] + δζ[:, :n], d_h - d_h * z + δζ[:, n:] * r + δξ[:, n:], (*dW, *db)


def stacked_weights(d_h, x, h_prev, params):
    D, H = x.shape[1], h_prev.shape[1]
    v = np.concatenate((x, h_prev), axis=-1)
    W, b = np.hstack([params.W_r, params.W_z]), np.hstack([params.b_r, params.b_z])
    r, z = np.split(gc.sigmoid(v @ W + b), 2, axis=1)
    u = np.concatenate((x, r * h_prev), axis=-1)
    c = np.tanh(u @ params.W_h + params.b_h)
    dac = d_h * z * (1 - c**2)
    du = dac @ params.W_h.T
    da = np.hstack([du[:, -H:] * h_prev * r * (1 - r), d_h * (c - h_prev) * z * (1 - z)])
    dv = da @ W.T
    dW, db = v.T @ da, da.sum(axis=0, keepdims=True)
    grads = {"W_r": dW[:, :H], "W_z": dW[:, H:], "b_r": db[:, :H], "b_z": db[:, H:]}
    grads |= {"W_h": u.T @ dac, "b_h": dac.sum(axis=0, keepdims=True)}
    return dv[:, :D] + du[:, :D], d_h * (1 - z) + du[:, D:] * r + dv[:, D:], grads


def ones_for_the_biases(d_h, x, h_prev, params):
    v = np.concatenate([x, h_prev, np.ones((len(x), 1))], axis=1)
    Wr, Wz, Wh = (
        np.vstack([W, b])
        for W, b in ((params.W_r, params.b_r), (params.W_z, params.b_z), (params.W_h, params.b_h))
    )
    r, z = sigma(v @ Wr), sigma(v @ Wz)
    D = x.shape[1]
    u = v.copy()
    u[:, D:-1] *= r
    c = np.tanh(u @ Wh)
    dc = d_h * z * (1 - c**2)
    dz = d_h * (c - h_prev) * z * (1 - z)
    du = dc @ Wh.T
    dr = du[:, D:-1] * h_prev * r * (1 - r)
    dv = dz @ Wz.T + dr @ Wr.T
    gr, gz, gh = v.T @ dr, v.T @ dz, u.T @ dc
    grads = params.replace(W_r=gr[:-1], W_z=gz[:-1], W_h=gh[:-1], b_r=gr[-1], b_z=gz[-1], b_h=gh[-1])
    return dv[:, :D] + du[:, :D], d_h * (1 - z) + du[:, D:-1] * r + dv[:, D:-1], grads


def by_wiggling_every_number(d_h, x, h_prev, params, eps=1e-6):
    def loss(x, h_prev, flat):
        h, _ = gru_step(x, h_prev, params.with_flat(flat))
        return float((d_h * h).sum())

    point = [x.copy(), h_prev.copy(), params.flat.copy()]
    slopes = [np.zeros_like(array) for array in point]
    for array, slope in zip(point, slopes, strict=True):
        for i in np.ndindex(array.shape):
            kept = array[i]
            array[i] = kept + eps
            up = loss(*point)
            array[i] = kept - eps
            down = loss(*point)
            array[i] = kept
            slope[i] = (up - down) / (2 * eps)
    return slopes[0], slopes[1], params.with_flat(slopes[2])


def in_float32(d_h, x, h_prev, params):
    d_h, x, h_prev = (array.astype(np.float32) for array in (d_h, x, h_prev))
    return with_the_course(d_h, x, h_prev, params.astype(np.float32))


def prints_on_the_way(d_h, x, h_prev, params):
    print("shapes", d_h.shape, x.shape, h_prev.shape)
    return split_weights(d_h, x, h_prev, params)


def params_under_another_name(d_h, x, h_prev, p):
    return einsum_and_greek(d_h, x, h_prev, p)


class Layer:
    def backward(self, d_h, x, h_prev, params):
        return dict_and_dots(d_h, x, h_prev, params)


def einsums(dh, x, h, p):
    D = x.shape[1]
    xh = np.c_[x, h]
    r = gc.sigmoid(np.einsum("bi,ij->bj", xh, p.W_r) + p.b_r)
    z = gc.sigmoid(np.einsum("bi,ij->bj", xh, p.W_z) + p.b_z)
    xrh = np.c_[x, r * h]
    c = np.tanh(np.einsum("bi,ij->bj", xrh, p.W_h) + p.b_h)
    da = dh * z * (1 - c**2)
    dz = (dh * c - dh * h) * z * (1 - z)
    dxrh = np.einsum("bj,ij->bi", da, p.W_h)
    dr = dxrh[:, D:] * h * r * (1 - r)
    dxh = np.einsum("bj,ij->bi", dr, p.W_r) + np.einsum("bj,ij->bi", dz, p.W_z)

    def w(a, d):
        return np.einsum("bi,bj->ij", a, d)

    return [
        dxh[:, :D] + dxrh[:, :D],
        dh * (1 - z) + dxh[:, D:] + dxrh[:, D:] * r,
        gc.GRUParams(
            W_r=w(xh, dr),
            W_z=w(xh, dz),
            W_h=w(xrh, da),
            b_r=np.einsum("bj->j", dr),
            b_z=dz.sum(axis=0),
            b_h=da.sum(axis=0),
        ),
    ]


def numbers_by_small_steps(d_h, x, h_prev, params):
    def f(x, h, p):
        xh = np.hstack([x, h])
        r = gc.sigmoid(xh @ p["W_r"] + p["b_r"])
        z = gc.sigmoid(xh @ p["W_z"] + p["b_z"])
        c = np.tanh(np.hstack([x, r * h]) @ p["W_h"] + p["b_h"])
        return ((z * c + (1 - z) * h) * d_h).sum()

    p = {n: getattr(params, n).copy() for n in ("W_r", "W_z", "W_h", "b_r", "b_z", "b_h")}
    x = x.copy()
    h = h_prev.copy()

    def num(a):
        g = np.zeros_like(a)
        for i in np.ndindex(a.shape):
            old = a[i]
            a[i] = old + 1e-5
            up = f(x, h, p)
            a[i] = old - 1e-5
            down = f(x, h, p)
            a[i] = old
            g[i] = (up - down) / 2e-5
        return g

    return num(x), num(h), gc.GRUParams(**{n: num(p[n]) for n in p})


def single_precision_throughout(d_h, x, h_prev, params):
    D = x.shape[1]

    def f(a):
        return a.astype(np.float32)

    Wr, Wz, Wh, br, bz, bh = map(f, (params.W_r, params.W_z, params.W_h, params.b_r, params.b_z, params.b_h))
    d_h, x, h_prev = f(d_h), f(x), f(h_prev)
    xh = np.hstack([x, h_prev])
    r = gc.sigmoid(xh @ Wr + br)
    z = gc.sigmoid(xh @ Wz + bz)
    xrh = np.hstack([x, r * h_prev])
    c = np.tanh(xrh @ Wh + bh)
    da = d_h * z * (1 - c * c)
    dz = d_h * (c - h_prev) * z * (1 - z)
    dxrh = da @ Wh.T
    dr = dxrh[:, D:] * h_prev * r * (1 - r)
    dxh = dr @ Wr.T + dz @ Wz.T
    return (
        (dxrh + dxh)[:, :D],
        dxrh[:, D:] * r + dxh[:, D:] + d_h * (1 - z),
        gc.GRUParams(
            W_r=xh.T @ dr, W_z=xh.T @ dz, W_h=xrh.T @ da, b_r=dr.sum(0), b_z=dz.sum(0), b_h=da.sum(0)
        ),
    )


def a_row_of_ones_gathers_the_biases(d_h, x, h_prev, params):
    D = x.shape[1]
    one = np.ones(len(x))
    xh = np.column_stack([x, h_prev])
    r = 0.5 * (1 + np.tanh((xh @ params.W_r + params.b_r) / 2))
    z = 0.5 * (1 + np.tanh((xh @ params.W_z + params.b_z) / 2))
    xrh = np.column_stack([x, r * h_prev])
    c = np.tanh(xrh @ params.W_h + params.b_h)
    g = d_h * z * (1 + c) * (1 - c)
    gz = d_h * (c - h_prev) * (z - z**2)
    du = (params.W_h @ g.T).T
    gr = du[:, D:] * h_prev * (r - r**2)
    dv = (params.W_r @ gr.T + params.W_z @ gz.T).T
    dx = du[:, :D] + dv[:, :D]
    dhp = (1 - z) * d_h + r * du[:, D:] + dv[:, D:]

    def W(a, d):
        return sum(np.outer(a[b], d[b]) for b in range(len(x)))

    return (
        dx,
        dhp,
        gc.GRUParams(W_r=W(xh, gr), W_z=W(xh, gz), W_h=W(xrh, g), b_r=one @ gr, b_z=one @ gz, b_h=one @ g),
    )


RIGHT = [
    with_the_course,
    dict_and_dots,
    dict_with_d_names_and_biases_as_rows,
    list_of_six,
    named_tuples,
    simple_namespace,
    split_weights,
    row_by_row_with_outer_products,
    einsum_and_greek,
    stacked_weights,
    ones_for_the_biases,
    by_wiggling_every_number,
    in_float32,
    prints_on_the_way,
    params_under_another_name,
    Layer().backward,
    einsums,
    numbers_by_small_steps,
    single_precision_throughout,
    a_row_of_ones_gathers_the_biases,
]


# --- wrong --------------------------------------------------------------------------------------------------
#
# One program with the slips of many learners in it: each takes the names of the slips that it makes.


def forward(x, h_prev, params):
    v = np.hstack([x, h_prev])
    r, z = sigma(v @ params.W_r + params.b_r), sigma(v @ params.W_z + params.b_z)
    u = np.hstack([x, r * h_prev])
    return v, r, z, u, np.tanh(u @ params.W_h + params.b_h)


def pack(v, u, dr, dz, dc):
    return {
        "W_r": v.T @ dr,
        "W_z": v.T @ dz,
        "W_h": u.T @ dc,
        "b_r": np.sum(dr, axis=0),
        "b_z": np.sum(dz, axis=0),
        "b_h": np.sum(dc, axis=0),
    }


def finish(d_h, x, h_prev, params, dz, dc, dr=None, direct=None, grads=None):
    """The rest of a right answer, from the derivatives before the functions."""
    v, r, z, u, _ = forward(x, h_prev, params)
    D = x.shape[1]
    du = dc @ params.W_h.T
    if dr is None:
        dr = du[:, D:] * h_prev * r * (1 - r)
    dv = dz @ params.W_z.T + dr @ params.W_r.T
    direct = d_h * (1 - z) if direct is None else direct
    return dv[:, :D] + du[:, :D], direct + du[:, D:] * r + dv[:, D:], grads or pack(v, u, dr, dz, dc)


def start(d_h, x, h_prev, params):
    """Right derivatives before the functions: d a_z and d a_h."""
    _, _, z, _, c = forward(x, h_prev, params)
    return d_h * (c - h_prev) * z * (1 - z), d_h * z * (1 - c**2)


def h_prev_forgotten_in_dz(d_h, x, h_prev, params):
    _, _, z, _, c = forward(x, h_prev, params)
    return finish(d_h, x, h_prev, params, d_h * c * z * (1 - z), d_h * z * (1 - c**2))


def dz_the_other_way_round(d_h, x, h_prev, params):
    dz, dc = start(d_h, x, h_prev, params)
    return finish(d_h, x, h_prev, params, -dz, dc)


def dz_as_a_sum(d_h, x, h_prev, params):
    _, _, z, _, c = forward(x, h_prev, params)
    return finish(d_h, x, h_prev, params, d_h * (c + h_prev) * z * (1 - z), d_h * z * (1 - c**2))


def dz_without_the_slope(d_h, x, h_prev, params):
    _, _, _, _, c = forward(x, h_prev, params)
    return finish(d_h, x, h_prev, params, d_h * (c - h_prev), start(d_h, x, h_prev, params)[1])


def candidate_without_z(d_h, x, h_prev, params):
    *_, c = forward(x, h_prev, params)
    return finish(d_h, x, h_prev, params, start(d_h, x, h_prev, params)[0], d_h * (1 - c**2))


def candidate_without_tanh_slope(d_h, x, h_prev, params):
    z = forward(x, h_prev, params)[2]
    return finish(d_h, x, h_prev, params, start(d_h, x, h_prev, params)[0], d_h * z)


def candidate_with_sigmoid_slope(d_h, x, h_prev, params):
    _, _, z, _, c = forward(x, h_prev, params)
    return finish(d_h, x, h_prev, params, start(d_h, x, h_prev, params)[0], d_h * z * c * (1 - c))


def tanh_slope_from_what_goes_in(d_h, x, h_prev, params):
    _, _, z, u, _ = forward(x, h_prev, params)
    a = u @ params.W_h + params.b_h
    return finish(d_h, x, h_prev, params, start(d_h, x, h_prev, params)[0], d_h * z * (1 - a * a))


def tanh_slope_without_the_square(d_h, x, h_prev, params):
    _, _, z, _, c = forward(x, h_prev, params)
    return finish(d_h, x, h_prev, params, start(d_h, x, h_prev, params)[0], d_h * z * (1 - c))


def no_slopes_anywhere(d_h, x, h_prev, params):
    _, _, z, _, c = forward(x, h_prev, params)
    dc = d_h * z
    dr = (dc @ params.W_h.T)[:, x.shape[1] :] * h_prev
    return finish(d_h, x, h_prev, params, d_h * (c - h_prev), dc, dr)


def r_straight_from_the_candidate(d_h, x, h_prev, params):
    r = forward(x, h_prev, params)[1]
    dz, dc = start(d_h, x, h_prev, params)
    return finish(d_h, x, h_prev, params, dz, dc, dc * h_prev * r * (1 - r))


def r_with_the_candidate_itself(d_h, x, h_prev, params):
    _, r, _, _, c = forward(x, h_prev, params)
    dz, dc = start(d_h, x, h_prev, params)
    dr = (dc @ params.W_h.T)[:, x.shape[1] :] * c * r * (1 - r)
    return finish(d_h, x, h_prev, params, dz, dc, dr)


def r_without_the_slope(d_h, x, h_prev, params):
    dz, dc = start(d_h, x, h_prev, params)
    return finish(d_h, x, h_prev, params, dz, dc, (dc @ params.W_h.T)[:, x.shape[1] :] * h_prev)


def r_without_the_old_state(d_h, x, h_prev, params):
    r = forward(x, h_prev, params)[1]
    dz, dc = start(d_h, x, h_prev, params)
    return finish(d_h, x, h_prev, params, dz, dc, (dc @ params.W_h[x.shape[1] :].T) * r * (1 - r))


def nothing_direct(d_h, x, h_prev, params):
    return finish(d_h, x, h_prev, params, *start(d_h, x, h_prev, params), direct=0.0)


def all_of_it_direct(d_h, x, h_prev, params):
    return finish(d_h, x, h_prev, params, *start(d_h, x, h_prev, params), direct=d_h)


def h_prev_only_from_the_blend(d_h, x, h_prev, params):
    d_x, _, grads = dict_and_dots(d_h, x, h_prev, params)
    return d_x, d_h * (1 - forward(x, h_prev, params)[2]), grads


def h_prev_without_the_gates(d_h, x, h_prev, params):
    _, r, z, _, _ = forward(x, h_prev, params)
    _, dc = start(d_h, x, h_prev, params)
    d_x, _, grads = dict_and_dots(d_h, x, h_prev, params)
    return d_x, d_h * (1 - z) + (dc @ params.W_h.T)[:, x.shape[1] :] * r, grads


def h_prev_without_w_z(d_h, x, h_prev, params):
    dz, _ = start(d_h, x, h_prev, params)
    d_x, d_h_prev, grads = dict_and_dots(d_h, x, h_prev, params)
    return d_x, d_h_prev - (dz @ params.W_z.T)[:, x.shape[1] :], grads


def x_without_the_candidate(d_h, x, h_prev, params):
    _, dc = start(d_h, x, h_prev, params)
    d_x, d_h_prev, grads = dict_and_dots(d_h, x, h_prev, params)
    return d_x - (dc @ params.W_h.T)[:, : x.shape[1]], d_h_prev, grads


def last_path_wins(d_h, x, h_prev, params):
    dz, _ = start(d_h, x, h_prev, params)
    _, _, grads = dict_and_dots(d_h, x, h_prev, params)
    back = dz @ params.W_z.T
    return back[:, : x.shape[1]], back[:, x.shape[1] :], grads


def no_reset_in_the_candidates_weights(d_h, x, h_prev, params):
    v = forward(x, h_prev, params)[0]
    d_x, d_h_prev, grads = dict_and_dots(d_h, x, h_prev, params)
    grads["W_h"] = v.T @ start(d_h, x, h_prev, params)[1]
    return d_x, d_h_prev, grads


def average_biases(d_h, x, h_prev, params):
    d_x, d_h_prev, grads = dict_and_dots(d_h, x, h_prev, params)
    for name in ("b_r", "b_z", "b_h"):
        grads[name] = grads[name] / x.shape[0]
    return d_x, d_h_prev, grads


def average_grads(d_h, x, h_prev, params):
    d_x, d_h_prev, grads = dict_and_dots(d_h, x, h_prev, params)
    return d_x, d_h_prev, {name: array / len(d_h) for name, array in grads.items()}


def average_everything(d_h, x, h_prev, params):
    m = d_h.shape[0]
    d_x, d_h_prev, grads = dict_and_dots(d_h, x, h_prev, params)
    return d_x / m, d_h_prev / m, {name: array / m for name, array in grads.items()}


def d_h_used_up(d_h, x, h_prev, params):
    _, _, z, _, c = forward(x, h_prev, params)
    dz = d_h * (c - h_prev) * z * (1 - z)
    d_h = d_h * z
    return finish(d_h, x, h_prev, params, dz, d_h * (1 - c**2))


def d_h_used_up_in_place(d_h, x, h_prev, params):
    _, _, z, _, c = forward(x, h_prev, params)
    dz = d_h * (c - h_prev) * z * (1 - z)
    d_h *= z
    return finish(d_h, x, h_prev, params, dz, d_h * (1 - c**2))


def right_but_d_h_is_gone(d_h, x, h_prev, params):
    results = dict_and_dots(d_h, x, h_prev, params)
    d_h *= 1 - forward(x, h_prev, params)[2]
    return results


def d_h_never_used(d_h, x, h_prev, params):
    return dict_and_dots(np.ones(d_h.shape), x, h_prev, params)


def downhill(d_h, x, h_prev, params):
    return dict_and_dots(-d_h, x, h_prev, params)


def z_keeps(d_h, x, h_prev, params):
    _, _, z, _, c = forward(x, h_prev, params)
    dc = d_h * (1 - z) * (1 - c**2)
    return finish(d_h, x, h_prev, params, d_h * (h_prev - c) * z * (1 - z), dc, direct=d_h * z)


def reset_as_in_cudnn(d_h, x, h_prev, params):
    D = x.shape[1]
    v, r, z, _, _ = forward(x, h_prev, params)
    Wx, Wh = params.W_h[:D], params.W_h[D:]
    inner = h_prev @ Wh
    c = np.tanh(x @ Wx + r * inner + params.b_h)
    dc = d_h * z * (1 - c**2)
    dz = d_h * (c - h_prev) * z * (1 - z)
    dr = dc * inner * r * (1 - r)
    dv = dz @ params.W_z.T + dr @ params.W_r.T
    grads = pack(v, v, dr, dz, dc)
    grads["W_h"] = np.vstack([x.T @ dc, h_prev.T @ (dc * r)])
    return dv[:, :D] + dc @ Wx.T, d_h * (1 - z) + (dc * r) @ Wh.T + dv[:, D:], grads


def forgets_a_transpose(d_h, x, h_prev, params):
    dz, dc = start(d_h, x, h_prev, params)
    return (dz @ params.W_z)[:, : x.shape[1]], dc, params


def weights_on_their_side(d_h, x, h_prev, params):
    d_x, d_h_prev, grads = dict_and_dots(d_h, x, h_prev, params)
    for name in ("W_r", "W_z", "W_h"):
        grads[name] = grads[name].T
    return d_x, d_h_prev, grads


def state_rows_before_input_rows(d_h, x, h_prev, params):
    D = x.shape[1]
    d_x, d_h_prev, grads = dict_and_dots(d_h, x, h_prev, params)
    for name in ("W_r", "W_z", "W_h"):
        grads[name] = np.vstack([grads[name][D:], grads[name][:D]])
    return d_x, d_h_prev, grads


def r_and_z_mixed_up_at_the_end(d_h, x, h_prev, params):
    d_x, d_h_prev, g = dict_and_dots(d_h, x, h_prev, params)
    return d_x, d_h_prev, [g["W_z"], g["W_r"], g["W_h"], g["b_z"], g["b_r"], g["b_h"]]


def biases_for_every_row(d_h, x, h_prev, params):
    d_x, d_h_prev, grads = dict_and_dots(d_h, x, h_prev, params)
    _, r, _, _, _ = forward(x, h_prev, params)
    dz, dc = start(d_h, x, h_prev, params)
    dr = (dc @ params.W_h.T)[:, x.shape[1] :] * h_prev * r * (1 - r)
    return d_x, d_h_prev, {**grads, "b_r": dr, "b_z": dz, "b_h": dc}


def only_two_things(d_h, x, h_prev, params):
    return with_the_course(d_h, x, h_prev, params)[:2]


def eight_things(d_h, x, h_prev, params):
    d_x, d_h_prev, grads = dict_and_dots(d_h, x, h_prev, params)
    return d_x, d_h_prev, *(grads[name] for name in ("W_r", "W_z", "W_h", "b_r", "b_z", "b_h"))


def state_before_input(d_h, x, h_prev, params):
    d_x, d_h_prev, grads = with_the_course(d_h, x, h_prev, params)
    return d_h_prev, d_x, grads


def gives_params_back(d_h, x, h_prev, params):
    d_x, d_h_prev, _ = with_the_course(d_h, x, h_prev, params)
    return d_x, d_h_prev, params


def writes_into_params(d_h, x, h_prev, params):
    d_x, d_h_prev, grads = with_the_course(d_h, x, h_prev, params)
    params.flat[...] = grads.flat
    return d_x, d_h_prev, params


def two_gate_slopes_missing(d_h, x, h_prev, params):
    _, _, _, _, c = forward(x, h_prev, params)
    _, dc = start(d_h, x, h_prev, params)
    dr = (dc @ params.W_h.T)[:, x.shape[1] :] * h_prev
    return finish(d_h, x, h_prev, params, d_h * (c - h_prev), dc, dr)


def sign_of_dz_and_mean_of_biases(d_h, x, h_prev, params):
    d_x, d_h_prev, grads = dz_the_other_way_round(d_h, x, h_prev, params)
    for name in ("b_r", "b_z", "b_h"):
        grads[name] = grads[name] / len(x)
    return d_x, d_h_prev, grads


def no_z_and_no_direct_path(d_h, x, h_prev, params):
    *_, c = forward(x, h_prev, params)
    return finish(
        d_h, x, h_prev, params, start(d_h, x, h_prev, params)[0], d_h * (1 - c**2), direct=np.zeros_like(d_h)
    )


def forward_without_biases(d_h, x, h_prev, params):
    zero = np.zeros_like(params.b_r)
    bare = GRUParams(W_r=params.W_r, W_z=params.W_z, W_h=params.W_h, b_r=zero, b_z=zero, b_h=zero)
    return with_the_course(d_h, x, h_prev, bare)


def overflows(d_h, x, h_prev, params):
    global sigma
    kept = sigma
    sigma = lambda a: np.exp(a) / (1 + np.exp(a))  # noqa: E731
    try:
        return dict_and_dots(d_h, x, h_prev, params)
    finally:
        sigma = kept


def says_nothing(d_h, x, h_prev, params):
    results = with_the_course(d_h, x, h_prev, params)
    print(results[0])


def gates_path_overwrites(d_h, x, h_prev, params):
    D = x.shape[1]
    xh = np.concatenate([x, h_prev], axis=1)
    r = gc.sigmoid(xh @ params.W_r + params.b_r)
    z = gc.sigmoid(xh @ params.W_z + params.b_z)
    xrh = np.concatenate([x, r * h_prev], axis=1)
    c = np.tanh(xrh @ params.W_h + params.b_h)

    d_z = d_h * (c - h_prev)
    d_c = d_h * z
    d_h_prev = d_h * (1 - z)

    d_ac = d_c * (1 - c**2)
    dW_h = xrh.T @ d_ac
    db_h = d_ac.sum(axis=0)
    d_xrh = d_ac @ params.W_h.T
    d_x = d_xrh[:, :D]
    d_rh = d_xrh[:, D:]
    d_r = d_rh * h_prev
    d_h_prev = d_h_prev + d_rh * r

    d_ar = d_r * r * (1 - r)
    d_az = d_z * z * (1 - z)
    dW_r = xh.T @ d_ar
    db_r = d_ar.sum(axis=0)
    dW_z = xh.T @ d_az
    db_z = d_az.sum(axis=0)
    d_xh = d_ar @ params.W_r.T + d_az @ params.W_z.T
    d_x = d_x + d_xh[:, :D]
    d_h_prev = d_xh[:, D:]
    grads = gc.GRUParams(W_r=dW_r, W_z=dW_z, W_h=dW_h, b_r=db_r, b_z=db_z, b_h=db_h)
    return d_x, d_h_prev, grads


def caret_for_a_power(d_h, x, h_prev, params):
    D = x.shape[1]
    xh = np.concatenate([x, h_prev], axis=1)
    r = gc.sigmoid(xh @ params.W_r + params.b_r)
    z = gc.sigmoid(xh @ params.W_z + params.b_z)
    xrh = np.concatenate([x, r * h_prev], axis=1)
    c = np.tanh(xrh @ params.W_h + params.b_h)

    d_z = d_h * (c - h_prev)
    d_c = d_h * z
    d_h_prev = d_h * (1 - z)

    d_ac = d_c * (1 - c ^ 2)
    dW_h = xrh.T @ d_ac
    db_h = d_ac.sum(axis=0)
    d_xrh = d_ac @ params.W_h.T
    d_x = d_xrh[:, :D]
    d_rh = d_xrh[:, D:]
    d_r = d_rh * h_prev
    d_h_prev = d_h_prev + d_rh * r

    d_ar = d_r * r * (1 - r)
    d_az = d_z * z * (1 - z)
    dW_r = xh.T @ d_ar
    db_r = d_ar.sum(axis=0)
    dW_z = xh.T @ d_az
    db_z = d_az.sum(axis=0)
    d_xh = d_ar @ params.W_r.T + d_az @ params.W_z.T
    d_x = d_x + d_xh[:, :D]
    d_h_prev = d_h_prev + d_xh[:, D:]
    grads = gc.GRUParams(W_r=dW_r, W_z=dW_z, W_h=dW_h, b_r=db_r, b_z=db_z, b_h=db_h)
    return d_x, d_h_prev, grads


def r_and_h_prev_exchanged(d_h, x, h_prev, params):
    D = x.shape[1]
    xh = np.concatenate([x, h_prev], axis=1)
    r = gc.sigmoid(xh @ params.W_r + params.b_r)
    z = gc.sigmoid(xh @ params.W_z + params.b_z)
    xrh = np.concatenate([x, r * h_prev], axis=1)
    c = np.tanh(xrh @ params.W_h + params.b_h)

    d_z = d_h * (c - h_prev)
    d_c = d_h * z
    d_h_prev = d_h * (1 - z)

    d_ac = d_c * (1 - c**2)
    dW_h = xrh.T @ d_ac
    db_h = d_ac.sum(axis=0)
    d_xrh = d_ac @ params.W_h.T
    d_x = d_xrh[:, :D]
    d_rh = d_xrh[:, D:]
    d_r = d_rh * h_prev
    d_h_prev = d_h_prev + d_rh * h_prev

    d_ar = d_r * r * (1 - r)
    d_az = d_z * z * (1 - z)
    dW_r = xh.T @ d_ar
    db_r = d_ar.sum(axis=0)
    dW_z = xh.T @ d_az
    db_z = d_az.sum(axis=0)
    d_xh = d_ar @ params.W_r.T + d_az @ params.W_z.T
    d_x = d_x + d_xh[:, :D]
    d_h_prev = d_h_prev + d_xh[:, D:]
    grads = gc.GRUParams(W_r=dW_r, W_z=dW_z, W_h=dW_h, b_r=db_r, b_z=db_z, b_h=db_h)
    return d_x, d_h_prev, grads


def bias_keeps_its_row(d_h, x, h_prev, params):
    D = x.shape[1]
    xh = np.concatenate([x, h_prev], axis=1)
    r = gc.sigmoid(xh @ params.W_r + params.b_r)
    z = gc.sigmoid(xh @ params.W_z + params.b_z)
    xrh = np.concatenate([x, r * h_prev], axis=1)
    c = np.tanh(xrh @ params.W_h + params.b_h)

    d_z = d_h * (c - h_prev)
    d_c = d_h * z
    d_h_prev = d_h * (1 - z)

    d_ac = d_c * (1 - c**2)
    dW_h = xrh.T @ d_ac
    db_h = d_ac.sum(axis=0, keepdims=True)
    d_xrh = d_ac @ params.W_h.T
    d_x = d_xrh[:, :D]
    d_rh = d_xrh[:, D:]
    d_r = d_rh * h_prev
    d_h_prev = d_h_prev + d_rh * r

    d_ar = d_r * r * (1 - r)
    d_az = d_z * z * (1 - z)
    dW_r = xh.T @ d_ar
    db_r = d_ar.sum(axis=0, keepdims=True)
    dW_z = xh.T @ d_az
    db_z = d_az.sum(axis=0, keepdims=True)
    d_xh = d_ar @ params.W_r.T + d_az @ params.W_z.T
    d_x = d_x + d_xh[:, :D]
    d_h_prev = d_h_prev + d_xh[:, D:]
    grads = gc.GRUParams(W_r=dW_r, W_z=dW_z, W_h=dW_h, b_r=db_r, b_z=db_z, b_h=db_h)
    return d_x, d_h_prev, grads


def z_was_never_computed(d_h, x, h_prev, params):
    D = x.shape[1]
    xh = np.concatenate([x, h_prev], axis=1)
    r = gc.sigmoid(xh @ params.W_r + params.b_r)
    xrh = np.concatenate([x, r * h_prev], axis=1)
    c = np.tanh(xrh @ params.W_h + params.b_h)

    d_z = d_h * (c - h_prev)
    d_c = d_h * z  # noqa: F821
    d_h_prev = d_h * (1 - z)  # noqa: F821

    d_ac = d_c * (1 - c**2)
    dW_h = xrh.T @ d_ac
    db_h = d_ac.sum(axis=0)
    d_xrh = d_ac @ params.W_h.T
    d_x = d_xrh[:, :D]
    d_rh = d_xrh[:, D:]
    d_r = d_rh * h_prev
    d_h_prev = d_h_prev + d_rh * r

    d_ar = d_r * r * (1 - r)
    d_az = d_z * z * (1 - z)  # noqa: F821
    dW_r = xh.T @ d_ar
    db_r = d_ar.sum(axis=0)
    dW_z = xh.T @ d_az
    db_z = d_az.sum(axis=0)
    d_xh = d_ar @ params.W_r.T + d_az @ params.W_z.T
    d_x = d_x + d_xh[:, :D]
    d_h_prev = d_h_prev + d_xh[:, D:]
    grads = gc.GRUParams(W_r=dW_r, W_z=dW_z, W_h=dW_h, b_r=db_r, b_z=db_z, b_h=db_h)
    return d_x, d_h_prev, grads


def weights_not_transposed(d_h, x, h_prev, params):
    D = x.shape[1]
    xh = np.concatenate([x, h_prev], axis=1)
    r = gc.sigmoid(xh @ params.W_r + params.b_r)
    z = gc.sigmoid(xh @ params.W_z + params.b_z)
    xrh = np.concatenate([x, r * h_prev], axis=1)
    c = np.tanh(xrh @ params.W_h + params.b_h)

    d_z = d_h * (c - h_prev)
    d_c = d_h * z
    d_h_prev = d_h * (1 - z)

    d_ac = d_c * (1 - c**2)
    dW_h = xrh.T @ d_ac
    db_h = d_ac.sum(axis=0)
    d_xrh = d_ac @ params.W_h
    d_x = d_xrh[:, :D]
    d_rh = d_xrh[:, D:]
    d_r = d_rh * h_prev
    d_h_prev = d_h_prev + d_rh * r

    d_ar = d_r * r * (1 - r)
    d_az = d_z * z * (1 - z)
    dW_r = xh.T @ d_ar
    db_r = d_ar.sum(axis=0)
    dW_z = xh.T @ d_az
    db_z = d_az.sum(axis=0)
    d_xh = d_ar @ params.W_r.T + d_az @ params.W_z.T
    d_x = d_x + d_xh[:, :D]
    d_h_prev = d_h_prev + d_xh[:, D:]
    grads = gc.GRUParams(W_r=dW_r, W_z=dW_z, W_h=dW_h, b_r=db_r, b_z=db_z, b_h=db_h)
    return d_x, d_h_prev, grads


def d_h_reused(d_h, x, h_prev, params):
    D = x.shape[1]
    xh = np.concatenate([x, h_prev], axis=1)
    r = gc.sigmoid(xh @ params.W_r + params.b_r)
    z = gc.sigmoid(xh @ params.W_z + params.b_z)
    xrh = np.concatenate([x, r * h_prev], axis=1)
    c = np.tanh(xrh @ params.W_h + params.b_h)

    d_z = d_h * (c - h_prev)
    d_h = d_h * z
    d_c = d_h
    d_h_prev = d_h * (1 - z)

    d_ac = d_c * (1 - c**2)
    dW_h = xrh.T @ d_ac
    db_h = d_ac.sum(axis=0)
    d_xrh = d_ac @ params.W_h.T
    d_x = d_xrh[:, :D]
    d_rh = d_xrh[:, D:]
    d_r = d_rh * h_prev
    d_h_prev = d_h_prev + d_rh * r

    d_ar = d_r * r * (1 - r)
    d_az = d_z * z * (1 - z)
    dW_r = xh.T @ d_ar
    db_r = d_ar.sum(axis=0)
    dW_z = xh.T @ d_az
    db_z = d_az.sum(axis=0)
    d_xh = d_ar @ params.W_r.T + d_az @ params.W_z.T
    d_x = d_x + d_xh[:, :D]
    d_h_prev = d_h_prev + d_xh[:, D:]
    grads = gc.GRUParams(W_r=dW_r, W_z=dW_z, W_h=dW_h, b_r=db_r, b_z=db_z, b_h=db_h)
    return d_x, d_h_prev, grads


WRONG = [
    (h_prev_forgotten_in_dz, "dz-without-h-prev"),
    (dz_the_other_way_round, "dz-sign"),
    (dz_as_a_sum, "dz-plus-h-prev"),
    (dz_without_the_slope, "no-sigmoid-slope-z"),
    (candidate_without_z, "no-z-in-d-h-cand"),
    (candidate_without_tanh_slope, "no-tanh-slope"),
    (candidate_with_sigmoid_slope, "slope-of-sigmoid-for-tanh"),
    (tanh_slope_from_what_goes_in, "slope-from-pre-activation"),
    (tanh_slope_without_the_square, "tanh-slope-slip"),
    (no_slopes_anywhere, "no-slopes"),
    (r_straight_from_the_candidate, "skipped-W-h"),
    (r_with_the_candidate_itself, "h-cand-in-d-r"),
    (r_without_the_slope, "no-sigmoid-slope-r"),
    (r_without_the_old_state, "no-h-prev-in-d-r"),
    (nothing_direct, "no-direct-path"),
    (all_of_it_direct, "direct-path-wrong"),
    (h_prev_only_from_the_blend, "only-direct-path"),
    (h_prev_without_the_gates, "no-path-through-gates"),
    (h_prev_without_w_z, "no-path-through-z"),
    (x_without_the_candidate, "no-path-through-candidate"),
    (last_path_wins, "only-one-path"),
    (no_reset_in_the_candidates_weights, "h-prev-in-d-W-h"),
    (average_biases, "mean-of-biases"),
    (average_grads, "averaged-over-the-batch"),
    (average_everything, "averaged-over-the-batch"),
    (d_h_used_up, "d-h-overwritten"),
    (d_h_used_up_in_place, "d-h-overwritten"),
    (right_but_d_h_is_gone, "written-into-inputs"),
    (d_h_never_used, "d-h-ignored"),
    (downhill, "sign-turned"),
    (z_keeps, "z-swapped"),
    (reset_as_in_cudnn, "reset-after"),
    (forgets_a_transpose, "no-transpose"),
    (weights_on_their_side, "weights-transposed"),
    (state_rows_before_input_rows, "halves-of-the-rows-exchanged"),
    (r_and_z_mixed_up_at_the_end, "gradients-exchanged"),
    (biases_for_every_row, "biases-not-summed"),
    (only_two_things, "not-all-returned"),
    (eight_things, "grads-flat"),
    (state_before_input, "returned-otherwise"),
    (gives_params_back, "returns-params"),
    (writes_into_params, "params-overwritten"),
    (two_gate_slopes_missing, "no-sigmoid-slope-z"),
    (sign_of_dz_and_mean_of_biases, "dz-sign"),
    (no_z_and_no_direct_path, "no-z-in-d-h-cand"),
    (forward_without_biases, "no-bias"),
    (overflows, "overflow"),
    (says_nothing, "no-return"),
    (gates_path_overwrites, "only-one-path"),
    (caret_for_a_power, "caret-for-power"),
    (r_and_h_prev_exchanged, "product-rule-exchanged"),
    (bias_keeps_its_row, "bias-with-a-row"),
    (z_was_never_computed, "unknown-name"),
    (weights_not_transposed, "no-transpose"),
    (d_h_reused, "d-h-overwritten"),
]


def written(dz=None, slope_z=None, W_h_from=None):
    """A backward pass of someone who writes one place otherwise: each is a function of the pieces there."""

    def backward(d_h, x, h_prev, params):
        D = x.shape[1]
        _, step = gru_step(x, h_prev, params)
        z, r, c, rh = step.z, step.r, step.h_cand, step.r * h_prev
        d_z = d_h * (dz(c, z, rh) if dz else c - h_prev)
        daz = d_z * (slope_z(z) if slope_z else z * (1 - z))
        dc = d_h * z
        dac = dc * (1 - c**2)
        dxrh = dac @ params.W_h.T
        dar = dxrh[:, D:] * h_prev * r * (1 - r)
        dxh = dar @ params.W_r.T + daz @ params.W_z.T
        xh, xrh = np.hstack([x, h_prev]), np.hstack([x, rh])
        products = [xh.T @ dar, xh.T @ daz, xrh.T @ (W_h_from(dc) if W_h_from else dac)]
        biases = [each.sum(axis=0) for each in (dar, daz, dac)]
        dh = d_h * (1 - z) + dxrh[:, D:] * r + dxh[:, D:]
        return dxrh[:, :D] + dxh[:, :D], dh, [*products, *biases]

    return backward


WRONG += [
    (written(dz=lambda c, z, rh: c - rh), "reset-h-in-d-z"),
    (written(dz=lambda c, z, rh: z * c), "factor-kept"),
    (written(slope_z=lambda z: z * (1 + z)), "sigmoid-slope-slip"),
    (written(W_h_from=lambda dc: dc), "no-tanh-slope"),
]


def one_bias_summed_to_a_number(d_h, x, h_prev, params):
    d_x, d_h_prev, grads = dict_and_dots(d_h, x, h_prev, params)
    return d_x, d_h_prev, gc.GRUParams(**{**grads, "b_h": grads["b_h"].sum()})


def one_gradient_on_its_side(d_h, x, h_prev, params):
    d_x, d_h_prev, grads = dict_and_dots(d_h, x, h_prev, params)
    return d_x, d_h_prev, gc.GRUParams(**{**grads, "W_h": grads["W_h"].T})


def one_bias_left_at_zero(d_h, x, h_prev, params):
    d_x, d_h_prev, grads = dict_and_dots(d_h, x, h_prev, params)
    return d_x, d_h_prev, gc.GRUParams(**{**grads, "b_z": np.zeros_like(params.b_z)})


WRONG += [
    (one_bias_summed_to_a_number, "biases-over-the-wrong-axis"),
    (one_gradient_on_its_side, "weights-transposed"),
    (one_bias_left_at_zero, "left-at-zero"),
]
