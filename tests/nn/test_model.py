"""Models: something recurrent and a readout; the shape of the answers says what is asked."""

import re

import numpy as np
import pytest

import gru_course as gc
from gru_course.nn.gradcheck import check_gradients
from gru_course.nn.loss import mean_squared_error, real_steps, softmax_cross_entropy
from gru_course.nn.lstm import lstm_forward
from gru_course.nn.model import (
    GRUModel,
    LSTMModel,
    RNNModel,
    classification_loss,
    init_lstm_model,
    init_model,
    init_rnn_model,
    predict,
    predict_every_step,
    regression_loss,
)
from gru_course.nn.params import Params
from gru_course.nn.readout import init_linear_params
from gru_course.nn.rnn import rnn_forward
from gru_course.nn.stack import GRUStack, gru_stack_forward

B, T, D, H, K = 4, 6, 3, 5, 2
LENGTHS = np.array([6, 1, 4, 5])

MODELS = {
    "gru": init_model,
    "gru, 2 layers": lambda *a, **k: init_model(*a, layers=2, **k),
    "gru, both directions": lambda *a, **k: init_model(*a, bidirectional=True, **k),
    "rnn": init_rnn_model,
    "lstm": init_lstm_model,
}
every_model = pytest.mark.parametrize("init", MODELS.values(), ids=MODELS)
padded_or_not = pytest.mark.parametrize("lengths", [None, LENGTHS], ids=["full", "padded"])


def draw(init, rng):
    model = init(D, H, K, rng)
    model.flat[...] = rng.normal(scale=0.7, size=model.size)
    return model, rng.normal(size=(B, T, D))


def test_model_gru_runs_as_it_is(rng):
    model, xs = draw(init_model, rng)
    hs, _ = gc.gru_forward(xs, None, model.gru)
    assert isinstance(model.gru, gc.GRUParams)
    assert np.shares_memory(model.gru.W_z, model.flat)
    np.testing.assert_allclose(predict(model, xs), hs[:, -1] @ model.readout.W + model.readout.b, rtol=1e-13)


def test_every_recurrent_part_is_read_from_its_own_states(rng):
    for init, run in ((init_rnn_model, rnn_forward), (init_lstm_model, lstm_forward)):
        model, xs = draw(init, rng)
        hs, _ = run(xs, None, model.recurrent)
        expected = hs @ model.readout.W + model.readout.b
        np.testing.assert_allclose(predict_every_step(model, xs), expected, rtol=0, atol=1e-13)
    model, xs = draw(MODELS["gru, both directions"], rng)
    hs, _ = gru_stack_forward(xs, None, model.gru)
    expected = hs @ model.readout.W + model.readout.b
    np.testing.assert_allclose(predict_every_step(model, xs), expected, rtol=0, atol=1e-13)


@every_model
@padded_or_not
def test_one_answer_is_read_when_all_real_steps_are(init, lengths, rng):
    """Each row alone and without padding gives the same; a change of any real step is seen."""
    model, xs = draw(init, rng)
    y = predict(model, xs, lengths)
    assert y.shape == (B, K)
    for row in range(B):
        own = xs[row : row + 1, : T if lengths is None else lengths[row]]
        np.testing.assert_allclose(y[row : row + 1], predict(model, own), rtol=0, atol=1e-13)
        for t in range(own.shape[1]):
            other = own.copy()
            other[:, t] += 1
            assert (predict(model, other) != predict(model, own)).all()


def test_reading_backwards_the_last_answer_sees_the_whole_sequence(rng):
    model, xs = draw(MODELS["gru, both directions"], rng)
    hs, _ = gru_stack_forward(xs, None, model.gru)
    last = np.concatenate([hs[:, -1, :H], hs[:, 0, H:]], axis=1)
    np.testing.assert_allclose(
        predict(model, xs), last @ model.readout.W + model.readout.b, rtol=0, atol=1e-13
    )


@every_model
def test_losses_are_the_losses_of_the_predictions(init, rng):
    model, xs = draw(init, rng)
    y, classes = rng.normal(size=(B, T, K)), rng.integers(K, size=(B, T))
    mask = real_steps(LENGTHS, T)
    last, every = predict(model, xs, LENGTHS), predict_every_step(model, xs, LENGTHS)
    for loss, expected in (
        (regression_loss(model, xs, y[:, 0], LENGTHS), mean_squared_error(last, y[:, 0])),
        (regression_loss(model, xs, y, LENGTHS), mean_squared_error(every, y, mask)),
        (classification_loss(model, xs, classes[:, 0], LENGTHS), softmax_cross_entropy(last, classes[:, 0])),
        (classification_loss(model, xs, classes, LENGTHS), softmax_cross_entropy(every, classes, mask)),
    ):
        assert loss[0] == pytest.approx(expected[0], rel=1e-13)


@every_model
@padded_or_not
@pytest.mark.parametrize("every_step", [False, True], ids=["last", "every step"])
def test_the_gradient_is_the_slope(init, lengths, every_step, rng):
    model, xs = draw(init, rng)
    y, classes = rng.normal(size=(B, T, K)), rng.integers(K, size=(B, T))
    if not every_step:
        y, classes = y[:, 0], classes[:, 0]
    for check in (
        check_gradients(regression_loss, model, xs, y, lengths, samples=5, rng=rng),
        check_gradients(classification_loss, model, xs, classes, lengths, samples=5, rng=rng),
    ):
        assert check, check


@every_model
def test_gradients_have_the_type_of_the_model(init, rng):
    model, xs = draw(init, rng)
    model, xs = model.astype(np.float32), xs.astype(np.float32)
    loss, grads = regression_loss(model, xs, np.ones((B, K), np.float32))
    assert type(grads) is type(model)
    assert grads.dtype == np.float32
    assert list(grads.arrays()) == list(model.arrays())
    assert type(loss) is float


@every_model
def test_padding_may_hold_anything(init, rng):
    model, xs = draw(init, rng)
    targets = rng.normal(size=(B, T, K))
    loss, grads = regression_loss(model, xs, targets, LENGTHS)
    padding = ~real_steps(LENGTHS, T)
    xs[padding], targets[padding] = np.nan, np.nan
    again, grads_again = regression_loss(model, xs, targets, LENGTHS)
    assert again == loss
    assert (grads_again.flat == grads.flat).all()


def test_models_by_name_and_size(rng):
    assert isinstance(init_rnn_model(D, H, K, rng), RNNModel)
    assert isinstance(init_lstm_model(D, H, K, rng, b_f=2.0), LSTMModel)
    model = init_model(D, H, K, rng, layers=2, bidirectional=True, b_z=-1.0, dtype=np.float32)
    assert isinstance(model, GRUModel)
    assert isinstance(model.gru, GRUStack)
    assert model.readout.W.shape == (2 * H, K)
    assert (model.gru.layer_1_forward.b_z == -1).all()
    assert model.dtype == np.float32


random = np.random.default_rng(0)
good = init_model(D, H, K, random)
ones = np.ones((B, T, D))


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda: GRUModel(gru=good.readout, readout=good.readout),
            TypeError,
            "gru: expected one of GRUParams, GRUS",
        ),
        (
            lambda: GRUModel(gru=good.gru, readout=good.gru),
            TypeError,
            "readout: expected LinearParams, got GRUParams",
        ),
        (
            lambda: GRUModel(gru=good.gru, readout=init_linear_params(H + 1, K, random)),
            ValueError,
            "readout: expected H = 5 inputs, got 6",
        ),
        (
            lambda: GRUModel(gru=good.gru, readout=good.readout.astype(np.float32)),
            TypeError,
            "readout: expected float64 like the rest, got float32",
        ),
        (
            lambda: predict(good.gru, ones),
            TypeError,
            "model: expected GRUModel, RNNModel or LSTMModel, got GRUParams",
        ),
        (lambda: predict(Params(w=np.ones(3)), ones), TypeError, "model: expected GRUModel"),
        (lambda: predict(good, ones[0]), ValueError, "xs: expected shape (B, T, D)"),
        (lambda: predict(good, ones, [T + 1] * B), ValueError, "lengths: expected 1 to T = 6"),
        (lambda: regression_loss(good, ones, np.ones(B)), ValueError, "target: expected shape (4, 2)"),
        (
            lambda: regression_loss(good, ones, np.ones((B, K, T))),
            ValueError,
            "target: expected shape (4, 6, 2)",
        ),
        (
            lambda: classification_loss(good, ones, np.full(B, K)),
            ValueError,
            "classes: expected 0 to V - 1 = 1, got 2",
        ),
        (lambda: classification_loss(good, ones, np.ones(B)), TypeError, "classes: expected whole numbers"),
        (lambda: init_model(D, 0, K, random), ValueError, "H: expected at least 1, got 0"),
        (lambda: init_model(D, H, K, random, layers=0), ValueError, "layers: expected at least 1, got 0"),
    ],
)
def test_wrong_arguments_are_named(call, error, message):
    with pytest.raises(error, match=re.escape(message)):
        call()
