"""A GRU over time: the same cell at every step, its state handed on; backward goes from last to first.

Two versions of each direction compute the same numbers. ``gru_forward_plain`` and ``gru_backward_plain``
are the definition, a loop around ``cell.py`` to read and to teach. ``gru_forward`` and ``gru_backward``
are the ones to use; ``engine.py`` makes them several times faster.

Rows of different lengths share a batch by padding. A padded step holds the state, so ``hs[:, -1]`` is
every row's own last state, and takes no gradient of its own: what arrives there is handed back to the
last real step.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gru_course.nn import engine
from gru_course.nn.cell import GRUParams, GRUStep, gru_step, gru_step_backward
from gru_course.nn.params import CellParams
from gru_course.nn.validate import Array, check_array, check_dtype, check_finite, check_lengths


@dataclass(frozen=True)
class GRUTrace:
    """Everything that a GRU computed over a sequence, by name.

    Backward reads it, plots draw it, sliders show it.

    Attributes
    ----------
    xs : ndarray, shape (B, T, D)
        Inputs; zeros where a step is padding.
    states : ndarray, shape (B, T + 1, H)
        h_0, h_1, ..., h_T.
    r, z : ndarray, shape (B, T, H)
        Reset and update gates; z is 0 where a step is padding.
    h_cand : ndarray, shape (B, T, H)
        Candidate states.
    alive : ndarray of bool, shape (B, T, 1), or None
        True where a step is real, False where it is padding; None if all are real.
    """

    xs: Array
    states: Array
    r: Array
    z: Array
    h_cand: Array
    alive: Array | None = None

    @property
    def hs(self) -> Array:
        """h_1 to h_T, shape (B, T, H)."""
        return self.states[:, 1:]

    @property
    def h0(self) -> Array:
        """h_0, shape (B, H)."""
        return self.states[:, 0]

    @property
    def reset_h(self) -> Array:
        """r_t * h_{t-1}, what the candidate saw of the past, shape (B, T, H)."""
        return self.r * self.states[:, :-1]

    def step(self, t: int) -> GRUStep:
        """The step from h_t to h_{t+1} (t counts from 0, as in ``xs[:, t]``), as the cell returns it."""
        return GRUStep(
            x=self.xs[:, t],
            h_prev=self.states[:, t],
            r=self.r[:, t],
            z=self.z[:, t],
            reset_h=self.r[:, t] * self.states[:, t],
            h_cand=self.h_cand[:, t],
            h=self.states[:, t + 1],
        )


def gru_forward(
    xs: Array,
    h0: Array | None,
    params: GRUParams,
    *,
    lengths: Sequence[int] | Array | None = None,
) -> tuple[Array, GRUTrace]:
    """Run a GRU over a batch of sequences.

    Parameters
    ----------
    xs : ndarray, shape (B, T, D)
        Inputs.
    h0 : ndarray, shape (B, H), or None
        State before the first step; None means zeros.
    params : GRUParams
    lengths : sequence of int, shape (B,), optional
        How many steps of each row are real; the others may hold anything, even NaN.

    Returns
    -------
    hs : ndarray, shape (B, T, H)
        h_1 to h_T. No later call writes to it.
    trace : GRUTrace
        Gates, candidates and states by name; :func:`gru_backward` reads it.

    Raises
    ------
    TypeError
        If an argument is not a floating-point array of the parameters' type.
    ValueError
        If a shape or a length does not fit, a sequence is empty, or a number is NaN or infinite.

    Examples
    --------
    >>> from gru_course.nn.init import init_params
    >>> rng = np.random.default_rng(0)
    >>> hs, trace = gru_forward(rng.normal(size=(2, 5, 3)), None, init_params(D=3, H=4, rng=rng))
    >>> hs.shape, trace.z.shape
    ((2, 5, 4), (2, 5, 4))
    """
    xs, h0, alive = prepare_input(xs, h0, params, GRUParams, lengths)
    states, r, z, h_cand = engine.forward(
        time_first(xs), h0, params, alive=None if alive is None else time_first(alive)
    )
    trace = GRUTrace(
        xs=xs,
        states=time_first(states),
        r=time_first(r),
        z=time_first(z),
        h_cand=time_first(h_cand),
        alive=alive,
    )
    return trace.hs, trace


def gru_backward(d_hs: Array, trace: GRUTrace, params: GRUParams) -> tuple[Array, Array, GRUParams]:
    """Backpropagation through time.

    Parameters
    ----------
    d_hs : ndarray, shape (B, T, H)
        Derivative of the loss with respect to every h_t as the loss uses it; the paths through later
        steps are added here.
    trace : GRUTrace
        What :func:`gru_forward` returned.
    params : GRUParams

    Returns
    -------
    d_xs : ndarray, shape (B, T, D)
    d_h0 : ndarray, shape (B, H)
    grads : GRUParams
        Summed over rows and steps.

    Raises
    ------
    TypeError, ValueError
        If `d_hs` does not have the type and shape of ``trace.hs``.
    """
    check_same("d_hs", d_hs, "B T H", trace.hs)
    d_xs, d_h0, grads = engine.backward(
        time_first(d_hs),
        time_first(trace.xs),
        time_first(trace.states),
        time_first(trace.r),
        time_first(trace.z),
        time_first(trace.h_cand),
        params,
    )
    return time_first(d_xs), d_h0, grads


def gru_forward_plain(
    xs: Array,
    h0: Array | None,
    params: GRUParams,
    *,
    lengths: Sequence[int] | Array | None = None,
) -> tuple[Array, GRUTrace]:
    """:func:`gru_forward`, written as its definition: the cell, once for each step.

    Parameters, returns and errors are those of :func:`gru_forward`.
    """
    xs, h, alive = prepare_input(xs, h0, params, GRUParams, lengths)
    steps = []
    states = [h]
    for t in range(xs.shape[1]):
        h_new, step = gru_step(xs[:, t], h, params)
        h = h_new if alive is None else np.where(alive[:, t], h_new, h)
        steps.append(step)
        states.append(h)

    def over_time(name: str) -> Array:
        return np.stack([getattr(step, name) for step in steps], axis=1)

    z = over_time("z")
    if alive is not None:
        z = z * alive
    trace = GRUTrace(
        xs=xs, states=np.stack(states, axis=1), r=over_time("r"), z=z, h_cand=over_time("h_cand"), alive=alive
    )
    return trace.hs, trace


def gru_backward_plain(d_hs: Array, trace: GRUTrace, params: GRUParams) -> tuple[Array, Array, GRUParams]:
    """:func:`gru_backward`, written as its definition: the cell's backward, from the last step to the first.

    Parameters, returns and errors are those of :func:`gru_backward`.
    """
    check_same("d_hs", d_hs, "B T H", trace.hs)
    d_xs = np.zeros_like(trace.xs)
    d_h = np.zeros_like(trace.h0)
    grads = params.zeros_like()
    for t in reversed(range(trace.xs.shape[1])):
        # where a step is padding its z is 0, and the derivative passes through untouched
        d_xs[:, t], d_h, step_grads = gru_step_backward(d_h + d_hs[:, t], trace.step(t), params)
        grads.flat[...] += step_grads.flat
    return d_xs, d_h, grads


def prepare_input(
    xs: Any,
    h0: Any,
    params: Any,
    kind: type[CellParams],
    lengths: Sequence[int] | Array | None,
) -> tuple[Array, Array, Array | None]:
    """Check the arguments of a forward pass over time, and fill in what was left out.

    Parameters
    ----------
    xs, h0, params, lengths
        As in :func:`gru_forward`.
    kind : type
        What `params` has to be.

    Returns
    -------
    xs : ndarray, shape (B, T, D)
        With zeros in padded steps.
    h0 : ndarray, shape (B, H)
    alive : ndarray of bool, shape (B, T, 1), or None
        True where a step is real.
    """
    if not isinstance(params, kind):
        raise TypeError(f"params: expected {kind.__name__}, got {type(params).__name__}")
    alive = None
    if lengths is not None:
        xs, alive = _blank_padding(xs, lengths, params.dtype)
    sizes = check_array("xs", xs, "B T D", {"D": params.D}, params.dtype)
    B = sizes["B"]
    if h0 is None:
        h0 = np.zeros((B, params.H), params.dtype)
    check_array("h0", h0, "B H", {"B": B, "H": params.H}, params.dtype)
    check_finite("params", params.flat)
    return xs, h0, alive


def _blank_padding(xs: Any, lengths: Sequence[int] | Array, dtype: np.dtype[Any]) -> tuple[Array, Array]:
    """`xs` with zeros in its padding (which may hold anything), and where the real steps are."""
    check_dtype("xs", xs, dtype)
    if xs.ndim != 3:
        raise ValueError(f"xs: expected shape (B, T, D), got {xs.shape}")
    B, T, _ = xs.shape
    lengths = check_lengths(lengths, B, T)
    alive = np.arange(T) < lengths[:, None]  # (B, T)
    return np.where(alive[:, :, None], xs, xs.dtype.type(0)), alive[:, :, None]


def check_same(name: str, value: Any, axes: str, like: Array) -> None:
    """Check that `value` has the type and shape of `like`."""
    check_array(name, value, axes, dict(zip(axes.split(), like.shape, strict=True)), like.dtype)


def time_first(a: Array) -> Array:
    """(B, T, ...) to (T, B, ...) and back: a view, nothing is copied."""
    return a.swapaxes(0, 1)
