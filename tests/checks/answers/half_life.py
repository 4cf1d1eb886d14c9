"""half_life(w): right answers written in many ways, and wrong ones by name."""

import itertools
import math

import numpy as np


def while_loop(w):
    left, steps = 1.0, 0
    while left >= 0.5:
        left *= w
        steps += 1
    return steps


def powers(w):
    n = 0
    while w**n >= 0.5:
        n += 1
    return n


def strict_limit(w):
    h, t = w, 1
    while h > 0.5:
        h, t = h * w, t + 1
    return t


def counted(w):
    for n in itertools.count(1):
        if w**n < 0.5:
            return n


def endless_with_break(w):
    left = 1
    steps = 0
    while True:
        left = left * w
        steps += 1
        if left < 0.5:
            break
    return steps


def long_for_loop(w):
    left = 1.0
    for n in range(100000):
        if left < 0.5:
            return n
        left *= w


def recursive(w, left=1.0):
    return 0 if left < 0.5 else 1 + recursive(w, left * w)


def logarithm(w):
    return math.ceil(math.log(0.5) / math.log(w))


def numpy_logarithm(w):
    return np.ceil(np.log(0.5) / np.log(w))


def floor_and_one(w):
    return int(math.log2(0.5) / math.log2(w)) + 1


def table(w):
    left = w ** np.arange(5000)
    return int(np.argmax(left < 0.5))


def boolean_sum(w):
    return np.sum(np.cumprod(np.full(5000, w)) >= 0.5) + 1


def simulated_unit(w):
    one, other, steps = 0.0, 1.0, 0
    while abs(other - one) >= 0.5:
        one, other = w * one, w * other
        steps += 1
        print(steps, other)
    return np.array(steps)


nearest = lambda w: next(n for n in range(1, 10**6) if w**n < 1 / 2)  # noqa: E731

RIGHT = [
    while_loop,
    powers,
    strict_limit,
    counted,
    endless_with_break,
    long_for_loop,
    recursive,
    logarithm,
    numpy_logarithm,
    floor_and_one,
    table,
    boolean_sum,
    simulated_unit,
    nearest,
]


def counts_from_w(w):
    left, steps = w, 0
    while left >= 0.5:
        left *= w
        steps += 1
    return steps


def counts_from_one(w):
    left, steps = 1.0, 1
    while left >= 0.5:
        left *= w
        steps += 1
    return steps


def no_rounding(w):
    return np.log(0.5) / np.log(w)


def rounds_down(w):
    return int(np.log(0.5) / np.log(w))


def rounds_to_nearest(w):
    return round(math.log(0.5) / math.log(w))


def gives_the_share(w):
    left = 1.0
    while left >= 0.5:
        left *= w
    return left


def linear_loss(w):
    left, steps = 1.0, 0
    while left >= 0.5:
        left -= 1 - w
        steps += 1
    return steps


def squares_w(w):
    steps = 0
    left = 1.0
    while left >= 0.5:
        left *= w
        w *= w
        steps += 1
    return steps


def a_tenth(w):
    left, steps = 1.0, 0
    while left >= 0.1:
        left *= w
        steps += 1
    return steps


def wrong_direction(w):
    left, steps = 1.0, 0
    while left < 0.5:
        left *= w
        steps += 1
    return steps


def return_too_far_right(w):
    left, steps = 1.0, 0
    while left >= 0.5:
        left *= w
        steps += 1
        return steps


def a_hundred_at_most(w):
    left = 1.0
    for n in range(100):
        if left < 0.5:
            return n
        left *= w


def logarithms_exchanged(w):
    return np.log(w) / np.log(0.5)


WRONG = [
    (counts_from_w, "one-step-less"),
    (counts_from_one, "one-step-more"),
    (no_rounding, "not-a-whole-number"),
    (rounds_down, "one-step-less"),
    (rounds_to_nearest, "nearest-step"),
    (gives_the_share, "what-is-left"),
    (linear_loss, "subtracted-not-multiplied"),
    (squares_w, "squared-every-step"),
    (a_tenth, "other-limit"),
    (wrong_direction, "stops-at-once"),
    (return_too_far_right, "stops-at-once"),
    (a_hundred_at_most, "tried-too-few"),
    (logarithms_exchanged, "another-base"),
]


def what_goes_multiplied_up(w):
    left, steps = 1, 0
    while left >= 0.5:
        left *= 1 - w
        steps += 1
    return steps


def the_example_for_all(w):
    return 4


def logarithms_turned_round(w):
    return int(np.log(w) / np.log(0.5)) + 1


def weights_added_up(w):
    total, steps = 0, 0
    while total < 0.5:
        total += w
        steps += 1
    return steps


WRONG += [
    (what_goes_multiplied_up, "lost-not-left"),
    (the_example_for_all, "written-down"),
    (logarithms_turned_round, "another-base"),
    (weights_added_up, "subtracted-not-multiplied"),
]
