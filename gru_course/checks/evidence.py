"""Everything that a judgement looks at: the calls, what came, and what should have come."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from gru_course.checks.exercise import Exercise
from gru_course.checks.known import Known
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
    known : Known
        What known mistakes make of the same calls.
    """

    exercise: Exercise
    all: tuple[Seen, ...]
    known: Known

    @classmethod
    def gather(cls, known: Known, outcomes: Sequence[Outcome]) -> "Evidence":
        """Beside what should have come; in a notebook that is computed only now, when the learner's code has
        ended.
        """
        got = list(outcomes)
        if known.exercise.kind == "value":
            got = [_in_shape(*pair) for pair in zip(got, known.expected, strict=True)]
        triples = zip(known.calls, got, known.expected, strict=True)
        return cls(known.exercise, tuple(Seen(*each) for each in triples), known)

    def number(self, seen: Seen) -> int:
        """Of a call, among all."""
        return next(number for number, each in enumerate(self.all) if each is seen)

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
        """Whether the right numbers came; for an extreme input, as nearly as right methods agree there."""
        share = self.exercise.extreme_tolerance
        if share is None or seen.call.role != "extreme" or seen.got.problem is not None:
            return same(seen.got, seen.expected, self.exercise.tolerance)
        return all(
            got.shape == right.shape and bool((abs(got - right) <= share * (1 + abs(right).max())).all())
            for got, right in zip(seen.got.arrays, seen.expected.arrays, strict=True)
        )

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


def _in_shape(got: Outcome, expected: Outcome) -> Outcome:
    """A number in brackets is a number: where a value is asked for, axes of length 1 do not count."""
    if [array.squeeze().shape for array in got.arrays] != [a.squeeze().shape for a in expected.arrays]:
        return got
    arrays = zip(got.arrays, expected.shapes, strict=True)
    return replace(got, arrays=tuple(array.reshape(shape) for array, shape in arrays))
