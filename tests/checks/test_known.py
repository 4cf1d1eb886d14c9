"""What known mistakes make of an input is worked out once, and looking it up finds all that may be meant."""

from dataclasses import replace
from itertools import islice

import numpy as np
import pytest

from gru_course.checks.bank import mutants, pairs
from gru_course.checks.catalogue import EXERCISES
from gru_course.checks.known import Growing, Known
from gru_course.checks.observe import run
from gru_course.checks.outcome import Outcome, same
from tests.checks.trying import FUNCTIONS

SEED = 77
HOW_MANY = 120
"""Of the mistakes of an exercise; all of them are named one by one in the tests of the bank."""


def known_of(exercise):
    return Known(exercise, exercise.calls(SEED, fresh=SEED))


def first_full(known):
    return next(number for number, call in enumerate(known.calls) if call.role == "full")


def nearly(outcome, exercise, rng):
    """The same numbers, each as far off as it may be."""
    return replace(
        outcome,
        arrays=tuple(
            array
            + rng.choice([-1.0, 1.0], size=array.shape) * 0.999 * exercise.tolerance * (1 + np.abs(array))
            for array in outcome.arrays
        ),
    )


@pytest.mark.parametrize("exercise", FUNCTIONS, ids=lambda exercise: exercise.name)
@pytest.mark.parametrize("kind", ["mistakes", "two_at_once"])
def test_every_mistake_that_gives_the_same_is_among_those_that_are_looked_at(exercise, kind, rng):
    known = known_of(exercise)
    number = first_full(known)
    bank = list(islice({"mistakes": mutants, "two_at_once": pairs}[kind](exercise), HOW_MANY))
    made = [run(mutant.function, exercise, [known.calls[number]])[0] for mutant in bank]
    for one in made[:: max(1, len(made) // 20)]:
        came = nearly(one, exercise, rng)
        found = [mutant.source for mutant in getattr(known, kind)(number, came)]
        alike = [
            m.source for m, other in zip(bank, made, strict=True) if same(other, came, exercise.tolerance)
        ]
        assert [source for source in found if source in alike] == alike
        again = [mutant.source for mutant in getattr(known, kind)(number, came)]
        assert again == found


def test_few_others_are_looked_at():
    exercise = EXERCISES["gru_cell"]
    known = known_of(exercise)
    number = first_full(known)
    (right,) = run(exercise.reference, exercise, [known.calls[number]])
    assert len(list(known.mistakes(number, right))) < len(list(mutants(exercise))) / 20


def test_no_mistake_is_run_twice_on_one_input(monkeypatch):
    exercise = EXERCISES["reset_gate"]
    known = known_of(exercise)
    ran = []

    def counting(function, exercise, calls, watch):
        ran.append(function)
        return run(function, exercise, calls, watch)

    monkeypatch.setattr("gru_course.checks.known.run", counting)
    came = Outcome((np.zeros((3, 2)),))
    for _ in range(3):
        list(known.mistakes(3, came))
    assert len(ran) == len(list(mutants(exercise)))


def test_what_is_right_is_what_the_reference_gives():
    exercise = EXERCISES["candidate"]
    known = known_of(exercise)
    for call, expected in zip(known.calls, known.expected, strict=True):
        np.testing.assert_array_equal(expected.arrays[0], exercise.reference(**call.arguments))


def test_a_growing_list_makes_each_item_once_and_no_more_than_are_asked_for():
    made = []

    def items():
        for number in range(5):
            made.append(number)
            yield number

    growing = Growing(items())
    assert list(islice(growing, 2)) == [0, 1]
    assert made == [0, 1]
    assert list(growing) == list(growing) == [0, 1, 2, 3, 4]
    assert made == [0, 1, 2, 3, 4]
