"""The candidate state, h_cand = tanh([x, r * h_prev] W_h + b_h): what the unit would like to remember.

Documents, section 2.2, which writes the two operands in the other order, [r * h_prev, x].
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from gru_course.checks.exercise import Exercise, Misconception, Property
from gru_course.checks.exercises.candidate_mistakes import CANDIDATE_MISTAKES, CANDIDATE_RANGE, USUAL_WAYS
from gru_course.checks.exercises.result_mistakes import IN_PLACE
from gru_course.checks.exercises.ways import combining_usual_ways, instead_of
from gru_course.checks.outcome import NoNumbers, as_array
from gru_course.checks.probes import Arguments, Sizes, gate, normal, state, times, weights
from gru_course.nn.validate import Array

# --- by hand ------------------------------------------------------------------------------------------------


def candidate_by_hand() -> Any:  # noqa: D103
    x, h_prev, r = -0.5, 0.6, 0.2
    w_x, w_h, b_h = 1.5, -2.0, 0.35
    kept = r * h_prev
    a = w_x * x + w_h * kept + b_h
    return np.tanh(a)


def read_number(returned: Any) -> Sequence[Any]:
    """A number; brackets around it do no harm."""
    array = as_array(returned, "the answer")
    return (array.reshape(()) if array.size == 1 else array,)


BY_HAND = (
    Misconception(
        "no-reset",
        "the reset gate is never consulted",
        "Before w_h meets h_prev, h_prev is scaled: only the share r of it counts.",
        instead_of("r * h_prev", "h_prev"),
    ),
    Misconception(
        "one-minus-r",
        "1 - r: read as how much to erase",
        "r is the share that is kept: a fifth of h_prev stays, not four fifths.",
        instead_of("r * h_prev", "(1 - r) * h_prev"),
    ),
    Misconception(
        "reset-added",
        "r added where it should multiply",
        "A share is multiplied, not added: 0.2 of 0.6 is 0.12.",
        instead_of("r * h_prev", "r + h_prev"),
    ),
    Misconception(
        "reset-on-x",
        "r applied to x",
        "r scales the memory, h_prev; x goes in as it is.",
        (
            (("r * h_prev", "h_prev"), ("w_x * x", "w_x * r * x")),
            (("w_x * x", "w_x * r * x"),),
        ),
    ),
    Misconception(
        "reset-on-everything",
        "r applied to the whole sum",
        "r scales h_prev alone, before anything is added.",
        (
            (("r * h_prev", "h_prev"), ("w_x * x + w_h * kept + b_h", "r * (w_x * x + w_h * kept + b_h)")),
            (("w_x * x + w_h * kept + b_h", "r * (w_x * x + w_h * kept + b_h)"),),
        ),
    ),
    Misconception(
        "reset-on-result",
        "r applied to the result",
        "r belongs inside: it scales h_prev, not the candidate.",
        ((("r * h_prev", "h_prev"), ("np.tanh(a)", "r * np.tanh(a)")), (("np.tanh(a)", "r * np.tanh(a)"),)),
    ),
    Misconception(
        "reset-on-bias",
        "the bias scaled with r as well",
        "r scales h_prev alone; the bias is added whole.",
        instead_of("w_h * kept + b_h", "w_h * kept + r * b_h", "r * (w_h * h_prev + b_h)"),
    ),
    Misconception(
        "h-first",
        "the two weights exchanged",
        "w_x belongs to x, and w_h to the memory.",
        instead_of("w_x * x + w_h * kept", "w_h * x + w_x * kept"),
    ),
    Misconception(
        "no-weights",
        "the weights left out",
        "x and r * h_prev each have a weight: multiply first, then add.",
        instead_of("w_x * x + w_h * kept", "x + kept"),
    ),
    Misconception(
        "minus-lost",
        "a minus lost",
        "x and w_h are negative, so both products are: look at each sign.",
        (*instead_of("w_h * kept", "-w_h * kept"), *instead_of("w_x * x", "-w_x * x")),
    ),
    Misconception(
        "no-bias",
        "b_h left out",
        "The sum ends in + b_h.",
        instead_of(" + b_h", ""),
    ),
    Misconception(
        "bias-subtracted",
        "the bias subtracted",
        "The bias is added: + b_h.",
        instead_of(" + b_h", " - b_h"),
    ),
    Misconception(
        "bias-after-tanh",
        "the bias added after tanh",
        "Add everything first, the bias too; tanh comes last.",
        ((("w_h * kept + b_h", "w_h * kept"), ("np.tanh(a)", "np.tanh(a) + b_h")),),
    ),
    Misconception(
        "memory-without-weights",
        "the memory added without its weight",
        "w_h belongs to what r leaves of h_prev: multiply the two first.",
        instead_of("w_h * kept", "kept", "h_prev"),
    ),
    Misconception(
        "r-for-memory",
        "r where r * h_prev belongs",
        "r is a share of something: the candidate sees r times h_prev.",
        instead_of("r * h_prev", "r"),
    ),
    Misconception(
        "reset-twice",
        "r applied twice",
        "r scales h_prev once: 0.2 of 0.6 is 0.12.",
        instead_of("r * h_prev", "r * r * h_prev"),
    ),
    Misconception(
        "x-for-memory",
        "x where h_prev belongs",
        "r scales the old state, h_prev; x has its own weight and stays as it is.",
        instead_of("r * h_prev", "r * x", "x"),
    ),
    Misconception(
        "memory-left-out",
        "x alone: the memory is missing",
        "The memory takes part as well: w_h times what r leaves of h_prev.",
        instead_of(" + w_h * kept", ""),
    ),
    Misconception(
        "x-left-out",
        "the memory alone: x is missing",
        "The input takes part as well: w_x times x.",
        instead_of("w_x * x + ", ""),
    ),
    Misconception(
        "no-tanh",
        "no activation function",
        "This is the sum, and it could be any number: one function is still to come, which squashes it.",
        instead_of("np.tanh(a)", "a"),
    ),
    Misconception(
        "sigmoid-for-tanh",
        "the sigmoid where tanh belongs",
        "The sigmoid makes gates; the candidate is made by tanh.",
        instead_of("np.tanh(a)", "sigmoid(a)"),
    ),
    Misconception(
        "tan-for-tanh",
        "another function of a similar name",
        "It is the hyperbolic tangent: np.tanh, or the key `hyp` before `tan` on a calculator.",
        instead_of("np.tanh(a)", "np.tan(a)", "np.tan(np.radians(a))", "np.arctan(a)", "np.sinh(a)"),
    ),
    Misconception(
        "tanh-on-parts",
        "tanh on each part before adding",
        "Add everything first; then tanh, once.",
        (
            (
                ("w_x * x + w_h * kept + b_h", "np.tanh(w_x * x) + np.tanh(w_h * kept) + b_h"),
                ("np.tanh(a)", "a"),
            ),
        ),
    ),
    Misconception(
        "returned-memory",
        "only r * h_prev",
        "That is what is left of the memory; the weights, the input, the bias and tanh are still to come.",
        instead_of("np.tanh(a)", "kept"),
    ),
    Misconception(
        "blended-already",
        "a blend of old and new",
        "The candidate is only the proposal; mixing it with h_prev comes later.",
        instead_of("np.tanh(a)", "r * np.tanh(a) + (1 - r) * h_prev", "(1 - r) * np.tanh(a) + r * h_prev"),
    ),
    Misconception(
        "sign-turned",
        "the sign turned round",
        "The right size with the wrong sign: go through the signs of the sum once more.",
        instead_of("np.tanh(a)", "-np.tanh(a)"),
    ),
    Misconception(
        "rounded",
        "rounded too much",
        "Nearly: give three decimals, and round only at the end.",
        instead_of(
            "np.tanh(a)", "np.round(np.tanh(a), 2)", "np.round(np.tanh(a), 1)", "np.round(np.tanh(a))"
        ),
    ),
)

# --- the function -------------------------------------------------------------------------------------------


def candidate(x: Array, h_prev: Array, r: Array, W_h: Array, b_h: Array) -> Array:  # noqa: D103
    kept = r * h_prev  # (B, H)
    xh = np.concatenate([x, kept], axis=-1)  # (B, D + H)
    a = xh @ W_h + b_h  # (B, H)
    return np.tanh(a)


BATCHED = ("x", "h_prev", "r")


def draw(rng: np.random.Generator, sizes: Sizes) -> Arguments:
    """A batch of inputs, states and reset gates, and the candidate's weights."""
    B, D, H = sizes.B, sizes.D, sizes.H
    return {
        "x": normal(rng, B, D),
        "h_prev": state(rng, B, H),
        "r": gate(rng, B, H),
        "W_h": weights(rng, D + H, H),
        "b_h": normal(rng, H, scale=0.5),
    }


def both_extremes(arguments: Arguments) -> Arguments:
    """Inputs and states of +-1000, each row also with the other sign: tanh saturates at both ends."""
    large = times(1000.0, "x", "h_prev")(arguments)
    D = large["x"].shape[1]
    pull = 1000.0 * np.sign(large["W_h"][:, 0])  # as far as it goes for the first unit, whatever its weights
    large["x"][0], large["h_prev"][0] = pull[:D], pull[D:]
    turned = times(-1.0, "x", "h_prev")(large)
    return {
        name: np.concatenate([large[name], turned[name]]) if name in BATCHED else large[name]
        for name in large
    }


# --- another order of the rows ------------------------------------------------------------------------------


def reorder_rows(W_h: Array, D: int) -> Array:  # noqa: D103
    H = W_h.shape[0] - D
    for_memory, for_x = W_h[:H], W_h[H:]
    return np.concatenate([for_x, for_memory], axis=0)


def draw_rows(rng: np.random.Generator, sizes: Sizes) -> Arguments:
    """A candidate's weights in the documents' order: H rows for the memory above D rows for x."""
    return {"W_h": weights(rng, sizes.D + sizes.H, sizes.H), "D": sizes.D}


def read_matrix(returned: Any) -> Sequence[Any]:
    """One matrix, and not its two parts."""
    if isinstance(returned, list | tuple) and len(returned) == 2 and np.ndim(returned[0]) == 2:
        raise NoNumbers("two matrices came back; join them into one, the upper rows first")
    return (returned,)


def same_rows(arguments: Arguments, pieces: Sequence[Array]) -> bool:
    """Whether the rows of W_h are all there, in whatever order."""
    return bool(np.allclose(_sorted(arguments["W_h"]), _sorted(pieces[0]), atol=1e-5))


def _sorted(rows: Array) -> Array:
    return rows[np.lexsort(rows.T)]


JOINED = "np.concatenate([for_x, for_memory], axis=0)"

REORDER = (
    Misconception(
        "unchanged",
        "the same matrix in the same order",
        "The rows come out as they went in. Which block is on top now, and which should be? "
        "(Rows are the first axis: W[:n] are rows, W[:, :n] columns.)",
        (
            *instead_of(JOINED, "W_h", "np.concatenate([for_memory, for_x], axis=0)"),
            *instead_of(JOINED, "np.concatenate([W_h[:, H:], W_h[:, :H]], axis=1)"),
        ),
    ),
    Misconception(
        "split-at-D",
        "cut after D rows",
        "In the documents' order the first rows belong to r * h_prev, and there are H of those, not D. "
        "H is the number of columns, or what is left of the rows.",
        ((("[0] - D", "[0] - (W_h.shape[0] - D)"),), *instead_of(JOINED, "np.roll(W_h, -D, axis=0)")),
        elsewhere="This is right for the way back, from this course's order to the documents'.",
    ),
    Misconception(
        "split-in-half",
        "cut in the middle",
        "The blocks have H and D rows, which need not be the same number: cut after H rows.",
        (
            (("[0] - D", "[0] // 2"),),
            ((JOINED, "np.concatenate(np.split(W_h, 2)[::-1])"),),
        ),
    ),
    Misconception(
        "off-by-one",
        "cut one row too early or too late",
        "W[:H] are the rows 0 to H - 1, and W[H:] all the others: the same H in both places, without + 1 "
        "or - 1.",
        (
            (("[0] - D", "[0] - D + 1"),),
            (("[0] - D", "[0] - D - 1"),),
            (("W_h[H:]", "W_h[H + 1 :]"),),
            (("W_h[H:]", "W_h[H - 1 :]"),),
            (("W_h[:H]", "W_h[: H - 1]"),),
            (("W_h[:H]", "W_h[: H + 1]"),),
            (("W_h[H:]", "W_h[H:-1]"),),
        ),
    ),
    Misconception(
        "split-elsewhere",
        "H counted from the wrong place",
        "H is the number of columns, W_h.shape[1], or the number of rows less D.",
        (
            (("W_h.shape[0] - D", "W_h.shape[1] - D"),),
            (("W_h.shape[0] - D", "len(W_h[0]) - D"),),
            (("W_h.shape[0] - D", "abs(W_h.shape[1] - D)"),),
        ),
    ),
    Misconception(
        "rows-reversed",
        "the rows turned upside down",
        "The two blocks change places, but inside each block the rows keep their order.",
        instead_of(
            JOINED,
            "W_h[::-1]",
            "np.concatenate([for_x[::-1], for_memory[::-1]], axis=0)",
            "np.concatenate([for_x[::-1], for_memory], axis=0)",
            "np.concatenate([for_x, for_memory[::-1]], axis=0)",
            "np.concatenate([for_memory[::-1], for_x[::-1]], axis=0)",
            "W_h[::-1, ::-1]",
        ),
    ),
    Misconception(
        "columns-for-rows",
        "columns moved in place of rows",
        "Columns are units and stay where they are. Rows are the first axis: W[:n], or axis=0.",
        instead_of(
            JOINED,
            "np.concatenate([W_h[:, D:], W_h[:, :D]], axis=1)",
            "W_h[:, ::-1]",
            "np.roll(W_h, D, axis=1)",
            "np.roll(W_h, -D, axis=1)",
            "np.roll(W_h, 1, axis=1)",
        ),
    ),
    Misconception(
        "rolled-flat",
        "np.roll without an axis",
        "Without axis, np.roll moves single numbers through the whole matrix: say axis=0.",
        instead_of(
            JOINED,
            "np.roll(W_h, D)",
            "np.roll(W_h, -D)",
        ),
    ),
    Misconception(
        "rolled-by-one",
        "moved by another number of rows than D",
        "D rows have to come to the top: as many as belong to x. np.roll needs axis=0 to move whole rows.",
        instead_of(JOINED, "np.roll(W_h, 1, axis=0)", "np.roll(W_h, -1, axis=0)"),
    ),
    Misconception(
        "transposed",
        "rows and columns exchanged",
        "Nothing is transposed: D + H rows go in, and the same rows come out in another order.",
        (
            *instead_of(JOINED, "W_h.T", "np.concatenate([for_x, for_memory], axis=0).T"),
            *instead_of(JOINED, "np.hstack([for_x.T, for_memory.T])"),
        ),
    ),
    Misconception(
        "joined-beside",
        "the two blocks side by side",
        "One block goes below the other: join the rows, axis=0.",
        instead_of(
            JOINED,
            "np.concatenate([for_x, for_memory], axis=1)",
            "np.concatenate([for_memory, for_x], axis=1)",
            "np.concatenate([W_h[D:], W_h[:D]], axis=1)",
            "np.stack([for_x, for_memory])",
            "np.array([for_x, for_memory])",
        ),
    ),
    Misconception(
        "joined-flat",
        "everything in one long row",
        "The matrix loses its rows: say along which axis to join, axis=0.",
        instead_of(JOINED, "np.append(for_x, for_memory)", "np.concatenate([for_x, for_memory], axis=None)"),
    ),
    Misconception(
        "added-not-joined",
        "the blocks added",
        "Nothing is added up: the rows of both blocks stay, one below the other.",
        instead_of(JOINED, "for_x + for_memory", "for_memory + for_x"),
    ),
    Misconception(
        "half-missing",
        "only one of the two blocks",
        "D + H rows go in and D + H rows come out: both blocks are needed.",
        (
            *instead_of(JOINED, "for_x", "for_memory", "W_h[:D]", "W_h[D:]"),
            *instead_of(JOINED, "np.concatenate([for_x, for_x])", "np.concatenate([for_memory, for_memory])"),
        ),
    ),
    Misconception(
        "two-matrices",
        "two matrices returned",
        "The blocks are right or nearly so; one matrix is asked for, so join them.",
        instead_of(JOINED, "(for_x, for_memory)"),
    ),
    Misconception(
        "views-overwritten",
        "rows overwritten before they were read",
        "A slice is a view: once W_h[:D] is written, the rows that stood there are gone. Join copies "
        "instead.",
        (
            "def reorder_rows(W_h, D):\n    H = len(W_h) - D\n    W = W_h\n"
            "    W[:D] = W_h[H:]\n    W[D:] = W_h[:H]\n    return W\n",
            "def reorder_rows(W_h, D):\n    H = len(W_h) - D\n    W = W_h\n"
            "    W[D:] = W_h[:H]\n    W[:D] = W_h[H:]\n    return W\n",
            "def reorder_rows(W_h, D):\n    H = len(W_h) - D\n    W = W_h.copy()\n"
            "    W[:D] = W[H:]\n    W[D:] = W[:H]\n    return W\n",
            "def reorder_rows(W_h, D):\n    H = len(W_h) - D\n    W = W_h.copy()\n"
            "    W[D:] = W[:H]\n    W[:D] = W[H:]\n    return W\n",
        ),
    ),
    Misconception(
        "in-place",
        "the caller's array written into",
        "W_h[...] = ... changes the caller's own weights. " + IN_PLACE,
        ((("return ", "W_h[:] = "), ("axis=0)", "axis=0); return W_h")),),
    ),
)

# --- catalogue ----------------------------------------------------------------------------------------------


SHARED: dict[str, Any] = {
    "notebook": "04_candidate",
    "reference": candidate,
    "misconceptions": combining_usual_ways(CANDIDATE_MISTAKES, candidate, USUAL_WAYS),
    "draw": draw,
    "outputs": {"h_cand": "B H"},
    "full": (Sizes(B=3, T=5, D=4, H=2), Sizes(B=5, T=4, D=3, H=5)),  # B = H once, see below
    "batched": BATCHED,
    "extreme": both_extremes,
    "properties": (CANDIDATE_RANGE,),
}
"""What the candidate and the mended candidate have in common: all but the way that leads to it.

B = H in one of the inputs: ``r @ h_prev`` and ``W_h @ xh`` raise the same exception in the same words, and
only where B = H does one of them run.
"""

EXERCISES = (
    Exercise(
        name="candidate_by_hand",
        notebook="04_candidate",
        title="One candidate with pencil and paper",
        points=2,
        minutes=5,
        reference=candidate_by_hand,
        kind="value",
        hints=(
            "Go in this order: what r leaves of h_prev; the weighted sum; the bias; then tanh.",
            "r * h_prev is 0.2 * 0.6 = 0.12. Multiply it by w_h, multiply x by w_x, and add both and b_h.",
            "The sum is 1.5 * (-0.5) + (-2) * 0.12 + 0.35; np.tanh of it is the candidate.",
        ),
        misconceptions=combining_usual_ways(BY_HAND, candidate_by_hand),
        outputs={"h_cand": ""},
        solution="candidate_by_hand = np.tanh(1.5 * (-0.5) + (-2) * (0.2 * 0.6) + 0.35)  # -0.565",
        read=read_number,
        tolerance=6e-4,
    ),
    Exercise(
        name="candidate",
        title="The candidate",
        points=4,
        minutes=10,
        hints=(
            "The candidate looks like a step of a plain RNN, with one difference: it sees only a share "
            "of the "
            "memory. Which argument says how large a share?",
            "Scale first, kept = r * h_prev, element by element. Then put x and kept side by side, x "
            "first, as "
            "you did for the gates.",
            "Last, np.tanh(xh @ W_h + b_h), where xh = np.concatenate([x, kept], axis=-1).",
        ),
        **SHARED,
    ),
    Exercise(
        name="reorder_rows",
        notebook="04_candidate",
        title="Weights from the documents' order",
        points=2,
        minutes=6,
        reference=reorder_rows,
        hints=(
            "Each row of W_h belongs to one number of the input. In the documents the memory stands first: "
            "which rows are its?",
            "W_h has D + H rows, the first H for the memory. Cut after H rows: W_h[:H] and W_h[H:].",
            "Put the lower block on top: np.concatenate([W_h[H:], W_h[:H]], axis=0), with H = "
            "W_h.shape[0] - D.",
        ),
        misconceptions=REORDER,
        draw=draw_rows,
        outputs={"W": ""},
        read=read_matrix,
        properties=(
            Property(
                "same-rows",
                "The rows of W_h should all come back, each once and unchanged: some are missing or altered.",
                same_rows,
            ),
        ),
    ),
    Exercise(
        name="mended_candidate",
        title="A broken candidate, mended",
        points=2,
        minutes=6,
        hints=(
            "There are two mistakes. Go through the formula from the inside to the outside, and find "
            "each piece "
            "of it in the code.",
            "What does r multiply in the formula, and what does it multiply in the code? And which "
            "values can "
            "the last line give: can any of them be negative?",
            "kept = r * h_prev goes beside x, so the product needs no r any more; the last line is "
            "np.tanh(a).",
        ),
        **SHARED,
    ),
)
