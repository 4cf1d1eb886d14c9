"""The misconception bank as tables: which input shows which mistake, and by which name each is told."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from gru_course.checks.bank import confusions, kill_matrix, mutants
from gru_course.checks.exercise import PUBLIC_SEED, Exercise
from gru_course.checks.namespaces import verdict_on

SHOWS, HIDES = "x", "-"
ITSELF = "itself"


@dataclass(frozen=True)
class Table:
    """Rows of words, for whoever prints them.

    Attributes
    ----------
    title : str
    head : tuple of str
    rows : tuple of tuple of str
    notes : tuple of str
        Sentences below the table.
    """

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()


def tables(exercise: Exercise, seed: int = PUBLIC_SEED) -> Iterator[Table]:
    """The kill matrix and the confusion table of an exercise; for a free answer, what is asked of it."""
    if exercise.kind == "design":
        yield _properties(exercise)
        return
    yield kill_table(exercise, seed)
    yield confusion_table(exercise, seed)


def kill_table(exercise: Exercise, seed: int = PUBLIC_SEED) -> Table:
    """Mistake by input: whether the input shows the mistake, in every way in which it is written."""
    matrix = kill_matrix(exercise, seed)
    labels = [call.label for call in exercise.calls(seed, fresh=seed)]
    rows = tuple(
        (name, *(SHOWS if row[label] else HIDES for label in labels), f"{sum(row.values())} of {len(labels)}")
        for name, row in matrix.items()
    )
    numbered = ", ".join(f"{number} {label}" for number, label in enumerate(labels, 1))
    return Table(
        f"{exercise.name}: which input shows which mistake",
        ("mistake", *map(str, range(1, len(labels) + 1)), "shown by"),
        rows,
        (f"{SHOWS}: the input shows it, in every way in which it is written.", f"Inputs: {numbered}."),
    )


def confusion_table(exercise: Exercise, seed: int = PUBLIC_SEED) -> Table:
    """Mistake by name: what a learner who makes it is told."""
    named: dict[str, Counter[str]] = {}
    for mutant in mutants(exercise):
        made = mutant.misconceptions[0].id
        answer = mutant.function if exercise.kind == "function" else mutant.function()
        verdict = verdict_on(exercise, answer, seed)
        told = "accepted" if verdict else verdict.misconception or f"{verdict.status}, without a name"
        named.setdefault(made, Counter())[ITSELF if told == made else told] += 1
    rows = tuple(
        (each.id, each.name, str(len(each.ways)), _counted(named.get(each.id, Counter())))
        for each in exercise.misconceptions
    )
    return Table(
        f"{exercise.name}: by which name a mistake is told",
        ("mistake", "in words", "ways", "told as"),
        rows,
        tuple(_alike(exercise, one, other) for one, other in confusions(exercise, seed)),
    )


def _alike(exercise: Exercise, one: str, other: str) -> str:
    first, second = exercise.misconception(one), exercise.misconception(other)
    reason = first.same_as.get(other) or second.same_as.get(one)
    why = f": {reason}" if reason else ", and nobody has said why"
    return f"{one} and {other} come to the same on every input{why}."


def _counted(named: Counter[str]) -> str:
    if list(named) == [ITSELF]:
        return ITSELF
    return ", ".join(f"{name} {count} of {named.total()}" for name, count in named.most_common())


def _properties(exercise: Exercise) -> Table:
    rows = tuple((each.name, each.words) for each in exercise.properties)
    return Table(f"{exercise.name}: a free answer, judged by what it does", ("property", "said"), rows)
