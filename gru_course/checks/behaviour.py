"""Describe a wrong answer that the bank does not know, by what it does."""

from collections.abc import Callable, Iterator

import numpy as np

from gru_course.checks.errors import Slip
from gru_course.checks.evidence import Evidence, Seen
from gru_course.checks.exercise import Property
from gru_course.checks.outcome import Outcome, close, same
from gru_course.checks.probes import leaves
from gru_course.checks.words import callers, listed
from gru_course.nn.validate import Array

MOST = 3
"""Statements in one verdict."""

OVERFLOW = (
    "exp(1000) is infinite, and inf / inf is NaN. Write it so that exp never sees a large positive number: "
    "1 / (1 + exp(-a)) is fine, exp(a) / (1 + exp(a)) is not; np.tanh is safe."
)

REMEMBERS = (
    "Something is left over from earlier calls, or drawn by chance: a list as a default argument, a global "
    "variable, a random number? Start afresh inside the function."
)


def describe(evidence: Evidence) -> list[str]:
    """At most three sentences, the most telling first; where there is nothing to tell, where to look."""
    said: list[str] = []
    changed = sorted({name for seen in evidence.all for name in seen.got.changed})
    if changed:
        said.append(f"The call also changes {callers(changed)}: work on a copy.")
    for statement in (*_relations(evidence), *_partly_right(evidence), *_sensitivity(evidence)):
        if statement not in said:
            said.append(statement)
    said += [words for words in (*_rows_mix(evidence), *_not_repeatable(evidence)) if words not in said]
    said += broken_properties(evidence)
    name = evidence.exercise.name
    return said[:MOST] or [f"Where to look? `gc.hint.{name}()` begins with a nudge."]


def broken(evidence: Evidence) -> list[Property]:
    """What holds for every right answer and does not hold for this one."""
    return [
        each
        for each in evidence.exercise.properties
        if any(
            not each.holds(seen.call.arguments, seen.got.arrays)
            for seen in evidence.all
            if seen.got.problem is None and seen.got.shapes == seen.expected.shapes
        )
    ]


def broken_properties(evidence: Evidence) -> list[str]:
    """The same in words."""
    return [each.words for each in broken(evidence)]


def about_shape(seen: Seen, axes: str) -> Slip | None:
    """What a wrong shape looks like, in words."""
    pairs = zip(seen.got.arrays, seen.expected.arrays, strict=True)
    got, expected = next((g, e) for g, e in pairs if g.shape != e.shape)
    if not seen.call.arguments:
        return _another_count(expected)
    for looks_so, slip in SHAPES:
        if looks_so(got, expected, axes):
            return slip
    return None


def _another_count(expected: Array) -> Slip:
    """More or fewer numbers than a step asks for that is done by hand."""
    wanted = "One number is asked for, without brackets."
    if expected.ndim > 0:
        wanted = f"{expected.size} numbers are asked for: in square brackets, with commas between them."
    return Slip("count-of-numbers", "another count of numbers", wanted)


SHAPES: tuple[tuple[Callable[[Array, Array, str], bool], Slip], ...] = (
    (
        lambda got, expected, axes: got.ndim == 2 and got.shape == expected.shape[::-1],
        Slip(
            "transposed",
            "rows and columns exchanged",
            "Rows are examples and columns are units; data @ weights keeps it that way.",
        ),
    ),
    (
        lambda got, expected, axes: got.ndim == 3 and got.shape == expected.shape[1::-1] + expected.shape[2:],
        Slip(
            "steps-first",
            "steps before rows of the batch",
            "The batch comes first, shape (B, T, H): np.stack(states, axis=1) puts the steps second.",
        ),
    ),
    (
        lambda got, expected, axes: got.ndim == expected.ndim == 3 and got.shape[1] == expected.shape[1] - 1,
        Slip("one-step-short", "one step is missing", "As many states come out as inputs go in."),
    ),
    (
        lambda got, expected, axes: got.ndim == expected.ndim == 3 and got.shape[1] == expected.shape[1] + 1,
        Slip(
            "one-step-more",
            "one step too many",
            "h_0 is where it starts; it is not one of the T states that come out.",
        ),
    ),
    (
        lambda got, expected, axes: got.ndim == 2 and axes == "B T H" and len(got) == len(expected),
        Slip("last-state-only", "one state where all T are asked for", "Keep every h_t, not only the last."),
    ),
    (
        lambda got, expected, axes: got.ndim == expected.ndim + 1 and got.size == expected.size,
        Slip(
            "extra-axis",
            "one axis too many",
            "Look for extra brackets, for x[:, None], or for a comma at the end of a line, which makes a "
            "tuple.",
        ),
    ),
    (
        lambda got, expected, axes: got.ndim < expected.ndim and got.size < expected.size,
        Slip(
            "added-up",
            "numbers added up that should stay apart",
            "Look for sum, mean, a product of matrices where an element-by-element one is meant, or a "
            "loop that keeps only its last turn.",
        ),
    ),
)
"""What a wrong shape looks like, the first that fits."""


AXES = {"B": "rows of the batch", "T": "steps", "H": "units", "D": "inputs"}


def _relations(evidence: Evidence) -> Iterator[str]:
    """How the numbers that came relate to those that should have come."""
    full = [seen for seen in evidence.role("full") if seen.got.shapes == seen.expected.shapes]
    if len(full) < len(evidence.role("full")) or not full:
        return
    for index, (name, axes) in enumerate(evidence.exercise.outputs.items()):
        pairs = [(seen.got.arrays[index], seen.expected.arrays[index]) for seen in full]
        if all(close(got, right) for got, right in pairs):
            continue
        subject = "your output" if len(evidence.exercise.outputs) == 1 else f"your {name}"
        tells_all = evidence.exercise.kind == "value"  # the number that is asked for could be worked out
        relations = _plain_relation(pairs) if tells_all else _relation(pairs, axes)
        yield from (f"{subject[0].upper()}{subject[1:]} is {words}." for words in relations)
        yield from _an_input(full, index, subject)


def _plain_relation(pairs: list[tuple[Array, Array]]) -> Iterator[str]:
    if all(close(got, -right) for got, right in pairs):
        yield "equal to the expected value with its sign turned"
    elif (digits := _digits(pairs)) is not None:
        yield f"the expected value rounded to {digits} decimals: give one more"


def _relation(pairs: list[tuple[Array, Array]], axes: str) -> Iterator[str]:
    def every(make: Callable[[Array], Array]) -> bool:
        return all(close(got, make(right)) for got, right in pairs)

    if every(lambda right: -right):
        yield "equal to the expected value with its sign turned"
    elif every(lambda right: 1 - right):
        yield "1 minus the expected value"
    elif all(np.ptp(got) < 1e-9 for got, _ in pairs) and all(got.size > 1 for got, _ in pairs):
        yield "the same number everywhere, whatever goes in"
    elif (factor := _factor(pairs)) is not None:
        yield f"{factor:.4g} times the expected value"
    elif (difference := _difference(pairs)) is not None:
        yield (
            f"the expected value plus {difference:.4g}"
            if difference > 0
            else (f"the expected value minus {-difference:.4g}")
        )
    elif (digits := _digits(pairs)) is not None:
        yield f"the expected value rounded to {digits} decimals: leave out the rounding"
    for axis, axis_name in enumerate(axes.split()):
        if all(got.shape[axis] > 1 and close(got, np.flip(right, axis)) for got, right in pairs):
            what = AXES.get(axis_name, "numbers")
            yield f"the expected value with the {what} in reverse order"


def _factor(pairs: list[tuple[Array, Array]]) -> float | None:
    factors = [float((got * right).sum() / (right * right).sum()) for got, right in pairs]
    fits = all(close(got, factor * right) for factor, (got, right) in zip(factors, pairs, strict=True))
    return factors[0] if fits and np.ptp(factors) < 1e-6 and abs(factors[0]) > 1e-9 else None


def _difference(pairs: list[tuple[Array, Array]]) -> float | None:
    differences = np.concatenate([(got - right).reshape(-1) for got, right in pairs])
    return float(differences[0]) if np.ptp(differences) < 1e-6 else None


def _digits(pairs: list[tuple[Array, Array]]) -> int | None:
    for digits in range(5):
        if all(close(got, np.round(right, digits)) for got, right in pairs):
            return digits
    return None


def _an_input(full: list[Seen], index: int, subject: str) -> Iterator[str]:
    for path, _ in leaves(full[0].call.arguments):
        if all(close(seen.got.arrays[index], dict(leaves(seen.call.arguments))[path]) for seen in full):
            yield f"{subject[0].upper()}{subject[1:]} is {path} itself, unchanged."


def _partly_right(evidence: Evidence) -> Iterator[str]:
    """Right for the first row, step or unit only, or for all but one."""
    words = {"B": ("row of the batch", "row"), "T": ("step", "step"), "H": ("unit", "unit")}
    for index, axes in enumerate(evidence.exercise.outputs.values()):
        full = [seen for seen in evidence.role("full") if seen.got.shapes == seen.expected.shapes]
        for axis, name in enumerate(axes.split()):
            if name not in words:
                continue
            right = [
                [
                    close(got, wanted)
                    for got, wanted in zip(
                        np.moveaxis(seen.got.arrays[index], axis, 0),
                        np.moveaxis(seen.expected.arrays[index], axis, 0),
                        strict=True,
                    )
                ]
                for seen in full
            ]
            if right and all(row[0] and not any(row[1:]) and len(row) > 1 for row in right):
                yield f"The first {words[name][0]} is right, and no other {words[name][1]}."
            elif right and all(row[-1] and not any(row[:-1]) and len(row) > 1 for row in right):
                yield f"The last {words[name][0]} is right, and no other {words[name][1]}."
            elif right and all(all(row[:-1]) and not row[-1] and len(row) > 1 for row in right):
                yield f"Every {words[name][0]} is right but the last."
            elif right and all(all(row[1:]) and not row[0] and len(row) > 1 for row in right):
                yield f"Every {words[name][0]} is right but the first."


def _sensitivity(evidence: Evidence) -> Iterator[str]:
    """Which arguments the output follows, and which it should follow."""
    deaf, curious = [], []
    for seen, first in evidence.pairs():
        if seen.got.problem is not None or first.got.problem is not None:
            return
        follows, should = not _equal(seen.got, first.got), not same(seen.expected, first.expected)
        if should and not follows:
            deaf.append(seen.call.moved.split(".")[-1])
        if follows and not should:
            curious.append(seen.call.moved.split(".")[-1])
    if deaf:
        pronoun = "does" if len(deaf) == 1 else "do"
        yield f"Your output does not change when {listed(deaf)} {pronoun}."
    if curious:
        yield f"Your output changes with {listed(curious)}, although it should not."


def _equal(one: Outcome, other: Outcome) -> bool:
    return same(one, other, 1e-9)


def _rows_mix(evidence: Evidence) -> Iterator[str]:
    """A row alone should give what it gives in the batch."""
    for seen in evidence.role("row"):
        whole = evidence.first.got
        if seen.got.problem is not None or whole.problem is not None:
            return
        for axes, alone, batch in zip(
            evidence.exercise.outputs.values(), seen.got.arrays, whole.arrays, strict=True
        ):
            fits = alone.ndim > 0 and alone.shape[1:] == batch.shape[1:]
            if axes.startswith("B") and fits and not close(alone[0], batch[-1]):
                yield "Rows of the batch influence each other: one alone gives other numbers than in company."
                return


def _not_repeatable(evidence: Evidence) -> Iterator[str]:
    for seen in evidence.role("again"):
        if not _equal(seen.got, evidence.first.got):
            yield f"The same call gives other numbers the second time. {REMEMBERS}"
