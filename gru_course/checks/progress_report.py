"""How far a learner has come: every exercise in the order of the lessons, what is done, and what is next."""

import csv
import io
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from gru_course.checks import progress_html
from gru_course.checks.errors import SLIPS
from gru_course.checks.exercise import Exercise
from gru_course.checks.progress_file import Record
from gru_course.checks.verdict import SIGNS, TITLES

OFF = "Progress is off: what this says is known to this process only, and nothing is written."


@dataclass(frozen=True)
class Row:
    """One exercise, and what the learner made of it.

    Attributes
    ----------
    exercise : Exercise
    record : Record
    """

    exercise: Exercise
    record: Record

    @property
    def done(self) -> bool:
        """Whether there was a right answer."""
        return self.record.best == "right"

    @property
    def points(self) -> int:
        """Earned: all or none."""
        return self.exercise.points if self.done else 0

    @property
    def state(self) -> str:
        """The best status in words."""
        return TITLES[self.record.best]

    @property
    def tries(self) -> str:
        """``right at try 2``, ``3 tries``, or nothing."""
        if self.record.right_at is not None:
            return f"right at try {self.record.right_at}"
        count = self.record.tries
        return "" if count == 0 else f"{count} {'try' if count == 1 else 'tries'}"

    @property
    def hints(self) -> str:
        """``1 hint``, or nothing."""
        count = self.record.hints
        return "" if count == 0 else f"{count} hint{'' if count == 1 else 's'}"

    @property
    def mistake(self) -> str:
        """The last mistake's name in words, as long as there is no right answer."""
        name = self.record.misconception
        if self.done or name is None:
            return ""
        named = [m.name for m in self.exercise.misconceptions if m.id == name]
        slips = [slip.name for slip in SLIPS if slip.id == name]
        return next(filter(None, [*named, *slips]), name.replace("-", " "))

    def fields(self) -> dict[str, Any]:
        """For a file: plain words and numbers."""
        return {
            "notebook": self.exercise.notebook,
            "exercise": self.exercise.name,
            "title": self.exercise.title,
            "best": self.record.best,
            "tries": self.record.tries,
            "right_at": self.record.right_at,
            "misconception": self.record.misconception,
            "hints": self.record.hints,
            "points": self.points,
            "points_of": self.exercise.points,
        }


@dataclass(frozen=True)
class Report:
    """What ``gc.progress()`` shows.

    Attributes
    ----------
    rows : tuple of Row
        In the order of the lessons.
    path : Path or None
        Where it is kept; None if it is not.
    notices : tuple of str
        What else the learner should hear.
    """

    rows: tuple[Row, ...]
    path: Path | None = None
    notices: tuple[str, ...] = ()

    @property
    def points(self) -> tuple[int, int]:
        """Earned, and of how many."""
        return _points(self.rows)

    @property
    def next(self) -> Row | None:
        """The first exercise that is not done; None if all are."""
        return next((row for row in self.rows if not row.done), None)

    @property
    def summary(self) -> str:
        """``3 of 20 exercises are right: 8 of 51 points.``"""
        done = sum(row.done for row in self.rows)
        earned, of = self.points
        return f"{done} of {len(self.rows)} exercises are right: {earned} of {of} points."

    @property
    def advice(self) -> str:
        """What to do next."""
        row = self.next
        if row is None:
            return "Every exercise is right."
        exercise = row.exercise
        return (
            f"Next: {exercise.name} in exercises/{exercise.notebook}.ipynb "
            f"({_plural(exercise.points, 'point')}, about {_plural(exercise.minutes, 'minute')})."
        )

    @property
    def where(self) -> str:
        """Where it is kept."""
        return OFF if self.path is None else f"Kept in {_short(self.path)}; nothing leaves this machine."

    def notebooks(self) -> Iterator[tuple[str, tuple[int, int], list[Row]]]:
        """Name of each notebook, points earned and of how many, and its rows."""
        for name, together in groupby(self.rows, key=lambda row: row.exercise.notebook):
            rows = list(together)
            yield name, _points(rows), rows

    def lines(self) -> Iterator[tuple[str, str]]:
        """Status and text of each line, for a terminal; the status is "" where there is none."""
        yield from (("", notice) for notice in self.notices)
        yield "", self.summary
        yield "", self.advice
        width = max((len(row.exercise.name) for row in self.rows), default=0)
        for name, (earned, of), rows in self.notebooks():
            yield "", ""
            yield "", f"{name}: {earned} of {of} points"
            for row in rows:
                facts = ", ".join(filter(None, [row.tries or row.state, row.hints]))
                state = "" if row.done or not row.tries else f"{row.state}, "
                sign = SIGNS[row.record.best]
                points = f"{row.points} of {row.exercise.points}"
                yield row.record.best, f"  {sign} {row.exercise.name:<{width}}  {points}  {state}{facts}"
                if row.mistake:
                    yield row.record.best, f"    {'':{width}}          the last mistake: {row.mistake}"
        yield "", ""
        yield "", self.where

    def __str__(self) -> str:
        return "\n".join(line for _, line in self.lines())

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return progress_html.page(self)

    def fields(self) -> dict[str, Any]:
        """Everything, for JSON."""
        earned, of = self.points
        following = self.next
        return {
            "points": earned,
            "points_of": of,
            "next": None if following is None else following.exercise.name,
            "kept_in": None if self.path is None else str(self.path),
            "exercises": [row.fields() for row in self.rows],
        }

    def as_json(self) -> str:
        """One JSON object."""
        return json.dumps(self.fields(), indent=1, ensure_ascii=False) + "\n"

    def as_csv(self) -> str:
        """One line for each exercise, and a line of names above."""
        text = io.StringIO()
        rows = [row.fields() for row in self.rows]
        table = csv.DictWriter(text, list(Row.fields(self.rows[0])) if rows else [], lineterminator="\n")
        table.writeheader()
        table.writerows(rows)
        return text.getvalue()


def report_on(
    exercises: Mapping[str, Exercise],
    records: Mapping[str, Record],
    path: Path | None = None,
    notices: tuple[str, ...] = (),
) -> Report:
    """Put together what is known; records of exercises that are no more are left out."""
    rows = tuple(Row(exercise, records.get(name, Record())) for name, exercise in exercises.items())
    return Report(rows, path, notices)


def _points(rows: Any) -> tuple[int, int]:
    return sum(row.points for row in rows), sum(row.exercise.points for row in rows)


def _plural(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _short(path: Path) -> str:
    """With ~ for the home folder."""
    home = os.path.expanduser("~")
    text = str(path)
    return "~" + text[len(home) :] if text.startswith(home + os.sep) else text
