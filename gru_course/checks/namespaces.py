"""``gc.check.NAME(answer)``, ``gc.hint.NAME()``, ``gc.solution.NAME()``, ``gc.use.NAME(answer)``.

Four namespaces with the same names in each: one name for every exercise.
"""

import functools
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Generic, TypeVar

import numpy as np

from gru_course.checks import progress
from gru_course.checks.borrowed import borrowed
from gru_course.checks.catalogue import EXERCISES
from gru_course.checks.exercise import PUBLIC_SEED, Exercise
from gru_course.checks.judge import judge
from gru_course.checks.known import Known
from gru_course.checks.observe import observe
from gru_course.checks.texts import Text
from gru_course.checks.verdict import Verdict
from gru_course.checks.words import listed

F = TypeVar("F")


class Check:
    """Judge an answer: ``gc.check.NAME(answer)``."""

    def __init__(self, exercise: Exercise) -> None:
        self.exercise = exercise
        self.__name__ = exercise.name
        self.__doc__ = f"{exercise.title}: judge your answer.\n\nIt asks for {_asked(exercise)}."

    def __repr__(self) -> str:
        return f"gc.check.{self.exercise.name}: {self.exercise.title}, asks for {_asked(self.exercise)}"

    def __call__(self, answer: Any, *, seed: int = PUBLIC_SEED) -> Verdict:
        """Judge `answer`, and keep the result in the learner's progress file.

        Parameters
        ----------
        answer : object
            The learner's function, or the value that the step asks for.
        seed : int, optional
            Of the inputs.

        Returns
        -------
        Verdict
        """
        verdict = verdict_on(self.exercise, answer, seed)
        progress.record(verdict)
        return _with_what_is_borrowed(verdict, answer) if verdict else verdict


class Hint:
    """Climb the ladder of hints: ``gc.hint.NAME()``."""

    def __init__(self, exercise: Exercise) -> None:
        self.exercise = exercise
        self.__name__ = exercise.name

    def __call__(self) -> Text:
        """The next hint; after the last one, the last again."""
        hints = self.exercise.hints
        number = progress.next_hint(self.exercise.name, len(hints))
        more = (
            f"There {'is' if len(hints) - number == 1 else 'are'} {len(hints) - number} more."
            if number < len(hints)
            else f"That was the last. gc.solution.{self.exercise.name}() shows an answer once you have tried."
        )
        return Text(f"Hint {number} of {len(hints)}: {self.exercise.title}", hints[number - 1], after=more)


class Solution:
    """Show a right answer, after an honest attempt: ``gc.solution.NAME()``."""

    def __init__(self, exercise: Exercise) -> None:
        self.exercise = exercise
        self.__name__ = exercise.name

    def __call__(self) -> Text:
        """A right answer, or why it is not shown yet."""
        name = self.exercise.name
        if not progress.attempted(name):
            return Text(
                f"Solution: {self.exercise.title}",
                f"Try it yourself first: gc.check.{name} has not seen an attempt of yours. "
                f"gc.hint.{name}() gives a nudge.",
            )
        return Text(
            f"Solution: {self.exercise.title}", "One of many right answers:", code=solution_of(self.exercise)
        )


class Use:
    """The learner's own piece if it is right, the course's otherwise: ``f = gc.use.NAME(f)``."""

    def __init__(self, exercise: Exercise) -> None:
        self.exercise = exercise
        self.__name__ = exercise.name

    def __call__(self, answer: F) -> F:
        """Give back `answer` if it is right, and the reference if it is not; say which.

        Later steps then do not suffer from an earlier one.
        """
        verdict = verdict_on(self.exercise, answer, PUBLIC_SEED)
        if verdict:
            print(f"From here on, your own {self.exercise.name} is used.")
            return _as_an_array(answer) if _gives_one_array(self.exercise) else answer
        state = "is not attempted yet" if verdict.status == "not attempted" else "is not right yet"
        print(
            f"Your {self.exercise.name} {state}. From here on, the course's own stands in for it,\n"
            "so that the next steps do not wait for it."
        )
        return self.exercise.reference  # type: ignore[return-value]


def _gives_one_array(exercise: Exercise) -> bool:
    return len(exercise.outputs) == 1 and all(exercise.outputs.values())


def _as_an_array(answer: Any) -> Any:
    """The same function, giving an array where a list was as good: later cells need ``.shape``."""

    @functools.wraps(answer, updated=())
    def as_array(*arguments: Any, **named: Any) -> Any:
        return np.asarray(answer(*arguments, **named))

    return as_array


def verdict_on(exercise: Exercise, answer: Any, seed: int = PUBLIC_SEED) -> Verdict:
    """Judge an answer in this process, and keep nothing."""
    calls = exercise.calls(seed)
    return judge(Known(exercise, calls), observe(exercise, answer, calls))


def _with_what_is_borrowed(verdict: Verdict, answer: Any) -> Verdict:
    """Say now what would cost the points later."""
    names = borrowed(answer)
    if not names:
        return verdict
    note = (
        f"Your code calls {listed(names)}, which {'is' if len(names) == 1 else 'are'} not there where "
        "answers are graded: write it yourself, or use a piece of this notebook."
    )
    return replace(verdict, notes=(*verdict.notes, note))


def solution_of(exercise: Exercise) -> str:
    """The source that ``gc.solution`` shows: as a learner would write it, without types."""
    from gru_course.checks.texts import in_a_notebook, without_types

    return exercise.solution or in_a_notebook(without_types(exercise.source, exercise.name))


def _asked(exercise: Exercise) -> str:
    return exercise.signature if exercise.kind == "function" else "a value"


T = TypeVar("T")


class Namespace(Generic[T]):
    """One thing for every exercise, as attributes."""

    def __init__(self, what: str, make: Callable[[Exercise], T], kinds: tuple[str, ...] = ()) -> None:
        self._what = what
        self._things = {
            name: make(exercise)
            for name, exercise in EXERCISES.items()
            if not kinds or exercise.kind in kinds
        }

    def __getattr__(self, name: str) -> T:
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            return self._things[name]
        except KeyError:
            import difflib

            near = difflib.get_close_matches(name, self._things, n=1)
            meant = f"; did you mean gc.{self._what}.{near[0]}?" if near else ""
            raise AttributeError(
                f"gc.{self._what} has no {name}{meant} It knows {', '.join(self._things)}"
            ) from None

    def __dir__(self) -> list[str]:
        return list(self._things)

    def __repr__(self) -> str:
        return f"gc.{self._what}: {', '.join(self._things)}"


check = Namespace("check", Check)
hint = Namespace("hint", Hint)
solution = Namespace("solution", Solution)
use = Namespace("use", Use, kinds=("function",))
