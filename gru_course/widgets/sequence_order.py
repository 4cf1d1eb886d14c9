"""The order of a sequence, and what a plain RNN makes of it: the same numbers in another order end elsewhere.

A network with one unit reads a few numbers, the cards. Beside it stands the average of the same numbers,
which does not know their order.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from gru_course.nn.rnn import RNNParams, rnn_forward
from gru_course.palette import MODEL
from gru_course.widgets.controls import Numbers, Preset
from gru_course.widgets.explorer import Explorer, Values
from gru_course.widgets.learner import Answer, answer, call_learner
from gru_course.widgets.modules import join
from gru_course.widgets.words import number, operand

CARDS = (0.9, -0.5, 0.3, -0.8, 0.6)

# One unit, chosen by hand: it listens to the input (0.9), keeps much of what it had (0.8), and has no bias.
W = np.array([[0.9], [0.8]])
B = np.zeros(1)

CONTROLS = (Numbers("xs", "Order, typed", CARDS, least=4, most=6),)

PRESETS = (
    Preset("Original", {"xs": CARDS}),
    Preset("Reversed", {"xs": CARDS[::-1]}),
    Preset("Sorted up", {"xs": tuple(sorted(CARDS))}),
    Preset("Sorted down", {"xs": tuple(sorted(CARDS, reverse=True))}),
)


def read_in_order(xs: Sequence[float], step: Callable[..., Any] | None = None) -> dict[str, Any]:
    """The state after each number, and the average that does not know the order.

    Parameters
    ----------
    xs : sequence of float
    step : callable, optional
        The learner's ``rnn_step(x, h_prev, W, b) -> h``; the course's own RNN otherwise.

    Returns
    -------
    dict
        "hs", the states h_1 to h_T; "h", the last of them; "mean", the average of `xs`.

    Examples
    --------
    >>> up, down = read_in_order([-1, 0, 1]), read_in_order([1, 0, -1])
    >>> round(up["h"], 2), round(down["h"], 2), up["mean"] == down["mean"]
    (0.45, -0.45, True)
    """
    if step is None:
        states, _ = rnn_forward(np.array(xs, dtype=float)[None, :, None], None, RNNParams(W=W, b=B))
        hs = states[0, :, 0].tolist()
    else:
        hs, h = [], np.zeros((1, 1))
        for x in xs:
            given = {"x": np.array([[float(x)]]), "h_prev": h, "W": W, "b": B}
            h = call_learner(step, given, (1, 1))
            hs.append(float(h[0, 0]))
    # summed from the smallest, so that rounding does not know the order either
    return {"hs": hs, "h": hs[-1], "mean": sum(sorted(xs)) / len(xs)}


def letters(xs: Sequence[float]) -> str:
    """The cards' letters in their order: A is the smallest number."""
    ranks = np.argsort(np.argsort(xs, kind="stable"), kind="stable")
    return " ".join("ABCDEF"[rank] for rank in ranks)


def words(values: Mapping[str, Any], result: Mapping[str, Any]) -> tuple[str, str]:
    """The last step with its numbers filled in, and one sentence; the browser says the same."""
    xs, hs = values["xs"], result["hs"]
    T = len(xs)
    w, u = number(W[0, 0]), number(W[1, 0])
    return (
        f"h_{T} = tanh({w} · x_{T} + {u} · h_{T - 1}) = "
        f"tanh({w} · {operand(xs[-1])} + {u} · {operand(hs[-2])}) = {number(result['h'])}",
        f"Read in the order {letters(xs)}, the state ends at {number(result['h'])}. "
        f"The average of the same numbers is {number(result['mean'])}, whatever their order.",
    )


class SequenceOrderExplorer(Explorer):
    """Cards to put into another order; :func:`sequence_order` makes it."""

    _esm = join("sequence_order.js")


def sequence_order(
    step: Callable[..., Any] | None = None, *, state: str | None = None, **values: Any
) -> SequenceOrderExplorer:
    """Cards that a plain RNN reads one after the other: in another order, its state ends elsewhere.

    Parameters
    ----------
    step : callable, optional
        The learner's ``rnn_step(x, h_prev, W, b) -> h``, called with x and h_prev of shape (1, 1), W of shape
        (2, 1) and b of shape (1,), once for each card.
    state : str, optional
        A state text that was copied from this explorer.
    **values
        Where to start: xs, four to six numbers from -1 to 1.

    Returns
    -------
    SequenceOrderExplorer
        Shows itself in a notebook; ``explorer.values["xs"]`` says how the cards lie.

    Raises
    ------
    traitlets.TraitError
        If a value is unknown or out of range.
    ValueError
        If `state` cannot be read.
    """

    def compute(chosen: Values) -> Answer:
        return answer(lambda: read_in_order(chosen["xs"], step))

    return SequenceOrderExplorer(
        name="sequence_order",
        title="Order matters: drag the cards",
        controls=CONTROLS,
        presets=PRESETS,
        values=values,
        state=state,
        setup={"W": W.tolist(), "b": B.tolist(), "ink": MODEL.color},
        predict={"label": "Your prediction of the last state", "of": "h", "min": -1, "max": 1, "step": 0.01},
        compute=compute if step is not None else None,
        pure=lambda chosen: read_in_order(chosen["xs"]),
        words=words,
    )
