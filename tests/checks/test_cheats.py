"""Answers that try to be taken for right without being right.

What runs in the learner's own process can never be fenced in altogether: it may read the right answer out of
the package, or rewrite the package. That is left to the official grader, which runs answers in another
process. Everything cheaper than that is caught here.
"""

import itertools
import sys
import time

import numpy as np
import pytest

import gru_course as gc
from gru_course.checks.catalogue import EXERCISES
from gru_course.checks.exercise import PUBLIC_SEED
from gru_course.checks.judge import judge
from gru_course.checks.known import Known
from gru_course.checks.namespaces import verdict_on
from gru_course.checks.observe import observe, run
from gru_course.checks.outcome import Outcome
from gru_course.checks.probes import key

GATE = EXERCISES["reset_gate"]
COUNT = EXERCISES["count_parameters"]
BACKWARD = EXERCISES["gru_cell_backward"]
RIGHT = GATE.reference
OFFICIAL_SEED = 77_001


def wrong(x, h_prev, W_r, b_r):
    return np.zeros((len(x), len(b_r)))


# --- answers that are written down --------------------------------------------------------------------------


def stored_answers(exercise, seed):
    """What hard-coding comes to: every answer of one seed, found again by the bytes of the arguments."""

    book = {key(each.arguments): exercise.reference(**each.arguments) for each in exercise.calls(seed)}

    def look_up(x, h_prev, W_r, b_r):
        given = {"x": x, "h_prev": h_prev, "W_r": W_r, "b_r": b_r}
        return book.get(key(given), np.full((len(x), len(b_r)), 0.5))

    return look_up


def test_answers_written_down_for_the_public_seed_are_found_out_by_an_input_nobody_has_seen():
    verdict = verdict_on(GATE, stored_answers(GATE, PUBLIC_SEED))
    assert verdict.status == "wrong"
    assert "new ones" in verdict.said


def test_answers_written_down_for_the_public_seed_are_worth_nothing_with_another():
    assert verdict_on(GATE, stored_answers(GATE, PUBLIC_SEED), OFFICIAL_SEED).status == "wrong"


@pytest.mark.parametrize("exercise", [COUNT, GATE, BACKWARD], ids=lambda exercise: exercise.name)
def test_the_unseen_input_is_another_every_time(exercise):
    """Of eight, as there are 1,600 pairs of D and H only, and two of them may be the same by chance."""
    assert len({key(exercise.calls()[-1].arguments) for _ in range(8)}) > 1


def test_a_table_of_numbers_of_parameters_is_found_out():
    book = {tuple(each.arguments.values()): COUNT.reference(**each.arguments) for each in COUNT.calls()[:-1]}
    verdict = verdict_on(COUNT, lambda D, H: book.get((D, H), 0))
    assert verdict.status == "wrong"
    assert "new ones" in verdict.said


# --- objects that are equal to everything -------------------------------------------------------------------


class EqualToEverything:
    """Compares as one likes to hear, and is no number."""

    def __eq__(self, other):
        return True

    __ne__ = __lt__ = __gt__ = __le__ = __ge__ = __eq__
    __hash__ = None
    shape = property(lambda self: EqualToEverything())
    dtype = ndim = size = shape

    def __getattr__(self, name):
        return lambda *_, **__: EqualToEverything()


class EqualWithGarbage:
    """Compares as one likes to hear, and gives NumPy garbage."""

    def __init__(self, shape):
        self.garbage = np.full(shape, 0.123)

    def __eq__(self, other):
        return True

    __hash__ = None

    def __array__(self, dtype=None, copy=None):
        return self.garbage


class AgreeableArray(np.ndarray):
    """An array for which every comparison, and every function of NumPy, comes out well."""

    def __array_ufunc__(self, ufunc, method, *inputs, **options):
        return np.ones(self.shape, dtype=bool)

    def __array_function__(self, function, types, arguments, options):
        return True

    def __eq__(self, other):
        return np.ones(self.shape, dtype=bool)

    __hash__ = None

    def all(self, *_, **__):
        return True

    def astype(self, *_, **__):
        return self

    def copy(self, *_):
        return self


class AgreeableNumber(float):
    """A float that equals everything."""

    def __eq__(self, other):
        return True

    __ne__ = __lt__ = __gt__ = __le__ = __ge__ = __eq__
    __hash__ = None

    def __sub__(self, other):
        return 0.0

    __rsub__ = __sub__

    def __float__(self):
        return 4704.0


class Impostor:
    """Says that it is an array."""

    __class__ = np.ndarray
    shape = (1, 1)
    ndim = 2


def agreeable(x, h_prev, W_r, b_r):
    return np.full((len(x), len(b_r)), 0.5).view(AgreeableArray)


OBJECTS = {
    "equal to everything": (lambda x, h_prev, W_r, b_r: EqualToEverything(), "error"),
    "equal, with garbage": (lambda x, h_prev, W_r, b_r: EqualWithGarbage((len(x), len(b_r))), "wrong"),
    "an agreeable array": (agreeable, "wrong"),
    "an impostor": (lambda x, h_prev, W_r, b_r: Impostor(), "error"),
    "an array of objects": (
        lambda x, h_prev, W_r, b_r: np.full((len(x), len(b_r)), EqualToEverything(), dtype=object),
        "error",
    ),
    "True everywhere": (lambda x, h_prev, W_r, b_r: np.ones((len(x), len(b_r)), dtype=bool), "error"),
    "NaN everywhere": (lambda x, h_prev, W_r, b_r: np.full((len(x), len(b_r)), np.nan), "not finite"),
    "masked everywhere": (
        lambda x, h_prev, W_r, b_r: np.ma.masked_all((len(x), len(b_r))),
        ("wrong", "not finite"),
    ),
    "broadcasts to anything": (lambda x, h_prev, W_r, b_r: np.array(0.5), "shape"),
    "a string": (lambda x, h_prev, W_r, b_r: "right", "error"),
}


@pytest.mark.parametrize("name", OBJECTS)
def test_an_object_is_judged_by_its_numbers_and_not_by_what_it_says_of_itself(name):
    function, status = OBJECTS[name]
    verdict = verdict_on(GATE, function)
    assert not verdict
    assert verdict.status in status if isinstance(status, tuple) else verdict.status == status


def test_a_number_that_equals_everything_is_a_plain_number_here():
    assert verdict_on(COUNT, lambda D, H: AgreeableNumber(1.0)).status == "wrong"


@pytest.mark.parametrize(
    "returned",
    [
        EqualToEverything(),
        [EqualToEverything()] * 3,
        (np.zeros((1, 1)), np.zeros((1, 1)), EqualToEverything()),
        {"d_x": 1},
        (1, 2),
        "abc",
        range(3),
        (None, None, None),
    ],
    ids=lambda returned: type(returned).__name__,
)
def test_what_cannot_be_taken_apart_into_gradients_is_told_and_does_not_raise(returned):
    verdict = verdict_on(BACKWARD, lambda d_h, x, h_prev, params: returned)
    assert verdict.status == "error"
    assert len(verdict.said) > 20


# --- objects that misbehave when they are looked at ---------------------------------------------------------


class Raises:
    def __init__(self, error):
        self.error = error

    def __array__(self, dtype=None, copy=None):
        raise self.error


@pytest.mark.parametrize(
    "error", [ValueError("no"), MemoryError(), RecursionError(), SystemExit(), GeneratorExit()], ids=repr
)
def test_an_object_that_raises_when_it_is_asked_for_numbers_has_none(error):
    verdict = verdict_on(GATE, lambda x, h_prev, W_r, b_r: Raises(error))
    assert verdict.status == "error"
    assert "not an array of numbers" in verdict.said


@pytest.mark.skipif(not hasattr(__import__("signal"), "setitimer"), reason="needs a POSIX timer")
def test_an_object_that_takes_for_ever_to_give_its_numbers_is_stopped():
    class Slow:
        def __array__(self, dtype=None, copy=None):
            while True:
                time.sleep(0.01)

    asked = []

    def slow_to_be_read(x, h_prev, W_r, b_r):
        asked.append(x)
        return Slow()

    calls = GATE.calls()
    outcomes = observe(GATE, slow_to_be_read, calls, patience=0.3)
    assert len(asked) <= 1, "the patience is for all calls together"
    assert judge(Known(GATE, calls), outcomes).status == "error"


class Leaves(gc.GRUParams):
    """Gradients that raise when they are read."""

    def __init__(self):
        pass

    def __getattr__(self, name):
        raise KeyError(name)


def test_gradients_that_raise_when_they_are_read_are_told_and_do_not_raise():
    verdict = verdict_on(BACKWARD, lambda d_h, x, h_prev, params: (d_h, d_h, Leaves()))
    assert verdict.status == "error"


class LeavesAtOnce:
    def __getattr__(self, name):
        raise SystemExit


def test_gradients_that_leave_the_program_when_they_are_read_do_not():
    verdict = verdict_on(BACKWARD, lambda d_h, x, h_prev, params: (d_h, d_h, LeavesAtOnce()))
    assert verdict.status == "error"


class HostileFunction:
    """Raises whenever it is asked about itself."""

    def __getattr__(self, name):
        raise RuntimeError(name)

    def __call__(self, x, h_prev, W_r, b_r):
        return np.zeros((len(x), len(b_r)))


def test_a_function_that_raises_when_it_is_asked_its_name_is_judged_all_the_same():
    assert verdict_on(GATE, HostileFunction()).status == "wrong"


# --- answers that change afterwards -------------------------------------------------------------------------


def test_an_array_that_is_changed_after_it_was_returned_counts_as_it_was():
    kept = []

    def regrets(x, h_prev, W_r, b_r):
        for array, better in kept:
            array[...] = better
        returned = np.full((len(x), len(b_r)), 0.5)
        kept.append((returned, RIGHT(x, h_prev, W_r, b_r)))
        return returned

    assert verdict_on(GATE, regrets).status == "wrong"


def test_one_buffer_for_all_calls_is_no_fault():
    buffers = {}

    def reuses(x, h_prev, W_r, b_r):
        out = buffers.setdefault((len(x), len(b_r)), np.empty((len(x), len(b_r))))
        out[...] = RIGHT(x, h_prev, W_r, b_r)
        return out

    assert verdict_on(GATE, reuses)


def test_inputs_that_are_kept_and_changed_later_do_not_reach_the_judge():
    kept = []

    def keeps(x, h_prev, W_r, b_r):
        for array in itertools.chain.from_iterable(kept):
            array[...] = 0.0
        kept.append((x, h_prev, W_r, b_r))
        return np.full((len(x), len(b_r)), 0.5)  # right where all weights are 0

    assert verdict_on(GATE, keeps).status == "wrong"


def test_an_input_given_back_as_the_answer_and_changed_later_counts_as_it_was():
    kept = []

    def gives_back(x, h_prev, W_r, b_r):
        for view, better in kept:
            view[...] = better
        kept.append((h_prev, RIGHT(x, h_prev, W_r, b_r)))
        return h_prev[:]

    assert verdict_on(GATE, gives_back).status == "wrong"


# --- answers that look around -------------------------------------------------------------------------------


def arrays_in(thing, depth=3):
    """Every array that can be reached from a value of a frame through outcomes, lists, tuples and dicts."""
    if isinstance(thing, np.ndarray):
        yield thing
    elif depth and isinstance(thing, Outcome):
        yield from thing.arrays
    elif depth and isinstance(thing, dict):
        for value in list(thing.values()):
            yield from arrays_in(value, depth - 1)
    elif depth and isinstance(thing, list | tuple):
        for value in thing:
            yield from arrays_in(value, depth - 1)
    elif depth and type(thing).__module__.startswith("gru_course.checks"):
        yield from arrays_in(getattr(thing, "__dict__", {}), depth - 1)


def test_no_expected_outcome_is_anywhere_up_the_stack_while_the_answer_runs():
    found = []

    def peeks(x, h_prev, W_r, b_r):
        expected = RIGHT(x, h_prev, W_r, b_r)
        frame = sys._getframe(1)
        looked_at = 0
        while frame is not None:
            for name, value in frame.f_locals.items():
                for array in arrays_in(value, 4):
                    looked_at += 1
                    if array.shape == expected.shape and np.allclose(array, expected):
                        found.append((frame.f_code.co_qualname, name))
            frame = frame.f_back
        assert looked_at > 0
        return np.zeros_like(expected)

    verdict = verdict_on(GATE, peeks)
    assert found == []
    assert verdict.status == "wrong"


def test_the_judge_computes_what_is_expected_only_when_the_answer_has_ended(monkeypatch):
    running, asked = [], []

    def answer(x, h_prev, W_r, b_r):
        running.append(True)
        try:
            return np.zeros((len(x), len(b_r)))
        finally:
            running.pop()

    from gru_course.checks import known

    def watched(*arguments, **named):
        asked.append(bool(running))
        return run(*arguments, **named)

    monkeypatch.setattr(known, "run", watched)
    verdict_on(GATE, answer)
    assert asked
    assert not any(asked)


# --- answers that rewrite NumPy -----------------------------------------------------------------------------

PATCHES = {
    "allclose": lambda *_, **__: True,
    "isclose": lambda *_, **__: np.bool_(True),
    "isfinite": lambda *_, **__: np.array(True),
    "array_equal": lambda *_, **__: True,
    "all": lambda *_, **__: True,
}


@pytest.fixture
def numpy_put_back():
    kept = {name: getattr(np, name) for name in PATCHES}
    yield
    for name, function in kept.items():
        setattr(np, name, function)


@pytest.mark.usefixtures("numpy_put_back")
@pytest.mark.parametrize("patched", [[name] for name in PATCHES] + [list(PATCHES)], ids="+".join)
@pytest.mark.parametrize("value", [0.5, np.nan])
def test_rewriting_the_comparisons_of_numpy_during_a_call_gains_nothing(patched, value):
    def rewrites(x, h_prev, W_r, b_r):
        for name in patched:
            setattr(np, name, PATCHES[name])
        return np.full((len(x), len(b_r)), value)

    assert not verdict_on(GATE, rewrites)


@pytest.mark.usefixtures("numpy_put_back")
def test_rewriting_array_equal_does_not_hide_that_inputs_are_changed():
    def rewrites(x, h_prev, W_r, b_r):
        np.array_equal = PATCHES["array_equal"]
        r = RIGHT(x, h_prev, W_r, b_r)
        h_prev *= r
        return r

    verdict = verdict_on(GATE, rewrites)
    assert not verdict
    assert "h_prev" in verdict.said


# --- what is allowed ----------------------------------------------------------------------------------------


def test_reading_the_right_answer_out_of_the_package_is_left_to_the_official_grader():
    """Self-study cannot forbid it, and who looks up gc.gru_step has found a good place to learn."""

    def reads(d_h, x, h_prev, params):
        _, step = gc.gru_step(x, h_prev, params)
        return gc.nn.cell.gru_step_backward(d_h, step, params)

    assert verdict_on(BACKWARD, reads)
    assert verdict_on(GATE, GATE.reference)
