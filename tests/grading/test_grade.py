"""Fair: the same score every time, full marks in any style, and nothing lost by an early mistake."""

from __future__ import annotations

import importlib
import inspect
import re

import numpy as np
import pytest

from gru_course.checks.catalogue import EXERCISES
from gru_course.grading.grade import grade
from gru_course.grading.paper import SETS, seed_for
from gru_course.grading.run import Limits, Run
from gru_course.grading.sandbox import NurseryGone
from tests.grading.builders import ASSIGNMENTS, WRONG_GATE, as_bytes, blank, position, solved, with_cell

WRONG_CELL = """
def gru_cell(x, h_prev, params):
    return h_prev * 1.0
"""
UNROLLED = """
def unroll_gru(xs, h0, params):
    h, states = h0, []
    for t in range(xs.shape[1]):
        h = gru_cell(xs[:, t], h, params)
        states.append(h)
    return np.stack(states, axis=1)
"""
THROUGH_HELPERS = """
def reset_gate(x, h_prev, W_r, b_r):
    return sigmoid(np.hstack([x, h_prev]) @ W_r + b_r)
"""


def lost(result) -> set[str]:
    return {step.step for step in result.steps if step.points < step.most}


def step(result, name):
    return next(each for each in result.steps if each.step == name)


# --- right is right -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_every_solution_gets_full_marks_and_every_blank_notebook_none(name, graded):
    right, nothing = graded(solved(name), name), graded(blank(name), name)
    assert (right.points, right.notes) == (ASSIGNMENTS[name].points, ())
    assert nothing.points == 0


def sources(name: str) -> tuple[str, list[int]]:
    """Right answers in many styles as one cell that makes RIGHT, and which of them a sandbox can run."""
    module = importlib.import_module(f"tests.checks.answers.{name}")
    text = inspect.getsource(module)
    earlier = re.search(r"^from tests\.checks\.answers(?:\.| import )(\w+)", text, re.MULTILINE)
    if earlier:  # what it takes from another file comes along
        text = f"{sources(earlier[1])[0]}\nCELLS = RIGHT\n{text}"
    code = "\n".join(line for line in text.splitlines() if not line.startswith("from tests."))
    for theirs, here in (
        (r"from gru_course\.nn\.cell import .*", "from gru_course import GRUParams"),
        (r"gc\.gru_step\(x, h, params\)\[0\]", "gru_cell(x, h, params)"),
        (r"candidate\.RIGHT", "RIGHT"),
    ):
        code = re.sub(theirs, here, code)
    usable = [number for number, answer in enumerate(module.RIGHT) if not borrows(answer)]
    return code, usable


def borrows(answer: object) -> bool:
    """Whether an answer is the course's own, which is hidden where answers are graded."""
    try:
        text = inspect.getsource(answer)
    except TypeError:  # a partial, an object
        return False
    return re.search("gru_step|gru_forward|init_params|by_the_course|with_the_course", text) is not None


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_right_answers_in_any_style_get_full_marks(name, graded):
    steps = [s.name for s in ASSIGNMENTS[name].steps if s.exercise.kind == "function"]
    texts = {each: sources(each) for each in steps}
    for number in range(max(len(usable) for _, usable in texts.values())):
        answers = {
            each: f"{code}\n{each} = RIGHT[{usable[number % len(usable)]}]\n"
            for each, (code, usable) in texts.items()
        }
        result = graded(solved(name, **answers), name, limits=Limits())
        assert lost(result) == set(), (number, [s for s in result.steps if s.points < s.most])


def test_a_function_that_does_not_tell_what_it_takes_may_be_right(graded):
    source = """
class Gate:
    __signature__ = "nobody knows"  # as of many that are not written in Python
    def __call__(self, x, h_prev, W_r, b_r): return sigmoid(np.hstack([x, h_prev]) @ W_r + b_r)
reset_gate = Gate()
"""
    assert lost(graded(solved("03_reset_gate", reset_gate=source))) == set()


def test_prints_warnings_and_plots_cost_nothing(graded):
    source = """
import warnings
import gru_course.plots
def reset_gate(x, h_prev, W_r, b_r):
    print(x, "é" * 5000)
    warnings.warn("careful")
    np.log(-1.0)
    return sigmoid(np.hstack([x, h_prev]) @ W_r + b_r)
"""
    result = graded(solved("03_reset_gate", reset_gate=source.replace("import gru_course.plots\n", "")))
    assert lost(result) == set()


def test_the_same_submission_gets_the_same_twenty_times(graded):
    notebook = solved(
        "03_reset_gate", sigmoid="def sigmoid(a):\n    return np.tanh(a)", reset_gate=THROUGH_HELPERS
    )
    notebook = with_cell(
        notebook, "rng = np.random.default_rng(); noise = rng.normal(size=9)", before="reset_gate"
    )
    results = [graded(notebook, salt="pepper") for _ in range(20)]
    assert all(result == results[0] for result in results)
    assert lost(results[0]) == {"sigmoid"}


# --- one mistake costs once ---------------------------------------------------------------------------------


def test_a_wrong_cell_does_not_cost_the_step_that_uses_it(graded):
    result = graded(solved("07_the_cell", gru_cell=WRONG_CELL, unroll_gru=UNROLLED), "07_the_cell")
    assert lost(result) == {"gru_cell"}
    assert step(result, "unroll_gru").stood_in == ("gru_cell",)
    assert "gru_cell stood in" in step(result, "unroll_gru").feedback


@pytest.mark.parametrize(
    "early",
    [
        "def gru_cell(x, h_prev, params):\n    ...",
        "raise SystemExit",
        "import os; os._exit(0)",
        "while True: pass",
    ],
)
def test_neither_does_one_that_is_empty_or_ends_everything(early, graded):
    result = graded(solved("07_the_cell", gru_cell=early, unroll_gru=UNROLLED), "07_the_cell")
    assert lost(result) == {"gru_cell"}


def test_what_stands_in_is_no_gift_to_a_step_that_is_wrong_itself(graded):
    lazy = UNROLLED.replace("states.append(h)", "states.append(h0)")
    result = graded(solved("07_the_cell", gru_cell=WRONG_CELL, unroll_gru=lazy), "07_the_cell")
    assert lost(result) == {"gru_cell", "unroll_gru"}


def test_what_stands_in_cannot_be_taken_for_the_step_itself(graded):
    notebook = solved("07_the_cell", gru_cell=WRONG_CELL, unroll_gru=UNROLLED)
    place = position(notebook, "unroll_gru")
    notebook["cells"].append({**notebook["cells"][place], "source": "gru_cell = gru_cell", "metadata": {}})
    del notebook["cells"][position(notebook, "check-gru_cell")]
    assert lost(graded(notebook, "07_the_cell")) == {"gru_cell"}


def test_a_wrong_answer_is_named_without_inputs_or_expected_values(graded):
    source = THROUGH_HELPERS.replace("+ b_r", "")
    result = graded(solved("03_reset_gate", reset_gate=source))
    assert lost(result) == {"reset_gate"}
    wrong = step(result, "reset_gate")
    assert wrong.misconception == "no-bias"
    assert wrong.mistake in wrong.feedback
    assert "array(" not in wrong.feedback


def test_an_answer_whose_cell_raised_was_attempted_and_says_what_was_raised(graded):
    broken = "x = unknown\ndef reset_gate(x, h_prev, W_r, b_r):\n    return 0"
    gate = step(graded(solved("03_reset_gate", reset_gate=broken)), "reset_gate")
    assert gate.status == "error"
    assert "The answer cell of reset_gate raised NameError: name 'unknown' is not defined" in gate.feedback


def test_a_cell_that_python_cannot_read_says_in_which_line(graded):
    result = graded(solved("03_reset_gate", reset_gate="\ndef reset_gate(x, h_prev, W_r, b_r)\n    pass"))
    (note,) = result.notes
    assert note == "The answer cell of reset_gate raised SyntaxError: expected ':', in line 2"


def test_a_tool_of_the_course_that_is_misspelt_is_named(graded):
    gate = "def reset_gate(x, h_prev, W_r, b_r):\n    return gc.sigmod(np.hstack([x, h_prev]) @ W_r + b_r)"
    (step,) = [s for s in graded(solved("03_reset_gate", reset_gate=gate)).steps if s.step == "reset_gate"]
    assert "Did you mean sigmoid?" in step.feedback


def test_what_a_cell_raised_is_told_without_numbers(graded):
    result = graded(solved("03_reset_gate", reset_gate="raise ValueError('0.12345 and 678')"))
    assert any("raised ValueError: ... and ..." in note for note in result.notes)


# --- seeds --------------------------------------------------------------------------------------------------


MANY = [f"learner {number}" for number in range(200)] + ["\udcff"]


def test_a_class_shares_a_few_seeds_for_each_step_and_other_steps_and_salts_have_others():
    def all_seeds(exercise, salt):
        return {seed_for(exercise, who, salt) for who in MANY}

    found = [all_seeds(exercise, salt) for exercise in ("a", "b") for salt in ("", "s")]
    assert [len(seeds) for seeds in found] == [SETS] * 4
    assert len(set.union(*found)) == 4 * SETS


def test_a_learner_always_gets_the_same_seed():
    assert seed_for("reset_gate", "ada", "s") == seed_for("reset_gate", "ada", "s")


def test_who_shares_a_seed_in_one_step_need_not_share_it_in_another():
    here = [who for who in MANY if seed_for("a", who) == seed_for("a", MANY[0])]
    assert len({seed_for("b", who) for who in here}) > 1


def test_nobody_can_tell_the_seeds_without_the_salt():
    with_salts = {seed_for("a", "ada", f"salt {number}") for number in range(50)}
    assert len(with_salts) == 50


def test_the_recorded_seed_gives_the_very_inputs_again(graded):
    result = graded(solved("03_reset_gate", reset_gate=WRONG_GATE), learner="bob", salt="s")
    seed = step(result, "reset_gate").seed
    assert seed == seed_for("reset_gate", "bob", "s")
    once, again = (EXERCISES["reset_gate"].calls(seed, fresh=seed) for _ in range(2))
    for first, second in zip(once, again, strict=True):
        for key, value in first.arguments.items():
            np.testing.assert_array_equal(value, second.arguments[key])


# --- time ---------------------------------------------------------------------------------------------------


class Busy:
    """A sandbox on a machine that is too busy for the first few runs."""

    def __init__(self, nursery, bad_runs: list[Run]):
        self.nursery, self.bad_runs, self.runs = nursery, bad_runs, 0

    def run(self, actions, limits):
        self.runs += 1
        good = self.nursery.run(actions, limits)
        return self.bad_runs.pop(0) if self.bad_runs else good


def graded_when_busy(nursery, *bad_runs: Run):
    busy = Busy(nursery, list(bad_runs))
    return grade(as_bytes(solved("03_reset_gate")), ASSIGNMENTS["03_reset_gate"], "ada", busy), busy


@pytest.mark.parametrize("why", ["late", "lost"])
def test_a_run_that_was_late_once_costs_nothing(why, nursery):
    result, busy = graded_when_busy(nursery, Run(stuck=4, why=why, walled=True))
    assert (lost(result), result.notes, busy.runs) == (set(), (), 2)


def test_a_call_that_was_slow_once_costs_nothing(nursery):
    slow = Run(results={4: {"ends": 4, "too slow": True}}, walled=True)
    result, busy = graded_when_busy(nursery, slow)
    assert (lost(result), result.notes, busy.runs) == (set(), (), 2)


def test_a_sandbox_that_cannot_be_kept_up_is_not_the_learners_fault():
    class Gone:
        def run(self, actions, limits):
            raise NurseryGone

    with pytest.raises(NurseryGone):
        grade(as_bytes(solved("03_reset_gate")), ASSIGNMENTS["03_reset_gate"], "ada", Gone())


def test_many_endless_steps_do_not_take_for_ever(nursery):
    endless = {s.name: "while True: pass" for s in ASSIGNMENTS["03_reset_gate"].steps}
    busy = Busy(nursery, [])
    limits = Limits(seconds=10.0, patience=0.3)
    notebook = as_bytes(solved("03_reset_gate", **endless))
    result = grade(notebook, ASSIGNMENTS["03_reset_gate"], "eve", busy, limits=limits)
    assert result.points == 0
    assert busy.runs <= 4


def test_a_call_that_had_the_processor_for_itself_is_not_tried_again(nursery):
    looping = Run(results={4: {"ends": 4, "too slow": True, "cpu": 9.8}}, walled=True)
    result, busy = graded_when_busy(nursery, looping)
    assert lost(result)
    assert busy.runs == 2  # once for all, and once with what stands in for it
    assert any("did not come to an end in time" in note for note in result.notes)


def test_a_function_that_only_waits_is_tried_once_more(nursery):
    sleepy = "import time\ndef reset_gate(x, h_prev, W_r, b_r):\n    time.sleep(60)"
    busy = Busy(nursery, [])
    notebook = as_bytes(solved("03_reset_gate", reset_gate=sleepy))
    result = grade(notebook, ASSIGNMENTS["03_reset_gate"], "eve", busy, limits=Limits(patience=0.3))
    assert (lost(result), busy.runs) == ({"reset_gate"}, 2)


def test_a_notebook_that_takes_too_long_in_all_is_given_up(nursery, monkeypatch):
    monkeypatch.setattr("gru_course.grading.grade.MOST_TIMES", 0)
    monkeypatch.setattr("gru_course.grading.grade.MOST_REPEATS", 0)
    result, busy = graded_when_busy(nursery, *[Run(stuck=4, why="late", walled=True)] * 5)
    assert (result.points, busy.runs) == (0, 2)  # once as it is, once with what stands in
    assert any("far too long" in note for note in result.notes)


def test_a_notebook_says_when_there_were_no_walls(nursery):
    result, _ = graded_when_busy(nursery, Run(stuck=4, why="late", walled=False))
    assert not result.walled
