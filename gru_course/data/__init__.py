"""Real data in small extracts, how to load them, and the questions the lessons ask of them.

Nothing is fetched when a lesson runs. Where each file comes from, and under which licence, is said in
``LICENCES.md`` beside it.
"""

from gru_course.data.forecast import (
    Forecast,
    Windows,
    linear_autoregression,
    make_forecast,
    persistence,
    rmse,
    seasonal_mean,
)
from gru_course.data.forecaster import Forecaster, most_in_step, new_forecaster, train_forecaster
from gru_course.data.recipe import fit
from gru_course.data.weather import Weather, load_weather

__all__ = [
    "Forecast",
    "Forecaster",
    "Weather",
    "Windows",
    "fit",
    "linear_autoregression",
    "load_weather",
    "make_forecast",
    "most_in_step",
    "new_forecaster",
    "persistence",
    "rmse",
    "seasonal_mean",
    "train_forecaster",
]
