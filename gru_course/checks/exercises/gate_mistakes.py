"""Mistakes that are made with either gate: both are sigmoid([x, h_prev] W + b)."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from gru_course.checks.exercise import Misconception, Property, Way
from gru_course.checks.exercises.loop_mistakes import loop_mistakes
from gru_course.checks.exercises.squash_mistakes import squash_mistakes
from gru_course.checks.probes import Arguments, Sizes, copied, normal, state, weights
from gru_course.nn.validate import Array


def between_0_and_1(arguments: Arguments, pieces: Sequence[Array]) -> bool:
    """Whether every number is a share."""
    return all(bool(np.all((piece >= 0) & (piece <= 1))) for piece in pieces)


GATE_RANGE = Property(
    "range", "A gate is a share: it lies between 0 and 1, and yours does not.", between_0_and_1
)

SHARE_RANGE = Property(
    "range", "The sigmoid lies between 0 and 1 for every a, and yours does not.", between_0_and_1
)


# --- inputs -------------------------------------------------------------------------------------------------


def draw_gate(gate: str) -> Callable[[np.random.Generator, Sizes], Arguments]:
    """A batch of inputs and states, and the weights of gate "r" or "z"."""

    def draw(rng: np.random.Generator, sizes: Sizes) -> Arguments:
        B, D, H = sizes.B, sizes.D, sizes.H
        while True:
            x, h_prev = normal(rng, B, D), state(rng, B, H)
            W, b = weights(rng, D + H, H), normal(rng, H, scale=0.5)
            a = np.concatenate([x, h_prev], axis=-1) @ W + b
            # Large inputs lie on the slope and beyond both bends of a straight line that poses as a sigmoid.
            slope = np.any((a > 0.1) & (a < 0.9))
            if sizes.T <= 3 or (slope and a.min() < -1.2 and a.max() > 1.2):
                return {"x": x, "h_prev": h_prev, f"W_{gate}": W, f"b_{gate}": b}

    return draw


def wide_open_and_shut(gate: str) -> Callable[[Arguments], Arguments]:
    """Inputs and states of +-1000 that open the first unit, and shut it in every other row."""

    def extreme(arguments: Arguments) -> Arguments:
        far = copied(arguments)
        towards = 1000.0 * np.sign(far[f"W_{gate}"][:, 0])  # (D + H,)
        turns = np.where(np.arange(len(far["x"])) % 2 == 0, 1.0, -1.0)
        xh = turns[:, None] * towards  # (B, D + H)
        D = far["x"].shape[1]
        return {**far, "x": xh[:, :D], "h_prev": xh[:, D:]}

    return extreme


# --- mistakes -----------------------------------------------------------------------------------------------

WRONG_WAY_ROUND = {
    "r": (
        "1 - r in place of r",
        "Your numbers are 1 minus the right ones. r is the share that is kept, not the share that is erased; "
        "or, if you wrote no '1 -', the sigmoid has lost its minus: 1 / (1 + exp(-a)).",
        "",
    ),
    "z": (
        "1 - z in place of z",
        "Your numbers are 1 minus the right ones. Here z is the share of the new; the 1 - z comes later, in "
        "the "
        "blend. Or, if you wrote no '1 -', the sigmoid has lost its minus: 1 / (1 + exp(-a)).",
        "In PyTorch and Keras z is the share of the old state that is kept; in this course z is the share "
        "that is replaced.",
    ),
}

USED_TOO_EARLY = {
    "r": (
        "r already multiplied with a state",
        "The gate alone is asked for; the candidate multiplies with it.",
    ),
    "z": (
        "z already multiplied with a state",
        "The gate alone is asked for; the blend comes in the next lesson.",
    ),
}

_LOOP = """def {g}_gate(x, h_prev, W_{g}, b_{g}):
    import math

    a = np.concatenate([x, h_prev], axis=-1) @ W_{g} + b_{g}
    return np.array([[{share} for v in row] for row in a])
"""

_MATH_EXP = (
    "1 / (1 + math.exp(-v))",
    "math.exp(v) / (1 + math.exp(v))",
    "1 / (1 + math.e ** -float(v))",
)


def gate_mistakes(gate: str) -> tuple[Misconception, ...]:
    """The bank of one gate.

    Parameters
    ----------
    gate : str
        "r" or "z": the right answer's source speaks of ``W_r`` and ``b_r``, or of ``W_z`` and ``b_z``.
    """
    bank = (*_activation(gate), *_bias(gate), *_operands(gate), *_shapes(gate), *_habits(gate))
    loops = loop_mistakes(
        f"{gate}_gate(x, h_prev, W_{gate}, b_{gate})",
        W=f"W_{gate}",
        b=f"b_{gate}",
        squash="sigmoid(a)",
        known=tuple(each.id for each in bank),
    )
    return (*bank, *loops)


def _alone(gate: str, a: str = "", share: str = "sigmoid(a)") -> str:
    """The whole function, with `a` or the share computed otherwise; not combined with other mistakes."""
    return (
        f"def {gate}_gate(x, h_prev, W_{gate}, b_{gate}):\n"
        "    D, H = x.shape[1], h_prev.shape[1]\n"
        "    xh = np.concatenate([x, h_prev], axis=-1)\n"
        f"    a = {a or 'xh @ W + b'}\n"
        f"    return {share}\n"
    ).replace("@ W + b", f"@ W_{gate} + b_{gate}")


def _each(gate: str, *expressions: str) -> tuple[Way, ...]:
    """Whole functions, one for each expression for `a`; W and b stand for the gate's own."""
    return tuple(_alone(gate, a=_own(gate, expression)) for expression in expressions)


def _own(gate: str, expression: str) -> str:
    return expression.replace("W", f"W_{gate}").replace("BIAS", f"b_{gate}")


def _activation(gate: str) -> Iterator[Misconception]:
    name, hint, elsewhere = WRONG_WAY_ROUND[gate]
    yield Misconception("one-minus", name, hint, ((("sigmoid(a)", "1 - sigmoid(a)"),),), elsewhere)
    yield from squash_mistakes("sigmoid(a)", alone=_alone(gate))
    yield Misconception(
        "math-exp",
        "math.exp, which gives up for large numbers",
        "math.exp(1000) and math.e ** 1000.0 raise an error. np.exp gives infinity, and 1 / (1 + infinity) "
        "is 0 as it should be. "
        "np.exp takes the whole array at once.",
        tuple(_LOOP.format(g=gate, share=share) for share in _MATH_EXP),
    )


def _bias(gate: str) -> Iterator[Misconception]:
    b = f"b_{gate}"
    yield Misconception(
        "no-bias",
        f"{b} left out",
        f"The formula ends in + {b}: it is what opens or shuts the gate when nothing comes in.",
        (((f" + {b}", ""),),),
    )
    yield Misconception(
        "bias-subtracted",
        f"{b} with the wrong sign",
        f"The minus inside exp belongs to the whole sum: exp(-(a + {b})), with brackets, "
        f"and not exp(-a + {b}).",
        (((f" + {b}", f" - {b}"),),),
    )
    yield Misconception(
        "bias-after",
        f"{b} added after the sigmoid",
        f"{b} belongs inside: first the whole sum, the product plus {b}, and then the sigmoid of it.",
        (
            ((f" + {b}", ""), ("sigmoid(a)", f"(sigmoid(a) + {b})")),
            _alone(gate, share=f"sigmoid(a) + {b}"),
            _alone(gate, a=f"xh @ W_{gate}", share=f"np.clip(sigmoid(a) + {b}, 0, 1)"),
        ),
    )
    yield Misconception(
        "bias-twice",
        f"{b} added twice",
        f"x and h_prev share one bias: add {b} once, to the sum of both products.",
        (((f" + {b}", f" + 2 * {b}"),),),
    )
    yield Misconception(
        "bias-times",
        f"{b} multiplied",
        f"The bias moves the sum, it does not scale it: + {b}, not * {b}.",
        (((f" + {b}", f" * {b}"),), ((f" + {b}", f" @ {b}"),)),
    )
    yield Misconception(
        "one-bias-for-all",
        f"one number of {b} for all units",
        f"Each unit has its own bias: add {b} as it is, and NumPy gives each column its own number.",
        (
            ((f" + {b}", f" + {b}[0]"),),
            ((f" + {b}", f" + {b}.sum()"),),
            ((f" + {b}", f" + {b}.mean()"),),
            ((f" + {b}", f" + {b}[-1]"),),
        ),
    )
    yield Misconception(
        "bias-as-column",
        f"{b} turned into a column",
        f"{b} has one number for each unit, and units are columns: add {b} as it is, with shape (H,) or (1, "
        f"H).",
        (((f" + {b}", f" + {b}[:, None]"),),),
    )
    yield Misconception(
        "bias-too-early",
        f"{b} added before the product",
        f"First the product, then + {b}: {b} has H numbers, and [x, h_prev] has D + H columns. "
        "Python multiplies before it adds, so a bracket is perhaps in the wrong place.",
        _each(gate, "xh @ (W + BIAS)"),
    )


def _operands(gate: str) -> Iterator[Misconception]:
    W, product = f"W_{gate}", f"xh @ W_{gate}"

    def product_is(*expressions: str) -> tuple[Way, ...]:
        return tuple(((product, _own(gate, each)),) for each in expressions)

    yield Misconception(
        "h-first",
        "h_prev before x",
        "The right ingredients. Here x comes first, in the join and among the arguments: the first D rows "
        "of W meet x, the others h_prev.",
        ((("[x, h_prev]", "[h_prev, x]"),),),
        elsewhere="[h, x] is as good with the rows of W in that order; this course keeps [x, h].",
    )
    yield Misconception(
        "no-h",
        "h_prev plays no part",
        f"The gate looks at both: join x and h_prev side by side. The last H rows of {W} are for h_prev.",
        (
            *product_is("x @ W[: x.shape[1]]"),
            *_each(
                gate,
                "np.concatenate([x, x], axis=-1) @ W + BIAS",
                "np.dot(np.concatenate([x, x], axis=-1), W) + BIAS",
            ),
        ),
    )
    yield Misconception(
        "no-x",
        "x plays no part",
        f"The gate looks at both: join x and h_prev side by side. The first D rows of {W} are for x.",
        (
            *product_is("h_prev @ W[x.shape[1] :]", "h_prev @ W[: h_prev.shape[1]]"),
            *_each(
                gate,
                "np.concatenate([h_prev, h_prev], axis=-1) @ W + BIAS",
                "np.dot(np.concatenate([h_prev, h_prev], axis=-1), W) + BIAS",
            ),
        ),
    )
    yield Misconception(
        "whole-W-for-one",
        f"all of {W} for x alone, or for h_prev alone",
        f"{W} has D + H rows, and x has only D columns: join x and h_prev first, or cut {W} at row D.",
        _each(
            gate,
            "x @ W + BIAS",
            "np.dot(x, W) + BIAS",
            "np.dot(h_prev, W) + BIAS",
        ),
    )
    yield Misconception(
        "h-without-weights",
        "h_prev added without weights",
        f"h_prev needs its own weights: the last H rows of {W}. Joining x and h_prev side by side gives both "
        "their rows.",
        product_is("x @ W[: x.shape[1]] + h_prev"),
    )
    yield Misconception(
        "h-times-x",
        "the two products multiplied",
        "What x says and what h_prev says are added up: x @ W_x + h_prev @ W_h.",
        product_is("(x @ W[: x.shape[1]]) * (h_prev @ W[x.shape[1] :])"),
    )
    yield Misconception(
        "h-subtracted",
        "a minus between the two products",
        "What x says and what h_prev says are added up: x @ W_x + h_prev @ W_h.",
        product_is(
            "(x @ W[: x.shape[1]] - h_prev @ W[x.shape[1] :])",
            "(h_prev @ W[x.shape[1] :] - x @ W[: x.shape[1]])",
        ),
    )
    yield Misconception(
        "h-times-gate",
        "h_prev multiplied in before the sigmoid",
        "Inside the sigmoid there is only the weighted sum and the bias; h_prev comes in by way of [x, "
        "h_prev].",
        _each(gate, "(x @ W[:D] + BIAS) * h_prev", "(xh @ W + BIAS) * h_prev", "(xh @ W) * h_prev + BIAS"),
    )
    yield Misconception(
        "sigmoid-of-parts",
        "the sigmoid of a part of the sum",
        "First add everything up, x's part, h_prev's part and the bias; then one sigmoid of the sum.",
        tuple(
            _alone(gate, a="0", share=_own(gate, share))
            for share in (
                "sigmoid(x @ W[:D]) + sigmoid(h_prev @ W[D:])",
                "sigmoid(x @ W[:D]) + sigmoid(h_prev @ W[D:]) + BIAS",
                "sigmoid(x @ W[:D] + BIAS) + sigmoid(h_prev @ W[D:] + BIAS)",
                "sigmoid(x @ W[:D] + BIAS) + sigmoid(h_prev @ W[D:])",
                "sigmoid(x @ W[:D]) + sigmoid(h_prev @ W[D:] + BIAS)",
                "sigmoid(x @ W[:D] + BIAS) + h_prev @ W[D:]",
                "sigmoid(x @ W[:D]) + h_prev @ W[D:] + BIAS",
                "x @ W[:D] + sigmoid(h_prev @ W[D:] + BIAS)",
                "sigmoid(x @ W[:D]) * sigmoid(h_prev @ W[D:] + BIAS)",
                "sigmoid(x @ W[:D] + BIAS) * sigmoid(h_prev @ W[D:])",
                "sigmoid(x @ W[:D] + BIAS) * sigmoid(h_prev @ W[D:] + BIAS)",
            )
        ),
    )
    yield Misconception(
        "squashed-too-early",
        "squashed before the sum is complete",
        f"x, h_prev and {W} go into the product as they are, and the bias is added to it. Only then comes "
        "the sigmoid, around the whole sum, and only once.",
        (
            *(
                _alone(gate, a=_own(gate, f"{product} + BIAS"), share=share)
                for f in ("sigmoid", "np.tanh")
                for product in (f"{f}(xh) @ W", f"xh @ {f}(W)")
                for share in ("a", "sigmoid(a)")
            ),
            *_each(
                gate,
                *(
                    f"np.concatenate({joined}, axis=-1) @ W + BIAS"
                    for f in ("sigmoid", "np.tanh")
                    for joined in (f"[x, {f}(h_prev)]", f"[{f}(x), h_prev]")
                ),
                "sigmoid(xh @ W) + BIAS",
                "np.tanh(xh @ W) + BIAS",
            ),
        ),
    )
    yield Misconception(
        "x-plus-h",
        "x and h_prev combined element by element",
        "[x, h_prev] means side by side: D columns and then H columns, D + H in all. np.concatenate joins "
        "them.",
        _each(gate, "(x + h_prev) @ W + BIAS", "(x * h_prev) @ W + BIAS"),
    )
    yield Misconception(
        "x-times-h",
        "a matrix product of x and h_prev",
        "x and h_prev never meet in a product: they stand side by side, and both meet the weights.",
        _each(gate, "x @ h_prev @ W + BIAS", "np.dot(x, h_prev) @ W + BIAS"),
    )
    yield Misconception(
        "no-weights",
        f"{W} left out, or multiplied too late",
        f"[x, h_prev] has D + H columns, and the bias has H numbers. First [x, h_prev] @ {W}, which makes H "
        f"columns "
        "of them; then the bias.",
        (_alone(gate, a="xh"), *_each(gate, "xh + BIAS")),
    )
    yield Misconception(
        "split-at-h",
        f"{W} cut in the wrong place",
        f"{W} has D rows for x and below them H rows for h_prev: cut after row D, D = x.shape[1].",
        _each(
            gate,
            "x @ W[:H] + h_prev @ W[H:] + BIAS",
            "np.dot(x, W[:H]) + np.dot(h_prev, W[H:]) + BIAS",
            "h_prev @ W[D:] + x @ W[:H] + BIAS",
            "x @ W[:D] + h_prev @ W[:H] + BIAS",
            "x @ W[H:] + h_prev @ W[D:] + BIAS",
        ),
    )
    yield Misconception(
        "added-before-sigmoid",
        "summed over units or rows before the sigmoid",
        "Each unit of each row has a weighted sum of its own: the product with W has summed up already. "
        "Look for sum or mean and leave it out.",
        _each(
            gate,
            "xh @ W - (xh @ W).mean(axis=0) + BIAS",
            "(xh @ W).sum(axis=1, keepdims=True) + BIAS",
            "(xh @ W).mean(axis=1, keepdims=True) + BIAS",
            "(xh @ W).sum(axis=0) + BIAS + 0 * h_prev",
            "(xh @ W).sum(axis=0) + BIAS",
            "xh @ W.sum(axis=1, keepdims=True) + BIAS",
            "xh @ W / len(x) + BIAS",
        ),
    )


def _shapes(gate: str) -> Iterator[Misconception]:
    W = f"W_{gate}"
    yield Misconception(
        "weights-on-the-left",
        "the weights on the left",
        f"Rows are examples, so the data stand on the left: [x, h_prev] @ {W}. "
        "Books that write W x mean columns. (And it is the whole of [x, h_prev], not h_prev alone.)",
        _each(
            gate,
            "W @ xh + BIAS",
            "np.dot(W, xh) + BIAS",
            "W @ xh.T + BIAS",
            "np.dot(W, xh.T) + BIAS",
            "W.T @ xh.T + BIAS",
            "W.T @ xh + BIAS",
            "np.dot(W.T, xh) + BIAS",
        ),
    )
    yield Misconception(
        "weights-transposed",
        f"{W} transposed",
        f"{W} has D + H rows and H columns, as it is needed: [x, h_prev] has D + H columns. Leave out the "
        f".T.",
        _each(gate, "xh @ W.T + BIAS", "np.dot(xh, W.T) + BIAS"),
    )
    yield Misconception(
        "star-for-product",
        "* where @ is meant",
        f"[x, h_prev] meets {W} in a matrix product, @; * multiplies number by number.",
        _each(gate, "xh * W + BIAS", "np.multiply(xh, W) + BIAS", "x * W[:D] + h_prev * W[D:] + BIAS"),
    )
    yield Misconception(
        "joined-below",
        "x and h_prev joined one below the other",
        "To put x and h_prev side by side, join the columns: axis=-1 (or axis=1). "
        "Without an axis np.concatenate joins rows.",
        _each(gate, "np.concatenate([x, h_prev]) @ W + BIAS"),
    )
    yield Misconception(
        "joined-flat",
        "x and h_prev joined into one long row",
        "Without an axis np.append loses the rows; so does axis=None. np.concatenate([x, h_prev], axis=-1) "
        "keeps them.",
        _each(
            gate,
            "np.append(x, h_prev) @ W + BIAS",
            "np.dot(np.append(x, h_prev), W) + BIAS",
        ),
    )
    yield Misconception(
        "stacked",
        "np.stack in place of np.concatenate",
        "np.stack makes a new axis, and needs equal shapes. np.concatenate([x, h_prev], axis=-1) joins the "
        "columns.",
        _each(gate, "np.stack([x, h_prev], axis=-1) @ W + BIAS"),
    )
    yield Misconception(
        "list-for-joined",
        "[x, h_prev] as a Python list",
        "[x, h_prev] in the formula means joined side by side. In Python it is only a list of two arrays: "
        "np.concatenate([x, h_prev], axis=-1) makes one array of it.",
        _each(gate, "[x, h_prev] @ W + BIAS", "np.dot([x, h_prev], W) + BIAS"),
    )


def _habits(gate: str) -> Iterator[Misconception]:
    name, hint = USED_TOO_EARLY[gate]
    used = _own(gate, "np.concatenate([x, sigmoid(a) * h_prev], axis=-1) @ W")
    bias = f"b_{gate}"
    products = (
        "(1 - sigmoid(a)) * h_prev",
        f"np.tanh({used} + {bias})",
        f"np.tanh({used})",
        f"sigmoid({used} + {bias})",
        "sigmoid(a) * x",
    )
    yield Misconception(
        "gate-times-state",
        name,
        hint,
        (
            (("sigmoid(a)", "sigmoid(a) * h_prev"),),
            *(_alone(gate, share=share) for share in products),
        ),
    )
    yield Misconception(
        "blended",
        "a blend with the old state",
        "The gate alone is asked for, a share for each unit; it is used further on, in the next lessons.",
        tuple(
            _alone(gate, share=share)
            for share in (
                "sigmoid(a) * np.tanh(a) + (1 - sigmoid(a)) * h_prev",
                "(1 - sigmoid(a)) * np.tanh(a) + sigmoid(a) * h_prev",
                "sigmoid(a) * np.tanh(a)",
                "sigmoid(a) + h_prev",
                _own(gate, "sigmoid(a) * h_prev + (1 - sigmoid(a)) * (x @ W[:D])"),
                _own(gate, "(1 - sigmoid(a)) * h_prev + sigmoid(a) * (x @ W[:D])"),
            )
        ),
    )
    yield Misconception(
        "input-returned",
        "h_prev comes back",
        "What goes out is h_prev as it came in: return the sigmoid of the weighted sum.",
        (_alone(gate, share="h_prev"),),
    )
    yield Misconception(
        "joined-returned",
        "[x, h_prev] comes back",
        "The joined array is only the beginning: return the sigmoid of the weighted sum.",
        (_alone(gate, share="xh"),),
    )
    yield Misconception(
        "writes-into-argument",
        "the caller's array is changed",
        f"+=, *= and h_prev[...] = write into the array that was handed over. Make a new one, or start from "
        f"a copy: "
        f"a = xh @ W_{gate} + b_{gate} leaves all as it was.",
        tuple(_writing(gate)),
    )


def _writing(gate: str) -> Iterator[str]:
    for change in ("h_prev *= sigmoid(a)", "h_prev *= 1 - sigmoid(a)"):
        yield _alone(gate).replace("    return", f"    {change}\n    return")
    for changed in ("h_prev", "x", f"W_{gate}", f"b_{gate}"):
        yield _alone(gate).replace("    return", f"    {changed} *= 0.5\n    return")
