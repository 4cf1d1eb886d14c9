"""An LSTM written exactly as the GRU of ``benchmarks/textbook.py`` is, so that only the cells differ."""

from typing import Any

import numpy as np

from benchmarks.textbook import Weights, sigmoid
from gru_course.nn.validate import Array


def step_forward(x: Array, h_prev: Array, c_prev: Array, p: Weights) -> tuple[Array, Array, tuple[Any, ...]]:
    xh = np.concatenate([x, h_prev], axis=1)
    i = sigmoid(xh @ p["W_i"] + p["b_i"])
    f = sigmoid(xh @ p["W_f"] + p["b_f"])
    o = sigmoid(xh @ p["W_o"] + p["b_o"])
    c_cand = np.tanh(xh @ p["W_c"] + p["b_c"])
    c = f * c_prev + i * c_cand
    tanh_c = np.tanh(c)
    return o * tanh_c, c, (xh, c_prev, i, f, o, c_cand, tanh_c)


def step_backward(
    dh: Array, dc: Array, cache: tuple[Any, ...], p: Weights, grads: Weights
) -> tuple[Array, Array, Array]:
    xh, c_prev, i, f, o, c_cand, tanh_c = cache
    D = xh.shape[1] - c_prev.shape[1]

    dc = dc + dh * o * (1 - tanh_c**2)
    da = {
        "o": dh * tanh_c * o * (1 - o),
        "i": dc * c_cand * i * (1 - i),
        "f": dc * c_prev * f * (1 - f),
        "c": dc * i * (1 - c_cand**2),
    }
    dxh = np.zeros_like(xh)
    for part, da_part in da.items():
        grads[f"W_{part}"] += xh.T @ da_part
        grads[f"b_{part}"] += da_part.sum(axis=0)
        dxh += da_part @ p[f"W_{part}"].T
    return dxh[:, :D], dxh[:, D:], dc * f


def forward(xs: Array, h0: Array, c0: Array, p: Weights) -> tuple[Array, list[tuple[Any, ...]]]:
    B, T, _ = xs.shape
    h, c = h0, c0
    hs = np.zeros((B, T, h0.shape[1]), xs.dtype)
    caches = []
    for t in range(T):
        h, c, cache = step_forward(xs[:, t], h, c, p)
        hs[:, t] = h
        caches.append(cache)
    return hs, caches


def backward(
    dhs: Array, xs: Array, caches: list[tuple[Any, ...]], p: Weights
) -> tuple[Array, Array, Array, Weights]:
    grads = {name: np.zeros_like(value) for name, value in p.items()}
    dxs = np.zeros_like(xs)
    dh = dc = np.zeros_like(dhs[:, 0])
    for t in reversed(range(xs.shape[1])):
        dxs[:, t], dh, dc = step_backward(dh + dhs[:, t], dc, caches[t], p, grads)
    return dxs, dh, dc, grads
