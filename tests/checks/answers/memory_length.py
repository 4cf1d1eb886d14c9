"""Answers to `memory_length` as learners write them."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

import gru_course as gc


def counted(b_z):
    h, n = 1.0, 0
    z = gc.sigmoid(b_z)
    while h >= 0.5:
        h = (1 - z) * h + z * 0.0
        n += 1
    return n


def counted_from_another_start(b_z):
    h0 = -3.7
    z = 1 / (1 + np.exp(-b_z))
    h, n = h0, 0
    while abs(h) >= abs(h0) / 2:
        h -= z * h
        n += 1
    return n


def endless_loop_with_break(b_z):
    keep = 1 - 1 / (1 + math.exp(-b_z))
    n = 0
    while True:
        n = n + 1
        if keep**n < 0.5:
            break
    return n


def formula_rounded_up(b_z):
    z = 1 / (1 + math.exp(-b_z))
    return math.ceil(math.log(0.5) / math.log(1 - z))


def formula_with_numpy(b_z):
    return np.ceil(np.log(2) / np.log1p(np.exp(b_z)))


def formula_cut_and_one_more(b_z):
    z = gc.sigmoid(np.array(b_z))
    return int(np.log(0.5) / np.log(1 - z)) + 1


def table_of_powers(b_z):
    left = (1 - gc.sigmoid(b_z)) ** np.arange(10_000)
    return int(np.argmax(left < 0.5))


def how_many_are_still_there(b_z):
    left = (1 - gc.sigmoid(b_z)) ** np.arange(10_000)
    return np.sum(left >= 0.5)


def with_the_cell_itself(b_z):
    zeros, none = np.zeros((2, 1)), np.zeros(1)
    params = gc.GRUParams(W_r=zeros, W_z=zeros, W_h=zeros, b_r=none, b_z=np.array([b_z]), b_h=none)
    h, n = np.array([[1.0]]), 0
    while h[0, 0] >= 0.5:
        h, _ = gc.gru_step(np.zeros((1, 1)), h, params)
        n += 1
    return n


def by_recursion(b_z, left=1.0):
    return 0 if left < 0.5 else 1 + by_recursion(b_z, left * (1 - gc.sigmoid(b_z)))


def for_loop_with_return(b_z):
    left = 1.0
    for n in range(1, 100_000):
        left *= 1 - gc.sigmoid(b_z)
        if left < 0.5:
            return float(n)


RIGHT: list[Callable[..., Any]] = [
    counted,
    counted_from_another_start,
    endless_loop_with_break,
    formula_rounded_up,
    formula_with_numpy,
    formula_cut_and_one_more,
    table_of_powers,
    how_many_are_still_there,
    with_the_cell_itself,
    by_recursion,
    for_loop_with_return,
]


def positive_bias_keeps(b_z):
    z = gc.sigmoid(b_z)
    h, n = 1.0, 0
    while h >= 0.5:
        h *= z
        n += 1
    return n


def positive_bias_keeps_by_formula(b_z):
    return math.ceil(math.log(0.5) / math.log(1 / (1 + math.exp(-b_z))))


def last_step_above_half(b_z):
    return int(np.log(0.5) / np.log(1 - gc.sigmoid(b_z)))


def counter_starts_at_one(b_z):
    h, n = 1.0, 1
    while h >= 0.5:
        h *= 1 - gc.sigmoid(b_z)
        n += 1
    return n


def not_rounded(b_z):
    return np.log(0.5) / np.log(1 - gc.sigmoid(b_z))


def rounded_to_the_nearest(b_z):
    return int(np.round(np.log(0.5) / np.log(1 - gc.sigmoid(b_z))))


def until_a_tenth(b_z):
    h, n = 1.0, 0
    while h >= 0.1:
        h *= 1 - gc.sigmoid(b_z)
        n += 1
    return n


def same_amount_each_step(b_z):
    h, n = 1.0, 0
    while h >= 0.5:
        h -= gc.sigmoid(b_z)
        n += 1
    return n


def one_over_z(b_z):
    return 1 / gc.sigmoid(b_z)


def log_two_over_z(b_z):
    return math.ceil(math.log(2) / gc.sigmoid(b_z))


def return_under_the_if(b_z):
    h, n = 1.0, 0
    while h >= 0.5:
        h *= 1 - gc.sigmoid(b_z)
        n += 1
        return n


def gives_what_is_left(b_z):
    h = 1.0
    while h >= 0.5:
        h *= 1 - gc.sigmoid(b_z)
    return h


def condition_turned(b_z):
    h, n = 1.0, 0
    while h < 0.5:
        h *= 1 - gc.sigmoid(b_z)
        n += 1
    return n


def power_of_a_growing_power(b_z):
    h, n = 1.0, 0
    while h >= 0.5:
        n += 1
        h = h * (1 - gc.sigmoid(b_z)) ** n
    return n


def without_sigmoid(b_z):
    return math.ceil(math.log(0.5) / math.log(1 - b_z))


def loop_of_a_hundred(b_z):
    h, n = 1.0, 0
    for _ in range(100):
        if h >= 0.5:
            h *= 1 - gc.sigmoid(b_z)
            n += 1
    return n


def swapped_and_started_at_one(b_z):
    h, n = 1.0, 1
    while h >= 0.5:
        h *= gc.sigmoid(b_z)
        n += 1
    return n


WRONG: list[tuple[Callable[..., Any], str]] = [
    (positive_bias_keeps, "z-swapped"),
    (positive_bias_keeps_by_formula, "z-swapped"),
    (last_step_above_half, "one-short"),
    (counter_starts_at_one, "one-more"),
    (not_rounded, "no-rounding-up"),
    (rounded_to_the_nearest, "rounded-to-nearest"),
    (until_a_tenth, "other-share"),
    (same_amount_each_step, "linear-decay"),
    (one_over_z, "time-constant"),
    (log_two_over_z, "small-z-formula"),
    (return_under_the_if, "return-in-loop"),
    (gives_what_is_left, "returns-what-is-left"),
    (condition_turned, "loop-never-runs"),
    (power_of_a_growing_power, "power-in-loop"),
    (without_sigmoid, "no-sigmoid"),
    (loop_of_a_hundred, "limit-too-low"),
    (swapped_and_started_at_one, "z-swapped"),
]


def bias_taken_for_the_gate(b_z):
    left, steps = 1.0, 0
    while left >= 0.5 and steps < 10000:
        left *= 1 - b_z
        steps += 1
    return steps


WRONG += [(bias_taken_for_the_gate, "no-sigmoid")]
