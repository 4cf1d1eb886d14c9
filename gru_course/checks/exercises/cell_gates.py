"""What goes wrong in the equations of the two gates, where they stand among the others."""

from gru_course.checks.exercise import Misconception
from gru_course.checks.exercises.cell_ways import (
    BLEND,
    JOIN,
    bias_after,
    formula,
    squashed_apart,
    squashed_by,
    summed_by,
)

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
    formula(
        "brackets",
        "1 + exp(-a), not 1 divided by it",
        "1 is divided by the whole sum 1 + exp(-a): that takes parentheses around the sum.",
        "1 + np.exp(-#)",
        "1 + np.exp(#)",
    ),
    formula(
        "minus-for-plus",
        "1 - exp in place of 1 + exp",
        "The sigmoid of 0 is one half; yours divides by zero there. Which sign stands in the denominator?",
        "1 / (1 - np.exp(-#))",
        "1 / (1 - np.exp(#))",
    ),
    formula(
        "exp-alone",
        "exp without the 1 + in the denominator",
        "Large a should come near 1 and stay below it: what is added to exp(-a) before dividing?",
        "1 / np.exp(-#)",
        "1 / np.exp(#)",
    ),
    formula(
        "mixed-forms",
        "two forms of the sigmoid mixed",
        "Either 1 / (1 + exp(-a)), or exp(a) above and below: the sign of a has to be the same in both "
        "places.",
        "np.exp(#) / (1 + np.exp(-#))",
        "np.exp(-#) / (1 + np.exp(#))",
        "np.exp(-#) / (1 - np.exp(-#))",
    ),
    formula(
        "absolute",
        "the size of a without its sign",
        "The sigmoid of a negative number lies below one half; yours is the same for a and -a.",
        "1 / (1 + np.exp(-np.abs(#)))",
        "1 / (1 + np.exp(np.abs(#)))",
    ),
    formula(
        "squared",
        "something is squared",
        "No square stands in the sigmoid: 1 divided by 1 + exp(-a).",
        "1 / (1 + np.exp(-(# ** 2)))",
        "1 / (1 + np.exp(-#)) ** 2",
    ),
    formula(
        "not-e",
        "another number where e belongs",
        "exp is e to the power of a, e = 2.718.",
        "1 / (1 + 2.0 ** (-#))",
        "1 / (1 + 10.0 ** (-#))",
        "1 / (2 + np.exp(-#))",
    ),
    formula(
        "negated",
        "the gates with the sign turned",
        "A gate lies between 0 and 1, and yours is negative.",
        "-sigmoid(#)",
    ),
    formula(
        "derivative",
        "the slope of the sigmoid in place of the sigmoid",
        "s * (1 - s) is the slope, which training needs; a gate is the sigmoid itself.",
        "sigmoid(#) * (1 - sigmoid(#))",
    ),
    formula(
        "doubled",
        "the sigmoid of 2 a",
        "With tanh, the sigmoid is (1 + tanh(a / 2)) / 2: one half of a goes in.",
        "0.5 * (1 + np.tanh(#))",
    ),
    formula(
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
            (squashed_apart("r"), squashed_apart("z")),
            (squashed_apart("h"),),
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
