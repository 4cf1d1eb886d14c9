"""Weights by hand: an update gate that writes at a marker, and otherwise carries its value along."""

from typing import Any

from gru_course.checks.exercise import Exercise
from gru_course.checks.exercises.gate_design import in_every_situation, one_at_a_time, weights_of
from gru_course.nn.validate import Array

EXAMPLE = ([[0.0], [12.0], [0.0]], [-6.0])

ROWS = ("the value", "the marker", "h_prev")

OPEN, STEPS, LEFT = 0.95, 30, 0.8


def carry_gate(answer: Any = EXAMPLE) -> Array:
    """z without and with the marker, in every situation: shape (2, situations, 1)."""
    W_z, b_z = weights_of(answer, "z", ROWS, H=1)
    return in_every_situation(W_z, b_z, markers=(0.0, 1.0))


def left(z: float) -> float:
    """Share of a state that is left after `STEPS` steps."""
    return (1.0 - z) ** STEPS


def problem(z: Array) -> str:
    """What is the first thing to mend; empty if all is well.

    Parameters
    ----------
    z : ndarray, shape (2, situations, 1)
    """
    waiting, writing = z
    if waiting.min() > 0.5 > writing.max():
        return "other-way-round"
    if abs(waiting - writing).max() < 1e-9:
        return "marker-ignored"
    if writing.min() <= OPEN:
        return "writes-depends" if writing.max() > OPEN else "never-writes"
    if left(waiting.max()) < LEFT:
        return "disturbed" if left(waiting.min()) >= LEFT else "forgets"
    return ""


WORDS = {
    "other-way-round": "It is the other way round: z is large without the marker and small with it. Here z "
    "= 1 "
    "writes and z = 0 keeps (in PyTorch z = 1 keeps). Turn the signs.",
    "marker-ignored": "The marker makes no difference: what is in its row of W_z, the second?",
    "writes-depends": "With the marker the gate opens (z > 0.95) for some values and states only. Whatever "
    "they "
    "are: which rows of W_z should be 0?",
    "never-writes": "With the marker the gate does not open beyond 0.95. There the marker's weight is added "
    "to the "
    "bias, and the sum has to be 3 or more: make the weight larger.",
    "disturbed": "Without the marker the value survives only while certain values or states come in; others "
    "open "
    "the gate. Which rows of W_z should be 0?",
    "forgets": "The gate writes when it should. Without the marker, too little is left after 30 steps. Each "
    "step "
    "leaves 1 - z, and (1 - z) ** 30 is to be 0.8, so z has to be below 0.0074: make the bias more negative "
    "(and "
    "the marker's weight larger by as much).",
}
"""What is said for each problem."""


EXERCISES = (
    Exercise(
        name="carry_gate",
        notebook="05_update_gate",
        title="A gate that carries a value",
        points=3,
        minutes=10,
        reference=carry_gate,
        example=EXAMPLE,
        kind="design",
        hints=(
            "Without the marker only the bias speaks, if the other rows are 0. With the marker its weight is "
            "added to the bias.",
            "To leave 80% after 30 steps, z has to be below 0.0074. Which number has this sigmoid? Try "
            "gc.sigmoid(-4.0), gc.sigmoid(-5.0), gc.sigmoid(-6.0). To write, the sum has to be above 3.",
            "Rows of W_z: value 0, marker a large positive number, h_prev 0; b_z about -6. Bias and "
            "marker's weight "
            "together should be 3 or more.",
        ),
        outputs={"z": ""},
        properties=one_at_a_time(problem, WORDS),
        solution=("W_z = np.array([[0], [12], [0]])\nb_z = np.array([-6])\ncarry_gate = (W_z, b_z)"),
    ),
)
