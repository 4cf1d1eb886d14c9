"""One learner's answers looked at once more: on which input they differ first, what came, what was expected.

For a lecturer who answers a complaint, and for the lecturer's screen only: none of it is written down.
"""

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from gru_course.checks.catalogue import EXERCISES
from gru_course.checks.evidence import Evidence
from gru_course.checks.exercise import Exercise
from gru_course.checks.known import Known
from gru_course.checks.observe import observe
from gru_course.checks.words import call_text, outcome_text, pair_text
from gru_course.grading.grade import Result, StepResult
from gru_course.grading.replay import answer_from, played
from gru_course.grading.run import Limits, Run
from gru_course.grading.sandbox import Nursery
from gru_course.grading.walls import Walls


class Witness(Nursery):
    """A sandbox that keeps what every step came to, besides."""

    def __init__(self, walls: Walls | None = None) -> None:
        super().__init__(walls)
        self.reports: dict[str, Mapping[str, Any]] = {}

    def run(self, actions: list[dict[str, Any]], limits: Limits) -> Run:
        """Run one job, and keep the first report on each step: the one without stand-ins."""
        found = super().run(actions, limits)
        for number, report in found.results.items():
            observed = 0 <= number < len(actions) and actions[number]["do"] == "observe"
            if observed and "too slow" not in report:
                self.reports.setdefault(actions[number]["step"], report)
        return found


@dataclass(frozen=True)
class Difference:
    """The first call on which an answer is not what it should be.

    Attributes
    ----------
    where : str
        Which of the calls it is.
    call, got, expected : str
        As text; numbers are rounded.
    changed : tuple of str
        Arguments that the call has changed.
    recipe : str
        Python that gives the same inputs in full.
    """

    where: str
    call: str
    got: str
    expected: str
    changed: tuple[str, ...]
    recipe: str


def differences(result: Result, reports: Mapping[str, Mapping[str, Any]]) -> dict[str, Difference]:
    """What is to be seen of each step that is not right, by its name.

    Parameters
    ----------
    result : Result
    reports : mapping
        Of a `Witness`. A learner's code was there when they were written: one may be forged, and is then
        passed over.
    """
    found = {}
    for step in result.steps:
        if step.status != "right" and step.step in reports:
            difference = _difference(step, EXERCISES[step.step], reports[step.step])
            if difference is not None:
                found[step.step] = difference
    return found


def _difference(step: StepResult, exercise: Exercise, report: Mapping[str, Any]) -> Difference | None:
    calls = exercise.calls(step.seed, fresh=step.seed)
    try:
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            outcomes = observe(exercise, answer_from(report), calls, calling=played)
    except Exception:  # whatever a forged report holds
        return None
    names = tuple(exercise.outputs)
    if exercise.kind == "design":
        return Difference("the answer", "", outcome_text(outcomes[0], names), "", (), "")
    evidence = Evidence.gather(Known(exercise, calls), outcomes)
    for number, seen in enumerate(evidence.all):
        call, got = seen.call, seen.got
        if got.changed or not evidence.agrees(seen):
            texts = pair_text(got, seen.expected, names)
            asked = call_text(exercise.name, call.arguments) if call.arguments else ""
            recipe = f'EXERCISES["{step.step}"].calls({step.seed}, fresh={step.seed})[{number}].arguments'
            return Difference(call.label, asked, *texts, got.changed, recipe if asked else "")
    return None
