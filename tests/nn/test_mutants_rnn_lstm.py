"""The plain RNN and the LSTM are held term by term too: make one wrong, and their law fails."""

import math

import numpy as np
import pytest

from gru_course.nn import lstm, rnn
from tests.nn.laws import EXACT, SLOPE, equal, logistic, scalar_gate, slopes
from tests.nn.mutation import Mutant, build

B, D, H = 4, 3, 2


def numbers(*shape):
    """Fixed random numbers; another stream for every shape."""
    return np.random.default_rng(shape).uniform(-1, 1, size=shape)


def an_rnn_step_is_its_equation_and_backward_its_slope(module):
    x, h_prev, d_h = numbers(B, D), numbers(B, H), numbers(H, B).T.copy()
    params = module.RNNParams(W=numbers(D + H, H), b=numbers(H))
    h, step = module.rnn_step(x, h_prev, params)
    equal(h, scalar_gate(x, h_prev, params.W, params.b, math.tanh), atol=EXACT)

    def loss():
        return float((d_h * module.rnn_step(x, h_prev, params)[0]).sum())

    d_x, d_h_prev, grads = module.rnn_step_backward(d_h, step, params)
    equal(d_x, slopes(loss, x), atol=SLOPE)
    equal(d_h_prev, slopes(loss, h_prev), atol=SLOPE)
    for name, array in params:
        equal(getattr(grads, name), slopes(loss, array), atol=SLOPE)


def an_lstm_step_is_its_equations_and_backward_its_slopes(module):
    x, h_prev, c_prev = numbers(B, D), numbers(B, H), 2 * numbers(B, H, 1)[:, :, 0]
    d_h, d_c = numbers(H, B).T.copy(), numbers(1, B, H)[0].copy()
    params = module.LSTMParams(
        **{f"W_{gate}": numbers(D + H, H, k + 1)[:, :, 0].copy() for k, gate in enumerate("ifoc")},
        **{f"b_{gate}": numbers(k + 1, H)[0].copy() for k, gate in enumerate("ifoc")},
    )
    (h, c), step = module.lstm_step(x, (h_prev, c_prev), params)
    i, f, o = (
        np.array(scalar_gate(x, h_prev, getattr(params, f"W_{g}"), getattr(params, f"b_{g}"), logistic))
        for g in "ifo"
    )
    candidate = np.array(scalar_gate(x, h_prev, params.W_c, params.b_c, math.tanh))
    for actual, expected in ((step.i, i), (step.f, f), (step.o, o), (step.c_cand, candidate)):
        equal(actual, expected)
    for n in np.ndindex(h.shape):
        memory = f[n] * c_prev[n] + i[n] * candidate[n]
        equal(c[n], memory)
        equal(h[n], o[n] * math.tanh(memory))

    def loss():
        (h, c), _ = module.lstm_step(x, (h_prev, c_prev), params)
        return float((d_h * h).sum() + (d_c * c).sum())

    d_x, (d_h_prev, d_c_prev), grads = module.lstm_step_backward((d_h, d_c), step, params)
    equal(d_x, slopes(loss, x), atol=SLOPE)
    equal(d_h_prev, slopes(loss, h_prev), atol=SLOPE)
    equal(d_c_prev, slopes(loss, c_prev), atol=SLOPE)
    for name, array in params:
        equal(getattr(grads, name), slopes(loss, array), atol=SLOPE)


RNN_MUTANTS = [
    ("tanh(beside(x, h_prev) @ params.W + params.b)", "tanh(beside(x, h_prev) @ params.W)"),
    ("tanh(beside(x, h_prev) @ params.W + params.b)", "tanh(beside(x, h_prev) @ params.W - params.b)"),
    ("tanh(beside(x, h_prev) @ params.W + params.b)", "tanh(beside(h_prev, x) @ params.W + params.b)"),
    ("tanh(beside(x, h_prev) @ params.W + params.b)", "beside(x, h_prev) @ params.W + params.b"),
    (
        "tanh(beside(x, h_prev) @ params.W + params.b)",
        "tanh(beside(x, 0 * h_prev) @ params.W + params.b + h_prev)",
    ),
    ("d_a = d_h * tanh_derivative(step.h)", "d_a = d_h"),
    ("d_a = d_h * tanh_derivative(step.h)", "d_a = -d_h * tanh_derivative(step.h)"),
    ("d_xh = d_a @ params.W.T", "d_xh = d_a @ params.W.reshape(params.H, -1)"),
    ("d_xh[:, : params.D], d_xh[:, params.D :], d_a", "d_xh[:, -params.D :], d_xh[:, : params.H], d_a"),
    ("W=xh.T @ d_a, b=d_a.sum(axis=0)", "W=xh.T @ d_a, b=d_a.mean(axis=0)"),
    ("W=xh.T @ d_a, b=d_a.sum(axis=0)", "W=xh.T @ d_a / len(xh), b=d_a.sum(axis=0)"),
]

LSTM_MUTANTS = [
    ("i = sigmoid(xh @ params.W_i + params.b_i)", "i = sigmoid(xh @ params.W_f + params.b_i)"),
    ("i = sigmoid(xh @ params.W_i + params.b_i)", "i = sigmoid(xh @ params.W_i)"),
    ("f = sigmoid(xh @ params.W_f + params.b_f)", "f = sigmoid(xh @ params.W_f + params.b_i)"),
    ("f = sigmoid(xh @ params.W_f + params.b_f)", "f = 1 - sigmoid(xh @ params.W_f + params.b_f)"),
    ("o = sigmoid(xh @ params.W_o + params.b_o)", "o = tanh(xh @ params.W_o + params.b_o)"),
    ("o = sigmoid(xh @ params.W_o + params.b_o)", "o = sigmoid(xh @ params.W_o - params.b_o)"),
    ("c_cand = tanh(xh @ params.W_c + params.b_c)", "c_cand = sigmoid(xh @ params.W_c + params.b_c)"),
    ("c_cand = tanh(xh @ params.W_c + params.b_c)", "c_cand = tanh(xh @ params.W_c)"),
    ("c = f * c_prev + i * c_cand", "c = i * c_prev + f * c_cand"),
    ("c = f * c_prev + i * c_cand", "c = f * c_prev + (1 - f) * c_cand"),
    ("c = f * c_prev + i * c_cand", "c = f * h_prev + i * c_cand"),
    ("h = o * tanh(c)", "h = o * c"),
    ("h = o * tanh(c)", "h = tanh(c)"),
    ("shown = tanh(step.c)", "shown = step.c"),
    ("d_o = d_h * shown", "d_o = d_h"),
    ("d_c = d_c + d_h * o * tanh_derivative(shown)", "d_c = d_h * o * tanh_derivative(shown)"),
    ("d_c = d_c + d_h * o * tanh_derivative(shown)", "d_c = d_c + d_h * tanh_derivative(shown)"),
    ("d_c = d_c + d_h * o * tanh_derivative(shown)", "d_c = d_c + d_h * o"),
    ("d_f = d_c * step.c_prev", "d_f = d_c * step.c"),
    ("d_c_prev = d_c * f", "d_c_prev = d_c * i"),
    ("d_i = d_c * c_cand", "d_i = d_c"),
    ("d_c_cand = d_c * i", "d_c_cand = d_c * f"),
    ("d_a_i = d_i * sigmoid_derivative(i)", "d_a_i = d_i"),
    ("d_a_f = d_f * sigmoid_derivative(f)", "d_a_f = d_f * sigmoid_derivative(i)"),
    ("d_a_o = d_o * sigmoid_derivative(o)", "d_a_o = d_o * tanh_derivative(o)"),
    ("d_a_c = d_c_cand * tanh_derivative(c_cand)", "d_a_c = d_c_cand"),
    ("d_a_f @ params.W_f.T", "d_a_f @ params.W_i.T"),
    (" + d_a_o @ params.W_o.T", ""),
    ("W_f=xh.T @ d_a_f", "W_f=xh.T @ d_a_i"),
    ("b_c=d_a_c.sum(axis=0)", "b_c=d_a_c.mean(axis=0)"),
]


@pytest.mark.parametrize(("right", "wrong"), RNN_MUTANTS)
def test_a_wrong_term_in_the_rnn_is_noticed(right, wrong):
    mutant = build(Mutant("rnn", right, wrong, "an_rnn_step_is_its_equation_and_backward_its_slope"))
    with pytest.raises(AssertionError):
        an_rnn_step_is_its_equation_and_backward_its_slope(mutant)


@pytest.mark.parametrize(("right", "wrong"), LSTM_MUTANTS)
def test_a_wrong_term_in_the_lstm_is_noticed(right, wrong):
    mutant = build(Mutant("lstm", right, wrong, "an_lstm_step_is_its_equations_and_backward_its_slopes"))
    with pytest.raises(AssertionError):
        an_lstm_step_is_its_equations_and_backward_its_slopes(mutant)


def test_the_real_modules_keep_the_laws():
    an_rnn_step_is_its_equation_and_backward_its_slope(rnn)
    an_lstm_step_is_its_equations_and_backward_its_slopes(lstm)
