"""Play back what a learner's function did in the sandbox, so that the ordinary check can look at it.

A `Replay` is called like the function and gives, call by call, what the function gave: the value, the
exception, the changes to its arguments. So a verdict here and one in the learner's notebook come from the
same code.
"""

import inspect
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from gru_course.calling import Failure
from gru_course.checks.probes import leaves
from gru_course.grading.codec import LONGEST_TEXT, Opaque, clean
from gru_course.nn.cell import GRUParams

LONGEST_NAME = 80
"""Characters of a name that a learner chose."""
MOST_ARGUMENTS = 100

KINDS = {
    "POSITIONAL_ONLY": inspect.Parameter.POSITIONAL_ONLY,
    "POSITIONAL_OR_KEYWORD": inspect.Parameter.POSITIONAL_OR_KEYWORD,
    "VAR_POSITIONAL": inspect.Parameter.VAR_POSITIONAL,
    "KEYWORD_ONLY": inspect.Parameter.KEYWORD_ONLY,
    "VAR_KEYWORD": inspect.Parameter.VAR_KEYWORD,
}


class Elsewhere(Exception):  # noqa: N818
    """An exception that was raised in the sandbox; `failure` says all that is known of it."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.text)
        self.failure = failure


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
        signature = _signature(report.get("takes"))
        if signature is not None:
            self.__signature__ = signature
        outcomes = report.get("outcomes")
        self._outcomes = [o for o in outcomes if isinstance(o, dict)] if isinstance(outcomes, list) else []
        self._next = 0

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        """What the next call gave."""
        if self._next >= len(self._outcomes):
            raise Elsewhere(Failure("NotRun", "it was not called so often: the process ended before"))
        outcome = self._outcomes[self._next]
        self._next += 1
        given = [*arguments, *named.values()]
        _write_changes(given, outcome.get("after"))
        print(_text(outcome.get("printed"), ""), end="")
        failure = outcome.get("failure")
        if isinstance(failure, list) and len(failure) == 5:
            error, text, line, code, advice = failure
            line = line if type(line) is int else None
            name, near = _text(error, limit=LONGEST_NAME), _text(advice, limit=LONGEST_NAME)
            raise Elsewhere(Failure(name, _text(text), line, _text(code), near))
        return plain(outcome.get("returned"))


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
        return value
    return type(_text(value.type_name, "object", LONGEST_NAME).replace("\0", "") or "object", (), {})()


def params_from(arrays: dict[str, Any]) -> Any:
    """Parameters from arrays by name, if they are some; otherwise what there is, by name."""
    try:
        return GRUParams(**arrays)
    except Exception:
        from types import SimpleNamespace

        return SimpleNamespace(**arrays)


def _write_changes(given: list[Any], after: Any) -> None:
    """Do to the arguments what the function did to its own."""
    if not isinstance(after, dict) or len(after) != len(given):
        return
    before = dict(leaves({str(n): value for n, value in enumerate(given)}))
    now = {str(n): value for n, value in enumerate(after.values())}
    for path, array in before.items():
        number, _, name = path.partition(".")
        value = getattr(now[number], name, None) if name else now[number]
        if isinstance(value, np.ndarray) and value.shape == array.shape:
            array[...] = value


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
