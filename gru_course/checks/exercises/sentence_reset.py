"""Weights by hand: a reset gate that is open within a sentence and shut at its full stop."""

from typing import Any

from gru_course.checks.exercise import Exercise
from gru_course.checks.exercises.gate_design import in_every_situation, one_at_a_time, weights_of
from gru_course.nn.validate import Array

EXAMPLE = ([[0.0, 0.0], [-10.0, -10.0], [0.0, 0.0], [0.0, 0.0]], [5.0, 5.0])

ROWS = ("the word", "the marker", "unit 1 of h_prev", "unit 2 of h_prev")

OPEN, SHUT = 0.9, 0.1


def sentence_reset(answer: Any = EXAMPLE) -> Array:
    """r in mid-sentence and at the full stop, in every situation: shape (2, situations, 2)."""
    W_r, b_r = weights_of(answer, "r", ROWS, H=2)
    return in_every_situation(W_r, b_r, markers=(0.0, 1.0))


def problem(r: Array) -> str:
    """What is the first thing to mend; empty if all is well.

    Parameters
    ----------
    r : ndarray, shape (2, situations, 2)
    """
    middle, stop = r
    works = (middle.min(axis=0) > OPEN) & (stop.max(axis=0) < SHUT)  # one for each unit
    if works.all():
        return ""
    if works.any():
        return "one-unit-only"
    if middle.max() < 0.5 < stop.min():
        return "other-way-round"
    if abs(middle - stop).max() < 1e-9:
        return "marker-ignored"
    if middle.min() <= OPEN:
        return "open-depends" if middle.max() > OPEN else "not-open"
    return "shut-depends" if stop.min() < SHUT else "not-shut"


WORDS = {
    "one-unit-only": "One unit does what is asked, the other does not: each unit has its own column of W_r "
    "and "
    "its own bias.",
    "other-way-round": "It is the other way round: shut in mid-sentence, and open at the full stop. Turn "
    "the signs "
    "of the marker's weights and of the biases.",
    "marker-ignored": "The marker makes no difference: what is in its row of W_r, the second?",
    "open-depends": "In mid-sentence the gate is open (r > 0.9) for some words and states only. Whatever "
    "the word "
    "and the state: which rows of W_r should be 0, or small beside the bias?",
    "not-open": "In mid-sentence (marker 0) the gate does not open beyond 0.9. There the marker's row is "
    "multiplied "
    "by 0, so what is left to open it? gc.sigmoid(2.2) is just 0.9.",
    "shut-depends": "At the full stop the gate is shut (r < 0.1) for some words and states only. Whatever "
    "the word "
    "and the state: which rows of W_r should be 0, or small beside the marker's?",
    "not-shut": "Mid-sentence is right. At the full stop (marker 1) the gate does not shut below 0.1. There "
    "the "
    "marker's weight is added to the bias, and the sum has to be below -2.2: make the weight more negative.",
}
"""What is said for each problem."""


EXERCISES = (
    Exercise(
        name="sentence_reset",
        notebook="03_reset_gate",
        title="A reset gate by hand",
        points=4,
        minutes=10,
        reference=sentence_reset,
        example=EXAMPLE,
        kind="design",
        hints=(
            "Two cases. With marker 0 only the bias speaks, if the other rows are 0. With marker 1 the "
            "marker's "
            "weight is added to it.",
            "sigmoid(3) is 0.95 and sigmoid(-3) is 0.05. So the bias alone should be 3 or more, and the "
            "bias plus "
            "the marker's weight -3 or less.",
            "Rows of W_r: word 0, marker -10, both states 0, the same for both units; b_r a positive number "
            "about "
            "half as large.",
        ),
        outputs={"r": ""},
        properties=one_at_a_time(problem, WORDS),
        solution=(
            "W_r = np.array([[0, 0], [-10, -10], [0, 0], [0, 0]])\n"
            "b_r = np.array([5, 5])\n"
            "sentence_reset = (W_r, b_r)"
        ),
    ),
)
