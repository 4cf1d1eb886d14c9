"""One ES module out of several: what an explorer imports is put in front of it.

A widget travels to the browser as the text of a single module, and in an exported page there is no server
that could deliver a second one. So the files in ``static/`` are ordinary ES modules that import each other,
and this joins them. The rules that keep it this short: imports are one line each, without renaming, from
a file in the same folder; a name is defined in one file only.
"""

import re
from functools import cache
from pathlib import Path

STATIC = Path(__file__).with_name("static")

IMPORT = re.compile(r'^import \{[^}]*\} from "\./([\w.]+)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?!default)", re.MULTILINE)


@cache
def join(name: str) -> str:
    """The module `name` of ``static/`` with everything it imports, as the text of one module.

    Parameters
    ----------
    name : str
        A file name such as ``"gate.js"``.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If an import is written in a way that is not understood.
    """
    parts: dict[str, str] = {}
    _collect(name, parts)
    joined = "\n".join(EXPORT.sub("", text) for text in parts.values())
    left = re.search(r"^import .*|\bimport\(.*", joined, re.MULTILINE)
    if left:
        raise ValueError(f'{name}: expected imports like import {{ a }} from "./b.js"; got {left[0]}')
    # what the entry exports by name stays reachable, for tests
    names = re.findall(r"^export (?:function|const) (\w+)", (STATIC / name).read_text("utf-8"), re.MULTILINE)
    return joined + (f"\nexport {{ {', '.join(names)} }};\n" if names else "")


def _collect(name: str, parts: dict[str, str]) -> None:
    """Add `name` to `parts`, after everything it imports."""
    if name in parts:
        return
    text = (STATIC / name).read_text("utf-8")
    for needed in IMPORT.findall(text):
        _collect(needed, parts)
    parts[name] = f"// {name}\n{IMPORT.sub('', text)}"
