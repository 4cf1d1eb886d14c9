"""The update gate with pencil and paper: the shares of the new and of the old in the mix."""

import numpy as np

from gru_course.checks.exercise import Exercise, Misconception, Property
from gru_course.checks.exercises.kept_share import in_a_row
from gru_course.nn.activations import sigmoid
from gru_course.nn.validate import Array


def mix_by_hand() -> Array:  # noqa: D103
    x, h_prev = np.array([1.0, 0.5]), np.array([0.4])
    W_z, b_z = np.array([0.9, -0.4, 1.5]), -0.3
    a = np.concatenate([x, h_prev]) @ W_z + b_z
    z = sigmoid(a)
    return np.array([z, 1 - z])


_BOTH = "np.array([z, 1 - z])"
_SUM = "np.concatenate([x, h_prev]) @ W_z"

_MISTAKES = (
    Misconception(
        "z-swapped",
        "the two shares exchanged",
        "z is the share of the new candidate and comes first; 1 - z is what is left of the old state. "
        "(If you did not exchange them: it is exp(-a), with a minus.)",
        (((_BOTH, "np.array([1 - z, z])"),),),
        elsewhere="in PyTorch and Keras z is the share of the old state; in this course z weights the new.",
    ),
    Misconception(
        "no-sigmoid",
        "the sum without the sigmoid",
        "a can be any number; a share is between 0 and 1. Which function squashes it?",
        ((("sigmoid(a)", "a"),),),
    ),
    Misconception(
        "tanh-gate",
        "tanh where the sigmoid belongs",
        "A gate is a dimmer, from 0 to 1; tanh goes from -1 to 1 and makes the candidate.",
        ((("sigmoid(a)", "np.tanh(a)"),),),
    ),
    Misconception(
        "brackets",
        "1 / 1 + exp, not 1 divided by the whole",
        "First the denominator, 1 + exp(-a); then 1 divided by that.",
        ((("sigmoid(a)", "1 + np.exp(-a)"),), (("sigmoid(a)", "1 + np.exp(a)"),)),
    ),
    Misconception(
        "exp-alone",
        "exp without the 1 + ... in the denominator",
        "The sigmoid is 1 divided by (1 + exp(-a)).",
        ((("sigmoid(a)", "np.exp(-a)"),), (("sigmoid(a)", "np.exp(a)"),)),
    ),
    Misconception(
        "not-e",
        "another number where e belongs",
        "e is 2.71828...; use np.exp, or the exp key of a calculator.",
        ((("sigmoid(a)", "1 / (1 + 10**-a)"),), (("sigmoid(a)", "1 / (1 + 2**-a)"),)),
    ),
    Misconception("no-bias", "b_z left out", "After the three products comes + b_z.", (((" + b_z", ""),),)),
    Misconception(
        "bias-subtracted",
        "b_z with the wrong sign",
        "b_z is -0.3, and it is added: the sum becomes smaller. (If you did that: each of the three numbers "
        "meets its weight first.)",
        (((" + b_z", " - b_z"),),),
    ),
    Misconception(
        "no-h",
        "h_prev plays no part",
        "The gate looks at both inputs and at the old state: three products.",
        (((_SUM, "x @ W_z[:2]"),),),
    ),
    Misconception(
        "no-x",
        "x plays no part",
        "The gate looks at both inputs and at the old state: three products.",
        (((_SUM, "h_prev @ W_z[2:]"),), ((_SUM, "h_prev @ W_z[:1]"),)),
    ),
    Misconception(
        "one-product-missing",
        "one of the three products is missing",
        "Three numbers go in, the two of x and the one of h_prev: each meets its own weight.",
        (((_SUM, "(x[0] * 0.9 + h_prev[0] * 1.5)"),), ((_SUM, "(x[1] * -0.4 + h_prev[0] * 1.5)"),)),
    ),
    Misconception(
        "h-first",
        "h_prev before x",
        "The first two weights belong to x, the last one to h_prev.",
        ((("[x, h_prev]", "[h_prev, x]"),),),
    ),
    Misconception(
        "h-without-weights",
        "h_prev added without its weight",
        "h_prev has a weight of its own, the third.",
        (((_SUM, "(x @ W_z[:2] + h_prev[0])"),),),
    ),
    Misconception(
        "weights-alone",
        "the weights added up without the inputs",
        "Each weight is multiplied with its own input first.",
        (((_SUM, "W_z.sum()"),), ((_SUM, "(W_z.sum() + x.sum() + h_prev.sum())"),)),
    ),
    Misconception(
        "sign-lost",
        "a minus sign lost on the way",
        "The second weight is -0.4 and its product is negative.",
        (
            ((_SUM, "np.concatenate([x, h_prev]) @ abs(W_z)"),),
            ((_SUM, "-np.concatenate([x, h_prev]) @ W_z"),),
        ),
    ),
    Misconception(
        "second-share",
        "the second number is not what z leaves",
        "The first number is right. The two shares make a whole: the second is 1 minus the first.",
        (
            ((_BOTH, "np.array([z, z])"),),
            ((_BOTH, "np.array([z, z - 1])"),),
            ((_BOTH, "np.array([z, -z])"),),
            ((_BOTH, "np.array([z, 0.4])"),),
            ((_BOTH, "np.array([z, (1 - z) * 0.4])"),),
            ((_BOTH, "np.array([z, z * 0.4])"),),
            ((_BOTH, "np.array([z, a])"),),
            ((_BOTH, "np.array([a, z])"),),
        ),
    ),
    Misconception(
        "one-number",
        "one number where two are asked for",
        "Give both: the share of the candidate, z, and the share of the old state, 1 - z.",
        (((_BOTH, "z"),), ((_BOTH, "1 - z"),), ((_BOTH, "np.array([z])"),)),
    ),
    Misconception(
        "percent",
        "percent in place of shares",
        "A share lies between 0 and 1: 50% is 0.5.",
        (((_BOTH, "100 * np.array([z, 1 - z])"),),),
    ),
    Misconception(
        "half-and-half",
        "one half each",
        "The sigmoid is one half where the sum a is 0, and here a is not: three products and the bias.",
        (((_BOTH, "np.array([0.5, 0.5])"),),),
    ),
    Misconception(
        "rounded",
        "rounded too early",
        "The method is right. Give three decimals, and round only at the end.",
        (
            ((_BOTH, "np.array([np.round(z, 1), np.round(1 - z, 1)])"),),
            ((_BOTH, "np.array([np.round(z, 2), np.round(1 - z, 2)])"),),
        ),
    ),
)

EXERCISES = (
    Exercise(
        name="mix_by_hand",
        notebook="05_update_gate",
        title="The gate with a pencil",
        points=2,
        minutes=5,
        reference=mix_by_hand,
        hints=(
            "First the sum a: three products and the bias. Then its sigmoid is z, the share of the new. "
            "What is left "
            "for the old?",
            "The products are 1.0 * 0.9, 0.5 * (-0.4) and 0.4 * 1.5; add b_z = -0.3.",
            "a = 1.0. So z = 1 / (1 + np.exp(-1.0)), and the second number is 1 - z.",
        ),
        misconceptions=_MISTAKES,
        kind="value",
        outputs={"shares": "H"},
        read=in_a_row,
        tolerance=6e-4,
        properties=(
            Property(
                "whole",
                "The two shares make a whole: together they are 1.",
                lambda arguments, pieces: bool(abs(pieces[0].sum() - 1) < 0.005),
            ),
        ),
        solution="a = 1.0 * 0.9 + 0.5 * -0.4 + 0.4 * 1.5 - 0.3\nz = 1 / (1 + np.exp(-a))\nmix_by_hand = (z, "
        "1 - z)",
    ),
)
