"""The output folder: one run at a time works in it, its ledger is opened here, and a full disk is told."""

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from gru_course.grading.ledger import Ledger
from gru_course.grading.order import CannotGrade

LEDGER, LOCK, WORKSPACE = "grades.sqlite", ".lock", ".workspace"

GO_ON = "What is graded is kept: the same command goes on from there."

DISK = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO}


@contextmanager
def for_one_run(out: Path) -> Iterator[Path]:
    """The output folder, for this process alone."""
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
        except FileExistsError:
            raise CannotGrade(f"{out}: that is a file; --out takes a folder") from None
        except OSError as error:
            raise CannotGrade(f"{out}: cannot write there ({error.strerror})") from None
        try:
            yield out
        finally:
            shutil.rmtree(out / WORKSPACE, ignore_errors=True)


@contextmanager
def told_in_words(out: Path) -> Iterator[None]:
    """A disk that is full, or that may not be written, is told in a sentence."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise CannotGrade(f"{out}: cannot write there ({error}). {GO_ON}") from None
    except OSError as error:
        if error.errno not in DISK:
            raise
        raise CannotGrade(f"{error.filename or out}: {error.strerror}. {GO_ON}") from None


def opened(path: Path) -> Ledger:
    """The ledger, or a sentence why this file is none."""
    try:
        return Ledger(path)
    except ValueError as problem:
        raise CannotGrade(str(problem)) from None
