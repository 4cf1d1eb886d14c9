"""Progress: nothing is lost, nothing is half written, and no check suffers where it cannot be kept."""

import contextlib
import csv
import json
import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import replace

import numpy as np
import pytest
from filelock import FileLock
from hypothesis import given, settings
from hypothesis import strategies as st

import gru_course as gc
from gru_course.checks import progress, progress_file
from gru_course.checks.catalogue import EXERCISES
from gru_course.checks.progress_file import Damaged, File, FromLaterVersion, Record, decode, encode, with_try
from gru_course.checks.progress_report import report_on
from gru_course.checks.verdict import RANKS, Verdict
from tests.checks.pages import Page

NAMES = list(EXERCISES)


def a_verdict(status="wrong", name="reset_gate", misconception=None):
    return Verdict(name, status, "said", misconception=misconception)


def right(x, h_prev, W_r, b_r):
    return gc.sigmoid(np.hstack([x, h_prev]) @ W_r + b_r)


def with_tanh(x, h_prev, W_r, b_r):
    return np.tanh(np.hstack([x, h_prev]) @ W_r + b_r)


def stub(x, h_prev, W_r, b_r): ...


@pytest.fixture
def path(tmp_path, monkeypatch):
    """A progress file of this test's own, in a folder that is not there yet."""
    path = tmp_path / "deep" / "progress.json"
    monkeypatch.setenv("GRU_COURSE_PROGRESS", str(path))
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    return path


def kept(path):
    return decode(path.read_text(encoding="utf-8"))


# --- what is counted ----------------------------------------------------------------------------------------


def test_every_try_counts_and_the_best_status_stays(path):
    for status in ("error", "wrong", "shape", "right", "error"):
        progress.record(a_verdict(status))
    assert kept(path) == {"reset_gate": Record(tries=5, best="right", right_at=4)}


def test_the_ranks_follow_the_order_of_judgement(path):
    for best, worse in zip(RANKS[2:], RANKS[1:], strict=False):
        name = f"{worse} after {best}"
        progress.record(a_verdict(best, name))
        progress.record(a_verdict(worse, name))
        assert kept(path)[name].best == best


def test_the_mistake_of_the_last_try_that_was_not_right_is_kept(path):
    for verdict in (
        a_verdict(misconception="no-bias"),
        a_verdict(misconception="h-first"),
        a_verdict("right"),
    ):
        progress.record(verdict)
    assert kept(path)["reset_gate"].misconception == "h-first"
    progress.record(a_verdict(misconception=None))
    assert kept(path)["reset_gate"].misconception is None


def test_a_check_counts_and_a_stub_does_not(path):
    gc.check.reset_gate(stub)
    assert not path.exists()
    assert not progress.attempted("reset_gate")
    gc.check.reset_gate(with_tanh)
    assert progress.attempted("reset_gate")
    assert not progress.attempted("update_gate")
    gc.check.reset_gate(right)
    assert kept(path)["reset_gate"] == Record(2, "right", 2, "tanh-gate", 0)


def test_the_ladder_of_hints_climbs_and_stays_at_the_last(path):
    assert [progress.next_hint("reset_gate", 3) for _ in range(5)] == [1, 2, 3, 3, 3]
    assert progress.next_hint("sigmoid", 3) == 1
    assert kept(path)["reset_gate"].hints == 3
    assert not progress.attempted("reset_gate")  # a hint is no attempt


def test_a_solution_is_shown_after_an_honest_attempt_only(path):
    assert "def reset_gate" not in str(gc.solution.reset_gate())
    gc.check.reset_gate(stub)
    assert "def reset_gate" not in str(gc.solution.reset_gate())
    gc.check.reset_gate(with_tanh)
    assert "def reset_gate" in str(gc.solution.reset_gate())


# --- the file -----------------------------------------------------------------------------------------------

counts = st.integers(min_value=0, max_value=10**9)
records = st.builds(
    Record,
    tries=counts,
    best=st.sampled_from(RANKS),
    right_at=st.none() | counts,
    misconception=st.none() | st.text(),
    hints=counts,
)


@settings(deadline=None)
@given(st.dictionaries(st.text(), records))
def test_what_is_written_is_what_is_read(everything):
    assert decode(encode(everything)) == everything


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)
nearly = st.fixed_dictionaries(
    {"format": st.just(progress_file.FORMAT), "version": st.just(1) | anything, "exercises": anything}
)


@settings(deadline=None)
@given(st.text() | anything.map(json.dumps) | nearly.map(json.dumps))
def test_any_other_text_is_damaged_or_from_a_later_version(text):
    with contextlib.suppress(Damaged, FromLaterVersion):
        assert all(isinstance(record, Record) for record in decode(text).values())


@pytest.mark.parametrize(
    "changes",
    [{"tries": -1}, {"tries": True}, {"tries": 1.5}, {"best": "great"}, {"misconception": 3}, {"more": 1}],
)
def test_a_record_that_cannot_be_is_damage(changes):
    content = json.loads(encode({"reset_gate": Record()}))
    content["exercises"]["reset_gate"].update(changes)
    with pytest.raises(Damaged):
        decode(json.dumps(content))


MANY = """
import sys
from gru_course.checks import progress
from gru_course.checks.verdict import Verdict
number = 0
while number < {most}:
    number += 1
    progress.record(Verdict(sys.argv[1], "wrong", ""))
    progress.record(Verdict("shared", "wrong", ""))
    print(number, flush=True)
"""


def start(path, name, most):
    return subprocess.Popen(
        [sys.executable, "-c", MANY.format(most=most), name],
        env={**os.environ, "GRU_COURSE_PROGRESS": str(path)},
        stdout=subprocess.PIPE,
        text=True,
    )


def test_two_notebooks_that_write_at_once_lose_nothing(path):
    both = [start(path, name, 200) for name in ("one", "other")]
    for process in both:
        printed, _ = process.communicate(timeout=120)
        assert process.returncode == 0
        assert printed.endswith("200\n")
    tries = {name: record.tries for name, record in kept(path).items()}
    assert tries == {"one": 200, "other": 200, "shared": 400}
    assert not list(path.parent.glob("*damaged*"))


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no SIGKILL")
def test_a_process_that_is_killed_leaves_a_whole_file_and_no_lock(path, rng):
    before = 0
    for _ in range(8):
        process = start(path, "killed", 10**9)
        assert process.stdout.readline()  # it has written once
        time.sleep(rng.uniform(0.0, 0.05))
        process.kill()
        with process:
            rest = process.stdout.read()
        said = 1 + len(re.findall(r"\d+\n", rest))
        now = kept(path)["killed"].tries
        assert before + said <= now <= before + said + 1
        before = now
    assert not list(path.parent.glob("*damaged*"))
    started = time.monotonic()
    progress.record(a_verdict())
    assert time.monotonic() - started < 0.9


@pytest.mark.parametrize("function", ["replace", "fsync"])
def test_a_write_that_fails_leaves_the_old_file_and_is_made_up_for_later(path, monkeypatch, capsys, function):
    progress.record(a_verdict())
    whole = path.read_text()

    def fail(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(progress_file.os, function, fail)
        for _ in range(3):
            progress.record(a_verdict())
        assert progress.next_hint("reset_gate", 3) == 1
        assert progress.next_hint("reset_gate", 3) == 2
    said = capsys.readouterr().out
    assert said.count("No space left on device") == 1, "one quiet line, once"
    assert len(said.splitlines()) == 1
    assert path.read_text() == whole
    assert [each.name for each in path.parent.iterdir() if each.suffix == ".new"] == []
    progress.record(a_verdict())
    assert kept(path)["reset_gate"] == Record(tries=5, best="wrong", hints=2)


def test_a_file_that_cannot_be_moved_does_not_fail_a_check(tmp_path, monkeypatch, capsys):
    (tmp_path / "file").write_text("in the way of a folder")
    monkeypatch.setenv("GRU_COURSE_PROGRESS", str(tmp_path / "file" / "progress.json"))
    assert gc.check.reset_gate(right)
    assert not gc.check.reset_gate(with_tanh)
    assert progress.attempted("reset_gate")
    assert len(capsys.readouterr().out.splitlines()) == 1
    assert "right at try 1" in str(gc.progress())


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_in_a_folder_that_is_read_only_progress_is_still_read(path, capsys):
    progress.record(a_verdict())
    path.parent.chmod(0o500)
    try:
        progress.record(a_verdict())
        assert progress.store().read()["reset_gate"].tries == 2
        assert kept(path)["reset_gate"].tries == 1
    finally:
        path.parent.chmod(0o700)
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_a_lock_that_somebody_holds_costs_a_second_once(path, capsys):
    progress.record(a_verdict())
    with FileLock(f"{path}.lock"):
        waits = []
        for _ in range(3):
            started = time.monotonic()
            progress.record(a_verdict())
            waits.append(time.monotonic() - started)
    assert waits[0] < 1.6
    assert max(waits[1:]) < 0.6
    assert "another notebook is writing" in capsys.readouterr().out
    progress.record(a_verdict())
    assert kept(path)["reset_gate"].tries == 5


def test_what_is_pending_is_written_when_the_notebook_ends(path):
    code = """
import sys
from filelock import FileLock
from gru_course.checks import progress
from gru_course.checks.verdict import Verdict
progress.store().path.parent.mkdir(parents=True)
with FileLock(str(progress.store().path) + ".lock"):
    progress.record(Verdict("reset_gate", "wrong", ""))
"""
    subprocess.run(
        [sys.executable, "-c", code], env={**os.environ}, check=True, timeout=60, capture_output=True
    )
    assert kept(path)["reset_gate"].tries == 1


@pytest.mark.parametrize(
    "damage", [b"", b"{", b"[]", b"\xff\xfe\x00", b'{"format": "other"}', b"[" * 100_000, b"null"]
)
def test_a_damaged_file_is_kept_aside_and_the_learner_is_told(path, capsys, damage):
    path.parent.mkdir(parents=True)
    path.write_bytes(damage)
    progress.record(a_verdict())
    aside = path.with_name("progress.damaged-1.json")
    assert aside.read_bytes() == damage
    said = capsys.readouterr().out
    assert str(aside) in said
    assert kept(path)["reset_gate"].tries == 1
    progress.record(a_verdict())
    assert capsys.readouterr().out == ""
    path.write_bytes(b"again")
    assert str(path.with_name("progress.damaged-2.json")) in str(gc.progress())
    assert aside.read_bytes() == damage


def test_a_file_of_a_later_version_is_left_as_it_is(path, capsys):
    path.parent.mkdir(parents=True)
    later = json.dumps({"format": progress_file.FORMAT, "version": 2, "exercises": "another way"})
    path.write_text(later)
    assert [progress.next_hint("reset_gate", 3) for _ in range(2)] == [1, 2]
    progress.record(a_verdict())
    assert progress.attempted("reset_gate")
    said = capsys.readouterr().out
    assert said.count("later version") == 1
    assert path.read_text() == later
    gc.progress.reset()
    assert path.with_name("progress.backup-1.json").read_text() == later


def test_records_of_exercises_that_are_no_more_stay_in_the_file(path):
    File(path).change(with_try(a_verdict(name="from_long_ago")))
    progress.record(a_verdict())
    assert set(kept(path)) == {"from_long_ago", "reset_gate"}
    assert "from_long_ago" not in str(gc.progress())


@pytest.mark.skipif(os.name == "nt", reason="links need a right of their own on Windows")
def test_a_link_to_the_file_stays_a_link(tmp_path, monkeypatch):
    (tmp_path / "real").mkdir()
    link = tmp_path / "link.json"
    link.symlink_to(tmp_path / "real" / "progress.json")
    monkeypatch.setenv("GRU_COURSE_PROGRESS", str(link))
    progress.record(a_verdict())
    assert link.is_symlink()
    assert kept(tmp_path / "real" / "progress.json")["reset_gate"].tries == 1


# --- where --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("setting", "nbgrader"), [("off", ""), ("OFF", ""), ("{}", "autograde"), ("", "validate")]
)
def test_off_writes_nothing_and_still_counts(tmp_path, monkeypatch, setting, nbgrader):
    import platformdirs

    monkeypatch.setattr(platformdirs, "user_data_path", lambda *args, **kwargs: tmp_path / "home")
    monkeypatch.setenv("GRU_COURSE_PROGRESS", setting.format(tmp_path / "progress.json"))
    monkeypatch.setenv("NBGRADER_EXECUTION", nbgrader)
    monkeypatch.chdir(tmp_path)
    gc.check.reset_gate(with_tanh)
    assert progress.attempted("reset_gate")
    assert [progress.next_hint("reset_gate", 3) for _ in range(2)] == [1, 2]
    assert "Progress is off" in str(gc.progress())
    assert "Progress is off" in str(gc.progress.reset())
    assert not progress.attempted("reset_gate")
    assert list(tmp_path.iterdir()) == []


def test_the_usual_place_is_the_users_own_data_folder(tmp_path, monkeypatch):
    import platformdirs

    monkeypatch.delenv("GRU_COURSE_PROGRESS")
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    monkeypatch.setattr(platformdirs, "user_data_path", lambda name, **_: tmp_path / name)
    progress.record(a_verdict())
    assert kept(tmp_path / "gru-course" / "progress.json")["reset_gate"].tries == 1


def test_the_setting_may_name_a_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("GRU_COURSE_PROGRESS", str(tmp_path))
    progress.record(a_verdict())
    assert kept(tmp_path / "progress.json")["reset_gate"].tries == 1


# --- reset and export ---------------------------------------------------------------------------------------


def test_reset_keeps_a_backup_each_time_and_says_where(path):
    for number in (1, 2):
        for _ in range(number):
            progress.record(a_verdict())
        backup = path.with_name(f"progress.backup-{number}.json")
        assert str(backup) in str(gc.progress.reset())
        assert kept(backup)["reset_gate"].tries == number
        assert not progress.attempted("reset_gate")
    assert "nothing to forget" in str(gc.progress.reset())


def test_reset_forgets_what_could_not_be_written_too(path, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(progress_file.os, "replace", failing)
        progress.record(a_verdict())
        assert progress.attempted("reset_gate")
    gc.progress.reset()
    assert not progress.attempted("reset_gate")


def failing(*_):
    raise OSError(28, "No space left on device")


def test_reset_that_fails_says_so_and_forgets_nothing(path, monkeypatch):
    progress.record(a_verdict())

    def fail(*_):
        raise OSError(13, "Permission denied")

    with monkeypatch.context() as broken:
        broken.setattr(progress_file.os, "replace", fail)
        assert "Permission denied" in str(gc.progress.reset())
    assert progress.attempted("reset_gate")


def test_export_as_json_and_as_csv_says_the_same(path, tmp_path):
    progress.record(a_verdict("right", NAMES[0]))
    progress.record(a_verdict("wrong", NAMES[1], misconception="no-bias"))
    gc.progress.export(tmp_path / "mine.json")
    gc.progress.export(str(tmp_path / "mine.CSV"))
    content = json.loads((tmp_path / "mine.json").read_text(encoding="utf-8"))
    with (tmp_path / "mine.CSV").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    assert [row["exercise"] for row in table] == [row["exercise"] for row in content["exercises"]] == NAMES
    for line, row in zip(table, content["exercises"], strict=True):
        assert line == {key: "" if value is None else str(value) for key, value in row.items()}
    assert content["points"] == EXERCISES[NAMES[0]].points
    assert content["next"] == NAMES[1]


def test_export_to_another_kind_of_file_says_which_there_are(path, tmp_path):
    with pytest.raises(ValueError, match=r"\.json or in \.csv"):
        gc.progress.export(tmp_path / "mine.xlsx")
    assert not (tmp_path / "mine.xlsx").exists()


# --- what is shown ------------------------------------------------------------------------------------------


def test_the_report_follows_the_lessons_and_adds_up():
    done = NAMES[::2]
    report = report_on(EXERCISES, {name: Record(2, "right", 1) for name in done})
    assert [row.exercise.name for row in report.rows] == NAMES
    assert [name for name, _, _ in report.notebooks()] == list(
        dict.fromkeys(exercise.notebook for exercise in EXERCISES.values())
    )
    earned = sum(EXERCISES[name].points for name in done)
    assert report.points == (earned, sum(exercise.points for exercise in EXERCISES.values()))
    assert sum(points[0] for _, points, _ in report.notebooks()) == earned
    assert report.next.exercise.name == NAMES[1]
    assert f"{len(done)} of {len(NAMES)} exercises" in str(report)
    assert NAMES[1] in report.advice


def test_when_everything_is_right_nothing_is_next():
    report = report_on(EXERCISES, {name: Record(1, "right", 1) for name in NAMES})
    assert report.next is None
    assert "Every exercise is right" in str(report)
    assert report.fields()["next"] is None


def test_a_mistake_is_shown_in_words_until_the_answer_is_right():
    named = next(each for each in EXERCISES["reset_gate"].misconceptions if each.id == "tanh-gate").name
    wrong = {"reset_gate": Record(3, "wrong", None, "tanh-gate", 1)}
    mended = {"reset_gate": Record(4, "right", 4, "tanh-gate", 1)}
    for show in (str, lambda report: report._repr_html_()):
        assert named in show(report_on(EXERCISES, wrong))
        assert named not in show(report_on(EXERCISES, mended))


def test_a_slip_has_its_words_and_an_unknown_mistake_its_id():
    slip = {"reset_gate": Record(1, "error", None, "np-sigmoid")}
    unknown = {"reset_gate": Record(1, "wrong", None, "of-another-age")}
    assert "np.sigmoid" in str(report_on({"reset_gate": bare("reset_gate")}, slip))
    assert "of another age" in str(report_on(EXERCISES, unknown))


def bare(name):
    return replace(EXERCISES[name], misconceptions=())


def test_the_table_has_a_caption_and_every_head_a_scope():
    report = report_on(EXERCISES, {NAMES[0]: Record(1, "right", 1)})
    page = Page(report._repr_html_())
    assert len(page.all("caption")) == 1
    assert all(head["scope"] in ("row", "col", "rowgroup") for head in page.all("th"))
    assert sum(head["scope"] == "row" for head in page.all("th")) == len(NAMES)
    assert all("text-align:left" in cell["style"] for cell in page.all("td") + page.all("th"))
    for words in ("right at try", "not attempted yet", NAMES[-1], EXERCISES[NAMES[-1]].notebook):
        assert words in page.text.replace("\xa0", " ")


def test_the_plain_report_fits_into_88_columns_but_for_the_path(path):
    progress.record(a_verdict(misconception="tanh-gate"))
    progress.next_hint("reset_gate", 3)
    lines = [line for line in str(gc.progress()).splitlines() if "Kept in" not in line]
    assert max(map(len, lines)) <= 100
    assert str(path) in str(gc.progress())


def test_progress_itself_says_how_it_is_used():
    assert "gc.progress()" in repr(gc.progress)
    assert max(map(len, repr(gc.progress).splitlines())) < 80
