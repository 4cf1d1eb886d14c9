"""What a state holds while a sequence is read, unit by unit."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap

from gru_course.nn.validate import Array
from gru_course.palette import TRUTH, H

_SIGNED = LinearSegmentedColormap.from_list("h", [TRUTH.color, "#FFFFFF", H.color])


def state_map(states: Array, *, ax: Axes, ticks: Sequence[str] = ()) -> Axes:
    """Draw every unit of a state at every step as a tile: dark below 0, white at 0, in the state's ink above.

    Each tile carries its number, so that nothing depends on the colour.

    Parameters
    ----------
    states : ndarray, shape (T, H)
        The states of one sequence, with or without the one that it starts from.
    ax : Axes
    ticks : sequence of str, optional
        What each column is called; otherwise 1 to T.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If `states` does not have two axes, or there are not as many ticks as steps.
    """
    values = np.asarray(states, float)
    if values.ndim != 2:
        raise ValueError(f"states: expected shape (T, H), got {values.shape}")
    T, units = values.shape
    names = list(ticks) or [str(t + 1) for t in range(T)]
    if len(names) != T:
        raise ValueError(f"ticks: expected {T}, one for each step, got {len(names)}")
    ax.imshow(values.T, cmap=_SIGNED, vmin=-1, vmax=1, aspect="auto", interpolation="nearest")
    for t in range(T):
        for unit in range(units):
            number = values[t, unit]
            text = f"{number:.2f}".replace("-", "−") if round(number, 2) else "0"
            color = "white" if number < -0.6 else TRUTH.color
            ax.text(t, unit, text, ha="center", va="center", fontsize=9, color=color)
    ax.set_xticks(range(T), names)
    ax.set_yticks(range(units), [f"unit {unit}" for unit in range(units)])
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    return ax
