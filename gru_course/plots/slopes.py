"""A curve with its slope at a few points: where it is steep, something can be learned; where flat, hardly."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from gru_course.nn.validate import Array
from gru_course.palette import MODEL, TRUTH

STEP = 1e-4
"""How far to either side the slope is measured."""


def slopes(function: Callable[..., Any], points: Sequence[float], *, ax: Axes, most: float = 12.0) -> Axes:
    """Draw a function from -`most` to `most`, and its slope at some points as short lines with a number.

    Parameters
    ----------
    function : callable
        From an array, shape (1, N), to one of the same shape; it may be the learner's own.
    points : sequence of float
        Where the slope is shown.
    ax : Axes
    most : float, optional

    Returns
    -------
    Axes
    """
    a = np.linspace(-most, most, 241)
    ax.plot(a, _row(function, a), color=MODEL.color)
    at = np.asarray(points, dtype=float)
    values = _row(function, at)
    steepness = (_row(function, at + STEP) - _row(function, at - STEP)) / (2 * STEP)
    for x, y, slope in zip(at, values, steepness, strict=True):
        reach = 1.3 / np.hypot(1, slope)
        ends = np.array([-reach, reach])
        ax.plot(x + ends, y + slope * ends, color=TRUTH.color, linewidth=2.2)
        ax.plot(x, y, "o", color=TRUTH.color, markersize=5)
        said = np.format_float_positional(slope, precision=2, unique=False, fractional=False, trim="-")
        ax.annotate(f"slope {said}", (x, y), xytext=(4, -16), textcoords="offset points", color=TRUTH.color)
    ax.set_xlabel("a")
    ax.set_xlim(-most, most)
    return ax


def _row(function: Callable[..., Any], a: Array) -> Array:
    """The function of each number, called with one row."""
    return np.asarray(function(a[None, :].copy()), dtype=float).reshape(-1)
