"""Squashing functions and their derivatives."""

import math
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gru_course.nn import activations
from gru_course.nn.activations import (
    log_softmax,
    sigmoid,
    sigmoid_derivative,
    softmax,
    tanh,
    tanh_derivative,
)
from tests.nn.mutation import Mutant, build

FAR = np.array([-1e4, -1e3, -745.0, -50.0, -1.0, 0.0, 1.0, 50.0, 745.0, 1e3, 1e4])
numbers = st.floats(min_value=-1e4, max_value=1e4)


def test_sigmoid_is_one_over_one_plus_exp_minus_a():
    for a in np.linspace(-30, 30, 61):
        assert sigmoid(a) == pytest.approx(1 / (1 + math.exp(-a)), rel=1e-15)


@given(numbers)
def test_sigmoid_of_minus_a_is_one_minus_sigmoid_of_a(a):
    assert sigmoid(np.array(-a)) == pytest.approx(1 - sigmoid(np.array(a)), abs=1e-15)


def test_sigmoid_is_strictly_increasing_where_floats_can_tell():
    assert (np.diff(sigmoid(np.linspace(-700, 30, 1000))) > 0).all()


def test_sigmoid_keeps_its_precision_far_to_the_left():
    # (1 + tanh(a / 2)) / 2 would be exactly 0 here
    assert sigmoid(np.array(-50.0)) == pytest.approx(math.exp(-50), rel=1e-12)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("function", [sigmoid, tanh, softmax, log_softmax])
def test_nothing_overflows_or_warns_out_to_ten_thousand(function, dtype):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with np.errstate(over="raise", invalid="raise", divide="raise"):
            result = function(FAR.astype(dtype))
    assert np.isfinite(result).all()
    assert result.dtype == dtype


def values_and_slopes_are_right(module):
    """The module's functions against the math module, its derivatives against central differences."""
    e = 1e-6
    for a in (-2.0, 1.5):
        s, t = module.sigmoid(np.array(a)), module.tanh(np.array(a))
        assert s == pytest.approx(1 / (1 + math.exp(-a)), abs=1e-12)
        assert t == pytest.approx(math.tanh(a), abs=1e-12)
        slope = (1 / (1 + math.exp(-a - e)) - 1 / (1 + math.exp(-a + e))) / (2 * e)
        assert module.sigmoid_derivative(s) == pytest.approx(slope, abs=1e-9)
        slope = (math.tanh(a + e) - math.tanh(a - e)) / (2 * e)
        assert module.tanh_derivative(t) == pytest.approx(slope, abs=1e-9)


def test_values_and_slopes_are_right():
    values_and_slopes_are_right(activations)


def test_the_slope_of_sigmoid_is_at_most_a_quarter_and_of_tanh_at_most_one():
    a = np.linspace(-20, 20, 401)
    assert sigmoid_derivative(sigmoid(a)).max() == 0.25
    assert tanh_derivative(tanh(a)).max() == 1.0


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("return s * (1 - s)", "return s * (1 + s)"),
        ("return s * (1 - s)", "return 1 - s"),
        ("return s * (1 - s)", "return s"),
        ("return 1 - t * t", "return 1 - t"),
        ("return 1 - t * t", "return 1 + t * t"),
        ("return 1 - t * t", "return t * t"),
        ("return np.tanh(a)", "return np.tanh(2 * a)"),
        ("np.where(a >= 0, 1, small)", "np.where(a <= 0, 1, small)"),
        ("/ (1 + small)", "/ (1 - small)"),
    ],
)
def test_a_wrong_term_is_noticed(right, wrong):
    mutant = build(Mutant("activations", right, wrong, "values_and_slopes_are_right"))
    with pytest.raises(AssertionError):
        values_and_slopes_are_right(mutant)


@given(st.lists(numbers, min_size=1, max_size=6), numbers)
def test_softmax_is_a_distribution_that_a_common_shift_does_not_change(logits, shift):
    p = softmax(np.array(logits))
    assert p.sum() == pytest.approx(1, abs=1e-12)
    assert (p >= 0).all()
    np.testing.assert_allclose(p, softmax(np.array(logits) + shift), atol=1e-11)


def test_log_softmax_stays_exact_where_the_probability_rounds_to_zero():
    assert log_softmax(np.array([0.0, -1e4]))[1] == -1e4
    assert softmax(np.array([0.0, -1e4]))[1] == 0.0


def test_softmax_of_each_row_is_its_own(rng):
    logits = rng.normal(size=(3, 4))
    np.testing.assert_allclose(softmax(logits)[1], softmax(logits[1]), rtol=1e-15)
    np.testing.assert_allclose(np.exp(log_softmax(logits)), softmax(logits), rtol=1e-13)
