"""Whatever a learner's function does, the caller gets back what happened."""

import functools
import signal
import sys
import threading
import time
import warnings

import numpy as np
import pytest

from gru_course.calling import LONGEST_LINE, LONGEST_PRINT, TooSlow, call, name_of, time_limit

ARGUMENTS = {"x": np.array([1.0, 2.0]), "h_prev": np.array([3.0, 4.0])}


def twice(x, h_prev):
    return 2 * x + h_prev


def by_name_only(*, h_prev, x):
    return 2 * x + h_prev


def other_names(first, second):
    return 2 * first + second


class Twice:
    def method(self, x, h_prev):
        return 2 * x + h_prev

    def __call__(self, x, h_prev):
        return 2 * x + h_prev


@pytest.mark.parametrize(
    "function",
    [
        twice,
        by_name_only,
        other_names,
        lambda *both: 2 * both[0] + both[1],
        lambda **both: 2 * both["x"] + both["h_prev"],
        lambda x, h_prev, more=0: 2 * x + h_prev + more,
        Twice(),
        Twice().method,
        functools.partial(lambda two, x, h_prev: two * x + h_prev, 2),
    ],
)
def test_arguments_go_by_position_or_by_name_where_there_is_no_other_way(function):
    called = call(function, ARGUMENTS)
    assert called.failure is None
    np.testing.assert_array_equal(called.returned, [5.0, 8.0])


def test_a_built_in_function_can_be_called_too():
    np.testing.assert_array_equal(call(np.add, ARGUMENTS).returned, [4.0, 6.0])


# --- what is raised -----------------------------------------------------------------------------------------


def raiser(error):
    def raises(*_):
        raise error

    return raises


@pytest.mark.parametrize(
    "error",
    [
        ValueError("no"),
        SystemExit(2),
        GeneratorExit(),
        BaseException("all of it"),
        AssertionError(),
        StopIteration(),
    ],
)
def test_whatever_is_raised_is_caught_and_told(error):
    failure = call(raiser(error), ARGUMENTS).failure
    assert failure.error == type(error).__name__
    assert failure.text == str(error)


def test_a_learner_can_still_be_interrupted():
    before = sys.stdout
    with pytest.raises(KeyboardInterrupt):
        call(raiser(KeyboardInterrupt()), ARGUMENTS)
    assert sys.stdout is before


class Silent(Exception):  # noqa: N818
    def __str__(self):
        raise RuntimeError("no text")


def test_an_exception_that_cannot_be_printed_has_no_text():
    assert call(raiser(Silent()), ARGUMENTS).failure.text == "(no text)"


def test_the_line_told_is_the_last_of_the_learners_own():
    def mine(x, h_prev):
        wide = np.ones((3, 3))
        return x @ wide  # the library raises, this line leads there

    failure = call(mine, ARGUMENTS).failure
    assert failure.line == mine.__code__.co_firstlineno + 2
    assert failure.code == "return x @ wide  # the library raises, this line leads there"
    assert failure.where == f", in line {failure.line}: {failure.code}"


def test_the_line_is_found_in_methods_partials_and_objects_that_can_be_called():
    class Raises:
        def __call__(self, x, h_prev):
            return x @ np.ones((3, 3))

        method = __call__

    def with_more(more, x, h_prev):
        return x @ np.ones((3, 3))

    for function in (Raises(), Raises().method, functools.partial(with_more, 1)):
        assert call(function, ARGUMENTS).failure.code == "return x @ np.ones((3, 3))"


def test_a_long_line_is_cut_and_code_without_a_file_has_a_number_only():
    def long(x, h_prev):
        return x @ np.ones((3, 3)) + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1

    code = call(long, ARGUMENTS).failure.code
    assert code.startswith("return x @ np.ones((3, 3)) + 1")
    assert code.endswith(" ...")
    assert len(code) <= LONGEST_LINE
    scope = {}
    exec("def typed_in(*_):\n    return 1 / 0", scope)
    assert call(scope["typed_in"], ARGUMENTS).failure.where == ", in line 2"
    assert call(np.linalg.inv, {"x": "text"}).failure.error == "LinAlgError"


def near_name(function):
    return call(function, {}).failure.advice


def test_a_misspelt_name_gets_the_nearest_that_is_known():
    def local():
        weights = 3
        return weights + wieghts  # noqa: F821

    def of_a_module():
        return np.concatinate([])

    def from_outside():
        return ARGUMENT  # noqa: F821

    def like_nothing():
        return quetzalcoatl  # noqa: F821

    assert near_name(local) == "weights"
    assert near_name(of_a_module) == "concatenate"
    assert near_name(from_outside) == "ARGUMENTS"
    assert near_name(like_nothing) == ""
    assert near_name(raiser(ValueError("no name"))) == ""
    assert near_name(raiser(AttributeError("by hand"))) == ""


def test_an_object_whose_attributes_cannot_be_asked_for_is_no_reason_to_stop():
    class Thorny:
        def __getattr__(self, name):
            raise RuntimeError("ask me nothing")

        def __dir__(self):
            raise RuntimeError("ask me nothing")

        def __call__(self, *_):
            raise AttributeError("gone", name="gone", obj=self)

    assert name_of(Thorny()) == "your function"
    assert call(Thorny(), ARGUMENTS).failure.error == "AttributeError"


# --- what is printed, warned, set ---------------------------------------------------------------------------


def test_prints_are_kept_and_go_nowhere_else(capsys):
    def prints(x, h_prev):
        print("to one")
        print("to the other", file=sys.stderr)
        return x

    assert call(prints, ARGUMENTS).printed == "to one\nto the other\n"
    assert capsys.readouterr() == ("", "")


def test_what_was_printed_before_an_exception_is_kept():
    def prints_and_raises(x, h_prev):
        print("so far")
        raise ValueError

    assert call(prints_and_raises, ARGUMENTS).printed == "so far\n"


def test_an_endless_print_is_cut_and_a_closed_output_is_no_error():
    def much(x, h_prev):
        for _ in range(10):
            print("." * LONGEST_PRINT)

    def closes(x, h_prev):
        print("last words")
        sys.stdout.close()
        print("more")

    assert len(call(much, ARGUMENTS).printed) == LONGEST_PRINT
    assert call(closes, ARGUMENTS).printed == "last words\nmore\n"


def test_warnings_and_floating_point_settings_of_the_notebook_do_not_matter():
    def warns(x, h_prev):
        warnings.warn("look out", stacklevel=1)
        return x / np.zeros(2)

    with np.errstate(all="raise"), warnings.catch_warnings():
        warnings.simplefilter("error")
        called = call(warns, ARGUMENTS)
        assert np.geterr()["divide"] == "raise"
    assert called.failure is None
    assert np.isinf(called.returned).all()


def test_what_a_function_sets_is_set_back():
    def sets(x, h_prev):
        np.seterr(all="raise")
        warnings.simplefilter("error")
        sys.stdout = None
        return x

    before = np.geterr(), list(warnings.filters), sys.stdout
    assert call(sets, ARGUMENTS).failure is None
    assert (np.geterr(), list(warnings.filters), sys.stdout) == before


# --- time ---------------------------------------------------------------------------------------------------


def endless(*_):
    while True:
        pass


def test_an_endless_loop_ends_with_the_time():
    before = sys.stdout
    with pytest.raises(TooSlow), time_limit(0.1):
        call(endless, ARGUMENTS)
    assert sys.stdout is before


def test_an_exception_that_is_swallowed_once_comes_again():
    def swallows_once(*_):
        try:
            endless()
        except BaseException:
            pass
        endless()

    with pytest.raises(TooSlow), time_limit(0.05):
        call(swallows_once, ARGUMENTS)


def test_who_is_in_time_hears_nothing_of_the_limit():
    handler = signal.getsignal(signal.SIGALRM)
    left, _ = signal.getitimer(signal.ITIMER_REAL)
    with time_limit(10.0):
        call(twice, ARGUMENTS)
    assert signal.getsignal(signal.SIGALRM) is handler
    now, _ = signal.getitimer(signal.ITIMER_REAL)
    assert (now > 0) == (left > 0)
    assert left - 10.0 <= now <= left  # it is not the limit that is still running


def test_a_limit_inside_another_gives_the_other_back():
    def two_things():
        with time_limit(5.0):
            time.sleep(0.05)
        endless()

    with pytest.raises(TooSlow), time_limit(0.3):
        two_things()


def test_in_another_thread_there_is_no_limit_and_no_error():
    result = []

    def work():
        with time_limit(0.01):
            time.sleep(0.05)
            result.append("done")

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert result == ["done"]
