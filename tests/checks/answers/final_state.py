"""How people write the final state, rightly and wrongly."""

import numpy as np

import gru_course as gc


def as_in_the_lesson(h_prev, h_cand, z):
    return z * h_cand + (1 - z) * h_prev


def from_the_old_towards_the_new(h_prev, h_cand, z):
    return h_prev + z * (h_cand - h_prev)


def from_the_new_towards_the_old(h_prev, h_cand, z):
    return h_cand + (1 - z) * (h_prev - h_cand)


def multiplied_out(h_prev, h_cand, z):
    return h_prev - z * h_prev + z * h_cand


def with_multiply_and_add(h_prev, h_cand, z):
    return np.add(np.multiply(z, h_cand), np.multiply(np.subtract(1, z), h_prev))


def unit_by_unit(h_prev, h_cand, z):
    h = np.zeros_like(h_prev)
    for b in range(h.shape[0]):
        for j in range(h.shape[1]):
            h[b, j] = z[b, j] * h_cand[b, j] + (1 - z[b, j]) * h_prev[b, j]
    return h


def with_einsum(h_prev, h_cand, z):
    return np.einsum("bh,bh->bh", z, h_cand) + np.einsum("bh,bh->bh", 1.0 - z, h_prev)


def in_place_on_copies(h_prev, h_cand, z):
    h = h_prev.copy()
    h *= 1 - z
    h += z * h_cand
    return h


def as_lists(h_prev, h_cand, z):
    return [
        [g * new + (1 - g) * old for old, new, g in zip(*rows, strict=True)]
        for rows in zip(h_prev.tolist(), h_cand.tolist(), z.tolist(), strict=True)
    ]


def in_float32(h_prev, h_cand, z):
    z = z.astype(np.float32)
    return z * h_cand.astype(np.float32) + (1 - z) * h_prev.astype(np.float32)


def with_prints_and_named_shares(h_prev, h_cand, z):
    keep, replace = 1 - z, z
    print("keep", keep, "replace", replace)
    return keep * h_prev + replace * h_cand


def only_by_name(*, h_prev, h_cand, z):
    return z * h_cand - (z - 1) * h_prev


def with_stack_and_sum(h_prev, h_cand, z):
    return np.sum([z * h_cand, (np.ones(z.shape) - z) * h_prev], axis=0)


def in_unicode(h_prev, h̃, z):
    return z * h̃ + (1 - z) * h_prev


as_a_lambda = lambda old, new, gate: gate * new + (1 - gate) * old  # noqa: E731

RIGHT = [
    as_in_the_lesson,
    from_the_old_towards_the_new,
    from_the_new_towards_the_old,
    multiplied_out,
    with_multiply_and_add,
    unit_by_unit,
    with_einsum,
    in_place_on_copies,
    as_lists,
    in_float32,
    with_prints_and_named_shares,
    only_by_name,
    with_stack_and_sum,
    in_unicode,
    as_a_lambda,
]


def as_pytorch_does(h_prev, h_cand, z):
    return z * h_prev + (1 - z) * h_cand


def takes_the_arguments_in_another_order(h_cand, h_prev, z):
    return z * h_cand + (1 - z) * h_prev


def takes_z_first(z, h_cand, h_prev):
    return z * h_cand + (1 - z) * h_prev


def multiplies_the_terms(h_prev, h_cand, z):
    return z * h_cand * (1 - z) * h_prev


def old_state_in_both_terms(h_prev, h_cand, z):
    return z * h_prev + (1 - z) * h_prev


def candidate_in_both_terms(h_prev, h_cand, z):
    return z * h_cand + (1 - z) * h_cand


def forgets_the_old_state(h_prev, h_cand, z):
    h = z * h_cand
    return h


def overwrites_the_first_term(h_prev, h_cand, z):
    h = z * h_cand
    h = (1 - z) * h_prev
    return h


def adds_without_weights(h_prev, h_cand, z):
    return np.add(h_cand, h_prev)


def weighs_only_the_candidate(h_prev, h_cand, z):
    h = h_prev + z * h_cand
    return h


def takes_the_mean(h_prev, h_cand, z):
    return (h_prev + h_cand) / 2


def forgets_the_parentheses(h_prev, h_cand, z):
    return z * h_cand + 1 - z * h_prev


def takes_the_matrix_product(h_prev, h_cand, z):
    return z @ h_cand + (1 - z) @ h_prev


def squashes_again(h_prev, h_cand, z):
    return np.tanh(z * h_cand + (1 - z) * h_prev)


def one_gate_for_all(h_prev, h_cand, z):
    share = z.mean()
    return share * h_cand + (1 - share) * h_prev


def switches(h_prev, h_cand, z):
    return np.where(z > 0.5, h_cand, h_prev)


def subtracts(h_prev, h_cand, z):
    return z * h_cand - (1 - z) * h_prev


def same_gate_for_both(h_prev, h_cand, z):
    return z * (h_cand + h_prev)


def brackets_too_much(h_prev, h_cand, z):
    return z * (h_cand + (1 - z) * h_prev)


def passes_the_sigmoid_once_more(h_prev, h_cand, z):
    z = gc.sigmoid(z)
    return z * h_cand + (1 - z) * h_prev


def writes_into_the_old_state(h_prev, h_cand, z):
    h_prev += z * (h_cand - h_prev)
    return h_prev


def overwrites_z(h_prev, h_cand, z):
    z = z * h_cand
    return z + (1 - z) * h_prev


def moves_without_a_start(h_prev, h_cand, z):
    return z * (h_cand - h_prev)


def goes_the_wrong_way(h_prev, h_cand, z):
    return h_prev + z * (h_prev - h_cand)


def puts_them_side_by_side(h_prev, h_cand, z):
    return np.hstack([z * h_cand, (1 - z) * h_prev])


def averages_over_the_batch(h_prev, h_cand, z):
    return np.mean(z * h_cand + (1 - z) * h_prev, axis=0)


def only_the_first_row(h_prev, h_cand, z):
    return z[0] * h_cand[0] + (1 - z[0]) * h_prev[0]


def swapped_and_squashed(h_prev, h_cand, z):
    return np.tanh((1 - z) * h_cand + z * h_prev)


def needs_an_r_that_is_not_there(h_prev, h_cand, z):
    return z * h_cand + (1 - z) * (reset * h_prev)  # noqa: F821


WRONG = [
    (as_pytorch_does, "z-swapped"),
    (takes_the_arguments_in_another_order, "z-swapped"),
    (takes_z_first, "arguments-in-another-order"),
    (multiplies_the_terms, "product"),
    (old_state_in_both_terms, "both-h-prev"),
    (candidate_in_both_terms, "returned-candidate"),
    (forgets_the_old_state, "no-memory"),
    (overwrites_the_first_term, "no-candidate"),
    (adds_without_weights, "no-weights"),
    (weighs_only_the_candidate, "memory-unweighted"),
    (takes_the_mean, "plain-mean"),
    (forgets_the_parentheses, "missing-parentheses"),
    (takes_the_matrix_product, "matrix-product"),
    (squashes_again, "tanh-again"),
    (one_gate_for_all, "one-z-for-all"),
    (switches, "gate-as-switch"),
    (subtracts, "subtracted"),
    (same_gate_for_both, "same-weight"),
    (brackets_too_much, "parentheses"),
    (passes_the_sigmoid_once_more, "gate-squashed-again"),
    (writes_into_the_old_state, "in-place"),
    (overwrites_z, "overwritten"),
    (moves_without_a_start, "difference-only"),
    (goes_the_wrong_way, "difference-turned"),
    (puts_them_side_by_side, "joined-not-added"),
    (averages_over_the_batch, "summed-over-batch"),
    (only_the_first_row, "one-row-only"),
    (swapped_and_squashed, "z-swapped"),
    (needs_an_r_that_is_not_there, "unknown-name"),
]
