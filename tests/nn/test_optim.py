"""Optimisers: each does what its paper says, and none writes into what it was given."""

import math
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gru_course.nn import optim
from gru_course.nn.optim import SGD, Adam, Momentum, RMSProp, clip_by_global_norm, global_norm
from gru_course.nn.params import Params

ALL = [SGD(0.1), Momentum(0.1, 0.8), RMSProp(0.1, 0.7, 1e-3), Adam(0.1, 0.8, 0.95, 1e-3)]
every_optimizer = pytest.mark.parametrize("optimizer", ALL, ids=[type(o).__name__ for o in ALL])


def one(*numbers):
    return Params(w=np.array(numbers, float))


def run(optimizer, p, grads):
    """All parameters on the way, for given gradients."""
    state = optimizer.init(p)
    seen = []
    for g in grads:
        p, state = optimizer.update(p, g, state)
        seen.append(p.flat.copy())
    return np.array(seen)


def test_sgd_by_hand():
    seen = run(SGD(0.5), one(1.0), [one(2.0), one(-4.0)])
    assert seen.tolist() == [[0.0], [2.0]]


def test_momentum_by_hand():
    # v: -1, 0.5 (-1) - 1 = -1.5, 0.5 (-1.5) - 0 = -0.75
    seen = run(Momentum(0.5, momentum=0.5), one(0.0), [one(2.0), one(2.0), one(0.0)])
    assert seen.tolist() == [[-1.0], [-2.5], [-3.25]]


def test_momentum_is_classical_and_not_nesterov():
    """After the push is over the ball keeps rolling by powers of the momentum."""
    steps = np.diff(run(Momentum(1.0, 0.25), one(0.0), [one(1.0), one(0.0), one(0.0)])[:, 0], prepend=0)
    assert steps.tolist() == [-1, -0.25, -0.0625]


def test_rmsprop_by_hand():
    # s: 0.25 * 0 + 0.75 * 16 = 12; then 0.25 * 12 + 0.75 * 4 = 6
    seen = run(RMSProp(0.1, decay=0.25, epsilon=1e-8), one(1.0), [one(4.0), one(-2.0)])
    first = 1 - 0.1 * 4 / (math.sqrt(12) + 1e-8)
    np.testing.assert_allclose(seen[:, 0], [first, first + 0.1 * 2 / (math.sqrt(6) + 1e-8)], rtol=1e-15)


def test_adam_by_hand():
    # m: 0.5 * 4 = 2, m_hat = 2 / 0.5 = 4; v: 0.75 * 16 = 12, v_hat = 12 / 0.75 = 16; step 0.1 * 4 / (4 + 1)
    # m: 1 - 1 = 0, so the second step is none
    seen = run(Adam(0.1, beta1=0.5, beta2=0.25, epsilon=1.0), one(1.0), [one(4.0), one(-2.0)])
    np.testing.assert_allclose(seen[:, 0], [0.92, 0.92], rtol=1e-15)


def test_adam_is_algorithm_1_of_the_paper(rng):
    alpha, b1, b2, eps = 0.01, 0.9, 0.99, 1e-2
    p, grads = rng.normal(size=7), rng.normal(size=(20, 7))
    seen = run(Adam(alpha, b1, b2, eps), one(*p), [one(*g) for g in grads])
    m = v = np.zeros(7)
    for t, g in enumerate(grads, start=1):
        m = b1 * m + (1 - b1) * g
        v = b2 * v + (1 - b2) * g * g
        p = p - alpha * (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + eps)
        np.testing.assert_allclose(seen[t - 1], p, rtol=1e-13)  # the same numbers in another order


@settings(max_examples=50)
@given(st.floats(1e-3, 1e3), st.sampled_from([-1, 1]), st.floats(1e-4, 1))
def test_adams_first_step_is_the_learning_rate_whatever_the_size_of_the_gradient(size, sign, learning_rate):
    seen = run(Adam(learning_rate), one(0.0), [one(sign * size)])
    # epsilon = 1e-8 beside a gradient of at least 1e-3
    assert seen[0, 0] == pytest.approx(-sign * learning_rate, rel=2e-5)


@every_optimizer
def test_numbers_do_not_see_each_other(optimizer, rng):
    p, grads = rng.normal(size=5), rng.normal(size=(4, 5))
    together = run(optimizer, one(*p), [one(*g) for g in grads])
    apart = [run(optimizer, one(p[k]), [one(g[k]) for g in grads])[:, 0] for k in range(5)]
    np.testing.assert_allclose(together, np.array(apart).T, rtol=1e-14)  # vector and scalar square roots


@every_optimizer
def test_a_valley_is_found(optimizer):
    p, state = one(3.0, -2.0), optimizer.init(one(3.0, -2.0))
    for _ in range(300):
        p, state = optimizer.update(p, Params(w=p.w * [1.0, 4.0]), state)
    # RMSProp at a constant rate of 0.1 ends up stepping to and fro by about 0.1
    assert np.abs(p.flat).max() < 0.11


@every_optimizer
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_nothing_that_was_given_is_written_to_and_types_stay(optimizer, dtype, rng):
    p, g = (Params(w=rng.normal(size=5).astype(dtype)) for _ in range(2))
    _, state = optimizer.update(p, g, optimizer.init(p))
    kept = [a.copy() for a in (p.flat, g.flat, *state.values())]
    new, new_state = optimizer.update(p, g, state)
    for a, before in zip((p.flat, g.flat, *state.values()), kept, strict=True):
        assert (a == before).all()
    assert new.dtype == dtype
    assert all(a.dtype == dtype for name, a in new_state.items() if name != "t")
    assert not any(np.shares_memory(a, b) for a in (new.flat, *new_state.values()) for b in (p.flat, g.flat))


@every_optimizer
def test_the_state_is_arrays_that_a_file_can_hold(optimizer, tmp_path, rng):
    p, g = one(*rng.normal(size=5)), one(*rng.normal(size=5))
    p, state = optimizer.update(p, g, optimizer.init(p))
    np.savez(tmp_path / "state.npz", **state)
    with np.load(tmp_path / "state.npz", allow_pickle=False) as file:
        loaded = dict(file)
    assert (optimizer.update(p, g, loaded)[0].flat == optimizer.update(p, g, state)[0].flat).all()


@every_optimizer
def test_long_vectors_give_the_same_as_short_ones(optimizer, rng):
    """Beyond one chunk, and not a whole number of chunks."""
    n = 2 * optim.CHUNK + 17
    p, grads = rng.normal(size=n), rng.normal(size=(3, n))
    whole = run(optimizer, one(*p), [one(*g) for g in grads])
    for part in (slice(0, 10), slice(optim.CHUNK - 5, optim.CHUNK + 5), slice(n - 10, n)):
        pieces = run(optimizer, one(*p[part]), [one(*g[part]) for g in grads])
        np.testing.assert_allclose(whole[:, part], pieces, rtol=1e-14)  # vector and scalar square roots


numbers = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=6)


@settings(max_examples=100)
@given(numbers, numbers, st.floats(1e-3, 1e3))
def test_clipping_keeps_the_direction_and_never_lengthens(a, b, max_norm):
    grads = Params(a=np.array(a), b=np.array(b))
    clipped, norm = clip_by_global_norm(grads, max_norm)
    assert norm == pytest.approx(math.sqrt(sum(x * x for x in a + b)), rel=1e-14)
    assert global_norm(clipped) <= max_norm * (1 + 1e-14) or norm <= max_norm
    factor = min(1.0, max_norm / norm) if norm else 1.0
    np.testing.assert_allclose(clipped.flat, grads.flat * factor, rtol=1e-14)
    if norm <= max_norm:
        assert (clipped.flat == grads.flat).all()


def test_clipping_looks_at_all_arrays_together():
    clipped, norm = clip_by_global_norm(Params(a=np.array([3.0]), b=np.array([4.0])), 2.5)
    assert norm == 5
    assert (clipped.a, clipped.b) == (1.5, 2.0)


def test_large_float32_gradients_do_not_overflow_on_the_way_to_the_norm():
    clipped, norm = clip_by_global_norm(Params(w=np.full(4, 1e30, np.float32)), 1.0)
    assert norm == pytest.approx(2e30, rel=1e-6)
    np.testing.assert_allclose(clipped.flat, 0.5, rtol=1e-6)
    assert clipped.dtype == np.float32


def test_without_a_limit_clipping_only_measures():
    grads = one(3.0, 4.0)
    clipped, norm = clip_by_global_norm(grads, math.inf)
    assert clipped is grads
    assert norm == 5


def test_a_norm_beyond_float64_is_infinite_and_no_warning():
    grads = one(1e200, 1.0)
    assert clip_by_global_norm(grads, 1.0) == (grads, math.inf)


def test_gradients_that_are_not_finite_are_reported_by_the_norm():
    grads = one(1.0, 2.0)
    grads.w[0] = np.inf
    clipped, norm = clip_by_global_norm(grads, 1.0)
    assert norm == math.inf
    assert clipped is grads


p = one(1.0, 2.0)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: SGD(0), ValueError, "learning_rate: expected a number above 0, got 0"),
        (lambda: SGD(-0.1), ValueError, "learning_rate: expected a number above 0, got -0.1"),
        (lambda: SGD(math.nan), ValueError, "learning_rate: expected a number above 0, got nan"),
        (lambda: Adam(math.inf), ValueError, "learning_rate: expected a number above 0, got inf"),
        (lambda: Adam("0.1"), ValueError, "learning_rate: expected a number above 0, got '0.1'"),
        (lambda: Momentum(momentum=1), ValueError, "momentum: expected a number from 0 to below 1, got 1"),
        (lambda: RMSProp(decay=-0.1), ValueError, "decay: expected a number from 0 to below 1, got -0.1"),
        (lambda: RMSProp(epsilon=0), ValueError, "epsilon: expected a number above 0, got 0"),
        (lambda: Adam(beta1=1.0), ValueError, "beta1: expected a number from 0 to below 1, got 1.0"),
        (lambda: Adam(beta2=2), ValueError, "beta2: expected a number from 0 to below 1, got 2"),
        (lambda: Adam(epsilon=True), ValueError, "epsilon: expected a number above 0, got True"),
        (
            lambda: SGD().update(p, one(1.0), {}),
            ValueError,
            "grads: expected 2 numbers of float64 like params, got 1 of float64",
        ),
        (lambda: SGD().update(p, p.astype(np.float32), {}), ValueError, "got 2 of float32"),
        (lambda: SGD().update(p, p.flat, {}), TypeError, "grads: expected Params, got ndarray"),
        (lambda: SGD().update(p.flat, p, {}), TypeError, "params: expected Params, got ndarray"),
        (
            lambda: Momentum().update(p, p, {}),
            ValueError,
            "state: expected v of shape (2,) as init(params) makes it",
        ),
        (lambda: RMSProp().update(p, p, {"s": np.ones(3)}), ValueError, "state: expected s of shape (2,)"),
        (lambda: Adam().update(p, p, Adam().init(one(1.0))), ValueError, "state: expected m of shape (2,)"),
        (
            lambda: clip_by_global_norm(p, math.nan),
            ValueError,
            "max_norm: expected a number above 0, got nan",
        ),
        (lambda: clip_by_global_norm(p, 0), ValueError, "max_norm: expected a number above 0, got 0"),
    ],
)
def test_wrong_arguments_are_named(call, error, message):
    with pytest.raises(error, match=re.escape(message)):
        call()
