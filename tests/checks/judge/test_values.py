"""Values and designs, which are handed in instead of a function."""

from dataclasses import replace

import numpy as np
import pytest

from gru_course.checks.catalogue import EXERCISES
from gru_course.checks.exercise import Exercise, Property
from gru_course.checks.namespaces import verdict_on
from tests.checks.trying import DESIGNS, VALUES, verdict


@pytest.mark.parametrize("exercise", VALUES, ids=lambda exercise: exercise.name)
def test_a_value_may_come_as_a_list_with_brackets_or_rounded_to_the_decimals_asked_for(exercise):
    right = np.array(exercise.reference(), dtype=np.float64)
    assert verdict(exercise, right.tolist())
    assert verdict(exercise, right[None])
    assert verdict(exercise, right + exercise.tolerance / 2)
    off = right + 0.05
    found = verdict(exercise, off)
    assert found.status == "wrong"
    assert found.said


@pytest.mark.parametrize("exercise", VALUES, ids=lambda exercise: exercise.name)
def test_a_wrong_value_is_not_told_how_far_it_is_from_the_right_one(exercise):
    """Or any guess would give the answer away."""
    right = np.array(exercise.reference(), dtype=np.float64)
    for wrong in (right + 0.057, right * 1.37, 0 * right + 0.057):
        found = verdict(replace(exercise, misconceptions=()), wrong)
        assert found.status == "wrong"
        assert not any(word in found.message for word in ("plus", "minus", "times"))
        assert found.shown is None or not found.shown.expected


def test_a_value_says_how_many_of_several_numbers_are_right():
    exercise = Exercise(
        "three",
        "01_sequences",
        "Three",
        1,
        1,
        lambda: np.array([0.1, 0.2, 0.3]),
        ("", "", ""),
        kind="value",
        outputs={"answer": "H"},
        tolerance=6e-4,
    )
    assert (
        verdict(exercise, [0.1, 0.2, 0.4]).said == "2 of the 3 numbers are right: the first and the second."
    )
    assert verdict(exercise, [0.1, 0.5, 0.4]).said == "1 of the 3 numbers is right: the first."
    assert verdict(exercise, [0.1, 0.2]).status == "shape"


DOUBLES = Exercise(
    "doubles",
    "01_sequences",
    "Choose a w that doubles what comes in",
    1,
    1,
    lambda w: _doubled(w),
    ("", "", ""),
    kind="design",
    example=2.0,
    outputs={"what comes out": ""},
    properties=(
        Property("grows", "It does not grow.", lambda _, pieces: bool(pieces[0][1] > 1)),
        Property("doubles", "It does not double.", lambda _, pieces: bool(abs(pieces[0][1] - 2) < 0.1)),
    ),
)


def _doubled(w):
    if not isinstance(w, int | float):
        raise ValueError(f"one number is expected, and this is a {type(w).__name__}.")
    return w * np.array([0.0, 1.0, 2.0])


def test_a_design_is_judged_by_what_it_does():
    assert verdict(DOUBLES, 2.0)
    assert verdict(DOUBLES, 2.05)
    assert verdict(DOUBLES, 1.5).said == "It does not double."
    found = verdict(DOUBLES, 0.5)
    assert found.status == "wrong"
    assert found.said == "It does not grow."
    assert found.notes == ("It does not double.",)
    assert verdict(DOUBLES, np.nan).status == "not finite"


def test_a_design_of_the_wrong_kind_is_told_what_is_expected_and_no_line_of_the_courses_code():
    found = verdict(DOUBLES, [2.0])
    assert found.status == "error"
    assert found.said == "This cannot be tried: one number is expected, and this is a list."


JUNK = [
    0,
    -1.5,
    "text",
    b"bytes",
    (),
    [],
    {},
    [[1.0], [1.0, 2.0]],
    1j,
    np.zeros((7, 7)),
    object(),
    np.nan,
    set(),
]


@pytest.mark.parametrize("exercise", [*VALUES, *DESIGNS], ids=lambda exercise: exercise.name)
@pytest.mark.parametrize("junk", JUNK, ids=lambda junk: type(junk).__name__)
def test_a_value_or_design_that_is_junk_is_told_so_and_nothing_breaks(exercise, junk):
    found = verdict(exercise, junk)
    assert not found
    assert found.status != "not attempted"
    assert found.said
    assert str(found)
    assert "trying.py" not in str(found)


@pytest.mark.parametrize("exercise", VALUES, ids=lambda exercise: exercise.name)
def test_a_value_that_is_handed_in_is_not_changed(exercise):
    answer = np.array(exercise.reference(), dtype=np.float64)
    before = answer.copy()
    assert verdict(exercise, answer)
    np.testing.assert_array_equal(answer, before)


@pytest.mark.parametrize(
    ("wrong", "law"),
    [
        ({"W_z": 0.0}, "hardly-written"),
        ({"W_z[2]": 16.0, "W_z[1]": 0.0}, "hardly-written"),
        ({"b_h[:]": 9.0}, "same-for-both-bits"),
        ({"W_h[1]": 9.0}, "same-for-both-bits"),
        ({"W_h[0]": 0.4}, "too-weak"),
        ({"W_z[1]": 7.0}, "too-weak"),
        ({"W_h[0]": -3.0}, "stores-opposite"),
        ({"b_z[:]": -3.0}, "disturbed"),
        ({"W_h[0]": 0.0}, "never-moves"),
    ],
)
def test_a_latch_that_fails_is_told_which_part_of_it_fails(wrong, law):
    latch = EXERCISES["latch"]
    weights = {name: array.copy() for name, array in latch.example}
    for place, number in wrong.items():
        name, _, index = place.partition("[")
        weights[name][{"": ..., ":]": ...}.get(index) or int(index[:-1])] = number
    assert verdict_on(latch, latch.example.replace(**weights)).misconception == law


def test_a_design_is_told_which_of_its_properties_does_not_hold_by_name():
    latch = EXERCISES["latch"]
    shut = latch.example.replace(W_z=0.0, b_z=-8.0)
    verdict = verdict_on(latch, shut)
    assert verdict.misconception in {each.name for each in latch.properties}
    assert verdict.said in {each.words for each in latch.properties}
