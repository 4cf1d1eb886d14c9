"""The command line, without starting a server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from typer.testing import CliRunner

from gru_course import cli, doctor
from gru_course.checks import progress
from gru_course.checks.bank_tables import confusion_table, kill_table
from gru_course.checks.catalogue import EXERCISES
from gru_course.checks.verdict import Verdict

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
    for command in ("lab", "doctor", "progress", "bank", "check"):
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
    heavy = ["numpy", "matplotlib", "ipywidgets", "anywidget", "jupyterlab", "jupyter_client", "nbformat"]
    code = f"import sys, gru_course.cli; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"


# --- progress -----------------------------------------------------------------------------------------------


@pytest.fixture
def tried(tmp_path, monkeypatch):
    """A learner who made one mistake in the reset gate."""
    path = tmp_path / "progress.json"
    monkeypatch.setenv("GRU_COURSE_PROGRESS", str(path))
    progress.record(Verdict("reset_gate", "wrong", "said", misconception="no-bias"))
    return path


def test_progress_is_a_table_in_plain_text(tried):
    result = run(cli.app, ["progress"])
    assert result.exit_code == 0
    assert "reset_gate" in result.output
    assert "1 try" in result.output
    assert str(tried) in result.output.replace("\n", "")
    assert "\x1b" not in result.output


def test_progress_as_json_is_json_and_nothing_else(tried):
    tried.write_text("damaged")
    result = run(cli.app, ["progress", "--json"])
    assert json.loads(result.stdout)["exercises"][0]["tries"] == 0
    assert "damaged" in result.stderr


def test_progress_reset_keeps_a_backup(tried):
    result = run(cli.app, ["progress", "--reset"])
    assert result.exit_code == 0
    assert "progress.backup-1.json" in result.output.replace("\n", "")
    assert not tried.exists()


def test_progress_is_exported_before_it_is_reset(tried, tmp_path):
    result = run(cli.app, ["progress", "--export", str(tmp_path / "mine.csv"), "--reset"])
    assert result.exit_code == 0
    assert ",reset_gate," in (tmp_path / "mine.csv").read_text()
    assert "no-bias" in (tmp_path / "mine.csv").read_text()


@pytest.mark.parametrize("name", ["mine.xlsx", "no/such/folder/mine.csv"])
def test_progress_that_cannot_be_exported_is_not_reset(tried, tmp_path, name):
    result = run(cli.app, ["progress", "--export", str(tmp_path / name), "--reset"])
    assert result.exit_code == 2
    assert name.rpartition("/")[2] in result.output
    assert "Traceback" not in result.output
    assert tried.exists()


# --- bank ---------------------------------------------------------------------------------------------------


def test_the_bank_of_an_exercise_names_every_mistake_and_every_input():
    result = run(cli.app, ["bank", "count_parameters"])
    assert result.exit_code == 0, result.output
    exercise = EXERCISES["count_parameters"]
    for mistake in exercise.misconceptions:
        assert result.output.count(mistake.id) >= 2  # in both tables, uncut
        assert mistake.name in result.output
    for call in exercise.calls(0, fresh=0):
        assert call.label in result.output


def test_a_mistake_that_is_not_told_by_its_name_stands_out(monkeypatch):
    exercise = EXERCISES["count_parameters"]
    first, second = exercise.misconceptions[:2]
    twin = replace(first, id="twin", name="the same under another name", same_as={})
    confused = replace(exercise, misconceptions=(first, second, twin))
    monkeypatch.setitem(EXERCISES, "count_parameters", confused)
    table = confusion_table(confused)
    told = {row[0]: row[3] for row in table.rows}
    assert told[first.id] == told[second.id] == "itself"
    assert told["twin"].startswith(first.id)
    assert any("twin" in note and "nobody has said why" in note for note in table.notes)
    reasoned = replace(confused, misconceptions=(first, second, replace(twin, same_as={first.id: "for fun"})))
    assert any(note.endswith("for fun.") for note in confusion_table(reasoned).notes)


def test_the_kill_matrix_says_which_input_shows_a_mistake():
    exercise = EXERCISES["reset_gate"]
    table = kill_table(exercise)
    labels = [call.label for call in exercise.calls(0, fresh=0)]
    row = next(row for row in table.rows if row[0] == "h-first")
    assert len(row) == len(table.head) == len(labels) + 2
    assert row[-1] == f"{row.count('x')} of {len(labels)}"
    overflow = next(row for row in table.rows if row[0] == "overflow")
    assert overflow[1] == "-", "small inputs do not overflow"
    assert "x" in overflow


def test_what_tells_two_mistakes_apart_can_be_asked_for():
    result = run(cli.app, ["bank", "reset_gate", "--separate", "no bias", "right"])
    assert result.exit_code == 0
    assert result.output.startswith("reset_gate(x=")
    assert len({line.partition(":")[2] for line in result.output.splitlines()[1:3]}) == 2


@pytest.mark.parametrize(
    ("arguments", "advice"),
    [
        (["bank", "reset_gat"], "did you mean reset_gate?"),
        (["bank", "reset_gate", "--separate", "no bia", "right"], "did you mean no-bias?"),
        (["bank", "--separate", "right", "nobias"], "did you mean no-bias?"),
        (["check", "reset.ipynb"], "did you mean resets.ipynb?"),
        (["check", "text.ipynb"], "is not a Jupyter notebook"),
        (["check", "resets.ipynb"], "no graded step"),
    ],
)
def test_what_is_not_there_is_answered_by_what_is(monkeypatch, tmp_path, arguments, advice):
    monkeypatch.chdir(tmp_path)
    nbformat.write(new_notebook(cells=[new_code_cell("1")]), "resets.ipynb")
    Path("text.ipynb").write_text("plain text")
    result = run(cli.app, arguments)
    assert result.exit_code == 2
    assert advice in result.output
    assert "Traceback" not in result.output


def test_two_that_are_the_same_are_not_told_apart():
    result = run(cli.app, ["bank", "reset_gate", "--separate", "no-bias", "no bias"])
    assert result.exit_code == 1
    assert "same" in result.output


# --- check --------------------------------------------------------------------------------------------------

RIGHT = "def reset_gate(x, h_prev, W_r, b_r):\n    return gc.sigmoid(np.hstack([x, h_prev]) @ W_r + b_r)"
WRONG = RIGHT.replace("gc.sigmoid", "np.tanh")
STUB = "def update_gate(x, h_prev, W_z, b_z):\n    # YOUR CODE HERE\n    ..."


def submitted(path, **answers):
    """A notebook with these answers, graded as nbgrader has it."""
    cells = [new_code_cell("import numpy as np\nimport gru_course as gc")]
    for name, source in answers.items():
        about = {"schema_version": 3, "locked": False, "task": False}
        answer, test = new_code_cell(source), new_code_cell(f"gc.check.{name}({name}).require()")
        answer.metadata["nbgrader"] = {**about, "grade": False, "grade_id": name, "solution": True}
        test.metadata["nbgrader"] = {**about, "grade": True, "grade_id": f"check-{name}", "solution": False}
        cells += [answer, test]
    nbformat.write(new_notebook(cells=cells), path)
    return str(path)


@pytest.fixture
def notebook(tmp_path):
    return tmp_path / "mine.ipynb"


def test_check_ends_well_if_all_that_was_attempted_is_right(notebook):
    before = submitted(notebook, reset_gate=RIGHT, update_gate=STUB) and notebook.read_bytes()
    result = run(cli.app, ["check", str(notebook)])
    assert result.exit_code == 0, result.output
    points = EXERCISES["reset_gate"].points
    assert f"reset_gate: right ({points} of {points} points)" in result.stdout
    assert "update_gate: not attempted yet" in result.stdout
    assert f"{points} of {points + EXERCISES['update_gate'].points} points" in result.stdout
    assert "without a sandbox" in result.stderr
    assert notebook.read_bytes() == before


def test_check_tells_every_step_whatever_the_cells_do(notebook, tmp_path, monkeypatch):
    monkeypatch.setenv("GRU_COURSE_PROGRESS", str(tmp_path / "progress.json"))
    broken = {"sigmoid": "def sigmoid(a:", "update_gate": "while True: pass", "rnn_step": "x = 1"}
    submitted(notebook, reset_gate=WRONG, **broken)
    result = run(cli.app, ["check", "--json", "--timeout", "15", str(notebook)])
    assert result.exit_code == 1
    content = json.loads(result.stdout)
    steps = {step["exercise"]: step for step in content["steps"]}
    assert [step["status"] for step in content["steps"]] == ["wrong", "error", "error", "not attempted"]
    assert steps["reset_gate"]["misconception"] == "tanh-gate"
    assert "SyntaxError" in steps["sigmoid"]["message"]
    assert "loop that never ends" in steps["update_gate"]["message"]
    assert content["points"] == 0
    assert progress.store().read()["reset_gate"].tries == 1


def test_check_outlives_the_kernel(notebook):
    submitted(notebook, reset_gate=RIGHT, update_gate="import os; os._exit(1)", rnn_step="x = 1")
    result = run(cli.app, ["check", str(notebook)])
    assert result.exit_code == 1
    assert "reset_gate: right" in result.stdout
    assert result.stdout.count("Python ended before this step") == 2
