"""What the quiz of lesson 1 says about numbers and shapes is so."""

import numpy as np
import pytest

import gru_course as gc
from gru_course.checks.exercises.unroll_rnn import unroll_rnn
from gru_course.nn.rnn import init_rnn_params
from gru_course.widgets import grade

BY_HAND, SHAPE, _, START, STATES = gc.quizzes.sequences()._questions


@pytest.mark.parametrize(
    ("given", "right"),
    [
        (np.tanh(0.5 * 2 + 0.4 * -0.5 + 0.1), True),
        (0.5 * 2 + 0.4 * -0.5 + 0.1, False),
        (np.tanh(0.5 * 2 + 0.1), False),
        (np.tanh(0.5 * 2 - 0.5 + 0.1), False),
        (np.tanh(0.5 * 2 + 0.4 * -0.5) + 0.1, False),
        (np.tanh(0.5 * 2 + 0.4 * 0.5 + 0.1), False),
    ],
)
def test_each_number_is_right_or_a_mistake_that_has_a_name(given, right):
    verdict = grade(BY_HAND, f"{given:.2f}")
    assert verdict.right is right
    assert right or not verdict.feedback.startswith("That is too")


def test_the_matrix_for_the_weather_has_the_shape_that_is_right():
    weather = gc.data.make_forecast(gc.data.load_weather(), days=14).train.xs
    W = init_rnn_params(D=weather.shape[2], H=32, rng=np.random.default_rng(0)).W
    assert [option.text for option in SHAPE.options if option.right] == [str(W.shape)]


def test_forgetting_h0_shows_at_step_1_and_only_if_h0_is_not_zero():
    rng = np.random.default_rng(0)
    xs, W, b = rng.normal(size=(2, 4, 3)), rng.normal(size=(5, 2)), rng.normal(size=2)
    zeros, h0 = np.zeros((2, 2)), rng.uniform(-1, 1, size=(2, 2))
    assert not np.isclose(unroll_rnn(xs, zeros, W, b)[:, 0], unroll_rnn(xs, h0, W, b)[:, 0]).any()
    assert [option.text for option in START.options if option.right] == ["It begins with zeros instead of h0"]


def test_a_state_depends_on_the_order_and_an_average_does_not():
    rng = np.random.default_rng(0)
    xs, W, b = rng.normal(size=(2, 4, 3)), rng.normal(size=(5, 2)), rng.normal(size=2)
    hs, shuffled = (unroll_rnn(order, np.zeros((2, 2)), W, b) for order in (xs, xs[:, [2, 0, 3, 1]]))
    assert not np.isclose(hs[:, -1], shuffled[:, -1]).any()
    wrong = {option.text for option in STATES.options if not option.right}
    assert "Shuffling the steps of `xs` leaves `hs[:, -1]` as it is" in wrong
