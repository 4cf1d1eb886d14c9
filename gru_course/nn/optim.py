"""An optimiser turns gradients into a step downhill.

Each is a small set of hyper-parameters and two pure functions: ``init(params)`` makes the state that the
method keeps between steps, and ``update(params, grads, state)`` returns new parameters and a new state.
They see one vector, ``params.flat``, and know nothing of layers.

In the equations below p are the parameters, g their gradient, and every operation acts number by number.
"""

import math
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import numpy as np

from gru_course.nn.params import Params
from gru_course.nn.validate import Array

P = TypeVar("P", bound=Params)
OptimizerState = dict[str, Array]
"""What an optimiser remembers, by name: arrays that a checkpoint can save."""

CHUNK = 32768
"""How many numbers Adam and RMSProp work on at a time: few enough to stay in the cache between lines."""


class Optimizer(Protocol):
    """What :func:`gru_course.nn.train.train` asks of an optimiser."""

    @property
    def learning_rate(self) -> float:
        """How far one step goes."""
        ...

    def init(self, params: Params) -> OptimizerState:
        """The state before the first step."""
        ...

    def update(self, params: P, grads: P, state: OptimizerState) -> tuple[P, OptimizerState]:
        """New parameters and a new state; the old ones stay as they are."""
        ...


@dataclass(frozen=True)
class SGD:
    """Gradient descent: one step against the gradient, no memory (Robbins and Monro 1951).

    Parameters
    ----------
    learning_rate : float, optional
        How far one step goes; above 0.

    Examples
    --------
    >>> p, g = Params(w=np.array([1.0])), Params(w=np.array([4.0]))
    >>> SGD(learning_rate=0.1).update(p, g, {})[0].w
    array([0.6])
    """

    learning_rate: float = 0.1

    def __post_init__(self) -> None:
        check_positive(learning_rate=self.learning_rate)

    def init(self, params: Params) -> OptimizerState:
        """Nothing to remember."""
        return {}

    def update(self, params: P, grads: P, state: OptimizerState) -> tuple[P, OptimizerState]:
        """p = p - learning_rate g."""
        p, g = _flat(params, grads)
        return params.with_flat(p - self.learning_rate * g), {}


@dataclass(frozen=True)
class Momentum:
    """A heavy ball that rolls downhill: steps in one direction add up, steps to and fro cancel.

    Polyak's classical momentum (1964, "Some methods of speeding up the convergence of iteration methods"),
    in the letters of Sutskever et al. 2013, "On the importance of initialization and momentum in deep
    learning", equations 1 and 2; not Nesterov's variant.

    Parameters
    ----------
    learning_rate : float, optional
        How far one gradient pushes; above 0.
    momentum : float, optional
        How much speed is left after a step; from 0 (plain gradient descent) to below 1.
    """

    learning_rate: float = 0.01
    momentum: float = 0.9

    def __post_init__(self) -> None:
        check_positive(learning_rate=self.learning_rate)
        _check_share(momentum=self.momentum)

    def init(self, params: Params) -> OptimizerState:
        """At rest: speed v = 0."""
        return {"v": np.zeros_like(params.flat)}

    def update(self, params: P, grads: P, state: OptimizerState) -> tuple[P, OptimizerState]:
        """v = momentum v - learning_rate g; p = p + v."""
        p, g = _flat(params, grads)

        # v = momentum v - learning_rate g
        v = self.momentum * _held(state, "v", p)
        v -= self.learning_rate * g

        # p = p + v
        return params.with_flat(p + v), {"v": v}


@dataclass(frozen=True)
class RMSProp:
    """Each number's step is divided by how large its gradients have been of late.

    Tieleman and Hinton 2012, "Lecture 6.5: rmsprop", COURSERA: Neural networks for machine learning.

    Parameters
    ----------
    learning_rate : float, optional
        How far a step of usual size goes; above 0.
    decay : float, optional
        How much of the old mean square stays at every step; from 0 to below 1.
    epsilon : float, optional
        Keeps the division finite; above 0.
    """

    learning_rate: float = 0.001
    decay: float = 0.9
    epsilon: float = 1e-8

    def __post_init__(self) -> None:
        check_positive(learning_rate=self.learning_rate, epsilon=self.epsilon)
        _check_share(decay=self.decay)

    def init(self, params: Params) -> OptimizerState:
        """Mean square s = 0."""
        return {"s": np.zeros_like(params.flat)}

    def update(self, params: P, grads: P, state: OptimizerState) -> tuple[P, OptimizerState]:
        """s = decay s + (1 - decay) g^2; p = p - learning_rate g / (sqrt(s) + epsilon)."""
        p, g = _flat(params, grads)
        s_old = _held(state, "s", p)
        p_new, s_new, work = np.empty_like(p), np.empty_like(p), np.empty_like(p[:CHUNK])
        for now in _chunks(p.size):
            g_now, s = g[now], s_new[now]
            a = work[: g_now.size]

            # s = decay s + (1 - decay) g^2
            np.multiply(s_old[now], self.decay, out=s)
            np.multiply(g_now, g_now, out=a)
            a *= 1 - self.decay
            s += a

            # p = p - learning_rate g / (sqrt(s) + epsilon)
            np.sqrt(s, out=a)
            a += self.epsilon
            np.divide(g_now, a, out=a)
            a *= self.learning_rate
            np.subtract(p[now], a, out=p_new[now])
        return params.with_flat(p_new), {"s": s_new}


@dataclass(frozen=True)
class Adam:
    """Momentum and RMSProp together, corrected for starting at zero.

    Kingma and Ba 2015, "Adam: a method for stochastic optimization", algorithm 1:
    m and v are running means of g and g^2; they start at 0 and are too small at first, by the factors
    1 - beta1^t and 1 - beta2^t, which the correction divides out.

    Parameters
    ----------
    learning_rate : float, optional
        About how far each number moves in one step; above 0.
    beta1, beta2 : float, optional
        How much of the old m and v stays at every step; from 0 to below 1.
    epsilon : float, optional
        Keeps the division finite; above 0.
    """

    learning_rate: float = 0.001
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8

    def __post_init__(self) -> None:
        check_positive(learning_rate=self.learning_rate, epsilon=self.epsilon)
        _check_share(beta1=self.beta1, beta2=self.beta2)

    def init(self, params: Params) -> OptimizerState:
        """m = 0, v = 0, and no step done."""
        return {"m": np.zeros_like(params.flat), "v": np.zeros_like(params.flat), "t": np.zeros((), np.int64)}

    def update(self, params: P, grads: P, state: OptimizerState) -> tuple[P, OptimizerState]:
        """p = p - learning_rate m_hat / (sqrt(v_hat) + epsilon)."""
        p, g = _flat(params, grads)
        m_old, v_old, t = _held(state, "m", p), _held(state, "v", p), int(state["t"]) + 1

        # learning_rate m_hat / (sqrt(v_hat) + epsilon) = step m / (sqrt(v) + epsilon_t), one division fewer
        root = math.sqrt(1 - self.beta2**t)
        step = self.learning_rate * root / (1 - self.beta1**t)
        epsilon_t = self.epsilon * root

        p_new, m_new, v_new, work = (
            np.empty_like(p),
            np.empty_like(p),
            np.empty_like(p),
            np.empty_like(p[:CHUNK]),
        )
        for now in _chunks(p.size):
            g_now, m, v = g[now], m_new[now], v_new[now]
            a = work[: g_now.size]

            # m = beta1 m + (1 - beta1) g
            np.multiply(m_old[now], self.beta1, out=m)
            np.multiply(g_now, 1 - self.beta1, out=a)
            m += a

            # v = beta2 v + (1 - beta2) g^2
            np.multiply(v_old[now], self.beta2, out=v)
            a *= g_now
            a *= (1 - self.beta2) / (1 - self.beta1)
            v += a

            # p = p - step m / (sqrt(v) + epsilon_t)
            np.sqrt(v, out=a)
            a += epsilon_t
            np.divide(m, a, out=a)
            a *= step
            np.subtract(p[now], a, out=p_new[now])
        return params.with_flat(p_new), {"m": m_new, "v": v_new, "t": np.array(t)}


def clip_by_global_norm(grads: P, max_norm: float) -> tuple[P, float]:
    """Shorten gradients that are too long, all by one factor, so that their direction stays.

    Pascanu et al. 2013, "On the difficulty of training recurrent neural networks", algorithm 1. Short
    gradients are never made longer.

    Parameters
    ----------
    grads : Params
        Gradients; the norm is that of all their numbers together.
    max_norm : float
        How long they may be; above 0. Infinity means that they are only measured.

    Returns
    -------
    clipped : Params
        `grads` itself if it is short enough, or if its norm is not finite and no factor could help.
    norm : float
        The norm before clipping.

    Raises
    ------
    ValueError
        If `max_norm` is not above 0.

    Examples
    --------
    >>> clipped, norm = clip_by_global_norm(Params(a=np.array([3.0]), b=np.array([4.0])), max_norm=1.0)
    >>> norm, clipped.flat
    (5.0, array([0.6, 0.8]))
    """
    if not _is_number(max_norm) or not max_norm > 0:
        raise ValueError(f"max_norm: expected a number above 0, got {max_norm!r}")
    norm = global_norm(grads)
    if norm <= max_norm or not math.isfinite(norm):
        return grads, norm
    return grads.with_flat(grads.flat * (max_norm / norm)), norm


def global_norm(grads: Params) -> float:
    """The Euclidean length of all numbers together, sqrt(sum g^2)."""
    g = grads.flat.astype(np.float64, copy=False)  # squares of float32 would overflow beyond 1e19
    with np.errstate(over="ignore"):  # beyond 1e154 the norm is infinite, which says enough
        return math.sqrt(g @ g)


def _flat(params: Params, grads: Params) -> tuple[Array, Array]:
    """Both vectors, checked to belong together."""
    for name, value in (("params", params), ("grads", grads)):
        if not isinstance(value, Params):
            raise TypeError(f"{name}: expected Params, got {type(value).__name__}")
    p, g = params.flat, grads.flat
    if g.shape != p.shape or g.dtype != p.dtype:
        raise ValueError(
            f"grads: expected {p.size} numbers of {p.dtype} like params, got {g.size} of {g.dtype}"
        )
    return p, g


def _held(state: OptimizerState, name: str, p: Array) -> Array:
    """One vector of the state, checked to belong to the parameters."""
    held = state.get(name)
    if held is None or held.shape != p.shape:
        came = "nothing" if held is None else f"shape {held.shape}"
        raise ValueError(f"state: expected {name} of shape {p.shape} as init(params) makes it, got {came}")
    return held


def _chunks(size: int) -> list[slice]:
    return [slice(start, start + CHUNK) for start in range(0, size, CHUNK)]


def check_positive(**values: Any) -> None:
    """Check that every value is a finite number above 0; errors name the argument."""
    for name, value in values.items():
        if not _is_number(value) or not 0 < value < math.inf:
            raise ValueError(f"{name}: expected a number above 0, got {value!r}")


def _check_share(**values: Any) -> None:
    """Check that every value is a share that leaves something: from 0 to below 1."""
    for name, value in values.items():
        if not _is_number(value) or not 0 <= value < 1:
            raise ValueError(f"{name}: expected a number from 0 to below 1, got {value!r}")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | np.integer | np.floating) and not isinstance(value, bool)
