"""Inside a Gradescope container: grade the one notebook that was handed in, and write ``results.json``.

It needs NumPy and this package, nothing else. Where the grader itself fails, it writes no result and says
why: Gradescope then tells the lecturer, and nobody has lost a point.
"""

import json
import sys
from pathlib import Path
from typing import Any

from gru_course.export.bundle import write_whole
from gru_course.grading.assignment import Assignment, load
from gru_course.grading.grade import Result, grade
from gru_course.grading.rules import Rules
from gru_course.grading.sandbox import Nursery, NurseryGone, walls_here
from gru_course.grading.scores import gradescope, score
from gru_course.grading.submission import Submission, Unusable, code_cells
from gru_course.grading.walls import Walls

SETTINGS = "settings.json"
MOST_FILES = 1_000
"""That are looked at in search of a notebook."""


def main(folder: Path) -> None:
    """Grade what is in ``submission`` and write ``results/results.json``.

    Parameters
    ----------
    folder : Path
        ``/autograder`` on Gradescope.
    """
    settings = json.loads((folder / "source" / SETTINGS).read_text(encoding="utf-8"))
    assignment = load(folder / "source" / f"{settings['notebook']}.ipynb")
    learner = learner_from(folder / "submission_metadata.json")
    nursery, words = sandbox()
    with nursery:
        result = grade(
            notebook_in(folder / "submission", assignment),
            assignment,
            learner,
            nursery,
            salt=settings["salt"],
        )
    print(f"Walls: {words}.")
    content = results(result, assignment, words)
    write_whole(folder / "results" / "results.json", json.dumps(content, indent=1) + "\n")


def learner_from(path: Path) -> str:
    """Whose submission it is: the numbers of everybody in the group, so that the inputs stay theirs."""
    try:
        users = json.loads(path.read_text(encoding="utf-8"))["users"]
        return " ".join(sorted(str(user["id"]) for user in users))
    except (OSError, ValueError, KeyError, TypeError):
        return "somebody"


def notebook_in(folder: Path, assignment: Assignment) -> bytes:
    """The notebook with the most cells of this exercise; what else was handed in with it is left alone."""
    wanted = {step.name for step in assignment.steps}
    found: list[tuple[int, str, bytes]] = []
    for path in sorted(folder.rglob("*.ipynb"))[:MOST_FILES]:
        if ".ipynb_checkpoints" not in path.parts and not path.is_symlink() and path.is_file():
            data = _read(path)
            found.append((_cells_of(data, wanted), path.name, data))
    return max(found)[2] if found else b""


def _read(path: Path) -> bytes:
    try:
        return Submission("", "", path).read()
    except Unusable as reason:
        return f"unusable: {reason}".encode()  # no notebook, and `grade` will say so


def _cells_of(data: bytes, wanted: set[str]) -> int:
    try:
        return len(wanted & {cell.grade_id for cell in code_cells(data)})
    except Unusable:
        return -1


# --- the sandbox --------------------------------------------------------------------------------------------


def sandbox() -> tuple[Nursery, str]:
    """The best that this container offers, and what that is."""
    walls = walls_here()
    if walls is not Walls.MISSING:
        try:
            return Nursery(walls), walls.value
        except NurseryGone:  # it promised more than it keeps
            walls = Walls.MISSING
    nursery = Nursery(walls)
    words = "; answers run as a user without rights" if nursery.as_nobody else ""
    return nursery, walls.value + words


# --- the result ---------------------------------------------------------------------------------------------


def results(result: Result, assignment: Assignment, words: str) -> dict[str, Any]:
    """``results.json``: what the learner may see, and one hidden entry for the lecturer."""
    each = score(result.learner, [result], {assignment.notebook: assignment}, Rules(), {})
    content = gradescope(each)
    content["tests"].append(
        {
            "name": "For the lecturer: what stood between the answers and the grader",
            "output": f"{words}.",
            "visibility": "hidden",
        }
    )
    return content


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "/autograder"))
