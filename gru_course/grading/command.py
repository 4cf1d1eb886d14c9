"""``gru-course grade``: from a folder of notebooks to scores, feedback and a report; it can be stopped.

The output folder holds a ledger of what is graded; all files are written from it, each in one piece.
"""

import errno
import json
import os
import secrets
import shutil
import sqlite3
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from filelock import FileLock, Timeout

from gru_course import doctor
from gru_course.grading import class_report, scores
from gru_course.grading.assignment import Assignment, columns, load, load_all
from gru_course.grading.class_survey import Survey, survey
from gru_course.grading.classroom import Settings, content, grade_class
from gru_course.grading.crew import CrewGone
from gru_course.grading.feedback import feedback_page
from gru_course.grading.grade import Result, grade
from gru_course.grading.handed_in import HandedIn, Register, look_through
from gru_course.grading.inquiry import Difference, Witness, differences
from gru_course.grading.ledger import Ledger
from gru_course.grading.pages import file_names
from gru_course.grading.rules import Rules, did_you_mean, read_rules
from gru_course.grading.sandbox import NurseryGone, walls_here
from gru_course.grading.scores import Score
from gru_course.grading.unit import FAILED
from gru_course.grading.walls import Walls

LEDGER, SALT, LOCK, WORKSPACE = "grades.sqlite", "secret-salt.txt", ".lock", ".workspace"

WALLS_MISSING = (
    "WARNING: bubblewrap (bwrap) is not here, or may not be used. Submissions run with limits on time and "
    "memory and refused system calls only: they can read your files. Install or allow bubblewrap, or grade "
    "in the container image with the options in its recipe's first lines."
)

GO_ON = "What is graded is kept: the same command goes on from there."


class CannotGrade(ValueError):  # noqa: N818
    """There is something in the way; the text says what, for the command line."""


@dataclass(frozen=True)
class Order:
    """What was asked for on the command line.

    Attributes
    ----------
    submissions : Path
    out : Path
    jobs : int
    scheduler : str or None
    rules : Path or None
        A TOML file.
    assignments : tuple of str
        Exercise notebooks, by path or by stem; those that were handed in unless told.
    salt : str or None
    walls : Walls or None
    """

    submissions: Path
    out: Path
    jobs: int = 1
    scheduler: str | None = None
    rules: Path | None = None
    assignments: tuple[str, ...] = ()
    salt: str | None = None
    walls: Walls | None = None


NAMED = 3
"""Of a kind are named on the screen; the report has all."""


@dataclass
class Outcome:
    """What became of an order.

    Attributes
    ----------
    graded, known : int
        Submissions that were graded now, and that had been graded before.
    failed : list of str
        Submissions over which the grader itself failed.
    unread : list of str
        Submissions that are no notebooks, or that cannot be read.
    strangers : tuple of str
    learners : int
    handed_in : dict of str to int
        How many handed in each exercise.
    warnings : list of str
        What a person should know before believing the scores.
    seconds : float
    """

    graded: int = 0
    known: int = 0
    failed: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    strangers: tuple[str, ...] = ()
    learners: int = 0
    handed_in: dict[str, int] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def summary(self, out: Path) -> list[str]:
        """What was graded, how long it took, and where everything is."""
        again = f" ({self.known} had been graded before)" if self.known else ""
        exercises = ", ".join(f"{name} ({count})" for name, count in self.handed_in.items())
        return [
            f"{counted(self.graded, 'notebook')} graded in {self.seconds:.1f} s{again}: "
            f"{counted(self.learners, 'learner')}; {exercises}.",
            f"Scores: {out / 'scores.csv'}; for platforms: canvas.csv, moodle.csv",
            f"Report: {out / 'report.html'}; a page for each learner: {out / 'feedback'}",
        ]

    def attention(self) -> list[str]:
        """What needs a person, one line for each kind."""
        kinds = {
            "The grader failed over": self.failed,
            "Could not be read": self.unread,
            "Left out (of no exercise, or not a plain file)": list(self.strangers),
        }
        lines = [f"{title}: {_some(names)}" for title, names in kinds.items() if names]
        return [*lines, *self.warnings]


def counted(number: int, what: str) -> str:
    """``1 notebook``, ``2 notebooks``."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def _some(names: list[str]) -> str:
    more = f"; and {len(names) - NAMED} more, which the report names" if len(names) > NAMED else ""
    return "; ".join(names[:NAMED]) + more


@dataclass(frozen=True)
class Prepared:
    """All that is known before the first submission is graded."""

    assignments: dict[str, Assignment]
    register: Register
    rules: Rules
    settings: Settings

    @property
    def handed_in(self) -> dict[tuple[str, str], HandedIn]:
        """By learner and exercise."""
        return {entry.key: entry for entry in self.register.entries}


def run(order: Order, progress: Callable[[int], "Progress"], say: Callable[[str], None]) -> Outcome:
    """Grade a class, or go on with it.

    Parameters
    ----------
    order : Order
    progress : callable
        Given the number of submissions, something that counts them.
    say : callable
        Told at once what must not be overlooked.

    Raises
    ------
    CannotGrade
    """
    started = time.monotonic()
    with _folder(order) as out, _told_in_words(out):
        prepared = prepare(order, out)
        outcome = Outcome(strangers=prepared.register.strangers)
        if _walls(order) is Walls.MISSING and order.scheduler is None:
            outcome.warnings.append(WALLS_MISSING)
            say(WALLS_MISSING)
        with _opened(out / LEDGER) as ledger:
            _grade(order, prepared, ledger, out, outcome, progress(len(prepared.register.entries)))
            ledger.forget_others({entry.key for entry in prepared.register.entries})
            found = write_all(out, ledger, prepared, order)
        _tell(found, prepared, outcome)
        outcome.seconds = time.monotonic() - started
    return outcome


def _tell(found: Survey, prepared: Prepared, outcome: Outcome) -> None:
    """What the whole class came to, graded now or before."""
    outcome.learners = len(found.totals)
    outcome.unread = [line for line in found.broken if f": {FAILED}" not in line]
    keys = [entry.key for entry in prepared.register.entries]
    outcome.handed_in = {name: sum(key[1] == name for key in keys) for name in prepared.assignments}
    if found.unwalled and not found.walls:
        outcome.warnings.append(
            f"{counted(found.unwalled, 'notebook')} ran without all walls of the sandbox."
        )
    outcome.warnings += prepared.register.doubts
    outcome.warnings += about_days(prepared)
    outcome.warnings += prepared.rules.unknown({learner for learner, _ in keys})


def about_days(prepared: Prepared) -> list[str]:
    """Where the days of lateness may not be what they seem."""
    rules, entries = prepared.rules, prepared.register.entries
    if not rules.knows_late:
        return []
    said = []
    open_ = [e for e in entries if not {e.key[0], "/".join(e.key)} & set(rules.days_late)]
    timeless = [e for e in open_ if e.when is None]
    if timeless:
        marked = sum(e.marked_late for e in timeless)
        as_marked = f"{marked} marked LATE in the name count as one day. " if marked else ""
        said.append(
            f"How late {counted(len(timeless), 'notebook')} came is not known: in a platform's zip, files "
            f"have the time of the download. {as_marked}Write the days into [late.days] in the settings."
        )
    timed = [e for e in open_ if e.when is not None]
    if len(timed) > 1 and all(rules.days(*e.key, e.when) for e in timed):
        said.append(
            f"All {len(timed)} notebooks with a time are late by it. If that is when they were copied or "
            "downloaded, write the days into [late.days] in the settings."
        )
    return said


def _opened(path: Path) -> Ledger:
    try:
        return Ledger(path)
    except ValueError as problem:
        raise CannotGrade(str(problem)) from None


def _walls(order: Order) -> Walls:
    return order.walls or walls_here()


class Progress(Protocol):
    """Counts submissions; `gru_course.cli` shows them."""

    def advance(self, entry: HandedIn, fresh: bool) -> None:
        """One more is done."""

    def close(self) -> None:
        """All are done."""


def _grade(
    order: Order, prepared: Prepared, ledger: Ledger, out: Path, outcome: Outcome, progress: Progress
) -> None:
    done = grade_class(
        prepared.register.entries,
        prepared.assignments,
        ledger,
        prepared.settings,
        out / WORKSPACE,
        jobs=order.jobs,
        scheduler=order.scheduler,
    )
    try:
        for entry, result in done:
            if result is None:
                outcome.known += 1
            else:
                outcome.graded += 1
                if result.problem.startswith(FAILED):
                    outcome.failed.append(f"{entry.name}: {result.problem}")
            progress.advance(entry, result is not None)
    except CrewGone as reason:
        raise CannotGrade(
            f"{reason}. {outcome.graded + outcome.known} submissions are graded; "
            "the same command goes on from there."
        ) from None
    finally:
        done.close()  # at once, so that no process is left behind
        progress.close()


# --- before -------------------------------------------------------------------------------------------------


@contextmanager
def _folder(order: Order) -> Iterator[Path]:
    """The output folder, for this process alone."""
    out = order.out
    with ExitStack() as kept:
        try:
            out.mkdir(parents=True, exist_ok=True)
            kept.enter_context(FileLock(out / LOCK, timeout=0))
            shutil.rmtree(out / WORKSPACE, ignore_errors=True)  # of a run that was killed
            (out / WORKSPACE).mkdir()
        except Timeout:
            raise CannotGrade(
                f"{out}: another run is grading into this folder; wait for it, or use --out"
            ) from None
        except NotImplementedError:  # some network file systems
            raise CannotGrade(f"{out}: files cannot be locked there; use --out with a local disk") from None
        except OSError as error:
            raise CannotGrade(f"{out}: cannot write there ({error.strerror})") from None
        try:
            yield out
        finally:
            shutil.rmtree(out / WORKSPACE, ignore_errors=True)


DISK = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO}


@contextmanager
def _told_in_words(out: Path) -> Iterator[None]:
    """A disk that is full, or that may not be written, is told in a sentence."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise CannotGrade(f"{out}: cannot write there ({error}). {GO_ON}") from None
    except OSError as error:
        if error.errno not in DISK:
            raise
        raise CannotGrade(f"{error.filename or out}: {error.strerror}. {GO_ON}") from None


def prepare(order: Order, out: Path) -> Prepared:
    """Find the exercises and the submissions, and read the settings; the secret is made if there is none.

    Raises
    ------
    CannotGrade
    """
    try:
        offered = _assignments(order.assignments)
        register = look_through(order.submissions, offered)
        if not register.entries:
            raise CannotGrade(
                f"{order.submissions}: none of the notebooks belongs to an exercise that is graded "
                f"({', '.join(offered)})"
            )
        wanted = {n: a for n, a in offered.items() if order.assignments or n in register.notebooks}
        rules = read_rules(order.rules, columns(offered.values())) if order.rules else Rules()
        salt = _salt(out) if order.salt is None else order.salt
    except (FileNotFoundError, ValueError) as problem:
        raise CannotGrade(str(problem)) from None
    return Prepared(wanted, register, rules, Settings(salt, walls=order.walls))


def _assignments(chosen: tuple[str, ...]) -> dict[str, Assignment]:
    """The exercises, from our own copies."""
    course = doctor.find_course()
    folder = course / "exercises" if course else None
    own = load_all(folder) if folder is not None and folder.is_dir() else {}
    if not chosen:
        if not own:
            raise CannotGrade("found no folder exercises/; name the exercise notebook with --assignment")
        return own
    found = {}
    for name in chosen:
        path = Path(name)
        if path.is_file():
            found[path.stem] = load(path)
        elif path.stem in own and path.name == name:
            found[path.stem] = own[path.stem]
        else:
            raise CannotGrade(f"there is no exercise notebook {name}; there are {', '.join(own) or 'none'}")
    return found


def _salt(out: Path) -> str:
    """The secret of this class, made once."""
    path = out / SALT
    if not path.exists():
        fresh = path.with_name(f"{SALT}.new")
        fresh.unlink(missing_ok=True)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(16) + "\n")
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    return path.read_text(encoding="utf-8").strip()


# --- afterwards ---------------------------------------------------------------------------------------------


def write_all(out: Path, ledger: Ledger, prepared: Prepared, order: Order) -> Survey:
    """Write everything that comes out of the ledger; how the class did."""
    assignments, rules, handed_in = prepared.assignments, prepared.rules, prepared.handed_in

    def everybody() -> Iterator[Score]:
        for learner, results in ledger.by_learner():
            yield scores.score(learner, results, assignments, rules, handed_in)

    most = {part.notebook: part.most for part in scores.score("", [], assignments, rules, {}).parts}
    _write(out / "scores.csv", scores.scores_csv(everybody(), assignments, rules))
    _write(out / "canvas.csv", scores.canvas_csv(everybody(), most))
    _write(out / "moodle.csv", scores.moodle_csv(everybody(), most))
    _write_pages(out, ledger, everybody(), prepared)
    walls = "" if order.scheduler or _walls(order) is not Walls.MISSING else Walls.MISSING.value
    found = survey(everybody(), assignments, strangers=prepared.register.strangers, walls=walls)
    _write(out / "report.json", [_json(class_report.as_json(found))])
    _write(out / "report.html", [class_report.report_page(found)])
    if len(ledger.learners()) == 1:
        (only,) = everybody()
        _write(out / "results.json", [_json(scores.gradescope(only, rules))])
    else:
        (out / "results.json").unlink(missing_ok=True)
    return found


def _write_pages(out: Path, ledger: Ledger, everybody: Iterable[Score], prepared: Prepared) -> None:
    """A page and a JSON file for each learner; those of learners who are gone are removed."""
    for folder in ("feedback", "json"):
        (out / folder).mkdir(exist_ok=True)
    names = file_names(ledger.learners())
    before, now = ledger.pages(), {f"feedback/{name}.html" for name in names.values()}
    now |= {f"json/{name}.json" for name in names.values()}
    ledger.keep_pages(before | now)  # so that none is forgotten, should this be interrupted
    for score in everybody:
        name = names[score.learner]
        page = feedback_page(score, prepared.assignments, prepared.rules)
        _write(out / "feedback" / f"{name}.html", [page])
        _write(out / "json" / f"{name}.json", [_json(scores.as_json(score))])
    for path in before - now:
        (out / path).unlink(missing_ok=True)
    ledger.keep_pages(now)


def _json(content: object) -> str:
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def _write(path: Path, pieces: Iterable[str]) -> None:
    """Write a file in one piece: readers see the old or the new one. What would not change is left."""
    fresh = path.with_name(f".{path.name}.new")
    try:
        with fresh.open("w", encoding="utf-8", newline="", errors="replace") as file:
            file.writelines(pieces)
    except OSError:
        fresh.unlink(missing_ok=True)  # half a file helps nobody, and the disk may be full
        raise
    if _same(fresh, path):
        fresh.unlink()
    else:
        fresh.replace(path)


def _same(one: Path, other: Path) -> bool:
    if not other.is_file() or one.stat().st_size != other.stat().st_size:
        return False
    with one.open("rb") as first, other.open("rb") as second:
        while piece := first.read(2**20):
            if piece != second.read(2**20):
                return False
    return True


# --- once more ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Replayed:
    """One submission, graded once more with the same inputs.

    Attributes
    ----------
    entry : HandedIn
    result : Result
    recorded : Result or None
        What the ledger has.
    differences : dict of str to Difference
        For each step that is not right, where its answer differs.
    """

    entry: HandedIn
    result: Result
    recorded: Result | None
    differences: dict[str, Difference] = field(default_factory=dict)

    @property
    def same(self) -> bool:
        """Whether each step got what it got before."""
        return self.recorded is not None and self.recorded.steps == self.result.steps

    @property
    def comparison(self) -> str:
        """How it compares with what is recorded, in a sentence."""
        if self.recorded is None:
            return "It had not been graded before."
        if self.same:
            return "The same as recorded."
        if [step.seed for step in self.recorded.steps] != [step.seed for step in self.result.steps]:
            return "NOT the same as recorded: other inputs. Was the class graded with another --salt?"
        return "NOT the same as recorded: the notebook or the course has changed, or chance is in the answer."


def replay(order: Order, learner: str) -> list[Replayed]:
    """Grade one learner's submissions again, from the same seeds; nothing is written down.

    Raises
    ------
    CannotGrade
        If there is no such learner, or nothing was graded here.
    """
    if not (order.out / LEDGER).is_file():
        raise CannotGrade(f"{order.out}: nothing was graded into this folder")
    if order.salt is None and not (order.out / SALT).is_file():
        raise CannotGrade(f"{order.out}: this class was graded with --salt; give the same to --replay")
    prepared = prepare(order, order.out)
    learner = unicodedata.normalize("NFC", learner)
    entries = [e for e in prepared.register.entries if e.submission.learner == learner]
    if not entries:
        known = sorted({entry.submission.learner for entry in prepared.register.entries})
        namesakes = ", ".join(name for name in known if name.startswith(f"{learner} ("))
        near = f"; there are {namesakes}" if namesakes else did_you_mean(learner, known, 0.6)
        raise CannotGrade(f"{order.submissions}: no notebook of {learner}{near}")
    with _told_in_words(order.out), _opened(order.out / LEDGER) as ledger:
        recorded = {result.notebook: result for result in ledger.of(learner)}
    try:
        return [_replayed(entry, prepared, recorded.get(entry.submission.notebook)) for entry in entries]
    except NurseryGone as reason:
        raise CannotGrade(f"the sandbox does not run ({reason})") from None


def _replayed(entry: HandedIn, prepared: Prepared, recorded: Result | None) -> Replayed:
    assignment, settings = prepared.assignments[entry.submission.notebook], prepared.settings
    with closing(Witness(settings.walls)) as witness:
        result = grade(
            content(entry),
            assignment,
            entry.submission.learner,
            witness,
            salt=settings.salt,
            limits=settings.limits,
        )
    return Replayed(entry, result, recorded, differences(result, witness.reports))


def default_jobs() -> int:
    """As many as there are processors for this process."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return max(1, os.cpu_count() or 1)
