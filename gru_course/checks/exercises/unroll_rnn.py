"""A plain RNN over time: the state that one step hands out is what the next one takes in."""

import inspect
import textwrap
from dataclasses import replace

import numpy as np

from gru_course.checks.bank import edited
from gru_course.checks.exercise import Exercise, Misconception
from gru_course.checks.exercises.rnn_mistakes import far_out, step_mistakes
from gru_course.checks.probes import Arguments, Sizes, normal, state, weights
from gru_course.nn.validate import Array


def unroll_rnn(xs: Array, h0: Array, W: Array, b: Array) -> Array:  # noqa: D103
    h = h0
    hs = []
    for t in range(xs.shape[1]):
        x = xs[:, t]  # (B, D)
        xh = np.concatenate([x, h], axis=-1)  # (B, D + H)
        a = xh @ W + b
        h = np.tanh(a)  # (B, H)
        hs.append(h)
    return np.stack(hs, axis=1)


def draw(rng: np.random.Generator, sizes: Sizes) -> Arguments:
    """A batch of sequences, the states that they start from, and the weights."""
    B, T, D, H = sizes.B, sizes.T, sizes.D, sizes.H
    return {
        "xs": normal(rng, B, T, D),
        "h0": state(rng, B, H),
        "W": weights(rng, D + H, H),
        "b": normal(rng, H, scale=0.5),
    }


_START = "h = h0\n"
_STEPS = "range(xs.shape[1])"
_INPUT = "x = xs[:, t]"
_STEP = "h = np.tanh(a)"
_KEEP = "hs.append(h)"
_END = "return np.stack(hs, axis=1)"
_FILL = "np.tanh(np.concatenate([xs[:, t], h], axis=-1) @ W + b)"


def _filled(loop: str, *, rows: str = "(B, T, H)", start: str = "h0", end: str = "hs") -> str:
    """A whole answer of the kind that fills an array made before the loop."""
    return (
        "def unroll_rnn(xs, h0, W, b):\n"
        "    (B, T, D), H = xs.shape, h0.shape[1]\n"
        f"    hs = np.zeros({rows})\n"
        f"    h = {start}\n"
        f"{loop}"
        f"    return {end}\n"
    )


_WHERE_IT_STARTS = (
    Misconception(
        "h0-ignored",
        "h0 is not used: the first step starts from something else",
        "The story starts from h0. If you begin with zeros, begin with h0 instead. If you read the state "
        "from hs[:, t - 1], look at t = 0: index -1 is the last row, and nothing is in it yet.",
        (
            ((_START, "h = np.zeros_like(h0)\n"),),
            ((_START, "h = xs[:, 0, :1] * 0 + np.ones_like(h0)\n"),),
        ),
    ),
    Misconception(
        "h0-ignored-every-row",
        "one row of h0 used for the whole batch",
        "Each row of the batch has a start of its own: take h0 whole, not h0[0].",
        (
            ((_START, "h = np.repeat(h0[:1], len(h0), axis=0)\n"),),
            ((_START, "h = h0 * 0 + h0.mean(axis=0)\n"),),
        ),
    ),
    Misconception(
        "h0-added-again",
        "h0 added to later states on their way to the next step",
        "h0 is where the first step starts, and it has no part in any other: from then on the state alone "
        "is handed on.",
        (
            _filled(
                "    for t in range(T):\n"
                f"        h = {_FILL.replace(', h]', ', h + h0 * (t > 0)]')}\n        hs[:, t] = h\n"
            ),
            _filled(
                f"    for t in range(T):\n        h = {_FILL.replace(', h]', ', h + h0]')}\n"
                "        hs[:, t] = h\n"
            ),
        ),
    ),
    Misconception(
        "h0-squashed",
        "h0 put through tanh first",
        "h0 is a state already, and goes into the first step as it is.",
        (((_START, "h = np.tanh(h0)\n"),),),
    ),
    Misconception(
        "amnesia",
        "every step starts from h0",
        "Your unit has amnesia: what one step hands out must be what the next one takes in. Give the new "
        "state the name that the step reads, h = ...",
        (
            ((_INPUT, f"h = h0\n        {_INPUT}"),),
            (("[x, h]", "[x, h0]"),),
            (("[x, h]", "[x, h if t == 0 else 0 * h]"),),
        ),
    ),
    Misconception(
        "two-steps-back",
        "the state of another step, not of the one just before",
        "The step at t takes the state that the step just before it has made.",
        (
            _filled(
                "    before = h0\n    for t in range(T):\n"
                "        new = np.tanh(np.concatenate([xs[:, t], before], axis=-1) @ W + b)\n"
                "        before, h = h, new\n        hs[:, t] = new\n"
            ),
            _filled(
                f"    for t in range(T):\n        hs[:, t] = {_FILL}\n        h = hs[:, 0]\n",
            ),
        ),
    ),
    Misconception(
        "first-step-twice",
        "the first step made twice",
        "The first input is read before the loop and again in it. Start with h = h0, and let the loop make "
        "every step.",
        (((_START, "h = np.tanh(np.concatenate([xs[:, 0], h0], axis=-1) @ W + b)\n"),),),
    ),
    Misconception(
        "every-step-twice",
        "every step made twice",
        "Each input is read once: with every call of the step, h becomes another state. Call it once for "
        "each t, give the result a name, and keep that.",
        (
            _filled(
                f"    for t in range(T):\n        h = {_FILL}\n        h = {_FILL}\n        hs[:, t] = h\n"
            ),
            _filled(f"    for t in range(T):\n        h = {_FILL}\n        hs[:, t] = {_FILL}\n"),
            _filled(
                f"    for t in range(T):\n        hs[:, t] = {_FILL}\n        h = {_FILL}\n        h = "
                f"{_FILL}\n"
            ),
        ),
    ),
    Misconception(
        "carried-to-the-next-row",
        "a row of the batch that starts where the row before has ended",
        "The rows of the batch are separate stories: each starts from its own row of h0. With a loop over "
        "the rows, set h = h0[i] inside it.",
        (
            _filled(
                "    h = h0[:1]\n    for i in range(B):\n        for t in range(T):\n"
                "            h = np.tanh(np.concatenate([xs[i : i + 1, t], h], axis=-1) @ W + b)\n"
                "            hs[i, t] = h[0]\n"
            ),
            _filled(
                "    h = np.zeros((1, H))\n    for i in range(B):\n        for t in range(T):\n"
                "            h = np.tanh(np.concatenate([xs[i : i + 1, t], h], axis=-1) @ W + b)\n"
                "            hs[i, t] = h[0]\n"
            ),
        ),
    ),
    Misconception(
        "h0-added-afterwards",
        "h0 added to what comes out",
        "h0 goes into the first step, as the state before it; afterwards nothing is added.",
        (
            ((_START, "h = np.zeros_like(h0)\n"), (_KEEP, "hs.append(h + h0)")),
            ((_KEEP, "hs.append(h + h0)"),),
        ),
    ),
    Misconception(
        "state-before-activation",
        "the sum before tanh handed to the next step",
        "What goes on to the next step is the state after tanh, the same that is kept.",
        (((_STEP, "h = a"), (_KEEP, "hs.append(np.tanh(a))")),),
    ),
    Misconception(
        "kept-before-activation",
        "the sum before tanh kept instead of the state",
        "Keep the state, which is the sum after tanh.",
        (((_KEEP, "hs.append(a)"),),),
    ),
)

_WHICH_STEPS = (
    Misconception(
        "states-before",
        "the state before each step kept, not the one after it",
        "Keep the new state, after the step. h0 is where it starts; it is not one of the T states that "
        "come out.",
        (
            ((_KEEP, "pass"), (_INPUT, f"{_KEEP}\n        {_INPUT}")),
            _filled(f"    for t in range(T - 1):\n        h = {_FILL}\n        hs[:, t + 1] = h\n"),
        ),
    ),
    Misconception(
        "one-step-more",
        "one step too many: h0 is among the states",
        "As many states come out as inputs go in. h0 is where it starts; it is not one of the T that come "
        "out.",
        (
            (("hs = []", "hs = [h0]"),),
            (("hs = []", "hs = [np.zeros_like(h0)]"),),
            _filled(
                f"    for t in range(T):\n        h = {_FILL}\n        hs[:, t] = h\n", rows="(B, T + 1, H)"
            ),
            (
                (
                    _END,
                    "hs.append(np.tanh(np.concatenate([x, h], axis=-1) @ W + b))\n    return np.stack(hs, "
                    "axis=1)",
                ),
            ),
        ),
    ),
    Misconception(
        "one-step-short",
        "the loop ends one step too soon",
        "range(T) counts 0 to T - 1, which are T steps already. Leave out the - 1.",
        (
            ((_STEPS, "range(xs.shape[1] - 1)"),),
            ((_END, "return np.stack(hs[:-1], axis=1)"),),
            _filled(f"    for t in range(T - 1):\n        h = {_FILL}\n        hs[:, t] = h\n"),
        ),
    ),
    Misconception(
        "first-input-skipped",
        "the first input is never read",
        "Python counts from 0: the first input is xs[:, 0], so the loop begins at 0. What comes out first "
        "is h_1, not h0.",
        (
            ((_STEPS, "range(1, xs.shape[1])"),),
            _filled(f"    for t in range(1, T):\n        h = {_FILL}\n        hs[:, t] = h\n"),
            _filled(
                f"    hs[:, 0] = h0\n    for t in range(1, T):\n        h = {_FILL}\n        hs[:, t] = h\n"
            ),
            # With zeros for h0 besides: one thing at a time.
            _filled(
                f"    for t in range(1, T):\n        h = {_FILL}\n        hs[:, t] = h\n",
                start="np.zeros_like(h0)",
            ),
            ((_STEPS, "range(1, xs.shape[1])"), ("hs = []", "hs = [h0]")),
            ((_END, "return np.stack(hs[1:], axis=1)"),),
        ),
    ),
    Misconception(
        "counted-beyond-the-end",
        "the loop counts beyond the last step",
        "The T inputs have the numbers 0 to T - 1: range(T) is exactly these, and xs[:, t] is the input of "
        "step t.",
        (
            ((_STEPS, "range(xs.shape[1] + 1)"),),
            ((_STEPS, "range(1, xs.shape[1] + 1)"),),
            ((_INPUT, "x = xs[:, t + 1]"),),
            _filled(f"    for t in range(T):\n        h = {_FILL}\n        hs[:, t + 1] = h\n"),
        ),
    ),
    Misconception(
        "input-off-by-one",
        "the input of the step before",
        "Step t reads xs[:, t]. With t - 1, the first step reads index -1, which is the last input.",
        (
            ((_INPUT, "x = xs[:, t - 1]"),),
            ((_INPUT, "x = xs[:, max(t - 1, 0)]"),),
            ((_INPUT, "x = xs[:, t - 1] * (t > 0)"),),
        ),
    ),
    Misconception(
        "steps-left-out",
        "some steps are left out",
        "Every input has its step: t counts 0, 1, 2, ... in range(T).",
        (((_STEPS, "range(0, xs.shape[1], 2)"),),),
    ),
    Misconception(
        "rows-reversed",
        "the rows of the batch in reverse order",
        "[::-1] turns round the first axis, and that is the batch. Leave it out.",
        (
            ((_START, "h = h0[::-1]\n"),),
            ((_INPUT, "x = xs[::-1, t]"),),
            ((_END, "return np.stack(hs, axis=1)[::-1]"),),
        ),
    ),
    Misconception(
        "input-ahead",
        "the input of the step after",
        "Step t reads xs[:, t], not a later one.",
        (
            ((_INPUT, "x = xs[:, min(t + 1, xs.shape[1] - 1)]"),),
            ((_INPUT, "x = xs[:, (t + 1) % xs.shape[1]]"),),
        ),
    ),
    Misconception(
        "same-input-every-step",
        "every step reads the same input",
        "The input has to change with t: xs[:, t].",
        (
            ((_INPUT, "x = xs[:, 0]"),),
            ((_INPUT, "x = xs[:, -1]"),),
            ((_INPUT, "x = xs.mean(axis=1)"),),
            ((_INPUT, "x = xs.sum(axis=1)"),),
        ),
    ),
    Misconception(
        "backwards",
        "the sequence read from its end",
        "Time runs from the first input to the last; look for reversed, [::-1], or t counted down.",
        (
            ((_INPUT, "x = xs[:, -1 - t]"),),
            ((_INPUT, "x = xs[:, -1 - t]"), (_END, "return np.stack(hs[::-1], axis=1)")),
            ((_INPUT, "x = xs[:, -t]"),),
        ),
        elsewhere="One half of a bidirectional RNN reads backwards; this one reads forwards.",
    ),
    Misconception(
        "states-reversed",
        "the states in reverse order",
        "The states come out in the order of time: append, rather than insert(0, ...).",
        (((_END, "return np.stack(hs[::-1], axis=1)"),),),
    ),
    Misconception(
        "return-inside-the-loop",
        "return inside the loop",
        "return ends the function at once, in the first turn. Move it out to the left, below the loop.",
        (
            ((f"{_KEEP}\n    return", f"{_KEEP}\n        return"),),
            ((_KEEP, "return h"),),
            ((_KEEP, "return a"),),
            # In a loop over the rows of the batch.
            ((_END, "return np.stack(hs, axis=1)[:1]"),),
            _filled(
                f"    for t in range(T):\n        h = {_FILL}\n        hs[:, t] = h\n        return hs\n"
            ),
        ),
    ),
    Misconception(
        "stored-below-the-loop",
        "the state stored once, below the loop",
        "The line that keeps the state stands outside the loop: move it to the right, so that every step "
        "does it.",
        (
            ((f"        {_KEEP}\n    return", f"    {_KEEP}\n    return"),),
            _filled(f"    for t in range(T):\n        h = {_FILL}\n    hs[:, t] = h\n"),
        ),
    ),
)

_AXES_OF_INPUT = (
    Misconception(
        "loop-over-rows",
        "a loop over the rows of the batch instead of the steps",
        "The axes of xs are (B, T, D): axis 0 is the batch, axis 1 is time. Take the number of steps from "
        "xs.shape[1], and the input of one step as xs[:, t].",
        (
            ((_STEPS, "range(xs.shape[0])"),),
            ((_INPUT, "x = xs[t]"),),
            ((_STEPS, "range(xs.shape[0])"), (_INPUT, "x = xs[t]")),
            (("t in range(xs.shape[1])", "x in xs"), (f"        {_INPUT}  # (B, D)\n", "")),
            _filled(f"    for t in range(B):\n        h = {_FILL}\n        hs[:, t] = h\n"),
        ),
        elsewhere="PyTorch's default is (T, B, D), steps first; this course puts the batch first.",
    ),
    Misconception(
        "loop-over-features",
        "a loop over the D numbers of an input instead of the steps",
        "The axes of xs are (B, T, D): time is axis 1. The input of one step is xs[:, t], all its D numbers.",
        (
            ((_STEPS, "range(xs.shape[2])"),),
            ((_STEPS, "range(xs.shape[-1])"),),
            ((_INPUT, "x = xs[:, :, t]"),),
            ((_INPUT, "x = xs[..., t]"),),
            ((_STEPS, "range(xs.shape[2])"), (_INPUT, "x = xs[:, :, t]")),
        ),
    ),
    Misconception(
        "whole-sequence-at-once",
        "the whole sequence in one step",
        "A step reads one input, of shape (B, D): xs[:, t], not xs. Each state waits for the one before it.",
        (
            ((_INPUT, "x = xs"),),
            ((_INPUT, "x = xs[:, t : t + 1]"),),
            ((_INPUT, "x = xs[:, : t + 1]"),),
            ((_INPUT, "x = xs[:, [t]]"),),
            ((_INPUT, "x = xs[:, :, :]"),),
        ),
    ),
    Misconception(
        "one-row-only",
        "one row of the batch only, or one read for all",
        "xs[:, t] takes the input of every row; xs[0, t] is that of one row alone. And hs has a place for "
        "every row, (B, T, H).",
        (
            ((_END, "return np.stack(hs, axis=1)[0]"),),
            ((_END, "return np.stack(hs, axis=1)[-1:]"),),
            ((_INPUT, "x = np.repeat(xs[:1, t], len(xs), axis=0)"),),
            ((_INPUT, "x = xs[0, t]"),),
            ((_INPUT, "x = xs[:1, t]"),),
        ),
    ),
)

_WHAT_COMES_OUT = (
    Misconception(
        "last-state-only",
        "only the last state comes out",
        "All T states are asked for: keep each h in a list, or in an array made before the loop.",
        (
            ((_END, "return h"),),
            ((_END, "return hs[-1]"),),
            ((_END, "return np.array(hs)[:, -1]"),),
        ),
        elsewhere="Keras gives the last state only, unless return_sequences=True; here all T are asked for.",
    ),
    Misconception(
        "last-state-everywhere",
        "every step shows the last state",
        "One array stands in the list many times, or the last state was written over all steps. Make a new "
        "h in every step (h = ..., not h[...] = ... or h +=), and store it at its own t.",
        (
            ((_END, "return np.stack([h] * len(hs), axis=1)"),),
            ((_START, "h = h0.copy()\n"), (_STEP, "h[...] = np.tanh(a)")),
            ((_STEP, "h[...] = np.tanh(a)"),),
        ),
    ),
    Misconception(
        "written-into-h0",
        "the new state written into h0",
        "The numbers are right, but h = h0 is only a second name for the caller's array, and h[...] = or h "
        "+= writes into it. Make a new array, h = ..., or start from h0.copy().",
        (((_STEP, "h[...] = np.tanh(a)"), (_KEEP, "hs.append(h.copy())")),),
    ),
    Misconception(
        "written-into-xs",
        "something written into xs",
        "The numbers are right, but xs belongs to the caller, and a slice of it is a view. Make new arrays.",
        (((_INPUT, "x = xs[:, t].copy()\n        xs[:, t] = 0"),),),
    ),
    Misconception(
        "nothing-stored",
        "zeros: nothing was stored",
        "The array that comes out is as it was made. Inside the loop, write the new state to its place, "
        "hs[:, t] = h. np.append does not change its array, it gives a new one; and whole numbers (int) "
        "cannot hold decimals.",
        (
            _filled(f"    for t in range(T):\n        h = {_FILL}\n"),
            ((_KEEP, "pass"),),
            ((_KEEP, "pass"), (_END, "return hs")),
            (("hs = []", "hs = np.zeros((len(h0), 0, h0.shape[1]))"), (_KEEP, "pass"), (_END, "return hs")),
            ((_KEEP, "pass"), (_END, "return np.array(hs)")),
        ),
    ),
    Misconception(
        "yield-for-return",
        "yield where return belongs",
        "yield makes a generator, which computes nothing until it is asked. Append each state to a list, and "
        "return the array of all of them below the loop.",
        (((_KEEP, "yield h"), (_END, "return")), ((_KEEP, "yield h"),)),
    ),
    Misconception(
        "steps-first",
        "steps before rows of the batch",
        "The batch comes first, (B, T, H). A list of T states of shape (B, H) has time in front: np.stack "
        "with axis=1 puts it second.",
        (
            ((_END, "return np.stack(hs)"),),
            ((_END, "return np.array(hs)"),),
            ((_END, "return hs"),),
        ),
        elsewhere="PyTorch's default is (T, B, H); this course puts the batch first.",
    ),
    Misconception(
        "steps-last",
        "the steps on the last axis",
        "The axes are (B, T, H): stack along axis 1, which is time.",
        (
            ((_END, "return np.stack(hs, axis=-1)"),),
            ((_END, "return np.array(hs).T"),),
            ((_END, "return np.stack(hs, axis=1).transpose(2, 1, 0)"),),
        ),
    ),
    Misconception(
        "reshaped-not-moved",
        "reshape where axes have to be moved",
        "reshape only cuts the row of numbers anew, and mixes rows with steps. To move time to axis 1, use "
        "np.stack(hs, axis=1) or transpose.",
        (((_END, "return np.array(hs).reshape(len(h0), len(hs), -1)"),),),
    ),
    Misconception(
        "joined-not-stacked",
        "states joined where they should be stacked",
        "np.append without an axis, np.concatenate, hstack and vstack lengthen an axis that is there "
        "already. The steps need an axis of their own: collect the states in a list, and np.stack them.",
        (
            ((_END, "return np.concatenate(hs)"),),
            ((_END, "return np.concatenate(hs, axis=1)"),),
            (("hs = []", "hs = np.array([])"), (_KEEP, "hs = np.append(hs, h)"), (_END, "return hs")),
            (
                ("hs = []", "hs = np.empty((0, h0.shape[1]))"),
                (_KEEP, "hs = np.append(hs, h, axis=0)"),
                (_END, "return hs"),
            ),
            ((_END, "return np.stack(hs, axis=1).reshape(-1, h0.shape[1])"),),
            ((_KEEP, "hs.extend(h)"), (_END, "return np.array(hs)")),
        ),
    ),
    Misconception(
        "states-added-up",
        "states added up over time",
        "Each h_t stands by itself. Look for +=, sum or cumsum where the state is kept.",
        (
            ((_END, "return np.cumsum(np.stack(hs, axis=1), axis=1)"),),
            ((_END, "return np.sum(hs, axis=0)"),),
            ((_END, "return np.stack(hs, axis=1).sum(axis=1)"),),
            ((_END, "return np.stack(hs, axis=1).mean(axis=1)"),),
        ),
    ),
    Misconception(
        "first-unit-only",
        "only one row, or one unit, of each state stored",
        "A state has H numbers for every row of the batch: compute and store all of them, hs[:, t] = h.",
        (
            ((_KEEP, "hs.append(h[0])"),),
            ((_KEEP, "hs.append(h[-1])"),),
            ((_KEEP, "hs.append(h[:, 0])"),),
            _filled(f"    for t in range(T):\n        h = {_FILL}\n        hs[:, t] = h[0]\n"),
            _filled(f"    for t in range(T):\n        h = {_FILL}\n        hs[0, t] = h[0]\n"),
            _filled(f"    for t in range(T):\n        h = {_FILL}\n        hs[:, t, 0] = h[:, 0]\n"),
        ),
    ),
    Misconception(
        "states-with-inputs",
        "inputs among the states",
        "Only the states come out, (B, T, H); the inputs and the joined [x, h] stay inside.",
        (
            ((_KEEP, "hs.append(xh)"),),
            ((_KEEP, "hs.append(x)"),),
        ),
    ),
)


_RARELY_WITH_OTHERS = {
    "gate-in-the-rnn",
    "rounded",
    "yield-for-return",
    "half-tanh",
    "not-tanh",
    "tanh-derivative",
    "tanh-formula",
    "tanh-of-inputs",
    "tanh-twice",
    "whole-numbers",
    "averaged-with-state",
    "bias-multiplied",
    "minus-bias",
    "state-multiplied",
    "state-times-input",
    "input-with-state-weights",
    "state-with-input-weights",
    # These raise an exception, with other mistakes or without.
    "added-not-joined",
    "counted-beyond-the-end",
    "element-product",
    "joined-below",
    "loop-over-features",
    "split-at-H",
    "stacked-not-joined",
    "weights-first",
    "weights-transposed",
    "whole-W-for-each",
    "whole-sequence-at-once",
}


def _fewer_pairs(mistake: Misconception) -> Misconception:
    """Combine with others only the first way of a mistake: all ten thousand pairs would take seconds.

    A whole function, unlike an edit, is not combined with other mistakes.
    """
    source = textwrap.dedent(inspect.getsource(unroll_rnn))
    kept = 0 if mistake.id in _RARELY_WITH_OTHERS else 1
    alone = (way if isinstance(way, str) else edited(source, way) for way in mistake.ways[kept:])
    return replace(mistake, ways=(*mistake.ways[:kept], *alone))


EXERCISES = (
    Exercise(
        name="unroll_rnn",
        notebook="01_sequences",
        title="A plain RNN over time",
        points=4,
        minutes=15,
        reference=unroll_rnn,
        hints=(
            "One step after the other: the state that a step hands out is what the next one takes in. The "
            "first takes h0.",
            "Start with h = h0 and an empty list. For each t, make one step with xs[:, t] and h, call the "
            "result h again, and append it to the list.",
            "The loop is for t in range(xs.shape[1]). At the end, np.stack(hs, axis=1) makes (B, T, H) of "
            "the T states.",
        ),
        misconceptions=tuple(
            _fewer_pairs(mistake)
            for mistake in (
                *_WHERE_IT_STARTS,
                *_WHICH_STEPS,
                *_AXES_OF_INPUT,
                *_WHAT_COMES_OUT,
                *step_mistakes("h"),
            )
        ),
        draw=draw,
        outputs={"hs": "B T H"},
        batched=("xs", "h0"),
        extreme=far_out,
        # D + 1 steps would hide a loop over the inputs' numbers behind one that is a step short.
        full=(Sizes(B=3, T=6, D=4, H=2), Sizes(B=2, T=4, D=3, H=5)),
    ),
)
