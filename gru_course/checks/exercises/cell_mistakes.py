"""Mistakes that are made in the four equations of a GRU, wherever these stand: in a cell, or in a loop.

The frequent mistakes also go together in pairs; the others are built alone, which keeps the search for two at
once well under a second.
"""

import inspect
import textwrap
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from gru_course.checks.bank import edited
from gru_course.checks.exercise import Misconception
from gru_course.checks.exercises.cell_blend import BLEND_MISTAKES
from gru_course.checks.exercises.cell_candidate import CANDIDATE_MISTAKES
from gru_course.checks.exercises.cell_gates import GATE_MISTAKES
from gru_course.checks.exercises.cell_weights import WEIGHT_MISTAKES
from gru_course.checks.probes import Arguments, copied, normal, weights
from gru_course.nn.cell import GRUParams

EQUATION_MISTAKES = (*BLEND_MISTAKES, *CANDIDATE_MISTAKES, *GATE_MISTAKES, *WEIGHT_MISTAKES)
"""Of all four equations."""

COMMON = frozenset(
    """
    z-swapped returns-candidate both-h-prev no-memory no-candidate reset-in-blend product subtracted
    memory-unweighted no-weights tanh-again
    no-reset reset-after reset-added one-reset-for-all one-minus-r reset-on-result sigmoid-for-tanh no-tanh
    no-sigmoid tanh-gate sigmoid-sign softmax-rows bias-subtracted h-first z-from-reset
    no-bias-r no-bias-z no-bias-h no-bias gates-swapped z-for-r r-for-z
    b_z-for-r b_r-for-z b_r-for-h b_z-for-h
    """.split()
)
"""Looked for two at a time."""


def draw_params(rng: np.random.Generator, D: int, H: int) -> GRUParams:
    """Random weights for D inputs and H units, every bias well away from 0."""
    matrices = {f"W_{part}": weights(rng, D + H, H) for part in "rzh"}
    biases = {f"b_{part}": normal(rng, H, scale=0.5) for part in "rzh"}
    return GRUParams(**matrices, **biases)


def extreme(arguments: Arguments) -> Arguments:
    """Far out in both directions: one row gets sums of -1000 in the gates, a batch inputs of +-1000.

    The biases see to it that exp overflows in the gates only for the batch, and there in the candidate for
    every other unit, or for all: so it can be told where it is not written safely.
    """
    far = copied(arguments)
    params = far["params"]
    data = [name for name in far if name != "params"]
    if len(far[data[0]]) == 1:
        return {**far, "params": params.replace(b_r=-1000.0, b_z=-1000.0, b_h=1000.0)}
    signs = (-1.0) ** np.arange(params.H)
    far["params"] = params.replace(b_r=2e4, b_z=2e4, b_h=2e4 * signs)
    return {**far, **{name: 1000.0 * far[name] for name in data}}


def fitted(
    mistakes: Sequence[Misconception],
    reference: Callable[..., Any],
    pairs_of: Collection[str],
    ways_in_pairs: int | None = None,
) -> tuple[Misconception, ...]:
    """The mistakes as edits of one right answer; those not in `pairs_of` as whole functions.

    Parameters
    ----------
    mistakes : sequence of Misconception
        Every way of theirs is a tuple of edits.
    reference : callable
        The right answer that the edits change.
    pairs_of : collection of str
        Ids of the mistakes that are looked for two at a time: a whole function cannot be edited further.
    ways_in_pairs : int, optional
        So many of their ways, the first ones, are looked for two at a time.
    """
    source = textwrap.dedent(inspect.getsource(reference))

    def fit(mistake: Misconception) -> Misconception:
        paired = len(mistake.ways[:ways_in_pairs]) if mistake.id in pairs_of else 0
        whole = (way if isinstance(way, str) else edited(source, way) for way in mistake.ways[paired:])
        return replace(mistake, ways=(*mistake.ways[:paired], *whole))

    return tuple(fit(mistake) for mistake in mistakes)
