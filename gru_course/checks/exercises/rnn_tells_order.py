"""Weights chosen by hand: a unit that tells (+1, -1) from (-1, +1), because it remembers what came first.

The answer is free, and judged by what the unit does with four short sequences.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from gru_course.checks.exercise import Exercise, Property
from gru_course.checks.probes import Arguments
from gru_course.nn.validate import Array

EXAMPLE = (np.array([[1.0], [2.0]]), np.array([0.0]))

CLEAR = 0.3
"""How far from 0 the last state has to be."""

SEQUENCES = np.array([[1.0, -1.0], [1.0, 1.0], [-1.0, 1.0], [-1.0, -1.0]])

FIRST = SEQUENCES[:, 0]
"""The sign that each last state should have."""


def rnn_tells_order(answer: Any = EXAMPLE) -> Array:  # noqa: D103
    (w_x, w_h), b = weights_of(answer)
    h = np.zeros(len(SEQUENCES))
    for x in SEQUENCES.T:
        h = np.tanh(w_x * x + w_h * h + b)
    return h  # the last state after (+1, -1), (+1, +1), (-1, +1), (-1, -1)


def weights_of(answer: Any) -> tuple[Array, float]:
    """Take an answer (W, b) apart.

    Parameters
    ----------
    answer : tuple of two arrays
        W of shape (2, 1) and b of shape (1,).

    Returns
    -------
    W : ndarray, shape (2,)
        The weight of the input and the weight of the state.
    b : float

    Raises
    ------
    ValueError
        If it is anything else; says what was expected and what came.
    """
    if not isinstance(answer, tuple | list) or len(answer) != 2:
        came = f"{len(answer)} things" if isinstance(answer, tuple | list) else f"one {type(answer).__name__}"
        raise ValueError(f"The answer is two things, rnn_tells_order = (W, b); here it is {came}.")
    W, b = _numbers("W", answer[0]), _numbers("b", answer[1])
    if W.shape == (1,) and b.shape == (2, 1):
        raise ValueError("W comes first and b second: (W, b). Here they look exchanged.")
    if W.shape != (2, 1):
        raise ValueError(
            f"W has shape (2, 1), one row for x and one for h, such as [[1.0], [0.5]]; yours has shape "
            f"{W.shape}."
        )
    if b.shape not in ((1,), (), (1, 1)):
        raise ValueError(
            f"b has shape (1,), one number for the one unit, such as [0.0]; yours has shape {b.shape}."
        )
    return W.reshape(2), float(b.reshape(()))


def _numbers(name: str, value: Any) -> Array:
    try:
        array = np.array(value, subok=False)
    except Exception:  # whatever an object does when NumPy asks it for numbers
        array = np.array(None)
    if array.dtype.kind not in "fiu":
        raise ValueError(
            f"{name} should hold numbers, such as np.array(...); yours is {type(value).__name__}."
        )
    array = array.astype(np.float64)
    if not np.isfinite(array).all():
        raise ValueError(f"{name} holds NaN or infinite numbers; small ones will do, between -5 and 5.")
    return array


# --- what a choice of weights does, from the plainest fault to the finest -----------------------------------


def _silent(last: Array) -> bool:
    return bool(np.ptp(last) < 1e-6)


def _only_last(last: Array) -> bool:
    return bool(abs(last[0] - last[3]) < 1e-6 and abs(last[1] - last[2]) < 1e-6)


def _opposite(last: Array) -> bool:
    return bool(np.all(last * FIRST < 0))


def _last_input_wins(last: Array) -> bool:
    return bool(np.all(last * SEQUENCES[:, 1] > 0))


def _lopsided(last: Array) -> bool:
    return bool(np.all(last > 0) or np.all(last < 0) or not np.allclose(last, -last[[2, 3, 0, 1]], atol=0.05))


def _wrong_sign(last: Array) -> bool:
    return bool(np.any(last * FIRST <= 0))


def _faint(last: Array) -> bool:
    return bool(np.any(last * FIRST < CLEAR))


_Fault = Callable[[Array], bool]

FAULTS: tuple[tuple[str, _Fault, str], ...] = (
    (
        "always-the-same",
        _silent,
        "The last state is the same after all four sequences: the input never reaches it. The first row of "
        "W is the weight of x, and should not be 0.",
    ),
    (
        "no-memory",
        _only_last,
        "The last state follows the second input alone: nothing is remembered. The second row of W is the "
        "weight of the old state, and should not be 0.",
    ),
    (
        "opposite-sign",
        _opposite,
        "It remembers the first input, but with the opposite sign: the last state should be positive where "
        "the first input is +1. Turn the sign of the weight of x, or of the state.",
    ),
    (
        "last-input-wins",
        _last_input_wins,
        "The last state has the sign of the second input: the newcomer drowns the memory. After (+1, -1), "
        "h_2 = tanh(w_h h_1 - w_x + b): w_h h_1 has to be larger than w_x.",
    ),
    (
        "lopsided",
        lambda last: _faint(last) and _lopsided(last),
        "The unit leans to one side: it does not treat +1 and -1 alike. Try b = 0.",
    ),
    (
        "wrong-sign",
        _wrong_sign,
        "After some of the four sequences, the last state does not have the sign of the first input. Work "
        "out h_1 and h_2 for (+1, +1) and for (+1, -1): both h_2 should be positive.",
    ),
    (
        "too-faint",
        _faint,
        f"The signs are right, and after some sequence the last state is nearer to 0 than {CLEAR}. Let the "
        f"old state weigh more.",
    ),
)
"""The first that applies is told."""


def _free_of(index: int) -> Callable[[Arguments, Sequence[Array]], bool]:
    """Whether this fault is not the first one that applies."""

    def holds(_: Arguments, pieces: Sequence[Array]) -> bool:
        last = np.asarray(pieces[0])
        first = next((number for number, fault in enumerate(FAULTS) if fault[1](last)), None)
        return first != index or not _faint(last)

    return holds


EXERCISES = (
    Exercise(
        name="rnn_tells_order",
        notebook="01_sequences",
        title="A unit that remembers what came first",
        points=2,
        minutes=12,
        kind="design",
        reference=rnn_tells_order,
        example=EXAMPLE,
        hints=(
            "Work out h_1 and h_2 for (+1, -1) with letters: h_1 = tanh(w_x), and h_2 = tanh(w_h h_1 - "
            "w_x). Leave b at 0: +1 and -1 are to be treated alike.",
            "For h_2 to stay positive, what is remembered must outweigh what comes in: w_h h_1 must be "
            "clearly larger than w_x.",
            "h_1 is below 1, so w_h has to be a good deal larger than w_x. Take w_x = 1, and try w_h = "
            "1.5, 2 and 3.",
        ),
        outputs={"last states": ""},
        properties=tuple(
            Property(name, words, _free_of(index)) for index, (name, _, words) in enumerate(FAULTS)
        ),
        solution=(
            "W = np.array([[1.0], [2.0]])  # the old state weighs more than the new input\n"
            "b = np.array([0.0])           # +1 and -1 are treated alike\n"
            "rnn_tells_order = (W, b)"
        ),
    ),
)
