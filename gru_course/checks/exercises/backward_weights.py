"""What goes wrong with the gradients of the weights and of the biases, where every d_a is right."""

from gru_course.checks.exercise import Misconception
from gru_course.checks.exercises.backward_lines import (
    D_B,
    D_W,
    D_X,
    RETURN,
    SLOPE_H,
    SLOPE_R,
    SLOPE_Z,
    START,
    biases,
    both_ways,
    one_bias,
)

WEIGHTS = (
    Misconception(
        "h-prev-in-d-W-h",
        "h_prev where r * h_prev belongs, in the gradient of W_h",
        "W_h met [x, r * h_prev] on the way there; its gradient is made of the same row.",
        ((("xrh.T @ d_a_h", "xh.T @ d_a_h"),),),
    ),
    Misconception(
        "reset-h-in-d-W-of-a-gate",
        "r * h_prev where h_prev belongs, in the gradient of a gate's weights",
        "Both gates met [x, h_prev] on the way there; their gradients are made of the same row.",
        (
            ((D_W, "xrh.T @ d_a_r, xrh.T @ d_a_z, xrh.T @ d_a_h"),),
            (("xh.T @ d_a_z", "xrh.T @ d_a_z"),),
            (("xh.T @ d_a_r", "xrh.T @ d_a_r"),),
        ),
    ),
    Misconception(
        "mean-of-biases",
        "mean over the batch where the sum belongs, for the biases",
        "Every row of the batch has its own part in the loss, and d_h already says how large: add them up.",
        ((biases("{}.mean(axis=0)"),),),
    ),
    Misconception(
        "averaged-over-the-batch",
        "divided by the number of rows",
        "Every row of the batch has its own part in the loss, and d_h already says how large: add up, "
        "divide by nothing. (The loss may be a mean; then the division is in d_h.)",
        (
            (
                (D_W, "xh.T @ d_a_r / len(x), xh.T @ d_a_z / len(x), xrh.T @ d_a_h / len(x)"),
                biases("{}.mean(axis=0)"),
            ),
            ((D_W, "xh.T @ d_a_r / len(x), xh.T @ d_a_z / len(x), xrh.T @ d_a_h / len(x)"),),
            *(((product, f"{product} / len(x)"),) for product in D_W.split(", ")),
            ((START, f"{START}\n    d_h = d_h / len(x)"),),
            ((START, f"{START}\n    d_h = d_h / d_h.size"),),
        ),
    ),
    Misconception(
        "halves-of-the-rows-exchanged",
        "the rows of the weights' gradients in another order",
        "A gradient has the layout of its weights: the first D rows met x, the others met the state.",
        (
            (
                ("xh.T @ d_a_r", "np.concatenate([h_prev, x], axis=1).T @ d_a_r"),
                ("xh.T @ d_a_z", "np.concatenate([h_prev, x], axis=1).T @ d_a_z"),
                ("xrh.T @ d_a_h", "np.concatenate([reset_h, x], axis=1).T @ d_a_h"),
            ),
            (("xrh.T @ d_a_h", "np.concatenate([reset_h, x], axis=1).T @ d_a_h"),),
            (("xh.T @ d_a_z", "np.concatenate([h_prev, x], axis=1).T @ d_a_z"),),
            (("xh.T @ d_a_r", "np.concatenate([h_prev, x], axis=1).T @ d_a_r"),),
        ),
    ),
    Misconception(
        "h-first",
        "h_prev before x",
        "The right ingredients. Here x comes first: the first D rows of W meet x, the others the state.",
        (
            (
                ("[x, h_prev]", "[h_prev, x]"),
                ("[x, reset_h]", "[reset_h, x]"),
                ("d_reset_h = d_xrh[:, D:]", "H = h_prev.shape[1]\n    d_reset_h = d_xrh[:, :H]"),
                (D_X, "d_x = d_xh_z[:, H:] + d_xh_r[:, H:] + d_xrh[:, H:]"),
                ("d_xh_z[:, D:] + d_xh_r[:, D:]", "d_xh_z[:, :H] + d_xh_r[:, :H]"),
            ),
            (
                ("[x, reset_h]", "[reset_h, x]"),
                ("d_reset_h = d_xrh[:, D:]", "d_reset_h = d_xrh[:, : h_prev.shape[1]]"),
                ("d_xrh[:, :D]", "d_xrh[:, h_prev.shape[1] :]"),
            ),
            (("[x, h_prev]", "[h_prev, x]"), ("[x, reset_h]", "[reset_h, x]")),
        ),
        elsewhere="the documents write [r * h, x], as good with the rows of W_h in that order; "
        "this course keeps [x, h].",
    ),
    Misconception(
        "gradients-exchanged",
        "the gradients of two gates exchanged",
        "Each name takes its own gradient: those of r under W_r and b_r, those of z under W_z and b_z.",
        (
            (
                (D_W, "xh.T @ d_a_z, xh.T @ d_a_r, xrh.T @ d_a_h"),
                (D_B, "d_a_z.sum(axis=0), d_a_r.sum(axis=0), d_a_h.sum(axis=0)"),
            ),
            ((D_W, "xh.T @ d_a_z, xh.T @ d_a_r, xrh.T @ d_a_h"),),
            ((D_B, "d_a_z.sum(axis=0), d_a_r.sum(axis=0), d_a_h.sum(axis=0)"),),
            ((D_W, "xh.T @ d_a_r, xrh.T @ d_a_h, xh.T @ d_a_z"),),
        ),
    ),
    Misconception(
        "one-gradient-for-both-gates",
        "one gate's gradient used for both",
        "Each gate has its own derivative, d_a_r and d_a_z: is a line copied and not changed everywhere?",
        (
            ((D_W, "xh.T @ d_a_z, xh.T @ d_a_z, xrh.T @ d_a_h"),),
            ((D_W, "xh.T @ d_a_r, xh.T @ d_a_r, xrh.T @ d_a_h"),),
            ((D_B, "d_a_z.sum(axis=0), d_a_z.sum(axis=0), d_a_h.sum(axis=0)"),),
            ((D_B, "d_a_r.sum(axis=0), d_a_r.sum(axis=0), d_a_h.sum(axis=0)"),),
        ),
    ),
    Misconception(
        "weights-transposed",
        "the gradients of the weights lie on their side",
        "A gradient has the shape of its weights, (D + H, H): data.T @ d_a, not d_a.T @ data.",
        (
            *both_ways((D_W, "d_a_r.T @ xh, d_a_z.T @ xh, d_a_h.T @ xrh")),
            *(
                way
                for product in D_W.split(", ")
                for way in both_ways((D_W, D_W.replace(product, f"({product}).T")))
            ),
        ),
    ),
    Misconception(
        "biases-of-one-row",
        "the biases' gradients of one row of the batch only",
        "All rows of the batch share one bias: add up what the rows send back.",
        ((biases("{}[0]"),), (biases("{}[-1]"),)),
    ),
    Misconception(
        "outer-product-of-batches",
        "np.outer of whole batches",
        "np.outer is for one row; for a batch, data.T @ d_a makes the product of each row and adds them up.",
        both_ways((D_W, "np.outer(xh, d_a_r), np.outer(xh, d_a_z), np.outer(xrh, d_a_h)")),
    ),
    Misconception(
        "left-at-zero",
        "a gradient left at zero",
        "Something is made with zeros and never filled in, or its path is not followed at all.",
        (
            ((RETURN, "return d_x, d_h_prev, params.zeros_like()"),),
            ((RETURN, "return 0 * d_x, d_h_prev, grads"),),
            ((RETURN, "return d_x, 0 * d_h_prev, grads"),),
            ((RETURN, "return 0 * d_x, 0 * d_h_prev, params.zeros_like()"),),
            ((SLOPE_R, "np.zeros_like(r)"),),
            ((SLOPE_Z, "np.zeros_like(z)"),),
            ((f"d_h_cand * {SLOPE_H}", "np.zeros_like(z)"),),
            ((D_B, "0 * d_a_r[0], 0 * d_a_z[0], 0 * d_a_h[0]"),),
            *(((total, f"0 * {total}"),) for total in D_B.split(", ")),
            *(((product, f"0 * ({product})"),) for product in D_W.split(", ")),
        ),
    ),
    Misconception(
        "biases-not-summed",
        "a bias has a gradient for every row",
        "All rows of the batch share one bias: add up what the rows send back.",
        (*one_bias("{}"), *both_ways(biases("{}"))),
    ),
    Misconception(
        "biases-over-the-wrong-axis",
        "the biases' gradients added up along the wrong axis",
        "Rows are axis 0 and units are axis 1. One number for each unit should be left.",
        (
            *one_bias("{}.sum(axis=1)"),
            *one_bias("{}.sum()"),
            *both_ways(biases("{}.sum(axis=1)")),
            *both_ways(biases("{}.sum(axis=-1)")),
            *both_ways(biases("{}.sum()")),
            *both_ways(biases("{}.mean()")),
        ),
    ),
    Misconception(
        "bias-with-a-row",
        "a bias of shape (1, H) put into GRUParams",
        "GRUParams keeps biases as (H,): leave out keepdims=True, or take row [0].",
        ((biases("{}.sum(axis=0, keepdims=True)"),),),
    ),
)
