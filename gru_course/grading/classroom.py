"""Grade a class: many submissions, a few at a time, each written down as soon as it is graded.

No more submissions are in memory than are being worked on. One that makes the grader itself fail costs only
its own marks, is tried again by itself, and is named in the report.
"""

from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import CancelledError
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from gru_course.grading.assignment import Assignment
from gru_course.grading.crew import Crew, CrewGone, hire
from gru_course.grading.grade import Result
from gru_course.grading.handed_in import HandedIn
from gru_course.grading.ledger import NEVER, Ledger, code_fingerprint, fingerprint
from gru_course.grading.run import Limits
from gru_course.grading.submission import REFUSED, Unusable
from gru_course.grading.unit import ungraded
from gru_course.grading.walls import Walls

TOGETHER, ALONE = 2, 2
"""How often a submission is tried among others, and then by itself, when the grader fails over it."""


@dataclass(frozen=True)
class Settings:
    """What a score depends on besides the submission.

    Attributes
    ----------
    salt : str
        Kept secret, it makes the seeds impossible to guess.
    limits : Limits
    walls : Walls or None
        None takes the best that the machine offers.
    """

    salt: str = ""
    limits: Limits = field(default_factory=Limits)
    walls: Walls | None = None


@dataclass
class Task:
    """A submission that is to be graded, and how often the grader has failed over it."""

    entry: HandedIn
    data: bytes
    fingerprint: str
    failed: int = 0
    why: str = ""


def grade_class(
    entries: Iterable[HandedIn],
    assignments: dict[str, Assignment],
    ledger: Ledger,
    settings: Settings,
    workspace: Path,
    *,
    jobs: int = 1,
    scheduler: str | None = None,
) -> Generator[tuple[HandedIn, Result | None], None, None]:
    """Grade what has not been graded, and yield each submission when it is done.

    Parameters
    ----------
    entries : iterable of HandedIn
    assignments : dict of Assignment
        By notebook.
    ledger : Ledger
        Where the results go; what is in it and has not changed is not graded again.
    settings : Settings
    workspace : Path
        A folder for what the sandboxes need on the disk.
    jobs : int, optional
        Processes on this machine.
    scheduler : str, optional
        Address of a Dask scheduler, whose workers then do the work.

    Yields
    ------
    entry : HandedIn
    result : Result or None
        None for one that was in the ledger already.

    Raises
    ------
    CrewGone
        If a cluster cannot be reached, or is lost; what is graded is in the ledger.
    """
    known: deque[HandedIn] = deque()
    to_do = _tasks(entries, assignments, ledger, settings, known)
    first = next(to_do, None)  # nobody is hired where nothing is to be done
    if first is not None:
        with hire(jobs, scheduler, workspace) as crew:
            round_ = _Round(crew, assignments, ledger, settings)
            round_.hand_out(first)
            for task in to_do:
                while known:
                    yield known.popleft(), None
                while round_.full:
                    yield from round_.collect()
                round_.hand_out(task)
            while round_.busy:
                yield from round_.collect()
            yield from round_.one_by_one()
    while known:
        yield known.popleft(), None


def mark_of(entry: HandedIn, data: bytes, assignment: Assignment, settings: Settings) -> str:
    """The fingerprint of all that a result depends on."""
    return fingerprint(data, repr(assignment), settings.salt, entry.note, code_fingerprint())


def content(entry: HandedIn) -> bytes:
    """The bytes of a submission; of one that cannot be read, a sentence that is no notebook either."""
    try:
        return entry.submission.read()
    except Unusable as reason:
        return REFUSED + str(reason).encode()


def _tasks(
    entries: Iterable[HandedIn],
    assignments: dict[str, Assignment],
    ledger: Ledger,
    settings: Settings,
    known: deque[HandedIn],
) -> Iterator[Task]:
    """What there is to do; what is done already goes to `known`."""
    for entry in entries:
        data = content(entry)
        mark = mark_of(entry, data, assignments[entry.submission.notebook], settings)
        if ledger.known(*entry.key, mark):
            known.append(entry)
        else:
            yield Task(entry, data, mark)


class _Round:
    """Submissions that are handed out, and those over which the grader has failed."""

    def __init__(
        self, crew: Crew, assignments: dict[str, Assignment], ledger: Ledger, settings: Settings
    ) -> None:
        self.crew, self.assignments, self.ledger, self.settings = crew, assignments, ledger, settings
        self.under_way: dict[Any, Task] = {}
        self.suspects: list[Task] = []

    @property
    def full(self) -> bool:
        """Whether everybody has enough to do."""
        return len(self.under_way) >= self.crew.width

    @property
    def busy(self) -> bool:
        """Whether anything is under way."""
        return bool(self.under_way)

    def hand_out(self, task: Task) -> None:
        """Give it to somebody."""
        submission, settings = task.entry.submission, self.settings
        future = self.crew.submit(
            task.data,
            submission.learner,
            self.assignments[submission.notebook],
            salt=settings.salt,
            limits=settings.limits,
            walls=settings.walls,
        )
        self.under_way[future] = task

    def collect(self) -> Iterator[tuple[HandedIn, Result]]:
        """Wait until something is done, and write it down before anybody hears of it."""
        for future in self.crew.first_done(self.under_way):
            task = self.under_way.pop(future)
            result = self._result(future, task)
            if result is not None:
                yield self._written(task, result, task.fingerprint)
            elif task.failed < TOGETHER:
                self.hand_out(task)
            else:
                self.suspects.append(task)

    def one_by_one(self) -> Iterator[tuple[HandedIn, Result]]:
        """Those over which the grader failed, each by itself, so that none can harm another."""
        for task in self.suspects:
            result = None
            for _ in range(ALONE):
                self.hand_out(task)
                (future,) = self.crew.first_done(self.under_way)
                result = self._result(future, self.under_way.pop(future))
                if result is not None:
                    yield self._written(task, result, task.fingerprint)
                    break
            if result is None:
                failed = ungraded(
                    task.entry.submission.learner, self.assignments[task.entry.submission.notebook], task.why
                )
                yield self._written(task, failed, NEVER)

    def _result(self, future: Any, task: Task) -> Result | None:
        try:
            return future.result()
        except (CancelledError, CrewGone) as error:
            raise CrewGone(f"the cluster is lost ({type(error).__name__})") from None
        except Exception as error:  # the grader's fault, whatever it is; never another submission's
            task.failed += 1
            task.why = f"{type(error).__name__}: {error}".splitlines()[0][:300].rstrip(": ")
            return None

    def _written(self, task: Task, result: Result, mark: str) -> tuple[HandedIn, Result]:
        if task.entry.note:
            result = replace(result, notes=(task.entry.note, *result.notes))
        self.ledger.write(result, mark)
        return task.entry, result
