"""Who handed in what, and when: of several notebooks of one learner for one exercise, the latest.

Learning platforms write attempts, times and numbers of people into file names. All of that is read here, in
one place.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from gru_course.grading.assignment import Assignment
from gru_course.grading.submission import Submission, Unusable, code_cells, find_all

CANVAS = re.compile(r"^(?P<name>.+?)(?P<late>_LATE)?_(?P<person>\d+)_(?P<submission>\d+)_")
MOODLE = re.compile(r"(?:^|/)(?P<name>[^/]+)_(?P<person>\d+)_assignsubmission_")
ATTEMPT = re.compile(r"(?:[-_ ]v?|\()(?P<number>\d{1,3})\)?$|attempt[-_ ]?(?P<worded>\d{1,3})", re.IGNORECASE)


@dataclass(frozen=True)
class HandedIn:
    """The notebook that counts for one learner and exercise.

    Attributes
    ----------
    submission : Submission
    when : datetime or None
        When the file was last changed, as far as the file says.
    note : str
        What the learner should know of the choice; empty where there was none.
    canvas, moodle : str
        The learner's number on these platforms, if the file name tells it.
    marked_late : bool
        Whether the platform says so.
    """

    submission: Submission
    when: datetime | None = None
    note: str = ""
    canvas: str = ""
    moodle: str = ""
    marked_late: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """Learner and exercise."""
        return self.submission.learner, self.submission.notebook

    @property
    def name(self) -> str:
        """Of the file, as a person would say it."""
        return self.submission.member or self.submission.source.name


@dataclass(frozen=True)
class Register:
    """All that was handed in.

    Attributes
    ----------
    entries : tuple of HandedIn
        Sorted by learner and exercise; each pair occurs once.
    strangers : tuple of str
        Notebooks that belong to none of the exercises.
    """

    entries: tuple[HandedIn, ...]
    strangers: tuple[str, ...] = ()

    @property
    def notebooks(self) -> list[str]:
        """The exercises that anybody handed in."""
        return sorted({entry.submission.notebook for entry in self.entries})


def look_through(where: Path, assignments: dict[str, Assignment]) -> Register:
    """Find what was handed in.

    Parameters
    ----------
    where : Path
        A folder, a zip, or one notebook.
    assignments : dict of Assignment
        By notebook.

    Raises
    ------
    FileNotFoundError, ValueError
        If there is nothing to grade; the text says what is wrong.
    """
    alone = where.suffix == ".ipynb" and where.is_file()
    found = _one(where) if alone else find_all(where, list(assignments))
    known: list[Submission] = []
    unknown: list[Submission] = []
    for submission in found:
        submission = replace(submission, learner=_clean(submission.learner))
        notebook = _notebook(submission, assignments)
        (known if notebook else unknown).append(replace(submission, notebook=notebook))
    known, unknown = _benefit_of_doubt(known, unknown)
    strangers = sorted(submission.member or str(submission.source) for submission in unknown)
    return Register(tuple(_latest(_apart(map(_entry, known)))), tuple(strangers))


def _one(path: Path) -> list[Submission]:
    """A single notebook; its learner is named by its folder, as on a platform that grades one at a time."""
    return [Submission(path.resolve().parent.name or path.stem, "", path)]


def _benefit_of_doubt(
    known: list[Submission], unknown: list[Submission]
) -> tuple[list[Submission], list[Submission]]:
    """Where a class hands in one exercise, a notebook of which nothing can be read is meant for it, too."""
    notebooks = {submission.notebook for submission in known}
    if len(notebooks) != 1:
        return known, unknown
    (notebook,), seen = notebooks, {submission.learner for submission in known}
    meant = [replace(s, notebook=notebook) for s in unknown if s.learner not in seen]
    return [*known, *meant], [s for s in unknown if s.learner in seen]


def _notebook(submission: Submission, assignments: dict[str, Assignment]) -> str:
    """The exercise that the name tells, or to which most cells belong: people rename files. Empty if none."""
    if submission.notebook in assignments:
        return submission.notebook
    if len(assignments) == 1:
        return next(iter(assignments))
    try:
        ids = {cell.grade_id for cell in code_cells(submission.read())}
    except Unusable:
        return ""
    shared = {name: len(ids & {step.name for step in a.steps}) for name, a in assignments.items()}
    best = max(shared, key=lambda name: (shared[name], -len(assignments[name].steps)))
    return best if shared[best] else ""


def _clean(learner: str) -> str:
    """The name without what cannot be written down: bytes that are no UTF-8, control characters."""
    text = learner.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text) or "nobody"


def _entry(submission: Submission) -> HandedIn:
    path = submission.member.replace("\\", "/") or submission.source.as_posix()
    canvas, moodle = CANVAS.match(path.rpartition("/")[2]), MOODLE.search(path)
    return HandedIn(
        submission,
        _when(submission),
        canvas=canvas["person"] if canvas else "",
        moodle=moodle["person"] if moodle else "",
        marked_late=bool(canvas and canvas["late"]),
    )


def _when(submission: Submission) -> datetime | None:
    try:
        if submission.member:
            return _times(submission.source).get(submission.member)
        return datetime.fromtimestamp(submission.source.lstat().st_mtime).astimezone()
    except (OSError, ValueError, OverflowError, zipfile.BadZipFile):
        return None


@lru_cache(maxsize=4)
def _times(archive: Path) -> dict[str, datetime]:
    """When each file in a zip was last changed; a zip names no time zone, so it is the local one."""
    times = {}
    with zipfile.ZipFile(archive) as opened:
        for member in opened.infolist():
            try:
                times[member.filename] = datetime(*member.date_time).astimezone()
            except (ValueError, OverflowError, OSError):
                continue
    return times


def _apart(entries: Iterable[HandedIn]) -> list[HandedIn]:
    """Two people of one name are told apart by their numbers on the platform."""
    entries = list(entries)
    numbers: dict[str, set[str]] = {}
    for entry in entries:
        numbers.setdefault(entry.submission.learner, set()).add(entry.canvas or entry.moodle)
    namesakes = {learner for learner, found in numbers.items() if len(found) > 1}
    return [_numbered(entry) if entry.submission.learner in namesakes else entry for entry in entries]


def _numbered(entry: HandedIn) -> HandedIn:
    number = entry.canvas or entry.moodle
    if not number:
        return entry
    learner = f"{entry.submission.learner} ({number})"
    return replace(entry, submission=replace(entry.submission, learner=learner))


def _latest(entries: Iterable[HandedIn]) -> Iterator[HandedIn]:
    """Of several notebooks the outermost, of these the last attempt, of these the youngest."""
    groups: dict[tuple[str, str], list[HandedIn]] = {}
    for entry in entries:
        groups.setdefault(entry.key, []).append(entry)
    for key in sorted(groups):
        *others, last = sorted(groups[key], key=_age)
        note = f"{len(others) + 1} notebooks were handed in; the latest, {last.name}, was graded."
        yield replace(last, note=note) if others else last


def _age(entry: HandedIn) -> tuple[int, int, float, str]:
    depth = len(entry.submission.source.parts) + entry.submission.member.count("/")
    return -depth, _attempt(entry), entry.when.timestamp() if entry.when else 0.0, entry.name


def _attempt(entry: HandedIn) -> int:
    """The number of the attempt, as Canvas (``-1``) and browsers (`` (1)``) put it at the end of the name."""
    stem = Path(entry.name).stem.rpartition(entry.submission.notebook)[2]
    found = ATTEMPT.search(stem)
    return int(found["number"] or found["worded"]) if found else 0
