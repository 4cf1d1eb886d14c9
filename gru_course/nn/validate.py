"""Bad input gets an error that names the argument, what was expected and what came.

Every public function of ``gru_course.nn`` checks its arrays here, so that a wrong shape is reported
where it enters and not ten calls later as a broadcasting error.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

FLOATS = (np.dtype(np.float32), np.dtype(np.float64))


def check_array(
    name: str,
    value: Any,
    axes: str,
    sizes: Mapping[str, int] | None = None,
    dtype: np.dtype[Any] | None = None,
) -> dict[str, int]:
    """Check one array argument, and learn the sizes of its axes.

    Parameters
    ----------
    name : str
        The argument's name, as the caller wrote it.
    value : object
        What came.
    axes : str
        The letters of the axes in order, such as ``"B T D"``.
    sizes : mapping of str to int, optional
        Sizes already known; the same letter must have the same size again.
    dtype : dtype, optional
        The floating-point type that the other arguments have.

    Returns
    -------
    dict of str to int
        ``sizes`` and the sizes of the letters that were new.

    Raises
    ------
    TypeError
        If `value` is not an array of float32 or float64, or not of `dtype`.
    ValueError
        If its shape differs, an axis is empty, or it holds NaN or infinity.

    Examples
    --------
    >>> check_array("x", np.zeros((2, 3)), "B D")
    {'B': 2, 'D': 3}
    """
    check_dtype(name, value, dtype)
    letters = axes.split()
    known = dict(sizes or {})
    shape = value.shape
    right = len(shape) == len(letters)
    if right:
        for letter, size in zip(letters, shape, strict=True):
            right = right and known.setdefault(letter, size) == size
    if not right:
        raise ValueError(
            f"{name}: expected shape {_spell(letters, sizes or {})}, got {shape}{_advice(shape, letters)}"
        )
    if value.size == 0:
        empty = letters[shape.index(0)]
        raise ValueError(f"{name}: expected at least one entry along {empty}, got shape {shape}")
    check_finite(name, value)
    return known


def check_dtype(name: str, value: Any, dtype: np.dtype[Any] | None = None) -> None:
    """Check that `value` is an array of float32 or float64 (and of `dtype`, if given).

    Raises
    ------
    TypeError
        Naming the argument, what came, and how to convert it.
    """
    if not isinstance(value, np.ndarray):
        raise TypeError(
            f"{name}: expected a NumPy array, got {type(value).__name__}; write np.array({name}, dtype=float)"
        )
    if value.dtype not in FLOATS:
        raise TypeError(
            f"{name}: expected floating-point numbers (float32 or float64), got {value.dtype}; "
            f"write {name}.astype(float)"
        )
    if dtype is not None and value.dtype != dtype:
        raise TypeError(
            f"{name}: expected {dtype} like the parameters, got {value.dtype}; "
            f"write {name}.astype(np.{dtype})"
        )


def check_finite(name: str, value: Array) -> None:
    """Check that `value` holds no NaN and no infinity.

    Raises
    ------
    ValueError
        Naming the argument and the first place where a number is not finite.
    """
    finite = np.isfinite(value)
    if not finite.all():
        where = tuple(int(i) for i in np.argwhere(~finite)[0])
        raise ValueError(f"{name}: expected finite numbers, got {value[where]} at index {where}")


def check_lengths(lengths: Any, B: int, T: int) -> Array:
    """Check the lengths of the rows of a padded batch.

    Parameters
    ----------
    lengths : array_like of int, shape (B,)
        How many steps of each row are real, each from 1 to T.
    B, T : int
        Rows and steps of the batch.

    Returns
    -------
    ndarray of int, shape (B,)

    Raises
    ------
    TypeError
        If the lengths are not whole numbers.
    ValueError
        If there are not B of them, or one is below 1 or above T.
    """
    values = np.asarray(lengths)
    if values.dtype.kind not in "iu":
        raise TypeError(f"lengths: expected whole numbers, got {values.dtype}")
    if values.shape != (B,):
        raise ValueError(f"lengths: expected shape (B,) with B = {B}, got {values.shape}")
    bad = np.flatnonzero((values < 1) | (values > T))
    if bad.size:
        row = int(bad[0])
        raise ValueError(f"lengths: expected 1 to T = {T} steps in every row, got {values[row]} in row {row}")
    return values


def _spell(letters: list[str], sizes: Mapping[str, int]) -> str:
    """``(B, D) with D = 3``: the expected shape, with the sizes that are known."""
    inside = ", ".join(letters) + ("," if len(letters) == 1 else "")
    known = [f"{letter} = {sizes[letter]}" for letter in dict.fromkeys(letters) if letter in sizes]
    return f"({inside})" + (f" with {', '.join(known)}" if known else "")


def _advice(shape: tuple[int, ...], letters: list[str]) -> str:
    """The usual mend for an array that lacks an axis."""
    if len(shape) == len(letters) - 1 and letters[0] == "B":
        return "; a single example still needs its batch axis: write a[None]"
    return ""
