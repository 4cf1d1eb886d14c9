"""Mistakes that are made in the four equations of a GRU, wherever these stand: in a cell, or in a loop.

All edits speak of the same ten lines, from ``xh = ...`` to ``h = ...``. The frequent mistakes also go
together in pairs; the others are built alone, which keeps the search for two at once well under a second.
"""

import inspect
import textwrap
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from itertools import permutations
from typing import Any

import numpy as np

from gru_course.checks.bank import edited
from gru_course.checks.exercise import Edit, Misconception
from gru_course.checks.probes import Arguments, copied, normal, weights
from gru_course.nn.cell import GRUParams


def draw_params(rng: np.random.Generator, D: int, H: int) -> GRUParams:
    """Random weights for D inputs and H units, every bias well away from 0."""
    matrices = {f"W_{part}": weights(rng, D + H, H) for part in "rzh"}
    biases = {f"b_{part}": normal(rng, H, scale=0.5) for part in "rzh"}
    return GRUParams(**matrices, **biases)


def extreme(arguments: Arguments) -> Arguments:
    """Far out in both directions: one row gets sums of -1000 in the gates, a batch inputs of +-1000.

    The biases see to it that exp overflows in the gates only for the batch, and there in the candidate for
    every other unit, or for all: so it can be told where it is not written safely.
    """
    far = copied(arguments)
    params = far["params"]
    data = [name for name in far if name != "params"]
    if len(far[data[0]]) == 1:
        return {**far, "params": params.replace(b_r=-1000.0, b_z=-1000.0, b_h=1000.0)}
    signs = (-1.0) ** np.arange(params.H)
    far["params"] = params.replace(b_r=2e4, b_z=2e4, b_h=2e4 * signs)
    return {**far, **{name: 1000.0 * far[name] for name in data}}


def fitted(
    mistakes: Sequence[Misconception],
    reference: Callable[..., Any],
    pairs_of: Collection[str],
    ways_in_pairs: int | None = None,
) -> tuple[Misconception, ...]:
    """The mistakes as edits of one right answer; those not in `pairs_of` as whole functions.

    Parameters
    ----------
    mistakes : sequence of Misconception
        Every way of theirs is a tuple of edits.
    reference : callable
        The right answer that the edits change.
    pairs_of : collection of str
        Ids of the mistakes that are looked for two at a time: a whole function cannot be edited further.
    ways_in_pairs : int, optional
        So many of their ways, the first ones, are looked for two at a time.
    """
    source = textwrap.dedent(inspect.getsource(reference))

    def fit(mistake: Misconception) -> Misconception:
        paired = len(mistake.ways[:ways_in_pairs]) if mistake.id in pairs_of else 0
        whole = (way if isinstance(way, str) else edited(source, way) for way in mistake.ways[paired:])
        return replace(mistake, ways=(*mistake.ways[:paired], *whole))

    return tuple(fit(mistake) for mistake in mistakes)


# --- ways to write a mistake, in one gate or in several -----------------------------------------------------


def squashed_by(wrong: str) -> tuple[tuple[Edit, ...], ...]:
    """The gates with something else in place of ``sigmoid(a)``: both, r alone, z alone."""
    r = ("r = sigmoid(a_r)", f"r = {wrong.replace('#', 'a_r')}")
    z = ("z = sigmoid(a_z)", f"z = {wrong.replace('#', 'a_z')}")
    return ((r, z), (r,), (z,))


def summed_by(wrong: str, parts: Sequence[str] = ("rz", "r", "z")) -> tuple[tuple[Edit, ...], ...]:
    """Something else in place of ``v @ W + b``; the letters stand for those of each equation."""
    return tuple(tuple(_sum_edit(part, wrong) for part in together) for together in parts)


def _sum_edit(part: str, wrong: str) -> Edit:
    joined, h = ("x_reset_h", "reset_h") if part == "h" else ("xh", "h_prev")
    right = f"a_{part} = {joined} @ params.W_{part} + params.b_{part}"
    filled = wrong.format(W=f"params.W_{part}", b=f"params.b_{part}", h=h, v=joined, D="x.shape[-1]")
    return right, f"a_{part} = {filled}"


def bias_after(parts: str) -> tuple[Edit, ...]:
    """The bias outside the squashing function, in each of these parts."""
    squashed = {"r": "r = sigmoid(a_r)", "z": "z = sigmoid(a_z)", "h": "h_cand = tanh(a_h)"}
    edits = [
        ((f" + params.b_{part}", ""), (squashed[part], f"{squashed[part]} + params.b_{part}"))
        for part in parts
    ]
    return tuple(edit for pair in edits for edit in pair)


def _squashed_apart(part: str) -> Edit:
    left, squash = {"r": ("r", "sigmoid"), "z": ("z", "sigmoid"), "h": ("h_cand", "tanh")}[part]
    from_x = f"x @ params.W_{part}[: x.shape[-1]]"
    return (
        f"{left} = {squash}(a_{part})",
        f"{left} = {squash}({from_x}) + {squash}(a_{part} - {from_x})",
    )


def weights_of(part: str, other: str) -> tuple[tuple[Edit, ...], ...]:
    """The weights of another part: W alone, and W with its bias."""
    joined = "x_reset_h" if part == "h" else "xh"
    left = f"a_{part} = {joined} @ "
    whole = (f"{left}params.W_{part} + params.b_{part}", f"{left}params.W_{other} + params.b_{other}")
    return (((f"{left}params.W_{part}", f"{left}params.W_{other}"),), (whole,))


def half_of(part: str, other: str) -> tuple[tuple[Edit, ...], ...]:
    """The weights of another part for the state only, or for x only."""
    from_x, from_h = "x @ {W}[:{D}]", "{h} @ {W}[{D}:]"
    wrong = f"params.W_{other}"
    return (
        *summed_by(f"{from_x} + {from_h.replace('{W}', wrong)} + {{b}}", [part]),
        *summed_by(f"{from_x.replace('{W}', wrong)} + {from_h} + {{b}}", [part]),
    )


def bias_of(part: str, other: str) -> tuple[tuple[Edit, ...], ...]:
    """The bias of another part."""
    return (((f"params.W_{part} + params.b_{part}", f"params.W_{part} + params.b_{other}"),),)


def _formula(mistake: str, name: str, hint: str, *wrong: str) -> Misconception:
    """A slip in a sigmoid that serves both gates."""
    return Misconception(mistake, name, hint, tuple(squashed_by(each)[0] for each in wrong))


BLEND = "z * h_cand + (1 - z) * h_prev"
JOIN = "np.concatenate([x, h_prev], axis=-1)"
JOIN_RESET = "np.concatenate([x, reset_h], axis=-1)"
PARTS = {"r": "the reset gate", "z": "the update gate", "h": "the candidate"}


def _blend(mistake: str, name: str, hint: str, *wrong: str, elsewhere: str = "") -> Misconception:
    return Misconception(mistake, name, hint, tuple(((BLEND, each),) for each in wrong), elsewhere)


BLEND_MISTAKES = (
    _blend(
        "z-swapped",
        "z and 1 - z exchanged",
        "Here z is the share of the new: z = 1 replaces the state by the candidate, z = 0 keeps it. Which of "
        "the two is multiplied by z, then? (A minus too many or too few inside the sigmoid of z does the "
        "same.)",
        "(1 - z) * h_cand + z * h_prev",
        elsewhere="valid in PyTorch and Keras, where z = 1 keeps; in this course z = 1 replaces.",
    ),
    _blend(
        "returns-candidate",
        "the candidate comes out, not the blended state",
        "h_cand is only a proposal. The last equation is missing: now blend it with h_prev, by z.",
        "h_cand",
    ),
    _blend(
        "both-h-prev",
        "h_prev comes out unchanged",
        "Nothing new ever gets in. One of the two terms of the blend belongs to h_cand.",
        "h_prev",
    ),
    _blend(
        "no-memory",
        "the term with h_prev is missing",
        "z * h_cand is what is new. What becomes of the share 1 - z of the old state?",
        "z * h_cand",
    ),
    _blend(
        "no-candidate",
        "the term with the candidate is missing",
        "(1 - z) * h_prev is what stays. What fills the place that z has made free?",
        "(1 - z) * h_prev",
    ),
    Misconception(
        "reset-in-blend",
        "the reset state r * h_prev stands in the blend",
        "The reset gate touches only what the candidate sees; the blend keeps the old state itself. If you "
        "wrote "
        "h_prev = r * h_prev, give the product a name of its own.",
        (
            ((BLEND, "z * h_cand + (1 - z) * (h_prev * r)"),),
            (("reset_h = r * h_prev", "h_prev *= r; reset_h = h_prev"),),
            ((BLEND, "z * h_cand + (1 - z) * reset_h"), ("a_z = xh @", "a_z = x_reset_h @")),
            (("reset_h = r * h_prev", "h_prev *= r; reset_h = h_prev"), ("a_z = xh @", "a_z = x_reset_h @")),
        ),
    ),
    _blend(
        "product",
        "the two terms are multiplied",
        "To blend is to add: two shares that make one whole.",
        "z * h_cand * (1 - z) * h_prev",
    ),
    _blend(
        "subtracted",
        "a minus between the two terms",
        "To blend is to add: a share z of one and a share 1 - z of the other. 1 - z is not z - 1.",
        "z * h_cand - (1 - z) * h_prev",
    ),
    _blend(
        "memory-unweighted",
        "h_prev is kept whole",
        "The shares should make one whole. If z of the new comes in, how much of h_prev may stay?",
        "z * h_cand + h_prev",
    ),
    _blend(
        "candidate-unweighted",
        "the candidate is added whole",
        "The shares should make one whole. If 1 - z of the old stays, how much of h_cand may come in?",
        "h_cand + (1 - z) * h_prev",
    ),
    _blend(
        "same-weight",
        "both terms have the same share",
        "The shares should make one whole: z for one of the two, 1 - z for the other.",
        "z * h_cand + z * h_prev",
        "(1 - z) * h_cand + (1 - z) * h_prev",
    ),
    _blend(
        "no-weights",
        "h_cand and h_prev are added without z",
        "z is never consulted. It is the share that h_cand has in the sum.",
        "h_cand + h_prev",
        "(h_cand + h_prev) / 2",
    ),
    _blend(
        "candidate-subtracted",
        "the new part comes in with a minus",
        "To blend is to add: a share z of the candidate and a share 1 - z of the old state.",
        "(1 - z) * h_prev - z * h_cand",
    ),
    _blend(
        "sums-multiplied",
        "+ and * exchanged",
        "Each state is multiplied by its share, and the two products are added.",
        "(z + h_cand) * (1 - z + h_prev)",
    ),
    _blend(
        "one-plus-z",
        "1 + z where 1 - z belongs",
        "The shares should make one whole: what is left of 1 when z is taken?",
        "z * h_cand + (1 + z) * h_prev",
    ),
    _blend(
        "memory-forgotten-in-term",
        "1 - z without h_prev",
        "1 - z is a share. A share of what?",
        "z * h_cand + (1 - z)",
    ),
    _blend(
        "candidate-forgotten-in-term",
        "z without h_cand",
        "z is a share. A share of what?",
        "z + (1 - z) * h_prev",
    ),
    _blend(
        "difference-only",
        "only the way to the candidate, not where it starts",
        "z * (h_cand - h_prev) is how far the state moves. From where does it start?",
        "z * (h_cand - h_prev)",
    ),
    _blend(
        "z-squared",
        "z is multiplied in twice",
        "One product with z for the candidate and one with 1 - z for the old state.",
        "z * (z * h_cand) + (1 - z) * h_prev",
        "z * (z * h_cand + (1 - z) * h_prev)",
        "(1 - z) * (z * h_cand + (1 - z) * h_prev)",
    ),
    _blend(
        "state-added-again",
        "h_prev is added once more",
        "The old state is in the blend already, with its share 1 - z. Is there a += too many?",
        "z * h_cand + (1 - z) * h_prev + h_prev",
    ),
    _blend(
        "one-minus-candidate",
        "1 - h_cand where 1 - z belongs",
        "What h_prev is multiplied by is a share: the share that the gate z leaves over.",
        "z * h_cand + (1 - h_cand) * h_prev",
    ),
    _blend(
        "missing-parentheses",
        "parentheses around 1 - z are missing, or stand elsewhere",
        "* binds more strongly than + and -. Two products are added: z times one, (1 - z) times the other.",
        "z * h_cand + 1 - z * h_prev",
        "z * (h_cand + (1 - z) * h_prev)",
        "z * (h_cand + 1 - z) * h_prev",
        "(z * h_cand + 1 - z) * h_prev",
    ),
    _blend(
        "difference-turned",
        "the difference has the wrong sign",
        "h_prev + z * (...) should come to h_cand where z is 1. What must the parentheses hold for that?",
        "h_prev + z * (h_prev - h_cand)",
        "h_cand + (1 - z) * (h_cand - h_prev)",
    ),
    _blend(
        "difference-sum",
        "a sum where the difference belongs",
        "h_prev + z * (...) should come to h_cand where z is 1. What must the parentheses hold for that?",
        "h_cand + (1 - z) * (h_prev + h_cand)",
    ),
    _blend(
        "r-in-blend",
        "r stands in the blend in one place of z",
        "r is for the candidate only. Both shares of the blend come from z: z and 1 - z.",
        "r * h_cand + (1 - z) * h_prev",
        "z * h_cand + (1 - r) * h_prev",
        "z * h_cand + r * h_prev",
        "(1 - z) * h_cand + r * h_prev",
        "z * h_cand + (1 - z) * r",
        "z * r + (1 - z) * h_prev",
    ),
    _blend(
        "one-z-for-all",
        "one z for all units",
        "Every unit has its own z: no mean and no sum over it, and no single column of it.",
        "z.mean(axis=-1, keepdims=True) * h_cand + (1 - z.mean(axis=-1, keepdims=True)) * h_prev",
        "z.mean() * h_cand + (1 - z.mean()) * h_prev",
        "z[:, :1] * h_cand + (1 - z[:, :1]) * h_prev",
    ),
    _blend(
        "gate-as-switch",
        "z taken as a switch, on or off",
        "A gate is a dimmer, not a switch: z = 0.3 takes 0.3 of the new and 0.7 of the old. No rounding, "
        "no if.",
        "np.where(z > 0.5, h_cand, h_prev)",
        "np.where(z > 0.5, h_prev, h_cand)",
    ),
    _blend(
        "tanh-again",
        "tanh around the blend",
        "tanh has done its work inside the candidate. The blend itself is only a weighted sum.",
        "np.tanh(z * h_cand + (1 - z) * h_prev)",
    ),
    _blend(
        "sigmoid-of-blend",
        "a sigmoid around the blend",
        "The blend is only a weighted sum; a state may be negative. The sigmoid belongs to the gates.",
        "sigmoid(z * h_cand + (1 - z) * h_prev)",
    ),
    _blend(
        "tanh-on-h-prev",
        "tanh around the old state",
        "h_prev is a state: it goes into the blend as it is. tanh stands in the candidate only.",
        "z * h_cand + (1 - z) * np.tanh(h_prev)",
    ),
    _blend(
        "tanh-twice",
        "tanh twice on the candidate",
        "h_cand has been through tanh once, and once is enough.",
        "z * np.tanh(h_cand) + (1 - z) * h_prev",
        "np.tanh(z * np.tanh(h_cand) + (1 - z) * h_prev)",
    ),
    _blend(
        "all-zero",
        "only zeros come out",
        "Every number is 0: is the result ever written into the array that you return, and is that array "
        "one of "
        "decimals? An array of whole numbers (dtype=int) cuts 0.7 down to 0.",
        "np.zeros_like(h_prev)",
    ),
)
"""What goes wrong in the last equation."""


CANDIDATE_MISTAKES = (
    Misconception(
        "no-reset",
        "the reset gate is never consulted",
        "r is computed and then goes nowhere. The candidate sees r * h_prev in place of h_prev.",
        ((("reset_h = r * h_prev", "reset_h = h_prev"),),),
    ),
    Misconception(
        "reset-after",
        "the reset comes after the matrix product",
        "Here h_prev is reset first, and r * h_prev then goes through W_h, next to x.",
        (
            *summed_by("x @ {W}[:{D}] + r * (h_prev @ {W}[{D}:]) + {b}", ["h"]),
            *summed_by("x @ {W}[:{D}] + r * (h_prev @ {W}[{D}:] + {b})", ["h"]),
        ),
        elsewhere="valid in PyTorch and cuDNN, and in Keras with reset_after=True; in this course the "
        "reset acts "
        "before the product.",
    ),
    Misconception(
        "reset-added",
        "r is added to h_prev",
        "r is a share of h_prev that is kept: a share of something is a product.",
        ((("r * h_prev", "r + h_prev"),),),
    ),
    Misconception(
        "reset-subtracted",
        "r is taken away from h_prev",
        "r is a share of h_prev that is kept: a share of something is a product.",
        ((("r * h_prev", "h_prev - r"),), (("r * h_prev", "r - h_prev"),)),
    ),
    Misconception(
        "r-for-memory",
        "r stands in the candidate without h_prev",
        "What the candidate sees of the past is a share of h_prev: r times something. Times what?",
        ((("r * h_prev", "r"),),),
    ),
    Misconception(
        "reset-divided",
        "h_prev is divided by r",
        "r is a share of h_prev that is kept: a share of something is a product.",
        ((("r * h_prev", "h_prev / r"),), (("r * h_prev", "r / h_prev"),)),
    ),
    Misconception(
        "reset-parentheses",
        "1 - r * h_prev: parentheses missing, and a 1 - too many",
        "r is the share that is kept, so r * h_prev is all there is to it.",
        ((("r * h_prev", "1 - r * h_prev"),),),
    ),
    Misconception(
        "reset-switch",
        "the reset gate as a switch",
        "A gate is a dimmer, not a switch: r = 0.3 keeps 0.3 of h_prev. No rounding, no if.",
        ((("r * h_prev", "(r < 0.5) * h_prev"),), (("r * h_prev", "np.round(r, 1) * h_prev"),)),
    ),
    Misconception(
        "tanh-on-the-memory",
        "tanh around the memory",
        "tanh comes once, around the whole sum of the candidate; the memory goes in as it is.",
        ((("r * h_prev", "np.tanh(r * h_prev)"),), (("r * h_prev", "r * np.tanh(h_prev)"),)),
    ),
    Misconception(
        "x-twice",
        "x where the memory belongs",
        "Next to x stands r * h_prev, and here x stands in both places.",
        ((("[x, reset_h]", "[x, x]"),),),
    ),
    Misconception(
        "memory-added-again",
        "the whole memory is added besides",
        "The candidate sees the past through r only. What is added to r * h_prev, or to the finished "
        "candidate?",
        (
            (("r * h_prev", "r * h_prev + h_prev"),),
            (("h_cand = tanh(a_h)", "h_cand = tanh(a_h) + reset_h"),),
        ),
    ),
    Misconception(
        "one-reset-for-all",
        "one r for all units",
        "Every unit of every row has its own r: no mean and no sum over it, and no single column of it.",
        (
            (("r * h_prev", "r.mean(axis=-1, keepdims=True) * h_prev"),),
            (("r * h_prev", "r.mean() * h_prev"),),
            (("r * h_prev", "r.sum(axis=-1, keepdims=True) * h_prev"),),
            (("r * h_prev", "r[:, :1] * h_prev"),),
            (("r * h_prev", "r[:1] * h_prev"),),
        ),
    ),
    Misconception(
        "one-minus-r",
        "1 - r: read as how much to erase",
        "r is the share that is kept: r = 0.2 leaves 0.2 of h_prev. Leave out the '1 -', or a minus too "
        "many in "
        "the sigmoid of r.",
        ((("r * h_prev", "(1 - r) * h_prev"),),),
    ),
    Misconception(
        "reset-on-x",
        "the reset gate acts on x",
        "r has one number for each unit, so it belongs to the state: r * h_prev goes next to x, and x "
        "stays as it "
        "is.",
        (
            (("reset_h = r * h_prev", "reset_h = h_prev"), ("[x, reset_h]", "[r * x, reset_h]")),
            (("[x, reset_h]", "[r * x, reset_h]"),),
            ((JOIN_RESET, "r * xh"),),
            ((JOIN_RESET, f"r * {JOIN_RESET}"),),
        ),
    ),
    Misconception(
        "reset-on-everything",
        "the reset gate acts on the whole pre-activation",
        "x should pass untouched by r. Multiply h_prev by r first, put the product next to x, and only "
        "then comes "
        "the matrix product.",
        (
            *summed_by("r * (xh @ {W}) + {b}", ["h"]),
            *summed_by("r * (xh @ {W} + {b})", ["h"]),
            *summed_by("r * (x_reset_h @ {W} + {b})", ["h"]),
            *summed_by("r * (x_reset_h @ {W}) + {b}", ["h"]),
        ),
    ),
    Misconception(
        "reset-on-result",
        "the reset gate acts on the finished candidate",
        "r belongs inside tanh, at h_prev: it says how much of the past the candidate may look at.",
        (
            (("reset_h = r * h_prev", "reset_h = h_prev"), ("h_cand = tanh(a_h)", "h_cand = r * tanh(a_h)")),
            (("h_cand = tanh(a_h)", "h_cand = r * tanh(a_h)"),),
        ),
    ),
    Misconception(
        "reset-twice",
        "the reset gate acts twice",
        "Once is enough: r * h_prev, put next to x.",
        ((("r * h_prev", "r * r * h_prev"),),),
    ),
    Misconception(
        "both-gates-on-the-memory",
        "z acts on the memory in the candidate, beside r",
        "Only r scales what the candidate sees of the past, r * h_prev. z has its say in the blend.",
        (
            (("r * h_prev", "r * sigmoid(xh @ params.W_z + params.b_z) * h_prev"),),
            (("r * h_prev", "r * (1 - sigmoid(xh @ params.W_z + params.b_z)) * h_prev"),),
            (("r * h_prev", "(1 - sigmoid(xh @ params.W_z + params.b_z)) * h_prev"),),
        ),
    ),
    Misconception(
        "sigmoid-for-tanh",
        "the sigmoid where tanh belongs",
        "The candidate may be negative, between -1 and 1; only the gates lie between 0 and 1.",
        ((("h_cand = tanh(a_h)", "h_cand = sigmoid(a_h)"),),),
    ),
    Misconception(
        "no-tanh",
        "the candidate has no tanh",
        "The candidate lies between -1 and 1, and yours is any number: which function squashes it?",
        ((("h_cand = tanh(a_h)", "h_cand = a_h"),),),
    ),
    Misconception(
        "relu-for-tanh",
        "relu where tanh belongs",
        "The candidate lies between -1 and 1 and may be negative: which function does that?",
        (
            (("h_cand = tanh(a_h)", "h_cand = np.maximum(a_h, 0)"),),
            (("h_cand = tanh(a_h)", "h_cand = np.maximum(tanh(a_h), 0)"),),
        ),
    ),
    Misconception(
        "softmax-for-tanh",
        "softmax where tanh belongs",
        "The units of a candidate do not compete, and may be negative: tanh looks at each number alone.",
        (
            (("h_cand = tanh(a_h)", "h_cand = softmax_rows(a_h)"),),
            (("h_cand = tanh(a_h)", "h_cand = softmax_all(a_h)"),),
        ),
    ),
    Misconception(
        "memory-left-out",
        "the candidate sees x only",
        "The candidate also looks at the past, as far as r lets it: r * h_prev meets the last H rows of W_h.",
        summed_by("x @ {W}[:{D}] + {b}", ["h"]),
    ),
    Misconception(
        "x-left-out",
        "the candidate does not see x",
        "The candidate is made of the new input and of r * h_prev, side by side. Where is x?",
        summed_by("{h} @ {W}[{D}:] + {b}", ["h"]),
    ),
    Misconception(
        "tanh-overflows",
        "tanh written with exp, which overflows",
        "exp(1000) is infinite, and inf / inf is not a number. np.tanh is safe for any input.",
        (
            (
                (
                    "h_cand = tanh(a_h)",
                    "h_cand = (np.exp(a_h) - np.exp(-a_h)) / (np.exp(a_h) + np.exp(-a_h))",
                ),
            ),
            (
                (
                    "h_cand = tanh(a_h)",
                    "h_cand = (np.exp(2 * a_h) - 1) / (np.exp(2 * a_h) + 1)",
                ),
            ),
            (
                (
                    "h_cand = tanh(a_h)",
                    "h_cand = (1 - np.exp(-2 * a_h)) / (1 + np.exp(-2 * a_h))",
                ),
            ),
        ),
    ),
)
"""What goes wrong in the second equation."""


GATE_MISTAKES = (
    Misconception(
        "no-sigmoid",
        "a gate without its sigmoid",
        "r and z are dimmers, from 0 to 1, and at least one of yours is any number: which function "
        "squashes it?",
        squashed_by("#"),
    ),
    Misconception(
        "tanh-gate",
        "tanh where the sigmoid of a gate belongs",
        "r and z are dimmers, from 0 to 1; tanh goes from -1 to 1 and makes the candidate. Look at both "
        "gates.",
        squashed_by("np.tanh(#)"),
    ),
    Misconception(
        "sigmoid-sign",
        "a sign slip in the sigmoid of both gates",
        "sigmoid(5) should be near 1, and yours is near 0: look for the minus inside exp. (If it is right, "
        "both gates are read the other way round: r is the share kept, z the share of the candidate.)",
        squashed_by("sigmoid_of_minus(#)")[:1],
    ),
    _formula(
        "brackets",
        "1 + exp(-a), not 1 divided by it",
        "1 is divided by the whole sum 1 + exp(-a): that takes parentheses around the sum.",
        "1 + np.exp(-#)",
        "1 + np.exp(#)",
    ),
    _formula(
        "minus-for-plus",
        "1 - exp in place of 1 + exp",
        "The sigmoid of 0 is one half; yours divides by zero there. Which sign stands in the denominator?",
        "1 / (1 - np.exp(-#))",
        "1 / (1 - np.exp(#))",
    ),
    _formula(
        "exp-alone",
        "exp without the 1 + in the denominator",
        "Large a should come near 1 and stay below it: what is added to exp(-a) before dividing?",
        "1 / np.exp(-#)",
        "1 / np.exp(#)",
    ),
    _formula(
        "mixed-forms",
        "two forms of the sigmoid mixed",
        "Either 1 / (1 + exp(-a)), or exp(a) above and below: the sign of a has to be the same in both "
        "places.",
        "np.exp(#) / (1 + np.exp(-#))",
        "np.exp(-#) / (1 + np.exp(#))",
        "np.exp(-#) / (1 - np.exp(-#))",
    ),
    _formula(
        "absolute",
        "the size of a without its sign",
        "The sigmoid of a negative number lies below one half; yours is the same for a and -a.",
        "1 / (1 + np.exp(-np.abs(#)))",
        "1 / (1 + np.exp(np.abs(#)))",
    ),
    _formula(
        "squared",
        "something is squared",
        "No square stands in the sigmoid: 1 divided by 1 + exp(-a).",
        "1 / (1 + np.exp(-(# ** 2)))",
        "1 / (1 + np.exp(-#)) ** 2",
    ),
    _formula(
        "not-e",
        "another number where e belongs",
        "exp is e to the power of a, e = 2.718.",
        "1 / (1 + 2.0 ** (-#))",
        "1 / (1 + 10.0 ** (-#))",
        "1 / (2 + np.exp(-#))",
    ),
    _formula(
        "negated",
        "the gates with the sign turned",
        "A gate lies between 0 and 1, and yours is negative.",
        "-sigmoid(#)",
    ),
    _formula(
        "derivative",
        "the slope of the sigmoid in place of the sigmoid",
        "s * (1 - s) is the slope, which training needs; a gate is the sigmoid itself.",
        "sigmoid(#) * (1 - sigmoid(#))",
    ),
    _formula(
        "doubled",
        "the sigmoid of 2 a",
        "With tanh, the sigmoid is (1 + tanh(a / 2)) / 2: one half of a goes in.",
        "0.5 * (1 + np.tanh(#))",
    ),
    _formula(
        "tanh-form",
        "the tanh form of the sigmoid with a piece missing",
        "With tanh, the sigmoid is (1 + tanh(a / 2)) / 2: one half inside, 1 added, and the sum halved.",
        "1 + np.tanh(# / 2)",
        "0.5 * np.tanh(# / 2)",
        "1 + np.tanh(#)",
        "0.5 + np.tanh(# / 2)",
    ),
    Misconception(
        "softsign",
        "a / (1 + |a|) for the sigmoid",
        "That curve has a similar look, from -1 to 1. A gate is 1 / (1 + exp(-a)).",
        squashed_by("# / (1 + np.abs(#))")[:1],
    ),
    Misconception(
        "math-exp",
        "math.exp, which gives up for large numbers",
        "math.exp(1000) raises an error, where np.exp gives infinity, and 1 / (1 + infinity) is 0 as it "
        "should "
        "be: use np.exp.",
        squashed_by("one_by_one(#)"),
    ),
    Misconception(
        "star-for-matmul",
        "* where the matrix product @ belongs",
        "* pairs number with number, so the shapes do not meet. Each unit needs a sum over all D + H "
        "numbers of "
        "a row: that is data @ weights.",
        summed_by("{v} * {W} + {b}", ["r", "z", "h", "rz", "rzh"]),
    ),
    Misconception(
        "sum-of-everything",
        "np.sum around the matrix product",
        "@ adds up already what belongs together, for each unit of each row; np.sum adds up the whole array.",
        (
            *summed_by("np.sum({v} @ {W}) + {b}", ["r", "z", "h", "rz", "rzh"]),
            *summed_by("({v} @ {W}).sum(axis=1, keepdims=True) + {b}", ["r", "z", "h", "rz", "rzh"]),
        ),
    ),
    Misconception(
        "one-bias-for-all",
        "one number of a bias for all units",
        "Each unit has its own bias: add b as it is, and NumPy gives each column its own number.",
        (
            *summed_by("{v} @ {W} + {b}.sum()", ["r", "z", "h", "rz", "rzh"]),
            *summed_by("{v} @ {W} + {b}.mean()", ["r", "z", "h", "rz", "rzh"]),
            *summed_by("{v} @ {W} + {b}[0]", ["r", "z", "h", "rz", "rzh"]),
        ),
    ),
    Misconception(
        "bias-subtracted",
        "a bias with the wrong sign",
        "The bias is added to the sum. In exp(-(a + b)) the minus is meant for both: parentheses around "
        "the whole sum, "
        "then negate.",
        summed_by("{v} @ {W} - {b}", ["rz", "r", "z", "h", "rzh"]),
    ),
    Misconception(
        "bias-twice",
        "a bias added twice",
        "Each bias belongs into its sum once. If x and the state each have a product of their own, they "
        "still share "
        "one bias.",
        summed_by("{v} @ {W} + 2 * {b}", ["rzh", "rz", "r", "z", "h"]),
        elsewhere="PyTorch and Keras keep two biases for each equation; this course has one.",
    ),
    Misconception(
        "bias-times",
        "a bias multiplied",
        "The bias is added to the sum, not multiplied.",
        summed_by("({v} @ {W}) * {b}", ["rzh", "rz", "r", "z", "h"]),
    ),
    Misconception(
        "minus-state",
        "the part from the state is subtracted",
        "The products of x and of the state are added up: side by side, through one W.",
        summed_by("x @ {W}[:{D}] - {h} @ {W}[{D}:] + {b}", ["rzh", "rz", "r", "z", "h"]),
    ),
    Misconception(
        "state-times-input",
        "the part from x is multiplied with the part from the state",
        "The products of x and of the state are added up: side by side, through one W.",
        summed_by("(x @ {W}[:{D}]) * ({h} @ {W}[{D}:]) + {b}", ["rzh", "rz", "r", "z", "h"]),
    ),
    Misconception(
        "sigmoid-of-parts",
        "x and the state are squashed apart",
        "First add up all of it, the product of x, that of the state and the bias; then squash once.",
        (
            (_squashed_apart("r"), _squashed_apart("z")),
            (_squashed_apart("h"),),
        ),
    ),
    Misconception(
        "squashed-too-early",
        "squashed before the product with the weights",
        "First the product and the bias, then the squashing: sigmoid(... @ W + b), tanh(... @ W + b).",
        (
            *summed_by("tanh({v}) @ {W} + {b}", ["h"]),
            (
                (
                    "a_h = x_reset_h @ params.W_h + params.b_h",
                    "a_h = tanh(x_reset_h) @ params.W_h + params.b_h",
                ),
                ("h_cand = tanh(a_h)", "h_cand = a_h"),
            ),
            (
                ("a_r = xh @", "a_r = sigmoid(xh) @"),
                ("r = sigmoid(a_r)", "r = a_r"),
                ("a_z = xh @", "a_z = sigmoid(xh) @"),
                ("z = sigmoid(a_z)", "z = a_z"),
            ),
        ),
    ),
    Misconception(
        "sigmoid-twice",
        "the sigmoid twice",
        "Once is enough: sigmoid of a number from 0 to 1 lies between 0.5 and 0.73, and the gate never "
        "shuts.",
        squashed_by("sigmoid(sigmoid(#))"),
    ),
    Misconception(
        "threshold",
        "a gate as a switch, on or off",
        "A gate is a dimmer, not a switch: it takes every value from 0 to 1. No rounding, no > 0.",
        squashed_by("(# > 0) * 1.0")[:2],
    ),
    Misconception(
        "hard-sigmoid",
        "a gate cut off instead of bent",
        "np.clip and relu cut off what is too small or too large; the sigmoid bends smoothly and is one "
        "half at 0.",
        (
            *squashed_by("np.clip(#, 0, 1)"),
            *squashed_by("np.maximum(#, 0)"),
            squashed_by("np.clip(0.2 * # + 0.5, 0, 1)")[0],
        ),
    ),
    Misconception(
        "softmax-rows",
        "softmax over the units where the sigmoid belongs",
        "In softmax the units compete for one whole; each unit of a gate decides for itself. That is the "
        "sigmoid.",
        squashed_by("softmax_rows(#)"),
    ),
    Misconception(
        "softmax-all",
        "softmax over the whole array, or over the rows of the batch",
        "Each unit of each row decides for itself, whatever the others do. That is the sigmoid.",
        (
            *squashed_by("softmax_all(#)"),
            *squashed_by("softmax_rows(#.T).T"),
        ),
    ),
    Misconception(
        "max-trick",
        "the largest number is taken off before the sigmoid",
        "That trick is for softmax. sigmoid(0) is one half, and the neighbours do not matter.",
        (
            *squashed_by("sigmoid(# - #.max())")[:1],
            *squashed_by("sigmoid(# - #.max(axis=-1, keepdims=True))")[:1],
        ),
    ),
    Misconception(
        "overflow",
        "exp(a) / (1 + exp(a)), which overflows",
        "The same function, until exp(1000) is infinite and inf / inf is not a number: 1 / (1 + "
        "np.exp(-a)) is safe.",
        squashed_by("sum_ratio(#)"),
    ),
    Misconception(
        "h-first",
        "the state before x",
        "The right ingredients. Here x comes first, in all three equations: the first D rows of a W meet "
        "x, the other "
        "H rows the state.",
        (
            (("[x, h_prev]", "[h_prev, x]"), ("[x, reset_h]", "[reset_h, x]")),
            (("[x, reset_h]", "[reset_h, x]"),),
            (("[x, h_prev]", "[h_prev, x]"),),
            *summed_by("np.concatenate([h_prev, x], axis=-1) @ {W} + {b}", ["r", "z"]),
        ),
        elsewhere="as good with the rows of W in that order, and the documents write the candidate so, [r "
        "* h, x]; this "
        "course keeps [x, h].",
    ),
    Misconception(
        "no-h",
        "a gate sees x only",
        "A gate looks at the input and at the old state: the last H rows of W meet h_prev. Look at r and "
        "at z.",
        summed_by("x @ {W}[:{D}] + {b}"),
    ),
    Misconception(
        "no-x",
        "a gate does not see x",
        "A gate looks at the old state and at the input: the first D rows of W meet x. Look at r and at z.",
        summed_by("h_prev @ {W}[{D}:] + {b}"),
    ),
    Misconception(
        "h-without-weights",
        "h_prev is added without weights",
        "x and the state are put side by side, and both go through W: the state meets the last H rows.",
        summed_by("x @ {W}[:{D}] + {h} + {b}", ["rzh", "rz", "r", "z", "h"]),
    ),
    Misconception(
        "overlapping-halves",
        "the first H rows of W for the state",
        "Of the D + H rows of W the first D meet x and the last H the state: W[:D] and W[D:].",
        summed_by("x @ {W}[:{D}] + {h} @ {W}[:{h}.shape[-1]] + {b}", ["rzh", "rz", "r", "z", "h"]),
    ),
    Misconception(
        "bias-after",
        "the bias is added after the squashing",
        "The bias belongs inside, to the sum: sigmoid(... + b), tanh(... + b).",
        tuple(bias_after(parts) for parts in ("rzh", "rz", "r", "z", "h")),
    ),
    Misconception(
        "no-bias-r",
        "b_r left out",
        "The equation of r ends in + b_r: it is what opens or shuts the gate when nothing comes in.",
        (((" + params.b_r", ""),),),
    ),
    Misconception(
        "no-bias-z",
        "b_z left out",
        "The equation of z ends in + b_z: it is what opens or shuts the gate when nothing comes in.",
        (((" + params.b_z", ""),),),
    ),
    Misconception(
        "no-bias-h",
        "b_h left out",
        "The equation of the candidate has + b_h inside tanh: it is what is proposed when nothing comes in.",
        (((" + params.b_h", ""),),),
    ),
    Misconception(
        "no-bias",
        "all biases left out",
        "Each of the three sums ends in a bias: b_r, b_z and b_h.",
        (((" + params.b_r", ""), (" + params.b_h", ""), (" + params.b_z", "")),),
    ),
    Misconception(
        "z-from-reset",
        "z is computed from the reset state",
        "Both gates look at x and at h_prev as it is. Only the candidate sees r * h_prev.",
        ((("a_z = xh @", "a_z = x_reset_h @"),),),
    ),
    Misconception(
        "z-from-candidate",
        "z is computed from the candidate",
        "Both gates look at x and at h_prev. The candidate meets z only in the blend.",
        (
            (("a_z = xh @", "a_z = np.concatenate([x, h_cand], axis=-1) @"),),
            (("a_z = xh @", "a_z = np.concatenate([h_cand, x], axis=-1) @"),),
        ),
    ),
    Misconception(
        "weights-first",
        "a matrix product the wrong way round, or where * belongs",
        "Rows are examples, so it is data @ weights, with [x, h_prev] side by side in D + H columns. "
        "Between a gate "
        "and a state there is no matrix product at all, but *. The line that raised is the one to mend.",
        tuple(
            (("xh @ params.W_r", wrong),)
            for wrong in (
                "params.W_r @ xh",
                "params.W_r @ xh.T",
                "params.W_r.T @ xh",
                "params.W_r.T @ xh.T",
                "xh @ params.W_r.T",
                "np.dot(params.W_r, xh)",
                "np.dot(params.W_r, xh.T)",
                "np.dot(params.W_r.T, xh)",
                "np.dot(xh, params.W_r.T)",
            )
        ),
    ),
    Misconception(
        "reset-matmul",
        "a matrix product of a gate and a state",
        "r and z have one share for each unit of each row: use *, element by element.",
        (
            *(
                (("r * h_prev", wrong),)
                for wrong in (
                    "r @ h_prev",
                    "np.dot(r, h_prev)",
                    "r @ h_prev.T",
                    "np.dot(r, h_prev.T)",
                    "r.T @ h_prev",
                    "np.dot(r.T, h_prev)",
                    "h_prev @ r.T",
                    "r @ h_prev.T @ h_prev",
                    "h_prev @ r.T @ h_prev",
                )
            ),
            ((BLEND, "z @ h_cand + (1 - z) * h_prev"),),
            ((BLEND, "z * h_cand + (1 - z) @ h_prev"),),
            ((BLEND, "np.dot(z, h_cand) + np.dot(1 - z, h_prev)"),),
            ((BLEND, "z @ h_cand.T + (1 - z) @ h_prev.T"),),
            ((BLEND, "z.T @ h_cand + (1 - z).T @ h_prev"),),
        ),
    ),
    Misconception(
        "not-joined",
        "x and h_prev not put side by side",
        "+ adds number to number, and a list keeps two things apart. Side by side, as D + H columns, is "
        "np.concatenate([x, h_prev], axis=-1).",
        tuple(((JOIN, each),) for each in ("(x + h_prev)", "(x * h_prev)", "[x, h_prev]", "(x, h_prev)")),
    ),
    Misconception(
        "split-elsewhere",
        "W cut at the wrong row",
        "The first D rows of W meet x, and D is the number of columns of x: x.shape[1]. The others meet the "
        "state.",
        (
            *summed_by("x @ {W}[: {h}.shape[1]] + {h} @ {W}[{h}.shape[1] :] + {b}", ["rzh"]),
            *summed_by("x @ {W}[: len(x)] + {h} @ {W}[len(x) :] + {b}", ["rzh"]),
            *summed_by("x @ {W}[{D} :] + {h} @ {W}[: {D}] + {b}", ["rzh", "r", "z", "h"]),
        ),
    ),
    Misconception(
        "joined-below",
        "x and h_prev joined one below the other",
        "To put x and h_prev side by side, join the columns: axis=-1, the last axis.",
        (
            (("[x, h_prev], axis=-1", "[x, h_prev], axis=0"),),
            (("[x, reset_h], axis=-1", "[x, reset_h], axis=0"),),
        ),
    ),
    Misconception(
        "joined-flat",
        "x and h_prev flattened into one long row",
        "np.append without axis makes one long row of everything. Join the columns: axis=-1, the last axis.",
        (((JOIN, "np.append(x, h_prev)"),), ((JOIN, "np.concatenate([x, h_prev], axis=None)"),)),
    ),
    Misconception(
        "params-unpacked",
        "params taken apart like a tuple",
        "Going through params gives pairs of a name and an array. Ask for each by its name: params.W_r.",
        ((("xh @ params.W_r", "xh @ tuple(params)[0]"),),),
    ),
)
"""What goes wrong in the first and the third equation, or in all of them."""


def _only_W(part: str, other: str) -> tuple[tuple[Edit, ...], ...]:
    """Where both are gates, W and b of the other are the other gate: a mistake with a name of its own."""
    both_gates = {part, other} == {"r", "z"}
    return weights_of(part, other)[: 1 if both_gates else 2]


def _weight_mistakes() -> tuple[Misconception, ...]:
    """The weights or the bias of one part used for another."""
    found = []
    for part, other in permutations("rzh", 2):
        where, owner = PARTS[part], PARTS[other]
        found.append(
            Misconception(
                f"W_{other}-for-{part}",
                f"{where} is computed with W_{other}",
                f"{where.capitalize()} has weights of its own, W_{part} and b_{part}; "
                f"yours come from {owner}, or a result of it is used here by mistake.",
                (*_only_W(part, other), *half_of(part, other)),
            )
        )
        found.append(
            Misconception(
                f"b_{other}-for-{part}",
                f"{where} is computed with b_{other}",
                f"Which bias belongs to {where}? W and b go by the same letter.",
                bias_of(part, other),
            )
        )
    return tuple(found)


WEIGHT_MISTAKES = (
    Misconception(
        "gates-swapped",
        "the two gates are exchanged",
        "You built the other gate: W_r and b_r make r, which goes into the candidate; W_z and b_z make z, "
        "which "
        "goes into the blend.",
        (
            (
                ("a_r = xh @ params.W_r + params.b_r", "a_r = xh @ params.W_z + params.b_z"),
                ("a_z = xh @ params.W_z + params.b_z", "a_z = xh @ params.W_r + params.b_r"),
            ),
            (
                ("a_r = xh @ params.W_r", "a_r = xh @ params.W_z"),
                ("a_z = xh @ params.W_z", "a_z = xh @ params.W_r"),
            ),
        ),
    ),
    Misconception(
        "biases-swapped",
        "the biases of the gates are exchanged",
        "b_r belongs to r and b_z to z: W and b go by the same letter.",
        (
            (
                ("params.W_r + params.b_r", "params.W_r + params.b_z"),
                ("params.W_z + params.b_z", "params.W_z + params.b_r"),
            ),
        ),
    ),
    Misconception(
        "same-weights",
        "the same weights in all three equations",
        "Each equation has a W and a b of its own: r, z and h.",
        tuple(
            tuple(
                edit
                for part in "rhz"
                if part != one
                for way in weights_of(part, one)[k : k + 1]
                for edit in way
            )
            for one in "rzh"
            for k in (0, 1)
        ),
    ),
    Misconception(
        "z-for-r",
        "the update gate stands where the reset gate belongs",
        "What is multiplied with h_prev for the candidate is r, and r is made of W_r and b_r. Either z is "
        "taken "
        "there, or the line of z was copied for r and kept its letters.",
        weights_of("r", "z")[1:],
    ),
    Misconception(
        "r-for-z",
        "the reset gate stands where the update gate belongs",
        "The blend takes its shares from z, and z is made of W_z and b_z. Either r is taken there, or the "
        "line "
        "of r was copied for z and kept its letters.",
        weights_of("z", "r")[1:],
    ),
    *_weight_mistakes(),
)
"""W and b of another part."""


RETURN_MISTAKES = (
    Misconception(
        "returned-gate",
        "a gate comes out, not the new state",
        "r and z are steps on the way. What is asked for is h, the result of the last equation.",
        ((("return h", "return r"),), (("return h", "return z"),), (("return h", "return 1 - z"),)),
    ),
    Misconception(
        "returned-memory",
        "r * h_prev comes out, not the new state",
        "r * h_prev is a step on the way. What is asked for is h, the result of the last equation.",
        ((("return h", "return reset_h"),),),
    ),
    Misconception(
        "returns-sum",
        "a sum before its squashing comes out",
        "What comes out is a step on the way. What is asked for is h, the result of the last equation.",
        ((("return h", "return a_r"),), (("return h", "return a_z"),)),
    ),
    Misconception(
        "returned-two-things",
        "more than the new state comes out",
        "One array is asked for, the new state: return h alone.",
        tuple(
            (("return h", f"return {several}"),)
            for several in (
                "h, r, z, h_cand",
                "h, r, h_cand, z",
                "h, z, r, h_cand",
                "r, z, h_cand, h",
                "r, h_cand, z, h",
                "h, h_cand",
                "h_cand, h",
                "h, r, z",
                "r, z, h",
                "h, h",
                "h, None",
                "{'h': h}",
            )
        ),
    ),
    Misconception(
        "row-or-unit-left-out",
        "a loop that leaves out a row or a unit",
        "All rows and units are right but one, which is still 0: range(B) goes from 0 to B - 1, and "
        "range(B - 1) "
        "or range(1, B) leaves one out.",
        tuple(
            (("return h", f"return h * ({each})"),)
            for each in (
                "np.arange(len(h))[:, None] < len(h) - 1",
                "np.arange(len(h))[:, None] > 0",
                "np.arange(h.shape[1]) < h.shape[1] - 1",
                "np.arange(h.shape[1]) > 0",
            )
        ),
    ),
    Misconception(
        "left-the-loop-early",
        "return inside the loop",
        "The first row (or the first number) is right and the rest is still 0: return ends the function at "
        "once. "
        "Move it to the left, below the loops.",
        tuple(
            (("return h", f"return h * ({each})"),)
            for each in (
                "np.arange(len(h))[:, None] == 0",
                "(np.arange(len(h))[:, None] == 0) & (np.arange(h.shape[1]) == 0)",
            )
        ),
    ),
    Misconception(
        "first-row-for-all",
        "the first row of the batch used for the others as well",
        "In a loop over the rows, everything that has rows takes the index of the row: x[b], h_prev[b], "
        "z[b]. "
        "Where does [0] stand, or no index at all?",
        (
            (("z * h_cand + (1 - z) * h_prev", "z * h_cand + (1 - z) * h_prev[:1]"),),
            (("z * h_cand + (1 - z) * h_prev", "z[:1] * h_cand + (1 - z[:1]) * h_prev"),),
            (("z * h_cand + (1 - z) * h_prev", "z * h_cand[:1] + (1 - z) * h_prev"),),
            (("r * h_prev", "r * h_prev[:1]"),),
            (("[x, reset_h]", "[x[:1] + 0 * x, reset_h]"),),
            (("[x, h_prev]", "[x[:1] + 0 * x, h_prev]"),),
            (("[x, h_prev]", "[x, h_prev[:1] + 0 * h_prev]"),),
            (("[x, h_prev]", "[x[:1] + 0 * x, h_prev]"), ("[x, reset_h]", "[x[:1] + 0 * x, reset_h]")),
            (("return h", "return h[:1] + 0 * h"),),
        ),
    ),
    Misconception(
        "h-prev-ignored",
        "the old state is thrown away",
        "The cell starts from the h_prev that it is given. Is h_prev set anew at the beginning, to zeros "
        "perhaps?",
        tuple(
            (("xh = np.concatenate", f"h_prev = {other}\n    xh = np.concatenate"),)
            for other in ("np.zeros_like(h_prev)", "np.ones_like(h_prev)")
        ),
    ),
    Misconception(
        "transposed",
        "rows and columns exchanged",
        "Rows are examples and columns are units, shape (B, H): leave out the last .T, or add one if you "
        "work with columns inside.",
        ((("return h", "return h.T"),),),
    ),
    Misconception(
        "flattened",
        "all rows in one line",
        "The numbers are right, and their arrangement is lost: look for ravel, flatten, reshape, or a list "
        "that "
        "grows number by number. Rows stay rows.",
        tuple(
            (("return h", f"return {flat}"),)
            for flat in ("h.ravel()", "h.reshape(1, -1)", "h.reshape(-1, 1)")
        ),
    ),
    Misconception(
        "one-row-only",
        "one row where a whole batch is asked for",
        "Every row of the batch is an example of its own and has its own state: no [0], no mean, no sum "
        "over rows, and no return inside a loop over them.",
        tuple(
            (("return h", f"return {one}"),)
            for one in (
                "h[0]",
                "h[-1]",
                "h[:1]",
                "h.mean(axis=0)",
                "h.sum(axis=0)",
                "h.mean(axis=0, keepdims=True)",
                "h.mean(axis=0) + 0 * h",
            )
        ),
    ),
    Misconception(
        "in-place",
        "h_prev is changed by the call",
        "h_prev belongs to the caller. *=, += and h_prev[...] = write into it: make a new array.",
        (
            (("h = z * h_cand + (1 - z) * h_prev", "h = h_prev; h *= 1 - z; h += z * h_cand"),),
            (("h = z * h_cand + (1 - z) * h_prev", "h = h_prev; h += z * (h_cand - h_prev)"),),
            (("h = z * h_cand + (1 - z) * h_prev", "h = z * h_cand; h_prev *= 1 - z; h += h_prev"),),
            (
                ("reset_h = r * h_prev", "h_old = h_prev.copy(); h_prev *= r; reset_h = h_prev"),
                ("z * h_cand + (1 - z) * h_prev", "z * h_cand + (1 - z) * h_old"),
            ),
        ),
    ),
)
"""What goes wrong after the last equation; for a cell, not for a loop."""

COMMON = frozenset(
    """
    z-swapped returns-candidate both-h-prev no-memory no-candidate reset-in-blend product subtracted
    memory-unweighted no-weights tanh-again
    no-reset reset-after reset-added one-reset-for-all one-minus-r reset-on-result sigmoid-for-tanh no-tanh
    no-sigmoid tanh-gate sigmoid-sign softmax-rows bias-subtracted h-first z-from-reset
    no-bias-r no-bias-z no-bias-h no-bias gates-swapped z-for-r r-for-z
    b_z-for-r b_r-for-z b_r-for-h b_z-for-h
    """.split()
)
"""Looked for two at a time."""
