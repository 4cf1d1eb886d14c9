"""Numbers as learners read them, and the small words around them."""

import numpy as np
import pytest

from gru_course.checks.outcome import Outcome
from gru_course.checks.words import callers, number_text, outcome_text, right_ones


def outcome(*arrays):
    return Outcome(tuple(np.array(array, dtype=float) for array in arrays))


@pytest.mark.parametrize(
    ("came", "shown"),
    [(9, "9"), (0, "0"), (-3, "-3"), (15, "15"), ([1, 0], "[1, 0]"), (0.5, "0.5"), ([1, 0.5], "[1.0, 0.5]")],
)
def test_whole_numbers_are_shown_as_they_were_written(came, shown):
    assert outcome_text(outcome(came), ["a"]) == shown


def test_of_several_pieces_each_is_shown_by_itself():
    assert outcome_text(outcome([1, 2], [0.5, 1]), ["W", "b"]) == "W = [1, 2]\nb = [0.5, 1.0]"


def test_a_call_keeps_its_decimals_so_that_it_can_be_typed_in():
    assert number_text(np.array([[1.0, -2.0]])) == "[[1.0, -2.0]]"


def test_a_number_that_is_nearly_whole_has_a_digit_behind_its_point():
    assert number_text(np.array([[-3.0000001, 2.99999999]])) == "[[-3.0, 3.0]]"


def test_what_is_no_number_is_told_apart_from_whole_ones():
    assert outcome_text(outcome([np.nan, 1]), ["a"]) == "[nan, 1.0]"
    assert outcome_text(outcome([np.inf, 1]), ["a"]) == "[inf, 1]"


@pytest.mark.parametrize(
    ("names", "said"),
    [(["dW"], "dW, which belongs to the caller"), (["dW", "db"], "dW and db, which belong to the caller")],
)
def test_one_thing_belongs_and_several_belong(names, said):
    assert callers(names) == said


@pytest.mark.parametrize(
    ("right", "label", "said"),
    [
        ([True, False], "[h_1, h_2]", "1 of the 2 numbers is right: h_1."),
        ([False, True, True], "h", "2 of the 3 numbers are right: the second and the third."),
        ([False, False], "[h_1, h_2]", "None of the 2 numbers is right yet."),
        ([False] * 7 + [True], "h", "1 of the 8 numbers is right: number 8."),
    ],
)
def test_it_is_said_which_of_several_numbers_are_right(right, label, said):
    assert right_ones(right, label) == said
