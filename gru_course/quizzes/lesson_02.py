"""The quiz of lesson 2, why the plain RNN forgets: ``gc.quizzes.forgetting()`` shows it."""

from gru_course import widgets
from gru_course.widgets import Feedback, Quiz, many, numeric, one

ADDED = "factors added, where they are multiplied"
ALL_ZERO = "a vanishing gradient is zero everywhere"
CLIP_LENGTHENS = "clipping helps against vanishing"
GATES_SOLVE = "gates alone stop the vanishing"
WEIGHT_ALONE = "a weight above 1 means an explosion"


def quiz() -> Quiz:
    """The questions, in the order of the lesson."""
    return widgets.quiz(
        numeric(
            "A unit with w = 0.8 goes through the states h_1 = 0.5 and h_2 = 0. Which share of a nudge to "
            "h_0 is left in h_2? Two decimals will do.",
            0.48,
            near={
                0.64: "This is 0.8 · 0.8. The slope of tanh at h_1 = 0.5 is not 1.",
                0.6: "One factor is missing: at h_2 = 0 the slope is 1, and the weight still counts.",
                1.4: Feedback(
                    "You added 0.6 and 0.8. The second step takes its share of what the first one left.",
                    misconception=ADDED,
                ),
                0.32: "You took 1 − h for the slope. It is 1 − h².",
                0.75: "These are the slopes alone, 0.75 · 1. The weight comes in at every step.",
                0.0: "The slope is 1 − h². At h_2 = 0 that is 1, its largest value, and not 0.",
            },
            otherwise="Each step has the factor w (1 − h²); multiply the two.",
            why="0.8 · 0.75 = 0.6 for the first step, 0.8 · 1 for the second: 0.6 · 0.8.",
        ),
        one(
            "A plain RNN with vanishing gradients is trained on long sequences. What happens?",
            right={
                "It learns what recent steps can tell, and hardly anything from far back": "The gradient is "
                "a sum over steps, and only the terms of the far past are lost."
            },
            wrong={
                "Its weights do not move, because the gradient is 0": Feedback(
                    "The sum over steps is not small: the recent terms are there. In the lesson they made up "
                    "nearly all of it.",
                    misconception=ALL_ZERO,
                ),
                "Its loss becomes NaN": "Nothing overflows when numbers get small. Vanishing is silent.",
                "It learns everything, only more slowly": "What is near is learned at its usual speed. The "
                "far terms are smaller by many powers of ten, and a larger learning rate enlarges the near "
                "ones too.",
            },
        ),
        many(
            "Which of these can make a plain RNN with tanh forget faster?",
            right={
                "Recurrent weights on a smaller scale": "The scale is in every factor: at 0.8 the gradient "
                "faded faster than at 1. Not always, though: w = 1.5 forgot faster than 1.1, since its "
                "states lie where tanh is flat.",
                "Louder inputs": "They push the states into the flat parts of tanh.",
            },
            wrong={
                "Clipping the gradients": "It shortens a step of training. How far back the state reaches "
                "is up to weights and slopes.",
                "Reading the states backwards in the backward pass": "It is the same product; its value does "
                "not depend on the side from which it is read.",
            },
        ),
        one(
            "A unit with tanh has the weight w = 1.5. Does a nudge explode over 50 steps?",
            right={
                "Not necessarily: the slopes of tanh may keep the factors below 1": "In the lesson, next to "
                "nothing was left with w = 1.5."
            },
            wrong={
                "Yes, 1.5 to the power of 50 is enormous": Feedback(
                    "That holds without tanh. With it, each factor is w (1 − h²).", misconception=WEIGHT_ALONE
                ),
                "No, tanh keeps everything between −1 and 1": "It keeps the state there. A derivative has no "
                "such bound: at the cliff it was nearly 1000.",
            },
        ),
        many(
            "What did you measure about a GRU that has just been drawn, with b_z = 0?",
            right={
                "It forgot faster than a plain RNN with orthogonal weights": "12 steps against 33 in the "
                "first draw, and so in all five.",
                "On the direct path from h_prev to h, about half is left after each step": "z is near 0.5, "
                "and the factor is 1 − z.",
            },
            wrong={
                "Thanks to its gates it remembered longer than the plain RNN": Feedback(
                    "It takes a bias b_z well below 0, or training, to shut the update gate.",
                    misconception=GATES_SOLVE,
                ),
                "A bias b_z = +3 would make it remember longer": Feedback(
                    "Here z = 1 replaces the state, so +3 forgets almost at once. In PyTorch and Keras z "
                    "keeps, and there it would be so.",
                    misconception="z and 1 − z swapped",
                ),
                "Clipping would make its memory longer": Feedback(
                    "Clipping never makes a gradient longer.", misconception=CLIP_LENGTHENS
                ),
            },
        ),
    )
