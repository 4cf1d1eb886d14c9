"""Mistakes with the blend, z * h_cand + (1 - z) * h_prev.

They are edits of a right answer with these lines: ``new = z * h_cand``, ``old = (1 - z) * h_prev``,
``return new + old``.
"""

from collections.abc import Sequence

import numpy as np

from gru_course.checks.exercise import Edit, Misconception, Property, Way
from gru_course.checks.exercises.result_mistakes import IN_PLACE, result_mistakes
from gru_course.checks.probes import Arguments
from gru_course.nn.validate import Array

NEW, OLD = "z * h_cand", "(1 - z) * h_prev"
"""The two terms, as the right answer writes them."""


def between_old_and_new(arguments: Arguments, pieces: Sequence[Array]) -> bool:
    """Whether every number lies between those of h_prev and h_cand, up to rounding, where z is a share."""
    z = arguments["z"]
    one, other = arguments["h_prev"], arguments["h_cand"]
    slack = 1e-5 * (1 + np.maximum(np.abs(one), np.abs(other)))
    low, high = np.minimum(one, other) - slack, np.maximum(one, other) + slack
    return bool(np.all((pieces[0] >= low) & (pieces[0] <= high) | (z < 0) | (z > 1)))


CONVEX = Property(
    "convexity",
    "A blend lies between h_prev and h_cand, unit by unit, and yours does not.",
    between_old_and_new,
)


def _new(way: str) -> tuple[Edit, ...]:
    """Another term for the candidate."""
    return ((NEW, way),)


def _old(way: str) -> tuple[Edit, ...]:
    """Another term for the memory."""
    return ((OLD, way),)


def _both(new: str, old: str) -> tuple[Edit, ...]:
    return ((NEW, new), (OLD, old))


def _result(*ways: str) -> tuple[Way, ...]:
    """The terms come together in another way."""
    return tuple((("return new + old", f"return {way}"),) for way in ways)


def _z(*ways: str) -> tuple[Way, ...]:
    """Something else stands where z should, in both terms."""
    return tuple((("new = ", f"z = {way}\n    new = "),) for way in ways)


def _statements(*lines: str) -> tuple[Way, ...]:
    """A whole function, line by line."""
    return ("def final_state(h_prev, h_cand, z):\n    " + "\n    ".join(lines) + "\n",)


def _arguments(*orders: str) -> tuple[Way, ...]:
    """The arguments taken in another order."""
    return tuple(f"def final_state({each}):\n    return {NEW} + {OLD}\n" for each in orders)


WEIGHTS = (
    Misconception(
        "z-swapped",
        "z and 1 - z exchanged",
        "Here z says how much of the new comes in: z weights the candidate, and 1 - z the old state. "
        "With z = 1 the old state is replaced. (Or have h_prev and h_cand changed places?)",
        (_both("(1 - z) * h_cand", "z * h_prev"),),
        elsewhere="PyTorch and Keras have it so (z = 1 keeps); this course and its documents let z = 1 "
        "replace.",
    ),
    Misconception(
        "missing-parentheses",
        "1 - z * h_prev: the parentheses are missing",
        "* binds tighter than -: put 1 - z into parentheses.",
        (_old("1 - z * h_prev"), _both("1 - z * h_cand", "z * h_prev")),
    ),
    Misconception(
        "no-weights",
        "no weights: old and new simply added",
        "Both count in full here, so the state can grow with every step. z is the share of the "
        "candidate; which "
        "share is left for the old state?",
        (_both("h_cand", "h_prev"),),
    ),
    Misconception(
        "memory-unweighted",
        "the old state comes in whole",
        "The candidate takes the share z; only what is left of 1, 1 - z, is for h_prev.",
        (_old("h_prev"), _both("(1 - z) * h_cand", "h_prev")),
    ),
    Misconception(
        "candidate-unweighted",
        "the candidate comes in whole",
        "The candidate counts with the share z, not in full.",
        (_new("h_cand"), _both("h_cand", "z * h_prev")),
    ),
    Misconception(
        "same-weight",
        "one weight for both",
        "The two shares add up to 1: if the candidate has z, the old state has what is left.",
        (_old("z * h_prev"), _new("(1 - z) * h_cand")),
    ),
    Misconception(
        "one-plus-z",
        "1 + z where 1 - z belongs",
        "The two shares add up to 1: z and 1 - z.",
        (_old("(1 + z) * h_prev"),),
    ),
    Misconception(
        "plain-mean",
        "the plain mean of old and new",
        "z decides how much of each, unit by unit; the mean is only the case z = 0.5.",
        (_both("0.5 * h_cand", "0.5 * h_prev"),),
    ),
    Misconception(
        "one-z-for-all",
        "one z for all units",
        "Every unit of every row has its own z: multiply with the whole array, not with its mean or one "
        "entry.",
        _z(
            *("z.mean()", "z.mean(axis=-1, keepdims=True)", "z.mean(axis=0)", "z[0]", "z[-1]", "z[:, :1]"),
            *("z[0, 0]", "z.max()", "z.sum()", "z.sum(axis=-1, keepdims=True)", "z[:, 0]", "z.mean(axis=-1)"),
        ),
    ),
    Misconception(
        "gate-as-switch",
        "z as a switch",
        "A gate is a dimmer, not a switch: with z = 0.7 the new state is 70 % candidate and 30 % old state.",
        _z("(z > 0.5) * 1.0"),
    ),
    Misconception(
        "gate-squashed-again",
        "a function around z, which is already a gate",
        "z comes ready-made, between 0 and 1: use it as it is.",
        _z("sigmoid(z)", "np.tanh(z)", "softmax_rows(z)", "softmax_all(z)", "z ** 2", "z / z.sum()"),
    ),
    Misconception(
        "made-from-the-states",
        "a gate computed afresh",
        "z is handed over: there is nothing left to compute but the blend.",
        _z("sigmoid(h_cand + h_prev)", "sigmoid(h_prev)", "sigmoid(h_cand)", "sigmoid(z * h_prev)"),
    ),
    Misconception(
        "reset-computed-in",
        "the old state scaled twice",
        "The old state has one weight, 1 - z; reset touches only the candidate.",
        (_old("(1 - z) * (1 - z) * h_prev"),),
    ),
    Misconception(
        "candidate-scaled-twice",
        "the candidate scaled twice",
        "The candidate has one weight, z, and comes in once.",
        (_new("z * z * h_cand"),),
    ),
)

TERMS = (
    Misconception(
        "returned-candidate",
        "only the candidate comes out",
        "The candidate is a proposal. Blend it with the old state: the share z of the one, 1 - z of the "
        "other.",
        _result("h_cand"),
    ),
    Misconception(
        "both-h-prev",
        "only h_prev comes out: the candidate has no part in it",
        "h_prev stands in both terms, or alone. One of the two terms is for the candidate, h_cand.",
        _result("h_prev"),
    ),
    Misconception(
        "returned-gate",
        "the gate comes out",
        "z says how much of each; what comes out is the blend of h_cand and h_prev.",
        _result("z", "1 - z", "z * z"),
    ),
    Misconception(
        "no-memory",
        "the old state is missing: nothing is remembered",
        "This is the candidate's share alone. What is left of 1, 1 - z, is the share of h_prev.",
        (*_result("new"), _both("(1 - z) * h_cand", "0")),
    ),
    Misconception(
        "no-candidate",
        "the candidate is missing: nothing new comes in",
        "This is the old state's share alone. The share z of h_cand is still to be added. (Was it "
        "computed and then overwritten?)",
        (*_result("old"), _both("0", "z * h_prev")),
    ),
    Misconception(
        "memory-forgotten-in-term",
        "1 - z without h_prev",
        "1 - z is a weight: of what? Multiply it with the old state.",
        (_old("(1 - z)"), *_result("z * h_cand + (1 - z) + h_prev")),
    ),
    Misconception(
        "memory-minus-z",
        "z taken away from h_prev",
        "1 - z is the share of the old state: a share is multiplied, (1 - z) times h_prev.",
        (_old("h_prev - z"), _old("1 - z - h_prev"), _both("z * h_prev", "h_cand - z")),
    ),
    Misconception(
        "one-minus-h-prev",
        "1 - h_prev where h_prev belongs",
        "Only the share is taken from 1: 1 - z. What it multiplies is h_prev as it is.",
        (_old("(1 - z) * (1 - h_prev)"), _both("(1 - z) * h_cand", "z * (1 - h_prev)")),
    ),
    Misconception(
        "candidate-forgotten-in-term",
        "z without h_cand",
        "z is a weight: of what? Multiply it with the candidate.",
        (_new("z"), *_result("z + h_cand + (1 - z) * h_prev", "z + (1 - z) * h_prev * h_cand")),
    ),
    Misconception(
        "states-exchanged-in-name",
        "h_cand where h_prev belongs, once too often",
        "Each term has its own state: z goes with h_cand, and 1 - z with h_prev.",
        (_both("z * h_cand * h_prev", "(1 - z)"),),
    ),
)

TOGETHER = (
    Misconception(
        "product",
        "the two terms multiplied",
        "To blend is to add: so much of the one plus so much of the other.",
        _result("new * old"),
    ),
    Misconception(
        "sums-multiplied",
        "+ and * exchanged",
        "Multiply each state with its share first; then add the two.",
        _result(
            "(z + h_cand) * ((1 - z) + h_prev)",
            "(z + h_cand) + ((1 - z) + h_prev)",
            "z + h_cand * (1 - z) + h_prev",
            "(z + h_cand) * (1 - z + h_prev)",
            "z * h_cand * (1 - z) + h_prev",
        ),
    ),
    Misconception(
        "subtracted",
        "the old part comes in with a minus",
        "The two parts are added: look for a minus between them, or for z - 1 where 1 - z belongs.",
        _result("new - old", "(1 - z) * h_cand - z * h_prev"),
    ),
    Misconception(
        "candidate-subtracted",
        "the new part comes in with a minus",
        "The two parts are added: look for a minus between them, or in front.",
        _result("old - new", "z * h_prev - (1 - z) * h_cand"),
    ),
    Misconception(
        "parentheses",
        "parentheses around too much",
        "Each of the two products stands by itself: the share z of h_cand, plus the share 1 - z of h_prev. "
        "Nothing else is multiplied.",
        _result(
            "(1 - z) * (z * h_cand + h_prev)",
            "z * (h_cand + (1 - z) * h_prev)",
            "(z * h_cand + (1 - z)) * h_prev",
            "z * (h_cand + (1 - z)) * h_prev",
            "z * (h_cand + 1 - z) * h_prev",
            "(z * h_cand + 1 - z) * h_cand",
            "z * (1 - z) * (h_cand + h_prev)",
            "z * (h_cand + h_prev) * (1 - z)",
            "1 - z * (h_cand + h_prev)",
            "(1 - z) * (h_cand + z * h_prev)",
            "z * (h_cand - z) * h_prev",
            "z * (h_cand + (1 - h_prev))",
        ),
    ),
    Misconception(
        "difference-turned",
        "the difference the wrong way round",
        "From the old state one goes towards the candidate: h_prev plus the share z of (h_cand - h_prev).",
        _result(
            *("h_prev + z * (h_prev - h_cand)", "h_cand + (1 - z) * (h_cand - h_prev)"),
            *("h_cand + z * (h_cand - h_prev)", "h_prev + (1 - z) * (h_prev - h_cand)"),
        ),
    ),
    Misconception(
        "difference-only",
        "only the way, not where it leads",
        "This is how far the state moves. It starts from h_prev: add it.",
        _result(
            *("z * (h_cand - h_prev)", "z * (h_prev - h_cand)", "(1 - z) * (h_cand - h_prev)"),
            *("h_cand - h_prev", "h_prev - h_cand", "(1 - z) * (h_prev - h_cand)"),
        ),
    ),
    Misconception(
        "difference-without-z",
        "the whole way, whatever z says",
        "Only the share z of the way from h_prev to h_cand is gone.",
        _result("h_prev + (h_cand - h_prev) / z", "h_prev + z + (h_cand - h_prev)", "h_cand + z * h_cand"),
    ),
    Misconception(
        "matrix-product",
        "a matrix product where * belongs",
        "z has one number for each unit of each row, like the states: multiply element by element, with *.",
        (
            *_result("z @ h_cand + (1 - z) @ h_prev", "np.dot(z, h_cand) + np.dot(1 - z, h_prev)"),
            *_result("z @ h_cand.T + (1 - z) @ h_prev.T", "z.T @ h_cand + (1 - z).T @ h_prev"),
            *_result("h_cand @ z.T + h_prev @ (1 - z).T", "h_cand.T @ z + h_prev.T @ (1 - z)"),
            *_result("h_cand @ z + h_prev @ (1 - z)", "np.inner(z, h_cand) + np.inner(1 - z, h_prev)"),
            *_result("np.outer(z, h_cand) + np.outer(1 - z, h_prev)"),
            *_result("z * h_cand + (1 - z) @ h_prev", "z * h_cand + (1 - z) @ h_prev.T"),
            *_result("z * h_cand + np.dot(1 - z, h_prev)", "z @ h_cand.T + (1 - z) * h_prev"),
        ),
    ),
    Misconception(
        "joined-not-added",
        "old and new put side by side",
        "A blend has the shape of one state, (B, H): add the two parts.",
        _result(
            *("np.concatenate([new, old], axis=-1)", "np.concatenate([new, old])", "np.stack([new, old])"),
            *(
                "(new, old)",
                "np.concatenate([h_cand, h_prev], axis=-1)",
                "np.concatenate([old, new], axis=-1)",
            ),
        ),
    ),
    Misconception(
        "powers",
        "z and 1 - z as powers",
        "The shares are factors: each state is multiplied with its share.",
        _result("h_cand ** z * h_prev ** (1 - z)", "h_cand ** z + h_prev ** (1 - z)"),
    ),
    Misconception(
        "tanh-again",
        "a function around the blend",
        "Both parts are already between -1 and 1, and so is their blend: nothing needs squashing here.",
        _result(
            "np.tanh(new + old)", "sigmoid(new + old)", "np.maximum(new + old, 0)", "softmax_rows(new + old)"
        ),
    ),
    Misconception(
        "tanh-on-candidate",
        "tanh around a state",
        "h_cand has been through tanh already, and h_prev is a state: take both as they are.",
        (
            _new("z * np.tanh(h_cand)"),
            _new("np.tanh(z * h_cand)"),
            _old("(1 - z) * np.tanh(h_prev)"),
            _old("np.tanh((1 - z) * h_prev)"),
            _new("z * sigmoid(h_cand)"),
            _both("z * np.tanh(h_cand)", "(1 - z) * np.tanh(h_prev)"),
            _both("np.tanh(z * h_cand)", "np.tanh((1 - z) * h_prev)"),
        ),
    ),
    Misconception(
        "divided",
        "divided where nothing should be",
        "The shares add up to 1 already, so the sum needs no division.",
        _result(
            "(new + old) / 2", "h_cand / z + h_prev / (1 - z)", "new / old", "(new + old) / (h_cand + h_prev)"
        ),
    ),
    Misconception(
        "two-things-returned",
        "two things returned",
        "Return the new state alone.",
        _result("new + old, z", "new + old, h_cand", "new + old, new + old", "new + old, h_prev"),
    ),
)

VARIABLES = (
    Misconception(
        "overwritten",
        "a variable used again after it was overwritten",
        "One of the three arguments gets another meaning before its second use. Give the two parts names of "
        "their own.",
        (
            *_statements(f"z = {NEW}", f"return z + {OLD}"),
            *_statements(f"h_prev = {NEW}", f"return h_prev + {OLD}"),
            *_statements(f"new = {NEW}", "return new + (1 - new) * h_prev"),
            *_statements(f"z = {OLD}", f"return z + {NEW}"),
            *_statements(f"h_cand = {OLD}", f"return h_cand + {NEW}"),
            *_statements("z *= h_cand", f"return z + {OLD}"),
            *_statements("h_cand *= z", f"return {NEW} + {OLD}"),
            *_statements("h_prev *= 1 - z", f"return {NEW} + {OLD}"),
            *_statements(f"h_prev[:] = {NEW}", f"return h_prev + {OLD}"),
            *_statements(f"h_prev += {NEW}", f"return {OLD}"),
        ),
    ),
    Misconception(
        "arguments-in-another-order",
        "the arguments in another order",
        "It is called as final_state(h_prev, h_cand, z), by position: keep the arguments in this order.",
        (
            *_arguments("z, h_cand, h_prev", "z, h_prev, h_cand"),
            *_arguments("h_prev, z, h_cand", "h_cand, z, h_prev"),
        ),
    ),
    Misconception(
        "in-place",
        "the caller's array written into",
        "*=, += and h_prev[...] = write into the array that was handed over, and the caller still needs it. "
        + IN_PLACE,
        (
            (("old = (1 - z) * h_prev", "h_prev *= 1 - z\n    old = h_prev"),),
            (("new = z * h_cand", "h_cand *= z\n    new = h_cand"),),
            (
                ("old = (1 - z) * h_prev", "h_prev *= 1 - z\n    old = h_prev"),
                ("new = z * h_cand", "h_cand *= z\n    new = h_cand"),
            ),
            *_statements(f"old = {OLD}", "z *= h_cand", "return z + old"),
        ),
    ),
)

BLEND_MISTAKES = (*result_mistakes("new + old"), *WEIGHTS, *TERMS, *TOGETHER, *VARIABLES)
"""The bank of the blend; of two mistakes with the same numbers, the first is named."""
