"""The quiz of lesson 7: the order of the steps, one step in numbers, both gates, what h is, the cost."""

from gru_course import widgets
from gru_course.widgets import Feedback, Quiz

SWAPPED = "z and 1 − z swapped"


def quiz() -> Quiz:
    """The quiz of lesson 7."""
    return widgets.quiz(
        widgets.many(
            "Which of these orders of the four steps can be computed?",
            right={
                "r, h_cand, z, h": "The documents' order.",
                "r, z, h_cand, h": "z only has to be there before h.",
                "z, r, h_cand, h": "z waits for nothing, so it may come first.",
            },
            wrong={
                "h_cand, r, z, h": Feedback(
                    "The candidate looks at r · h_prev, and there is no r yet.",
                    misconception="candidate before reset",
                ),
                "r, h_cand, h, z": Feedback(
                    "h is a mixture in the shares z and 1 − z, and there is no z yet.",
                    misconception="state before update gate",
                ),
            },
        ),
        widgets.numeric(
            "One unit, with x = 0, h_prev = 0.5, r = 0.2 and z = 0.4. The candidate is "
            "tanh(1.0 · x + 2.0 · (r · h_prev)). What is h?",
            0.379,
            near={
                0.318: Feedback(
                    "That is 0.6 of the candidate and 0.4 of the old state: here z is the share of the new.",
                    misconception=SWAPPED,
                ),
                0.197: Feedback(
                    "That is the candidate. One step is missing: the mixture.",
                    misconception="the candidate returned instead of the state",
                ),
                0.605: Feedback(
                    "Your candidate saw the whole old state: it sees r · h_prev = 0.1.",
                    misconception="reset unused",
                ),
                0.139: Feedback(
                    "You scaled the old state by r in the last line too. Reset touches only the candidate.",
                    misconception="reset on the carried state",
                ),
            },
            tolerance=0.0015,
            otherwise="First the candidate, tanh(2 · 0.1), then 0.4 of it and 0.6 of 0.5.",
            why="The candidate is tanh(0.2) = 0.197, and 0.4 · 0.197 + 0.6 · 0.5 = 0.379.",
        ),
        widgets.one(
            "z of a unit is 0 at this step. What does its r do to its new state h?",
            right={"Nothing": "r works through the candidate, and with z = 0 no candidate comes in."},
            wrong={
                "It scales the old state: h = r · h_prev": Feedback(
                    "The part that is kept is (1 − z) · h_prev, without r.",
                    misconception="reset on the carried state",
                ),
                "It replaces z: h = r · h_cand": "Each gate has its own place; r never stands in for z.",
                "It replaces the state": Feedback(
                    "That would be z = 1. Here z = 0, and the state stays as it is.", misconception=SWAPPED
                ),
            },
        ),
        widgets.numeric(
            "z of a unit is 0.5 at every step. What share of its present state comes from the candidate of "
            "two steps ago?",
            0.125,
            near={
                0.25: "That is the candidate of one step ago: 0.5 written, then halved once.",
                0.0625: "One halving too many: two steps have passed since it was written.",
                0.5: "That is the newest candidate.",
            },
            otherwise="It came in with a share of z, and every step since then kept 1 − z of it.",
            why="0.5 came in, and two steps kept half of it each: 0.5 · 0.5 · 0.5.",
        ),
        widgets.one(
            "D = 16, H = 32, one bias to each block. How many parameters has the GRU, and how many the LSTM?",
            right={"4,704 and 6,272": "3 and 4 blocks of (16 + 32) · 32 + 32 = 1,568 numbers."},
            wrong={
                "3,136 and 4,704": Feedback(
                    "You counted the gates. The candidate is no gate, and has weights as well.",
                    misconception="the candidate's block forgotten",
                ),
                "4,608 and 6,144": Feedback("The biases are missing.", misconception="biases left out"),
                "4,800 and 6,400": Feedback(
                    "So PyTorch counts: two biases to each block. Here there is one.",
                    misconception="two biases",
                ),
                "1,632 and 2,176": Feedback(
                    "The state is an input too: each block has D + H rows.",
                    misconception="recurrent weights left out",
                ),
            },
        ),
        title="Quiz: the whole cell",
    )
