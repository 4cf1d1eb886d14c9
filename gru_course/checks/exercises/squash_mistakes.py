"""Ways to get the sigmoid wrong: alone, and inside a gate.

Each mistake is an expression in ``a``; SIGMOID in it stands for the right one.
"""

from collections.abc import Iterator

from gru_course.checks.exercise import Misconception, Way


def _narrow(limit: int) -> str:
    return f"1 / (1 + np.exp(-np.clip(a, -{limit}, {limit})))"


SQUASHED_WRONGLY: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    (
        "no-sigmoid",
        "no activation function",
        "A gate is a dimmer, from 0 to 1, and this is any number as yet: which function squashes it?",
        ("a",),
    ),
    (
        "tanh-gate",
        "tanh where the sigmoid belongs",
        "A gate is a dimmer, from 0 to 1; tanh goes from -1 to 1 and makes the candidate.",
        ("np.tanh(a)",),
    ),
    (
        "softmax-rows",
        "softmax over the units of each row",
        "Softmax makes the units share one whole. Here each unit has a dimmer of its own: "
        "no number needs to know its neighbours, so no sum and no axis.",
        ("softmax_rows(a)", "np.exp(a) / np.exp(a).sum(axis=1)", "softmax_rows(-a)"),
    ),
    (
        "softmax-all",
        "softmax over the whole array",
        "Softmax makes all numbers of the batch share one whole. Here each unit of each row has a dimmer "
        "of its own: no number needs to know its neighbours, so no sum.",
        ("softmax_all(a)", "softmax_all(-a)"),
    ),
    (
        "softmax-columns",
        "softmax down the columns",
        "Dividing by a sum over axis 0 lets the rows of the batch compete, and rows are separate examples. "
        "A sigmoid needs no sum at all.",
        ("np.exp(a) / np.exp(a).sum(axis=0)", "np.exp(-a) / np.exp(-a).sum(axis=0)"),
    ),
    (
        "sigmoid-twice",
        "the sigmoid of a sigmoid",
        "Squash once. Is there a sigmoid where a is computed, and another one in the last line?",
        ("1 / (1 + np.exp(-SIGMOID))", "1 / (1 + np.exp(-1 / (1 + np.exp(-SIGMOID))))"),
    ),
    (
        "relu-gate",
        "relu where the sigmoid belongs",
        "relu has no upper end, and a share cannot be more than 1: the sigmoid ends at 1.",
        ("np.maximum(a, 0)", "np.where(a > 0, a, 0.01 * a)", "np.clip(a, 0, 6)"),
    ),
    (
        "hard-sigmoid",
        "a straight line cut off at its ends",
        "np.clip cuts: between the ends it is a straight line, and the sigmoid is a smooth curve through "
        "0.5. "
        "It needs np.exp (or np.tanh).",
        (
            "np.clip(a, 0, 1)",
            "np.clip(a, -1, 1)",
            "np.clip(a + 0.5, 0, 1)",
            "np.clip(0.2 * a + 0.5, 0, 1)",
            "np.clip(0.25 * a + 0.5, 0, 1)",
            "np.clip(a / 6 + 0.5, 0, 1)",
            "np.clip((a + 1) / 2, 0, 1)",
            "0.5 + 0.25 * a",
            "0.5 + 0.2 * a",
        ),
    ),
    (
        "threshold",
        "a switch, 0 or 1",
        "A gate is a dimmer, not a switch: every share between 0 and 1 is possible. "
        "Leave out the comparison, or the rounding.",
        ("(a > 0) * 1.0", "np.sign(a)", "a > 0", "SIGMOID > 0.5", "SIGMOID >= 0.5"),
    ),
    (
        "doubled",
        "the sigmoid of 2 a",
        "The curve is twice as steep as it should be. The tanh form halves a first: 0.5 * (1 + tanh(a / 2)).",
        ("0.5 * (1 + np.tanh(a))", "0.5 * (1 - np.tanh(a))"),
    ),
    (
        "tanh-form",
        "a curve of the same kind, stretched or moved",
        "The sigmoid goes from 0 to 1, through 0.5 at a = 0. tanh(a / 2), which is also 2 / (1 + exp(-a)) - "
        "1, goes from -1 to 1: add 1 to it, and then halve the whole.",
        (
            "np.tanh(a / 2)",
            "1 + np.tanh(a / 2)",
            "1 + np.tanh(a)",
            "0.5 * np.tanh(a)",
            "0.5 * np.tanh(a / 2)",
            "0.5 + np.tanh(a / 2)",
            "0.5 + np.tanh(a)",
            "1 + 0.5 * np.tanh(a / 2)",
            "1 + 0.5 * np.tanh(a)",
            "0.5 * (1 + np.tanh(2 * a))",
            "1 / (1 + np.exp(-a / 2))",
            "SIGMOID / 2",
            "1 + SIGMOID",
        ),
    ),
    (
        "brackets",
        "1 + exp(-a), not 1 divided by it",
        "1 / 1 + e means (1 / 1) + e. Put the whole denominator in brackets: 1 / (1 + ...).",
        ("1 / 1 + np.exp(-a)", "1 / 1 + np.exp(a)"),
    ),
    (
        "one-in-the-exponent",
        "the 1 + inside exp",
        "Only -a goes into exp, and the 1 is added to what comes out: close the bracket of exp after the a.",
        (
            "1 / np.exp(-a + 1)",
            "1 / np.exp(-(1 + a))",
            "1 / np.exp(1 + a)",
            "1 / (1 + np.exp(1 - a))",
            "1 / (1 + np.exp(-(1 + a)))",
            "(1 + np.e) ** a",
            "(1 + np.e) ** -a",
        ),
    ),
    (
        "a-outside-exp",
        "a stands outside exp",
        "a goes into exp, with a minus: np.exp(-a). np.exp(-1) is one fixed number, 0.37, whatever a is.",
        (
            "1 / (1 + np.exp(-1) * a)",
            "1 / (1 + a * np.exp(1))",
            "1 / (1 + a ** -np.e)",
            "1 / (1 + a ** np.e)",
        ),
    ),
    (
        "other-denominator",
        "another number than 1 in the denominator",
        "The denominator is 1 + exp(-a), and never 0: no other number is added, be it ever so small.",
        tuple(f"1 / ({number} + np.exp(-a))" for number in (2, 0.5, 1.1, 1.01, 1.001, 1.0001)),
    ),
    (
        "tanh-inside",
        "tanh first, and then the sigmoid",
        "One function squashes, and for a share that is the sigmoid alone: leave out np.tanh.",
        ("1 / (1 + np.exp(-np.tanh(a)))", "np.tanh(SIGMOID)"),
    ),
    (
        "shares-of-one-whole",
        "shares that are made to add up to 1",
        "Each unit has a dimmer of its own, and the shares need not add up to anything: leave out the "
        "division by the sum.",
        (
            "SIGMOID / SIGMOID.sum(axis=-1, keepdims=True)",
            "SIGMOID / SIGMOID.sum()",
            "SIGMOID / SIGMOID.sum(axis=0)",
            "a / a.sum(axis=-1, keepdims=True)",
            "np.exp(a) / (np.exp(a) + np.exp(a).sum())",
            "np.exp(a) / (np.exp(a) + np.exp(a).sum(axis=-1, keepdims=True))",
        ),
    ),
    (
        "stretched-to-fit",
        "numbers moved and stretched by what the others are",
        "The smallest number need not give 0, nor the largest 1: each share comes from its own a alone. No "
        "min and max, no mean and std: 1 / (1 + exp(-a)).",
        (
            *(
                f"(a - a.min({axis})) / (a.max({axis}) - a.min({axis}))"
                for axis in ("", "0", "1, keepdims=True")
            ),
            *(
                f"1 / (1 + np.exp(-(a - a.mean({axis})) / a.std({axis})))"
                for axis in ("", "axis=0", "axis=1, keepdims=True")
            ),
        ),
    ),
    (
        "exp-alone",
        "exp without the 1 + ... in the denominator",
        "exp alone has no upper end. The sigmoid is 1 divided by (1 + exp(-a)).",
        ("np.exp(-a)", "np.exp(a)"),
    ),
    (
        "minus-for-plus",
        "1 - exp in place of 1 + exp",
        "With a minus the denominator is 0 at a = 0, where the sigmoid is 0.5: it is 1 + exp(-a).",
        (
            "1 / (1 - np.exp(-a))",
            "1 / (1 - np.exp(a))",
            "1 / (np.exp(-a) - 1)",
        ),
    ),
    (
        "mixed-forms",
        "two forms of the sigmoid mixed",
        "It is either 1 / (1 + exp(-a)) or exp(a) / (1 + exp(a)). Yours has pieces of both.",
        ("np.exp(a) / (1 + np.exp(-a))", "np.exp(-a) / (1 + np.exp(a))"),
    ),
    (
        "max-trick",
        "the softmax's trick of subtracting the largest number",
        "sigmoid(0) is 0.5, and the neighbours do not matter. Subtracting the largest (or the mean) is "
        "right in a "
        "softmax, where it cancels; here it moves the curve. Use a as it is.",
        (
            "1 / (1 + np.exp(-(a - a.max())))",
            "1 / (1 + np.exp(-(a - a.max(axis=-1, keepdims=True))))",
            "1 / (1 + np.exp(-(a - a.max(axis=0))))",
            "1 / (1 + np.exp(-(a - a.min())))",
            "1 / (1 + np.exp(-(a - a.min(axis=-1, keepdims=True))))",
            "1 / (1 + np.exp(-(a - np.abs(a).max())))",
            "1 / (1 + np.exp(-a - a.max()))",
            "1 / (1 + np.exp(a - a.max()))",
            "1 / (1 + np.exp(a - a.max(axis=-1, keepdims=True)))",
            "1 / (1 + np.exp(-(a - a.mean())))",
            "1 / (1 + np.exp(-(a - a.mean(axis=-1, keepdims=True))))",
            "1 / (1 + np.exp(-(a - a.mean(axis=0))))",
            "np.exp(a) / (1 + np.exp(a).sum())",
            "np.exp(a) / (1 + np.exp(a).sum(axis=-1, keepdims=True))",
        ),
    ),
    (
        "absolute",
        "the size of a without its sign",
        "abs(a) stands in exp for safety only; for a < 0 the numerator has to be another: "
        "exp(a) / (1 + exp(a)). Check sigmoid(-2): below 0.5.",
        ("1 / (1 + np.exp(-np.abs(a)))", "1 / (1 + np.exp(np.abs(a)))"),
    ),
    (
        "one-side-only",
        "right on one side of 0 only",
        "Some numbers of the array are right: those of one sign. What does your code do with the others?",
        (
            "np.where(a >= 0, SIGMOID, 0)",
            "1 / (1 + np.exp(-np.maximum(a, 0)))",
            "1 / (1 + np.exp(-np.minimum(a, 0)))",
            "np.where(a < 0, SIGMOID, 0)",
            "np.where(a < 0, SIGMOID, 1)",
            "np.where(a >= 0, SIGMOID, a)",
            "np.where(a < 0, SIGMOID, a)",
            "np.where(a >= 0, SIGMOID, np.exp(a))",
            "np.where(a >= 0, SIGMOID, -SIGMOID)",
            "np.where(a >= 0, SIGMOID, -1 / (1 + np.exp(-np.abs(a))))",
            "np.where(a >= 0, SIGMOID, np.exp(a) / (1 - np.exp(a)))",
            "np.where(a >= 0, SIGMOID, np.exp(a) / (1 + np.exp(-a)))",
            "np.where(a >= 0, SIGMOID, 1)",
            "np.where(a >= 0, 1, SIGMOID - 1)",
        ),
    ),
    (
        "log-left",
        "a logarithm where none belongs",
        "1 / (1 + exp(-a)) has an exp and no log. np.logaddexp(0, -a) is log(1 + exp(-a)): "
        "take exp of minus that.",
        (
            "np.logaddexp(0, a)",
            "np.logaddexp(0, -a)",
            "-np.logaddexp(0, -a)",
            "1 / np.logaddexp(0, -a)",
            "1 / (1 + np.log(-a))",
            "1 / (1 + np.log(a))",
            "1 / (1 + np.log1p(-a))",
        ),
    ),
    (
        "inverse",
        "the inverse of the sigmoid",
        "log(p / (1 - p)) goes from a share to any number; what is asked goes from any number to a share.",
        ("np.log(a / (1 - a))",),
    ),
    (
        "derivative",
        "the sigmoid's slope in place of the sigmoid",
        "s * (1 - s) is the derivative, at most 0.25; it is needed for learning, later. Here return s "
        "itself.",
        ("SIGMOID * (1 - SIGMOID)", "a * (1 - a)"),
    ),
    (
        "times-a",
        "a times its sigmoid",
        "a * sigmoid(a) is another function (swish). The numerator of the sigmoid is 1.",
        ("a * SIGMOID",),
    ),
    (
        "negated",
        "the sign turned",
        "A share is never negative: the minus belongs to a, inside exp, and not in front of the whole.",
        ("-SIGMOID", "-1 / (1 + np.exp(a))"),
    ),
    (
        "not-e",
        "another number where e belongs",
        "exp(-a) is e to the power of -a, with e = 2.71828...; np.exp knows every digit of it.",
        (
            "1 / (1 + 2.0 ** -a)",
            "1 / (1 + 10.0 ** -a)",
            "1 / (1 + 3.0 ** -a)",
            "1 / (1 + 2.7 ** -a)",
            "1 / (1 + 2.71 ** -a)",
            "1 / (1 + 2.718 ** -a)",
            "1 / (1 + 2.72 ** -a)",
            "1 / (1 + np.e * -a)",
        ),
    ),
    (
        "squared",
        "something is squared",
        "Nothing is squared in 1 / (1 + exp(-a)): look for ** 2, or for a product of something with itself.",
        ("1 / (1 + np.exp(-(a**2)))", "(1 / (1 + np.exp(-a))) ** 2"),
    ),
    (
        "root-taken",
        "a square root where none belongs",
        "1 / (1 + exp(-a)) has no root: leave out np.sqrt, or the power 0.5.",
        ("np.sqrt(SIGMOID)",),
    ),
    (
        "one-over-a",
        "1 / a inside exp",
        "a itself goes into exp, with a minus: np.exp(-a). The 1 divided by something is the whole.",
        ("1 / (1 + np.exp(-1 / a))", "1 / (1 + np.exp(1 / a))"),
    ),
    (
        "one-number-everywhere",
        "one number for the whole array",
        "Every place has an a of its own: inside the loops it is a[i, j] on both sides.",
        ("SIGMOID[0, 0] + 0 * a", "SIGMOID[-1, -1] + 0 * a"),
    ),
    (
        "softsign",
        "another curve of the same look",
        "That curve looks alike, but it is another one: the sigmoid is made with exp.",
        (
            "a / (1 + np.abs(a))",
            "0.5 * (1 + a / (1 + np.abs(a)))",
            "a / np.sqrt(1 + a**2)",
            "0.5 * (1 + a / np.sqrt(1 + a**2))",
            "np.arctan(a)",
            "0.5 + np.arctan(a) / np.pi",
            "1 / (1 + np.abs(a))",
            "1 / (1 + a)",
            "1 / (1 - a)",
        ),
    ),
    (
        "rounded",
        "rounded numbers",
        "The shares are right but rounded. Leave out np.round: the next steps need all digits.",
        tuple(f"np.round(SIGMOID, {digits})" for digits in (1, 2, 3, 4)),
    ),
    (
        "all-zero",
        "all zeros",
        "An array of whole numbers cuts 0.7 down to 0; an array of zeros that is never written to stays as "
        "it is. "
        "np.zeros(a.shape) holds decimals.",
        ("0 * a",),
    ),
    (
        "clipped-too-early",
        "np.clip with limits that are too narrow",
        "Clipping a before exp is fine where it cannot be seen: sigmoid(10) is 0.99995 and not 1. "
        "Limits of -500 and 500 keep exp safe.",
        tuple(_narrow(limit) for limit in range(1, 11)),
    ),
    (
        "overflow",
        "inf / inf for large numbers",
        "The same mathematics, but exp(1000) is infinite, and inf / inf is not a number. Write it so that a "
        "large "
        "positive a goes into exp with a minus: 1 / (1 + exp(-a)).",
        (
            "np.exp(a) / (1 + np.exp(a))",
            "np.nan_to_num(np.exp(a) / (1 + np.exp(a)))",
            "np.nan_to_num(np.exp(a) / (1 + np.exp(a)), nan=0.5)",
        ),
    ),
    (
        "np-sigmoid",
        "a function that NumPy does not have",
        "NumPy has no sigmoid: you are writing it, from np.exp.",
        ("np.sigmoid(a)", "np.expit(a)", "np.logistic(a)"),
    ),
    (
        "one-row-only",
        "one row or one unit where all are asked for",
        "Is there a loop? Then return stands inside it perhaps, or every turn overwrites the result of the "
        "one before. "
        "All rows and all units belong into the answer.",
        (
            "SIGMOID[0]",
            "SIGMOID[-1]",
            "SIGMOID[:1]",
            "SIGMOID[-1:]",
            "SIGMOID[:, 0]",
            "SIGMOID[:, -1]",
            "SIGMOID[0, 0]",
            "SIGMOID[-1, -1]",
        ),
    ),
    (
        "added-up",
        "numbers added up that should stay apart",
        "There is one share for every unit of every row: look for sum or mean and leave it out.",
        (
            "SIGMOID.mean()",
            "SIGMOID.sum()",
            "SIGMOID.mean(axis=0)",
            "SIGMOID.sum(axis=0)",
            "SIGMOID.mean(axis=1)",
            "SIGMOID.sum(axis=1)",
            "SIGMOID.mean(axis=0, keepdims=True)",
            "SIGMOID.sum(axis=0, keepdims=True)",
            "SIGMOID.mean(axis=1, keepdims=True)",
            "SIGMOID.mean(axis=1, keepdims=True) + 0 * a",
            "SIGMOID.mean(axis=0) + 0 * a",
            "SIGMOID.mean() + 0 * a",
            "1 / (1 + np.exp(-a.mean(axis=0)))",
            "1 / (1 + np.exp(-a.mean(axis=1)))",
            "1 / (1 + np.exp(-a.sum(axis=0)))",
            "1 / (1 + np.exp(-a.sum(axis=1)))",
            "1 / (1 + np.exp(-a).sum(axis=1, keepdims=True)) + 0 * a",
            "1 / (1 + np.exp(-a).sum()) + 0 * a",
            "1 / (1 + np.exp(-a.mean(axis=0, keepdims=True)))",
            "1 / (1 + np.exp(-a.mean(axis=1, keepdims=True)))",
            "1 / (1 + np.exp(-a.sum(axis=0, keepdims=True)))",
            "1 / (1 + np.exp(-a.sum(axis=1, keepdims=True)))",
            "1 / (1 + np.exp(-a.sum(axis=1, keepdims=True) + 0 * a))",
            "1 / (1 + np.exp(-a.sum() + 0 * a))",
            "1 / (1 + np.exp(-a.mean(axis=0) + 0 * a))",
            "1 / (1 + np.exp(-a.mean(axis=1, keepdims=True) + 0 * a))",
        ),
    ),
    (
        "flattened",
        "all rows in one line",
        "The numbers are right, and their arrangement is lost: look for ravel, flatten, or a list that grows "
        "number by number. Rows stay rows.",
        ("SIGMOID.ravel()", "SIGMOID.reshape(1, -1)", "SIGMOID.reshape(-1, 1)"),
    ),
    (
        "transposed",
        "rows and columns exchanged",
        "Rows are examples and columns are units, in what comes in and in what goes out.",
        ("SIGMOID.T",),
    ),
)
"""Id, name, hint, and what is written in place of the sigmoid of ``a``."""

COMMON = ("no-sigmoid", "tanh-gate", "softmax-rows", "softmax-all", "relu-gate", "hard-sigmoid", "threshold")
"""Those of which the first way is combined with other mistakes of a gate."""


def squash_mistakes(sigmoid: str, alone: str) -> Iterator[Misconception]:
    """The mistakes for one exercise.

    Parameters
    ----------
    sigmoid : str
        How the right answer's source writes the sigmoid of ``a``; occurs once in it.
    alone : str
        The right answer's source. Rare mistakes then become whole functions, and are not combined with
        others: thousands of pairs would take too long.
    """
    for identity, name, hint, expressions in SQUASHED_WRONGLY:
        ways: list[Way] = []
        for number, expression in enumerate(expressions):
            wrong = expression.replace("SIGMOID", f"({sigmoid})")
            combined = (identity in COMMON and number == 0) or identity == "rounded"
            ways.append(((sigmoid, wrong),) if combined else alone.replace(sigmoid, wrong))
        yield Misconception(identity, name, hint, tuple(ways))
