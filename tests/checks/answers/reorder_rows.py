"""How people bring the rows of a weight matrix into another order, rightly and wrongly."""

import numpy as np


def with_concatenate(W_h, D):
    return np.concatenate([W_h[-D:], W_h[:-D]])


def with_vstack(W_h, D):
    H = W_h.shape[1]
    return np.vstack((W_h[H:, :], W_h[:H, :]))


def with_roll(W_h, D):
    return np.roll(W_h, D, axis=0)


def with_roll_backwards(W_h, D):
    return np.roll(W_h, D - len(W_h), axis=0)


def with_r(W_h, D):
    H = len(W_h) - D
    return np.r_[W_h[H:], W_h[:H]]


def with_a_list_of_indices(W_h, D):
    H = W_h.shape[0] - D
    return W_h[list(range(H, H + D)) + list(range(H))]


def with_indices_and_modulo(W_h, D):
    rows = len(W_h)
    return W_h[(np.arange(rows) - D) % rows]


def with_a_permutation_matrix(W_h, D):
    rows = len(W_h)
    H = rows - D
    P = np.zeros((rows, rows))
    for i in range(D):
        P[i, H + i] = 1
    for j in range(H):
        P[D + j, j] = 1
    return P @ W_h


def row_by_row_into_a_list(W_h, D):
    H = len(W_h[0])
    rows = []
    for i in range(H, H + D):
        rows.append(W_h[i])
    for i in range(H):
        rows.append(W_h[i])
    return rows


def into_an_empty_array(W_h, D):
    H = W_h.shape[0] - D
    W = np.empty_like(W_h)
    W[:D] = W_h[H:]
    W[D:] = W_h[:H]
    return W


def as_lists(W_h, D):
    rows = W_h.tolist()
    return rows[-D:] + rows[:-D]


def with_split(W_h, D):
    for_memory, for_x = np.split(W_h, [W_h.shape[1]])
    return np.concatenate((for_x, for_memory), axis=0)


as_a_lambda = lambda W_h, D: np.append(W_h[-D:], W_h[:-D], axis=0)  # noqa: E731

RIGHT = [
    with_concatenate,
    with_vstack,
    with_roll,
    with_roll_backwards,
    with_r,
    with_a_list_of_indices,
    with_indices_and_modulo,
    with_a_permutation_matrix,
    row_by_row_into_a_list,
    into_an_empty_array,
    as_lists,
    with_split,
    as_a_lambda,
]


def does_nothing(W_h, D):
    return W_h.copy()


def cuts_and_glues_as_it_was(W_h, D):
    return np.vstack([W_h[:D], W_h[D:]])


def cuts_after_D(W_h, D):
    return np.vstack([W_h[D:], W_h[:D]])


def rolls_the_other_way(W_h, D):
    return np.roll(W_h, -D, axis=0)


def rolls_without_an_axis(W_h, D):
    return np.roll(W_h, D)


def rolls_the_columns(W_h, D):
    return np.roll(W_h, D, axis=1)


def turns_it_upside_down(W_h, D):
    return np.flipud(W_h)


def turns_the_columns_round(W_h, D):
    return np.fliplr(W_h)


def transposes(W_h, D):
    return W_h.T


def puts_the_parts_side_by_side(W_h, D):
    H = W_h.shape[1]
    return np.hstack([W_h[H:], W_h[:H]])


def keeps_one_part(W_h, D):
    return W_h[-D:]


def hands_back_both_parts(W_h, D):
    H = W_h.shape[1]
    return W_h[H:], W_h[:H]


def one_row_too_late(W_h, D):
    H = W_h.shape[1]
    return np.concatenate([W_h[H + 1 :], W_h[: H + 1]])


def joins_into_one_row(W_h, D):
    return np.append(W_h[-D:], W_h[:-D])


def overwrites_what_it_still_needs(W_h, D):
    H = W_h.shape[0] - D
    W = W_h.copy()
    W[:D] = W[H:]
    W[D:] = W[:H]
    return W


def writes_into_the_argument(W_h, D):
    W_h[:] = np.roll(W_h, D, axis=0)
    return W_h


def cuts_in_the_middle(W_h, D):
    upper, lower = W_h[: len(W_h) // 2], W_h[len(W_h) // 2 :]
    return np.vstack([lower, upper])


WRONG = [
    (does_nothing, "unchanged"),
    (cuts_and_glues_as_it_was, "unchanged"),
    (cuts_after_D, "split-at-D"),
    (rolls_the_other_way, "split-at-D"),
    (rolls_without_an_axis, "rolled-flat"),
    (rolls_the_columns, "columns-for-rows"),
    (turns_it_upside_down, "rows-reversed"),
    (turns_the_columns_round, "columns-for-rows"),
    (transposes, "transposed"),
    (puts_the_parts_side_by_side, "joined-beside"),
    (keeps_one_part, "half-missing"),
    (hands_back_both_parts, "two-matrices"),
    (one_row_too_late, "off-by-one"),
    (joins_into_one_row, "joined-flat"),
    (overwrites_what_it_still_needs, "views-overwritten"),
    (writes_into_the_argument, "in-place"),
    (cuts_in_the_middle, "split-in-half"),
]
