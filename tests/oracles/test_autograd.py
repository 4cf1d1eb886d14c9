"""Every gradient against automatic differentiation of the documents' equations, in float64.

The losses weigh every step and every unit with random numbers, so no path can hide. Tolerance: both sides
add the same products in different orders, so only rounding may part them.
"""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad

from gru_course.nn import engine
from gru_course.nn.cell import GRUParams, gru_step, gru_step_backward
from gru_course.nn.loss import mean_squared_error, softmax_cross_entropy
from gru_course.nn.lstm import LSTMParams, lstm_backward, lstm_forward, lstm_step, lstm_step_backward
from gru_course.nn.model import (
    classification_loss,
    init_lstm_model,
    init_model,
    init_rnn_model,
    regression_loss,
)
from gru_course.nn.readout import init_linear_params, linear_backward, linear_forward
from gru_course.nn.rnn import RNNParams, rnn_backward, rnn_forward, rnn_step, rnn_step_backward
from gru_course.nn.sequence import gru_backward, gru_backward_plain, gru_forward, gru_forward_plain
from gru_course.nn.stack import gru_stack_backward, gru_stack_forward, init_stack
from tests.oracles._reference import (
    cross_entropy,
    gru_equations,
    lstm_equations,
    rnn_equations,
    squared_error,
    stack_equations,
    unroll,
)

ROUNDING = 1e-10

VERSIONS = {
    "plain": (gru_forward_plain, gru_backward_plain),
    "fast": (gru_forward, gru_backward),
}


def assert_agree(ours, theirs, name):
    np.testing.assert_allclose(ours, theirs, rtol=ROUNDING, atol=ROUNDING, err_msg=name)


def assert_all_agree(grads, expected):
    assert grads.arrays().keys() == expected.keys()
    for name, d_array in grads:
        assert_agree(d_array, expected[name], name)


def gradients(loss, *arguments):
    return [grad(loss, i)(*arguments) for i in range(len(arguments))]


@pytest.fixture(params=VERSIONS)
def version(request):
    return VERSIONS[request.param]


@pytest.fixture(params=["one chunk", "three steps a chunk"])
def chunks(request, monkeypatch, B):
    """The fast engine works on a few steps at a time; borders between them must not show."""
    if request.param == "three steps a chunk":
        monkeypatch.setattr(engine, "CHUNK_ROWS", 3 * B)


def test_every_gradient_of_one_gru_step(xs, h0, params, rng):
    x = xs[:, 0]
    d_h = rng.normal(size=h0.shape)

    def loss(x, h_prev, p):
        return anp.sum(d_h * gru_equations(x, h_prev, p))

    expected_x, expected_h, expected = gradients(loss, x, h0, params.arrays())
    h, step = gru_step(x, h0, params)
    d_x, d_h_prev, grads = gru_step_backward(d_h, step, params)

    assert_agree(h, gru_equations(x, h0, params.arrays()), "h")
    assert_agree(d_x, expected_x, "x")
    assert_agree(d_h_prev, expected_h, "h_prev")
    assert_all_agree(grads, expected)


@pytest.mark.parametrize("padded", [False, True], ids=["full rows", "padded rows"])
@pytest.mark.usefixtures("chunks")
def test_every_gradient_of_a_gru_over_time(version, padded, xs, h0, params, lengths, rng):
    forward, backward = version
    lengths = lengths if padded else None
    d_hs = rng.normal(size=(*xs.shape[:2], params.H))

    def loss(xs, h0, p):
        return anp.sum(d_hs * unroll(gru_equations, xs, h0, p, lengths))

    expected_xs, expected_h0, expected = gradients(loss, xs, h0, params.arrays())
    _, trace = forward(xs, h0, params, lengths=lengths)
    d_xs, d_h0, grads = backward(d_hs, trace, params)

    assert isinstance(grads, GRUParams)
    assert_agree(d_xs, expected_xs, "xs")
    assert_agree(d_h0, expected_h0, "h0")
    assert_all_agree(grads, expected)


def test_every_gradient_when_the_loss_reads_only_the_last_state(version, xs, h0, params, rng):
    forward, backward = version
    d_hs = np.zeros((*xs.shape[:2], params.H))
    d_hs[:, -1] = rng.normal(size=h0.shape)

    def loss(xs, h0, p):
        return anp.sum(d_hs[:, -1] * unroll(gru_equations, xs, h0, p)[:, -1])

    expected_xs, expected_h0, expected = gradients(loss, xs, h0, params.arrays())
    _, trace = forward(xs, h0, params)
    d_xs, d_h0, grads = backward(d_hs, trace, params)

    assert_agree(d_xs, expected_xs, "xs")
    assert_agree(d_h0, expected_h0, "h0")
    assert_all_agree(grads, expected)


def test_padding_gets_no_gradient_and_cannot_poison_any(version, xs, h0, params, lengths, rng):
    forward, backward = version
    padding = np.arange(xs.shape[1]) >= np.array(lengths)[:, None]
    d_hs = rng.normal(size=(*xs.shape[:2], params.H))
    _, trace = forward(xs, h0, params, lengths=lengths)
    _, poisoned = forward(np.where(padding[:, :, None], np.nan, xs), h0, params, lengths=lengths)

    d_xs, d_h0, grads = backward(d_hs, trace, params)
    d_xs_poisoned, d_h0_poisoned, grads_poisoned = backward(d_hs, poisoned, params)

    assert not d_xs[padding].any()
    np.testing.assert_array_equal(d_xs_poisoned, d_xs)
    np.testing.assert_array_equal(d_h0_poisoned, d_h0)
    np.testing.assert_array_equal(grads_poisoned.flat, grads.flat)


def test_the_states_themselves_are_those_of_the_equations(version, xs, h0, params, lengths):
    forward, _ = version
    for rows in (None, lengths):
        hs, _ = forward(xs, h0, params, lengths=rows)
        assert_agree(hs, unroll(gru_equations, xs, h0, params.arrays(), rows), "hs")


# stacks and both directions


@pytest.mark.parametrize("padded", [False, True], ids=["full rows", "padded rows"])
@pytest.mark.parametrize("bidirectional", [False, True], ids=["forward", "both directions"])
@pytest.mark.parametrize("layers", [1, 2, 3])
def test_every_gradient_of_a_stack(layers, bidirectional, padded, xs, lengths, rng, B, T, D, H):
    stack = init_stack(D, H, rng, layers=layers, bidirectional=bidirectional)
    stack = stack.with_flat(rng.normal(scale=0.6, size=stack.size))
    h0 = rng.uniform(-1, 1, size=(layers * stack.directions, B, H))
    d_hs = rng.normal(size=(B, T, stack.directions * H))
    rows = lengths if padded else [T] * B

    def loss(xs, h0, p):
        return anp.sum(d_hs * stack_equations(xs, h0, p, stack.directions, rows))

    expected_xs, expected_h0, expected = gradients(loss, xs, h0, stack.arrays())
    hs, trace = gru_stack_forward(xs, h0, stack, lengths=lengths if padded else None)
    d_xs, d_h0, grads = gru_stack_backward(d_hs, trace, stack)

    assert_agree(hs, stack_equations(xs, h0, stack.arrays(), stack.directions, rows), "hs")
    assert_agree(d_xs, expected_xs, "xs")
    assert_agree(d_h0, expected_h0, "h0")
    assert_all_agree(grads, expected)


# the plain RNN


@pytest.fixture
def rnn(rng, D, H):
    return RNNParams(W=rng.normal(scale=0.5, size=(D + H, H)), b=rng.normal(size=H))


def test_every_gradient_of_one_rnn_step(xs, h0, rnn, rng):
    x = xs[:, 0]
    d_h = rng.normal(size=h0.shape)

    def loss(x, h_prev, p):
        return anp.sum(d_h * rnn_equations(x, h_prev, p))

    expected_x, expected_h, expected = gradients(loss, x, h0, rnn.arrays())
    h, step = rnn_step(x, h0, rnn)
    d_x, d_h_prev, grads = rnn_step_backward(d_h, step, rnn)

    assert_agree(h, rnn_equations(x, h0, rnn.arrays()), "h")
    assert_agree(d_x, expected_x, "x")
    assert_agree(d_h_prev, expected_h, "h_prev")
    assert_all_agree(grads, expected)


@pytest.mark.parametrize("padded", [False, True], ids=["full rows", "padded rows"])
def test_every_gradient_of_an_rnn_over_time(padded, xs, h0, rnn, lengths, rng, B, T, H):
    lengths = lengths if padded else None
    d_hs = rng.normal(size=(B, T, H))

    def loss(xs, h0, p):
        return anp.sum(d_hs * unroll(rnn_equations, xs, h0, p, lengths))

    expected_xs, expected_h0, expected = gradients(loss, xs, h0, rnn.arrays())
    hs, trace = rnn_forward(xs, h0, rnn, lengths=lengths)
    d_xs, d_h0, grads = rnn_backward(d_hs, trace, rnn)

    assert_agree(hs, unroll(rnn_equations, xs, h0, rnn.arrays(), lengths), "hs")
    assert_agree(d_xs, expected_xs, "xs")
    assert_agree(d_h0, expected_h0, "h0")
    assert_all_agree(grads, expected)


# the LSTM


@pytest.fixture
def lstm(rng, D, H):
    shapes = {f"{kind}_{gate}": (D + H, H) if kind == "W" else (H,) for kind in "Wb" for gate in "ifoc"}
    return LSTMParams(**{name: rng.normal(scale=0.7, size=shape) for name, shape in shapes.items()})


@pytest.fixture
def c0(rng, B, H):
    return rng.normal(size=(B, H))


def test_every_gradient_of_one_lstm_step(xs, h0, c0, lstm, rng):
    x = xs[:, 0]
    d_h, d_c = rng.normal(size=(2, *h0.shape))

    def loss(x, h_prev, c_prev, p):
        h, c = lstm_equations(x, (h_prev, c_prev), p)
        return anp.sum(d_h * h) + anp.sum(d_c * c)

    expected_x, expected_h, expected_c, expected = gradients(loss, x, h0, c0, lstm.arrays())
    (h, c), step = lstm_step(x, (h0, c0), lstm)
    d_x, (d_h_prev, d_c_prev), grads = lstm_step_backward((d_h, d_c), step, lstm)

    assert_agree((h, c), lstm_equations(x, (h0, c0), lstm.arrays()), "h and c")
    assert_agree(d_x, expected_x, "x")
    assert_agree(d_h_prev, expected_h, "h_prev")
    assert_agree(d_c_prev, expected_c, "c_prev")
    assert_all_agree(grads, expected)


@pytest.mark.parametrize("padded", [False, True], ids=["full rows", "padded rows"])
def test_every_gradient_of_an_lstm_over_time(padded, xs, h0, c0, lstm, lengths, rng, B, T, H):
    lengths = lengths if padded else None
    d_hs = rng.normal(size=(B, T, H))
    d_c = rng.normal(size=(B, H))

    def loss(xs, h0, c0, p):
        hs, cs = unroll(lstm_equations, xs, (h0, c0), p, lengths)
        return anp.sum(d_hs * hs) + anp.sum(d_c * cs[:, -1])

    expected_xs, expected_h0, expected_c0, expected = gradients(loss, xs, h0, c0, lstm.arrays())
    hs, trace = lstm_forward(xs, (h0, c0), lstm, lengths=lengths)
    d_xs, (d_h0, d_c0), grads = lstm_backward(d_hs, trace, lstm, d_c=d_c)

    assert_agree((hs, trace.cs), unroll(lstm_equations, xs, (h0, c0), lstm.arrays(), lengths), "hs and cs")
    assert_agree(d_xs, expected_xs, "xs")
    assert_agree(d_h0, expected_h0, "h0")
    assert_agree(d_c0, expected_c0, "c0")
    assert_all_agree(grads, expected)


# readout and losses


@pytest.mark.parametrize("axes", ["B H", "B T H"])
def test_every_gradient_of_the_readout(axes, rng, B, T, H):
    K = 2
    readout = init_linear_params(H, K, rng).replace(b=rng.normal(size=K))
    h = rng.normal(size=(B, H) if axes == "B H" else (B, T, H))
    d_y = rng.normal(size=(*h.shape[:-1], K))

    def loss(h, p):
        return anp.sum(d_y * (anp.dot(h, p["W"]) + p["b"]))

    expected_h, expected = gradients(loss, h, readout.arrays())
    y, trace = linear_forward(h, readout)
    d_h, grads = linear_backward(d_y, trace, readout)

    assert_agree(y, h @ readout.W + readout.b, "y")
    assert_agree(d_h, expected_h, "h")
    assert_all_agree(grads, expected)


@pytest.fixture(params=["all real", "some masked"])
def mask(request, rng, B, T):
    return None if request.param == "all real" else rng.random((B, T)) < 0.6


def test_the_gradient_of_the_mean_squared_error(mask, rng, B, T):
    prediction, target = rng.normal(size=(2, B, T, 2))
    real = np.ones((B, T), bool) if mask is None else mask

    loss, d_prediction = mean_squared_error(prediction, target, mask)

    assert loss == pytest.approx(squared_error(prediction, target, real), rel=ROUNDING)
    assert_agree(d_prediction, grad(squared_error)(prediction, target, real), "prediction")


def test_the_gradient_of_the_cross_entropy(mask, rng, B, T):
    logits = rng.normal(scale=3, size=(B, T, 6))
    classes = rng.integers(6, size=(B, T))
    real = np.ones((B, T), bool) if mask is None else mask

    loss, d_logits = softmax_cross_entropy(logits, classes, mask)

    assert loss == pytest.approx(cross_entropy(logits, classes, real), rel=ROUNDING)
    assert_agree(d_logits, grad(cross_entropy)(logits, classes, real), "logits")


# whole models: what training follows

MODELS = {
    "GRU": init_model,
    "GRUs in a stack, both directions": lambda *a: init_model(*a, layers=2, bidirectional=True),
    "RNN": init_rnn_model,
    "LSTM": init_lstm_model,
}


def model_equations(model, xs, p, lengths, every_step):
    """The answers of a model, from its weights by their dotted names."""
    own = {name.partition(".")[2]: array for name, array in p.items() if not name.startswith("readout.")}
    zeros = np.zeros((len(xs), model.recurrent.H))
    last_in_time = -1
    if "W_i" in own:
        hs, _ = unroll(lstm_equations, xs, (zeros, zeros), own, lengths)
    elif "W" in own:
        hs = unroll(rnn_equations, xs, zeros, own, lengths)
    elif "W_r" in own:
        hs = unroll(gru_equations, xs, zeros, own, lengths)
    else:
        hs = stack_equations(xs, np.zeros((4, *zeros.shape)), own, 2, lengths or [xs.shape[1]] * len(xs))
        last_in_time = 0  # for the half that reads backward
    H = model.recurrent.H
    h = hs if every_step else anp.concatenate([hs[:, -1, :H], hs[:, last_in_time, H:]], axis=1)
    return anp.dot(h, p["readout.W"]) + p["readout.b"]


@pytest.mark.parametrize("padded", [False, True], ids=["full rows", "padded rows"])
@pytest.mark.parametrize("every_step", [False, True], ids=["one answer a row", "one answer a step"])
@pytest.mark.parametrize("task", ["regression", "classification"])
@pytest.mark.parametrize("kind", MODELS)
def test_every_gradient_of_a_model(kind, task, every_step, padded, xs, lengths, rng, B, T, D, H):
    K = 2
    model = MODELS[kind](D, H, K, rng)
    model = model.with_flat(rng.normal(scale=0.6, size=model.size))
    lengths = lengths if padded else None
    answers = (B, T) if every_step else (B,)
    real = np.ones(answers, bool)
    if every_step and padded:
        real = np.arange(T) < np.array(lengths)[:, None]
    if task == "regression":
        wanted, ours, theirs = rng.normal(size=(*answers, K)), regression_loss, squared_error
    else:
        wanted, ours, theirs = rng.integers(K, size=answers), classification_loss, cross_entropy

    def loss(p):
        return theirs(model_equations(model, xs, p, lengths, every_step), wanted, real)

    value, grads = ours(model, xs, wanted, lengths)

    assert value == pytest.approx(loss(model.arrays()), rel=ROUNDING)
    assert_all_agree(grads, grad(loss)(model.arrays()))
