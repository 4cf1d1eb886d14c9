"""What goes wrong on the way back through a cell.

The set of gradients that are off is the signature of a mistake: what lies after it on the way back is wrong,
and what branches off before it is right.
"""

from dataclasses import replace

from gru_course.checks.bank import edited
from gru_course.checks.exercise import Misconception, Way
from gru_course.checks.exercises.backward_lines import (
    A_H,
    A_R,
    A_Z,
    D_B,
    D_H_CAND,
    D_H_PREV,
    D_R,
    D_W,
    D_X,
    D_Z,
    SLOPE_H,
    SLOPE_R,
    SLOPE_Z,
    START,
    gates,
)
from gru_course.checks.exercises.backward_weights import WEIGHTS
from gru_course.checks.exercises.backward_whole import FORWARD, THE_WHOLE

FROM_THE_BLEND = (
    Misconception(
        "z-swapped",
        "z and 1 - z exchanged",
        "Here z weights the candidate and 1 - z the old state, on the way back as on the way there.",
        (
            (
                (D_Z, "d_z = d_h * (h_prev - h_cand)"),
                (D_H_CAND, "d_h_cand = d_h * (1 - z)"),
                ("d_h * (1 - z) + d_reset_h", "d_h * z + d_reset_h"),
            ),
            ((D_H_CAND, "d_h_cand = d_h * (1 - z)"), ("d_h * (1 - z) + d_reset_h", "d_h * z + d_reset_h")),
        ),
        elsewhere="valid in PyTorch and Keras, where z = 1 keeps the state; here z = 1 replaces it.",
    ),
    Misconception(
        "d-h-ignored",
        "d_h left out",
        "The chain rule starts with d_h: how much the loss changes with h. What comes after it is multiplied "
        "with it, and h depends on z, on h_cand and on h_prev.",
        (
            ((START, f"{START}\n    d_h = np.ones_like(d_h)"),),
            ((D_Z, "d_z = h_cand - h_prev"),),
            ((D_H_CAND, "d_h_cand = z"),),
            (("d_h * (1 - z) + d_reset_h", "(1 - z) + d_reset_h"),),
        ),
    ),
    Misconception(
        "dz-without-h-prev",
        "one of the two places of z overlooked",
        "h depends on z twice: in z * h_cand and in (1 - z) * h_prev. Both have a part in d_z.",
        (
            ((D_Z, "d_z = d_h * h_cand"),),
            ((D_Z, "d_z = -d_h * h_prev"),),
            ((D_Z, "d_z = d_h * h_prev"),),
        ),
    ),
    Misconception(
        "dz-plus-h-prev",
        "h_prev added in d_z",
        "In (1 - z) * h_prev the z has a minus in front of it.",
        (((D_Z, "d_z = d_h * (h_cand + h_prev)"),),),
    ),
    Misconception(
        "reset-h-in-d-z",
        "r * h_prev where h_prev belongs, on the way back through the blend",
        "The blend holds the old state as it is: the reset gate touches only what the candidate sees.",
        (
            ((D_Z, "d_z = d_h * (h_cand - reset_h)"),),
            ((D_Z, "d_z = d_h * (h_cand - reset_h)"), ("d_h * (1 - z) + d", "d_h * (1 - z) * r + d")),
            (("d_h * (1 - z) + d_reset_h", "d_h * (1 - z) * r + d_reset_h"),),
        ),
    ),
    Misconception(
        "factor-kept",
        "a product derived, and both its factors kept",
        "Derive z * h_cand by z, and h_cand alone is left; derive it by h_cand, and z is left. What you "
        "derive by drops out.",
        (
            ((D_Z, "d_z = d_h * (z * h_cand)"),),
            ((D_Z, "d_z = d_h * (z * h_cand - (1 - z) * h_prev)"),),
            ((D_H_CAND, "d_h_cand = d_h * z * h_cand"),),
            (("d_h * (1 - z) + d_reset_h", "d_h * (1 - z) * h_prev + d_reset_h"),),
            (
                (D_H_CAND, "d_h_cand = d_h * z * h_cand"),
                ("d_h * (1 - z) + d_reset_h", "d_h * (1 - z) * h_prev + d_reset_h"),
            ),
        ),
    ),
    Misconception(
        "dz-sign",
        "the sign of d_z turned",
        "When z grows, h moves towards h_cand and away from h_prev: which of them has the minus?",
        (((D_Z, "d_z = d_h * (h_prev - h_cand)"),),),
    ),
    Misconception(
        "no-z-in-d-h-cand",
        "d_h_cand without z",
        "h_cand stands in h as z * h_cand. How much of d_h reaches it when z is nearly 0?",
        (((D_H_CAND, "d_h_cand = d_h"),),),
    ),
    Misconception(
        "one-minus-z-in-d-h-cand",
        "1 - z in d_h_cand",
        "h_cand stands in h as z * h_cand; 1 - z belongs to h_prev.",
        (((D_H_CAND, "d_h_cand = d_h * (1 - z)"),),),
    ),
    Misconception(
        "d-h-overwritten",
        "a derivative overwritten and used again",
        "d_h, and what reaches r * h_prev, are needed more than once: give each new derivative its own name.",
        (
            ((D_H_CAND, "d_h_cand = d_h = d_h * z"),),
            ((D_Z, f"d_h_cand = d_h = d_h * z\n    {D_Z}"), (D_H_CAND, "pass")),
            ((D_Z, "d_z = d_h = d_h * (h_cand - h_prev)"),),
            ((D_Z, f"d_h = d_h * (1 - z)\n    {D_Z}"), ("d_h * (1 - z) + d_reset_h", "d_h + d_reset_h")),
            ((D_H_CAND, "d_h *= z\n    d_h_cand = d_h"),),
            ((D_Z, f"d_h *= z\n    d_h_cand = d_h\n    {D_Z}"), (D_H_CAND, "pass")),
            ((D_Z, "d_h *= h_cand - h_prev\n    d_z = d_h"),),
            ((D_Z, f"d_h *= 1 - z\n    {D_Z}"), ("d_h * (1 - z) + d_reset_h", "d_h + d_reset_h")),
            ((D_R, "d_r = d_reset_h = d_reset_h * h_prev"),),
        ),
    ),
    Misconception(
        "direct-path-wrong",
        "1 - z is not what the direct path into h_prev carries",
        "h_prev stands in h as (1 - z) * h_prev. How much of d_h reaches it so, and with which sign?",
        (
            (("d_h * (1 - z) + d_reset_h", "d_h * z + d_reset_h"),),
            (("d_h * (1 - z) + d_reset_h", "d_h + d_reset_h"),),
            (("d_h * (1 - z) + d_reset_h", "-d_h * (1 - z) + d_reset_h"),),
        ),
    ),
)

SLOPES = (
    Misconception(
        "no-sigmoid-slope-z",
        "the slope of the sigmoid left out at z",
        "z is a sigmoid of a_z, so one more factor lies between d_z and d_a_z, for the weights and for what "
        "goes back to x and h_prev.",
        (
            ((SLOPE_Z, "d_z"),),
            (
                (D_W, "xh.T @ d_a_r, xh.T @ d_z, xrh.T @ d_a_h"),
                (D_B, "d_a_r.sum(axis=0), d_z.sum(axis=0), d_a_h.sum(axis=0)"),
            ),
            ((D_B, "d_a_r.sum(axis=0), d_z.sum(axis=0), d_a_h.sum(axis=0)"),),
            (("d_a_z @ params.W_z.T", "d_z @ params.W_z.T"),),
            ((D_W, "xh.T @ d_a_r, xh.T @ d_z, xrh.T @ d_a_h"),),
        ),
    ),
    Misconception(
        "no-sigmoid-slope-r",
        "the slope of the sigmoid left out at r",
        "r is a sigmoid of a_r, so one more factor lies between d_r and d_a_r, for the weights and for what "
        "goes back to x and h_prev.",
        (
            ((SLOPE_R, "d_r"),),
            (
                (D_W, "xh.T @ d_r, xh.T @ d_a_z, xrh.T @ d_a_h"),
                (D_B, "d_r.sum(axis=0), d_a_z.sum(axis=0), d_a_h.sum(axis=0)"),
            ),
            ((D_B, "d_r.sum(axis=0), d_a_z.sum(axis=0), d_a_h.sum(axis=0)"),),
            (("d_a_r @ params.W_r.T", "d_r @ params.W_r.T"),),
            ((D_W, "xh.T @ d_r, xh.T @ d_a_z, xrh.T @ d_a_h"),),
        ),
    ),
    Misconception(
        "no-tanh-slope",
        "the slope of tanh left out",
        "h_cand is tanh of a_h, so one more factor lies between d_h_cand and d_a_h, for W_h, b_h and for "
        "what goes back to x and r * h_prev.",
        (
            ((f"d_h_cand * {SLOPE_H}", "d_h_cand"),),
            (
                (D_W, "xh.T @ d_a_r, xh.T @ d_a_z, xrh.T @ d_h_cand"),
                (D_B, "d_a_r.sum(axis=0), d_a_z.sum(axis=0), d_h_cand.sum(axis=0)"),
            ),
            ((D_B, "d_a_r.sum(axis=0), d_a_z.sum(axis=0), d_h_cand.sum(axis=0)"),),
            (("d_a_h @ params.W_h.T", "d_h_cand @ params.W_h.T"),),
            ((D_W, "xh.T @ d_a_r, xh.T @ d_a_z, xrh.T @ d_h_cand"),),
        ),
    ),
    Misconception(
        "no-slopes",
        "the slopes of sigmoid and tanh left out everywhere",
        "Between what comes out of sigmoid or tanh and what goes in lies one more factor: the slope of the "
        "function. There are three of them here.",
        (
            ((SLOPE_Z, "d_z"), (SLOPE_R, "d_r"), (f"d_h_cand * {SLOPE_H}", "d_h_cand")),
            (
                (D_W, "xh.T @ d_r, xh.T @ d_z, xrh.T @ d_h_cand"),
                (D_B, "d_r.sum(axis=0), d_z.sum(axis=0), d_h_cand.sum(axis=0)"),
            ),
        ),
    ),
    Misconception(
        "slope-twice",
        "a slope multiplied in twice",
        "Each function is passed once on the way back, so its slope comes once: from d_z to d_a_z, "
        "from d_r to d_a_r, from d_h_cand to d_a_h.",
        (
            ((SLOPE_Z, "d_z * (z * (1 - z)) ** 2"),),
            ((SLOPE_R, "d_r * (r * (1 - r)) ** 2"),),
            ((SLOPE_H, "(1 - h_cand**2) ** 2"),),
            (
                (SLOPE_Z, "d_z * (z * (1 - z)) ** 2"),
                (SLOPE_R, "d_r * (r * (1 - r)) ** 2"),
                (SLOPE_H, "(1 - h_cand**2) ** 2"),
            ),
        ),
    ),
    Misconception(
        "half-a-slope",
        "half of the sigmoid's slope",
        "The slope of the sigmoid is small at both ends, near 0 and near 1: it needs two factors.",
        (
            ((SLOPE_Z, "d_z * z"),),
            ((SLOPE_Z, "d_z * (1 - z)"),),
            ((SLOPE_R, "d_r * r"),),
            ((SLOPE_R, "d_r * (1 - r)"),),
            ((SLOPE_Z, "d_z * z"), (SLOPE_R, "d_r * r")),
            ((SLOPE_Z, "d_z * (1 - z)"), (SLOPE_R, "d_r * (1 - r)")),
        ),
    ),
    Misconception(
        "slope-of-tanh-for-a-gate",
        "the slope of tanh where a sigmoid is",
        "1 - s^2 belongs to tanh. Gates are sigmoids: which slope has s = sigmoid(a)?",
        (
            ((SLOPE_Z, "d_z * (1 - z**2)"), (SLOPE_R, "d_r * (1 - r**2)")),
            ((SLOPE_Z, "d_z * (1 - z**2)"),),
            ((SLOPE_R, "d_r * (1 - r**2)"),),
        ),
    ),
    Misconception(
        "slope-of-sigmoid-for-tanh",
        "the slope of the sigmoid where tanh is",
        "s (1 - s) belongs to the sigmoid, and may be negative here. Which slope has t = tanh(a)?",
        (((SLOPE_H, "h_cand * (1 - h_cand)"),),),
    ),
    Misconception(
        "tanh-slope-slip",
        "a slip in the slope of tanh",
        "The slope of t = tanh(a) is 1 at a = 0 and falls to 0 on both sides, whatever the sign of t.",
        (
            ((SLOPE_H, "(1 - h_cand)"),),
            ((SLOPE_H, "(1 + h_cand**2)"),),
            ((SLOPE_H, "(h_cand**2 - 1)"),),
            ((SLOPE_H, "(1 - h_cand) ** 2"),),
            ((SLOPE_H, "(h_cand**2)"),),
            ((SLOPE_H, "1 - h_cand**2"),),
        ),
    ),
    Misconception(
        "sigmoid-slope-slip",
        "a slip in the slope of the sigmoid",
        "The slope of s = sigmoid(a) is never negative, and at most 1/4, where s is one half.",
        (
            ((SLOPE_Z, "d_z * z * (z - 1)"), (SLOPE_R, "d_r * r * (r - 1)")),
            ((SLOPE_R, "d_r * r * (r - 1)"),),
            *gates("d_# * # * (1 + #)"),
            *gates("d_# * # * 1 - #"),
        ),
    ),
    Misconception(
        "slope-from-pre-activation",
        "s (1 - s) or 1 - t^2 with what goes into the function",
        "s (1 - s) and 1 - t^2 are written in what comes out: s = sigmoid(a) and t = tanh(a), not a.",
        (
            (
                (SLOPE_Z, f"d_z * {A_Z} * (1 - {A_Z})"),
                (SLOPE_R, f"d_r * {A_R} * (1 - {A_R})"),
                (SLOPE_H, f"(1 - {A_H} ** 2)"),
            ),
            ((SLOPE_Z, f"d_z * {A_Z} * (1 - {A_Z})"), (SLOPE_R, f"d_r * {A_R} * (1 - {A_R})")),
            ((SLOPE_H, f"(1 - {A_H} ** 2)"),),
            ((SLOPE_Z, f"d_z * {A_Z} * (1 - {A_Z})"),),
            ((SLOPE_R, f"d_r * {A_R} * (1 - {A_R})"),),
        ),
    ),
    Misconception(
        "squashed-twice",
        "the function applied once more in its slope",
        "z, r and h_cand are already what comes out of sigmoid and tanh: the slope takes them as they are.",
        (
            (
                (SLOPE_Z, "d_z * sigmoid(z) * (1 - sigmoid(z))"),
                (SLOPE_R, "d_r * sigmoid(r) * (1 - sigmoid(r))"),
                (SLOPE_H, "(1 - np.tanh(h_cand) ** 2)"),
            ),
            (
                (SLOPE_Z, "d_z * sigmoid(z) * (1 - sigmoid(z))"),
                (SLOPE_R, "d_r * sigmoid(r) * (1 - sigmoid(r))"),
            ),
            ((SLOPE_H, "(1 - np.tanh(h_cand) ** 2)"),),
            ((SLOPE_Z, "d_z * sigmoid(z) * (1 - sigmoid(z))"),),
            ((SLOPE_R, "d_r * sigmoid(r) * (1 - sigmoid(r))"),),
        ),
    ),
    Misconception(
        "slope-of-the-other-gate",
        "the slope of the other gate",
        "Each sigmoid has the slope at its own output: d_a_z with z, d_a_r with r.",
        (
            ((SLOPE_R, "d_r * z * (1 - z)"),),
            ((SLOPE_Z, "d_z * r * (1 - r)"),),
            ((SLOPE_R, "d_r * z * (1 - z)"), (SLOPE_Z, "d_z * r * (1 - r)")),
        ),
    ),
    Misconception(
        "h-for-h-cand",
        "h where h_cand belongs",
        "h is the blended state. What tanh gave, and what z multiplies, is the candidate before the blend.",
        (
            ((SLOPE_H, "(1 - (z * h_cand + (1 - z) * h_prev) ** 2)"),),
            ((D_Z, "d_z = d_h * (z * h_cand + (1 - z) * h_prev - h_prev)"),),
        ),
    ),
)

THROUGH_THE_RESET = (
    Misconception(
        "skipped-W-h",
        "the product with W_h^T skipped on the way to r",
        "Between a_h and r * h_prev lies the product with W_h: on the way back, d_a_h must pass through it, "
        "and the last H columns are what reaches r * h_prev.",
        (
            ((D_R, "d_r = d_a_h * h_prev"),),
            (("d_reset_h = d_xrh[:, D:]", "d_reset_h = d_a_h"),),
            ((D_R, "d_r = d_h_cand * h_prev"),),
            ((D_R, "d_r = d_h * h_prev"),),
            (("d_reset_h = d_xrh[:, D:]", "d_reset_h = d_h_cand"),),
            (("d_reset_h * r + d_xh_z", "d_a_h * r + d_xh_z"),),
        ),
    ),
    Misconception(
        "h-cand-in-d-r",
        "h_cand where h_prev belongs, in d_r",
        "r is multiplied with the old state: r * h_prev. What does its derivative with respect to r leave?",
        (((D_R, "d_r = d_reset_h * h_cand"),), ((D_R, "d_r = d_h_cand * h_cand"),)),
    ),
    Misconception(
        "reset-h-in-d-r",
        "r * h_prev where h_prev belongs, in d_r",
        "r is multiplied with the old state: what does the derivative of r * h_prev with respect to r leave? "
        "(Or is what comes back multiplied with r before d_r is made of it?)",
        (((D_R, "d_r = d_reset_h * reset_h"),),),
    ),
    Misconception(
        "no-h-prev-in-d-r",
        "d_r without h_prev",
        "r is multiplied with h_prev, so d_r is what reaches r * h_prev, times something.",
        (((D_R, "d_r = d_reset_h"),),),
    ),
    Misconception(
        "product-rule-exchanged",
        "r and h_prev exchanged on the way back through r * h_prev",
        "In a product each factor's derivative carries the other factor: that holds for r * h_prev, too.",
        (
            ((D_R, "d_r = d_reset_h * r"), ("d_reset_h * r + d_xh_z", "d_reset_h * h_prev + d_xh_z")),
            ((D_R, "d_r = d_reset_h * r"),),
            (("d_reset_h * r + d_xh_z", "d_reset_h * h_prev + d_xh_z"),),
        ),
    ),
    Misconception(
        "no-r-in-the-reset-path",
        "the path through r * h_prev into h_prev without r",
        "The candidate sees r * h_prev. How much of what comes back reaches h_prev when r is nearly 0?",
        (
            (("d_reset_h * r + d_xh_z", "d_reset_h + d_xh_z"),),
            (("d_reset_h * r + d_xh_z", "d_reset_h * (1 - r) + d_xh_z"),),
        ),
    ),
    Misconception(
        "reset-after",
        "the reset acts after the product with W_h",
        "Here r multiplies h_prev first, and then comes the product with W_h. The way back turns that round.",
        (
            (
                (
                    f"np.tanh{A_H}",
                    "np.tanh(x @ params.W_h[:D] + r * (h_prev @ params.W_h[D:]) + params.b_h)",
                ),
                ("d_reset_h = d_xrh[:, D:]", "d_reset_h = (d_a_h * r) @ params.W_h[D:].T"),
                (D_R, "d_r = d_a_h * (h_prev @ params.W_h[D:])"),
                ("d_reset_h * r + d_xh_z", "d_reset_h + d_xh_z"),
                ("xrh.T @ d_a_h", "np.concatenate([x.T @ d_a_h, h_prev.T @ (d_a_h * r)])"),
            ),
            (
                (
                    f"np.tanh{A_H}",
                    "np.tanh(x @ params.W_h[:D] + r * (h_prev @ params.W_h[D:] + params.b_h))",
                ),
                ("d_reset_h = d_xrh[:, D:]", "d_reset_h = (d_a_h * r) @ params.W_h[D:].T"),
                (D_R, "d_r = d_a_h * (h_prev @ params.W_h[D:] + params.b_h)"),
                ("d_reset_h * r + d_xh_z", "d_reset_h + d_xh_z"),
                ("xrh.T @ d_a_h", "np.concatenate([x.T @ d_a_h, h_prev.T @ (d_a_h * r)])"),
                ("d_a_h.sum(axis=0)", "(d_a_h * r).sum(axis=0)"),
            ),
            (
                ("d_reset_h = d_xrh[:, D:]", "d_reset_h = (d_a_h * r) @ params.W_h[D:].T"),
                (D_R, "d_r = d_a_h * (h_prev @ params.W_h[D:])"),
                ("d_reset_h * r + d_xh_z", "d_reset_h + d_xh_z"),
                ("xrh.T @ d_a_h", "np.concatenate([x.T @ d_a_h, h_prev.T @ (d_a_h * r)])"),
            ),
            (
                ("d_reset_h = d_xrh[:, D:]", "d_reset_h = (d_a_h * r) @ params.W_h[D:].T"),
                (D_R, "d_r = d_a_h * (h_prev @ params.W_h[D:])"),
                ("d_reset_h * r + d_xh_z", "d_reset_h + d_xh_z"),
            ),
            ((f"np.tanh{A_H}", "np.tanh(x @ params.W_h[:D] + r * (h_prev @ params.W_h[D:]) + params.b_h)"),),
        ),
        elsewhere="valid in PyTorch and cuDNN, which reset after the product; this course resets before it.",
    ),
    Misconception(
        "no-reset",
        "the reset gate left out",
        "The candidate sees r * h_prev, not h_prev: r belongs into the forward step and into the way back.",
        (
            (("reset_h = r * h_prev", "reset_h = h_prev"), ("d_reset_h * r + d_xh_z", "d_reset_h + d_xh_z")),
            (("reset_h = r * h_prev", "reset_h = h_prev"),),
            (
                ("reset_h = r * h_prev", "reset_h = h_prev"),
                ("d_reset_h * r + d_xh_z", "d_reset_h + d_xh_z"),
                (SLOPE_R, "np.zeros_like(r)"),
            ),
        ),
    ),
)

PATHS = (
    Misconception(
        "no-direct-path",
        "the direct path into h_prev left out",
        "h_prev stands in the last equation itself, (1 - z) * h_prev: a path that passes through no weights.",
        (((D_H_PREV, "d_h_prev = d_reset_h * r + d_xh_z[:, D:] + d_xh_r[:, D:]"),),),
    ),
    Misconception(
        "only-direct-path",
        "only the direct path into h_prev",
        "h_prev is read in four places: in the blend, in r * h_prev, in z and in r. "
        "Each sends something back, and what it sends is added up.",
        (((D_H_PREV, "d_h_prev = d_h * (1 - z)"),), ((D_H_PREV, "d_h_prev = d_h"),)),
    ),
    Misconception(
        "no-path-through-gates",
        "the paths through both gates left out",
        "Both gates read x and h_prev too: d_a_z and d_a_r go back through W_z and W_r, "
        "the first D columns to x and the others to h_prev.",
        (
            ((D_H_PREV, "d_h_prev = d_h * (1 - z) + d_reset_h * r"), (D_X, "d_x = d_xrh[:, :D]")),
            ((" + d_xh_z[:, D:] + d_xh_r[:, D:]", ""),),
            ((D_X, "d_x = d_xrh[:, :D]"),),
        ),
    ),
    Misconception(
        "no-path-through-z",
        "the path through the update gate left out",
        "x and h_prev stand in z as well: d_a_z goes back through W_z, the first D columns to x, "
        "the others to h_prev.",
        (
            ((" + d_xh_z[:, D:]", ""),),
            ((" + d_xh_z[:, D:]", ""), ("d_xh_z[:, :D] + ", "")),
            (("d_xh_z[:, :D] + ", ""),),
        ),
    ),
    Misconception(
        "no-path-through-r",
        "the path through the reset gate left out",
        "x and h_prev stand in r as well: d_a_r goes back through W_r, the first D columns to x, "
        "the others to h_prev.",
        (
            ((" + d_xh_r[:, D:]", ""),),
            ((" + d_xh_r[:, D:]", ""), (" + d_xh_r[:, :D]", "")),
            ((" + d_xh_r[:, :D]", ""),),
        ),
    ),
    Misconception(
        "no-path-through-candidate",
        "the path through the candidate left out",
        "The candidate reads x and r * h_prev: d_a_h goes back through W_h, the first D columns to x, "
        "the others, times r, to h_prev.",
        (
            ((" + d_reset_h * r", ""),),
            ((" + d_reset_h * r", ""), (" + d_xrh[:, :D]", "")),
            ((" + d_xrh[:, :D]", ""),),
        ),
    ),
    Misconception(
        "only-one-path",
        "one path only, where several are added up",
        "What reaches x, or h_prev, on each of its ways is added up: += where a second part comes, not =.",
        (
            ((D_H_PREV, "d_h_prev = d_xh_r[:, D:]"), (D_X, "d_x = d_xh_r[:, :D]")),
            ((D_H_PREV, "d_h_prev = d_xh_z[:, D:]"), (D_X, "d_x = d_xh_z[:, :D]")),
            ((D_H_PREV, "d_h_prev = d_reset_h * r"), (D_X, "d_x = d_xrh[:, :D]")),
            ((D_H_PREV, "d_h_prev = d_xh_r[:, D:]"),),
            ((D_H_PREV, "d_h_prev = d_xh_z[:, D:]"),),
            ((D_H_PREV, "d_h_prev = d_reset_h * r"),),
            ((D_X, "d_x = d_xh_r[:, :D]"),),
            ((D_X, "d_x = d_xh_z[:, :D]"),),
            ((D_H_PREV, "d_h_prev = d_xh_z[:, D:] + d_xh_r[:, D:]"),),
            (
                (D_H_PREV, "d_h_prev = d_xh_z[:, D:] + d_xh_r[:, D:]"),
                (D_X, "d_x = d_xh_z[:, :D] + d_xh_r[:, :D]"),
            ),
            ((D_H_PREV, "d_h_prev = d_reset_h * r + d_xh_z[:, D:]"),),
            ((D_H_PREV, "d_h_prev = d_reset_h * r + d_xh_r[:, D:]"),),
            ((D_H_PREV, "d_h_prev = d_h * (1 - z) + d_xh_r[:, D:]"), (D_X, "d_x = d_xh_r[:, :D]")),
            ((D_H_PREV, "d_h_prev = d_h * (1 - z) + d_xh_z[:, D:]"), (D_X, "d_x = d_xh_z[:, :D]")),
        ),
    ),
    Misconception(
        "skipped-W-of-a-gate",
        "the product with a gate's weights skipped on the way to h_prev",
        "Between h_prev and a gate lies the product with its weights: on the way back it is d_a @ W.T.",
        (
            ((" + d_xh_z[:, D:] + d_xh_r[:, D:]", " + d_a_z + d_a_r"),),
            ((" + d_xh_z[:, D:]", " + d_a_z"),),
            ((" + d_xh_r[:, D:]", " + d_a_r"),),
        ),
    ),
    Misconception(
        "halves-exchanged",
        "the columns for x and for h_prev exchanged on the way back",
        "[x, h_prev]: the first D columns of d_a @ W.T belong to x, the last H to h_prev.",
        (
            (
                (D_X, "H = h_prev.shape[1]\n    d_x = d_xh_z[:, H:] + d_xh_r[:, H:] + d_xrh[:, H:]"),
                ("d_reset_h = d_xrh[:, D:]", "d_reset_h = d_xrh[:, : h_prev.shape[1]]"),
                ("d_xh_z[:, D:] + d_xh_r[:, D:]", "d_xh_z[:, :H] + d_xh_r[:, :H]"),
            ),
            (
                (D_X, "H = h_prev.shape[1]\n    d_x = d_xh_z[:, H:] + d_xh_r[:, H:] + d_xrh[:, :D]"),
                ("d_xh_z[:, D:] + d_xh_r[:, D:]", "d_xh_z[:, :H] + d_xh_r[:, :H]"),
            ),
            (
                ("d_xrh[:, :D]", "d_xrh[:, h_prev.shape[1] :]"),
                ("d_reset_h = d_xrh[:, D:]", "d_reset_h = d_xrh[:, : h_prev.shape[1]]"),
            ),
            (("d_reset_h = d_xrh[:, D:]", "d_reset_h = d_xrh[:, : h_prev.shape[1]]"),),
        ),
    ),
    Misconception(
        "split-elsewhere",
        "[x, h_prev] split at the wrong column",
        "D is the number of columns of x, x.shape[1]: B rows are not D columns, and D is not H.",
        (
            ((START, "D = h_prev.shape[1]"),),
            ((START, "D = x.shape[0]"),),
            ((START, "D = params.H"),),
        ),
    ),
    Misconception(
        "not-split",
        "[x, h_prev] not taken apart on the way back",
        "d_a @ W.T has D + H columns: the first D go to x, the others to h_prev.",
        (((D_X, "d_x = d_xh_z + d_xh_r + d_xrh"),),),
    ),
    Misconception(
        "weights-of-another",
        "the weights of another gate on the way back",
        "What came forward through W_z goes back through W_z: each derivative through its own weights.",
        (
            (
                ("d_a_z @ params.W_z.T", "d_a_z @ params.W_r.T"),
                ("d_a_r @ params.W_r.T", "d_a_r @ params.W_z.T"),
            ),
            (("d_a_z @ params.W_z.T", "d_a_z @ params.W_r.T"),),
            (("d_a_r @ params.W_r.T", "d_a_r @ params.W_z.T"),),
            (("d_a_z @ params.W_z.T", "d_a_z @ params.W_h.T"),),
            (("d_a_r @ params.W_r.T", "d_a_r @ params.W_h.T"),),
            (("d_a_h @ params.W_h.T", "d_a_h @ params.W_r.T"),),
            (("d_a_h @ params.W_h.T", "d_a_h @ params.W_z.T"),),
        ),
    ),
    Misconception(
        "no-transpose",
        "a transpose left out",
        "Forward it is data @ W. Back to the data it is d_a @ W.T, and to the weights data.T @ d_a: "
        "look at which sizes must meet in the middle.",
        (
            (("d_a_h @ params.W_h.T", "d_a_h @ params.W_h"),),
            (("d_a_z @ params.W_z.T", "d_a_z @ params.W_z"),),
            (("d_a_r @ params.W_r.T", "d_a_r @ params.W_r"),),
            (("xh.T @ d_a_r", "xh @ d_a_r"),),
            (("xrh.T @ d_a_h", "xrh @ d_a_h"),),
            (("d_a_h @ params.W_h.T", "np.dot(d_a_h, params.W_h)"),),
            (("xh.T @ d_a_r", "np.dot(xh, d_a_r)"),),
            (("xh.T @ d_a_r", "d_a_r @ xh"),),
        ),
    ),
)

COMBINED = frozenset(
    {
        "z-swapped",
        "d-h-ignored",
        "dz-without-h-prev",
        "dz-sign",
        "no-z-in-d-h-cand",
        "no-sigmoid-slope-z",
        "no-sigmoid-slope-r",
        "no-tanh-slope",
        "slope-of-sigmoid-for-tanh",
        "skipped-W-h",
        "h-cand-in-d-r",
        "no-h-prev-in-d-r",
        "no-r-in-the-reset-path",
        "no-direct-path",
        "only-direct-path",
        "no-path-through-gates",
        "no-path-through-z",
        "no-path-through-r",
        "no-path-through-candidate",
        "h-prev-in-d-W-h",
        "mean-of-biases",
        "averaged-over-the-batch",
        "sign-turned",
    }
)
"""The mistakes that are also tried two at a time, in their first way: all by all would take many seconds."""

ONE_SIDE_ALONE = {"no-path-through-gates": 3}
"""Of these, so many ways: a path is as often left out towards h_prev alone, or towards x alone."""


def misconceptions_of(source: str) -> tuple[Misconception, ...]:
    """The bank, for a right answer with this source."""
    every = (*FROM_THE_BLEND, *SLOPES, *THROUGH_THE_RESET, *PATHS, *WEIGHTS, *THE_WHOLE, *FORWARD)
    return tuple(replace(each, ways=tuple(_ways(each, source))) for each in every)


def _ways(misconception: Misconception, source: str) -> list[Way]:
    """A way that is a whole function is tried alone; one that is made of edits, with others too."""
    combined = ONE_SIDE_ALONE.get(misconception.id, 1) if misconception.id in COMBINED else 0
    return [
        way if isinstance(way, str) or number < combined else edited(source, way)
        for number, way in enumerate(misconception.ways)
    ]
