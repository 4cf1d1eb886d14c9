"""What a learner reads: the same words in a notebook and in a terminal, and nothing of theirs that acts."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gru_course.checks import layout
from gru_course.checks.texts import Text
from gru_course.checks.verdict import SIGNS, TITLES, NotYetRight, Shown, Verdict
from gru_course.wrapping import WIDTH
from tests.checks.pages import Page

FULL = Verdict(
    "reset_gate",
    "wrong",
    "reset_gate gives other numbers than it should.",
    misconception="tanh-gate",
    mistake="tanh where the sigmoid belongs",
    hint="A gate is a dimmer, from 0 to 1; `tanh` goes from -1 to 1 and makes the candidate. " * 3,
    elsewhere="in another course",
    notes=("Your output does not change when b_r does.", "Rows influence each other."),
    shown=Shown("reset_gate(\n  x=[[0.5]],\n  h_prev=[[0.4]])", "[[-0.1]]", "[[0.47]]"),
    printed="shape (1, 1)\n",
)
EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&"


KNOWN_TAGS = {
    "div",
    "p",
    "strong",
    "span",
    "code",
    "table",
    "tbody",
    "tr",
    "th",
    "td",
    "pre",
    "details",
    "br",
}


@pytest.mark.parametrize("status", TITLES)
def test_every_status_is_said_in_words_and_only_one_is_true(status):
    verdict = Verdict("reset_gate", status, "said")
    assert TITLES[status] in str(verdict)
    assert TITLES[status] in Page(verdict._repr_html_()).text
    assert bool(verdict) is (status == "right")


def test_the_status_has_a_sign_that_is_not_read_aloud():
    signs = [tag for tag in Page(FULL._repr_html_()).tags if tag == ("span", {"aria-hidden": "true"})]
    assert len(signs) == 1
    assert len(set(SIGNS.values())) == len(TITLES)


def test_a_notebook_and_a_terminal_say_the_same():
    said = [FULL.said, FULL.mistake, *FULL.notes, FULL.elsewhere, "[[-0.1]]", "[[0.47]]", "shape (1, 1)"]
    page = Page(FULL._repr_html_()).text
    for words in said:
        assert words in FULL.message
        assert words in str(FULL)
        assert words in page
    assert FULL.hint.replace("`", "").strip() in page


def test_what_was_called_came_and_was_expected_stand_below_each_other():
    lines = FULL.message.splitlines()
    start = lines.index("called:   reset_gate(")
    assert lines[start : start + 5] == [
        "called:   reset_gate(",
        "            x=[[0.5]],",
        "            h_prev=[[0.4]])",
        "got:      [[-0.1]]",
        "expected: [[0.47]]",
    ]


def test_a_value_has_nothing_that_was_called_nor_is_its_answer_given_away():
    verdict = Verdict("count", "wrong", "not yet", shown=Shown("", "4608.0", ""))
    assert verdict.message.splitlines() == ["not yet", "got:      4608.0"]
    assert "expected" not in verdict._repr_html_()


def test_sentences_are_wrapped_and_numbers_are_not():
    wide = "[" + ", ".join(["0.1234"] * 20) + "]"
    verdict = Verdict("f", "wrong", "word " * 60, shown=Shown("f()", wide, wide))
    lines = str(verdict).splitlines()
    assert wide in str(verdict)
    assert max(len(line) for line in lines if wide not in line) <= WIDTH
    assert ("word " * 60).strip() in verdict.message, "the message itself stays on its line"


def test_the_feedback_of_hidden_checks_shows_no_input_and_no_expected_value():
    for number in ("0.5", "0.4", "-0.1", "0.47"):
        assert f"[[{number}]]" not in FULL.feedback
    assert FULL.mistake in FULL.feedback
    assert FULL.notes[0] in FULL.feedback


@pytest.mark.parametrize(
    "field", ["said", "mistake", "hint", "elsewhere", "printed", "notes", "shown", "exercise"]
)
def test_whatever_a_learner_prints_stays_text(field):
    value = {"notes": (EVIL,), "shown": Shown(EVIL, EVIL, EVIL)}.get(field, EVIL)
    page = Page(Verdict(**{"exercise": "f", "status": "error", "said": "s", **{field: value}})._repr_html_())
    assert {tag for tag, _ in page.tags} <= KNOWN_TAGS | {"summary"}
    assert EVIL in page.text
    assert not any(name.startswith("on") for _, attributes in page.tags for name in attributes)


def test_backticks_become_code_and_nothing_else_does():
    page = Page(layout.paragraph("use `np.where`, not `if`; a `<b>` stays"))
    assert [tag for tag, _ in page.tags] == ["p", "code", "code", "code"]
    assert page.text == "use np.where, not if; a <b> stays"


def test_a_long_print_is_cut_kindly():
    printed = "\n".join(f"line {number}" for number in range(500)) + "\n"
    verdict = Verdict("f", "right", "s", printed=printed)
    for text in (verdict.message, Page(verdict._repr_html_()).text):
        assert "line 19" in text
        assert "line 20" not in text
        assert "... and 480 more lines." in text
    long_line = Verdict("f", "right", "s", printed="x" * 10_000).message
    assert max(map(len, long_line.splitlines())) == layout.LONGEST_LINE
    assert layout.shortened("a\nb\n") == "a\nb"
    assert layout.shortened("\n".join("x" * 21)).endswith("... and 1 more line.")


@given(st.text())
def test_a_print_sends_no_signals_to_the_terminal(text):
    assert all(sign.isprintable() or sign in "\n\t" for sign in layout.shortened(text))


def test_colours_of_a_print_are_left_out():
    assert layout.shortened("\x1b[31mred\x1b[0m and \x07bell") == "red and \ufffdbell"


def test_require_passes_what_is_right_and_stops_at_anything_else(capsys):
    Verdict("f", "right", "That is it.").require()
    assert "That is it." in capsys.readouterr().out
    with pytest.raises(NotYetRight, match="reset_gate: not right yet"):
        FULL.require()
    assert FULL.mistake in capsys.readouterr().out


def test_a_notebook_shows_one_line_and_no_traceback():
    code = """
from IPython.core.interactiveshell import InteractiveShell
from gru_course.checks.verdict import Verdict
shell = InteractiveShell.instance()
shell.user_ns["verdict"] = Verdict("f", "wrong", "said")
shell.run_cell("verdict.require()")
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert "Traceback" not in done.stdout + done.stderr
    last = done.stdout.strip().splitlines()[-1]
    assert last == "f: not right yet. The message says what to look at; the next steps do not wait."


def test_a_text_is_wrapped_and_its_code_is_not():
    code = "def f(x):\n    return " + " + ".join(["x"] * 40)
    text = Text("Heading", "word " * 60, code=code, after="after")
    assert code in str(text)
    assert max(len(line) for line in str(text).replace(code, "").splitlines()) <= WIDTH
    page = Page(text._repr_html_()).text
    assert code in page
    assert "Heading" in page
    assert page.endswith("after")


def test_a_text_escapes_what_it_is_given():
    page = Page(Text(EVIL, EVIL, code=EVIL, after=EVIL)._repr_html_())
    assert {tag for tag, _ in page.tags} <= KNOWN_TAGS
    assert page.text.count(EVIL) == 4
