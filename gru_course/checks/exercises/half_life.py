"""How long a linear unit remembers: the steps after which less than one half of a nudge is left."""

import numpy as np

from gru_course.checks.exercise import Exercise, Misconception
from gru_course.checks.probes import Arguments, Sizes


def half_life(w: float) -> int:  # noqa: D103
    left = 1.0
    steps = 0
    while left >= 0.5:
        left = left * w
        steps = steps + 1
    return steps


def draw_half_life(rng: np.random.Generator, sizes: Sizes) -> Arguments:
    """A weight whose half-life lies between T - 1 and T, nearer to T - 1 for H = 1 and to T for H = 2."""
    exact = sizes.T - 1 + rng.uniform(0.2, 0.4) + 0.4 * (sizes.H - 1)
    return {"w": round(float(0.5 ** (1 / exact)), 6)}


_LOOP = "while left >= 0.5:"
_GIVE = "return steps"

_EXERCISE = Exercise(
    name="half_life",
    notebook="02_forgetting",
    title="How long a linear unit remembers",
    points=2,
    minutes=8,
    reference=half_life,
    hints=(
        "Try it out: start with 1, multiply by w again and again, and count.",
        "A while loop runs as long as what is left is still one half or more. In each round, multiply by w "
        "and count one step.",
        "left = 1.0 and steps = 0; while left >= 0.5: left = left * w and steps = steps + 1; at the end, "
        "return steps.",
    ),
    misconceptions=(
        Misconception(
            "one-step-less",
            "one step too few",
            "Count the step that takes it below one half as well. Start with left = 1 and steps = 0, and "
            "test what is left after the step.",
            (((_GIVE, "return steps - 1"),), ((_LOOP, "while left * w >= 0.5:"),)),
        ),
        Misconception(
            "one-step-more",
            "one step too many",
            "Stop at the first step after which less than one half is left. Start with left = 1 and steps "
            "= 0.",
            (((_GIVE, "return steps + 1"),), ((_LOOP, "while left >= 0.5 * w:"),)),
        ),
        Misconception(
            "two-steps-less",
            "two steps too few",
            "Start with left = 1 and steps = 0, and count every multiplication by w.",
            (((_GIVE, "return steps - 2"),),),
        ),
        Misconception(
            "not-a-whole-number",
            "the exact point between two steps",
            "Steps are whole: give the first step after which less than one half is left.",
            (((_GIVE, "return np.log(0.5) / np.log(w)"),),),
        ),
        Misconception(
            "nearest-step",
            "rounded to the nearest step",
            "The nearest step may come before the half is reached: give the first after which less than "
            "one half is left.",
            (((_GIVE, "return round(np.log(0.5) / np.log(w))"),),),
        ),
        Misconception(
            "what-is-left",
            "the share that is left, not the number of steps",
            "Count the steps in a variable of their own, and return that.",
            (((_GIVE, "return left"),), ((_GIVE, "return left / w"),), ((_GIVE, "return w**2"),)),
        ),
        Misconception(
            "subtracted-not-multiplied",
            "the same amount lost in every step",
            "A step does not take away a fixed amount; it leaves the share w of what is there: multiply.",
            (
                "def half_life(w):\n    left, steps = 0.0, 0\n    while left < 0.5:\n"
                "        left = left + w\n        steps = steps + 1\n    return steps\n",
                (("left * w", "left - (1 - w)"),),
                ((_GIVE, "return 0.5 / (1 - w)"),),
                ((_GIVE, "return round(0.5 / (1 - w))"),),
            ),
        ),
        Misconception(
            "squared-every-step",
            "w squared in every step",
            "w *= w squares it: 1 step, 2 steps, 4, 8. Keep w as it is, and multiply another variable by it.",
            (
                (("left = left * w", "left = left * w\n        w = w * w"),),
                (("left = 1.0", "left = w"), ("left * w", "left * left")),
                (("left = 1.0", "left = w"), ("left * w", "left * left"), ("steps = 0", "steps = 1")),
            ),
        ),
        Misconception(
            "other-limit",
            "another limit than one half",
            "Look at the limit: one half is 0.5.",
            tuple(
                ((_LOOP, f"while left >= {limit}:"),) for limit in ("0.1", "0.05", "0.01", "1 / np.e", "0.25")
            ),
        ),
        Misconception(
            "stops-at-once",
            "the loop does not run, or ends after one step",
            "At the start everything is left, 1, and the loop goes on while at least one half is left. "
            "Mind the direction of < and >, and that return stands below the loop.",
            (((_GIVE, "return 0"),), ((_GIVE, "return 1"),), ((_GIVE, "return 2"),), ((_GIVE, "return -1"),)),
        ),
        Misconception(
            "lost-not-left",
            "the share that is lost multiplied up, not the share that is left",
            "Of what is there, each step leaves the share w; 1 - w is what goes.",
            (
                (("left * w", "left * (1 - w)"),),
                "def half_life(w):\n    return int(np.ceil(np.log(0.5) / np.log(1 - w)))\n",
            ),
        ),
        Misconception(
            "written-down",
            "one number for every w",
            "4 is right for w = 0.8. Count anew for each w, in a loop.",
            ("def half_life(w):\n    return 4\n",),
        ),
        Misconception(
            "as-many-as-tried",
            "how many steps were tried, not when the half was passed",
            "Return as soon as less than one half is left, or leave the loop with break.",
            tuple(
                ((_GIVE, f"return {tried}"),)
                for tried in (9, 10, 11, 19, 20, 49, 50, 51, 99, 100, 101, 999, 1000)
            ),
        ),
        Misconception(
            "tried-too-few",
            "the search ends too soon",
            "With w near 1 it takes hundreds of steps: a while loop goes on as long as it has to.",
            tuple(
                ((_LOOP, f"while left >= 0.5 and steps < {most}:"), (_GIVE, f"return steps{end}"))
                for most in (10, 20, 50, 99, 100, 101)
                for end in ("", " if left < 0.5 else None", " if left < 0.5 else 0", " if left < 0.5 else -1")
            ),
        ),
        Misconception(
            "another-base",
            "a logarithm of another number",
            "With logarithms it is log(0.5) / log(w), taken up to the next whole number. A loop does "
            "without them.",
            (
                ((_GIVE, "return np.log(w) / np.log(0.5)"),),
                "def half_life(w):\n    return int(np.log(w) / np.log(0.5)) + 1\n",
                "def half_life(w):\n    return int(np.log(w) / np.log(0.5))\n",
                ((_GIVE, "return -np.log(0.5) / np.log(w)"),),
                ((_GIVE, "return -int(np.ceil(np.log(0.5) / np.log(w)))"),),
                ((_GIVE, "return int(np.ceil(-np.log(0.5) / np.log(w)))"),),
                ((_GIVE, "return -1 / np.log(w)"),),
                ((_GIVE, "return np.log(w) / 0.5"),),
                ((_GIVE, "return 0.5 / w"),),
            ),
        ),
        Misconception(
            "list-of-steps",
            "all steps where one number is asked for",
            "One number is asked for: how many steps it takes.",
            (
                ((_GIVE, "return w ** np.arange(1, steps + 1)"),),
                ((_GIVE, "return w ** np.arange(steps + 1)"),),
                ((_GIVE, "return np.arange(1, steps + 1)"),),
            ),
        ),
    ),
    draw=draw_half_life,
    outputs={"steps": ""},
    # T is the answer; H says on which side of the middle between two steps the exact point lies.
    small=(Sizes(T=1, H=1), Sizes(T=2, H=2), Sizes(T=4, H=1)),
    full=(Sizes(T=7, H=1), Sizes(T=24, H=2), Sizes(T=5, H=2), Sizes(T=170, H=1), Sizes(T=1, H=1)),
    fresh=Sizes(T=13, H=2),
)

EXERCISES = (_EXERCISE,)
