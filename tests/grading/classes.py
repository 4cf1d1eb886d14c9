"""Small classes of learners, and the command that grades them."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

from gru_course.grading.command import Order, Outcome, run
from gru_course.grading.grade import Result, StepResult
from tests.grading.builders import as_bytes, blank, grade_id

SMALL = "03_small"
"""One step, so that a class is graded in a second or two."""

RIGHT = "def sigmoid(a):\n    return 0.5 * (1 + np.tanh(np.asarray(a) / 2))"
WRONG = "def sigmoid(a):\n    return 1 / (1 + np.exp(np.clip(a, -700, 700)))"
EMPTY = "def sigmoid(a):\n    pass"


def small_assignment(folder: Path) -> Path:
    """An exercise notebook with the sigmoid step of the third exercise."""
    notebook = blank("03_reset_gate")
    wanted = ("", "sigmoid", "check-sigmoid")
    notebook["cells"] = [cell for cell in notebook["cells"] if grade_id(cell) in wanted]
    path = folder / f"{SMALL}.ipynb"
    path.write_bytes(as_bytes(notebook))
    return path


def small(assignment: Path, answer: str) -> bytes:
    """A submission."""
    notebook = json.loads(assignment.read_bytes())
    for cell in notebook["cells"]:
        if grade_id(cell) == "sigmoid":
            cell["source"] = answer
    return as_bytes(notebook)


class Classroom:
    """A folder of submissions beside a folder of what comes of them."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.out = folder / "in", folder / "out"
        self.folder.mkdir()
        self.assignment = small_assignment(folder)

    def hand_in(self, learner: str, answer: str = RIGHT) -> Path:
        path = self.folder / f"{learner}.ipynb"
        path.write_bytes(small(self.assignment, answer))
        return path

    def order(self, **more: object) -> Order:
        return Order(self.folder, self.out, assignments=(str(self.assignment),), **more)

    def grade(self, **more: object) -> Outcome:
        return run(self.order(**more), Silent, lambda text: None)

    def command_line(self, *more: str) -> list[str]:
        arguments = ["grade", str(self.folder), "--out", str(self.out), "--assignment", str(self.assignment)]
        return [sys.executable, "-m", "gru_course.cli", *arguments, *more]

    def scores(self) -> dict[str, dict[str, str]]:
        with (self.out / "scores.csv").open(encoding="utf-8", newline="") as file:
            return {row["learner"]: row for row in csv.DictReader(file)}


class Silent:
    """Counts, and shows nothing."""

    def __init__(self, total: int) -> None:
        self.fresh: list[str] = []

    def advance(self, entry, fresh: bool) -> None:
        pass

    def close(self) -> None:
        pass


def result(learner: str, points: float = 4.0, **more: object) -> Result:
    """What the gate may have come to."""
    fields = {
        "step": "reset_gate",
        "points": points,
        "most": 4.0,
        "status": "right" if points else "wrong",
        "feedback": "reset_gate gives other numbers than it should.\nHint: look at <b>b_r</b>.",
        "seed": 1234567890123,
        **more,
    }
    return Result(learner, "03_reset_gate", (StepResult(**fields),))
