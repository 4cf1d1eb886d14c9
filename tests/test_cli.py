"""The command line, without starting a server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gru_course import cli, doctor

run = CliRunner().invoke


@pytest.fixture
def started(monkeypatch, tmp_path):
    """Arguments that JupyterLab would have been started with; the course folder is `tmp_path`."""
    calls = []
    monkeypatch.setattr(cli, "_launch", calls.append)
    monkeypatch.setattr(doctor, "find_course", lambda start=None: tmp_path)
    return calls


def test_version_is_that_of_the_package():
    result = run(cli.app, ["--version"])
    assert result.exit_code == 0
    assert result.output.startswith("gru-course 0.")


def test_help_names_every_command():
    result = run(cli.app, ["--help"])
    assert result.exit_code == 0
    for command in ("lab", "doctor"):
        assert command in result.output


def test_lab_opens_the_first_lesson_in_the_course_folder(started, tmp_path):
    result = run(cli.app, ["lab"])
    assert result.exit_code == 0, result.output
    assert f"--ServerApp.root_dir={tmp_path}" in started[0]
    assert "--LabApp.default_url=/lab/tree/notebooks/00_start_here.ipynb" in started[0]
    assert "--no-browser" not in started[0]


def test_lab_hands_options_on_to_jupyter(started):
    run(cli.app, ["lab", "--no-browser", "--port", "9999", "--ServerApp.token=secret", "--debug"])
    assert started[0][-2:] == ["--ServerApp.token=secret", "--debug"]
    assert {"--no-browser", "--port=9999"} <= set(started[0])


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="there is no root on Windows")
@pytest.mark.parametrize(("user", "allowed"), [(0, True), (1000, False)])
def test_lab_allows_root_only_to_root(monkeypatch, user, allowed):
    monkeypatch.setattr(os, "geteuid", lambda: user)
    assert ("--allow-root" in cli.lab_arguments(Path("course"), True, None, [])) is allowed


def test_lab_without_lessons_says_where_it_looked(monkeypatch):
    monkeypatch.setattr(doctor, "find_course", lambda start=None: None)
    result = run(cli.app, ["lab"])
    assert result.exit_code == 1
    assert "00_start_here.ipynb" in result.output
    assert str(Path.cwd()) in result.output


def test_lab_without_jupyterlab_points_to_the_doctor(monkeypatch, tmp_path):
    monkeypatch.setattr(doctor, "find_course", lambda start=None: tmp_path)
    monkeypatch.setitem(sys.modules, "jupyterlab.labapp", None)  # what Python does for "cannot be imported"
    result = run(cli.app, ["lab"])
    assert result.exit_code == 1
    assert "gru-course doctor" in result.output


@pytest.mark.parametrize(("disk_free", "exit_code"), [(10**10, 0), (0, 1)])
def test_doctor_exits_with_1_only_if_something_required_is_missing(
    monkeypatch, tmp_path, disk_free, exit_code
):
    machine = doctor.Machine(
        python=(3, 12, 1),
        system="Linux",
        requirements=(),
        kernel="python",
        course=tmp_path,
        disk_free=disk_free,
    )
    monkeypatch.setattr(doctor, "look_around", lambda: machine)
    result = run(cli.app, ["doctor"])
    assert result.exit_code == exit_code
    assert "Chromium" in result.output


def test_doctor_speaks_json(monkeypatch):
    machine = doctor.Machine(python=(3, 9, 0), system="Linux", requirements=("numpy>=2.1",))
    monkeypatch.setattr(doctor, "look_around", lambda: machine)
    result = run(cli.app, ["doctor", "--json"])
    assert result.exit_code == 1
    findings = json.loads(result.output)
    assert findings[0] == {
        "name": "Python",
        "status": "missing",
        "purpose": "runs everything",
        "seen": "version 3.9.0, needed 3.11 to 3.14",
        "remedy": findings[0]["remedy"],
    }


def test_the_command_line_is_light_to_import():
    heavy = ["matplotlib", "ipywidgets", "anywidget", "jupyterlab", "jupyter_client", "nbformat"]
    code = f"import sys, gru_course.cli; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"
