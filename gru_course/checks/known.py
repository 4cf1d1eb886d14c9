"""What is right for the inputs of an exercise, and what each known mistake makes of them, worked out once.

A class hands in the same mistakes again and again, and each has hundreds of rivals in the bank. So each
mistake is run once on an input, and of what it gave only one number is kept: enough to tell at a glance which
few may be meant. Those are then run again and compared in full.
"""

import zlib
from collections.abc import Callable, Iterator, Sequence
from functools import cache, cached_property
from typing import Any, Generic, TypeVar

import numpy as np

from gru_course.checks.bank import Mutant, mutants, pairs
from gru_course.checks.exercise import Exercise
from gru_course.checks.observe import run
from gru_course.checks.outcome import Outcome
from gru_course.checks.probes import Call

T = TypeVar("T")

IRRATIONAL = (5**0.5 - 1) / 2
"""Its multiples, without their whole parts, never repeat: weights that no two places of an array share."""
ROUNDING = 1.001
"""Sums of rounded numbers: a little more room than the tolerance gives."""


MAKERS: dict[str, Callable[[Exercise], Iterator[Mutant]]] = {"single": mutants, "pair": pairs}


class Growing(Generic[T]):
    """A list that is as long as it has had to be so far; the rest comes when it is asked for."""

    def __init__(self, items: Iterator[T]) -> None:
        self._made: list[T] = []
        self._more = items

    def __iter__(self) -> Iterator[T]:
        for number in range(2**62):
            if number == len(self._made):
                item = next(self._more, None)
                if item is None:
                    return
                self._made.append(item)
            yield self._made[number]


class Known:
    """One exercise on its inputs: the right results, and the known mistakes.

    Parameters
    ----------
    exercise : Exercise
    calls : sequence of Call
        From ``exercise.calls(seed)``.
    """

    def __init__(self, exercise: Exercise, calls: Sequence[Call]) -> None:
        self.exercise = exercise
        self.calls = list(calls)
        self._sketches: dict[tuple[str, int], _Sketches] = {}

    @cached_property
    def expected(self) -> list[Outcome]:
        """What should come, call by call."""
        return run(_right(self.exercise), self.exercise, self.calls)

    def mistakes(self, number: int, came: Outcome) -> Iterator[Mutant]:
        """Known mistakes that may have given what came of call `number`, in the order of the bank."""
        return self._of("single", number).like(came)

    def two_at_once(self, number: int, came: Outcome) -> Iterator[Mutant]:
        """The same of two mistakes at once."""
        return self._of("pair", number).like(came)

    def _of(self, kind: str, number: int) -> "_Sketches":
        if (kind, number) not in self._sketches:
            bank = _bank(self.exercise, kind)
            self._sketches[kind, number] = _Sketches(bank, self.exercise, self.calls[number])
        return self._sketches[kind, number]


def _right(exercise: Exercise) -> Callable[..., Any]:
    """What gives the right results: for a design, what its example does."""
    if exercise.kind != "design":
        return exercise.reference
    return lambda: exercise.reference(exercise.example)


def _bank(exercise: Exercise, kind: str) -> Growing[Mutant]:
    """The mistakes of an exercise; they do not depend on the inputs, so those of the course are kept."""
    from gru_course.checks.catalogue import EXERCISES

    if EXERCISES.get(exercise.name) is exercise:
        return _kept(exercise.name, kind)
    return Growing(MAKERS[kind](exercise))


@cache
def _kept(name: str, kind: str) -> Growing[Mutant]:
    from gru_course.checks.catalogue import EXERCISES

    return Growing(MAKERS[kind](EXERCISES[name]))


class _Sketches:
    """What each mistake makes of one call, in a number and a sign of its shape."""

    def __init__(self, bank: Growing[Mutant], exercise: Exercise, call: Call) -> None:
        self._bank, self._exercise, self._call = bank, exercise, call
        self._signs = np.zeros(0, dtype=np.int64)
        self._numbers = np.zeros(0)
        self._count = 0

    def like(self, came: Outcome) -> Iterator[Mutant]:
        """Mistakes that may have given this, in order; each that has not been run is run now."""
        sign, number, room = _sketch(came, self._exercise.tolerance)
        with np.errstate(invalid="ignore"):  # inf - inf: these have to be looked at
            far = np.abs(self._numbers[: self._count] - number) > room
        known = set(np.flatnonzero((self._signs[: self._count] == sign) & ~far).tolist())
        for place, mutant in enumerate(self._bank):
            if place < self._count:
                if place in known:
                    yield mutant
                continue
            (made,) = run(mutant.function, self._exercise, [self._call], watch=False)
            its_sign, its_number, _ = _sketch(made, self._exercise.tolerance)
            self._keep(place, its_sign, its_number)
            if its_sign == sign and not abs(its_number - number) > room:
                yield mutant

    def _keep(self, place: int, sign: int, number: float) -> None:
        if place >= len(self._numbers):
            more = max(64, len(self._numbers))
            self._signs = np.concatenate([self._signs, np.zeros(more, dtype=np.int64)])
            self._numbers = np.concatenate([self._numbers, np.zeros(more)])
        self._signs[place], self._numbers[place] = sign, number
        self._count = place + 1


def _sketch(outcome: Outcome, tolerance: float) -> tuple[int, float, float]:
    """A sign of its kind, a weighted sum of its numbers, and how far off the sum of an equal one may be."""
    if outcome.problem is not None:
        problem = outcome.problem
        return zlib.crc32(repr((problem.kind, problem.error, problem.said)).encode()), 0.0, 0.0
    sign = zlib.crc32(repr(outcome.shapes).encode())
    numbers = np.concatenate([array.reshape(-1) for array in outcome.arrays] or [np.zeros(0)])
    weights = 1.0 + (IRRATIONAL * np.arange(1, len(numbers) + 1)) % 1.0
    with np.errstate(all="ignore"):
        total = float(weights @ numbers)
        room = float(weights @ (1.0 + np.abs(numbers))) * tolerance * ROUNDING
    return sign, total, room
