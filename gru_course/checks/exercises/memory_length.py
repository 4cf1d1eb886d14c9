"""How long a memory is: the bias of the update gate alone decides how many steps half of it survives."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from gru_course.checks.exercise import Exercise, Misconception, Way
from gru_course.checks.probes import Arguments, Sizes
from gru_course.nn.activations import sigmoid


def memory_length(b_z: Any) -> int:  # noqa: D103
    z = float(sigmoid(b_z))
    left, steps = 1.0, 0
    while left >= 0.5:
        left = (1 - z) * left
        steps = steps + 1
    return steps


# --- inputs -------------------------------------------------------------------------------------------------

RANGES = (
    (-1.5, -0.3, 0.1, 0.4),
    (0.4, 3.0, 0.2, 0.8),
    (-2.5, -1.5, 0.6, 0.9),
    (-3.0, -2.0, 0.1, 0.3),
    (-4.0, -3.0, 0.02, 0.1),
    (-5.0, -4.0, 0.52, 0.62),
    (-5.6, -5.0, 0.02, 0.1),
    (0.6, 3.0, 0.2, 0.45),
    (-2.0, -1.0, 0.7, 0.9),
    (-4.5, -2.5, 0.2, 0.8),
)
"""Of b_z, and of what is cut off when the exact, broken number of steps is rounded down: never a tie."""


def draw(rng: np.random.Generator, sizes: Sizes) -> Arguments:
    """A bias with two decimals from the range that `sizes.T` stands for."""
    low, high, least, most = RANGES[sizes.T]
    b_z = np.round(np.arange(low, high, 0.01), 2)
    broken = np.log(0.5) / np.log(1 - sigmoid(b_z)) % 1
    return {"b_z": float(rng.choice(b_z[(broken > least) & (broken < most)]))}


# --- mistakes -----------------------------------------------------------------------------------------------

_STEP = "(1 - z) * left"
_RETURN = "return steps"
_WHILE = "left >= 0.5"

_KEPT = "np.log(0.5) / np.log(1 - z)"
_SWAPPED = "np.log(0.5) / np.log(z)"
_BIAS = "np.log(0.5) / np.log(1 - b_z)"
_BASE = "np.log(1 - z) / np.log(0.5)"


def _formula(*expressions: str, z: str = "sigmoid(b_z)") -> Iterator[Way]:
    for expression in expressions:
        yield f"def memory_length(b_z):\n    import math\n\n    z = {z}\n    return {expression}\n"


def _rounded(exact: str) -> tuple[str, ...]:
    """A formula as it is, and rounded in each way."""
    return exact, f"int(np.ceil({exact}))", f"int(math.ceil({exact}))", f"int({exact})", f"round({exact})"


def _with_a_limit(z: str) -> Way:
    """The loop with something else for z: where that is negative, it would never end without a limit."""
    return (
        f"def memory_length(b_z):\n    z = {z}\n    left, steps = 1.0, 0\n"
        "    while left >= 0.5 and steps < 10_000:\n"
        "        left = (1 - z) * left\n        steps = steps + 1\n    return steps\n"
    )


def _over(*shares: str) -> tuple[Way, ...]:
    return tuple(((_WHILE, f"left >= {share}"),) for share in shares)


_MISTAKES = (
    Misconception(
        "z-swapped",
        "z and 1 - z exchanged",
        "Here z is the share that is replaced, so each step leaves 1 - z of the old state: a negative b_z "
        "makes a "
        "long memory.",
        (((_STEP, "z * left"),), *_formula(_SWAPPED)),
        elsewhere="in PyTorch and Keras z is the share that is kept: there a positive b_z keeps the state.",
    ),
    Misconception(
        "one-short",
        "one step too few",
        "Count again with b_z = 0.5: z is 0.62, so after one step 0.38 is left, which is less than half. "
        "The answer is 1, the first step after which less than half is left.",
        (((_RETURN, "return steps - 1"),), *_formula(f"int({_KEPT})", f"{_KEPT} - 1")),
    ),
    Misconception(
        "one-more",
        "one step too many",
        "Count again with b_z = 0.5: z is 0.62, so after one step 0.38 is left, which is less than half. "
        "The answer is 1. Does your counter start at 1, or count once more at the end?",
        (((_RETURN, "return steps + 1"),), ((_RETURN, "return steps + 2"),), *_formula(f"{_KEPT} + 1")),
    ),
    Misconception(
        "loop-never-runs",
        "0, whatever b_z is",
        "At the start all of it is left. The loop goes on while at least half is left.",
        ((("while left >= 0.5", "while left < 0.5"),),),
    ),
    Misconception(
        "return-in-loop",
        "1, whatever b_z is",
        "return inside the loop ends it in its first turn: move it to the left, under the loop. If it stands "
        "there: for a negative b_z, z is below 0.5. Is it in yours, and is what is left multiplied by 1 - z?",
        ("def memory_length(b_z):\n    return 1\n",),
    ),
    Misconception(
        "time-constant",
        "1 / z",
        "1 / z steps is the time until about a third is left (1 / e), and only for small z. Half is asked "
        "for.",
        tuple(_formula(*_rounded("1 / z"), *_rounded("1 / (1 - z)"))),
    ),
    Misconception(
        "other-share",
        "another share than half",
        "Half is asked for: count until less than 0.5 of h_0 is left.",
        _over("0.1", "0.01", "0.05", "0.001", "0.2", "0.25", "0.3", "0.6", "0.75", "0.8", "0.9"),
    ),
    Misconception(
        "no-rounding-up",
        "a broken number of steps",
        "The formula is right, and steps are whole: after 5.5 steps means after the 6th. Round up, with "
        "np.ceil.",
        tuple(_formula(_KEPT)),
    ),
    Misconception(
        "rounded-to-nearest",
        "rounded to the nearest step",
        "Less than half is left only when the exact number is reached or passed: round up, with np.ceil.",
        tuple(_formula(f"round({_KEPT})", f"int({_KEPT} + 0.5)")),
    ),
    Misconception(
        "z-itself",
        "what is replaced in place of what is left",
        "z is replaced in each step. Watch what is left: 1 - z of it, step after step.",
        tuple(_formula("z", "1 - z", "0.5 / z", "0.5 / (1 - z)", "int(0.5 / z)")),
    ),
    Misconception(
        "linear-decay",
        "the same amount lost in every step",
        "Each step takes a share of what is still there, not of what there was at first: multiply what is "
        "left by "
        "1 - z.",
        (((_STEP, "left - z"),),),
    ),
    Misconception(
        "small-z-formula",
        "log(2) / z, which is right for small z only",
        "Each step leaves 1 - z, and after n steps (1 - z) to the power of n is left: the logarithm is that "
        "of "
        "1 - z.",
        tuple(_formula(*_rounded("np.log(2) / z"))),
    ),
    Misconception(
        "fraction-upside-down",
        "the fraction upside down",
        "(1 - z) to the power of n is 0.5. Take logarithms on both sides: n times log(1 - z) is log(0.5).",
        tuple(_formula(_BASE)),
    ),
    Misconception(
        "no-sigmoid",
        "b_z (or its tanh) in place of z, the sigmoid",
        "b_z can be any number. The gate is its sigmoid, z, between 0 and 1, and that is what each step "
        "replaces.",
        (
            *_formula(
                *_rounded(_BIAS),
                *_rounded(_BIAS.replace("np.", "math.")),
                *_rounded("np.log(0.5) / np.log(b_z)"),
            ),
            _with_a_limit("b_z"),
            _with_a_limit("np.tanh(b_z)"),
        ),
    ),
    Misconception(
        "tanh-gate",
        "tanh where the sigmoid belongs",
        "A gate is a dimmer, from 0 to 1: z is the sigmoid of b_z.",
        tuple(_formula(*_rounded(_KEPT), z="np.tanh(b_z)")),
    ),
    Misconception(
        "power-in-loop",
        "a power inside the loop",
        "Either multiply what is left by 1 - z in every step, or take the power of 1 - z once; both "
        "together is "
        "too much.",
        (((_STEP, "(1 - z) ** steps * left"),), ((_STEP, "(1 - z) ** (steps + 1) * left"),)),
    ),
    Misconception(
        "z-squared",
        "two steps counted as one",
        "Each turn of the loop is one step: what is left is multiplied by 1 - z once.",
        (((_STEP, "(1 - z) * (1 - z) * left"),), ((_RETURN, "return 2 * steps"),)),
    ),
    Misconception(
        "returns-what-is-left",
        "what is left, not the number of steps",
        "What is left is only the means: how many turns did the loop take? Return that.",
        (((_RETURN, "return left"),),),
    ),
    Misconception(
        "negated",
        "the sign turned",
        "A number of steps is positive: both logarithms are negative, and their signs cancel.",
        (((_RETURN, "return -steps"),),),
    ),
    Misconception(
        "limit-too-low",
        "the loop ends too early",
        "There is a limit to the number of turns, and long memories need more: use while, or a larger range.",
        tuple(((_WHILE, f"left >= 0.5 and steps < {limit}"),) for limit in (10, 20, 30, 50, 100)),
    ),
    Misconception(
        "log-of-half-only",
        "a sign or a piece of the formula is lost",
        "(1 - z) to the power of n is 0.5. Take logarithms on both sides: n times log(1 - z) is log(0.5).",
        tuple(
            _formula(
                f"-{_KEPT}",
                "np.log(2) / np.log(1 - z)",
                "int(np.ceil(np.log(2) / np.log(1 - z)))",
                "np.log(0.5) - np.log(1 - z)",
                "np.log(0.5) / (1 - z)",
                "0.5 / np.log(1 - z)",
                "np.log(0.5 / (1 - z))",
                "np.log10(0.5) / np.log(1 - z)",
                "int(np.ceil(np.log10(0.5) / np.log(1 - z)))",
            )
        ),
    ),
)

EXERCISES = (
    Exercise(
        name="memory_length",
        notebook="05_update_gate",
        title="How long a memory lasts",
        points=3,
        minutes=10,
        reference=memory_length,
        hints=(
            "Start with 1 and look at what one step leaves of it: the share 1 - z. And the next step of "
            "that?",
            "Count in a loop: while at least 0.5 is left, multiply what is left by 1 - z and add 1 to the "
            "counter.",
            "z = gc.sigmoid(b_z); left, steps = 1.0, 0; then while left >= 0.5: two lines; then return "
            "steps.",
        ),
        misconceptions=_MISTAKES,
        draw=draw,
        outputs={"steps": ""},
        small=tuple(Sizes(T=number) for number in (0, 1, 2)),
        full=tuple(Sizes(T=number) for number in (3, 4, 5, 6, 7, 8)),
        fresh=Sizes(T=9),
    ),
)
