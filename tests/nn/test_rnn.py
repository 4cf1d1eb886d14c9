"""The plain RNN: one equation, the same at every step, and its derivative."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gru_course.nn.gradcheck import check_gradients
from gru_course.nn.rnn import (
    RNNParams,
    init_rnn_params,
    rnn_backward,
    rnn_forward,
    rnn_step,
    rnn_step_backward,
)

B, T, D, H = 4, 6, 3, 5
LENGTHS = [6, 1, 4, 5]

SAME = 1e-12
"""Float64, numbers of order one, a few dozen operations in another order."""


def draw(seed, *, B=B, T=T, D=D, H=H):
    """Random inputs, states, weights, nonzero biases, and a derivative for every step."""
    rng = np.random.default_rng(seed)
    params = init_rnn_params(D, H, rng)
    params.flat[...] = rng.normal(scale=0.7, size=params.size)
    return rng.normal(size=(B, T, D)), rng.uniform(-1, 1, size=(B, H)), rng.normal(size=(B, T, H)), params


@pytest.fixture
def case():
    return draw(11)


def equal(actual, expected, *, atol=SAME):
    np.testing.assert_allclose(actual, expected, rtol=0, atol=atol)


def test_a_step_by_hand():
    params = RNNParams(W=np.array([[0.5], [-1.0], [2.0]]), b=np.array([0.25]))
    h, step = rnn_step(np.array([[1.0, 3.0]]), np.array([[0.5]]), params)
    # 1 * 0.5 + 3 * (-1) + 0.5 * 2 + 0.25 = -1.25
    equal(h, [[np.tanh(-1.25)]])
    assert step.h is h


def test_a_step_is_the_equation_number_by_number(case):
    xs, h_prev, _, params = case
    h, _ = rnn_step(xs[:, 0], h_prev, params)
    for row in range(B):
        for unit in range(H):
            a = params.b[unit]
            a += sum(xs[row, 0, k] * params.W[k, unit] for k in range(D))
            a += sum(h_prev[row, k] * params.W[D + k, unit] for k in range(H))
            equal(h[row, unit], np.tanh(a))


def test_a_sequence_is_the_step_again_and_again(case):
    xs, h, _, params = case
    hs, trace = rnn_forward(xs, h, params)
    equal(trace.h0, h)
    for t in range(T):
        h, step = rnn_step(xs[:, t], h, params)
        equal(hs[:, t], h)
        for name in ("x", "h_prev", "h"):
            equal(getattr(trace.step(t), name), getattr(step, name))


def test_no_initial_state_means_zeros(case):
    xs, _, _, params = case
    assert (rnn_forward(xs, None, params)[0] == rnn_forward(xs, np.zeros((B, H)), params)[0]).all()


def test_a_sequence_split_in_two_equals_the_whole(case):
    xs, h0, _, params = case
    whole, _ = rnn_forward(xs, h0, params)
    first, _ = rnn_forward(xs[:, :2], h0, params)
    second, _ = rnn_forward(xs[:, 2:], first[:, -1], params)
    equal(np.concatenate([first, second], axis=1), whole)


def test_rows_do_not_mix(case):
    xs, h0, d_hs, params = case
    hs, trace = rnn_forward(xs, h0, params)
    d_xs, d_h0, grads = rnn_backward(d_hs, trace, params)
    total = params.zeros_like()
    for row in range(B):
        own = slice(row, row + 1)
        own_hs, own_trace = rnn_forward(xs[own], h0[own], params)
        own_d_xs, own_d_h0, own_grads = rnn_backward(d_hs[own], own_trace, params)
        equal(own_hs, hs[own])
        equal(own_d_xs, d_xs[own])
        equal(own_d_h0, d_h0[own])
        total.flat[...] += own_grads.flat
    equal(total.flat, grads.flat, atol=10 * SAME)  # a sum over rows: one digit more room


@settings(max_examples=40)
@given(st.data(), st.integers(0, 1000), st.integers(1, 4), st.integers(1, 6))
def test_a_padded_row_equals_the_row_alone(data, seed, B, T):
    xs, h0, d_hs, params = draw(seed, B=B, T=T)
    lengths = data.draw(st.lists(st.integers(1, T), min_size=B, max_size=B))
    for row, n in enumerate(lengths):
        xs[row, n:] = np.nan
    hs, trace = rnn_forward(xs, h0, params, lengths=lengths)
    d_xs, d_h0, grads = rnn_backward(d_hs, trace, params)
    total = params.zeros_like()
    for row, n in enumerate(lengths):
        own = slice(row, row + 1)
        alone, alone_trace = rnn_forward(xs[own, :n], h0[own], params)
        d_alone = d_hs[own, :n].copy()
        d_alone[:, -1] += d_hs[own, n:].sum(
            axis=1
        )  # what arrives at held states belongs to the last real one
        d_xs_alone, d_h0_alone, grads_alone = rnn_backward(d_alone, alone_trace, params)
        equal(hs[own, :n], alone)
        equal(hs[own, n:], np.broadcast_to(alone[:, -1:], hs[own, n:].shape))
        equal(d_xs[own, :n], d_xs_alone, atol=10 * SAME)
        assert not d_xs[own, n:].any()
        equal(d_h0[own], d_h0_alone, atol=10 * SAME)
        total.flat[...] += grads_alone.flat
    equal(grads.flat, total.flat, atol=100 * SAME)  # sums over rows and steps


def test_the_derivative_of_a_step_is_the_slope(case):
    xs, h_prev, d_hs, params = case
    x, d_h = xs[:, 0], d_hs[:, 0]

    def of_params(params):
        h, step = rnn_step(x, h_prev, params)
        return (h * d_h).sum(), rnn_step_backward(d_h, step, params)[2]

    def of_inputs(a):
        h, step = rnn_step(a["x"], a["h_prev"], params)
        d_x, d_h_prev, _ = rnn_step_backward(d_h, step, params)
        return (h * d_h).sum(), {"x": d_x, "h_prev": d_h_prev}

    for check in (check_gradients(of_params, params), check_gradients(of_inputs, {"x": x, "h_prev": h_prev})):
        assert check, check


@pytest.mark.parametrize("lengths", [None, LENGTHS], ids=["full", "padded"])
def test_the_derivative_of_a_sequence_is_the_slope(case, lengths):
    xs, h0, d_hs, params = case

    def of_params(params):
        hs, trace = rnn_forward(xs, h0, params, lengths=lengths)
        return (hs * d_hs).sum(), rnn_backward(d_hs, trace, params)[2]

    def of_inputs(a):
        hs, trace = rnn_forward(a["xs"], a["h0"], params, lengths=lengths)
        d_xs, d_h0, _ = rnn_backward(d_hs, trace, params)
        return (hs * d_hs).sum(), {"xs": d_xs, "h0": d_h0}

    for check in (check_gradients(of_params, params), check_gradients(of_inputs, {"xs": xs, "h0": h0})):
        assert check, check


def test_inputs_are_left_as_they_are(case):
    xs, h0, d_hs, params = case
    kept = [a.copy() for a in (xs, h0, d_hs, params.flat)]
    _, trace = rnn_forward(xs, h0, params, lengths=LENGTHS)
    rnn_backward(d_hs, trace, params)
    for a, before in zip((xs, h0, d_hs, params.flat), kept, strict=True):
        assert (a == before).all()


def test_float32_stays_float32(case):
    xs, h0, d_hs, params = (a.astype(np.float32) for a in case)
    hs, trace = rnn_forward(xs, h0, params, lengths=LENGTHS)
    d_xs, d_h0, grads = rnn_backward(d_hs, trace, params)
    assert {a.dtype for a in (hs, d_xs, d_h0, grads.flat)} == {np.dtype(np.float32)}


def test_new_parameters_are_orthogonal_over_time_and_have_no_bias(rng):
    params = init_rnn_params(D, H, rng)
    U = params.W[D:]
    equal(U @ U.T, np.eye(H))
    assert not params.b.any()
    assert (params.D, params.H) == (D, H)


good = np.ones((2, D))


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda p: rnn_step(good[0], np.ones((2, H)), p),
            ValueError,
            "x: expected shape (B, D) with D = 3, got (3,)",
        ),
        (
            lambda p: rnn_step(good, np.ones((3, H)), p),
            ValueError,
            "h_prev: expected shape (B, H) with B = 2, H = 5",
        ),
        (
            lambda p: rnn_step(good.astype(int), np.ones((2, H)), p),
            TypeError,
            "x: expected floating-point numbers",
        ),
        (
            lambda p: rnn_step(good * np.nan, np.ones((2, H)), p),
            ValueError,
            "x: expected finite numbers, got nan",
        ),
        (lambda p: rnn_step(good, np.ones((2, H)), {}), TypeError, "params: expected RNNParams, got dict"),
        (lambda p: rnn_forward(good, None, p), ValueError, "xs: expected shape (B, T, D)"),
        (lambda p: rnn_forward(good[None], np.ones((1, 2)), p), ValueError, "h0: expected shape (B, H)"),
        (lambda p: rnn_forward(good[None], None, p, lengths=[3]), ValueError, "lengths: expected 1 to T = 2"),
        (
            lambda p: rnn_forward(good[None], None, None),
            TypeError,
            "params: expected RNNParams, got NoneType",
        ),
        (
            lambda p: rnn_backward(np.ones((1, 2, 2)), rnn_forward(good[None], None, p)[1], p),
            ValueError,
            "d_hs: expected shape (B, T, H) with B = 1, T = 2, H = 5, got (1, 2, 2)",
        ),
        (
            lambda p: rnn_step_backward(np.ones((1, H)), rnn_step(good, np.ones((2, H)), p)[1], p),
            ValueError,
            "d_h: expected shape (B, H) with B = 2",
        ),
        (lambda p: RNNParams(W=np.ones((H, H)), b=np.ones(H)), ValueError, "W: expected shape (D+H, H)"),
        (
            lambda p: RNNParams(W=p.W, b=np.ones(H + 1)),
            ValueError,
            "b: expected shape (H,) with H = 5, got (6,)",
        ),
        (lambda p: RNNParams(W=p.W, b=np.ones(H, np.float32)), TypeError, "b: expected float64"),
        (
            lambda p: init_rnn_params(0, H, np.random.default_rng(0)),
            ValueError,
            "D: expected at least 1, got 0",
        ),
        (lambda p: init_rnn_params(D, H, 0), TypeError, "rng: expected a numpy.random.Generator"),
    ],
)
def test_wrong_arguments_are_named(case, call, error, message):
    with pytest.raises(error, match=re.escape(message)):
        call(case[3])
