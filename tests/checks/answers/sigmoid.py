"""Answers to `sigmoid` as learners write them."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

import gru_course as gc


def one_line(a):
    return 1 / (1 + np.exp(-a))


def with_a_power_of_minus_one(a):
    return (1 + np.exp(-a)) ** -1


def with_e_to_the_power(a):
    return 1.0 / (1.0 + np.e**-a)


def by_tanh(a):
    return 0.5 * (1 + np.tanh(a / 2))


def by_tanh_of_half(a):
    half = a / 2
    return (np.tanh(half) + 1) / 2


def where_on_both_sides(a):
    return np.where(a >= 0, 1 / (1 + np.exp(-a)), np.exp(a) / (1 + np.exp(a)))


def safe_exponent(a):
    e = np.exp(-np.abs(a))
    return np.where(a >= 0, 1 / (1 + e), e / (1 + e))


def with_masks(a):
    out = np.empty_like(a)
    positive = a >= 0
    out[positive] = 1 / (1 + np.exp(-a[positive]))
    e = np.exp(a[~positive])
    out[~positive] = e / (1 + e)
    return out


def clipped_far_out(a):
    return 1 / (1 + np.exp(-np.clip(a, -500, 500)))


def with_logaddexp(a):
    return np.exp(-np.logaddexp(0, -a))


def under_another_name(z):
    return 1 / (np.exp(-z) + 1)


def by_the_course(a):
    return gc.sigmoid(a)


def one_minus_the_other_side(a):
    return 1 - 1 / (1 + np.exp(a))


def number_by_number(a):
    out = np.zeros(a.shape)
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            v = a[i, j]
            if v >= 0:
                out[i, j] = 1 / (1 + math.exp(-v))
            else:
                out[i, j] = math.exp(v) / (1 + math.exp(v))
    return out


def row_by_row_as_a_list(a):
    rows = []
    for row in a:
        rows.append(1 / (1 + np.exp(-row)))
    return rows


def in_float32(a):
    return (1 / (1 + np.exp(-a.astype(np.float32)))).astype(np.float32)


def with_prints(a):
    print("a:", a.shape)
    s = np.divide(1, np.add(1, np.exp(np.negative(a))))
    print(s)
    return s


def with_a_copy(a):
    a = np.array(a, dtype=float).copy()
    a *= -1
    return 1 / (1 + np.exp(a))


class Squash:
    def __call__(self, a):
        return 1 / (1 + np.exp(-a))


σ = lambda α: 1 / (1 + np.exp(-α))  # noqa: E731


RIGHT: list[Callable[..., Any]] = [
    one_line,
    with_a_power_of_minus_one,
    with_e_to_the_power,
    by_tanh,
    by_tanh_of_half,
    where_on_both_sides,
    safe_exponent,
    with_masks,
    clipped_far_out,
    with_logaddexp,
    under_another_name,
    by_the_course,
    one_minus_the_other_side,
    number_by_number,
    row_by_row_as_a_list,
    in_float32,
    with_prints,
    with_a_copy,
    Squash(),
    σ,
]


def minus_forgotten(a):
    return 1 / (1 + np.exp(a))


def other_numerator(a):
    e = np.exp(-a)
    return e / (e + 1)


def brackets_forgotten(a):
    return 1 / 1 + np.exp(-a)


def overflowing(a):
    e = np.exp(a)
    return e / (e + 1)


def overflow_swept_under_the_carpet(a):
    e = np.exp(a)
    return np.nan_to_num(e / (1 + e))


def tanh_itself(a):
    return np.sinh(a) / np.cosh(a)


def tanh_without_the_half(a):
    return (np.tanh(a) + 1) / 2


def tanh_not_halved(a):
    return 1 + np.tanh(a / 2)


def shifted_by_the_largest(a):
    a = a - np.max(a)
    return np.exp(a) / (1 + np.exp(a))


def shifted_by_the_largest_of_each_row(a):
    shifted = a - np.max(a, axis=1, keepdims=True)
    return 1 / (1 + np.exp(-shifted))


def softmax_of_each_row(a):
    e = np.exp(a)
    return e / np.sum(e, axis=1, keepdims=True)


def softmax_of_everything(a):
    return np.exp(a) / np.sum(np.exp(a))


def absolute_value(a):
    return 1 / (1 + np.exp(-abs(a)))


def same_branch_twice(a):
    e = np.exp(-abs(a))
    return np.where(a >= 0, 1 / (1 + e), 1 / (1 + e))


def numpy_has_it_surely(a):
    return np.sigmoid(a)


def python_floats(a):
    return np.array([[1 / (1 + math.exp(-v)) for v in row] for row in a])


def python_floats_by_vectorize(a):
    return np.vectorize(lambda v: 1 / (1 + math.exp(-v)))(a)


def clipped_at_ten(a):
    a = np.minimum(np.maximum(a, -10), 10)
    return 1 / (1 + np.exp(-a))


def slope(a):
    s = 1 / (1 + np.exp(-a))
    return s * (1 - s)


def rectified(a):
    return a * (a > 0)


def only_positive_numbers(a):
    out = np.zeros_like(a)
    out[a > 0] = 1 / (1 + np.exp(-a[a > 0]))
    return out


def whole_numbers(a):
    out = np.zeros(a.shape, dtype=int)
    for i in range(len(a)):
        out[i] = 1 / (1 + np.exp(-a[i]))
    return out


def return_in_the_loop(a):
    for row in a:
        return 1 / (1 + np.exp(-row))


def one_minus_exp(a):
    return 1 / (1 - np.exp(-a))


def still_a_logarithm(a):
    return -np.logaddexp(0, -a)


def in_place(a):
    np.negative(a, out=a)
    return 1 / (1 + np.exp(a))


def two_decimals(a):
    return np.round(1 / (1 + np.exp(-a)), 2)


def a_list_that_grows(a):
    out = []
    for row in a:
        for v in row:
            out.append(1 / (1 + np.exp(-v)))
    return np.array(out)


def base_two(a):
    return 1 / (1 + np.power(2.0, -a))


def printed_only(a):
    print(1 / (1 + np.exp(-a)))


def minus_forgotten_and_rounded(a):
    return np.round(1 / (1 + np.exp(a)), 3)


WRONG: list[tuple[Callable[..., Any], str]] = [
    (minus_forgotten, "one-minus"),
    (other_numerator, "one-minus"),
    (brackets_forgotten, "brackets"),
    (overflowing, "overflow"),
    (overflow_swept_under_the_carpet, "overflow"),
    (tanh_itself, "tanh-gate"),
    (tanh_without_the_half, "doubled"),
    (tanh_not_halved, "tanh-form"),
    (shifted_by_the_largest, "max-trick"),
    (shifted_by_the_largest_of_each_row, "max-trick"),
    (softmax_of_each_row, "softmax-rows"),
    (softmax_of_everything, "softmax-all"),
    (absolute_value, "absolute"),
    (same_branch_twice, "absolute"),
    (numpy_has_it_surely, "np-sigmoid"),
    (python_floats, "math-exp"),
    (python_floats_by_vectorize, "math-exp"),
    (clipped_at_ten, "clipped-too-early"),
    (slope, "derivative"),
    (rectified, "relu-gate"),
    (only_positive_numbers, "one-side-only"),
    (whole_numbers, "all-zero"),
    (return_in_the_loop, "one-row-only"),
    (one_minus_exp, "minus-for-plus"),
    (still_a_logarithm, "log-left"),
    (in_place, "writes-into-argument"),
    (two_decimals, "rounded"),
    (a_list_that_grows, "flattened"),
    (base_two, "not-e"),
    (printed_only, "no-return"),
    (minus_forgotten_and_rounded, "one-minus"),
]


# From outside: loops, and slips of those who use them.


def power_of_np_e(a):
    return (1 + np.e ** (-a)) ** -1


def where_with_abs(a):
    e = np.exp(-np.abs(a))
    return np.where(a >= 0, 1, e) / (1 + e)


def np_where_with_warnings(a):
    return np.where(a >= 0, 1 / (1 + np.exp(-a)), np.exp(a) / (1 + np.exp(a)))


def log1p(a):
    return np.exp(-np.maximum(-a, 0) - np.log1p(np.exp(-np.abs(a))))


def rows_as_lists(a):
    def s(v):
        if v < -700:
            return 0.0
        return 1 / (1 + math.exp(-v))

    return [[s(v) for v in row] for row in a]


def np_divide_out(a):
    e = np.exp(-a)
    e += 1
    np.divide(1, e, out=e)
    return e


def softmax_of_two(a):
    m = np.maximum(a, 0)
    return np.exp(a - m) / (np.exp(a - m) + np.exp(-m))


def nditer(a):
    out = np.zeros(a.shape)
    for idx, v in np.ndenumerate(a):
        out[idx] = 1 / (1 + np.exp(-v))
    return out


def apply_along_axis(a):
    return np.apply_along_axis(lambda row: 1 / (1 + np.exp(-row)), 1, a)


def recursion_on_negative(a):
    neg = 1 / (1 + np.exp(-np.abs(a)))
    return np.where(a < 0, 1 - neg, neg)


def powers_of_two(a):
    return 1 / (1 + np.exp2(-a / np.log(2)))


def one_slid_into_exp(a):
    return 1 / (np.exp(-a + 1))


def one_more_in_exp(a):
    return 1 / (1 + np.exp(1 - a))


def exp_bracket_swallowed(a):
    return 1 / (np.exp(-(1 + a)))


def caret_for_power(a):
    return 1 / (1 + np.e ^ (-a))


def float_of_an_array(a):
    return 1 / (1 + np.exp(-float(a)))


def two_shares_minus_one(a):
    return 2 / (1 + np.exp(-a)) - 1


def two_shares(a):
    return 2 / (1 + np.exp(-a))


def base_10(a):
    return 1 / (1 + 10 ** (-a))


def a_squared(a):
    return 1 / (1 + np.exp(-(a**2)))


def softmax_axis_0(a):
    e = np.exp(a - np.max(a, axis=0))
    return e / e.sum(axis=0)


def if_on_array(a):
    if a >= 0:
        return 1 / (1 + np.exp(-a))
    else:
        return np.exp(a) / (1 + np.exp(a))


def where_swapped(a):
    return np.where(a < 0, 1 / (1 + np.exp(-np.abs(a))), np.exp(-np.abs(a)) / (1 + np.exp(-np.abs(a))))


def mask_left_zero(a):
    out = np.zeros_like(a)
    pos = a >= 0
    out[pos] = 1 / (1 + np.exp(-a[pos]))
    return out


def hard_sigmoid(a):
    return np.clip(0.2 * a + 0.5, 0, 1)


def inverted(a):
    return np.log(a / (1 - a))


def comma_at_the_end(a):
    return (1 / (1 + np.exp(-a)),)


RIGHT += [
    power_of_np_e,
    where_with_abs,
    np_where_with_warnings,
    log1p,
    rows_as_lists,
    np_divide_out,
    softmax_of_two,
    nditer,
    apply_along_axis,
    recursion_on_negative,
    powers_of_two,
]

WRONG += [
    (one_slid_into_exp, "one-in-the-exponent"),
    (one_more_in_exp, "one-in-the-exponent"),
    (exp_bracket_swallowed, "one-in-the-exponent"),
    (caret_for_power, "caret-for-power"),
    (float_of_an_array, "math-for-arrays"),
    (two_shares_minus_one, "tanh-form"),
    (two_shares, "tanh-form"),
    (base_10, "not-e"),
    (a_squared, "squared"),
    (softmax_axis_0, "softmax-columns"),
    (if_on_array, "if-on-an-array"),
    (where_swapped, "one-minus"),
    (mask_left_zero, "one-side-only"),
    (hard_sigmoid, "hard-sigmoid"),
    (inverted, "inverse"),
    (comma_at_the_end, "extra-axis"),
]


# From a second class: slips before the sum is complete, and loops that stop too soon.


def large_numbers_kept_out_of_exp(a):
    e = np.exp(-np.abs(a))
    return np.where(a < 0, e, 1) / (1 + e)


def one_number_vectorised(a):
    def one(v):
        return 1 / (1 + math.exp(-v)) if v >= 0 else math.exp(v) / (1 + math.exp(v))

    return np.vectorize(one)(a)


def one_number_by_frompyfunc(a):
    f = np.frompyfunc(lambda v: 0.5 * (math.tanh(v / 2) + 1), 1, 1)
    return f(a).astype(float)


def ratio_mended(a):
    e = np.exp(a)
    r = e / (1 + e)
    return np.where(np.isnan(r), 1.0, r)


def flat_and_back(a):
    flat = a.reshape(-1)
    out = np.empty(flat.size)
    i = 0
    while i < flat.size:
        v = flat[i]
        out[i] = 1 / (1 + np.exp(-v)) if v > 0 else np.exp(v) / (np.exp(v) + 1)
        i += 1
    return out.reshape(a.shape)


def numerator_and_denominator_safe(a):
    return np.exp(np.minimum(a, 0)) / (1 + np.exp(-np.abs(a)))


def in_place_in_a_copy(a):
    a = a.copy()
    a *= -1
    np.exp(a, out=a)
    a += 1
    return 1 / a


def left_early(a):
    out = np.zeros_like(a)
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            out[i, j] = 1 / (1 + np.exp(-a[i, j]))
        return out


def last_row_missed(a):
    out = np.zeros_like(a)
    for i in range(a.shape[0] - 1):
        for j in range(a.shape[1]):
            out[i, j] = 1 / (1 + np.exp(-a[i, j]))
    return out


def last_unit_missed(a):
    out = np.zeros_like(a)
    for i in range(a.shape[0]):
        for j in range(a.shape[1] - 1):
            out[i, j] = 1 / (1 + np.exp(-a[i, j]))
    return out


def negative_side_negative(a):
    pos = 1 / (1 + np.exp(-np.abs(a)))
    return np.where(a >= 0, pos, -pos)


def half_for_large_numbers(a):
    e = np.exp(a)
    return np.nan_to_num(e / (1 + e), nan=0.5)


def stretched(a):
    return (a - a.min()) / (a.max() - a.min())


def softmax_of_minus(a):
    e = np.exp(-a)
    return e / e.sum(axis=1, keepdims=True)


def input_and_share(a):
    return a, 1 / (1 + np.exp(-a))


def log_for_exp(a):
    return 1 / (1 + np.log(-a))


def one_and_e_together(a):
    return 1 / (1 + np.e) ** -a


def floor_division(a):
    return 1 // (1 + np.exp(-a))


def exp_never_called(a):
    return 1 / (1 + np.exp)(-a)


def softplus(a):
    return np.log(1 + np.exp(a))


def halves_of_two_forms(a):
    e = np.exp(-a)
    return e / (1 + 1 / e)


def never_inverted(a):
    e = np.exp(-a)
    e += 1
    return e


RIGHT += [
    large_numbers_kept_out_of_exp,
    one_number_vectorised,
    one_number_by_frompyfunc,
    ratio_mended,
    flat_and_back,
    numerator_and_denominator_safe,
    in_place_in_a_copy,
]

WRONG += [
    (left_early, "left-the-loop-early"),
    (last_row_missed, "row-or-unit-left-out"),
    (last_unit_missed, "row-or-unit-left-out"),
    (negative_side_negative, "one-side-only"),
    (half_for_large_numbers, "overflow"),
    (stretched, "stretched-to-fit"),
    (softmax_of_minus, "softmax-rows"),
    (input_and_share, "returned-two-things"),
    (log_for_exp, "log-left"),
    (one_and_e_together, "one-in-the-exponent"),
    (floor_division, "all-zero"),
    (exp_never_called, "function-without-brackets"),
    (softplus, "log-left"),
    (halves_of_two_forms, "mixed-forms"),
    (never_inverted, "brackets"),
]


def reciprocal(a):
    return np.reciprocal(1.0 + np.exp(np.negative(a)))


def first_of_a_softmax_of_two(a):
    m = np.maximum(a, 0)
    return np.exp(a - m) / (np.exp(a - m) + np.exp(0 - m))


def row_after_row(a):
    return np.apply_along_axis(lambda row: 1 / (1 + np.exp(-row)), 1, a)


RIGHT += [reciprocal, first_of_a_softmax_of_two, row_after_row]


def one_to_the_exp(a):
    return 1 / (1 + np.exp(-1) * a)


def power_turned_round(a):
    return 1 / (1 + a ** (-np.e))


def standardised_first(a):
    a = (a - a.mean()) / a.std()
    return 1 / (1 + np.exp(-a))


def units_added_up_first(a):
    return 1 / (1 + np.exp(-np.sum(a, axis=1, keepdims=True)))


WRONG += [
    (one_to_the_exp, "a-outside-exp"),
    (power_turned_round, "a-outside-exp"),
    (standardised_first, "stretched-to-fit"),
    (units_added_up_first, "added-up"),
]


def magnitude_first(a):
    small = np.exp(-np.abs(a))
    return np.where(a >= 0, 1.0, small) / (1.0 + small)


def logarithm_and_back(a):
    return np.exp(np.minimum(a, 0) - np.log1p(np.exp(-np.abs(a))))


def by_pieces(a):
    return np.piecewise(a, [a < 0], [lambda v: np.exp(v) / (1 + np.exp(v)), lambda v: 1 / (1 + np.exp(-v))])


RIGHT += [magnitude_first, logarithm_and_back, by_pieces]


def clipped_at_four(a):
    return 1 / (1 + np.exp(-np.clip(a, -4, 4)))


def e_with_three_decimals(a):
    return 1 / (1 + 2.718 ** (-a))


def root_of_the_denominator(a):
    return 1 / np.sqrt(1 + np.exp(-a))


def one_over_a_in_exp(a):
    return 1 / (1 + np.exp(-1 / a))


def first_number_in_every_place(a):
    out = np.zeros(a.shape)
    for place in np.ndindex(*a.shape):
        out[place] = (1 / (1 + np.exp(-a)))[0, 0]
    return out


def tangent_at_0(a):
    return 0.5 + a / 4


WRONG += [
    (clipped_at_four, "clipped-too-early"),
    (e_with_three_decimals, "not-e"),
    (root_of_the_denominator, "root-taken"),
    (one_over_a_in_exp, "one-over-a"),
    (first_number_in_every_place, "one-number-everywhere"),
    (tangent_at_0, "hard-sigmoid"),
]
