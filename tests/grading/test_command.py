"""``gru-course grade`` as a lecturer meets it: stopped, killed, started again, and given odd things."""

from __future__ import annotations

import errno
import json
import os
import re
import signal
import sqlite3
import subprocess
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gru_course import cli
from gru_course.grading import command
from gru_course.grading.command import CannotGrade, Order, replay
from gru_course.grading.folder import LEDGER, WORKSPACE, for_one_run
from gru_course.grading.handed_in import look_through
from gru_course.grading.ledger import Ledger
from gru_course.grading.prepare import SALT, chosen_assignments
from gru_course.grading.sandbox import walls_here
from gru_course.grading.walls import Walls
from gru_course.grading.write_out import write_whole
from tests.grading.builders import zipped
from tests.grading.classes import EMPTY, RIGHT, SMALL, WRONG, Classroom, small

pytestmark = pytest.mark.skipif(walls_here() is Walls.MISSING, reason="bubblewrap is not installed here")

COLUMN = f"{SMALL}/check-sigmoid"


@pytest.fixture
def classroom(tmp_path):
    return Classroom(tmp_path)


def invoke(classroom: Classroom, *more: str):
    return CliRunner().invoke(cli.app, classroom.command_line(*more)[3:])


def rows(classroom: Classroom) -> dict[str, tuple[int, str]]:
    """What the ledger has: when each row was last written is told by what is in it."""
    with sqlite3.connect(classroom.out / "grades.sqlite") as connection:
        found = connection.execute("SELECT learner, result FROM grades").fetchall()
    connection.close()
    return dict(found)


def sandboxes_of(classroom: Classroom) -> list[str]:
    """Command lines of processes that have to do with this class."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            except OSError:
                continue
            if str(classroom.out) in line:
                found.append(line)
    return found


def gone(classroom: Classroom, seconds: float = 60.0) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if not sandboxes_of(classroom):
            return True
        time.sleep(0.05)
    return False


def test_a_class_is_graded_and_everything_is_written(classroom):
    classroom.hand_in("ada", RIGHT)
    classroom.hand_in("bob", WRONG)
    classroom.hand_in("cy", EMPTY)
    (classroom.folder / "dora.ipynb").write_text("this is no notebook")
    result = invoke(classroom, "--jobs", "2")
    assert result.exit_code == 0, result.output
    assert "4 notebooks graded" in result.output
    most = classroom.scores()["ada"]["max"]
    assert {name: (row[COLUMN], row["total"]) for name, row in classroom.scores().items()} == {
        "ada": (most, most),
        "bob": ("0", "0"),
        "cy": ("0", "0"),
        "dora": ("0", "0"),
    }
    written = {
        path.relative_to(classroom.out).as_posix() for path in classroom.out.rglob("*") if path.is_file()
    }
    pages = {
        f"{kind}/{n}.{end}"
        for kind, end in (("feedback", "html"), ("json", "json"))
        for n in classroom.scores()
    }
    tables = {"scores.csv", "canvas.csv", "moodle.csv", "report.html", "report.json"}
    assert written - {".lock"} == pages | tables | {"grades.sqlite", "secret-salt.txt"}
    bob = json.loads((classroom.out / "json" / "bob.json").read_text())
    assert bob["notebooks"][0]["steps"][0]["misconception"] == "one-minus"


def test_the_secret_is_made_once_is_kept_private_and_is_in_no_output(classroom):
    classroom.hand_in("ada")
    classroom.grade()
    salt = classroom.out / SALT
    secret = salt.read_text().strip()
    assert len(secret) >= 32
    assert salt.stat().st_mode & 0o077 == 0
    classroom.hand_in("bob")
    classroom.grade()
    assert salt.read_text().strip() == secret
    seeds = set(re.findall(r'"seed": (\d+)', "".join(rows(classroom).values())))
    assert seeds
    for path in classroom.out.rglob("*"):
        if path.is_file() and path.name not in (SALT, "grades.sqlite"):
            text = path.read_text(errors="replace")
            assert secret not in text, path
            assert not any(seed in text for seed in seeds), path


def test_the_same_command_twice_grades_nothing_again_and_leaves_the_files_alone(classroom):
    for name in ("ada", "bob"):
        classroom.hand_in(name)
    assert classroom.grade().graded == 2
    before = {
        path: path.stat().st_mtime_ns for path in classroom.out.rglob("*.*") if path.suffix != ".sqlite"
    }
    outcome = classroom.grade()
    assert (outcome.graded, outcome.known) == (0, 2)
    assert before == {path: path.stat().st_mtime_ns for path in before}


def test_one_edited_submission_is_the_only_one_that_is_graded_again(classroom):
    for name in ("ada", "bob", "cy"):
        classroom.hand_in(name, WRONG)
    classroom.grade()
    before = rows(classroom)
    classroom.hand_in("bob", RIGHT)
    outcome = classroom.grade()
    assert (outcome.graded, outcome.known) == (1, 2)
    assert {name for name, row in rows(classroom).items() if row != before[name]} == {"bob"}
    assert classroom.scores()["bob"]["total"] == classroom.scores()["bob"]["max"]


def test_whoever_takes_a_notebook_back_is_gone_from_everywhere(classroom):
    classroom.hand_in("ada")
    path = classroom.hand_in("bob")
    classroom.grade()
    path.unlink()
    classroom.grade()
    assert set(classroom.scores()) == {"ada"}
    assert not list(classroom.out.rglob("bob*"))


def test_another_secret_grades_everything_again(classroom):
    classroom.hand_in("ada")
    assert classroom.grade(salt="one").graded == 1
    assert classroom.grade(salt="one").graded == 0
    assert classroom.grade(salt="two").graded == 1


def test_of_several_attempts_the_last_counts_and_the_page_says_so(classroom):
    classroom.hand_in("lovelaceada_1234_100_03_small", WRONG)
    classroom.hand_in("lovelaceada_1234_101_03_small-1", WRONG)
    last = classroom.hand_in("lovelaceada_LATE_1234_102_03_small-10", RIGHT)
    classroom.hand_in("lovelaceada_1234_103_03_small-2", WRONG)
    os.utime(last, (0, 0))  # the number counts, not the time
    assert classroom.grade().graded == 1
    assert classroom.scores()["lovelaceada"]["total"] != "0"
    page = (classroom.out / "feedback" / "lovelaceada.html").read_text()
    assert (
        "4 notebooks were handed in; the latest, lovelaceada_LATE_1234_102_03_small-10.ipynb, was graded."
        in page
    )
    assert "1234" in (classroom.out / "canvas.csv").read_text().splitlines()[2].split(",")


def test_two_people_of_one_name_keep_each_their_own(classroom):
    for number, answer in ((11, RIGHT), (22, WRONG)):
        folder = classroom.folder / f"Ada Lovelace_{number}_assignsubmission_file_"
        folder.mkdir()
        (folder / f"{SMALL}.ipynb").write_bytes(small(classroom.assignment, answer))
    assert classroom.grade().graded == 2
    totals = {name: row["total"] for name, row in classroom.scores().items()}
    assert totals["Ada Lovelace (22)"] == "0" != totals["Ada Lovelace (11)"]
    assert "Participant 22,Ada Lovelace (22)," in (classroom.out / "moodle.csv").read_text()


def test_a_single_notebook_comes_with_results_for_gradescope(classroom):
    path = classroom.hand_in("ada", WRONG)
    result = CliRunner().invoke(
        cli.app,
        ["grade", str(path), "--out", str(classroom.out), "--assignment", str(classroom.assignment)],
    )
    assert result.exit_code == 0, result.output
    found = json.loads((classroom.out / "results.json").read_text())
    assert found["score"] == 0
    assert [test["status"] for test in found["tests"]] == ["failed"]


@pytest.mark.parametrize("wait", [0.0, 0.6, 1.2])
def test_ctrl_c_leaves_nothing_running_and_says_how_to_go_on(classroom, wait):
    for number in range(60):  # 15 seconds of work: it is not done before the key is pressed
        classroom.hand_in(f"learner{number:02d}", "import time; time.sleep(0.5)\n" + RIGHT)
    process = subprocess.Popen(
        classroom.command_line("--jobs", "2"), stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    until = time.monotonic() + 60
    while not sandboxes_of_pool(classroom):
        assert time.monotonic() < until, "nobody has begun to work"
        time.sleep(0.02)
    time.sleep(wait)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: everybody gets it
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130, errors
    assert "the same command goes on from there" in errors
    assert "Traceback" not in errors
    assert gone(classroom)
    assert not (classroom.out / WORKSPACE).exists()


def sandboxes_of_pool(classroom: Classroom) -> bool:
    return any(f"{classroom.out / WORKSPACE}" in line for line in sandboxes_of(classroom))


def test_killed_again_and_again_nothing_is_lost_and_nothing_is_graded_twice(classroom):
    names = [f"learner{number:02d}" for number in range(60)]
    for number, name in enumerate(names):
        classroom.hand_in(name, (RIGHT, WRONG, EMPTY)[number % 3] + f"\n# {name}")
    kept: dict[str, str] = {}
    kills = 0
    for delay in (0.4, 0.02, 0.3, 0.1, 0.5):
        process = subprocess.Popen(
            classroom.command_line("--jobs", "2"), stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        target = len(kept) + 1 + kills % 2
        while process.poll() is None and count(classroom) < target:
            time.sleep(0.01)
        time.sleep(delay / 10)
        if process.poll() is not None:
            break
        process.send_signal(signal.SIGKILL)
        process.communicate()
        kills += 1
        now = rows(classroom)
        assert {name: now[name] for name in kept} == kept  # nothing lost, nothing made again
        kept = now
        assert gone(classroom), "a killed run left processes behind"
    assert kills >= 3
    _, errors = process.communicate()
    if process.returncode != 0:
        assert subprocess.run(classroom.command_line(), capture_output=True).returncode == 0, errors
    assert sorted(rows(classroom)) == names
    most = classroom.scores()[names[0]]["max"]
    assert [row["total"] for row in classroom.scores().values()] == [most, "0", "0"] * 20
    with sqlite3.connect(classroom.out / "grades.sqlite") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


def count(classroom: Classroom) -> int:
    try:
        with sqlite3.connect(f"file:{classroom.out / 'grades.sqlite'}?mode=ro", uri=True) as connection:
            (found,) = connection.execute("SELECT count(*) FROM grades").fetchone()
        connection.close()
    except sqlite3.Error:
        return 0
    return found


def test_two_runs_into_one_folder_do_not_mix(classroom):
    classroom.hand_in("ada")
    with for_one_run(classroom.out), pytest.raises(CannotGrade, match="another run is grading"):
        classroom.grade()


def test_a_replay_gives_the_same_and_notices_when_something_has_changed(classroom):
    classroom.hand_in("ada", WRONG)
    classroom.grade()
    (again,) = replay(classroom.order(), "ada")
    assert again.same
    shown = invoke(classroom, "--replay", "ada")
    assert shown.exit_code == 0, shown.output
    assert "The same as recorded." in shown.output
    assert "The first difference (small 1):" in shown.output
    assert "expected" in shown.output
    assert f"seed {again.result.steps[0].seed}" in shown.output
    classroom.hand_in("ada", RIGHT)
    shown = invoke(classroom, "--replay", "ada")
    assert shown.exit_code == 1
    assert "NOT the same as recorded: the notebook" in shown.output


def test_what_a_replay_shows_is_written_nowhere(classroom):
    classroom.hand_in("ada", WRONG)
    classroom.grade()
    before = {path: path.read_bytes() for path in classroom.out.rglob("*.*")}
    (again,) = replay(classroom.order(), "ada")
    assert again.differences["sigmoid"].expected
    assert before == {path: path.read_bytes() for path in classroom.out.rglob("*.*")}


def test_a_replay_with_another_secret_says_so(classroom):
    classroom.hand_in("ada", WRONG)
    classroom.grade(salt="one")
    with pytest.raises(CannotGrade, match="give the same to --replay"):
        replay(classroom.order(), "ada")
    (again,) = replay(classroom.order(salt="two"), "ada")
    assert "another --salt" in again.comparison
    assert replay(classroom.order(salt="one"), "ada")[0].same


def test_a_replay_of_a_name_that_several_have_names_them(classroom):
    for number in (11, 22):
        classroom.hand_in(f"wei_{number}_50{number}_{SMALL}")
    classroom.out.mkdir()
    (classroom.out / LEDGER).touch()
    with pytest.raises(CannotGrade, match=r"no notebook of wei; there are wei \(11\), wei \(22\)"):
        replay(classroom.order(salt=""), "wei")


def test_the_end_says_what_was_graded_where_it_is_and_that_nothing_is_left_to_do(classroom):
    classroom.hand_in("ada")
    lines = invoke(classroom).stdout.splitlines()
    assert re.fullmatch(rf"1 notebook graded in [0-9.]+ s: 1 learner; {SMALL} \(1\)\.", lines[0])
    assert str(classroom.out / "scores.csv") in lines[1]
    assert str(classroom.out / "report.html") in lines[2]
    assert lines[3:] == ["Nothing needs your attention."]


@pytest.mark.parametrize(
    ("late", "said"),
    [
        ("due = 2001-01-01", "late.due costs nobody anything"),
        ("per_day = 0.1", f"do not say when {SMALL} was due"),
        ("per_day = 0.1\ndue = {}", f"do not say when {SMALL} was due"),
    ],
)
def test_lateness_that_cannot_take_effect_is_told(classroom, late, said):
    classroom.hand_in("ada")
    settings = classroom.folder.parent / "rules.toml"
    settings.write_text(f"[late]\n{late}\n")
    (warning,) = classroom.grade(rules=settings).warnings
    assert said in warning


def test_what_needs_a_person_is_named_at_the_end_with_its_reason(classroom):
    classroom.hand_in("ada")
    bomb = zipped({"x.ipynb": bytes(30 * 2**20)})
    (classroom.folder / "bomb.zip").write_bytes(bomb)
    (classroom.folder / "nested.zip").write_bytes(zipped({"x.zip": bomb}))
    settings = classroom.folder.parent / "rules.toml"
    settings.write_text("[late]\nper_day = 0.1\ndue = 2001-01-01\ndays = {Ada = 0}\n")
    result = invoke(classroom, "--settings", str(settings))
    assert result.exit_code == 0, result.output
    assert f"bomb, {SMALL}: it is larger than 20 MB" in result.stderr
    assert f"nested, {SMALL}: it is a zip inside a zip" in result.stderr
    assert "All 3 notebooks with a time are late by it." in result.stderr
    assert "late.days: Ada has handed in nothing; did you mean ada?" in result.stderr
    assert "Nothing needs" not in result.output
    assert "larger than 20 MB" in (classroom.out / "feedback" / "bomb.html").read_text()


def test_a_platforms_files_are_late_only_where_it_says_so(classroom):
    classroom.hand_in(f"ada_1_501_{SMALL}")
    classroom.hand_in(f"bob_LATE_2_502_{SMALL}")
    settings = classroom.folder.parent / "rules.toml"
    settings.write_text("[late]\nper_day = 0.5\ndue = 2001-01-01\n")
    outcome = classroom.grade(rules=settings)
    assert {name: row["late_days"] for name, row in classroom.scores().items()} == {"ada": "0", "bob": "1"}
    (warning,) = outcome.warnings
    assert "How late 2 notebooks came is not known" in warning
    assert "1 marked LATE" in warning


@pytest.mark.parametrize("inside", ["out", ".", "..", "../in"])
def test_the_output_may_be_in_the_submissions_or_around_them(classroom, inside):
    classroom.hand_in("ada")
    classroom.out = classroom.folder / inside
    for _ in range(2):
        assert classroom.grade().learners == 1


@pytest.mark.parametrize(
    "full", [sqlite3.OperationalError("disk is full"), OSError(errno.ENOSPC, "No space left")]
)
def test_a_full_disk_is_told_in_a_sentence_and_the_next_run_goes_on(classroom, monkeypatch, full):
    for name in ("ada", "bob"):
        classroom.hand_in(name)
    with monkeypatch.context() as patched:
        write = Ledger.write

        def write_one(ledger, result, mark):
            if ledger.learners():
                raise full
            write(ledger, result, mark)

        patched.setattr(Ledger, "write", write_one)
        with pytest.raises(CannotGrade, match=r"(disk is full|No space left).*the same command goes on"):
            classroom.grade()
    outcome = classroom.grade()
    assert (outcome.graded, outcome.known) == (1, 1)


def test_a_table_that_cannot_be_finished_leaves_the_old_one(tmp_path):
    def pieces():
        yield "new"
        raise OSError(errno.ENOSPC, "No space left")

    path = tmp_path / "scores.csv"
    path.write_text("old")
    with pytest.raises(OSError, match="No space"):
        write_whole(path, pieces())
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_ledger_that_is_none_is_told_in_a_sentence(classroom):
    classroom.hand_in("ada")
    classroom.out.mkdir()
    (classroom.out / LEDGER).write_text("something else, longer than a header of SQLite" * 10)
    result = invoke(classroom)
    assert result.exit_code == 2
    assert "not a ledger of grades" in result.stderr
    assert "Traceback" not in result.output


def test_missing_walls_are_told_loudly_and_stand_in_the_report(classroom, monkeypatch):
    monkeypatch.setattr(command, "walls_here", lambda: Walls.MISSING)
    classroom.hand_in("ada")
    result = invoke(classroom)
    assert result.exit_code == 0
    assert "WARNING: bubblewrap" in result.stderr
    assert "the isolation was not complete" in (classroom.out / "report.html").read_text()
    assert json.loads((classroom.out / "report.json").read_text())["isolation"]["complete"] is False


def test_a_renamed_notebook_is_known_by_its_cells_and_a_broken_one_is_still_graded(classroom, tmp_path):
    first = classroom.hand_in("ada")
    (classroom.folder / "bob").mkdir()
    first.rename(classroom.folder / "bob" / "Untitled1.ipynb")
    (classroom.folder / "bob" / "holiday.ipynb").write_text('{"cells": []}')
    (classroom.folder / "cy.ipynb").write_text("broken")
    exercises = [str(Path(command.__file__).parents[2] / "exercises" / "03_reset_gate.ipynb")]
    order = Order(classroom.folder, classroom.out, assignments=(str(classroom.assignment), *exercises))
    found = look_through(order.submissions, chosen_assignments(order.assignments))
    assert [entry.key for entry in found.entries] == [("bob", SMALL), ("cy", SMALL)]
    assert [Path(name).name for name in found.strangers] == ["holiday.ipynb"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere"], "no such folder or file"),
        (["{here}"], "no notebooks"),
        (["{in}", "--assignment", "99_nothing"], "there is no exercise notebook 99_nothing"),
        (["{in}", "--settings", "nowhere.toml"], "nowhere.toml"),
        (["{in}", "--replay", "nobody"], "nothing was graded into this folder"),
        (["{in}", "--scheduler", "tcp://127.0.0.1:1"], "does not answer"),
    ],
)
def test_what_is_in_the_way_is_told_in_a_sentence(classroom, tmp_path, arguments, said, monkeypatch):
    monkeypatch.setattr("gru_course.grading.crew.PATIENCE", 1)
    classroom.hand_in("ada")
    empty = tmp_path / "empty"
    empty.mkdir()
    places = {"in": str(classroom.folder), "here": str(empty)}
    if "--assignment" not in arguments:
        arguments = [*arguments, "--assignment", str(classroom.assignment)]
    given = ["grade", *(text.format(**places) for text in arguments), "--out", str(classroom.out)]
    result = CliRunner().invoke(cli.app, given)
    assert result.exit_code == 2, result.output
    assert said in result.stderr
    assert "Traceback" not in result.output


def test_a_misspelt_folder_leaves_nothing_behind_and_a_file_is_no_folder_for_what_comes_out(classroom):
    nowhere = [*classroom.command_line()[3:4], "nowhere", "--out", str(classroom.out)]
    assert CliRunner().invoke(cli.app, nowhere).exit_code == 2
    assert not classroom.out.exists()
    classroom.hand_in("ada")
    classroom.out.write_text("something of the lecturer's")
    result = invoke(classroom)
    assert result.exit_code == 2
    assert "that is a file; --out takes a folder" in result.stderr
    assert classroom.out.read_text() == "something of the lecturer's"
