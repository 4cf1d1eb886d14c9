"""The report tells a lecturer how the class did, what is hard, who believes what, and what to say."""

from __future__ import annotations

import json
import re

import pytest

from gru_course.checks.catalogue import EXERCISES
from gru_course.checks.layout import inline
from gru_course.grading.class_report import LISTED, RANKED, as_json, report_page
from gru_course.grading.class_survey import Held, histogram, quartiles, survey
from gru_course.grading.grade import Result, StepResult
from gru_course.grading.next_week import FEW, in_code, lesson_of, sayings, topics
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
    assert "03_reset_gate: a note (learner001)" in text


def broken(number: int):
    """A notebook that could not be graded."""
    name = f"learner{number:03d}"
    steps = tuple(StepResult(s.name, 0.0, s.points, "broken", "It is empty.") for s in GATE.steps)
    return score(name, [Result(name, GATE.notebook, steps, problem="it is empty")], HERE, Rules(), {})


CLASSES = {
    "nobody": [],
    "one learner": [learner(1, {"reset_gate": KNOWN[0].id})],
    "all right": [learner(n) for n in range(9)],
    "none graded": [broken(n) for n in range(9)],
    "mixed": [learner(1, {"sigmoid": "no-return"}), learner(2, {"reset_gate": KNOWN[1].id}), broken(3)],
}


@pytest.mark.parametrize("scores", CLASSES.values(), ids=CLASSES)
def test_every_class_has_a_page_with_headings_in_order_and_named_columns(scores):
    text = report_page(found(*scores))
    outline = Outline(text)
    assert outline.headings[0] == 1
    steps = zip(outline.headings, outline.headings[1:], strict=False)
    assert all(after - before <= 1 for before, after in steps)
    assert text.count("<caption>") == text.count("<table>")
    assert not re.search(r"<th[^>]*></th>", text)
    assert not re.search(r"\b1 (learners|notebooks|points|submissions|wrong answers)\b", text)


def test_where_nothing_was_graded_nobody_is_said_to_have_no_mistakes():
    said = sayings(found(*CLASSES["none graded"]))
    assert said == ["No notebook could be graded, so nothing is known yet."]


def test_a_broken_notebook_says_nothing_about_a_step():
    made = found(learner(1), broken(2))
    assert {step.learners for step in made.steps.values()} == {1}
    assert {step.share for step in made.steps.values()} == {1.0}
    assert made.broken == ["learner002, 03_reset_gate: it is empty"]


def test_what_one_of_many_holds_is_not_talked_about_next_week():
    alone = learner(0, {"reset_gate": KNOWN[0].id})
    others = [learner(n) for n in range(1, FEW + 1)]
    assert [topic.held.id for topic in topics(found(alone, *others[1:]))] == [KNOWN[0].id]
    assert topics(found(alone, *others)) == []
    text = report_page(found(alone, *others))
    assert f"seen with one learner: {KNOWN[0].name}" in text


def test_a_topic_shows_the_mistake_as_code_and_the_lesson():
    swapped = EXERCISES["reset_gate"].misconception("tanh-gate")
    (topic,) = topics(found(learner(1, {"reset_gate": swapped.id})))
    assert "sigmoid" in topic.right
    assert "tanh" in topic.wrong
    assert topic.lesson == "lesson 03_reset_gate"
    assert topic.lesson in sayings(found(learner(1, {"reset_gate": swapped.id})))[0]


@pytest.mark.parametrize(
    ("step", "mistake", "lesson"),
    [
        ("gru_cell", "z-swapped", "06_final_state"),
        ("gru_cell", "no-reset", "04_candidate"),
        ("unroll_gru", "h0-ignored", "01_sequences"),
        ("count_parameters", "no-bias", "07_the_cell"),
        ("update_gate", "bias-after", "05_update_gate"),
    ],
)
def test_a_mistake_in_the_whole_cell_goes_back_to_the_lesson_of_the_piece(step, mistake, lesson):
    assert lesson_of(Held(mistake, "", 1, (step,))) == f"lesson {lesson}"


def test_every_mistake_that_is_written_as_an_edit_can_be_shown_as_code():
    for exercise in EXERCISES.values():
        for known in exercise.misconceptions:
            if not isinstance(known.ways[0], str):
                right, wrong = in_code(Held(known.id, known.name, 1, (exercise.name,)))
                assert right != wrong, f"{exercise.name}, {known.id}"


def test_a_slip_is_told_with_what_one_learner_was_told():
    step = StepResult("sigmoid", 0.0, 2.0, "error", "It failed.\nHint: look at z.", "a-slip", "a slip")
    scored = score("ada", [Result("ada", GATE.notebook, (step,))], HERE, Rules(), {})
    (held,) = found(scored).ranked
    assert (held.name, held.hint) == ("a slip", "One was told: look at z.")


def test_a_mistake_that_has_only_an_id_is_told_in_words():
    step = StepResult("sigmoid", 0.0, 2.0, "wrong", "It fails.", "does-not-store")
    scores = [score(n, [Result(n, GATE.notebook, (step,))], HERE, Rules(), {}) for n in ("ada", "bob")]
    made = found(*scores)
    assert made.ranked[0].name == "does not store"
    assert "does not store (2)" in report_page(made)


def test_a_convention_of_others_is_told_as_such():
    after = next(known for known in EXERCISES["gru_cell"].misconceptions if known.elsewhere)
    step = StepResult("gru_cell", 0.0, 4.0, "wrong", "", after.id, after.name)
    cell = ASSIGNMENTS["07_the_cell"]
    here = {cell.notebook: cell}
    made = survey([score("ada", [Result("ada", cell.notebook, (step,))], here, Rules(), {})], here)
    assert f"<p>Elsewhere: {inline(after.elsewhere)}</p>" in report_page(made)
    assert f"Elsewhere: {after.elsewhere}" in as_json(made)["say_next_week"][0]


def test_one_id_with_two_wordings_is_told_with_both():
    reset, sigmoid = (EXERCISES[name].misconception("one-minus") for name in ("reset_gate", "sigmoid"))
    assert reset.name != sigmoid.name
    made = found(*(learner(n, {"reset_gate": reset.id, "sigmoid": sigmoid.id}) for n in range(2)))
    (held,) = made.ranked
    assert {held.name, *held.others.values()} == {reset.name, sigmoid.name}
    text = report_page(made)
    assert all(name in text for name in (*held.others.values(),))
    assert "much the same in" in text


def test_a_step_that_nobody_has_right_makes_one_look_at_the_grader():
    many = [learner(n, {"sigmoid": ""}) for n in range(FEW + 1)]
    assert any("grade the solution notebook" in text for text in sayings(found(*many)))
    assert not any("grade the solution notebook" in text for text in sayings(found(*many, learner(99))))


def test_the_page_of_a_large_class_is_no_longer_than_it_must_be():
    ids = [m.id for e in EXERCISES.values() for m in e.misconceptions]
    many = (learner(n, {"reset_gate": ids[n // 2 % len(ids)]}, notes=(f"note {n}",)) for n in range(2000))
    text = report_page(found(*many))
    assert text.count("<li><bdi>") == LISTED
    assert text.count("<tr>") < RANKED + 30
    assert len(text) < 100_000


def test_an_odd_name_leaves_the_rest_of_its_line_alone():
    text = report_page(found(learner(1, problem="it is empty")))
    assert "<li><bdi>learner001, 03_reset_gate: it is empty</bdi></li>" in text


def test_what_was_noticed_of_many_is_said_once_with_how_many_and_a_few_names():
    often, once = (
        "The answer cell of sigmoid raised NameError: no x",
        "The answer cell of reset_gate is missing",
    )
    made = found(learner(0, notes=(once,)), *(learner(number, notes=(often,)) for number in range(1, 8)))
    page = report_page(made)
    assert page.count(often) == 1
    assert "learner001, learner002, learner003 and 4 more" in page
    assert page.index(often) < page.index(once)
    notes = {note["note"]: note["learners"] for note in as_json(made)["notes"]}
    assert notes[once] == ["learner000"]
    assert len(notes[often]) == 7
