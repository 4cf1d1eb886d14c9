"""The forecast: days in order, nothing learned from later ones, and the scores that are to be beaten."""

import dataclasses

import numpy as np
import pytest

from gru_course import data
from gru_course.data.forecast import FEATURES, day_features, flat_windows, season


@pytest.fixture(scope="module")
def weather():
    return data.load_weather()


@pytest.fixture(scope="module")
def task(weather):
    return data.make_forecast(weather)


def parts(task):
    return task.train, task.validation, task.test


def test_the_test_is_the_whole_of_2015(task):
    assert len(task.test) == 365
    assert (str(task.test.dates[0]), str(task.test.dates[-1])) == ("2015-01-01", "2015-12-31")


def test_the_parts_follow_each_other_without_gap_or_overlap(task):
    dates = np.concatenate([part.dates for part in parts(task)])
    assert (np.diff(dates) == np.timedelta64(1, "D")).all()


@pytest.mark.parametrize("ahead", [1, 3])
def test_a_window_ends_the_asked_for_days_before_the_forecast_day(weather, ahead):
    task = data.make_forecast(weather, days=5, ahead=ahead)
    for part in parts(task):
        for i in (0, len(part) - 1):
            day = np.flatnonzero(weather.dates == part.dates[i])[0]
            assert part.truth[i] == weather.temp_max[day]
            assert part.today[i] == weather.temp_max[day - ahead]
            window = task.to_celsius(part.xs[i, :, 0])
            assert window == pytest.approx(weather.temp_max[day - ahead - 4 : day - ahead + 1])


def test_targets_in_degrees_are_the_truth(task):
    for part in parts(task):
        assert task.to_celsius(part.targets[:, 0]) == pytest.approx(part.truth)


def test_scaling_uses_the_training_days_only(weather, task):
    known = weather.dates < task.train.dates[-1]
    features = day_features(weather)[known]
    assert task.mean == pytest.approx(features[:, 0].mean())
    assert task.scale == pytest.approx(features[:, 0].std())


def test_a_different_future_changes_nothing_in_the_training_part(weather, task):
    later = weather.dates >= task.validation.dates[0]
    other = dataclasses.replace(weather, temp_max=np.where(later, 40.0, weather.temp_max))
    changed = data.make_forecast(other)
    np.testing.assert_array_equal(changed.train.xs, task.train.xs)
    np.testing.assert_array_equal(changed.train.targets, task.train.targets)


def test_a_day_has_six_features(task):
    assert task.D == len(FEATURES) == 6
    assert task.train.xs.shape[1:] == (14, 6)


def test_the_year_is_a_circle():
    days = np.array(["2013-01-01", "2013-12-31", "2014-01-01"], "datetime64[D]")
    x, y = np.cos(season(days)), np.sin(season(days))
    step = np.hypot(np.diff(x), np.diff(y))
    assert step[0] == pytest.approx(step[1], abs=0.02)
    assert (x[0], y[0]) == pytest.approx((x[2], y[2]))


def test_errors_are_in_degrees():
    assert data.rmse(np.array([1.0, 5.0]), np.array([1.0, 2.0])) == pytest.approx(np.sqrt(4.5))


def test_a_column_is_not_compared_with_a_row():
    with pytest.raises(ValueError, match=r"predictions: expected shape \(3,\) like truth, got \(3, 1\)"):
        data.rmse(np.zeros((3, 1)), np.zeros(3))


# Computed apart from this code, with the first pilot of the course.
@pytest.mark.parametrize(("ahead", "error"), [(1, 2.91), (3, 4.42), (7, 4.71)])
def test_persistence_is_off_by_the_known_amount(weather, ahead, error):
    task = data.make_forecast(weather, ahead=ahead)
    assert data.rmse(data.persistence(task), task.test.truth) == pytest.approx(error, abs=0.005)


def test_the_other_baselines_are_off_by_the_known_amounts(task):
    assert data.rmse(data.seasonal_mean(task), task.test.truth) == pytest.approx(3.92, abs=0.005)
    assert data.rmse(data.linear_autoregression(task), task.test.truth) == pytest.approx(2.80, abs=0.005)
    assert data.rmse(data.linear_autoregression(task, days=2), task.test.truth) == pytest.approx(
        2.67, abs=0.005
    )


def test_two_days_are_what_the_validation_part_chooses_for_the_linear_rival(task):
    def error(days):
        known, held_back = flat_windows(task.train, days), flat_windows(task.validation, days)
        weights = np.linalg.lstsq(known, task.train.truth, rcond=None)[0]
        return data.rmse(held_back @ weights, task.validation.truth)

    assert min(range(1, 15), key=error) == 2


def test_the_season_repeats_each_year_and_the_linear_model_is_linear(task):
    usual = data.seasonal_mean(task)
    assert 20 < usual.max() < 28
    assert 5 < usual.min() < 10
    wide = data.seasonal_mean(task, harmonics=2)
    assert data.rmse(wide, task.test.truth) != data.rmse(usual, task.test.truth)


def test_baselines_learn_nothing_from_the_test_year(task):
    hot = dataclasses.replace(task.test, truth=task.test.truth + 100, targets=task.test.targets + 10)
    fooled = dataclasses.replace(task, test=hot)
    for baseline in (data.persistence, data.seasonal_mean, data.linear_autoregression):
        np.testing.assert_array_equal(baseline(fooled), baseline(task))


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"days": 0}, "days: expected at least 1, got 0"),
        ({"ahead": 0}, "ahead: expected at least 1, got 0"),
        ({"days": 2000}, "train: expected at least one window of 2000 days, got none"),
        ({"test_from": "2017-01-01"}, "test: expected at least one window"),
        ({"validation_from": "2015-01-01"}, "validation: expected at least one window"),
    ],
)
def test_an_impossible_task_is_an_error_that_names_the_argument(weather, wrong, message):
    with pytest.raises(ValueError, match=message):
        data.make_forecast(weather, **wrong)


@pytest.mark.parametrize("days", [0, 15])
def test_a_linear_rival_cannot_use_days_that_are_not_there(task, days):
    with pytest.raises(ValueError, match=f"days: expected 1 to 14, the days in a window, got {days}"):
        data.linear_autoregression(task, days=days)
