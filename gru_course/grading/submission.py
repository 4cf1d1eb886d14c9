"""Find every notebook that was handed in, in folders or a zip, and read it; none of it is trusted.

Nothing is ever unpacked onto the disk: a zip is read member by member, within bounds, so that a name with
``..`` in it, a link, or a small file that unpacks into a huge one does no harm.
"""

import json
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

from gru_course.grading.names import NOBODY, Owner, exercise_in, owners

LARGEST_NOTEBOOK = 20 * 2**20
"""Bytes. The exercises of this course take a hundredth of that."""
MOST_CELLS = 2_000
MOST_PARTS = 2_000_000
"""Brackets, braces and commas in a notebook: each may be an object in memory once it is read."""
MOST_MEMBERS = 1_000_000
ENCRYPTED = 1
"""A zip member's flag."""
REFUSED = b"unusable: "
"""Begins what stands for a notebook that could not be read; the reason follows."""
LONGEST_REASON = 200


@dataclass(frozen=True)
class Submission:
    """One notebook that a learner handed in.

    Attributes
    ----------
    learner : str
        As the name of the folder or of the file tells it.
    notebook : str
        Stem of the exercise, such as ``"03_reset_gate"``; empty where the name does not tell.
    source : Path
        The file, or the zip in which it is.
    member : str
        Name inside the zip; empty for a file.
    owner : Owner
        What else that name tells of the learner.
    """

    learner: str
    notebook: str
    source: Path
    member: str = ""
    owner: Owner = NOBODY

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
        except (zipfile.BadZipFile, zlib.error, EOFError):
            raise Unusable("it cannot be read: the zip is damaged") from None
        except NotImplementedError:
            raise Unusable("it cannot be read: the zip is packed in a way that is not known here") from None
        except Exception as error:  # a broken zip may raise nearly anything
            raise Unusable(f"it cannot be read ({type(error).__name__})") from None
        if len(data) > LARGEST_NOTEBOOK:
            raise Unusable(f"it is larger than {LARGEST_NOTEBOOK // 2**20} MB")
        return data

    def _read(self) -> bytes:
        if self.member:
            return self._out_of_the_zip(_opened(self.source, self.source.stat().st_mtime_ns))
        if self.source.is_symlink() or not self.source.is_file():
            raise Unusable("it is a link, or no file")
        if _is_zip(self.source.name):
            raise Unusable("it is a zip file that cannot be opened, or that holds no notebook")
        with self.source.open("rb") as file:
            return file.read(LARGEST_NOTEBOOK + 1)

    def _out_of_the_zip(self, archive: zipfile.ZipFile) -> bytes:
        if _is_zip(self.member):
            raise Unusable("it is a zip inside a zip: take the notebook out of it")
        if archive.getinfo(self.member).flag_bits & ENCRYPTED:
            raise Unusable("it is protected by a password")
        with archive.open(self.member) as member:
            return member.read(LARGEST_NOTEBOOK + 1)


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
    as_text : bool
        Whether it was handed in as text: in Jupyter, a key pressed at the wrong moment does that.
    """

    source: str
    grade_id: str = ""
    locked: bool = False
    as_text: bool = False


def code_cells(data: bytes) -> list[Cell]:
    """The code cells of a notebook, and answers that were code when they were handed out.

    Raises
    ------
    Unusable
        If the bytes are no notebook.
    """
    if data.startswith(REFUSED):
        raise Unusable(data[len(REFUSED) :][:LONGEST_REASON].decode("utf-8", "replace"))
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
    return [found for cell in cells if isinstance(cell, dict) and (found := _cell(cell)) is not None]


def _cell(cell: dict[str, Any]) -> Cell | None:
    metadata = cell.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    if not isinstance(nbgrader, dict):
        nbgrader = {}
    as_text = cell.get("cell_type") != "code"
    if as_text and not (nbgrader.get("solution") is True and nbgrader.get("cell_type") == "code"):
        return None
    source = cell.get("source", "")
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    grade_id = nbgrader.get("grade_id", "")
    return Cell(
        source=source if isinstance(source, str) else "",
        grade_id=grade_id if isinstance(grade_id, str) else "",
        locked=nbgrader.get("locked") is True or nbgrader.get("grade") is True,
        as_text=as_text,
    )


# --- finding ------------------------------------------------------------------------------------------------


def find(where: Path, notebooks: list[str]) -> list[Submission]:
    """Every notebook in a folder or a zip, sorted by learner; which copy counts is decided elsewhere.

    Parameters
    ----------
    where : Path
        One notebook a learner (``ada.ipynb``, ``ada_03_reset_gate.ipynb``), one folder or zip a learner
        (``ada/03_reset_gate.ipynb``), or a zip with any of these, as learning platforms export them; or one
        notebook.
    notebooks : list of str
        Stems of the exercises that are graded.

    Returns
    -------
    list of Submission
        A zip that cannot be opened, or that lies in a zip, is one too: to read it says what is wrong.

    Raises
    ------
    FileNotFoundError
        If there is no such folder or file.
    ValueError
        If it holds no notebook, or the zip cannot be opened.
    """
    if not where.exists():
        raise FileNotFoundError(f"{where}: no such folder or file")
    if where.is_dir():
        found = list(_in_folder(where, notebooks))
    elif where.suffix.lower() == ".ipynb":
        found = [_alone(where, notebooks)]
    else:
        found = list(_whole_zip(where, notebooks))
    if not found:
        raise ValueError(f"{where}: no notebooks (.ipynb) in it")
    return sorted(found, key=lambda each: (each.learner, each.notebook, str(each.source), each.member))


def passed_over(where: Path) -> list[str]:
    """Notebooks in a zip that are never looked at: links, and names that lead out of it."""
    if not where.is_file() or not zipfile.is_zipfile(where):
        return []
    with zipfile.ZipFile(where) as archive:
        return [m.filename for m in archive.infolist()[:MOST_MEMBERS] if _wanted(m) and _leads_out(m)]


def _alone(path: Path, notebooks: list[str]) -> Submission:
    """One notebook; its own name tells whose it is, or else its folder's."""
    full = path.absolute()
    name = PurePosixPath(full.parent.name, full.name)
    ((owner, notebook),) = owners([name], notebooks).values()
    return Submission(owner.learner, notebook, path, owner=owner)


def _in_folder(folder: Path, notebooks: list[str]) -> Iterator[Submission]:
    by_name = {}
    for path in folder.rglob("*"):
        name = PurePosixPath(path.relative_to(folder).as_posix())
        if path.suffix.lower() == ".ipynb" or (_is_zip(path.name) and path.is_file()):
            by_name[name] = path
    by_name = {name: path for name, path in by_name.items() if not _litter(name)}
    for name, (owner, notebook) in owners(by_name, notebooks).items():
        if _is_zip(name.name):
            yield from _one_learners_zip(by_name[name], owner, notebooks)
        else:
            yield Submission(owner.learner, notebook, by_name[name], owner=owner)


def _whole_zip(path: Path, notebooks: list[str]) -> Iterator[Submission]:
    try:
        members = _members(path)
    except Exception as error:
        raise ValueError(f"{path}: not a zip file that can be opened ({error})") from None
    for name, (owner, notebook) in owners(members, notebooks).items():
        yield Submission(owner.learner, notebook, path, members[name], owner)


def _one_learners_zip(path: Path, owner: Owner, notebooks: list[str]) -> Iterator[Submission]:
    """Everything in it belongs to the owner of the zip itself."""
    try:
        members = _members(path)
    except Exception:  # a broken zip may raise nearly anything
        members = {}
    for name, member in members.items():
        yield Submission(owner.learner, exercise_in(name.stem, notebooks), path, member, owner)
    if not members:
        yield Submission(owner.learner, exercise_in(path.stem, notebooks), path, owner=owner)


def _members(path: Path) -> dict[PurePosixPath, str]:
    """The notebooks in a zip, without links and without names that lead out of it."""
    if path.is_symlink():
        raise ValueError("a link")
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()[:MOST_MEMBERS]
    return {_name(m): m.filename for m in members if _wanted(m) and not _leads_out(m)}


def _name(member: zipfile.ZipInfo) -> PurePosixPath:
    return PurePosixPath(member.filename.replace("\\", "/"))


def _wanted(member: zipfile.ZipInfo) -> bool:
    name = _name(member)
    notebook = name.suffix.lower() == ".ipynb" or _is_zip(name.name)
    return notebook and not member.is_dir() and not _litter(name)


def _leads_out(member: zipfile.ZipInfo) -> bool:
    name = _name(member)
    return name.is_absolute() or ".." in name.parts or stat.S_ISLNK(member.external_attr >> 16)


def _is_zip(name: str) -> bool:
    return name.lower().endswith(".zip")


def _litter(name: PurePosixPath) -> bool:
    """What Jupyter and macOS leave behind."""
    return name.name.startswith("._") or not {".ipynb_checkpoints", "__MACOSX"}.isdisjoint(name.parts)
