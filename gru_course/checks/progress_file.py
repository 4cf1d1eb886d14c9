"""One small file that outlives a crash, and two notebooks that write at once.

A change is a function from the old records to the new ones. It is made under a lock, written beside the file,
and put in its place in one step: whoever reads finds the old file or the new one, never half of one. Where
that cannot be done, the change is kept in memory and made with the next one that can.
"""

import contextlib
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from gru_course.checks.verdict import RANKS, Status, Verdict

FORMAT = "gru-course progress"
VERSION = 1
PATIENCE = 1.0
"""Seconds to wait for another notebook that is writing."""


@dataclass(frozen=True)
class Record:
    """What is kept of one exercise.

    Attributes
    ----------
    tries : int
        Honest attempts; a stub is none.
    best : str
        The best status so far, of :attr:`Verdict.status`.
    right_at : int or None
        The try that was the first right one.
    misconception : str or None
        Id of the mistake of the last try that was not right, where it had a name.
    hints : int
        How many of the exercise's hints were shown.
    """

    tries: int = 0
    best: Status = "not attempted"
    right_at: int | None = None
    misconception: str | None = None
    hints: int = 0


Records = dict[str, Record]
Change = Callable[[Records], Records]


class Damaged(ValueError):  # noqa: N818  (what is said of the file)
    """The text is no progress file."""


class FromLaterVersion(ValueError):  # noqa: N818
    """The file was written by a later version of the course."""


# --- changes ------------------------------------------------------------------------------------------------


def with_try(verdict: Verdict) -> Change:
    """Count one try."""

    def change(records: Records) -> Records:
        old = records.get(verdict.exercise, Record())
        tries = old.tries + 1
        new = Record(
            tries=tries,
            best=max(old.best, verdict.status, key=RANKS.index),
            right_at=old.right_at if old.right_at or not verdict else tries,
            misconception=old.misconception if verdict else verdict.misconception,
            hints=old.hints,
        )
        return {**records, verdict.exercise: new}

    return change


def with_hint(name: str, most: int) -> Change:
    """Count one more hint, `most` at most."""

    def change(records: Records) -> Records:
        old = asdict(records.get(name, Record()))
        return {**records, name: Record(**{**old, "hints": min(old["hints"] + 1, most)})}

    return change


# --- as text ------------------------------------------------------------------------------------------------


def encode(records: Mapping[str, Record]) -> str:
    """The file's text: JSON that a person can read."""
    exercises = {name: asdict(record) for name, record in records.items()}
    content = {"format": FORMAT, "version": VERSION, "exercises": exercises}
    return json.dumps(content, indent=1, ensure_ascii=True) + "\n"


def decode(text: str) -> Records:
    """The records of a file's text.

    Raises
    ------
    FromLaterVersion
        If a later version of the course wrote it.
    Damaged
        If it is anything else than such a file.
    """
    try:
        content = json.loads(text)
        known = content["format"] == FORMAT and type(content["version"]) is int
        if known and content["version"] > VERSION:
            raise FromLaterVersion(f"version {content['version']}")
        if not known or content["version"] < 1:
            raise Damaged("no progress file")
        return {name: _record(fields) for name, fields in content["exercises"].items()}
    except (Damaged, FromLaterVersion):
        raise
    except (KeyError, TypeError, AttributeError, RecursionError, ValueError) as problem:
        raise Damaged(str(problem)) from problem


def _record(fields: Mapping[str, Any]) -> Record:
    record = Record(**fields)
    counts = [record.tries, record.hints, 1 if record.right_at is None else record.right_at]
    if any(type(count) is not int or count < 0 for count in counts) or record.best not in RANKS:
        raise Damaged("not a count, or not a status")
    if not isinstance(record.misconception, str | None):
        raise Damaged("not the id of a mistake")
    return record


# --- where it is kept ---------------------------------------------------------------------------------------


class Memory:
    """Records that end with this process: nothing is written."""

    def __init__(self, notice: str = "") -> None:
        self.path: Path | None = None
        self._records: Records = {}
        self._notices = [notice] if notice else []

    def read(self) -> Records:
        """What is kept at present."""
        return self._records

    def change(self, change: Change) -> Records:
        """Make a change, and give back what is kept then."""
        self._records = change(self._records)
        return self._records

    def reset(self) -> Path | None:
        """Forget everything; there is no file to keep."""
        self._records = {}
        return None

    def notices(self) -> list[str]:
        """What a learner should hear; each is told once."""
        told, self._notices = self._notices, []
        return told


class File:
    """Records in one file.

    Parameters
    ----------
    path : Path
        Its folder is made when there is something to write.
    """

    def __init__(self, path: Path) -> None:
        self.path = Path(os.path.realpath(path))  # so that a link stays a link
        self._pending: list[Change] = []
        self._notices: list[str] = []
        self._told: set[str] = set()

    def read(self) -> Records:
        """What is kept at present. A damaged file is put aside."""
        if not self._pending and not self.path.exists():
            return {}
        return self._make(self._pending)

    def change(self, change: Change) -> Records:
        """Make a change, and give back what is kept then. What cannot be written now is written later."""
        return self._make([*self._pending, change])

    def reset(self) -> Path | None:
        """Begin anew; the file so far is kept under another name, which is given back.

        Raises
        ------
        OSError
            If the file cannot be moved.
        """
        backup = None
        if self.path.exists():
            with self._locked():
                backup = self._put_aside("backup")
        self._pending.clear()
        return backup

    def notices(self) -> list[str]:
        """What a learner should hear; each is told once."""
        told, self._notices = self._notices, []
        return told

    def flush(self) -> None:
        """Write what is pending, at the end of the process, when there will be no other time."""
        if self._pending:
            self._make(self._pending, 10 * PATIENCE)

    def _make(self, changes: Sequence[Change], patience: float | None = None) -> Records:
        try:
            with self._locked(patience):
                old = self._load()
                new = _after(old, changes)
                if new != old:
                    self._save(new)
        except FromLaterVersion:
            self._tell(
                f"{self.path} was written by a later version of the course and is left as it is; "
                "progress is kept in memory only."
            )
            new = _after({}, changes)
        except (OSError, ValueError, RuntimeError, NotImplementedError) as problem:
            # Somebody who writes just now is no news; somebody who still does the next time is.
            if self._pending or not isinstance(problem, TimeoutError):
                self._tell(f"Progress could not be saved ({_why(problem)}): it is kept in memory for now.")
            new = _after(self._look(), changes)
        else:
            changes = []
        self._pending = list(changes)
        return new

    @contextlib.contextmanager
    def _locked(self, patience: float | None = None) -> Iterator[None]:
        from filelock import FileLock

        self.path.parent.mkdir(parents=True, exist_ok=True)
        # Nobody waits twice: where it took too long the last time, what is pending can wait as well.
        if patience is None:
            patience = PATIENCE / 10 if self._pending else PATIENCE
        with FileLock(f"{self.path}.lock", timeout=patience, poll_interval=0.01):
            yield

    def _load(self) -> Records:
        try:
            return decode(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (Damaged, UnicodeDecodeError):
            aside = self._put_aside("damaged")
            self._tell(f"The file with your progress was damaged. It is kept as {aside}; a new one is begun.")
            return {}

    def _look(self) -> Records:
        """What the file says, if it can be read at all; without the lock."""
        try:
            return decode(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}

    def _save(self, records: Records) -> None:
        beside = self.path.with_name(self.path.name + ".new")
        try:
            with beside.open("w", encoding="utf-8", newline="\n") as file:
                file.write(encode(records))
                file.flush()
                os.fsync(file.fileno())  # or a power cut may leave the new name on an empty file
            os.replace(beside, self.path)
        except BaseException:
            with contextlib.suppress(OSError):
                beside.unlink()
            raise

    def _put_aside(self, why: str) -> Path:
        number = 1
        while (aside := self.path.with_name(f"{self.path.stem}.{why}-{number}{self.path.suffix}")).exists():
            number += 1
        os.replace(self.path, aside)
        return aside

    def _tell(self, notice: str) -> None:
        if notice not in self._told:
            self._told.add(notice)
            self._notices.append(notice)


def _after(records: Records, changes: Sequence[Change]) -> Records:
    for change in changes:
        records = change(records)
    return records


def _why(problem: Exception) -> str:
    if isinstance(problem, TimeoutError):
        return "another notebook is writing"
    return getattr(problem, "strerror", None) or str(problem)
