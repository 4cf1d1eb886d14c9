"""How the mistakes of a bank are written down: many ways for one mistake, and few that are combined.

Every way that people write a mistake is worth knowing, yet two mistakes at once are looked for only among the
usual ways. Otherwise there would be tens of thousands of pairs to try, and a verdict would keep a learner
waiting.
"""

import inspect
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from gru_course.checks.bank import edited
from gru_course.checks.exercise import Misconception, Way


def instead_of(right: str, *wrong: str) -> tuple[Way, ...]:
    """One way for each piece of code that may stand where `right` belongs."""
    return tuple(((right, way),) for way in wrong)


def combining_usual_ways(
    mistakes: tuple[Misconception, ...],
    reference: Callable[..., Any],
    usual: Mapping[str, int] | None = None,
) -> tuple[Misconception, ...]:
    """The same mistakes, of which only the usual ways can be combined with others.

    Parameters
    ----------
    mistakes : tuple of Misconception
        In each, the usual ways come first.
    reference : callable
        The right answer.
    usual : mapping of str to int, optional
        How many ways of a mistake are usual; one, unless told.

    Returns
    -------
    tuple of Misconception
        The unusual ways are written out as whole functions.
    """
    source = textwrap.dedent(inspect.getsource(reference))

    def written_out(way: Way) -> str:
        return way if isinstance(way, str) else edited(source, way)

    def one(mistake: Misconception) -> Misconception:
        kept = (usual or {}).get(mistake.id, 1)
        return replace(mistake, ways=(*mistake.ways[:kept], *map(written_out, mistake.ways[kept:])))

    return tuple(one(mistake) for mistake in mistakes)
