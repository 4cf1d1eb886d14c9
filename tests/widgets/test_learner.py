"""Whatever a learner's function does, the explorer goes on and says what came."""

import re
import sys

import numpy as np
import pytest

from gru_course.widgets.learner import Answer, LearnerProblem, answer, call_learner
from tests.widgets.hostile import HARMLESS, HOSTILE

ARGUMENTS = {"x": np.array([[0.5]]), "h_prev": np.array([[0.8]])}
SHAPE = (1, 1)


@pytest.mark.parametrize("name", HOSTILE)
def test_every_way_to_go_wrong_is_told_in_words(name):
    function, words = HOSTILE[name]
    with pytest.raises(LearnerProblem, match=f"^{re.escape(words)}"):
        call_learner(function, ARGUMENTS, SHAPE)


@pytest.mark.parametrize("name", HARMLESS)
def test_a_function_may_print_take_its_time_and_write_into_its_inputs(name, capsys):
    np.testing.assert_array_equal(call_learner(HARMLESS[name], ARGUMENTS, SHAPE), [[0.25]])
    assert capsys.readouterr() == ("", "")
    assert ARGUMENTS == {"x": 0.5, "h_prev": 0.8}


def test_the_line_of_the_error_is_in_the_learners_own_code():
    def mine(x):
        wide = np.ones((3, 3))
        return x @ wide  # NumPy raises, but this line is the learner's

    with pytest.raises(LearnerProblem) as caught:
        call_learner(mine, {"x": np.ones((1, 1))}, SHAPE)
    line = mine.__code__.co_firstlineno + 2
    assert str(caught.value).endswith(
        f", in line {line}: return x @ wide  # NumPy raises, but this line is the learner's"
    )


def test_a_function_without_a_line_of_its_own_has_none():
    with pytest.raises(LearnerProblem, match=r"^exp raised TypeError: [^\n]*$"):
        call_learner(np.exp, {"x": "text"}, SHAPE)


def test_the_shapes_of_the_inputs_are_told_with_a_wrong_shape():
    arguments = {"x": np.ones((1, 1)), "W": np.ones((2, 1)), "scale": 3.0}
    with pytest.raises(
        LearnerProblem, match=r"returned shape \(2,\); expected \(1, 1\) for x \(1, 1\), W \(2, 1\)$"
    ):
        call_learner(lambda *_: np.ones(2), arguments, SHAPE)


def test_arguments_go_by_position_and_the_answer_is_float64():
    def difference(first, second):
        return np.asarray(first - second, dtype=np.float32)

    arguments = {"b": np.array([[3.0]]), "a": np.array([[1.0]])}
    returned = call_learner(difference, arguments, SHAPE)
    np.testing.assert_array_equal(returned, [[2.0]])
    assert returned.dtype == np.float64


def test_a_list_of_the_right_shape_is_an_array():
    np.testing.assert_array_equal(call_learner(lambda *_: [[True]], ARGUMENTS, SHAPE), [[1.0]])


@pytest.mark.filterwarnings("ignore")
def test_half_of_a_complex_number_is_not_taken_for_the_answer():
    """Without this, NumPy would only warn, and drop the imaginary part."""
    with pytest.raises(LearnerProblem, match="expected an array of shape"):
        call_learner(lambda *_: np.array([[0.5 + 1j]]), ARGUMENTS, SHAPE)


def test_overflow_in_a_learners_function_does_not_warn():
    a = {"a": np.array([[-1e4]])}
    np.testing.assert_array_equal(call_learner(lambda a: 1 / (1 + np.exp(-a)), a, SHAPE), [[0.0]])


def test_a_learner_can_be_interrupted():
    def stopped(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        call_learner(stopped, ARGUMENTS, SHAPE)


def test_standard_output_is_given_back_after_an_error():
    before = sys.stdout, sys.stderr
    with pytest.raises(LearnerProblem):
        call_learner(HOSTILE["raises"][0], ARGUMENTS, SHAPE)
    assert (sys.stdout, sys.stderr) == before


def test_an_answer_is_a_result_or_a_problem():
    def broken():
        raise LearnerProblem("it went wrong")

    assert answer(lambda: {"h": 0.5}).to_browser() == {"result": {"h": 0.5}, "problem": ""}
    assert answer(broken) == Answer(problem="it went wrong")


def test_a_mistake_of_the_course_is_not_blamed_on_the_learner():
    with pytest.raises(KeyError):
        answer(lambda: {}["missing"])
