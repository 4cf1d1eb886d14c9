"""Make the exercises from the solutions: ``make exercises``.

python tools/make_exercises.py           write exercises/NN_topic.ipynb for every solutions/NN_topic.ipynb
python tools/make_exercises.py --check   write nothing; say which are out of step

The steps are nbgrader's own, those of `nbgrader generate_assignment` without its database: answers give way
to a stub, outputs go, and checksums let a grader see which cells somebody changed.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import nbformat
from nbgrader import preprocessors
from nbgrader.utils import compute_checksum, is_solution
from traitlets.config import Config

ROOT = Path(__file__).resolve().parents[1]

# A stub that runs: "Run All" goes through to the end, and the checks say "not attempted".
STUB = "# YOUR CODE HERE\n..."
CONFIG = Config({"ClearSolutions": {"code_stub": {"python": STUB}}})


def exercise(solution: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """The notebook that a learner gets; `solution` stays as it is."""
    notebook = nbformat.from_dict(solution)
    _apply(notebook, "LockCells", "ClearSolutions", "ClearOutput", "ClearHiddenTests", "ClearMarkScheme")
    for cell in notebook.cells:
        if is_solution(cell):
            # Outside a function, the first line says `NAME = ...`, and another `...` would print "Ellipsis".
            cell.source = cell.source.removesuffix("\n...")
    _apply(notebook, "ComputeChecksums", "CheckCellMetadata")
    return notebook


def _apply(notebook: nbformat.NotebookNode, *names: str) -> None:
    for name in names:
        getattr(preprocessors, name)(config=CONFIG).preprocess(notebook, {})


def as_text(notebook: nbformat.NotebookNode) -> str:
    """What the file holds: the same for the same notebook, byte for byte."""
    return nbformat.writes(notebook).rstrip("\n") + "\n"


def answered(path: Path) -> list[str]:
    """Steps into which somebody wrote an answer: their cells no longer fit their checksums."""
    return [
        cell.metadata.nbgrader["grade_id"]
        for cell in nbformat.read(path, as_version=4).cells
        if is_solution(cell) and cell.metadata.nbgrader.get("checksum") != compute_checksum(cell)
    ]


def main(arguments: list[str]) -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument(
        "--check", action="store_true", help="write nothing; fail if something is out of step"
    )
    options.add_argument(
        "--force", action="store_true", help="write even where somebody's answers would be lost"
    )
    options.add_argument("--solutions", type=Path, default=ROOT / "solutions")
    options.add_argument("--exercises", type=Path, default=ROOT / "exercises")
    chosen = options.parse_args(arguments)

    solutions = sorted(chosen.solutions.glob("*.ipynb"))
    if not solutions:
        print(f"Found no notebooks in {chosen.solutions}.", file=sys.stderr)
        return 1
    problems = [
        problem
        for path in solutions
        if (problem := _make(path, chosen.exercises / path.name, chosen.check, chosen.force))
    ]
    strays = {path.name for path in chosen.exercises.glob("*.ipynb")} - {path.name for path in solutions}
    problems += [f"{chosen.exercises / name} has no solution: remove it." for name in sorted(strays)]
    print(*problems, sep="\n", end="\n" if problems else "", file=sys.stderr)
    return 1 if problems else 0


def _make(source: Path, target: Path, only_check: bool, force: bool) -> str:
    """Write one exercise where it has changed; a sentence if something is in the way."""
    text = as_text(exercise(nbformat.read(source, as_version=4)))
    if target.exists() and target.read_text(encoding="utf-8") == text:
        return ""
    if only_check:
        return f"{target} is out of step with {source}: run `make exercises`."
    if target.exists() and not force and (steps := answered(target)):
        return f"{target} holds somebody's answers ({', '.join(steps)}): move it away, or give --force."
    target.parent.mkdir(exist_ok=True)
    target.write_text(text, encoding="utf-8", newline="\n")
    print(target)
    return ""


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
