"""The process of a nursery, from outside: hand it a job, and hear what it says in time or not at all."""

import os
import select
import struct
import subprocess
import time
from typing import Any

from gru_course.grading.codec import LARGEST_MESSAGE, Unreadable, pack, unpack
from gru_course.grading.confine import SCRATCH
from gru_course.grading.run import Limits, Run, read_run
from gru_course.grading.walls import ENVIRONMENT
from gru_course.grading.worker import BREAK, LARGEST_RUN

PATIENCE_TO_START = 60.0
"""Seconds."""
PIECE = 2**16
"""Bytes that a pipe holds."""
GRACE = 10.0
"""Seconds that a nursery has to end a submission and to say so."""


class Ended(Exception):  # noqa: N818
    """The process of the nursery says nothing any more."""


class NurseryProcess:
    """A nursery while it lives."""

    def __init__(self, words: list[str], home: str = SCRATCH, user: int | None = None) -> None:
        self._process = subprocess.Popen(
            words,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PATH": os.environ.get("PATH", ""), **ENVIRONMENT, "HOME": home, "TMPDIR": home},
            start_new_session=True,
            user=user,
            group=user,
            extra_groups=None if user is None else [],
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._jobs, self._results = self._process.stdin.fileno(), self._process.stdout.fileno()
        self._unread = bytearray()
        self.said = bytearray()
        try:
            self._receive(time.monotonic() + PATIENCE_TO_START)  # it says that it is ready
        except Ended:
            self.close()
            raise

    def __enter__(self) -> "NurseryProcess":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End it, and everything that runs in it."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except OSError:
                    continue

    def run(self, actions: list[dict[str, Any]], limits: Limits) -> Run:
        """Run one job to its end, whatever that end is."""
        job = {"actions": actions, "patience": limits.patience, "limits": limits.as_dict()}
        deadline = time.monotonic() + limits.seconds + BREAK + GRACE
        self.said = bytearray()
        self._send(pack(job, longest_text=LARGEST_MESSAGE), deadline)
        while True:
            message = self._receive(deadline)
            if message[:1] == b"e":
                try:
                    end = unpack(message[1:])
                except Unreadable:
                    raise Ended from None
                return read_run(bytes(self.said), len(actions), end if isinstance(end, dict) else {})
            self.said += message[1:]
            if len(self.said) > LARGEST_RUN + 2**20:
                raise Ended

    def _send(self, message: bytes, deadline: float) -> None:
        data = memoryview(struct.pack("<Q", len(message)) + message)
        try:
            os.set_blocking(self._jobs, False)
            while data:
                if not select.select([], [self._jobs], [], max(0.0, deadline - time.monotonic()))[1]:
                    raise Ended
                data = data[os.write(self._jobs, data) :]
        except OSError:
            raise Ended from None

    def _receive(self, deadline: float) -> bytes:
        (size,) = struct.unpack("<Q", self._read(8, deadline))
        if size > 2**20:
            raise Ended
        return self._read(size, deadline)

    def _read(self, size: int, deadline: float) -> bytes:
        while len(self._unread) < size:
            if not select.select([self._results], [], [], max(0.0, deadline - time.monotonic()))[0]:
                raise Ended
            part = os.read(self._results, PIECE)
            if not part:
                raise Ended
            self._unread += part
        found = bytes(self._unread[:size])
        del self._unread[:size]
        return found
