"""Name a wrong answer: the known mistake, or the two, that give exactly its numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from gru_course.checks.bank import Mutant, mutants, pairs
from gru_course.checks.evidence import Evidence, Seen
from gru_course.checks.exercise import Misconception
from gru_course.checks.observe import run
from gru_course.checks.outcome import distance, same


@dataclass(frozen=True)
class Diagnosis:
    """What is wrong.

    Attributes
    ----------
    main : Misconception
        The mistake; of two, the one whose mending brings the answer nearest to the right one.
    other : Misconception or None
        The second of two.
    """

    main: Misconception
    other: Misconception | None = None


def diagnose(evidence: Evidence) -> Diagnosis | None:
    """The mistake that an answer makes, if it is known.

    A mistake is named only where it gives what the answer gives on every full call: two seeds, two sizes.
    """
    deciding = evidence.role("full")
    if all(evidence.agrees(seen) for seen in deciding):
        deciding += evidence.role("extreme", "row", "small", "again")
    for mutant in mutants(evidence.exercise):
        if _matches(mutant, evidence, deciding):
            return Diagnosis(mutant.misconceptions[0])
    if any(seen.got.problem is not None for seen in deciding):
        return None
    for mutant in pairs(evidence.exercise):
        if _matches(mutant, evidence, deciding):
            return _by_what_mends_most(mutant, evidence)
    return None


def _matches(mutant: Mutant, evidence: Evidence, deciding: Sequence[Seen]) -> bool:
    """Whether a mistake gives what came; the first call that differs ends it."""
    for seen in deciding:
        (made,) = run(mutant.function, evidence.exercise, [seen.call])
        if not same(made, seen.got, evidence.exercise.tolerance) or made.changed != seen.got.changed:
            return False
    return True


def _by_what_mends_most(mutant: Mutant, evidence: Evidence) -> Diagnosis:
    """Mending one of two mistakes leaves the other: the less that is then left, the better."""
    one, other = mutant.misconceptions
    left = {}
    for single in mutants(evidence.exercise):
        name = single.misconceptions[0].id
        if name in (one.id, other.id) and name not in left:
            (made,) = run(single.function, evidence.exercise, [evidence.first.call])
            left[name] = distance(made, evidence.first.expected)
    return Diagnosis(one, other) if left[other.id] <= left[one.id] else Diagnosis(other, one)
