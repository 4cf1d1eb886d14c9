"""Functions as learners write them on a bad day; each with what the explorer says about it."""

import math
import sys
import time

import numpy as np


def raises(*_):
    raise ZeroDivisionError("division by zero")


def misspells(x, *_):
    return sigmod(x)  # noqa: F821


def returns_nothing(*_):
    pass


def leaves(*_):
    sys.exit(1)


def runs_in_circles(*arguments):
    return runs_in_circles(*arguments)


class Silent(Exception):  # noqa: N818
    def __str__(self):
        raise RuntimeError("no text")


def raises_without_text(*_):
    raise Silent


class Thorny:
    def __array__(self, *_, **__):
        raise RuntimeError("I am no array")


HOSTILE = {
    "raises": (raises, "raises raised ZeroDivisionError: division by zero, in line"),
    "misspells": (misspells, "misspells raised NameError: name 'sigmod' is not defined, in line"),
    "returns nothing": (returns_nothing, "returns_nothing returned None: does it end with return?"),
    "leaves": (leaves, "leaves raised SystemExit: 1, in line"),
    "runs in circles": (runs_in_circles, "runs_in_circles raised RecursionError"),
    "raises without text": (raises_without_text, "raises_without_text raised Silent: (no text), in line"),
    "too few arguments": (lambda x: x, "<lambda> raised TypeError: "),
    "NaN": (lambda *_: np.array([[np.nan]]), "<lambda> returned nan; expected finite numbers"),
    "infinite": (lambda *_: np.array([[math.inf]]), "<lambda> returned inf; expected finite numbers"),
    "a number": (lambda *_: 0.5, "<lambda> returned shape (); expected (1, 1) for "),
    "wrong shape": (lambda x, *_: np.ones((1, 2)), "<lambda> returned shape (1, 2); expected (1, 1) for "),
    "empty": (lambda *_: np.ones((0, 1)), "<lambda> returned shape (0, 1); expected (1, 1) for "),
    "text": (lambda *_: "half", "<lambda> returned a str; expected an array of shape (1, 1)"),
    "ragged": (lambda *_: [[1.0], [1.0, 2.0]], "<lambda> returned a list; expected an array of shape (1, 1)"),
    "complex": (
        lambda *_: np.array([[1j]]),
        "<lambda> returned a ndarray; expected an array of shape (1, 1)",
    ),
    "no array": (lambda *_: Thorny(), "<lambda> returned a Thorny; expected an array of shape (1, 1)"),
}
"""By name: the function, and how the words begin."""


def noisy(x, *_):
    """Prints, warns of nothing, and gives a right shape."""
    print("x is", x)
    print("x is", x, file=sys.stderr)
    return np.full_like(x, 0.25)


def slow(x, *_):
    time.sleep(0.3)
    return np.full_like(x, 0.25)


def scribbles(*arguments):
    """Writes into everything that it is given."""
    for argument in arguments:
        argument[...] = 99.0
    return np.full_like(arguments[0], 0.25)


HARMLESS = {"prints": noisy, "slow": slow, "writes into its inputs": scribbles}
"""By name: functions that return 0.25 all the same."""
