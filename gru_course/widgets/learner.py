"""Call a function that a learner wrote, and put into words whatever happens.

It may raise, print, return nothing, the wrong shape or NaN, or change its inputs: the explorer goes on, and
says what came, with the line of the learner's own code.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from gru_course.calling import call, name_of
from gru_course.nn.validate import Array


@dataclass(frozen=True)
class Answer:
    """What a computation came to: numbers for the picture, or a problem in words.

    Attributes
    ----------
    result : dict
        Numbers, lists of numbers, by name; empty if there is a problem.
    problem : str
        What is wrong with the learner's function; empty if nothing.
    """

    result: Mapping[str, Any] = field(default_factory=dict)
    problem: str = ""

    def to_browser(self) -> dict[str, Any]:
        """As a message: plain lists and numbers."""
        return {"result": dict(self.result), "problem": self.problem}


class LearnerProblem(Exception):  # noqa: N818  (a problem that the page tells, no error of the course)
    """The learner's function did something that cannot be drawn; the text says what."""


def call_learner(function: Callable[..., Any], arguments: Mapping[str, Any], shape: tuple[int, ...]) -> Array:
    """Call `function` with copies of `arguments`, by position, and check what it returns.

    Parameters
    ----------
    function : callable
        The learner's.
    arguments : mapping of str to object
        In the order in which the function takes them; arrays are copied, so that it may write into them.
    shape : tuple of int
        What it should return.

    Returns
    -------
    ndarray, of `shape`

    Raises
    ------
    LearnerProblem
        If it raises, or returns nothing, another shape, or a number that is not finite.
    """
    return checked(function, invoke(function, arguments), arguments, shape)


def invoke(function: Callable[..., Any], arguments: Mapping[str, Any]) -> Any:
    """Call `function` as :func:`call_learner` does, and give back whatever it returns but None.

    Raises
    ------
    LearnerProblem
        If it raises, or returns nothing.
    """
    copies = {
        key: np.copy(value) if isinstance(value, np.ndarray) else value for key, value in arguments.items()
    }
    called = call(function, copies)
    failure = called.failure
    if failure is not None:
        raise LearnerProblem(f"{name_of(function)} raised {failure.error}: {failure.text}{failure.where}")
    if called.returned is None:
        raise LearnerProblem(f"{name_of(function)} returned None: does it end with return?")
    return called.returned


def checked(
    function: Callable[..., Any],
    returned: Any,
    arguments: Mapping[str, Any],
    shape: tuple[int, ...],
    what: str = "",
) -> Array:
    """What `function` returned as an array, if that is what it is; `what` names a part of it (`` as z``).

    Raises
    ------
    LearnerProblem
        If it is no array, of another shape, or has a number that is not finite.
    """
    name = name_of(function)
    try:
        if np.iscomplexobj(returned):
            raise TypeError("complex")
        array = np.asarray(returned, dtype=float)
    except Exception:  # whatever an object does when NumPy asks it for numbers
        came = type(returned).__name__
        raise LearnerProblem(f"{name} returned a {came}{what}; expected an array of shape {shape}") from None
    if array.shape != shape:
        given = ", ".join(f"{key} {np.shape(value)}" for key, value in arguments.items() if np.ndim(value))
        raise LearnerProblem(f"{name} returned shape {array.shape}{what}; expected {shape} for {given}")
    if not np.isfinite(array).all():
        raise LearnerProblem(
            f"{name} returned {array[~np.isfinite(array)][0]}{what}; expected finite numbers"
        )
    return array


def answer(compute: Callable[[], Mapping[str, Any]]) -> Answer:
    """What `compute` gives, or the problem that it met."""
    try:
        return Answer(result=compute())
    except LearnerProblem as problem:
        return Answer(problem=str(problem))
