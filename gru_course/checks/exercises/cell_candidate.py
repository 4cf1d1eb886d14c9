"""What goes wrong in the candidate's equation, where it stands among the others."""

from gru_course.checks.exercise import Misconception
from gru_course.checks.exercises.cell_ways import JOIN_RESET, summed_by

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
