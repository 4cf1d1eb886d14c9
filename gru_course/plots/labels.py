"""Names written beside the lines they belong to: no legend to look up, and no colour to tell apart."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.lines import Line2D

from gru_course.palette import TRUTH, Ink

DAYS = 2  # where Matplotlib keeps the format for ticks that are days


def line_style(ink: Ink) -> Any:
    """The dashes of an ink as Matplotlib wants them."""
    return (0, ink.dash) if ink.dash else "-"


def date_axis(ax: Axes, times: Any) -> None:
    """Short names for dates along the horizontal axis, if `times` are dates."""
    if np.asarray(times).dtype.kind == "M":
        locator = AutoDateLocator(maxticks=8)  # type: ignore[no-untyped-call]
        ax.xaxis.set_major_locator(locator)
        formatter = ConciseDateFormatter(locator)  # type: ignore[no-untyped-call]
        first, last = np.asarray(times)[0], np.asarray(times)[-1]
        if last - first > np.timedelta64(31, "D"):  # a month begins in between, and its tick says its name
            formatter.offset_formats[DAYS] = "%Y"  # not the last month, as if all days were in it
        ax.xaxis.set_major_formatter(formatter)
        ax.set_xlim(first, last)


def label_ends(ax: Axes, lines: Sequence[Line2D], *, gap: float = 13.0) -> None:
    """Write each line's label at its right end, moved apart where they would touch.

    Parameters
    ----------
    ax : Axes
        Its limits should be final: call this last.
    lines : sequence of Line2D
    gap : float, optional
        Least distance between two labels, in points.
    """
    if not lines:
        return
    figure: Any = ax.figure
    figure.draw_without_rendering()  # so that the layout, and with it the height below, is final
    height = ax.get_window_extent().height * 72 / figure.dpi  # in points
    low, high = ax.get_ylim()
    ends = [_end(line) for line in lines]
    wanted = np.array([(y - low) / (high - low) * height for _, y in ends])
    placed = spread(wanted, gap)
    for line, (x, y), here, there in zip(lines, ends, wanted, placed, strict=True):
        ax.annotate(
            str(line.get_label()),
            (x, y),
            xytext=(6, there - here),
            textcoords="offset points",
            va="center",
            color=TRUTH.color,
            annotation_clip=False,
        )


def spread(wanted: np.ndarray, gap: float) -> np.ndarray:
    """Positions as near to `wanted` as possible that are at least `gap` apart, in the same order."""
    order = np.argsort(wanted, kind="stable")
    groups: list[list[float]] = []  # [sum of wanted positions counted from the group's start, count]
    for value in wanted[order]:
        groups.append([float(value), 1.0])
        while len(groups) > 1:
            (below, n), (above, m) = groups[-2], groups[-1]
            if above / m - below / n >= gap * (n + m) / 2:
                break
            groups[-2:] = [[below + above, n + m]]
    placed = np.concatenate(
        [total / count + gap * (np.arange(count) - (count - 1) / 2) for total, count in groups]
    )
    result = np.empty_like(placed)
    result[order] = placed
    return result


def _end(line: Line2D) -> tuple[Any, float]:
    xs, ys = line.get_data(orig=True)
    return np.asarray(xs)[-1], float(np.asarray(ys)[-1])
