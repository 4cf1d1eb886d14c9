"""What has been graded, in one SQLite file: safe against a kill at any moment, and any run goes on from it.

A row is written when its submission is graded, in one transaction. It is kept for as long as nothing has
changed that the score depends on: the submission's bytes, the exercise, the secret salt, the course's code.
"""

import dataclasses
import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from functools import cache
from itertools import groupby
from pathlib import Path

from gru_course.grading.grade import Result, StepResult

VERSION = 1

SCHEMA = """
CREATE TABLE IF NOT EXISTS grades (
    learner TEXT NOT NULL,
    notebook TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    result TEXT NOT NULL,
    PRIMARY KEY (learner, notebook)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pages (path TEXT PRIMARY KEY) WITHOUT ROWID;
"""

GRADER = ("assignment", "codec", "grade", "program", "replay", "sandbox", "stand_in", "submission", "worker")
DECIDES = ("calling.py", "checks", "nn", *(f"grading/{name}.py" for name in GRADER))
"""Files and folders of the course on which a score depends; not those that only write reports."""

NEVER = ""
"""A fingerprint that no submission has: a result that is kept under it is made again the next time."""


class Ledger:
    """The results of one class.

    Parameters
    ----------
    path : Path
        Made if it is not there.

    Raises
    ------
    ValueError
        If the file belongs to another version of the course, or is no ledger.
    sqlite3.OperationalError
        If it cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None, timeout=30.0)
        try:
            self._connection.execute("PRAGMA journal_mode=WAL")
            self._connection.execute("PRAGMA synchronous=FULL")
            (version,) = self._connection.execute("PRAGMA user_version").fetchone()
            if version not in (0, VERSION):
                raise ValueError(
                    f"{path}: expected a ledger of version {VERSION}, got {version}; use another folder"
                )
            self._connection.executescript(SCHEMA)
            if version == 0:
                self._connection.execute(f"PRAGMA user_version={VERSION}")
        except sqlite3.OperationalError:
            self._connection.close()
            raise
        except sqlite3.DatabaseError as error:
            self._connection.close()
            raise ValueError(f"{path}: not a ledger of grades ({error}); use another folder") from None
        except ValueError:
            self._connection.close()
            raise

    def __enter__(self) -> "Ledger":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Write everything down and let go of the file."""
        self._connection.close()

    def known(self, learner: str, notebook: str, fingerprint: str) -> bool:
        """Whether this very submission has been graded already."""
        row = self._connection.execute(
            "SELECT fingerprint FROM grades WHERE learner = ? AND notebook = ?", (learner, notebook)
        ).fetchone()
        return row is not None and row[0] == fingerprint != NEVER

    def write(self, result: Result, fingerprint: str) -> None:
        """Keep a result; an older one of the same learner and notebook gives way."""
        self._connection.execute(
            "INSERT OR REPLACE INTO grades VALUES (?, ?, ?, ?)",
            (result.learner, result.notebook, fingerprint, to_json(result)),
        )

    def forget_others(self, kept: set[tuple[str, str]]) -> int:
        """Drop what is no longer among the submissions; how many rows that were."""
        have = self._connection.execute("SELECT learner, notebook FROM grades").fetchall()
        gone = [row for row in have if row not in kept]
        with self._together():
            self._connection.executemany("DELETE FROM grades WHERE learner = ? AND notebook = ?", gone)
        return len(gone)

    def learners(self) -> list[str]:
        """Everybody, sorted."""
        rows = self._connection.execute("SELECT DISTINCT learner FROM grades ORDER BY learner")
        return [learner for (learner,) in rows]

    def of(self, learner: str) -> list[Result]:
        """All results of one learner, by notebook."""
        with closing(
            self._connection.execute(
                "SELECT result FROM grades WHERE learner = ? ORDER BY notebook", (learner,)
            )
        ) as rows:
            return [from_json(text) for (text,) in rows]

    def all(self) -> Iterator[Result]:
        """Every result, one at a time: a class of any size fits into memory."""
        for (text,) in self._connection.execute("SELECT result FROM grades ORDER BY learner, notebook"):
            yield from_json(text)

    def by_learner(self) -> Iterator[tuple[str, list[Result]]]:
        """Every learner with all their results, one learner at a time."""
        for learner, results in groupby(self.all(), key=lambda result: result.learner):
            yield learner, list(results)

    def pages(self) -> set[str]:
        """The pages that were written for learners the last time."""
        return {path for (path,) in self._connection.execute("SELECT path FROM pages")}

    def keep_pages(self, paths: Iterable[str]) -> None:
        """Remember which pages there are now."""
        with self._together():
            self._connection.execute("DELETE FROM pages")
            self._connection.executemany("INSERT INTO pages VALUES (?)", [(path,) for path in paths])

    def _together(self) -> "_Together":
        return _Together(self._connection)


class _Together:
    """Several changes as one: all of them are kept, or none."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __enter__(self) -> None:
        self._connection.execute("BEGIN IMMEDIATE")

    def __exit__(self, problem: object, *_: object) -> None:
        self._connection.execute("COMMIT" if problem is None else "ROLLBACK")


def fingerprint(data: bytes, *settings: str) -> str:
    """Changes whenever the bytes of a submission, or anything else that its score depends on, change."""
    digest = hashlib.sha256(data)
    for setting in settings:
        digest.update(b"\0" + setting.encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


@cache
def code_fingerprint() -> str:
    """Changes whenever the course's checks, or its grader, change."""
    package = Path(__file__).resolve().parent.parent
    digest = hashlib.sha256()
    for name in DECIDES:
        place = package / name
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            digest.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def to_json(result: Result) -> str:
    """A result as text."""
    return json.dumps(dataclasses.asdict(result))


def from_json(text: str) -> Result:
    """A result from its text."""
    fields = json.loads(text)
    steps = tuple(StepResult(**{**step, "stood_in": tuple(step["stood_in"])}) for step in fields["steps"])
    return Result(**{**fields, "steps": steps, "notes": tuple(fields["notes"])})
