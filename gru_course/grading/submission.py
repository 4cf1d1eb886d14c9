"""Find what was handed in: one notebook for each learner, out of folders or a zip, none of it trusted.

Nothing is ever unpacked onto the disk: a zip is read member by member, within bounds, so that a name with
``..`` in it, a link, or a small file that unpacks into a huge one does no harm. Whose a notebook is, the
outermost folder or file says, which the learning platform has named: nothing inside can claim to be somebody
else's.
"""

import hashlib
import json
import re
import stat
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

LARGEST_NOTEBOOK = 20 * 2**20
"""Bytes. The exercises of this course take a hundredth of that."""
MOST_CELLS = 2_000
MOST_PARTS = 2_000_000
"""Brackets, braces and commas in a notebook: each may be an object in memory once it is read."""
MOST_MEMBERS = 1_000_000
LONGEST_NAME = 120
"""Characters of a learner's name, which becomes the name of a file."""


@dataclass(frozen=True)
class Submission:
    """One notebook that a learner handed in.

    Attributes
    ----------
    learner : str
        Name of the folder or of the file.
    notebook : str
        Stem of the exercise, such as ``"03_reset_gate"``; empty where the name does not tell.
    source : Path
        The file, or the zip in which it is.
    member : str
        Name inside the zip; empty for a file.
    """

    learner: str
    notebook: str
    source: Path
    member: str = ""

    def read(self) -> bytes:
        """The notebook's bytes.

        Raises
        ------
        Unusable
            If it is too large, a link, or cannot be read.
        """
        try:
            data = self._read()
        except Unusable:
            raise
        except Exception as error:  # a broken zip may raise nearly anything
            raise Unusable(f"it cannot be read ({type(error).__name__})") from None
        if len(data) > LARGEST_NOTEBOOK:
            raise Unusable(f"it is larger than {LARGEST_NOTEBOOK // 2**20} MB")
        return data

    def _read(self) -> bytes:
        if self.member:
            with _opened(self.source, self.source.stat().st_mtime_ns).open(self.member) as member:
                return member.read(LARGEST_NOTEBOOK + 1)
        if self.source.is_symlink() or not self.source.is_file():
            raise Unusable("it is a link, or no file")
        if self.source.suffix.lower() == ".zip":
            raise Unusable("it is a zip file that cannot be opened, or that holds no notebook")
        with self.source.open("rb") as file:
            return file.read(LARGEST_NOTEBOOK + 1)


class Unusable(ValueError):  # noqa: N818
    """A notebook that cannot be graded; the text says why, for the learner and for the lecturer."""


@lru_cache(maxsize=8)
def _opened(path: Path, changed: int) -> zipfile.ZipFile:
    """A zip, kept open: its table of contents is long where a whole class is in it."""
    return zipfile.ZipFile(path)


@dataclass(frozen=True)
class Cell:
    """A code cell: its source, and its part in the exercise.

    Attributes
    ----------
    source : str
    grade_id : str
        Empty for a cell that the learner added.
    locked : bool
        Whether it belongs to the course.
    """

    source: str
    grade_id: str = ""
    locked: bool = False


def code_cells(data: bytes) -> list[Cell]:
    """The code cells of a notebook.

    Raises
    ------
    Unusable
        If the bytes are no notebook.
    """
    if not data.strip():
        raise Unusable("it is empty")
    if sum(data.count(sign) for sign in (b"[", b"{", b",")) > MOST_PARTS:
        raise Unusable("it has far too many parts")
    try:
        notebook = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Unusable("its text is not valid UTF-8") from None
    except (ValueError, RecursionError):
        raise Unusable("it is not a notebook (no valid JSON)") from None
    if not isinstance(notebook, dict):
        raise Unusable("it is not a notebook (no JSON object)")
    cells = notebook.get("cells")
    if cells is None and isinstance(notebook.get("worksheets"), list):
        raise Unusable("it is in an old format (nbformat 3): open it in JupyterLab and save it again")
    if not isinstance(cells, list):
        raise Unusable("it has no cells")
    if len(cells) > MOST_CELLS:
        raise Unusable(f"it has {len(cells)} cells, more than {MOST_CELLS}")
    return [_cell(cell) for cell in cells if isinstance(cell, dict) and cell.get("cell_type") == "code"]


def _cell(cell: dict[str, Any]) -> Cell:
    source = cell.get("source", "")
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    metadata = cell.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    if not isinstance(nbgrader, dict):
        nbgrader = {}
    grade_id = nbgrader.get("grade_id", "")
    return Cell(
        source=source if isinstance(source, str) else "",
        grade_id=grade_id if isinstance(grade_id, str) else "",
        locked=nbgrader.get("locked") is True or nbgrader.get("grade") is True,
    )


# --- finding ------------------------------------------------------------------------------------------------


def find(where: Path, notebooks: list[str]) -> list[Submission]:
    """Every submission in a folder or a zip, sorted by learner: one for each learner and notebook.

    Parameters
    ----------
    where : Path
        One notebook a learner (``ada.ipynb``, ``ada_03_reset_gate.ipynb``), one folder or zip a learner
        (``ada/03_reset_gate.ipynb``), or a zip with any of these, as learning platforms export them.
    notebooks : list of str
        Stems of the exercises that are graded.

    Returns
    -------
    list of Submission
        Of several copies, the one in the outermost folder, and there the last by name.

    Raises
    ------
    FileNotFoundError
        If there is no such folder or file.
    ValueError
        If it holds no notebook, or the zip cannot be opened.
    """
    kept: dict[tuple[str, str], Submission] = {}
    for submission in sorted(find_all(where, notebooks), key=_rank):
        kept[submission.learner, submission.notebook] = submission
    return [kept[key] for key in sorted(kept)]


def find_all(where: Path, notebooks: list[str]) -> list[Submission]:
    """The same with every copy: several of one learner and notebook stay.

    Raises
    ------
    FileNotFoundError, ValueError
        As :func:`find`.
    """
    if not where.exists():
        raise FileNotFoundError(f"{where}: no such folder or file")
    found = list(_whole_zip(where, notebooks) if where.is_file() else _in_folder(where, notebooks))
    if not found:
        raise ValueError(f"{where}: no notebooks (.ipynb) in it")
    return found


def _rank(submission: Submission) -> tuple[int, str, str]:
    """The copy that counts comes last."""
    deep = len(submission.source.parts) + submission.member.count("/")
    return -deep, str(submission.source), submission.member


def _in_folder(folder: Path, notebooks: list[str]) -> Iterator[Submission]:
    files = [path for path in folder.rglob("*") if path.suffix.lower() == ".ipynb"]
    by_name = {PurePosixPath(path.relative_to(folder).as_posix()): path for path in files}
    for name, (learner, notebook) in _owners(by_name, notebooks).items():
        yield Submission(learner, notebook, by_name[name])
    for path in sorted(folder.glob("*.zip")):
        yield from _one_learners_zip(path, notebooks)


def _whole_zip(path: Path, notebooks: list[str]) -> Iterator[Submission]:
    try:
        members = _members(path)
    except Exception as error:
        raise ValueError(f"{path}: not a zip file that can be opened ({error})") from None
    for name, (learner, notebook) in _owners(members, notebooks).items():
        yield Submission(learner, notebook, path, members[name])


def _one_learners_zip(path: Path, notebooks: list[str]) -> Iterator[Submission]:
    """Everything in it is of the learner after whom the zip itself is named."""
    learner = _learner(path.stem, "")
    try:
        members = _members(path)
    except Exception:
        members = {}
    for name, member in members.items():
        yield Submission(learner, _notebook(name.stem, notebooks), path, member)
    if not members:
        for notebook in notebooks:
            yield Submission(learner, notebook, path)  # reading it says what is wrong


def _members(path: Path) -> dict[PurePosixPath, str]:
    """The notebooks in a zip, without links and without names that lead out of it."""
    found = {}
    if path.is_symlink():
        raise ValueError("a link")
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
    for member in members[:MOST_MEMBERS]:
        name = PurePosixPath(member.filename.replace("\\", "/"))
        link = stat.S_ISLNK(member.external_attr >> 16)
        odd = name.is_absolute() or ".." in name.parts or link or member.is_dir()
        if not odd and name.suffix.lower() == ".ipynb" and "__MACOSX" not in name.parts:
            found[name] = member.filename
    return found


def _owners(names: Iterable[PurePosixPath], notebooks: list[str]) -> dict[PurePosixPath, tuple[str, str]]:
    """Learner and exercise of each path, as people and platforms name them."""
    paths = sorted(name for name in names if ".ipynb_checkpoints" not in name.parts)
    common = _common_folders(paths)
    owners = {}
    for path in paths:
        notebook = _notebook(path.stem, notebooks)
        folders = [part for part in path.parts[len(common) : -1] if part not in notebooks]
        learner = _learner(folders[0], "") if folders else _learner(path.stem, notebook)
        if not learner:  # one learner's folder, or the exercise alone
            own = [part for part in common if part not in notebooks]
            learner = _learner(own[-1], "") if own else _cleaned(path.stem)
        owners[path] = learner, notebook
    return owners


def _common_folders(paths: list[PurePosixPath]) -> tuple[str, ...]:
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


def _notebook(stem: str, notebooks: list[str]) -> str:
    named = next((name for name in sorted(notebooks, key=len, reverse=True) if name in stem), "")
    return notebooks[0] if not named and len(notebooks) == 1 else named


def _learner(text: str, notebook: str) -> str:
    """Who it is, from the name of a folder or of a file; empty if nothing but the exercise is in it."""
    rest = text.replace(notebook, "") if notebook else text
    rest = re.sub(
        r"_\d+_assignsubmission_file_?.*$", "", rest
    )  # Moodle: "Ada Lovelace_12345_assignsubmission_file_"
    if notebook:  # Canvas: "lovelaceada_LATE_1234_56789_03_reset_gate-1"
        rest = re.sub(r"[ _]*(\(\d+\)|-\d+)$", "", rest)
        rest = re.sub(r"(_LATE)?(_\d+){2}$", "", rest.rstrip("_- "))
    return _cleaned(rest.strip("_- ") if notebook else rest.strip())


def _cleaned(name: str) -> str:
    """A name that a file and a database can have; a long one is told from others that begin like it."""
    name = name.encode("utf-8", "replace").decode("utf-8")
    name = "".join(sign if sign.isprintable() else "_" for sign in name)
    if len(name.encode()) <= LONGEST_NAME:
        return name
    mark = hashlib.sha256(name.encode()).hexdigest()[:8]
    return name.encode()[: LONGEST_NAME - 9].decode("utf-8", "ignore") + "-" + mark
