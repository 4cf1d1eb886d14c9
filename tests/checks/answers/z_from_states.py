"""How people find the gate between three states, rightly and wrongly."""

import numpy as np


def part_over_whole(h_prev, h_cand, h):
    return (h - h_prev) / (h_cand - h_prev)


def both_turned_round(h_prev, h_cand, h):
    return (h_prev - h) / (h_prev - h_cand)


def what_is_left_taken_from_one(h_prev, h_cand, h):
    return 1 - (h_cand - h) / (h_cand - h_prev)


def with_divide_and_subtract(h_prev, h_cand, h):
    return np.divide(np.subtract(h, h_prev), np.subtract(h_cand, h_prev))


def unit_by_unit(h_prev, h_cand, h):
    z = np.empty(h.shape)
    for place in np.ndindex(*h.shape):
        z[place] = (h[place] - h_prev[place]) / (h_cand[place] - h_prev[place])
    return z


def with_a_power(h_prev, h_cand, h):
    return (h - h_prev) * (h_cand - h_prev) ** -1


def careful_about_zero(h_prev, h_cand, h):
    way = h_cand - h_prev
    return np.where(way == 0, 0.0, (h - h_prev) / np.where(way == 0, 1.0, way))


def as_lists(h_prev, h_cand, h):
    rows = zip(h_prev, h_cand, h, strict=True)
    return [[(c - a) / (b - a) for a, b, c in zip(*row, strict=True)] for row in rows]


def by_interpolation(h_prev, h_cand, h):
    slope = 1 / (h_cand - h_prev)
    return slope * h - slope * h_prev


def with_prints(h_prev, h_cand, h):
    distance = h_cand - h_prev
    z = (h - h_prev) / distance
    print(z)
    return z


def on_copies(h_prev, h_cand, h):
    z = h.copy()
    z -= h_prev
    z /= h_cand - h_prev
    return z


def kept_between_0_and_1(h_prev, h_cand, h):
    return np.clip((h - h_prev) / (h_cand - h_prev), 0, 1)


as_a_lambda = lambda old, new, now: (old - now) / -(new - old)  # noqa: E731

RIGHT = [
    part_over_whole,
    both_turned_round,
    what_is_left_taken_from_one,
    with_divide_and_subtract,
    unit_by_unit,
    with_a_power,
    careful_about_zero,
    as_lists,
    by_interpolation,
    with_prints,
    on_copies,
    kept_between_0_and_1,
    as_a_lambda,
]


def measures_from_the_candidate(h_prev, h_cand, h):
    return (h - h_cand) / (h_prev - h_cand)


def turns_one_difference(h_prev, h_cand, h):
    return (h - h_prev) / (h_prev - h_cand)


def divides_by_the_candidate(h_prev, h_cand, h):
    return (h - h_prev) / h_cand


def forgets_the_parentheses(h_prev, h_cand, h):
    return h - h_prev / h_cand - h_prev


def forgets_to_subtract_the_start(h_prev, h_cand, h):
    return h / (h_cand - h_prev)


def adds_below(h_prev, h_cand, h):
    return (h - h_prev) / (h_cand + h_prev)


def upside_down(h_prev, h_cand, h):
    return (h_cand - h_prev) / (h - h_prev)


def compares_with_the_rest(h_prev, h_cand, h):
    return (h - h_prev) / (h_cand - h)


def multiplies(h_prev, h_cand, h):
    return (h - h_prev) * (h_cand - h_prev)


def stops_at_the_difference(h_prev, h_cand, h):
    return h - h_prev


def one_number_for_all(h_prev, h_cand, h):
    return np.sum(h - h_prev) / np.sum(h_cand - h_prev)


def divides_without_a_rest(h_prev, h_cand, h):
    return (h - h_prev) // (h_cand - h_prev)


def solves_a_system(h_prev, h_cand, h):
    return np.linalg.solve(h_cand - h_prev, h - h_prev)


def squashes_the_result(h_prev, h_cand, h):
    return 1 / (1 + np.exp(-(h - h_prev) / (h_cand - h_prev)))


def blends_once_more(h_prev, h_cand, h):
    return h * h_cand + (1 - h) * h_prev


def writes_into_h(h_prev, h_cand, h):
    h -= h_prev
    return h / (h_cand - h_prev)


WRONG = [
    (measures_from_the_candidate, "z-swapped"),
    (turns_one_difference, "sign-turned"),
    (divides_by_the_candidate, "divided-by-a-state"),
    (forgets_the_parentheses, "missing-parentheses"),
    (forgets_to_subtract_the_start, "not-measured-from-h-prev"),
    (adds_below, "added-for-subtracted"),
    (upside_down, "upside-down"),
    (compares_with_the_rest, "odds"),
    (multiplies, "multiplied"),
    (stops_at_the_difference, "no-division"),
    (one_number_for_all, "one-z-for-all"),
    (divides_without_a_rest, "gate-as-switch"),
    (solves_a_system, "matrix-inverse"),
    (squashes_the_result, "gate-squashed-again"),
    (blends_once_more, "blended-again"),
    (writes_into_h, "in-place"),
]


def a_little_added_below(h_prev, h_cand, h):
    return (h - h_prev) / (h_cand - h_prev + 1e-2)


def size_of_the_difference(h_prev, h_cand, h):
    return np.abs(h - h_prev)


WRONG += [(a_little_added_below, "added-for-subtracted"), (size_of_the_difference, "no-division")]
