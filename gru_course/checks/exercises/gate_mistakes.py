"""Mistakes that are made with either gate: both are sigmoid([x, h_prev] W + b)."""

from collections.abc import Sequence

import numpy as np

from gru_course.checks.exercise import Misconception, Property
from gru_course.checks.probes import Arguments
from gru_course.nn.validate import Array


def between_0_and_1(arguments: Arguments, pieces: Sequence[Array]) -> bool:
    """Whether every number is a share."""
    return all(bool(np.all((piece >= 0) & (piece <= 1))) for piece in pieces)


GATE_RANGE = Property(
    "range", "A gate is a share: it lies between 0 and 1, and yours does not.", between_0_and_1
)


def gate_mistakes(gate: str) -> tuple[Misconception, ...]:
    """The bank of one gate.

    Parameters
    ----------
    gate : str
        "r" or "z": the right answer's source speaks of ``W_r`` and ``b_r``, or of ``W_z`` and ``b_z``.
    """
    b = f"b_{gate}"
    return (
        Misconception(
            "no-sigmoid",
            "no activation function",
            "A gate is a dimmer, from 0 to 1, and this is any number as yet: which function squashes it?",
            ((("sigmoid(a)", "a"),),),
        ),
        Misconception(
            "tanh-gate",
            "tanh where the sigmoid belongs",
            "A gate is a dimmer, from 0 to 1; tanh goes from -1 to 1 and makes the candidate.",
            ((("sigmoid(a)", "np.tanh(a)"),),),
        ),
        Misconception(
            "no-bias",
            f"{b} left out",
            f"The formula ends in + {b}: it is what opens or shuts the gate when nothing comes in.",
            (((f" + {b}", ""),),),
        ),
        Misconception(
            "h-first",
            "h_prev before x",
            "The right ingredients. Here x comes first: the first D rows of W meet x, the others h_prev.",
            ((("[x, h_prev]", "[h_prev, x]"),),),
            elsewhere="[h, x] is as good with the rows of W in that order; this course keeps [x, h].",
        ),
        Misconception(
            "one-minus",
            f"1 - {gate}: read as how much to erase",
            f"{gate} = sigmoid(...) itself: leave out the '1 -', or the minus inside.",
            ((("sigmoid(a)", "1 - sigmoid(a)"),), (("sigmoid(a)", "sigmoid_of_minus(a)"),)),
        ),
    )
