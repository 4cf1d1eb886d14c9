"""Two steps of a one-unit RNN with pencil numbers: the second step needs what the first one made."""

import numpy as np

from gru_course.checks.exercise import Exercise, Misconception
from gru_course.nn.validate import Array


def rnn_by_hand() -> Array:  # noqa: D103
    w_x, w_h, b = 0.5, 0.8, 0.1
    x_1, x_2 = 2.0, -3.0
    h_0 = -0.5
    h_1 = np.tanh(w_x * x_1 + w_h * h_0 + b)
    h_2 = np.tanh(w_x * x_2 + w_h * h_1 + b)
    return np.array([h_1, h_2])


_FIRST = "np.tanh(w_x * x_1 + w_h * h_0 + b)"
_SECOND = "np.tanh(w_x * x_2 + w_h * h_1 + b)"
_END = "return np.array([h_1, h_2])"


def _both(first: str, second: str = "") -> tuple[tuple[str, str], ...]:
    """Both steps changed in the same way; the second is read off the first unless given."""
    return (_FIRST, first), (_SECOND, second or first.replace("x_1", "x_2").replace("h_0", "h_1"))


def _with(function: str) -> tuple[tuple[str, str], ...]:
    return _both(f"{function}(w_x * x_1 + w_h * h_0 + b)")


EXERCISES = (
    Exercise(
        name="rnn_by_hand",
        notebook="01_sequences",
        title="Two steps by hand",
        points=1,
        minutes=8,
        kind="value",
        reference=rnn_by_hand,
        tolerance=6e-4,
        hints=(
            "Do the first step completely, to a number between -1 and 1; only then the second.",
            "Three terms are added in each step: the input times 0.5, the state before it times 0.8, and "
            "the bias 0.1. Then comes tanh.",
            "h_1 is tanh of 0.5 times 2 plus 0.8 times (-0.5) plus 0.1. For h_2, the input is -3, and h_1 "
            "stands where -0.5 stood.",
        ),
        misconceptions=(
            Misconception(
                "no-tanh",
                "no tanh",
                "Each sum still has to go through tanh, and what comes out goes on to the next step. No "
                "state is beyond -1 or 1.",
                (
                    _with(""),
                    ((_FIRST, "(w_x * x_1 + w_h * h_0 + b)"),),
                    ((_SECOND, "(w_x * x_2 + w_h * h_1 + b)"),),
                ),
            ),
            Misconception(
                "kept-before-activation",
                "the sums before tanh given instead of the states",
                "You have the sums. A state is tanh of its sum.",
                ((("[h_1, h_2]", "np.arctanh([h_1, h_2])"),),),
            ),
            Misconception(
                "sigmoid-for-tanh",
                "the sigmoid where tanh belongs",
                "The sigmoid is for gates; the state goes through tanh.",
                (_with("sigmoid"),),
            ),
            Misconception(
                "not-tanh",
                "a function whose name only looks like tanh",
                "tan, arctan and sinh are other functions: in Python, the hyperbolic tangent is np.tanh. A "
                "pocket calculator needs its hyp key.",
                (
                    *(_with(f"np.{name}") for name in ("tan", "arctan", "sinh", "sin", "arcsinh", "cosh")),
                    _both("np.tan(np.deg2rad(w_x * x_1 + w_h * h_0 + b))"),
                ),
            ),
            Misconception(
                "tanh-twice",
                "tanh taken twice",
                "The state goes through tanh once in each step. In the second step, h_1 has been through "
                "it already.",
                (
                    _both("np.tanh(np.tanh(w_x * x_1 + w_h * h_0 + b))"),
                    ((_SECOND, _SECOND.replace("h_1", "np.tanh(h_1)")),),
                ),
            ),
            Misconception(
                "tanh-too-early",
                "tanh around a part of the sum only",
                "First add up all three terms; then one tanh around the whole sum.",
                (
                    _both("np.tanh(w_x * x_1) + w_h * h_0 + b"),
                    _both("np.tanh(w_x * x_1 + b) + w_h * h_0"),
                    _both("np.tanh(w_h * h_0 + b) + w_x * x_1"),
                    _both("np.tanh(w_x * x_1) + np.tanh(w_h * h_0) + b"),
                ),
            ),
            Misconception(
                "tanh-before-bias",
                "the bias added after tanh",
                "The parentheses of tanh close last: the bias is part of the sum inside.",
                (_both("np.tanh(w_x * x_1 + w_h * h_0) + b"),),
            ),
            Misconception(
                "no-bias",
                "the bias left out",
                "The sum has a third term, the bias b = 0.1, in both steps.",
                (
                    _both("np.tanh(w_x * x_1 + w_h * h_0)"),
                    ((_FIRST, "np.tanh(w_x * x_1 + w_h * h_0)"),),
                    ((_SECOND, "np.tanh(w_x * x_2 + w_h * h_1)"),),
                ),
            ),
            Misconception(
                "minus-bias",
                "the bias subtracted",
                "The bias is added.",
                (_both("np.tanh(w_x * x_1 + w_h * h_0 - b)"),),
            ),
            Misconception(
                "no-recurrence",
                "the state before the step is not used",
                "Each step looks at its input and at the state before it: the term with w_h is missing.",
                (_both("np.tanh(w_x * x_1 + b)"), _both("np.tanh(w_x * x_1)")),
            ),
            Misconception(
                "h0-ignored",
                "h_0 is not used",
                "The story starts from h_0 = -0.5: its term belongs to the first sum.",
                ((("h_0 = -0.5", "h_0 = 0.0"),), (("h_0 = -0.5", "h_0 = 1.0"),)),
            ),
            Misconception(
                "sign-of-h0",
                "the minus of h_0 lost",
                "h_0 is negative, -0.5, so its term is subtracted from the first sum.",
                ((("h_0 = -0.5", "h_0 = 0.5"),),),
            ),
            Misconception(
                "sign-of-x2",
                "the minus of x_2 lost",
                "The second input is negative, -3, so its term is subtracted from the second sum.",
                ((("x_1, x_2 = 2.0, -3.0", "x_1, x_2 = 2.0, 3.0"),),),
            ),
            Misconception(
                "minus-state",
                "the part from the state subtracted",
                "The three terms are added; the sign is in the numbers.",
                (
                    _both("np.tanh(w_x * x_1 - w_h * h_0 + b)"),
                    ((_SECOND, "np.tanh(w_x * x_2 - w_h * h_1 + b)"),),
                ),
            ),
            Misconception(
                "amnesia",
                "the second step starts from h_0 again",
                "The second step takes in what the first one handed out: h_1 stands where h_0 stood.",
                (((_SECOND, "np.tanh(w_x * x_2 + w_h * h_0 + b)"),),),
            ),
            Misconception(
                "second-step-without-state",
                "the second step does without h_1",
                "The second step takes in what the first one handed out, h_1 times w_h.",
                (((_SECOND, "np.tanh(w_x * x_2 + b)"),), ((_SECOND, "np.tanh(w_x * x_2)"),)),
            ),
            Misconception(
                "state-before-activation",
                "the sum before tanh handed to the second step",
                "The second step takes in the state h_1, which is the sum after tanh.",
                (((_SECOND, "np.tanh(w_x * x_2 + w_h * np.arctanh(h_1) + b)"),),),
            ),
            Misconception(
                "same-input-every-step",
                "the first input read again in the second step",
                "The second step reads the second input, x_2 = -3.",
                (((_SECOND, "np.tanh(w_x * x_1 + w_h * h_1 + b)"),),),
            ),
            Misconception(
                "backwards",
                "the inputs in reverse order",
                "Time runs from x_1 = 2 to x_2 = -3.",
                ((("x_1, x_2 = 2.0, -3.0", "x_1, x_2 = -3.0, 2.0"),),),
            ),
            Misconception(
                "weights-swapped",
                "the two weights swapped",
                "w_x = 0.5 belongs to the input, w_h = 0.8 to the state.",
                ((("w_x, w_h, b = 0.5, 0.8", "w_x, w_h, b = 0.8, 0.5"),),),
            ),
            Misconception(
                "state-without-weights",
                "the state added without its weight",
                "The state is multiplied by w_h = 0.8 before it is added.",
                (_both("np.tanh(w_x * x_1 + h_0 + b)"),),
            ),
            Misconception(
                "input-without-weights",
                "the input added without its weight",
                "The input is multiplied by w_x = 0.5 before it is added.",
                (_both("np.tanh(x_1 + w_h * h_0 + b)"),),
            ),
            Misconception(
                "state-times-input",
                "terms multiplied instead of added",
                "Inside tanh, three terms are added: w_x * x, w_h * h and b.",
                (_both("np.tanh((w_x * x_1) * (w_h * h_0) + b)"),),
            ),
            Misconception(
                "bias-multiplied",
                "the bias multiplied",
                "The bias is added to the two other terms.",
                (_both("np.tanh((w_x * x_1 + w_h * h_0) * b)"),),
            ),
            Misconception(
                "state-added",
                "the old state added once more",
                "tanh of the sum is the new state, all of it; nothing is added to it.",
                (_both("np.tanh(w_x * x_1 + w_h * h_0 + b) + h_0"),),
            ),
            Misconception(
                "states-swapped",
                "h_1 and h_2 in the wrong order",
                "Give h_1 first.",
                (((_END, "return np.array([h_2, h_1])"),),),
            ),
            Misconception(
                "one-step-more",
                "one number too many",
                "Two numbers are asked for, h_1 and h_2; h_0 is given and stays at home.",
                (
                    ((_END, "return np.array([h_0, h_1, h_2])"),),
                    ((_END, "return np.array([h_1, h_2, h_2])"),),
                ),
            ),
            Misconception(
                "states-before",
                "h_0 and h_1 given instead of h_1 and h_2",
                "h_0 is where it starts. Give the two states that come after it.",
                (((_END, "return np.array([h_0, h_1])"),),),
            ),
            Misconception(
                "last-state-only",
                "one number where two are asked for",
                "Give both states as a list, [h_1, h_2].",
                (((_END, "return h_2"),), ((_END, "return np.array([h_2])"),), ((_END, "return h_1"),)),
            ),
            Misconception(
                "rounded",
                "rounded too much",
                "On the right way: three decimals are asked for. Keep more while you calculate.",
                (
                    (("[h_1, h_2]", "[round(h_1, 2), round(h_2, 2)]"),),
                    (("[h_1, h_2]", "[round(h_1, 1), round(h_2, 1)]"),),
                    (("[h_1, h_2]", "[h_1, round(h_2, 2)]"),),
                    (("[h_1, h_2]", "[round(h_1, 2), h_2]"),),
                    ((_SECOND, "np.tanh(w_x * x_2 + w_h * round(h_1, 2) + b)"),),
                    ((_SECOND, "np.tanh(w_x * x_2 + w_h * round(h_1, 1) + b)"),),
                    (
                        (_SECOND, "np.tanh(w_x * x_2 + w_h * round(h_1, 1) + b)"),
                        ("[h_1, h_2]", "[round(h_1, 1), round(h_2, 1)]"),
                    ),
                ),
            ),
        ),
        outputs={"[h_1, h_2]": ""},
    ),
)
