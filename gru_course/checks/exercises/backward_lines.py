"""Lines of the right answer that several mistakes of the backward step change, and how they are changed."""

from gru_course.checks.exercise import Edit

A_R, A_Z, A_H = (
    "(xh @ params.W_r + params.b_r)",
    "(xh @ params.W_z + params.b_z)",
    "(xrh @ params.W_h + params.b_h)",
)
D_Z = "d_z = d_h * (h_cand - h_prev)"
D_H_CAND = "d_h_cand = d_h * z"
D_R = "d_r = d_reset_h * h_prev"
SLOPE_Z, SLOPE_R, SLOPE_H = "d_z * z * (1 - z)", "d_r * r * (1 - r)", "(1 - h_cand**2)"
D_X = "d_x = d_xh_z[:, :D] + d_xh_r[:, :D] + d_xrh[:, :D]"
D_H_PREV = "d_h_prev = d_h * (1 - z) + d_reset_h * r + d_xh_z[:, D:] + d_xh_r[:, D:]"
D_W = "xh.T @ d_a_r, xh.T @ d_a_z, xrh.T @ d_a_h"
D_B = "d_a_r.sum(axis=0), d_a_z.sum(axis=0), d_a_h.sum(axis=0)"
START = "D = x.shape[1]"
RETURN = "return d_x, d_h_prev, grads"
AS_DICT: Edit = ("grads = GRUParams(", "grads = dict(")


def biases(how: str) -> Edit:
    """The gradients of all three biases, each made of its d_a in this way."""
    return (D_B, ", ".join(how.format(f"d_a_{gate}") for gate in "rzh"))


def one_bias(how: str) -> tuple[tuple[Edit, ...], ...]:
    """The gradient of one bias alone, in both ways."""
    return tuple(
        way for total in D_B.split(", ") for way in both_ways((total, how.format(total[: len("d_a_h")])))
    )


def both_ways(*edits: Edit) -> tuple[tuple[Edit, ...], ...]:
    """With the gradients in GRUParams, which refuses wrong shapes, and in a dict, which does not."""
    return ((*edits,), (*edits, AS_DICT))


def gates(slope: str) -> tuple[tuple[Edit, ...], ...]:
    """A slope written wrongly at both gates, at z alone, at r alone."""
    z, r = (SLOPE_Z, slope.replace("#", "z")), (SLOPE_R, slope.replace("#", "r"))
    return ((z, r), (z,), (r,))
