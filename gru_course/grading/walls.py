"""The walls around a nursery: what bubblewrap shows of this machine, which is as little as will do.

In that world there is no network, no file but Python's own and the worker's, and no environment. Where
bubblewrap is missing, or may not do its work, limits and refused system calls are all there is, and
`Walls.MISSING` says so.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
from enum import Enum
from functools import lru_cache
from pathlib import Path

from gru_course.grading.confine import SCRATCH
from gru_course.grading.worker import ROOM

PACKAGE = Path(__file__).resolve().parent.parent

# What the worker needs of the package. No file among them knows an answer: everything else is hidden.
SHARED = (
    "calling.py",
    "grading/codec.py",
    "grading/confine.py",
    "grading/landlock.py",
    "grading/worker.py",
    "nn/activations.py",
    "nn/params.py",
    "nn/validate.py",
)

STAND_IN = Path(__file__).with_name("stand_in.py")
"""What ``import gru_course as gc`` gives in the sandbox."""


class Walls(Enum):
    """What stands between a submission and the machine."""

    FULL = "bubblewrap, and a world of its own for every submission"
    SHARED = "bubblewrap, started anew for every submission"
    MISSING = (
        "limits and refused system calls only: bubblewrap is not there, or may not be used, "
        "so an answer can read files of this machine, those of the course included, and on a system without "
        "Landlock (Linux before 6.2) change them"
    )


def make_course(folder: Path) -> None:
    """Copy what the worker needs into an empty folder."""
    for name in SHARED:
        target = folder / "gru_course" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(PACKAGE / name, target)
    for package in ("grading", "nn"):
        (folder / "gru_course" / package / "__init__.py").write_text("")
    shutil.copyfile(STAND_IN, folder / "gru_course" / "__init__.py")


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

ENVIRONMENT = {
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
    nested = ["--disable-userns"] if bubblewrap_works("--disable-userns") else []
    mounts: list[str] = []
    folders = python_folders()
    for path in [*folders, Path(sys.prefix, "pyvenv.cfg"), *_SYSTEM_FILES]:
        if path.parent == Path("/") and path.is_symlink():  # /lib -> usr/lib
            mounts += ["--symlink", os.readlink(path), str(path)]
        elif path.exists():
            mounts += ["--ro-bind", str(path), str(path)]
    room = ["--size", str(ROOM)]  # not every bubblewrap can
    mounts += ["--dev", "/dev", *(room if bubblewrap_works(*room, "--tmpfs", "/tmp") else [])]
    mounts += ["--tmpfs", SCRATCH, "--ro-bind", str(course), COURSE, "--chdir", "/"]
    if not any(path.is_relative_to("/tmp") for path in folders):
        mounts += ["--symlink", SCRATCH, "/tmp"]
    closed = ["/dev", "/"]  # nothing is left in which one submission could write for the next
    for path in hidden_in(folders):
        mounts += ["--tmpfs", str(path)]
        closed.insert(0, str(path))
    for name in closed:
        mounts += ["--remount-ro", name]
    for name, value in ENVIRONMENT.items():
        mounts += ["--setenv", name, value]
    return [*_BUBBLE, *nested, *mounts]


_SYSTEM_FILES = tuple(
    Path("/etc", name) for name in ("ld.so.cache", "ld.so.conf", "ld.so.conf.d", "alternatives")
)


def python_folders() -> list[Path]:
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


def hidden_in(folders: list[Path]) -> list[Path]:
    """Every copy of this course in sight: installed for any Python, or checked out in one of the folders."""
    sites = {Path(sysconfig.get_path(name)) for name in ("purelib", "platlib")}
    for folder in folders:
        sites |= {site for kind in ("site", "dist") for site in folder.glob(f"python3*/{kind}-packages")}
    hidden = {path for site in sites for path in site.glob("gru_course*") if path.is_dir()}
    hidden.add(PACKAGE)
    return sorted(path for path in hidden if any(path.is_relative_to(folder) for folder in folders))


@lru_cache
def bubblewrap_works(*options: str) -> bool:
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
