"""Which gradients are off says where on the way back a mistake lies, even one that nobody has made before."""

from collections.abc import Sequence, Set
from functools import lru_cache

import numpy as np

from gru_course.checks.exercise import Property
from gru_course.checks.exercises.backward_pieces import OUTPUTS, read_gradients
from gru_course.checks.outcome import close
from gru_course.checks.probes import Arguments, leaves
from gru_course.nn.cell import gru_step, gru_step_backward
from gru_course.nn.validate import Array

_ROWS = 2
"""It is enough to look at inputs with two rows: one is small, one decides."""

_LARGE = 100.0
"""Beyond that, gates are shut or open and hide what is off."""

MOST_KEPT = 256
"""Inputs whose gradients are remembered: more than a class has."""

_WEIGHTS = {"d_W_r", "d_W_z", "d_W_h"}
_BIASES = {"d_b_r", "d_b_z", "d_b_h"}


def where(off: Set[str]) -> str:
    """The stretch of the way back on which the mistake lies; empty if the set of names says nothing.

    Parameters
    ----------
    off : set of str
        Names of the gradients that are not right.
    """
    if not off:
        return ""
    if off <= _BIASES:
        return "biases"
    if off <= _WEIGHTS | _BIASES:
        return "weights"
    if off >= {"d_b_z", "d_b_h"}:
        return "everything"
    if off in ({"d_h_prev"}, {"d_x"}):
        return next(iter(off))
    if off == {"d_x", "d_h_prev"}:
        return "both"
    for name in ("d_b_h", "d_b_z", "d_b_r"):  # what comes first on the way back spoils what comes later
        if name in off and name.replace("b", "W") in off:
            return name[-1]
    return ""


WORDS = {
    "everything": "Nearly everything is off: look at what comes first, the forward step and the use of d_h.",
    "biases": "Only biases are off, so every d_a is right: each bias takes its own d_a, "
    "added up over the rows.",
    "weights": "Only gradients of weights are off, so every d_a is right: each W takes its own d_a, "
    "and what it met on the way there.",
    "d_h_prev": "Only d_h_prev is off, so every d_a is right: h_prev is read in four places "
    "(the blend, r * h_prev, z and r), and each sends something back.",
    "d_x": "Only d_x is off, so every d_a is right: x is read in three places (r, z and the candidate), "
    "and each sends something back.",
    "both": "d_x and d_h_prev are off and every d_a is right: look at d_a @ W.T, at where its columns are "
    "parted, and at which parts are added up.",
    "h": "The biases say where: d_b_h is off and d_b_z is right, so look between d_h and d_a_h. "
    "z and the slope of tanh lie there.",
    "z": "The biases say where: d_b_z is off and d_b_h is right, so look between d_h and d_a_z. "
    "h depends on z twice, and z is a sigmoid.",
    "r": "The biases say where: d_b_r is off and d_b_h is right, so look between d_a_h and d_a_r. "
    "The product with W_h, r * h_prev and the slope of the sigmoid lie there.",
}


class _Inputs:
    """The arguments of a call, equal where all their numbers are."""

    def __init__(self, arguments: Arguments) -> None:
        self.arguments = arguments
        self._bytes = b"".join(array.tobytes() for _, array in leaves(arguments))

    def __hash__(self) -> int:
        return hash(self._bytes)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Inputs) and self._bytes == other._bytes


@lru_cache(MOST_KEPT)
def _right(inputs: _Inputs) -> Sequence[Array]:
    """The right gradients: every sentence asks for them, of every call."""
    d_h, x, h_prev, params = inputs.arguments.values()
    _, step = gru_step(x, h_prev, params)
    return read_gradients(gru_step_backward(d_h, step, params))


def _is_not_at(place: str, arguments: Arguments, pieces: Sequence[Array]) -> bool:
    x = arguments["x"]
    if len(x) != _ROWS or np.abs(x).max() > _LARGE:
        return True
    right = _right(_Inputs(arguments))
    off = {name for name, got, wanted in zip(OUTPUTS, pieces, right, strict=True) if not close(got, wanted)}
    return where(off) != place


def _property(place: str, words: str) -> Property:
    return Property(place, words, lambda arguments, pieces: _is_not_at(place, arguments, pieces))


SIGNATURES = tuple(_property(place, words) for place, words in WORDS.items())
"""None of them is broken by a right answer."""
