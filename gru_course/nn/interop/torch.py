"""From the weights of PyTorch's ``nn.GRU`` into the reset-after cell; PyTorch itself is not needed.

``gru.state_dict()`` holds, for every layer, ``weight_ih_l0`` (3H, D), ``weight_hh_l0`` (3H, H),
``bias_ih_l0`` and ``bias_hh_l0`` (3H,), with the gates r, z, n below each other in the rows; the backward
direction's names end in ``_reverse``.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from gru_course.nn.cell import GRUParams
from gru_course.nn.interop.blocks import WHY_NOT, Gate, check_kind, to_reset_after_params
from gru_course.nn.reset_after import ResetAfterParams
from gru_course.nn.validate import Array, check_array


def from_torch_state_dict(
    state_dict: Mapping[str, Any],
    kind: Any = ResetAfterParams,
    *,
    layer: int = 0,
    reverse: bool = False,
    prefix: str = "",
) -> ResetAfterParams:
    """Parameters of one layer, in one direction, of a PyTorch ``nn.GRU``.

    Parameters
    ----------
    state_dict : mapping of str to array_like
        What ``gru.state_dict()`` returns; tensors or arrays.
    kind : type, optional
        ResetAfterParams is all that these weights can be.
    layer : int, optional
        Which layer of a stack, from 0.
    reverse : bool, optional
        True for the backward direction of a bidirectional GRU.
    prefix : str, optional
        Where the GRU sits in a larger module, such as ``"encoder.gru."``.

    Returns
    -------
    ResetAfterParams

    Raises
    ------
    TypeError
        If the numbers are not float32 or float64.
    ValueError
        If the layer is not there, the arrays are not those of a GRU, or `kind` is GRUParams.

    Notes
    -----
    A gate's two biases only ever appear as their sum, so they are added here (rounded once). Those of the
    candidate stay two: the reset gate scales one of them.

    Examples
    --------
    >>> a = {"weight_ih_l0": np.zeros((6, 3)), "weight_hh_l0": np.zeros((6, 2))}
    >>> a |= {"bias_ih_l0": np.zeros(6), "bias_hh_l0": np.zeros(6)}
    >>> from_torch_state_dict(a).W_xh.shape
    (3, 2)
    """
    check_kind(kind)
    if kind is GRUParams:
        raise ValueError(
            f"kind: the weights of a PyTorch nn.GRU cannot be represented as GRUParams: {WHY_NOT}. Its "
            "candidate also has two biases, b_xh outside the reset gate's reach and b_hh inside, where the "
            "course's cell has one. Leave kind out, and run the result with reset_after_forward"
        )
    suffix = f"l{layer}" + ("_reverse" if reverse else "")
    wanted = [f"{prefix}{stem}_{suffix}" for stem in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")]
    missing = [name for name in wanted if name not in state_dict]
    if missing == wanted[2:]:  # nn.GRU(bias=False)
        arrays = [_as_array(name, state_dict[name]) for name in wanted[:2]]
        arrays += [np.zeros(arrays[0].shape[:1], arrays[0].dtype)] * 2
    elif missing:
        raise ValueError(
            f"state_dict: expected {', '.join(wanted)}; got {', '.join(state_dict) or 'no entries'}"
        )
    else:
        arrays = [_as_array(name, state_dict[name]) for name in wanted]

    weight_ih, weight_hh, bias_ih, bias_hh = arrays
    sizes = check_array(wanted[1], weight_hh, "3H H")
    if sizes["3H"] != 3 * sizes["H"]:
        raise ValueError(
            f"{wanted[1]}: expected shape (3H, H), the gates r, z, n of an nn.GRU, got {weight_hh.shape}"
            " (an nn.LSTM has 4H rows, an nn.RNN has H)"
        )
    check_array(wanted[0], weight_ih, "3H D", {"3H": sizes["3H"]}, weight_hh.dtype)
    check_array(wanted[2], bias_ih, "3H", {"3H": sizes["3H"]}, weight_hh.dtype)
    check_array(wanted[3], bias_hh, "3H", {"3H": sizes["3H"]}, weight_hh.dtype)

    r, z, n = (
        Gate(W=W.T, U=U.T, b_x=b_x, b_h=b_h)
        for W, U, b_x, b_h in zip(*(np.split(a, 3) for a in arrays), strict=True)
    )
    return to_reset_after_params(r=r, z=z, h=n)


def _as_array(name: str, value: Any) -> Array:
    """A tensor, wherever it lives and whatever tracks it, as a NumPy array."""
    for method in ("detach", "cpu"):
        value = getattr(value, method)() if hasattr(value, method) else value
    try:
        return np.asarray(value)
    except TypeError as error:  # bfloat16
        raise TypeError(
            f"{name}: expected numbers that NumPy can read; write tensor.float() ({error})"
        ) from error
