"""Numbers and calls as text, short enough to read and long enough to tell two apart."""

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from gru_course.checks.outcome import Outcome
from gru_course.checks.probes import Arguments, leaves
from gru_course.nn.params import Params
from gru_course.nn.validate import Array

WIDTH = 90
SHORT = 60
"""Characters up to which a matrix stays on one line."""


def number_text(array: Array, digits: int = 4, whole: bool = False) -> str:
    """``[[0.5, -0.3]]``: nested lists, with so many decimals at most.

    Parameters
    ----------
    array : ndarray
    digits : int
    whole : bool
        Show whole numbers as such, ``9`` and not ``9.0``.
    """
    if array.ndim == 0:
        return _one(float(array), digits, whole)
    formatter: Any = {"float_kind": lambda value: _one(value, digits, whole)}
    text = np.array2string(
        array + 0.0,  # no minus zero
        separator=", ",
        max_line_width=WIDTH,
        threshold=60,
        edgeitems=2,
        formatter=formatter,
    )
    line = re.sub(r"\n\s*", " ", text)
    return line if len(line) <= SHORT else text


def _one(value: float, digits: int, whole: bool) -> str:
    if not math.isfinite(value):  # NumPy's own may have been rewritten
        return str(float(value))
    if value == int(value) and abs(value) < 1e9:
        return str(int(value)) if whole or abs(value) >= 10 else f"{value:.1f}"
    if abs(value) < 10.0**-digits or abs(value) >= 1e6:
        return f"{value:.3g}"
    text = f"{value:.{digits}f}".rstrip("0")
    return text + "0" if text.endswith(".") else text


def call_text(name: str, arguments: Arguments) -> str:
    """The call as one would write it; the parts of `params` one to a line."""
    parts = [f"{key}={_argument(value)}" for key, value in arguments.items()]
    line = f"{name}({', '.join(parts)})"
    if len(line) <= WIDTH and "\n" not in line:
        return line
    inner = ",\n".join("  " + part.replace("\n", "\n  ") for part in parts)
    return f"{name}(\n{inner})"


def _argument(value: Any) -> str:
    if isinstance(value, Params):
        lines = [f"{name}={number_text(array, 2)}".replace("\n", "\n  ") for name, array in value]
        return f"{type(value).__name__}(\n  " + ",\n  ".join(lines) + ")"
    if isinstance(value, np.ndarray):
        return number_text(value, 2).replace("\n", "\n  ")
    return repr(value)


def pair_text(
    got: Outcome, expected: Outcome, names: Sequence[str], only: Sequence[str] | None = None
) -> tuple[str, str]:
    """Both results as text, with as many decimals as it takes to tell them apart.

    Parameters
    ----------
    got, expected : Outcome
    names : sequence of str
        Of the pieces.
    only : sequence of str, optional
        The pieces to show.
    """
    for digits in (4, 6, 9):
        texts = outcome_text(got, names, digits, only), outcome_text(expected, names, digits, only)
        if texts[0] != texts[1]:
            break
    return texts


def outcome_text(
    outcome: Outcome, names: Sequence[str], digits: int = 4, only: Sequence[str] | None = None
) -> str:
    """What came, piece by piece."""
    if outcome.problem is not None:
        return outcome.problem.text or f"{outcome.problem.error}: {outcome.problem.said}"
    texts = [number_text(array, digits, whole=_all_whole(array)) for array in outcome.arrays]
    if len(texts) == 1:
        return texts[0]
    pieces = zip(names, texts, strict=True)
    return "\n".join(f"{name} = {text}" for name, text in pieces if only is None or name in only)


def _all_whole(array: Array) -> bool:
    """Whether these are whole numbers only: then whoever gave them perhaps wrote them as such."""
    return bool((array == np.round(array)).all())


def shape_text(shape: tuple[int, ...]) -> str:
    """``(3, 2)``, or ``a single number``."""
    return str(shape) if shape else "a single number"


def shapes_of(arguments: Mapping[str, Any]) -> str:
    """``x (3, 4), h_prev (3, 2)``."""
    return ", ".join(f"{path} {array.shape}" for path, array in leaves(arguments))


def callers(names: Sequence[str]) -> str:
    """``dW and db, which belong to the caller``."""
    return f"{listed(names)}, which {'belongs' if len(names) == 1 else 'belong'} to the caller"


ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")


def right_ones(right: Sequence[bool], label: str) -> str:
    """Which of several numbers are right: ``1 of the 2 numbers is right: h_1.``

    Parameters
    ----------
    right : sequence of bool
        For each number.
    label : str
        Of the answer; names its numbers where it is a list of names, ``[h_1, h_2]``.
    """
    count = sum(right)
    if count == 0:
        return f"None of the {len(right)} numbers is right yet."
    names = label[1:-1].split(", ") if label.startswith("[") else [f"the {nth}" for nth in ORDINALS]
    if len(names) < len(right):
        names = [f"number {place}" for place in range(1, len(right) + 1)]
    which = [name for name, is_right in zip(names, right, strict=False) if is_right]
    return f"{count} of the {len(right)} numbers {'is' if count == 1 else 'are'} right: {listed(which)}."


def listed(words: Sequence[str]) -> str:
    """``W_r, b_r and b_z``."""
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last
