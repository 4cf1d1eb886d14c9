"""Play back what a learner's function did in the sandbox, so that the ordinary check can look at it.

A `Replay` stands for the function and gives, call by call, what the function gave: the value, the exception,
the arguments that it wrote into. So a verdict here and one in the learner's notebook come from the same code.
"""

import inspect
from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

import numpy as np

from gru_course.calling import Called, Failure
from gru_course.checks.observe import here_and_now
from gru_course.checks.outcome import equal
from gru_course.checks.probes import Call, leaves
from gru_course.grading.codec import LONGEST_TEXT, Opaque, Record, clean
from gru_course.nn.cell import GRUParams

LONGEST_NAME = 80
"""Characters of a name that a learner chose."""
LONGEST_WORD = 8
"""Characters of a text among others in what a learner's function gave, where a number belongs."""
MOST_ARGUMENTS = 100

KINDS = {
    "POSITIONAL_ONLY": inspect.Parameter.POSITIONAL_ONLY,
    "POSITIONAL_OR_KEYWORD": inspect.Parameter.POSITIONAL_OR_KEYWORD,
    "VAR_POSITIONAL": inspect.Parameter.VAR_POSITIONAL,
    "KEYWORD_ONLY": inspect.Parameter.KEYWORD_ONLY,
    "VAR_KEYWORD": inspect.Parameter.VAR_KEYWORD,
}


ANYTHING = inspect.Signature(
    [
        inspect.Parameter("arguments", inspect.Parameter.VAR_POSITIONAL),
        inspect.Parameter("named", inspect.Parameter.VAR_KEYWORD),
    ]
)
"""What is taken by a function that does not tell: one that is not written in Python, say."""


class Replay:
    """Gives what a function gave, one call after the other.

    Parameters
    ----------
    report : mapping
        What the worker sent of a step that is a function. It was written by a process in which a learner's
        code ran: every part of it is checked for its type before it is used.
    """

    def __init__(self, report: Mapping[str, Any]) -> None:
        self.__name__ = _text(report.get("name"), "your function", LONGEST_NAME)
        self.__signature__ = _signature(report.get("takes")) or ANYTHING
        outcomes = report.get("outcomes")
        self._outcomes = [o for o in outcomes if isinstance(o, dict)] if isinstance(outcomes, list) else []
        self._next = 0

    def __call__(self) -> None:
        """Not to be called: `played` says what came of each call."""
        raise TypeError("a replay is not called")

    def next(self, each: Call) -> tuple[Called, tuple[str, ...]]:
        """What came of the next call, and the paths of the arguments that were written into."""
        if self._next >= len(self._outcomes):
            ended = "it was not called so often: the process ended before"
            return Called(failure=Failure("NotRun", ended)), ()
        outcome = self._outcomes[self._next]
        self._next += 1
        printed = _text(outcome.get("printed"))
        failure = outcome.get("failure")
        if isinstance(failure, list) and len(failure) == 5:
            error, text, line, code, advice = failure
            line = line if type(line) is int else None
            name, near = _text(error, limit=LONGEST_NAME), _text(advice, limit=LONGEST_NAME)
            return Called(failure=Failure(name, _text(text), line, _text(code), near), printed=printed), ()
        return Called(plain(outcome.get("returned")), printed=printed), _written(each, outcome.get("written"))


def played(answer: Any, each: Call) -> tuple[Called, tuple[str, ...]]:
    """How `observe` calls an answer from the sandbox."""
    return answer.next(each) if isinstance(answer, Replay) else here_and_now(answer, each)


def stub_called(name: str) -> Callable[[], None]:
    """Stands for a function in which nothing was written."""

    def stub() -> None: ...

    stub.__name__ = name
    return stub


def answer_from(report: Mapping[str, Any]) -> Any:
    """What the ordinary check is given for a step: a `Replay`, a value, or nothing."""
    if "outcomes" in report:
        replay = Replay(report)
        return stub_called(replay.__name__) if report.get("stub") is True else replay
    return plain(report.get("value"))


def plain(value: Any) -> Any:
    """The same, with an object that could not cross as one of a class that has its name."""
    if not isinstance(value, Opaque):
        return value if isinstance(value, str) else _with_short_words(value)
    return type(_text(value.type_name, "object", LONGEST_NAME).replace("\0", "") or "object", (), {})()


def _with_short_words(value: Any) -> Any:
    """The same, with short texts: NumPy makes room for the longest one at every place of a list."""
    if isinstance(value, str):
        return value[:LONGEST_WORD]
    if isinstance(value, Record):
        return Record.of(list(vars(value)["_fields"]), [_with_short_words(part) for part in value])
    if isinstance(value, list | tuple):
        return type(value)([_with_short_words(part) for part in value])
    if isinstance(value, dict):
        return {key: _with_short_words(part) for key, part in value.items()}
    if isinstance(value, SimpleNamespace):
        vars(value).update(_with_short_words(vars(value)))
    return value


def params_from(arrays: dict[str, Any]) -> Any:
    """Parameters from arrays by name, if they are some; otherwise what there is, by name."""
    arrays = _with_short_words(arrays)
    try:
        return GRUParams(**arrays)
    except Exception:
        return SimpleNamespace(**arrays)


def _written(each: Call, written: Any) -> tuple[str, ...]:
    """Paths of the arguments that hold other numbers now."""
    if not isinstance(written, dict):
        return ()
    before = dict(leaves(each.arguments))
    fits = {
        path: array
        for path, array in written.items()
        if path in before and isinstance(array, np.ndarray) and array.shape == before[path].shape
    }
    return tuple(
        path for path, array in before.items() if path in fits and not equal(array, fits[path]).all()
    )


def _signature(takes: Any) -> inspect.Signature | None:
    if not isinstance(takes, list) or len(takes) > MOST_ARGUMENTS:
        return None
    try:
        return inspect.Signature(
            [
                inspect.Parameter(
                    _text(name, limit=LONGEST_NAME),
                    KINDS[kind],
                    default=None if optional else inspect.Parameter.empty,
                )
                for name, kind, optional in takes
            ]
        )
    except (KeyError, ValueError, TypeError):
        return None


def _text(value: Any, otherwise: str = "", limit: int = LONGEST_TEXT) -> str:
    return clean(value[:limit]) if isinstance(value, str) else otherwise
