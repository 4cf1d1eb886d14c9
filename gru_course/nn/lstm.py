"""The LSTM: a memory c that is only added to, and three gates around it.

    i_t = sigmoid([x_t, h_{t-1}] W_i + b_i)          how much of the candidate is written
    f_t = sigmoid([x_t, h_{t-1}] W_f + b_f)          how much of the old memory stays
    o_t = sigmoid([x_t, h_{t-1}] W_o + b_o)          how much of the memory is shown
    c_cand_t = tanh([x_t, h_{t-1}] W_c + b_c)
    c_t = f_t * c_{t-1} + i_t * c_cand_t
    h_t = o_t * tanh(c_t)

Hochreiter and Schmidhuber 1997, "Long short-term memory", with the forget gate of Gers et al. 2000,
"Learning to forget", and without peepholes. The state of an LSTM is the pair (h, c); where the GRU has one
gate z for "forget" and "write" together, the LSTM has f and i.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gru_course.nn.activations import sigmoid, sigmoid_derivative, tanh, tanh_derivative
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

LSTMState = tuple[Array, Array]
"""(h, c), each of shape (B, H)."""


class LSTMParams(CellParams):
    """The weights of an LSTM cell.

    Parameters
    ----------
    W_i, W_f, W_o, W_c : ndarray, shape (D + H, H)
        Weight matrices of the input, forget and output gate and of the candidate. The first D rows meet
        the input x, the other H rows the hidden state.
    b_i, b_f, b_o, b_c : ndarray, shape (H,)
        Biases.

    Raises
    ------
    TypeError
        If an array is not float32 or float64, or the types differ.
    ValueError
        If a shape does not fit, or a number is not finite.

    Examples
    --------
    >>> W, b = np.zeros((3 + 2, 2)), np.zeros(2)
    >>> params = LSTMParams(W_i=W, W_f=W, W_o=W, W_c=W, b_i=b, b_f=b, b_o=b, b_c=b)
    >>> params.D, params.H, params.size
    (3, 2, 48)
    """

    W_i: Array
    W_f: Array
    W_o: Array
    W_c: Array
    b_i: Array
    b_f: Array
    b_o: Array
    b_c: Array

    def __init__(
        self,
        *,
        W_i: Array,
        W_f: Array,
        W_o: Array,
        W_c: Array,
        b_i: Array,
        b_f: Array,
        b_o: Array,
        b_c: Array,
    ) -> None:
        sizes = check_array("W_i", W_i, "D+H H")
        if sizes["D+H"] <= sizes["H"]:
            raise ValueError(f"W_i: expected shape (D+H, H) with D of at least 1, got {W_i.shape}")
        for name, matrix in (("W_f", W_f), ("W_o", W_o), ("W_c", W_c)):
            check_array(name, matrix, "D+H H", sizes, W_i.dtype)
        for name, vector in (("b_i", b_i), ("b_f", b_f), ("b_o", b_o), ("b_c", b_c)):
            check_array(name, vector, "H", {"H": sizes["H"]}, W_i.dtype)
        super().__init__(W_i=W_i, W_f=W_f, W_o=W_o, W_c=W_c, b_i=b_i, b_f=b_f, b_o=b_o, b_c=b_c)


@dataclass(frozen=True)
class LSTMStep:
    """What one step of an LSTM computed, by name.

    Attributes
    ----------
    x : ndarray, shape (B, D)
        The input x_t.
    h_prev, c_prev : ndarray, shape (B, H)
        The state before the step.
    i, f, o : ndarray, shape (B, H)
        Input gate, forget gate, output gate.
    c_cand : ndarray, shape (B, H)
        What may be written into the memory.
    c, h : ndarray, shape (B, H)
        The memory and the hidden state after the step.
    """

    x: Array
    h_prev: Array
    c_prev: Array
    i: Array
    f: Array
    o: Array
    c_cand: Array
    c: Array
    h: Array


@dataclass(frozen=True)
class LSTMTrace:
    """Everything that an LSTM computed over a sequence, by name.

    Attributes
    ----------
    xs : ndarray, shape (B, T, D)
        Inputs; zeros where a step is padding.
    states : ndarray, shape (B, T + 1, H)
        h_0, h_1, ..., h_T.
    memories : ndarray, shape (B, T + 1, H)
        c_0, c_1, ..., c_T.
    i, f, o, c_cand : ndarray, shape (B, T, H)
        Gates and candidate. Where a step is padding they are what the cell makes of zeros, and unused.
    alive : ndarray of bool, shape (B, T, 1), or None
        True where a step is real, False where it is padding; None if all are real.
    """

    xs: Array
    states: Array
    memories: Array
    i: Array
    f: Array
    o: Array
    c_cand: Array
    alive: Array | None = None

    @property
    def hs(self) -> Array:
        """h_1 to h_T, shape (B, T, H)."""
        return self.states[:, 1:]

    @property
    def cs(self) -> Array:
        """c_1 to c_T, shape (B, T, H)."""
        return self.memories[:, 1:]

    @property
    def h0(self) -> Array:
        """h_0, shape (B, H)."""
        return self.states[:, 0]

    @property
    def c0(self) -> Array:
        """c_0, shape (B, H)."""
        return self.memories[:, 0]

    def step(self, t: int) -> LSTMStep:
        """The step from (h_t, c_t) to (h_{t+1}, c_{t+1}) (t counts from 0, as in ``xs[:, t]``)."""
        return LSTMStep(
            x=self.xs[:, t],
            h_prev=self.states[:, t],
            c_prev=self.memories[:, t],
            i=self.i[:, t],
            f=self.f[:, t],
            o=self.o[:, t],
            c_cand=self.c_cand[:, t],
            c=self.memories[:, t + 1],
            h=self.states[:, t + 1],
        )


def lstm_step(x: Array, state: LSTMState, params: LSTMParams) -> tuple[LSTMState, LSTMStep]:
    """One step of an LSTM, for every row of a batch.

    Parameters
    ----------
    x : ndarray, shape (B, D)
        The input of this step.
    state : (h_prev, c_prev), each of shape (B, H)
        Hidden state and memory before it.
    params : LSTMParams

    Returns
    -------
    state : (h, c), each of shape (B, H)
        Hidden state and memory after the step.
    step : LSTMStep
        Gates, candidate and states by name.

    Raises
    ------
    TypeError
        If an argument is not a floating-point array of the parameters' type, or `state` is not a pair.
    ValueError
        If a shape does not fit, or a number is NaN or infinite.

    Examples
    --------
    >>> W, b = np.zeros((1 + 1, 1)), np.zeros(1)
    >>> params = LSTMParams(W_i=W, W_f=W, W_o=W, W_c=W, b_i=b, b_f=b, b_o=b, b_c=b)
    >>> (h, c), step = lstm_step(np.array([[1.0]]), (np.array([[0.0]]), np.array([[0.6]])), params)
    >>> step.f, c                       # half of 0.6 is kept, half of tanh(0) = 0 is written
    (array([[0.5]]), array([[0.3]]))
    """
    if not isinstance(params, LSTMParams):
        raise TypeError(f"params: expected LSTMParams, got {type(params).__name__}")
    h_prev, c_prev = _pair("state", state)
    sizes = check_array("x", x, "B D", {"D": params.D}, params.dtype)
    sizes = {"B": sizes["B"], "H": params.H}
    check_array("h_prev", h_prev, "B H", sizes, params.dtype)
    check_array("c_prev", c_prev, "B H", sizes, params.dtype)
    step = _forward(x, h_prev, c_prev, params)
    return (step.h, step.c), step


def lstm_step_backward(
    d_state: LSTMState, step: LSTMStep, params: LSTMParams
) -> tuple[Array, LSTMState, LSTMParams]:
    """Backward through one step.

    Parameters
    ----------
    d_state : (d_h, d_c), each of shape (B, H)
        Derivatives of the loss with respect to h_t, and with respect to c_t as the next step uses it
        (the path from c_t through h_t is added here).
    step : LSTMStep
        What :func:`lstm_step` returned.
    params : LSTMParams

    Returns
    -------
    d_x : ndarray, shape (B, D)
    d_state_prev : (d_h_prev, d_c_prev), each of shape (B, H)
    grads : LSTMParams
        Summed over the rows of the batch.

    Raises
    ------
    TypeError, ValueError
        If `d_state` is not a pair of arrays like ``step.h``.
    """
    d_h, d_c = _pair("d_state", d_state)
    check_same("d_h", d_h, "B H", step.h)
    check_same("d_c", d_c, "B H", step.c)
    d_x, d_state_prev, d_a = _backward(d_h, d_c, step, params)
    return d_x, d_state_prev, _weight_gradients(step.x, step.h_prev, d_a)


def lstm_forward(
    xs: Array,
    state0: LSTMState | None,
    params: LSTMParams,
    *,
    lengths: Sequence[int] | Array | None = None,
) -> tuple[Array, LSTMTrace]:
    """Run an LSTM over a batch of sequences.

    Parameters
    ----------
    xs : ndarray, shape (B, T, D)
        Inputs.
    state0 : (h0, c0), each of shape (B, H), or None
        State before the first step; None means zeros.
    params : LSTMParams
    lengths : sequence of int, shape (B,), optional
        How many steps of each row are real; the others may hold anything, even NaN, and hold the state.

    Returns
    -------
    hs : ndarray, shape (B, T, H)
        h_1 to h_T.
    trace : LSTMTrace
        Gates, candidates, memories and states by name; :func:`lstm_backward` reads it.

    Raises
    ------
    TypeError
        If an argument is not a floating-point array of the parameters' type, or `state0` is not a pair.
    ValueError
        If a shape or a length does not fit, a sequence is empty, or a number is NaN or infinite.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> hs, trace = lstm_forward(rng.normal(size=(2, 5, 3)), None, init_lstm_params(D=3, H=4, rng=rng))
    >>> hs.shape, trace.cs.shape
    ((2, 5, 4), (2, 5, 4))
    """
    h0, c0 = (None, None) if state0 is None else _pair("state0", state0)
    xs, h0, alive = prepare_input(xs, h0, params, LSTMParams, lengths)
    c0 = np.zeros_like(h0) if c0 is None else c0
    check_same("c0", c0, "B H", h0)

    def step(x: Array, state: State) -> tuple[State, LSTMStep]:
        h_prev, c_prev = state
        computed = _forward(x, h_prev, c_prev, params)
        return (computed.h, computed.c), computed

    states, steps = unroll(step, xs, (h0, c0), alive)
    trace = LSTMTrace(
        xs=xs,
        states=over_time(h for h, _ in states),
        memories=over_time(c for _, c in states),
        i=over_time(step.i for step in steps),
        f=over_time(step.f for step in steps),
        o=over_time(step.o for step in steps),
        c_cand=over_time(step.c_cand for step in steps),
        alive=alive,
    )
    return trace.hs, trace


def lstm_backward(
    d_hs: Array, trace: LSTMTrace, params: LSTMParams, *, d_c: Array | None = None
) -> tuple[Array, LSTMState, LSTMParams]:
    """Backpropagation through time.

    Parameters
    ----------
    d_hs : ndarray, shape (B, T, H)
        Derivative of the loss with respect to every h_t as the loss uses it; the paths through later
        steps are added here.
    trace : LSTMTrace
        What :func:`lstm_forward` returned.
    params : LSTMParams
    d_c : ndarray, shape (B, H), optional
        Derivative with respect to the last memory c_T, if the loss uses it; None means zeros.

    Returns
    -------
    d_xs : ndarray, shape (B, T, D)
    d_state0 : (d_h0, d_c0), each of shape (B, H)
    grads : LSTMParams
        Summed over rows and steps.

    Raises
    ------
    TypeError, ValueError
        If `d_hs` does not have the type and shape of ``trace.hs``, or `d_c` of ``trace.c0``.
    """
    check_same("d_hs", d_hs, "B T H", trace.hs)
    d_c = np.zeros_like(trace.c0) if d_c is None else d_c
    check_same("d_c", d_c, "B H", trace.c0)

    def step_backward(d_state: State, t: int) -> tuple[Array, State, tuple[Array, ...]]:
        d_h, d_c = d_state
        return _backward(d_h, d_c, trace.step(t), params)

    d_xs, (d_h0, d_c0), d_a = unroll_backward(
        step_backward, d_hs, (np.zeros_like(trace.h0), d_c), trace.alive
    )
    d_a_over_time = tuple(over_time(d_a_gate) for d_a_gate in zip(*d_a, strict=True))
    return d_xs, (d_h0, d_c0), _weight_gradients(trace.xs, trace.states[:, :-1], d_a_over_time)


def _forward(x: Array, h_prev: Array, c_prev: Array, params: LSTMParams) -> LSTMStep:
    """The equations."""
    xh = beside(x, h_prev)

    # i_t = sigmoid([x_t, h_{t-1}] W_i + b_i)
    i = sigmoid(xh @ params.W_i + params.b_i)

    # f_t = sigmoid([x_t, h_{t-1}] W_f + b_f)
    f = sigmoid(xh @ params.W_f + params.b_f)

    # o_t = sigmoid([x_t, h_{t-1}] W_o + b_o)
    o = sigmoid(xh @ params.W_o + params.b_o)

    # c_cand_t = tanh([x_t, h_{t-1}] W_c + b_c)
    c_cand = tanh(xh @ params.W_c + params.b_c)

    # c_t = f_t * c_{t-1} + i_t * c_cand_t
    c = f * c_prev + i * c_cand

    # h_t = o_t * tanh(c_t)
    h = o * tanh(c)

    return LSTMStep(x=x, h_prev=h_prev, c_prev=c_prev, i=i, f=f, o=o, c_cand=c_cand, c=c, h=h)


def _backward(
    d_h: Array, d_c: Array, step: LSTMStep, params: LSTMParams
) -> tuple[Array, LSTMState, tuple[Array, ...]]:
    """The chain rule, last equation first: d_x, (d_h_prev, d_c_prev), and every d_a for the weights."""
    i, f, o, c_cand = step.i, step.f, step.o, step.c_cand

    # h_t = o_t * tanh(c_t)
    shown = tanh(step.c)
    d_o = d_h * shown
    d_c = d_c + d_h * o * tanh_derivative(shown)

    # c_t = f_t * c_{t-1} + i_t * c_cand_t
    d_f = d_c * step.c_prev
    d_c_prev = d_c * f
    d_i = d_c * c_cand
    d_c_cand = d_c * i

    # gate = sigmoid(a) and c_cand = tanh(a), with a = [x_t, h_{t-1}] W + b
    d_a_i = d_i * sigmoid_derivative(i)
    d_a_f = d_f * sigmoid_derivative(f)
    d_a_o = d_o * sigmoid_derivative(o)
    d_a_c = d_c_cand * tanh_derivative(c_cand)
    d_xh = d_a_i @ params.W_i.T + d_a_f @ params.W_f.T + d_a_o @ params.W_o.T + d_a_c @ params.W_c.T

    return d_xh[:, : params.D], (d_xh[:, params.D :], d_c_prev), (d_a_i, d_a_f, d_a_o, d_a_c)


def _weight_gradients(x: Array, h_prev: Array, d_a: tuple[Array, ...]) -> LSTMParams:
    """a = [x, h_prev] W + b: the gradients of each W and b, summed over rows (and steps, if any)."""
    xh = np.concatenate([x, h_prev], axis=-1).reshape(-1, x.shape[-1] + h_prev.shape[-1])
    d_a_i, d_a_f, d_a_o, d_a_c = (d.reshape(-1, d.shape[-1]) for d in d_a)
    return LSTMParams(
        W_i=xh.T @ d_a_i,
        W_f=xh.T @ d_a_f,
        W_o=xh.T @ d_a_o,
        W_c=xh.T @ d_a_c,
        b_i=d_a_i.sum(axis=0),
        b_f=d_a_f.sum(axis=0),
        b_o=d_a_o.sum(axis=0),
        b_c=d_a_c.sum(axis=0),
    )


def _pair(name: str, value: Any) -> tuple[Any, Any]:
    """Check that `value` is a pair."""
    if not isinstance(value, tuple | list) or len(value) != 2:
        raise TypeError(f"{name}: expected a pair (h, c), got {type(value).__name__}")
    return value[0], value[1]


def init_lstm_params(
    D: int,
    H: int,
    rng: np.random.Generator,
    *,
    inputs: Initialiser = glorot_uniform,
    states: Initialiser = orthogonal,
    b_f: float = 1.0,
    dtype: Any = np.float64,
) -> LSTMParams:
    """Draw the weights of an LSTM.

    Parameters
    ----------
    D, H : int
        Sizes of input and hidden state, at least 1.
    rng : numpy.random.Generator
        Where the random numbers come from.
    inputs, states : initialiser, optional
        For the rows that meet the input and for those that meet the state.
    b_f : float, optional
        Bias of the forget gate. At 1 a new LSTM keeps most of its memory (Jozefowicz et al. 2015, "An
        empirical exploration of recurrent network architectures"); other biases start at 0.
    dtype : dtype, optional
        float64 or float32.

    Returns
    -------
    LSTMParams

    Raises
    ------
    ValueError
        If D or H is below 1.
    TypeError
        If `rng` is not a generator.
    """
    check_sizes(D=D, H=H)
    check_rng(rng)
    W_i, W_f, W_o, W_c = (
        recurrent_matrix(D, H, rng, inputs=inputs, states=states).astype(dtype) for _ in range(4)
    )
    zeros = np.zeros(H, dtype)
    return LSTMParams(
        W_i=W_i, W_f=W_f, W_o=W_o, W_c=W_c, b_i=zeros, b_f=np.full(H, b_f, dtype), b_o=zeros, b_c=zeros
    )
