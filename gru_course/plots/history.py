"""How the errors fell while a model learned."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from gru_course.nn.validate import Array
from gru_course.palette import MODEL, OTHER, QUIET
from gru_course.plots.labels import label_ends, line_style

_INKS = (MODEL, OTHER, QUIET)


def training_history(
    curves: Mapping[str, Sequence[float] | Array],
    *,
    ax: Axes,
    label: str = "loss",
    mark_best: str | None = None,
) -> Axes:
    """Draw one line for each measure, epoch by epoch.

    Parameters
    ----------
    curves : mapping of str to sequence of float
        A number for every epoch, by name; at most three.
    ax : Axes
    label : str, optional
        Label of the vertical axis.
    mark_best : str, optional
        The curve whose lowest point gets a ring: where training that stops early goes back to.

    Returns
    -------
    Axes
    """
    if not 1 <= len(curves) <= len(_INKS):
        raise ValueError(f"curves: expected 1 to {len(_INKS)}, got {len(curves)}")
    if mark_best is not None and mark_best not in curves:
        raise ValueError(f"mark_best: expected one of {', '.join(curves)}, got {mark_best!r}")
    lines = []
    for ink, (name, values) in zip(_INKS, curves.items(), strict=False):
        epochs = np.arange(1, len(values) + 1)
        lines += ax.plot(epochs, values, color=ink.color, linestyle=line_style(ink), label=name)
        if name == mark_best:
            best = int(np.argmin(values))
            ax.plot(epochs[best], values[best], "o", markersize=10, fillstyle="none", color=ink.color)
    ax.set_xlabel("epoch")
    ax.set_ylabel(label)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    label_ends(ax, lines)
    return ax
