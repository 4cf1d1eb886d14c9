"""Two pictures about the candidate: the curve that makes it, and a total that starts over."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from gru_course.nn.activations import sigmoid, tanh
from gru_course.nn.validate import Array
from gru_course.palette import H_CAND, QUIET, TRUTH, R
from gru_course.plots.labels import label_ends, line_style

COMPARED = replace(QUIET, dash=())
"""Solid, since the candidate's own line is dotted like the ink for comparison."""

FAINT = "#BDBDBD"
"""Lines that only help the eye."""


def squashes(*, ax: Axes, most: float = 5.0) -> Axes:
    """Draw what squashes a sum: the sigmoid, which makes gates, and tanh, which makes the candidate.

    Parameters
    ----------
    ax : Axes
    most : float, optional
        The sum goes from -`most` to `most`.

    Returns
    -------
    Axes
    """
    a = np.linspace(-most, most, 201)
    for height in (-1, 0, 1):
        ax.axhline(height, color=FAINT, linewidth=0.8, zorder=0)
    ax.axvline(0, color=FAINT, linewidth=0.8, zorder=0)
    for ink, function, name in ((H_CAND, tanh, "tanh: candidate"), (R, sigmoid, "sigmoid: gate")):
        ax.plot(a, function(a), color=ink.color, linestyle=line_style(ink), linewidth=2.2, label=name)
        start = (-most, float(function(np.array(-most))))  # at the left end, where the two are apart
        ax.annotate(name, start, xytext=(8, 7), textcoords="offset points", color=TRUTH.color)
    ax.set_xlabel("the sum a")
    ax.set_ylabel("squashed")
    ax.set_yticks([-1, 0, 1])
    ax.set_xlim(-most, most)
    return ax


def running_total(
    truth: Sequence[float] | Array,
    totals: Mapping[str, Sequence[float] | Array],
    *,
    ax: Axes,
    starts: Sequence[int] | Array = (),
    names: tuple[str, str] = ("step", "total"),
) -> Axes:
    """Draw true totals as dots, what cells say as lines, and a rule where a new total starts.

    Parameters
    ----------
    truth : sequence of float, shape (T,)
    totals : mapping of str to sequence of float, shape (T,)
        At most two, by name: the one that the text is about, then the one for comparison.
    ax : Axes
    starts : sequence of int, optional
        Steps, counted from 0, at which a new total starts.
    names : tuple of str, optional
        Labels of the two axes.

    Returns
    -------
    Axes
    """
    inks = (H_CAND, COMPARED)  # the first is drawn on top
    if not 1 <= len(totals) <= len(inks):
        raise ValueError(f"totals: expected 1 or 2, got {len(totals)}")
    for name, values in totals.items():
        if len(values) != len(truth):
            raise ValueError(f"{name}: expected {len(truth)} totals, one for each step, got {len(values)}")
    at = np.arange(1, len(truth) + 1)
    ax.axhline(0, color=FAINT, linewidth=0.8, zorder=0)
    for start in starts:
        ax.axvline(start + 0.5, color=FAINT, linewidth=1.6, zorder=0)
    lines = ax.plot(at, truth, "o", color=TRUTH.color, markersize=6, zorder=4, label="")
    for ink, (name, values) in zip(inks, totals.items(), strict=False):
        lines += ax.plot(
            at,
            values,
            color=ink.color,
            linestyle=line_style(ink),
            linewidth=2.2,
            label=name,
            zorder=4 - len(lines),
        )
    ax.set_xlabel(names[0])
    ax.set_ylabel(names[1])
    ax.xaxis.set_major_locator(MaxNLocator(nbins=15, integer=True))
    label_ends(ax, lines[1:])
    return ax
