"""Mistakes with the candidate, tanh([x, r * h_prev] W_h + b_h).

They are edits of a right answer with these pieces: ``r * h_prev``, ``[x, kept]``, ``xh @ W_h + b_h``,
``np.tanh(a)``.
"""

from collections.abc import Sequence

import numpy as np

from gru_course.checks.exercise import Misconception, Property, Way
from gru_course.checks.exercises.loop_mistakes import loop_mistakes
from gru_course.checks.exercises.result_mistakes import IN_PLACE, result_mistakes
from gru_course.checks.probes import Arguments
from gru_course.nn.validate import Array


def between_minus_1_and_1(arguments: Arguments, pieces: Sequence[Array]) -> bool:
    """Whether every number is one that tanh can give."""
    return all(bool(np.all(np.abs(piece) <= 1)) for piece in pieces)


CANDIDATE_RANGE = Property(
    "range", "A candidate lies between -1 and 1, and yours does not.", between_minus_1_and_1
)

WX, WH = "W_h[: x.shape[1]]", "W_h[x.shape[1] :]"
"""The rows of W_h that meet x, and those that meet the memory."""


def _kept(*ways: str) -> tuple[Way, ...]:
    """Something else than r * h_prev goes into the product."""
    return tuple((("r * h_prev", way),) for way in ways)


def _joined(*ways: str) -> tuple[Way, ...]:
    """x and the memory come together in another way."""
    return tuple((("np.concatenate([x, kept], axis=-1)", way),) for way in ways)


def _linear(*ways: str) -> tuple[Way, ...]:
    """Another sum goes into tanh."""
    return tuple((("xh @ W_h + b_h", way),) for way in ways)


def _squashed(*ways: str) -> tuple[Way, ...]:
    """Something else than tanh comes last."""
    return tuple((("np.tanh(a)", way),) for way in ways)


def _on_parts(*ways: str) -> tuple[Way, ...]:
    """tanh somewhere in the sum, and none at the end."""
    return tuple((("xh @ W_h + b_h", way), ("np.tanh(a)", "a")) for way in ways)


def _with_and_without_reset(right: str, *wrong: str) -> tuple[Way, ...]:
    """The mistake beside a reset gate in its place, and instead of it."""
    plain = tuple((("r * h_prev", "h_prev"), (right, way)) for way in wrong)
    return (*plain, *(((right, way),) for way in wrong))


RESET = (
    Misconception(
        "no-reset",
        "the reset gate is never consulted",
        "r is handed over and has no say: scale the old state with it before the matrix product.",
        _kept("h_prev"),
    ),
    Misconception(
        "reset-after",
        "reset after the matrix product",
        "Here r scales the old state first, and only then W_h sees it: what goes in beside x is r * h_prev.",
        (
            (("xh @ W_h", f"x @ {WX} + r * (h_prev @ {WH})"),),
            *_linear(f"x @ {WX} + r * (h_prev @ {WH} + b_h)", f"x @ {WX} + b_h + r * (h_prev @ {WH} + b_h)"),
            *_linear(f"x @ {WX} + r * (r * h_prev @ {WH}) + b_h"),
            *_linear("x @ W_h[h_prev.shape[1] :] + r * (h_prev @ W_h[: h_prev.shape[1]]) + b_h"),
        ),
        elsewhere="PyTorch and cuDNN, and Keras with reset_after=True, scale the product, r * (h_prev @ U); "
        "this course, like the documents, resets first.",
    ),
    Misconception(
        "one-minus-r",
        "1 - r: read as how much to erase",
        "r is the share that is kept. With r = 0.2, 0.6 becomes 0.12: leave out the '1 -'.",
        (*_kept("(1 - r) * h_prev"), *_linear(f"x @ {WX} + (1 - r) * (h_prev @ {WH}) + b_h")),
    ),
    Misconception(
        "missing-parentheses",
        "1 - r * h_prev: parentheses missing, and no '1 -' is needed",
        "r is the share that is kept, so the product r * h_prev is all; * binds tighter than -.",
        _kept("1 - r * h_prev"),
    ),
    Misconception(
        "reset-added",
        "r added where it should multiply",
        "A share is multiplied, not added: 0.2 of 0.6 is 0.12.",
        (
            *_kept("r + h_prev"),
            *_with_and_without_reset("xh @ W_h + b_h", "xh @ W_h + b_h + r", "xh @ W_h + r"),
        ),
    ),
    Misconception(
        "reset-subtracted",
        "r subtracted where it should multiply",
        "A share is multiplied, not taken away: 0.2 of 0.6 is 0.12.",
        _kept("h_prev - r", "r - h_prev"),
    ),
    Misconception(
        "reset-divided",
        "divided by r",
        "A share is multiplied: 0.2 of 0.6 is 0.12. Dividing makes the memory larger, not smaller.",
        _kept("h_prev / r", "r / h_prev"),
    ),
    Misconception(
        "reset-as-power",
        "r as a power of h_prev",
        "** raises to a power. A share is multiplied, with a single *: 0.2 of 0.6 is 0.12.",
        _kept("h_prev**r", "np.power(h_prev, r)", "r**h_prev"),
    ),
    Misconception(
        "reset-matmul",
        "a matrix product of r and h_prev",
        "r has one number for each unit of each row, like h_prev: multiply them element by element, with *. "
        "The matrix product @ comes later, with W_h.",
        _kept(
            *(
                "r @ h_prev",
                "np.dot(r, h_prev)",
                "r @ h_prev.T",
                "r.T @ h_prev",
                "h_prev @ r",
                "h_prev @ r.T",
                "r @ h_prev.T @ h_prev",
                "h_prev @ r.T @ h_prev",
            ),
            *("np.dot(h_prev, r)", "np.outer(r, h_prev)", "np.inner(r, h_prev)", "h_prev.T @ r"),
        ),
    ),
    Misconception(
        "one-reset-for-all",
        "one reset number, or one row of them, for all",
        "Every unit of every row has its own r: multiply with the whole array, not with its mean or one "
        "entry.",
        (
            *_kept("r.mean() * h_prev", "r.mean(axis=-1, keepdims=True) * h_prev", "r.mean(axis=0) * h_prev"),
            *_kept("r[0] * h_prev", "r[:, :1] * h_prev", "r[0, 0] * h_prev", "r[-1] * h_prev"),
            *_kept("r.sum() * h_prev", "r.sum(axis=-1, keepdims=True) * h_prev", "r.max() * h_prev"),
            *_kept("r.sum(axis=0) * h_prev", "r[:, 0] * h_prev", "r.mean(axis=-1) * h_prev"),
            *_kept("r.max(axis=-1, keepdims=True) * h_prev", "r.min(axis=-1, keepdims=True) * h_prev"),
        ),
    ),
    Misconception(
        "memory-summed",
        "the memory added up over its units",
        "r * h_prev keeps its shape, (B, H): each unit hands on its own share, and nothing is added up here.",
        (
            *_kept("(r * h_prev).sum(axis=-1, keepdims=True)", "(r * h_prev).sum(axis=-1)"),
            *_kept("r * h_prev.mean()", "r * h_prev.mean(axis=-1, keepdims=True)", "(r * h_prev).sum()"),
            *_kept("np.sum(r * h_prev, axis=0)", "r * h_prev.mean(axis=0)", "(r * h_prev).mean()"),
            *_kept("0 * h_prev + (r * h_prev).sum(axis=-1, keepdims=True)"),
            *_kept(
                "0 * h_prev + (r * h_prev).mean(axis=-1, keepdims=True)", "0 * h_prev + (r * h_prev).sum()"
            ),
            *_kept("0 * h_prev + (r * h_prev).sum(axis=0)", "0 * h_prev + (r * h_prev).mean(axis=0)"),
        ),
    ),
    Misconception(
        "reset-switch",
        "the reset gate as a switch",
        "A gate is a dimmer, not a switch: take r itself, 0.3 or 0.7, without rounding or comparing.",
        _kept("np.round(r) * h_prev", "(r <= 0.5) * h_prev"),
    ),
    Misconception(
        "gate-squashed-again",
        "the sigmoid once more around r",
        "r is already a gate, between 0 and 1: use it as it comes.",
        _kept("sigmoid(r) * h_prev", "np.tanh(r) * h_prev"),
    ),
    Misconception(
        "tanh-on-the-memory",
        "tanh around the memory",
        "tanh comes once, at the very end; r * h_prev goes into the product as it is.",
        _kept("np.tanh(r * h_prev)", "r * np.tanh(h_prev)", "np.tanh(h_prev)", "sigmoid(r * h_prev)"),
    ),
    Misconception(
        "reset-twice",
        "the reset gate applied twice",
        "r scales the memory once: look for a second r * further on.",
        _kept("r * r * h_prev", "r * (r + h_prev)"),
    ),
    Misconception(
        "r-for-memory",
        "r where r * h_prev belongs",
        "r only says how much of the memory counts: the memory itself, h_prev, is missing.",
        (*_kept("r"), *_kept("1 - r")),
    ),
    Misconception(
        "memory-added-again",
        "the whole memory added besides",
        "Only the share r of h_prev goes in; here all of h_prev comes on top.",
        _kept("h_prev + r * h_prev"),
    ),
    Misconception(
        "blended-already",
        "a blend, with r as if it were the update gate",
        "The candidate is only a proposal. Mixing it with the old state comes later, and with z.",
        (
            *_with_and_without_reset("np.tanh(a)", "r * np.tanh(a) + (1 - r) * h_prev"),
            *_with_and_without_reset("np.tanh(a)", "(1 - r) * np.tanh(a) + r * h_prev"),
        ),
    ),
    Misconception(
        "memory-added-to-result",
        "the memory added or multiplied in after tanh",
        "The memory takes part inside tanh only. The candidate is a proposal, not yet the new state.",
        (
            *_with_and_without_reset("np.tanh(a)", "np.tanh(a) + h_prev", "np.tanh(a) + r * h_prev"),
            *_with_and_without_reset("np.tanh(a)", "np.tanh(a) * h_prev"),
        ),
    ),
    Misconception(
        "reset-on-x",
        "r, or the memory, applied to x",
        "x goes in as it is, D numbers beside the H numbers of r * h_prev. r has H numbers too: it cannot be "
        "multiplied with x, and x cannot be added to the memory. Join them instead.",
        (
            *((("r * h_prev", "h_prev"), ("[x, kept]", f"[{way}, kept]")) for way in ("r * x", "x * r")),
            *_joined("np.concatenate([r * x, kept], axis=-1)", "np.concatenate([x * r, kept], axis=-1)"),
            *_joined("x + kept", "kept + x"),
        ),
    ),
    Misconception(
        "reset-on-both",
        "r applied to x and h_prev together",
        "Only the memory is scaled: multiply r and h_prev first, then put x beside the product.",
        _joined(
            "r * np.concatenate([x, h_prev], axis=-1)",
            "np.concatenate([x, h_prev], axis=-1) * r",
        ),
    ),
    Misconception(
        "reset-on-input-part",
        "r applied to what comes from x",
        "It is the memory that is scaled, r * h_prev; x goes in as it is.",
        _linear(
            f"r * (x @ {WX}) + h_prev @ {WH} + b_h",
            f"r * (x @ {WX} + b_h) + h_prev @ {WH}",
            f"r * (x @ {WX}) + kept @ {WH} + b_h",
        ),
    ),
    Misconception(
        "reset-on-everything",
        "r applied to the whole sum",
        "Here r also scales what comes from x. It belongs to the memory alone, and before the product: "
        "r * h_prev.",
        (*_with_and_without_reset("xh @ W_h + b_h", "r * (xh @ W_h) + b_h", "r * (xh @ W_h + b_h)"),),
    ),
    Misconception(
        "reset-on-result",
        "r applied to the result",
        "r belongs inside, before the matrix product: it scales h_prev, not the candidate.",
        (
            *_with_and_without_reset("np.tanh(a)", "r * np.tanh(a)", "(1 - r) * np.tanh(a)"),
            *_with_and_without_reset("np.tanh(a)", "r + np.tanh(a)"),
        ),
    ),
    Misconception(
        "reset-on-bias",
        "r applied to the bias",
        "r scales h_prev and nothing else; b_h is added as it is.",
        _with_and_without_reset("xh @ W_h + b_h", "xh @ W_h + r * b_h"),
    ),
    Misconception(
        "reset-computed-afresh",
        "a reset gate made of W_h and b_h",
        "r is handed over ready-made: W_h and b_h belong to the candidate.",
        _kept(
            "sigmoid(np.concatenate([x, h_prev], axis=-1) @ W_h + b_h) * h_prev",
            "sigmoid(np.concatenate([x, r], axis=-1) @ W_h + b_h) * h_prev",
        ),
    ),
)

JOIN = (
    Misconception(
        "h-first",
        "the memory before x",
        "The right ingredients. Here x comes first: the first D rows of W_h meet x, the others r * h_prev.",
        (
            (("[x, kept]", "[kept, x]"),),
            (("[x, kept]", "[kept, x]"), ("r * h_prev", "h_prev")),
        ),
        elsewhere="The documents write the candidate as [r * h, x], which is as good with the rows of W_h in "
        "that order; this course keeps [x, h] everywhere.",
    ),
    Misconception(
        "memory-left-out",
        "x alone: the memory is missing",
        "The proposal comes from the input and from what is left of the memory: put r * h_prev beside x.",
        _kept("np.zeros_like(h_prev)"),
    ),
    Misconception(
        "x-left-out",
        "the memory alone: x is missing",
        "The proposal comes from the input too: put x beside r * h_prev.",
        (
            *_joined("np.concatenate([np.zeros_like(x), kept], axis=-1)"),
            *_linear("kept @ W_h[: kept.shape[1]] + b_h"),
            *_joined("np.concatenate([kept, kept], axis=-1)"),
        ),
    ),
    Misconception(
        "x-twice",
        "x on both sides",
        "The second half of the join is the memory: [x, r * h_prev].",
        _joined("np.concatenate([x, x], axis=-1)"),
    ),
    Misconception(
        "memory-twice",
        "the memory joined twice",
        "Two things stand side by side, x and r * h_prev: D + H columns in all.",
        _joined(
            "np.concatenate([x, h_prev, kept], axis=-1)",
            "np.concatenate([x, kept, h_prev], axis=-1)",
            "np.concatenate([x, r, h_prev], axis=-1)",
        ),
    ),
    Misconception(
        "joined-below",
        "x and the memory joined one below the other, or stacked",
        "Rows are examples, so x and r * h_prev stand side by side: join the columns, axis=-1 or axis=1.",
        _joined(
            *("np.concatenate([x, kept], axis=0)", "np.stack([x, kept])", "np.stack([x, kept], axis=1)"),
            *("np.array([x, kept])", "np.vstack([x, kept])"),
        ),
    ),
    Misconception(
        "joined-flat",
        "x and the memory joined into one long row",
        "The rows of the batch must stay apart: say along which axis to join, axis=-1.",
        _joined("np.append(x, kept)", "np.concatenate([x, kept], axis=None)"),
    ),
    Misconception(
        "split-elsewhere",
        "W_h cut in the wrong place",
        "W_h has D + H rows, and D = x.shape[1] of them belong to x: W_h[:D] meets x and W_h[D:] the memory.",
        _linear(
            "x @ W_h[: h_prev.shape[1]] + kept @ W_h[h_prev.shape[1] :] + b_h",
            "x @ W_h[: x.shape[0]] + kept @ W_h[x.shape[0] :] + b_h",
            f"x @ {WX} + kept @ {WX} + b_h",
            f"x @ {WX} + kept @ W_h[: kept.shape[1]] + b_h",
            "x @ W_h[-x.shape[1] :] + kept @ W_h[-kept.shape[1] :] + b_h",
        ),
    ),
)

LINEAR = (
    Misconception(
        "no-bias",
        "b_h left out",
        "The sum inside tanh ends in + b_h: it is what the candidate is when nothing comes in.",
        (((" + b_h", ""),),),
    ),
    Misconception(
        "bias-subtracted",
        "the bias subtracted",
        "The bias is added: + b_h.",
        (((" + b_h", " - b_h"),),),
    ),
    Misconception(
        "bias-multiplied",
        "the bias multiplied",
        "The bias is added, + b_h, once the matrix product is done.",
        (((" + b_h", " * b_h"),),),
    ),
    Misconception(
        "bias-twice",
        "the bias added twice",
        "One bias is enough: look for a second + b_h.",
        (((" + b_h", " + b_h + b_h"),),),
    ),
    Misconception(
        "bias-after-tanh",
        "the bias added after tanh",
        "b_h belongs inside: tanh comes last, once everything has been added.",
        ((("xh @ W_h + b_h", "xh @ W_h"), ("np.tanh(a)", "np.tanh(a) + b_h")),),
    ),
    Misconception(
        "bias-in-the-memory",
        "the bias added before the product",
        "b_h is added after the product with W_h, not to the memory.",
        (
            (("xh @ W_h + b_h", "xh @ W_h"), ("r * h_prev", "r * (h_prev + b_h)")),
            (("xh @ W_h + b_h", "xh @ W_h"), ("r * h_prev", "r * h_prev + b_h")),
            *_kept("r * (h_prev + b_h)", "r * h_prev + b_h"),
        ),
    ),
    Misconception(
        "weights-first",
        "weights @ data, or W_h transposed",
        "Rows are examples, so the data come first and W_h stays as it is: data @ weights.",
        (
            *((("xh @ W_h", way),) for way in ("W_h @ xh", "xh @ W_h.T", "W_h.T @ xh.T", "W_h.T @ xh")),
            *((("xh @ W_h", way),) for way in ("np.dot(W_h, xh)", "np.dot(xh, W_h.T)")),
        ),
    ),
    Misconception(
        "star-for-product",
        "* where the matrix product belongs",
        "* multiplies element by element; the data meet the weights in a matrix product, @.",
        ((("xh @ W_h", "xh * W_h"),), (("xh @ W_h", "W_h * xh"),)),
    ),
    Misconception(
        "memory-without-weights",
        "the memory added without its weights",
        "r * h_prev meets the last H rows of W_h before it is added to what comes from x: joining it to x "
        "does that.",
        (
            *_linear(f"x @ {WX} + r * h_prev + b_h", f"x @ {WX} + h_prev + b_h"),
            *_linear(f"x @ {WX} + h_prev @ {WH} + r * h_prev + b_h"),
            *_on_parts(f"np.tanh(x @ {WX} + b_h) + kept"),
        ),
    ),
    Misconception(
        "summed-before-tanh",
        "summed over rows or units before tanh",
        "Each unit of each row has a weighted sum of its own: the product with W_h has summed up already. "
        "Look for sum or mean and leave it out.",
        _linear(
            "(xh @ W_h + b_h).mean(axis=0) + 0 * h_prev",
            "(xh @ W_h + b_h).sum(axis=0) + 0 * h_prev",
            "(xh @ W_h).sum(axis=1, keepdims=True) + b_h",
            "(xh @ W_h).mean(axis=1, keepdims=True) + b_h",
        ),
    ),
    Misconception(
        "parts-multiplied",
        "the part from the memory multiplied with the part from x",
        "What comes from x and what comes from the memory are added up.",
        _linear(f"(x @ {WX}) * (kept @ {WH}) + b_h", f"(x @ {WX}) * (h_prev @ {WH}) + b_h"),
    ),
    Misconception(
        "memory-subtracted",
        "a minus between the two parts",
        "What comes from x and what comes from the memory are added up; the sign is in the weights.",
        _linear(f"x @ {WX} - kept @ {WH} + b_h"),
    ),
    Misconception(
        "weights-left-out",
        "W_h never used",
        "What goes into tanh is [x, r * h_prev] @ W_h + b_h: the product with W_h is missing.",
        _linear("x[:, :1] + kept + b_h", "kept + b_h", "kept", "h_prev + b_h"),
    ),
)

ACTIVATION = (
    Misconception(
        "no-tanh",
        "no activation function",
        "As yet any number can come out. A candidate lies between -1 and 1: which function squashes it?",
        _squashed("a"),
    ),
    Misconception(
        "sigmoid-for-tanh",
        "the sigmoid where tanh belongs",
        "The sigmoid makes gates, from 0 to 1. A candidate may be negative: it needs tanh, from -1 to 1.",
        _squashed("sigmoid(a)"),
    ),
    Misconception(
        "relu-for-tanh",
        "relu where tanh belongs",
        "A candidate lies between -1 and 1 and may be negative: that is tanh, not relu.",
        _squashed("np.maximum(a, 0)"),
    ),
    Misconception(
        "softmax-for-tanh",
        "softmax where tanh belongs",
        "Units do not compete for a total of 1: each has its own number between -1 and 1, by tanh.",
        _squashed("softmax_rows(a)", "softmax_all(a)", "softmax_rows(a.T).T"),
    ),
    Misconception(
        "tanh-twice",
        "tanh twice",
        "tanh once is enough: look for a second one.",
        _squashed("np.tanh(np.tanh(a))", "sigmoid(np.tanh(a))", "np.tanh(sigmoid(a))"),
    ),
    Misconception(
        "tanh-on-parts",
        "tanh on each part before adding",
        "Add everything first, what comes from x, from the memory and from the bias; then tanh, once.",
        _on_parts(
            f"np.tanh(x @ {WX}) + np.tanh(kept @ {WH}) + b_h",
            f"np.tanh(x @ {WX} + b_h) + np.tanh(kept @ {WH})",
            f"np.tanh(x @ {WX} + b_h) + np.tanh(kept @ {WH} + b_h)",
            f"np.tanh(x @ {WX}) + np.tanh(kept @ {WH} + b_h)",
            f"np.tanh(x @ {WX}) + np.tanh(kept @ {WH}) + np.tanh(b_h)",
            f"np.tanh(x @ {WX}) + kept @ {WH} + b_h",
            f"np.tanh(x @ {WX} + b_h) + kept @ {WH}",
            f"x @ {WX} + np.tanh(kept @ {WH}) + b_h",
            f"x @ {WX} + np.tanh(kept @ {WH} + b_h)",
            f"np.tanh(x @ {WX} + b_h) + r * np.tanh(h_prev @ {WH})",
            f"np.tanh(x @ {WX} + b_h) + r * (h_prev @ {WH})",
        ),
    ),
    Misconception(
        "tanh-too-early",
        "tanh before the matrix product",
        "First the product with W_h and the bias, then tanh: it is the last thing that happens.",
        (
            (("xh @ W_h + b_h", "np.tanh(xh) @ W_h + b_h"), ("np.tanh(a)", "a")),
            (("xh @ W_h + b_h", "np.tanh(xh) @ W_h + b_h"),),
            (("xh @ W_h + b_h", "xh @ np.tanh(W_h) + b_h"),),
        ),
    ),
    Misconception(
        "tan-for-tanh",
        "another function of a similar name",
        "It is the hyperbolic tangent, np.tanh; np.tan and np.arctan are others.",
        _squashed("np.tan(a)", "np.arctan(a)", "np.arctanh(a)", "np.cosh(a)"),
    ),
    Misconception(
        "tanh-formula",
        "a slip in tanh written by hand",
        "tanh(a) = (exp(a) - exp(-a)) / (exp(a) + exp(-a)), or 2 * sigmoid(2 * a) - 1; np.tanh(a) is safest.",
        _squashed(
            "2 * sigmoid(a) - 1",
            "2 * sigmoid(2 * a)",
            "(np.exp(a) + np.exp(-a)) / (np.exp(a) - np.exp(-a))",
            "(np.exp(a) - np.exp(-a)) / (np.exp(a) - np.exp(-a))",
            "np.exp(a) - np.exp(-a) / np.exp(a) + np.exp(-a)",
            "(np.exp(a) - np.exp(-a)) / 2",
            "np.tanh(2 * a)",
        ),
    ),
    Misconception(
        "tanh-derivative",
        "the slope of tanh in place of tanh",
        "1 - tanh(a) ** 2 is the slope, which training needs. Here tanh itself is asked for.",
        _squashed("1 - np.tanh(a) ** 2"),
    ),
    Misconception(
        "tanh-overflows",
        "tanh written by hand, which overflows",
        "The formula is right, but exp(1000) is infinite, and inf / inf is no number. np.tanh is safe.",
        _squashed(
            "(np.exp(a) - np.exp(-a)) / (np.exp(a) + np.exp(-a))",
            "(np.exp(2 * a) - 1) / (np.exp(2 * a) + 1)",
            "(1 - np.exp(-2 * a)) / (1 + np.exp(-2 * a))",
            "np.sinh(a) / np.cosh(a)",
        ),
    ),
    Misconception(
        "clipped-not-squashed",
        "cut off at -1 and 1",
        "Clipping leaves a corner and is flat beyond it; tanh bends gently towards -1 and 1.",
        _squashed("np.clip(a, -1, 1)"),
    ),
    Misconception(
        "one-minus",
        "1 minus the candidate",
        "The candidate is tanh(...) itself; the 1 - belongs to the update gate, later on.",
        _squashed("1 - np.tanh(a)"),
    ),
)

RETURNS = (
    Misconception(
        "returned-memory",
        "the scaled memory returned",
        "r * h_prev is the first step only: join it with x, multiply by W_h, add b_h, and squash.",
        ((("return np.tanh(a)", "return kept"),),),
    ),
    Misconception(
        "returned-input",
        "an input returned",
        "This is one of the arguments, unchanged: return what you computed.",
        tuple((("return np.tanh(a)", f"return {what}"),) for what in ("h_prev", "r", "x")),
    ),
    Misconception(
        "returned-too-early",
        "[x, r * h_prev] returned, before the matrix product",
        "Joining is half the way: the product with W_h, the bias and tanh are still to come.",
        (
            (("return np.tanh(a)", "return xh"),),
            (("return np.tanh(a)", "return np.tanh(xh)"),),
        ),
    ),
    Misconception(
        "returned-two-things",
        "two things returned",
        "Return the candidate alone; what else was computed is not asked for.",
        tuple(
            (("return np.tanh(a)", f"return np.tanh(a), {other}"),)
            for other in ("kept", "r", "a", "h_prev", "xh")
        ),
    ),
    Misconception(
        "in-place",
        "the caller's array written into",
        "h_prev *= r and the like change the array of the caller, who needs h_prev again for the blend. "
        + IN_PLACE,
        (
            (("kept = r * h_prev", "h_prev *= r; kept = h_prev"),),
            (("kept = r * h_prev", "r *= h_prev; kept = r"),),
        ),
    ),
)

CANDIDATE_MISTAKES: tuple[Misconception, ...] = (
    *result_mistakes("np.tanh(a)"),
    *RESET,
    *JOIN,
    *LINEAR,
    *ACTIVATION,
    *RETURNS,
)
CANDIDATE_MISTAKES += tuple(
    loop_mistakes(
        "candidate(x, h_prev, r, W_h, b_h)",
        W="W_h",
        b="b_h",
        squash="np.tanh(a)",
        memory="r * h_prev",
        known=(*(each.id for each in CANDIDATE_MISTAKES), "joined-returned", "memory-mixed-between-rows"),
    )
)
"""The bank of the candidate; of two mistakes with the same numbers, the first is named."""

ALONE = (
    *("integers", "summed-over-units", "one-unit-only", "transposed", "reset-matmul", "memory-summed"),
    *(
        "reset-divided",
        "reset-as-power",
        "reset-subtracted",
        "r-for-memory",
        "memory-added-again",
        "reset-on-x",
        "reset-on-both",
    ),
    *("reset-computed-afresh", "x-twice", "memory-twice", "joined-below", "joined-flat", "split-elsewhere"),
    *("bias-multiplied", "bias-twice", "weights-first", "star-for-product", "weights-left-out"),
    *("tan-for-tanh", "tanh-derivative", "tanh-overflows", "one-minus", "returned-input"),
    *("returned-too-early", "returned-two-things", "returned-memory", "missing-parentheses"),
    *("summed-before-tanh", "memory-without-weights", "parts-multiplied", "memory-subtracted"),
)
"""Mistakes that are rare, or raise an exception: they are not looked for together with others."""

USUAL_WAYS = {**dict.fromkeys(ALONE, 0), "reset-on-everything": 3}
"""How many ways of a mistake are combined with other mistakes, where it is not one."""
