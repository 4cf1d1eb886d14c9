"""Curves on a scale of powers of ten, for what changes by a factor at every step; and many starts."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from gru_course.nn.validate import Array
from gru_course.palette import MODEL, OTHER, QUIET, TRUTH
from gru_course.plots.labels import line_style, spread

_INKS = (MODEL, OTHER, QUIET)


def decay(
    curves: Mapping[str, Sequence[float] | Array],
    *,
    ax: Axes,
    at: Sequence[float] | Array | None = None,
    log: bool = True,
    label: str = "what is left",
    along: str = "steps",
) -> Axes:
    """Draw curves over steps, each named at its right end; several starts give their median and a band.

    Parameters
    ----------
    curves : mapping of str to sequence of float
        By name, at most three. One number for every step, shape (T,); or shape (S, T) for S random starts:
        the line is their median, and the band reaches from the lowest to the highest.
    ax : Axes
    at : sequence of float, optional
        Where along the horizontal axis the numbers stand; 1, 2, 3, ... otherwise.
    log : bool, optional
        True for a vertical axis in powers of ten, on which a constant factor is a straight line.
    label, along : str, optional
        Labels of the vertical and of the horizontal axis.

    Returns
    -------
    Axes
    """
    _check_count(curves)
    if log:
        ax.set_yscale("log")
    lines = []
    for ink, (name, values) in zip(_INKS, curves.items(), strict=False):
        rows = np.atleast_2d(np.asarray(values, float))
        across = np.arange(1, rows.shape[1] + 1) if at is None else np.asarray(at, float)
        lines += ax.plot(
            across, np.median(rows, axis=0), color=ink.color, linestyle=line_style(ink), label=name
        )
        if len(rows) > 1:
            ax.fill_between(
                across, rows.min(axis=0), rows.max(axis=0), color=ink.color, alpha=0.22, linewidth=0
            )
    ax.set_xlabel(along)
    ax.set_ylabel(label)
    ax.margins(x=0.01)
    _name_ends(ax, lines)
    return ax


def shares_right(
    shares: Mapping[str, Sequence[Sequence[float]] | Array],
    *,
    ax: Axes,
    groups: Sequence[str],
    chance: float = 0.5,
) -> Axes:
    """Draw the accuracy of every random start as a dot, side by side for each method and each group.

    Parameters
    ----------
    shares : mapping of str to array, shape (G, S)
        By method, at most three: the share of right answers in G groups, from S starts each.
    ax : Axes
    groups : sequence of str, length G
    chance : float, optional
        What guessing gives; a line.

    Returns
    -------
    Axes
    """
    _check_count(shares)
    ax.axhline(chance, color=QUIET.color, linestyle=line_style(QUIET), linewidth=1)
    width = 0.8 / len(shares)
    for k, (ink, marker, (name, values)) in enumerate(zip(_INKS, "osD", shares.items(), strict=False)):
        for group, starts in enumerate(np.asarray(values, float)):
            middle = group + (k - (len(shares) - 1) / 2) * width
            across = middle + np.linspace(-0.32, 0.32, len(starts)) * width
            ax.plot(
                across,
                starts,
                marker,
                color=ink.color,
                markersize=5.5,
                label=name if not group else None,
                markerfacecolor="none" if k == 1 else ink.color,
            )
    ax.set_xticks(range(len(groups)), list(groups))
    ax.tick_params(axis="x", length=0)
    ax.set_ylim(0.3, 1.06)
    ax.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    ax.set_ylabel("right answers")
    ax.annotate(
        "guessing", (len(groups) - 0.5, chance), xytext=(4, 0), textcoords="offset points", va="center"
    )
    ax.set_xlim(-0.5, len(groups) - 0.5)
    figure: Any = ax.figure
    figure.legend(loc="outside upper left", ncols=len(shares), handletextpad=0.2, frameon=False)
    return ax


def _check_count(curves: Mapping[str, Any]) -> None:
    if not 1 <= len(curves) <= len(_INKS):
        raise ValueError(f"expected 1 to {len(_INKS)} curves, got {len(curves)}")


def _name_ends(ax: Axes, lines: Sequence[Any], gap: float = 13.0) -> None:
    """Write each line's name at its right end, moved apart where they would touch, on any scale."""
    figure: Any = ax.figure
    figure.draw_without_rendering()  # so that the layout, and with it the heights below, is final
    ends = [(line.get_xdata()[-1], line.get_ydata()[-1]) for line in lines]
    wanted = ax.transData.transform(ends)[:, 1] * 72 / figure.dpi  # in points
    for line, end, here, there in zip(lines, ends, wanted, spread(wanted, gap), strict=True):
        ax.annotate(
            str(line.get_label()),
            end,
            xytext=(6, there - here),
            textcoords="offset points",
            va="center",
            color=TRUTH.color,
            annotation_clip=False,
        )
