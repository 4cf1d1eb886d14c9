"""The LSTM: six equations, a state of two parts, and their derivatives."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gru_course.nn.gradcheck import check_gradients
from gru_course.nn.lstm import (
    LSTMParams,
    init_lstm_params,
    lstm_backward,
    lstm_forward,
    lstm_step,
    lstm_step_backward,
)

B, T, D, H = 4, 6, 3, 5
LENGTHS = [6, 1, 4, 5]

SAME = 1e-12
"""Float64, numbers of order one, a few dozen operations in another order."""


def draw(seed, *, B=B, T=T, D=D, H=H):
    """Random inputs, states, weights, nonzero biases, and derivatives for every h_t and for c_T."""
    rng = np.random.default_rng(seed)
    params = init_lstm_params(D, H, rng)
    params.flat[...] = rng.normal(scale=0.7, size=params.size)
    state0 = rng.uniform(-1, 1, size=(B, H)), rng.normal(size=(B, H))
    return rng.normal(size=(B, T, D)), state0, rng.normal(size=(B, T, H)), rng.normal(size=(B, H)), params


@pytest.fixture
def case():
    return draw(12)


def equal(actual, expected, *, atol=SAME):
    np.testing.assert_allclose(actual, expected, rtol=0, atol=atol)


def logistic(a):
    return 1 / (1 + np.exp(-a))


def set_gates(params, **biases):
    """Saturated gates: weights of zero and a large bias, so that a gate is 0 or 1 to the last digit."""
    zeros = {f"W_{name}": 0.0 for name in biases}
    return params.replace(**zeros, **{f"b_{name}": value for name, value in biases.items()})


def test_a_step_is_the_equations_in_other_words(case):
    xs, (h_prev, c_prev), _, _, params = case
    (h, c), step = lstm_step(xs[:, 0], (h_prev, c_prev), params)

    def a(name):
        W = getattr(params, f"W_{name}")
        x_part = np.einsum("bd,dh->bh", xs[:, 0], W[:D])
        return x_part + np.einsum("bk,kh->bh", h_prev, W[D:]) + getattr(params, f"b_{name}")

    for gate in "ifo":
        equal(getattr(step, gate), logistic(a(gate)))
    equal(step.c_cand, np.tanh(a("c")))
    equal(c, logistic(a("f")) * c_prev + logistic(a("i")) * np.tanh(a("c")))
    equal(h, logistic(a("o")) * np.tanh(c))


def test_forget_1_and_input_0_keep_the_memory_exactly(case):
    xs, (h_prev, c_prev), _, _, params = case
    (_, c), _ = lstm_step(xs[:, 0], (h_prev, c_prev), set_gates(params, f=1e3, i=-1e3))
    assert (c == c_prev).all()


def test_forget_0_and_input_1_replace_the_memory_by_the_candidate(case):
    xs, state, _, _, params = case
    (_, c), step = lstm_step(xs[:, 0], state, set_gates(params, f=-1e3, i=1e3))
    assert (c == step.c_cand).all()


def test_output_0_hides_the_memory_and_output_1_shows_its_tanh(case):
    xs, state, _, _, params = case
    (h, _), _ = lstm_step(xs[:, 0], state, set_gates(params, o=-1e3))
    assert not h.any()
    (h, c), _ = lstm_step(xs[:, 0], state, set_gates(params, o=1e3))
    equal(h, np.tanh(c))


def test_gates_do_not_see_the_memory(case):
    """No peepholes."""
    xs, (h_prev, c_prev), _, _, params = case
    _, step = lstm_step(xs[:, 0], (h_prev, c_prev), params)
    _, other = lstm_step(xs[:, 0], (h_prev, c_prev + 1), params)
    for name in ("i", "f", "o", "c_cand"):
        assert (getattr(step, name) == getattr(other, name)).all()


def test_a_sequence_is_the_step_again_and_again(case):
    xs, state, _, _, params = case
    hs, trace = lstm_forward(xs, state, params)
    assert (trace.h0 == state[0]).all()
    assert (trace.c0 == state[1]).all()
    for t in range(T):
        state, step = lstm_step(xs[:, t], state, params)
        equal(hs[:, t], state[0])
        equal(trace.cs[:, t], state[1])
        for name in ("x", "h_prev", "c_prev", "i", "f", "o", "c_cand", "c", "h"):
            equal(getattr(trace.step(t), name), getattr(step, name))


def test_no_initial_state_means_zeros(case):
    xs, _, _, _, params = case
    zeros = np.zeros((B, H))
    assert (lstm_forward(xs, None, params)[0] == lstm_forward(xs, (zeros, zeros), params)[0]).all()


def test_a_sequence_split_in_two_equals_the_whole(case):
    xs, state0, d_hs, d_c, params = case
    whole, trace = lstm_forward(xs, state0, params)
    first, first_trace = lstm_forward(xs[:, :2], state0, params)
    second, second_trace = lstm_forward(xs[:, 2:], (first[:, -1], first_trace.cs[:, -1]), params)
    equal(np.concatenate([first, second], axis=1), whole)

    d_xs, d_state0, grads = lstm_backward(d_hs, trace, params, d_c=d_c)
    d_second, (d_h, d_c_middle), grads_second = lstm_backward(d_hs[:, 2:], second_trace, params, d_c=d_c)
    d_first_hs = d_hs[:, :2].copy()
    d_first_hs[:, -1] += d_h
    d_first, d_state0_split, grads_first = lstm_backward(d_first_hs, first_trace, params, d_c=d_c_middle)
    equal(np.concatenate([d_first, d_second], axis=1), d_xs, atol=10 * SAME)
    equal(d_state0_split, d_state0, atol=10 * SAME)
    equal(grads_first.flat + grads_second.flat, grads.flat, atol=100 * SAME)


@settings(max_examples=40)
@given(st.data(), st.integers(0, 1000), st.integers(1, 4), st.integers(1, 6))
def test_a_padded_row_equals_the_row_alone(data, seed, B, T):
    xs, (h0, c0), d_hs, d_c, params = draw(seed, B=B, T=T)
    lengths = data.draw(st.lists(st.integers(1, T), min_size=B, max_size=B))
    for row, n in enumerate(lengths):
        xs[row, n:] = np.nan
    hs, trace = lstm_forward(xs, (h0, c0), params, lengths=lengths)
    d_xs, d_state0, grads = lstm_backward(d_hs, trace, params, d_c=d_c)
    total = params.zeros_like()
    for row, n in enumerate(lengths):
        own = slice(row, row + 1)
        alone, alone_trace = lstm_forward(xs[own, :n], (h0[own], c0[own]), params)
        d_alone = d_hs[own, :n].copy()
        d_alone[:, -1] += d_hs[own, n:].sum(
            axis=1
        )  # what arrives at held states belongs to the last real one
        d_xs_alone, d_state0_alone, grads_alone = lstm_backward(d_alone, alone_trace, params, d_c=d_c[own])
        equal(hs[own, :n], alone)
        equal(hs[own, n:], np.broadcast_to(alone[:, -1:], hs[own, n:].shape))
        equal(trace.cs[own, -1], alone_trace.cs[:, -1])
        equal(d_xs[own, :n], d_xs_alone, atol=10 * SAME)
        assert not d_xs[own, n:].any()
        for d, d_alone_part in zip(d_state0, d_state0_alone, strict=True):
            equal(d[own], d_alone_part, atol=10 * SAME)
        total.flat[...] += grads_alone.flat
    equal(grads.flat, total.flat, atol=100 * SAME)  # sums over rows and steps


def test_the_derivative_of_a_step_is_the_slope(case):
    xs, state, d_hs, d_c, params = case
    x, d_h = xs[:, 0], d_hs[:, 0]

    def loss(h, c):
        return (h * d_h).sum() + (c * d_c).sum()

    def of_params(params):
        (h, c), step = lstm_step(x, state, params)
        return loss(h, c), lstm_step_backward((d_h, d_c), step, params)[2]

    def of_inputs(a):
        (h, c), step = lstm_step(a["x"], (a["h_prev"], a["c_prev"]), params)
        d_x, (d_h_prev, d_c_prev), _ = lstm_step_backward((d_h, d_c), step, params)
        return loss(h, c), {"x": d_x, "h_prev": d_h_prev, "c_prev": d_c_prev}

    inputs = {"x": x, "h_prev": state[0], "c_prev": state[1]}
    for check in (check_gradients(of_params, params), check_gradients(of_inputs, inputs)):
        assert check, check


@pytest.mark.parametrize("lengths", [None, LENGTHS], ids=["full", "padded"])
def test_the_derivative_of_a_sequence_is_the_slope(case, lengths):
    xs, state0, d_hs, d_c, params = case

    def loss(hs, trace):
        return (hs * d_hs).sum() + (trace.cs[:, -1] * d_c).sum()

    def of_params(params):
        hs, trace = lstm_forward(xs, state0, params, lengths=lengths)
        return loss(hs, trace), lstm_backward(d_hs, trace, params, d_c=d_c)[2]

    def of_inputs(a):
        hs, trace = lstm_forward(a["xs"], (a["h0"], a["c0"]), params, lengths=lengths)
        d_xs, (d_h0, d_c0), _ = lstm_backward(d_hs, trace, params, d_c=d_c)
        return loss(hs, trace), {"xs": d_xs, "h0": d_h0, "c0": d_c0}

    inputs = {"xs": xs, "h0": state0[0], "c0": state0[1]}
    for check in (check_gradients(of_params, params), check_gradients(of_inputs, inputs)):
        assert check, check


def test_without_d_c_the_loss_does_not_use_the_last_memory(case):
    xs, state0, d_hs, _, params = case
    _, trace = lstm_forward(xs, state0, params)
    assert (
        lstm_backward(d_hs, trace, params)[2].flat
        == lstm_backward(d_hs, trace, params, d_c=np.zeros((B, H)))[2].flat
    ).all()


def test_inputs_are_left_as_they_are(case):
    xs, state0, d_hs, d_c, params = case
    arrays = (xs, *state0, d_hs, d_c, params.flat)
    kept = [a.copy() for a in arrays]
    _, trace = lstm_forward(xs, state0, params, lengths=LENGTHS)
    lstm_backward(d_hs, trace, params, d_c=d_c)
    for a, before in zip(arrays, kept, strict=True):
        assert (a == before).all()


def test_float32_stays_float32(case):
    xs, (h0, c0), d_hs, d_c, params = case
    xs, h0, c0, d_hs, d_c, params = (a.astype(np.float32) for a in (xs, h0, c0, d_hs, d_c, params))
    hs, trace = lstm_forward(xs, (h0, c0), params, lengths=LENGTHS)
    d_xs, d_state0, grads = lstm_backward(d_hs, trace, params, d_c=d_c)
    assert {a.dtype for a in (hs, trace.cs, d_xs, *d_state0, grads.flat)} == {np.dtype(np.float32)}


def test_a_new_lstm_remembers_by_a_forget_bias_of_one(rng):
    params = init_lstm_params(D, H, rng)
    assert (params.b_f == 1).all()
    assert not any(getattr(params, name).any() for name in ("b_i", "b_o", "b_c"))
    assert (init_lstm_params(D, H, rng, b_f=-2.5).b_f == -2.5).all()
    matrices = [params.W_i, params.W_f, params.W_o, params.W_c]
    assert all((a != b).all() for k, a in enumerate(matrices) for b in matrices[:k])


def test_an_lstm_has_four_blocks(rng):
    assert init_lstm_params(16, 32, rng).size == 4 * ((16 + 32) * 32 + 32) == 6272


good, pair = np.ones((2, D)), (np.ones((2, H)), np.ones((2, H)))


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda p: lstm_step(good[0], pair, p), ValueError, "x: expected shape (B, D) with D = 3, got (3,)"),
        (lambda p: lstm_step(good, pair[0], p), TypeError, "state: expected a pair (h, c), got ndarray"),
        (
            lambda p: lstm_step(good, (pair[0], np.ones((2, 2))), p),
            ValueError,
            "c_prev: expected shape (B, H)",
        ),
        (
            lambda p: lstm_step(good, (np.ones((1, H)), pair[1]), p),
            ValueError,
            "h_prev: expected shape (B, H)",
        ),
        (
            lambda p: lstm_step(good, (pair[0], pair[1] / 0), p),
            ValueError,
            "c_prev: expected finite numbers, got inf",
        ),
        (lambda p: lstm_step(good, pair, None), TypeError, "params: expected LSTMParams, got NoneType"),
        (lambda p: lstm_forward(good, None, p), ValueError, "xs: expected shape (B, T, D)"),
        (lambda p: lstm_forward(good[None], pair, p), ValueError, "h0: expected shape (B, H) with B = 1"),
        (lambda p: lstm_forward(good[None], np.ones((1, H)), p), TypeError, "state0: expected a pair (h, c)"),
        (
            lambda p: lstm_forward(good[None], (np.ones((1, H)), pair[1]), p),
            ValueError,
            "c0: expected shape (B, H) with B = 1, H = 5, got (2, 5)",
        ),
        (
            lambda p: lstm_backward(np.ones((1, 2, H)), lstm_forward(good[None], None, p)[1], p, d_c=pair[0]),
            ValueError,
            "d_c: expected shape (B, H) with B = 1",
        ),
        (
            lambda p: lstm_backward(np.ones((1, 2, 2)), lstm_forward(good[None], None, p)[1], p),
            ValueError,
            "d_hs: expected shape (B, T, H)",
        ),
        (
            lambda p: lstm_step_backward(pair[0], lstm_step(good, pair, p)[1], p),
            TypeError,
            "d_state: expected a pair (h, c), got ndarray",
        ),
        (
            lambda p: LSTMParams(**{**dict(p), "W_o": np.ones((4, H))}),
            ValueError,
            "W_o: expected shape (D+H, H)",
        ),
        (
            lambda p: LSTMParams(**{**dict(p), "b_f": np.ones(2)}),
            ValueError,
            "b_f: expected shape (H,) with H = 5",
        ),
        (
            lambda p: init_lstm_params(D, -1, np.random.default_rng(0)),
            ValueError,
            "H: expected at least 1, got -1",
        ),
    ],
)
@pytest.mark.filterwarnings("ignore:divide by zero")
def test_wrong_arguments_are_named(case, call, error, message):
    with pytest.raises(error, match=re.escape(message)):
        call(case[4])
