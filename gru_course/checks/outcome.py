"""What one call of an answer came to, as plain numbers and words.

This is all that a judgement ever sees of a learner's code: arrays of float64 and strings. It is the same
whether the function ran in this notebook or in a sandbox on another machine.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy import absolute, errstate, isfinite  # bound now: a learner's code may put others in their place

from gru_course.calling import TooSlow
from gru_course.nn.validate import Array

TOLERANCE = 1e-5
"""Absolute and relative: float32 is right, and so is 0.5 * (1 + tanh(a / 2)), which is exactly 0 at -50."""

ProblemKind = Literal["not attempted", "cannot call", "raised", "too slow", "nothing", "no numbers"]


@dataclass(frozen=True)
class Problem:
    """Why a call gave no numbers.

    Attributes
    ----------
    kind : str
        ``"not attempted"``, ``"cannot call"`` (no function, or other arguments), ``"raised"``,
        ``"too slow"``, ``"nothing"`` (returned None) or ``"no numbers"``.
    text : str
        What happened, for the learner.
    error : str
        Type of the exception, if one was raised.
    said : str
        What the exception said.
    advice : str
        A name that was perhaps meant.
    """

    kind: ProblemKind
    text: str
    error: str = ""
    said: str = ""
    advice: str = ""


@dataclass(frozen=True)
class Outcome:
    """What one call came to.

    Attributes
    ----------
    arrays : tuple of ndarray
        What was returned, piece by piece, in float64; empty if there is a problem.
    problem : Problem or None
    changed : tuple of str
        Names of the arguments into which the call wrote.
    printed : str
        The learner's own prints.
    takes : str
        What the function takes, where that is what is asked for in another order.
    """

    arrays: tuple[Array, ...] = ()
    problem: Problem | None = None
    changed: tuple[str, ...] = ()
    printed: str = ""
    takes: str = ""

    @property
    def shapes(self) -> tuple[tuple[int, ...], ...]:
        """Shape of every piece."""
        return tuple(array.shape for array in self.arrays)

    @property
    def finite(self) -> bool:
        """Whether every number is neither NaN nor infinite."""
        return all(bool(isfinite(array).all()) for array in self.arrays)


def close(got: Array, expected: Array, tolerance: float = TOLERANCE) -> bool:
    """Whether two arrays have one shape and the same numbers (NaN equals NaN)."""
    if got.shape != expected.shape:
        return False
    with errstate(invalid="ignore", over="ignore"):  # inf - inf
        near = absolute(got - expected) <= tolerance * (1 + absolute(expected))
    near &= isfinite(expected)
    return bool((near | equal(got, expected)).all())


def equal(one: Array, other: Array) -> Array:
    """Where two arrays of one shape hold exactly the same number (NaN equals NaN)."""
    return (one == other) | ((one != one) & (other != other))


def same(one: Outcome, other: Outcome, tolerance: float = TOLERANCE) -> bool:
    """Whether two calls came to the same: the same numbers, or the same problem in the same words."""
    if one.problem is not None or other.problem is not None:
        if one.problem is None or other.problem is None:
            return False
        first, second = one.problem, other.problem
        return (first.kind, first.error, first.said) == (second.kind, second.error, second.said)
    return len(one.arrays) == len(other.arrays) and all(
        close(a, b, tolerance) for a, b in zip(one.arrays, other.arrays, strict=True)
    )


def distance(one: Outcome, other: Outcome) -> float:
    """Root of the mean squared difference; infinite where the two cannot be compared, or one has no end."""
    if one.problem is not None or other.problem is not None or one.shapes != other.shapes:
        return float("inf")
    squares = np.concatenate(
        [((a - b) ** 2).reshape(-1) for a, b in zip(one.arrays, other.arrays, strict=True)]
    )
    mean = float(squares.mean())
    return float(np.sqrt(mean)) if np.isfinite(mean) else float("inf")


class NoNumbers(ValueError):  # noqa: N818  (it is told to the learner, not raised at them)
    """What was returned cannot be read as arrays of numbers; the text says why."""


def as_array(value: Any, what: str) -> Array:
    """A float64 copy of whatever holds numbers: an array, a list of lists, a number.

    Raises
    ------
    NoNumbers
        If it holds none; the text speaks of it as `what`.
    """
    try:
        array = np.array(value, subok=False)
        if array.dtype.kind not in "fiu":
            raise TypeError(array.dtype)
        return array.astype(np.float64)
    except (KeyboardInterrupt, TooSlow):
        raise  # it must be possible to stop it
    except BaseException:  # whatever an object does when NumPy asks it for numbers
        raise NoNumbers(f"{what} is {said_to_be(value)}, not an array of numbers") from None


def said_to_be(value: Any) -> str:
    """``an array of type bool``, ``a str``."""
    if value is None:
        return "None"
    kind = type(value)  # not isinstance, which asks the object itself
    if issubclass(kind, list | tuple):
        return f"a {kind.__name__} whose parts do not make one array"
    if issubclass(kind, np.ndarray):
        return f"an array of type {value.dtype}"
    name = kind.__name__
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"


def read_one(returned: Any) -> Sequence[Any]:
    """A function that returns one array."""
    return (returned,)
