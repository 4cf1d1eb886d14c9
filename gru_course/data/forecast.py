"""Tomorrow's highest temperature from the last two weeks, and simple forecasts that are hard to beat.

The days stay in order: the years up to 2014 to learn from, with their last part held back to know when to
stop, and 2015 to be judged on. Nothing that a model could learn from, not even a mean, is taken from
later days than those it is allowed to see.
"""

from dataclasses import dataclass

import numpy as np

from gru_course.data.weather import Weather
from gru_course.nn.validate import Array

FEATURES = ("temp_max", "temp_min", "rain", "wind", "sin(season)", "cos(season)")
YEAR = 365.25  # days


@dataclass(frozen=True)
class Windows:
    """Stretches of days, each with the temperature that followed.

    Attributes
    ----------
    xs : ndarray, shape (B, T, D)
        T days of D features, standardised.
    targets : ndarray, shape (B, 1)
        The temperature to forecast, standardised.
    dates : ndarray of datetime64[D], shape (B,)
        The days to forecast.
    truth : ndarray, shape (B,)
        The temperature to forecast, in degrees Celsius.
    today : ndarray, shape (B,)
        The highest temperature of the last day of the window, in degrees Celsius.
    """

    xs: Array
    targets: Array
    dates: Array
    truth: Array
    today: Array

    def __len__(self) -> int:
        return len(self.xs)


@dataclass(frozen=True)
class Forecast:
    """The task: three parts, one after the other in time.

    Attributes
    ----------
    train, validation, test : Windows
        To learn from, to know when to stop, to be judged on.
    days : int
        Length T of a window.
    ahead : int
        How many days after the window the temperature is asked for.
    mean, scale : float
        Of the temperature in the training part: targets are (degrees - mean) / scale.
    """

    train: Windows
    validation: Windows
    test: Windows
    days: int
    ahead: int
    mean: float
    scale: float

    @property
    def D(self) -> int:
        """Features of a day."""
        return int(self.train.xs.shape[2])

    def to_celsius(self, standardised: Array) -> Array:
        """Undo the standardisation of the targets."""
        return standardised * self.scale + self.mean

    def __repr__(self) -> str:
        parts = (("train", self.train), ("validation", self.validation), ("test", self.test))
        lines = (f"{name}: {len(w)} windows, for {w.dates[0]} to {w.dates[-1]}" for name, w in parts)
        return "\n".join(lines)


def make_forecast(
    weather: Weather,
    *,
    days: int = 14,
    ahead: int = 1,
    validation_from: str = "2014-07-01",
    test_from: str = "2015-01-01",
) -> Forecast:
    """Cut the weather into windows, and the windows into three parts.

    Numbers are standardised with the means and deviations of the *training* part. Taking them from all four
    years would tell the model something about the test year before the test (leakage), and its score
    would promise more than it can keep.

    Parameters
    ----------
    weather : Weather
    days : int, optional
        Days in a window.
    ahead : int, optional
        1 asks for the day after the window.
    validation_from, test_from : str, optional
        First days to forecast in these parts. A test window may reach back into December: by then, those
        days are the past.

    Returns
    -------
    Forecast

    Raises
    ------
    ValueError
        If a number is below 1, or a part would be empty.
    """
    for name, number in (("days", days), ("ahead", ahead)):
        if number < 1:
            raise ValueError(f"{name}: expected at least 1, got {number}")
    features = day_features(weather)  # (N, D)
    last = np.arange(days - 1, len(weather) - ahead)  # the last day of each window
    dates = weather.dates[last + ahead]
    cuts = np.searchsorted(dates, np.array([validation_from, test_from], "datetime64[D]"))
    parts = np.split(np.arange(len(last)), cuts)
    for name, part in zip(("train", "validation", "test"), parts, strict=True):
        if len(part) == 0:
            raise ValueError(
                f"{name}: expected at least one window of {days} days, got none between "
                f"{weather.dates[0]} and {weather.dates[-1]} with validation_from={validation_from!r} "
                f"and test_from={test_from!r}"
            )

    known = features[: last[parts[0][-1]] + 1]  # the days that training windows hold
    center, spread = known.mean(axis=0), known.std(axis=0)
    mean, scale = float(center[0]), float(spread[0])  # feature 0 is the temperature itself
    standardised = (features - center) / spread

    def windows(part: Array) -> Windows:
        ends = last[part]
        truth = weather.temp_max[ends + ahead]
        return Windows(
            xs=np.stack([standardised[end - days + 1 : end + 1] for end in ends]),
            targets=((truth - mean) / scale)[:, None],
            dates=dates[part],
            truth=truth,
            today=weather.temp_max[ends],
        )

    train, validation, test = (windows(part) for part in parts)
    return Forecast(train, validation, test, days, ahead, mean, scale)


def day_features(weather: Weather) -> Array:
    """What a model is told about each day, in natural units, shape (N, D); the columns are ``FEATURES``."""
    angle = season(weather.dates)
    rain = np.log1p(weather.precipitation)  # 0 stays 0, and a cloudburst does not dwarf all else
    return np.stack(
        [weather.temp_max, weather.temp_min, rain, weather.wind, np.sin(angle), np.cos(angle)], axis=1
    )


def season(dates: Array) -> Array:
    """Where in the year each day lies, as an angle: 0 on 1 January, 2 pi a year later."""
    day_of_year = (dates - dates.astype("datetime64[Y]")).astype(int)
    return 2 * np.pi * day_of_year / YEAR


def rmse(predictions: Array, truth: Array) -> float:
    """Root mean squared error: how far off a forecast is, in the unit of `truth`.

    Parameters
    ----------
    predictions, truth : ndarray, shape (N,)

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If the shapes differ; (N,) and (N, 1) would otherwise be compared all with all.
    """
    if predictions.shape != truth.shape:
        raise ValueError(f"predictions: expected shape {truth.shape} like truth, got {predictions.shape}")
    return float(np.sqrt(np.mean((predictions - truth) ** 2)))


def persistence(task: Forecast) -> Array:
    """Forecast for the test year: as warm as on the last day that is known.

    Returns
    -------
    ndarray, shape (B,)
        In degrees Celsius.
    """
    return task.test.today


def seasonal_mean(task: Forecast, *, harmonics: int = 1) -> Array:
    """Forecast for the test year: what is usual at that time of the year.

    A yearly wave (and `harmonics` - 1 shorter ones), fitted by least squares to all days before the test.

    Returns
    -------
    ndarray, shape (B,)
        In degrees Celsius.
    """

    def waves(windows: Windows) -> Array:
        angle = season(windows.dates)
        multiples = [k * angle for k in range(1, harmonics + 1)]
        return np.stack([np.ones(len(windows)), *map(np.sin, multiples), *map(np.cos, multiples)], axis=1)

    return _least_squares(task, waves(task.train), waves(task.validation), waves(task.test))


def linear_autoregression(task: Forecast, *, days: int | None = None) -> Array:
    """Forecast for the test year: a weighted sum of the numbers in the window, weights by least squares.

    Every number has a weight of its own, D for each day: a long window gives it more to go by and more to
    get wrong.

    Parameters
    ----------
    task : Forecast
    days : int, optional
        Use only the last days of the window; None means all.

    Returns
    -------
    ndarray, shape (B,)
        In degrees Celsius.

    Raises
    ------
    ValueError
        If the window does not have so many days.
    """
    days = task.days if days is None else days
    if not 1 <= days <= task.days:
        raise ValueError(f"days: expected 1 to {task.days}, the days in a window, got {days}")
    parts = (task.train, task.validation, task.test)
    return _least_squares(task, *(flat_windows(part, days) for part in parts))


def flat_windows(windows: Windows, days: int) -> Array:
    """The last days of each window as one row of numbers, with a 1 for the bias, shape (B, days D + 1)."""
    numbers = windows.xs[:, -days:].reshape(len(windows), -1)
    return np.concatenate([numbers, np.ones((len(windows), 1))], axis=1)


def _least_squares(task: Forecast, train: Array, validation: Array, test: Array) -> Array:
    """Fit on all days before the test (nothing to stop early here), forecast the test."""
    known = np.concatenate([task.train.truth, task.validation.truth])
    weights = np.linalg.lstsq(np.concatenate([train, validation]), known, rcond=None)[0]
    forecast: Array = test @ weights
    return forecast
