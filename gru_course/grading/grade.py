"""Grade one submission: run it in the sandbox, judge what came, and give each step its points.

A step that hangs, or ends the process, costs its own points: the run is repeated without it. Where a step is
not right and later ones build on it, they are tried once more with the course's own in its place.
"""

import re
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from gru_course.checks.judge import judge
from gru_course.checks.namespaces import solution_of
from gru_course.checks.observe import observe
from gru_course.checks.quoted import without_values
from gru_course.checks.verdict import Verdict
from gru_course.grading.assignment import Assignment, Step
from gru_course.grading.codec import clean
from gru_course.grading.paper import Paper, paper
from gru_course.grading.program import Action, program, without
from gru_course.grading.replay import answer_from, played
from gru_course.grading.run import Limits, Run
from gru_course.grading.sandbox import Nursery
from gru_course.grading.submission import Cell, Unusable, code_cells

LONGEST_NOTE = 300
"""Characters of what a learner's exception says."""
PLACE = re.compile(r" \(<[^<>]*>, line (\d+)\)$")
"""Where Python puts the line in which a cell cannot be read: behind our own name for the cell."""

MOST_RUNS = 12
"""Of one submission, each without what did not end in the one before."""
MOST_REPEATS = 3
"""Of runs in which a time limit was hit."""
MOST_TIMES = 5
"""How often the time of one run all runs of a submission may take together."""
MAY_BE_BUSY = ("late", "lost")
"""Ends that may be the machine's fault; only these are tried once more before they count."""
WHY = {
    "late": "did not come to an end in time",
    "flood": "wrote far too much",
    "gone": "ended the process, or ran out of memory",
}

UNJUDGED = "What it gave cannot be judged"
"""How the feedback begins where our own judgement failed: a lecturer has to look at it."""

PRELUDE = "import numpy as np\nimport gru_course as gc\nfrom gru_course import sigmoid, tanh\n\n"
"""In front of the course's own piece when it stands in."""


@dataclass(frozen=True)
class StepResult:
    """What one step got.

    Attributes
    ----------
    step : str
        Name of the exercise.
    points, most : float
    status : str
        As in a verdict, or "broken" where the whole notebook cannot be graded.
    feedback : str
        For the learner: neither inputs nor expected values are in it.
    misconception : str or None
    mistake : str
        Its name.
    seed : int
        Of the inputs, for a replay.
    stood_in : tuple of str
        Earlier steps for which the course's own stood in.
    """

    step: str
    points: float
    most: float
    status: str
    feedback: str
    misconception: str | None = None
    mistake: str = ""
    seed: int = 0
    stood_in: tuple[str, ...] = ()


@dataclass(frozen=True)
class Result:
    """What a submission got.

    Attributes
    ----------
    learner, notebook : str
    steps : tuple of StepResult
    notes : tuple of str
        What else is to be said, such as cells that did not run.
    problem : str
        Why nothing could be graded; empty if something could.
    walled : bool
        Whether it ran behind all walls.
    """

    learner: str
    notebook: str
    steps: tuple[StepResult, ...]
    notes: tuple[str, ...] = ()
    problem: str = ""
    walled: bool = True

    @property
    def points(self) -> float:
        """In all."""
        return sum(step.points for step in self.steps)

    @property
    def most(self) -> float:
        """That could be had."""
        return sum(step.most for step in self.steps)


def grade(
    data: bytes,
    assignment: Assignment,
    learner: str,
    nursery: Nursery,
    *,
    salt: str = "",
    limits: Limits | None = None,
) -> Result:
    """Grade one notebook.

    Parameters
    ----------
    data : bytes
        The notebook as it was handed in.
    assignment : Assignment
    learner : str
    nursery : Nursery
        Where it runs.
    salt : str, optional
        Kept secret by the lecturer, it makes the seeds impossible to guess.
    limits : Limits, optional

    Returns
    -------
    Result

    Raises
    ------
    NurseryGone
        If the sandbox itself failed; the submission has not been graded.
    """
    try:
        cells = code_cells(data)
    except Unusable as reason:
        return _nothing(assignment, learner, str(reason))
    return _Grading(assignment, cells, learner, nursery, salt, limits or Limits()).result()


def _nothing(assignment: Assignment, learner: str, reason: str) -> Result:
    said = f"This notebook cannot be graded: {reason}."
    steps = tuple(StepResult(s.name, 0.0, s.points, "broken", said) for s in assignment.steps)
    return Result(learner, assignment.notebook, steps, problem=reason)


@dataclass
class _Grading:
    """The grading of one submission, while it goes on."""

    assignment: Assignment
    cells: list[Cell]
    learner: str
    nursery: Nursery
    salt: str
    limits: Limits
    notes: list[str] = field(default_factory=list)
    walled: bool = True
    repeats: int = 0
    given_up: list[Action] = field(default_factory=list)
    raised: dict[str, str] = field(default_factory=dict)
    started: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.papers = {step.name: paper(step.name, self.learner, self.salt) for step in self.assignment.steps}

    def result(self) -> Result:
        """Run, judge, and where an early step is not right, run once more for the later ones."""
        self._note_oddities()
        verdicts = self._judged(self._reports(program(self.assignment, self.cells)))
        helped = self._tried_again(verdicts)
        steps = tuple(self._step(s, verdicts[s.name], helped.get(s.name, ())) for s in self.assignment.steps)
        return Result(self.learner, self.assignment.notebook, steps, tuple(self.notes), walled=self.walled)

    def _tried_again(self, verdicts: dict[str, Verdict]) -> dict[str, tuple[str, ...]]:
        """Judge later steps once more, with the course's own in place of wrong ones; what helped each.

        No run holds the course's own piece for a step that it still judges: a learner's code would find it.
        """
        helped: dict[str, tuple[str, ...]] = {}
        sources: dict[str, str] = {}
        reports: dict[str, dict[str, Any]] = {}
        stand_ins = self._stand_ins(verdicts)
        for name, following in zip_longest(stand_ins, stand_ins[1:]):
            if not verdicts[name]:
                sources = {**sources, name: PRELUDE + solution_of(self.assignment.step(name).exercise)}
                again = program(self.assignment, self.cells, sources)
                reports = self._reports([a for a in again if a.do == "run" or not verdicts[a.name]])
            last = len(self.assignment.steps) if following is None else self._position(following)
            later = [
                n for n, v in verdicts.items() if not v and self._position(name) < self._position(n) <= last
            ]
            right = {n: v for n, v in self._judged(reports, later).items() if v}
            verdicts.update(right)
            helped.update(dict.fromkeys(right, tuple(sources)))
        return helped

    def _position(self, name: str) -> int:
        return [step.name for step in self.assignment.steps].index(name)

    def _note_oddities(self) -> None:
        for step in self.assignment.steps:
            answers = [cell for cell in self.cells if cell.grade_id == step.name and not cell.locked]
            count = len(answers)
            if count == 0:
                self.notes.append(
                    f"The answer cell of {step.name} is missing; its name was looked for all the same."
                )
            if count > 1:
                self.notes.append(
                    f"The answer cell of {step.name} is there {count} times; the last one counts."
                )
            if any(cell.as_text for cell in answers):
                self.notes.append(
                    f"The answer cell of {step.name} is text, and was read as code all the same. In Jupyter, "
                    "click beside it and press Y."
                )

    def _stand_ins(self, verdicts: Mapping[str, Verdict]) -> list[str]:
        """Steps that are not right, on which others that are not right either may build."""
        wrong = [step for step in self.assignment.steps if not verdicts[step.name]]
        return [
            s.name
            for s in wrong
            if s.feeds and any(self._position(o.name) > self._position(s.name) for o in wrong)
        ]

    def _reports(self, actions: list[Action]) -> dict[str, dict[str, Any]]:
        """What the sandbox says of each step, as often run as it takes."""
        reports: dict[str, dict[str, Any]] = {}
        tried: set[Action] = set()
        actions = without(actions, self.given_up)
        for _ in range(MOST_RUNS):
            run = self.nursery.run([self._message(action) for action in actions], self.limits)
            self.walled = self.walled and run.walled
            slow = self._read(run, actions, reports)
            stuck = self._stuck(run, actions)
            if stuck is None and not slow:
                break
            in_doubt = {action for action, at_work in slow.items() if at_work < self.limits.patience / 2}
            if stuck is not None and run.why in MAY_BE_BUSY:
                in_doubt.add(stuck)
            if in_doubt - tried and self.repeats < MOST_REPEATS:
                tried |= in_doubt  # the machine may have been busy: once more
                self.repeats += 1
                continue
            for action in slow:
                self._give_up(action, "did not come to an end in time", reports)
            if stuck is None:
                break
            self._give_up(stuck, WHY.get(run.why, WHY["gone"]), reports)
            actions = without(actions, [*slow, stuck])
            if time.monotonic() - self.started > MOST_TIMES * self.limits.seconds:
                self._note("It took far too long; what had not been looked at by then got nothing.")
                break
        return reports

    def _read(
        self, run: Run, actions: list[Action], reports: dict[str, dict[str, Any]]
    ) -> dict[Action, float]:
        """Keep what each step came to; the actions that were interrupted, and how long they were at work.

        One that had the processor for itself and did not come to an end is not the machine's fault.
        """
        slow: dict[Action, float] = {}
        for number, result in run.results.items():
            if not 0 <= number < len(actions):
                continue  # it was not the worker that wrote this
            action = actions[number]
            if "too slow" in result:
                at_work = result.get("cpu")
                slow[action] = at_work if isinstance(at_work, float) else 0.0
            elif action.do == "observe":
                reports.setdefault(action.name, result)
            elif action.answer and isinstance(result.get("error"), str):
                self._cell_raised(action.answer, f"{result['error']}: {result.get('text', '')}")
        return {each: cpu for each, cpu in slow.items() if each.do == "run" or each.name not in reports}

    def _cell_raised(self, step: str, what: str) -> None:
        said, _ = without_values(PLACE.sub(r", in line \1", clean(what[:LONGEST_NOTE])))
        self.raised[step] = f"The answer cell of {step} raised {said}"
        self._note(self.raised[step])

    def _stuck(self, run: Run, actions: list[Action]) -> Action | None:
        """The action in which the process ended, if it did not come to its own end."""
        if not run.why or run.stuck is None or not 0 <= run.stuck < len(actions):
            return None
        return actions[run.stuck]

    def _note(self, note: str) -> None:
        if note not in self.notes:
            self.notes.append(note)

    def _give_up(self, action: Action, why: str, reports: dict[str, dict[str, Any]]) -> None:
        what = f"The call of {action.name}" if action.do == "observe" else f"The cell ({action.name})"
        self._note(f"{what} {why}; everything else was graded without it.")
        self.given_up.append(action)
        if action.do == "observe":
            reports.setdefault(action.name, {"ended": why})

    def _message(self, action: Action) -> dict[str, Any]:
        if action.do == "run":
            return {"do": "run", "cell": action.name, "source": action.source}
        return self.papers[action.name].order()

    def _judged(
        self, reports: Mapping[str, dict[str, Any]], only: Collection[str] | None = None
    ) -> dict[str, Verdict]:
        return {
            step.name: self._with_its_cell(_verdict(self.papers[step.name], reports.get(step.name, {})))
            for step in self.assignment.steps
            if only is None or step.name in only
        }

    def _with_its_cell(self, verdict: Verdict) -> Verdict:
        """An answer that is not there because its cell raised was attempted."""
        raised = self.raised.get(verdict.exercise)
        if verdict.status != "not attempted" or raised is None:
            return verdict
        return Verdict(verdict.exercise, "error", f"{raised}. So there was no answer to look at.")

    def _step(self, step: Step, verdict: Verdict, stood_in: tuple[str, ...]) -> StepResult:
        feedback = verdict.feedback
        if stood_in:
            feedback += f"\nThe course's own {' and '.join(stood_in)} stood in for yours here."
        return StepResult(
            step.name,
            step.points if verdict else 0.0,
            step.points,
            verdict.status,
            feedback.strip(),
            verdict.misconception,
            verdict.mistake,
            self.papers[step.name].seed,
            stood_in,
        )


def _verdict(paper: Paper, report: Mapping[str, Any]) -> Verdict:
    """Judge what the sandbox reported, with the same code as in a notebook."""
    exercise = paper.known.exercise
    if "ended" in report:
        return Verdict(exercise.name, "error", f"Calling it {report['ended']}.")
    try:
        outcomes = observe(exercise, answer_from(report), paper.known.calls, calling=played)
        return judge(paper.known, outcomes)
    except Exception as error:  # a report may be forged; it must not stop the others
        said = f"{UNJUDGED} ({type(error).__name__})."
        return Verdict(exercise.name, "error", said)
