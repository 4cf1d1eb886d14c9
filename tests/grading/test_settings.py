"""Weights, extra credit and late days do what the TOML file says, and a slip in it is told in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from gru_course.grading.grade import Result, StepResult
from gru_course.grading.handed_in import HandedIn
from gru_course.grading.rules import Rules, read_rules
from gru_course.grading.scores import score
from gru_course.grading.submission import Submission
from tests.grading.builders import ASSIGNMENTS

GATE, CELL = ASSIGNMENTS["03_reset_gate"], ASSIGNMENTS["07_the_cell"]
BOTH = {GATE.notebook: GATE, CELL.notebook: CELL}
COLUMNS = [f"{a.notebook}/{step.grade_id}" for a in BOTH.values() for step in a.steps]
DUE = datetime(2026, 11, 20, 23, 59, tzinfo=UTC)


@pytest.fixture
def rules(tmp_path):
    def read(text: str) -> Rules:
        path = tmp_path / "rules.toml"
        path.write_text(text, encoding="utf-8")
        return read_rules(path, COLUMNS)

    return read


def full(assignment, learner="ada") -> Result:
    steps = tuple(StepResult(s.name, s.points, s.points, "right", "") for s in assignment.steps)
    return Result(learner, assignment.notebook, steps)


def late(assignment, days: float, learner="ada") -> dict:
    entry = HandedIn(Submission(learner, assignment.notebook, None), DUE + timedelta(days=days))
    return {entry.key: entry}


def total(rules: Rules, days_gate: float = -1, days_cell: float = -1, learner: str = "ada"):
    handed_in = late(GATE, days_gate, learner) | late(CELL, days_cell, learner)
    return score(learner, [full(GATE, learner), full(CELL, learner)], BOTH, rules, handed_in)


def test_without_rules_a_score_is_the_sum_of_the_points():
    found = total(Rules())
    assert found.total == found.most == GATE.points + CELL.points


def test_a_weight_multiplies_a_step_and_its_maximum(rules):
    found = total(rules('[weights]\n"07_the_cell/check-latch" = 2.5\n'))
    more = 1.5 * CELL.step("latch").points
    assert found.points["07_the_cell/check-latch"] == 2.5 * CELL.step("latch").points
    assert found.total == found.most == GATE.points + CELL.points + more


def test_an_extra_step_counts_but_is_not_in_the_maximum(rules):
    found = total(rules('[extra]\nsteps = ["07_the_cell/check-gru_cell_backward"]\n'))
    assert found.total == GATE.points + CELL.points
    assert found.most == GATE.points + CELL.points - CELL.step("gru_cell_backward").points


def test_extra_points_go_to_one_learner(rules):
    given = rules('[extra.points]\n"Zoë" = 1.5\n')
    assert total(given, learner="Zoë").total == GATE.points + CELL.points + 1.5
    assert total(given, learner="ada").total == GATE.points + CELL.points


@pytest.mark.parametrize(
    ("days", "lost"), [(-1, 0), (0, 0), (0.001, 0.1), (1, 0.1), (1.2, 0.2), (3, 0.3), (3.1, 1)]
)
def test_each_day_that_has_begun_costs_its_share(rules, days, lost):
    given = rules(f"[late]\ndue = {DUE.isoformat()}\nper_day = 0.1\nmost_days = 3\n")
    assert total(given, days_cell=days).total == pytest.approx(GATE.points + CELL.points * (1 - lost))


def test_free_days_are_used_up_over_all_notebooks(rules):
    given = rules(f"[late]\ndue = {DUE.isoformat()}\nper_day = 0.1\nfree_days = 3\n")
    found = total(given, days_gate=2, days_cell=2)
    assert [part.free_days for part in found.parts] == [2, 1]
    assert found.total == pytest.approx(GATE.points + CELL.points * 0.9)


def test_each_notebook_may_be_due_at_its_own_time(rules):
    given = rules(
        f'[late]\nper_day = 0.5\n[late.due]\n"07_the_cell" = {DUE.isoformat()}\n'
        f'"03_reset_gate" = {(DUE + timedelta(days=5)).isoformat()}\n'
    )
    assert total(given, days_gate=1, days_cell=1).total == pytest.approx(GATE.points + CELL.points / 2)


def test_days_that_are_written_down_win_over_the_times_of_files(rules):
    given = rules(
        f'[late]\ndue = {DUE.isoformat()}\nper_day = 0.25\n[late.days]\nada = 0\n"ada/07_the_cell" = 1\n'
    )
    found = total(given, days_gate=9, days_cell=9)
    assert [part.days_late for part in found.parts] == [0, 1]
    assert found.total == pytest.approx(GATE.points + CELL.points * 0.75)


def test_a_score_is_never_below_zero(rules):
    assert total(rules('[extra.points]\n"ada" = -500\n')).total == 0


def test_what_was_not_handed_in_counts_nothing_and_is_in_the_maximum():
    found = score("ada", [full(GATE)], BOTH, Rules(), {})
    assert found.total == GATE.points
    assert found.most == GATE.points + CELL.points


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[wieghts]\n", "the file has 'wieghts', expected one of extra, late, weights"),
        ("[late]\nperday = 1\n", "per_day"),
        ('[weights]\n"07_the_cell/latch" = 2\n', "did you mean 07_the_cell/check-latch"),
        ('[weights]\n"07_the_cell/check-latch" = "2"\n', "expected a number"),
        ('[weights]\n"07_the_cell/check-latch" = -1\n', "expected a number, not below 0, got -1"),
        ('[weights]\n"07_the_cell/check-latch" = nan\n', "expected a number"),
        ("[late]\nper_day = 10\n", "late.per_day: expected a number from 0 to 1, got 10"),
        ('[late]\ndue = "Friday"\n', "expected a time such as 2026-11-20T23:59:00, got 'Friday'"),
        ("[late.days]\nada = 1.5\n", "expected a whole number of days, got 1.5"),
        ("[extra]\nsteps = 3\n", "extra.steps: expected a list of names"),
        ('[weights]\n"07_the_cell/check-latch" = inf\n', "expected a number"),
        ('[late.due]\n"07_the_cel" = 2026-11-20\n', "no exercise '07_the_cel'; did you mean 07_the_cell?"),
        ("late = 3\n", "late: expected a table, got 3"),
        ("[extra]\npoints = 3\n", "extra.points: expected a table, got 3"),
        ("not toml", "not a TOML file"),
    ],
)
def test_a_slip_in_the_file_is_told_with_its_place(rules, text, said):
    with pytest.raises(ValueError, match=r"rules\.toml: ") as caught:
        rules(text)
    assert said in str(caught.value)


def test_a_day_without_a_time_ends_with_its_last_second(rules):
    due = rules("[late]\ndue = 2026-11-20\n").due[""]
    assert (due.hour, due.minute, due.second) == (23, 59, 59)
    assert due.tzinfo is not None


def test_a_settings_file_that_is_not_there_is_told_without_an_error_number(tmp_path):
    with pytest.raises(ValueError, match=r"none\.toml: cannot be read \(No such file or directory\)$"):
        read_rules(tmp_path / "none.toml", COLUMNS)


def test_names_of_nobody_are_told_with_the_one_that_may_be_meant(rules):
    given = rules('[extra.points]\n"ada lovelac" = 1\nbob = 1\n[late.days]\n"bob/07_the_cell" = 1\nzoe = 2\n')
    assert given.unknown(["ada lovelace", "bob"]) == [
        "extra.points: ada lovelac has handed in nothing; did you mean ada lovelace?",
        "late.days: zoe has handed in nothing",
    ]


def test_an_accent_may_be_written_in_two_ways(rules):
    assert rules('[extra.points]\n"Zoe\u0308" = 1.5\n').extra_points == {"Zo\u00eb": 1.5}


@pytest.mark.parametrize(("marked", "days"), [(True, 1), (False, 0)])
def test_where_the_time_is_not_known_the_platforms_mark_counts_as_one_day(rules, marked, days):
    given = rules(f"[late]\ndue = {DUE.isoformat()}\nper_day = 0.5\n")
    assert given.days("ada", "07_the_cell", None, marked) == days
    assert Rules().days("ada", "07_the_cell", None, marked) == 0
    assert rules("[late]\nper_day = 0.5\ndays = {ada = 3}\n").days("ada", "07_the_cell", None, marked) == 3
