"""How a nudge to the state fades: every step multiplies it by w and by the slope of tanh."""

from dataclasses import replace

import numpy as np

from gru_course.checks.exercise import PUBLIC_SEED, Exercise, Misconception
from gru_course.checks.probes import Arguments, Call, Sizes, state
from gru_course.nn.validate import Array


def fading_by_hand() -> Array:  # noqa: D103
    w = 0.9
    h_1, h_2, h_3 = 0.6, -0.8, 0.5
    linear = w * w * w
    with_tanh = w * (1 - h_1**2) * w * (1 - h_2**2) * w * (1 - h_3**2)
    return np.array([linear, with_tanh])


def fading(hs: Array, w: float) -> Array:  # noqa: D103
    slopes = 1 - hs**2  # of tanh, at every step
    factors = w * slopes
    return np.cumprod(factors)


def draw_fading(rng: np.random.Generator, sizes: Sizes) -> Arguments:
    """The states of one unit, h_1 to h_T, and its weight."""
    return {"hs": state(rng, sizes.T), "w": round(float(rng.uniform(1.2, 1.6) - 0.1 * sizes.B), 2)}


class _OfStates(Exercise):
    """An exercise whose `hs` are states, between -1 and 1, in every call."""

    def calls(self, seed: int = PUBLIC_SEED, fresh: int | None = None) -> list[Call]:
        """The same inputs, with states that were moved beyond 1 brought back."""
        return [replace(each, arguments=_brought_back(each.arguments)) for each in super().calls(seed, fresh)]


def _brought_back(arguments: Arguments) -> Arguments:
    return {**arguments, "hs": np.clip(arguments["hs"], -0.95, 0.95)}


_LINEAR = "linear = w * w * w"
_TANH = "with_tanh = w * (1 - h_1**2) * w * (1 - h_2**2) * w * (1 - h_3**2)"


def _third(factor: str) -> tuple[tuple[str, str], ...]:
    """The second number as a product of three factors like this one, with a # where 1, 2 or 3 stands."""
    return ((_TANH, "with_tanh = " + " * ".join(f"({factor.replace('#', k)})" for k in "123")),)


def _number(value: str) -> tuple[tuple[str, str], ...]:
    return ((_TANH, f"with_tanh = {value}"),)


_BY_HAND = Exercise(
    name="fading_by_hand",
    notebook="02_forgetting",
    title="What is left of a nudge, by hand",
    points=1,
    minutes=8,
    kind="value",
    reference=fading_by_hand,
    tolerance=5.2e-4,
    hints=(
        "A nudge is passed on from step to step, and every step multiplies it by a factor. After three "
        "steps, three factors have been multiplied.",
        "Without tanh, each factor is w. With tanh, each factor is w times the slope of tanh, and the "
        "slope is 1 - h^2 with the state h that came out.",
        "The first number is 0.9 times 0.9 times 0.9. For the second, the slopes are 0.64, 0.36 and 0.75, "
        "and each is multiplied by 0.9.",
    ),
    misconceptions=(
        Misconception(
            "factors-added",
            "factors added, where they are multiplied",
            "The second step takes a share of what the first one left, so the factors are multiplied.",
            (
                ((_LINEAR, "linear = 3 * w"),),
                ((_LINEAR, "linear = 3 * w"), *_number("w * ((1 - h_1**2) + (1 - h_2**2) + (1 - h_3**2))")),
                _number("w * ((1 - h_1**2) + (1 - h_2**2) + (1 - h_3**2))"),
                _number("w**3 * ((1 - h_1**2) + (1 - h_2**2) + (1 - h_3**2))"),
            ),
        ),
        Misconception(
            "factors-averaged",
            "factors averaged, where they are multiplied",
            "The second step takes a share of what the first one left, so the factors are multiplied.",
            (
                ((_LINEAR, "linear = w"), *_number("w * ((1 - h_1**2) + (1 - h_2**2) + (1 - h_3**2)) / 3")),
                _number("w * ((1 - h_1**2) + (1 - h_2**2) + (1 - h_3**2)) / 3"),
            ),
        ),
        Misconception(
            "lost-not-left",
            "the share that is lost, not the share that is left",
            "Give what is left of the nudge: leave out the subtraction from 1 at the end.",
            (
                (("[linear, with_tanh]", "[1 - linear, 1 - with_tanh]"),),
                (("[linear, with_tanh]", "[1 - linear, with_tanh]"),),
                (("[linear, with_tanh]", "[linear, 1 - with_tanh]"),),
            ),
        ),
        Misconception(
            "one-factor-short",
            "a factor too few",
            "From h_0 to h_3 there are three steps, so there are three factors.",
            (
                ((_LINEAR, "linear = w * w"),),
                ((_LINEAR, "linear = w * w"), *_number("w**2 * (1 - h_1**2) * (1 - h_2**2)")),
                _number("w**2 * (1 - h_1**2) * (1 - h_2**2)"),
                _number("w**2 * (1 - h_2**2) * (1 - h_3**2)"),
                _number("w**2 * (1 - h_1**2) * (1 - h_2**2) * (1 - h_3**2)"),
                ((_LINEAR, "linear = w * w"), *_number("w**2 * (1 - h_1**2) * (1 - h_2**2) * (1 - h_3**2)")),
            ),
        ),
        Misconception(
            "one-factor-more",
            "a factor too many",
            "From h_0 to h_3 there are three steps, so there are three factors.",
            (
                ((_LINEAR, "linear = w**4"),),
                _number("w**4 * (1 - h_1**2) * (1 - h_2**2) * (1 - h_3**2)"),
                ((_LINEAR, "linear = w**4"), *_number("w**4 * (1 - h_1**2) * (1 - h_2**2) * (1 - h_3**2)")),
            ),
        ),
        Misconception(
            "one-step-only",
            "one step instead of three",
            "That is what one step leaves. Each of the three steps has a factor of its own; multiply them.",
            (
                ((_LINEAR, "linear = w"),),
                _number("w * (1 - h_3**2)"),
                _number("w * (1 - h_1**2)"),
                ((_LINEAR, "linear = w"), *_number("w * (1 - h_3**2)")),
                ((_LINEAR, "linear = w"), *_number("w * (1 - h_1**2)")),
            ),
        ),
        Misconception(
            "weight-left-out",
            "the weight left out",
            "Each factor is w times the slope: the slopes alone are not enough.",
            (_third("1 - h_#**2"),),
        ),
        Misconception(
            "weight-once",
            "the weight taken once for all steps",
            "The nudge passes the weight in every step: three times.",
            (_number("w * (1 - h_1**2) * (1 - h_2**2) * (1 - h_3**2)"),),
        ),
        Misconception(
            "slope-left-out",
            "the slope of tanh left out",
            "For the second number, each step has its slope besides w: 1 - h^2.",
            (_number("w * w * w"),),
        ),
        Misconception(
            "square-left-out",
            "1 - h, without the square",
            "The slope of tanh is 1 minus the square of h.",
            (_third("w * (1 - h_#)"), _third("w * (1 - abs(h_#))")),
        ),
        Misconception(
            "square-of-the-difference",
            "(1 - h)^2 instead of 1 - h^2",
            "First square h, then subtract from 1.",
            (_third("w * (1 - h_#) ** 2"),),
        ),
        Misconception(
            "plus-square",
            "1 + h^2 instead of 1 - h^2",
            "The slope is 1 minus h^2: it is largest, 1, where h is 0. Mind that -0.8**2 is -0.64 in Python: "
            "(-0.8)**2 is 0.64.",
            (_third("w * (1 + h_#**2)"), _number("w**3 * (1 - h_1**2) * (1 + h_2**2) * (1 - h_3**2)")),
        ),
        Misconception(
            "square-for-slope",
            "h^2 instead of 1 - h^2",
            "The slope is what is missing from 1: 1 - h^2. It is small where the state is near 1 or -1.",
            (_third("w * h_#**2"),),
        ),
        Misconception(
            "state-for-slope",
            "the state instead of the slope",
            "The factor holds the slope of tanh, 1 - h^2, not the state itself.",
            (_third("w * h_#"), _third("w * np.tanh(h_#)")),
        ),
        Misconception(
            "slope-of-sigmoid",
            "the slope of the sigmoid, h (1 - h)",
            "h (1 - h) belongs to the sigmoid. The slope of tanh is 1 - h^2.",
            (_third("w * h_# * (1 - h_#)"),),
        ),
        Misconception(
            "tanh-of-the-state",
            "tanh of a state",
            "h has been through tanh already: the slope is 1 - h^2, not 1 - tanh(h)^2.",
            (_third("w * (1 - np.tanh(h_#) ** 2)"),),
        ),
        Misconception(
            "weight-inside-the-slope",
            "the weight inside the difference",
            "The weight multiplies the slope: w times (1 - h^2), with parentheses.",
            (_third("w - h_#**2"), _third("1 - w * h_#**2"), _third("1 - (w * h_#) ** 2")),
        ),
        Misconception(
            "weight-multiplied-by-steps",
            "w times 3 instead of w multiplied three times",
            "Three factors of w are w * w * w.",
            (
                (
                    (_LINEAR, "linear = 3 * w"),
                    *_number("3 * w * (1 - h_1**2) * (1 - h_2**2) * (1 - h_3**2)"),
                ),
            ),
        ),
        Misconception(
            "a-slope-left-out",
            "not all three slopes are in the product",
            "The linear unit is right. With tanh, each of the three steps has a slope of its own besides its "
            "0.9: three slopes, from h_1, h_2 and h_3.",
            tuple(
                _number(f"w**3 * {slopes}")
                for slopes in (
                    "(1 - h_1**2)",
                    "(1 - h_3**2)",
                    "(1 - h_1**2) * (1 - h_2**2)",
                    "(1 - h_2**2) * (1 - h_3**2)",
                    "(1 - h_1**2) * (1 - h_3**2)",
                )
            ),
        ),
        Misconception(
            "numbers-swapped",
            "the two numbers in the wrong order",
            "First the linear unit, then the one with tanh.",
            ((("[linear, with_tanh]", "[with_tanh, linear]"),),),
        ),
        Misconception(
            "in-percent",
            "percent instead of a share",
            "Give a share of 1: 50 percent is 0.5.",
            ((("[linear, with_tanh]", "[100 * linear, 100 * with_tanh]"),),),
        ),
        Misconception(
            "rounded",
            "rounded too much",
            "On the right way: three decimals are asked for. Keep more while you calculate.",
            (
                (("[linear, with_tanh]", "[round(linear, 2), round(with_tanh, 2)]"),),
                (("[linear, with_tanh]", "[linear, round(with_tanh, 2)]"),),
                (("[linear, with_tanh]", "[round(linear, 1), round(with_tanh, 1)]"),),
                (("[linear, with_tanh]", "[round(linear, 2), with_tanh]"),),
            ),
        ),
        Misconception(
            "one-number-only",
            "one number where two are asked for",
            "Give both numbers as a list: first the linear unit, then the one with tanh.",
            (
                (("np.array([linear, with_tanh])", "with_tanh"),),
                (("np.array([linear, with_tanh])", "linear"),),
                (("[linear, with_tanh]", "[linear]"),),
            ),
        ),
    ),
    outputs={"[linear, with tanh]": ""},
)


_SLOPES, _FACTORS, _PRODUCT = "1 - hs**2", "w * slopes", "return np.cumprod(factors)"

_FADING = _OfStates(
    name="fading",
    notebook="02_forgetting",
    title="What is left of a nudge, at every step",
    points=3,
    minutes=12,
    reference=fading,
    hints=(
        "Every step multiplies the nudge by a factor of its own. First find all factors, then multiply "
        "them up.",
        "The factor of step t is w times the slope of tanh, and the slope is 1 minus the square of the "
        "state. After step t, the factors from 1 to t have been multiplied.",
        "With factors = w * (1 - hs**2), np.cumprod(factors) multiplies up from the first to each step. A "
        "loop with left = left * factors[t] does the same.",
    ),
    misconceptions=(
        Misconception(
            "weight-left-out",
            "the weight w left out",
            "Each factor is w times the slope: the nudge passes the weight in every step.",
            (((_FACTORS, "slopes"),),),
        ),
        Misconception(
            "slope-left-out",
            "the slope of tanh left out",
            "Besides w, each factor has the slope of tanh at its step, 1 minus the square of the state.",
            (((_FACTORS, "w + 0 * slopes"),), ((_PRODUCT, "return w ** np.arange(len(hs))"),)),
        ),
        Misconception(
            "weight-once",
            "the weight taken once for all steps",
            "The nudge passes the weight in every step, so w is in every factor.",
            (
                ((_PRODUCT, "return w * np.cumprod(slopes)"),),
                ((_PRODUCT, "return w * np.arange(1, len(hs) + 1) * np.cumprod(slopes)"),),
            ),
        ),
        Misconception(
            "weight-power-off",
            "w to the wrong power",
            "After the first step, w has been passed once; after step t, t times. range and np.arange "
            "count from 0.",
            (
                ((_PRODUCT, "return w ** np.arange(len(hs)) * np.cumprod(slopes)"),),
                ((_PRODUCT, "return w ** len(hs) * np.cumprod(slopes)"),),
                ((_PRODUCT, "return w ** np.arange(2, len(hs) + 2) * np.cumprod(slopes)"),),
                ((_FACTORS, "w**2 * slopes"),),
                ((_FACTORS, "w ** np.arange(1, len(hs) + 1) * slopes"),),
                ((_FACTORS, "w ** np.arange(len(hs)) * slopes"),),
            ),
        ),
        Misconception(
            "not-multiplied-up",
            "the factor of each step alone",
            "These are the factors of the single steps. The nudge passes all of them, one after the other: "
            "multiply up.",
            (((_PRODUCT, "return factors"),),),
        ),
        Misconception(
            "only-two-factors",
            "only the factor of the step before multiplied in",
            "After step t all factors from the first on have been passed, not only the last two. Carry the "
            "product along in a variable, and multiply it in every step.",
            (
                ((_PRODUCT, "return factors * np.append(1, factors[:-1])"),),
                ((_PRODUCT, "return factors[0] * np.append(1, factors[1:])"),),
            ),
        ),
        Misconception(
            "factors-added",
            "factors added up, where they are multiplied",
            "Each step takes a share of what the one before left: multiply up, do not add up.",
            (
                ((_PRODUCT, "return np.cumsum(factors)"),),
                ((_PRODUCT, "return 1 + np.cumsum(factors)"),),
                ((_PRODUCT, "return factors.sum()"),),
                ((_PRODUCT, "return np.cumsum(np.cumprod(factors))"),),
            ),
        ),
        Misconception(
            "first-slope-left-out",
            "the slope of the first step left out",
            "The first factor is like all the others: w times 1 minus the square of hs[0].",
            (
                ((_SLOPES, "np.append(1, 1 - hs[1:] ** 2)"),),
                ((_SLOPES, "np.append(1 - hs[:-1] ** 2, 1)"),),
            ),
        ),
        Misconception(
            "last-product-only",
            "only the last product comes out",
            "What is left is asked for after every step, T numbers: keep each product on the way.",
            (
                ((_PRODUCT, "return np.prod(factors)"),),
                ((_PRODUCT, "return np.prod(factors) + 0 * factors"),),
                ((_PRODUCT, "return np.cumprod(factors)[-1:]"),),
            ),
        ),
        Misconception(
            "return-inside-the-loop",
            "return inside the loop",
            "return ends the function at once, after the first step. Move it out to the left, below the "
            "loop.",
            (
                ((_PRODUCT, "return factors[0]"),),
                ((_PRODUCT, "return factors[:1]"),),
                ((_PRODUCT, "return np.append(factors[0], np.zeros(len(hs) - 1))"),),
                ((_PRODUCT, "return np.append(factors[0], np.ones(len(hs) - 1))"),),
            ),
        ),
        Misconception(
            "from-the-end",
            "multiplied up from the last step backwards",
            "The nudge is given to h_0 and meets the first step first: multiply up from the front.",
            (
                ((_PRODUCT, "return np.cumprod(factors[::-1])[::-1]"),),
                ((_PRODUCT, "return np.cumprod(factors[::-1])"),),
                ((_PRODUCT, "return np.cumprod(factors)[::-1]"),),
            ),
            elsewhere="Read so, it is how a loss at the end reaches each step; here h_0 is nudged.",
        ),
        Misconception(
            "one-step-late",
            "begins with 1, one step late",
            "The first number is what the first step has left. The 1 before it is the nudge itself, and "
            "does not come out: multiply first, then keep.",
            (
                ((_PRODUCT, "return np.append(1, np.cumprod(factors)[:-1])"),),
                ((_PRODUCT, "return np.append(1, np.cumprod(factors[1:]))"),),
            ),
        ),
        Misconception(
            "one-step-more",
            "one number too many",
            "As many numbers come out as states go in. The nudge itself, 1, is not one of them.",
            (((_PRODUCT, "return np.append(1, np.cumprod(factors))"),),),
        ),
        Misconception(
            "one-step-short",
            "one number is missing",
            "Every state has its step and its factor, the first and the last, too: T numbers come out.",
            (
                ((_PRODUCT, "return np.cumprod(factors[1:])"),),
                ((_PRODUCT, "return np.cumprod(factors[:-1])"),),
                ((_PRODUCT, "return np.append(np.cumprod(factors[:-1]), 0)"),),
                ((_PRODUCT, "return np.append(0, np.cumprod(factors[1:]))"),),
            ),
        ),
        Misconception(
            "state-before",
            "the slope at the state before the step",
            "The slope of step t is taken at the state that comes out of it, h_t: hs[t], not hs[t - 1].",
            (
                ((_SLOPES, "1 - np.roll(hs, 1) ** 2"),),
                ((_SLOPES, "1 - np.append(0, hs[:-1]) ** 2"),),
                ((_SLOPES, "1 - np.append(hs[0], hs[:-1]) ** 2"),),
            ),
        ),
        Misconception(
            "same-slope-every-step",
            "one slope for all steps",
            "Every step has its own state, and so its own slope: hs[t].",
            (
                ((_SLOPES, "1 - hs[0] ** 2 + 0 * hs"),),
                ((_SLOPES, "1 - hs[-1] ** 2 + 0 * hs"),),
                ((_SLOPES, "1 - np.mean(hs) ** 2 + 0 * hs"),),
            ),
        ),
        Misconception(
            "square-left-out",
            "1 - h, without the square",
            "The slope of tanh is 1 minus the square of the state.",
            (((_SLOPES, "1 - hs"),), ((_SLOPES, "1 - abs(hs)"),), ((_SLOPES, "1 - hs * 2"),)),
        ),
        Misconception(
            "square-of-the-difference",
            "(1 - h)^2 instead of 1 - h^2",
            "First square the state, then subtract from 1.",
            (((_SLOPES, "(1 - hs) ** 2"),),),
        ),
        Misconception(
            "plus-square",
            "1 + h^2 instead of 1 - h^2",
            "The slope is 1 minus the square: 1 where the state is 0, and smaller everywhere else.",
            (((_SLOPES, "1 + hs**2"),),),
        ),
        Misconception(
            "square-minus-one",
            "h^2 - 1 instead of 1 - h^2",
            "The slope of tanh is never negative: 1 minus the square.",
            (((_SLOPES, "hs**2 - 1"),),),
        ),
        Misconception(
            "square-for-slope",
            "h^2 instead of 1 - h^2",
            "The slope is 1 minus the square: small where the state is near 1 or -1.",
            (((_SLOPES, "hs**2"),),),
        ),
        Misconception(
            "state-for-slope",
            "the state instead of the slope",
            "A factor holds the slope of tanh, 1 minus the square of the state, not the state itself.",
            (((_SLOPES, "hs"),), ((_SLOPES, "np.tanh(hs)"),), ((_SLOPES, "abs(hs)"),)),
        ),
        Misconception(
            "slope-of-sigmoid",
            "the slope of the sigmoid, h (1 - h)",
            "h (1 - h) belongs to the sigmoid. The slope of tanh is 1 minus the square of the state.",
            (((_SLOPES, "hs * (1 - hs)"),), ((_SLOPES, "sigmoid(hs) * (1 - sigmoid(hs))"),)),
        ),
        Misconception(
            "tanh-of-the-state",
            "tanh of a state",
            "hs has been through tanh already: the slope is 1 minus its square, without another tanh.",
            (
                ((_SLOPES, "1 - np.tanh(hs) ** 2"),),
                ((_SLOPES, "1 - np.arctanh(hs) ** 2"),),
                ((_SLOPES, "1 - np.tanh(w * hs) ** 2"),),
            ),
        ),
        Misconception(
            "weight-inside-the-slope",
            "the weight inside the difference",
            "The weight multiplies the slope: w * (1 - h^2), with parentheses.",
            (
                ((_FACTORS, "w - hs**2"),),
                ((_FACTORS, "1 - w * hs**2"),),
                ((_FACTORS, "1 - (w * hs) ** 2"),),
                ((_FACTORS, "w - w**2 * hs**2"),),
                ((_FACTORS, "w * (1 - (w * hs) ** 2)"),),
            ),
        ),
        Misconception(
            "weight-added",
            "the weight added to the slope",
            "A factor is w times the slope.",
            (((_FACTORS, "w + slopes"),),),
        ),
        Misconception(
            "weight-divides",
            "divided by the weight",
            "A factor is w times the slope.",
            (((_FACTORS, "slopes / w"),),),
        ),
        Misconception(
            "lost-not-left",
            "the share that is lost, not the share that is left",
            "Give what is left of the nudge: leave out the subtraction from 1 at the end.",
            (
                ((_PRODUCT, "return 1 - np.cumprod(factors)"),),
                ((_PRODUCT, "return np.cumprod(1 - factors)"),),
            ),
        ),
        Misconception(
            "times-the-state",
            "multiplied with the states",
            "What is left of a nudge is the product of the factors; the states come in only through their "
            "slopes.",
            (
                ((_PRODUCT, "return hs * np.cumprod(factors)"),),
                ((_PRODUCT, "return hs[0] * np.cumprod(factors)"),),
            ),
        ),
        Misconception(
            "written-into-hs",
            "the result written into hs",
            "The numbers are right, but hs belongs to the caller: make a new array, np.zeros(len(hs)) or a "
            "list.",
            (
                ((_PRODUCT, "hs[...] = np.cumprod(factors)\n    return hs"),),
                ((_PRODUCT, "hs *= hs\n    return np.cumprod(factors)"),),
            ),
        ),
        Misconception(
            "nothing-stored",
            "nothing was stored, or only whole numbers",
            "The array that comes out holds no shares. Start the product at 1, write it to its place in "
            "every step, and mind that an array of whole numbers (dtype=int) cannot hold decimals.",
            (
                ((_PRODUCT, "return np.cumprod(factors).astype(int)"),),
                ((_PRODUCT, "return np.round(np.cumprod(factors))"),),
                ((_PRODUCT, "return 0 * factors"),),
                ((_PRODUCT, "return 1 + 0 * factors"),),
                ((_PRODUCT, "return []"),),
            ),
        ),
    ),
    draw=draw_fading,
    outputs={"left": "T"},
)


EXERCISES = (_BY_HAND, _FADING)
