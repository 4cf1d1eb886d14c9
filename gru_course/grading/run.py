"""One run of a submission: the bounds it is given, and what it said, of which nothing is trusted."""

import struct
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from gru_course.grading.codec import LARGEST_TREE, Unreadable, unpack
from gru_course.grading.replay import params_from


@dataclass(frozen=True)
class Limits:
    """Bounds of one submission's run.

    Attributes
    ----------
    seconds : float
        Of wall-clock time for the whole job.
    patience : float
        Of wall-clock time for one cell, or one step's calls.
    cpu : int
        Seconds of processor time.
    memory, file : int
        Bytes.
    processes : int
        Where the system cannot be told to refuse new ones.
    """

    seconds: float = 60.0
    patience: float = 10.0
    cpu: int = 60
    memory: int = 2 * 2**30
    file: int = 8 * 2**20
    processes: int = 32

    def as_dict(self) -> dict[str, Any]:
        """For a message."""
        return asdict(self)


@dataclass
class Run:
    """What a job came to.

    Attributes
    ----------
    results : dict of int to dict
        What each action that ended sent, by its number.
    stuck : int or None
        The action that had begun and did not end.
    why : str
        Why it did not: ``"late"``, ``"gone"`` (the process ended), ``"flood"``, ``"unreadable"``, ``"lost"``
        (the whole sandbox ended; there is a new one); or empty.
    walled : bool
        Whether no other submission, and nothing of this machine, was within its reach.
    """

    results: dict[int, dict[str, Any]] = field(default_factory=dict)
    stuck: int | None = None
    why: str = ""
    walled: bool = False


# --- reading ------------------------------------------------------------------------------------------------


def read_run(said: bytes, actions: int, end: dict[str, Any]) -> Run:
    """Sort a submission's messages; it may have written anything at all.

    Parameters
    ----------
    said : bytes
    actions : int
        How many there were; each says that it begins and that it ends, and no more is read.
    end : dict
        What the nursery says of the end.
    """
    run = Run()
    why = "late" if end.get("late") else "flood" if end.get("flood") else ""
    done = False
    try:
        for number, message in enumerate(_messages(said)):
            if not isinstance(message, dict) or number > 2 * actions + 2:
                raise Unreadable("not what the worker writes")
            done = _sort(run, message, first=number == 0) or done
    except Unreadable:
        why = why or "unreadable"
    run.why = why or ("" if done else "gone")
    return run


def _sort(run: Run, message: dict[str, Any], first: bool) -> bool:
    """Put one message where it belongs; whether it was the last."""
    begins, ends = message.get("begins"), message.get("ends")
    if first:
        run.walled = message.get("walled") is True  # written before any of a learner's code ran
    elif type(begins) is int:
        run.stuck = begins
    elif type(ends) is int and ends == run.stuck:
        run.results.setdefault(ends, message)  # the first word counts
        run.stuck = None
    return message.get("done") is True


def _messages(said: bytes) -> Iterator[Any]:
    """Message by message; all their JSON together is bounded, for it takes far longer to read than arrays."""
    at, room = 0, LARGEST_TREE
    while at + 8 <= len(said):
        (size,) = struct.unpack_from("<Q", said, at)
        if at + 8 + size > len(said):
            return  # cut off in the middle
        message = said[at + 8 : at + 8 + size]
        yield unpack(message, params_from, room)
        room -= sum(struct.unpack_from("<II", message))
        at += 8 + size
