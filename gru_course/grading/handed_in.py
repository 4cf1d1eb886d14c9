"""Who handed in what, and when: of several notebooks of one learner for one exercise, the latest.

The time of a file says when it was handed in only where that is so: what Canvas exports has the time of the
download, and so has what newer versions of Moodle export.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path, PurePosixPath

from gru_course.checks.catalogue import EXERCISES
from gru_course.grading.assignment import Assignment
from gru_course.grading.codec import clean
from gru_course.grading.names import exercise_in
from gru_course.grading.submission import Submission, Unusable, code_cells, find, passed_over

ATTEMPT = re.compile(r"(?:[-_ ]v?|\()(?P<number>\d{1,3})\)?$|attempt[-_ ]?(?P<worded>\d{1,3})", re.IGNORECASE)
ELSEWHERE = "another exercise"
"""Of this course, and not among those that are graded now."""
MANY = 10
"""More copies of one exercise than a learner has: the folder is a class's."""
ONE_DOWNLOAD = timedelta(hours=1)
"""Where all times of an export are as close as this, they are those of the download."""


@dataclass(frozen=True)
class HandedIn:
    """The notebook that counts for one learner and exercise.

    Attributes
    ----------
    submission : Submission
    when : datetime or None
        When the file was last changed; None where its time says nothing of when it was handed in.
    note : str
        What the learner should know of the choice; empty where there was none.
    canvas, moodle : str
        The learner's number on these platforms, if the name tells it.
    marked_late : bool
        Whether the platform says so.
    saved : datetime or None
        When the notebook was last changed, if only by what the learner says: it tells copies apart.
    """

    submission: Submission
    when: datetime | None = None
    note: str = ""
    canvas: str = ""
    moodle: str = ""
    marked_late: bool = False
    saved: datetime | None = None

    @property
    def key(self) -> tuple[str, str]:
        """Learner and exercise."""
        return self.submission.learner, self.submission.notebook

    @property
    def name(self) -> str:
        """Of the file, as a person would say it; a learner has chosen it, so it must not steer a terminal."""
        return clean(self.submission.member or self.submission.source.name)


@dataclass(frozen=True)
class Register:
    """All that was handed in.

    Attributes
    ----------
    entries : tuple of HandedIn
        Sorted by learner and exercise; each pair occurs once.
    strangers : tuple of str
        Notebooks that belong to none of the exercises, or that are never looked at.
    doubts : tuple of str
        What a person should look at before believing it.
    """

    entries: tuple[HandedIn, ...]
    strangers: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()

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
    known: list[Submission] = []
    unknown: list[Submission] = []
    for submission in find(where, list(assignments)):
        notebook = _notebook(submission, assignments)
        if notebook != ELSEWHERE:
            (known if notebook else unknown).append(replace(submission, notebook=notebook))
    known, unknown = _benefit_of_doubt(known, unknown)
    strangers = [submission.member or str(submission.source) for submission in unknown]
    groups = _groups(_apart(_with_times(_entry(submission, where) for submission in known)))
    return Register(
        tuple(map(_latest, groups)),
        tuple(sorted(map(clean, [*strangers, *passed_over(where)]))),
        tuple(_crowded(groups)),
    )


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
    """The exercise that the name tells, or to which most cells belong: people rename files. Empty if none.

    Where one exercise is graded, what cannot be told is meant for it, but not what is plainly another's.
    """
    if submission.notebook in assignments:
        return submission.notebook
    if _exercise_of_the_course(submission):
        return ELSEWHERE
    try:
        ids = {cell.grade_id for cell in code_cells(submission.read())}
    except Unusable:
        ids = set()
    shared = {name: len(ids & {step.name for step in a.steps}) for name, a in assignments.items()}
    best = max(shared, key=lambda name: (shared[name], -len(assignments[name].steps)))
    if shared[best]:
        return best
    if not ids.isdisjoint(EXERCISES):
        return ELSEWHERE
    return best if len(assignments) == 1 else ""


def _exercise_of_the_course(submission: Submission) -> str:
    name = PurePosixPath(submission.member.replace("\\", "/") or submission.source.name)
    return exercise_in(name.stem, sorted({exercise.notebook for exercise in EXERCISES.values()}))


def _entry(submission: Submission, where: Path) -> HandedIn:
    owner, saved = submission.owner, _saved(submission)
    own_zip = submission.member and submission.source != where  # what stands in it, the learner has written
    came = _changed(submission.source) if own_zip else saved
    return HandedIn(
        submission,
        None if owner.canvas else came,
        canvas=owner.canvas,
        moodle=owner.moodle,
        marked_late=owner.marked_late,
        saved=saved,
    )


def _saved(submission: Submission) -> datetime | None:
    """When the notebook was last changed."""
    if not submission.member:
        return _changed(submission.source)
    try:
        return _times(submission.source).get(submission.member)
    except (OSError, ValueError, OverflowError, zipfile.BadZipFile):
        return None


def _changed(path: Path) -> datetime | None:
    try:
        return datetime.fromtimestamp(path.lstat().st_mtime).astimezone()
    except (OSError, ValueError, OverflowError):
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


def _with_times(entries: Iterable[HandedIn]) -> list[HandedIn]:
    """Without the times of an export from Moodle, where these are all those of its download."""
    entries = list(entries)
    times: dict[str, list[datetime]] = {}
    for entry in entries:
        if entry.moodle and entry.when:
            times.setdefault(entry.submission.owner.export, []).append(entry.when)
    alike = {export for export, found in times.items() if max(found) - min(found) <= ONE_DOWNLOAD}
    return [
        replace(entry, when=None) if entry.moodle and entry.submission.owner.export in alike else entry
        for entry in entries
    ]


def _apart(entries: list[HandedIn]) -> list[HandedIn]:
    """Two people of one name are told apart by their numbers on the platform.

    Canvas gives a person one number, Moodle another in each assignment, which is to say in each export.
    """
    numbers: dict[tuple[str, str], set[str]] = {}
    for entry in entries:
        number = entry.canvas or entry.moodle
        if number:
            export = "" if entry.canvas else entry.submission.owner.export
            numbers.setdefault((entry.submission.learner, export), set()).add(number)
    namesakes = {learner for (learner, _), found in numbers.items() if len(found) > 1}
    return [_numbered(entry) if entry.submission.learner in namesakes else entry for entry in entries]


def _numbered(entry: HandedIn) -> HandedIn:
    number = entry.canvas or entry.moodle
    if not number:
        return entry
    learner = f"{entry.submission.learner} ({number})"
    return replace(entry, submission=replace(entry.submission, learner=learner))


def _groups(entries: Iterable[HandedIn]) -> list[list[HandedIn]]:
    """All copies of one learner and exercise together, the one that counts last."""
    groups: dict[tuple[str, str], list[HandedIn]] = {}
    for entry in entries:
        groups.setdefault(entry.key, []).append(entry)
    return [sorted(groups[key], key=_age) for key in sorted(groups)]


def _latest(copies: list[HandedIn]) -> HandedIn:
    *others, last = copies
    note = f"{len(others) + 1} notebooks were handed in; the latest, {last.name}, was graded."
    return replace(last, note=note) if others else last


def _crowded(groups: list[list[HandedIn]]) -> Iterator[str]:
    """Learners with so many copies that they may be a whole class."""
    for copies in groups:
        if len(copies) > MANY:
            learner, notebook = copies[0].key
            yield (
                f"{len(copies)} notebooks for {notebook} were taken for those of one learner, {learner}. "
                "If that is a class, grade that folder or zip itself."
            )


def _age(entry: HandedIn) -> tuple[bool, int, int, int, float, float, str]:
    """Of several copies a notebook before a zip, then the outermost, the last attempt, the youngest."""
    submission = entry.submission
    depth = len(submission.source.parts) + submission.member.count("/")
    return (
        entry.name.lower().endswith(".ipynb"),
        -depth,
        _attempt(entry),
        submission.owner.upload,
        entry.when.timestamp() if entry.when else 0.0,
        entry.saved.timestamp() if entry.saved else 0.0,
        entry.name,
    )


def _attempt(entry: HandedIn) -> int:
    """The number of the attempt, as Canvas (``-1``) and browsers (`` (1)``) put it at the end of the name."""
    stem = Path(entry.name).stem.rpartition(entry.submission.notebook)[2]
    found = ATTEMPT.search(stem)
    return int(found["number"] or found["worded"]) if found else 0
