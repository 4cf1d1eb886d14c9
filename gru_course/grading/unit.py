"""One unit of work: grade one submission. The same function runs on this machine and on a cluster."""

import atexit
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

from gru_course.grading.assignment import Assignment
from gru_course.grading.grade import Result, StepResult, grade
from gru_course.grading.run import Limits
from gru_course.grading.sandbox import Nursery, NurseryGone
from gru_course.grading.walls import Walls

TRIES = 3
"""With a new sandbox each time the old one has failed."""

_nurseries: dict[tuple[int, Walls | None], Nursery] = {}
_one_at_a_time = threading.Lock()
"""A worker of a cluster may have several threads, and a process has one sandbox and one standard output."""


def grade_unit(
    data: bytes,
    learner: str,
    assignment: Assignment,
    *,
    salt: str = "",
    limits: Limits | None = None,
    walls: Walls | None = None,
) -> Result:
    """Grade one submission in this process's own sandbox, which is started when it is first needed.

    Raises
    ------
    NurseryGone
        If the sandbox cannot be kept up.
    """

    def work() -> Result:
        with _one_at_a_time:
            return _grade(data, learner, assignment, salt, limits, walls)

    if threading.current_thread() is threading.main_thread():
        return work()
    return _one_hand().submit(work).result()


def _grade(
    data: bytes, learner: str, assignment: Assignment, salt: str, limits: Limits | None, walls: Walls | None
) -> Result:
    for left in reversed(range(TRIES)):
        try:
            return grade(data, assignment, learner, nursery(walls), salt=salt, limits=limits)
        except NurseryGone:
            close()
            if not left:
                raise
    raise AssertionError("unreachable")


@lru_cache
def _one_hand() -> ThreadPoolExecutor:
    """A thread that lives as long as the process: a sandbox ends with the thread that started it."""
    return ThreadPoolExecutor(1, "grading")


def ungraded(learner: str, assignment: Assignment, reason: str) -> Result:
    """A result that says that the grader itself has failed; it is not the learner's fault."""
    said = f"This notebook could not be graded: {reason}. Your lecturer has been told."
    steps = tuple(StepResult(step.name, 0.0, step.points, "broken", said) for step in assignment.steps)
    return Result(learner, assignment.notebook, steps, problem=f"{FAILED} {reason}")


FAILED = "the grader itself failed:"
"""How the problem begins of a submission that is to be graded again."""


def nursery(walls: Walls | None) -> Nursery:
    """The sandbox of this process; a fork of the process starts its own."""
    key = (os.getpid(), walls)
    if key not in _nurseries:
        _close_at_exit()
        _nurseries[key] = Nursery(walls)
    return _nurseries[key]


def close() -> None:
    """End the sandboxes of this process."""
    for key in [key for key in _nurseries if key[0] == os.getpid()]:
        _nurseries.pop(key).close()


@lru_cache
def _close_at_exit() -> None:
    atexit.register(close)
