"""What goes wrong after the last equation of a cell."""

from gru_course.checks.exercise import Misconception

RETURN_MISTAKES = (
    Misconception(
        "returned-gate",
        "a gate comes out, not the new state",
        "r and z are steps on the way. What is asked for is h, the result of the last equation.",
        ((("return h", "return r"),), (("return h", "return z"),), (("return h", "return 1 - z"),)),
    ),
    Misconception(
        "returned-memory",
        "r * h_prev comes out, not the new state",
        "r * h_prev is a step on the way. What is asked for is h, the result of the last equation.",
        ((("return h", "return reset_h"),),),
    ),
    Misconception(
        "returns-sum",
        "a sum before its squashing comes out",
        "What comes out is a step on the way. What is asked for is h, the result of the last equation.",
        ((("return h", "return a_r"),), (("return h", "return a_z"),)),
    ),
    Misconception(
        "returned-two-things",
        "more than the new state comes out",
        "One array is asked for, the new state: return h alone.",
        tuple(
            (("return h", f"return {several}"),)
            for several in (
                "h, r, z, h_cand",
                "h, r, h_cand, z",
                "h, z, r, h_cand",
                "r, z, h_cand, h",
                "r, h_cand, z, h",
                "h, h_cand",
                "h_cand, h",
                "h, r, z",
                "r, z, h",
                "h, h",
                "h, None",
                "{'h': h}",
            )
        ),
    ),
    Misconception(
        "row-or-unit-left-out",
        "a loop that leaves out a row or a unit",
        "All rows and units are right but one, which is still 0: range(B) goes from 0 to B - 1, and "
        "range(B - 1) "
        "or range(1, B) leaves one out.",
        tuple(
            (("return h", f"return h * ({each})"),)
            for each in (
                "np.arange(len(h))[:, None] < len(h) - 1",
                "np.arange(len(h))[:, None] > 0",
                "np.arange(h.shape[1]) < h.shape[1] - 1",
                "np.arange(h.shape[1]) > 0",
            )
        ),
    ),
    Misconception(
        "left-the-loop-early",
        "return inside the loop",
        "The first row (or the first number) is right and the rest is still 0: return ends the function at "
        "once. "
        "Move it to the left, below the loops.",
        tuple(
            (("return h", f"return h * ({each})"),)
            for each in (
                "np.arange(len(h))[:, None] == 0",
                "(np.arange(len(h))[:, None] == 0) & (np.arange(h.shape[1]) == 0)",
            )
        ),
    ),
    Misconception(
        "first-row-for-all",
        "the first row of the batch used for the others as well",
        "In a loop over the rows, everything that has rows takes the index of the row: x[b], h_prev[b], "
        "z[b]. "
        "Where does [0] stand, or no index at all?",
        (
            (("z * h_cand + (1 - z) * h_prev", "z * h_cand + (1 - z) * h_prev[:1]"),),
            (("z * h_cand + (1 - z) * h_prev", "z[:1] * h_cand + (1 - z[:1]) * h_prev"),),
            (("z * h_cand + (1 - z) * h_prev", "z * h_cand[:1] + (1 - z) * h_prev"),),
            (("r * h_prev", "r * h_prev[:1]"),),
            (("[x, reset_h]", "[x[:1] + 0 * x, reset_h]"),),
            (("[x, h_prev]", "[x[:1] + 0 * x, h_prev]"),),
            (("[x, h_prev]", "[x, h_prev[:1] + 0 * h_prev]"),),
            (("[x, h_prev]", "[x[:1] + 0 * x, h_prev]"), ("[x, reset_h]", "[x[:1] + 0 * x, reset_h]")),
            (("return h", "return h[:1] + 0 * h"),),
        ),
    ),
    Misconception(
        "h-prev-ignored",
        "the old state is thrown away",
        "The cell starts from the h_prev that it is given. Is h_prev set anew at the beginning, to zeros "
        "perhaps?",
        tuple(
            (("xh = np.concatenate", f"h_prev = {other}\n    xh = np.concatenate"),)
            for other in ("np.zeros_like(h_prev)", "np.ones_like(h_prev)")
        ),
    ),
    Misconception(
        "transposed",
        "rows and columns exchanged",
        "Rows are examples and columns are units, shape (B, H): leave out the last .T, or add one if you "
        "work with columns inside.",
        ((("return h", "return h.T"),),),
    ),
    Misconception(
        "flattened",
        "all rows in one line",
        "The numbers are right, and their arrangement is lost: look for ravel, flatten, reshape, or a list "
        "that "
        "grows number by number. Rows stay rows.",
        tuple(
            (("return h", f"return {flat}"),)
            for flat in ("h.ravel()", "h.reshape(1, -1)", "h.reshape(-1, 1)")
        ),
    ),
    Misconception(
        "one-row-only",
        "one row where a whole batch is asked for",
        "Every row of the batch is an example of its own and has its own state: no [0], no mean, no sum "
        "over rows, and no return inside a loop over them.",
        tuple(
            (("return h", f"return {one}"),)
            for one in (
                "h[0]",
                "h[-1]",
                "h[:1]",
                "h.mean(axis=0)",
                "h.sum(axis=0)",
                "h.mean(axis=0, keepdims=True)",
                "h.mean(axis=0) + 0 * h",
            )
        ),
    ),
    Misconception(
        "in-place",
        "h_prev is changed by the call",
        "h_prev belongs to the caller. *=, += and h_prev[...] = write into it: make a new array.",
        (
            (("h = z * h_cand + (1 - z) * h_prev", "h = h_prev; h *= 1 - z; h += z * h_cand"),),
            (("h = z * h_cand + (1 - z) * h_prev", "h = h_prev; h += z * (h_cand - h_prev)"),),
            (("h = z * h_cand + (1 - z) * h_prev", "h = z * h_cand; h_prev *= 1 - z; h += h_prev"),),
            (
                ("reset_h = r * h_prev", "h_old = h_prev.copy(); h_prev *= r; reset_h = h_prev"),
                ("z * h_cand + (1 - z) * h_prev", "z * h_cand + (1 - z) * h_old"),
            ),
        ),
    ),
)
"""What goes wrong after the last equation; for a cell, not for a loop."""
