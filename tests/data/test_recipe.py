"""The recipe of the first lesson, for other models: the same GRU comes out, and held gates stay held."""

import numpy as np
import pytest

from gru_course import data
from gru_course.data.recipe import fit
from gru_course.nn.model import LSTMModel, init_lstm_model, init_model


@pytest.fixture(scope="module")
def task():
    return data.make_forecast(data.load_weather())


def test_it_is_the_recipe_of_the_first_lesson(task):
    rng = np.random.default_rng(0)
    model = fit(init_model(D=task.D, H=32, K=1, rng=rng), task, rng=rng)
    np.testing.assert_array_equal(model.flat, data.train_forecaster(task, seed=0).model.flat)


def test_another_cell_learns_and_the_model_that_was_given_stays_as_it_was(task):
    rng = np.random.default_rng(1)
    model = init_lstm_model(D=task.D, H=4, K=1, rng=rng)
    before = model.flat.copy()
    fitted = fit(model, task, rng=rng)
    assert isinstance(fitted, LSTMModel)
    np.testing.assert_array_equal(model.flat, before)
    assert not np.array_equal(fitted.flat, before)


def test_a_gate_that_is_held_stays_held(task):
    rng = np.random.default_rng(2)
    model = init_model(D=task.D, H=4, K=1, rng=rng)
    held = model.replace(gru=model.gru.replace(W_r=0.0, b_r=40.0))
    gru = fit(held, task, rng=rng).gru
    assert (gru.W_r == 0).all()
    assert (gru.b_r == 40).all()
