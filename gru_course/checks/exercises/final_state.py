"""The final state, h = z * h_cand + (1 - z) * h_prev: a blend of what is proposed and what was there.

Documents, section 2.4. z = 1 replaces the old state.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from gru_course.checks.exercise import Exercise, Misconception, Property, Way
from gru_course.checks.exercises.blend_mistakes import BLEND_MISTAKES, CONVEX
from gru_course.checks.exercises.result_mistakes import IN_PLACE, result_mistakes
from gru_course.checks.exercises.ways import combining_usual_ways, instead_of
from gru_course.checks.outcome import NoNumbers, as_array
from gru_course.checks.probes import Arguments, Sizes, copied, gate, normal, state, times, weights
from gru_course.nn.activations import sigmoid
from gru_course.nn.validate import Array

# --- by hand ------------------------------------------------------------------------------------------------


def blend_by_hand() -> Any:  # noqa: D103
    h_prev = np.array([0.8, -0.4, 0.5])
    h_cand = np.array([-0.6, 0.9, -0.7])
    z = np.array([0.1, 0.75, 0.6])
    new = z * h_cand
    old = (1 - z) * h_prev
    return new + old


def read_three(returned: Any) -> Sequence[Any]:
    """Three numbers, as a list, a row or a column."""
    array = as_array(returned, "the answer")
    return (array.reshape(-1) if array.size == 3 else array,)


ON_PAPER = (
    *("z-swapped", "missing-parentheses", "no-weights", "memory-unweighted", "candidate-unweighted"),
    *("same-weight", "one-plus-z", "plain-mean", "gate-as-switch", "returned-candidate", "both-h-prev"),
    *("no-memory", "no-candidate", "memory-forgotten-in-term", "candidate-forgotten-in-term", "product"),
    *(
        "subtracted",
        "candidate-subtracted",
        "difference-turned",
        "tanh-again",
        "sign-turned",
        "returned-gate",
    ),
)
"""Mistakes with the function that are made with a pencil, too."""

BY_HAND = (
    *(each for each in BLEND_MISTAKES if each.id in ON_PAPER),
    Misconception(
        "difference-only",
        "only the way, not where it leads",
        "This is how far each unit moves. It starts from h_prev: add it.",
        instead_of("new + old", "z * (h_cand - h_prev)", "h_cand - h_prev", "h_prev - h_cand"),
    ),
    Misconception(
        "added-up",
        "the three units added up",
        "Every unit has a new state of its own: three numbers.",
        instead_of("new + old", "(new + old).sum()", "(new + old).mean()"),
    ),
    Misconception(
        "rounded",
        "rounded too much",
        "Nearly: give three decimals, and round only at the end.",
        instead_of("new + old", "np.round(new + old, 2)", "np.round(new + old, 1)", "np.round(new + old)"),
    ),
    Misconception(
        "minus-lost",
        "a minus lost on the way",
        "Three of the states are negative: a share of a negative number is negative, too.",
        (
            (("-0.4", "0.4"), ("-0.6", "0.6"), ("-0.7", "0.7")),
            (("-0.4", "0.4"),),
            (("-0.6", "0.6"),),
            (("-0.7", "0.7"),),
            (("new + old", "np.abs(new + old)"),),
        ),
    ),
    Misconception(
        "one-z-for-all",
        "one z for all units",
        "Every unit has its own z: the first unit 0.1, the second 0.75, the third 0.6.",
        (
            *instead_of("np.array([0.1, 0.75, 0.6])", "0.1", "0.75", "0.6", "np.mean([0.1, 0.75, 0.6])"),
            *instead_of("np.array([0.1, 0.75, 0.6])", "np.array([0.6, 0.75, 0.1])"),
        ),
    ),
)

# --- the function -------------------------------------------------------------------------------------------


def final_state(h_prev: Array, h_cand: Array, z: Array) -> Array:  # noqa: D103
    new = z * h_cand
    old = (1 - z) * h_prev
    return new + old


SMALL = (Sizes(B=1, H=1), Sizes(B=1, H=3), Sizes(B=2, H=3))
"""There is no D here: the sizes must differ in B and H."""


def draw(rng: np.random.Generator, sizes: Sizes) -> Arguments:
    """A batch of old states, candidates and update gates."""
    B, H = sizes.B, sizes.H
    return {"h_prev": state(rng, B, H), "h_cand": state(rng, B, H), "z": gate(rng, B, H)}


FUNCTION_ONLY = (
    Misconception(
        "state-added-again",
        "the old state added once more",
        "(1 - z) * h_prev is all that stays of the old state. Is h_prev, or a +=, there once too often?",
        instead_of("new + old", "h_prev + new + old", "h_cand + new + old"),
    ),
    Misconception(
        "row-or-unit-left-out",
        "a loop that leaves out a row or a unit",
        "All rows and units are right but one, which is still 0: range(B) goes from 0 to B - 1, and "
        "range(B - 1) "
        "or range(1, B) leaves one out.",
        instead_of(
            "new + old",
            "(new + old) * (np.arange(len(z))[:, None] < len(z) - 1)",
            "(new + old) * (np.arange(len(z))[:, None] > 0)",
            "(new + old) * (np.arange(z.shape[1]) < z.shape[1] - 1)",
            "(new + old) * (np.arange(z.shape[1]) > 0)",
        ),
    ),
    Misconception(
        "left-the-loop-early",
        "return inside the loop",
        "The first row (or the first number) is right and the rest is still 0: return ends the function at "
        "once. "
        "Move it to the left, below the loops.",
        instead_of(
            "new + old",
            "(new + old) * (np.arange(len(z))[:, None] == 0)",
            "(new + old) * ((np.arange(len(z))[:, None] == 0) & (np.arange(z.shape[1]) == 0))",
        ),
    ),
    Misconception(
        "row-after-row",
        "each row blended with the row above it",
        "The rows are examples of their own: each starts from its own row of h_prev, h_prev[b].",
        (
            "def final_state(h_prev, h_cand, z):\n"
            "    state, rows = h_prev[0], []\n"
            "    for b in range(len(z)):\n"
            "        state = z[b] * h_cand[b] + (1 - z[b]) * state\n"
            "        rows.append(state)\n"
            "    return np.array(rows)\n",
            *instead_of("(1 - z) * h_prev", "(1 - z) * h_prev[:1]"),
            *instead_of("z * h_cand", "z * h_cand[:1]"),
        ),
    ),
    Misconception(
        "larger-of-two",
        "one of the two chosen, not a blend",
        "Both count, each with its share: the two products are added.",
        instead_of("new + old", "np.maximum(new, old)", "np.minimum(new, old)", "np.maximum(h_cand, h_prev)"),
    ),
    Misconception(
        "shares-of-squares",
        "shares whose squares add up to 1",
        "It is the shares themselves that add up to 1: z and 1 - z, without squares and roots.",
        instead_of(
            "(1 - z) * h_prev", "np.sqrt(1 - z**2) * h_prev", "(1 - z**2) * h_prev", "np.sqrt(1 - z) * h_prev"
        ),
    ),
    Misconception(
        "flattened",
        "all rows in one line",
        "The numbers are right, and their arrangement is lost: look for ravel, flatten, or a list that grows "
        "number by number. Rows stay rows.",
        instead_of(
            "new + old", "(new + old).ravel()", "(new + old).reshape(1, -1)", "(new + old).reshape(-1, 1)"
        ),
    ),
    Misconception(
        "reshaped-not-transposed",
        "reshape where .T belongs, or nothing at all",
        "All three arrays have the same shape, (B, H): there is nothing to turn round, and reshape mixes "
        "rows.",
        instead_of(
            "new + old",
            "new + (1 - z) * h_prev.reshape(h_prev.shape[::-1]).T",
            "(new + old).T.reshape(z.shape)",
            "z * h_cand.reshape(z.shape[::-1]).T + old",
        ),
    ),
)
"""Mistakes that are made with arrays only, not on paper."""

# --- the other convention -----------------------------------------------------------------------------------


def keep_gate(W_z: Array, b_z: Array) -> tuple[Array, Array]:  # noqa: D103
    W = -W_z
    b = -b_z
    return W, b


def draw_gate(rng: np.random.Generator, sizes: Sizes) -> Arguments:
    """The weights of an update gate."""
    return {
        "W_z": weights(rng, sizes.D + sizes.H, sizes.H),
        "b_z": normal(rng, sizes.H, scale=0.5),
    }


def read_weights(returned: Any) -> Sequence[Any]:
    """A matrix and a bias."""
    if not isinstance(returned, list | tuple):
        raise NoNumbers("one thing came back where two are asked for: return W, b")
    if len(returned) != 2:
        raise NoNumbers(f"{len(returned)} things came back where two are asked for: return W, b")
    return returned


def adds_up(arguments: Arguments, pieces: Sequence[Array]) -> bool:
    """Whether the two gates make 1 together, for some inputs."""
    rows = len(arguments["W_z"])
    xh = np.concatenate([np.zeros((1, rows)), np.eye(rows)])
    W, b = pieces
    replace = sigmoid(xh @ arguments["W_z"] + arguments["b_z"])
    return bool(np.allclose(sigmoid(xh @ W + b) + replace, 1, atol=1e-5))


def _gates(*ways: str) -> tuple[Way, ...]:
    """Both made in another way: a way speaks of ``{}``."""
    return tuple((("-W_z", way.format("W_z")), ("-b_z", way.format("b_z"))) for way in ways)


KEEP = (
    Misconception(
        "unchanged",
        "the same weights",
        "With the same weights it is the same gate, which replaces at 1. Which sum gives 1 - sigmoid(a)?",
        _gates("{}"),
    ),
    Misconception(
        "only-the-bias",
        "only the bias is turned round",
        "The whole sum xh @ W + b has to change its sign: the product, too.",
        instead_of("-W_z", "W_z"),
    ),
    Misconception(
        "only-the-weights",
        "only the matrix is turned round",
        "The whole sum xh @ W + b has to change its sign: the bias, too.",
        instead_of("-b_z", "b_z"),
    ),
    Misconception(
        "one-minus",
        "1 minus the weights",
        "It is the gates that add up to 1, not the weights. The 1 - is taken after the sigmoid; which "
        "change of "
        "its input does the same? Look at sigmoid(-a).",
        (
            *_gates("1 - {}", "{} - 1"),
            *(((right, way),) for right, way in (("-W_z", "1 - W_z"), ("-b_z", "1 - b_z"))),
            (("-W_z", "1 - W_z"), ("-b_z", "b_z")),
            (("-W_z", "W_z"), ("-b_z", "1 - b_z")),
            (("-W_z", "-W_z"), ("-b_z", "b_z - 1")),
        ),
    ),
    Misconception(
        "one-over",
        "1 divided by the weights",
        "It is the sum xh @ W + b that changes its sign. Dividing turns large weights into small ones.",
        (*_gates("1 / {}", "-1 / {}"), *instead_of("-W_z", "1 / W_z"), *instead_of("-b_z", "1 / b_z")),
    ),
    Misconception(
        "matrix-inverse",
        "an inverse matrix",
        "To turn a gate round, its sum changes its sign: nothing has to be inverted.",
        (
            *instead_of("-W_z", "np.linalg.inv(W_z)", "-np.linalg.inv(W_z)"),
            *instead_of("-W_z", "np.linalg.pinv(W_z)"),
            *((("-W_z", f"np.linalg.{inverse}(W_z)"), ("-b_z", "b_z")) for inverse in ("inv", "pinv")),
        ),
    ),
    Misconception(
        "exchanged",
        "b and W in the other order",
        "The matrix comes first: return W, b.",
        instead_of("return W, b", "return b, W"),
    ),
    Misconception(
        "sigmoid-on-weights",
        "the sigmoid of the weights",
        "The sigmoid belongs to the gate, once the sum is done. Here only the weights are asked for.",
        _gates("1 - sigmoid({})", "sigmoid({})", "-sigmoid({})"),
    ),
    Misconception(
        "made-negative",
        "made negative, whatever it was",
        "Turn every sign round: what was negative becomes positive.",
        (
            *_gates("-np.abs({})", "np.abs({})"),
            *instead_of("-W_z", "-np.abs(W_z)"),
            *instead_of("-b_z", "-np.abs(b_z)"),
        ),
    ),
    Misconception(
        "transposed",
        "rows and columns exchanged",
        "Keep the layout, D + H rows and H columns: only the convention of the gate changes.",
        instead_of("-W_z", "-W_z.T", "W_z.T"),
    ),
    Misconception(
        "half-the-rows",
        "only some of the rows turned round",
        "The whole sum changes its sign, what comes from x and what comes from h_prev: every row.",
        instead_of(
            "-W_z",
            "np.concatenate([-W_z[: -len(b_z)], W_z[-len(b_z) :]])",
            "np.concatenate([W_z[: -len(b_z)], -W_z[-len(b_z) :]])",
        ),
    ),
    Misconception(
        "rows-reversed",
        "rows or columns in reverse order",
        "The rows stay where they are: [x, h_prev] is the same as before. What changes is a sign.",
        instead_of(
            "-W_z",
            "W_z[::-1]",
            "-W_z[::-1]",
            "-W_z[:, ::-1]",
            "W_z[:, ::-1]",
            "np.flip(W_z)",
            "-np.flip(W_z)",
        ),
    ),
    Misconception(
        "one-of-two",
        "one thing returned where two are asked for",
        "Both are needed, the matrix and the bias: return W, b.",
        instead_of("return W, b", "return W"),
    ),
    Misconception(
        "in-place",
        "the caller's array written into",
        "W_z *= -1 turns the caller's own gate round. " + IN_PLACE,
        (
            (("W = -W_z", "W_z *= -1\n    W = W_z"), ("b = -b_z", "b_z *= -1\n    b = b_z")),
            (("W = -W_z", "W_z *= -1\n    W = W_z"),),
            (("b = -b_z", "b_z *= -1\n    b = b_z"),),
        ),
    ),
)

# --- which gate was it? -------------------------------------------------------------------------------------


def z_from_states(h_prev: Array, h_cand: Array, h: Array) -> Array:  # noqa: D103
    gone = h - h_prev
    whole_way = h_cand - h_prev
    return gone / whole_way


def draw_states(rng: np.random.Generator, sizes: Sizes) -> Arguments:
    """Old states, candidates well apart from them, and blends of the two."""
    B, H = sizes.B, sizes.H
    h_prev, z = state(rng, B, H), gate(rng, B, H)
    step = rng.uniform(0.3, 0.8, size=(B, H)) * rng.choice([-1.0, 1.0], size=(B, H))
    inside = np.abs(h_prev + step) < 0.95
    h_cand = h_prev + np.where(inside, step, -step)
    return {"h_prev": h_prev, "h_cand": h_cand, "h": z * h_cand + (1 - z) * h_prev}


def move_states(rng: np.random.Generator, arguments: Arguments, path: str) -> Arguments:
    """One of the three is another, and h still lies between the other two: its gate is one."""
    h_prev, h_cand, h = arguments["h_prev"], arguments["h_cand"], arguments["h"]
    start, end = (h_prev, h_cand) if path == "h" else (h, arguments[path])
    return {**copied(arguments), path: start + rng.uniform(0.45, 0.55, size=h.shape) * (end - start)}


QUOTIENT = "gone / whole_way"

FROM_STATES = (
    *(each for each in result_mistakes(QUOTIENT) if each.id not in ("sign-turned", "rounded", "integers")),
    Misconception(
        "gate-as-switch",
        "rounded to a switch",
        "A gate is a dimmer: it can be 0.3 or 0.7. Leave out the rounding, and divide with /, not //.",
        instead_of(
            QUOTIENT, "np.round(gone / whole_way)", "gone // whole_way", "(gone / whole_way).astype(int)"
        ),
    ),
    Misconception(
        "rounded",
        "rounded",
        "The right numbers, rounded: leave the rounding out.",
        instead_of(QUOTIENT, *(f"np.round(gone / whole_way, {digits})" for digits in (1, 2, 3, 4))),
    ),
    Misconception(
        "z-swapped",
        "1 - z: the share of the old state",
        "z is the share of the candidate: 0 where h is still h_prev, and 1 where h is h_cand. From which "
        "of the "
        "two is the distance measured?",
        instead_of(QUOTIENT, "1 - gone / whole_way"),
        elsewhere="This is z in PyTorch and Keras, where z = 1 keeps; here z = 1 replaces.",
    ),
    Misconception(
        "sign-turned",
        "one difference the wrong way round",
        "Both differences start from the same end: (h - h_prev) and (h_cand - h_prev).",
        instead_of(QUOTIENT, "-gone / whole_way"),
    ),
    Misconception(
        "z-swapped-and-sign",
        "measured from the candidate in one place and from h_prev in the other",
        "Both differences are taken from h_prev: how far it went, over how far the candidate is away.",
        instead_of(QUOTIENT, "(h - h_cand) / whole_way"),
    ),
    Misconception(
        "divided-by-a-state",
        "divided by a state in place of a distance",
        "How far h went from h_prev is compared with how far it could go: from h_prev to h_cand.",
        instead_of(
            QUOTIENT,
            *("gone / h_cand", "gone / h_prev", "gone / h", "(h_prev - h) / h_cand", "(h_prev - h) / h_prev"),
        ),
    ),
    Misconception(
        "not-measured-from-h-prev",
        "h_prev not subtracted above",
        "h_prev is the start: what counts is how far h is away from it, h - h_prev.",
        instead_of(
            QUOTIENT,
            *(
                "h / whole_way",
                "h / h_cand",
                "h / h_prev",
                "h_cand / h",
                "h_prev / h",
                "h / (h_cand + h_prev)",
            ),
            *("h_cand / h_prev", "h_prev / h_cand", "h / (h_prev - h_cand)", "h_cand / whole_way"),
        ),
    ),
    Misconception(
        "missing-parentheses",
        "parentheses missing around a difference",
        "/ binds tighter than -: put each of the two differences into parentheses.",
        instead_of(
            QUOTIENT,
            "h - h_prev / h_cand - h_prev",
            "(h - h_prev) / h_cand - h_prev",
            "h - h_prev / (h_cand - h_prev)",
        ),
    ),
    Misconception(
        "added-for-subtracted",
        "a sum where a difference belongs",
        "Solve for z: h - h_prev = z * (h_cand - h_prev). Both are differences.",
        instead_of(
            QUOTIENT,
            *("gone / (h_cand + h_prev)", "(h + h_prev) / whole_way", "(h + h_prev) / (h_cand + h_prev)"),
            *("gone / (1 + h_cand)", "gone + whole_way"),
            *(f"gone / (whole_way + {little})" for little in (1, 0.1, 0.01, 1e-3)),
        ),
    ),
    Misconception(
        "upside-down",
        "the quotient upside down",
        "The part goes above, the whole below: a gate is at most 1.",
        instead_of(QUOTIENT, "whole_way / gone", "-whole_way / gone"),
    ),
    Misconception(
        "odds",
        "compared with what is left of the way",
        "This is z / (1 - z). Compare with the whole way from h_prev to h_cand, not with what is left of it.",
        instead_of(
            QUOTIENT,
            *("gone / (h_cand - h)", "gone / (h - h_cand)", "(h_cand - h) / gone", "(h - h_cand) / gone"),
        ),
    ),
    Misconception(
        "multiplied",
        "multiplied where it should divide",
        "z * (h_cand - h_prev) is how far h went. To get z alone, divide.",
        instead_of(QUOTIENT, "gone * whole_way", "h * whole_way"),
    ),
    Misconception(
        "no-division",
        "a difference, not yet a share",
        "How far h went is half the answer: compare it with the whole way from h_prev to h_cand.",
        instead_of(
            QUOTIENT, "gone", "-gone", "np.abs(gone)", "whole_way", "-whole_way", "h_cand - h", "h - h_cand"
        ),
    ),
    Misconception(
        "blended-again",
        "a state, not a gate",
        "A gate is asked for: h is already there. Solve h = z * h_cand + (1 - z) * h_prev for z.",
        instead_of(QUOTIENT, "h", "h_prev", "h_cand", "h * h_cand + (1 - h) * h_prev"),
    ),
    Misconception(
        "gate-squashed-again",
        "a function around the share",
        "The quotient already lies between 0 and 1: take it as it is.",
        instead_of(QUOTIENT, "sigmoid(gone / whole_way)", "np.tanh(gone / whole_way)", "sigmoid(gone)"),
    ),
    Misconception(
        "one-z-for-all",
        "one z for all units",
        "Every unit of every row has its own z: divide element by element, without sum or mean.",
        instead_of(
            QUOTIENT,
            *("gone.sum() / whole_way.sum()", "gone.mean(axis=-1) / whole_way.mean(axis=-1)"),
            *("gone.sum(axis=-1, keepdims=True) / whole_way.sum(axis=-1, keepdims=True)",),
            *("np.linalg.norm(gone) / np.linalg.norm(whole_way)", "gone.sum(axis=0) / whole_way.sum(axis=0)"),
            *("gone / whole_way.sum()", "gone / np.linalg.norm(whole_way)", "gone / whole_way.max()"),
            *("np.zeros_like(h) + gone.sum() / whole_way.sum()",),
            *("np.zeros_like(h) + (gone / whole_way).mean()",),
        ),
    ),
    Misconception(
        "matrix-inverse",
        "an inverse matrix or a system of equations",
        "Each unit is an equation of its own, with one unknown: divide element by element.",
        instead_of(
            QUOTIENT,
            *("gone @ np.linalg.inv(whole_way)", "np.linalg.solve(whole_way, gone)"),
            *("gone @ np.linalg.pinv(whole_way)", "np.linalg.lstsq(whole_way, gone)[0]", "gone @ whole_way"),
            *("np.linalg.inv(whole_way) @ gone", "np.linalg.pinv(whole_way) @ gone"),
        ),
    ),
    Misconception(
        "in-place",
        "the caller's array written into",
        "h -= h_prev changes the h of the caller. " + IN_PLACE,
        (
            (("gone = h - h_prev", "h -= h_prev\n    gone = h"),),
            (("whole_way = h_cand - h_prev", "h_cand -= h_prev\n    whole_way = h_cand"),),
            (
                ("gone = h - h_prev", "h -= h_prev\n    gone = h"),
                ("whole_way = h_cand - h_prev", "h_cand -= h_prev\n    whole_way = h_cand"),
            ),
        ),
    ),
)

# --- catalogue ----------------------------------------------------------------------------------------------

EXERCISES = (
    Exercise(
        name="blend_by_hand",
        notebook="06_final_state",
        title="A blend with pencil and paper",
        points=2,
        minutes=4,
        reference=blend_by_hand,
        kind="value",
        hints=(
            "Each unit by itself: how much of the candidate, and how much of the old state?",
            "The first unit: z = 0.1, so a tenth of the candidate, -0.6, and nine tenths of the old "
            "state, 0.8.",
            "The first number is 0.1 * (-0.6) + 0.9 * 0.8 = 0.66; the others go the same way.",
        ),
        misconceptions=combining_usual_ways(BY_HAND, blend_by_hand),
        outputs={"h": "H"},
        solution="""blend_by_hand = [
    0.1 * (-0.6) + 0.9 * 0.8,  # 0.66
    0.75 * 0.9 + 0.25 * (-0.4),  # 0.575
    0.6 * (-0.7) + 0.4 * 0.5,  # -0.22
]""",
        read=read_three,
        tolerance=6e-4,
    ),
    Exercise(
        name="final_state",
        notebook="06_final_state",
        title="The final state",
        points=3,
        minutes=7,
        reference=final_state,
        hints=(
            "Two shares that add up to 1: one of the candidate, one of the old state.",
            "z is the share of h_cand. What is left of 1 is the share of h_prev. Multiply each, then add.",
            "One line is enough: z * h_cand + (1 - z) * h_prev, with parentheses around 1 - z.",
        ),
        misconceptions=combining_usual_ways((*BLEND_MISTAKES, *FUNCTION_ONLY), final_state),
        draw=draw,
        outputs={"h": "B H"},
        small=SMALL,
        batched=("h_prev", "h_cand", "z"),
        extreme=times(1000.0, "h_prev", "h_cand"),
        properties=(CONVEX,),
    ),
    Exercise(
        name="keep_gate",
        notebook="06_final_state",
        title="The same gate where z = 1 keeps",
        points=2,
        minutes=6,
        reference=keep_gate,
        hints=(
            "Where the course's gate is 0.7, the other one has to be 0.3, for every input. So it is "
            "1 - sigmoid(a), and it has to be written as a sigmoid again.",
            "sigmoid(-a) = 1 - sigmoid(a). And a is xh @ W_z + b_z: which weights give -a?",
            "-(xh @ W_z + b_z) = xh @ (-W_z) + (-b_z): both change their sign.",
        ),
        misconceptions=KEEP,
        draw=draw_gate,
        outputs={"W": "", "b": "H"},
        read=read_weights,
        small=(Sizes(D=1, H=1), Sizes(D=1, H=2)),
        properties=(
            Property(
                "adds-up",
                "The two gates should add up to 1 for every input, and with your weights they do not.",
                adds_up,
            ),
        ),
    ),
    Exercise(
        name="z_from_states",
        notebook="06_final_state",
        title="Which gate was it?",
        points=3,
        minutes=8,
        reference=z_from_states,
        hints=(
            "The new state lies somewhere on the way from h_prev to h_cand. How far along is it?",
            "Rewrite the blend: h = h_prev + z * (h_cand - h_prev). Bring h_prev to the other side.",
            "h - h_prev = z * (h_cand - h_prev): divide by the bracket, element by element.",
        ),
        misconceptions=combining_usual_ways(FROM_STATES, z_from_states),
        draw=draw_states,
        move=move_states,
        outputs={"z": "B H"},
        small=SMALL,
        batched=("h_prev", "h_cand", "h"),
        extreme=times(1000.0, "h_prev", "h_cand", "h"),
    ),
)
