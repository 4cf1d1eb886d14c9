"""What is said of a wrong answer, what is shown of it, and that feedback holds no hidden input."""

import re
from dataclasses import replace

import numpy as np
import pytest

from gru_course.checks.catalogue import EXERCISES
from gru_course.checks.exercise import Exercise, Misconception
from gru_course.checks.namespaces import verdict_on
from gru_course.checks.observe import observe
from gru_course.checks.probes import key, leaves
from gru_course.checks.words import call_text, number_text
from tests.checks.judge.asking import GATE, each_function, reset_gate, scaled
from tests.checks.trying import right_but, shapes, spoilt, verdict


@pytest.mark.parametrize(("units", "label"), [(1, "small 1"), (2, "small 2"), (3, "small 3")])
def test_the_smallest_input_that_differs_is_shown_with_both_results(units, label):
    exercise = replace(GATE, misconceptions=())
    calls = {call.label: call for call in exercise.calls()}
    answer = right_but(exercise, lambda arguments: arguments["h_prev"].shape[1] >= units)
    found = verdict(exercise, answer)
    shown = calls[label].arguments
    assert found.shown.call == call_text("reset_gate", shown)
    assert found.shown.expected == number_text(reset_gate(**shown))
    assert found.shown.got == number_text(reset_gate(**shown) + 1)
    for part in (found.shown.got, found.shown.expected, "called:", "got:", "expected:"):
        assert part in found.message


@each_function
def test_what_is_shown_differs_where_it_is_shown(exercise):
    for amount in (1.0, 1e-3, 5e-5):
        found = verdict(exercise, lambda *a, amount=amount: moved_by(exercise.reference(*a), amount))
        assert not found
        if found.shown is not None:
            assert found.shown.got != found.shown.expected


def moved_by(returned, amount):
    if isinstance(returned, tuple | list):
        return type(returned)(moved_by(each, amount) for each in returned)
    if isinstance(returned, int | np.integer):
        return returned + 1
    if isinstance(returned, float | np.floating | np.ndarray):
        return returned + amount * (1 + abs(returned))
    return returned.replace(**{name: array + amount * (1 + abs(array)) for name, array in returned})


@each_function
def test_feedback_holds_no_input_and_no_expected_value(exercise):
    answers = [
        lambda *arguments: spoilt(exercise.reference(*arguments)),
        lambda *arguments: scaled(exercise.reference(*arguments), 0.5),
        lambda *_: np.ones((7, 7)),
        lambda *_: np.nan,
        lambda *_: None if len(_) > 99 else print(_),
        right_but(exercise, lambda arguments: key(arguments) != "never"),
    ]
    for answer in answers:
        found = verdict(exercise, answer)
        assert not found
        secret = {f"{value:.4f}" for value in hidden_numbers(exercise)}
        given = set(re.findall(r"-?\d+\.\d{3,}", found.feedback))
        assert not {value for value in given if f"{float(value):.4f}" in secret}, found.feedback
        assert "called:" not in found.feedback
        assert "expected:" not in found.feedback
        assert "got:" not in found.feedback
        assert not found.printed or found.printed not in found.feedback


def hidden_numbers(exercise):
    for call in exercise.calls():
        for _, array in leaves(call.arguments):
            yield from array.reshape(-1)
    for outcome in observe(exercise, exercise.reference, exercise.calls()):
        for array in outcome.arrays:
            yield from array.reshape(-1)


def test_a_wrong_number_of_pieces_is_told_with_the_ones_that_are_asked_for():
    def both(x, h_prev):
        return x + h_prev, x - h_prev

    exercise = Exercise(
        "both",
        "01_sequences",
        "Both",
        1,
        1,
        both,
        ("", "", ""),
        draw=lambda rng, sizes: {
            "x": rng.normal(size=(sizes.B, sizes.H)),
            "h_prev": rng.normal(size=(sizes.B, sizes.H)),
        },
        outputs={"sum": "B H", "difference": "B H"},
        read=lambda returned: tuple(returned),
    )
    assert verdict(exercise, both)
    found = verdict(exercise, lambda x, h_prev: (x + h_prev,))
    assert found.status == "error"
    assert "sum and difference" in found.said
    assert verdict(exercise, lambda x, h_prev: 7).status == "error"
    half = verdict(exercise, lambda x, h_prev: (x + h_prev, x))
    assert half.said == "difference is off; sum is right."
    assert shapes(exercise.calls()[0].arguments) == ((1, 1), (1, 1))


OF_BOOLS = """
def reset_gate(x, h_prev, W_r, b_r):
    return np.concatenate([x, h_prev], axis=-1) @ W_r + b_r > 0
"""


def test_a_mistake_that_returns_no_numbers_is_named_whatever_the_function_is_called():
    bools = Misconception("bools", "a question, not a share", "Numbers, please.", (OF_BOOLS,))
    exercise = replace(GATE, misconceptions=(bools,))

    def my_own_name(x, h_prev, W_r, b_r):
        return reset_gate(x, h_prev, W_r, b_r) > 0.5

    found = verdict(exercise, my_own_name)
    assert (found.status, found.misconception) == ("error", "bools")
    assert "my_own_name returned is an array of type bool" in found.said


def test_feedback_does_not_quote_the_inputs_that_an_exception_quotes():
    def telling(x, h_prev, W_r, b_r):
        raise ValueError(str(x.tolist()))

    verdict = verdict_on(EXERCISES["reset_gate"], telling)
    (number, *_) = re.findall(r"\d\.\d+", verdict.message)
    assert verdict.status == "error"
    assert number not in verdict.feedback
