"""What a quiz asks, says and keeps, without a browser; and that the browser says the same."""

import dataclasses
import itertools
import json
import random
import re

import numpy as np
import pytest
import traitlets

from gru_course import widgets
from gru_course.widgets import grade, many, numeric, one, order
from gru_course.widgets.modules import join
from gru_course.widgets.quiz import escape
from gru_course.widgets.quiz_grade import read_number, solution
from gru_course.widgets.quiz_state import read_answers, record, write_answers
from tests.widgets.node import needs_node, run
from tests.widgets.quizzes import SWAPPED, example

QUIZ = example()
ONE, MANY, NUMERIC, ORDER = QUESTIONS = QUIZ._questions
STEPS = [option.text for option in ORDER.options]
ARROW = "({ question, answer }) => gradeAnswer(question, answer)"


def specs():
    return {question.id: spec for question, spec in zip(QUESTIONS, QUIZ.questions, strict=True)}


# ---- verdicts --------------------------------------------------------------------------------------


def test_every_option_has_its_own_feedback():
    for question in (ONE, MANY):
        for option in question.options:
            answer = option.text if question is ONE else [option.text]
            assert option.feedback.text in grade(question, answer).feedback


def test_one_is_right_for_the_right_option_only():
    assert [grade(ONE, option.text).right for option in ONE.options] == [True, False, False]


def test_a_misconception_is_named_to_the_learner_and_to_python():
    verdict = grade(ONE, "It keeps it: `h = h_prev`")
    assert verdict.misconceptions == (SWAPPED,)
    assert verdict.feedback == f"Known mix-up: {SWAPPED}. PyTorch and Keras have it so."
    assert grade(NUMERIC, "-0.04").misconceptions == (SWAPPED,)
    assert grade(ORDER, ["candidate", "reset gate", "update gate", "new state"]).misconceptions == (
        "candidate before reset",
    )


def test_many_is_right_for_exactly_the_right_options_in_any_order():
    texts = [option.text for option in MANY.options]
    for size in range(1, 5):
        for ticked in itertools.permutations(texts, size):
            assert grade(MANY, ticked).right == (set(ticked) == set(texts[:2]))


def test_many_says_how_many_are_missing_but_not_which():
    feedback = grade(MANY, ["h_cand, the candidate"]).feedback
    assert feedback == "✗ “h_cand, the candidate”: It comes out of a tanh.\n2 right answers are missing."
    assert grade(MANY, ["r, the reset gate"]).feedback.endswith("\n1 right answer is missing.")


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("0.44", 0.44), ("0,44", 0.44), (".44", 0.44), ("+0.44", 0.44), (" 0.44\u00a0", 0.44),
        ("4.4e-1", 0.44), ("11/25", 0.44), ("11 / 25", 0.44), ("-3", -3), ("−3", -3), ("–3", -3),
        ("− 3/4", -0.75), ("3.", 3), ("1,5/2", 0.75), ("", None), ("half", None), ("1/0", None),
        ("--3", None), ("1.2.3", None), ("3 4", None), ("1e999", None), ("nan", None), ("inf", None),
        ("0x10", None), ("١", None), ("1_000", None), ("44 %", None), (".", None), ("1/", None),
        ("/2", None), ("3/-4", None), ("3\n", None),
    ],
)  # fmt: skip
def test_numbers_are_read_as_people_write_them(written, value):
    assert read_number(written) == value


@pytest.mark.parametrize(
    ("x", "right"), [(0.435, True), (0.445, True), (0.4349999, False), (0.4450001, False)]
)
def test_the_tolerance_includes_its_ends_and_nothing_beyond(x, right):
    assert grade(NUMERIC, x).right == right
    assert grade(NUMERIC, str(x)).right == right


def test_a_tiny_tolerance_is_kept():
    question = numeric("How large is it?", 1e-12, tolerance=1e-14)
    assert grade(question, "1.01e-12").right
    assert not grade(question, "1.02e-12").right


def test_a_wrong_number_is_told_how_it_is_wrong():
    assert grade(NUMERIC, "0,5").feedback == "That is too large. Write both products down first."
    assert grade(NUMERIC, "0.4").feedback == "That is too small. Write both products down first."
    assert grade(NUMERIC, "−0.44").feedback == "The size is right, the sign is not."
    assert grade(NUMERIC, "0.5621").feedback == "You left one out, and rounded."  # the nearest of two
    assert grade(NUMERIC, "0.5601").feedback == "You left out a minus sign."
    assert grade(NUMERIC, "0.44").feedback == "The answer is 0.44. 0.3 · (−0.4) + 0.7 · 0.8."


def test_order_is_right_only_in_order_and_says_where_it_goes_wrong_first():
    for steps in itertools.permutations(STEPS):
        assert grade(ORDER, list(steps)).right == (list(steps) == STEPS)
    verdict = grade(ORDER, ["reset gate", "update gate", "new state", "candidate"])
    assert verdict.feedback == (
        "The first 2 steps are in their places.\n“new state” comes later. It needs all the others."
    )


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.kind)
def test_no_answer_is_no_try(question):
    verdict = grade(question, None)
    assert (verdict.right, verdict.answered) == (False, False)
    assert verdict.feedback


def test_what_cannot_be_read_is_no_try():
    assert grade(NUMERIC, "about half").feedback == (
        "“about half” cannot be read as a number: write it like 1.5, −3 or 3/4."
    )
    assert not grade(NUMERIC, "about half").answered
    assert not grade(MANY, []).answered


@pytest.mark.parametrize(
    ("question", "answer", "message"),
    [
        (ONE, "Perhaps", r"answer: expected one of .*; got 'Perhaps'"),
        (MANY, ["Perhaps"], r"answer: expected one of .*; got 'Perhaps'"),
        (MANY, "r, the reset gate", "answer: expected a list of options"),
        (ORDER, STEPS[:3], "answer: expected all 4 steps, got 3"),
        (ORDER, [*STEPS[:3], STEPS[0]], "answer: expected different options"),
    ],
)
def test_an_answer_that_is_none_is_an_error_that_says_why(question, answer, message):
    with pytest.raises(ValueError, match=message):
        grade(question, answer)


def test_the_solution_is_right():
    assert solution(ONE) == ["“It replaces it: `h = h_cand`”: Nothing of the old state is left."]
    assert [line.split("”")[0][1:] for line in solution(MANY)] == ["r, the reset gate", "z, the update gate"]
    assert solution(NUMERIC)[0].startswith("The answer is 0.44.")
    assert [line.split(". ")[1] for line in solution(ORDER)[:4]] == STEPS
    assert solution(numeric("How cold?", -1.5)) == ["The answer is −1.5."]


# ---- questions -------------------------------------------------------------------------------------

YES, NO = {"yes": "It is."}, {"no": "It is not."}


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: one("Is it?", right={}, wrong=NO | {"never": "No."}), "expected one right option, got 0"),
        (lambda: one("Is it?", right=YES | {"sure": "Yes."}, wrong=NO), r"got 2; many\(...\) takes several"),
        (lambda: one("Is it?", right=YES, wrong={}), "expected at least two options, got 1"),
        (lambda: one("Is it?", right=YES, wrong=YES), "expected different options, got 'yes' twice"),
        (lambda: one("Is it?", right=YES, wrong={" Yes ": "No."}), "different options, got 'Yes' twice"),
        (lambda: one("Is it?", right=YES, wrong={"no": " "}), "option 'no': expected a sentence of feedback"),
        (lambda: one("Is it?", right=YES, wrong={"no": None}), "feedback: expected a text, got None"),
        (lambda: one("Is it?", right=YES, wrong={"": "No."}), "expected a text for every option"),
        (lambda: one("Is it?", right="yes", wrong=NO), r"right: expected \{option: feedback, ...\}"),
        (lambda: one(" ", right=YES, wrong=NO), "one: expected a question, got an empty text"),
        (lambda: many("Is it?", right={}, wrong=YES | NO), "expected at least one right option, got none"),
        (lambda: numeric("h = ?", 0.4, tolerance=0), "expected a tolerance above 0, got 0"),
        (lambda: numeric("h = ?", 0.4, tolerance=-1), "expected a tolerance above 0, got -1"),
        (lambda: numeric("h = ?", float("nan")), "answer: expected a finite number, got nan"),
        (lambda: numeric("h = ?", "0.4"), "answer: expected a finite number, got '0.4'"),
        (lambda: numeric("h = ?", True), "answer: expected a finite number, got True"),
        (lambda: numeric("h = ?", 0.4, near={0.404: "Rounded."}), "near: expected wrong numbers, got 0.404"),
        (lambda: numeric("h = ?", 0.4, near={0.6: ""}), "near 0.6: expected a sentence of feedback"),
        (lambda: order("Sort.", ["a"]), "expected at least two options, got 1"),
        (lambda: order("Sort.", ["a", "b", "a"]), "expected different options, got 'a' twice"),
        (lambda: order("Sort.", "ab"), "steps: expected a list of texts, got 'ab'"),
        (lambda: widgets.quiz(), "quiz: expected at least one question, got none"),
        (lambda: widgets.quiz("Is it?"), "quiz: expected what one, many, numeric or order makes; got 'Is it"),
        (lambda: widgets.quiz(ONE, ONE), "quiz: expected different questions, got .* 2 times"),
    ],
)  # fmt: skip
def test_a_malformed_question_is_an_error_that_names_what_is_wrong(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_questions_cannot_be_changed():
    for question in QUESTIONS:
        with pytest.raises(dataclasses.FrozenInstanceError):
            question.text = "Another?"


def test_texts_may_be_broken_over_lines_in_the_source():
    assert one("Is\n    it?", right=YES, wrong=NO) == one("Is it?", right=YES, wrong=NO)


def test_numbers_of_numpy_are_numbers():
    assert numeric("h = ?", np.float32(0.5)).answer == 0.5


def test_options_are_shuffled_by_the_questions_text_alone():
    def shown(text):
        question = one(text, right={"a": "."}, wrong=dict.fromkeys("bcdef", "."))
        return tuple(question.shown)

    assert shown("Which?") == shown("Which?") == (2, 4, 5, 1, 3, 0)  # the same in every run
    orders = {shown(f"Which {k}?") for k in range(60)}
    assert len(orders) > 40
    assert {order.index(0) for order in orders} == set(range(6))  # the right one may be anywhere


def test_ordering_never_starts_in_the_right_order():
    for k in range(60):
        assert order(f"Sort {k}.", ["a", "b"]).shown == [1, 0]
        assert order(f"Sort {k}.", ["a", "b", "c"]).shown != [0, 1, 2]


def test_ids_stay_while_the_question_does():
    assert ONE.id == example()._questions[0].id == "2ee643"
    assert len({question.id for question in QUESTIONS}) == 4
    other = one(ONE.text, right=YES, wrong=NO)
    assert other.id != ONE.id


# ---- answers ---------------------------------------------------------------------------------------


def answered(quiz, place, **changes):
    """What the browser would send."""
    return [one | (changes if k == place else {}) for k, one in enumerate(quiz.answers)]


def test_answers_reach_python():
    quiz = example()
    assert [(one["answer"], one["tries"], one["right"]) for one in quiz.answers] == [(None, 0, False)] * 4
    quiz.set_state({"answers": answered(quiz, 0, answer="It keeps it: `h = h_prev`", tries=1)})
    assert quiz.answers[0] == {
        "id": ONE.id,
        "question": "What does z = 1 do to the state?",
        "kind": "one",
        "answer": "It keeps it: `h = h_prev`",
        "tries": 1,
        "right": False,
        "shown": False,
        "misconceptions": [SWAPPED],
    }
    quiz.set_state({"answers": answered(quiz, 2, answer="0,44", tries=2)})
    assert quiz.answers[2]["right"]
    assert repr(quiz) == "Quiz(4 questions: 1 right, 3 tries)"


def test_python_judges_for_itself():
    quiz = example()
    quiz.answers = answered(quiz, 2, answer="0.5", tries=1, right=True)
    assert quiz.answers[2]["right"] is False


def test_a_shown_answer_does_not_count_as_solved():
    assert record(NUMERIC, "0.44", 3, shown=True)["right"] is False
    assert record(NUMERIC, "0.44", 3)["right"] is True


@pytest.mark.parametrize(
    "change",
    [
        {"answer": "Perhaps", "tries": 1}, {"tries": -1}, {"tries": 1.5}, {"tries": True}, {"shown": "no"},
        {"id": "000000"}, {"answer": "It resets it: `h = 0`", "tries": 0}, {"answer": ["a"], "tries": 1},
    ],
)  # fmt: skip
def test_answers_that_make_no_sense_are_refused_and_leave_the_old_ones(change):
    quiz = example()
    with pytest.raises(traitlets.TraitError, match="answers: "):
        quiz.answers = answered(quiz, 0, **change)
    assert quiz.answers == example().answers
    with pytest.raises(traitlets.TraitError):
        quiz.answers = quiz.answers[:3]


def some_records(seed):
    """Answers as a learner could have given them."""
    chance = random.Random(seed)
    texts = [option.text for option in MANY.options]
    answers = [
        chance.choice(ONE.options).text,
        chance.sample(texts, chance.randint(1, 4)),
        chance.choice(["0,44", "−3", "11/25", "+.5", "1e-3", "3 / 4"]),
        chance.sample(STEPS, 4),
    ]
    return [
        record(question, chance.choice([answer, answer, None]), chance.randint(1, 12), chance.random() < 0.3)
        if chance.random() < 0.8
        else record(question)
        for question, answer in zip(QUESTIONS, answers, strict=True)
    ]


def test_answers_survive_as_text():
    for seed in range(100):
        records = some_records(seed)
        assert read_answers(QUESTIONS, write_answers(QUESTIONS, records)) == records


def test_a_state_text_is_short_and_restores_a_quiz():
    quiz = example()
    assert quiz.state == "quiz?"
    quiz.answers = answered(quiz, 2, answer="0,44", tries=2)
    assert quiz.state == f"quiz?{NUMERIC.id}=2~0%2C44"
    assert example(state=quiz.state).answers == quiz.answers
    assert example(state=f"\n {quiz.state} ").answers == quiz.answers
    quiz.state = "quiz?"
    assert quiz.answers == example().answers


BROKEN = [
    "blend?z=1", "quiz", "", f"quiz?{ONE.id}=2", f"quiz?{ONE.id}=0~1", f"quiz?{ONE.id}=1~9",
    f"quiz?{ONE.id}=1~0.1", f"quiz?{ONE.id}=x~1", f"quiz?{ONE.id}=1~1~t", f"quiz?{MANY.id}=1~0.0",
    f"quiz?{MANY.id}=1~-1", f"quiz?{NUMERIC.id}=1~half", f"quiz?{ORDER.id}=1~0.1.2", "quiz?ffffff=1~0",
]  # fmt: skip


@pytest.mark.parametrize("text", BROKEN)
def test_a_state_text_that_cannot_be_read_is_an_error(text):
    with pytest.raises(ValueError, match=r"^state: "):
        example(state=text)


# ---- without widgets -------------------------------------------------------------------------------


def test_the_quiz_can_be_read_where_there_are_no_widgets():
    text = QUIZ.markdown()
    for question in QUESTIONS:
        assert f"{escape(question.text)}\n" in text
        for option in getattr(question, "options", []):
            assert escape(option.text) in text
            assert escape(option.feedback.text) in text or question is ORDER
    assert text.count("<details><summary>Answer</summary>\n\n") == text.count("\n\n</details>") == 4
    # nothing is given away before it is unfolded
    before = re.split(r"<details>.*?</details>", text, flags=re.DOTALL)
    assert not any("✓" in part or "Nothing of the old" in part for part in before)
    assert "- ✗ −0.04: Known mix-up" in text
    assert "1. reset gate\n2. update gate" in text


def test_markdown_shows_what_was_written():
    assert escape("h_prev * z, `h_prev * z` <b>") == r"h\_prev \* z, `h_prev * z` \<b\>"
    assert escape("- 3") == r"\- 3"
    assert escape("1. first") == r"1\. first"
    assert escape("0.44 is h") == r"0\.44 is h"


def test_a_notebook_keeps_the_questions_beside_the_widget():
    data, _ = QUIZ._repr_mimebundle_()
    assert data["text/markdown"] == QUIZ.markdown()
    assert data["text/plain"] == "Quiz(4 questions: 0 right, 0 tries)"
    assert "application/vnd.jupyter.widget-view+json" in data


def test_nbconvert_shows_the_questions_when_no_widget_was_saved():
    nbformat = pytest.importorskip("nbformat")
    nbconvert = pytest.importorskip("nbconvert")
    data, _ = QUIZ._repr_mimebundle_()
    output = nbformat.v4.new_output("display_data", data)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("quiz", outputs=[output])])
    html, _ = nbconvert.HTMLExporter().from_notebook_node(notebook)
    assert re.search(r"<details>\s*<summary>Answer</summary>\s*<ul>\s*<li>[✓✗] It ", html)
    assert "What does z = 1 do to the state?" in html


# ---- the browser says the same ---------------------------------------------------------------------


def random_answers(seed, count):
    chance = random.Random(seed)
    texts = [option.text for option in MANY.options]
    for _ in range(count):
        yield ONE, chance.choice([None, *(option.text for option in ONE.options)])
        yield MANY, chance.sample(texts, chance.randint(0, 4))
        yield ORDER, chance.sample(STEPS, 4)
        size = chance.choice(
            [0.44, 0.435, 0.445, 0.4450001, 0.04, 0.56, 0.5615, chance.uniform(0, 1), chance.gauss(0, 1e6)]
        )
        number = f"{size:.{chance.randint(1, 8)}g}".replace(".", chance.choice(".,"))
        sign = chance.choice(["", "", "-", "−", "+", "– "])
        yield (
            NUMERIC,
            chance.choice(["", " ", "\u00a0"]) + sign + number + chance.choice(["", " ", "/3", " / 0,7"]),
        )
        yield NUMERIC, chance.choice(["1e999", "1/0", "1e308/1e-9", "1e-999", "0/1e999"])
        yield NUMERIC, "".join(chance.choices("0123456789.,-−+/e \u00a0x\n", k=chance.randint(0, 7)))


@needs_node
def test_the_browser_judges_as_python_does():
    answers = [(question, answer) for question, answer in random_answers(3, 400)]
    values = [{"question": specs()[question.id], "answer": answer} for question, answer in answers]
    theirs = run(join("quiz.js"), ARROW, values)
    ours = [json.loads(json.dumps(dataclasses.asdict(grade(*pair)))) for pair in answers]
    assert [dict(sorted(one.items())) for one in theirs] == [dict(sorted(one.items())) for one in ours]
    for question in QUESTIONS:  # the sample has both
        assert {grade(*pair).right for pair in answers if pair[0] is question} == {True, False}


@needs_node
def test_the_browser_judges_bare_questions_as_python_does():
    """Without near, otherwise, why and feedback for steps."""
    bare = [numeric("h = ?", -2, tolerance=0.5), order("Sort.", ["a", "b", "c"])]
    asked = [(bare[0], x) for x in ("-2", "2", "1", "-2,5", "-3", "-2.51", "")]
    asked += [(bare[1], list(steps)) for steps in itertools.permutations("abc")] + [(bare[1], None)]
    sent = {q.id: spec for q, spec in zip(bare, widgets.quiz(*bare).questions, strict=True)}
    theirs = run(join("quiz.js"), ARROW, [{"question": sent[q.id], "answer": a} for q, a in asked])
    assert [(one["right"], one["feedback"]) for one in theirs] == [
        (verdict.right, verdict.feedback) for verdict in (grade(*pair) for pair in asked)
    ]


@needs_node
def test_the_browser_writes_and_reads_the_same_state_text():
    records = [some_records(seed) for seed in range(60)]
    texts = [write_answers(QUESTIONS, one) for one in records]
    questions = json.dumps(QUIZ.questions)
    assert run(join("quiz.js"), f"(records) => writeAnswers({questions}, records)", records) == texts
    assert run(join("quiz.js"), f"(text) => readAnswers({questions}, text)", texts) == records


@needs_node
def test_the_browser_refuses_the_state_texts_that_python_refuses():
    questions = json.dumps(QUIZ.questions)
    attempt = f"(text) => {{ try {{ readAnswers({questions}, text); }} catch (e) {{ return e.message; }} }}"
    said = run(join("quiz.js"), attempt, BROKEN)
    assert all(message and message.endswith(".") for message in said), said


@needs_node
def test_the_progress_line_counts():
    tried = [record(NUMERIC, "1", 1), record(ONE), record(NUMERIC, "0.44", 4), record(ORDER, None, 2, True)]
    one = [record(NUMERIC, "0.44", 1)]
    assert run(join("quiz.js"), "progress", [tried, one]) == [
        "1 of 4 right, 7 tries, 1 answer shown",
        "1 of 1 right, 1 try",
    ]


def test_the_quiz_fetches_nothing():
    code = join("quiz.js")
    assert not re.search(r"^import |import\(|https?://|fetch\(|innerHTML", code, re.MULTILINE)
