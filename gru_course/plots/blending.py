"""What a state is made of, step by step, and what memories hold of what they were offered."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from gru_course.nn.validate import Array
from gru_course.palette import INKS, MODEL, OTHER, QUIET, TRUTH
from gru_course.plots.labels import label_ends, line_style

_WIDTH = 0.36
_LINES = (MODEL, OTHER, QUIET)


def blend_parts(kept: Array, added: Array, *, ax: Axes) -> Axes:
    """Draw the two parts of every new state side by side, the second standing on the end of the first.

    The first bar goes from 0 to what is kept, the second from there to h: a sum, whatever the signs.

    Parameters
    ----------
    kept : ndarray, shape (T,)
        (1 - z) * h_prev of one unit at every step.
    added : ndarray, shape (T,)
        z * h_cand.
    ax : Axes

    Returns
    -------
    Axes
    """
    kept, added = np.asarray(kept, float), np.asarray(added, float)
    if kept.ndim != 1 or kept.shape != added.shape:
        raise ValueError(
            f"kept and added: expected one number for every step, got shapes {kept.shape} and {added.shape}"
        )
    steps, h = np.arange(1, len(kept) + 1), kept + added
    past, new = INKS["h"], INKS["h_cand"]
    ax.axhline(0, color=QUIET.color, linewidth=0.8)
    first = ax.bar(steps - _WIDTH, kept, _WIDTH, align="edge", color=past.color)
    second = ax.bar(
        steps, added, _WIDTH, kept, align="edge", color="white", edgecolor=new.color, hatch="////"
    )
    (mark,) = ax.plot(
        *(steps + _WIDTH, h, past.marker), color=past.color, markeredgecolor=TRUTH.color, markersize=7
    )
    ax.set(xlabel="step $t$", ylabel="one unit", xticks=steps, ylim=(-1.08, 1.08))
    names = (r"kept, $(1-z)\,h_{t-1}$", r"added, $z\,\tilde{h}_t$", r"new state, $h_t$")
    _legend_above(ax, (first, second, mark), names)
    return ax


def memories(offered: Array, states: Mapping[str, Array], *, ax: Axes, label: str = "state") -> Axes:
    """Draw what was offered at each step as dots, and what each memory held as a line with its name.

    Parameters
    ----------
    offered : ndarray, shape (T,)
        The candidate at every step.
    states : mapping of str to ndarray, shape (T,)
        States by the name of the memory, at most three.
    ax : Axes
    label : str, optional
        Label of the vertical axis.

    Returns
    -------
    Axes
    """
    if not 1 <= len(states) <= len(_LINES):
        raise ValueError(f"states: expected 1 to {len(_LINES)}, got {len(states)}")
    steps = np.arange(1, len(offered) + 1)
    for name, values in states.items():
        if np.shape(values) != steps.shape:
            raise ValueError(f"{name}: expected one number for each of {len(steps)} steps")
    ink = INKS["h_cand"]
    (dots,) = ax.plot(steps, offered, ink.marker, color=ink.color, markersize=4)
    lines = []
    for style, (name, values) in zip(_LINES, states.items(), strict=False):
        lines += ax.plot(steps, values, color=style.color, linestyle=line_style(style), label=name)
    ax.set(xlabel="step $t$", ylabel=label)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    _legend_above(ax, (dots,), ("offered: the candidate",))
    label_ends(ax, lines)
    return ax


def _legend_above(ax: Axes, handles: Sequence[Any], names: Sequence[str]) -> None:
    """A legend in one row on top of the axes, where no line can run through it."""
    ax.legend(
        *(handles, names),
        loc="lower left",
        bbox_to_anchor=(0, 1),
        ncols=len(names),
        borderaxespad=0.2,
        frameon=False,
    )
