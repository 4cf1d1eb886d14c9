"""To and from the weights of ONNX' ``GRU`` operator.

The operator takes three arrays: W (num_directions, 3H, D), R (num_directions, 3H, H) and B (num_directions,
6H), with the gates z, r, h below each other in the rows; B holds three biases for the input's products, then
three for the state's. ``onnx_export`` and ``onnx_import`` write and read whole files.
"""

from typing import Any, overload

import numpy as np

from gru_course.nn.cell import GRUParams
from gru_course.nn.interop.blocks import Gate, check_gru_params, check_kind, to_params
from gru_course.nn.reset_after import ResetAfterParams
from gru_course.nn.validate import Array, check_array


def to_onnx_weights(params: GRUParams) -> tuple[Array, Array, Array]:
    """The inputs W, R and B of an ONNX ``GRU`` with ``linear_before_reset=0``.

    For ``direction="bidirectional"``, convert both directions and join each pair along its first axis.

    Parameters
    ----------
    params : GRUParams

    Returns
    -------
    W : ndarray, shape (1, 3H, D)
    R : ndarray, shape (1, 3H, H)
    B : ndarray, shape (1, 6H)
        The biases, then zeros.

    Raises
    ------
    TypeError
        If `params` is something else.

    Examples
    --------
    >>> from gru_course.nn.init import init_params
    >>> [a.shape for a in to_onnx_weights(init_params(D=3, H=4, rng=np.random.default_rng(0)))]
    [(1, 12, 3), (1, 12, 4), (1, 24)]
    """
    check_gru_params(params)
    D = params.D
    # where ONNX' z is 1, it keeps: sigmoid(-a) = 1 - sigmoid(a)
    WR = np.concatenate([-params.W_z, params.W_r, params.W_h], axis=1).T  # (3H, D + H)
    bias = np.concatenate([-params.b_z, params.b_r, params.b_h])
    W, R = np.ascontiguousarray(WR[:, :D]), np.ascontiguousarray(WR[:, D:])
    B = np.concatenate([bias, np.zeros_like(bias)])
    return W[None], R[None], B[None]


@overload
def from_onnx_weights(W: Array, R: Array, B: Array | None = None) -> GRUParams: ...
@overload
def from_onnx_weights(W: Array, R: Array, B: Array | None, kind: type[GRUParams]) -> GRUParams: ...
@overload
def from_onnx_weights(
    W: Array, R: Array, B: Array | None, kind: type[ResetAfterParams]
) -> ResetAfterParams: ...
def from_onnx_weights(
    W: Array, R: Array, B: Array | None = None, kind: Any = GRUParams
) -> GRUParams | ResetAfterParams:
    """Parameters from the inputs of an ONNX ``GRU`` operator.

    Parameters
    ----------
    W : ndarray, shape (1, 3H, D)
    R : ndarray, shape (1, 3H, H)
    B : ndarray, shape (1, 6H), or None
        None means zeros, as it does in ONNX.
    kind : type, optional
        GRUParams if the operator has ``linear_before_reset=0``, ResetAfterParams if it has 1; the arrays
        themselves do not tell.

    Returns
    -------
    GRUParams or ResetAfterParams
        A bias is the sum of the operator's two, rounded once.

    Raises
    ------
    TypeError
        If an array is not float32 or float64.
    ValueError
        If a shape does not fit, or there are two directions.
    """
    check_kind(kind)
    sizes = check_array("R", R, "num_directions 3H H")
    H = sizes["H"]
    if sizes["3H"] != 3 * H:
        raise ValueError(
            f"R: expected shape (num_directions, 3H, H), the gates z, r, h of a GRU, got {R.shape}"
            " (an LSTM has 4H rows, an RNN has H)"
        )
    if sizes["num_directions"] != 1:
        raise ValueError(
            f"R: expected one direction, got {sizes['num_directions']}; "
            "convert them one by one: from_onnx_weights(W[:1], R[:1], B[:1]) is the forward one"
        )
    check_array("W", W, "num_directions 3H D", {"num_directions": 1, "3H": 3 * H}, R.dtype)
    if B is None:
        B = np.zeros((1, 6 * H), R.dtype)
    check_array("B", B, "num_directions 6H", {"num_directions": 1, "6H": 6 * H}, R.dtype)

    b_x, b_h = np.split(B[0], 2)
    z, r, h = (
        Gate(W=w.T, U=u.T, b_x=x, b_h=s)
        for w, u, x, s in zip(*(np.split(a, 3) for a in (W[0], R[0], b_x, b_h)), strict=True)
    )
    return to_params(kind, r=r, z=z, h=h)


def load_onnx() -> Any:
    """The package ``onnx``, or an error that says how to get it."""
    try:
        import onnx
    except ImportError as error:
        raise ImportError(
            "the package onnx is needed to write and read ONNX files; pip install 'gru-course[onnx]'"
        ) from error
    return onnx
