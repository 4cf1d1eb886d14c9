"""What a GRU computes over one sequence, as the picture of the whole cell needs it.

From the course's own GRU, with a gate held at a number if wanted, or from a step that the learner wrote.
"""

import time
from collections.abc import Callable
from typing import Any

import numpy as np

from gru_course.nn.cell import GRUParams, gru_step
from gru_course.nn.sequence import gru_forward
from gru_course.nn.validate import Array
from gru_course.widgets.learner import LearnerProblem, checked, invoke

HELD = 1000.0  # a bias at which a sigmoid is exactly 1; at its negative, exactly 0
TOLERANCE = 1e-6
BUDGET = 5.0  # seconds for a learner's function over the whole sequence

QUANTITIES = ("r", "z", "h_cand", "h")


def trace(xs: Array, params: GRUParams, clamp_r: str = "free", clamp_z: str = "free") -> dict[str, Any]:
    """Gates, candidates and states of the course's GRU over one sequence, from a state of zeros.

    Parameters
    ----------
    xs : ndarray, shape (T, D)
    params : GRUParams
    clamp_r, clamp_z : {"free", "open", "shut"}
        Hold a gate open, at 1, or shut, at 0, to see what it was for.

    Returns
    -------
    dict
        "r", "z", "h_cand", "h": lists of T lists of H numbers; "learner": False; "note": "".
    """
    for letter, clamp in (("r", clamp_r), ("z", clamp_z)):
        if clamp != "free":
            bias = HELD if clamp == "open" else -HELD
            params = params.replace(**{f"W_{letter}": 0.0, f"b_{letter}": bias})
    _, computed = gru_forward(xs[None], None, params)
    lists = {
        "r": computed.r[0].tolist(),
        "z": computed.z[0].tolist(),
        "h_cand": computed.h_cand[0].tolist(),
        "h": computed.hs[0].tolist(),
    }
    return {**lists, "learner": False, "note": ""}


def learner_trace(step: Callable[..., Any], xs: Array, params: GRUParams) -> dict[str, Any]:
    """The same from the learner's own ``step(x, h_prev, params)``, which returns ``(h, step)`` or only ``h``.

    Gates and candidate are the returned step's where there is one; otherwise the reference's at the
    learner's own old state.

    Raises
    ------
    LearnerProblem
        If something that it did cannot be drawn; the text says at which step.
    """
    name = getattr(step, "__name__", "your function")
    T, H = len(xs), params.H
    h = np.zeros((1, H))
    rows: dict[str, list[list[float]]] = {quantity: [] for quantity in QUANTITIES}
    note = ""
    began = time.monotonic()
    for t in range(T):
        x = xs[t : t + 1]
        h_prev = h
        try:
            h, own = _call(step, x, h_prev, params.copy())
        except LearnerProblem as problem:
            raise LearnerProblem(f"Step {t + 1} of {T}: {problem}") from problem
        expected, reference = gru_step(x, h_prev, params)
        far = np.flatnonzero(np.abs(h - expected)[0] > TOLERANCE)
        if far.size and not note:
            note = (
                f"Your h first differs from the course's at step {t + 1}, unit {far[0]}: "
                f"{h[0, far[0]]:.6g} instead of {expected[0, far[0]]:.6g}."
            )
        for quantity in ("r", "z", "h_cand"):
            rows[quantity].append((own or vars(reference))[quantity][0].tolist())
        rows["h"].append(h[0].tolist())
        if time.monotonic() - began > BUDGET and t + 1 < T:
            raise LearnerProblem(
                f"{name} took {time.monotonic() - began:.1f} s for {t + 1} of {T} steps: "
                "too slow for a picture of the whole sequence"
            )
    return {**rows, "learner": True, "note": note}


def _call(
    step: Callable[..., Any], x: Array, h_prev: Array, params: GRUParams
) -> tuple[Array, dict[str, Array] | None]:
    """The learner's h, and gates and candidate if a step came with it."""
    given = {"x": x, "h_prev": h_prev, "params": params}
    returned = invoke(step, given)
    own = None
    if isinstance(returned, tuple) and len(returned) == 2:
        returned, details = returned
        own = {
            quantity: checked(step, getattr(details, quantity), given, h_prev.shape, f" as {quantity}")
            for quantity in ("r", "z", "h_cand")
            if hasattr(details, quantity)
        }
    h = checked(step, returned, given, h_prev.shape)
    return h, own if own and len(own) == 3 else None
