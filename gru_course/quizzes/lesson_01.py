"""The quiz of lesson 1, sequences: ``gc.quizzes.sequences()`` shows it."""

from gru_course import widgets
from gru_course.widgets import Feedback, Quiz, many, numeric, one, order

NO_TANH = "the sum before tanh taken for the state"
STATE_LOST = "h_prev is not used"
STATE_UNWEIGHTED = "h_prev has no weights of its own"
START_LOST = "h0 is not used"
OWN_WEIGHTS = "every step has weights of its own"
WRONG_AXIS = "examples and steps exchanged"


def quiz() -> Quiz:
    """The questions, in the order of the lesson."""
    return widgets.quiz(
        numeric(
            "A unit has w_x = 0.5, w_h = 0.4 and b = 0.1. It held h_prev = −0.5 and now reads x = 2. "
            "What is h, with two decimals?",
            0.72,
            tolerance=0.006,
            near={
                0.9: Feedback(
                    "This is the sum, 1.0 − 0.2 + 0.1. The state is tanh of it.", misconception=NO_TANH
                ),
                0.8: Feedback(
                    "This is tanh(1.1): you left out 0.4 · (−0.5), the memory.", misconception=STATE_LOST
                ),
                0.54: Feedback(
                    "This is tanh(1.0 − 0.5 + 0.1): the old state counts with its weight, 0.4.",
                    misconception=STATE_UNWEIGHTED,
                ),
                0.76: Feedback(
                    "This is tanh(0.8) + 0.1: the bias is inside the tanh.", misconception="bias after tanh"
                ),
                0.86: Feedback(
                    "This is tanh(1.3): you added 0.2 for the memory, but the old state is negative.",
                    misconception="sign of the state",
                ),
            },
            otherwise="Add 0.5 · 2, 0.4 · (−0.5) and 0.1, then take tanh.",
            why="tanh(1.0 − 0.2 + 0.1) = tanh(0.9).",
        ),
        one(
            "The weather of lesson 0 comes as `xs` of shape (898, 14, 6), and an RNN with H = 32 units reads "
            "it. What is the shape of its `W`?",
            right={"(38, 32)": "6 rows meet x, 32 meet the old state; 32 columns make the new one."},
            wrong={
                "(6, 32)": Feedback(
                    "These rows meet x only. The old state needs 32 more.", misconception=STATE_LOST
                ),
                "(14, 38, 32)": Feedback(
                    "One matrix for each day? All 14 steps share the same W.", misconception=OWN_WEIGHTS
                ),
                "(46, 32)": Feedback(
                    "14 is the number of steps. A step sees its D = 6 numbers, and W does not know T.",
                    misconception="T taken for D",
                ),
                "(32, 38)": Feedback(
                    "This one stands to the left of a column, as in the documents. Here a row of 38 numbers "
                    "stands to the left of W.",
                    misconception="W on the other side",
                ),
            },
        ),
        order(
            "Put what happens in one step of the loop in order.",
            {
                "take x_t, and the state that the step before has handed out": "Nothing can happen without.",
                "put the two side by side": "This needs the two, and nothing else.",
                "multiply by W": "The rows of W meet [x, h_prev], so that comes first.",
                "add b": "b has one number for each unit: the product has to make units first.",
                "apply tanh": Feedback(
                    "It is given the whole sum, with the bias in it.", misconception="bias after tanh"
                ),
                "store the new state, and hand it to the next step": Feedback(
                    "What is stored and handed on is the state after tanh.", misconception=NO_TANH
                ),
            },
            why="h_t = tanh([x_t, h_{t−1}] W + b), and h_t is what step t + 1 takes in.",
        ),
        one(
            "A loop gives the right states for every batch that starts from h0 = 0, and wrong ones, already "
            "at step 1, for every other start. What is the likely mistake?",
            right={
                "It begins with zeros instead of h0": "With h0 = 0 the two are the same, so nothing shows."
            },
            wrong={
                "It keeps giving h0 to every step": Feedback(
                    "Then step 1 would be right, and step 2 wrong, for h0 = 0 as well.",
                    misconception="every step starts from h0",
                ),
                "It puts h before x": Feedback(
                    "Then almost every state would be wrong for h0 = 0 as well.",
                    misconception="operands in the other order",
                ),
                "It uses `W @ xh` for `xh @ W`": Feedback(
                    "That fails, or gives other numbers, whatever the start.",
                    misconception="W on the other side",
                ),
            },
        ),
        many(
            "`hs` holds the states of a batch, shape (B, T, H). Which of these are true?",
            right={
                "`hs[:, -1]` holds the last state of every sequence": "Axis 1 is time, and −1 its end.",
                "A second layer reads `hs` as its input": "At step t it takes in what the layer below made "
                "at step t, and its own state of step t − 1.",
                "`W` would have the same shape for sequences twice as long": "All steps share it.",
            },
            wrong={
                "`hs[-1]` holds the last state of every sequence": Feedback(
                    "Axis 0 counts the examples: this is the last sequence, with all its steps.",
                    misconception=WRONG_AXIS,
                ),
                "`hs[:, 0]` is h_0": Feedback(
                    "It is h_1, the state after the first step. h_0 is not among the T states.",
                    misconception="h_0 among the states",
                ),
                "Shuffling the steps of `xs` leaves `hs[:, -1]` as it is": Feedback(
                    "An average would stay. The state depends on the order.",
                    misconception="a state is an average",
                ),
            },
        ),
    )
