"""Unrolling, as learners write it, rightly and wrongly."""

from functools import reduce
from itertools import accumulate

import numpy as np

import gru_course as gc


def cell(x, h, params):
    return gc.gru_step(x, h, params)[0]


def list_and_stack(xs, h0, params):
    h, states = h0, []
    for t in range(xs.shape[1]):
        h = cell(xs[:, t, :], h, params)
        states.append(h)
    return np.stack(states, axis=1)


def array_filled(xs, h0, params):
    B, T, _D = xs.shape
    hs = np.zeros((B, T, h0.shape[1]))
    h = h0.copy()
    for t in range(T):
        h = cell(xs[:, t], h, params)
        hs[:, t, :] = h
    return hs


def reads_the_state_before_from_the_array(xs, h0, params):
    hs = np.empty((*xs.shape[:2], h0.shape[-1]))
    for t in range(xs.shape[1]):
        hs[:, t] = cell(xs[:, t], h0 if t == 0 else hs[:, t - 1], params)
    return hs


def one_place_more_cut_off(xs, h0, params):
    B, T, _ = xs.shape
    states = np.zeros((B, T + 1, h0.shape[1]))
    states[:, 0] = h0
    for t in range(T):
        states[:, t + 1] = cell(xs[:, t], states[:, t], params)
    return states[:, 1:]


def steps_first_then_moved(xs, h0, params):
    states = [h0]
    for x in xs.transpose(1, 0, 2):
        states.append(cell(x, states[-1], params))
    return np.array(states[1:]).swapaxes(0, 1)


def recursive(xs, h0, params):
    h = cell(xs[:, 0], h0, params)
    if xs.shape[1] == 1:
        return h[:, None, :]
    return np.concatenate([h[:, None, :], recursive(xs[:, 1:], h, params)], axis=1)


def accumulated(xs, h0, params):
    steps = accumulate(np.moveaxis(xs, 1, 0), lambda h, x: cell(x, h, params), initial=h0)
    return np.stack(list(steps)[1:], axis=1)


def reduced(xs, h0, params):
    def go(done, t):
        h, kept = done
        h = cell(xs[:, t], h, params)
        return h, [*kept, h]

    return np.stack(reduce(go, range(xs.shape[1]), (h0, []))[1], axis=-2)


def of_the_course(xs, h0, params):
    hs, _trace = gc.gru_forward(xs, h0, params)
    return hs


def row_after_row(xs, h0, params):
    out = []
    for b in range(len(xs)):
        h, row = h0[b : b + 1], []
        for t in range(xs.shape[1]):
            h = cell(xs[b : b + 1, t], h, params)
            row.append(h[0])
        out.append(row)
    return out


def with_the_equations_inside(xs, h0, params):
    h = np.array(h0)
    hs = np.zeros(xs.shape[:2] + h.shape[1:], dtype=np.float32)
    t = 0
    while t < xs.shape[1]:
        both = np.hstack([xs[:, t], h])
        r = 1 / (1 + np.exp(-(both @ params.W_r + params.b_r)))
        z = 1 / (1 + np.exp(-(both @ params.W_z + params.b_z)))
        h = z * np.tanh(np.hstack([xs[:, t], r * h]) @ params.W_h + params.b_h) + (1 - z) * h
        hs[:, t] = h
        t += 1
    return hs


def in_place_but_in_a_copy(xs, h0, params):
    h, kept = h0.copy(), []
    for t in range(xs.shape[1]):
        h[...] = cell(xs[:, t], h, params)
        kept.append(h.copy())
    print(len(kept), "states")
    return np.dstack(kept).transpose(0, 2, 1)


def one_step(x, h_prev, params):
    xh = np.concatenate([x, h_prev], axis=1)
    r = gc.sigmoid(xh @ params.W_r + params.b_r)
    z = gc.sigmoid(xh @ params.W_z + params.b_z)
    h_cand = np.tanh(np.concatenate([x, r * h_prev], axis=1) @ params.W_h + params.b_h)
    return z * h_cand + (1 - z) * h_prev


def reduces(xs, h0, params):
    def step(hs, x):
        return [*hs, one_step(x, hs[-1], params)]

    hs = reduce(step, xs.transpose((1, 0, 2)), [h0])
    return np.stack(hs[1:], axis=1)


def calls_itself(xs, h0, params):
    h = one_step(xs[:, 0], h0, params)
    if xs.shape[1] == 1:
        return h[:, None]
    return np.concatenate([h[:, None], calls_itself(xs[:, 1:], h, params)], axis=1)


def room_for_one_more(xs, h0, params):
    B, T, _D = xs.shape
    H = h0.shape[-1]
    hs = np.empty((B, T + 1, H))
    hs[:, 0] = h0
    for t in range(T):
        hs[:, t + 1] = one_step(xs[:, t], hs[:, t], params)
    return hs[:, 1:]


def while_there_are_steps(xs, h0, params):
    t = 0
    h = h0.copy()
    out = []
    while t < xs.shape[1]:
        h = one_step(xs[:, t], h, params)
        out.append(h)
        t += 1
    return np.array(out).transpose(1, 0, 2)


def sequence_after_sequence(xs, h0, params):
    out = []
    for b in range(len(xs)):
        h = h0[b : b + 1]
        seq = []
        for x in xs[b]:
            h = one_step(x[None], h, params)
            seq.append(h[0])
        out.append(seq)
    return np.array(out)


def joined_with_a_new_axis(xs, h0, params):
    hs = []
    h = h0
    for t in range(xs.shape[1]):
        h = one_step(xs[:, t], h, params)
        hs.append(h[:, np.newaxis, :])
    return np.concatenate(hs, axis=1)


def inputs_projected_first(xs, h0, params):
    B, T, D = xs.shape
    ax = [
        xs @ W[:D] + b
        for W, b in ((params.W_r, params.b_r), (params.W_z, params.b_z), (params.W_h, params.b_h))
    ]
    h = h0
    out = np.empty((B, T, h.shape[1]))
    for t in range(T):
        r = gc.sigmoid(ax[0][:, t] + h @ params.W_r[D:])
        z = gc.sigmoid(ax[1][:, t] + h @ params.W_z[D:])
        c = np.tanh(ax[2][:, t] + (r * h) @ params.W_h[D:])
        h = h + z * (c - h)
        out[:, t] = h
    return out


def walrus(xs, h0, params):
    h = h0
    return np.stack([h := one_step(x, h, params) for x in np.swapaxes(xs, 0, 1)], axis=1)


def append_along_time(xs, h0, params):
    hs = np.zeros((xs.shape[0], 0, h0.shape[1]))
    h = h0
    for t in range(xs.shape[1]):
        h = one_step(xs[:, t], h, params)
        hs = np.append(hs, h[:, None, :], axis=1)
    return hs


def splits_the_time_axis(xs, h0, params):
    h = h0
    out = []
    for x in np.split(xs, xs.shape[1], axis=1):
        h = one_step(x[:, 0, :], h, params)
        out.append(h)
    return np.stack(out, axis=-2)


def joined_and_cut_again(xs, h0, params):
    B, T, _D = xs.shape
    h = h0
    out = []
    for t in range(T):
        h = one_step(xs[:, t], h, params)
        out.append(h)
    return np.concatenate(out, axis=1).reshape(B, T, -1)


RIGHT = [
    list_and_stack,
    array_filled,
    reads_the_state_before_from_the_array,
    one_place_more_cut_off,
    steps_first_then_moved,
    recursive,
    accumulated,
    reduced,
    of_the_course,
    row_after_row,
    with_the_equations_inside,
    in_place_but_in_a_copy,
    reduces,
    calls_itself,
    room_for_one_more,
    while_there_are_steps,
    sequence_after_sequence,
    joined_with_a_new_axis,
    inputs_projected_first,
    walrus,
    append_along_time,
    splits_the_time_axis,
    joined_and_cut_again,
]


def starts_from_zeros(xs, h0, params):
    return list_and_stack(xs, np.zeros_like(h0), params)


def reads_the_last_row_at_the_start(xs, h0, params):
    hs = np.zeros((*xs.shape[:2], h0.shape[1]))
    for t in range(xs.shape[1]):
        hs[:, t] = cell(xs[:, t], hs[:, t - 1], params)
    return hs


def always_from_h0(xs, h0, params):
    return np.stack([cell(xs[:, t], h0, params) for t in range(xs.shape[1])], axis=1)


def h0_among_the_states(xs, h0, params):
    states = [h0]
    for t in range(xs.shape[1]):
        states.append(cell(xs[:, t], states[-1], params))
    return np.stack(states, axis=1)


def last_state_dropped(xs, h0, params):
    return h0_among_the_states(xs, h0, params)[:, :-1]


def one_step_short(xs, h0, params):
    hs = np.zeros((*xs.shape[:2], h0.shape[1]))
    h = h0
    for t in range(xs.shape[1] - 1):
        h = cell(xs[:, t], h, params)
        hs[:, t] = h
    return hs


def returns_in_the_loop(xs, h0, params):
    states = []
    for t in range(xs.shape[1]):
        states.append(cell(xs[:, t], h0, params))
        return np.stack(states, axis=1)


def nothing_kept(xs, h0, params):
    hs = np.zeros((*xs.shape[:2], h0.shape[1]))
    h = h0
    for t in range(xs.shape[1]):
        h = cell(xs[:, t], h, params)
    return hs


def appended_flat(xs, h0, params):
    hs, h = np.array([]), h0
    for t in range(xs.shape[1]):
        h = cell(xs[:, t], h, params)
        hs = np.append(hs, h)
    return hs


def one_buffer_for_all(xs, h0, params):
    h, kept = h0.copy(), []
    for t in range(xs.shape[1]):
        h[...] = cell(xs[:, t], h, params)
        kept.append(h)
    return np.stack(kept, axis=1)


def writes_into_h0(xs, h0, params):
    h, kept = h0, []
    for t in range(xs.shape[1]):
        h[:] = cell(xs[:, t], h, params)
        kept.append(h.copy())
    return np.stack(kept, axis=1)


def steps_on_the_first_axis(xs, h0, params):
    return np.array(list_and_stack(xs, h0, params).swapaxes(0, 1))


def reshaped(xs, h0, params):
    B, T, _ = xs.shape
    return np.array(steps_on_the_first_axis(xs, h0, params)).reshape(B, T, -1)


def only_the_last(xs, h0, params):
    return list_and_stack(xs, h0, params)[:, -1]


def from_the_end(xs, h0, params):
    return list_and_stack(xs[:, ::-1], h0, params)


def first_input_only(xs, h0, params):
    return list_and_stack(np.repeat(xs[:, :1], xs.shape[1], axis=1), h0, params)


def rows_taken_for_steps(xs, h0, params):
    h, kept = h0, []
    for t in range(xs.shape[1]):
        both = np.concatenate([xs[t], h], axis=1)
        kept.append(both)
    return np.stack(kept, axis=1)


def zeros_and_swapped(xs, h0, params):
    h, kept = np.zeros_like(h0), []
    for t in range(xs.shape[1]):
        step = gc.gru_step(xs[:, t], h, params)[1]
        h = step.z * h + (1 - step.z) * step.h_cand
        kept.append(h)
    return np.stack(kept, axis=1)


def one_round_too_many(xs, h0, params):
    B, T, _D = xs.shape
    H = h0.shape[1]
    hs = np.zeros((B, T, H))
    h = h0
    for t in range(T + 1):
        h = one_step(xs[:, t], h, params)
        hs[:, t] = h
    return hs


def counts_the_inputs(xs, h0, params):
    h = h0
    states = []
    for t in range(xs.shape[2]):
        h = one_step(xs[:, t, :], h, params)
        states.append(h)
    return np.stack(states, axis=1)


def time_last(xs, h0, params):
    h = h0
    states = []
    for t in range(xs.shape[1]):
        h = one_step(xs[:, t, :], h, params)
        states.append(h)
    return np.stack(states, axis=2)


def joined_and_cut_wrongly(xs, h0, params):
    h = h0
    states = []
    for t in range(xs.shape[1]):
        h = one_step(xs[:, t, :], h, params)
        states.append(h)
    return np.concatenate(states, axis=1).reshape(xs.shape[0], -1, xs.shape[1])


def state_before_input(xs, h0, params):
    B, T, _D = xs.shape
    H = h0.shape[1]
    hs = np.zeros((B, T, H))
    h = h0
    for t in range(T):
        h = one_step(h, xs[:, t], params)
        hs[:, t] = h
    return hs


def the_whole_sequence_at_once(xs, h0, params):
    B, T, _D = xs.shape
    H = h0.shape[1]
    hs = np.zeros((B, T, H))
    h = h0
    for t in range(T):
        h = one_step(xs, h, params)
        hs[:, t] = h
    return hs


def first_state_for_all(xs, h0, params):
    B, T, _D = xs.shape
    H = h0.shape[1]
    hs = np.zeros((B, T, H))
    h = np.repeat(h0[:1], B, axis=0)
    for t in range(T):
        h = one_step(xs[:, t], h, params)
        hs[:, t] = h
    return hs


def rows_from_the_end(xs, h0, params):
    B, T, _D = xs.shape
    H = h0.shape[1]
    hs = np.zeros((B, T, H))
    h = h0
    xs = xs[::-1]
    for t in range(T):
        h = one_step(xs[:, t], h, params)
        hs[:, t] = h
    return hs


def state_runs_on_into_the_next_row(xs, h0, params):
    out = []
    h = h0[:1]
    for b in range(len(xs)):
        seq = []
        for x in xs[b]:
            h = one_step(x[None], h, params)
            seq.append(h[0])
        out.append(seq)
    return np.array(out)


def goes_through_a_number(xs, h0, params):
    B, T, _D = xs.shape
    H = h0.shape[1]
    hs = np.zeros((B, T, H))
    h = h0
    for t in T:
        h = one_step(xs[:, t], h, params)
        hs[:, t] = h
    return hs


def h0_before_xs(h0, xs, params):
    B, T, _D = xs.shape
    H = h0.shape[1]
    hs = np.zeros((B, T, H))
    h = h0
    for t in range(T):
        h = one_step(xs[:, t], h, params)
        hs[:, t] = h
    return hs


def keeps_what_append_returns(xs, h0, params):
    h = h0
    states = []
    for t in range(xs.shape[1]):
        h = one_step(xs[:, t, :], h, params)
        states = states.append(h)
    return np.stack(states, axis=1)


def running_sum(xs, h0, params):
    B, T, _D = xs.shape
    H = h0.shape[1]
    hs = np.zeros((B, T, H))
    h = h0
    for t in range(T):
        h = one_step(xs[:, t], h, params)
        hs[:, t] = h
    return np.cumsum(hs, axis=1)


def keeps_the_candidates(xs, h0, params):
    _B, T, _D = xs.shape
    h = h0
    hs = []
    for t in range(T):
        x = xs[:, t, :]
        xh = np.concatenate([x, h], axis=1)
        r = gc.sigmoid(xh @ params.W_r + params.b_r)
        z = gc.sigmoid(xh @ params.W_z + params.b_z)
        h_cand = np.tanh(np.concatenate([x, r * h], axis=1) @ params.W_h + params.b_h)
        h = z * h_cand + (1 - z) * h
        hs.append(h_cand)
    return np.stack(hs, axis=1)


def room_for_inputs(xs, h0, params):
    B, T, D = xs.shape
    H = h0.shape[1]  # noqa: F841
    hs = np.zeros((B, T, D))
    h = h0
    for t in range(T):
        h = one_step(xs[:, t], h, params)
        hs[:, t] = h
    return hs


def begins_with_the_second_input(xs, h0, params):
    B, T, _D = xs.shape
    H = h0.shape[1]
    hs = np.zeros((B, T, H))
    h = h0
    for t in range(1, T):
        h = one_step(xs[:, t], h, params)
        hs[:, t] = h
    return hs


WRONG = [
    (starts_from_zeros, "h0-ignored"),
    (reads_the_last_row_at_the_start, "h0-ignored"),
    (always_from_h0, "amnesia"),
    (h0_among_the_states, "one-step-more"),
    (last_state_dropped, "states-before"),
    (one_step_short, "one-step-short"),
    (returns_in_the_loop, "return-inside-the-loop"),
    (nothing_kept, "nothing-stored"),
    (appended_flat, "append-flat"),
    (one_buffer_for_all, "last-state-everywhere"),
    (writes_into_h0, "written-into-h0"),
    (steps_on_the_first_axis, "steps-first"),
    (reshaped, "reshaped-not-moved"),
    (only_the_last, "last-state-only"),
    (from_the_end, "backwards"),
    (first_input_only, "same-input-every-step"),
    (rows_taken_for_steps, "loop-over-rows"),
    (zeros_and_swapped, "z-swapped"),
    (one_round_too_many, "beyond-the-end"),
    (counts_the_inputs, "loop-over-columns"),
    (time_last, "steps-last"),
    (joined_and_cut_wrongly, "steps-last"),
    (state_before_input, "x-and-state-exchanged"),
    (the_whole_sequence_at_once, "whole-sequence-at-once"),
    (first_state_for_all, "first-row-for-all"),
    (rows_from_the_end, "rows-reversed"),
    (state_runs_on_into_the_next_row, "state-carried-to-the-next-row"),
    (goes_through_a_number, "range-forgotten"),
    (h0_before_xs, "arguments-in-another-order"),
    (keeps_what_append_returns, "append-returns-nothing"),
    (running_sum, "states-added-up"),
    (keeps_the_candidates, "stores-candidate"),
    (room_for_inputs, "inputs-for-units"),
    (begins_with_the_second_input, "first-input-skipped"),
]


def two_states_behind(xs, h0, params):
    hs = [h0, cell(xs[:, 0], h0, params)]
    for t in range(1, xs.shape[1]):
        hs.append(cell(xs[:, t], hs[-2], params))
    return np.stack(hs[1:], axis=1)


def first_step_twice(xs, h0, params):
    h, hs = cell(xs[:, 0], h0, params), []
    for t in range(xs.shape[1]):
        h = cell(xs[:, t], h, params)
        hs.append(h)
    return np.stack(hs, axis=1)


def starts_from_zeros_and_ends_early(xs, h0, params):
    B, T, _ = xs.shape
    hs = np.zeros((B, T, h0.shape[1]))
    for t in range(T - 1):
        hs[:, t] = cell(xs[:, t], hs[:, t - 1], params)
    return hs


def adds_h0_to_every_state(xs, h0, params):
    h, hs = h0, []
    for t in range(xs.shape[1]):
        h = cell(xs[:, t], h + h0, params)
        hs.append(h)
    return np.stack(hs, axis=1)


def forgets_to_assign(xs, h0, params):
    h, hs = h0, []
    for t in range(xs.shape[1]):
        cell(xs[:, t], h, params)
        hs.append(h)
    return np.stack(hs, axis=1)


def h0_first_and_from_h0_always(xs, h0, params):
    hs = [h0]
    for t in range(xs.shape[1] - 1):
        hs.append(cell(xs[:, t], h0, params))
    return np.stack(hs, axis=1)


WRONG += [
    (two_states_behind, "state-of-another-step"),
    (first_step_twice, "step-taken-twice"),
    (starts_from_zeros_and_ends_early, "h0-ignored"),
    (adds_h0_to_every_state, "h0-added-again"),
    (forgets_to_assign, "never-a-new-state"),
    (h0_first_and_from_h0_always, "amnesia"),
]


def states_by_number(xs, h0, params):
    hs = {-1: h0}
    for t in range(xs.shape[1]):
        hs[t] = cell(xs[:, t], hs[t - 1], params)
    return np.stack([hs[t] for t in range(xs.shape[1])], axis=1)


def one_step_and_then_the_rest(xs, h0, params):
    if xs.shape[1] == 0:
        return np.zeros((len(xs), 0, h0.shape[1]))
    h = cell(xs[:, 0], h0, params)
    return np.concatenate([h[:, None], one_step_and_then_the_rest(xs[:, 1:], h, params)], axis=1)


RIGHT += [states_by_number, one_step_and_then_the_rest]


def h0_squashed_first(xs, h0, params):
    h, hs = np.tanh(h0), []
    for t in range(xs.shape[1]):
        h = cell(xs[:, t], h, params)
        hs.append(h)
    return np.stack(hs, axis=1)


def h0_added_at_every_step(xs, h0, params):
    h, hs = 0, []
    for t in range(xs.shape[1]):
        h = cell(xs[:, t], h + h0, params)
        hs.append(h)
    return np.stack(hs, axis=1)


def put_in_front(xs, h0, params):
    h, hs = h0, []
    for t in range(xs.shape[1]):
        h = cell(xs[:, t], h, params)
        hs.insert(0, h)
    return np.stack(hs, axis=1)


WRONG += [
    (h0_squashed_first, "h0-squashed"),
    (h0_added_at_every_step, "h0-added-again"),
    (put_in_front, "states-reversed"),
]


def gates_before_the_loop(xs, h0, params):
    joined = np.hstack([xs[:, 0], h0])
    r = 1 / (1 + np.exp(-(joined @ params.W_r + params.b_r)))
    z = 1 / (1 + np.exp(-(joined @ params.W_z + params.b_z)))
    h, hs = h0, []
    for t in range(xs.shape[1]):
        h_cand = np.tanh(np.hstack([xs[:, t], r * h]) @ params.W_h + params.b_h)
        h = z * h_cand + (1 - z) * h
        hs.append(h)
    return np.stack(hs, axis=1)


def steps_from_h0_added_up(xs, h0, params):
    steps = [cell(xs[:, t], h0, params) for t in range(xs.shape[1])]
    return np.cumsum(np.stack(steps, axis=1), axis=1)


WRONG += [
    (gates_before_the_loop, "gates-made-once"),
    (steps_from_h0_added_up, "states-added-up"),
]
