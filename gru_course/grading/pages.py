"""What every page has: one file, no script, light and dark, and an order that a screen reader can follow."""

import re
import unicodedata
from collections.abc import Iterable
from hashlib import sha256

from gru_course.checks.layout import escaped, inline
from gru_course.grading.scores import number

LONG = 24
"""Characters of a cell that needs some room."""

STYLE = """
:root { color-scheme: light dark; --ink: #1a1a1a; --paper: #fff; --quiet: #595959; --line: #bdbdbd;
  --bar: #0072b2; --loud-ink: #1a1a1a; --loud: #ffe0cc; }
@media (prefers-color-scheme: dark) { :root { --ink: #eaeaea; --paper: #16181c; --quiet: #b4b4b4;
  --line: #5a5a5a; --bar: #56b4e9; --loud-ink: #fff; --loud: #5c2a00; } }
body { font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 0; }
main { max-width: 56rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; overflow-wrap: break-word; }
h1 { font-size: 1.6rem; line-height: 1.25; } h2 { font-size: 1.25rem; margin-top: 2.2rem; }
h3 { font-size: 1.05rem; margin: 1.6rem 0 .3rem; }
p { margin: .4rem 0; } .quiet { color: var(--quiet); }
.loud { border: 3px solid #d55e00; background: var(--loud); color: var(--loud-ink); padding: .6rem 1rem; }
.table { overflow-x: auto; } table { border-collapse: collapse; margin: .6rem 0; }
caption { text-align: left; font-weight: bold; padding: .3rem 0; }
th, td { border-bottom: 1px solid var(--line); padding: .3rem .9rem .3rem 0; text-align: left;
  vertical-align: top; }
thead th { vertical-align: bottom; } tbody th { min-width: 8rem; } td { min-width: 3rem; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; } td.n { white-space: nowrap; }
td.long { min-width: 13rem; } .count { display: inline-block; min-width: 3rem; text-align: right; }
code, pre { font-family: ui-monospace, monospace; font-size: .93em; }
pre { white-space: pre-wrap; margin: .3rem 0; }
dl { border-left: 4px solid var(--line); padding-left: .9rem; margin: .5rem 0; }
dt { font-size: .9em; color: var(--quiet); } dd { margin: 0; }
.step { border-left: 4px solid var(--line); padding-left: .9rem; } svg { max-width: 100%; }
@media print { :root { --ink: #000; --paper: #fff; --quiet: #444; --line: #999; --bar: #0072b2; }
  body { font-size: 10pt; } main { padding: 0; max-width: none; } .table { overflow: visible; }
  td.long, tbody th { min-width: 0; } .step, tr, dl, pre { break-inside: avoid; }
  h2, h3, caption { break-after: avoid; } }
""".strip()


def document(title: str, body: str) -> str:
    """A whole page."""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{escaped(title)}</title>\n<style>\n{STYLE}\n</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def table(
    caption: str, head: Iterable[str], rows: Iterable[Iterable[str]], numbers: Iterable[int] = ()
) -> str:
    """A table whose first column names the rows; cells are HTML already.

    Where it is wider than the page, it can be scrolled, with the keyboard as well.

    Parameters
    ----------
    caption : str
    head : iterable of str
    rows : iterable of iterable of str
    numbers : iterable of int, optional
        Columns that are aligned at the right.
    """
    right = dict.fromkeys(numbers, ' class="n"')
    top = "".join(f'<th scope="col"{right.get(n, "")}>{name}</th>' for n, name in enumerate(head))
    lines = "\n".join(f"<tr>{_row(list(row), right)}</tr>" for row in rows)
    return (
        '<div class="table" role="region" tabindex="0" aria-label="' + escaped(caption) + '"><table>'
        f"<caption>{escaped(caption)}</caption>\n<thead><tr>{top}</tr></thead>\n"
        f"<tbody>\n{lines}\n</tbody></table></div>"
    )


def _row(cells: list[str], right: dict[int, str]) -> str:
    first, *others = cells
    rest = "".join(f"<td{right.get(n) or _width(cell)}>{cell}</td>" for n, cell in enumerate(others, 1))
    return f'<th scope="row">{first}</th>{rest}'


def _width(cell: str) -> str:
    """So that a sentence is not squeezed into a column of single words."""
    return ' class="long"' if len(re.sub("<[^>]*>", "", cell)) > LONG else ""


def counted(count: float, word: str) -> str:
    """``1 learner``, ``2 learners``."""
    return f"{number(count)} {word}{'' if count == 1 else 's'}"


def isolated(text: str) -> str:
    """A name that somebody else chose: written from right to left, it leaves what stands around it alone."""
    return f"<bdi>{escaped(text)}</bdi>"


def sentences(text: str) -> str:
    """Lines of plain text as paragraphs; a label such as ``Hint:`` in bold."""
    return "".join(f"<p>{_labelled(line)}</p>" for line in text.splitlines() if line.strip())


def _labelled(line: str) -> str:
    for label in ("The mistake:", "Hint:", "Elsewhere:"):
        if line.startswith(label):
            return f"<strong>{label}</strong> {inline(line.removeprefix(label).strip())}"
    return inline(line)


# --- names of files -----------------------------------------------------------------------------------------

LONGEST_NAME = 80
"""Characters of a learner's name in a file name; in UTF-8 each may take three bytes, and 255 are allowed."""

RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$")
"""Names that Windows keeps for itself."""


def file_names(learners: Iterable[str]) -> dict[str, str]:
    """A file name (without ending) for each learner, safe everywhere, and no two of them the same.

    Most names stay as they are. Where something must be replaced, or where a file system that ignores
    capitals would take two for one, a few digits that belong to the name are added.
    """
    taken: set[str] = set()
    names = {}
    for learner in learners:
        name = _safe(learner)
        if name != learner or name.casefold() in taken:
            name = f"{name}-{sha256(learner.encode('utf-8', 'replace')).hexdigest()[:10]}"
        taken.add(name.casefold())
        names[learner] = name
    return names


def _safe(learner: str) -> str:
    text = unicodedata.normalize("NFC", learner)[:LONGEST_NAME]
    while len(text.encode("utf-8", "replace")) > 2 * LONGEST_NAME:
        text = text[:-1]
    text = re.sub(r"[^\w .,()-]", "_", text).strip(" ")
    text = re.sub(r"^[.-]+|\.+$", "_", text)
    return f"_{text}" if RESERVED.match(text) or not text else text
