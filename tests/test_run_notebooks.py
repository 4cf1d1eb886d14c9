"""`make notebooks` leaves the same file on every machine and in every run."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import nbformat
import pytest
from nbclient.exceptions import CellExecutionError
from nbformat import v4

SPEC = importlib.util.spec_from_file_location(
    "run_notebooks", Path(__file__).parents[1] / "tools" / "run_notebooks.py"
)
run_notebooks = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(run_notebooks)


def save(path: Path, *sources: str) -> Path:
    cells = [v4.new_code_cell(source, id=f"cell-{i}") for i, source in enumerate(sources)]
    nbformat.write(v4.new_notebook(cells=cells), path)
    return path


def test_two_runs_give_the_same_bytes(tmp_path):
    path = save(tmp_path / "a.ipynb", "for i in range(3): print(i, flush=True)", "6 * 7")
    assert run_notebooks.main([str(tmp_path)]) == 0
    first = path.read_bytes()
    assert run_notebooks.main([str(path)]) == 0
    assert path.read_bytes() == first

    cells = nbformat.read(path, as_version=4).cells
    assert [cell.execution_count for cell in cells] == [1, 2]
    assert len(cells[0].outputs) == 1, "what is printed in pieces is one output"
    assert cells[1].outputs[0].data["text/plain"] == "42"


def test_views_of_widgets_and_stray_metadata_go(tmp_path):
    view = v4.new_output(
        "display_data", {"text/plain": "Slider()", run_notebooks.WIDGET_VIEW: {"model_id": "7"}}
    )
    cell = v4.new_code_cell("slider", outputs=[view], metadata={"tags": ["keep"], "collapsed": True})
    notebook = run_notebooks.tidy(v4.new_notebook(cells=[cell], metadata={"widgets": {}}))
    assert notebook.cells[0].outputs[0].data == {"text/plain": "Slider()"}
    assert notebook.cells[0].metadata == {"tags": ["keep"]}
    assert set(notebook.metadata) == {"kernelspec", "language_info"}


def test_a_notebook_that_fails_is_not_saved(tmp_path):
    path = save(tmp_path / "a.ipynb", "1 / 0")
    before = path.read_bytes()
    with pytest.raises(CellExecutionError):
        run_notebooks.main([str(path)])
    assert path.read_bytes() == before


def test_an_empty_folder_is_an_error(tmp_path):
    assert run_notebooks.main([str(tmp_path)]) == 1
