"""One step of a plain RNN, h = tanh([x, h_prev] W + b): the old state comes back in beside the input."""

import numpy as np

from gru_course.checks.exercise import Exercise, Misconception
from gru_course.checks.exercises.loop_mistakes import loop_mistakes
from gru_course.checks.exercises.rnn_mistakes import far_out, step_mistakes
from gru_course.checks.exercises.ways import combining_usual_ways
from gru_course.checks.probes import Arguments, Sizes, normal, state, weights
from gru_course.nn.validate import Array


def rnn_step(x: Array, h_prev: Array, W: Array, b: Array) -> Array:  # noqa: D103
    xh = np.concatenate([x, h_prev], axis=-1)  # (B, D + H)
    a = xh @ W + b  # (B, H)
    return np.tanh(a)


def draw(rng: np.random.Generator, sizes: Sizes) -> Arguments:
    """A batch of inputs and states, and the weights."""
    B, D, H = sizes.B, sizes.D, sizes.H
    return {
        "x": normal(rng, B, D),
        "h_prev": state(rng, B, H),
        "W": weights(rng, D + H, H),
        "b": normal(rng, H, scale=0.5),
    }


_END = "return np.tanh(a)"

_OF_ONE_STEP = (
    Misconception(
        "old-state-returned",
        "the old state returned",
        "What goes out is h_prev as it came in. Return the new state.",
        (((_END, "return h_prev"),),),
    ),
    Misconception(
        "rows-mixed",
        "rows of the batch added up or averaged",
        "Each row is an example by itself: (B, H) comes out. Leave out sum and mean over axis 0.",
        (
            ((_END, "return np.tanh(a).mean(axis=0)"),),
            ((_END, "return np.tanh(a).sum(axis=0)"),),
            ((_END, "return np.tanh(a.mean(axis=0))"),),
            ((_END, "return np.tanh(a.sum(axis=0))"),),
            ((_END, "return np.tanh(np.broadcast_to(a.mean(axis=0), a.shape))"),),
        ),
    ),
    Misconception(
        "units-mixed",
        "units added up",
        "Each unit has a number of its own in the new state: (B, H) comes out. Leave out sum and mean.",
        (
            ((_END, "return np.tanh(a).sum(axis=1)"),),
            ((_END, "return np.tanh(a.sum(axis=1))"),),
            ((_END, "return np.tanh(a.sum(axis=1, keepdims=True) + 0 * a)"),),
            ((_END, "return np.tanh(a.mean(axis=1, keepdims=True) + 0 * a)"),),
            ((_END, "return np.tanh(a).mean(axis=1)"),),
            ((_END, "return np.tanh(a).sum()"),),
            ((_END, "return np.tanh(a).mean()"),),
        ),
    ),
    Misconception(
        "first-row-only",
        "the first row of the batch used for all",
        "x[0] is one example of B. Leave the rows together: a product of matrices takes care of all of them.",
        (
            ((_END, "return np.tanh(a[0])"),),
            ((_END, "return np.tanh(a[:1])"),),
            ((_END, "return np.tanh(a)[0]"),),
            ((_END, "return np.tanh(a)[:, 0]"),),
            ((_END, "return np.tanh(np.concatenate([x, h_prev[:1].repeat(len(x), 0)], -1) @ W + b)"),),
            ((_END, "return np.tanh(np.concatenate([x[:1].repeat(len(x), 0), h_prev], -1) @ W + b)"),),
        ),
    ),
    Misconception(
        "one-row-only",
        "only the last row, or the last unit, comes out",
        "Every turn of the loop overwrites the result of the one before. Write each to its place, h[i] = "
        "..., in an array made before the loop, or keep them in a list.",
        tuple(
            ((_END, f"return np.tanh(a){last}"),)
            for last in ("[-1]", "[-1:]", "[:, -1]", "[:, -1:]", "[-1, -1]")
        ),
    ),
    Misconception(
        "written-into-h_prev",
        "the new state written into h_prev",
        "The numbers are right, but h_prev belongs to the caller, and h_prev[...] = or h_prev += writes into "
        "it. Give the new state a new name.",
        (
            ((_END, "h_prev[...] = np.tanh(a)\n    return h_prev"),),
            ((_END, "h_prev[...] = np.tanh(a)\n    return h_prev.copy()"),),
        ),
    ),
    Misconception(
        "transposed",
        "rows and columns exchanged",
        "Rows are examples and columns are units: (B, H) comes out. Leave out the .T at the end.",
        (((_END, "return np.tanh(a).T"),),),
    ),
)

EXERCISES = (
    Exercise(
        name="rnn_step",
        notebook="01_sequences",
        title="One step of a plain RNN",
        points=3,
        minutes=10,
        reference=rnn_step,
        hints=(
            "A unit adds up what it sees, the input and the old state, each with its weights, and squashes "
            "the sum.",
            "Put x and h_prev side by side, np.concatenate([x, h_prev], axis=-1), a matrix with D + H "
            "columns. Multiply it by W and add b.",
            "With xh the two side by side, the sum is a = xh @ W + b; what is left is np.tanh of it, and "
            "return.",
        ),
        misconceptions=(
            *combining_usual_ways((*step_mistakes("h_prev"), *_OF_ONE_STEP), rnn_step),
            *loop_mistakes(
                "rnn_step(x, h_prev, W, b)", W="W", b="b", squash="np.tanh(a)", known=("first-row-only",)
            ),
        ),
        draw=draw,
        outputs={"h": "B H"},
        batched=("x", "h_prev"),
        extreme=far_out,
    ),
)
