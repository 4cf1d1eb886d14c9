"""``gru-course grade``: from a folder of notebooks to scores, feedback and a report; it can be stopped.

The output folder holds a ledger of what is graded; all files are written from it, each in one piece.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from gru_course.grading.class_survey import Survey
from gru_course.grading.classroom import grade_class
from gru_course.grading.crew import CrewGone
from gru_course.grading.folder import LEDGER, WORKSPACE, for_one_run, opened, told_in_words
from gru_course.grading.handed_in import HandedIn
from gru_course.grading.ledger import Ledger
from gru_course.grading.once_more import Replayed, replay
from gru_course.grading.order import CannotGrade, Order, Outcome, counted
from gru_course.grading.prepare import Prepared, prepare
from gru_course.grading.sandbox import walls_here
from gru_course.grading.unit import FAILED
from gru_course.grading.walls import Walls
from gru_course.grading.write_out import write_all

__all__ = ["CannotGrade", "Order", "Outcome", "Progress", "Replayed", "default_jobs", "replay", "run"]

WALLS_MISSING = (
    "WARNING: bubblewrap (bwrap) is not here, or may not be used. Submissions run with limits on time and "
    "memory and refused system calls only: they can read your files, and on an older system change them. "
    "Install or allow bubblewrap, or grade in the container image with the options in its recipe's first "
    "lines."
)


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
    if not order.submissions.exists():  # before a folder is made for what comes of it
        raise CannotGrade(f"{order.submissions}: no such folder or file")
    with for_one_run(order.out) as out, told_in_words(out):
        prepared = prepare(order, out)
        outcome = Outcome(strangers=prepared.register.strangers)
        missing = order.scheduler is None and (order.walls or walls_here()) is Walls.MISSING
        if missing:
            outcome.warnings.append(WALLS_MISSING)
            say(WALLS_MISSING)
        with opened(out / LEDGER) as ledger:
            _grade(order, prepared, ledger, out, outcome, progress(len(prepared.register.entries)))
            ledger.forget_others({entry.key for entry in prepared.register.entries})
            found = write_all(out, ledger, prepared, Walls.MISSING.value if missing else "")
        _tell(found, prepared, outcome)
        outcome.seconds = time.monotonic() - started
    return outcome


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


def default_jobs() -> int:
    """As many as there are processors for this process."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return max(1, os.cpu_count() or 1)


# --- in the end ---------------------------------------------------------------------------------------------


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
        costs = "late.due costs nobody anything: neither late.per_day nor late.most_days is in the settings."
        return [costs] if rules.due else []
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
    without = sorted({e.key[1] for e in timed if e.key[1] not in rules.due and "" not in rules.due})
    if without:
        said.append(
            f"The settings do not say when {', '.join(without)} was due: nobody is late there but by "
            "[late.days]."
        )
    if len(timed) > 1 and all(rules.days(*e.key, e.when) for e in timed):
        said.append(
            f"All {len(timed)} notebooks with a time are late by it. If that is when they were copied or "
            "downloaded, write the days into [late.days] in the settings."
        )
    return said
