"""Mistakes made with a result that is already computed: rounded, added up, or only its first row.

They are the same whatever the result is.
"""

from gru_course.checks.exercise import Misconception, Way


def result_mistakes(result: str) -> tuple[Misconception, ...]:
    """The bank of what can happen to a result of shape (B, H) on its way out.

    Parameters
    ----------
    result : str
        The right answer ends in ``return result``.
    """

    def instead(*ways: str) -> tuple[Way, ...]:
        return tuple(((f"return {result}", f"return {way.format(result)}"),) for way in ways)

    return (
        Misconception(
            "rounded",
            "rounded",
            "The right numbers, rounded: leave the rounding out. Rounding is for showing numbers, and an "
            "error "
            "made here grows with every step of a sequence.",
            instead(*(f"np.round({{}}, {digits})" for digits in (0, 1, 2, 3, 4))),
        ),
        Misconception(
            "integers",
            "cut down to whole numbers",
            "The result is stored in whole numbers, which cuts off every decimal. Look for int, astype, "
            "or an "
            "array that was made with dtype=int.",
            instead("({}).astype(int)"),
        ),
        Misconception(
            "summed-over-batch",
            "the rows of the batch added up or averaged",
            "Every row of the batch is an example of its own and keeps its own result, shape (B, H). "
            "Leave out "
            "the sum or the mean over rows.",
            instead(
                "({}).sum(axis=0)",
                "({}).mean(axis=0)",
                "({}).sum(axis=0, keepdims=True)",
                "({}).mean(axis=0, keepdims=True)",
                "np.zeros_like({0}) + ({0}).mean(axis=0)",
            ),
        ),
        Misconception(
            "summed-over-units",
            "the units added up or averaged",
            "Every unit has a number of its own; the result has shape (B, H). Leave out the sum or the mean.",
            instead(
                "({}).sum()",
                "({}).mean()",
                "({}).sum(axis=1)",
                "({}).mean(axis=1)",
                "({}).sum(axis=1, keepdims=True)",
                "({}).mean(axis=1, keepdims=True)",
            ),
        ),
        Misconception(
            "one-row-only",
            "one row of the batch only",
            "The batch has B rows and each has its own result: leave out the index, or let the loop go "
            "over all "
            "rows before it returns.",
            instead("({})[0]", "({})[-1]", "({})[:1]", "({})[-1:]"),
        ),
        Misconception(
            "one-unit-only",
            "one unit only",
            "There are H units and each has its own number: leave out the index, or let the loop go over all "
            "units before it returns.",
            instead("({})[:, 0]", "({})[:, -1]", "({})[:, :1]", "({})[0, 0]"),
        ),
        Misconception(
            "sign-turned",
            "the sign turned round",
            "The right size with the wrong sign: look for a minus that does not belong there.",
            instead("-({})"),
        ),
        Misconception(
            "transposed",
            "rows and columns exchanged",
            "Rows are examples and columns are units, shape (B, H): data @ weights keeps it so, without "
            "any .T.",
            instead("({}).T"),
        ),
    )


IN_PLACE = "Make a new array instead, such as new = old * 2, or start from a copy: old.copy()."
"""Said where an argument is written into."""
