"""The misconception bank: known mistakes as running code, and what tells them apart.

Each mistake is made on purpose, by an edit of the right answer, and run on the same inputs as the learner's
answer. Where the two give the same numbers on two seeds, the mistake has a name.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, product
from typing import Any

from gru_course.checks import ingredients
from gru_course.checks.exercise import PUBLIC_SEED, Edit, Exercise, Misconception, Way
from gru_course.checks.observe import run
from gru_course.checks.outcome import Outcome, same
from gru_course.checks.probes import Call
from gru_course.checks.words import call_text, outcome_text

RIGHT = "right"
"""The right answer, where a mistake can be named."""


class EditDoesNotFit(ValueError):  # noqa: N818
    """A piece of source that should be replaced is not there exactly once."""


def edited(source: str, edits: Sequence[Edit]) -> str:
    """The source with every edit made.

    Raises
    ------
    EditDoesNotFit
        If a piece to be replaced does not occur exactly once.
    """
    for right, wrong in edits:
        if source.count(right) != 1:
            raise EditDoesNotFit(f"{right!r} occurs {source.count(right)} times in\n{source}")
        source = source.replace(right, wrong)
    return source


def source_of(exercise: Exercise, way: Way) -> str:
    """What a mistake looks like in code."""
    return way if isinstance(way, str) else edited(exercise.source, way)


def build(exercise: Exercise, source: str) -> Callable[..., Any]:
    """The function that this source defines, with the names of the exercise's module in reach."""
    scope = {**vars(ingredients), **exercise.reference.__globals__}
    before = set(scope)
    exec(compile(source, f"<{exercise.name}>", "exec"), scope)
    made = [name for name in scope if name not in before and name != "__builtins__"]
    name = exercise.reference.__name__
    return scope[name] if source.lstrip().startswith(f"def {name}(") else scope[made[-1]]


@cache
def _built(exercise_name: str, source: str) -> Callable[..., Any]:
    from gru_course.checks.catalogue import EXERCISES

    return build(EXERCISES[exercise_name], source)


@dataclass(frozen=True)
class Mutant:
    """A mistake as a function, or two mistakes at once.

    Attributes
    ----------
    misconceptions : tuple of Misconception
        One, or two.
    source : str
    function : callable
    """

    misconceptions: tuple[Misconception, ...]
    source: str
    function: Callable[..., Any]


def mutants(exercise: Exercise) -> Iterator[Mutant]:
    """Every mistake of an exercise in every way in which it is written."""
    for misconception in exercise.misconceptions:
        for way in misconception.ways:
            source = source_of(exercise, way)
            yield Mutant((misconception,), source, _built(exercise.name, source))


def pairs(exercise: Exercise) -> Iterator[Mutant]:
    """Two mistakes at once, wherever the edits of both fit into the source."""
    for one, other in combinations(exercise.misconceptions, 2):
        for first, second in product(one.ways, other.ways):
            if isinstance(first, str) or isinstance(second, str):
                continue
            try:
                source = edited(exercise.source, (*first, *second))
            except EditDoesNotFit:
                continue
            yield Mutant((one, other), source, _built(exercise.name, source))


# --- what tells mistakes apart ------------------------------------------------------------------------------


def kill_matrix(exercise: Exercise, seed: int = PUBLIC_SEED) -> dict[str, dict[str, bool]]:
    """For every mistake and every call: whether the call shows that it is one.

    Returns
    -------
    dict of dict of bool
        ``matrix[mistake][call label]``. Extreme and other special calls are included.
    """
    calls = exercise.calls(seed, fresh=seed)
    expected = run(exercise.reference, exercise, calls)
    matrix: dict[str, dict[str, bool]] = {}
    for mutant in mutants(exercise):
        name = mutant.misconceptions[0].id
        outcomes = run(mutant.function, exercise, calls)
        row = matrix.setdefault(name, {each.label: True for each in calls})
        for each, outcome, right in zip(calls, outcomes, expected, strict=True):
            shows = not same(outcome, right, exercise.tolerance) or bool(outcome.changed)
            row[each.label] = row[each.label] and shows
    return matrix


def confusions(exercise: Exercise, seed: int = PUBLIC_SEED) -> list[tuple[str, str]]:
    """Pairs of mistakes that give the same numbers on every call."""
    calls = exercise.calls(seed, fresh=seed)
    seen = [(m.misconceptions[0].id, run(m.function, exercise, calls)) for m in mutants(exercise)]
    found = set()
    for (one, first), (other, second) in combinations(seen, 2):
        if one != other and all(
            same(a, b, exercise.tolerance) and a.changed == b.changed
            for a, b in zip(first, second, strict=True)
        ):
            found.add((one, other))
    return sorted(found)


@dataclass(frozen=True)
class Separation:
    """The smallest input on which two hypotheses about an answer differ.

    Attributes
    ----------
    one, other : str
        Ids of the two.
    exercise : str
    call : Call
        The input.
    first, second : Outcome
        What each makes of it.
    """

    one: str
    other: str
    exercise: Exercise
    call: Call
    first: Outcome
    second: Outcome

    def __str__(self) -> str:
        names = tuple(self.exercise.outputs)
        width = max(len(self.one), len(self.other)) + 1
        lines = [call_text(self.exercise.name, self.call.arguments)]
        for name, outcome in ((self.one, self.first), (self.other, self.second)):
            text = outcome_text(outcome, names).replace("\n", "\n" + " " * (width + 1))
            lines.append(f"{name + ':':<{width}} {text}")
        return "\n".join(lines)

    __repr__ = __str__


def separate(one: str, other: str, exercise: str | None = None, seed: int = PUBLIC_SEED) -> Separation:
    """The smallest input that tells two hypotheses apart.

    Parameters
    ----------
    one, other : str
        Ids of mistakes, with hyphens or spaces, or ``"right"``.
    exercise : str, optional
        Name of a check; the first one that knows both, unless told.
    seed : int, optional

    Returns
    -------
    Separation

    Raises
    ------
    KeyError
        If no exercise knows both.
    ValueError
        If nothing separates them.

    Examples
    --------
    >>> print(separate("reset after", "no reset", "candidate"))  # doctest: +ELLIPSIS
    candidate(x=[[...]], ...
    """
    from gru_course.checks.catalogue import EXERCISES

    candidates = [EXERCISES[exercise]] if exercise is not None else list(EXERCISES.values())
    for each in candidates:
        try:
            hypotheses = [_function(each, name) for name in (one, other)]
        except KeyError:
            continue
        calls = each.calls(seed, fresh=seed)
        first, second = (run(function, each, calls) for function in hypotheses)
        for index, made in enumerate(calls):
            if not same(first[index], second[index], each.tolerance):
                return Separation(one, other, each, made, first[index], second[index])
        if exercise is not None:
            raise ValueError(f"{one!r} and {other!r} give the same numbers for {each.name} on every input")
    where = f"The exercise {exercise}" if exercise else "No exercise"
    raise KeyError(f"{where} knows no difference between {one!r} and {other!r}; `gru-course bank` lists all")


def _function(exercise: Exercise, name: str) -> Callable[..., Any]:
    if name == RIGHT:
        return exercise.reference
    misconception = exercise.misconception(name)
    return _built(exercise.name, source_of(exercise, misconception.ways[0]))
