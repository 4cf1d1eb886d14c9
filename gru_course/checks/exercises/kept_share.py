"""What the candidate sees of the old state: r * h_prev, with the numbers of the documents.

"Reset 20% of 0.6 -> 0.12": r = 0.2 is the share that is kept, whatever the word reset makes one think.
"""

from typing import Any

import numpy as np

from gru_course.checks.exercise import Exercise, Misconception
from gru_course.nn.validate import Array


def kept_share() -> Array:  # noqa: D103
    r = np.array([0.2, 0.4, 0.8])
    h_prev = np.array([0.6, 0.5, 0.3])
    return r * h_prev


def in_a_row(answer: Any) -> tuple[Any]:
    """Three numbers, whether as a row, a column, or a batch of one."""
    try:
        array = np.array(answer)
    except Exception:  # whatever it is: the judge says what is wrong with it
        return (answer,)
    return (array.reshape(-1),) if array.ndim == 2 and 1 in array.shape else (answer,)


def _instead(*wrong: str) -> tuple[tuple[tuple[str, str], ...], ...]:
    return tuple((("r * h_prev", each),) for each in wrong)


_MISTAKES = (
    Misconception(
        "one-minus",
        "r read as the share that is erased",
        "The name misleads. r is the share that is kept: with r = 0.2, a fifth of 0.6 remains.",
        _instead("(1 - r) * h_prev"),
    ),
    Misconception(
        "erased-part",
        "h_prev minus only a part of what goes",
        "What remains is r times h_prev; nothing is subtracted.",
        _instead("h_prev - r", "r - h_prev", "1 - r * h_prev", "r * (1 - h_prev)", "(1 - r) * (1 - h_prev)"),
    ),
    Misconception(
        "reset-added",
        "r added to h_prev",
        "A share of something is a product: 20% of 0.6.",
        _instead("r + h_prev", "(r + h_prev) / 2"),
    ),
    Misconception(
        "divided",
        "a division in place of a product",
        "A share of something is a product: 20% of 0.6. The result is smaller than what it is a share of.",
        _instead("h_prev / r", "r / h_prev"),
    ),
    Misconception(
        "dot-product",
        "the three products added up",
        "Each unit keeps its own share: three numbers, and no sum. * is element by element, @ adds up.",
        _instead("(r * h_prev).sum()", "(r * h_prev).mean()", "np.full(3, (r * h_prev).sum())"),
    ),
    Misconception(
        "no-reset",
        "h_prev as it was",
        "This is the old state itself. The gate lets only a share of each number through.",
        _instead("h_prev"),
    ),
    Misconception("r-itself", "r itself", "r is the share; what is left of h_prev?", _instead("r", "1 - r")),
    Misconception(
        "percent",
        "percent not turned into a share",
        "20% is 0.2: the result of 20% of 0.6 is below 0.6.",
        _instead("100 * r * h_prev", "10 * r * h_prev", "r * h_prev / 100", "r * h_prev / 10"),
    ),
    Misconception(
        "paired-wrongly",
        "numbers of different units combined",
        "The first share belongs to the first unit, the second to the second, the third to the third.",
        _instead("(r * h_prev)[::-1]", "r * h_prev[::-1]", "r[::-1] * h_prev"),
    ),
    Misconception(
        "one-reset-for-all",
        "one r for all units",
        "Each unit has a gate of its own: 0.2 for the first, 0.4 for the second, 0.8 for the third.",
        _instead("r[0] * h_prev", "r.mean() * h_prev", "r[2] * h_prev"),
    ),
    Misconception(
        "reset-twice",
        "r applied twice",
        "r scales h_prev once: 0.2 of 0.6 is 0.12.",
        _instead("r * r * h_prev"),
    ),
    Misconception(
        "outer",
        "every share with every number",
        "Each unit keeps its own share: three numbers, not nine.",
        _instead("r[:, None] * h_prev", "h_prev[:, None] * r"),
    ),
    Misconception(
        "squashed",
        "an activation function too many",
        "The product is all that is asked for: tanh comes later, in the candidate.",
        _instead("np.tanh(r * h_prev)", "1 / (1 + np.exp(-r * h_prev))"),
    ),
    Misconception(
        "rounded",
        "rounded to one decimal",
        "The method is right. Give two decimals.",
        _instead("np.round(r * h_prev, 1)"),
    ),
)

EXERCISES = (
    Exercise(
        name="kept_share",
        notebook="03_reset_gate",
        title="What the candidate sees",
        points=1,
        minutes=3,
        reference=kept_share,
        hints=(
            "r is the share that is kept. What is 20% of 0.6?",
            "Unit by unit: the first r with the first number of h_prev, and so on. Three numbers come out.",
            "np.array([0.2, 0.4, 0.8]) * np.array([0.6, 0.5, 0.3]), or the three products by hand.",
        ),
        misconceptions=_MISTAKES,
        kind="value",
        outputs={"kept": "H"},
        read=in_a_row,
        tolerance=6e-4,
        solution="kept_share = np.array([0.2, 0.4, 0.8]) * np.array([0.6, 0.5, 0.3])",
    ),
)
