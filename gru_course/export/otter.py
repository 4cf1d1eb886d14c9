"""An exercise as an assignment for otter-grader: the notebook for learners, and the zip that grades it.

The layout is that of ``otter assign``: ``student/`` is handed out, ``autograder/`` stays with the lecturer.
"""

import json
import secrets
from pathlib import Path
from typing import Any

from gru_course.export.bundle import wheel, write_whole, zipped
from gru_course.export.container import setup
from gru_course.grading.assignment import CHECK, Assignment, Step, load
from gru_course.grading.paper import seed_for

OTTER = "otter-grader[grading]>=7,<8"
"""The versions whose format this is; tested with 7.0.0."""

TEST = '''\
"""The step {name}, as otter-grader tests it."""

from otter.test_files import test_case

from gru_course.export.otter_step import require

OK_FORMAT = False

name = "{name}"
points = {points}
all_or_nothing = True


@test_case(name="the inputs of the notebook", hidden=False)
def public(env):
    require(name, env)
'''

HIDDEN = """

SEED = {seed}  # not in the line below, which otter-grader shows to the learner


@test_case(name="other inputs", hidden=True)
def hidden(env):
    require(name, env, SEED)
"""

CONFIG = {"lang": "python", "show_hidden": True, "show_stdout": False, "warn_missing_pdf": False}

INSTALL = """\
"$AUTOGRADER/env/bin/pip" install --quiet -r "$AUTOGRADER/source/requirements.txt"
"""

RUN = """\
#!/usr/bin/env bash
# Runs for each submission.
set -euo pipefail
: "${AUTOGRADER:=/autograder}"
export PATH="$AUTOGRADER/env/bin:$PATH" GRU_COURSE_PROGRESS=off MPLBACKEND=Agg
if [ ! -d "$AUTOGRADER/course" ]; then  # otter-grader adds files/ after setup.sh has run
    python -m zipfile -e "$AUTOGRADER"/source/files/gru_course-*.whl "$AUTOGRADER/course"
fi
export PYTHONPATH="$AUTOGRADER/course"
exec python "$AUTOGRADER/source/run_otter.py" "$AUTOGRADER"
"""

RUN_OTTER = '''\
"""Hands over to otter-grader."""

import sys

from otter.run.run_autograder import main

if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "/autograder")
'''


def export(notebook: Path, out: Path, salt: str | None = None) -> Path:
    """Write one assignment.

    Parameters
    ----------
    notebook : Path
        Of ``exercises/``.
    out : Path
        The assignment becomes a folder in it, with the notebook's name.
    salt : str, optional
        Secret that chooses the hidden inputs; by chance unless told.

    Returns
    -------
    Path
        The assignment's folder.

    Raises
    ------
    ValueError
        If it is no exercise of this course.
    """
    assignment = load(notebook)
    folder = out / assignment.notebook
    write_whole(folder / "student" / notebook.name, learners_notebook(notebook))
    for step in assignment.steps:
        write_whole(folder / "student" / "tests" / f"{step.name}.py", public_test(step))
    write_whole(
        folder / "autograder" / "autograder.zip",
        autograder(assignment, secrets.token_hex(16) if salt is None else salt),
    )
    return folder


def learners_notebook(path: Path) -> str:
    """The exercise, its test cells marked so that otter-grader tests each step where it stands."""
    notebook: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        about = cell["metadata"].get("nbgrader", {})
        if about.get("grade"):
            # Not at the end: by then `gc.use` may have put the course's own in the learner's place.
            cell["metadata"]["otter"] = {"tests": [about["grade_id"].removeprefix(CHECK)]}
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def public_test(step: Step) -> str:
    """The test that learners may have: the same inputs as in their notebook."""
    return TEST.format(name=step.name, points=_number(step.points))


def hidden_test(step: Step, salt: str) -> str:
    """The same on other inputs; a value and a design have none."""
    if step.exercise.kind != "function":
        return ""
    return HIDDEN.format(seed=seed_for(step.name, "otter-grader", salt))


def autograder(assignment: Assignment, salt: str) -> bytes:
    """What ``otter run``, ``otter grade`` and Gradescope take as the autograder of an assignment."""
    name, course = wheel()
    needs = f"{OTTER}\n" + "".join(f"{need}\n" for need in _needs())
    files: dict[str, bytes | str] = {
        "setup.sh": setup("ca-certificates", INSTALL),
        "run_autograder": RUN,
        "run_otter.py": RUN_OTTER,
        "requirements.txt": needs,
        "environment.yml": _environment(needs),
        "otter_config.json": json.dumps(CONFIG, indent=1) + "\n",
        f"files/{name}": course,
    }
    for step in assignment.steps:
        files[f"tests/{step.name}.py"] = public_test(step) + hidden_test(step, salt)
    return zipped(files, executable=("setup.sh", "run_autograder"))


def _needs() -> list[str]:
    """What the course itself needs: a learner's notebook may use all of it."""
    import importlib.metadata

    return [need for need in importlib.metadata.requires("gru-course") or [] if "extra ==" not in need]


def _environment(needs: str) -> str:
    """The same for conda: ``otter grade`` wants the file, and our ``setup.sh`` does without."""
    pip = "".join(f"  - {need}\n" for need in needs.splitlines())
    return f"name: otter-env\nchannels: [conda-forge]\ndependencies:\n- python=3.12\n- pip\n- pip:\n{pip}"


def _number(points: float) -> str:
    return str(int(points)) if points == int(points) else repr(points)
