"""What is packed: zips that do not change by chance, a wheel that installers take, files that are whole."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from io import BytesIO

import pytest
from packaging.metadata import Metadata
from packaging.utils import parse_wheel_filename
from typer.testing import CliRunner

import gru_course
from gru_course import cli
from gru_course.export.bundle import wheel, write_whole, zipped
from gru_course.export.container import setup
from gru_course.export.exercises import find
from tests import exercise_notebooks as nb

run = CliRunner().invoke


def test_a_zip_of_the_same_files_has_the_same_bytes_and_keeps_what_can_be_run():
    files = {"run": "#!/bin/sh\n", "data/é.txt": b"\x00"}
    first, again = zipped(files, executable=["run"]), zipped(files, executable=["run"])
    assert first == again
    archive = zipfile.ZipFile(BytesIO(first))
    assert {info.filename: bool(info.external_attr >> 16 & 0o111) for info in archive.infolist()} == {
        "run": True,
        "data/é.txt": False,
    }
    assert archive.read("data/é.txt") == b"\x00"


def test_the_wheel_holds_the_whole_package_and_says_what_it_needs(tmp_path):
    name, content = wheel()
    assert str(parse_wheel_filename(name)[1]) == gru_course.__version__
    (tmp_path / name).write_bytes(content)
    with zipfile.ZipFile(tmp_path / name) as archive:
        names = set(archive.namelist())
        about = Metadata.from_email(
            archive.read(next(n for n in names if n.endswith("/METADATA"))), validate=False
        )
        archive.extractall(tmp_path / "there")
    assert {"gru_course/nn/cell.py", "gru_course/data/seattle_weather.csv"} <= names
    assert not any("__pycache__" in name for name in names)
    needs = {requirement.name for requirement in about.requires_dist or []}
    assert {"numpy", "jupyterlab"} <= needs
    assert "pytest" not in needs
    code = "import gru_course; print(gru_course.__file__, gru_course.check.sigmoid)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path / "there",
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert str(tmp_path / "there") in done.stdout


def test_a_file_is_written_whole_or_not_at_all(tmp_path):
    write_whole(tmp_path / "new" / "file.txt", "é")
    assert (tmp_path / "new" / "file.txt").read_bytes() == "é".encode()
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["file.txt"]


def test_the_setup_script_is_one_that_bash_reads():
    script = setup("bubblewrap", "true\n")
    done = subprocess.run(["bash", "-n"], input=script, text=True, capture_output=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert "{{" not in script


# --- which exercises ----------------------------------------------------------------------------------------


def test_exercises_are_found_by_name_by_path_or_all_together():
    path = nb.EXERCISES / "04_candidate.ipynb"
    assert find(["04_candidate"], nb.EXERCISES) == find([str(path)], None) == [path]
    assert len(find([], nb.EXERCISES)) == len(nb.SOLUTIONS)


@pytest.mark.parametrize(
    ("names", "folder", "words"),
    [
        (["04_candidat"], nb.EXERCISES, "did you mean 04_candidate?"),
        (["nothing like it"], nb.EXERCISES, "there are: 01_sequences"),
        ([], None, "name the exercise notebooks"),
        ([str(nb.SOLUTIONS[0])], None, "holds the solutions"),
    ],
)
def test_what_cannot_be_meant_is_said(names, folder, words):
    with pytest.raises(ValueError, match=words.replace("?", r"\?")):
        find(names, folder)


@pytest.mark.parametrize("target", ["otter", "gradescope"])
def test_the_command_never_hands_out_the_solutions(target, tmp_path):
    result = run(cli.app, ["export", target, str(nb.SOLUTIONS[0]), "--out", str(tmp_path / "out")])
    assert result.exit_code == 2
    assert "holds the solutions" in result.output
    assert not (tmp_path / "out").exists()


def test_a_notebook_of_nobody_is_refused(tmp_path):
    stranger = tmp_path / "stranger.ipynb"
    stranger.write_text('{"cells": []}')
    result = run(cli.app, ["export", "otter", str(stranger), "--out", str(tmp_path / "out")])
    assert result.exit_code == 2
    assert "expected graded steps" in result.output


def test_the_command_writes_the_zip_where_it_is_told(tmp_path):
    out = tmp_path / "deep" / "reset.zip"
    result = run(cli.app, ["export", "gradescope", "03_reset_gate", "--out", str(out)])
    assert (result.exit_code, result.output.strip()) == (0, str(out))
    with zipfile.ZipFile(out) as archive:
        assert {"setup.sh", "run_autograder", "settings.json"} <= set(archive.namelist())
