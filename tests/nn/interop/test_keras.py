"""Weights of Keras: exact there and back, equal over there, or an error that says why."""

import numpy as np
import pytest
from hypothesis import given, settings

from gru_course.nn.interop import from_keras_weights, to_keras_weights, to_onnx_weights
from gru_course.nn.reset_after import ResetAfterParams, reset_after_forward
from gru_course.nn.sequence import gru_forward
from tests.nn.interop.bridges import FLOAT32, WHY, gru_params, same


@settings(max_examples=60)
@given(gru_params())
def test_to_keras_and_back_changes_no_number(params):
    assert same(from_keras_weights(to_keras_weights(params)), params)


def test_keras_keeps_where_the_course_replaces(params):
    kernel, recurrent, bias = to_keras_weights(params)
    np.testing.assert_array_equal(np.concatenate([kernel, recurrent])[:, :4], -params.W_z)
    np.testing.assert_array_equal(bias[:4], -params.b_z)
    np.testing.assert_array_equal(
        np.concatenate([kernel, recurrent])[:, 4:], np.hstack([params.W_r, params.W_h])
    )
    np.testing.assert_array_equal(bias[4:], np.hstack([params.b_r, params.b_h]))


def test_keras_weights_are_copies(params):
    before = params.copy()
    for array in to_keras_weights(params):
        array[...] = 7
    assert same(params, before)


def test_reset_after_weights_of_keras_are_no_gru_params(rng):
    weights = [rng.normal(size=shape) for shape in ((3, 12), (4, 12), (2, 12))]
    with pytest.raises(ValueError, match=f"bias: .*reset_after=True.*{WHY}.*ResetAfterParams"):
        from_keras_weights(weights)


def test_reset_after_weights_of_keras_keep_the_candidates_two_biases_apart(rng):
    kernel, recurrent, bias = (rng.normal(size=shape) for shape in ((3, 12), (4, 12), (2, 12)))
    params = from_keras_weights([kernel, recurrent, bias], ResetAfterParams)
    np.testing.assert_array_equal(params.b_xh, bias[0, 8:])
    np.testing.assert_array_equal(params.b_hh, bias[1, 8:])
    np.testing.assert_array_equal(params.b_r, bias[0, 4:8] + bias[1, 4:8])
    np.testing.assert_array_equal(params.b_z, -(bias[0, :4] + bias[1, :4]))
    np.testing.assert_array_equal(params.U_h, recurrent[:, 8:])


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ([np.ones((3, 12)), np.ones((4, 12))], r"weights: .*got 2 arrays; without a bias nothing tells"),
        ([np.ones((3, 12))] * 6, r"weights: .*got 6 arrays; a Bidirectional layer"),
        ([np.ones((3, 16)), np.ones((4, 16)), np.ones(16)], r"recurrent_kernel: expected shape \(H, 3H\)"),
        ([np.ones((3, 9)), np.ones((4, 12)), np.ones(12)], r"kernel: expected shape \(D, 3H\) with 3H = 12"),
        ([np.ones((3, 12)), np.ones((4, 12)), np.ones(9)], r"bias: expected shape \(3H,\) with 3H = 12"),
        ([np.ones((3, 12)), np.ones((4, 12)), np.full(12, np.nan)], r"bias: expected finite numbers"),
    ],
)
def test_weights_that_are_not_those_of_one_keras_gru(weights, message):
    with pytest.raises(ValueError, match=message):
        from_keras_weights(weights)


def test_reset_before_weights_of_keras_are_no_reset_after_params(params):
    with pytest.raises(ValueError, match=r"bias: .*reset_after=False.*GRUParams"):
        from_keras_weights(to_keras_weights(params), ResetAfterParams)


@pytest.mark.parametrize("convert", [to_keras_weights, to_onnx_weights])
def test_only_the_courses_parameters_can_leave(convert, other_cell):
    with pytest.raises(TypeError, match="params: expected GRUParams, got ResetAfterParams"):
        convert(other_cell)


def test_kind_is_one_of_two(params):
    with pytest.raises(TypeError, match="kind: expected GRUParams or ResetAfterParams, got <class 'dict'>"):
        from_keras_weights(to_keras_weights(params), dict)


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("reset_after", [False, True])
def test_keras_itself_computes_the_same(reset_after, rng, params):
    keras = pytest.importorskip("keras")
    xs = rng.normal(size=(2, 6, 3)).astype(np.float32)
    h0 = rng.normal(size=(2, 4)).astype(np.float32)
    layer = keras.layers.GRU(
        4, reset_after=reset_after, return_sequences=True, bias_initializer="glorot_normal", dtype="float32"
    )
    layer.build(xs.shape)

    def theirs():
        return keras.ops.convert_to_numpy(layer(xs, initial_state=keras.ops.convert_to_tensor(h0)))

    if reset_after:
        hs, _ = reset_after_forward(xs, h0, from_keras_weights(layer.get_weights(), ResetAfterParams))
        np.testing.assert_allclose(hs, theirs(), **FLOAT32)
    else:
        hs, _ = gru_forward(xs, h0, from_keras_weights(layer.get_weights()))
        np.testing.assert_allclose(hs, theirs(), **FLOAT32)
        layer.set_weights(to_keras_weights(params))
        hs, _ = gru_forward(xs, h0, params.astype(np.float32))
        np.testing.assert_allclose(hs, theirs(), **FLOAT32)
