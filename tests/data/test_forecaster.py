"""The GRU of the first lesson learns, beats what it should beat, and can be looked into."""

import numpy as np
import pytest

from gru_course import data


@pytest.fixture(scope="module")
def task():
    return data.make_forecast(data.load_weather())


@pytest.fixture(scope="module")
def trained(task):
    return data.train_forecaster(task, seed=0)


def error(forecast, task):
    return data.rmse(forecast, task.test.truth)


def test_an_untrained_network_forecasts_the_average_every_day(task):
    forecast = data.new_forecaster(task, seed=0).forecast(task.test)
    np.testing.assert_allclose(forecast, task.mean)


def test_training_starts_from_the_untrained_network_of_the_same_seed(task):
    barely = data.train_forecaster(task, seed=3, epochs=1, learning_rate=1e-12)
    start = data.new_forecaster(task, seed=3)
    np.testing.assert_allclose(barely.model.flat, start.model.flat, rtol=0, atol=1e-9)


def test_the_gru_beats_every_baseline_in_the_test_year(task, trained):
    rivals = [
        data.persistence(task),
        data.seasonal_mean(task),
        data.linear_autoregression(task),
        data.linear_autoregression(task, days=2),
    ]
    assert error(trained.forecast(task.test), task) < min(error(rival, task) for rival in rivals)
    assert error(trained.forecast(task.test), task) == pytest.approx(2.57, abs=0.05)


def test_training_stops_early_and_keeps_the_best_epoch(task, trained):
    validation = trained.history["validation"]
    assert len(validation) < 30
    assert trained.best_epoch == int(np.argmin(validation)) + 1
    again = data.rmse(trained.forecast(task.validation), task.validation.truth)
    assert again == pytest.approx(validation[trained.best_epoch - 1])


def test_the_same_seed_gives_the_same_network(task):
    one, two = (data.train_forecaster(task, seed=5, epochs=2) for _ in range(2))
    np.testing.assert_array_equal(one.model.flat, two.model.flat)


def test_reading_on_begins_as_the_first_window_does_and_never_starts_again(task, trained):
    from gru_course.nn.sequence import gru_forward

    trace = trained.read_on(task.test)
    assert trace.z.shape == (1, 365, 32)
    hs, _ = gru_forward(task.test.xs[:1], None, trained.model.gru)
    np.testing.assert_allclose(trace.hs[:, 0], hs[:, -1], rtol=0, atol=1e-12)
    # windows overlap, so reading on is reading the first window and then every later window's last day
    days = np.concatenate([task.test.xs[:1], task.test.xs[None, 1:, -1]], axis=1)
    whole, _ = gru_forward(days, None, trained.model.gru)
    np.testing.assert_allclose(trace.hs, whole[:, 13:], rtol=0, atol=1e-12)


def test_the_unit_most_in_step_is_found_whichever_way_it_moves(rng):
    signal = rng.normal(size=50)
    gate = rng.normal(size=(50, 4))
    gate[:, 2] = 0.5 - 0.1 * signal
    unit, correlation = data.most_in_step(gate, signal)
    assert (unit, correlation) == (2, pytest.approx(-1))
    gate[:, 2] = rng.normal(size=50)
    unit, correlation = data.most_in_step(gate, signal)
    expected = [np.corrcoef(gate[:, j], signal)[0, 1] for j in range(4)]
    assert correlation == pytest.approx(expected[unit])
    assert abs(correlation) == pytest.approx(np.abs(expected).max())
