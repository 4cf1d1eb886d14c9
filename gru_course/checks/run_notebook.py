"""Run an exercise notebook from the top and judge its steps, for a learner who works outside Jupyter.

It runs in a fresh kernel, with the rights of whoever asks: there is no sandbox, so it is for one's own
notebooks. What stands in a graded cell does not matter: in its place the exercise's own check is run, which
hands its verdict back as data.
"""

import dataclasses
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gru_course.checks.catalogue import EXERCISES
from gru_course.checks.exercise import Exercise
from gru_course.checks.verdict import Shown, Verdict

PREFIX = "check-"
VERDICT = "application/vnd.gru-course.verdict+json"
TIMEOUT = 120
"""Seconds for one cell."""


class NoSteps(ValueError):  # noqa: N818
    """The notebook has nothing to judge."""


@dataclass(frozen=True)
class Step:
    """One graded step of a notebook and its verdict."""

    exercise: Exercise
    verdict: Verdict

    @property
    def points(self) -> int:
        """Earned: all or none."""
        return self.exercise.points if self.verdict else 0

    @property
    def attempted(self) -> bool:
        """Whether there is more than a stub."""
        return self.verdict.status != "not attempted"

    def fields(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "exercise": self.exercise.name,
            "title": self.exercise.title,
            "status": self.verdict.status,
            "misconception": self.verdict.misconception,
            "message": self.verdict.message,
            "points": self.points,
            "points_of": self.exercise.points,
        }


def check_notebook(path: Path, timeout: float = TIMEOUT) -> list[Step]:
    """Run a notebook and judge its steps. The file stays as it is.

    Parameters
    ----------
    path : Path
    timeout : float
        Seconds for one cell; after that it is interrupted, and the next one runs.

    Returns
    -------
    list of Step
        In the order of the notebook.

    Raises
    ------
    OSError
        If the file cannot be read.
    NoSteps
        If it is no notebook, or has no graded step of this course.
    """
    from nbclient import NotebookClient
    from nbclient.exceptions import DeadKernelError

    notebook = _read(path)
    graded = _graded(notebook)
    if not graded:
        raise NoSteps(f"{path.name} has no graded step: give one of the notebooks in exercises/")
    for name, cell in graded.items():
        cell.source = f"from gru_course.checks.run_notebook import tell\ntell({name!r}, globals())"
    client = NotebookClient(
        notebook,
        timeout=timeout,
        kernel_name="python3",
        allow_errors=True,
        interrupt_on_timeout=True,
        resources={"metadata": {"path": str(path.parent)}},
    )
    problem = ""
    try:
        client.execute(stderr=subprocess.DEVNULL)  # what a kernel says of itself is of no use here
    except DeadKernelError:
        problem = "Python ended before this step was reached: does a cell call exit(), or use up the memory?"
    return [Step(EXERCISES[name], _verdict(name, cell, notebook, problem)) for name, cell in graded.items()]


def tell(name: str, scope: Mapping[str, Any]) -> None:
    """Judge what the notebook calls `name`, and show the verdict as data. Runs in the notebook's kernel."""
    from IPython.display import display

    from gru_course.checks.namespaces import Check

    if name in scope:
        verdict = Check(EXERCISES[name])(scope[name])
        display({VERDICT: dataclasses.asdict(verdict)}, raw=True)  # type: ignore[no-untyped-call]


def _read(path: Path) -> Any:
    import nbformat

    text = path.read_text(encoding="utf-8", errors="replace")
    try:
        return nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
    except Exception as problem:  # nbformat raises whatever it stumbles over
        raise NoSteps(f"{path.name} is not a Jupyter notebook") from problem


def _graded(notebook: Any) -> dict[str, Any]:
    """The cell that judges each step, by the name of the exercise."""
    found = {}
    for cell in notebook.cells:
        about = cell.metadata.get("nbgrader", {})
        name = str(about.get("grade_id", "")).removeprefix(PREFIX)
        if cell.cell_type == "code" and about.get("grade") and name in EXERCISES:
            found[name] = cell
    return found


def _verdict(name: str, cell: Any, notebook: Any, problem: str) -> Verdict:
    for output in cell.get("outputs", []):
        fields = output.get("data", {}).get(VERDICT)
        if fields is not None:
            shown = Shown(**fields["shown"]) if fields["shown"] else None
            return Verdict(**{**fields, "notes": tuple(fields["notes"]), "shown": shown})
    failures = [
        *_failures(cell),
        *(text for answer in _answers(notebook, name) for text in _failures(answer)),
    ]
    if failures:
        return Verdict(name, "error", f"The cell of {name} stopped: {failures[0]}")
    if problem:
        return Verdict(name, "error", problem)
    return Verdict(name, "not attempted", f"The notebook defines no {name}.")


def _answers(notebook: Any, name: str) -> list[Any]:
    return [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == name]


def _failures(cell: Any) -> list[str]:
    """What the errors of a cell say, in a line each."""
    errors = [output for output in cell.get("outputs", []) if output.output_type == "error"]
    return [_one_line(error.ename, error.evalue) for error in errors]


def _one_line(error: str, said: str) -> str:
    if error == "KeyboardInterrupt":
        return "it took too long. Is there a loop that never ends?"
    error = error.replace("_IncompleteInputError", "SyntaxError")  # its name from Python 3.13 on
    text = re.sub(r"\((?:\d+|<.*?>)(?:\.py)?, line (\d+)\)", r"in line \1", f"{error}: {said}")
    return re.sub(r"\s+", " ", text).strip()
