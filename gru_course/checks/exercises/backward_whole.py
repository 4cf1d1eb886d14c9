"""What goes wrong with a backward step as a whole: in what it returns, and in the forward step before it."""

from gru_course.checks.exercise import Misconception
from gru_course.checks.exercises.backward_lines import (
    A_H,
    A_R,
    A_Z,
    D_H_PREV,
    D_W,
    D_Z,
    RETURN,
    START,
    biases,
    both_ways,
)

THE_WHOLE = (
    Misconception(
        "sign-turned",
        "the sign turned",
        "A gradient points to where the loss grows. The minus comes later, when the weights are moved.",
        (
            ((START, f"{START}\n    d_h = -d_h"),),
            (
                (D_W, "-xh.T @ d_a_r, -xh.T @ d_a_z, -xrh.T @ d_a_h"),
                biases("-{}.sum(axis=0)"),
            ),
        ),
    ),
    Misconception(
        "returned-otherwise",
        "the three results in another order",
        "Three things go back in this order: d_x, d_h_prev, grads.",
        (
            ((RETURN, "return d_h_prev, d_x, grads"),),
            ((RETURN, "return grads, d_x, d_h_prev"),),
            ((RETURN, "return grads, d_h_prev, d_x"),),
            ((RETURN, "return d_x, grads, d_h_prev"),),
        ),
    ),
    Misconception(
        "not-all-returned",
        "something is missing from what is returned",
        "Three things go back: d_x, d_h_prev and grads, which holds the six gradients of the weights.",
        (
            ((RETURN, "return d_x, d_h_prev"),),
            ((RETURN, "return grads"),),
            ((RETURN, "return dict(W_r=d_W_r)"),),
            ((RETURN, "return d_h_prev"),),
            ((RETURN, "return d_x, d_h_prev, dict(W_r=d_W_r, W_z=d_W_z, W_h=d_W_h)"),),
            ((RETURN, "return d_x, d_h_prev, (d_W_r, d_W_z, d_W_h)"),),
        ),
    ),
    Misconception(
        "grads-flat",
        "the gradients are not together in one object",
        "Put the six gradients into one, the type of params: gc.GRUParams(W_r=..., W_z=..., ...).",
        (((RETURN, "return d_x, d_h_prev, d_W_r, d_W_z, d_W_h, d_b_r, d_b_z, d_b_h"),),),
    ),
    Misconception(
        "returns-params",
        "the weights where their gradients are asked for",
        "params goes in; what goes out are the six derivatives of the loss with respect to them.",
        (((RETURN, "return d_x, d_h_prev, params"),),),
    ),
    Misconception(
        "params-overwritten",
        "the gradients written into params",
        "params belongs to the caller, who still needs the weights: make a new gc.GRUParams(W_r=..., ...).",
        (
            (
                (
                    RETURN,
                    "for name, array in grads:\n        getattr(params, name)[...] = array\n"
                    "    return d_x, d_h_prev, params",
                ),
            ),
            ((RETURN, "params.W_r = d_W_r\n    return d_x, d_h_prev, params"),),
            ((RETURN, "params.W_z = d_W_z\n    return d_x, d_h_prev, params"),),
            ((RETURN, "params.W_h = d_W_h\n    return d_x, d_h_prev, params"),),
        ),
    ),
    Misconception(
        "written-into-inputs",
        "written into an array of the caller",
        "d_h and h_prev belong to the caller: *= and += write into them. Make new arrays.",
        (
            ((RETURN, f"d_h *= 1 - z\n    {RETURN}"),),
            (
                (D_Z, f"d_h_prev = d_h\n    {D_Z}"),
                (
                    D_H_PREV,
                    "d_h_prev *= 1 - z\n    d_h_prev += d_reset_h * r + d_xh_z[:, D:] + d_xh_r[:, D:]",
                ),
            ),
            (("reset_h = r * h_prev", "h_prev *= r\n    reset_h = h_prev"),),
        ),
    ),
)

FORWARD = (
    Misconception(
        "no-bias",
        "a bias left out of the forward step",
        "The gates and the candidate end in + b, here as in the forward step.",
        (
            ((" + params.b_r", ""), (" + params.b_z", ""), (" + params.b_h", "")),
            ((" + params.b_r", ""),),
            ((" + params.b_z", ""),),
            ((" + params.b_h", ""),),
        ),
    ),
    Misconception(
        "gates-swapped",
        "W_r and W_z exchanged in the forward step",
        "r is made of W_r and b_r, z of W_z and b_z.",
        (
            (
                ("params.W_r + params.b_r", "params.W_Z + params.b_Z"),
                ("params.W_z + params.b_z", "params.W_r + params.b_r"),
                ("params.W_Z + params.b_Z", "params.W_z + params.b_z"),
            ),
            (("xh @ params.W_r + params.b_r", "xh @ params.W_z + params.b_z"),),
            (("xh @ params.W_z + params.b_z", "xh @ params.W_r + params.b_r"),),
        ),
    ),
    Misconception(
        "one-minus-r",
        "1 - r: read as how much to erase",
        "r is the share of h_prev that is kept: r * h_prev.",
        ((("reset_h = r * h_prev", "reset_h = (1 - r) * h_prev"),),),
    ),
    Misconception(
        "tanh-gate",
        "tanh where the sigmoid belongs, in the forward step",
        "Gates go from 0 to 1 and are sigmoids; tanh makes the candidate.",
        (
            ((f"sigmoid{A_R}", f"np.tanh{A_R}"), (f"sigmoid{A_Z}", f"np.tanh{A_Z}")),
            ((f"sigmoid{A_R}", f"np.tanh{A_R}"),),
            ((f"sigmoid{A_Z}", f"np.tanh{A_Z}"),),
        ),
    ),
    Misconception(
        "no-sigmoid",
        "a gate without its sigmoid, in the forward step",
        "z and r are sigmoids: what is multiplied with the states lies between 0 and 1.",
        (
            ((f"sigmoid{A_R}", A_R), (f"sigmoid{A_Z}", A_Z)),
            ((f"sigmoid{A_R}", A_R),),
            ((f"sigmoid{A_Z}", A_Z),),
        ),
    ),
    Misconception(
        "no-tanh",
        "the candidate without tanh, in the forward step",
        "h_cand is tanh of the product plus b_h.",
        (((f"np.tanh{A_H}", A_H),),),
    ),
    Misconception(
        "sigmoid-candidate",
        "a sigmoid where tanh belongs, in the candidate",
        "The candidate may be negative: h_cand is tanh of the product plus b_h.",
        (((f"np.tanh{A_H}", f"sigmoid{A_H}"),),),
    ),
    Misconception(
        "overflow",
        "exp of a large number",
        "exp(1000) is infinite, and infinite by infinite is NaN: 1 / (1 + exp(-a)) is fine, "
        "exp(a) / (1 + exp(a)) is not; np.tanh is safe.",
        (
            *both_ways((f"sigmoid{A_R}", f"sum_ratio{A_R}"), (f"sigmoid{A_Z}", f"sum_ratio{A_Z}")),
            *both_ways((f"np.tanh{A_H}", f"tanh_ratio{A_H}")),
            *both_ways(
                (f"sigmoid{A_R}", f"sum_ratio{A_R}"),
                (f"sigmoid{A_Z}", f"sum_ratio{A_Z}"),
                (f"np.tanh{A_H}", f"tanh_ratio{A_H}"),
            ),
        ),
    ),
)
