"""The final state as a mixture: h = z * h_cand + (1 - z) * h_prev, in both conventions of z."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from gru_course.palette import INKS
from gru_course.widgets.controls import Choice, Preset, Slider
from gru_course.widgets.explorer import Explorer, Values
from gru_course.widgets.learner import Answer, answer, call_learner
from gru_course.widgets.modules import join
from gru_course.widgets.words import differs, number, operand, percent

CONTROLS = (
    Slider("z", "z, the update gate", 0.3, INKS["z"].color),
    Slider("h_prev", "h_prev, the old state", 0.8, INKS["h"].color, min=-1.0),
    Slider("h_cand", "h_cand, the candidate", -0.4, INKS["h_cand"].color, min=-1.0),
    Choice(
        "convention",
        "What z = 1 does",
        "replaces",
        {"replaces": "replaces the state (this course)", "keeps": "keeps the state (PyTorch, Keras)"},
    ),
)

PRESETS = (
    Preset("Keep (z = 0)", {"z": 0.0}),
    Preset("Half and half (z = 0.5)", {"z": 0.5}),
    Preset("Replace (z = 1)", {"z": 1.0}),
)


def mix(z: float, h_prev: float, h_cand: float, convention: str = "replaces") -> dict[str, float]:
    """The new state and what it is made of (documents, section 2.4).

    Parameters
    ----------
    z : float
        The update gate.
    h_prev, h_cand : float
        The old state and the candidate.
    convention : {"replaces", "keeps"}
        What z = 1 does to the old state.

    Returns
    -------
    dict
        "h" and "expected", the new state; "share", how much of the candidate is in it; "added" and "kept",
        its two parts.
    """
    share = 1 - z if convention == "keeps" else z
    added, kept = share * h_cand, (1 - share) * h_prev
    h = added + kept
    return {"h": h, "expected": h, "share": share, "added": added, "kept": kept}


def words(values: Mapping[str, Any], result: Mapping[str, float]) -> tuple[str, str]:
    """The equation with its numbers filled in, and one sentence; the browser says the same."""
    z, h_prev, h_cand = values["z"], values["h_prev"], values["h_cand"]
    share, h = result["share"], number(result["expected"])
    if values["convention"] == "keeps":
        left, right = f"{number(1 - z)} · {operand(h_cand)}", f"{number(z)} · {operand(h_prev)}"
        equation = f"h = (1 − z) · h_cand + z · h_prev = {left} + {right} = {h}"
    else:
        left, right = f"{number(z)} · {operand(h_cand)}", f"{number(1 - z)} · {operand(h_prev)}"
        equation = f"h = z · h_cand + (1 − z) · h_prev = {left} + {right} = {h}"
    return equation, (
        f"With z = {number(z)} the new state is {percent(share)} candidate ({number(h_cand)}) and "
        f"{percent(1 - share)} old state ({number(h_prev)}): {h}."
        f"{differs(result['h'], result['expected'], 'h')}"
    )


class BlendExplorer(Explorer):
    """Sliders for the final state; :func:`blend` makes it."""

    _esm = join("blend.js")


def blend(
    step: Callable[..., Any] | None = None, *, state: str | None = None, **values: Any
) -> BlendExplorer:
    """How the update gate mixes the old state and the candidate.

    Parameters
    ----------
    step : callable, optional
        The learner's ``final_state(h_prev, h_cand, z) -> h``, called with arrays of shape (1, 1); the picture
        then shows what it returns.
    state : str, optional
        A state text that was copied from this explorer.
    **values
        Where to start: z, h_prev, h_cand, convention ("replaces" or "keeps").

    Returns
    -------
    BlendExplorer
        Shows itself in a notebook; ``explorer.values`` says where the sliders are.

    Raises
    ------
    traitlets.TraitError
        If a value is unknown or out of range.
    ValueError
        If `state` cannot be read.
    """

    def compute(chosen: Values) -> Answer:
        def result() -> dict[str, float]:
            z, h_prev, h_cand = chosen["z"], chosen["h_prev"], chosen["h_cand"]
            given = {name: np.array([[chosen[name]]]) for name in ("h_prev", "h_cand", "z")}
            h = call_learner(step, given, (1, 1))  # type: ignore[arg-type]  # only used where there is one
            return {**mix(z, h_prev, h_cand, chosen["convention"]), "h": float(h[0, 0])}

        return answer(result)

    return BlendExplorer(
        name="blend",
        title="Final state: how much is replaced",
        controls=CONTROLS,
        presets=PRESETS,
        values=values,
        state=state,
        predict={"label": "Your prediction of h", "of": "h", "min": -1, "max": 1, "step": 0.01},
        compute=compute if step is not None else None,
        pure=lambda chosen: mix(**chosen),
        words=words,
    )
