"""Weights of an ONNX GRU as arrays: exact there and back, or an error that says why."""

import numpy as np
import pytest
from hypothesis import given, settings

from gru_course.nn.interop import from_onnx_weights, to_onnx_weights
from gru_course.nn.reset_after import ResetAfterParams
from tests.nn.interop.bridges import gru_params, same


@settings(max_examples=60)
@given(gru_params())
def test_to_onnx_and_back_changes_no_number(params):
    assert same(from_onnx_weights(*to_onnx_weights(params)), params)


def test_onnx_keeps_where_the_course_replaces(params):
    W, R, B = to_onnx_weights(params)
    np.testing.assert_array_equal(np.hstack([W[0], R[0]])[:4], -params.W_z.T)
    np.testing.assert_array_equal(np.hstack([W[0], R[0]])[4:8], params.W_r.T)
    np.testing.assert_array_equal(np.hstack([W[0], R[0]])[8:], params.W_h.T)
    np.testing.assert_array_equal(B[0], np.hstack([-params.b_z, params.b_r, params.b_h, np.zeros(12)]))


def test_an_onnx_gru_without_bias_has_zero_bias(params):
    W, R, _ = to_onnx_weights(params)
    assert same(from_onnx_weights(W, R), params.replace(b_r=0, b_z=0, b_h=0))


def test_the_two_biases_of_onnx_add_up(params):
    W, R, B = to_onnx_weights(params)
    halves = np.concatenate([B[:, :12] / 2, B[:, :12] / 2], axis=1)
    assert same(from_onnx_weights(W, R, halves), params)


def test_with_linear_before_reset_the_candidates_two_biases_stay_apart(params):
    W, R, B = to_onnx_weights(params)
    B[0, 12:] = np.arange(12)
    cell = from_onnx_weights(W, R, B, ResetAfterParams)
    np.testing.assert_array_equal(cell.b_xh, params.b_h)
    np.testing.assert_array_equal(cell.b_hh, [8, 9, 10, 11])
    np.testing.assert_array_equal(cell.U_h, params.W_h[3:])


@pytest.mark.parametrize(
    ("shapes", "message"),
    [
        (((1, 16, 3), (1, 16, 4), (1, 32)), r"R: expected shape \(num_directions, 3H, H\).*an LSTM has 4H"),
        (((2, 12, 3), (2, 12, 4), (2, 24)), r"R: expected one direction, got 2; convert them one by one"),
        (((1, 9, 3), (1, 12, 4), (1, 24)), r"W: expected shape .* 3H = 12"),
        (((1, 12, 3), (1, 12, 4), (1, 12)), r"B: expected shape .* 6H = 24"),
    ],
)
def test_arrays_that_are_not_those_of_one_onnx_gru(shapes, message):
    with pytest.raises(ValueError, match=message):
        from_onnx_weights(*(np.ones(shape) for shape in shapes))
