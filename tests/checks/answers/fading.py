"""fading(hs, w): right answers written in many ways, and wrong ones by name."""

from itertools import accumulate
from operator import mul

import numpy as np


def cumulative_product(hs, w):
    return np.cumprod(w * (1 - hs**2))


def powers_and_slopes(hs, w):
    t = np.arange(1, len(hs) + 1)
    return w**t * np.cumprod(1 - hs * hs)


def loop_with_list(hs, w):
    left, out = 1.0, []
    for h in hs:
        left *= w * (1 - h**2)
        out.append(left)
    return out


def loop_with_array(hs, w):
    T = hs.shape[0]
    out = np.zeros(T)
    left = 1
    for t in range(T):
        left = left * w * (1 - hs[t] ** 2)
        out[t] = left
    return out


def product_of_slices(hs, w):
    return np.array([np.prod(w * (1 - hs[: t + 1] ** 2)) for t in range(len(hs))])


def accumulated(hs, w):
    return list(accumulate((float(w * (1 - h) * (1 + h)) for h in hs), mul))


def ufunc_accumulate(hs, w):
    return np.multiply.accumulate(w - w * np.square(hs))


def from_the_one_before(hs, w):
    out = np.empty_like(hs)
    out[0] = w * (1 - hs[0] ** 2)
    for t in range(1, len(hs)):
        out[t] = out[t - 1] * w * (1 - hs[t] ** 2)
    return out


def through_arctanh(hs, w):
    return np.cumprod(w / np.cosh(np.arctanh(hs)) ** 2)


def through_logarithms(hs, w):
    return np.exp(np.cumsum(np.log(w) + np.log1p(-(hs**2))))


def in_float32(hs, w):
    print("factors", w * (1 - hs**2))
    return (w * (1 - hs**2)).astype(np.float32).cumprod()


by_lambda = lambda hs, w: np.cumprod([w * (1 - pow(h, 2)) for h in hs])  # noqa: E731

RIGHT = [
    cumulative_product,
    powers_and_slopes,
    loop_with_list,
    loop_with_array,
    product_of_slices,
    accumulated,
    ufunc_accumulate,
    from_the_one_before,
    through_arctanh,
    through_logarithms,
    in_float32,
    by_lambda,
]


def no_weight(hs, w):
    return np.cumprod(1 - hs**2)


def no_slope(hs, w):
    return w ** np.arange(1, len(hs) + 1)


def weight_once(hs, w):
    return w * np.cumprod(1 - hs**2)


def powers_from_zero(hs, w):
    return np.array([w**t * np.prod(1 - hs[: t + 1] ** 2) for t in range(len(hs))])


def single_factors(hs, w):
    return [w * (1 - h**2) for h in hs]


def added_up(hs, w):
    total, out = 0, []
    for h in hs:
        total += w * (1 - h**2)
        out.append(total)
    return np.array(out)


def one_product(hs, w):
    left = 1
    for h in hs:
        left *= w * (1 - h**2)
    return left


def backwards(hs, w):
    out = np.zeros(len(hs))
    left = 1.0
    for t in range(len(hs) - 1, -1, -1):
        left *= w * (1 - hs[t] ** 2)
        out[t] = left
    return out


def kept_before_multiplying(hs, w):
    left, out = 1.0, []
    for h in hs:
        out.append(left)
        left *= w * (1 - h**2)
    return out


def with_the_one(hs, w):
    out = [1.0]
    for h in hs:
        out.append(out[-1] * w * (1 - h**2))
    return out


def without_square(hs, w):
    return np.cumprod(w * (1 - hs))


def tanh_again(hs, w):
    return np.cumprod(w * (1 - np.tanh(hs) ** 2))


def sigmoid_slope(hs, w):
    return np.cumprod(w * hs * (1 - hs))


def loose_brackets(hs, w):
    return np.cumprod(w * 1 - hs**2)


def into_hs(hs, w):
    left = 1.0
    for t in range(len(hs)):
        left *= w * (1 - hs[t] ** 2)
        hs[t] = left
    return hs


def return_too_far_right(hs, w):
    left, out = 1.0, []
    for h in hs:
        left *= w * (1 - h**2)
        out.append(left)
        return np.array(out)


def weight_once_and_without_square(hs, w):
    return w * np.cumprod(1 - hs)


WRONG = [
    (no_weight, "weight-left-out"),
    (no_slope, "slope-left-out"),
    (weight_once, "weight-once"),
    (powers_from_zero, "weight-power-off"),
    (single_factors, "not-multiplied-up"),
    (added_up, "factors-added"),
    (one_product, "last-product-only"),
    (backwards, "from-the-end"),
    (kept_before_multiplying, "one-step-late"),
    (with_the_one, "one-step-more"),
    (without_square, "square-left-out"),
    (tanh_again, "tanh-of-the-state"),
    (sigmoid_slope, "slope-of-sigmoid"),
    (loose_brackets, "weight-inside-the-slope"),
    (into_hs, "written-into-hs"),
    (return_too_far_right, "return-inside-the-loop"),
    (weight_once_and_without_square, "square-left-out"),
]


def starts_with_the_bare_weight(hs, w):
    left = np.zeros(len(hs))
    left[0] = w
    for t in range(1, len(hs)):
        left[t] = left[t - 1] * w * (1 - hs[t] ** 2)
    return left


def tanh_of_the_weighted_state(hs, w):
    return np.cumprod(w * (1 - np.tanh(w * hs) ** 2))


WRONG += [
    (starts_with_the_bare_weight, "first-slope-left-out"),
    (tanh_of_the_weighted_state, "tanh-of-the-state"),
]
