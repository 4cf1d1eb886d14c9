"""Start a nursery behind walls, hand it jobs, and read what comes back, trusting none of it.

bubblewrap gives the nursery a world in which there is no network, no file but Python's own and the worker's,
and no environment. Where it is missing, or may not do its work, limits and refused system calls are all there
is, and `Walls.MISSING` says so.
"""

import os
import select
import shutil
import struct
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Any

from gru_course.grading.codec import LARGEST_MESSAGE, LARGEST_TREE, Unreadable, pack, unpack
from gru_course.grading.confine import SCRATCH
from gru_course.grading.replay import params_from
from gru_course.grading.worker import BREAK, LARGEST_RUN, ROOM

PACKAGE = Path(__file__).resolve().parent.parent

# What the worker needs of the package. No file among them knows an answer: everything else is hidden.
SHARED = (
    "calling.py",
    "grading/codec.py",
    "grading/confine.py",
    "grading/worker.py",
    "nn/activations.py",
    "nn/params.py",
    "nn/validate.py",
)

STAND_IN = Path(__file__).with_name("stand_in.py")
"""What ``import gru_course as gc`` gives in the sandbox."""

PATIENCE_TO_START = 60.0
"""Seconds."""
NOBODY = 65534
"""The number of the user without rights."""
PIECE = 2**16
"""Bytes that a pipe holds."""
GRACE = 10.0
"""Seconds that a nursery has to end a submission and to say so."""


class Walls(Enum):
    """What stands between a submission and the machine."""

    FULL = "bubblewrap, and a world of its own for every submission"
    SHARED = "bubblewrap, started anew for every submission"
    MISSING = (
        "limits and refused system calls only: bubblewrap is not there, or may not be used, "
        "so an answer can read files of this machine, those of the course included"
    )


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


class NurseryGone(RuntimeError):  # noqa: N818
    """The nursery has ended, and cannot be started again."""


class _Ended(Exception):  # noqa: N818
    """The process of the nursery says nothing any more."""


def make_course(folder: Path) -> None:
    """Copy what the worker needs into an empty folder."""
    for name in SHARED:
        target = folder / "gru_course" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(PACKAGE / name, target)
    for package in ("grading", "nn"):
        (folder / "gru_course" / package / "__init__.py").write_text("")
    shutil.copyfile(STAND_IN, folder / "gru_course" / "__init__.py")


@lru_cache
def walls_here() -> Walls:
    """What this machine offers, found out by trying: many containers have bubblewrap and forbid its work."""
    if not _bubblewrap_works():
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


@lru_cache
def _bubblewrap_works(*options: str) -> bool:
    """Whether bubblewrap can make a world with no network and no other processes."""
    if shutil.which("bwrap") is None:
        return False
    tried = subprocess.run(
        [
            *_BUBBLE,
            *options,
            "--ro-bind",
            "/",
            "/",
            "--dev",
            "/dev",
            "--",
            sys.executable,
            "-I",
            "-S",
            "-c",
            "",
        ],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    return tried.returncode == 0


def command(course: Path, walls: Walls) -> list[str]:
    """The command line that starts a nursery."""
    if walls is Walls.MISSING:
        return [sys.executable, "-I", "-c", _START, str(course)]
    words = ["walled", "alone"] if walls is Walls.FULL else ["walled"]
    privileges = ["--cap-add", "CAP_SYS_ADMIN"] if walls is Walls.FULL else []  # for worlds within this one
    return [*_walls(course), *privileges, "--", sys.executable, "-I", "-c", _START, COURSE, *words]


_START = "import sys; sys.path.insert(0, sys.argv[1]); from gru_course.grading.worker import main; main()"

_BUBBLE = (
    *("bwrap", "--unshare-user", "--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts"),
    *("--die-with-parent", "--new-session", "--clearenv"),
)

_ENVIRONMENT = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
    "HOME": SCRATCH,
    "TMPDIR": SCRATCH,
    "LANG": "C.UTF-8",
    "MALLOC_ARENA_MAX": "2",  # threads do not use up the bound on memory by standing there
    "MPLBACKEND": "Agg",
}


COURSE = "/gru-sandbox/course"


def _walls(course: Path) -> list[str]:
    """Only what Python needs, read-only; a scratch folder; no network, no other processes, no environment."""
    nested = ["--disable-userns"] if _bubblewrap_works("--disable-userns") else []
    mounts: list[str] = []
    folders = _python_folders()
    for path in [*folders, Path(sys.prefix, "pyvenv.cfg"), *_SYSTEM_FILES]:
        if path.parent == Path("/") and path.is_symlink():  # /lib -> usr/lib
            mounts += ["--symlink", os.readlink(path), str(path)]
        elif path.exists():
            mounts += ["--ro-bind", str(path), str(path)]
    room = ["--size", str(ROOM)]  # not every bubblewrap can
    mounts += ["--dev", "/dev", *(room if _bubblewrap_works(*room, "--tmpfs", "/tmp") else [])]
    mounts += ["--tmpfs", SCRATCH, "--ro-bind", str(course), COURSE, "--chdir", "/"]
    if not any(path.is_relative_to("/tmp") for path in folders):
        mounts += ["--symlink", SCRATCH, "/tmp"]
    closed = ["/dev", "/"]  # nothing is left in which one submission could write for the next
    for path in _hidden(folders):
        mounts += ["--tmpfs", str(path)]
        closed.insert(0, str(path))
    for name in closed:
        mounts += ["--remount-ro", name]
    for name, value in _ENVIRONMENT.items():
        mounts += ["--setenv", name, value]
    return [*_BUBBLE, *nested, *mounts]


_SYSTEM_FILES = tuple(
    Path("/etc", name) for name in ("ld.so.cache", "ld.so.conf", "ld.so.conf.d", "alternatives")
)


def _python_folders() -> list[Path]:
    """Folders in which this Python and the libraries of the system lie, outer ones first.

    Nothing else of a prefix is shown: in a project's own folder, or in /usr/src, the course may be there.
    """
    prefixes = (sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix, "/usr", "/usr/local", "/")
    found = {Path(prefix, name) for prefix in prefixes for name in ("bin", "lib", "lib64")}
    python = Path(sys.executable)
    found.add(python.parent)
    while python.is_symlink():
        python = Path(os.path.normpath(python.parent / os.readlink(python)))
        found.add(python.parent)
    found |= {path.resolve() for path in found}  # a home may be reached by a link
    return sorted(filter(Path.is_dir, found), key=lambda path: (len(path.parts), path))


def _hidden(folders: list[Path]) -> list[Path]:
    """Every copy of this course in sight: installed for any Python, or checked out in one of the folders."""
    sites = {Path(sysconfig.get_path(name)) for name in ("purelib", "platlib")}
    for folder in folders:
        sites |= {site for kind in ("site", "dist") for site in folder.glob(f"python3*/{kind}-packages")}
    hidden = {path for site in sites for path in site.glob("gru_course*") if path.is_dir()}
    hidden.add(PACKAGE)
    return sorted(path for path in hidden if any(path.is_relative_to(folder) for folder in folders))


# --- one process of it --------------------------------------------------------------------------------------


class _Process:
    """A nursery while it lives."""

    def __init__(self, words: list[str], home: str = SCRATCH, user: int | None = None) -> None:
        self._process = subprocess.Popen(
            words,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PATH": os.environ.get("PATH", ""), **_ENVIRONMENT, "HOME": home, "TMPDIR": home},
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
        except _Ended:
            self.close()
            raise

    def __enter__(self) -> "_Process":
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
                    raise _Ended from None
                return read_run(bytes(self.said), len(actions), end if isinstance(end, dict) else {})
            self.said += message[1:]
            if len(self.said) > LARGEST_RUN + 2**20:
                raise _Ended

    def _send(self, message: bytes, deadline: float) -> None:
        data = memoryview(struct.pack("<Q", len(message)) + message)
        try:
            os.set_blocking(self._jobs, False)
            while data:
                if not select.select([], [self._jobs], [], max(0.0, deadline - time.monotonic()))[1]:
                    raise _Ended
                data = data[os.write(self._jobs, data) :]
        except OSError:
            raise _Ended from None

    def _receive(self, deadline: float) -> bytes:
        (size,) = struct.unpack("<Q", self._read(8, deadline))
        if size > 2**20:
            raise _Ended
        return self._read(size, deadline)

    def _read(self, size: int, deadline: float) -> bytes:
        while len(self._unread) < size:
            if not select.select([self._results], [], [], max(0.0, deadline - time.monotonic()))[0]:
                raise _Ended
            part = os.read(self._results, PIECE)
            if not part:
                raise _Ended
            self._unread += part
        found = bytes(self._unread[:size])
        del self._unread[:size]
        return found


# --- what others use ----------------------------------------------------------------------------------------


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
        self._process: _Process | None = None
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
        except _Ended:
            run = read_run(bytes(process.said), len(actions), {})
            run.why = "lost"
            self._stop()
        run.walled = self.walls is Walls.SHARED or (
            self.walls is Walls.FULL and (run.walled or run.why == "lost")
        )
        if self.walls is not Walls.FULL:
            self._stop()  # in the same world, one submission could leave something for the next
        return run

    def _started(self) -> _Process:
        if self._process is None:
            try:
                self._process = self._start()
            except (_Ended, OSError) as error:
                raise NurseryGone("the sandbox cannot be started") from error
        return self._process

    def _start(self) -> _Process:
        if self.walls is not Walls.MISSING:
            return _Process(self._words)
        self._home = tempfile.mkdtemp(dir=self._folder.name)
        if self._user is None:
            return _Process(self._words, self._home)
        os.chmod(self._folder.name, 0o711)
        os.chmod(self._home, 0o777)
        try:
            return _Process(self._words, self._home, self._user)
        except (_Ended, OSError):  # this Python is root's alone
            self._user = None
            return _Process(self._words, self._home)

    def _stop(self) -> None:
        if self._process is not None:
            self._process.close()
            self._process = None
        with suppress(OSError, RecursionError):  # a learner's code has filled it
            if self._home:
                shutil.rmtree(self._home)


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
