"""The gradient check finds what is wrong, says where, and does not cry wolf."""

import re

import numpy as np
import pytest

import gru_course as gc
from gru_course.nn.gradcheck import check_gradients
from gru_course.nn.params import ParamGroup, Params


def right(p):
    """sum w^3 + u . v with its gradient, worked out by hand."""
    return (p.w**3).sum() + p.u @ p.v, Params(w=3 * p.w**2, u=p.v.copy(), v=p.u.copy())


@pytest.fixture
def params(rng):
    return Params(w=rng.normal(size=(2, 3)), u=rng.normal(size=4), v=rng.normal(size=4))


def test_a_right_gradient_passes(params):
    check = check_gradients(right, params)
    assert check.ok
    assert bool(check)
    assert check.checked == params.size
    assert set(check.errors) == {"w", "u", "v"}
    assert max(check.errors.values()) < 1e-8


@pytest.mark.parametrize("name", ["w", "u", "v"])
@pytest.mark.parametrize(
    "spoil",
    [
        lambda d: 2 * d,
        lambda d: -d,
        lambda d: d * 0,
        lambda d: d + 1e-3,
        lambda d: d * np.nan,
        lambda d: d[::-1],
    ],
    ids=["twice", "negated", "zero", "shifted", "nan", "reversed"],
)
def test_a_wrong_gradient_is_found_by_name(params, name, spoil):
    def wrong(p):
        loss, grads = right(p)
        grads.flat[...] = np.concatenate([(spoil(d) if n == name else d).ravel() for n, d in grads])
        return loss, grads

    check = check_gradients(wrong, params)
    assert not check
    assert check.wrong == [name]
    assert f"wrong: {name} " in str(check)


def test_one_wrong_number_among_many_is_found_by_its_index(params):
    def wrong(p):
        loss, grads = right(p)
        grads.w[1, 2] += 0.01
        return loss, grads

    check = check_gradients(wrong, params)
    (worst, *_) = check.worst["w"]
    assert (worst.name, worst.index) == ("w", (1, 2))
    assert worst.difference == pytest.approx(0.01, rel=1e-4)  # the slope itself is seen to 1e-9
    assert "w[1, 2]" in str(check)


def test_the_table_shows_both_values_and_their_ratio():
    check = check_gradients(lambda w: (1.5 * w[0] ** 2, np.array([12.0])), np.array([2.0]))  # the slope is 6
    assert re.search(r"array\[0\] +12 +6 +2\b", str(check)), str(check)
    assert repr(check) == str(check)


def test_a_tiny_gradient_beside_a_loss_of_one_is_not_drowned_by_rounding():
    # 1 + 1e-9 w: the numeric slope is right to about 1e-11 only, and no one could do better
    check = check_gradients(lambda w: (1 + 1e-9 * w.sum(), np.full(3, 1e-9)), np.ones(3))
    assert check, check


def test_inputs_can_be_checked_as_well_as_parameters(rng):
    params = gc.init_params(D=2, H=3, rng=rng)

    def of_inputs(a, factor):
        hs, trace = gc.gru_forward(a["xs"], a["h0"], params)
        d_xs, d_h0, _ = gc.gru_backward(np.full_like(hs, factor), trace, params)
        return factor * hs.sum(), {"xs": d_xs, "h0": d_h0}

    inputs = {"xs": rng.normal(size=(2, 4, 2)), "h0": rng.normal(size=(2, 3))}
    assert check_gradients(of_inputs, inputs, 1.5)


def test_groups_are_checked_by_dotted_names(rng):
    group = ParamGroup(a=Params(w=rng.normal(size=2)), b=Params(w=rng.normal(size=3)))

    def wrong_in_b(p):
        return (p.a.w**2).sum() + (p.b.w**2).sum(), ParamGroup(a=Params(w=2 * p.a.w), b=Params(w=p.b.w))

    assert check_gradients(wrong_in_b, group).wrong == ["b.w"]


def test_only_the_named_arrays_are_checked(params):
    check = check_gradients(right, params, names=["u"])
    assert set(check.errors) == {"u"}
    assert check.checked == 4


def test_a_sample_of_each_array_is_enough_to_find_a_systematic_mistake(params, rng):
    check = check_gradients(right, params, samples=2, rng=rng)
    assert check
    assert check.checked == 3 * 2
    assert not check_gradients(lambda p: (right(p)[0], p.zeros_like()), params, samples=1, rng=rng)


def test_the_callers_numbers_are_never_written_to(params):
    kept = params.flat.copy()

    def vandal(p):
        both = right(p)
        p.flat[...] = 0
        return both

    assert check_gradients(vandal, params)
    assert (params.flat == kept).all()


def test_the_order_of_the_error_is_epsilon_squared():
    errors = []
    for epsilon in (1e-2, 1e-3):
        check = check_gradients(
            lambda w: (np.exp(w[0]), np.exp(w)), np.zeros(1), epsilon=epsilon, tolerance=1e-3
        )
        errors.append(check.errors["array"])
    # exp''' = 1: the error is epsilon^2 / 6
    assert errors[0] == pytest.approx(1e-4 / 6, rel=1e-3)
    assert errors[0] / errors[1] == pytest.approx(100, rel=1e-2)


def random_loss(p):
    return np.random.default_rng().normal(), p


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda p: check_gradients(right, p.astype(np.float32)),
            TypeError,
            "w: expected float64, got float32: it has 7 digits",
        ),
        (
            lambda p: check_gradients(right, {"w": np.arange(3)}),
            TypeError,
            "w: expected floating-point numbers",
        ),
        (lambda p: check_gradients(right, [1.0]), TypeError, "array: expected a NumPy array, got list"),
        (lambda p: check_gradients(right, {}), ValueError, "params: expected at least one array"),
        (lambda p: check_gradients(right, np.ones(0)), ValueError, "array: expected at least one number"),
        (lambda p: check_gradients(right, np.array([np.nan])), ValueError, "array: expected finite numbers"),
        (
            lambda p: check_gradients(random_loss, p),
            ValueError,
            "expected the same loss for the same parameters",
        ),
        (
            lambda p: check_gradients(lambda p: (p.w, p), p),
            ValueError,
            "expected one finite number as the loss",
        ),
        (
            lambda p: check_gradients(lambda p: (np.nan, p), p),
            ValueError,
            "one finite number as the loss, got nan",
        ),
        (
            lambda p: check_gradients(lambda p: (1.0, {"w": p.w}), p),
            ValueError,
            "grads: expected an array named u",
        ),
        (
            lambda p: check_gradients(lambda p: (1.0, p.w), p),
            ValueError,
            "grads: expected an array named w, got array",
        ),
        (
            lambda p: check_gradients(lambda p: (1.0, {**dict(p), "v": np.ones(3)}), p),
            ValueError,
            "grads: expected v of shape (4,), got (3,)",
        ),
        (
            lambda p: check_gradients(right, p, names=["q"]),
            ValueError,
            "names: expected some of w, u, v, got q",
        ),
        (
            lambda p: check_gradients(right, p, names=[]),
            ValueError,
            "names: expected some of w, u, v, got none",
        ),
        (
            lambda p: check_gradients(right, p, epsilon=0),
            ValueError,
            "epsilon: expected a number between 0 and 1",
        ),
        (
            lambda p: check_gradients(right, p, tolerance=-1),
            ValueError,
            "tolerance: expected a number between",
        ),
        (lambda p: check_gradients(right, p, samples=2), TypeError, "rng: expected a numpy.random.Generator"),
        (lambda p: check_gradients(right, p, samples=0), ValueError, "samples: expected at least 1, got 0"),
    ],
)
def test_wrong_arguments_are_named(params, call, error, message):
    with pytest.raises(error, match=re.escape(message)):
        call(params)
