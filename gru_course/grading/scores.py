"""Scores, and the tables that learning platforms import: CSV, Canvas, Moodle, JSON, Gradescope.

Names come from file names, which learners choose: no cell of a table begins like a formula.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from typing import Any

from gru_course.grading.assignment import Assignment, column, columns
from gru_course.grading.grade import Result
from gru_course.grading.handed_in import HandedIn
from gru_course.grading.rules import Rules

FORMULA = re.compile(r"(^|;)(?=\s*[=+@|%\t\r\n\uFF0B\uFF0D\uFF1D\uFF20-])")
"""Where a spreadsheet takes what follows for something to compute; in half of Europe a ; begins a cell."""


@dataclass(frozen=True)
class Part:
    """What one notebook contributes to a score.

    Attributes
    ----------
    notebook : str
    points : dict of str to float
        By column, weights applied.
    most : float
        Without extra credit.
    days_late, free_days : int
        How late it came, and how many of these days cost nothing.
    lost : float
        Points that the other days cost.
    result : Result or None
        None where nothing was handed in.
    """

    notebook: str
    points: Mapping[str, float]
    most: float
    days_late: int = 0
    free_days: int = 0
    lost: float = 0.0
    result: Result | None = None

    @property
    def total(self) -> float:
        """After what lateness costs."""
        return sum(self.points.values()) - self.lost


@dataclass(frozen=True)
class Score:
    """One learner's score."""

    learner: str
    parts: tuple[Part, ...]
    extra: float = 0.0
    canvas: str = ""
    moodle: str = ""

    @property
    def total(self) -> float:
        """Everything together."""
        return max(0.0, sum(part.total for part in self.parts) + self.extra)

    @property
    def most(self) -> float:
        """That could be had, extra credit not counted."""
        return sum(part.most for part in self.parts)

    @property
    def points(self) -> dict[str, float]:
        """By column."""
        return {name: value for part in self.parts for name, value in part.points.items()}


def score(
    learner: str,
    results: Iterable[Result],
    assignments: Mapping[str, Assignment],
    rules: Rules,
    handed_in: Mapping[tuple[str, str], HandedIn],
) -> Score:
    """From results to a score; a notebook that was not handed in counts nothing."""
    by_notebook = {result.notebook: result for result in results}
    free = rules.free_days
    parts = []
    for notebook, assignment in assignments.items():
        entry = handed_in.get((learner, notebook))
        result = by_notebook.get(notebook)
        days = rules.days(learner, notebook, entry.when, entry.marked_late) if result and entry else 0
        spared = min(free, days)
        free -= spared
        parts.append(_part(assignment, result, rules, days, spared))
    known = [entry for notebook in assignments if (entry := handed_in.get((learner, notebook)))]
    return Score(
        learner,
        tuple(parts),
        rules.extra_points.get(learner, 0.0),
        canvas=next((entry.canvas for entry in known if entry.canvas), ""),
        moodle=next((entry.moodle for entry in known if entry.moodle), ""),
    )


def _part(assignment: Assignment, result: Result | None, rules: Rules, days: int, spared: int) -> Part:
    got = {step.step: step.points for step in result.steps} if result else {}
    names = {step.name: column(assignment.notebook, step.name) for step in assignment.steps}
    points = {names[s.name]: got.get(s.name, 0.0) * rules.weight(names[s.name]) for s in assignment.steps}
    most = sum(
        step.points * rules.weight(names[step.name])
        for step in assignment.steps
        if names[step.name] not in rules.extra_steps
    )
    lost = sum(points.values()) * rules.lost(days - spared)
    return Part(assignment.notebook, points, most, days, spared, lost, result)


# --- tables -------------------------------------------------------------------------------------------------


def number(value: float) -> str:
    """Points as people write them: no more decimals than there are, four at the most."""
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def harmless(text: str) -> str:
    """A text that a spreadsheet does not take for a formula."""
    return FORMULA.sub(r"\1'", text)


def line(cells: Iterable[str]) -> str:
    """One line of CSV."""
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue()


def scores_csv(scores: Iterable[Score], assignments: Mapping[str, Assignment], rules: Rules) -> Iterator[str]:
    """``scores.csv``: the learner, every step, and the sum."""
    steps = columns(assignments.values())
    more = (["late_days", "late_points"] if rules.knows_late else []) + (
        ["extra_points"] if rules.extra_points else []
    )
    yield line(["learner", *steps, *more, "total", "max"])
    for each in scores:
        points = each.points
        values = {
            "late_days": sum(part.days_late for part in each.parts),
            "late_points": -sum(part.lost for part in each.parts),
            "extra_points": each.extra,
        }
        numbers = [
            *(points[name] for name in steps),
            *(values[name] for name in more),
            each.total,
            each.most,
        ]
        yield line([harmless(each.learner), *map(number, numbers)])


def canvas_csv(scores: Iterable[Score], most: Mapping[str, float]) -> Iterator[str]:
    """``canvas.csv``: for Canvas, Grades, Import; one assignment for each notebook.

    Canvas finds people by ``ID``, which its own downloads have in every file name, or else by ``SIS Login
    ID``.

    Parameters
    ----------
    scores : iterable of Score
    most : mapping of str to float
        Points that can be had, by notebook.
    """
    people = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
    yield line([*people, *most])
    yield line(["    Points Possible", "", "", "", "", *map(number, most.values())])
    for each in scores:
        login = "" if each.canvas else harmless(each.learner)
        grades = _by_notebook(each)
        yield line(
            [
                harmless(each.learner),
                each.canvas,
                "",
                login,
                "",
                *(number(grades[name]) for name in most),
            ]
        )


def moodle_csv(scores: Iterable[Score], most: Mapping[str, float]) -> Iterator[str]:
    """``moodle.csv``: a grading worksheet for Moodle, which also serves for Grades, Import, CSV file.

    A worksheet finds people by ``Identifier``, which Moodle's own downloads have in every folder's name; in
    an import, choose the column that identifies them. Moodle takes no worksheet that does not say when grades
    were last modified; left empty, a grade that Moodle has already stays unless one insists.
    """
    several = list(most) if len(most) > 1 else []
    head = ["Identifier", "Full name", "Username", "Status", "Grade", "Maximum Grade"]
    yield line([*head, *several, "Last modified (grade)", "Feedback comments"])
    for each in scores:
        grades = _by_notebook(each)
        yield line(
            [
                f"Participant {each.moodle}" if each.moodle else "",
                harmless(each.learner),
                harmless(each.learner),
                "Submitted for grading",
                number(each.total),
                number(sum(most.values())),
                *(number(grades[name]) for name in several),
                "",
                harmless(comment(each)),
            ]
        )


def comment(each: Score) -> str:
    """A sentence for a platform's comment field."""
    right = sum(step.status == "right" for step in _steps(each))
    return (
        f"{right} of {len(list(_steps(each)))} steps are right: "
        f"{number(each.total)} of {number(each.most)} points."
    )


def _steps(each: Score) -> Iterator[Any]:
    return (step for part in each.parts if part.result for step in part.result.steps)


def _by_notebook(each: Score) -> dict[str, float]:
    """Points of each notebook; what is given for no notebook in particular goes to the first."""
    grades = {part.notebook: part.total for part in each.parts}
    if each.extra and grades:
        first = next(iter(grades))
        grades[first] = max(0.0, grades[first] + each.extra)
    return grades


# --- for machines -------------------------------------------------------------------------------------------


def as_json(each: Score) -> dict[str, Any]:
    """Everything about one learner that the learner may see: no seed, no input, no expected value."""
    return {
        "learner": each.learner,
        "total": round(each.total, 4),
        "max": round(each.most, 4),
        "extra_points": each.extra,
        "notebooks": [_part_as_json(part) for part in each.parts],
    }


def _part_as_json(part: Part) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "notebook": part.notebook,
        "handed_in": part.result is not None,
        "points": round(part.total, 4),
        "max": round(part.most, 4),
        "days_late": part.days_late,
        "free_days": part.free_days,
        "late_points": round(-part.lost, 4) + 0.0,
        "steps": [],
    }
    if part.result is not None:
        fields |= {"problem": part.result.problem, "notes": list(part.result.notes)}
        fields["steps"] = [
            {
                "grade_id": column(part.notebook, step.step).partition("/")[2],
                "points": round(part.points.get(column(part.notebook, step.step), 0.0), 4),
                "status": step.status,
                "misconception": step.misconception,
                "mistake": step.mistake,
                "feedback": step.feedback,
                "stood_in": list(step.stood_in),
            }
            for step in part.result.steps
        ]
    return fields


def gradescope(each: Score, weights: Rules | None = None) -> dict[str, Any]:
    """``results.json`` as Gradescope reads it, for one learner."""
    rules = weights or Rules()
    tests = []
    for part in each.parts:
        for step in part.result.steps if part.result else ():
            name = column(part.notebook, step.step)
            weight = rules.weight(name)
            test = {
                "name": step.step,
                "score": round(part.points.get(name, 0.0), 4),
                "max_score": 0.0 if name in rules.extra_steps else round(step.most * weight, 4),
                "status": "passed" if step.status == "right" else "failed",
                "output": step.feedback,
                "output_format": "text",
                "visibility": "visible",
            }
            tests.append(test)
    notes = [note for part in each.parts if part.result for note in part.result.notes]
    return {
        "score": round(each.total, 4),
        "output": "\n".join([comment(each), *notes]),
        "output_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": tests,
    }
