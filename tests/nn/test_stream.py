"""One input at a time gives the same states as a whole sequence."""

import re

import numpy as np
import pytest

import gru_course as gc
from gru_course.nn.stream import GRUStream

D, H, T = 3, 5, 8


@pytest.fixture(params=[np.float64, np.float32])
def dtype(request):
    return request.param


@pytest.fixture
def params(rng, dtype):
    params = gc.init_params(D=D, H=H, rng=rng, dtype=dtype)
    params.flat[...] = rng.normal(size=params.size)
    return params


def test_streaming_equals_the_whole_sequence(params, rng, dtype):
    xs, h = rng.normal(size=(T, D)).astype(dtype), rng.normal(size=H).astype(dtype)
    hs, _ = gc.gru_forward(xs[None], h[None], params)
    stream = GRUStream(params)
    for t in range(T):
        h = stream(xs[t], h)
        assert h.dtype == dtype
        # float32 rounds at 6e-8 and eight steps of an unscaled network amplify it
        np.testing.assert_allclose(h, hs[0, t], rtol=0, atol=1e-12 if dtype is np.float64 else 1e-5)


def test_a_later_step_does_not_write_into_an_earlier_state(params, rng, dtype):
    stream = GRUStream(params)
    x, h0 = rng.normal(size=D).astype(dtype), np.zeros(H, dtype)
    h1 = stream(x, h0)
    kept = h1.copy()
    stream(-x, h1)
    assert (h1 == kept).all()
    assert not h0.any()
    assert (stream(x, h0) == kept).all()


def test_later_changes_of_the_parameters_are_not_seen(params, rng, dtype):
    stream = GRUStream(params)
    x, h = rng.normal(size=D).astype(dtype), np.ones(H, dtype)
    before = stream(x, h)
    params.flat[...] = 0
    assert (stream(x, h) == before).all()


@pytest.mark.parametrize(
    ("x", "h", "error", "message"),
    [
        (np.ones((1, D)), np.ones(H), ValueError, "x: expected shape (D,) with D = 3, got (1, 3)"),
        (np.ones(D), np.ones(H + 1), ValueError, "h_prev: expected shape (H,) with H = 5, got (6,)"),
        (
            np.array([1, np.nan, 1]),
            np.ones(H),
            ValueError,
            "x: expected finite numbers, got nan at index (1,)",
        ),
        (
            np.ones(D),
            np.full(H, -np.inf),
            ValueError,
            "h_prev: expected finite numbers, got -inf at index (0,)",
        ),
        (
            np.ones(D, int),
            np.ones(H),
            TypeError,
            "x: expected floating-point numbers (float32 or float64), got int64",
        ),
        ([1.0, 2.0, 3.0], np.ones(H), TypeError, "x: expected a NumPy array, got list"),
        (
            np.ones(D, np.float32),
            np.ones(H),
            TypeError,
            "x: expected float64 like the parameters, got float32",
        ),
    ],
)
def test_a_wrong_argument_is_named(rng, x, h, error, message):
    stream = GRUStream(gc.init_params(D=D, H=H, rng=rng))
    with pytest.raises(error, match=re.escape(message)):
        stream(x, h)


def test_a_large_but_finite_number_is_no_error(rng):
    stream = GRUStream(gc.init_params(D=D, H=H, rng=rng))
    assert np.isfinite(stream(np.full(D, 1e200), np.zeros(H))).all()


def test_only_gru_parameters_are_streamed():
    with pytest.raises(TypeError, match="params: expected GRUParams, got int"):
        GRUStream(3)
