"""Nobody is timed on wrong numbers: every result is compared with ours first."""

import numpy as np

from benchmarks.case import Case, with_one_reset
from benchmarks.contenders.base import Contender
from gru_course.nn.validate import Array

TOLERANCE = {"float32": 1e-4, "float64": 1e-9}


class WrongResultError(Exception):
    """Raised if a contender computes something else than we do."""


def difference(got: Array, want: Array) -> float:
    """The largest error, as a share of the largest number."""
    if got.shape != want.shape:
        return float("inf")
    return float(np.max(np.abs(got - want)) / max(np.max(np.abs(want)), np.finfo(want.dtype).tiny))


def verify(contender: Contender, ours: Contender, task: str, case: Case) -> None:
    """Raise `WrongResultError` if the two do not agree on `task`."""
    if not contender.checked:
        return
    steps = 1
    if task == "adam" and contender.resets_before:
        steps = 3
    if not contender.resets_before:
        case = with_one_reset(case)
    got, want = (_result(c, task, case, steps) for c in (contender, ours))
    if not contender.resets_before:
        got, want = (_whatever_the_reset(task, a) for a in (got, want))
    if got.keys() != want.keys():
        raise WrongResultError(f"{contender.name}, {task}: has {sorted(got)}, expected {sorted(want)}")
    for name, value in want.items():
        error = difference(got[name], value)
        if not error < TOLERANCE[str(case.dtype)]:
            raise WrongResultError(
                f"{contender.name}, {task}, {case.dtype} at {case.size}: "
                f"{name} differs by {error:.1e} from ours"
            )


def _result(contender: Contender, task: str, case: Case, steps: int) -> dict[str, Array]:
    todo = contender.setup(case)[task]
    todo.reset()
    for _ in range(steps):
        out = todo.run()
    return todo.read(out)


def _whatever_the_reset(task: str, result: dict[str, Array]) -> dict[str, Array]:
    """What both conventions must agree on if all units share one reset gate.

    The gradient spreads differently over that gate's equal columns, but its sum over them is the same.
    """
    result = dict(result)
    if "W_r" in result:
        W_r, b_r = result.pop("W_r"), result.pop("b_r")
        if task == "gradient":
            result["W_r, columns added"] = W_r.sum(axis=1)
            result["b_r, added"] = b_r.sum(keepdims=True)
    return result
