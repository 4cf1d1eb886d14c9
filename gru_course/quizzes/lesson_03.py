"""The quiz of lesson 3, the reset gate: ``gc.quizzes.reset_gate()`` shows it."""

from gru_course import widgets
from gru_course.widgets import Feedback, Quiz, many, numeric, one, order

ERASED = "r read as the share that is erased"
ROWS_OF_X = "h_prev has no rows in W_r"
STATE_ERASED = "r erases the state"
SAME_FOR_ALL = "a gate is one number"


def quiz() -> Quiz:
    """The questions, in the order of the lesson."""
    return widgets.quiz(
        numeric(
            "A unit holds h_prev = 0.5, and its reset gate is r = 0.3. What does the candidate see of it?",
            0.15,
            near={
                0.35: Feedback(
                    "This is 0.7 · 0.5. r is the share that is kept: with r = 0.3, 30 % remain.",
                    misconception=ERASED,
                ),
                0.2: "You subtracted, 0.5 − 0.3. A share of something is a product.",
                0.8: "You added. A share of something is a product.",
                0.3: "This is r itself: the share, and not yet what is left of 0.5.",
            },
            otherwise="Take 30 % of 0.5.",
            why="0.3 · 0.5: r is the share that is kept.",
        ),
        one(
            "With an input of D = 3 numbers and a state of H = 8 units, what is the shape of `W_r`?",
            right={"(11, 8)": "3 rows meet x, 8 rows meet h_prev, and each of the 8 units has a column."},
            wrong={
                "(3, 8)": Feedback(
                    "These rows meet x only. The gate looks at h_prev as well, which needs 8 more.",
                    misconception=ROWS_OF_X,
                ),
                "(11, 1)": Feedback(
                    "One column gives one number for the whole row. Each of the 8 units has its own gate.",
                    misconception=SAME_FOR_ALL,
                ),
                "(8, 11)": Feedback(
                    "This is the matrix of the documents, which write it to the left of a column. Here a row "
                    "of 11 numbers stands to its left.",
                    misconception="W on the other side",
                ),
                "(24, 8)": "x and h_prev stand side by side, 3 + 8 numbers: they are not multiplied.",
            },
        ),
        order(
            "Put the steps from the input to what the candidate sees in order.",
            {
                "put x and h_prev side by side": "It needs nothing but the two.",
                "multiply by W_r": "The rows of W_r meet the numbers of [x, h_prev], so these come first.",
                "add b_r": "b_r has one number for each unit: the product has to make units first.",
                "apply the sigmoid": Feedback(
                    "It is given the whole sum, with the bias in it.", misconception="bias after the sigmoid"
                ),
                "multiply by h_prev": "This needs the finished gate: it is r ⊙ h_prev.",
            },
            why="σ([x, h_prev] W_r + b_r) is r, and the candidate sees r ⊙ h_prev.",
        ),
        many(
            "The reset gate of a unit is shut at a full stop, r = 0. Which of these follow?",
            right={
                "The candidate sees nothing of what the unit held": "It comes in as 0 · h_prev = 0. Only the "
                "gates still look at it.",
                "The unit's old state is still there, and may go on into h": "The update gate decides that.",
            },
            wrong={
                "The unit's new state is 0": Feedback(
                    "h = z · h_cand + (1 − z) · h_prev has h_prev in it, without r.",
                    misconception=STATE_ERASED,
                ),
                "The candidates of all later steps are free of the first sentence": Feedback(
                    "Only if the state was replaced too. Where h still carries the first sentence, and r "
                    "opens again, so do they.",
                    misconception=STATE_ERASED,
                ),
                "All other units are shut as well": Feedback(
                    "r is a vector: each unit has its own number.", misconception=SAME_FOR_ALL
                ),
            },
        ),
        one(
            "A reset gate starts with b_r = 10. Why does plain gradient descent take so long to shut it?",
            right={"The sigmoid is almost flat there": "Its slope, 0.00005, is a factor of each step."},
            wrong={
                "r is larger than 1 there": "A sigmoid never leaves 0 to 1; here r is 0.99995.",
                "exp(−10) overflows": "It is a small number, 0.00005. Overflow needs exponents above 700.",
                "10 is ten times as far from 0 as 1": "The way matters little: in the lesson, from 5 it took "
                "111 steps, and from 10 more than 12,000.",
            },
        ),
    )
