"""The candidate of one unit: h_cand = tanh(w · x + u · (r · h_prev) + b), and what flows into it."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from gru_course.nn.activations import tanh, tanh_derivative
from gru_course.nn.cell import beside
from gru_course.palette import INKS
from gru_course.widgets.controls import Preset, Slider
from gru_course.widgets.explorer import Explorer, Values
from gru_course.widgets.learner import Answer, answer, call_learner
from gru_course.widgets.modules import join
from gru_course.widgets.unit import input_slider, learning, own_curve, state_slider, weight_sliders
from gru_course.widgets.words import differs, number, operand, percent

CONTROLS = (
    input_slider(0.5),
    state_slider(0.8),
    Slider("r", "r, the reset gate", 0.5, INKS["r"].color),
    *weight_sliders(-1.0, 2.0, 0.0, b_most=3.0, of_state="r · h_prev"),
)

PRESETS = (
    Preset("Forgets history (r = 0)", {"r": 0.0}),
    Preset("Half of it (r = 0.5)", {"r": 0.5}),
    Preset("Plain RNN (r = 1)", {"r": 1.0}),
    Preset("Saturated", {"w": 2.0, "u": 3.0, "r": 1.0}),
)

STEEPEST = 1.0  # the slope of tanh at 0
MOST = 4.0  # the curve is drawn for a from -MOST to MOST


def unit_candidate(*, x: float, h_prev: float, r: float, w: float, u: float, b: float) -> dict[str, float]:
    """The candidate of one unit with one input (documents, section 2.2).

    Parameters
    ----------
    x, h_prev, r : float
        The input, the old state and the reset gate.
    w, u, b : float
        The weights of x and of r · h_prev, and the bias.

    Returns
    -------
    dict
        "reset_h", r · h_prev; "a", the sum; "expected" and "h_cand", its tanh; "slope", of tanh there;
        "forgets" and "rnn", the candidate for r = 0 and for r = 1.
    """

    def sum_with(reset_h: float) -> Any:
        return beside(np.array([[x]]), np.array([[reset_h]])) @ np.array([[w], [u]]) + np.array([b])

    a = sum_with(r * h_prev)
    h_cand = tanh(a)
    found = {
        "reset_h": r * h_prev,
        "a": a,
        "slope": tanh_derivative(h_cand),
        "expected": h_cand,
        "h_cand": h_cand,
        "forgets": tanh(sum_with(0.0)),
        "rnn": tanh(sum_with(h_prev)),
    }
    return {name: float(np.squeeze(value)) for name, value in found.items()}


def words(values: Mapping[str, Any], result: Mapping[str, float], note: str = "") -> tuple[str, str]:
    """The equation with its numbers filled in, and what it means; the browser says the same."""
    x, h_prev, r, w, u, b = (values[name] for name in ("x", "h_prev", "r", "w", "u", "b"))
    equation = (
        f"h_cand = tanh(w · x + u · (r · h_prev) + b)\n= tanh({number(w)} · {operand(x)} + {operand(u)} · "
        f"({number(r)} · {operand(h_prev)}) + {operand(b)}) = tanh({number(result['a'])}) = "
        f"{number(result['expected'])}"
    )
    if r == 0:
        history = "r = 0 forgets history: the candidate sees only x."
    elif r == 1:
        history = f"r = 1 is a plain RNN: the candidate sees all of the old state {number(h_prev)}."
    else:
        history = (
            f"With r = {number(r)} the candidate sees {percent(r)} of the old state {number(h_prev)}, "
            f"which is {number(result['reset_h'])}."
        )
    sentence = (
        f"{history} h_cand = {number(result['h_cand'])}; it would be {number(result['forgets'])} with r = 0 "
        f"(forgets history) and {number(result['rnn'])} with r = 1 (plain RNN). "
        f"{learning(result['slope'], STEEPEST)}{differs(result['h_cand'], result['expected'], 'h_cand')}"
    )
    return equation, f"{sentence} {note}".strip()


class CandidateExplorer(Explorer):
    """Sliders for the candidate; :func:`candidate` makes it."""

    _esm = join("candidate.js")


def candidate(
    step: Callable[..., Any] | None = None, *, state: str | None = None, **values: Any
) -> CandidateExplorer:
    """How the reset gate lets history flow into the candidate.

    Parameters
    ----------
    step : callable, optional
        The learner's ``candidate(x, h_prev, r, W_h, b_h) -> h_cand``, called with arrays of shapes (1, 1),
        (1, 1), (1, 1), (2, 1) and (1,); the picture then shows what it returns, and its own curve, for which
        it is called once with 97 rows.
    state : str, optional
        A state text that was copied from this explorer.
    **values : float
        Where to start: x, h_prev, r, w, u, b.

    Returns
    -------
    CandidateExplorer
        Shows itself in a notebook; ``explorer.values`` says where the sliders are.

    Raises
    ------
    traitlets.TraitError
        If a value is unknown or out of range.
    ValueError
        If `state` cannot be read.
    """

    def arguments(x: Any, h_prev: Any, r: Any, w: float, u: float, b: float) -> dict[str, Any]:
        return {"x": x, "h_prev": h_prev, "r": r, "W_h": np.array([[w], [u]]), "b_h": np.array([b])}

    def compute(chosen: Values) -> Answer:
        def result() -> dict[str, float]:
            x, h_prev, r = (np.array([[chosen[name]]]) for name in ("x", "h_prev", "r"))
            given = arguments(x, h_prev, r, chosen["w"], chosen["u"], chosen["b"])
            returned = call_learner(step, given, (1, 1))  # type: ignore[arg-type]  # only used where there is one
            return {**unit_candidate(**chosen), "h_cand": float(returned[0, 0])}

        return answer(result)

    own: dict[str, Any] = {"curve": [], "note": ""}
    if step is not None:
        none = np.zeros_like
        own = own_curve(step, lambda a: arguments(a, none(a), none(a), 1.0, 0.0, 0.0), tanh, MOST)
    return CandidateExplorer(
        name="candidate",
        title="Candidate: what the new state could be",
        controls=CONTROLS,
        presets=PRESETS,
        values=values,
        state=state,
        setup={"most": MOST, **own},
        predict={"label": "Your prediction of h_cand", "of": "h_cand", "min": -1, "max": 1, "step": 0.01},
        compute=compute if step is not None else None,
        pure=lambda chosen: unit_candidate(**chosen),
        words=lambda chosen, result: words(chosen, result, own["note"]),
    )
