"""Which exercises are meant: by path, or by name such as ``03_reset_gate``."""

import difflib
from collections.abc import Iterable
from pathlib import Path

SOLUTION = "### BEGIN SOLUTION"


def find(names: Iterable[str], folder: Path | None) -> list[Path]:
    """The exercise notebooks.

    Parameters
    ----------
    names : iterable of str
        Paths or stems; none of them means all that there are.
    folder : Path or None
        Where the course keeps its exercises, if it was found.

    Raises
    ------
    ValueError
        If one is not there, or holds the solutions; the text says so.
    """
    known = {path.stem: path for path in sorted(folder.glob("*.ipynb"))} if folder else {}
    found = [_one(name, known) for name in names] or list(known.values())
    if not found:
        raise ValueError("found no folder exercises/ here: name the exercise notebooks")
    for path in found:
        if SOLUTION in path.read_text(encoding="utf-8", errors="replace"):
            raise ValueError(f"{path} holds the solutions: give the notebook from exercises/")
    return found


def _one(name: str, known: dict[str, Path]) -> Path:
    path = Path(name)
    if path.is_file():
        return path
    if path.name == name and path.stem in known:
        return known[path.stem]
    near = difflib.get_close_matches(path.stem, known, n=1)
    meant = f"; did you mean {near[0]}?" if near else f"; there are: {', '.join(known)}" if known else ""
    raise ValueError(f"there is no exercise {name}{meant}")
