"""Losses: means over what is real, exact at the far ends, with the right slopes."""

import math
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gru_course.nn.gradcheck import check_gradients
from gru_course.nn.loss import mean_squared_error, real_steps, softmax_cross_entropy

B, T, V = 3, 5, 4


@pytest.fixture
def numbers(rng):
    """Prediction, target, and a mask over rows and steps."""
    return rng.normal(size=(B, T, V)), rng.normal(size=(B, T, V)), real_steps([5, 1, 3], T)


@pytest.fixture
def choices(rng):
    """Logits, classes, and a mask over rows and steps."""
    return rng.normal(size=(B, T, V)), rng.integers(V, size=(B, T)), real_steps([5, 1, 3], T)


def test_squared_error_by_hand():
    loss, d = mean_squared_error(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1.0, 0.0], [0.0, 8.0]]))
    assert loss == (0 + 4 + 9 + 16) / 4
    assert (d == np.array([[0.0, 1.0], [1.5, -2.0]])).all()


def test_cross_entropy_by_hand():
    logits = np.log(np.array([[0.5, 0.25, 0.25], [0.1, 0.2, 0.7]]))
    loss, d = softmax_cross_entropy(logits, np.array([1, 2]))
    assert loss == pytest.approx((math.log(4) - math.log(0.7)) / 2, rel=1e-14)
    # (p - one_hot) / 2
    np.testing.assert_allclose(d, [[0.25, -0.375, 0.125], [0.05, 0.1, -0.15]], rtol=0, atol=1e-15)


def test_knowing_nothing_costs_the_logarithm_of_the_number_of_classes():
    assert softmax_cross_entropy(np.zeros((B, V)), np.array([0, 3, 1]))[0] == pytest.approx(
        math.log(V), rel=1e-15
    )


@pytest.mark.parametrize("gap", [1e2, 1e3, 1e4])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_large_gap_between_logits_is_exact(gap, dtype):
    logits = np.array([[gap, 0.0], [0.0, gap]], dtype)
    loss, d = softmax_cross_entropy(logits, np.array([1, 1]))
    assert loss == gap / 2  # the first row costs the whole gap, the second nothing
    np.testing.assert_allclose(d, [[0.5, -0.5], [0, 0]], rtol=0, atol=1e-40)  # e^-100 is still a number


@settings(max_examples=50)
@given(st.integers(0, 1000), st.floats(-1e3, 1e3))
def test_the_same_added_to_all_logits_changes_nothing(seed, shift):
    rng = np.random.default_rng(seed)
    logits, classes = rng.normal(size=(B, V)), rng.integers(V, size=B)
    loss, d = softmax_cross_entropy(logits, classes)
    shifted_loss, shifted_d = softmax_cross_entropy(logits + shift, classes)
    assert shifted_loss == pytest.approx(loss, abs=1e-12)  # logits + 1000 are rounded to 1e-13
    np.testing.assert_allclose(shifted_d, d, rtol=0, atol=1e-12)


def test_slopes_of_the_logits_sum_to_zero_in_every_row(choices):
    _, d = softmax_cross_entropy(*choices)
    np.testing.assert_allclose(d.sum(axis=-1), 0, atol=1e-16)


@pytest.mark.parametrize("masked", [False, True])
def test_the_derivative_is_the_slope(numbers, choices, masked):
    prediction, target, mask = numbers
    logits, classes, _ = choices
    mask = mask if masked else None
    for check in (
        check_gradients(mean_squared_error, prediction, target, mask),
        check_gradients(softmax_cross_entropy, logits, classes, mask),
    ):
        assert check, check


def test_the_loss_is_the_mean_over_real_entries(numbers, choices):
    prediction, target, mask = numbers
    expected = ((prediction - target)[mask] ** 2).mean()
    assert mean_squared_error(prediction, target, mask)[0] == pytest.approx(expected, rel=1e-14)
    logits, classes, _ = choices
    log_p = np.log(np.exp(logits) / np.exp(logits).sum(-1, keepdims=True))
    expected = -np.mean([log_p[b, t, classes[b, t]] for b, t in np.argwhere(mask)])
    assert softmax_cross_entropy(logits, classes, mask)[0] == pytest.approx(expected, rel=1e-13)


def test_more_padding_changes_nothing(numbers, choices):
    wide = [(0, 0), (0, 7), (0, 0)]
    prediction, target, mask = numbers
    logits, classes, _ = choices
    padded_mask = np.pad(mask, wide[:2])
    loss, d = mean_squared_error(prediction, target, mask)
    padded_loss, padded_d = mean_squared_error(
        *(np.pad(a, wide, constant_values=9) for a in numbers[:2]), padded_mask
    )
    assert padded_loss == pytest.approx(loss, rel=1e-15)
    assert (padded_d[:, :T] == d).all()
    assert not padded_d[:, T:].any()
    loss, d = softmax_cross_entropy(logits, classes, mask)
    padded_loss, padded_d = softmax_cross_entropy(
        np.pad(logits, wide, constant_values=9), np.pad(classes, wide[:2], constant_values=-1), padded_mask
    )
    assert padded_loss == pytest.approx(loss, rel=1e-15)
    assert (padded_d[:, :T] == d).all()
    assert not padded_d[:, T:].any()


def test_what_is_masked_may_hold_anything(numbers, choices):
    prediction, target, mask = numbers
    loss, d = mean_squared_error(prediction, target, mask)
    prediction[~mask], target[~mask] = np.nan, np.inf
    again, d_again = mean_squared_error(prediction, target, mask)
    assert again == loss
    assert (d_again == d).all()
    logits, classes, _ = choices
    loss, d = softmax_cross_entropy(logits, classes, mask)
    logits[~mask], classes[~mask] = np.nan, 99
    again, d_again = softmax_cross_entropy(logits, classes, mask)
    assert again == loss
    assert (d_again == d).all()


def test_a_mask_may_cover_single_numbers(numbers, rng):
    prediction, target, _ = numbers
    mask = rng.random(prediction.shape) < 0.5
    expected = ((prediction - target)[mask] ** 2).mean()
    loss, d = mean_squared_error(prediction, target, mask)
    assert loss == pytest.approx(expected, rel=1e-14)
    assert ((d != 0) == mask).all()


def test_a_mask_of_rows_covers_whole_rows(numbers, choices):
    prediction, target, _ = numbers
    logits, classes, _ = choices
    rows = np.array([True, False, True])
    full = np.repeat(rows[:, None], T, axis=1)
    assert mean_squared_error(prediction, target, rows)[0] == mean_squared_error(prediction, target, full)[0]
    assert softmax_cross_entropy(logits, classes, rows)[0] == softmax_cross_entropy(logits, classes, full)[0]


def test_inputs_are_left_as_they_are(numbers, choices):
    kept = [a.copy() for a in (*numbers, *choices)]
    mean_squared_error(*numbers)
    softmax_cross_entropy(*choices)
    for a, before in zip((*numbers, *choices), kept, strict=True):
        assert (a == before).all()


def test_float32_stays_float32_and_the_loss_is_a_plain_number(numbers, choices):
    prediction, target, mask = numbers
    loss, d = mean_squared_error(prediction.astype(np.float32), target.astype(np.float32), mask)
    assert (type(loss), d.dtype) == (float, np.float32)
    logits, classes, _ = choices
    loss, d = softmax_cross_entropy(logits.astype(np.float32), classes, mask)
    assert (type(loss), d.dtype) == (float, np.float32)


def test_real_steps_by_hand():
    assert (real_steps([2, 3], 3) == [[True, True, False], [True, True, True]]).all()


f, i = np.ones((2, 3)), np.ones(2, int)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda: mean_squared_error(f.astype(int), f),
            TypeError,
            "prediction: expected floating-point numbers",
        ),
        (lambda: mean_squared_error(f, f.astype(np.float32)), TypeError, "target: expected float64"),
        (
            lambda: mean_squared_error(f, f[:, 0]),
            ValueError,
            "target: expected shape (2, 3) like the prediction",
        ),
        (
            lambda: mean_squared_error(f, f[:, :1]),
            ValueError,
            "target: expected shape (2, 3) like the prediction",
        ),
        (
            lambda: mean_squared_error(f * np.nan, f),
            ValueError,
            "prediction: expected finite numbers, got nan",
        ),
        (lambda: mean_squared_error(f, f * np.inf), ValueError, "target: expected finite numbers, got inf"),
        (lambda: mean_squared_error(f[:0], f[:0]), ValueError, "prediction: expected at least one entry"),
        (lambda: mean_squared_error(f, f, f > 2), ValueError, "mask: expected at least one True, got none"),
        (
            lambda: mean_squared_error(f, f, f),
            TypeError,
            "mask: expected an array of True and False, got float64",
        ),
        (
            lambda: mean_squared_error(f, f, [True, True]),
            TypeError,
            "mask: expected an array of True and False",
        ),
        (
            lambda: mean_squared_error(f, f, np.ones(3, bool)),
            ValueError,
            "mask: expected shape (2, 3) or its first",
        ),
        (
            lambda: softmax_cross_entropy(f.astype(int), i),
            TypeError,
            "logits: expected floating-point numbers",
        ),
        (
            lambda: softmax_cross_entropy(f[0], i),
            ValueError,
            "logits: expected shape (B, V) or (B, T, V), got (3,)",
        ),
        (
            lambda: softmax_cross_entropy(f, i * 1.0),
            TypeError,
            "classes: expected whole numbers, got float64",
        ),
        (
            lambda: softmax_cross_entropy(f, f.astype(int)),
            ValueError,
            "classes: expected shape (2,) like the logits",
        ),
        (
            lambda: softmax_cross_entropy(f, i * 3),
            ValueError,
            "classes: expected 0 to V - 1 = 2, got 3 at index (0,)",
        ),
        (
            lambda: softmax_cross_entropy(f, i - 2),
            ValueError,
            "classes: expected 0 to V - 1 = 2, got -1 at index",
        ),
        (
            lambda: softmax_cross_entropy(f * np.nan, i),
            ValueError,
            "logits: expected finite numbers, got nan",
        ),
        (
            lambda: softmax_cross_entropy(f, i, i > 2),
            ValueError,
            "mask: expected at least one True, got none",
        ),
        (
            lambda: softmax_cross_entropy(f, i, f > 0),
            ValueError,
            "mask: expected shape (2,) or its first axes",
        ),
        (lambda: real_steps([0, 1], 3), ValueError, "lengths: expected 1 to T = 3 steps in every row, got 0"),
    ],
)
def test_wrong_arguments_are_named(call, error, message):
    with pytest.raises(error, match=re.escape(message)):
        call()
