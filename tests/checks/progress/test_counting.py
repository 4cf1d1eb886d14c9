"""What a check counts and where, what off means, and how progress is reset and exported."""

import csv
import json

import pytest

import gru_course as gc
from gru_course.checks import progress, progress_file
from gru_course.checks.catalogue import EXERCISES
from gru_course.checks.progress_file import Record
from gru_course.checks.verdict import RANKS
from tests.checks.progress.tries import NAMES, a_verdict, failing, kept, right, stub, with_tanh

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
