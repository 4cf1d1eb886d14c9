"""How points become a score: weights, extra credit and late days, in one small TOML file.

Every part of it may be left out.

.. code-block:: toml

    [weights]                              # times the points of the notebook
    "07_the_cell/check-latch" = 2.0

    [extra]                                # counts on top, and is not in the maximum
    steps = ["07_the_cell/check-gru_cell_backward"]
    [extra.points]
    "Ada Lovelace" = 1.5

    [late]
    due = 2026-11-20T23:59:00              # of every notebook; or a table with a time for each
    per_day = 0.1                          # share of a notebook's points that a day costs
    free_days = 2                          # of each learner, for all notebooks together
    most_days = 7                          # later than that, nothing counts
    [late.days]                            # wins over the times of the files
    "Ada Lovelace" = 1
    "Alan/07_the_cell" = 0
"""

import difflib
import math
import tomllib
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

SECONDS_A_DAY = 86_400

KNOWN = {
    "": {"weights", "extra", "late"},
    "extra": {"steps", "points"},
    "late": {"due", "per_day", "free_days", "most_days", "days"},
}


@dataclass(frozen=True)
class Rules:
    """What a lecturer may choose.

    Attributes
    ----------
    weights : dict of str to float
        By column.
    extra_steps : frozenset of str
        Columns that count on top.
    extra_points : dict of str to float
        By learner.
    due : dict of str to datetime
        By notebook; ``""`` for every other one.
    per_day : float
        Share of a notebook's points that each day costs.
    free_days : int
    most_days : int or None
    days_late : dict of str to int
        By learner, or by learner/notebook.
    """

    weights: Mapping[str, float] = field(default_factory=dict)
    extra_steps: frozenset[str] = frozenset()
    extra_points: Mapping[str, float] = field(default_factory=dict)
    due: Mapping[str, datetime] = field(default_factory=dict)
    per_day: float = 0.0
    free_days: int = 0
    most_days: int | None = None
    days_late: Mapping[str, int] = field(default_factory=dict)

    @property
    def knows_late(self) -> bool:
        """Whether lateness plays a part."""
        return bool(self.per_day or self.most_days is not None)

    def weight(self, column: str) -> float:
        """By which a step's points are multiplied."""
        return self.weights.get(column, 1.0)

    def days(self, learner: str, notebook: str, when: datetime | None, marked_late: bool = False) -> int:
        """How many days late a notebook is; a day that has begun counts.

        Where its time is not known, being marked as late by the platform counts as one day.
        """
        for key in (f"{learner}/{notebook}", learner):
            if key in self.days_late:
                return self.days_late[key]
        if when is None:
            return int(marked_late and self.knows_late)
        due = self.due.get(notebook, self.due.get(""))
        if due is None:
            return 0
        return max(0, math.ceil((when - due).total_seconds() / SECONDS_A_DAY))

    def unknown(self, learners: Collection[str]) -> list[str]:
        """Names in the file that belong to nobody who handed something in."""
        places = {"extra.points": self.extra_points, "late.days": self.days_late}
        return [
            f"{place}: {name} has handed in nothing{did_you_mean(name.partition('/')[0], learners, 0.6)}"
            for place, names in places.items()
            for name in names
            if name not in learners and name.rpartition("/")[0] not in learners
        ]

    def lost(self, days: int) -> float:
        """The share of a notebook's points that so many days cost, once the free ones are used up."""
        if self.most_days is not None and days > self.most_days:
            return 1.0
        return min(1.0, days * self.per_day)


def read_rules(path: Path, columns: list[str]) -> Rules:
    """Read a settings file.

    Parameters
    ----------
    path : Path
    columns : list of str
        The steps that there are, as ``notebook/grade_id``.

    Raises
    ------
    ValueError
        If something in it is not understood; the text says what, and what was expected.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ValueError(f"{path}: cannot be read ({error.strerror})") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{path}: not a TOML file: {error}") from None
    try:
        return _rules(content, columns)
    except ValueError as problem:
        raise ValueError(f"{path}: {problem}") from None


def _rules(content: dict[str, Any], columns: list[str]) -> Rules:
    _only(content, "")
    extra, late = _table(content, "extra"), _table(content, "late")
    _only(extra, "extra")
    _only(late, "late")
    steps = extra.get("steps", [])
    if not isinstance(steps, list) or not all(isinstance(step, str) for step in steps):
        raise ValueError("extra.steps: expected a list of names")
    most = late.get("most_days")
    return Rules(
        weights={
            _column(name, columns, "weights"): _number(value, f"weights: {name}", 0.0)
            for name, value in _table(content, "weights").items()
        },
        extra_steps=frozenset(_column(name, columns, "extra.steps") for name in steps),
        extra_points=_numbers(_table(extra, "points", "extra."), "extra.points"),
        due=_due(late.get("due"), sorted({name.partition("/")[0] for name in columns})),
        per_day=_number(late.get("per_day", 0.0), "late.per_day", 0.0, 1.0),
        free_days=_whole(late.get("free_days", 0), "late.free_days"),
        most_days=None if most is None else _whole(most, "late.most_days"),
        days_late={
            _person(name): _whole(value, f"late.days: {name}")
            for name, value in _table(late, "days", "late.").items()
        },
    )


def _only(table: dict[str, Any], name: str) -> None:
    for key in table:
        if key not in KNOWN[name]:
            where = f"[{name}]" if name else "the file"
            raise ValueError(f"{where} has {key!r}, expected one of {', '.join(sorted(KNOWN[name]))}")


def _table(content: dict[str, Any], name: str, within: str = "") -> dict[str, Any]:
    table = content.get(name, {})
    if not isinstance(table, dict):
        raise ValueError(f"{within}{name}: expected a table, got {table!r}")
    return table


def _column(name: str, columns: list[str], where: str) -> str:
    if name in columns:
        return name
    raise ValueError(f"{where}: there is no step {name!r}{did_you_mean(name, columns)}")


def did_you_mean(name: str, known: Collection[str], cutoff: float = 0.4) -> str:
    """``; did you mean ada?``, or nothing where no name is like it."""
    near = difflib.get_close_matches(name, known, n=1, cutoff=cutoff)
    return f"; did you mean {near[0]}?" if near else ""


def _number(value: Any, where: str, least: float = -math.inf, most: float = math.inf) -> float:
    right = isinstance(value, int | float) and not isinstance(value, bool)
    if not right or not math.isfinite(value) or not least <= value <= most:
        bounds = (
            f" from {least:g} to {most:g}" if math.isfinite(most) else ", not below 0" if least == 0 else ""
        )
        raise ValueError(f"{where}: expected a number{bounds}, got {value!r}")
    return float(value)


def _numbers(table: dict[str, Any], where: str) -> dict[str, float]:
    return {_person(name): _number(value, f"{where}: {name}") for name, value in table.items()}


def _person(name: str) -> str:
    """As names of files are read: an accent may be written in two ways."""
    return unicodedata.normalize("NFC", name)


def _whole(value: Any, where: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError(f"{where}: expected a whole number of days, got {value!r}")
    return value


def _due(value: Any, notebooks: list[str]) -> dict[str, datetime]:
    times = value if isinstance(value, dict) else {} if value is None else {"": value}
    for name in times:
        if name and name not in notebooks:
            raise ValueError(f"late.due: there is no exercise {name!r}{did_you_mean(name, notebooks)}")
    return {name: _moment(moment) for name, moment in times.items()}


def _moment(value: Any) -> datetime:
    """A time; a day ends with its last second, and without a time zone the local one is meant."""
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime.combine(value, time(23, 59, 59))
    if not isinstance(value, datetime):
        raise ValueError(f"late.due: expected a time such as 2026-11-20T23:59:00, got {value!r}")
    return value if value.tzinfo else value.astimezone()
