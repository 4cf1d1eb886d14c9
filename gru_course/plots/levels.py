"""Levels over time: what a memory holds, or what is left of it, for a few cells side by side."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from gru_course.nn.validate import Array
from gru_course.palette import MODEL, OTHER, QUIET, TRUTH
from gru_course.plots.labels import label_ends, line_style

_INKS = (QUIET, MODEL, OTHER, TRUTH)


def levels(
    curves: Mapping[str, Sequence[float] | Array],
    *,
    ax: Axes,
    label: str = "state h",
    floor: float | None = None,
) -> Axes:
    """Draw one line for each memory over the steps 0, 1, 2, ..., its name at the end.

    Parameters
    ----------
    curves : mapping of str to sequence of float
        A number for every step, by name; at most four.
    ax : Axes
    label : str, optional
        Of the vertical axis.
    floor : float, optional
        Makes the axis logarithmic, for shares between `floor` and 1; a line ends where it falls below.

    Returns
    -------
    Axes
    """
    if not 1 <= len(curves) <= len(_INKS):
        raise ValueError(f"curves: expected 1 to {len(_INKS)}, got {len(curves)}")
    if floor is not None and not 0 < floor < 1:
        raise ValueError(f"floor: expected a share between 0 and 1, got {floor}")
    lines = []
    for ink, (name, values) in zip(_INKS, curves.items(), strict=False):
        steps, heights = _heights(name, values, floor)
        lines += ax.plot(steps, heights, color=ink.color, linestyle=line_style(ink), label=name)
    ax.set_xlim(0, max(len(values) for values in curves.values()) - 1)
    ax.set_xlabel("step")
    ax.set_ylabel(label)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    if floor is not None:
        _share_axis(ax, floor)
    label_ends(ax, lines)
    return ax


def _heights(name: str, values: Sequence[float] | Array, floor: float | None) -> tuple[Array, Array]:
    """Where a line goes; labels are placed on a straight scale, so a logarithmic one is made here."""
    shown = np.asarray(values, dtype=float)
    if floor is None:
        return np.arange(len(shown)), shown
    if not shown[0] >= floor:
        raise ValueError(f"{name}: expected to begin above the floor {floor}, got {shown[0]}")
    below = np.flatnonzero(shown < floor)
    shown = shown[: below[0]] if len(below) else shown
    return np.arange(len(shown)), np.log10(shown)


def _share_axis(ax: Axes, floor: float) -> None:
    """A tick and a thin line for 100 %, 10 %, 1 %, ..."""
    powers = np.arange(np.ceil(np.log10(floor) - 1e-9), 1)
    ax.set_yticks(powers, [f"{100 * 10.0**power:g} %" for power in powers])
    ax.set_ylim(np.log10(floor) - 0.15, 0.15)
    for power in powers:
        ax.axhline(power, color="#E4E4E4", linewidth=0.8, zorder=0)
