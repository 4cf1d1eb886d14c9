"""Four years of Seattle's weather, one row a day."""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from gru_course.nn.validate import Array

CSV = Path(__file__).with_name("seattle_weather.csv")
COLUMNS = ("date", "precipitation", "temp_max", "temp_min", "wind")


@dataclass(frozen=True)
class Weather:
    """Daily weather at one place, days in order and none missing.

    Attributes
    ----------
    dates : ndarray of datetime64[D], shape (N,)
    temp_max, temp_min : ndarray, shape (N,)
        Highest and lowest temperature of the day, in degrees Celsius.
    precipitation : ndarray, shape (N,)
        In millimetres.
    wind : ndarray, shape (N,)
        Mean wind speed, in metres per second.

    Raises
    ------
    ValueError
        If the columns differ in length, a day is missing or out of order, or a number is not finite.
    """

    dates: Array
    temp_max: Array
    temp_min: Array
    precipitation: Array
    wind: Array

    def __post_init__(self) -> None:
        for name in ("temp_max", "temp_min", "precipitation", "wind"):
            column = getattr(self, name)
            if column.shape != self.dates.shape:
                raise ValueError(
                    f"{name}: expected one value for each of {len(self.dates)} days, got {column.shape}"
                )
            bad = np.flatnonzero(~np.isfinite(column))
            if bad.size:
                raise ValueError(
                    f"{name}: expected finite numbers, got {column[bad[0]]} on {self.dates[bad[0]]}"
                )
        gaps = np.flatnonzero(np.diff(self.dates) != np.timedelta64(1, "D"))
        if gaps.size:
            before, after = self.dates[gaps[0]], self.dates[gaps[0] + 1]
            raise ValueError(f"dates: expected every day once and in order, got {after} right after {before}")

    def __len__(self) -> int:
        return len(self.dates)

    def __repr__(self) -> str:
        return f"Weather({len(self)} days, {self.dates[0]} to {self.dates[-1]})"


def load_weather(path: Path | str = CSV) -> Weather:
    """Read the daily weather of Seattle, 2012 to 2015.

    Parameters
    ----------
    path : path, optional
        Another file with the same columns.

    Returns
    -------
    Weather

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If a column is missing, or something in a row cannot be read as a date or a number.

    Examples
    --------
    >>> load_weather()
    Weather(1461 days, 2012-01-01 to 2015-12-31)
    """
    path = Path(path)
    with path.open(newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file)
        missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
        if missing:
            raise ValueError(
                f"{path.name}: expected the columns {', '.join(COLUMNS)}; missing: {', '.join(missing)}"
            )
        rows = list(reader)
    if not rows:
        raise ValueError(f"{path.name}: expected at least one day below the header, got none")

    def column(name: str) -> Array:
        values = np.empty(len(rows))
        for i, row in enumerate(rows):
            try:
                values[i] = float(row[name])
            except (TypeError, ValueError):
                # line 1 is the header
                raise ValueError(
                    f"{path.name}, line {i + 2}: {name} is {row[name]!r}, expected a number"
                ) from None
        return values

    dates = np.empty(len(rows), "datetime64[D]")
    for i, row in enumerate(rows):
        try:
            dates[i] = np.datetime64(row["date"].replace("/", "-"), "D")
        except (AttributeError, ValueError):
            raise ValueError(
                f"{path.name}, line {i + 2}: date is {row['date']!r}, expected YYYY/MM/DD"
            ) from None
    return Weather(dates, column("temp_max"), column("temp_min"), column("precipitation"), column("wind"))
