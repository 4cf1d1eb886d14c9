"""A gate of one unit: r or z = σ(w · x + u · h_prev + b), where on the curve it is, what it does to h."""

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from gru_course.nn.activations import sigmoid, sigmoid_derivative
from gru_course.nn.cell import beside
from gru_course.widgets.controls import Preset
from gru_course.widgets.explorer import Explorer, Values
from gru_course.widgets.learner import Answer, answer, call_learner
from gru_course.widgets.modules import join
from gru_course.widgets.unit import input_slider, learning, own_curve, state_slider, weight_sliders
from gru_course.widgets.words import differs, number, operand, percent

CONTROLS = (
    input_slider(1.0),
    state_slider(0.6),
    *weight_sliders(1.0, 1.0, -1.0, b_most=6.0, of_state="h_prev"),
)

STEEPEST = 0.25  # the slope of the sigmoid at 0
MOST = 6.0  # the curve is drawn for a from -MOST to MOST


def bias_for(gate: float) -> dict[str, float]:
    """Values of w, u and b for which the gate comes out as `gate`, whatever it reads."""
    return {"w": 0.0, "u": 0.0, "b": math.log(gate / (1 - gate))}


PRESETS = {
    # The worked numbers of the documents, section 2.1.
    "reset": (
        Preset("0.6 with r = 0.2", {"h_prev": 0.6, **bias_for(0.2)}),
        Preset("0.5 with r = 0.4", {"h_prev": 0.5, **bias_for(0.4)}),
        Preset("0.3 with r = 0.8", {"h_prev": 0.3, **bias_for(0.8)}),
        Preset("x decides", {"x": 1.5, "w": 3.0, "u": 0.0, "b": -1.0}),
        Preset("Stuck open (b = 5)", {"b": 5.0}),
    ),
    "update": (
        Preset("Keep (b = −4)", {"w": 0.0, "u": 0.0, "b": -4.0}),
        Preset("Half and half (all 0)", bias_for(0.5)),
        Preset("Replace (b = 4)", {"w": 0.0, "u": 0.0, "b": 4.0}),
        Preset("x decides", {"x": 1.5, "w": 3.0, "u": 0.0, "b": -1.0}),
    ),
}

LETTERS = {"reset": "r", "update": "z"}

TITLES = {
    "reset": "Reset gate: how much of the old state the candidate sees",
    "update": "Update gate: how much of the old state is replaced",
}


def unit_gate(kind: str, *, x: float, h_prev: float, w: float, u: float, b: float) -> dict[str, float]:
    """The gate of one unit with one input, and what it does to the state (documents, sections 2.1 and 2.3).

    Parameters
    ----------
    kind : {"reset", "update"}
    x, h_prev : float
        The input and the old state.
    w, u, b : float
        The weights of the two, and the bias.

    Returns
    -------
    dict
        "a", the sum; "expected" and "gate", the sigmoid of it; "slope", of the sigmoid there; "passed", what
        the gate leaves of h_prev: r · h_prev, which the candidate sees, or (1 − z) · h_prev, which the new
        state keeps.
    """
    row = beside(np.array([[x]]), np.array([[h_prev]]))
    a = row @ np.array([[w], [u]]) + np.array([b])
    s = sigmoid(a)
    result = {"a": float(a[0, 0]), "slope": float(sigmoid_derivative(s)[0, 0]), "expected": float(s[0, 0])}
    return _act(kind, h_prev, result["expected"], result)


def _act(kind: str, h_prev: float, gate: float, result: Mapping[str, float]) -> dict[str, float]:
    """`result` with this gate, and with what the gate does to the state."""
    return {**result, "gate": gate, "passed": (gate if kind == "reset" else 1 - gate) * h_prev}


def words(
    kind: str, values: Mapping[str, Any], result: Mapping[str, float], note: str = ""
) -> tuple[str, str]:
    """The equations with their numbers filled in, and what they mean; the browser says the same."""
    letter = LETTERS[kind]
    x, h_prev, w, u, b = (values[name] for name in ("x", "h_prev", "w", "u", "b"))
    gate, passed = number(result["gate"]), number(result["passed"])
    equation = (
        f"{letter} = σ(w · x + u · h_prev + b)\n= σ({number(w)} · {operand(x)} + {operand(u)} · "
        f"{operand(h_prev)} + {operand(b)}) = σ({number(result['a'])}) = {number(result['expected'])}\n"
    )
    if kind == "reset":
        equation += f"r · h_prev = {gate} · {operand(h_prev)} = {passed}"
        sentence = (
            f"r = {gate} is the share that is kept: the candidate sees {percent(result['gate'])} of the "
            f"old state {number(h_prev)}, which is {passed}."
        )
    else:
        equation += f"(1 − z) · h_prev = {operand(1 - result['gate'])} · {operand(h_prev)} = {passed}"
        sentence = (
            f"z = {gate} is the share that is replaced: {percent(1 - result['gate'])} of the old state "
            f"{number(h_prev)} is kept, which is {passed}."
        )
    sentence += f" {learning(result['slope'], STEEPEST)}{differs(result['gate'], result['expected'], letter)}"
    return equation, f"{sentence} {note}".strip()


class GateExplorer(Explorer):
    """Sliders for a gate; :func:`gate` makes it."""

    _esm = join("gate.js")


def gate(
    kind: str, step: Callable[..., Any] | None = None, *, state: str | None = None, **values: Any
) -> GateExplorer:
    """How a gate comes about, where it saturates, and what it does to the state.

    Parameters
    ----------
    kind : {"reset", "update"}
        Which gate.
    step : callable, optional
        The learner's ``reset_gate(x, h_prev, W_r, b_r) -> r`` or ``update_gate(x, h_prev, W_z, b_z) -> z``,
        called with arrays of shapes (1, 1), (1, 1), (2, 1) and (1,); the picture then shows what it returns,
        and its own curve, for which it is called once with 97 rows.
    state : str, optional
        A state text that was copied from this explorer.
    **values : float
        Where to start: x, h_prev, w, u, b.

    Returns
    -------
    GateExplorer
        Shows itself in a notebook; ``explorer.values`` says where the sliders are.

    Raises
    ------
    traitlets.TraitError
        If a value is unknown or out of range.
    ValueError
        If `kind` is unknown, or `state` cannot be read.
    """
    if kind not in LETTERS:
        raise ValueError(f"kind: expected 'reset' or 'update', got {kind!r}")
    letter = LETTERS[kind]

    def arguments(x: Any, h_prev: Any, w: float, u: float, b: float) -> dict[str, Any]:
        return {"x": x, "h_prev": h_prev, f"W_{letter}": np.array([[w], [u]]), f"b_{letter}": np.array([b])}

    def compute(chosen: Values) -> Answer:
        def result() -> dict[str, float]:
            x, h_prev = np.array([[chosen["x"]]]), np.array([[chosen["h_prev"]]])
            given = arguments(x, h_prev, chosen["w"], chosen["u"], chosen["b"])
            returned = call_learner(step, given, (1, 1))  # type: ignore[arg-type]  # only used where there is one
            return _act(kind, chosen["h_prev"], float(returned[0, 0]), unit_gate(kind, **chosen))

        return answer(result)

    own: dict[str, Any] = {"curve": [], "note": ""}
    if step is not None:
        own = own_curve(step, lambda a: arguments(a, np.zeros_like(a), 1.0, 0.0, 0.0), sigmoid, MOST)
    return GateExplorer(
        name=f"{kind}_gate",
        title=TITLES[kind],
        controls=CONTROLS,
        presets=PRESETS[kind],
        values=values,
        state=state,
        setup={"kind": kind, "letter": letter, "most": MOST, **own},
        predict={"label": f"Your prediction of {letter}", "of": "gate", "min": 0, "max": 1, "step": 0.01},
        compute=compute if step is not None else None,
        pure=lambda chosen: unit_gate(kind, **chosen),
        words=lambda chosen, result: words(kind, chosen, result, own["note"]),
    )
