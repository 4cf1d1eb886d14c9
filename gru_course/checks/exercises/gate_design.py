"""Read the weights of a gate that somebody chose by hand, and see what the gate does in every situation."""

from collections.abc import Callable, Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np

from gru_course.checks.exercise import Property
from gru_course.checks.probes import Arguments
from gru_course.nn.activations import sigmoid
from gru_course.nn.validate import Array

LEVELS = (-1.0, -0.5, 0.0, 0.5, 1.0)
"""Of a word, or of a value."""

STATES = (-1.0, 0.0, 1.0)
"""Of each unit; a state of a GRU lies between -1 and 1."""


def weights_of(answer: Any, gate: str, rows: tuple[str, ...], H: int) -> tuple[Array, Array]:
    """W and b of an answer ``(W, b)``.

    Parameters
    ----------
    answer : object
        Whatever a learner has put together.
    gate : str
        "r" or "z", for the text.
    rows : tuple of str
        What each row of W belongs to.
    H : int

    Returns
    -------
    W : ndarray, shape (len(rows), H)
    b : ndarray, shape (H,)

    Raises
    ------
    ValueError
        If it is anything else; the text says what was expected and what came.
    """
    W_name, b_name = f"W_{gate}", f"b_{gate}"
    shape = (len(rows), H)
    if isinstance(answer, Mapping):
        answer = tuple(answer.get(name) for name in (W_name, b_name))
    if not isinstance(answer, tuple | list) or len(answer) != 2:
        raise ValueError(
            f"two things are expected, ({W_name}, {b_name}), with shapes {shape} and ({H},); this is "
            f"{_kind(answer)}"
        )
    W, b = _numbers(answer[0], W_name), _numbers(answer[1], b_name)
    if b.shape == shape and W.shape != shape:
        raise ValueError(f"{W_name} comes first and {b_name} second; here they stand the other way round")
    if W.shape != shape:
        turned = " It looks transposed." if W.shape == shape[::-1] else ""
        raise ValueError(
            f"{W_name} has shape {W.shape}, expected {shape}: a row each for {', '.join(rows)}; "
            f"a column for each unit.{turned}"
        )
    if b.shape not in ((), (1,), (H,), (1, H)):
        raise ValueError(f"{b_name} has shape {b.shape}, expected ({H},): one number for each unit")
    return W, np.broadcast_to(b.reshape(-1), (H,))


def _kind(answer: Any) -> str:
    if isinstance(answer, tuple | list):
        return f"a {type(answer).__name__} of {len(answer)}"
    if isinstance(answer, np.ndarray):
        return f"one array of shape {answer.shape}"
    return f"of type {type(answer).__name__}"


def _numbers(part: Any, name: str) -> Array:
    if part is None or part is ...:
        raise ValueError(f"{name} is not there yet")
    try:
        array = np.asarray(part)
        if array.dtype.kind not in "fiu":
            raise TypeError
    except Exception:  # lists of unequal length, words, other objects
        raise ValueError(f"{name} is not an array of numbers: rows in brackets, all of one length") from None
    if not np.isfinite(array).all():
        raise ValueError(f"{name} holds NaN or infinite numbers; ordinary ones, such as 5 or -10, are enough")
    return array.astype(np.float64)


def in_every_situation(W: Array, b: Array, markers: tuple[float, ...]) -> Array:
    """The gate for each marker, whatever the other input and the state.

    Parameters
    ----------
    W : ndarray, shape (2 + H, H)
        Rows for the other input, the marker, and the units.
    b : ndarray, shape (H,)
    markers : tuple of float

    Returns
    -------
    ndarray, shape (len(markers), situations, H)
    """
    H = len(b)
    situations = np.array(list(product(LEVELS, *[STATES] * H)))  # (situations, 1 + H)
    each = [np.insert(situations, 1, marker, axis=1) for marker in markers]
    return sigmoid(np.stack(each) @ W + b)


def one_at_a_time(problem: Callable[[Array], str], words: Mapping[str, str]) -> tuple[Property, ...]:
    """A property for each thing that may be missing, of which at most one fails: the first to mend.

    Parameters
    ----------
    problem : callable
        What a design does -> the key of what is to be mended, or "".
    words : mapping of str to str
        What is said, by key.
    """

    def absent(key: str) -> Callable[[Arguments, Sequence[Array]], bool]:
        return lambda arguments, pieces: problem(pieces[0]) != key

    return tuple(Property(key, said, absent(key)) for key, said in words.items())
