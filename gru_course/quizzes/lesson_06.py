"""The quiz of lesson 6: the final state."""

from gru_course.widgets import Feedback, Quiz, many, numeric, one
from gru_course.widgets import quiz as make_quiz

SWAPPED = "z and 1 − z exchanged"


def quiz() -> Quiz:
    """Five questions on the blend of old state and candidate."""
    return make_quiz(
        numeric(
            "z = 0.2, h_prev = −0.6 and h_cand = 0.9. What is the new state h?",
            -0.3,
            near={
                0.6: Feedback(
                    "z = 0.2 is the share of the candidate, and 0.8 that of the old state.",
                    misconception=SWAPPED,
                ),
                0.18: Feedback(
                    "This is the candidate's part alone. The old state's part, 1 − z of it, is missing.",
                    misconception="the old state is missing",
                ),
                -0.48: Feedback(
                    "This is the old state's part alone. The share z of the candidate is still to be added.",
                    misconception="the candidate is missing",
                ),
                0.66: "A minus was lost: the old state is −0.6.",
                0.15: Feedback(
                    "z decides how much of each; the plain mean is only the case z = 0.5.",
                    misconception="the plain mean of old and new",
                ),
                -0.09: Feedback(
                    "Add the two parts, 0.18 and −0.48; do not multiply them.",
                    misconception="the two parts multiplied",
                ),
            },
            otherwise="Write both products down first, then add them.",
            why="0.2 · 0.9 + 0.8 · (−0.6) = 0.18 − 0.48.",
        ),
        one(
            "A unit holds 0.7. Then its update gate is exactly 0 for 100 steps, while candidates come and "
            "go. What does it hold?",
            right={"0.7": "1 − z = 1: the old state is taken over whole, 100 times."},
            wrong={
                "the last candidate": Feedback(
                    "That is z = 1. Here z is the share of the candidate, and z = 0 lets none of it in.",
                    misconception=SWAPPED,
                ),
                "0": Feedback(
                    "z = 0 makes the candidate's part 0, not the state: the other part is 1 · h_prev.",
                    misconception="a gate of 0 empties the memory",
                ),
                "about half of 0.7": Feedback(
                    "The share that is kept, 1 − z, is 1 at every step, and 1 to the power of 100 is 1.",
                    misconception="memory fades by itself",
                ),
            },
        ),
        many(
            "Every z is between 0 and 1, every candidate between −1 and 1, and |h_0| ≤ 1. Which are true for "
            "each unit, at every step?",
            right={
                "h lies between h_prev and h_cand, ends included": "h goes the share z of the way, at most "
                "all of it.",
                "|h| ≤ 1": "Between two numbers from −1 to 1 there are no others.",
            },
            wrong={
                "h lies between 0 and 1": Feedback(
                    "A gate does. A state mixes numbers from −1 to 1, and may be negative.",
                    misconception="states are gates",
                ),
                "h is nearer to h_cand than to h_prev": Feedback(
                    "Only where z is above 0.5.", misconception="the new always wins"
                ),
                "all units move by the same share": Feedback(
                    "Each unit has a z of its own.", misconception="one z for all units"
                ),
            },
        ),
        one(
            "You read in a program: `h = z * h_prev + (1 - z) * h_cand`. What do you say?",
            right={
                "It is a GRU in which z = 1 keeps": "PyTorch and Keras have it so. Its z is our 1 − z: "
                "find out which it is before you copy weights from one to the other."
            },
            wrong={
                "It is wrong everywhere": Feedback(
                    "It is a convention, and a common one; only mixing two of them is a mistake.",
                    misconception="one convention is the true one",
                ),
                "It gives the same numbers as ours": Feedback(
                    "Only for z = 0.5, or where both states are equal. Else the shares are exchanged.",
                    misconception=SWAPPED,
                ),
                "It cannot remember anything": "It can: with z = 1 it keeps h_prev whole.",
            },
        ),
        numeric(
            "A unit's state is changed by 0.8 at one step. For the next three steps z is 0.5, whatever the "
            "state. How much of the change is left in h?",
            0.1,
            near={
                0.8: Feedback(
                    "Only a gate at 0 passes it on whole: each step passes on the factor 1 − z.",
                    misconception="addition keeps everything",
                ),
                0.4: "That is after one step; there are three.",
                0.2: "That is after two steps; there are three.",
                0.0: Feedback(
                    "It fades, but it is not gone: each step leaves half of what was there.",
                    misconception="a gate as a switch",
                ),
            },
            otherwise="Each step multiplies it with 1 − z.",
            why="0.8 · 0.5 · 0.5 · 0.5.",
        ),
    )
