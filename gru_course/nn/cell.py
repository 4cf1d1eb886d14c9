"""The four equations of the GRU, one line of code under each.

A GRU cell reads one input x_t and its own memory h_{t-1}, and writes a new memory h_t. Two gates decide
how: r_t says how much of the old memory the *candidate* may look at, and z_t how much of the candidate
*replaces* the old memory.

The letters are the documents' own. Row vectors, batch first; ``[a, b]`` puts two rows side by side.
Two conventions differ between libraries, and this file holds one of each: z = 1 replaces the state
(Chung et al. 2014; PyTorch and Keras keep it instead), and the reset acts before the matrix product
(PyTorch and cuDNN apply it after). ``gru_course.nn.interop`` converts.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from gru_course.nn.activations import sigmoid, sigmoid_derivative, tanh, tanh_derivative
from gru_course.nn.params import CellParams
from gru_course.nn.validate import Array, check_array


class GRUParams(CellParams):
    """The weights of a GRU cell, by the names that the documents use.

    Parameters
    ----------
    W_r, W_z, W_h : ndarray, shape (D + H, H)
        Weight matrices of the reset gate, the update gate and the candidate. The first D rows meet
        the input x, the other H rows the hidden state.
    b_r, b_z, b_h : ndarray, shape (H,)
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
    >>> params = GRUParams(W_r=W, W_z=W, W_h=W, b_r=b, b_z=b, b_h=b)
    >>> params.D, params.H, params.size
    (3, 2, 36)
    """

    W_r: Array
    W_z: Array
    W_h: Array
    b_r: Array
    b_z: Array
    b_h: Array

    def __init__(self, *, W_r: Array, W_z: Array, W_h: Array, b_r: Array, b_z: Array, b_h: Array) -> None:
        sizes = check_array("W_r", W_r, "D+H H")
        if sizes["D+H"] <= sizes["H"]:
            raise ValueError(f"W_r: expected shape (D+H, H) with D of at least 1, got {W_r.shape}")
        for name, matrix in (("W_z", W_z), ("W_h", W_h)):
            check_array(name, matrix, "D+H H", sizes, W_r.dtype)
        for name, vector in (("b_r", b_r), ("b_z", b_z), ("b_h", b_h)):
            check_array(name, vector, "H", {"H": sizes["H"]}, W_r.dtype)
        super().__init__(W_r=W_r, W_z=W_z, W_h=W_h, b_r=b_r, b_z=b_z, b_h=b_h)


@dataclass(frozen=True)
class GRUStep:
    """What one step of a GRU computed, by name: what backward reads and what pictures show.

    Attributes
    ----------
    x : ndarray, shape (B, D)
        The input x_t.
    h_prev : ndarray, shape (B, H)
        The state h_{t-1} before the step.
    r, z : ndarray, shape (B, H)
        Reset gate and update gate.
    reset_h : ndarray, shape (B, H)
        r_t * h_{t-1}: what the reset gate lets the candidate see of the past.
    h_cand : ndarray, shape (B, H)
        The candidate state.
    h : ndarray, shape (B, H)
        The state h_t after the step.
    """

    x: Array
    h_prev: Array
    r: Array
    z: Array
    reset_h: Array
    h_cand: Array
    h: Array


def gru_step(x: Array, h_prev: Array, params: GRUParams) -> tuple[Array, GRUStep]:
    """One step of a GRU, for every row of a batch (documents, sections 2.1 to 2.4).

    Parameters
    ----------
    x : ndarray, shape (B, D)
        The input of this step.
    h_prev : ndarray, shape (B, H)
        The hidden state before it.
    params : GRUParams

    Returns
    -------
    h : ndarray, shape (B, H)
        The hidden state after the step.
    step : GRUStep
        Gates, candidate and states by name.

    Raises
    ------
    TypeError
        If an argument is not a floating-point array of the parameters' type.
    ValueError
        If a shape does not fit, or a number is NaN or infinite.

    Examples
    --------
    >>> W, b = np.zeros((1 + 1, 1)), np.zeros(1)
    >>> params = GRUParams(W_r=W, W_z=W, W_h=W, b_r=b, b_z=b, b_h=b)
    >>> h, step = gru_step(np.array([[1.0]]), np.array([[0.6]]), params)
    >>> step.z, h                       # half of 0.6 is kept, half is replaced by tanh(0) = 0
    (array([[0.5]]), array([[0.3]]))
    """
    check_step_input(x, h_prev, params)
    W_r, W_z, W_h = params.W_r, params.W_z, params.W_h
    b_r, b_z, b_h = params.b_r, params.b_z, params.b_h

    # r_t = sigmoid([x_t, h_{t-1}] W_r + b_r)
    r = sigmoid(beside(x, h_prev) @ W_r + b_r)

    # h_cand_t = tanh([x_t, r_t * h_{t-1}] W_h + b_h)
    reset_h = r * h_prev
    h_cand = tanh(beside(x, reset_h) @ W_h + b_h)

    # z_t = sigmoid([x_t, h_{t-1}] W_z + b_z)
    z = sigmoid(beside(x, h_prev) @ W_z + b_z)

    # h_t = z_t * h_cand_t + (1 - z_t) * h_{t-1}
    h = z * h_cand + (1 - z) * h_prev

    return h, GRUStep(x=x, h_prev=h_prev, r=r, z=z, reset_h=reset_h, h_cand=h_cand, h=h)


def gru_step_backward(d_h: Array, step: GRUStep, params: GRUParams) -> tuple[Array, Array, GRUParams]:
    """Backward through one step: the chain rule, from the last equation to the first.

    ``d_a`` is the derivative of a loss with respect to ``a``, and has the shape of ``a``.

    Parameters
    ----------
    d_h : ndarray, shape (B, H)
        Derivative of the loss with respect to h_t.
    step : GRUStep
        What :func:`gru_step` returned.
    params : GRUParams

    Returns
    -------
    d_x : ndarray, shape (B, D)
    d_h_prev : ndarray, shape (B, H)
    grads : GRUParams
        Summed over the rows of the batch.

    Raises
    ------
    TypeError, ValueError
        If `d_h` does not have the type and shape of ``step.h``.
    """
    B, H = step.h.shape
    check_array("d_h", d_h, "B H", {"B": B, "H": H}, params.dtype)
    x, h_prev, r, z, h_cand = step.x, step.h_prev, step.r, step.z, step.h_cand

    # h_t = z_t * h_cand_t + (1 - z_t) * h_{t-1}
    d_z = d_h * (h_cand - h_prev)
    d_h_cand = d_h * z
    d_h_prev = d_h * (1 - z)

    # z_t = sigmoid([x_t, h_{t-1}] W_z + b_z)
    d_a_z = d_z * sigmoid_derivative(z)
    d_W_z = beside(x, h_prev).T @ d_a_z
    d_b_z = d_a_z.sum(axis=0)
    d_x_z, d_h_z = apart(d_a_z @ params.W_z.T, params)

    # h_cand_t = tanh([x_t, r_t * h_{t-1}] W_h + b_h)
    d_a_h = d_h_cand * tanh_derivative(h_cand)
    d_W_h = beside(x, step.reset_h).T @ d_a_h
    d_b_h = d_a_h.sum(axis=0)
    d_x_h, d_reset_h = apart(d_a_h @ params.W_h.T, params)
    d_r = d_reset_h * h_prev
    d_h_h = d_reset_h * r

    # r_t = sigmoid([x_t, h_{t-1}] W_r + b_r)
    d_a_r = d_r * sigmoid_derivative(r)
    d_W_r = beside(x, h_prev).T @ d_a_r
    d_b_r = d_a_r.sum(axis=0)
    d_x_r, d_h_r = apart(d_a_r @ params.W_r.T, params)

    d_x = d_x_z + d_x_h + d_x_r
    d_h_prev = d_h_prev + d_h_z + d_h_h + d_h_r
    grads = GRUParams(W_r=d_W_r, W_z=d_W_z, W_h=d_W_h, b_r=d_b_r, b_z=d_b_z, b_h=d_b_h)
    return d_x, d_h_prev, grads


def beside(x: Array, h: Array) -> Array:
    """[x, h]: two blocks of rows side by side, (B, D) and (B, H) to (B, D + H)."""
    return np.concatenate([x, h], axis=1)


def apart(d_xh: Array, params: GRUParams) -> tuple[Array, Array]:
    """Undo :func:`beside`: (B, D + H) to (B, D) and (B, H)."""
    return d_xh[:, : params.D], d_xh[:, params.D :]


def check_step_input(x: Any, h_prev: Any, params: Any) -> None:
    """Check the arguments of one step; errors name the argument."""
    if not isinstance(params, GRUParams):
        raise TypeError(f"params: expected GRUParams, got {type(params).__name__}")
    sizes = check_array("x", x, "B D", {"D": params.D}, params.dtype)
    check_array("h_prev", h_prev, "B H", {"B": sizes["B"], "H": params.H}, params.dtype)
