"""Slips of those who compute squash([x, memory] W + b) with loops, or with W cut in two.

They are the same in a plain RNN, in a gate and in the candidate. Each is a whole function, and is not
combined with other mistakes.
"""

from collections.abc import Callable, Iterator

from gru_course.checks.exercise import Misconception


def unfinished_loops(results: Callable[..., tuple[str, ...]]) -> tuple[Misconception, ...]:
    """Loops that fill a result only in part, whatever is computed in them.

    Parameters
    ----------
    results : callable
        Makes whole functions of expressions in ``s``, the right result, of shape (B, H).
    """
    row, unit = "np.arange(len(s))[:, None]", "np.arange(s.shape[1])"
    return (
        Misconception(
            "left-the-loop-early",
            "return inside the loop",
            "The first row (or the first number) is right and the rest is still 0: return ends the function "
            "at once. Move it to the left, below the loops.",
            results(f"s * ({row} == 0)", f"s * (({row} == 0) & ({unit} == 0))"),
        ),
        Misconception(
            "row-or-unit-left-out",
            "a loop that leaves out a row or a unit",
            "range(n) counts 0 to n - 1, which are n turns already: neither range(1, n) nor range(n - 1) "
            "gets to all rows and units.",
            results(
                f"s * ({row} != len(s) - 1)",
                f"s * ({row} != 0)",
                f"s * ({unit} != s.shape[1] - 1)",
                f"s * ({unit} != 0)",
                f"s * ({unit} == 0)",
            ),
        ),
        Misconception(
            "row-filled-with-one-number",
            "a whole row filled with one number",
            "The last unit's number stands in the whole row: inside the loop over units, it is [i, j] = "
            "..., with both indices.",
            results("s[:, -1:] + 0 * s"),
        ),
    )


def loop_mistakes(
    signature: str, *, W: str, b: str, squash: str, memory: str = "h_prev", known: tuple[str, ...] = ()
) -> Iterator[Misconception]:
    """The bank of loops, for one exercise.

    Parameters
    ----------
    signature : str
        Such as ``rnn_step(x, h_prev, W, b)``.
    W, b : str
        What the weights and the bias are called in it.
    squash : str
        What comes last, an expression in ``a``.
    memory : str, optional
        What stands beside x.
    known : tuple of str, optional
        Ids that the exercise has already.
    """

    def ways(*pairs: tuple[str, str]) -> tuple[str, ...]:
        return tuple(
            f"def {signature}:\n"
            "    D = x.shape[1]\n"
            f"    m = {memory}\n"
            "    xh = np.concatenate([x, m], axis=-1)\n"
            f"    a = {a.replace('WEIGHTS', W).replace('BIAS', b)}\n"
            f"    s = {squash}\n"
            f"    return {returned}\n"
            for a, returned in pairs
        )

    def sums(*expressions: str) -> tuple[str, ...]:
        return ways(*((each, "s") for each in expressions))

    def results(*expressions: str) -> tuple[str, ...]:
        return ways(*(("xh @ WEIGHTS + BIAS", each) for each in expressions))

    bank = (
        *unfinished_loops(results),
        Misconception(
            "first-row-only",
            "the first row of the batch used for all",
            f"x[0] is one example of B. In a loop over rows it is x[i], and so with {memory}.",
            sums(
                "np.concatenate([x[:1].repeat(len(x), 0), m], -1) @ WEIGHTS + BIAS",
                "np.concatenate([x, m[:1].repeat(len(x), 0)], -1) @ WEIGHTS + BIAS",
            ),
        ),
        Misconception(
            "summand-left-out",
            "a loop that leaves out a summand",
            f"All D + H columns of [x, {memory}] meet their rows of {W}: the sum over k is one over "
            "range(D + H), all of it.",
            sums(
                "xh[:, :-1] @ WEIGHTS[:-1] + BIAS",
                "xh[:, 1:] @ WEIGHTS[1:] + BIAS",
                "xh[:, : m.shape[1]] @ WEIGHTS[: m.shape[1]] + BIAS",
                "x[:, :-1] @ WEIGHTS[: D - 1] + m @ WEIGHTS[D:] + BIAS",
                "x @ WEIGHTS[:D] + m[:, 1:] @ WEIGHTS[D + 1 :] + BIAS",
                "x[:, :-1] @ WEIGHTS[: D - 1] + m[:, :-1] @ WEIGHTS[D:-1] + BIAS",
            ),
        ),
        Misconception(
            "total-not-reset",
            "a running sum that never starts afresh",
            "Every unit of every row has a sum of its own: set it to 0 inside the loops, just before its "
            "summands are added.",
            sums(
                "np.cumsum((xh @ WEIGHTS).ravel()).reshape(len(x), -1) + BIAS",
                "np.cumsum((xh @ WEIGHTS + BIAS).ravel()).reshape(len(x), -1)",
                "np.cumsum(xh @ WEIGHTS, axis=1) + BIAS",
                "np.cumsum(xh @ WEIGHTS + BIAS, axis=1)",
            ),
        ),
        Misconception(
            "squashed-in-the-inner-loop",
            "each summand squashed by itself",
            "First add up all the summands and the bias; then, below the innermost loop, squash the sum.",
            ways(
                ("xh[:, :, None] * WEIGHTS", "s.sum(axis=1)"),
                ("xh[:, :, None] * WEIGHTS", f"s.sum(axis=1) + {b}"),
                ("xh[:, :, None] * WEIGHTS + BIAS", "s.sum(axis=1)"),
            ),
        ),
        Misconception(
            "one-unit-for-all",
            "one unit's weights used for all units",
            f"Each unit has a column of {W} of its own: inside the loop over units it is {W}[:, j], with the "
            "j of the loop.",
            sums(
                "xh @ WEIGHTS[:, :1] + BIAS",
                "xh @ WEIGHTS[:, -1:] + BIAS",
                "xh @ WEIGHTS[:, :1] + BIAS[0] + 0 * m",
            ),
        ),
        Misconception(
            "bias-in-the-inner-loop",
            "the bias added again with every summand",
            f"{b} is added once to each sum: below the innermost loop, or as the number the sum starts from.",
            sums("xh @ WEIGHTS + len(WEIGHTS) * BIAS", "xh @ WEIGHTS + (len(WEIGHTS) + 1) * BIAS"),
        ),
        Misconception(
            "memory-mixed-between-rows",
            f"one {memory} for the whole batch",
            f"Each row of the batch is an example with a memory of its own: leave out the mean of {memory} "
            "over the rows.",
            sums(
                "np.concatenate([x, m.mean(axis=0) + 0 * m], -1) @ WEIGHTS + BIAS",
                "np.concatenate([x, m.sum(axis=0) + 0 * m], -1) @ WEIGHTS + BIAS",
            ),
        ),
        Misconception(
            "sum-overwritten",
            "= where += adds up",
            "Only the last summand is left: inside the loop it is s += ..., which adds, and not s = ..., "
            "which starts anew.",
            sums(
                "xh[:, -1:] * WEIGHTS[-1] + BIAS",
                "xh[:, -1:] * WEIGHTS[-1]",
            ),
        ),
        Misconception(
            "reshaped-not-transposed",
            "reshape where .T belongs",
            "reshape cuts the same row of numbers anew, and mixes rows with units. To exchange rows and "
            "columns, it is .T; with data @ weights there is nothing to exchange.",
            sums(
                "(xh @ WEIGHTS).T.reshape(len(x), -1) + BIAS",
                "(xh @ WEIGHTS + BIAS).T.reshape(len(x), -1)",
                "xh @ WEIGHTS.T.reshape(WEIGHTS.shape) + BIAS",
                "xh.T.reshape(xh.shape) @ WEIGHTS + BIAS",
                "np.concatenate([x.T, m.T]).reshape(len(x), -1) @ WEIGHTS + BIAS",
            ),
        ),
        Misconception(
            "memory-weights-transposed",
            f"the memory's rows of {W} turned on their side",
            f"The last H rows of {W} are square, so .T raises no error, and yet it makes other weights: "
            f"{memory} meets {W}[D:] as it is.",
            sums("x @ WEIGHTS[:D] + m @ WEIGHTS[D:].T + BIAS"),
            elsewhere="PyTorch keeps its weights as (H, H) for the product with the transpose; here not.",
        ),
        Misconception(
            "cut-one-off",
            f"{W} cut one row off",
            f"{W}[:D] are the D rows of x, and {W}[D:] all the others: with D = x.shape[1], nothing is "
            "added to it or taken from it.",
            sums(
                "x @ WEIGHTS[:D] + m @ WEIGHTS[D - 1 : -1] + BIAS",
                "x @ WEIGHTS[1 : D + 1] + m @ WEIGHTS[D:] + BIAS",
            ),
        ),
        Misconception(
            "memory-row-for-all",
            "one row of weights for all units of the memory",
            f"Each unit of the memory has a row of weights of its own: {memory} @ {W}[D:], a matrix "
            "product, not * with one row.",
            sums("x @ WEIGHTS[:D] + m * WEIGHTS[D] + BIAS", "x @ WEIGHTS[:D] + m * WEIGHTS[-1] + BIAS"),
        ),
        Misconception(
            "own-memory-only",
            "each unit looks at its own memory only",
            f"Every unit looks at all H numbers of {memory}, each with a weight of its own: the matrix "
            f"product {memory} @ {W}[D:], or one more loop.",
            sums("x @ WEIGHTS[:D] + m * np.diag(WEIGHTS[D:]) + BIAS"),
        ),
        Misconception(
            "halved-sum",
            "the sum divided by two",
            "What x says and what the memory says are added up, not averaged: leave out the / 2, or the "
            "mean.",
            sums("xh @ WEIGHTS / 2 + BIAS"),
        ),
        Misconception(
            "bias-too-early",
            f"{b} added before the product",
            f"First the product, then + {b}. Python multiplies before it adds, so a bracket is perhaps in "
            "the wrong place.",
            sums("xh @ (WEIGHTS + BIAS)"),
        ),
        Misconception(
            "bias-in-the-memory",
            f"{b} added to {memory}, before the product",
            f"{b} is not a part of the memory and needs no weights: it is added to the products.",
            sums("x @ WEIGHTS[:D] + (m + BIAS) @ WEIGHTS[D:]"),
        ),
        Misconception(
            "one-bias-for-all",
            f"one number of {b} for all units",
            f"Each unit has its own bias: add {b} as it is, and NumPy gives each column its own number.",
            sums(*(f"xh @ WEIGHTS + BIAS{one}" for one in ("[0]", ".sum()", ".mean()", "[-1]"))),
        ),
        Misconception(
            "bias-as-column",
            f"{b} turned into a column",
            f"{b} has one number for each unit, and units are columns: add {b} as it is, with shape (H,) or "
            "(1, H).",
            sums("xh @ WEIGHTS + BIAS[:, None]"),
        ),
        Misconception(
            "flattened",
            "all rows in one line",
            "The numbers are right, and their arrangement is lost: look for ravel, flatten, or a list that "
            "grows number by number. Rows stay rows.",
            results("s.ravel()", "s.reshape(1, -1)", "s.reshape(-1, 1)"),
        ),
        Misconception(
            "returned-two-things",
            "two things returned",
            "One array is asked for. What else was computed on the way stays inside the function.",
            results("(s, a)", "(a, s)", "(s, xh)", "(s, h_prev)", "(s, s)", "(s, s * m)", "(s, 1 - s)"),
        ),
        Misconception(
            "joined-returned",
            f"[x, {memory}] comes back",
            f"The joined array is only the beginning: the product with {W}, the bias and the last function "
            "are still to come.",
            results("xh"),
        ),
    )
    return (each for each in bank if each.id not in known)
