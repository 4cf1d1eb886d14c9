"""A sandbox that is always ready: it takes one job after another, and is replaced if it falls.

Which walls stand around it is found out by trying.
"""

import os
import shutil
import tempfile
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from gru_course.grading.nursery_process import Ended, NurseryProcess
from gru_course.grading.run import Limits, Run, read_run
from gru_course.grading.walls import Walls, bubblewrap_works, command, make_course

NOBODY = 65534
"""The number of the user without rights."""


class NurseryGone(RuntimeError):  # noqa: N818
    """The nursery has ended, and cannot be started again."""


@lru_cache
def walls_here() -> Walls:
    """What this machine offers, found out by trying: many containers have bubblewrap and forbid its work."""
    if not bubblewrap_works():
        return Walls.MISSING
    if _tried(Walls.FULL):
        return Walls.FULL
    return Walls.SHARED if _tried(Walls.SHARED) else Walls.MISSING


def _tried(walls: Walls) -> bool:
    """Whether a job can be run behind these walls."""
    try:
        with Nursery(walls) as nursery:
            run = nursery.run([], Limits())
    except NurseryGone:
        return False
    return run.walled and not run.why


class Nursery:
    """One sandbox with Python and NumPy warm in it; runs one job at a time, each in a process of its own.

    Use it in a ``with`` block. If a job brings the sandbox itself down, there is a new one for the next.
    Where root must do without walls, jobs run as nobody, if nobody may start this Python.

    Raises
    ------
    NurseryGone
        If it cannot be started.
    """

    def __init__(self, walls: Walls | None = None) -> None:
        self.walls = walls_here() if walls is None else walls
        self._user = NOBODY if self.walls is Walls.MISSING and os.geteuid() == 0 else None
        self._folder = tempfile.TemporaryDirectory(prefix="gru-course-", ignore_cleanup_errors=True)
        course = Path(self._folder.name, "course")
        make_course(course)
        self._words = command(course, self.walls)
        self._process: NurseryProcess | None = None
        self._home = ""
        try:
            self._started()
        except NurseryGone:
            self.close()
            raise

    def __enter__(self) -> "Nursery":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def as_nobody(self) -> bool:
        """Whether jobs run as a user without rights."""
        return self._user is not None

    def close(self) -> None:
        """End it, and everything that runs in it."""
        self._stop()
        self._folder.cleanup()

    def run(self, actions: list[dict[str, Any]], limits: Limits) -> Run:
        """Run one job to its end, whatever that end is.

        Raises
        ------
        NurseryGone
            If the sandbox has ended and cannot be started again.
        """
        process = self._started()
        try:
            run = process.run(actions, limits)
        except Ended:
            run = read_run(bytes(process.said), len(actions), {})
            run.why = "lost"
            self._stop()
        run.walled = self.walls is Walls.SHARED or (
            self.walls is Walls.FULL and (run.walled or run.why == "lost")
        )
        if self.walls is not Walls.FULL:
            self._stop()  # in the same world, one submission could leave something for the next
        return run

    def _started(self) -> NurseryProcess:
        if self._process is None:
            try:
                self._process = self._start()
            except (Ended, OSError) as error:
                raise NurseryGone("the sandbox cannot be started") from error
        return self._process

    def _start(self) -> NurseryProcess:
        if self.walls is not Walls.MISSING:
            return NurseryProcess(self._words)
        self._home = tempfile.mkdtemp(dir=self._folder.name)
        if self._user is None:
            return NurseryProcess(self._words, self._home)
        os.chmod(self._folder.name, 0o711)
        os.chmod(self._home, 0o777)
        try:
            return NurseryProcess(self._words, self._home, self._user)
        except (Ended, OSError):  # this Python is root's alone
            self._user = None
            return NurseryProcess(self._words, self._home)

    def _stop(self) -> None:
        if self._process is not None:
            self._process.close()
            self._process = None
        with suppress(OSError, RecursionError):  # a learner's code has filled it
            if self._home:
                shutil.rmtree(self._home)
