"""Numbers that break and arguments that do not fit end in an error that says where and why."""

import math
import re

import numpy as np
import pytest

from gru_course.nn.checkpoint import load_params
from gru_course.nn.model import regression_loss
from gru_course.nn.optim import SGD
from gru_course.nn.params import Params
from gru_course.nn.train import train
from tests.nn.train.runs import settings

# --- when numbers break ----------------------------------------------------------------------------------


def breaking(at, loss=None, grads=None):
    """Returns this loss or these gradients when it is called for the `at`-th time."""
    count = 0

    def loss_and_grads(*args):
        nonlocal count
        count += 1
        good_loss, good_grads = regression_loss(*args)
        if count == at and grads is not None:
            good_grads.flat[3] = grads
        return (loss if count == at and loss is not None else good_loss), good_grads

    return loss_and_grads


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_a_loss_that_is_not_finite_stops_and_the_checkpoint_keeps_the_last_good_epoch(
    model, data, tmp_path, bad
):
    path = tmp_path / "run.npz"
    good = train(regression_loss, model, data, **settings(epochs=2))
    message = f"loss: expected a finite number, got {bad} in epoch 3, batch 2; try a learning rate below 0.02"
    with pytest.raises(FloatingPointError, match=re.escape(message)) as caught:
        train(breaking(12, loss=bad), model, data, **settings(checkpoint=path))
    assert f"{path} keeps the last whole epoch" in str(caught.value)
    assert (load_params(path).flat == good.params.flat).all()


def test_breaking_in_the_first_epoch_the_checkpoint_keeps_the_start(model, data, tmp_path):
    path = tmp_path / "run.npz"
    with pytest.raises(FloatingPointError, match=r"gradient: .* got nan in epoch 1, batch 1"):
        train(breaking(1, grads=math.nan), model, data, **settings(checkpoint=path))
    assert (load_params(path).flat == model.flat).all()


def test_a_gradient_that_is_not_finite_stops_before_it_does_harm_even_with_clipping(model, data):
    with pytest.raises(
        FloatingPointError, match="gradient: expected a finite number, got inf in epoch 1, batch 3"
    ):
        train(breaking(3, grads=math.inf), model, data, **settings(clip_norm=1.0))


def test_a_validation_that_is_not_finite_stops(model, data):
    with pytest.raises(
        FloatingPointError, match="validation: expected a finite number, got nan in epoch 1; try"
    ):
        train(regression_loss, model, data, **settings(validate=lambda params: math.nan))


def test_a_learning_rate_that_is_far_too_large_ends_in_the_clear_error_and_no_warning(model, data):
    def square(params, xs, ys):
        return float((params.w**4).sum()), Params(w=4 * params.w**3)

    with pytest.raises(FloatingPointError, match="try a learning rate below 10"):
        train(square, Params(w=np.array([2.0])), data, **settings(optimizer=SGD(10.0), epochs=99))


def test_an_error_in_the_loss_says_where_it_happened(model, data):
    def broken(params, xs, ys):
        raise ZeroDivisionError("oh no")

    with pytest.raises(ZeroDivisionError, match="oh no") as caught:
        train(broken, model, data, **settings())
    assert caught.value.__notes__ == ["(in epoch 1, batch 1 of train)"]


# --- arguments -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        (
            {"data": np.ones((3, 2))},
            TypeError,
            "data: expected a tuple of arrays such as (xs, targets), got ndarray",
        ),
        ({"data": ()}, TypeError, "data: expected a tuple of arrays such as (xs, targets)"),
        (
            {"data": (np.ones(3), [1, 2, 3])},
            TypeError,
            "data[1]: expected a NumPy array of examples, got list",
        ),
        ({"data": (np.ones(3), np.ones(4))}, ValueError, "data[1]: expected as many examples in every array"),
        (
            {"data": (np.ones(0),)},
            ValueError,
            "data[0]: expected as many examples in every array, and at least one",
        ),
        ({"rng": 5}, TypeError, "rng: expected a numpy.random.Generator, got int"),
        ({"epochs": 0}, ValueError, "epochs: expected at least 1, got 0"),
        ({"epochs": 2.5}, TypeError, "epochs: expected a whole number, got 2.5"),
        ({"batch_size": 0}, ValueError, "batch_size: expected at least 1, got 0"),
        ({"clip_norm": 0.0}, ValueError, "clip_norm: expected a number above 0, got 0.0"),
        ({"patience": 2}, ValueError, "patience: expected validate as well, got none"),
        ({"patience": 0, "validate": len}, ValueError, "patience: expected at least 1, got 0"),
        (
            {"loss_and_grads": lambda *a: 1.0},
            TypeError,
            "loss_and_grads: expected a pair (loss, grads like params)",
        ),
        (
            {"loss_and_grads": lambda p, *a: (1.0, p.flat)},
            TypeError,
            "loss_and_grads: expected a pair (loss, grads",
        ),
        (
            {"loss_and_grads": lambda *a: (1.0, Params(w=np.ones(3)))},
            ValueError,
            "grads: expected 106 numbers",
        ),
    ],
)
def test_wrong_arguments_are_named(model, data, changes, error, message):
    arguments = {"loss_and_grads": regression_loss, "params": model, "data": data, **settings(), **changes}
    with pytest.raises(error, match=re.escape(message)):
        train(**arguments)
