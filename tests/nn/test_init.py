"""Where weights start."""

import numpy as np
import pytest

import gru_course as gc
from gru_course.nn.init import glorot_uniform, he_normal, lecun_normal, orthogonal

ROWS, COLUMNS = 300, 200


def test_glorot_uniform_fills_the_range_of_its_paper(rng):
    W = glorot_uniform(ROWS, COLUMNS, rng)
    limit = np.sqrt(6 / (ROWS + COLUMNS))
    assert 0.999 * limit < np.abs(W).max() <= limit
    assert W.mean() == pytest.approx(0, abs=limit / 100)  # 60,000 draws: standard error limit / 424


@pytest.mark.parametrize(("draw", "variance"), [(lecun_normal, 1 / ROWS), (he_normal, 2 / ROWS)])
def test_the_normal_ones_have_the_variance_of_their_paper(draw, variance, rng):
    # the standard error of a variance over 60,000 draws is 0.6 %
    assert draw(ROWS, COLUMNS, rng).var() == pytest.approx(variance, rel=0.03)


def test_lecun_normal_keeps_the_variance_of_a_signal(rng):
    signal = rng.normal(size=(1000, ROWS))
    assert (signal @ lecun_normal(ROWS, COLUMNS, rng)).var() == pytest.approx(1, rel=0.05)


@pytest.mark.parametrize(("rows", "columns"), [(7, 7), (9, 4), (4, 9)])
def test_orthogonal_turns_without_stretching(rows, columns, rng):
    W = orthogonal(rows, columns, rng)
    assert W.shape == (rows, columns)
    product = W.T @ W if rows >= columns else W @ W.T
    np.testing.assert_allclose(product, np.eye(min(rows, columns)), atol=1e-14)


def test_init_params_draws_each_matrix_anew_and_starts_biases_at_zero(rng):
    params = gc.init_params(D=3, H=5, rng=rng, b_z=-2.0)
    assert not np.allclose(params.W_r, params.W_z)
    assert not np.allclose(params.W_z, params.W_h)
    assert not params.b_r.any()
    assert not params.b_h.any()
    assert (params.b_z == -2).all()
    np.testing.assert_allclose(params.W_h[3:].T @ params.W_h[3:], np.eye(5), atol=1e-14)


def test_the_same_seed_gives_the_same_weights():
    a, b = (gc.init_params(D=3, H=5, rng=np.random.default_rng(1)) for _ in range(2))
    assert (a.flat == b.flat).all()


def test_the_type_asked_for_is_the_type_given(rng):
    assert gc.init_params(D=3, H=5, rng=rng, dtype=np.float32).flat.dtype == np.float32


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"D": 0, "H": 5}, ValueError, "D: expected at least 1, got 0"),
        ({"D": 3, "H": -1}, ValueError, "H: expected at least 1, got -1"),
        ({"D": 3.0, "H": 5}, TypeError, "D: expected a whole number, got 3.0"),
        ({"D": True, "H": 5}, TypeError, "D: expected a whole number, got True"),
        ({"D": 3, "H": 5, "rng": 0}, TypeError, "rng: expected a numpy.random.Generator, got int"),
        (
            {"D": 3, "H": 5, "dtype": np.float16},
            TypeError,
            "expected floating-point numbers .float32 or float64., got float16",
        ),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(arguments, error, message, rng):
    with pytest.raises(error, match=message):
        gc.init_params(**({"rng": rng} | arguments))
