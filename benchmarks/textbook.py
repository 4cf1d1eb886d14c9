"""A GRU as tutorials write it: correct, clear, and a new array for every thought.

This is what a learner would write after a lecture on recurrent networks, in the style of the well-known
course notes: ``[x, h]`` concatenated, a cache for each step, weight gradients added up inside the loop.
"""

from typing import Any

import numpy as np

from gru_course.nn.validate import Array

Weights = dict[str, Array]


def sigmoid(a: Array) -> Array:
    return 1 / (1 + np.exp(-a))


def step_forward(x: Array, h_prev: Array, p: Weights) -> tuple[Array, tuple[Any, ...]]:
    xh = np.concatenate([x, h_prev], axis=1)
    r = sigmoid(xh @ p["W_r"] + p["b_r"])
    z = sigmoid(xh @ p["W_z"] + p["b_z"])
    xrh = np.concatenate([x, r * h_prev], axis=1)
    h_cand = np.tanh(xrh @ p["W_h"] + p["b_h"])
    h = z * h_cand + (1 - z) * h_prev
    return h, (xh, xrh, h_prev, r, z, h_cand)


def step_backward(dh: Array, cache: tuple[Any, ...], p: Weights, grads: Weights) -> tuple[Array, Array]:
    xh, xrh, h_prev, r, z, h_cand = cache
    D = xh.shape[1] - h_prev.shape[1]

    da_h = dh * z * (1 - h_cand**2)
    grads["W_h"] += xrh.T @ da_h
    grads["b_h"] += da_h.sum(axis=0)
    dxrh = da_h @ p["W_h"].T

    da_z = dh * (h_cand - h_prev) * z * (1 - z)
    grads["W_z"] += xh.T @ da_z
    grads["b_z"] += da_z.sum(axis=0)

    da_r = dxrh[:, D:] * h_prev * r * (1 - r)
    grads["W_r"] += xh.T @ da_r
    grads["b_r"] += da_r.sum(axis=0)

    dxh = da_z @ p["W_z"].T + da_r @ p["W_r"].T
    dx = dxh[:, :D] + dxrh[:, :D]
    dh_prev = dh * (1 - z) + dxh[:, D:] + dxrh[:, D:] * r
    return dx, dh_prev


def forward(xs: Array, h0: Array, p: Weights) -> tuple[Array, list[tuple[Any, ...]]]:
    B, T, _ = xs.shape
    h = h0
    hs = np.zeros((B, T, h0.shape[1]), xs.dtype)
    caches = []
    for t in range(T):
        h, cache = step_forward(xs[:, t], h, p)
        hs[:, t] = h
        caches.append(cache)
    return hs, caches


def backward(
    dhs: Array, xs: Array, caches: list[tuple[Any, ...]], p: Weights
) -> tuple[Array, Array, Weights]:
    grads = {name: np.zeros_like(value) for name, value in p.items()}
    dxs = np.zeros_like(xs)
    dh = np.zeros_like(dhs[:, 0])
    for t in reversed(range(xs.shape[1])):
        dxs[:, t], dh = step_backward(dh + dhs[:, t], caches[t], p, grads)
    return dxs, dh, grads


def adam(p: Weights, grads: Weights, m: Weights, v: Weights, n: int, lr: float) -> Weights:
    """One update; m and v change in place."""
    new = {}
    for name, g in grads.items():
        m[name] = 0.9 * m[name] + 0.1 * g
        v[name] = 0.999 * v[name] + 0.001 * g**2
        new[name] = p[name] - lr * (m[name] / (1 - 0.9**n)) / (np.sqrt(v[name] / (1 - 0.999**n)) + 1e-8)
    return new
