"""Answers of every kind, and the ways in which a test tries them."""

import functools
from collections.abc import Callable

import numpy as np

from gru_course.checks.catalogue import EXERCISES
from gru_course.checks.exercise import PUBLIC_SEED, Exercise
from gru_course.checks.judge import judge
from gru_course.checks.known import Known
from gru_course.checks.observe import observe, run
from gru_course.checks.outcome import same
from gru_course.checks.probes import copied, leaves

OFFICIAL_SEED = 7_340_033
"""Stands for the seeds of graded runs, which learners do not know."""

FUNCTIONS = [exercise for exercise in EXERCISES.values() if exercise.kind == "function"]
VALUES = [exercise for exercise in EXERCISES.values() if exercise.kind == "value"]
DESIGNS = [exercise for exercise in EXERCISES.values() if exercise.kind == "design"]
OF_ARRAYS = [
    exercise for exercise in FUNCTIONS if any(True for _ in leaves(exercise.calls(0, 0)[0].arguments))
]
"""Functions that take arrays; the others take a few whole numbers."""


def verdict(exercise: Exercise, answer, seed: int = PUBLIC_SEED, *, keep=lambda call: True, patience=20.0):
    """Judge an answer on those of the calls that are kept; the same answer always gets the same verdict."""
    calls = [call for call in exercise.calls(seed, fresh=seed) if keep(call)]
    return judge(Known(exercise, calls), observe(exercise, answer, calls, patience))


def right_answer(exercise: Exercise):
    if exercise.kind == "design":
        return exercise.example
    return exercise.reference if exercise.kind == "function" else exercise.reference()


def as_answer(exercise: Exercise, function: Callable):
    """What a learner who makes this mistake hands in: the function, or the value that it gives."""
    return function if exercise.kind == "function" else function()


def shows(exercise: Exercise, function: Callable, calls) -> list[bool]:
    """For each call, whether it shows that the function is not right."""
    right = run(exercise.reference, exercise, calls)
    made = run(function, exercise, calls)
    return [
        bool(one.changed) or not same(one, other, exercise.tolerance)
        for one, other in zip(made, right, strict=True)
    ]


def spoilt(returned):
    """The same with every number a little larger, whatever it is made of."""
    if isinstance(returned, tuple | list):
        return type(returned)(spoilt(each) for each in returned)
    if isinstance(returned, int | float | np.number | np.ndarray):
        return returned + 1
    return returned.replace(**{name: array + 1 for name, array in returned})


def right_but(exercise: Exercise, goes_wrong: Callable[[dict], bool]):
    """A right answer, but for the inputs on which `goes_wrong`."""
    names = list(exercise.calls(0, 0)[0].arguments)

    @functools.wraps(exercise.reference)
    def answer(*arguments):
        given = dict(zip(names, arguments, strict=True))
        wrong = goes_wrong(given)
        returned = exercise.reference(*copied(given).values())
        return spoilt(returned) if wrong else returned

    return answer


def shapes(arguments: dict) -> tuple:
    return tuple(array.shape for _, array in leaves(arguments))
