"""The sigmoid: any number in, a share between 0 and 1 out. Every gate ends in it."""

import numpy as np

from gru_course.checks.exercise import Exercise, Misconception
from gru_course.checks.exercises.gate_mistakes import SHARE_RANGE
from gru_course.checks.exercises.loop_mistakes import unfinished_loops
from gru_course.checks.exercises.squash_mistakes import squash_mistakes
from gru_course.checks.probes import Arguments, Sizes, normal
from gru_course.nn.validate import Array


def sigmoid(a: Array) -> Array:  # noqa: D103
    return 1 / (1 + np.exp(-a))


def draw(rng: np.random.Generator, sizes: Sizes) -> Arguments:
    """Numbers of both signs: the first is positive, the last (of several) negative.

    In the large inputs the first is far out, where a clipped sigmoid shows, and the second near 0, where a
    switch differs from a straight line.
    """
    a = normal(rng, sizes.B, sizes.H, scale=2.0)
    a[0, 0] = abs(a[0, 0])
    if a.size > 1:
        a[-1, -1] = -abs(a[-1, -1])
    if sizes.T > 3:
        a[0, :2] = rng.uniform(8.5, 9.5), rng.uniform(0.2, 0.8)
    return {"a": a}


def far_out(arguments: Arguments) -> Arguments:
    """The same signs, a thousand further from 0."""
    return {"a": np.copysign(1000.0, arguments["a"]) + arguments["a"]}


_RIGHT = "1 / (1 + np.exp(-a))"

_ONE_BY_ONE = """def sigmoid(a):
    import math

    return np.array([[1 / (1 + math.exp({})) for v in row] for row in a])
"""

_MISTAKES = (
    Misconception(
        "one-minus",
        "sigmoid(-a): the minus is missing",
        "sigmoid(5) should be near 1, and yours is near 0: what is the sign of a inside exp?",
        (
            ((_RIGHT, f"1 - {_RIGHT}"),),
            ((_RIGHT, "1 / (1 + np.exp(a))"),),
            ((_RIGHT, "np.exp(-a) / (1 + np.exp(-a))"),),
        ),
    ),
    Misconception(
        "math-exp",
        "math.exp, which gives up for large numbers",
        "math.exp(1000) and math.e ** 1000.0 raise an error. np.exp gives infinity, and 1 / (1 + infinity) "
        "is 0 as it should be. "
        "np.exp takes the whole array at once.",
        (
            _ONE_BY_ONE.format("-v"),
            _ONE_BY_ONE.format("-v").replace("1 / (1 + math.exp(-v))", "math.exp(v) / (1 + math.exp(v))"),
            _ONE_BY_ONE.format("-v").replace("math.exp(-v)", "math.e ** -float(v)"),
        ),
    ),
    Misconception(
        "ends-cut-off",
        "shares cut off near 0 and 1",
        "A gate may be shut as far as it likes, and as far open: leave out np.clip around the result.",
        tuple(
            ((_RIGHT, f"np.clip({_RIGHT}, {end}, {1 - end})"),) for end in (0.1, 0.05, 0.01, 0.001, 0.0001)
        ),
    ),
    Misconception(
        "writes-into-argument",
        "the caller's array is changed",
        "+=, *= and a[...] = write into the array that was handed over. Make a new one, or start from "
        "a.copy().",
        (
            "def sigmoid(a):\n    a *= -1\n    return 1 / (1 + np.exp(a))\n",
            "def sigmoid(a):\n    a[:] = 1 / (1 + np.exp(-a))\n    return a\n",
            "def sigmoid(a):\n    a[a > 500] = 500\n    a[a < -500] = -500\n    return 1 / (1 + "
            "np.exp(-a))\n",
        ),
    ),
)


def _results(*expressions: str) -> tuple[str, ...]:
    """Whole functions that give something made of the right result, ``s``."""
    return tuple(f"def sigmoid(a):\n    s = {_RIGHT}\n    return {each}\n" for each in expressions)


_LOOPS = (
    *unfinished_loops(_results),
    Misconception(
        "indices-exchanged",
        "row and column exchanged in a loop",
        "i counts the rows and j the units, on both sides: s[i, j] comes from a[i, j].",
        (
            "def sigmoid(a):\n    return np.array([[1 / (1 + np.exp(-a[j, i])) for j in range(a.shape[1])]\n"
            "                     for i in range(a.shape[0])])\n",
        ),
    ),
    Misconception(
        "returned-two-things",
        "two things returned",
        "One array is asked for. What else was computed on the way stays inside the function.",
        _results("(s, a)", "(a, s)", "(s, 1 - s)", "(s, s * (1 - s))"),
    ),
)

EXERCISES = (
    Exercise(
        name="sigmoid",
        notebook="03_reset_gate",
        title="The sigmoid",
        points=2,
        minutes=6,
        reference=sigmoid,
        hints=(
            "exp(-a) is large for very negative a, 1 at a = 0, and nearly 0 for large a. What happens to 1 "
            "divided by (1 plus that)?",
            "NumPy's exp takes the whole array at once, np.exp(-a), so that no loop is needed.",
            "One line is enough: 1 divided by the bracket (1 + np.exp(-a)). Mind the bracket and the minus.",
        ),
        misconceptions=(
            *_MISTAKES,
            *_LOOPS,
            *squash_mistakes(_RIGHT, alone=f"def sigmoid(a):\n    return {_RIGHT}\n"),
        ),
        draw=draw,
        outputs={"s": "B H"},
        batched=("a",),
        extreme=far_out,
        small=(Sizes(), Sizes(T=2, H=3), Sizes(B=2, T=3, H=4)),
        properties=(SHARE_RANGE,),
    ),
)
