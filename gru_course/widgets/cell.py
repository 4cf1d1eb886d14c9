"""The whole cell as a data-flow picture that is played over a sequence, with heat maps of all it computed."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from gru_course.nn.cell import GRUParams
from gru_course.nn.validate import Array
from gru_course.palette import INKS
from gru_course.widgets.cell_story import HAND_MADE, HOLDS, NAMES, PRESETS, PULSE
from gru_course.widgets.cell_trace import learner_trace, trace
from gru_course.widgets.controls import Choice, Control, Numbers, Slider
from gru_course.widgets.explorer import Explorer, Values
from gru_course.widgets.learner import Answer, answer
from gru_course.widgets.modules import join
from gru_course.widgets.words import number, operand, percent

MOST_UNITS, MOST_STEPS = 64, 100
HOLD_WORDS = {"open": "at 1", "shut": "at 0"}


def controls(D: int, H: int, xs: Array, unit: float = 0.0, t: float = 1.0) -> tuple[Control, ...]:
    """The controls for a cell of this size; only a sequence of single numbers can be typed or drawn."""
    held = {"free": "free", "open": "open (1)", "shut": "shut (0)"}
    reach = max(1.0, float(np.ceil(np.abs(xs).max())))
    typed = Numbers(
        "xs",
        "x, the input",
        tuple(float(x) for x in xs[:, 0]),
        min=-reach,
        max=reach,
        most=MOST_STEPS,
    )
    return (
        Choice("view", "Wires show", "unit", {"unit": "one unit", "all": "all units"}),
        Choice("clamp_r", "Hold r", "free", held),
        Choice("clamp_z", "Hold z", "free", held),
        Slider("unit", "Pinned unit", unit, max=H - 1.0, step=1.0),
        Slider("t", "Step t", t, INKS["h"].color, min=1.0, max=MOST_STEPS if D == 1 else len(xs), step=1.0),
        Slider("speed", "Steps a second", 0.5, min=0.25, max=16.0, step=0.25),
        *([typed] if D == 1 else []),
    )


def words(values: Mapping[str, Any], result: Mapping[str, Any], names: tuple[str, ...]) -> tuple[str, str]:
    """The last equation with its numbers, and what this step did to this unit; the browser says the same.

    Parameters
    ----------
    values : mapping
        Where the controls are.
    result : mapping
        What :func:`gru_course.widgets.cell_trace.trace` gives.
    names : tuple of str
        Names of the units; empty for none.
    """
    T = len(result["h"])
    t, unit = min(int(values["t"]), T), int(values["unit"])
    r, z, h_cand, h = (result[quantity][t - 1][unit] for quantity in ("r", "z", "h_cand", "h"))
    h_prev = result["h"][t - 2][unit] if t > 1 else 0.0
    equation = (
        f"h = z · h_cand + (1 − z) · h_prev = {number(z)} · {operand(h_cand)} + "
        f"{number(1 - z)} · {operand(h_prev)} = {number(h)}"
    )
    who = f"unit {unit}" + (f" ({names[unit]})" if names else "")
    change = (
        f"stays at {number(h)}" if number(h) == number(h_prev) else f"{number(h_prev)} becomes {number(h)}"
    )
    if z >= 0.9:
        did = f"replaces its state (z = {number(z)}): {change}."
    elif z <= 0.1:
        did = f"keeps its state (z = {number(z)}): {change}."
    else:
        did = f"mixes {percent(z)} candidate into its state: {change}."
    sentences = [
        f"Step {t} of {T}: {who} {did}",
        f"The candidate, {number(h_cand)}, saw {percent(r)} of the old state (r = {number(r)}).",
    ]
    held = [letter for letter in ("r", "z") if values[f"clamp_{letter}"] != "free"]
    if held and result["learner"]:
        sentences.append("Gates are not held here: your function decides them.")
    elif held:
        where = " and ".join(f"{letter} {HOLD_WORDS[values[f'clamp_{letter}']]}" for letter in held)
        sentences.append(f"Held for all units: {where}.")
    if result["note"]:
        sentences.append(result["note"])
    return equation, " ".join(sentences)


class CellExplorer(Explorer):
    """The whole cell over a sequence; :func:`cell` makes it."""

    _esm = join("cell.js")


def cell(
    params: GRUParams | None = None,
    xs: Any = None,
    step: Callable[..., Any] | None = None,
    state: str | None = None,
    **values: Any,
) -> CellExplorer:
    """Play a GRU over a sequence: numbers flow through the cell, heat maps show what it did at every step.

    Parameters
    ----------
    params : GRUParams, optional
        At most 64 units; without it a GRU made by hand, whose three units follow, latch and count.
    xs : array_like, shape (T, D) or (1, T, D), optional
        The input, at most 100 steps; with D = 1 also (T,), and it may be left out.
    step : callable, optional
        The learner's ``gru_cell(x, h_prev, params) -> h``, or one that returns ``(h, step)`` as
        ``gc.gru_step`` does, called with arrays of shape (1, D) and (1, H); the picture then shows what it
        returns.
    state : str, optional
        A state text that was copied from this explorer.
    **values
        Where to start: view ("unit" or "all"), clamp_r and clamp_z ("free", "open", "shut"), unit (from 0),
        t (from 1), speed (steps a second).

    Returns
    -------
    CellExplorer
        Shows itself in a notebook; ``explorer.values`` says where the controls are.

    Raises
    ------
    TypeError
        If `params` is not GRUParams, `xs` is not numbers, or `step` cannot be called.
    ValueError
        If there are too many units or steps, `xs` does not fit `params`, or `state` cannot be read.
    traitlets.TraitError
        If a value is unknown or out of range.

    Examples
    --------
    >>> explorer = cell(unit=1, t=3)
    >>> explorer.values["unit"], len(explorer.values["xs"])
    (1.0, 24)
    """
    if step is not None and not callable(step):
        raise TypeError(f"step: expected a function such as gru_cell, got {type(step).__name__}")
    demo = params is None and xs is None
    names = NAMES if params is None else ()
    params = _check_params(HAND_MADE if params is None else params)
    sequence = _check_xs(xs, params.D)

    def read(chosen: Values) -> Array:
        return np.array(chosen["xs"])[:, None] if "xs" in chosen else sequence

    def pure(chosen: Values) -> dict[str, Any]:
        return trace(read(chosen), params, chosen["clamp_r"], chosen["clamp_z"])

    def compute(chosen: Values) -> Answer:
        return answer(lambda: learner_trace(step, read(chosen), params))  # type: ignore[arg-type]  # where there is one

    return CellExplorer(
        name="cell",
        title="A whole GRU cell, step by step",
        controls=controls(params.D, params.H, sequence, **({"unit": 1.0, "t": 3.0} if demo else {})),
        presets=PRESETS if demo else HOLDS,
        values=values,
        state=state,
        setup={
            "params": {name: array.tolist() for name, array in params},
            "xs": sequence.tolist(),
            "names": list(names),
        },
        predict={
            "label": "Your prediction of its state at the end",
            "of": "end",
            "min": -1,
            "max": 1,
            "step": 0.01,
        },
        pure=pure,
        words=lambda chosen, result: words(chosen, result, names),
        compute=compute if step is not None else None,
    )


def _check_params(params: Any) -> GRUParams:
    if not isinstance(params, GRUParams):
        raise TypeError(f"params: expected GRUParams, got {type(params).__name__}; see gc.init_params")
    if params.H > MOST_UNITS:
        raise ValueError(f"params: expected at most {MOST_UNITS} units, got H = {params.H}")
    if not np.isfinite(params.flat).all():
        raise ValueError("params: expected finite numbers")
    return params.astype(np.float64)


def _check_xs(xs: Any, D: int) -> Array:
    """`xs` as an array of shape (T, D)."""
    if xs is None:
        if D != 1:
            raise ValueError(f"xs: params read inputs of D = {D} numbers; pass an array of shape (T, {D})")
        return np.array(PULSE)[:, None]
    try:
        array = np.array(xs, dtype=float)
    except (TypeError, ValueError):
        raise TypeError(f"xs: expected an array of numbers of shape (T, {D})") from None
    given = array.shape
    if D == 1 and array.ndim == 1:
        array = array[:, None]
    if array.ndim == 3 and len(array) == 1:
        array = array[0]
    if array.ndim != 2 or array.shape[1] != D:
        advice = "; one sequence at a time: write xs[:1]" if array.ndim == 3 else ""
        raise ValueError(f"xs: expected shape (T, {D}) or (1, T, {D}), got {given}{advice}")
    if not 1 <= len(array) <= MOST_STEPS:
        raise ValueError(f"xs: expected 1 to {MOST_STEPS} steps, got {len(array)}")
    if not np.isfinite(array).all():
        t, k = np.argwhere(~np.isfinite(array))[0]
        raise ValueError(f"xs: expected finite numbers, got {array[t, k]} at step {t}, number {k}")
    return array


__all__ = ["CellExplorer", "cell", "controls", "words"]
