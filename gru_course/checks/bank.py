"""The misconception bank: known mistakes as running code, and what tells them apart.

Each mistake is made on purpose, by an edit of the right answer, and run on the same inputs as the learner's
answer. Where the two give the same numbers on two seeds, the mistake has a name.
"""

import ast
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, product
from types import FunctionType
from typing import Any

from gru_course.checks import ingredients
from gru_course.checks.exercise import PUBLIC_SEED, Edit, Exercise, Misconception, Way
from gru_course.checks.observe import EndlessLoop, run
from gru_course.checks.outcome import Outcome, same
from gru_course.checks.probes import Call
from gru_course.checks.words import call_text, listed, outcome_text

RIGHT = "right"
"""The right answer, where a mistake can be named."""


MOST_ROUNDS = 20_000
"""Of a `while` in a mistake: more than any right answer takes, and soon over."""


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
    before = dict(scope)
    code: Any = source
    if "while" in source:
        code = ast.fix_missing_locations(_Bounded().visit(ast.parse(source)))
        scope["_rounds"] = _rounds
        before["_rounds"] = _rounds
    exec(compile(code, f"<{exercise.name}>", "exec"), scope)
    made = [
        thing
        for name, thing in scope.items()
        if name != "__builtins__" and isinstance(thing, FunctionType) and before.get(name) is not thing
    ]
    own = [thing for thing in made if thing.__name__ == exercise.reference.__name__]
    return (own or made)[-1]


class _Bounded(ast.NodeTransformer):
    """Gives every `while` a last round: two mistakes at once may make it endless."""

    def visit_While(self, node: ast.While) -> list[ast.stmt]:
        self.generic_visit(node)
        name = f"_one_more_round_{node.lineno}"
        node.body = [*ast.parse(f"{name}()").body, *node.body]
        return [*ast.parse(f"{name} = _rounds()").body, node]


def _rounds() -> Callable[[], None]:
    """What is called in every round of a loop, and ends it when there have been too many."""
    left = iter(range(MOST_ROUNDS))

    def one_more_round() -> None:
        if next(left, None) is None:
            raise EndlessLoop

    return one_more_round


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
    ways : tuple
        How each of them is written here.
    source : str
    function : callable
    """

    misconceptions: tuple[Misconception, ...]
    ways: tuple[Way, ...]
    source: str
    function: Callable[..., Any]


def mutants(exercise: Exercise) -> Iterator[Mutant]:
    """Every mistake of an exercise in every way in which it is written."""
    for misconception in exercise.misconceptions:
        for way in misconception.ways:
            source = source_of(exercise, way)
            yield Mutant((misconception,), (way,), source, _built(exercise.name, source))


@dataclass(frozen=True)
class Pair:
    """Two mistakes of which both fit into the source, not yet made."""

    misconceptions: tuple[Misconception, Misconception]
    ways: tuple[Way, Way]
    source: str

    def made(self, exercise: Exercise) -> Mutant:
        """As a function."""
        return Mutant(self.misconceptions, self.ways, self.source, _built(exercise.name, self.source))


def fitting(exercise: Exercise) -> Iterator[Pair]:
    """Two mistakes at once, wherever the edits of both fit into the source."""
    for one, other in combinations(exercise.misconceptions, 2):
        for first, second in product(one.ways, other.ways):
            if isinstance(first, str) or isinstance(second, str):
                continue
            try:
                source = edited(exercise.source, (*first, *second))
            except EditDoesNotFit:
                continue
            yield Pair((one, other), (first, second), source)


def pairs(exercise: Exercise) -> Iterator[Mutant]:
    """Two mistakes at once, as functions; each is compiled when its turn comes."""
    return (pair.made(exercise) for pair in fitting(exercise))


def alone(exercise: Exercise, mutant: Mutant) -> Iterator[Callable[..., Any]]:
    """Each mistake of a pair by itself, written as it is in the pair."""
    for way in mutant.ways:
        yield _built(exercise.name, source_of(exercise, way))


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
            if outcome.changed:
                text += f"  (and {listed(outcome.changed)} changed by the call)"
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
        If there is no such exercise, or none that knows both.
    ValueError
        If nothing that is tried separates them.

    Examples
    --------
    >>> print(separate("reset after", "no reset", "candidate"))  # doctest: +ELLIPSIS
    candidate(x=[[...]], ...
    """
    from gru_course.checks.catalogue import EXERCISES

    if exercise is not None and exercise not in EXERCISES:
        raise KeyError(f"There is no exercise {exercise!r}; there are {listed(list(EXERCISES))}")
    candidates = [EXERCISES[exercise]] if exercise is not None else list(EXERCISES.values())
    alike: list[str] = []
    for each in candidates:
        try:
            hypotheses = [_function(each, name) for name in (one, other)]
        except KeyError:
            continue
        calls = each.calls(seed, fresh=seed)
        first, second = (run(function, each, calls) for function in hypotheses)
        for index, made in enumerate(calls):
            if not same(first[index], second[index], each.tolerance) or (
                first[index].changed != second[index].changed
            ):
                return Separation(one, other, each, made, first[index], second[index])
        alike.append(each.name)
    if alike:
        raise ValueError(
            f"{one!r} and {other!r} give the same numbers for {listed(alike)} on every input that is tried"
        )
    where = f"{exercise} does not know" if exercise else "No exercise knows"
    raise KeyError(f"{where} both {one!r} and {other!r}; `gru-course bank` lists all mistakes")


def _function(exercise: Exercise, name: str) -> Callable[..., Any]:
    if name.strip().lower() == RIGHT:
        return exercise.reference
    misconception = exercise.misconception(name)
    return _built(exercise.name, source_of(exercise, misconception.ways[0]))
