"""A course directory of real nbgrader: its commands in processes of their own, and what came of them."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import nbformat

ASSIGNMENT = "gru"
CONFIG = """
c = get_config()
c.CourseDirectory.course_id = "gru-course"
"""  # and everything else as nbgrader has it


@dataclass(frozen=True)
class Course:
    """One assignment of one or more notebooks, in a folder that nbgrader knows its way around."""

    folder: Path

    def start(self, sources: Sequence[Path]) -> None:
        (self.folder / "nbgrader_config.py").write_text(CONFIG, encoding="utf-8")
        self.put("source", {path.name: nbformat.read(path, as_version=4) for path in sources})

    def put(self, stage: str, notebooks: dict[str, nbformat.NotebookNode]) -> None:
        place = self.folder / stage / ASSIGNMENT
        place.mkdir(parents=True)
        for name, notebook in notebooks.items():
            nbformat.write(notebook, place / name)

    def submit(self, student: str, notebooks: dict[str, nbformat.NotebookNode]) -> None:
        self.put(f"submitted/{student}", notebooks)

    def notebooks(self, stage: str) -> dict[str, nbformat.NotebookNode]:
        """`stage` is "release", or "autograded/NAME"."""
        found = sorted((self.folder / stage / ASSIGNMENT).glob("*.ipynb"))
        return {path.name: nbformat.read(path, as_version=4) for path in found}

    def feedback(self, student: str, notebook: str) -> str:
        page = self.folder / "feedback" / student / ASSIGNMENT / Path(notebook).with_suffix(".html")
        return page.read_text(encoding="utf-8")

    def nbgrader(self, command: str, *options: str) -> str:
        """Run one command; its log."""
        own = {
            name: str(self.folder / name) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR")
        }
        # nbgrader starts `alembic` by its bare name, so the environment has to be an active one
        own["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        settings = {"GRU_COURSE_PROGRESS": "off", "MPLBACKEND": "Agg", "TQDM_DISABLE": "1"}
        done = subprocess.run(
            [sys.executable, "-m", "nbgrader", command, *options],
            cwd=self.folder,
            env={**os.environ, **own, **settings},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=500,
        )
        assert done.returncode == 0, done.stdout
        return done.stdout

    def exported(self) -> dict[str, tuple[float, float]]:
        """Score and full marks of everybody, from the table that `nbgrader export` writes."""
        self.nbgrader("export", "--to", "grades.csv")
        with (self.folder / "grades.csv").open(encoding="utf-8", newline="") as file:
            return {
                row["student_id"]: (float(row["score"]), float(row["max_score"]))
                for row in csv.DictReader(file)
            }

    def scores(self, student: str) -> dict[str, float]:
        """Points by grade_id, from nbgrader's gradebook."""
        from nbgrader.api import Gradebook

        with Gradebook(f"sqlite:///{self.folder / 'gradebook.db'}", "gru-course") as gradebook:
            submission = gradebook.find_submission(ASSIGNMENT, student)
            return {grade.name: grade.score for notebook in submission.notebooks for grade in notebook.grades}
