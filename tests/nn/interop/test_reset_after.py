"""The reset-after cell of the other libraries: where it agrees with the course's, and where not."""

import numpy as np
import pytest

from gru_course.nn.interop import from_onnx_weights, to_onnx_weights
from gru_course.nn.reset_after import ResetAfterParams, reset_after_forward, reset_after_step
from gru_course.nn.sequence import gru_forward
from tests.nn.interop.bridges import RESET_AFTER_SHAPES


def test_before_and_after_agree_if_u_h_is_diagonal_and_b_hh_zero(rng, params):
    U_h = np.diag(rng.normal(size=4))
    before = params.replace(W_h=np.concatenate([params.W_h[:3], U_h]))
    after = from_onnx_weights(*to_onnx_weights(before), ResetAfterParams)
    xs, h0 = rng.normal(size=(2, 6, 3)), rng.normal(size=(2, 4))
    hs, _ = gru_forward(xs, h0, before)
    hs_after, _ = reset_after_forward(xs, h0, after)
    np.testing.assert_allclose(hs, hs_after, rtol=0, atol=1e-14)  # rounding
    np.testing.assert_array_equal(after.b_hh, 0)

    for changed in (after.replace(b_hh=1.0), after.replace(U_h=U_h + 0.5)):
        assert np.abs(reset_after_forward(xs, h0, changed)[0] - hs).max() > 0.01


def test_reset_after_lets_a_bias_through_the_gate(rng, other_cell):
    closed = other_cell.replace(b_r=-1e4)
    x, h = rng.normal(size=(2, 3)), rng.normal(size=(2, 4))
    _, step = reset_after_step(x, h, closed)
    np.testing.assert_array_equal(step.h_cand, np.tanh(x @ closed.W_xh + closed.b_xh))


@pytest.mark.parametrize(
    ("z_bias", "expected"), [(-1e4, "h_prev"), (1e4, "h_cand")], ids=["z = 0 keeps", "z = 1 replaces"]
)
def test_reset_after_has_the_courses_update_gate(rng, other_cell, z_bias, expected):
    x, h = rng.normal(size=(2, 3)), rng.normal(size=(2, 4))
    h_new, step = reset_after_step(x, h, other_cell.replace(b_z=z_bias))
    np.testing.assert_array_equal(h_new, getattr(step, expected))


@pytest.mark.parametrize("name", RESET_AFTER_SHAPES)
def test_reset_after_params_name_the_array_that_does_not_fit(name, other_cell):
    wrong = other_cell.arrays() | {name: np.ones((9, 9))}
    with pytest.raises(ValueError, match=r"^\w+: expected shape"):
        ResetAfterParams(**wrong)
    single = other_cell.arrays() | {name: other_cell.arrays()[name].astype(np.float32)}
    with pytest.raises(TypeError, match=r"^\w+: expected float"):
        ResetAfterParams(**single)


def test_reset_after_functions_name_the_argument(other_cell, params):
    x, h = np.ones((2, 3)), np.ones((2, 4))
    with pytest.raises(TypeError, match="params: expected ResetAfterParams, got GRUParams"):
        reset_after_step(x, h, params)
    with pytest.raises(ValueError, match=r"x: expected shape \(B, D\) with D = 3, got \(2, 5\)"):
        reset_after_step(np.ones((2, 5)), h, other_cell)
    with pytest.raises(ValueError, match=r"h_prev: expected shape \(B, H\) with B = 2, H = 4, got \(1, 4\)"):
        reset_after_step(x, h[:1], other_cell)
    with pytest.raises(ValueError, match=r"xs: expected shape \(B, T, D\)"):
        reset_after_forward(x, h, other_cell)
