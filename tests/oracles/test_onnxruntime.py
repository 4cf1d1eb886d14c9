"""Forward passes against the operators of ONNX, by two implementations that are not ours.

onnxruntime is an optimised one; its recurrent operators exist only in float32, and its tanh and sigmoid are
approximations good to about 1e-7, which a few steps add up. The reference evaluator of the package onnx is
NumPy in float64, without lengths.
"""

import numpy as np
import pytest

from gru_course.nn.cell import gru_step
from gru_course.nn.lstm import LSTMParams, lstm_forward
from gru_course.nn.reset_after import ResetAfterParams, reset_after_forward, reset_after_step
from gru_course.nn.rnn import RNNParams, rnn_forward
from gru_course.nn.sequence import gru_forward, gru_forward_plain
from gru_course.nn.stack import final_states, gru_stack_forward, init_stack
from tests.oracles._reference import onnx_arrays, run_operator

FLOAT32 = {"rtol": 0, "atol": 2e-6}  # states are below 1; see above
FLOAT64 = {"rtol": 0, "atol": 1e-13}  # rounding

VERSIONS = {"plain": gru_forward_plain, "fast": gru_forward}


@pytest.fixture(params=VERSIONS)
def forward(request):
    return VERSIONS[request.param]


@pytest.fixture
def weights(params):
    """W, R, B of the GRU operator: order z, r, h, and its z keeps."""
    return onnx_arrays(params.arrays(), params.D, "zrh", negate="z")


@pytest.fixture
def other_cell(rng, D, H):
    shapes = {"W_r": (D + H, H), "W_z": (D + H, H), "W_xh": (D, H), "U_h": (H, H)}
    shapes |= dict.fromkeys(("b_r", "b_z", "b_xh", "b_hh"), (H,))
    return ResetAfterParams(**{name: rng.normal(scale=0.7, size=shape) for name, shape in shapes.items()})


@pytest.fixture
def other_weights(other_cell):
    """W, R, B of the GRU operator with linear_before_reset=1."""
    p = other_cell.arrays() | {
        "W_h": np.concatenate([other_cell.W_xh, other_cell.U_h]),
        "b_h": other_cell.b_xh,
    }
    W, R, bias = onnx_arrays(p, other_cell.D, "zrh", negate="z")
    bias[0, -other_cell.H :] = other_cell.b_hh
    return W, R, bias


def test_one_step_is_one_step_of_the_operator(xs, h0, params, weights):
    x = xs[:, 0]
    h, _ = gru_step(x, h0, params)
    exact, _ = run_operator("GRU", x[:, None], weights, h0=h0[None], reference=True)
    quick, _ = run_operator("GRU", x[:, None], weights, h0=h0[None])
    np.testing.assert_allclose(h, exact[:, 0], **FLOAT64)
    np.testing.assert_allclose(h, quick[:, 0], **FLOAT32)


@pytest.mark.parametrize("start", ["zeros", "given"])
def test_the_states_over_time_are_those_of_the_operator_in_float64(forward, start, xs, h0, params, weights):
    h0 = None if start == "zeros" else h0
    hs, _ = forward(xs, h0, params)
    expected, last = run_operator("GRU", xs, weights, h0=None if h0 is None else h0[None], reference=True)
    np.testing.assert_allclose(hs, expected, **FLOAT64)
    np.testing.assert_allclose(hs[:, -1], last[0], **FLOAT64)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("start", ["zeros", "given"])
def test_the_states_over_time_are_those_of_onnxruntime(forward, start, dtype, xs, h0, params, weights):
    h0 = None if start == "zeros" else h0.astype(dtype)
    hs, _ = forward(xs.astype(dtype), h0, params.astype(dtype))
    expected, last = run_operator("GRU", xs, weights, h0=None if h0 is None else h0[None])
    assert hs.dtype == dtype
    np.testing.assert_allclose(hs, expected, **FLOAT32)
    np.testing.assert_allclose(hs[:, -1], last[0], **FLOAT32)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_rows_of_different_lengths_end_in_the_operators_last_states(
    forward, dtype, xs, h0, params, weights, lengths
):
    hs, _ = forward(xs.astype(dtype), h0.astype(dtype), params.astype(dtype), lengths=lengths)
    expected, last = run_operator("GRU", xs, weights, h0=h0[None], lengths=lengths)
    for row, length in enumerate(lengths):
        np.testing.assert_allclose(hs[row, :length], expected[row, :length], **FLOAT32)
        np.testing.assert_allclose(hs[row, length - 1 :], hs[row, -1:].repeat(8 - length, axis=0), **FLOAT64)
    np.testing.assert_allclose(hs[:, -1], last[0], **FLOAT32)


@pytest.mark.parametrize(("B", "T", "D", "H"), [(1, 1, 2, 3), (2, 1, 1, 4), (1, 40, 3, 2), (8, 60, 5, 64)])
def test_other_sizes(forward, rng, xs, h0, params, weights):
    small = params.with_flat(params.flat * 0.3)  # keeps 64 units out of saturation, where nothing can differ
    weights = onnx_arrays(small.arrays(), small.D, "zrh", negate="z")
    hs, _ = forward(xs, h0, small)
    exact, _ = run_operator("GRU", xs, weights, h0=h0[None], reference=True)
    quick, _ = run_operator("GRU", xs, weights, h0=h0[None])
    np.testing.assert_allclose(hs, exact, **FLOAT64)
    np.testing.assert_allclose(hs, quick, **FLOAT32)


def test_reset_after_is_the_operator_with_linear_before_reset(xs, h0, other_cell, other_weights):
    hs, trace = reset_after_forward(xs, h0, other_cell)
    attributes = {"h0": h0[None], "linear_before_reset": 1}
    exact, _ = run_operator("GRU", xs, other_weights, reference=True, **attributes)
    quick, _ = run_operator("GRU", xs, other_weights, **attributes)
    np.testing.assert_allclose(hs, exact, **FLOAT64)
    np.testing.assert_allclose(hs, quick, **FLOAT32)
    np.testing.assert_array_equal(trace.h0, h0)


def test_one_step_of_reset_after_is_one_step_of_that_operator(xs, h0, other_cell, other_weights):
    h, _ = reset_after_step(xs[:, 0], h0, other_cell)
    exact, _ = run_operator(
        "GRU", xs[:, :1], other_weights, h0=h0[None], linear_before_reset=1, reference=True
    )
    np.testing.assert_allclose(h, exact[:, 0], **FLOAT64)


def test_reset_after_holds_the_state_in_padded_steps(xs, h0, other_cell, other_weights, lengths):
    hs, trace = reset_after_forward(xs, h0, other_cell, lengths=lengths)
    _, last = run_operator("GRU", xs, other_weights, h0=h0[None], lengths=lengths, linear_before_reset=1)
    np.testing.assert_allclose(hs[:, -1], last[0], **FLOAT32)
    assert not trace.z[2, 1:].any()


def test_resetting_before_and_after_the_product_are_different_functions(xs, h0, params, weights):
    hs, _ = gru_forward(xs, h0, params)
    after, _ = run_operator("GRU", xs, weights, h0=h0[None], linear_before_reset=1, reference=True)
    assert np.abs(hs - after).max() > 0.1


# stacks and both directions


@pytest.fixture(params=[np.float32, np.float64])
def dtype(request):
    return request.param


@pytest.mark.parametrize("padded", [False, True], ids=["full rows", "padded rows"])
@pytest.mark.parametrize("bidirectional", [False, True], ids=["forward", "both directions"])
@pytest.mark.parametrize("layers", [1, 3])
def test_a_stack_is_one_operator_on_the_output_of_another(
    layers, bidirectional, padded, dtype, xs, lengths, rng, B, T, D, H
):
    stack = init_stack(D, H, rng, layers=layers, bidirectional=bidirectional)
    stack = stack.with_flat(rng.normal(scale=0.6, size=stack.size))
    d = stack.directions
    h0 = rng.uniform(-1, 1, size=(layers * d, B, H))
    rows = lengths if padded else [T] * B

    hs, _ = gru_stack_forward(
        xs.astype(dtype), h0.astype(dtype), stack.astype(dtype), lengths=lengths if padded else None
    )
    expected = xs
    for k, grus in enumerate(stack.grus()):
        parts = [onnx_arrays(gru.arrays(), gru.D, "zrh", negate="z") for gru in grus]
        weights = tuple(np.concatenate(arrays) for arrays in zip(*parts, strict=True))
        expected, last = run_operator(
            "GRU",
            expected,
            weights,
            h0=h0[k * d : (k + 1) * d],
            lengths=rows,
            direction="bidirectional" if bidirectional else "forward",
        )

    assert hs.dtype == dtype
    for row, length in enumerate(rows):
        np.testing.assert_allclose(hs[row, :length], expected[row, :length], **FLOAT32)
        np.testing.assert_array_equal(
            hs[row, length:], hs[row, length - 1 : length].repeat(T - length, axis=0)
        )
    np.testing.assert_allclose(final_states(hs, H), np.concatenate(list(last), axis=1), **FLOAT32)


# the plain RNN and the LSTM


@pytest.mark.parametrize("padded", [False, True], ids=["full rows", "padded rows"])
def test_the_plain_rnn_is_the_rnn_operator(padded, dtype, xs, h0, lengths, rng, B, T, D, H):
    rnn = RNNParams(W=rng.normal(scale=0.5, size=(D + H, H)), b=rng.normal(size=H))
    rows = lengths if padded else [T] * B
    hs, _ = rnn_forward(
        xs.astype(dtype), h0.astype(dtype), rnn.astype(dtype), lengths=lengths if padded else None
    )
    expected, last = run_operator("RNN", xs, onnx_arrays(rnn.arrays(), D, ""), h0=h0[None], lengths=rows)
    assert hs.dtype == dtype
    for row, length in enumerate(rows):
        np.testing.assert_allclose(hs[row, :length], expected[row, :length], **FLOAT32)
    np.testing.assert_allclose(hs[:, -1], last[0], **FLOAT32)


@pytest.mark.parametrize("padded", [False, True], ids=["full rows", "padded rows"])
def test_the_lstm_is_the_lstm_operator(padded, dtype, xs, h0, lengths, rng, B, T, D, H):
    shapes = {f"{kind}_{gate}": (D + H, H) if kind == "W" else (H,) for kind in "Wb" for gate in "ifoc"}
    lstm = LSTMParams(**{name: rng.normal(scale=0.7, size=shape) for name, shape in shapes.items()})
    c0 = rng.normal(size=(B, H))
    rows = lengths if padded else [T] * B
    hs, trace = lstm_forward(
        xs.astype(dtype),
        (h0.astype(dtype), c0.astype(dtype)),
        lstm.astype(dtype),
        lengths=lengths if padded else None,
    )
    weights = onnx_arrays(lstm.arrays(), D, "iofc")
    expected, last_h, last_c = run_operator("LSTM", xs, weights, h0=h0[None], c0=c0[None], lengths=rows)
    assert hs.dtype == dtype
    for row, length in enumerate(rows):
        np.testing.assert_allclose(hs[row, :length], expected[row, :length], **FLOAT32)
    np.testing.assert_allclose(hs[:, -1], last_h[0], **FLOAT32)
    np.testing.assert_allclose(trace.cs[:, -1], last_c[0], **FLOAT32)


def test_in_float64_the_plain_rnn_and_the_lstm_agree_to_rounding(xs, h0, rng, D, H):
    rnn = RNNParams(W=rng.normal(scale=0.5, size=(D + H, H)), b=rng.normal(size=H))
    expected, _ = run_operator("RNN", xs, onnx_arrays(rnn.arrays(), D, ""), h0=h0[None], reference=True)
    np.testing.assert_allclose(rnn_forward(xs, h0, rnn)[0], expected, **FLOAT64)

    shapes = {f"{kind}_{gate}": (D + H, H) if kind == "W" else (H,) for kind in "Wb" for gate in "ifoc"}
    lstm = LSTMParams(**{name: rng.normal(scale=0.7, size=shape) for name, shape in shapes.items()})
    weights = onnx_arrays(lstm.arrays(), D, "iofc")
    expected, *_ = run_operator("LSTM", xs, weights, h0=h0[None], c0=h0[None], reference=True)
    np.testing.assert_allclose(lstm_forward(xs, (h0, h0), lstm)[0], expected, **FLOAT64)
