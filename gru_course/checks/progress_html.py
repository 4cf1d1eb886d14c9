"""Progress as a table for a notebook: words in every cell, so that colour alone says nothing."""

from typing import TYPE_CHECKING

from gru_course.checks.layout import NO_STRIPES, TABLE, cell, escaped, paragraph, section
from gru_course.checks.verdict import SIGNS

if TYPE_CHECKING:
    from gru_course.checks.progress_report import Report, Row

HEAD = ("Exercise", "State", "Tries", "Hints", "Points")


def page(report: "Report") -> str:
    """The whole report."""
    parts = [
        *(paragraph(notice) for notice in report.notices),
        paragraph(report.summary),
        paragraph(report.advice),
        _table(report),
        paragraph(report.where, small=True),
    ]
    return section("Your progress", "".join(parts))


def _table(report: "Report") -> str:
    head = "".join(cell("th", escaped(name), scope="col") for name in HEAD)
    bodies = "".join(_body(*group) for group in report.notebooks())
    return (
        f'<table style="{TABLE}">'
        '<caption style="text-align:left;caption-side:top;color:inherit;padding:.2em 0;font-weight:bold">'
        "Your progress, exercise by exercise</caption>"
        f'<thead><tr style="{NO_STRIPES}">{head}</tr></thead>{bodies}</table>'
    )


def _body(name: str, points: tuple[int, int], rows: list["Row"]) -> str:
    heading = cell("th", escaped(name), scope="rowgroup", span=len(HEAD) - 1, line=True)
    earned = cell("td", f"{points[0]} of {points[1]}", line=True)
    top = f'<tr style="{NO_STRIPES}">{heading}{earned}</tr>'
    return f"<tbody>{top}{''.join(_row(row) for row in rows)}</tbody>"


def _row(row: "Row") -> str:
    name = f"<code>{escaped(row.exercise.name)}</code><br>{escaped(row.exercise.title)}"
    points = f"{row.points} of {row.exercise.points}"
    short = (cell("td", _unbroken(text)) for text in (row.tries, row.hints, points))
    cells = (cell("th", name, scope="row"), cell("td", _state(row)), *short)
    return f'<tr style="{NO_STRIPES}">{"".join(cells)}</tr>'


def _unbroken(text: str) -> str:
    return escaped(text).replace(" ", "&nbsp;")


def _state(row: "Row") -> str:
    sign = f'<span aria-hidden="true">{SIGNS[row.record.best]} </span>'
    mistake = f"<br>the last mistake: {escaped(row.mistake)}" if row.mistake else ""
    return sign + escaped(row.state) + mistake
