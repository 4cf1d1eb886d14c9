"""Something measured at every step of a sequence, for several cells side by side."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from gru_course.nn.validate import Array
from gru_course.palette import MODEL, QUIET, R, Z
from gru_course.plots.labels import label_ends, line_style

# The first is what the others are compared with; then what r does, what z does, and both together.
_INKS = (QUIET, R, Z, MODEL)
_MARKERS = ("x", R.marker, Z.marker, "P")


def steps(
    curves: Mapping[str, Sequence[float] | Array],
    *,
    ax: Axes,
    ticks: Sequence[str] = (),
    marked: int | None = None,
    label: str = "",
) -> Axes:
    """Draw one line with a dot at every step for each curve, its name at the end.

    Parameters
    ----------
    curves : mapping of str to sequence of float
        A number for every step, by name; at most four, drawn in the inks of a comparison, of the reset
        gate, of the update gate, and of a model.
    ax : Axes
    ticks : sequence of str, optional
        What each step is called; otherwise 1 to T.
    marked : int, optional
        The step, counted from 0, that gets a grey band.
    label : str, optional
        Of the vertical axis.

    Returns
    -------
    Axes
    """
    if not 1 <= len(curves) <= len(_INKS):
        raise ValueError(f"curves: expected 1 to {len(_INKS)}, got {len(curves)}")
    T = len(next(iter(curves.values())))
    names = list(ticks) or [str(t + 1) for t in range(T)]
    for name, values in {**curves, "ticks": names}.items():
        if len(values) != T:
            raise ValueError(f"{name}: expected {T}, one for each step, got {len(values)}")
    if marked is not None:
        ax.axvspan(marked - 0.5, marked + 0.5, color="#E4E4E4", zorder=0)
    lines = []
    for ink, marker, (name, values) in zip(_INKS, _MARKERS, curves.items(), strict=False):
        lines += ax.plot(
            np.arange(T),
            values,
            color=ink.color,
            linestyle=line_style(ink),
            marker=marker,
            markersize=6,
            label=name,
        )
    ax.set_xticks(range(T), names)
    ax.set_ylabel(label)
    ax.set_xlim(-0.5, T - 0.5)
    ax.set_ylim(bottom=min(0, ax.get_ylim()[0]))
    label_ends(ax, lines)
    return ax
