"""docs/grading.md keeps its word: every command that it prints for this course works as printed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests import exercise_notebooks as nb
from tests.export.machines import as_bytes

GUIDE = (nb.ROOT / "docs" / "grading.md").read_text(encoding="utf-8")
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL) for line in block.splitlines()]


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A folder with what a lecturer has: two submissions, and the settings file of the guide."""
    desk = tmp_path_factory.mktemp("desk")
    (settings,) = re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL)
    (desk / "grading.toml").write_text(settings)
    for learner, folder in (("ada", "solutions"), ("bert", "exercises")):
        (desk / "submissions" / learner).mkdir(parents=True)
        name = "03_reset_gate.ipynb"
        content = nb.filled(
            nb.read(nb.EXERCISES / name),
            nb.answers(nb.read(nb.ROOT / "solutions" / name)) if folder == "solutions" else {},
        )
        (desk / "submissions" / learner / name).write_bytes(as_bytes(content))
    return desk


def test_the_guide_prints_commands():
    assert {" ".join(line.split()[:2]) for line in COMMANDS} == {"gru-course grade", "gru-course export"}


@pytest.mark.slow
def test_every_command_works_as_printed(desk):
    programs = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    for line in COMMANDS:
        done = subprocess.run(
            line,
            shell=True,
            cwd=desk,
            env={**os.environ, "PATH": programs},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=200,
        )
        assert done.returncode == 0, f"{line}\n{done.stdout}"
    for made in ("grades/scores.csv", "grades/report.html", "grades/feedback", "reset-gate.zip"):
        assert (desk / made).exists(), made
    assert (desk / "otter-assignments" / "07_the_cell" / "autograder" / "autograder.zip").is_file()


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\((?!https?:)([^)#]+)\)", GUIDE))))
def test_the_links_of_the_guide_lead_somewhere(target):
    assert (nb.ROOT / "docs" / target).exists()
