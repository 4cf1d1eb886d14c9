"""The reference cell keeps every law, and refuses what makes no sense."""

import math
import re

import numpy as np
import pytest

import gru_course as gc
from gru_course.nn import cell
from tests.nn.laws import LAWS

B, D, H = 4, 3, 5


@pytest.mark.parametrize("law", LAWS.values(), ids=LAWS.keys())
def test_law(law):
    law(cell)


@pytest.fixture
def params(rng):
    return gc.init_params(D=D, H=H, rng=rng)


def test_the_hand_worked_step_is_what_the_math_module_says():
    # the digits in laws.a_step_worked_by_hand_with_one_unit, computed a second way
    r = 1 / (1 + math.exp(-0.6))
    h_cand = math.tanh(0.6 + r - 0.4)
    z = 1 / (1 + math.e)
    assert r == pytest.approx(0.6456563062, abs=1e-10)
    assert h_cand == pytest.approx(0.6887934064, abs=1e-10)
    assert z * h_cand + (1 - z) * 0.5 == pytest.approx(0.5507743671, abs=1e-10)


def test_params_read_by_the_documents_names(params):
    assert params.W_r.shape == params.W_z.shape == params.W_h.shape == (D + H, H)
    assert params.b_r.shape == params.b_z.shape == params.b_h.shape == (H,)
    assert (params.D, params.H, params.size) == (D, H, 3 * ((D + H) * H + H))


WRONG_STEPS = {
    "x without a batch axis": (
        lambda x, h: (x[0], h),
        ValueError,
        "x: expected shape (B, D) with D = 3, got (3,); a single example still needs its batch axis",
    ),
    "x of another width": (
        lambda x, h: (x[:, :2], h),
        ValueError,
        "x: expected shape (B, D) with D = 3, got (4, 2)",
    ),
    "h_prev of another batch": (
        lambda x, h: (x, h[1:]),
        ValueError,
        "h_prev: expected shape (B, H) with B = 4, H = 5, got (3, 5)",
    ),
    "h_prev of another width": (
        lambda x, h: (x, h[:, 1:]),
        ValueError,
        "h_prev: expected shape (B, H) with B = 4, H = 5, got (4, 4)",
    ),
    "an empty batch": (
        lambda x, h: (x[:0], h[:0]),
        ValueError,
        "x: expected at least one entry along B, got shape (0, 3)",
    ),
    "NaN in x": (
        lambda x, h: (np.where(np.arange(3) == 1, np.nan, x), h),
        ValueError,
        "x: expected finite numbers, got nan at index (0, 1)",
    ),
    "infinity in h_prev": (
        lambda x, h: (x, h + np.inf),
        ValueError,
        "h_prev: expected finite numbers, got inf at index (0, 0)",
    ),
    "integers": (
        lambda x, h: (x.astype(int), h),
        TypeError,
        "x: expected floating-point numbers (float32 or float64), got int64; write x.astype(float)",
    ),
    "a list": (
        lambda x, h: (x.tolist(), h),
        TypeError,
        "x: expected a NumPy array, got list; write np.array(x, dtype=float)",
    ),
    "another precision": (
        lambda x, h: (x, h.astype(np.float32)),
        TypeError,
        "h_prev: expected float64 like the parameters, got float32; write h_prev.astype(np.float64)",
    ),
}


@pytest.mark.parametrize(("spoil", "error", "message"), WRONG_STEPS.values(), ids=WRONG_STEPS.keys())
def test_a_wrong_argument_is_named_with_what_was_expected_and_what_came(params, rng, spoil, error, message):
    x, h_prev = spoil(rng.normal(size=(B, D)), rng.normal(size=(B, H)))
    with pytest.raises(error, match=re.escape(message)):
        gc.gru_step(x, h_prev, params)


def test_params_of_another_kind_are_refused(rng):
    with pytest.raises(TypeError, match="params: expected GRUParams, got dict"):
        gc.gru_step(rng.normal(size=(B, D)), rng.normal(size=(B, H)), {"W_r": 1})


def test_backward_refuses_a_derivative_of_another_shape(params, rng):
    _, step = gc.gru_step(rng.normal(size=(B, D)), rng.normal(size=(B, H)), params)
    with pytest.raises(
        ValueError, match=re.escape("d_h: expected shape (B, H) with B = 4, H = 5, got (5, 4)")
    ):
        gc.gru_step_backward(np.ones((H, B)), step, params)


WRONG_PARAMS = {
    "W_z of another shape": (
        {"W_z": np.ones((D + H, H + 1))},
        "W_z: expected shape (D+H, H) with D+H = 8, H = 5, got (8, 6)",
    ),
    "b_h of another shape": ({"b_h": np.ones((1, H))}, "b_h: expected shape (H,) with H = 5, got (1, 5)"),
    "no room for an input": (
        {"W_r": np.ones((H, H))},
        "W_r: expected shape (D+H, H) with D of at least 1, got (5, 5)",
    ),
    "NaN": ({"W_h": np.full((D + H, H), np.nan)}, "W_h: expected finite numbers, got nan at index (0, 0)"),
}


@pytest.mark.parametrize(("change", "message"), WRONG_PARAMS.values(), ids=WRONG_PARAMS.keys())
def test_params_that_do_not_fit_are_refused_by_name(params, change, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        gc.GRUParams(**(params.arrays() | change))
