"""jax, compiled: lax.scan over the same equations. Compilation happens before the timing."""

from collections.abc import Mapping
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from benchmarks.case import LR, Case
from benchmarks.contenders.base import Contender, Task
from gru_course.nn.validate import Array

jax.config.update("jax_enable_x64", True)
jax.config.update("jax_cpu_enable_async_dispatch", False)  # run in the calling thread

NAMES = ("W_r", "W_z", "W_h", "b_r", "b_z", "b_h")


def step(p: dict[str, Any], h: Any, x: Any) -> Any:
    """The four equations. Taking x W out of the loop, or both gates in one product, is not faster here."""
    xh = jnp.concatenate([x, h], axis=1)
    r = jax.nn.sigmoid(xh @ p["W_r"] + p["b_r"])
    z = jax.nn.sigmoid(xh @ p["W_z"] + p["b_z"])
    h_cand = jnp.tanh(jnp.concatenate([x, r * h], axis=1) @ p["W_h"] + p["b_h"])
    return z * h_cand + (1 - z) * h


def forward(p: dict[str, Any], xs: Any, h0: Any) -> Any:
    def body(h: Any, x: Any) -> tuple[Any, Any]:
        h = step(p, h, x)
        return h, h

    return jax.lax.scan(body, h0, xs.swapaxes(0, 1))[1].swapaxes(0, 1)


def gradient(p: dict[str, Any], xs: Any, h0: Any, d_hs: Any) -> Any:
    _, pull = jax.vjp(forward, p, xs, h0)
    return pull(d_hs)


def adam_step(p: Any, m: Any, v: Any, n: Any, xs: Any, h0: Any, d_hs: Any) -> Any:
    _, pull = jax.vjp(lambda p: forward(p, xs, h0), p)
    (g,) = pull(d_hs)
    n = n + 1
    m = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, m, g)
    v = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g * g, v, g)
    p = jax.tree.map(
        lambda p, m, v: p - LR * (m / (1 - 0.9**n)) / (jnp.sqrt(v / (1 - 0.999**n)) + 1e-8), p, m, v
    )
    return p, m, v, n


def to_numpy(p: dict[str, Any]) -> dict[str, Array]:
    return {name: np.asarray(value) for name, value in p.items()}


def setup(case: Case) -> Mapping[str, Task]:
    wait = jax.block_until_ready
    start = {name: jnp.asarray(value) for name, value in case.params.arrays().items()}
    xs, h0, d_hs = jnp.asarray(case.xs), jnp.asarray(case.h0), jnp.asarray(case.d_hs)
    compiled_forward, compiled_gradient = jax.jit(forward), jax.jit(gradient)
    compiled_train = jax.jit(adam_step)
    compiled_step = jax.jit(lambda x, h: step(start, h, x))

    def read_gradient(out: Any) -> dict[str, Array]:
        p, d_xs, d_h0 = out
        return {"d_xs": np.asarray(d_xs), "d_h0": np.asarray(d_h0), **to_numpy(p)}

    state: Any = None

    def reset() -> None:
        nonlocal state
        zeros = jax.tree.map(jnp.zeros_like, start)
        state = (start, zeros, zeros, jnp.asarray(0.0, case.dtype))

    def train() -> Any:
        nonlocal state
        state = wait(compiled_train(*state, xs, h0, d_hs))
        return state[0]

    x, h = xs[:1, 0], h0[:1]
    return {
        "forward": Task(lambda: wait(compiled_forward(start, xs, h0)), lambda out: {"hs": np.asarray(out)}),
        "gradient": Task(lambda: wait(compiled_gradient(start, xs, h0, d_hs)), read_gradient),
        "adam": Task(train, to_numpy, reset),
        "stream": Task(lambda: wait(compiled_step(x, h)), lambda out: {"h": np.asarray(out).reshape(-1)}),
    }


CONTENDERS = [Contender("jax jit scan", setup)]
