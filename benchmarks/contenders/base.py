"""What every contender offers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from benchmarks.case import Case
from gru_course.nn.validate import Array


class UnsupportedError(Exception):
    """Raised by a contender's set-up for a case that it cannot do; the message says why."""


def nothing() -> None:
    """The reset of a task that keeps no state."""


@dataclass(frozen=True)
class Task:
    """One thing to time.

    Attributes
    ----------
    run : the call that is timed.
    read : turns what it returned into arrays by the course's names and shapes (not timed).
    reset : back to the starting point, before every sample (not timed).
    """

    run: Callable[[], Any]
    read: Callable[[Any], dict[str, Array]]
    reset: Callable[[], None] = nothing


@dataclass(frozen=True)
class Contender:
    """One implementation.

    Attributes
    ----------
    setup : from a case to its tasks, by the names in ``case.TASKS``; what it cannot do is left out.
    resets_before : False if its reset gate acts after the matrix product.
    checked : False if it does not compute a GRU, so that there is nothing to compare.
    """

    name: str
    setup: Callable[[Case], Mapping[str, Task]]
    resets_before: bool = True
    checked: bool = True
