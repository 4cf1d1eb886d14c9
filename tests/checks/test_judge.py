"""The order of judgement, and that nothing an answer does can upset it."""

import re
import sys
import time
import warnings
from dataclasses import replace

import numpy as np
import pytest

from gru_course.checks.catalogue import EXERCISES
from gru_course.checks.exercise import PUBLIC_SEED, Exercise, Misconception, Property
from gru_course.checks.judge import judge
from gru_course.checks.known import Known
from gru_course.checks.namespaces import verdict_on
from gru_course.checks.observe import observe
from gru_course.checks.probes import key, leaves
from gru_course.checks.verdict import Verdict
from gru_course.checks.words import call_text, number_text
from gru_course.nn.activations import sigmoid
from tests.checks.trying import (
    DESIGNS,
    FUNCTIONS,
    VALUES,
    right_answer,
    right_but,
    shapes,
    spoilt,
    verdict,
)

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


def scaled(returned, factor):
    if isinstance(returned, tuple | list):
        return type(returned)(scaled(each, factor) for each in returned)
    if isinstance(returned, int | float | np.number | np.ndarray):
        return returned * factor
    return returned.replace(**{name: array * factor for name, array in returned})


# --- what is shown ------------------------------------------------------------------------------------------


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


# --- inputs -------------------------------------------------------------------------------------------------


@each_function
def test_a_learner_who_writes_into_everything_spoils_no_other_call(exercise):
    def scribbles(*arguments):
        returned = exercise.reference(*arguments)
        for _, array in leaves(dict(enumerate(arguments))):
            array[...] = 99.0
        return returned

    calls = exercise.calls(PUBLIC_SEED, fresh=0)
    before = [key(call.arguments) for call in calls]
    outcomes = observe(exercise, scribbles, calls)
    assert [key(call.arguments) for call in calls] == before
    found = judge(Known(exercise, calls), outcomes)
    assert [key(call.arguments) for call in calls] == before
    if any(True for _ in leaves(calls[0].arguments)):
        assert found.status == "wrong"
        assert "changes" in found.said
        for path, _ in leaves(calls[0].arguments):
            assert path in found.said


def test_an_answer_that_is_a_view_of_an_input_is_judged_as_it_was_returned():
    kept = []

    def returns_the_same_array_again(x, h_prev, W_r, b_r):
        r = reset_gate(x, h_prev, W_r, b_r)
        kept.append(r)
        for old in kept[:-1]:
            old[...] = 7.0
        return r

    assert verdict(GATE, returns_the_same_array_again)


@pytest.mark.parametrize("exercise", VALUES, ids=lambda exercise: exercise.name)
def test_a_value_that_is_handed_in_is_not_changed(exercise):
    answer = np.array(exercise.reference(), dtype=np.float64)
    before = answer.copy()
    assert verdict(exercise, answer)
    np.testing.assert_array_equal(answer, before)


# --- values and designs -------------------------------------------------------------------------------------


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


# --- evil answers -------------------------------------------------------------------------------------------


class EqualToEverything:
    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    __hash__ = None


class ExitsWhenRead:
    def __array__(self, *_, **__):
        sys.exit(0)


class RaisesWhenAsked:
    def __getattr__(self, name):
        raise RuntimeError("ask me nothing")

    @property
    def __class__(self):
        raise RuntimeError("ask me nothing")


class Sly(np.ndarray):
    def __array_ufunc__(self, *_, **__):
        return True

    def __eq__(self, other):
        return True

    __hash__ = None


def calls_itself(*arguments):
    return calls_itself(*arguments)


EVIL = {
    "equal to everything": lambda *_: EqualToEverything(),
    "exits when it is read": lambda *_: ExitsWhenRead(),
    "raises when it is asked": lambda *_: RaisesWhenAsked(),
    "sly": lambda *_: np.zeros((1, 1)).view(Sly),
    "leaves": lambda *_: sys.exit(0),
    "never ends in itself": calls_itself,
    "a generator": lambda *_: (i for i in range(3)),
    "a class": lambda *_: int,
    "itself": lambda *_: EVIL,
    "text": lambda *_: "0.5",
    "ragged": lambda *_: [[1.0], [1.0, 2.0]],
    "complex": lambda *_: np.ones((1, 1)) * 1j,
    "true": lambda *_: True,
    "empty": lambda *_: np.zeros((0, 3)),
    "dates": lambda *_: np.zeros((1, 1), dtype="datetime64[D]"),
    "objects": lambda *_: np.array([[None]]),
    "many axes": lambda *_: np.zeros((1,) * 30),
}


@each_function
@pytest.mark.parametrize("name", EVIL)
def test_no_answer_however_evil_is_right_or_breaks_the_check(exercise, name):
    found = verdict(exercise, EVIL[name])
    assert isinstance(found, Verdict)
    assert not found
    assert found.said
    assert str(found)


def test_a_function_that_ends_the_program_is_an_error():
    found = verdict(GATE, EVIL["leaves"])
    assert found.status == "error"
    assert "SystemExit" in found.said


def test_an_endless_loop_ends_with_the_patience_and_says_so():
    def endless(x, h_prev, W_r, b_r):
        while len(b_r) > 1:
            pass
        return reset_gate(x, h_prev, W_r, b_r)

    found = verdict(GATE, endless, patience=0.2)
    assert found.status == "error"
    assert "loop that never ends" in found.said


def test_an_answer_that_is_slow_to_be_read_ends_with_the_patience_too():
    class Slow:
        def __array__(self, *_, **__):
            time.sleep(60)

    assert "had not come back" in verdict(GATE, lambda *_: Slow(), patience=0.2).said


def test_a_learner_can_interrupt_a_check():
    def interrupted(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        verdict(GATE, interrupted)
    assert verdict(GATE, reset_gate)


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
