"""Take apart what a backward step returned: gradients may come as params, by name, or in order."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from gru_course.calling import TooSlow
from gru_course.checks.outcome import NoNumbers

NAMES = ("W_r", "W_z", "W_h", "b_r", "b_z", "b_h")

OUTPUTS = {
    "d_x": "B D",
    "d_h_prev": "B H",
    **{f"d_{name}": "D+H H" if name.startswith("W") else "H" for name in NAMES},
}

WANTED = "(d_x, d_h_prev, grads)"

_MISSING = object()


def read_gradients(returned: Any) -> Sequence[Any]:
    """Take apart (d_x, d_h_prev, grads) into eight arrays.

    Parameters
    ----------
    returned : object
        A tuple or list of three. The gradients may be of the type of params, a dict by names, anything with
        these attributes, or a tuple or list in the order W_r, W_z, W_h, b_r, b_z, b_h. A bias may have the
        shape (1, H).

    Returns
    -------
    list of eight objects, in the order of `OUTPUTS`

    Raises
    ------
    NoNumbers
        If it cannot be taken apart; the text says what is missing.
    """
    try:
        return _eight(returned)
    except (NoNumbers, KeyboardInterrupt, TooSlow):
        raise
    except BaseException:  # an object of the learner's own may do anything when it is looked at
        raise NoNumbers(f"what came back cannot be taken apart into {WANTED}") from None


def _eight(returned: Any) -> list[Any]:
    if isinstance(returned, Mapping) or not isinstance(returned, Sequence):
        raise NoNumbers(f"three things are asked for, {WANTED}, and {_said(returned)} came back")
    if len(returned) != 3:
        raise NoNumbers(f"three things are asked for, {WANTED}, and {len(returned)} came back")
    d_x, d_h_prev, grads = returned
    for name, piece in (("d_x", d_x), ("d_h_prev", d_h_prev)):
        if piece is None:
            raise NoNumbers(f"{name} is None: nothing has been assigned to it yet")
        if not isinstance(piece, np.ndarray | list | tuple | np.generic | float | int):
            raise NoNumbers(f"{WANTED} are asked for in this order, and {name} is {_said(piece)}")
    weights_and_biases = _six(grads)
    return [d_x, d_h_prev, *weights_and_biases[:3], *(_one_row(bias) for bias in weights_and_biases[3:])]


def _six(grads: Any) -> list[Any]:
    if isinstance(grads, tuple | list) and not hasattr(grads, "_fields"):
        if len(grads) != len(NAMES):
            raise NoNumbers(f"grads holds {len(grads)} things; six are asked for, {', '.join(NAMES)}")
        return list(grads)
    if grads is None or isinstance(grads, np.ndarray | np.generic | float | int | str):
        raise NoNumbers(
            f"grads is {_said(grads)}; it should hold six arrays by name: gc.GRUParams(W_r=d_W_r, ...)"
        )
    found = [_named(grads, name) for name in NAMES]
    missing = [name for name, piece in zip(NAMES, found, strict=True) if piece is _MISSING]
    if missing:
        raise NoNumbers(f"grads has no {' and no '.join(missing)}")
    return found


def _named(grads: Any, name: str) -> Any:
    """A gradient by its name, which may begin with d: W_r, dW_r, d_W_r."""
    for key in (name, f"d_{name}", f"d{name}"):
        if isinstance(grads, Mapping):
            if key in grads:
                return grads[key]
        elif hasattr(grads, key):
            return getattr(grads, key)
    return _MISSING


def _one_row(bias: Any) -> Any:
    """(1, H) to (H,), and everything else as it is."""
    row_of_an_array = isinstance(bias, np.ndarray) and bias.ndim == 2 and bias.shape[0] == 1
    row_of_a_list = (
        isinstance(bias, list | tuple) and len(bias) == 1 and isinstance(bias[0], list | np.ndarray)
    )
    return bias[0] if row_of_an_array or row_of_a_list else bias


def _said(thing: Any) -> str:
    if thing is None:
        return "None"
    if isinstance(thing, np.ndarray):
        return "one array"
    name = type(thing).__name__
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"
