"""Unrolling: the same cell at every step, its state handed on from one to the next.

Documents, section 3, over time. The cell stands inside the loop, line by line, so that a mistake in the cell
and a mistake in the loop can be made at once.
"""

import numpy as np

from gru_course.checks.exercise import Exercise, Misconception
from gru_course.checks.exercises.cell_candidate import CANDIDATE_MISTAKES
from gru_course.checks.exercises.cell_mistakes import EQUATION_MISTAKES, draw_params, extreme, fitted
from gru_course.checks.exercises.lent import with_lent
from gru_course.checks.probes import Arguments, Sizes, normal, state
from gru_course.nn.activations import sigmoid, tanh
from gru_course.nn.cell import GRUParams
from gru_course.nn.validate import Array


def unroll_gru(xs: Array, h0: Array, params: GRUParams) -> Array:  # noqa: D103
    B, T, D = xs.shape  # noqa: RUF059  (the edits of the bank use them all)
    H = h0.shape[1]  # noqa: F841
    h_prev = h0
    states = []
    for t in range(T):
        x = xs[:, t]
        xh = np.concatenate([x, h_prev], axis=-1)  # (B, D + H)
        a_r = xh @ params.W_r + params.b_r
        r = sigmoid(a_r)
        reset_h = r * h_prev
        x_reset_h = np.concatenate([x, reset_h], axis=-1)  # (B, D + H)
        a_h = x_reset_h @ params.W_h + params.b_h
        h_cand = tanh(a_h)
        a_z = xh @ params.W_z + params.b_z
        z = sigmoid(a_z)
        h = z * h_cand + (1 - z) * h_prev
        states.append(h)
        h_prev = h
    return np.stack(states, axis=1)  # (B, T, H)


SOLUTION = """\
def unroll_gru(xs, h0, params):
    h = h0
    states = []
    for t in range(xs.shape[1]):
        h = gru_cell(xs[:, t], h, params)  # your own cell; h goes on to the next step
        states.append(h)
    return np.stack(states, axis=1)  # (B, T, H)
"""

START = "h_prev = h0"
LOOP = "for t in range(T):"
STEP = "x = xs[:, t]"
KEEP = "states.append(h)"
ON = "h_prev = h\n"
STACK = "np.stack(states, axis=1)"


def _returns(*wrong: str) -> tuple[tuple[tuple[str, str], ...], ...]:
    return tuple(((STACK, each),) for each in wrong)


RESET_ON_X = next(each for each in CANDIDATE_MISTAKES if each.id == "reset-on-x")

NOT_HERE = ("all-zero", "state-added-again", "both-h-prev", RESET_ON_X.id)
"""Mistakes in a cell that come under another name where the cell stands in a loop."""

FIRST_STATE_KEPT = (
    (LOOP, "for t in [0, *range(T)]:"),
    (ON, "h_prev = states[0]\n"),
    (STACK, "np.stack(states[1:], axis=1)"),
)
"""A first step before the loop, and every step of the loop starts from it."""

LOOP_MISTAKES = (
    Misconception(
        "h0-ignored",
        "h_0 is ignored",
        "The story starts from h_0, and yours starts from something else: zeros? At t = 0, hs[:, t - 1] is "
        "hs[:, -1], the last row, which is still zeros.",
        (
            ((START, "h_prev = np.zeros_like(h0)"),),
            ((START, "h_prev = np.ones_like(h0)"),),
            (
                (START, "h_prev = np.zeros_like(h0)"),
                (STACK, "np.stack([*states[:-1], np.zeros_like(h0)], axis=1)"),
            ),
        ),
    ),
    Misconception(
        "never-a-new-state",
        "h_0 comes out at every step",
        "The state never changes. Is the result of the cell given a name, h = ..., and is h_cand in the "
        "blend?",
        (((KEEP, "states.append(h0)"),),),
    ),
    Misconception(
        "h0-added-again",
        "h_0 added to later states, or taken away from them",
        "h_0 is where the first step starts, and it has no part in any other: the cell holds all the past.",
        (
            ((ON, "h_prev = h + h0\n"),),
            ((START, "h_prev = h0 + h0"), (ON, "h_prev = h + h0\n")),
            ((KEEP, "states.append(h + h0)"),),
            ((KEEP, "states.append(h - h0)"),),
            ((START, "h_prev = np.zeros_like(h0)"), (KEEP, "states.append(h + h0)")),
        ),
    ),
    Misconception(
        "h0-squashed",
        "h_0 put through a function first",
        "h_0 is a state already, and goes into the first step as it is.",
        (((START, "h_prev = np.tanh(h0)"),), ((START, "h_prev = sigmoid(h0)"),)),
    ),
    Misconception(
        "state-of-another-step",
        "a step starts from another state than the last",
        "Step t starts from the state of step t - 1, the last one that was kept, and not from an older one: "
        "look at what the cell is called with, and at what is handed on.",
        (((ON, "h_prev = states[-2] if t else h0\n"),), ((ON, "h_prev = states[0]\n"),), FIRST_STATE_KEPT),
    ),
    Misconception(
        "step-taken-twice",
        "the cell is called twice for one input",
        "One input, one step: call the cell once for each t, and use its result both to keep and to hand on.",
        (
            (
                (LOOP, "for t in [t for t in range(T) for _ in range(2)]:"),
                (STACK, "np.stack(states[1::2], axis=1)"),
            ),
            (
                (LOOP, "for t in [t for t in range(T) for _ in range(2)]:"),
                (STACK, "np.stack(states[::2], axis=1)"),
            ),
            ((LOOP, "for t in [0, *range(T)]:"), (STACK, "np.stack(states[1:], axis=1)")),
            ((LOOP, "for t in [0, *range(T)]:"),),
        ),
    ),
    Misconception(
        "steps-left-out",
        "some steps are left out",
        "Every input has its step: t counts 0, 1, 2, ... in range(T).",
        (((LOOP, "for t in range(0, T, 2):"),),),
    ),
    Misconception(
        "inputs-added-up",
        "the inputs are added up over time",
        "Step t reads xs[:, t] alone; what came before is in the state already.",
        (((STEP, "x = xs[:, : t + 1].sum(axis=1)"),), ((STEP, "x = xs[:, : t + 1].mean(axis=1)"),)),
    ),
    Misconception(
        "amnesia",
        "every step starts from h_0",
        "Your cell has amnesia: the state of one step has to be where the next one starts. Which variable "
        "carries it on? (If it is hs: the state before step t is in hs[:, t - 1]; hs[:, t] is still empty "
        "then.)",
        (
            ((ON, "pass\n"),),
            ((ON, "h_prev = np.zeros_like(h0)\n"),),
            ((START, "h_prev = np.zeros_like(h0)"), (ON, "pass\n")),
            ((ON, "pass\n"), (STACK, "np.stack([h0, *states[:-1]], axis=1)")),
            ((ON, "pass\n"), (STACK, "np.stack([h0, *states], axis=1)")),
        ),
    ),
    Misconception(
        "one-step-more",
        "T + 1 states come out where T are asked for",
        "h_0 is where it starts; what comes out are h_1 to h_T, one for each input.",
        (
            (("states = []", "states = [h0]"),),
            (("states = []", "states = [np.zeros_like(h0)]"),),
            ((STACK, "np.stack([*states, np.zeros_like(h0)], axis=1)"),),
            ((STACK, "np.stack([*states, h], axis=1)"),),
        ),
    ),
    Misconception(
        "states-before",
        "each state stands one place too late",
        "The state after the first input belongs into hs[:, 0]. Is a state stored before it is updated, or "
        "is h_0 "
        "stored and the last state dropped?",
        (
            ((KEEP, "states.append(h_prev)"),),
            ((STACK, "np.stack([np.zeros_like(h0), *states[:-1]], axis=1)"),),
            ((STACK, "np.roll(np.stack(states, axis=1), 1, axis=1)"),),
        ),
    ),
    Misconception(
        "one-place-early",
        "each state stands one place too early",
        "The state after the first input belongs into hs[:, 0], the one after the last into hs[:, T - 1].",
        (
            ((STACK, "np.stack([*states[1:], np.zeros_like(h0)], axis=1)"),),
            ((STACK, "np.roll(np.stack(states, axis=1), -1, axis=1)"),),
        ),
    ),
    Misconception(
        "one-step-short",
        "the last step is missing",
        "range(T - 1) ends at T - 2. There are T inputs, numbered 0 to T - 1, and as many states.",
        (
            ((LOOP, "for t in range(T - 1 if T > 1 else 1):"),),
            ((STACK, "np.stack([*states[:-1], np.zeros_like(h0)], axis=1)"),),
            ((LOOP, "for t in range(T - 1):"),),
            ((STACK, "np.stack([*states[:-1], *states[-2:-1]], axis=1)"),),
            ((STACK, "np.stack(states, axis=1)[:, :-1]"),),
        ),
    ),
    Misconception(
        "first-input-skipped",
        "the first step is missing",
        "range(1, T) leaves out t = 0, and so the first input. Indices count from 0.",
        (
            ((LOOP, "for t in range(1, T):"),),
            ((LOOP, "for t in range(1, T):"), (STACK, "np.stack([np.zeros_like(h0), *states], axis=1)")),
            ((LOOP, "for t in range(1, T):"), (STACK, "np.stack([h0, *states], axis=1)")),
            (
                (START, "h_prev = np.zeros_like(h0)"),
                (LOOP, "for t in range(1, T):"),
                (STACK, "np.stack([np.zeros_like(h0), *states], axis=1)"),
            ),
            ((STACK, "np.stack(states, axis=1)[:, 1:]"),),
        ),
    ),
    Misconception(
        "return-inside-the-loop",
        "return stands inside the loop",
        "return ends the function at once, after the first step. Move it to the left, below the loop. "
        "(Or is there no loop yet?)",
        (
            ((STACK, "np.stack(states[:1], axis=1)"),),
            ((STACK, "states[0]"),),
            ((STACK, "np.stack([states[0], *(0 * state for state in states[1:])], axis=1)"),),
            ((STACK, "np.stack(states[:1], axis=0)"),),
        ),
    ),
    Misconception(
        "nothing-stored",
        "the states are never stored",
        "Only zeros come out: every h_t has to be written into the array that you return, hs[:, t], or "
        "appended. An "
        "array of whole numbers (dtype=int) cuts 0.7 down to 0.",
        _returns("np.zeros((B, T, H))", "np.zeros((B, T + 1, H))"),
    ),
    Misconception(
        "only-last-stored",
        "only the last state is stored",
        "The line that stores h belongs inside the loop, with the step t as its place.",
        _returns(
            "np.stack([*(0 * state for state in states[1:]), h], axis=1)",
            "np.stack([h], axis=1)",
            "np.stack([h, *(0 * state for state in states[1:])], axis=1)",
        ),
    ),
    Misconception(
        "append-flat",
        "np.append without axis",
        "np.append without axis makes one long row. Keep a list, append h to it, and put the list together "
        "once, at "
        "the end.",
        _returns(
            "np.concatenate([state.reshape(-1) for state in states])",
            "np.concatenate([h0.reshape(-1), *(state.reshape(-1) for state in states)])",
            "np.concatenate([np.zeros(B * T * H), *(state.reshape(-1) for state in states)])",
        ),
    ),
    Misconception(
        "joined-not-stacked",
        "the states are joined without an axis of their own",
        "Time needs an axis of its own, the second: np.stack makes a new one, np.concatenate does not.",
        _returns(
            "np.concatenate(states, axis=0)",
            "np.concatenate(states, axis=1)",
            "np.stack([row for state in states for row in state], axis=1)",
        ),
    ),
    Misconception(
        "written-into-h0",
        "h_0 is changed by the call",
        "h = h0 gives the same array a second name, and writing into h writes into h_0. Start from "
        "h0.copy(), or "
        "make a new h in every step.",
        (
            ((KEEP, "h_prev[...] = h; h = h_prev; states.append(h.copy())"),),
            ((ON, "h_prev = h; h0[...] = h\n"),),
        ),
    ),
    Misconception(
        "last-state-everywhere",
        "all stored states are one and the same array",
        "The list holds the same array T times, and at the end every entry shows the last state. Store a "
        "copy, or "
        "make a new h in every step instead of writing into the old one.",
        (
            ((STACK, "np.stack([h] * T, axis=1)"),),
            ((KEEP, "h_prev[...] = h; h = h_prev; states.append(h)"),),
        ),
    ),
    Misconception(
        "same-input-every-step",
        "the same input at every step",
        "Step t reads the input of step t: look at the index of xs inside the loop.",
        (
            ((STEP, "x = xs[:, 0]"),),
            ((STEP, "x = xs[:, -1]"),),
            ((STEP, "x = xs[:, 1 if T > 1 else 0]"),),
            ((STEP, "x = xs.mean(axis=1)"),),
            ((STEP, "x = xs.sum(axis=1)"),),
        ),
    ),
    Misconception(
        "backwards",
        "time runs backwards",
        "The first input comes first: t counts up from 0.",
        (
            ((STEP, "x = xs[:, T - 1 - t]"),),
            ((STEP, "x = xs[:, T - 1 - t]"), (STACK, "np.stack(states[::-1], axis=1)")),
            ((STEP, "x = xs[:, -t]"),),
        ),
    ),
    Misconception(
        "states-reversed",
        "the states in reverse order",
        "The states come out in the order of time: append, rather than insert(0, ...).",
        (((STACK, "np.stack(states[::-1], axis=1)"),),),
    ),
    Misconception(
        "input-off-by-one",
        "step t reads the input of another step",
        "Step t reads xs[:, t], no earlier and no later one.",
        (
            ((STEP, "x = xs[:, t - 1]"),),
            ((STEP, "x = xs[:, (t + 1) % T]"),),
            ((STEP, "x = xs[:, min(t + 1, T - 1)]"),),
        ),
    ),
    Misconception(
        "last-state-only",
        "one state where all T are asked for",
        "Keep every h_t on the way, not only the last one: a list, or an array with a place for each step.",
        _returns("h", f"{STACK}[-1]", f"{STACK}[0]", f"{STACK}[-1:]"),
    ),
    Misconception(
        "steps-last",
        "the axis of time stands last",
        "The shape should be (B, T, H), with the steps second; yours ends in the steps. np.stack can be told "
        "where to put them.",
        _returns(
            "np.stack(states, axis=2)",
            "np.concatenate(states, axis=1).reshape(B, H, T)",
            "np.stack(states, axis=0).T",
        ),
    ),
    Misconception(
        "x-and-state-exchanged",
        "x and the state exchanged, or r multiplied with x",
        "gru_cell takes the input first and then the state. (If you wrote the cell out: r belongs to the "
        "state, "
        "and x stays as it is.)",
        (((STEP, "x, h_prev = h_prev, xs[:, t]"),), *RESET_ON_X.ways),
    ),
    Misconception(
        "whole-sequence-at-once",
        "all steps given to the cell at once",
        "The cell takes one step, x of shape (B, D). Inside the loop, step t is xs[:, t].",
        (((STEP, "x = xs"),), ((STEP, "x = xs[:, : t + 1]"),), ((STEP, "x = xs[:, t : t + 1]"),)),
    ),
    Misconception(
        "beyond-the-end",
        "a step beyond the last",
        "There are T steps, numbered 0 to T - 1, and step t reads xs[:, t] and fills hs[:, t]. Does the "
        "loop go "
        "on to T, as with range(T + 1), or is t + 1 an index where t belongs?",
        (((LOOP, "for t in range(T + 1):"),),),
    ),
    Misconception(
        "loop-over-columns",
        "another axis counted than that of time",
        "range(D), or range(H), counts columns. The number of steps is the second axis of xs: T = "
        "xs.shape[1].",
        (
            ((LOOP, "for t in range(D):"),),
            ((LOOP, "for t in range(H):"),),
            (
                (LOOP, "for t in range(D):"),
                (STACK, "np.stack([*states, *(0 * h for _ in range(T - D))], axis=1)"),
            ),
        ),
    ),
    Misconception(
        "state-carried-to-the-next-row",
        "the next sequence starts where the last one ended",
        "Each row of the batch is a sequence of its own: in a loop over rows, start again from h0[b] for "
        "each.",
        (
            """def unroll_gru(xs, h0, params):
    h, rows = h0[:1], []
    for b in range(len(xs)):
        states = []
        for x in xs[b]:
            xh = np.concatenate([x[None], h], axis=-1)
            r = sigmoid(xh @ params.W_r + params.b_r)
            z = sigmoid(xh @ params.W_z + params.b_z)
            h_cand = tanh(np.concatenate([x[None], r * h], axis=-1) @ params.W_h + params.b_h)
            h = z * h_cand + (1 - z) * h
            states.append(h[0])
        rows.append(states)
    return np.array(rows)
""",
        ),
    ),
    Misconception(
        "first-row-for-all",
        "the first row of the batch used for the others as well",
        "Each row starts from its own row of h0, and reads its own row of xs.",
        (
            ((START, "h_prev = h0[:1] + 0 * h0"),),
            ((STEP, "x = xs[:1, t] + 0 * xs[:, t]"),),
            *_returns("np.stack([state[0] for state in states], axis=1)"),
        ),
    ),
    Misconception(
        "rows-reversed",
        "the rows of the batch in reverse order",
        "[::-1] turns round the first axis, and that is the batch. Leave it out.",
        (((STEP, "x = xs[::-1, t]"),), ((STACK, "np.stack(states, axis=1)[::-1]"),)),
    ),
    Misconception(
        "steps-first",
        "steps before rows of the batch",
        "The batch comes first, shape (B, T, H): the axis of time is the second. np.stack can be told "
        "where to put "
        "it.",
        _returns("np.stack(states, axis=0)"),
    ),
    Misconception(
        "reshaped-not-moved",
        "reshape where axes should be exchanged",
        "reshape only cuts the same row of numbers at other places, so states of one row land in another. "
        "Exchange "
        "the axes (transpose, swapaxes), or stack along axis 1.",
        (
            *_returns(
                "np.stack(states, axis=0).reshape(B, T, H)", "np.stack(states, axis=2).reshape(B, T, H)"
            ),
            ((STEP, "x = xs.reshape(T, B, D)[t]"),),
        ),
    ),
    Misconception(
        "loop-over-rows",
        "the first axis of xs taken for time",
        "xs has shape (B, T, D): the first axis is the row of the batch, the second the step, so step t is "
        "xs[:, t]. T is xs.shape[1].",
        (
            ((STEP, "x = xs[t]"),),
            ((STEP, "x = xs[t]"), (LOOP, "for t in range(B):")),
            ((LOOP, "for t in range(B):"),),
            (
                (LOOP, "for t in range(min(B, T)):"),
                (STACK, "np.stack([*states, *(0 * h for _ in range(T - B))], axis=1)"),
            ),
            ((STEP, "x = xs[t]"), ("xh @ params.W_r", "x @ params.W_r[:D] + h_prev @ params.W_r[D:]")),
            ((STEP, "x = xs[:, :, t]"),),
        ),
    ),
    Misconception(
        "inputs-for-units",
        "the array for the states has D columns",
        "A state has H numbers, as many as h_0 has columns: the array for all states has shape (B, T, H).",
        ((("states = []", "hs = np.zeros((B, T, D))"), (KEEP, "hs[:, t] = h"), (STACK, "hs")),),
    ),
    Misconception(
        "stores-candidate",
        "the candidates are stored, not the states",
        "The state goes on rightly, but what is kept is the candidate. Keep the blended state h_t.",
        ((("states.append(h)", "states.append(h_cand)"),),),
    ),
    Misconception(
        "candidate-handed-on",
        "the candidate is handed on, not the state",
        "What the next step starts from is the blended state h_t. The candidate was only a proposal.",
        (((ON, "h_prev = h_cand\n"),), ((ON, "h_prev = reset_h\n"),)),
    ),
    Misconception(
        "part-from-h0",
        "one part of the cell still reads h_0",
        "Inside the loop every part of the cell reads the state of the step before. Where does h0 still "
        "stand?",
        (
            (("[x, h_prev]", "[x, h0]"),),
            (("r * h_prev", "r * h0"),),
            (("(1 - z) * h_prev", "(1 - z) * h0"),),
            (("[x, h_prev]", "[x, h0]"), ("r * h_prev", "r * h0")),
            (("r * h_prev", "r * h0"), ("(1 - z) * h_prev", "(1 - z) * h0")),
            (("[x, h_prev]", "[x, h0]"), ("(1 - z) * h_prev", "(1 - z) * h0")),
        ),
    ),
    Misconception(
        "gates-made-once",
        "a gate computed once, before the loop",
        "Both gates look at the input and the state of each step: compute them anew inside the loop.",
        (
            *(
                tuple(
                    (f"{gate} = sigmoid(a_{gate})", f"{gate} = sigmoid(a_{gate}) if t == 0 else {gate}")
                    for gate in gates
                )
                for gates in ("rz", "r", "z")
            ),
        ),
    ),
    Misconception(
        "states-added-up",
        "the states are added up over time",
        "The cell's last equation already holds the old state: h_t replaces h_{t-1}. Is there a += too many?",
        (
            ((ON, "h_prev = h_prev + h\n"),),
            ((STACK, "np.cumsum(np.stack(states, axis=1), axis=1)"),),
            ((ON, "pass\n"), (STACK, "np.cumsum(np.stack(states, axis=1), axis=1)")),
            ((KEEP, "h = h_prev + h; states.append(h)"),),
            ((STACK, "np.stack(states, axis=1).sum(axis=1)"),),
            ((STACK, "np.stack(states, axis=1).mean(axis=1)"),),
        ),
    ),
    Misconception(
        "returned-two-things",
        "more than the states comes out",
        "One array is asked for, all states: the last one is in it already.",
        _returns(f"{STACK}, h", f"h, {STACK}", f"{STACK}, None", f"{STACK}, states"),
    ),
)
"""What goes wrong around the cell."""


COMMON = frozenset(
    """
    h0-ignored amnesia states-before one-step-more one-step-short first-input-skipped same-input-every-step
    backwards steps-first reshaped-not-moved stores-candidate last-state-only return-inside-the-loop
    z-swapped returns-candidate no-memory reset-in-blend
    no-reset reset-after one-minus-r sigmoid-for-tanh no-tanh
    no-sigmoid tanh-gate h-first no-bias-r no-bias-z no-bias-h no-bias gates-swapped
    """.split()
)
"""Looked for two at a time."""


def draw(rng: np.random.Generator, sizes: Sizes) -> Arguments:
    """A batch of sequences, the states before their first step, and the weights."""
    B, T, D, H = sizes.B, sizes.T, sizes.D, sizes.H
    return {"xs": normal(rng, B, T, D), "h0": state(rng, B, H), "params": draw_params(rng, D, H)}


EXERCISES = (
    Exercise(
        name="unroll_gru",
        notebook="07_the_cell",
        title="Unrolling the cell over time",
        points=3,
        minutes=12,
        reference=unroll_gru,
        hints=(
            "One cell, used T times. What it gives at one step is where the next step starts; the first "
            "starts from "
            "h0.",
            "Loop over t in range(T), T = xs.shape[1]; the input of step t is xs[:, t], shape (B, D). Keep "
            "every "
            "state in a list.",
            "Inside the loop: h = gru_cell(xs[:, t], h, params), then append h to the list. After the "
            "loop: np.stack "
            "of the list along axis 1.",
        ),
        misconceptions=with_lent(
            fitted(
                (*LOOP_MISTAKES, *(each for each in EQUATION_MISTAKES if each.id not in NOT_HERE)),
                unroll_gru,
                COMMON,
                ways_in_pairs=1,
            ),
            unroll_gru,
        ),
        draw=draw,
        outputs={"hs": "B T H"},
        full=(Sizes(B=3, T=5, D=4, H=2), Sizes(B=2, T=6, D=3, H=5)),
        batched=("xs", "h0"),
        extreme=extreme,
        solution=SOLUTION,
    ),
)
