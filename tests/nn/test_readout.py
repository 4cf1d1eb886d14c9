"""The readout: y = h W + b, for one state or for every step's."""

import re

import numpy as np
import pytest

from gru_course.nn.gradcheck import check_gradients
from gru_course.nn.readout import LinearParams, init_linear_params, linear_backward, linear_forward

B, T, H, K = 4, 6, 3, 2


@pytest.fixture
def params(rng):
    return LinearParams(W=rng.normal(size=(H, K)), b=rng.normal(size=K))


@pytest.mark.parametrize("lead", [(B,), (B, T)], ids=["one state", "every step"])
def test_each_output_is_a_weighted_sum_plus_a_bias(params, rng, lead):
    h = rng.normal(size=(*lead, H))
    y, trace = linear_forward(h, params)
    assert trace.y is y
    for index in np.ndindex(*lead, K):
        expected = params.b[index[-1]] + sum(h[index[:-1]][j] * params.W[j, index[-1]] for j in range(H))
        assert y[index] == pytest.approx(expected, abs=1e-13)  # three products of numbers of order one


def test_every_step_is_read_as_if_it_were_alone(params, rng):
    hs = rng.normal(size=(B, T, H))
    ys, _ = linear_forward(hs, params)
    for t in range(T):
        # another shape may take another path through BLAS
        np.testing.assert_allclose(ys[:, t], linear_forward(hs[:, t], params)[0], rtol=0, atol=1e-14)


@pytest.mark.parametrize("lead", [(B,), (B, T)], ids=["one state", "every step"])
def test_the_derivative_is_the_slope(params, rng, lead):
    h, d_y = rng.normal(size=(*lead, H)), rng.normal(size=(*lead, K))

    def of_params(params):
        y, trace = linear_forward(h, params)
        return (y * d_y).sum(), linear_backward(d_y, trace, params)[1]

    def of_h(h):
        y, trace = linear_forward(h, params)
        return (y * d_y).sum(), linear_backward(d_y, trace, params)[0]

    for check in (check_gradients(of_params, params), check_gradients(of_h, h)):
        assert check, check


def test_a_view_of_the_states_works_like_a_copy(params, rng):
    hs = rng.normal(size=(T, B, H)).swapaxes(0, 1)
    y, trace = linear_forward(hs, params)
    _, grads = linear_backward(y, trace, params)
    y_copy, trace_copy = linear_forward(hs.copy(), params)
    _, grads_copy = linear_backward(y_copy, trace_copy, params)
    np.testing.assert_allclose(grads.flat, grads_copy.flat, rtol=1e-13)  # order of summation


def test_new_parameters_follow_glorot_and_have_no_bias(rng):
    params = init_linear_params(300, 200, rng)
    limit = np.sqrt(6 / 500)
    assert 0.99 * limit < np.abs(params.W).max() <= limit  # 60000 draws come within 1 % of the edge
    assert not params.b.any()
    assert (params.H, params.K) == (300, 200)
    assert init_linear_params(H, K, rng, dtype=np.float32).dtype == np.float32


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda p: linear_forward(np.ones((B, K)), p),
            ValueError,
            "h: expected shape (B, H) with H = 3, got (4, 2)",
        ),
        (
            lambda p: linear_forward(np.ones((B, T, K)), p),
            ValueError,
            "h: expected shape (B, T, H) with H = 3",
        ),
        (
            lambda p: linear_forward(np.ones(H), p),
            ValueError,
            "h: expected shape (B, H) with H = 3, got (3,)",
        ),
        (lambda p: linear_forward(np.ones((B, H), int), p), TypeError, "h: expected floating-point numbers"),
        (lambda p: linear_forward([[1.0] * H], p), TypeError, "h: expected a NumPy array, got list"),
        (
            lambda p: linear_forward(np.full((B, H), np.inf), p),
            ValueError,
            "h: expected finite numbers, got inf",
        ),
        (
            lambda p: linear_forward(np.ones((B, H)), p.W),
            TypeError,
            "params: expected LinearParams, got ndarray",
        ),
        (
            lambda p: linear_backward(np.ones((B, H)), linear_forward(np.ones((B, H)), p)[1], p),
            ValueError,
            "d_y: expected shape (B, K) with B = 4, K = 2, got (4, 3)",
        ),
        (
            lambda p: LinearParams(W=p.W, b=np.ones(H)),
            ValueError,
            "b: expected shape (K,) with K = 2, got (3,)",
        ),
        (lambda p: LinearParams(W=p.b, b=p.b), ValueError, "W: expected shape (H, K), got (2,)"),
        (
            lambda p: init_linear_params(H, 0, np.random.default_rng(0)),
            ValueError,
            "K: expected at least 1, got 0",
        ),
    ],
)
def test_wrong_arguments_are_named(params, call, error, message):
    with pytest.raises(error, match=re.escape(message)):
        call(params)
