"""An exercise as an autograder for Gradescope: one zip, to be uploaded under "Configure Autograder".

It grades with the course's own sandbox. In a container that forbids bubblewrap, it runs answers as a user who
may read neither the course nor other files of the autograder, under limits and refused system calls.
"""

import json
import secrets
from pathlib import Path

from gru_course.export.bundle import wheel, write_whole, zipped
from gru_course.export.container import setup
from gru_course.grading.assignment import load

INSTALL = """\
cd "$AUTOGRADER/source"
"$AUTOGRADER/env/bin/pip" install --quiet -r requirements.txt
"$AUTOGRADER/env/bin/pip" install --quiet --no-index --no-deps gru_course-*.whl
chmod -R go= "$AUTOGRADER/source" "$AUTOGRADER"/env/lib/python3*/site-packages/gru_course*
"""

RUN = """\
#!/usr/bin/env bash
# Runs for each submission.
set -euo pipefail
: "${AUTOGRADER:=/autograder}"
chmod 700 "$AUTOGRADER/submission" "$AUTOGRADER/results"
cd /
exec "$AUTOGRADER/env/bin/python" -I -m gru_course.export.gradescope_run "$AUTOGRADER"
"""

SETTINGS = "settings.json"


def export(notebook: Path, out: Path, salt: str | None = None) -> Path:
    """Write the autograder of one assignment.

    Parameters
    ----------
    notebook : Path
        Of ``exercises/``.
    out : Path
        The zip.
    salt : str, optional
        Secret that chooses the inputs of every learner; by chance unless told.

    Returns
    -------
    Path
        The zip.

    Raises
    ------
    ValueError
        If it is no exercise of this course.
    """
    write_whole(out, autograder(notebook, secrets.token_hex(16) if salt is None else salt))
    return out


def autograder(notebook: Path, salt: str) -> bytes:
    """The content of the zip."""
    assignment = load(notebook)
    name, course = wheel()
    files: dict[str, bytes | str] = {
        "setup.sh": setup("bubblewrap util-linux", INSTALL),
        "run_autograder": RUN,
        "requirements.txt": "numpy>=2.1\n",
        SETTINGS: json.dumps({"notebook": assignment.notebook, "salt": salt}) + "\n",
        f"{assignment.notebook}.ipynb": notebook.read_bytes(),
        name: course,
    }
    return zipped(files, executable=("setup.sh", "run_autograder"))
