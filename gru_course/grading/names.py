"""Whose a notebook is: what people and learning platforms write into the names of files and folders.

Only the outermost name is read, which the platform or the lecturer has given: what a learner has called their
own files cannot make them somebody else.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import PurePosixPath

from gru_course.grading.codec import few_marks

CANVAS = re.compile(r"^(?P<name>.+?)(?P<late>_LATE)?_(?P<person>[0-9]{1,20})_(?P<file>[0-9]{1,20})_")
"""``doejane_LATE_12345_67890_07_the_cell-1.ipynb``: person and file have a number each."""
MOODLE = re.compile(r"^(?P<name>.+?)_(?P<person>[0-9]{1,20})_assignsubmission_")
"""``Jane Doe_12345_assignsubmission_file_``; the number is another in each of Moodle's assignments."""
COPY = re.compile(r"^[ _]*(\([0-9]{1,3}\)|-[0-9]{1,3}|-Copy[0-9]{0,3})$")
"""What Canvas, a browser or Jupyter adds to the name of a file that is there already."""

JOINERS = "\u200c\u200d"
"""Which cannot be seen, and belong to the spelling of names in Persian, Sinhala and others."""

LONGEST_NAME = 120
"""Bytes of a learner's name, which becomes the name of a file."""


@dataclass(frozen=True)
class Owner:
    """A learner, as a name tells it.

    Attributes
    ----------
    learner : str
        Empty where only the exercise is named.
    canvas, moodle : str
        The learner's number there.
    export : str
        What is around the name: numbers are compared within one export only.
    marked_late : bool
        Whether Canvas says so.
    upload : int
        Canvas counts what is handed in; 0 elsewhere.
    """

    learner: str = ""
    canvas: str = ""
    moodle: str = ""
    export: str = ""
    marked_late: bool = False
    upload: int = 0


NOBODY = Owner()


def owners(
    paths: Iterable[PurePosixPath], notebooks: Sequence[str]
) -> dict[PurePosixPath, tuple[Owner, str]]:
    """Learner and exercise of each path; the exercise is empty where the name does not tell.

    Parameters
    ----------
    paths : iterable of PurePosixPath
        Of files, relative to what is handed in as a whole.
    notebooks : sequence of str
        Stems of the exercises.
    """
    paths = sorted(paths)
    common = common_folders(paths)
    inner = {path: _folders(path.parts[len(common) : -1], notebooks) for path in paths}
    depth = _moodles_depth([folders for folders in inner.values() if folders])
    flat = [path for path in paths if not inner[path]]
    canvas = _of_canvas(flat, notebooks)
    found = {}
    for path in paths:
        notebook = exercise_in(path.stem, notebooks)
        if inner[path]:
            owner = of_folder(inner[path][depth])
        else:
            owner = canvas.get(path) or of_file(path.stem, notebook)
        if not owner.learner:  # one learner's folder, or the exercise alone
            own = _folders(common, notebooks)
            owner = of_folder(own[-1]) if own else Owner(cleaned(path.stem))
        around = "/".join(path.parts[: len(common) + depth])
        found[path] = replace(owner, export=around), notebook
    return found


def exercise_in(stem: str, notebooks: Sequence[str]) -> str:
    """The exercise that a file's name tells; empty if it tells none."""
    return next((name for name in sorted(notebooks, key=len, reverse=True) if name in stem), "")


def common_folders(paths: Sequence[PurePosixPath]) -> tuple[str, ...]:
    """The folders in which all of them are."""
    common = paths[0].parts[:-1] if paths else ()
    for path in paths:
        same = 0
        for one, other in zip(common, path.parts[:-1], strict=False):
            if one != other:
                break
            same += 1
        common = common[:same]
    return common


def _folders(parts: Sequence[str], notebooks: Sequence[str]) -> list[str]:
    return [part for part in parts if part not in notebooks]


def _moodles_depth(folders: Sequence[Sequence[str]]) -> int:
    """Where Moodle's folders are, if every path has one there: each export may lie in a folder of its own."""
    for depth in range(3):
        if folders and all(len(each) > depth and MOODLE.match(each[depth]) for each in folders):
            return depth
    return 0


def _of_canvas(paths: Iterable[PurePosixPath], notebooks: Sequence[str]) -> dict[PurePosixPath, Owner]:
    """The files that Canvas has named. It numbers every file: a number that comes twice is something else."""
    matches = {}
    for path in paths:
        exercise = exercise_in(path.stem, notebooks)
        head = path.stem.partition(exercise)[0] if exercise else path.stem
        match = CANVAS.match(head)
        if match is not None:
            matches[path] = match
    files = [match["file"] for match in matches.values()]
    if len(set(files)) < len(files):
        return {}
    return {
        path: Owner(
            cleaned(match["name"]),
            canvas=match["person"],
            marked_late=bool(match["late"]),
            upload=int(match["file"]),
        )
        for path, match in matches.items()
    }


def of_folder(name: str) -> Owner:
    """Whose a folder is."""
    match = MOODLE.match(name)
    if match is None:
        return Owner(cleaned(name.strip()))
    return Owner(cleaned(match["name"]), moodle=match["person"])


def of_file(stem: str, notebook: str) -> Owner:
    """Whose a file is that lies in no folder of its own; nobody's if only the exercise is in its name."""
    if MOODLE.match(stem):
        return of_folder(stem)
    if not notebook:
        return Owner(cleaned(stem.strip()))
    head, _, tail = stem.partition(notebook)
    rest = (head + COPY.sub("", tail)).strip("_- ")
    return Owner(cleaned(rest) if rest else "")


def cleaned(name: str) -> str:
    """A name that a file and a database can have; what must be changed in it is told from names like it."""
    whole = name.encode("utf-8", "replace").decode("utf-8")
    text = unicodedata.normalize("NFC", whole)
    short = "".join(sign if _stays(sign, before) else "_" for before, sign in pairwise(" " + few_marks(text)))
    if short == text and whole == name and len(short.encode()) <= LONGEST_NAME:
        return short or "nobody"
    mark = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return short.encode()[: LONGEST_NAME - 9].decode("utf-8", "ignore") + "-" + mark


def _stays(sign: str, before: str) -> bool:
    return sign.isprintable() or (sign in JOINERS and before not in JOINERS and not before.isascii())
