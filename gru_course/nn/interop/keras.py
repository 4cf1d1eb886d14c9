"""To and from the weights of Keras' ``GRU`` layer.

``layer.get_weights()`` is a list of three arrays, each with the gates z, r, h side by side in its columns.
"""

from collections.abc import Sequence
from typing import Any, overload

import numpy as np

from gru_course.nn.cell import GRUParams
from gru_course.nn.interop.blocks import WHY_NOT, Gate, check_gru_params, check_kind, to_params
from gru_course.nn.reset_after import ResetAfterParams
from gru_course.nn.validate import Array, check_array


def to_keras_weights(params: GRUParams) -> list[Array]:
    """The weights for ``keras.layers.GRU(H, reset_after=False).set_weights``.

    Parameters
    ----------
    params : GRUParams

    Returns
    -------
    list of ndarray, shapes (D, 3H), (H, 3H), (3H,)
        Kernel, recurrent kernel and bias, with gates in the order z, r, h.

    Raises
    ------
    TypeError
        If `params` is something else.

    Notes
    -----
    Keras' own default is ``reset_after=True``; a layer built without ``reset_after=False`` computes another
    function and refuses a bias of this shape.

    Examples
    --------
    >>> from gru_course.nn.init import init_params
    >>> [a.shape for a in to_keras_weights(init_params(D=3, H=4, rng=np.random.default_rng(0)))]
    [(3, 12), (4, 12), (12,)]
    """
    check_gru_params(params)
    D = params.D
    # where Keras' z is 1, it keeps: sigmoid(-a) = 1 - sigmoid(a)
    W = np.concatenate([-params.W_z, params.W_r, params.W_h], axis=1)  # (D + H, 3H)
    bias = np.concatenate([-params.b_z, params.b_r, params.b_h])
    return [W[:D], W[D:], bias]


@overload
def from_keras_weights(weights: Sequence[Array]) -> GRUParams: ...
@overload
def from_keras_weights(weights: Sequence[Array], kind: type[GRUParams]) -> GRUParams: ...
@overload
def from_keras_weights(weights: Sequence[Array], kind: type[ResetAfterParams]) -> ResetAfterParams: ...
def from_keras_weights(weights: Sequence[Array], kind: Any = GRUParams) -> GRUParams | ResetAfterParams:
    """Parameters from the weights of a Keras ``GRU`` layer with tanh and sigmoid.

    Parameters
    ----------
    weights : sequence of ndarray, shapes (D, 3H), (H, 3H) and (3H,) or (2, 3H)
        What ``layer.get_weights()`` returns.
    kind : type, optional
        GRUParams for ``reset_after=False``, ResetAfterParams for ``reset_after=True``.

    Returns
    -------
    GRUParams or ResetAfterParams

    Raises
    ------
    TypeError
        If an array is not float32 or float64.
    ValueError
        If the arrays are not those of one GRU layer, or not those of `kind`.
    """
    check_kind(kind)
    if len(weights) == 2:
        raise ValueError(
            "weights: expected [kernel, recurrent_kernel, bias], got 2 arrays; without a bias nothing tells "
            "reset_after=False from reset_after=True: append np.zeros(3 * H) for the one and "
            "np.zeros((2, 3 * H)) for the other"
        )
    if len(weights) != 3:
        raise ValueError(
            f"weights: expected [kernel, recurrent_kernel, bias], got {len(weights)} arrays; "
            "a Bidirectional layer holds three for each direction, to be converted one by one"
        )
    kernel, recurrent, bias = weights
    sizes = check_array("recurrent_kernel", recurrent, "H 3H")
    H = sizes["H"]
    if sizes["3H"] != 3 * H:
        raise ValueError(
            f"recurrent_kernel: expected shape (H, 3H), three gates side by side, got {recurrent.shape}"
        )
    check_array("kernel", kernel, "D 3H", {"3H": 3 * H}, recurrent.dtype)

    if np.shape(bias) == (2, 3 * H):
        if kind is GRUParams:
            raise ValueError(
                f"bias: shape {np.shape(bias)} is that of a layer with reset_after=True, which cannot be "
                f"represented as GRUParams: {WHY_NOT}. Write from_keras_weights(weights, ResetAfterParams), "
                "or train with GRU(..., reset_after=False)"
            )
        b_x, b_h = bias
    else:
        check_array("bias", bias, "3H", {"3H": 3 * H}, recurrent.dtype)
        if kind is ResetAfterParams:
            raise ValueError(
                f"bias: shape {bias.shape} is that of a layer with reset_after=False; "
                "write from_keras_weights(weights, GRUParams)"
            )
        b_x, b_h = bias, np.zeros_like(bias)

    z, r, h = (
        Gate(*gate)
        for gate in zip(*(np.split(a, 3, axis=-1) for a in (kernel, recurrent, b_x, b_h)), strict=True)
    )
    return to_params(kind, r=r, z=z, h=h)
