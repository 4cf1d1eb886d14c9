"""``gc.check``, ``gc.hint``, ``gc.solution`` and ``gc.use``: one name for every exercise in each."""

import ast

import numpy as np
import pytest

import gru_course as gc
from gru_course.checks.catalogue import EXERCISES
from gru_course.checks.namespaces import solution_of, verdict_on
from tests.checks.trying import FUNCTIONS


def right_gate(x, h_prev, W_r, b_r):
    return 1 / (1 + np.exp(-(np.concatenate([x, h_prev], axis=-1) @ W_r + b_r)))


def wrong_gate(x, h_prev, W_r, b_r):
    return 1 - right_gate(x, h_prev, W_r, b_r)


# --- names --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("namespace", ["check", "hint", "solution"])
def test_every_exercise_has_its_name(namespace):
    assert set(dir(getattr(gc, namespace))) == set(EXERCISES)


def test_only_functions_can_be_used_further_on():
    assert set(dir(gc.use)) == {exercise.name for exercise in FUNCTIONS}


def test_a_misspelt_name_is_told_the_nearest_one():
    with pytest.raises(
        AttributeError, match=r"gc\.check has no rest_gate; did you mean gc\.check\.reset_gate\?"
    ):
        _ = gc.check.rest_gate


def test_a_check_says_what_it_asks_for():
    assert "reset_gate(x, h_prev, W_r, b_r)" in repr(gc.check.reset_gate)
    assert "reset_gate(x, h_prev, W_r, b_r)" in gc.check.reset_gate.__doc__


# --- hints and solutions ------------------------------------------------------------------------------------


def test_hints_climb_a_ladder_of_three_and_stay_on_top():
    texts = [" ".join(str(gc.hint.reset_gate()).split()) for _ in range(4)]
    for number, (text, hint) in enumerate(zip(texts, EXERCISES["reset_gate"].hints, strict=False), 1):
        assert text.startswith(f"Hint {number} of 3")
        assert hint in text
    assert texts[3] == texts[2]


def test_a_solution_is_shown_only_after_an_honest_attempt():
    def stub(x, h_prev, W_r, b_r): ...

    assert "Try it yourself first" in str(gc.solution.reset_gate())
    gc.check.reset_gate(stub)
    assert "Try it yourself first" in str(gc.solution.reset_gate()), "a stub is no attempt"
    gc.check.reset_gate(wrong_gate)
    assert "def reset_gate(x, h_prev, W_r, b_r):" in str(gc.solution.reset_gate())


@pytest.mark.parametrize("exercise", FUNCTIONS, ids=lambda exercise: exercise.name)
def test_the_solution_that_is_shown_is_right_and_has_no_types(exercise):
    source = solution_of(exercise)
    (function,) = (node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef))
    assert function.returns is None
    assert "noqa" not in source
    # what a notebook has by then: NumPy, the course, and the learner's own cell
    scope = {"np": np, "gc": gc, "gru_cell": EXERCISES["gru_cell"].reference}
    exec(source, scope)
    assert verdict_on(exercise, scope[exercise.name])


# --- use ----------------------------------------------------------------------------------------------------


def test_a_right_function_is_used_further_on(capsys):
    used = gc.use.reset_gate(right_gate)
    assert used.__wrapped__ is right_gate
    assert capsys.readouterr().out == "From here on, your own reset_gate is used.\n"


def test_the_course_stands_in_for_a_wrong_function_and_says_so(capsys):
    used = gc.use.reset_gate(wrong_gate)
    assert used is EXERCISES["reset_gate"].reference
    assert "is not right yet. From here on, the course's own stands in for it" in capsys.readouterr().out


def test_a_function_that_gives_lists_gives_arrays_further_on():
    def listing(x, h_prev, W_r, b_r):
        return right_gate(x, h_prev, W_r, b_r).tolist()

    arguments = (np.ones((3, 2)), np.ones((3, 4)), np.ones((6, 4)), np.ones(4))
    np.testing.assert_array_equal(gc.use.reset_gate(listing)(*arguments), right_gate(*arguments))


def test_using_a_function_is_no_attempt():
    gc.use.reset_gate(wrong_gate)
    assert "Try it yourself first" in str(gc.solution.reset_gate())
