"""Tables that platforms import without complaint, whatever learners call themselves."""

from __future__ import annotations

import csv
import io
import json

import pytest

from gru_course.grading.grade import Result, StepResult
from gru_course.grading.handed_in import HandedIn
from gru_course.grading.pages import file_names
from gru_course.grading.rules import Rules
from gru_course.grading.scores import (
    as_json,
    canvas_csv,
    comment,
    gradescope,
    harmless,
    moodle_csv,
    number,
    score,
    scores_csv,
)
from gru_course.grading.submission import Submission
from tests.grading.builders import ASSIGNMENTS

GATE, CELL = ASSIGNMENTS["03_reset_gate"], ASSIGNMENTS["07_the_cell"]
BOTH = {GATE.notebook: GATE, CELL.notebook: CELL}
MOST = {name: assignment.points for name, assignment in BOTH.items()}
ODD = ["=cmd()|' /C calc'!A0", "+1", "-1+2", "@SUM(A1)", "\t=1", 'Zoë "Q", Jr.', "名前", "a\nb", "O'Hara"]
ODD += ["x;=1+1", "x; @SUM(A1)", " =1", "\uff1d1"]


def step(name: str, points: float, most: float, **more) -> StepResult:
    status = "right" if points else "wrong"
    return StepResult(name, points, most, status, "Hint: think.", seed=99887766554433, **more)


def scored(learner: str = "ada", right: int = 1, rules: Rules | None = None, **numbers: str):
    """The gate's notebook with so many steps right, and no other."""
    steps = tuple(step(s.name, s.points * (n < right), s.points) for n, s in enumerate(GATE.steps))
    entry = HandedIn(Submission(learner, GATE.notebook, None), **numbers)
    return score(learner, [Result(learner, GATE.notebook, steps)], BOTH, rules or Rules(), {entry.key: entry})


def read(lines) -> list[list[str]]:
    return list(csv.reader(io.StringIO("".join(lines))))


def test_scores_have_one_column_for_each_step_in_order():
    head, row = read(scores_csv([scored()], BOTH, Rules()))
    steps = [f"{a.notebook}/check-{s.name}" for a in BOTH.values() for s in a.steps]
    assert head == ["learner", *steps, "total", "max"]
    first = number(GATE.steps[0].points)
    assert row == ["ada", first, *["0"] * (len(steps) - 1), first, number(sum(MOST.values()))]


def test_columns_for_late_and_extra_points_are_there_only_where_they_are_used():
    rules = Rules(per_day=0.5, days_late={"ada": 1}, extra_points={"ada": 3})
    head, row = read(scores_csv([scored(rules=rules)], BOTH, rules))
    assert head[-5:] == ["late_days", "late_points", "extra_points", "total", "max"]
    half = GATE.steps[0].points / 2
    assert row[-5:-1] == ["1", number(-half), "3", number(half + 3)]


@pytest.mark.parametrize("name", ODD)
def test_no_cell_begins_like_a_formula_and_every_name_can_be_read_back(name):
    for lines in (
        scores_csv([scored(name)], BOTH, Rules()),
        canvas_csv([scored(name)], MOST),
        moodle_csv([scored(name)], MOST),
    ):
        table = read(lines)
        assert len({len(row) for row in table}) == 1
        texts = [cell for cell in table[-1] if not cell.replace(".", "").replace("-", "").isdigit()]
        pieces = [piece.strip(" ") for cell in texts for piece in cell.split(";")]
        assert not any(piece.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d")) for piece in pieces)
        assert harmless(name) in table[-1]
        assert harmless(name).replace("'", "") == name.replace("'", "")


def test_canvas_finds_people_by_its_number_or_else_by_their_login():
    head, possible, ada, bob = read(canvas_csv([scored("ada", canvas="4711"), scored("bob", 2)], MOST))
    assert head == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *MOST]
    assert possible == ["    Points Possible", "", "", "", "", *map(number, MOST.values())]
    assert ada[:5] == ["ada", "4711", "", "", ""]
    assert bob[:5] == ["bob", "", "", "bob", ""]
    assert [float(cell) for cell in bob[5:]] == [sum(s.points for s in GATE.steps[:2]), 0]


def test_moodle_finds_people_by_their_participant_number():
    rows = read(moodle_csv([scored("Ada Lovelace", moodle="4711")], {GATE.notebook: GATE.points}))
    assert rows[0] == [
        "Identifier",
        "Full name",
        "Username",
        "Status",
        "Grade",
        "Maximum Grade",
        "Last modified (grade)",  # without it, Moodle refuses the file
        "Feedback comments",
    ]
    assert rows[1][:2] == ["Participant 4711", "Ada Lovelace"]
    assert rows[1][4:6] == [number(GATE.steps[0].points), number(GATE.points)]


def test_a_comment_counts_the_steps_that_are_right():
    assert comment(scored(right=2)).startswith(f"2 of {len(GATE.steps)} steps are right: ")


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (-0.0, "0"), (2.0, "2"), (2.5, "2.5"), (1 / 3, "0.3333"), (20, "20"), (-0.00001, "0")],
)
def test_numbers_have_no_more_decimals_than_needed(value, text):
    assert number(value) == text


def test_what_machines_read_holds_no_seed():
    text = json.dumps([as_json(scored()), gradescope(scored())])
    assert "99887766554433" not in text
    assert "seed" not in text


def test_the_json_of_a_learner_adds_up():
    found = as_json(scored(right=3))
    gate, cell = found["notebooks"]
    assert found["total"] == gate["points"] == sum(s["points"] for s in gate["steps"]) > 0
    assert (gate["handed_in"], cell["handed_in"], cell["steps"]) == (True, False, [])
    assert [s["grade_id"] for s in gate["steps"]] == [s.grade_id for s in GATE.steps]


def test_gradescope_gets_the_score_and_each_step_in_view():
    rules = Rules(extra_steps=frozenset([f"{GATE.notebook}/check-{GATE.steps[1].name}"]))
    found = gradescope(scored(right=2, rules=rules), rules)
    assert found["score"] == sum(s.points for s in GATE.steps[:2])
    assert [test["status"] for test in found["tests"]] == ["passed", "passed", "failed", "failed"]
    assert [test["max_score"] for test in found["tests"]][:2] == [GATE.steps[0].points, 0.0]
    assert {test["visibility"] for test in found["tests"]} == {"visible"}
    assert found["stdout_visibility"] == "hidden"


# --- names of files -----------------------------------------------------------------------------


def test_ordinary_names_stay_as_they_are():
    names = ["ada", "Ada Lovelace", "Zoë", "名前", "o.hara-2", "Lovelace, Ada"]
    assert file_names(names) == {name: name for name in names}


def test_names_that_could_lead_elsewhere_are_made_safe():
    odd = [
        "../../etc/passwd",
        "a/b",
        "a\\b",
        "..",
        ".",
        ".hidden",
        "CON",
        "nul.txt",
        "-rf",
        'a"b',
        "a\0b",
        "x" * 400,
    ]
    for name in file_names(odd).values():
        assert not set(name) & set('/\\\0"<>:|?*')
        assert not name.startswith((".", "-"))
        assert not name.endswith((".", " "))
        assert name.split(".")[0].lower() not in ("con", "nul", "")
        assert len(name.encode()) <= 200


def test_no_two_learners_share_a_file_even_where_capitals_or_accents_are_ignored():
    alike = ["a/b", "a:b", "a_b", "ada", "Ada", "ADA", "Zo\u00eb", "Zoe\u0308", "x" * 300, "x" * 301, "", " "]
    names = file_names(alike)
    assert len({name.casefold() for name in names.values()}) == len(alike)
    assert file_names(alike) == names
