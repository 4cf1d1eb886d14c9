"""What a learner has tried and done, kept on this machine and nowhere else.

The environment variable GRU_COURSE_PROGRESS names another file than the usual one, or says ``off``: then
nothing is written, and what is known ends with the process. So it is, too, where nbgrader runs a notebook.
"""

import atexit
import os
from pathlib import Path

from gru_course.checks.progress_file import File, Memory, Record, with_hint, with_try
from gru_course.checks.verdict import Verdict

SETTING = "GRU_COURSE_PROGRESS"
FILE_NAME = "progress.json"

_stores: dict[str, File | Memory] = {}


def record(verdict: Verdict) -> None:
    """Count a try. A stub is none; and a check does not fail because its result could not be kept."""
    if verdict.status == "not attempted":
        return
    kept = store()
    kept.change(with_try(verdict))
    _say(kept)


def next_hint(name: str, most: int) -> int:
    """Number of the next hint, from 1; after the last, the last again."""
    kept = store()
    number = kept.change(with_hint(name, most))[name].hints
    _say(kept)
    return number


def attempted(name: str) -> bool:
    """Whether there was an honest attempt, right or wrong."""
    return store().read().get(name, Record()).tries > 0


def store() -> File | Memory:
    """Where progress is kept at present; the same object for the same setting."""
    setting = "off" if os.environ.get("NBGRADER_EXECUTION") else os.environ.get(SETTING, "").strip()
    if setting not in _stores:
        _stores[setting] = _open(setting)
    return _stores[setting]


def _open(setting: str) -> File | Memory:
    if setting.lower() == "off":
        return Memory()
    try:
        kept = File(_path(setting))
    except (OSError, RuntimeError) as problem:  # an account without a home folder
        return Memory(f"Progress is kept in memory only: {problem}")
    atexit.register(kept.flush)
    return kept


def _path(setting: str) -> Path:
    if setting:
        path = Path(setting).expanduser()
        return path / FILE_NAME if path.is_dir() else path
    from platformdirs import user_data_path

    return user_data_path("gru-course", appauthor=False) / FILE_NAME


def _say(kept: File | Memory) -> None:
    for notice in kept.notices():
        print(notice)
