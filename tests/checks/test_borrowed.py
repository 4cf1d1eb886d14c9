"""A right answer that calls the course's own is told that it would not count where it is graded."""

import numpy as np
import pytest

import gru_course as gc
from gru_course import gru_forward, gru_step, sigmoid
from gru_course.checks.borrowed import TOOLS, borrowed
from gru_course.grading import stand_in


def with_the_module(xs, h0, params):
    states, h = [], h0
    for t in range(xs.shape[1]):
        h = gc.gru_step(xs[:, t], h, params)[0]
        states.append(h)
    return np.stack(states, axis=1)


def with_an_import(x, h_prev, params):
    return gru_step(x, h_prev, params)


def inside_a_helper(xs, h0, params):
    def unrolled():
        return [gru_forward(xs, h0, params), gc.init_params]

    return unrolled()


def only_tools(x, h_prev, W_r, b_r):
    assert gc.sigmoid is sigmoid
    return gc.tanh(sigmoid(np.concatenate([x, h_prev], axis=1) @ W_r + b_r))


def of_that_name_but_not_the_courses(x):
    step = np.matmul
    return step(x, x)


@pytest.mark.parametrize(
    ("answer", "names"),
    [
        (with_the_module, ["gc.gru_step"]),
        (with_an_import, ["gru_step"]),
        (inside_a_helper, ["gc.init_params", "gru_forward"]),
        (only_tools, []),
        (of_that_name_but_not_the_courses, []),
        (np.tanh, []),
        (3, []),
    ],
)
def test_what_an_answer_takes_from_the_course_is_found(answer, names):
    assert borrowed(answer) == names


def test_the_tools_are_exactly_what_is_there_where_answers_are_graded():
    assert set(stand_in.__all__) == TOOLS


def test_a_right_answer_that_borrows_is_right_and_told_so():
    verdict = gc.check.unroll_gru(with_the_module)
    assert verdict
    assert "gc.gru_step, which is not there where answers are graded" in verdict.message


def test_a_right_answer_of_ones_own_hears_nothing_of_it():
    def sigmoid(a):
        return 0.5 * (1 + np.tanh(0.5 * np.asarray(a)))

    assert "graded" not in gc.check.sigmoid(sigmoid).message
