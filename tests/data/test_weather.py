"""Seattle's weather: complete, in order, and read with care."""

import dataclasses

import numpy as np
import pytest

from gru_course.data import Weather, load_weather
from gru_course.data.weather import CSV


@pytest.fixture(scope="module")
def weather():
    return load_weather()


def test_there_is_every_day_of_four_years(weather):
    assert len(weather) == 1461
    assert (str(weather.dates[0]), str(weather.dates[-1])) == ("2012-01-01", "2015-12-31")
    assert (np.diff(weather.dates) == np.timedelta64(1, "D")).all()


def test_the_columns_are_read_from_the_right_places(weather):
    day = np.flatnonzero(weather.dates == np.datetime64("2012-01-02"))[0]
    # the file says 2012/01/02,10.9,10.6,2.8,4.5,rain
    row = (weather.precipitation[day], weather.temp_max[day], weather.temp_min[day], weather.wind[day])
    assert row == (10.9, 10.6, 2.8, 4.5)


def test_no_day_is_colder_at_its_warmest_than_at_its_coldest(weather):
    assert (weather.temp_max >= weather.temp_min).all()
    assert (weather.precipitation >= 0).all()


def with_line(tmp_path, number, text):
    """The weather file with one line (from 1) replaced."""
    lines = CSV.read_text(encoding="utf-8").splitlines()
    lines[number - 1] = text
    path = tmp_path / "weather.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("number", "text", "message"),
    [
        (1, "date,precipitation,temp_max,wind", "missing: temp_min"),
        (3, "2012/01/02,10.9,warm,2.8,4.5,rain", "line 3: temp_max is 'warm', expected a number"),
        (3, "2012/01/02,10.9", "line 3: temp_max is None, expected a number"),
        (3, "2nd of January,10.9,10.6,2.8,4.5,rain", "line 3: date is '2nd of January', expected YYYY/MM/DD"),
        (3, "2012/01/02,10.9,nan,2.8,4.5,rain", "temp_max: expected finite numbers, got nan on 2012-01-02"),
        (3, "2012/01/05,10.9,10.6,2.8,4.5,rain", "got 2012-01-05 right after 2012-01-01"),
    ],
)
def test_a_bad_file_is_an_error_that_says_where(tmp_path, number, text, message):
    with pytest.raises(ValueError, match=message):
        load_weather(with_line(tmp_path, number, text))


def test_a_file_without_days_is_an_error(tmp_path):
    path = tmp_path / "weather.csv"
    path.write_text("date,precipitation,temp_max,temp_min,wind\n", encoding="utf-8")
    with pytest.raises(ValueError, match="expected at least one day below the header"):
        load_weather(path)


def test_columns_of_different_length_are_an_error(weather):
    columns = {**vars(weather), "wind": weather.wind[:-1]}
    with pytest.raises(ValueError, match="wind: expected one value for each of 1461 days, got"):
        Weather(**columns)


def test_the_weather_cannot_be_changed_by_accident(weather):
    with pytest.raises(dataclasses.FrozenInstanceError):
        weather.wind = weather.temp_max
