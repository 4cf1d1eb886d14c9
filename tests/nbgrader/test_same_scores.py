"""One class, graded by real nbgrader and by our own grader: the same points for every step.

Where the two differ, they do so by design: nbgrader judges where the learner's code has run.
"""

from __future__ import annotations

import nbformat
import pytest

from gru_course.grading.assignment import load
from gru_course.grading.grade import grade
from gru_course.grading.sandbox import Nursery
from tests import exercise_notebooks as nb
from tests.exercise_notebooks import make_exercises
from tests.nbgrader.course import ASSIGNMENT, Course

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("nbgrader"), pytest.mark.timeout(900)]

NAMES = ("03_reset_gate", "07_the_cell")
SOURCES = [nb.ROOT / "solutions" / f"{name}.ipynb" for name in NAMES]
SOLUTIONS = {path.name: nb.read(path) for path in SOURCES}
RIGHT = {name: source for solution in SOLUTIONS.values() for name, source in nb.answers(solution).items()}

IN_ANOTHER_STYLE = {
    "kept_share": "kept_share = [0.12, .2, 0.24]  # by hand",
    "sigmoid": "sigmoid = lambda a: 0.5 * (1 + np.tanh(np.asarray(a) / 2))",
    "reset_gate": (
        "def reset_gate(x, h_prev, W_r, b_r):\n"
        "    D = x.shape[1]\n"
        "    print('D is', D)\n"
        "    a = np.einsum('bd,dh->bh', x, W_r[:D]) + h_prev.dot(W_r[D:]) + b_r\n"
        "    return (1 / (1 + np.exp(-a))).tolist()"
    ),
    "count_parameters": "def count_parameters(D, H):\n    return np.int64(3 * H * (D + H + 1))",
}
FIRST_PIECES_WRONG = {
    "sigmoid": "def sigmoid(a):\n    return 1 / (1 - np.exp(-a))",
    "gru_cell": (
        "def gru_cell(x, h_prev, params):\n"
        "    r = gc.sigmoid(np.concatenate([x, h_prev], axis=1) @ params.W_r + params.b_r)\n"
        "    return r * h_prev"
    ),
}
"""Later steps use these, and must not suffer."""
BROKEN_IN_MANY_WAYS = {
    "kept_share": "kept_share = 0.48, 0.3",
    "sigmoid": "def sigmoid(a)\n    return a",
    "reset_gate": "def reset_gate(x, h_prev, W_r, b_r):\n    return undefined_name",
    "step_by_hand": "step_by_hand = float('nan')",
    "unroll_gru": "def unroll_gru(xs, h0, params):\n    raise SystemExit",
    "count_parameters": "def count_parameters(D):\n    return D",
    "latch": "1 / 0",
}
CLASS = {
    "ada": {},
    "bert": None,  # has written nothing
    "carol": IN_ANOTHER_STYLE,
    "dora": FIRST_PIECES_WRONG,
    "emil": BROKEN_IN_MANY_WAYS,
    "finn": {name: f"{name} = None" for name in list(RIGHT)[::2]},
}
PRETENDER = {
    "sigmoid": "type(gc.check.sigmoid(None)).__bool__ = lambda verdict: True\nsigmoid = 'whatever'",
}


def notebooks_of(answers: dict[str, str] | None) -> dict[str, nbformat.NotebookNode]:
    """What a learner hands in: right answers, but for those that are given otherwise."""
    exercises = {file: make_exercises.exercise(solution) for file, solution in SOLUTIONS.items()}
    if answers is None:
        return exercises
    chosen = {**RIGHT, **answers}
    return {
        file: nb.filled(notebook, {name: chosen[name] for name in nb.answers(notebook)})
        for file, notebook in exercises.items()
    }


@pytest.fixture(scope="module")
def by_nbgrader(tmp_path_factory):
    """Points of every learner, by grade_id."""
    course = Course(tmp_path_factory.mktemp("same"))
    course.start(SOURCES)
    course.nbgrader("generate_assignment", ASSIGNMENT, "--create")
    everybody = {**CLASS, "pretender": PRETENDER}
    for learner, answers in everybody.items():
        course.submit(learner, notebooks_of(answers))
    course.nbgrader("autograde", ASSIGNMENT)
    return {learner: course.scores(learner) for learner in everybody}


@pytest.fixture(scope="module")
def by_us():
    def points(learner: str, answers: dict[str, str] | None) -> dict[str, float]:
        found = {}
        with Nursery() as nursery:
            for file, notebook in notebooks_of(answers).items():
                data = nbformat.writes(notebook).encode()
                result = grade(data, load(nb.EXERCISES / file), learner, nursery)
                found |= {f"check-{step.step}": step.points for step in result.steps}
        return found

    return points


@pytest.mark.parametrize("learner", CLASS)
def test_both_graders_give_the_same_points_for_every_step(by_nbgrader, by_us, learner):
    assert by_us(learner, CLASS[learner]) == by_nbgrader[learner]


def test_the_class_tells_right_from_wrong(by_nbgrader):
    full = {f"check-{n}": w for solution in SOLUTIONS.values() for n, w in nb.points(solution).items()}
    assert by_nbgrader["ada"] == by_nbgrader["carol"] == full
    assert set(by_nbgrader["bert"].values()) == {0.0}
    for learner, wrong in (("dora", FIRST_PIECES_WRONG), ("emil", BROKEN_IN_MANY_WAYS)):
        expected = {step: 0.0 if step[6:] in wrong else worth for step, worth in full.items()}
        assert by_nbgrader[learner] == expected


def test_a_verdict_that_calls_itself_right_is_paid_by_nbgrader_and_not_by_us(by_nbgrader, by_us):
    assert by_nbgrader["pretender"]["check-sigmoid"] > 0
    assert by_us("pretender", PRETENDER)["check-sigmoid"] == 0
