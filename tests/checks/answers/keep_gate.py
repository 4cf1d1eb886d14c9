"""How people turn an update gate round, rightly and wrongly."""

from collections import namedtuple

import numpy as np

Gate = namedtuple("Gate", "W b")


def with_a_minus(W_z, b_z):
    return -W_z, -b_z


def as_a_list(W_z, b_z):
    return [-1 * W_z, -1 * b_z]


def with_negative(W_z, b_z):
    W, b = np.negative(W_z), np.negative(b_z)
    return (W, b)


def subtracted_from_zero(W_z, b_z):
    return 0 - W_z, 0 - b_z


def as_a_named_tuple(W_z, b_z):
    return Gate(W=W_z * -1.0, b=b_z * -1.0)


def divided_by_minus_one(W_z, b_z):
    return W_z / -1, b_z / -1


def number_by_number(W_z, b_z):
    W = np.zeros(W_z.shape)
    b = np.zeros(b_z.shape)
    for j in range(len(b)):
        b[j] = -b_z[j]
        for i in range(len(W)):
            W[i, j] = -W_z[i, j]
    return W, b


def as_lists(W_z, b_z):
    return (-W_z).tolist(), (-b_z).tolist()


def on_copies(W_z, b_z):
    W, b = W_z.copy(), b_z.copy()
    W *= -1
    b *= -1
    return W, b


def stacked_and_cut(W_z, b_z):
    both = -np.vstack([W_z, b_z])
    return both[:-1], both[-1]


def in_float32(W_z, b_z):
    return -W_z.astype(np.float32), -b_z.astype(np.float32)


as_a_lambda = lambda W_z, b_z: tuple(-each for each in (W_z, b_z))  # noqa: E731

RIGHT = [
    with_a_minus,
    as_a_list,
    with_negative,
    subtracted_from_zero,
    as_a_named_tuple,
    divided_by_minus_one,
    number_by_number,
    as_lists,
    on_copies,
    stacked_and_cut,
    in_float32,
    as_a_lambda,
]


def one_minus_the_weights(W_z, b_z):
    return 1 - W_z, 1 - b_z


def one_minus_the_bias(W_z, b_z):
    return -W_z, 1 - b_z


def turns_only_the_bias(W_z, b_z):
    return W_z, -b_z


def turns_only_the_matrix(W_z, b_z):
    return -W_z, b_z


def leaves_it_as_it_is(W_z, b_z):
    return W_z, b_z


def takes_reciprocals(W_z, b_z):
    return np.reciprocal(W_z), np.reciprocal(b_z)


def inverts_the_matrix(W_z, b_z):
    return np.linalg.inv(W_z), -b_z


def bias_first(W_z, b_z):
    return -b_z, -W_z


def forgets_the_bias(W_z, b_z):
    return -W_z


def applies_the_sigmoid(W_z, b_z):
    return 1 - 1 / (1 + np.exp(-W_z)), 1 - 1 / (1 + np.exp(-b_z))


def makes_all_negative(W_z, b_z):
    return -abs(W_z), -abs(b_z)


def transposes(W_z, b_z):
    return -W_z.T, -b_z


def turns_the_rows_of_the_memory(W_z, b_z):
    W = W_z.copy()
    W[-len(b_z) :] *= -1
    return W, -b_z


def writes_into_the_arguments(W_z, b_z):
    W_z *= -1
    b_z *= -1
    return W_z, b_z


WRONG = [
    (one_minus_the_weights, "one-minus"),
    (one_minus_the_bias, "one-minus"),
    (turns_only_the_bias, "only-the-bias"),
    (turns_only_the_matrix, "only-the-weights"),
    (leaves_it_as_it_is, "unchanged"),
    (takes_reciprocals, "one-over"),
    (inverts_the_matrix, "matrix-inverse"),
    (bias_first, "exchanged"),
    (forgets_the_bias, "one-of-two"),
    (applies_the_sigmoid, "sigmoid-on-weights"),
    (makes_all_negative, "made-negative"),
    (transposes, "transposed"),
    (turns_the_rows_of_the_memory, "half-the-rows"),
    (writes_into_the_arguments, "in-place"),
]
