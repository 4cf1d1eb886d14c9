"""Forecasts beside what came, and how far they were off."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from gru_course.nn.validate import Array
from gru_course.palette import MODEL, OTHER, QUIET, TRUTH
from gru_course.plots.labels import date_axis, label_ends, line_style

# In this order; told apart by colour, by dashes and by the name at their end.
_INKS = (MODEL, QUIET, OTHER)


def forecast(
    dates: Array, truth: Array, predictions: Mapping[str, Array], *, ax: Axes, unit: str = "°C"
) -> Axes:
    """Draw what was measured as dots, and each forecast as a line with its name at the end.

    Parameters
    ----------
    dates : ndarray, shape (N,)
    truth : ndarray, shape (N,)
    predictions : mapping of str to ndarray, shape (N,)
        Forecasts for these dates by name, at most three.
    ax : Axes
    unit : str, optional
        Label of the vertical axis.

    Returns
    -------
    Axes
    """
    if len(predictions) > len(_INKS):
        raise ValueError(f"predictions: expected at most {len(_INKS)}, got {len(predictions)}")
    for name, values in {"truth": truth, **predictions}.items():
        if np.shape(values) != np.shape(dates):
            raise ValueError(
                f"{name}: expected one value for each of {len(dates)} dates, got {np.shape(values)}"
            )
    lines = ax.plot(dates, truth, TRUTH.marker, color=TRUTH.color, markersize=6, label=TRUTH.label)
    for ink, (name, values) in zip(_INKS, predictions.items(), strict=False):
        lines += ax.plot(dates, values, color=ink.color, linestyle=line_style(ink), label=name)
    ax.set_ylabel(unit)
    date_axis(ax, dates)
    label_ends(ax, lines)
    return ax


def error_bars(
    errors: Mapping[str, float | Sequence[float] | Array],
    *,
    ax: Axes,
    unit: str = "°C",
    highlight: str | None = None,
) -> Axes:
    """Draw one bar for each method, its value beside it; several values give their mean and each as a dot.

    Parameters
    ----------
    errors : mapping of str to float or sequence of float
        One error, or one for each random start.
    ax : Axes
    unit : str, optional
    highlight : str, optional
        The bar that the text is about.

    Returns
    -------
    Axes
    """
    names = list(errors)
    for place, name in enumerate(names):
        values = np.atleast_1d(np.asarray(errors[name], float))
        mean = values.mean()
        main = name == highlight
        ax.barh(
            place,
            mean,
            height=0.62,
            color="#F3DDB0" if main else "#E4E4E4",
            edgecolor=MODEL.color if main else QUIET.color,
            hatch="//" if main else None,
            linewidth=0.8,
        )
        text = f"{mean:.2f}"
        if len(values) > 1:
            heights = place + np.linspace(-0.18, 0.18, len(values))  # side by side, not on top of each other
            ax.plot(values, heights, "o", color=TRUTH.color, markersize=3.5)
            text += f" ± {values.std(ddof=1):.2f}"
        ax.annotate(
            text, (max(mean, values.max()), place), xytext=(6, 0), textcoords="offset points", va="center"
        )
    ax.set_yticks(range(len(names)), names)
    ax.tick_params(axis="y", length=0)
    ax.invert_yaxis()
    ax.set_xlabel(f"root mean squared error, {unit}")
    ax.margins(x=0.16)
    ax.set_xlim(left=0)
    return ax
