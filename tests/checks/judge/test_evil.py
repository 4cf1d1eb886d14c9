"""Nothing that an answer does, to its inputs or to the program, can upset the judgement."""

import sys
import time

import numpy as np
import pytest

from gru_course.checks.exercise import PUBLIC_SEED
from gru_course.checks.judge import judge
from gru_course.checks.known import Known
from gru_course.checks.observe import observe
from gru_course.checks.probes import key, leaves
from gru_course.checks.verdict import Verdict
from tests.checks.judge.asking import GATE, each_function, reset_gate
from tests.checks.trying import verdict

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
