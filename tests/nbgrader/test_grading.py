"""Real nbgrader hands the exercises out, takes them in, grades them, exports the scores and writes feedback.

Three learners: one has everything right, in noisy code; one has touched nothing; one has every second step
right, other steps wrong in many ways, and has rewritten a test cell.
"""

from __future__ import annotations

import html
import itertools
import re

import pytest

from gru_course.checks import EXERCISES as CATALOGUE
from tests import exercise_notebooks as nb
from tests.exercise_notebooks import make_exercises
from tests.nbgrader.course import ASSIGNMENT, Course

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("nbgrader"),
    pytest.mark.timeout(600),
    pytest.mark.skipif(not nb.SOLUTIONS, reason="there are no solutions yet"),
]

SOLUTIONS = {path.name: nb.read(path) for path in nb.SOLUTIONS}
POINTS = {
    f"check-{name}": points for solution in SOLUTIONS.values() for name, points in nb.points(solution).items()
}

NOISE = """

import sys, warnings
print("still here")
print("on stderr, from {name}", file=sys.stderr)
warnings.warn("nothing to fear")
"""
NOISY = """
_right_{name} = {name}

def {name}(*given, **named):
    print("called with", len(given), "arguments")
    print("and on stderr", file=sys.stderr)
    warnings.warn("nothing to fear")
    return _right_{name}(*given, **named)
"""

TANH_AS_A_GATE = """def reset_gate(x, h_prev, W_r, b_r):
    return np.tanh(np.concatenate([x, h_prev], axis=-1) @ W_r + b_r)
"""
WRONG_FUNCTIONS = itertools.cycle(
    [
        "def {name}(*given):\n    return np.float64(np.nan)",  # a number is partial credit to nbgrader
        "def {name}(*given):\n    raise SystemExit",
        "def {name}(*given):\n    return 1.0",
        "def {name}(*given)\n    return 1.0",  # a colon is missing, so that there is no such function
        "def {name}(*given):\n    return 1 / 0",
        "def {name}():\n    return 1.0",
    ]
)
WRONG_VALUES = itertools.cycle(["{name} = np.nan", "{name} = -1234.5", "{name} = (", "{name} = 'a guess'"])


def right(name: str, source: str) -> str:
    """The solution, and all that must not cost a point: prints, warnings, words on stderr."""
    noisy = NOISY if CATALOGUE[name].kind == "function" else ""
    return source + (NOISE + noisy).format(name=name)


def wrong(name: str) -> str:
    if name == "reset_gate":
        return TANH_AS_A_GATE
    return next(WRONG_FUNCTIONS if CATALOGUE[name].kind == "function" else WRONG_VALUES).format(name=name)


HALF = {
    name
    for solution in SOLUTIONS.values()
    for number, name in enumerate(nb.answers(solution))
    if number % 2 and name != "reset_gate"
}
"""The steps that the third learner has right."""


def of_everybody() -> dict[str, dict[str, object]]:
    """What each learner hands in. They worked on exercises/ as it is here, not on nbgrader's release."""
    handed_in: dict[str, dict[str, object]] = {"perfect": {}, "half": {}}
    for file, solution in SOLUTIONS.items():
        exercise, answers = make_exercises.exercise(solution), nb.answers(solution)
        perfect = {name: right(name, source) for name, source in answers.items()}
        half = {name: answers[name] if name in HALF else wrong(name) for name in answers}
        handed_in["perfect"][file] = nb.filled(exercise, perfect)
        handed_in["half"][file] = nb.filled(exercise, half)
        for name, check in nb.cells(handed_in["half"][file], "check").items():
            if name.removeprefix("check-") not in HALF:
                check.source = str(check.metadata.nbgrader["points"])  # what nbgrader reads as partial credit
                break
    return handed_in


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """The assignment, handed out, handed in and graded."""
    course = Course(tmp_path_factory.mktemp("course"))
    course.start(nb.SOLUTIONS)
    course.nbgrader("generate_assignment", ASSIGNMENT, "--create")
    for student, notebooks in of_everybody().items():
        course.submit(student, notebooks)
    course.submit("untouched", course.notebooks("release"))
    course.nbgrader("autograde", ASSIGNMENT)
    return course


def test_the_release_differs_from_exercises_only_in_the_stub(course):
    release = course.notebooks("release")
    assert set(release) == set(SOLUTIONS)
    for file, solution in SOLUTIONS.items():
        ours, theirs = make_exercises.exercise(solution), release[file]
        for wanted in ("check", "given"):
            assert nb.cells(ours, wanted) == nb.cells(theirs, wanted)
        assert list(nb.answers(ours)) == list(nb.answers(theirs))
        for name, stub in nb.answers(theirs).items():
            assert stub.endswith("raise NotImplementedError()"), name


def test_right_answers_have_full_marks_however_much_they_print(course):
    assert course.scores("perfect") == POINTS


def test_stubs_have_no_points(course):
    assert course.scores("untouched") == dict.fromkeys(POINTS, 0.0)
    for notebook in course.notebooks("autograded/untouched").values():
        for name, cell in nb.cells(notebook, "check").items():
            assert "not attempted" in cell.outputs[0].data["text/plain"], name


def test_a_half_right_learner_has_the_points_of_the_right_steps(course):
    expected = {name: points * (name.removeprefix("check-") in HALF) for name, points in POINTS.items()}
    assert course.scores("half") == expected


def test_the_exported_table_has_the_sums(course):
    everything = sum(POINTS.values())
    half = sum(points for name, points in POINTS.items() if name.removeprefix("check-") in HALF)
    assert course.exported() == {
        "perfect": (everything, everything),
        "half": (half, everything),
        "untouched": (0.0, everything),
    }


# --- what a learner reads -----------------------------------------------------------------------------------


def verdict_on_the_tanh_gate(course):
    """The test cell of the learner who took tanh for a gate, as nbgrader ran it."""
    return nb.cells(course.notebooks("autograded/half")["03_reset_gate.ipynb"], "check")["check-reset_gate"]


def test_a_verdict_is_plain_text_in_what_nbgrader_saves(course):
    verdict, error = verdict_on_the_tanh_gate(course).outputs
    assert verdict.output_type == "display_data"
    text = verdict.data["text/plain"]
    assert text.startswith("✗ reset_gate: not right yet\n")
    assert "The mistake: " in text
    assert "Hint: " in text
    assert (error.output_type, error.ename) == ("error", "NotYetRight")
    assert len("".join(error.traceback).splitlines()) == 1
    assert "\x1b" not in text + "".join(error.traceback)


def test_feedback_says_what_was_wrong_without_colour_codes(course):
    course.nbgrader("generate_feedback", ASSIGNMENT, "--student", "half")
    page = course.feedback("half", "03_reset_gate.ipynb")
    verdict = page[page.index('name="check-reset_gate"') :].split('id="cell-id=')[0]
    text = html.unescape(re.sub(r"<[^>]+>", "", verdict))
    saved = verdict_on_the_tanh_gate(course).outputs[0].data["text/plain"]
    for words in ("reset_gate: not right yet", re.search("The mistake: (.*)", saved)[1], "Hint: "):
        assert words in text
    for noise in (
        "\x1b",
        "ansi-",
        "Traceback",
    ):  # an error of the learner's own cell has them, a verdict has not
        assert noise not in verdict
