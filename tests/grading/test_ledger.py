"""The ledger keeps each result once, and knows when it is out of date."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

import pytest

from gru_course.grading.ledger import NEVER, Ledger, code_fingerprint, fingerprint, from_json, to_json
from tests.grading.classes import result

ODD_NAMES = [
    "=cmd()",
    "Zoë 'Z' \"O\"; DROP TABLE grades",
    "名前",
    "a/b",
    "\N{REPLACEMENT CHARACTER}",
    "x\x00y",
]


@pytest.fixture
def ledger(tmp_path):
    with Ledger(tmp_path / "grades.sqlite") as opened:
        yield opened


def test_a_result_comes_back_as_it_was():
    given = replace(
        result("ada", misconception="no-bias", stood_in=("sigmoid",)), notes=("one", "zwölf \ud800")
    )
    assert from_json(to_json(given)) == given


@pytest.mark.parametrize("name", ODD_NAMES)
def test_any_name_can_be_kept(ledger, name):
    ledger.write(result(name), "mark")
    assert ledger.learners() == [name]
    assert ledger.known(name, "03_reset_gate", "mark")
    assert ledger.of(name) == [result(name)]


def test_it_knows_a_submission_until_its_mark_changes(ledger):
    ledger.write(result("ada"), "one")
    assert ledger.known("ada", "03_reset_gate", "one")
    assert not ledger.known("ada", "03_reset_gate", "two")
    assert not ledger.known("ada", "07_the_cell", "one")
    assert not ledger.known("bob", "03_reset_gate", "one")


def test_a_result_that_is_to_be_made_again_is_never_known(ledger):
    ledger.write(result("ada"), NEVER)
    assert ledger.of("ada") == [result("ada")]
    assert not ledger.known("ada", "03_reset_gate", NEVER)


def test_a_new_result_takes_the_place_of_the_old_one(ledger):
    ledger.write(result("ada", 0.0), "one")
    ledger.write(result("ada", 4.0), "two")
    assert [each.points for each in ledger.all()] == [4.0]


def test_learners_come_one_at_a_time_in_order(ledger):
    for name in ("cy", "ada", "bob"):
        ledger.write(result(name), name)
        ledger.write(replace(result(name), notebook="07_the_cell"), name)
    found = [(name, [each.notebook for each in results]) for name, results in ledger.by_learner()]
    assert found == [(name, ["03_reset_gate", "07_the_cell"]) for name in ("ada", "bob", "cy")]


def test_those_who_took_their_notebook_back_are_forgotten(ledger):
    for name in ("ada", "bob"):
        ledger.write(result(name), name)
    assert ledger.forget_others({("bob", "03_reset_gate")}) == 1
    assert ledger.learners() == ["bob"]


def test_what_was_written_is_there_after_the_process_ends_without_a_word(tmp_path):
    path = tmp_path / "grades.sqlite"
    left_open = Ledger(path)
    left_open.write(result("ada"), "one")
    with Ledger(path) as again:
        assert again.known("ada", "03_reset_gate", "one")
    left_open.close()


def test_a_file_that_is_no_ledger_is_refused_in_words(tmp_path):
    path = tmp_path / "grades.sqlite"
    path.write_bytes(b"these are no grades" * 100)
    with pytest.raises(ValueError, match=r"grades\.sqlite: not a ledger of grades"):
        Ledger(path)


def test_a_ledger_of_another_version_is_refused_in_words(tmp_path):
    path = tmp_path / "grades.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version=99")
    connection.close()
    with pytest.raises(ValueError, match="expected a ledger of version 1, got 99"):
        Ledger(path)


def test_a_fingerprint_changes_with_every_part():
    marks = {
        fingerprint(b"a", "b", "c"),
        fingerprint(b"x", "b", "c"),
        fingerprint(b"a", "x", "c"),
        fingerprint(b"a", "b", "x"),
        fingerprint(b"a", "bc"),
        fingerprint(b"a", "b", "", "c"),
    }
    assert len(marks) == 6
    assert fingerprint(b"a", "b", "c") == fingerprint(b"a", "b", "c")
    assert code_fingerprint() == code_fingerprint.__wrapped__()
