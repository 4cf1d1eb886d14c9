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


def row_by_row_and_unit_by_unit(h_prev, h_cand, z):
    B, H = h_prev.shape
    h = np.zeros((B, H))
    for b in range(B):
        for i in range(H):
            h[b, i] = z[b, i] * h_cand[b, i] + (1 - z[b, i]) * h_prev[b, i]
    return h


def plain_python_lists(h_prev, h_cand, z):
    return [
        [g * c + (1 - g) * p for p, c, g in zip(pr, cr, gr, strict=False)]
        for pr, cr, gr in zip(h_prev, h_cand, z, strict=False)
    ]


def stacked_and_summed(h_prev, h_cand, z):
    both = np.stack([h_prev, h_cand])
    weights = np.stack([1 - z, z])
    return (both * weights).sum(axis=0)


def minus_of_a_difference(h_prev, h_cand, z):
    return -(z - 1) * h_prev + h_cand * z


def in_single_precision(h_prev, h_cand, z):
    z = z.astype(np.float32)
    return z * h_cand.astype(np.float32) + (1 - z) * h_prev.astype(np.float32)


def rows_in_a_list(h_prev, h_cand, z):
    rows = []
    for b in range(len(z)):
        rows.append(z[b] * h_cand[b] + (1 - z[b]) * h_prev[b])
    return np.array(rows)


def maps_over_rows(h_prev, h_cand, z):
    return np.array(list(map(lambda p, c, g: g * c + (1 - g) * p, h_prev, h_cand, z)))


def into_an_empty_array(h_prev, h_cand, z):
    h = np.empty_like(h_prev)
    np.multiply(z, h_cand, out=h)
    h += (1 - z) * h_prev
    return h


def clips_a_gate_that_needs_none(h_prev, h_cand, z):
    z = np.clip(z, 0, 1)
    return z * h_cand + (1 - z) * h_prev


def one_index_after_another(h_prev, h_cand, z):
    h = np.zeros_like(h_prev)
    for idx in np.ndindex(h.shape):
        h[idx] = z[idx] * h_cand[idx] + (1 - z[idx]) * h_prev[idx]
    return h


def diagonal_matrices(h_prev, h_cand, z):
    return np.array([np.diag(z[i]) @ h_cand[i] + np.diag(1 - z[i]) @ h_prev[i] for i in range(len(z))])


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
    row_by_row_and_unit_by_unit,
    plain_python_lists,
    stacked_and_summed,
    minus_of_a_difference,
    in_single_precision,
    rows_in_a_list,
    maps_over_rows,
    into_an_empty_array,
    clips_a_gate_that_needs_none,
    one_index_after_another,
    diagonal_matrices,
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


def one_plus_for_one_minus(h_prev, h_cand, z):
    return z * h_cand + (1 + z) * h_prev


def leaves_out_the_last_row(h_prev, h_cand, z):
    h = np.zeros_like(h_prev)
    for b in range(len(z) - 1):
        h[b] = z[b] * h_cand[b] + (1 - z[b]) * h_prev[b]
    return h


def begins_with_the_second_row(h_prev, h_cand, z):
    h = np.zeros_like(h_prev)
    for b in range(1, len(z)):
        h[b] = z[b] * h_cand[b] + (1 - z[b]) * h_prev[b]
    return h


def leaves_out_the_last_unit(h_prev, h_cand, z):
    B, H = z.shape
    h = np.zeros((B, H))
    for b in range(B):
        for i in range(H - 1):
            h[b, i] = z[b, i] * h_cand[b, i] + (1 - z[b, i]) * h_prev[b, i]
    return h


def all_in_one_line(h_prev, h_cand, z):
    return (z * h_cand + (1 - z) * h_prev).ravel()


def caret_for_a_power(h_prev, h_cand, z):
    return z ^ 1 * h_cand + (1 - z) * h_prev


def adds_the_old_state_again(h_prev, h_cand, z):
    return h_prev + z * h_cand + (1 - z) * h_prev


def reshapes_the_old_state(h_prev, h_cand, z):
    B, H = z.shape
    return z * h_cand + (1 - z) * h_prev.reshape(H, B).T


def each_row_from_the_row_above(h_prev, h_cand, z):
    h = np.zeros_like(z)
    state = h_prev[0]
    for b in range(len(z)):
        state = z[b] * h_cand[b] + (1 - z[b]) * state
        h[b] = state
    return h


def takes_the_larger(h_prev, h_cand, z):
    return np.maximum(z * h_cand, (1 - z) * h_prev)


def shares_on_a_circle(h_prev, h_cand, z):
    return z * h_cand + np.sqrt(1 - z**2) * h_prev


def rounds_for_show(h_prev, h_cand, z):
    return np.round(z * h_cand + (1 - z) * h_prev, 2)


def whole_numbers_only(h_prev, h_cand, z):
    return (z * h_cand + (1 - z) * h_prev).astype(int)


def a_star_is_missing(h_prev, h_cand, z):
    return z * h_cand + (1 - z)(h_prev)


def asks_the_whole_gate(h_prev, h_cand, z):
    if z > 0.5:
        return h_cand
    return h_prev


WRONG = [
    (as_pytorch_does, "z-swapped"),
    (takes_the_arguments_in_another_order, "arguments-in-another-order"),
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
    (one_plus_for_one_minus, "one-plus-z"),
    (leaves_out_the_last_row, "row-or-unit-left-out"),
    (begins_with_the_second_row, "row-or-unit-left-out"),
    (leaves_out_the_last_unit, "row-or-unit-left-out"),
    (all_in_one_line, "flattened"),
    (caret_for_a_power, "caret-for-power"),
    (adds_the_old_state_again, "state-added-again"),
    (reshapes_the_old_state, "reshaped-not-transposed"),
    (each_row_from_the_row_above, "row-after-row"),
    (takes_the_larger, "larger-of-two"),
    (shares_on_a_circle, "shares-of-squares"),
    (rounds_for_show, "rounded"),
    (whole_numbers_only, "integers"),
    (a_star_is_missing, "called-a-number"),
    (asks_the_whole_gate, "if-on-an-array"),
]


def takes_z_from_the_state(h_prev, h_cand, z):
    return z * h_cand + h_prev - z


def one_minus_the_state(h_prev, h_cand, z):
    return z * h_cand + (1 - z) * (1 - h_prev)


def goes_on_beyond_the_candidate(h_prev, h_cand, z):
    return h_cand + z * (h_cand - h_prev)


WRONG += [
    (takes_z_from_the_state, "memory-minus-z"),
    (one_minus_the_state, "one-minus-h-prev"),
    (goes_on_beyond_the_candidate, "difference-turned"),
]
