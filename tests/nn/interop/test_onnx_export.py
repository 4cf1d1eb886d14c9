"""Trained models as ONNX files: the same predictions over there, and exact when read back."""

import numpy as np
import onnxruntime
import pytest
from hypothesis import given, settings
from onnx.reference import ReferenceEvaluator

from gru_course.nn.interop import export_onnx, import_onnx
from gru_course.nn.model import (
    classification_loss,
    init_lstm_model,
    init_model,
    predict,
    predict_every_step,
    regression_loss,
)
from gru_course.nn.optim import Adam
from gru_course.nn.sequence import gru_forward
from gru_course.nn.stack import final_states, gru_stack_forward, init_stack
from gru_course.nn.train import train
from tests.nn.interop.bridges import FLOAT32, gru_params, same


def run_file(path, outputs, **inputs):
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    feeds = {name: a.astype(np.int32 if name == "lengths" else np.float32) for name, a in inputs.items()}
    return session.run(outputs, feeds)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_trained_model_predicts_the_same_numbers_in_onnxruntime(tmp_path, rng, dtype):
    xs = rng.normal(size=(64, 12, 2)).astype(dtype)
    targets = 0.5 * np.cumsum(xs, axis=1)[:, :, :1] - xs[:, :, 1:]
    start = init_model(D=2, H=7, K=1, rng=rng, dtype=dtype)
    result = train(
        regression_loss,
        start,
        (xs, targets),
        optimizer=Adam(0.02),
        rng=rng,
        epochs=15,
        batch_size=16,
        progress=False,
    )
    assert result.history["loss"][-1] < 0.5 * result.history["loss"][0]

    export_onnx(result.params, tmp_path / "model.onnx")
    new = rng.normal(size=(5, 20, 2)).astype(dtype)  # other sizes than those of training
    ys, y = run_file(tmp_path / "model.onnx", ["ys", "y"], xs=new)
    np.testing.assert_allclose(ys, predict_every_step(result.params, new), **FLOAT32)
    np.testing.assert_allclose(y, predict(result.params, new), **FLOAT32)


def test_a_trained_stack_in_both_directions_classifies_padded_rows_the_same_in_onnxruntime(tmp_path, rng):
    xs = rng.normal(size=(48, 9, 3))
    lengths = rng.integers(1, 10, size=48)
    classes = (xs[:, 0, :2] > 0).sum(axis=1)
    start = init_model(D=3, H=5, K=3, rng=rng, layers=2, bidirectional=True)

    def loss_and_grads(model, xs, classes, lengths):
        return classification_loss(model, xs, classes, lengths)

    result = train(
        loss_and_grads,
        start,
        (xs, classes, lengths),
        optimizer=Adam(0.02),
        rng=rng,
        epochs=12,
        progress=False,
    )
    assert result.history["loss"][-1] < 0.8 * result.history["loss"][0]

    export_onnx(result.params, tmp_path / "model.onnx", lengths=True)
    ys, y = run_file(tmp_path / "model.onnx", ["ys", "y"], xs=xs, lengths=lengths)
    np.testing.assert_allclose(ys, predict_every_step(result.params, xs, lengths), **FLOAT32)
    np.testing.assert_allclose(y, predict(result.params, xs, lengths), **FLOAT32)


@pytest.mark.parametrize("padded", [False, True], ids=["full rows", "padded rows"])
@pytest.mark.parametrize("bidirectional", [False, True], ids=["forward", "both directions"])
@pytest.mark.parametrize("layers", [1, 3])
def test_every_part_of_a_stack_goes_into_the_file(tmp_path, rng, layers, bidirectional, padded):
    stack = init_stack(D=3, H=4, rng=rng, layers=layers, bidirectional=bidirectional)
    stack = stack.with_flat(rng.normal(scale=0.6, size=stack.size))
    xs = rng.normal(size=(2, 6, 3))
    h0 = rng.normal(size=(layers * stack.directions, 2, 4))
    padding = {"lengths": np.array([6, 2])} if padded else {}

    export_onnx(stack, tmp_path / "stack.onnx", initial_states=True, lengths=padded)
    hs, h = run_file(tmp_path / "stack.onnx", ["hs", "h"], xs=xs, h0=h0, **padding)

    expected, _ = gru_stack_forward(xs, h0, stack, **padding)
    np.testing.assert_allclose(hs, expected, **FLOAT32)
    np.testing.assert_allclose(h, final_states(expected, stack.H), **FLOAT32)


def test_a_file_in_float64_loses_nothing(tmp_path, rng, params):
    xs = rng.normal(size=(2, 6, 3))
    export_onnx(params, tmp_path / "gru.onnx", dtype=np.float64)
    hs, h = ReferenceEvaluator(str(tmp_path / "gru.onnx")).run(["hs", "h"], {"xs": xs})
    expected, _ = gru_forward(xs, None, params)
    np.testing.assert_allclose(hs, expected, rtol=0, atol=1e-14)  # rounding
    np.testing.assert_allclose(h, expected[:, -1], rtol=0, atol=1e-14)


@settings(max_examples=60)
@given(gru_params())
def test_to_a_file_and_back_changes_no_number(tmp_path_factory, params):
    path = tmp_path_factory.mktemp("onnx") / "gru.onnx"
    export_onnx(params, path, dtype=params.dtype)
    assert same(import_onnx(path), params)


def test_an_exported_stack_comes_back_gru_by_gru(tmp_path, rng):
    stack = init_stack(D=3, H=4, rng=rng, layers=2, bidirectional=True)
    export_onnx(stack, tmp_path / "stack.onnx", dtype=np.float64)
    for name, reverse, expected in [
        ("GRU_layer_0", False, stack.layer_0_forward),
        ("GRU_layer_0", True, stack.layer_0_backward),
        ("GRU_layer_1", False, stack.layer_1_forward),
        ("GRU_layer_1", True, stack.layer_1_backward),
    ]:
        assert same(import_onnx(tmp_path / "stack.onnx", name=name, reverse=reverse), expected)


def test_export_refuses_what_it_cannot_write(tmp_path, rng, params, other_cell):
    path = tmp_path / "model.onnx"
    with pytest.raises(TypeError, match="model: expected GRUModel, GRUParams or GRUStack, got LSTMModel"):
        export_onnx(init_lstm_model(D=3, H=4, K=1, rng=rng), path)
    with pytest.raises(TypeError, match=r"model: expected .*, got ResetAfterParams"):
        export_onnx(other_cell, path)
    with pytest.raises(TypeError, match="dtype: expected float32 or float64, got"):
        export_onnx(params, path, dtype=np.float16)
    with pytest.raises(ValueError, match="model: expected finite numbers, got inf"):
        export_onnx(params.replace(b_r=1e300), path)
    assert not path.exists()
