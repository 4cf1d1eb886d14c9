"""Mistakes that are made in one step of a plain RNN, h = tanh([x, h_prev] W + b), alone or inside a loop."""

import numpy as np

from gru_course.checks.exercise import Misconception
from gru_course.checks.probes import Arguments, changed
from gru_course.nn.validate import Array

_OVERFLOWS = "Right for ordinary numbers, but exp of a large number is infinite, and inf / inf is NaN"


def far_out(arguments: Arguments) -> Arguments:
    """The inputs a thousand times as large, and biases that push every other unit up and down."""

    def extreme(name: str, array: Array) -> Array:
        if name == "b":
            return np.where(np.arange(len(array)) % 2, -5000.0, 5000.0)
        return array if name in ("W", "h0") else 1000.0 * array

    return changed(arguments, extreme)


def step_mistakes(state: str) -> tuple[Misconception, ...]:
    """The bank of one step.

    Parameters
    ----------
    state : str
        What the right answer's source calls the state before the step: ``h_prev``, or ``h`` in a loop.
        The source joins ``[x, state]`` into ``xh``, makes ``a`` of it, and ends with ``np.tanh(a)``.
    """
    h = state
    join = f"np.concatenate([x, {h}], axis=-1)"
    a, tanh = "xh @ W + b", "np.tanh(a)"
    x_part = "x @ W[: x.shape[1]]"
    h_part = f"{h} @ W[x.shape[1] :]"
    return (
        *_activations(a, tanh, h, x_part, h_part),
        *_terms(a, tanh, h, x_part, h_part),
        *_shapes(a, join, h),
    )


def _activations(a: str, tanh: str, h: str, x_part: str, h_part: str) -> tuple[Misconception, ...]:
    """tanh forgotten, exchanged, or in the wrong place."""
    return (
        Misconception(
            "no-tanh",
            "no activation function",
            "The sum is any number as yet. The state must stay between -1 and 1: which function of the "
            "formula does that?",
            (((tanh, "a"),),),
            elsewhere="A linear unit has no activation function; this course's RNN has tanh.",
        ),
        Misconception(
            "sigmoid-for-tanh",
            "the sigmoid where tanh belongs",
            "The sigmoid gives 0 to 1 and is for gates. A state may be negative too: -1 to 1.",
            (((tanh, "sigmoid(a)"),), ((tanh, "((np.tanh(a) + 1) / 2)"),)),
        ),
        Misconception(
            "relu-for-tanh",
            "ReLU where tanh belongs",
            "ReLU cuts off what is negative and lets the rest grow without bound; the formula says tanh.",
            (((tanh, "np.maximum(a, 0)"),),),
            elsewhere="PyTorch's nn.RNN takes ReLU with nonlinearity='relu'; this course uses tanh.",
        ),
        Misconception(
            "softmax-for-tanh",
            "softmax where tanh belongs",
            "Softmax makes units compete for a sum of 1. Here each unit goes through tanh by itself.",
            (((tanh, "softmax_rows(a)"),), ((tanh, "softmax_all(a)"),)),
        ),
        Misconception(
            "not-tanh",
            "a function whose name only looks like tanh",
            "tan, arctan, sinh and the like are other functions: the hyperbolic tangent is np.tanh.",
            tuple(
                ((tanh, f"np.{name}(a)"),)
                for name in ("tan", "arctan", "arctanh", "sinh", "cosh", "sin", "arcsinh")
            ),
        ),
        Misconception(
            "tanh-derivative",
            "the slope of tanh instead of tanh",
            "1 - tanh(a)^2 is the derivative; it is needed on the way back. Forward, it is tanh(a) itself.",
            (((tanh, "(1 - np.tanh(a) ** 2)"),),),
        ),
        Misconception(
            "tanh-twice",
            "tanh taken twice",
            "The state goes through tanh once in each step; look for a second np.tanh.",
            (((tanh, "np.tanh(np.tanh(a))"),),),
        ),
        Misconception(
            "minus-inside",
            "a minus inside tanh",
            "exp(-a) belongs to the sigmoid. tanh takes the sum as it is, without a minus.",
            (((tanh, "np.tanh(-a)"),), ((a, "-xh @ W + b"),)),
        ),
        Misconception(
            "half-tanh",
            "tanh of half the sum",
            "2 * sigmoid(a) - 1 is tanh(a / 2). For tanh(a), double what goes into the sigmoid, or use "
            "np.tanh.",
            (((tanh, "np.tanh(a / 2)"),),),
        ),
        Misconception(
            "tanh-before-bias",
            "the bias added after tanh",
            "The parentheses of tanh close last: the bias is part of the sum inside.",
            (((" + b", ""), (tanh, "(np.tanh(a) + b)")),),
        ),
        Misconception(
            "tanh-too-early",
            "tanh around a part of the sum only",
            "First add everything up, the part from x, the part from the state and the bias; then one tanh "
            "around the whole sum.",
            (
                ((tanh, f"(np.tanh({x_part}) + {h_part} + b)"),),
                ((tanh, f"(np.tanh({x_part} + b) + {h_part})"),),
                ((tanh, f"(np.tanh({h_part}) + {x_part} + b)"),),
                ((tanh, f"(np.tanh({h_part} + b) + {x_part})"),),
                ((tanh, f"(np.tanh({x_part}) + np.tanh({h_part}) + b)"),),
                ((tanh, f"(np.tanh({x_part}) + np.tanh({h_part} + b))"),),
                ((tanh, f"(np.tanh({x_part} + b) + np.tanh({h_part}))"),),
                ((tanh, f"(np.tanh({x_part}) + np.tanh({h_part}))"),),
                ((tanh, f"(np.tanh({x_part} + b) + np.tanh({h_part} + b))"),),
            ),
        ),
        Misconception(
            "tanh-of-inputs",
            "tanh before the product with W",
            "tanh comes last: multiply by W, add b, and take tanh of the sum.",
            (
                ((tanh, "(np.tanh(xh) @ W + b)"),),
                ((tanh, "np.tanh(xh) @ W"),),
                *(
                    ((f"[x, {h}]", joined),)
                    for f in ("np.tanh", "sigmoid")
                    for joined in (f"[x, {f}({h})]", f"[{f}(x), {h}]", f"[{f}(x), {f}({h})]")
                ),
            ),
        ),
        Misconception(
            "tanh-overflows",
            "tanh written with exp of large numbers",
            f"{_OVERFLOWS}. np.tanh is safe for every number.",
            (
                ((tanh, "((np.exp(a) - np.exp(-a)) / (np.exp(a) + np.exp(-a)))"),),
                ((tanh, "((np.exp(2 * a) - 1) / (np.exp(2 * a) + 1))"),),
                ((tanh, "((1 - np.exp(-2 * a)) / (1 + np.exp(-2 * a)))"),),
            ),
        ),
        Misconception(
            "tanh-formula",
            "a slip in tanh written by hand",
            "tanh(a) is (exp(a) - exp(-a)) / (exp(a) + exp(-a)), with both brackets: a minus above and a "
            "plus below. np.tanh(a) is safest.",
            tuple(
                ((tanh, way),)
                for way in (
                    "((np.exp(a) - np.exp(-a)) / (np.exp(a) - np.exp(-a)))",
                    "((np.exp(a) + np.exp(-a)) / (np.exp(a) - np.exp(-a)))",
                    "(np.exp(a) - np.exp(-a) / np.exp(a) + np.exp(-a))",
                    "((1 - np.exp(-a)) / (1 + np.exp(a)))",
                    "((np.exp(a) - np.exp(-a)) / np.exp(a) + np.exp(-a))",
                    "(np.exp(a) - np.exp(-a))",
                    "((np.exp(2 * a) + 1) / (np.exp(2 * a) - 1))",
                    "((np.exp(a) - np.exp(-a)) / (np.exp(a) + np.exp(a)))",
                )
            ),
        ),
        Misconception(
            "rounded",
            "rounded",
            "The right numbers, rounded: leave the rounding out. An error made here grows with every step.",
            tuple(((tanh, f"np.round(np.tanh(a), {digits})"),) for digits in (1, 2, 3, 4)),
        ),
        Misconception(
            "whole-numbers",
            "whole numbers where decimals belong",
            "Every number lost its decimals: look for int, dtype=int, a // or a round.",
            (
                ((tanh, "np.round(np.tanh(a))"),),
                ((tanh, "np.sign(a)"),),
                # In a loop, only zeros are left of it: nothing would tell it from nothing stored.
                *([((tanh, "np.tanh(a).astype(int)"),)] if h == "h_prev" else []),
            ),
        ),
    )


def _terms(a: str, tanh: str, h: str, x_part: str, h_part: str) -> tuple[Misconception, ...]:
    """A term of the sum is missing, or is another one."""
    return (
        Misconception(
            "no-bias",
            "b left out",
            "The formula ends in + b: it is what a unit does when nothing comes in.",
            (((" + b", ""),),),
        ),
        Misconception(
            "minus-bias",
            "b subtracted",
            "The bias is added: + b.",
            (((a, "xh @ W - b"),),),
        ),
        Misconception(
            "bias-multiplied",
            "b multiplied",
            "The bias is added to the product, not multiplied with it.",
            (((a, "xh @ W * b"),),),
        ),
        Misconception(
            "bias-twice",
            "b added twice",
            "One bias, added once; where the product is split into two, only one of them carries it.",
            (((a, "xh @ W + 2 * b"),),),
            elsewhere="PyTorch and cuDNN keep two biases, b_ih and b_hh; this course has one.",
        ),
        Misconception(
            "no-recurrence",
            "the state before the step is not used",
            "Without the state (or with zeros for it) nothing is remembered. The last H rows of W are for "
            "the state before this step.",
            ((("xh @ W", x_part),),),
        ),
        Misconception(
            "no-input",
            "the input x is not used",
            "The step looks at the state only. The first D rows of W are for x.",
            ((("xh @ W", h_part),),),
        ),
        Misconception(
            "h-first",
            "the state before x",
            "The right ingredients. Here x comes first, in the join and among the arguments: the first D "
            "rows of W meet x, the others meet the state.",
            (((f"[x, {h}]", f"[{h}, x]"),),),
            elsewhere="[h, x] is as good with the rows of W in that order; this course keeps [x, h].",
        ),
        Misconception(
            "state-without-weights",
            "the state added without its weights",
            "The state needs weights of its own: it meets the last H rows of W before it is added.",
            (((a, f"{x_part} + {h} + b"),), ((a, f"{x_part} + {h}"),)),
        ),
        Misconception(
            "state-times-input",
            "the part from the state multiplied with the part from x",
            "The two parts are added, not multiplied.",
            (((a, f"({x_part}) * ({h_part}) + b"),), ((a, f"({x_part}) * {h} + b"),)),
        ),
        Misconception(
            "minus-state",
            "the part from the state subtracted",
            "Both parts are added; the sign is in the weights.",
            (((a, f"{x_part} - {h_part} + b"),),),
        ),
        Misconception(
            "state-with-input-weights",
            "the first rows of W used for the state",
            "The first D rows of W belong to x. The state has the H rows that follow: they begin at row D.",
            (((a, f"{x_part} + {h} @ W[: {h}.shape[1]] + b"),),),
        ),
        Misconception(
            "input-with-state-weights",
            "the last rows of W used for x",
            "The last H rows of W belong to the state. x has the first D rows.",
            (((a, f"x @ W[-x.shape[1] :] + {h_part} + b"),),),
        ),
        Misconception(
            "state-added",
            "the old state added once more",
            "tanh(...) is the new state, all of it: the old one has its say inside, through W.",
            (((tanh, f"(np.tanh(a) + {h})"),), ((tanh, f"np.tanh(a + {h})"),)),
            elsewhere="Adding the old state is a residual (skip) connection; the plain RNN has none.",
        ),
        Misconception(
            "state-multiplied",
            "the result multiplied with the old state",
            "tanh(...) is the new state; nothing is multiplied with it.",
            (((tanh, f"(np.tanh(a) * {h})"),),),
        ),
        Misconception(
            "averaged-with-state",
            "the new state averaged with the old",
            "Blending old and new is what the GRU's update gate will do. The plain RNN replaces the state.",
            (
                ((tanh, f"((np.tanh(a) + {h}) / 2)"),),
                *(((tanh, f"({new} * np.tanh(a) + {1 - new:.1f} * {h})"),) for new in (0.1, 0.2, 0.8, 0.9)),
            ),
        ),
        Misconception(
            "gate-in-the-rnn",
            "a gate, which the plain RNN does not have",
            "Gates, sigmoid(a) times something, come with the GRU. Here the new state is tanh(a), all of it.",
            (
                ((tanh, "(sigmoid(a) * np.tanh(a))"),),
                ((tanh, f"(sigmoid(a) * {h})"),),
                ((tanh, f"(sigmoid(a) * np.tanh(a) + (1 - sigmoid(a)) * {h})"),),
                ((tanh, f"((1 - sigmoid(a)) * np.tanh(a) + sigmoid(a) * {h})"),),
            ),
        ),
    )


def _shapes(a: str, join: str, h: str) -> tuple[Misconception, ...]:
    """The sides of the product, and how x and the state are put together."""
    return (
        Misconception(
            "weights-first",
            "W before the data",
            "Rows are examples, so it is data @ weights: the D + H columns of [x, h] meet the D + H rows "
            "of W.",
            (
                ((a, "W @ xh + b"),),
                ((a, "W.T @ xh + b"),),
                ((a, "W @ xh.T + b"),),
                ((a, "W.T @ xh.T + b"),),
                ((a, "np.dot(W, xh) + b"),),
                ((a, "np.dot(W.T, xh) + b"),),
                ((a, "np.dot(W, xh.T) + b"),),
                ((a, "np.dot(W.T, xh.T) + b"),),
                ((a, f"W[: x.shape[1]] @ x + W[x.shape[1] :] @ {h} + b"),),
            ),
            elsewhere="With columns as examples, books write W @ x; here the examples are rows.",
        ),
        Misconception(
            "weights-transposed",
            "W turned on its side",
            "W has D + H rows and H columns already: [x, h] meets it as it is, without .T.",
            (
                ((a, "xh @ W.T + b"),),
                ((a, "np.dot(xh, W.T) + b"),),
            ),
            elsewhere="PyTorch keeps its weights as (H, D) and multiplies by the transpose; here not.",
        ),
        Misconception(
            "element-product",
            "* where a matrix product is meant",
            "* multiplies element by element. A product of matrices is @ (or np.matmul).",
            (
                ((a, "xh * W + b"),),
                ((a, "(xh * W).sum(axis=-1) + b"),),
                ((a, f"x * W[: x.shape[1]] + {h} * W[x.shape[1] :] + b"),),
            ),
        ),
        Misconception(
            "joined-below",
            "x and the state joined one below the other",
            f"To put x and the state side by side, join the columns: {join}.",
            (((join, f"np.concatenate([x, {h}])"),),),
        ),
        Misconception(
            "added-not-joined",
            "x and the state added instead of joined",
            "[x, h] means side by side, D + H columns: np.concatenate, not +.",
            (((join, f"x + {h}"),), ((join, f"x * {h}"),)),
        ),
        Misconception(
            "stacked-not-joined",
            "x and the state stacked instead of joined",
            "np.stack and np.array put arrays on top of each other on a new axis. Side by side is "
            "np.concatenate.",
            (
                ((join, f"np.stack([x, {h}], axis=-1)"),),
                ((join, f"np.array([x, {h}])"),),
            ),
        ),
        Misconception(
            "split-at-H",
            "W cut in the wrong place",
            "The first D rows of W belong to x, the H rows after them to the state: cut at D, the number of "
            "columns of x.",
            (((a, f"x @ W[: W.shape[1]] + {h} @ W[W.shape[1] :] + b"),),),
        ),
        Misconception(
            "whole-W-for-each",
            "all of W used for x alone, or for the state alone",
            "W has D + H rows, and x only D columns. Join x and the state first, or cut W at row D.",
            (
                ((a, f"x @ W + {h} @ W + b"),),
                ((a, f"np.dot(x, W) + np.dot({h}, W) + b"),),
            ),
        ),
    )
