"""What the gates of a GRU did over time."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap

from gru_course.nn.sequence import GRUTrace
from gru_course.nn.validate import Array
from gru_course.palette import INKS
from gru_course.plots.labels import date_axis, label_ends, line_style


def gates(
    trace: GRUTrace,
    *,
    ax: Axes,
    row: int = 0,
    unit: int | None = None,
    times: Array | None = None,
    names: tuple[str, ...] = ("r", "z"),
) -> Axes:
    """Draw gates over time as lines.

    Parameters
    ----------
    trace : GRUTrace
        What ``gru_forward`` returned.
    ax : Axes
    row : int, optional
        Which sequence of the batch.
    unit : int, optional
        Which unit; without it, the mean over all units.
    times : array, shape (T,), optional
        Labels of the steps, such as dates; otherwise 1 to T.
    names : tuple of str, optional
        Any of "r", "z", "h_cand" and "h".

    Returns
    -------
    Axes
    """
    lines = []
    for name in names:
        values = _values(trace, name, row)  # (T, H)
        shown = values.mean(axis=1) if unit is None else values[:, _check_unit(unit, values.shape[1])]
        ink = INKS[name]
        lines += ax.plot(
            _times(times, len(shown)), shown, color=ink.color, linestyle=line_style(ink), label=ink.label
        )
    if set(names) <= {"r", "z"}:
        ax.set_ylim(0, 1)
    ax.set_ylabel("mean over units" if unit is None else f"unit {unit}")
    date_axis(ax, _times(times, trace.z.shape[1]))
    label_ends(ax, lines)
    return ax


def gate_map(trace: GRUTrace, name: str, *, ax: Axes, row: int = 0, times: Array | None = None) -> Axes:
    """Draw one gate of every unit over time as a heat map, from white (0) to the gate's colour (1).

    Parameters
    ----------
    trace : GRUTrace
    name : str
        "r" or "z".
    ax : Axes
    row, times
        As in :func:`gates`.

    Returns
    -------
    Axes
    """
    if name not in ("r", "z"):
        raise ValueError(f"name: expected 'r' or 'z', got {name!r}")
    values = _values(trace, name, row)
    order = np.argsort(values.mean(axis=0), kind="stable")  # busy units on top
    shades = LinearSegmentedColormap.from_list(name, ["#FFFFFF", INKS[name].color, "#000000"])
    steps = _times(times, len(values))
    image = ax.pcolormesh(
        steps, np.arange(values.shape[1]), values.T[order], cmap=shades, vmin=0, vmax=1, shading="nearest"
    )
    date_axis(ax, steps)
    ax.set_ylabel("unit, by mean")
    ax.figure.colorbar(image, ax=ax, label=INKS[name].label, pad=0.01)
    return ax


def _values(trace: GRUTrace, name: str, row: int) -> Array:
    """One named quantity of one sequence, shape (T, H)."""
    if name not in INKS:
        raise ValueError(f"names: expected any of {', '.join(INKS)}, got {name!r}")
    values: Array = trace.hs if name == "h" else getattr(trace, name)
    if not -len(values) <= row < len(values):
        raise IndexError(f"row: expected 0 to {len(values) - 1}, got {row}")
    return values[row]


def _check_unit(unit: int, H: int) -> int:
    if not -H <= unit < H:
        raise IndexError(f"unit: expected 0 to {H - 1}, got {unit}")
    return unit


def _times(times: Array | None, T: int) -> Any:
    if times is None:
        return np.arange(1, T + 1)
    if len(times) != T:
        raise ValueError(f"times: expected {T} labels, one for each step, got {len(times)}")
    return times
