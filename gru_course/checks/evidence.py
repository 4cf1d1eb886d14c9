"""Everything that a judgement looks at: the calls, what came, and what should have come."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from gru_course.checks.exercise import Exercise
from gru_course.checks.observe import run
from gru_course.checks.outcome import Outcome, close, same
from gru_course.checks.probes import Call, Role

ORDINARY: tuple[Role, ...] = ("small", "full", "fresh")
"""Calls whose numbers decide between right and wrong."""


@dataclass(frozen=True)
class Seen:
    """One call, what came, and what should have come."""

    call: Call
    got: Outcome
    expected: Outcome


@dataclass(frozen=True)
class Evidence:
    """All calls of one check.

    Attributes
    ----------
    exercise : Exercise
    all : tuple of Seen
    """

    exercise: Exercise
    all: tuple[Seen, ...]

    @classmethod
    def gather(cls, exercise: Exercise, calls: Sequence[Call], outcomes: Sequence[Outcome]) -> "Evidence":
        """Compute what should have come; done only now, when the learner's code has ended."""
        expected = run(_right(exercise), exercise, calls)
        pairs = zip(calls, outcomes, expected, strict=True)
        if exercise.kind == "value":
            return cls(
                exercise, tuple(Seen(each, _in_shape(got, right), right) for each, got, right in pairs)
            )
        return cls(exercise, tuple(Seen(*each) for each in pairs))

    def role(self, *roles: Role) -> list[Seen]:
        """The calls that are there for these reasons, in order."""
        return [seen for seen in self.all if seen.call.role in roles]

    @property
    def ordinary(self) -> list[Seen]:
        """Small ones first, so that the first that differs is the smallest."""
        return self.role(*ORDINARY)

    @property
    def first(self) -> Seen:
        """The first full call."""
        return self.role("full")[0]

    def agrees(self, seen: Seen) -> bool:
        """Whether the right numbers came."""
        return same(seen.got, seen.expected, self.exercise.tolerance)

    def off(self, seen: Seen) -> list[str]:
        """Names of the pieces that are not right."""
        if seen.got.problem is not None:
            return list(self.exercise.outputs)
        pieces = zip(self.exercise.outputs, seen.got.arrays, seen.expected.arrays, strict=True)
        return [name for name, got, right in pieces if not close(got, right, self.exercise.tolerance)]

    def pairs(self) -> Iterator[tuple[Seen, Seen]]:
        """Each call with one moved argument, and the first full call."""
        for seen in self.role("moved"):
            yield seen, self.first


def _right(exercise: Exercise) -> Callable[..., Any]:
    """What gives the right results: for a design, what its example does."""
    if exercise.kind != "design":
        return exercise.reference
    return lambda: exercise.reference(exercise.example)


def _in_shape(got: Outcome, expected: Outcome) -> Outcome:
    """A number in brackets is a number: where a value is asked for, axes of length 1 do not count."""
    if [array.squeeze().shape for array in got.arrays] != [a.squeeze().shape for a in expected.arrays]:
        return got
    arrays = zip(got.arrays, expected.shapes, strict=True)
    return replace(got, arrays=tuple(array.reshape(shape) for array, shape in arrays))
