"""The file: nothing is lost or half written, and no check suffers where it cannot be kept."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time

import filelock
import pytest
from filelock import FileLock
from hypothesis import given
from hypothesis import strategies as st

import gru_course as gc
from gru_course.checks import progress, progress_file
from gru_course.checks.progress_file import Damaged, File, FromLaterVersion, Record, decode, encode, with_try
from gru_course.checks.verdict import RANKS
from tests.checks.progress.tries import a_verdict, failing, kept, right, with_tanh

counts = st.integers(min_value=0, max_value=10**9)
records = st.builds(
    Record,
    tries=counts,
    best=st.sampled_from(RANKS),
    right_at=st.none() | counts,
    misconception=st.none() | st.text(),
    hints=counts,
)


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
    progress.record(a_verdict())
    assert kept(path)["reset_gate"].tries == 1, "with a lock in the way it would be kept in memory"


@pytest.mark.parametrize("function", ["replace", "fsync"])
def test_a_write_that_fails_leaves_the_old_file_and_is_made_up_for_later(path, monkeypatch, capsys, function):
    progress.record(a_verdict())
    whole = path.read_text()

    with monkeypatch.context() as broken:
        broken.setattr(progress_file.os, function, failing)
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


def test_a_lock_that_somebody_holds_costs_a_second_once(path, capsys, monkeypatch):
    progress.record(a_verdict())
    waits = []

    def watched(file, **how):
        waits.append(how["timeout"])
        return FileLock(file, **how)

    with FileLock(f"{path}.lock"), monkeypatch.context() as watching:
        watching.setattr(filelock, "FileLock", watched)
        for _ in range(3):
            progress.record(a_verdict())
    assert waits == [1.0, 0.1, 0.1]
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
