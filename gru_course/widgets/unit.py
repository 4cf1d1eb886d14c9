"""One unit with one input: a = w · x + u · h + b, squashed. What the gate and candidate explorers share.

A gate and a candidate are the same sum with another squashing function, so their sliders, their rule for
"saturated" and the learner's curve are here once.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from gru_course.nn.validate import Array
from gru_course.palette import INKS
from gru_course.widgets.controls import Slider
from gru_course.widgets.learner import LearnerProblem, call_learner
from gru_course.widgets.words import number

FLAT = 0.2
"""Saturated: the slope of the curve is less than this share of its steepest, so little is learned."""

POINTS = 97
"""How many points of the learner's own curve are drawn."""


def input_slider(start: float) -> Slider:
    """The slider of the one input."""
    return Slider("x", "x, the input", start, min=-2.0, max=2.0, step=0.05)


def state_slider(start: float) -> Slider:
    """The slider of the old state."""
    return Slider("h_prev", "h_prev, the old state", start, INKS["h"].color, min=-1.0)


def weight_sliders(w: float, u: float, b: float, *, b_most: float, of_state: str) -> tuple[Slider, ...]:
    """The sliders of the two weights and the bias."""
    return (
        Slider("w", "w, the weight of x", w, min=-3.0, max=3.0, step=0.05),
        Slider("u", f"u, the weight of {of_state}", u, min=-3.0, max=3.0, step=0.05),
        Slider("b", "b, the bias", b, min=-b_most, max=b_most, step=0.05),
    )


def learning(slope: float, steepest: float) -> str:
    """One sentence on whether a gradient comes through where the curve has this slope."""
    if slope < FLAT * steepest:
        return f"Slope {number(slope)}: saturated, it hardly learns here."
    return f"Slope {number(slope)}: it can learn here."


def own_curve(
    step: Callable[..., Any],
    arguments: Callable[[Array], dict[str, Any]],
    squash: Callable[[Array], Array],
    most: float,
) -> dict[str, Any]:
    """The learner's function for a column of inputs that are the pre-activations themselves.

    Parameters
    ----------
    step : callable
        The learner's function.
    arguments : callable
        ``arguments(a)``: what to call it with, so that the pre-activations are `a`, shape (N, 1).
    squash : callable
        The course's own squashing function.
    most : float
        The curve is drawn from -most to most.

    Returns
    -------
    dict
        "curve": the values, empty if the call failed; "note": one sentence about it.
    """
    a = np.linspace(-most, most, POINTS)[:, np.newaxis]
    try:
        curve = call_learner(step, arguments(a), a.shape)
    except LearnerProblem as problem:
        return {"curve": [], "note": f"No curve of yours: {problem}."}
    away = float(np.abs(curve - squash(a)).max())
    # Not "your own": a lesson gives the course's own function while the learner's is not right.
    note = "The curve of the function given is dashed"
    note += f"; it is up to {number(away)} away." if away >= 0.005 else "."
    return {"curve": curve[:, 0].tolist(), "note": note}
