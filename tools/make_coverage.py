"""Which cell teaches which sentence of the documents: docs/coverage.md, from the tags of the lessons' cells.

A cell that teaches the third sentence of section 2.1 carries the tag ``doc-2.1.3``. The sentences are the
bullets of docs/documents.md, counted in each section.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat

ROOT = Path(__file__).parents[1]
DOCUMENTS = ROOT / "docs" / "documents.md"
COVERAGE = ROOT / "docs" / "coverage.md"
TAG = re.compile(r"doc-(\d+(?:\.\d+)*)$")


@dataclass(frozen=True)
class Sentence:
    """One bullet of the documents; `number` is ``2.1.3`` for the third of section 2.1."""

    number: str
    section: str
    text: str


@dataclass(frozen=True)
class Taught:
    """A cell that carries a sentence's tag."""

    lesson: str
    cell: str
    heading: str
    source: str


def sentences(text: str) -> list[Sentence]:
    """Every bullet, numbered within its section."""
    found: list[Sentence] = []
    section, count = "", 0
    for line in text.splitlines():
        if heading := re.match(r"## ([\d.]+?)\.? (.*)", line):
            section, title, count = heading[1], heading[2], 0
        elif line.startswith("- ") and section:
            count += 1
            found.append(Sentence(f"{section}.{count}", f"{section} {title}", line[2:].strip()))
    return found


def taught(paths: list[Path]) -> Iterator[tuple[str, Taught]]:
    """Sentence number and cell, for every tag of every lesson."""
    for path in paths:
        heading = ""
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "markdown":
                heading = next(iter(re.findall(r"^#+ (.+)$", cell.source, re.MULTILINE)), heading)
            for tag in cell.metadata.get("tags", []):
                if match := TAG.match(tag):
                    yield match[1], Taught(path.stem, cell.id, heading, cell.source)


def lessons() -> list[Path]:
    """The lessons, in order."""
    return sorted((ROOT / "notebooks").glob("*.ipynb"))


def page() -> str:
    """The text of docs/coverage.md."""
    where: dict[str, list[Taught]] = {}
    for number, cell in taught(lessons()):
        where.setdefault(number, []).append(cell)
    lines = [
        "# What is taught where",
        "",
        "Every sentence of [the documents](documents.md), and the cells that teach it; `make coverage` makes",
        "this page of their tags, and a test holds it.",
    ]
    section = ""
    for sentence in sentences(DOCUMENTS.read_text(encoding="utf-8")):
        if sentence.section != section:
            section = sentence.section
            lines += ["", f"## {section}", "", "| | Sentence | Taught in |", "|---|---|---|"]
        cells = where.get(sentence.number, [])
        places = "<br>".join(
            f"[{cell.lesson}](../notebooks/{cell.lesson}.ipynb), *{cell.heading}* (`{cell.cell}`)"
            for cell in cells
        )
        text = sentence.text.replace("|", "\\|")
        lines.append(f"| {sentence.number} | {text} | {places or 'a later lesson'} |")
    return "\n".join(lines) + "\n"


def main() -> int:
    COVERAGE.write_text(page(), encoding="utf-8")
    print(f"{COVERAGE.relative_to(ROOT)}: written")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
