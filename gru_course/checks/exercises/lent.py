"""Mistakes with one equation, made inside the whole cell: two lessons' banks lend them.

Whoever mixes up the blend in lesson 6 may do so again in the cell, and in the loop over time. So each way of
writing such a mistake is written once, in the bank of its own lesson.
"""

import inspect
import re
import textwrap
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from gru_course.checks.bank import edited
from gru_course.checks.exercise import Misconception, Way
from gru_course.checks.exercises.blend_mistakes import BLEND_MISTAKES
from gru_course.checks.exercises.candidate_mistakes import CANDIDATE_MISTAKES, WH, WX


@dataclass(frozen=True)
class Lender:
    """A lesson's bank, and where its equation stands in the cell.

    Attributes
    ----------
    bank : tuple of Misconception
    lines : tuple of str
        The lesson's right answer, which the edits of its bank change.
    gives : str
        What the cell calls the result.
    place : str
        The line of the cell that the lines stand for.
    ids : dict of str to str
        What is lent, and what it is called in the bank of the cell.
    kept : frozenset
        Ways that are not lent, by what they put in: the cell knows them already, or they raise an exception.
    """

    bank: tuple[Misconception, ...]
    lines: tuple[str, ...]
    gives: str
    place: str
    ids: Mapping[str, str]
    kept: frozenset[tuple[str, ...]]

    def ways(self, mistake: Misconception) -> Iterator[tuple[tuple[str, str], ...]]:
        """Its ways as edits of the cell, all lines in one."""
        right = "\n    ".join(self.lines)
        for way in mistake.ways:
            if isinstance(way, str) or tuple(wrong for _, wrong in way) in self.kept:
                continue
            lines = edited(right, way).replace("return ", f"{self.gives} = ").splitlines()
            wrong = "; ".join(map(str.strip, lines))
            yield ((self.place, re.sub(r"\bxh\b", "joined", wrong)),)  # the gate z still needs the cell's xh


def _same(ids: str) -> dict[str, str]:
    return {each: each for each in ids.split()}


def _alone(*wrong: str) -> frozenset[tuple[str, ...]]:
    return frozenset((each,) for each in wrong)


BLEND = Lender(
    bank=BLEND_MISTAKES,
    lines=("new = z * h_cand", "old = (1 - z) * h_prev", "return new + old"),
    gives="h",
    place="h = z * h_cand + (1 - z) * h_prev",
    ids=_same(
        "sign-turned missing-parentheses memory-unweighted candidate-unweighted one-z-for-all no-memory "
        "no-candidate gate-squashed-again reset-computed-in memory-forgotten-in-term memory-minus-z "
        "candidate-forgotten-in-term states-exchanged-in-name one-minus-h-prev sums-multiplied subtracted "
        "candidate-subtracted difference-turned difference-only difference-without-z powers "
        "tanh-again tanh-on-candidate divided"
    )
    | {"parentheses": "missing-parentheses"},
    kept=_alone(
        *("z = z[0]\n    new = ", "z = z[:, 0]\n    new = ", "z = z.mean(axis=-1)\n    new = "),
        *("z = sigmoid(z)\n    new = ", "return sigmoid(new + old)"),
        *("z * np.tanh(h_cand)", "(1 - z) * np.tanh(h_prev)", "z * sigmoid(h_cand)"),
        *("return new", "return old", "return new - old", "return old - new", "h_prev", "h_cand", "z"),
        *("return np.tanh(new + old)", "return z * (h_cand - h_prev)", "(1 - z)", "1 - z * h_prev"),
        *("return h_prev + z * (h_prev - h_cand)", "return h_cand + (1 - z) * (h_cand - h_prev)"),
        *(f"z = {each}\n    new = " for each in ("z.mean()", "z.mean(axis=-1, keepdims=True)", "z[:, :1]")),
    ),
)
CANDIDATE = Lender(
    bank=CANDIDATE_MISTAKES,
    lines=(
        "W_h, b_h = params.W_h, params.b_h",
        "kept = r * h_prev",
        "xh = np.concatenate([x, kept], axis=-1)",
        "a = xh @ W_h + b_h",
        "return np.tanh(a)",
    ),
    gives="h_cand",
    place="h_cand = tanh(a_h)",
    ids=_same(
        "reset-after one-reset-for-all memory-summed tanh-on-the-memory reset-twice r-for-memory "
        "blended-already memory-added-to-result reset-on-input-part reset-on-bias reset-on-result h-first "
        "x-left-out bias-in-the-memory softmax-for-tanh tanh-twice tanh-on-parts tan-for-tanh "
        "tanh-formula tanh-derivative clipped-not-squashed one-minus"
    )
    | {"memory-without-weights": "h-without-weights"},
    kept=_alone(
        *("r[:, 0] * h_prev", "r.mean(axis=-1) * h_prev", "np.concatenate([kept, kept], axis=-1)"),
        *("(r * h_prev).sum(axis=-1, keepdims=True)", "(r * h_prev).sum(axis=-1)", "(r * h_prev).sum()"),
        *("np.sum(r * h_prev, axis=0)", "(r * h_prev).mean()"),
        *("np.tanh(a) + h_prev", "np.tanh(a) + r * h_prev", "np.tanh(a) * h_prev", "np.tanh(np.tanh(a))"),
        *(
            "r",
            "r[0] * h_prev",
            "r[:, :1] * h_prev",
            "r.mean() * h_prev",
            "r.sum(axis=-1, keepdims=True) * h_prev",
        ),
        *(
            "r.mean(axis=-1, keepdims=True) * h_prev",
            "np.tanh(r * h_prev)",
            "r * np.tanh(h_prev)",
            "[kept, x]",
        ),
        *("r * r * h_prev", "r * np.tanh(a)", "softmax_rows(a)", "softmax_all(a)"),
        *(f"x @ {WX} + r * (h_prev @ {WH} + b_h)", f"x @ {WX} + r * h_prev + b_h"),
        *(f"x @ {WX} + r * (h_prev @ {WH})", "np.concatenate([np.zeros_like(x), kept], axis=-1)"),
        "(np.exp(a) - np.exp(-a)) / (np.exp(a) - np.exp(-a))",
    )
    | {(f"np.tanh(x @ {WX}) + np.tanh(kept @ {WH} + b_h)", "a")},
)


def with_lent(
    bank: tuple[Misconception, ...], reference: Callable[..., Any], but: Collection[str] = ()
) -> tuple[Misconception, ...]:
    """The bank of a cell, with what the lessons before lend it.

    Parameters
    ----------
    bank : tuple of Misconception
    reference : callable
        The right answer: a cell, or a loop in which one stands.
    but : collection of str, optional
        Ids that are not lent.

    Returns
    -------
    tuple of Misconception
        Mistakes that the bank has get more ways, the others come last. All ways that are lent are whole
        functions, and are not combined with other mistakes.
    """
    source = textwrap.dedent(inspect.getsource(reference))
    found = {each.id: each for each in bank}
    for lender in (BLEND, CANDIDATE):
        for mistake in lender.bank:
            if mistake.id not in lender.ids or mistake.id in but:
                continue
            name = lender.ids[mistake.id]
            ways: tuple[Way, ...] = tuple(edited(source, way) for way in lender.ways(mistake))
            known = found.get(name)
            found[name] = (
                replace(known, ways=(*known.ways, *ways))
                if known
                else replace(mistake, id=name, ways=ways, elsewhere="", same_as={})
            )
    return tuple(found.values())
