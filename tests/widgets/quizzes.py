"""A quiz with every kind of question, for the tests."""

from gru_course import widgets
from gru_course.widgets import Feedback

SWAPPED = "z and 1 − z swapped"


def example(**options):
    return widgets.quiz(
        widgets.one(
            "What does z = 1 do to the state?",
            right={"It replaces it: `h = h_cand`": "Nothing of the old state is left."},
            wrong={
                "It keeps it: `h = h_prev`": Feedback("PyTorch and Keras have it so.", misconception=SWAPPED),
                "It resets it: `h = 0`": "No gate can do that alone.",
            },
        ),
        widgets.many(
            "Which of these are between 0 and 1, whatever the input?",
            right={"r, the reset gate": "It comes out of a sigmoid.", "z, the update gate": "So does this."},
            wrong={
                "h_cand, the candidate": "It comes out of a tanh.",
                "h, the state": Feedback("It mixes numbers from −1 to 1.", misconception="states are gates"),
            },
        ),
        widgets.numeric(
            "With z = 0.3, h_prev = 0.8 and h_cand = −0.4, what is h?",
            0.44,
            near={
                -0.04: Feedback("You took z as the share that is kept.", misconception=SWAPPED),
                0.56: "You left out a minus sign.",
                0.563: "You left one out, and rounded.",
            },
            otherwise="Write both products down first.",
            why="0.3 · (−0.4) + 0.7 · 0.8.",
        ),
        widgets.order(
            "Put the steps of the cell in order.",
            {
                "reset gate": "It needs only x and h_prev.",
                "update gate": "The documents compute it second.",
                "candidate": Feedback("It needs r.", misconception="candidate before reset"),
                "new state": "It needs all the others.",
            },
            why="The candidate needs r, and the new state needs z.",
        ),
        **options,
    )
