"""The quiz of lesson 5, the update gate: ``gc.quizzes.update_gate()`` shows it."""

from gru_course import widgets
from gru_course.widgets import Feedback, Quiz, many, numeric, one

SWAPPED = "z and 1 − z swapped"
POSITIVE_KEEPS = "a positive b_z keeps the old state"
SAME_FOR_ALL = "a gate is one number"
LINEAR = "the same amount lost in every step"


def quiz() -> Quiz:
    """The questions, in the order of the lesson."""
    return widgets.quiz(
        numeric(
            "One unit: h_prev = 0.5, h_cand = −1 and z = 0.2. Which part of the new state comes from the old "
            "one?",
            0.4,
            near={
                0.1: Feedback(
                    "This is 0.2 · 0.5. z is the share of the new: the old state keeps 1 − z.",
                    misconception=SWAPPED,
                ),
                0.2: "This is z itself: the share of the new. The old state was asked for.",
                -0.2: "This comes from the candidate, z · h_cand. The old state was asked for.",
                0.8: "This is the share, 1 − z. Which part of 0.5 is that?",
            },
            otherwise="It is the share 1 − z of 0.5.",
            why="(1 − 0.2) · 0.5. The candidate adds 0.2 · (−1) = −0.2 to it.",
        ),
        one(
            "A new GRU should hold what it has read for a long time. Which b_z does it start with in this "
            "course?",
            right={
                "b_z = −4": "z = 0.018: each step replaces less than 2 %, and half is left after 38 steps."
            },
            wrong={
                "b_z = 4": Feedback(
                    "z = 0.98: each step replaces nearly everything. It would keep in PyTorch and Keras.",
                    misconception=POSITIVE_KEEPS,
                ),
                "b_z = 0": "z starts at about one half. Such a GRU has lost 99 % after about 12 steps.",
                "b_z = −40": "It would hold, but the sigmoid is so flat there, a slope of 4e-18, that the "
                "gate could not learn to open.",
            },
        ),
        many(
            "What is true of the update gate?",
            right={
                "Its formula is that of the reset gate, with weights of its own": "The use is another.",
                "With W_z = 0 it does the same at every step": "Only the bias is left: σ(b_z).",
                "Its slope is largest at z = 0.5": "z(1 − z) is 0.25 there, and falls to both sides.",
            },
            wrong={
                "In each step all units replace the same share": Feedback(
                    "W_z has a column for each unit, and so each unit has a z of its own.",
                    misconception=SAME_FOR_ALL,
                ),
                "z = 0 sets the state to 0": Feedback(
                    "z = 0 leaves the state as it is: nothing is replaced.",
                    misconception=SWAPPED,
                ),
                "It decides what the candidate sees of the old state": Feedback(
                    "That is the reset gate. z decides after the candidate is made.",
                    misconception="the two gates confused",
                ),
            },
        ),
        numeric(
            "All weights are 0, and b_z is such that z = 0.1. Which share of h_0 is left after 3 steps?",
            0.729,
            near={
                0.7: Feedback(
                    "A step takes 10 % of what is still there, not of what there was at first.",
                    misconception=LINEAR,
                ),
                0.001: Feedback(
                    "This is 0.1 to the power of 3. z is replaced; 1 − z is left, step after step.",
                    misconception=SWAPPED,
                ),
                0.9: "This is left after one step.",
                0.81: "This is left after two steps.",
                0.271: "This is what is gone.",
            },
            otherwise="Each step leaves 1 − z of what was there: multiply three times.",
            why="0.9 · 0.9 · 0.9: the candidate is tanh(0) = 0 and adds nothing.",
        ),
        one(
            "You have trained weights for this course's update gate, and a library whose z is the share that "
            "is kept. How do you convert the gate?",
            right={"Negate W_z and b_z": "σ(−a) = 1 − σ(a): its gate becomes exactly the other share."},
            wrong={
                "Leave W_z and b_z as they are": Feedback(
                    "Then it keeps where yours replaces, and the reverse.", misconception=SWAPPED
                ),
                "Negate b_z only": "The sum is [x, h_prev] W_z + b_z. All of it has to change its sign.",
                "Use 1 − W_z and 1 − b_z": "1 minus belongs to the gate, after the sigmoid. Inside the "
                "sum it is the sign that turns.",
            },
        ),
    )
