"""What a gate does to one number of the state, as arithmetic, as words and as a picture with sliders.

The functions need no browser, and the browser's version of them (``static/gate.js``) is tested to say
the same.
"""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import traitlets

from gru_course.palette import INKS
from gru_course.widgets.explorer import Explorer, Preset, Slider, check_values
from gru_course.widgets.modules import join

_H_PREV = Slider("h_prev", "h_prev, the old state", 0.8, INKS["h"].color, min=-1.0)

SLIDERS = {
    "update": (
        Slider("z", "z, the update gate", 0.3, INKS["z"].color),
        _H_PREV,
        Slider("h_cand", "h_cand, the candidate", -0.4, INKS["h_cand"].color, min=-1.0),
    ),
    "reset": (
        Slider("r", "r, the reset gate", 0.2, INKS["r"].color),
        Slider("h_prev", "h_prev, the old state", 0.6, INKS["h"].color, min=-1.0),
    ),
}

PRESETS = {
    "update": (
        Preset("Keep (z = 0)", {"z": 0.0}),
        Preset("Half and half (z = 0.5)", {"z": 0.5}),
        Preset("Replace (z = 1)", {"z": 1.0}),
    ),
    # The worked numbers of the documents, section 2.1.
    "reset": (
        Preset("0.6 with r = 0.2", {"h_prev": 0.6, "r": 0.2}),
        Preset("0.5 with r = 0.4", {"h_prev": 0.5, "r": 0.4}),
        Preset("0.3 with r = 0.8", {"h_prev": 0.3, "r": 0.8}),
    ),
}

TITLES = {
    "update": "Update gate: how much of the state is replaced",
    "reset": "Reset gate: how much of the old state the candidate sees",
}


def reset_state(r: float, h_prev: float) -> float:
    """r * h_prev: the part of the old state that the candidate sees."""
    return r * h_prev


def blend(z: float, h_prev: float, h_cand: float) -> float:
    """z * h_cand + (1 - z) * h_prev: the new state."""
    return z * h_cand + (1 - z) * h_prev


def describe(kind: str, **values: float) -> str:
    """The equation with its numbers filled in, and what the picture shows in a sentence.

    Parameters
    ----------
    kind : {"update", "reset"}
    **values : float
        Positions of sliders; the others are where the explorer starts.

    Returns
    -------
    str
        Two lines.

    Raises
    ------
    ValueError
        If `kind` is unknown.
    traitlets.TraitError
        If a value is unknown or out of range.

    Examples
    --------
    >>> print(describe("reset", h_prev=0.5, r=0.4))
    r · h_prev = 0.40 · 0.50 = 0.20
    With r = 0.40 the candidate sees 40 % of the old state 0.50: 0.20.
    """
    sliders = SLIDERS[_check_kind(kind)]
    starts = {slider.name: slider.start for slider in sliders}
    chosen = check_values([vars(slider) for slider in sliders], {**starts, **values})
    return "\n".join(_words(kind, chosen))


def _words(kind: str, values: dict[str, float]) -> tuple[str, str]:
    h_prev = values["h_prev"]
    if kind == "reset":
        r = values["r"]
        seen = number(reset_state(r, h_prev))
        return (
            f"r · h_prev = {number(r)} · {_operand(h_prev)} = {seen}",
            f"With r = {number(r)} the candidate sees {percent(r)} of the old state "
            f"{number(h_prev)}: {seen}.",
        )
    z, h_cand = values["z"], values["h_cand"]
    h = number(blend(z, h_prev, h_cand))
    return (
        f"h = z · h_cand + (1 − z) · h_prev = {number(z)} · {_operand(h_cand)} + "
        f"{number(1 - z)} · {_operand(h_prev)} = {h}",
        f"With z = {number(z)} the new state is {percent(z)} candidate ({number(h_cand)}) and "
        f"{percent(1 - z)} old state ({number(h_prev)}): {h}.",
    )


def number(x: float) -> str:
    """Two decimals as JavaScript's ``toFixed`` rounds them, with a real minus sign and no "-0.00"."""
    text = str(Decimal(abs(x)).quantize(Decimal("0.01"), ROUND_HALF_UP))
    return "−" + text if x < 0 and text != "0.00" else text


def percent(x: float) -> str:
    """A share in whole per cent."""
    return f"{int(x * 100 + 0.5)} %"


def _operand(x: float) -> str:
    text = number(x)
    return f"({text})" if text.startswith("−") else text


def _check_kind(kind: str) -> str:
    if kind not in SLIDERS:
        raise ValueError(f"kind: expected 'update' or 'reset', got {kind!r}")
    return kind


class GateExplorer(Explorer):
    """Sliders for one gate; :func:`gate` makes it."""

    _esm = join("gate.js")

    kind = traitlets.Unicode().tag(sync=True)


def gate(kind: str, **values: Any) -> GateExplorer:
    """Sliders for a gate and the state it acts on, with a picture that follows them.

    Parameters
    ----------
    kind : {"update", "reset"}
        Which gate.
    **values : float
        Where to start, by the sliders' names (z, h_prev, h_cand; or r, h_prev).

    Returns
    -------
    GateExplorer
        Shows itself in a notebook; ``explorer.values`` holds what the sliders say.

    Raises
    ------
    ValueError
        If `kind` is unknown.
    traitlets.TraitError
        If a value is unknown or out of range.
    """
    _check_kind(kind)
    return GateExplorer(
        kind=kind, title=TITLES[kind], sliders=SLIDERS[kind], presets=PRESETS[kind], values=values
    )
