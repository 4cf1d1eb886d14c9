"""Everything that a judgement looks at: the calls, what came, and what should have come."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

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
        expected = run(exercise.reference, exercise, calls)
        return cls(exercise, tuple(Seen(*each) for each in zip(calls, outcomes, expected, strict=True)))

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
        pieces = zip(self.exercise.outputs, seen.got.arrays, seen.expected.arrays, strict=True)
        return [name for name, got, right in pieces if not close(got, right, self.exercise.tolerance)]

    def pairs(self) -> Iterator[tuple[Seen, Seen]]:
        """Each call with one moved argument, and the first full call."""
        for seen in self.role("moved"):
            yield seen, self.first
