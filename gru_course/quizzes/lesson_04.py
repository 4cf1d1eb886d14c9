"""The quiz of lesson 4: one candidate in numbers, r = 0, content and share, the order of steps, r after."""

from gru_course import widgets
from gru_course.widgets import Feedback, Quiz, many, numeric, one, order

NEVER_CONSULTED = "the reset gate is never consulted"
LIKE_A_GATE = "the candidate taken for a gate"


def quiz() -> Quiz:
    """The questions, in the order of the lesson."""
    return widgets.quiz(
        numeric(
            "One unit: x = 1, h_prev = 0.5, r = 0.2, w_x = 0.4, w_h = 2, b_h = 0.1. What is the candidate, "
            "to two decimals? (A pencil for the sum, `np.tanh` for the end.)",
            0.604,
            near={
                0.905: Feedback("The past came in whole. Scale h_prev with r first.", NEVER_CONSULTED),
                0.862: Feedback("You took away the share r. It is the share that stays.", "1 − r for r"),
                0.956: Feedback("A share is multiplied, not added: 0.2 of 0.5 is 0.1.", "r added to h_prev"),
                0.668: Feedback("That is the sigmoid of the sum; it makes gates.", "sigmoid for tanh"),
                0.7: Feedback("That is the sum; tanh is still to come.", "no tanh"),
                0.537: Feedback("The sum ends in + b_h.", "bias left out"),
                0.551: Feedback(
                    "r scaled the bias as well: it came after the product, as in PyTorch. Here r scales "
                    "h_prev alone.",
                    "reset after the product",
                ),
                0.291: Feedback("r scaled the whole sum. It scales h_prev alone.", "r applied to everything"),
            },
            otherwise="Go in order: r · h_prev, then the two weights, then b_h, then tanh.",
            why="r · h_prev = 0.1; the sum is 0.4 + 0.2 + 0.1 = 0.7; tanh(0.7) = 0.604.",
        ),
        one(
            "In some step r = 0 for all units. What is the candidate of this step?",
            right={
                "`tanh([x, 0] @ W_h + b_h)`: input and bias alone": "Whatever the memory held, the proposal "
                "is the same."
            },
            wrong={
                "0 in every unit": Feedback(
                    "r wipes out the memory's part of the sum; x and the bias are still in it.",
                    "r applied to everything",
                ),
                "`h_prev`, unchanged": Feedback(
                    "Keeping the old state is the update gate's business, and a later lesson's. r = 0 hides "
                    "it from the candidate.",
                    "reset gate taken for the update gate",
                ),
                "`tanh([x, h_prev] @ W_h + b_h)`, as in a plain RNN": Feedback(
                    "That is r = 1. r is the share of the past that is kept.", "1 − r for r"
                ),
            },
        ),
        many(
            "Which of these hold for the candidate, but not for a gate?",
            right={
                "It can be negative.": "tanh gives numbers between −1 and 1, the sigmoid between 0 and 1.",
                "It is content: a proposal for the state itself.": "A gate is a share of something else.",
                "If its sum is 0, it is 0.": "tanh(0) = 0, where a gate would be half open.",
            },
            wrong={
                "It has one number for each unit.": "So have the gates: both have shape (B, H).",
                "It says how much of the old state is kept.": Feedback(
                    "That is what gates do. The candidate says what could come instead.", LIKE_A_GATE
                ),
                "It has weights and a bias of its own.": "So has each gate: W_r and b_r, W_z and b_z.",
            },
        ),
        order(
            "Put the steps of the candidate in this course's order.",
            {
                "scale `h_prev` with `r`": "It needs nothing but the gate and the old state.",
                "put `x` in front of it": "What stands beside x has been scaled already.",
                "multiply by `W_h` and add `b_h`": Feedback(
                    "If the product comes first and r after it, you have PyTorch's variant.",
                    "reset after the product",
                ),
                "take `tanh`": "Squash once, at the very end.",
            },
            why="r ⊙ h_prev, then [x, r ⊙ h_prev], then the product and the bias, then tanh.",
        ),
        many(
            "The same numbers, r once before the matrix product and once after it, with no bias inside the "
            "reset. When do both surely give the same candidate?",
            right={
                "If r has the same value in all units": "A common factor may stand on either side of the "
                "product.",
                "If H = 1": "One unit has one value of r: a common factor again.",
                "If h_prev = 0": "Then there is nothing to scale, before or after.",
            },
            wrong={
                "Always: the order of factors does not matter": Feedback(
                    "r multiplies element by element, W_h mixes the units. Mixing first and scaling later is "
                    "another thing.",
                    "⊙ and @ change places",
                ),
                "If D = H": "The shapes fit either way; the numbers differ all the same.",
            },
        ),
    )
