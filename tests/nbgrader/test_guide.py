"""What docs/grading.md says about nbgrader works as it stands, from an empty folder to a release."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests import exercise_notebooks as nb

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("nbgrader"), pytest.mark.timeout(300)]

GUIDE = (nb.ROOT / "docs" / "grading.md").read_text(encoding="utf-8")
FENCE = re.compile(r"```console\n(.*?)```", re.DOTALL)


def commands():
    """The commands of the section on nbgrader, up to the one that makes what learners get."""
    section = GUIDE.split("## With nbgrader")[1].split("\n## ")[0]
    lines = [line.removeprefix("$ ") for line in FENCE.search(section)[1].splitlines()]
    last = next(k for k, line in enumerate(lines) if "generate_assignment" in line)
    return [line.replace("PATH_TO_THE_COURSE", f'"{nb.ROOT}"') for line in lines[: last + 1]]


def test_the_commands_of_the_guide_make_an_assignment(tmp_path):
    own = {name: str(tmp_path / name) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR")}
    own["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        ["sh", "-ec", "\n".join(commands())],
        cwd=tmp_path,
        env={**os.environ, **own},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=280,
    )
    assert done.returncode == 0, done.stdout
    released = nb.read(tmp_path / "gru" / "release" / "ps1" / "03_reset_gate.ipynb")
    assert "### BEGIN SOLUTION" not in "".join(cell.source for cell in released.cells)
    assert any("gc.check.sigmoid" in cell.source for cell in released.cells)
