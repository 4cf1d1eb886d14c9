"""A lesson works as it is, and as well with the learner's own functions in it; and it keeps its form."""

from __future__ import annotations

import ast
import re
import statistics
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from gru_course import quizzes
from gru_course.checks.catalogue import EXERCISES
from gru_course.checks.namespaces import solution_of

ROOT = Path(__file__).parents[1]
LESSONS = sorted((ROOT / "notebooks").glob("*.ipynb"))
GATES = [path for path in LESSONS if re.match(r"0[1-7]", path.stem)]

each_lesson = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
each_gate = pytest.mark.parametrize("path", GATES, ids=lambda path: path.stem)

STANDS_IN = "the course's own stands in for it"


def stub(cell: nbformat.NotebookNode) -> str | None:
    """The name of the exercise of which a code cell is the stub."""
    if cell.cell_type != "code" or not cell.source.startswith("def "):
        return None
    function = ast.parse(cell.source).body[0]
    assert isinstance(function, ast.FunctionDef)
    last = function.body[-1]
    empty = isinstance(last, ast.Expr) and isinstance(last.value, ast.Constant) and last.value.value is ...
    return function.name if empty and function.name in EXERCISES else None


def text_of(cell: nbformat.NotebookNode) -> str:
    """All that a cell shows, as plain text."""
    parts = [output.get("text", "") + output.get("data", {}).get("text/plain", "") for output in cell.outputs]
    return "".join(parts)


@each_gate
def test_a_lesson_asks_for_a_piece_checks_it_and_goes_on_with_it(path):
    notebook = nbformat.read(path, as_version=4)
    names = [name for cell in notebook.cells if (name := stub(cell))]
    assert names, "the learner writes nothing here"
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    for name in names:
        assert f"gc.check.{name}({name})" in code
        assert f"{name} = gc.use.{name}({name})" in code


@each_gate
def test_an_unedited_lesson_says_that_the_course_stands_in(path):
    notebook = nbformat.read(path, as_version=4)
    shown = "\n".join(text_of(cell) for cell in notebook.cells if cell.cell_type == "code")
    assert STANDS_IN in shown
    assert "not attempted yet" in shown


@pytest.mark.slow
@each_gate
def test_a_lesson_works_with_what_the_learner_wrote(path):
    notebook = nbformat.read(path, as_version=4)
    saved = {cell.id: text_of(cell) for cell in notebook.cells if cell.cell_type == "code"}
    for cell in notebook.cells:
        if name := stub(cell):
            cell.source = solution_of(EXERCISES[name])
    client = NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(path.parent)}})
    client.execute()
    shown = {cell.id: text_of(cell) for cell in notebook.cells if cell.cell_type == "code"}
    assert STANDS_IN not in "".join(shown.values())
    for cell in notebook.cells:
        if cell.cell_type == "code" and "gc.use." not in cell.source and "gc.check." not in cell.source:
            if "nbval-ignore-output" not in cell.metadata.get("tags", []):
                assert shown[cell.id] == saved[cell.id], f"{cell.id} depends on whose function it is"


# --- form ---------------------------------------------------------------------------------------------------


@each_lesson
def test_the_head_says_what_one_learns_needs_and_how_long_it_takes(path):
    head = nbformat.read(path, as_version=4).cells[0].source
    for words in ("**You will be able to**", "**You need**", "**Time:**", "*This lesson covers"):
        assert words in head


@each_lesson
def test_a_lesson_ends_in_five_lines_a_quiz_a_task_and_reading(path):
    text = "\n".join(c.source for c in nbformat.read(path, as_version=4).cells if c.cell_type == "markdown")
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert headings[-4:] == ["Summary", "Quiz", "Your turn", "Where to read more"]
    summary = text.split("## Summary")[1].split("## ")[0]
    assert re.findall(r"^(\d)\. ", summary, re.MULTILINE) == list("12345")


@each_lesson
def test_cells_are_short_and_prose_stands_between(path):
    cells = nbformat.read(path, as_version=4).cells
    lines = [len(cell.source.splitlines()) for cell in cells if cell.cell_type == "code"]
    assert 1 <= statistics.median(lines) <= 4
    words = [len(cell.source.split()) for cell in cells if cell.cell_type == "markdown"]
    assert statistics.median(words) <= 52  # with headings, tables and formulas; 42 or less without


@each_lesson
def test_links_between_notebooks_lead_somewhere(path):
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "markdown":
            for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", cell.source):
                assert (path.parent / target).exists(), f"{cell.id}: {target}"


@each_lesson
def test_widget_cells_are_the_only_ones_that_are_not_compared(path):
    for cell in nbformat.read(path, as_version=4).cells:
        if set(cell.metadata.get("tags", [])) & {"nbval-ignore-output", "nbval-skip"}:
            assert re.search(r"gc\.(widgets|quizzes)\.", cell.source), cell.id
            assert "nbval-skip" not in cell.metadata.tags


@each_gate
def test_the_saved_quiz_is_the_one_that_the_package_asks(path):
    # Its cell is not compared when the notebook is run, so an old text would stay in sight.
    cells = nbformat.read(path, as_version=4).cells
    [(cell, name)] = [(c, m[1]) for c in cells if (m := re.fullmatch(r"gc\.quizzes\.(\w+)\(\)", c.source))]
    [output] = cell.outputs
    assert output.data["text/markdown"] == getattr(quizzes, name)().markdown()
