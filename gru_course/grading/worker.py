"""Inside the sandbox: run a learner's cells, call what they define, and send back what came.

This file decides nothing and knows no answers; a learner's code may read it. One process imports NumPy once
and waits (the nursery). For each submission it forks a child, which goes behind walls of its own, reads its
job, runs that one submission, and is gone. The nursery itself never reads a job: nobody finds the one before
in its memory.
"""

import builtins
import gc
import os
import re
import select
import signal
import struct
import sys
import time
from collections.abc import Iterator
from typing import Any

import numpy as np

from gru_course.calling import TooSlow, call, is_stub, name_of, only_by_name, signature_of, time_limit
from gru_course.grading.codec import LARGEST_MESSAGE, pack, unpack
from gru_course.grading.confine import confine, die_with_parent, keep_closed, own_world
from gru_course.nn.params import CellParams, rebuilt

LARGEST_RUN = 16 * 2**20
"""Bytes that one submission may report."""
BREAK = 2.0
"""Seconds beyond its patience after which an action that cannot be interrupted is ended from outside."""
ROOM = 16 * 2**20
"""Bytes of a submission's own scratch folder."""
JOBS, PIPE, LAST_FILE = 0, 3, 256
TIMES = struct.Struct("<dd")

COMMAND = re.compile(r"%{1,2}[A-Za-z]|!|\?{1,2}[\w.*%]|[\w.*%]+\?{1,2}$")
"""A line for Jupyter, not for Python: ``%matplotlib inline``, ``!pip``, ``sum?``. A comment may ask, too."""
ASSIGNED = re.compile(r"(\s*[\w., ]+=)\s*(?:%[A-Za-z]|!)")
"""The same with a name for what comes of it: ``files = !ls``."""


# --- messages -----------------------------------------------------------------------------------------------


def send(pipe: int, *messages: bytes) -> None:
    """Write messages, each with its length in front."""
    data = memoryview(b"".join(struct.pack("<Q", len(message)) + message for message in messages))
    while data:
        data = data[os.write(pipe, data) :]


def receive(pipe: int) -> bytes | None:
    """Read a message; None at the end."""
    head = _read(pipe, 8)
    if head is None:
        return None
    (size,) = struct.unpack("<Q", head)
    return None if size > LARGEST_MESSAGE else _read(pipe, size)


def _read(pipe: int, size: int) -> bytes | None:
    parts = []
    while size:
        part = os.read(pipe, min(size, 2**20))
        if not part:
            return None
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


# --- one submission -----------------------------------------------------------------------------------------


def run_job(job: dict[str, Any], pipe: int) -> None:
    """Do what a job says, action by action, and report each as it begins and as it ends.

    Actions are ``{"do": "run", "cell", "source"}``: execute a cell; and ``{"do": "observe", "step", "kind",
    "calls"}``: call the function of that name with each of the arguments (a message within the message, as
    an array of bytes), or send its value.
    """
    namespace = sys.modules["__main__"].__dict__
    namespace.clear()
    namespace["__name__"] = "__main__"
    vars(builtins).update(display=_nothing, get_ipython=_Jupyter)
    # Now: a learner's code may put others in their place.
    own, leave, write, clock = os.getpid(), os._exit, send, time.process_time
    before: list[bytes] = []  # the end of one action is told with the beginning of the next
    for number, action in enumerate(job["actions"]):
        write(pipe, *before, pack({"begins": number}))
        started = clock()
        try:
            with time_limit(job["patience"]):
                result = _run(namespace, action) if action["do"] == "run" else _observe(namespace, action)
                message = pack({"ends": number, **result})
                del result  # what its objects do on their way out belongs to this action
        except TooSlow:
            message = pack({"ends": number, "too slow": True, "cpu": clock() - started})
        if os.getpid() != own:
            leave(0)  # a copy that a cell made of this process
        before = [message]
    write(pipe, *before, pack({"done": True}))


def _run(namespace: dict[str, Any], action: dict[str, Any]) -> dict[str, Any]:
    def cell() -> None:
        name = f"<{action['cell']}>"
        source = action["source"]
        _remember(name, source)
        exec(_compiled(source, name), namespace)

    called = call(cell, {})
    failure = called.failure
    return {} if failure is None else {"error": failure.error, "text": failure.text}


def _compiled(source: str, name: str) -> Any:
    """The code of a cell, without Jupyter's own commands (``%matplotlib inline``, ``!pip``, ``sum?``)."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return compile(source, name, "exec")
        except SyntaxError:
            lines = [_without_commands(line) for line in source.split("\n")]
            return compile("\n".join(lines), name, "exec")


def _without_commands(line: str) -> str:
    assigned = ASSIGNED.match(line)
    if assigned is not None:
        return f"{assigned[1]} None"
    code = line.strip()
    return line[: len(line) - len(line.lstrip())] + "pass" if COMMAND.match(code) else line


def _nothing(*_: Any, **__: Any) -> None:
    """``display`` and the like: nobody looks."""


class _Jupyter:
    """What ``get_ipython()`` gives, for notebooks in which it is called: it does nothing."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _nothing


def _remember(name: str, source: str) -> None:
    """Let tracebacks show the learner's own lines."""
    import linecache

    linecache.cache[name] = (len(source), None, [line + "\n" for line in source.splitlines()], name)


def _observe(namespace: dict[str, Any], action: dict[str, Any]) -> dict[str, Any]:
    if action["step"] not in namespace:
        return {"absent": True}
    answer = namespace[action["step"]]
    if action["kind"] != "function" or not callable(answer):
        return {"value": answer}
    outcomes: list[dict[str, Any]] = []
    calls = unpack(action["calls"].tobytes(), params_from)
    by_name = only_by_name(answer, calls[0])
    for arguments in calls:
        before = {path: array.tobytes() for path, array in _arrays_in(arguments)}
        called = call(answer, arguments, by_name)
        outcome: dict[str, Any] = {}
        if not outcomes:  # nobody reads what the later calls print
            outcome["printed"] = called.printed
        if called.failure is None:
            outcome["returned"] = called.returned
            now = {path: array for path, array in _arrays_in(arguments) if array.tobytes() != before[path]}
            if now:
                outcome["written"] = now
        else:
            failure = called.failure
            outcome["failure"] = [failure.error, failure.text, failure.line, failure.code, failure.advice]
        outcomes.append(outcome)
        if called.failure is not None and called.failure.error == "NotImplementedError":
            break
    return {"outcomes": outcomes, "name": name_of(answer)[:200], **_about(answer)}


def _arrays_in(arguments: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Every array by its path: ``x``, ``params.W_r``."""
    for name, value in arguments.items():
        if isinstance(value, CellParams):
            for inner, array in value:
                yield f"{name}.{inner}", array
        elif hasattr(value, "tobytes"):
            yield name, value


def _about(answer: Any) -> dict[str, Any]:
    """Facts about a function that can only be seen from here."""
    signature = signature_of(answer)
    takes = None
    if signature is not None:
        kinds = list(signature.parameters.values())[:100]
        takes = [[str(p.name), p.kind.name, p.default is not p.empty] for p in kinds]
    return {"stub": is_stub(answer), "takes": takes}


def single_use(pipe: int, alone: bool) -> None:
    """Everything in the child that runs one submission; never returns.

    Its first word on the pipe is how long it may take, in plain bytes: until then no learner's code runs.
    """
    leave = os._exit
    try:
        os.setsid()
        die_with_parent()
        os.dup2(pipe, PIPE)
        os.closerange(PIPE + 1, LAST_FILE)
        walled = alone and own_world(ROOM)
        message = receive(JOBS)
        if message is None:
            leave(0)
        assert message is not None
        job = unpack(message, params_from, LARGEST_MESSAGE)
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nothing, stream)
        os.close(nothing)
        os.chdir(os.environ["HOME"])
        filtered = confine(job["limits"])
        os.write(PIPE, TIMES.pack(job["limits"]["seconds"], job["patience"]))
        send(PIPE, pack({"walled": walled, "filtered": filtered}))
        del message
        run_job(job, PIPE)
    finally:
        leave(0)


# --- the nursery --------------------------------------------------------------------------------------------


def nursery(results: int, alone: bool, walled: bool) -> None:
    """Fork a child for each job, hand on what it says, and bury it. Ends when no more jobs come.

    Parameters
    ----------
    results : int
        Where everything goes.
    alone : bool
        Whether each child shall have a world of its own.
    walled : bool
        Whether all processes in sight are of this sandbox, so that all may be ended after each job.
    """
    np.ones((2, 2)) @ np.ones((2, 2))  # whatever NumPy loads late is loaded before the first fork
    gc.collect()
    gc.freeze()  # else a collection in a child would touch, and so copy, all that it shares with this one
    keep_closed()
    send(results, pack({"ready": True}))
    buffer = bytearray(2**16)
    while True:
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(results)
            single_use(writing, alone)
        os.close(writing)
        try:
            times = _read(reading, TIMES.size)
            if times is None:
                return  # no more jobs
            end = _hand_on(child, reading, results, buffer, *TIMES.unpack(times))
        finally:
            _bury(child, walled)
            os.close(reading)
        send(results, b"e" + pack(end))


def _hand_on(
    child: int, reading: int, results: int, buffer: bytearray, seconds: float, patience: float
) -> dict[str, Any]:
    """Pass on what a child writes, until it ends, has said too much, or its time is up.

    It passes through one buffer, which is wiped: the next child is a copy of this process.
    """
    gone = os.pidfd_open(child)
    deadline = time.monotonic() + seconds
    said = 0
    end = {}
    try:
        while True:
            # An action that does not stop by itself is silent.
            left = min(deadline - time.monotonic(), patience + BREAK)
            ready = select.select([reading, gone], [], [], left)[0] if left > 0 else []
            if not ready:
                end = {"late": True}
                break
            if reading not in ready:
                break  # it has ended; whoever else has its pipe open says nothing that counts
            count = os.readv(reading, [buffer])
            if count == 0:
                break
            said += count
            if said > LARGEST_RUN:
                end = {"flood": True}
                break
            _pass_on(results, buffer, count)
    finally:
        os.close(gone)
        buffer[:] = bytes(len(buffer))
    return end


def _pass_on(results: int, buffer: bytearray, count: int) -> None:
    head, data = struct.pack("<Q", count + 1) + b"c", memoryview(buffer)[:count]
    data = data[os.writev(results, [head, data]) - len(head) :]
    while data:
        data = data[os.write(results, data) :]


def _bury(child: int, walled: bool) -> None:
    """Make sure that a child is gone, and everything that it has started."""
    targets = [(os.killpg, child), (os.kill, child)]
    for kill, whom in [*targets, (os.kill, -1)] if walled else targets:
        try:
            kill(whom, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            continue
    os.waitpid(child, 0)


class GRUParams(CellParams):
    """Weights by name, as the exercises hand them over."""


def params_from(arrays: dict[str, Any]) -> CellParams:
    """Parameters from arrays by name; they come from the grader, which has checked them."""
    flat = np.concatenate([array.reshape(-1) for array in arrays.values()])
    return rebuilt(GRUParams, flat, {name: array.shape for name, array in arrays.items()})


def main() -> None:
    """Started by the pool, with jobs on standard input and results on standard output."""
    results = os.dup(1)
    os.dup2(2, 1)  # a stray print must not get between the messages
    nursery(results, alone="alone" in sys.argv, walled="walled" in sys.argv)


if __name__ == "__main__":
    main()
