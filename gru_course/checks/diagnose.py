"""Name a wrong answer: the known mistake, or the two, that give exactly its numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from gru_course.checks.bank import Mutant, alone
from gru_course.checks.evidence import Evidence, Seen
from gru_course.checks.exercise import Misconception
from gru_course.checks.observe import run
from gru_course.checks.outcome import distance, same

DECIMALS = 1
"""Of a guess, rather than of what somebody has computed."""


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

    A mistake is named only where it gives what the answer gives on every full call: two seeds, two sizes. If
    that is an exception, the small calls on which the answer is right count as well.
    """
    deciding = evidence.role("full")
    if all(evidence.agrees(seen) for seen in deciding):
        deciding = list(evidence.all)  # what is wrong shows elsewhere
    if any(seen.got.problem is not None for seen in deciding):
        # Two may raise the same where all sizes differ: where the answer is right, the other must be as well.
        deciding += [seen for seen in evidence.role("small") if evidence.agrees(seen)]
    wrong = [seen for seen in deciding if not evidence.agrees(seen)]
    wrong_numbers = bool(wrong)
    telling = (wrong or deciding)[
        0
    ]  # a call on which it is right would fit every mistake that shows elsewhere
    looked_at = (evidence.number(telling), telling.got)
    nearly: Diagnosis | None = None
    for mutant in evidence.known.mistakes(*looked_at):
        if not _matches(mutant, evidence, deciding):
            continue
        if _changes_the_same(mutant, evidence, deciding):
            return Diagnosis(mutant.misconceptions[0])
        if wrong_numbers and nearly is None:  # it may write into its inputs besides: one thing at a time
            nearly = Diagnosis(mutant.misconceptions[0])
    if nearly is not None:
        return nearly
    if any(seen.got.problem is not None for seen in deciding) or _fits_by_chance(evidence):
        return None
    for mutant in evidence.known.two_at_once(*looked_at):
        if _matches(mutant, evidence, deciding) and (
            wrong_numbers or _changes_the_same(mutant, evidence, deciding)
        ):
            return _by_what_mends_most(mutant, evidence)
    return None


def _fits_by_chance(evidence: Evidence) -> bool:
    """Whether an answer is one number with so few decimals that some pair gives it anyway."""
    if evidence.exercise.kind != "value" or evidence.first.got.problem is not None:
        return False
    (number,) = evidence.first.got.arrays
    return number.size == 1 and bool(number == number.round(DECIMALS))


def _matches(mutant: Mutant, evidence: Evidence, deciding: Sequence[Seen]) -> bool:
    """Whether a mistake gives what came; the first call that differs ends it."""
    for seen in deciding:
        (made,) = run(mutant.function, evidence.exercise, [seen.call], watch=False)
        if not same(made, seen.got, evidence.exercise.tolerance):
            return False
    return True


def _changes_the_same(mutant: Mutant, evidence: Evidence, deciding: Sequence[Seen]) -> bool:
    """Whether both write into the same inputs."""
    made = run(mutant.function, evidence.exercise, [seen.call for seen in deciding])
    return all(one.changed == seen.got.changed for one, seen in zip(made, deciding, strict=True))


def _by_what_mends_most(mutant: Mutant, evidence: Evidence) -> Diagnosis:
    """Mending one of two mistakes leaves the other: the less that is then left, the better."""
    one, other = mutant.misconceptions
    full = evidence.role("full")
    left = []
    for single in alone(evidence.exercise, mutant):
        made = run(single, evidence.exercise, [seen.call for seen in full])
        left.append(sum(distance(got, seen.expected) for got, seen in zip(made, full, strict=True)))
    return Diagnosis(one, other) if left[1] <= left[0] else Diagnosis(other, one)
