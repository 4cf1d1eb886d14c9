"""Numbers as the explorers write them; the browser's ``static/controls.js`` writes the same."""

import math
from decimal import ROUND_HALF_UP, Decimal

MANY = 1e6
"""From here on, a number is written as 1.00e+6: a learner's function may return anything."""


def number(x: float) -> str:
    """Two decimals as JavaScript's ``toFixed`` rounds them, with a real minus sign and no "-0.00"."""
    if abs(x) >= MANY:
        text = f"{abs(x):.2e}".replace("e+0", "e+")
    else:
        text = str(Decimal(abs(x)).quantize(Decimal("0.01"), ROUND_HALF_UP))
    return "−" + text if x < 0 and text != "0.00" else text


def operand(x: float) -> str:
    """A number inside an equation: in brackets if it is negative."""
    text = number(x)
    return f"({text})" if text.startswith("−") else text


def percent(x: float) -> str:
    """A share in whole per cent."""
    whole = number(x * 100) if abs(x * 100) >= MANY else str(math.floor(x * 100 + 0.5)).replace("-", "−")
    return f"{whole} %"


def differs(returned: float, expected: float, letter: str) -> str:
    """A sentence about a learner's value that is not the equation's; empty if it is."""
    if abs(returned - expected) < 0.005:
        return ""
    return f" Your function returned {number(returned)}; the equation gives {letter} = {number(expected)}."
