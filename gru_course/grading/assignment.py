"""What is asked: the steps of an exercise notebook, in order, with their points.

Read from our own copy, never from a submission.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gru_course.checks.catalogue import EXERCISES
from gru_course.checks.exercise import Exercise

CHECK, USE = "check-", "use-"
"""How the ids of test cells and of stand-in cells begin."""


@dataclass(frozen=True)
class Step:
    """One graded step.

    Attributes
    ----------
    name : str
        Of the exercise, of the function or value that is asked for, and of the answer cell.
    points : float
    feeds : bool
        Whether later steps build on it, so that the course's own must be able to stand in.
    """

    name: str
    points: float
    feeds: bool

    @property
    def grade_id(self) -> str:
        """Id of its test cell."""
        return CHECK + self.name

    @property
    def exercise(self) -> Exercise:
        """What is asked."""
        return EXERCISES[self.name]


@dataclass(frozen=True)
class Assignment:
    """An exercise notebook.

    Attributes
    ----------
    notebook : str
        Its stem.
    steps : tuple of Step
    preamble : tuple of str
        Sources of the course's own cells that run first, such as imports.
    """

    notebook: str
    steps: tuple[Step, ...]
    preamble: tuple[str, ...]

    @property
    def points(self) -> float:
        """Of all steps together."""
        return sum(step.points for step in self.steps)

    def step(self, name: str) -> Step:
        """The step with this name."""
        return next(step for step in self.steps if step.name == name)


def load(path: Path) -> Assignment:
    """Read an exercise notebook of the course.

    Raises
    ------
    ValueError
        If it has no graded step, or one that the course does not know.
    """
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    preamble: list[str] = []
    graded: list[tuple[str, float]] = []
    feeding: set[str] = set()
    for cell in cells:
        if cell["cell_type"] != "code":
            continue
        nbgrader: dict[str, Any] = cell["metadata"].get("nbgrader", {})
        grade_id = nbgrader.get("grade_id", "")
        if nbgrader.get("grade"):
            graded.append((grade_id.removeprefix(CHECK), float(nbgrader["points"])))
        elif grade_id.startswith(USE):
            feeding.add(grade_id.removeprefix(USE))
        elif not nbgrader:
            preamble.append("".join(cell["source"]))
    unknown = [name for name, _ in graded if name not in EXERCISES]
    if unknown or not graded:
        raise ValueError(f"{path}: expected graded steps of this course, got {', '.join(unknown) or 'none'}")
    steps = tuple(Step(name, points, name in feeding) for name, points in graded)
    return Assignment(path.stem, steps, tuple(preamble))


def load_all(folder: Path) -> dict[str, Assignment]:
    """Every exercise notebook in a folder, by its stem."""
    return {path.stem: load(path) for path in sorted(folder.glob("*.ipynb"))}


def column(notebook: str, step: str) -> str:
    """What a step is called in a table of scores: ``notebook/grade_id``."""
    return f"{notebook}/{CHECK}{step}"


def columns(assignments: Iterable[Assignment]) -> list[str]:
    """All columns of a table of scores."""
    return [column(a.notebook, step.name) for a in assignments for step in a.steps]
