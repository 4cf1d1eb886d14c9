"""Right is right however it is written, and a wrong answer hears of the first of its faults."""

import re
import sys
import time
import warnings
from dataclasses import replace

import numpy as np
import pytest

from gru_course.checks.exercise import PUBLIC_SEED, Property
from gru_course.checks.judge import judge
from gru_course.checks.known import Known
from gru_course.checks.observe import observe
from gru_course.nn.activations import sigmoid
from tests.checks.judge.asking import GATE, each_exercise, each_function, gate, reset_gate, scaled
from tests.checks.trying import right_answer, spoilt, verdict

# --- right --------------------------------------------------------------------------------------------------


@each_exercise
def test_the_right_answer_is_right(exercise):
    found = verdict(exercise, right_answer(exercise))
    assert found.status == "right", found
    assert bool(found) is True
    assert found.misconception is None
    assert found.notes == ()
    assert found.hint == ""


@each_function
def test_an_answer_in_float32_is_right(exercise):
    def single(*arguments):
        return changed_type(exercise.reference(*arguments), np.float32)

    assert verdict(exercise, single)


@each_function
def test_an_answer_in_lists_is_right(exercise):
    if exercise.name == "gru_cell_backward":
        pytest.skip("lists of lists of gradients are read by position: its own tests say how")

    def lists(*arguments):
        return as_lists(exercise.reference(*arguments))

    assert verdict(exercise, lists)


def changed_type(returned, dtype):
    if isinstance(returned, tuple | list):
        return type(returned)(changed_type(each, dtype) for each in returned)
    if isinstance(returned, np.ndarray):
        return returned.astype(dtype)
    if isinstance(returned, int | float | np.number):
        return returned
    return returned.replace(**{name: array.astype(dtype) for name, array in returned})


def as_lists(returned):
    if isinstance(returned, tuple | list):
        return type(returned)(as_lists(each) for each in returned)
    return returned.tolist() if isinstance(returned, np.ndarray) else returned


@each_function
def test_prints_warnings_and_time_are_no_failure(exercise):
    def chatty(*arguments):
        print("looking at", arguments)
        print("to the other stream", file=sys.stderr)
        warnings.warn("of no account", stacklevel=1)
        np.float64(0.0) / np.float64(0.0)
        time.sleep(0.001)
        return exercise.reference(*arguments)

    found = verdict(exercise, chatty)
    assert found
    assert found.printed.startswith("looking at (")


@each_exercise
def test_what_the_notebook_has_set_makes_no_difference(exercise):
    def overflows(*arguments):
        np.exp(1000.0)
        return exercise.reference(*arguments)

    answer = overflows if exercise.kind == "function" else right_answer(exercise)
    wrong = (lambda *arguments: spoilt(exercise.reference(*arguments))) if answer is overflows else 1e300
    before = str(verdict(exercise, wrong))
    with np.errstate(all="raise"), warnings.catch_warnings(), np.printoptions(precision=1, suppress=True):
        warnings.simplefilter("error")
        assert verdict(exercise, answer)
        assert without_lines(str(verdict(exercise, wrong))) == without_lines(before)


def without_lines(text):
    return re.sub(r"in line \d+", "", text)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 1e300, -1e308])
def test_numbers_without_measure_do_not_upset_the_judgement_where_numpy_raises(bad):
    with np.errstate(all="raise"):
        assert not verdict(GATE, gate(lambda r: r * 0 + bad))
        assert not verdict(GATE, gate(lambda r: r * bad))


# --- the order ----------------------------------------------------------------------------------------------


def stub(x, h_prev, W_r, b_r):
    """Only words."""


def dots(x, h_prev, W_r, b_r): ...


def raises_not_implemented(x, h_prev, W_r, b_r):
    raise NotImplementedError


NOT_ATTEMPTED = [None, ..., stub, dots, raises_not_implemented, lambda *_: ..., lambda *_: None]


@pytest.mark.parametrize("answer", NOT_ATTEMPTED)
def test_a_stub_is_not_attempted(answer):
    found = verdict(GATE, answer)
    assert found.status == "not attempted"
    assert found.said
    assert not found
    assert found.shown is None


@each_exercise
def test_nothing_is_not_attempted_in_every_exercise(exercise):
    assert verdict(exercise, None).status == "not attempted"
    assert verdict(exercise, ...).status == "not attempted"


def nan_in_the_wrong_shape(r):
    return np.full((7, 7), np.nan)


def nan_and_wrong(r):
    return np.where(np.arange(r.size).reshape(r.shape) == 0, np.nan, 2 * r)


def raises_after_returning_wrong(x, h_prev, W_r, b_r):
    if len(x) > 1:
        raise ValueError("too many rows")
    return np.ones((9, 9))


def out_of_range_and_writing(x, h_prev, W_r, b_r):
    x += 1
    return 5 * reset_gate(x, h_prev, W_r, b_r)


def right_but_writing(x, h_prev, W_r, b_r):
    r = reset_gate(x, h_prev, W_r, b_r)
    h_prev *= 2
    return r


def overflowing_and_writing(x, h_prev, W_r, b_r):
    r = reset_gate(x, h_prev, W_r, b_r)
    r = np.where(np.abs(x).max() > 50, np.nan, r)
    h_prev *= 2
    return r


@pytest.mark.parametrize(
    ("answer", "status", "words"),
    [
        (raises_after_returning_wrong, "error", "too many rows"),
        (gate(nan_in_the_wrong_shape), "shape", "(7, 7)"),
        (gate(nan_and_wrong), "not finite", "NaN"),
        (out_of_range_and_writing, "wrong", "other numbers"),
        (overflowing_and_writing, "not finite", "+-1000"),
        (right_but_writing, "wrong", "changes h_prev"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_an_answer_that_is_wrong_in_several_ways_hears_of_the_first(answer, status, words):
    found = verdict(GATE, answer)
    assert found.status == status
    assert words in found.said


def test_the_mistake_is_named_although_the_answer_writes_into_its_inputs_too():
    def two_faults(x, h_prev, W_r, b_r):
        a = np.concatenate([x, h_prev], axis=-1) @ W_r
        x *= 0
        return sigmoid(a)

    assert verdict(GATE, two_faults).misconception == "no-bias"


def test_a_property_is_asked_for_only_where_the_numbers_are_right():
    never = replace(GATE, properties=(Property("never", "This never holds.", lambda *_: False),))
    assert verdict(never, reset_gate).said == "This never holds."
    assert verdict(never, gate(lambda r: 2 * r)).said != "This never holds."


# --- one call goes wrong ------------------------------------------------------------------------------------


@each_function
@pytest.mark.parametrize("role", ["small", "full", "again", "row", "moved", "extreme", "fresh"])
def test_an_exception_in_one_call_alone_is_told_and_not_passed_on(exercise, role):
    calls = exercise.calls(PUBLIC_SEED)
    index = next((index for index, call in enumerate(calls) if call.role == role), None)
    if index is None:
        pytest.skip("no such call")
    count = iter(range(len(calls)))

    def raises_once(*arguments):
        if next(count) == index:
            raise ZeroDivisionError("division by zero")
        return exercise.reference(*arguments)

    outcomes = observe(exercise, raises_once, calls)
    found = judge(Known(exercise, calls), outcomes)
    assert found.status in ("error", "wrong")
    assert "ZeroDivisionError" in found.message


@each_function
def test_an_answer_that_is_wrong_for_one_call_alone_is_wrong(exercise):
    calls = exercise.calls(PUBLIC_SEED)
    for index in range(len(calls)):
        outcomes = observe(exercise, exercise.reference, calls)
        first = outcomes[index].arrays[0]
        outcomes[index] = replace(outcomes[index], arrays=(first + 1, *outcomes[index].arrays[1:]))
        found = judge(Known(exercise, calls), outcomes)
        assert not found, calls[index].label
        assert found.status == "wrong"
        outcomes[index] = replace(outcomes[index], arrays=(first * np.nan, *outcomes[index].arrays[1:]))
        assert not judge(Known(exercise, calls), outcomes), calls[index].label


@each_function
def test_a_difference_of_one_in_a_thousand_is_no_rounding(exercise):
    def nearly(*arguments):
        return scaled(exercise.reference(*arguments), 1.001)

    assert not verdict(exercise, nearly)
