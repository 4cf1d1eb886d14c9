"""Submissions as learners hand them in, made from the real exercise notebooks."""

from __future__ import annotations

import copy
import io
import json
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from gru_course.grading.assignment import Assignment, load_all
from gru_course.grading.run import Limits

ROOT = Path(__file__).parents[2]
ASSIGNMENTS: dict[str, Assignment] = load_all(ROOT / "exercises")
BRIEF = Limits(seconds=10.0, patience=1.0, memory=2**30)
"""Long enough for an honest answer on a busy machine, short enough for an endless one."""

RIGHT_GATE = """
def reset_gate(x, h_prev, W_r, b_r):
    return 1 / (1 + np.exp(-np.clip(np.hstack([x, h_prev]) @ W_r + b_r, -700, 700)))
"""
WRONG_GATE = """
def reset_gate(x, h_prev, W_r, b_r):
    return np.full((len(x), len(b_r)), 0.5)
"""


@cache
def _notebook(folder: str, name: str) -> str:
    return (ROOT / folder / f"{name}.ipynb").read_text(encoding="utf-8")


def blank(name: str) -> dict:
    """The exercise notebook as a learner gets it."""
    return json.loads(_notebook("exercises", name))


def grade_id(cell: dict) -> str:
    return cell["metadata"].get("nbgrader", {}).get("grade_id", "")


@cache
def _solutions(name: str) -> dict[str, str]:
    cells = json.loads(_notebook("solutions", name))["cells"]
    return {
        grade_id(cell): "".join(cell["source"])
        for cell in cells
        if cell["metadata"].get("nbgrader", {}).get("solution")
    }


def solved(name: str, **answers: str) -> dict:
    """The notebook with every step right, but for those that are given otherwise."""
    notebook = blank(name)
    sources = {**_solutions(name), **answers}
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("solution"):
            cell["source"] = sources[grade_id(cell)]
    return notebook


def position(notebook: dict, wanted: str) -> int:
    """Where the cell with this grade_id is."""
    return next(number for number, cell in enumerate(notebook["cells"]) if grade_id(cell) == wanted)


def own_cell(source: str) -> dict:
    """A code cell that the learner has added."""
    return {
        "cell_type": "code",
        "id": "own",
        "metadata": {},
        "source": source,
        "outputs": [],
        "execution_count": None,
    }


def with_cell(notebook: dict, source: str, before: str) -> dict:
    """A copy with one more cell in front of another."""
    copied = copy.deepcopy(notebook)
    copied["cells"].insert(position(copied, before), own_cell(source))
    return copied


def as_bytes(notebook: dict) -> bytes:
    return json.dumps(notebook).encode()


def zipped(members: Mapping[str, bytes]) -> bytes:
    """A zip with these files in it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()
