"""The report tells a lecturer how the class did, what is hard, who believes what, and what to say."""

from __future__ import annotations

import json

import pytest

from gru_course.checks.catalogue import EXERCISES
from gru_course.grading.class_report import as_json, histogram, quartiles, report_page, sayings, survey
from gru_course.grading.grade import Result, StepResult
from gru_course.grading.rules import Rules
from gru_course.grading.scores import score
from tests.grading.builders import ASSIGNMENTS
from tests.grading.test_feedback import Outline

GATE = ASSIGNMENTS["03_reset_gate"]
HERE = {GATE.notebook: GATE}
KNOWN = EXERCISES["reset_gate"].misconceptions


def learner(number: int, wrong: dict[str, str | None] | None = None, **more):
    """Everything is right, but for the steps that are given, each with its mistake ("" if it has no name)."""
    wrong = wrong or {}
    name = f"learner{number:03d}"
    steps = tuple(
        StepResult(s.name, 0.0, s.points, "not attempted", "")
        if s.name in wrong and wrong[s.name] is None
        else StepResult(s.name, 0.0, s.points, "wrong", "", wrong[s.name] or None, "its name")
        if s.name in wrong
        else StepResult(s.name, s.points, s.points, "right", "")
        for s in GATE.steps
    )
    return score(name, [Result(name, GATE.notebook, steps, **more)], HERE, Rules(), {})


def found(*scores, **more):
    return survey(scores, HERE, **more)


def test_a_misconception_is_counted_once_for_each_learner_who_holds_it():
    one, other = KNOWN[0].id, KNOWN[1].id
    everywhere = {"reset_gate": one, "sigmoid": one}
    made = found(
        learner(1, everywhere), learner(2, {"reset_gate": one}), learner(3, {"reset_gate": other}), learner(4)
    )
    assert [(held.id, held.learners) for held in made.ranked] == [(one, 2), (other, 1)]
    assert made.ranked[0].name == KNOWN[0].name
    assert made.ranked[0].hint == KNOWN[0].hint
    assert made.ranked[0].steps == ("reset_gate", "sigmoid")


def test_the_hardest_step_comes_first():
    made = found(
        learner(1, {"reset_gate": ""}), learner(2, {"reset_gate": "", "kept_share": None}), learner(3)
    )
    assert [step.name for step in made.hardest[:2]] == ["reset_gate", "kept_share"]
    assert made.hardest[0].share == pytest.approx(1 / 3)
    assert made.hardest[0].unnamed == 2
    assert made.hardest[1].unnamed == 0


def test_what_to_say_names_the_commonest_mistakes_and_the_hardest_step():
    mistakes = [learner(n, {"reset_gate": KNOWN[0].id}) for n in range(3)]
    said = sayings(found(*mistakes, learner(9)))
    assert said[0].startswith(f"3 of 4: {KNOWN[0].name.rstrip('.')}")
    assert KNOWN[0].hint in said[0]
    assert "reset_gate" in said[1]
    assert "1 of 4 have it right" in said[1]


def test_a_step_that_many_left_empty_is_asked_about():
    said = sayings(found(*(learner(n, {"sentence_reset": None}) for n in range(2)), learner(5)))
    assert any("2 of 3 left it empty" in text for text in said)


def test_a_class_without_mistakes_needs_nothing_said():
    assert sayings(found(learner(1), learner(2))) == [
        "Nothing needs to be said again: nobody was seen to make a known mistake."
    ]


def test_each_score_is_in_one_bin_and_full_marks_are_in_the_last():
    assert histogram([0, 0.99, 1, 5, 9.99, 10, 12], 10) == [2, 1, 0, 0, 0, 1, 0, 0, 0, 3]
    assert histogram([], 10) == [0] * 10
    assert histogram([0.0], 0) == [1] + [0] * 9


def test_quartiles_cut_the_class_into_four():
    assert quartiles([4, 1, 3, 2, 5]) == (2, 3, 4)
    assert quartiles([1, 2]) == (1, 1.5, 2)
    assert quartiles([7]) == (7, 7, 7)
    assert quartiles([]) == (0, 0, 0)


def test_page_and_json_tell_the_same():
    made = found(learner(1, {"reset_gate": KNOWN[0].id}), learner(2), strangers=("<odd>.ipynb",))
    content = json.loads(json.dumps(as_json(made)))
    text = report_page(made)
    Outline(text)
    assert content["learners"] == 2
    assert content["misconceptions"][0]["id"] == KNOWN[0].id
    assert content["misconceptions"][0]["learners"] == 1
    assert sum(content["histogram"]) == 2
    assert content["not_recognised"] == ["<odd>.ipynb"]
    assert f"<code>{KNOWN[0].id}</code>" in text
    assert "1 (50 %)" in text
    assert "&lt;odd&gt;.ipynb" in text
    assert "For the board" in text
    assert "isolation was not complete" not in text


def test_missing_walls_are_told_before_anything_else():
    made = found(learner(1, walled=False), walls="bubblewrap is not there")
    text = report_page(made)
    assert text.index("isolation was not complete") < text.index("What to say next week")
    assert as_json(made)["isolation"] == {
        "complete": False,
        "missing": "bubblewrap is not there",
        "submissions_without_walls": 1,
    }


def test_what_could_not_be_graded_is_named():
    made = found(learner(1, problem="it is <empty>", notes=("a note",)))
    text = report_page(made)
    assert "learner001, 03_reset_gate: it is &lt;empty&gt;" in text
    assert "learner001, 03_reset_gate: a note" in text


def test_an_empty_class_has_a_report_too():
    Outline(report_page(found()))
