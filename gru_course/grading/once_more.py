"""Once more: one learner's submissions with the same inputs, to be compared with what is recorded."""

import unicodedata
from contextlib import closing
from dataclasses import dataclass, field

from gru_course.grading.classroom import content
from gru_course.grading.folder import LEDGER, opened, told_in_words
from gru_course.grading.grade import Result, grade
from gru_course.grading.handed_in import HandedIn
from gru_course.grading.inquiry import Difference, Witness, differences
from gru_course.grading.order import CannotGrade, Order
from gru_course.grading.prepare import SALT, Prepared, prepare
from gru_course.grading.rules import did_you_mean
from gru_course.grading.sandbox import NurseryGone


@dataclass(frozen=True)
class Replayed:
    """One submission, graded once more with the same inputs.

    Attributes
    ----------
    entry : HandedIn
    result : Result
    recorded : Result or None
        What the ledger has.
    differences : dict of str to Difference
        For each step that is not right, where its answer differs.
    """

    entry: HandedIn
    result: Result
    recorded: Result | None
    differences: dict[str, Difference] = field(default_factory=dict)

    @property
    def same(self) -> bool:
        """Whether each step got what it got before."""
        return self.recorded is not None and self.recorded.steps == self.result.steps

    @property
    def comparison(self) -> str:
        """How it compares with what is recorded, in a sentence."""
        if self.recorded is None:
            return "It had not been graded before."
        if self.same:
            return "The same as recorded."
        if [step.seed for step in self.recorded.steps] != [step.seed for step in self.result.steps]:
            return "NOT the same as recorded: other inputs. Was the class graded with another --salt?"
        return "NOT the same as recorded: the notebook or the course has changed, or chance is in the answer."


def replay(order: Order, learner: str) -> list[Replayed]:
    """Grade one learner's submissions again, from the same seeds; nothing is written down.

    Raises
    ------
    CannotGrade
        If there is no such learner, or nothing was graded here.
    """
    if not (order.out / LEDGER).is_file():
        raise CannotGrade(f"{order.out}: nothing was graded into this folder")
    if order.salt is None and not (order.out / SALT).is_file():
        raise CannotGrade(f"{order.out}: this class was graded with --salt; give the same to --replay")
    prepared = prepare(order, order.out)
    learner = unicodedata.normalize("NFC", learner)
    entries = [e for e in prepared.register.entries if e.submission.learner == learner]
    if not entries:
        known = sorted({entry.submission.learner for entry in prepared.register.entries})
        namesakes = ", ".join(name for name in known if name.startswith(f"{learner} ("))
        near = f"; there are {namesakes}" if namesakes else did_you_mean(learner, known, 0.6)
        raise CannotGrade(f"{order.submissions}: no notebook of {learner}{near}")
    with told_in_words(order.out), opened(order.out / LEDGER) as ledger:
        recorded = {result.notebook: result for result in ledger.of(learner)}
    try:
        return [_replayed(entry, prepared, recorded.get(entry.submission.notebook)) for entry in entries]
    except NurseryGone as reason:
        raise CannotGrade(f"the sandbox does not run ({reason})") from None


def _replayed(entry: HandedIn, prepared: Prepared, recorded: Result | None) -> Replayed:
    assignment, settings = prepared.assignments[entry.submission.notebook], prepared.settings
    with closing(Witness(settings.walls)) as witness:
        result = grade(
            content(entry),
            assignment,
            entry.submission.learner,
            witness,
            salt=settings.salt,
            limits=settings.limits,
        )
    return Replayed(entry, result, recorded, differences(result, witness.reports))
