"""The exercises that the judge is asked about, and answers made of the right one."""

from dataclasses import replace

import numpy as np
import pytest

from gru_course.checks.catalogue import EXERCISES
from tests.checks.trying import FUNCTIONS

GATE = EXERCISES["reset_gate"]
reset_gate = GATE.reference

WITHOUT_BANK = {name: replace(exercise, misconceptions=()) for name, exercise in EXERCISES.items()}
"""What is asked here is not what a mistake is called, and naming takes the longest."""

each_exercise = pytest.mark.parametrize("exercise", WITHOUT_BANK.values(), ids=list(WITHOUT_BANK))
each_function = pytest.mark.parametrize(
    "exercise", [WITHOUT_BANK[exercise.name] for exercise in FUNCTIONS], ids=lambda exercise: exercise.name
)


def gate(change):
    def answer(x, h_prev, W_r, b_r):
        return change(reset_gate(x, h_prev, W_r, b_r))

    return answer


def scaled(returned, factor):
    if isinstance(returned, tuple | list):
        return type(returned)(scaled(each, factor) for each in returned)
    if isinstance(returned, int | float | np.number | np.ndarray):
        return returned * factor
    return returned.replace(**{name: array * factor for name, array in returned})
