"""The plain RNN: one layer whose own output comes back as input.

    h_t = tanh([x_t, h_{t-1}] W + b)

This is where recurrent networks begin, and what the gates of the GRU mend: every step pushes the whole
memory through the same weights and the same tanh, and so does every derivative on its way back (Elman 1990,
"Finding structure in time").
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gru_course.nn.activations import tanh, tanh_derivative
from gru_course.nn.cell import beside
from gru_course.nn.init import (
    Initialiser,
    check_rng,
    check_sizes,
    glorot_uniform,
    orthogonal,
    recurrent_matrix,
)
from gru_course.nn.params import CellParams
from gru_course.nn.sequence import check_same, prepare_input
from gru_course.nn.unroll import State, over_time, unroll, unroll_backward
from gru_course.nn.validate import Array, check_array


class RNNParams(CellParams):
    """The weights of a plain RNN.

    Parameters
    ----------
    W : ndarray, shape (D + H, H)
        The first D rows meet the input x, the other H rows the hidden state.
    b : ndarray, shape (H,)
        Bias.

    Raises
    ------
    TypeError
        If an array is not float32 or float64, or the types differ.
    ValueError
        If a shape does not fit, or a number is not finite.

    Examples
    --------
    >>> params = RNNParams(W=np.zeros((3 + 2, 2)), b=np.zeros(2))
    >>> params.D, params.H, params.size
    (3, 2, 12)
    """

    W: Array
    b: Array

    def __init__(self, *, W: Array, b: Array) -> None:
        sizes = check_array("W", W, "D+H H")
        if sizes["D+H"] <= sizes["H"]:
            raise ValueError(f"W: expected shape (D+H, H) with D of at least 1, got {W.shape}")
        check_array("b", b, "H", {"H": sizes["H"]}, W.dtype)
        super().__init__(W=W, b=b)


@dataclass(frozen=True)
class RNNStep:
    """What one step of a plain RNN computed, by name.

    Attributes
    ----------
    x : ndarray, shape (B, D)
        The input x_t.
    h_prev, h : ndarray, shape (B, H)
        The states h_{t-1} and h_t, before and after the step.
    """

    x: Array
    h_prev: Array
    h: Array


@dataclass(frozen=True)
class RNNTrace:
    """Everything that a plain RNN computed over a sequence, by name.

    Attributes
    ----------
    xs : ndarray, shape (B, T, D)
        Inputs; zeros where a step is padding.
    states : ndarray, shape (B, T + 1, H)
        h_0, h_1, ..., h_T.
    alive : ndarray of bool, shape (B, T, 1), or None
        True where a step is real, False where it is padding; None if all are real.
    """

    xs: Array
    states: Array
    alive: Array | None = None

    @property
    def hs(self) -> Array:
        """h_1 to h_T, shape (B, T, H)."""
        return self.states[:, 1:]

    @property
    def h0(self) -> Array:
        """h_0, shape (B, H)."""
        return self.states[:, 0]

    def step(self, t: int) -> RNNStep:
        """The step from h_t to h_{t+1} (t counts from 0, as in ``xs[:, t]``)."""
        return RNNStep(x=self.xs[:, t], h_prev=self.states[:, t], h=self.states[:, t + 1])


def rnn_step(x: Array, h_prev: Array, params: RNNParams) -> tuple[Array, RNNStep]:
    """One step of a plain RNN, for every row of a batch.

    Parameters
    ----------
    x : ndarray, shape (B, D)
        The input of this step.
    h_prev : ndarray, shape (B, H)
        The hidden state before it.
    params : RNNParams

    Returns
    -------
    h : ndarray, shape (B, H)
        The hidden state after the step.
    step : RNNStep

    Raises
    ------
    TypeError
        If an argument is not a floating-point array of the parameters' type.
    ValueError
        If a shape does not fit, or a number is NaN or infinite.

    Examples
    --------
    >>> params = RNNParams(W=np.array([[1.0], [0.5]]), b=np.zeros(1))
    >>> h, step = rnn_step(np.array([[0.2]]), np.array([[-0.4]]), params)
    >>> h                                                # tanh(0.2 * 1 - 0.4 * 0.5)
    array([[0.]])
    """
    if not isinstance(params, RNNParams):
        raise TypeError(f"params: expected RNNParams, got {type(params).__name__}")
    sizes = check_array("x", x, "B D", {"D": params.D}, params.dtype)
    check_array("h_prev", h_prev, "B H", {"B": sizes["B"], "H": params.H}, params.dtype)
    step = _forward(x, h_prev, params)
    return step.h, step


def rnn_step_backward(d_h: Array, step: RNNStep, params: RNNParams) -> tuple[Array, Array, RNNParams]:
    """Backward through one step.

    Parameters
    ----------
    d_h : ndarray, shape (B, H)
        Derivative of the loss with respect to h_t.
    step : RNNStep
        What :func:`rnn_step` returned.
    params : RNNParams

    Returns
    -------
    d_x : ndarray, shape (B, D)
    d_h_prev : ndarray, shape (B, H)
    grads : RNNParams
        Summed over the rows of the batch.

    Raises
    ------
    TypeError, ValueError
        If `d_h` does not have the type and shape of ``step.h``.
    """
    check_same("d_h", d_h, "B H", step.h)
    d_x, d_h_prev, d_a = _backward(d_h, step, params)
    return d_x, d_h_prev, _weight_gradients(step.x, step.h_prev, d_a)


def rnn_forward(
    xs: Array,
    h0: Array | None,
    params: RNNParams,
    *,
    lengths: Sequence[int] | Array | None = None,
) -> tuple[Array, RNNTrace]:
    """Run a plain RNN over a batch of sequences.

    Parameters
    ----------
    xs : ndarray, shape (B, T, D)
        Inputs.
    h0 : ndarray, shape (B, H), or None
        State before the first step; None means zeros.
    params : RNNParams
    lengths : sequence of int, shape (B,), optional
        How many steps of each row are real; the others may hold anything, even NaN, and hold the state.

    Returns
    -------
    hs : ndarray, shape (B, T, H)
        h_1 to h_T.
    trace : RNNTrace
        What :func:`rnn_backward` reads.

    Raises
    ------
    TypeError
        If an argument is not a floating-point array of the parameters' type.
    ValueError
        If a shape or a length does not fit, a sequence is empty, or a number is NaN or infinite.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> hs, trace = rnn_forward(rng.normal(size=(2, 5, 3)), None, init_rnn_params(D=3, H=4, rng=rng))
    >>> hs.shape
    (2, 5, 4)
    """
    xs, h0, alive = prepare_input(xs, h0, params, RNNParams, lengths)

    def step(x: Array, state: State) -> tuple[State, None]:
        (h_prev,) = state
        return (_forward(x, h_prev, params).h,), None

    states, _ = unroll(step, xs, (h0,), alive)
    trace = RNNTrace(xs=xs, states=over_time(h for (h,) in states), alive=alive)
    return trace.hs, trace


def rnn_backward(d_hs: Array, trace: RNNTrace, params: RNNParams) -> tuple[Array, Array, RNNParams]:
    """Backpropagation through time.

    Parameters
    ----------
    d_hs : ndarray, shape (B, T, H)
        Derivative of the loss with respect to every h_t as the loss uses it; the paths through later
        steps are added here.
    trace : RNNTrace
        What :func:`rnn_forward` returned.
    params : RNNParams

    Returns
    -------
    d_xs : ndarray, shape (B, T, D)
    d_h0 : ndarray, shape (B, H)
    grads : RNNParams
        Summed over rows and steps.

    Raises
    ------
    TypeError, ValueError
        If `d_hs` does not have the type and shape of ``trace.hs``.
    """
    check_same("d_hs", d_hs, "B T H", trace.hs)

    def step_backward(d_state: State, t: int) -> tuple[Array, State, Array]:
        (d_h,) = d_state
        d_x, d_h_prev, d_a = _backward(d_h, trace.step(t), params)
        return d_x, (d_h_prev,), d_a

    d_xs, (d_h0,), d_a = unroll_backward(step_backward, d_hs, (np.zeros_like(trace.h0),), trace.alive)
    return d_xs, d_h0, _weight_gradients(trace.xs, trace.states[:, :-1], over_time(d_a))


def _forward(x: Array, h_prev: Array, params: RNNParams) -> RNNStep:
    """The equation."""
    # h_t = tanh([x_t, h_{t-1}] W + b)
    h = tanh(beside(x, h_prev) @ params.W + params.b)

    return RNNStep(x=x, h_prev=h_prev, h=h)


def _backward(d_h: Array, step: RNNStep, params: RNNParams) -> tuple[Array, Array, Array]:
    """The chain rule through the equation: d_x, d_h_prev, and d_a for the weights."""
    # h_t = tanh(a),  a = [x_t, h_{t-1}] W + b
    d_a = d_h * tanh_derivative(step.h)
    d_xh = d_a @ params.W.T

    return d_xh[:, : params.D], d_xh[:, params.D :], d_a


def _weight_gradients(x: Array, h_prev: Array, d_a: Array) -> RNNParams:
    """a = [x, h_prev] W + b: the gradients of W and b, summed over rows (and steps, if any)."""
    xh = np.concatenate([x, h_prev], axis=-1).reshape(-1, x.shape[-1] + h_prev.shape[-1])
    d_a = d_a.reshape(-1, d_a.shape[-1])
    return RNNParams(W=xh.T @ d_a, b=d_a.sum(axis=0))


def init_rnn_params(
    D: int,
    H: int,
    rng: np.random.Generator,
    *,
    inputs: Initialiser = glorot_uniform,
    states: Initialiser = orthogonal,
    dtype: Any = np.float64,
) -> RNNParams:
    """Draw the weights of a plain RNN; the bias starts at 0.

    Parameters
    ----------
    D, H : int
        Sizes of input and hidden state, at least 1.
    rng : numpy.random.Generator
        Where the random numbers come from.
    inputs, states : initialiser, optional
        For the rows that meet the input and for those that meet the state.
    dtype : dtype, optional
        float64 or float32.

    Returns
    -------
    RNNParams

    Raises
    ------
    ValueError
        If D or H is below 1.
    TypeError
        If `rng` is not a generator.
    """
    check_sizes(D=D, H=H)
    check_rng(rng)
    W = recurrent_matrix(D, H, rng, inputs=inputs, states=states).astype(dtype)
    return RNNParams(W=W, b=np.zeros(H, dtype))
