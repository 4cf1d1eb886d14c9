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
]
