"""The other GRU: reset *after* the matrix product, as PyTorch and cuDNN have it.

In the course's cell, the reset gate scales the memory and the candidate's weights see what is left. Here
the weights see all of the memory, and the reset gate scales their *answer*. Three of the four equations
are the same; this file keeps the fourth beside the course's cell, for weights that were trained elsewhere.

The update gate is the course's own: z = 1 replaces the state. PyTorch and Keras keep it at z = 1, so
``gru_course.nn.interop`` turns the sign of W_z and b_z round on the way in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gru_course.nn.activations import sigmoid, tanh
from gru_course.nn.cell import beside
from gru_course.nn.params import CellParams
from gru_course.nn.sequence import prepare_input
from gru_course.nn.validate import Array, check_array


class ResetAfterParams(CellParams):
    """The weights of a reset-after GRU cell.

    The gates are those of :class:`GRUParams`. The candidate's matrix falls apart into two, because the
    reset gate comes between them, and so does its bias.

    Parameters
    ----------
    W_r, W_z : ndarray, shape (D + H, H)
        Weight matrices of the reset gate and the update gate: D rows for x above H rows for h.
    W_xh : ndarray, shape (D, H)
        What the candidate makes of the input.
    U_h : ndarray, shape (H, H)
        What the candidate makes of the hidden state.
    b_r, b_z, b_xh, b_hh : ndarray, shape (H,)
        Biases; b_xh stands outside the reset gate's reach, b_hh inside.

    Raises
    ------
    TypeError
        If an array is not float32 or float64, or the types differ.
    ValueError
        If a shape does not fit, or a number is not finite.

    Examples
    --------
    >>> W, b = np.zeros((3 + 2, 2)), np.zeros(2)
    >>> params = ResetAfterParams(W_r=W, W_z=W, W_xh=W[:3], U_h=W[3:], b_r=b, b_z=b, b_xh=b, b_hh=b)
    >>> params.D, params.H, params.size
    (3, 2, 38)
    """

    W_r: Array
    W_z: Array
    W_xh: Array
    U_h: Array
    b_r: Array
    b_z: Array
    b_xh: Array
    b_hh: Array

    def __init__(
        self,
        *,
        W_r: Array,
        W_z: Array,
        W_xh: Array,
        U_h: Array,
        b_r: Array,
        b_z: Array,
        b_xh: Array,
        b_hh: Array,
    ) -> None:
        sizes = check_array("W_xh", W_xh, "D H")
        sizes["D+H"] = sizes["D"] + sizes["H"]
        for name, matrix in (("W_r", W_r), ("W_z", W_z)):
            check_array(name, matrix, "D+H H", sizes, W_xh.dtype)
        check_array("U_h", U_h, "H H", sizes, W_xh.dtype)
        for name, vector in (("b_r", b_r), ("b_z", b_z), ("b_xh", b_xh), ("b_hh", b_hh)):
            check_array(name, vector, "H", sizes, W_xh.dtype)
        super().__init__(W_r=W_r, W_z=W_z, W_xh=W_xh, U_h=U_h, b_r=b_r, b_z=b_z, b_xh=b_xh, b_hh=b_hh)


@dataclass(frozen=True)
class ResetAfterStep:
    """What one step of a reset-after GRU computed, by name.

    Attributes
    ----------
    x : ndarray, shape (B, D)
        The input x_t.
    h_prev : ndarray, shape (B, H)
        The state h_{t-1} before the step.
    r, z : ndarray, shape (B, H)
        Reset gate and update gate.
    past : ndarray, shape (B, H)
        h_{t-1} U_h + b_hh: what the reset gate scales.
    h_cand : ndarray, shape (B, H)
        The candidate state.
    h : ndarray, shape (B, H)
        The state h_t after the step.
    """

    x: Array
    h_prev: Array
    r: Array
    z: Array
    past: Array
    h_cand: Array
    h: Array


def reset_after_step(x: Array, h_prev: Array, params: ResetAfterParams) -> tuple[Array, ResetAfterStep]:
    """One step of a reset-after GRU, for every row of a batch.

    Parameters
    ----------
    x : ndarray, shape (B, D)
        The input of this step.
    h_prev : ndarray, shape (B, H)
        The hidden state before it.
    params : ResetAfterParams

    Returns
    -------
    h : ndarray, shape (B, H)
        The hidden state after the step.
    step : ResetAfterStep
        Gates, candidate and states by name.

    Raises
    ------
    TypeError
        If an argument is not a floating-point array of the parameters' type.
    ValueError
        If a shape does not fit, or a number is NaN or infinite.

    Notes
    -----
    If U_h is diagonal and b_hh is zero, scaling before or after the product is the same, and so is the
    result of :func:`gru_step`. In general the two are different functions, and no choice of weights turns
    one into the other.

    Examples
    --------
    >>> W, b = np.zeros((1 + 1, 1)), np.zeros(1)
    >>> params = ResetAfterParams(W_r=W, W_z=W, W_xh=W[:1], U_h=W[1:], b_r=b, b_z=b, b_xh=b, b_hh=b)
    >>> h, step = reset_after_step(np.array([[1.0]]), np.array([[0.6]]), params)
    >>> step.z, h
    (array([[0.5]]), array([[0.3]]))
    """
    if not isinstance(params, ResetAfterParams):
        raise TypeError(f"params: expected ResetAfterParams, got {type(params).__name__}")
    sizes = check_array("x", x, "B D", {"D": params.D}, params.dtype)
    check_array("h_prev", h_prev, "B H", {"B": sizes["B"], "H": params.H}, params.dtype)
    W_r, W_z, W_xh, U_h = params.W_r, params.W_z, params.W_xh, params.U_h
    b_r, b_z, b_xh, b_hh = params.b_r, params.b_z, params.b_xh, params.b_hh

    # r_t = sigmoid([x_t, h_{t-1}] W_r + b_r)
    r = sigmoid(beside(x, h_prev) @ W_r + b_r)

    # h_cand_t = tanh(x_t W_xh + b_xh + r_t * (h_{t-1} U_h + b_hh))
    past = h_prev @ U_h + b_hh
    h_cand = tanh(x @ W_xh + b_xh + r * past)

    # z_t = sigmoid([x_t, h_{t-1}] W_z + b_z)
    z = sigmoid(beside(x, h_prev) @ W_z + b_z)

    # h_t = z_t * h_cand_t + (1 - z_t) * h_{t-1}
    h = z * h_cand + (1 - z) * h_prev

    return h, ResetAfterStep(x=x, h_prev=h_prev, r=r, z=z, past=past, h_cand=h_cand, h=h)


@dataclass(frozen=True)
class ResetAfterTrace:
    """Everything that a reset-after GRU computed over a sequence, by name.

    Attributes
    ----------
    xs : ndarray, shape (B, T, D)
        Inputs; zeros where a step is padding.
    states : ndarray, shape (B, T + 1, H)
        h_0, h_1, ..., h_T.
    r, z : ndarray, shape (B, T, H)
        Reset and update gates; z is 0 where a step is padding.
    past : ndarray, shape (B, T, H)
        h_{t-1} U_h + b_hh: what the reset gate scales.
    h_cand : ndarray, shape (B, T, H)
        Candidate states.
    alive : ndarray of bool, shape (B, T, 1), or None
        True where a step is real, False where it is padding; None if all are real.
    """

    xs: Array
    states: Array
    r: Array
    z: Array
    past: Array
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


def reset_after_forward(
    xs: Array,
    h0: Array | None,
    params: ResetAfterParams,
    *,
    lengths: Sequence[int] | Array | None = None,
) -> tuple[Array, ResetAfterTrace]:
    """Run a reset-after GRU over a batch of sequences.

    Parameters
    ----------
    xs : ndarray, shape (B, T, D)
        Inputs.
    h0 : ndarray, shape (B, H), or None
        State before the first step; None means zeros.
    params : ResetAfterParams
    lengths : sequence of int, shape (B,), optional
        How many steps of each row are real; a padded step holds the state.

    Returns
    -------
    hs : ndarray, shape (B, T, H)
        h_1 to h_T.
    trace : ResetAfterTrace
        Gates, candidates and states by name.

    Raises
    ------
    TypeError
        If an argument is not a floating-point array of the parameters' type.
    ValueError
        If a shape or a length does not fit, a sequence is empty, or a number is NaN or infinite.
    """
    xs, h, alive = prepare_input(xs, h0, params, ResetAfterParams, lengths)
    steps = []
    states = [h]
    for t in range(xs.shape[1]):
        h_new, step = reset_after_step(xs[:, t], h, params)
        h = h_new if alive is None else np.where(alive[:, t], h_new, h)
        steps.append(step)
        states.append(h)

    def over_time(name: str) -> Any:
        return np.stack([getattr(step, name) for step in steps], axis=1)

    z = over_time("z")
    trace = ResetAfterTrace(
        xs=xs,
        states=np.stack(states, axis=1),
        r=over_time("r"),
        z=z if alive is None else z * alive,
        past=over_time("past"),
        h_cand=over_time("h_cand"),
        alive=alive,
    )
    return trace.hs, trace
