"""The exercise notebooks as tests see them: their steps, answers in them, and what comes of it."""

from __future__ import annotations

import copy
import importlib.util
from collections.abc import Mapping
from pathlib import Path

import nbformat

ROOT = Path(__file__).parents[1]
SOLUTIONS = sorted((ROOT / "solutions").glob("*.ipynb"))
EXERCISES = ROOT / "exercises"

SPEC = importlib.util.spec_from_file_location("make_exercises", ROOT / "tools" / "make_exercises.py")
make_exercises = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(make_exercises)


def read(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, as_version=4)


def role(cell: nbformat.NotebookNode) -> str:
    """ "answer", "check" (graded), "given" (locked), or "" for a cell that means nothing to nbgrader."""
    meta = cell.metadata.get("nbgrader")
    if meta is None:
        return ""
    return "answer" if meta["solution"] else "check" if meta["grade"] else "given"


def grade_id(cell: nbformat.NotebookNode) -> str:
    return cell.metadata["nbgrader"]["grade_id"]


def cells(notebook: nbformat.NotebookNode, wanted: str) -> dict[str, nbformat.NotebookNode]:
    """All cells of one role, by grade_id, in order."""
    return {grade_id(cell): cell for cell in notebook.cells if role(cell) == wanted}


def answers(notebook: nbformat.NotebookNode) -> dict[str, str]:
    """What is written in each answer cell."""
    return {name: cell.source for name, cell in cells(notebook, "answer").items()}


def points(notebook: nbformat.NotebookNode) -> dict[str, float]:
    """Points of every step, by the name of its check."""
    checks = cells(notebook, "check").items()
    return {name.removeprefix("check-"): float(cell.metadata.nbgrader["points"]) for name, cell in checks}


def filled(notebook: nbformat.NotebookNode, given: Mapping[str, str]) -> nbformat.NotebookNode:
    """A copy with these answers written into it; the other cells stay as they are."""
    handed_in = copy.deepcopy(notebook)
    for name, source in given.items():
        cells(handed_in, "answer")[name].source = source
    return handed_in


def run(notebook: nbformat.NotebookNode) -> dict[str, Exception]:
    """Run all code cells in one namespace; what each raised, by the cell's id.

    Plain `exec`, which is a hundred times faster than a kernel: two other tests take real ones.
    """
    namespace: dict[str, object] = {"__name__": "__main__"}
    raised = {}
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        try:
            exec(compile(cell.source, f"<{cell.id}>", "exec"), namespace)
        except Exception as error:
            raised[cell.id] = error
    return raised
