"""A learner's page says what is right and what to think about, and nothing that it must not say."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest

from gru_course.grading.feedback import feedback_page
from gru_course.grading.grade import Result, StepResult
from gru_course.grading.pages import counted, document, table
from gru_course.grading.rules import Rules
from gru_course.grading.scores import score
from tests.grading.builders import ASSIGNMENTS, solved

GATE = ASSIGNMENTS["03_reset_gate"]
NAME = '<script>alert("x")</script> & Zoë'
FEEDBACK = "reset_gate gives other numbers.\nThe mistake: no bias\nHint: look at `b_r` <img src=x onerror=y>."


def page(result: Result | None = None, rules: Rules | None = None, learner: str = NAME) -> str:
    rules = rules or Rules()
    known = SimpleNamespace(when=None, marked_late=False, canvas="", moodle="")
    handed_in = {(learner, GATE.notebook): known}
    made = score(learner, [result] if result else [], {GATE.notebook: GATE}, rules, handed_in)
    return feedback_page(made, {GATE.notebook: GATE}, rules)


def gate(**more) -> Result:
    steps = [StepResult(s.name, s.points, s.points, "right", "Right.", seed=99887766) for s in GATE.steps]
    steps[-2] = StepResult(GATE.steps[-2].name, 0.0, GATE.steps[-2].points, "wrong", FEEDBACK, seed=99887766)
    return Result(NAME, GATE.notebook, tuple(steps), **more)


class Outline(HTMLParser):
    """The tags of a page, whether each is closed, and its headings."""

    VOID = frozenset({"meta", "br", "rect", "img", "link"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open, self.tags, self.headings, self.ids, self.links = [], set(), [], [], []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.tags.add(tag)
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given["href"]] if "href" in given else []
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        assert tag in self.VOID
        self.handle_starttag(tag, attributes)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_a_page_is_whole_and_its_headings_are_in_order():
    outline = Outline(page(gate(notes=("A note <b>",))))
    assert outline.headings[0] == 1
    assert outline.headings.count(1) == 1
    steps = zip(outline.headings, outline.headings[1:], strict=False)
    assert all(after - before <= 1 for before, after in steps)
    assert {"main", "caption", "th", "section"} <= outline.tags
    assert len(set(outline.ids)) == len(outline.ids)
    assert {link.removeprefix("#") for link in outline.links} <= set(outline.ids)


def test_a_page_needs_nothing_else_and_runs_nothing():
    text = page(gate())
    assert 'lang="en"' in text
    assert "prefers-color-scheme: dark" in text
    assert "Content-Security-Policy" in text
    assert not {"script", "img", "link", "iframe", "object"} & Outline(text).tags
    assert not re.search(r"(https?:)?//|url\(|@import", text)


def test_what_learners_write_stays_text():
    text = page(gate(notes=("<script>1</script>",)))
    assert "<script" not in text
    assert "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; Zoë" in text
    assert "<code>b_r</code> &lt;img src=x onerror=y&gt;" in text


def test_it_tells_points_verdicts_mistake_and_hint():
    text = page(gate())
    had = sum(s.points for s in GATE.steps) - GATE.steps[-2].points
    assert f"{had:g} of {GATE.points:g} points." in text
    assert "<strong>The mistake:</strong> no bias" in text
    assert "<strong>Hint:</strong> look at" in text
    assert "not right yet" in text


def test_no_seed_is_in_it():
    assert "99887766" not in page(gate())


def test_late_days_and_extra_points_are_told():
    rules = Rules(per_day=0.5, free_days=1, days_late={NAME: 2}, extra_points={NAME: 1.5})
    text = page(gate(), rules)
    assert "Handed in 2 days late, of which 1 cost nothing" in text
    assert "Extra points: 1.5." in text


def test_a_notebook_that_cannot_be_graded_says_why_once():
    said = "This notebook cannot be graded: it is empty."
    steps = tuple(StepResult(s.name, 0.0, s.points, "broken", said) for s in GATE.steps)
    text = page(Result(NAME, GATE.notebook, steps, problem="it is empty"))
    assert text.count("it is empty") == 1


def test_one_of_something_is_not_many():
    text = page(gate(), Rules(per_day=1.0, days_late={NAME: 1}))
    assert "Handed in 1 day late: " in text
    assert [counted(n, "point") for n in (0, 0.5, 1, 2)] == ["0 points", "0.5 points", "1 point", "2 points"]


def test_it_says_where_to_go_on():
    text = page(gate())
    wrong = GATE.steps[-2].name
    assert f"{len(GATE.steps) - 1} of {len(GATE.steps)} steps right" in text
    assert f'start with <a href="#{GATE.notebook}-{wrong}">' in text
    assert f"<code>gc.hint.{wrong}()</code>" in text


def test_where_everything_is_right_nothing_is_asked_for():
    steps = tuple(StepResult(s.name, s.points, s.points, "right", "Right.") for s in GATE.steps)
    text = page(Result(NAME, GATE.notebook, steps))
    assert "Everything is right." in text
    assert "gc.hint" not in text


def test_a_wrong_answer_never_stands_there_without_a_word():
    steps = tuple(StepResult(s.name, 0.0, s.points, "wrong", "") for s in GATE.steps)
    text = page(Result(NAME, GATE.notebook, steps))
    assert text.count("It gives other values than it should") == len(GATE.steps)


def test_a_name_from_right_to_left_leaves_the_rest_of_the_line_alone():
    assert "<h1>Feedback for <bdi>\u05e9\u05dc\u05d5\u05dd</bdi></h1>" in page(
        gate(), learner="\u05e9\u05dc\u05d5\u05dd"
    )


def test_nothing_handed_in_is_told():
    assert "Nothing was handed in." in page(None)


def test_a_real_wrong_answer_gets_a_page_without_inputs_or_expected_values(graded):
    wrong = "def sigmoid(a):\n    return 1 / (1 + np.exp(np.clip(a, -700, 700)))"
    result = graded(solved("03_reset_gate", sigmoid=wrong), learner="ada")
    text = page(result, learner="ada")
    assert "sigmoid(-a)" in text
    assert not re.search(r"\d\.\d{3,}|array\(|expected \[", re.sub(r"(?s)<style>.*?</style>", "", text))


@pytest.mark.parametrize("numbers", [(), (1,)])
def test_a_table_names_its_rows_and_columns(numbers):
    text = table("What <is> it", ("One", "Two"), [("a", "1"), ("b", "2")], numbers)
    assert text.count('scope="col"') == text.count('scope="row"') == 2
    assert "<caption>What &lt;is&gt; it</caption>" in text
    assert ('<td class="n">1</td>' in text) == bool(numbers)
    Outline(document("x", text))


def test_a_sentence_in_a_table_gets_room():
    tagged = '<span class="a-name-that-is-not-read">short</span>'
    rows = [("a", tagged), ("b", "a sentence of many words, of which none is long")]
    text = table("x", ("One", "Two"), rows)
    assert f"<td>{tagged}</td>" in text
    assert '<td class="long">a sentence' in text
