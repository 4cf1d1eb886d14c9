"""unroll_rnn(xs, h0, W, b): right answers written in many ways, and wrong ones by name."""

import math
from functools import reduce
from itertools import accumulate

import numpy as np

import gru_course as gc


def step(x, h, W, b):
    return np.tanh(np.concatenate([x, h], axis=-1) @ W + b)


def list_and_stack(xs, h0, W, b):
    h, hs = h0, []
    for t in range(xs.shape[1]):
        h = step(xs[:, t, :], h, W, b)
        hs.append(h)
    return np.stack(hs, axis=1)


def filled(xs, h0, W, b):
    B, T, D = xs.shape
    H = h0.shape[1]
    hs = np.zeros((B, T, H))
    h = h0
    for t in range(T):
        h = np.tanh(xs[:, t] @ W[:D] + h @ W[D:] + b)
        hs[:, t, :] = h
    return hs


def with_a_row_for_h0(xs, h0, W, b):
    B, T, _ = xs.shape
    hs = np.empty((B, T + 1, h0.shape[-1]))
    hs[:, 0] = h0
    for t in range(T):
        hs[:, t + 1] = step(xs[:, t], hs[:, t], W, b)
    return hs[:, 1:]


def h0_where_t_is_0(xs, h0, W, b):
    hs = np.zeros((xs.shape[0], xs.shape[1], len(b)))
    for t in range(xs.shape[1]):
        before = h0 if t == 0 else hs[:, t - 1]
        hs[:, t] = step(xs[:, t], before, W, b)
    return hs


def row_by_row(xs, h0, W, b):
    out = []
    for sequence, h in zip(xs, h0, strict=True):
        states = []
        for x in sequence:
            h = np.tanh(np.hstack([x, h]) @ W + b)
            states.append(h)
        out.append(states)
    return out


def steps_first_then_swapped(xs, h0, W, b):
    hs = []
    for x in xs.transpose(1, 0, 2):
        hs.append(step(x, hs[-1] if hs else h0, W, b))
    return np.array(hs).swapaxes(0, 1)


def moved_axis(xs, h0, W, b):
    h = h0.copy()
    hs = [h := step(x, h, W, b) for x in np.moveaxis(xs, 1, 0)]
    return np.moveaxis(np.array(hs), 0, 1)


def accumulated(xs, h0, W, b):
    states = accumulate(np.swapaxes(xs, 0, 1), lambda h, x: step(x, h, W, b), initial=h0)
    return np.stack(list(states)[1:], 1)


def reduced(xs, h0, W, b):
    grown = reduce(lambda states, t: [*states, step(xs[:, t], states[-1], W, b)], range(xs.shape[1]), [h0])
    return np.stack(grown[1:], axis=-2)


def grown_by_concatenate(xs, h0, W, b):
    hs = np.empty((len(xs), 0, h0.shape[1]))
    h = h0
    for t in range(xs.shape[1]):
        h = step(xs[:, t], h, W, b)
        hs = np.concatenate([hs, h[:, None]], axis=1)
    return hs


def recursive(xs, h0, W, b):
    h = step(xs[:, 0], h0, W, b)
    if xs.shape[1] == 1:
        return h[:, None, :]
    return np.concatenate([h[:, None, :], recursive(xs[:, 1:], h, W, b)], axis=1)


def while_loop_in_float32(xs, h0, W, b):
    t, h, hs = 0, h0.astype(np.float32), []
    while t < xs.shape[1]:
        h = step(xs[:, t].astype("f4"), h, W.astype("f4"), b.astype("f4"))
        hs += [h]
        t += 1
    print("done", t)
    return np.transpose(hs, (1, 0, 2))


def by_the_course(xs, h0, W, b):
    from gru_course.nn.rnn import RNNParams, rnn_forward

    return rnn_forward(xs, h0, RNNParams(W=W, b=b))[0]


by_dstack = lambda xs, h0, W, b: np.dstack(list_and_stack(xs, h0, W, b)).transpose(2, 0, 1)  # noqa: E731

RIGHT = [
    list_and_stack,
    filled,
    with_a_row_for_h0,
    h0_where_t_is_0,
    row_by_row,
    steps_first_then_swapped,
    moved_axis,
    accumulated,
    reduced,
    grown_by_concatenate,
    recursive,
    while_loop_in_float32,
    by_the_course,
    by_dstack,
]


def starts_with_zeros(xs, h0, W, b):
    h = np.zeros((xs.shape[0], W.shape[1]))
    hs = []
    for t in range(xs.shape[1]):
        h = step(xs[:, t], h, W, b)
        hs.append(h)
    return np.stack(hs, axis=1)


def reads_the_last_row_at_first(xs, h0, W, b):
    hs = np.zeros((xs.shape[0], xs.shape[1], h0.shape[1]))
    for t in range(xs.shape[1]):
        hs[:, t] = step(xs[:, t], hs[:, t - 1], W, b)
    return hs


def always_from_h0(xs, h0, W, b):
    hs = []
    for t in range(xs.shape[1]):
        h = step(xs[:, t], h0, W, b)
        hs.append(h)
    return np.stack(hs, axis=1)


def new_state_never_handed_on(xs, h0, W, b):
    hs = np.zeros((*xs.shape[:2], h0.shape[1]))
    h = h0
    for t in range(xs.shape[1]):
        h_next = step(xs[:, t], h, W, b)
        hs[:, t] = h_next
    return hs


def comes_out_with_h0(xs, h0, W, b):
    hs = [h0]
    for t in range(xs.shape[1]):
        hs.append(step(xs[:, t], hs[-1], W, b))
    return np.stack(hs, axis=1)


def h0_in_place_of_the_last(xs, h0, W, b):
    hs = np.zeros((*xs.shape[:2], h0.shape[1]))
    h = h0
    for t in range(xs.shape[1]):
        hs[:, t] = h
        h = step(xs[:, t], h, W, b)
    return hs


def loop_too_short(xs, h0, W, b):
    h, hs = h0, []
    for t in range(xs.shape[1] - 1):
        h = step(xs[:, t], h, W, b)
        hs.append(h)
    return np.stack(hs, axis=1)


def filled_too_short(xs, h0, W, b):
    hs = np.zeros((*xs.shape[:2], h0.shape[1]))
    h = h0
    for t in range(xs.shape[1] - 1):
        h = step(xs[:, t], h, W, b)
        hs[:, t] = h
    return hs


def begins_at_one(xs, h0, W, b):
    hs = np.zeros((*xs.shape[:2], h0.shape[1]))
    hs[:, 0] = h0
    for t in range(1, xs.shape[1]):
        hs[:, t] = step(xs[:, t], hs[:, t - 1], W, b)
    return hs


def counts_from_one(xs, h0, W, b):
    h, hs = h0, []
    for t in range(1, xs.shape[1] + 1):
        h = step(xs[:, t], h, W, b)
        hs.append(h)
    return np.stack(hs, axis=1)


def return_too_far_right(xs, h0, W, b):
    h, hs = h0, []
    for t in range(xs.shape[1]):
        h = step(xs[:, t], h, W, b)
        hs.append(h)
        return np.stack(hs, axis=1)


def returns_the_last(xs, h0, W, b):
    h = h0
    for t in range(xs.shape[1]):
        h = step(xs[:, t], h, W, b)
    return h


def list_of_states(xs, h0, W, b):
    h, hs = h0, []
    for t in range(xs.shape[1]):
        h = step(xs[:, t], h, W, b)
        hs.append(h)
    return hs


def reshaped(xs, h0, W, b):
    return np.array(list_of_states(xs, h0, W, b)).reshape(xs.shape[0], xs.shape[1], h0.shape[1])


def appended_flat(xs, h0, W, b):
    h, hs = h0, np.array([])
    for t in range(xs.shape[1]):
        h = step(xs[:, t], h, W, b)
        hs = np.append(hs, h)
    return hs


def loops_over_the_batch(xs, h0, W, b):
    h, hs = h0, []
    for x in xs:
        h = step(x, h, W, b)
        hs.append(h)
    return np.stack(hs, axis=1)


def one_array_in_the_list(xs, h0, W, b):
    h = h0.copy()
    hs = []
    for t in range(xs.shape[1]):
        h[:] = step(xs[:, t], h, W, b)
        hs.append(h)
    return np.stack(hs, axis=1)


def into_h0(xs, h0, W, b):
    hs = np.zeros((*xs.shape[:2], h0.shape[1]))
    for t in range(xs.shape[1]):
        h0[:] = step(xs[:, t], h0, W, b)
        hs[:, t] = h0
    return hs


def forgot_to_store(xs, h0, W, b):
    hs = np.zeros((*xs.shape[:2], h0.shape[1]))
    h = h0
    for t in range(xs.shape[1]):
        h = step(xs[:, t], h, W, b)
    return hs


def backwards(xs, h0, W, b):
    h, hs = h0, []
    for t in reversed(range(xs.shape[1])):
        h = step(xs[:, t], h, W, b)
        hs.append(h)
    return np.stack(hs, axis=1)


def sigmoid_steps(xs, h0, W, b):
    h, hs = h0, []
    for t in range(xs.shape[1]):
        h = gc.sigmoid(np.hstack([xs[:, t], h]) @ W + b)
        hs.append(h)
    return np.stack(hs, axis=1)


def linear_steps(xs, h0, W, b):
    h, hs = h0, []
    for t in range(xs.shape[1]):
        h = np.hstack([xs[:, t], h]) @ W + b
        hs.append(h)
    return np.stack(hs, axis=1)


def state_in_front(xs, h0, W, b):
    h, hs = h0, []
    for t in range(xs.shape[1]):
        h = np.tanh(np.hstack([h, xs[:, t]]) @ W + b)
        hs.append(h)
    return np.stack(hs, axis=1)


def zeros_and_no_bias(xs, h0, W, b):
    h, hs = np.zeros_like(h0), []
    for t in range(xs.shape[1]):
        h = np.tanh(np.hstack([xs[:, t], h]) @ W)
        hs.append(h)
    return np.stack(hs, axis=1)


def always_h0_and_state_in_front(xs, h0, W, b):
    hs = []
    for t in range(xs.shape[1]):
        hs.append(np.tanh(np.hstack([h0, xs[:, t]]) @ W + b))
    return np.stack(hs, axis=1)


def zeros_and_steps_first(xs, h0, W, b):
    h, hs = np.zeros_like(h0), []
    for t in range(xs.shape[1]):
        h = step(xs[:, t], h, W, b)
        hs.append(h)
    return np.array(hs)


WRONG = [
    (starts_with_zeros, "h0-ignored"),
    (reads_the_last_row_at_first, "h0-ignored"),
    (always_from_h0, "amnesia"),
    (new_state_never_handed_on, "amnesia"),
    (comes_out_with_h0, "one-step-more"),
    (h0_in_place_of_the_last, "states-before"),
    (loop_too_short, "one-step-short"),
    (filled_too_short, "one-step-short"),
    (begins_at_one, "first-input-skipped"),
    (counts_from_one, "counted-beyond-the-end"),
    (return_too_far_right, "return-inside-the-loop"),
    (returns_the_last, "last-state-only"),
    (list_of_states, "steps-first"),
    (reshaped, "reshaped-not-moved"),
    (appended_flat, "joined-not-stacked"),
    (loops_over_the_batch, "loop-over-rows"),
    (one_array_in_the_list, "last-state-everywhere"),
    (into_h0, "written-into-h0"),
    (forgot_to_store, "nothing-stored"),
    (backwards, "backwards"),
    (sigmoid_steps, "sigmoid-for-tanh"),
    (linear_steps, "no-tanh"),
    (state_in_front, "h-first"),
    (zeros_and_no_bias, "no-bias"),
    (always_h0_and_state_in_front, "h-first"),
    (zeros_and_steps_first, "steps-first"),
]


# From outside: loops, and slips of those who use them.


def list_with_h0_then_cut(xs, h0, W, b):
    hs = [h0]
    for t in range(xs.shape[1]):
        hs.append(step(xs[:, t], hs[-1], W, b))
    return np.array(hs[1:]).transpose(1, 0, 2)


def generator(xs, h0, W, b):
    def states():
        h = h0
        for x in xs.transpose(1, 0, 2):
            h = step(x, h, W, b)
            yield h

    return np.stack(tuple(states()), axis=1)


def lists_returned(xs, h0, W, b):
    all_h = []
    for i in range(len(xs)):
        h = h0[i]
        seq = []
        for x in xs[i]:
            h = np.tanh(np.concatenate([x, h]) @ W + b)
            seq.append(list(h))
        all_h.append(seq)
    return all_h


def explicit_sums(xs, h0, W, b):
    B, T, D = xs.shape
    H = h0.shape[1]
    hs = np.zeros((B, T, H))
    for n in range(B):
        old = [h0[n, k] for k in range(H)]
        for t in range(T):
            new = []
            for j in range(H):
                s = b[j]
                for k in range(D):
                    s += xs[n, t, k] * W[k, j]
                for k in range(H):
                    s += old[k] * W[D + k, j]
                new.append(math.tanh(s))
            hs[n, t] = new
            old = new
    return hs


def precomputed_input_part(xs, h0, W, b):
    D = xs.shape[2]
    pre = xs @ W[:D] + b
    hs = np.empty_like(pre)
    h = h0
    for t in range(xs.shape[1]):
        hs[:, t] = h = np.tanh(pre[:, t] + h @ W[D:])
    return hs


def walrus_comprehension(xs, h0, W, b):
    h = h0
    return np.stack([h := step(xs[:, t], h, W, b) for t in range(xs.shape[1])], axis=1)


def dict_storage(xs, h0, W, b):
    h = {-1: h0}
    T = xs.shape[1]
    for t in range(T):
        h[t] = step(xs[:, t], h[t - 1], W, b)
    return np.array([h[t] for t in range(T)]).swapaxes(0, 1)


def transposed_columns(xs, h0, W, b):
    h = h0.T
    hs = []
    for t in range(xs.shape[1]):
        h = np.tanh(W.T @ np.vstack([xs[:, t].T, h]) + b[:, None])
        hs.append(h.T)
    return np.stack(hs, axis=1)


def in_place_state_on_own_copy(xs, h0, W, b):
    h = np.array(h0)
    hs = []
    for t in range(xs.shape[1]):
        h[:] = np.tanh(np.concatenate([xs[:, t], h], axis=1) @ W + b)
        hs.append(h.copy())
    return np.stack(hs, axis=1)


def flat_array_reshaped(xs, h0, W, b):
    B, T, _ = xs.shape
    H = h0.shape[1]
    flat = np.zeros((B * T, H))
    for i in range(B):
        h = h0[i : i + 1]
        for t in range(T):
            h = step(xs[i : i + 1, t], h, W, b)
            flat[i * T + t] = h[0]
    return flat.reshape(B, T, H)


def h_carried_across_the_batch(xs, h0, W, b):
    B, T, D = xs.shape  # noqa: RUF059
    hs = np.zeros((B, T, h0.shape[1]))
    h = h0[0:1]
    for i in range(B):
        for t in range(T):
            h = step(xs[i : i + 1, t], h, W, b)
            hs[i, t] = h[0]
    return hs


def step_twice_per_time(xs, h0, W, b):
    h = h0
    hs = []
    for t in range(xs.shape[1]):
        h = step(xs[:, t], h, W, b)
        h = step(xs[:, t], h, W, b)
        hs.append(h)
    return np.stack(hs, axis=1)


def step_in_the_append_and_again(xs, h0, W, b):
    h = h0
    hs = []
    for t in range(xs.shape[1]):
        h = step(xs[:, t], h, W, b)
        hs.append(step(xs[:, t], h, W, b))
    return np.stack(hs, axis=1)


def h0_added_at_the_end(xs, h0, W, b):
    h = np.zeros_like(h0)
    hs = []
    for t in range(xs.shape[1]):
        h = step(xs[:, t], h, W, b)
        hs.append(h + h0)
    return np.stack(hs, axis=1)


def keeps_what_append_returns(xs, h0, W, b):
    h = h0
    hs = []
    for t in range(xs.shape[1]):
        h = step(xs[:, t], h, W, b)
        hs = hs.append(h)
    return np.stack(hs, axis=1)


def forgets_range(xs, h0, W, b):
    h = h0
    hs = []
    for t in xs.shape[1]:
        h = step(xs[:, t], h, W, b)
        hs.append(h)
    return np.stack(hs, axis=1)


def last_of_an_empty_list(xs, h0, W, b):
    hs = []
    for t in range(xs.shape[1]):
        hs.append(step(xs[:, t], hs[t - 1], W, b))
    return np.stack(hs, axis=1)


def states_and_last(xs, h0, W, b):
    h = h0
    hs = []
    for t in range(xs.shape[1]):
        h = step(xs[:, t], h, W, b)
        hs.append(h)
    return np.stack(hs, axis=1), h


def first_row_for_all(xs, h0, W, b):
    B, T, D = xs.shape  # noqa: RUF059
    hs = np.zeros((B, T, h0.shape[1]))
    h = h0[:1]
    for t in range(T):
        h = step(xs[:1, t], h, W, b)
        hs[:, t] = h
    return hs


def undefined_h(xs, h0, W, b):
    hs = []
    for t in range(xs.shape[1]):
        h = step(xs[:, t], h, W, b)  # noqa: F821
        hs.append(h)
    return np.stack(hs, axis=1)


def input_of_the_next_step(xs, h0, W, b):
    h = h0
    hs = []
    T = xs.shape[1]
    for t in range(T):
        h = step(xs[:, (t + 1) % T], h, W, b)
        hs.append(h)
    return np.stack(hs, axis=1)


def two_steps_back(xs, h0, W, b):
    hs = [h0, h0]
    for t in range(xs.shape[1]):
        hs.append(step(xs[:, t], hs[-2], W, b))
    return np.stack(hs[2:], axis=1)


def h0_stored_as_the_first(xs, h0, W, b):
    B, T, D = xs.shape  # noqa: RUF059
    hs = np.zeros((B, T, h0.shape[1]))
    hs[:, 0] = h0
    for t in range(1, T):
        hs[:, t] = step(xs[:, t], hs[:, t - 1], W, b)
    return hs


def tanh_only_stored(xs, h0, W, b):
    h = h0
    hs = []
    for t in range(xs.shape[1]):
        h = np.concatenate([xs[:, t], h], axis=1) @ W + b
        hs.append(np.tanh(h))
    return np.stack(hs, axis=1)


def stack_last_axis(xs, h0, W, b):
    h = h0
    hs = []
    for t in range(xs.shape[1]):
        h = step(xs[:, t], h, W, b)
        hs.append(h)
    return np.stack(hs, axis=-1)


RIGHT += [
    list_with_h0_then_cut,
    generator,
    lists_returned,
    explicit_sums,
    precomputed_input_part,
    walrus_comprehension,
    dict_storage,
    transposed_columns,
    in_place_state_on_own_copy,
    flat_array_reshaped,
]

WRONG += [
    (h_carried_across_the_batch, "carried-to-the-next-row"),
    (step_twice_per_time, "every-step-twice"),
    (step_in_the_append_and_again, "every-step-twice"),
    (h0_added_at_the_end, "h0-added-afterwards"),
    (keeps_what_append_returns, "append-returns-nothing"),
    (forgets_range, "range-forgotten"),
    (last_of_an_empty_list, "list-too-short"),
    (states_and_last, "returned-two-things"),
    (first_row_for_all, "first-unit-only"),
    (undefined_h, "used-before-assigned"),
    (input_of_the_next_step, "input-ahead"),
    (two_steps_back, "two-steps-back"),
    (h0_stored_as_the_first, "first-input-skipped"),
    (tanh_only_stored, "state-before-activation"),
    (stack_last_axis, "steps-last"),
]


# From a second class: slips before the sum is complete, and loops that stop too soon.


def states_in_a_dict(xs, h0, W, b):
    h = {-1: h0}
    for t in range(xs.shape[1]):
        h[t] = step(xs[:, t, :], h[t - 1], W, b)
    return np.stack([h[t] for t in range(xs.shape[1])], axis=1)


def inputs_multiplied_beforehand(xs, h0, W, b):
    D = xs.shape[2]
    pre = xs @ W[:D] + b
    h = h0
    for t in range(xs.shape[1]):
        h = np.tanh(pre[:, t] + h @ W[D:])
        pre[:, t] = h
    return pre


def grown_by_append(xs, h0, W, b):
    hs = h0[:, None, :]
    for t in range(xs.shape[1]):
        h = step(xs[:, t], hs[:, -1], W, b)
        hs = np.append(hs, h[:, None], axis=1)
    return hs[:, 1:, :]


def from_a_generator(xs, h0, W, b):
    def gen():
        h = h0
        for x in np.moveaxis(xs, 1, 0):
            h = step(x, h, W, b)
            yield h

    return np.moveaxis(np.array(list(gen())), 0, 1)


def stacked_in_depth(xs, h0, W, b):
    hs, h = [], h0
    for t in range(xs.shape[1]):
        h = step(xs[:, t], h, W, b)
        hs.append(h)
    return np.dstack(hs).transpose(0, 2, 1)


def columns_first(xs, h0, W, b):
    h = h0.T
    hs = []
    for t in range(xs.shape[1]):
        h = np.tanh(W.T @ np.vstack([xs[:, t].T, h]) + b[:, None])
        hs.append(h.T)
    return np.stack(hs, axis=1)


def hstack_and_reshape(xs, h0, W, b):
    h, hs = h0, []
    for t in range(xs.shape[1]):
        h = step(xs[:, t], h, W, b)
        hs.append(h)
    return np.hstack(hs).reshape(xs.shape[0], xs.shape[1], -1)


def yielded(xs, h0, W, b):
    h = h0
    for t in range(xs.shape[1]):
        h = step(xs[:, t], h, W, b)
        yield h


def zeros_and_from_one(xs, h0, W, b):
    B, T, _D = xs.shape
    hs = np.zeros((B, T, h0.shape[1]))
    for t in range(1, T):
        hs[:, t] = step(xs[:, t], hs[:, t - 1], W, b)
    return hs


def one_input_late(xs, h0, W, b):
    hs, h = [], h0
    x_prev = np.zeros_like(xs[:, 0])
    for t in range(xs.shape[1]):
        h = step(x_prev, h, W, b)
        hs.append(h)
        x_prev = xs[:, t]
    return np.stack(hs, 1)


def returned_in_the_row_loop(xs, h0, W, b):
    out = []
    for i in range(xs.shape[0]):
        h = h0[i]
        states = []
        for t in range(xs.shape[1]):
            h = np.tanh(np.concatenate([xs[i, t], h]) @ W + b)
            states.append(h)
        out.append(states)
        return np.array(out)


def one_list_for_all_rows(xs, h0, W, b):
    _out, states = [], []
    for i in range(xs.shape[0]):
        h = h0[i]
        for t in range(xs.shape[1]):
            h = np.tanh(np.concatenate([xs[i, t], h]) @ W + b)
            states.append(h)
    return np.array(states)


def every_other_step(xs, h0, W, b):
    B, T, _D = xs.shape
    hs = np.zeros((B, T, h0.shape[1]))
    for t in range(T):
        prev = hs[:, t - 2] if t > 1 else h0
        hs[:, t] = step(xs[:, t], prev, W, b)
    return hs


def backwards_from_zeros(xs, h0, W, b):
    hs, h = [], np.zeros_like(h0)
    for t in range(xs.shape[1] - 1, -1, -1):
        h = step(xs[:, t], h, W, b)
        hs.append(h)
    return np.stack(hs, axis=1)


def zeros_first(xs, h0, W, b):
    hs, h = [], np.zeros_like(h0)
    for t in range(xs.shape[1]):
        hs.append(h)
        h = step(xs[:, t], h, W, b)
    return np.stack(hs, axis=1)


def sigmoid_of_h0(xs, h0, W, b):
    hs = []
    for t in range(xs.shape[1]):
        hs.append(gc.sigmoid(np.hstack([xs[:, t], h0]) @ W + b))
    return np.stack(hs, axis=1)


def h0_over_and_over(xs, h0, W, b):
    hs = []
    for t in range(xs.shape[1]):
        h0[:] = step(xs[:, t], h0, W, b)
        hs.append(h0)
    return np.stack(hs, axis=1)


def added_to_the_step_before(xs, h0, W, b):
    B, T, _D = xs.shape
    hs = np.zeros((B, T, h0.shape[1]))
    h = h0
    for t in range(T):
        h = step(xs[:, t], h, W, b)
        hs[:, t] += hs[:, t - 1] + h
    return hs


def padded_and_short(xs, h0, W, b):
    B, T, _D = xs.shape
    hs = np.zeros((B, T + 1, h0.shape[1]))
    hs[:, 0] = h0
    for t in range(1, T):
        hs[:, t] = step(xs[:, t - 1], hs[:, t - 1], W, b)
    return hs[:, 1:]


def what_append_returns(xs, h0, W, b):
    hs, h = [], h0
    for t in range(xs.shape[1]):
        h = step(xs[:, t], h, W, b)
        hs = hs.append(h)
    return np.stack(hs, axis=1)


RIGHT += [
    states_in_a_dict,
    inputs_multiplied_beforehand,
    grown_by_append,
    from_a_generator,
    stacked_in_depth,
    columns_first,
    hstack_and_reshape,
]

WRONG += [
    (yielded, "yield-for-return"),
    (zeros_and_from_one, "first-input-skipped"),
    (one_input_late, "input-off-by-one"),
    (returned_in_the_row_loop, "return-inside-the-loop"),
    (one_list_for_all_rows, "joined-not-stacked"),
    (every_other_step, "two-steps-back"),
    (backwards_from_zeros, "backwards"),
    (zeros_first, "states-before"),
    (sigmoid_of_h0, "sigmoid-for-tanh"),
    (h0_over_and_over, "last-state-everywhere"),
    (added_to_the_step_before, "states-added-up"),
    (padded_and_short, "one-step-short"),
    (what_append_returns, "append-returns-nothing"),
]


def states_by_number(xs, h0, W, b):
    hs = {-1: h0}
    for t in range(xs.shape[1]):
        hs[t] = step(xs[:, t], hs[t - 1], W, b)
    return np.stack([hs[t] for t in range(xs.shape[1])], axis=1)


def one_step_and_then_the_rest(xs, h0, W, b):
    if xs.shape[1] == 0:
        return np.zeros((len(xs), 0, h0.shape[1]))
    h = step(xs[:, 0], h0, W, b)
    return np.concatenate([h[:, None], one_step_and_then_the_rest(xs[:, 1:], h, W, b)], axis=1)


RIGHT += [states_by_number, one_step_and_then_the_rest]


def h0_squashed_first(xs, h0, W, b):
    h, hs = np.tanh(h0), []
    for t in range(xs.shape[1]):
        h = step(xs[:, t], h, W, b)
        hs.append(h)
    return np.stack(hs, axis=1)


def h0_added_at_every_step(xs, h0, W, b):
    h, hs = 0, []
    for t in range(xs.shape[1]):
        h = step(xs[:, t], h + h0, W, b)
        hs.append(h)
    return np.stack(hs, axis=1)


def put_in_front(xs, h0, W, b):
    h, hs = h0, []
    for t in range(xs.shape[1]):
        h = step(xs[:, t], h, W, b)
        hs.insert(0, h)
    return np.stack(hs, axis=1)


WRONG += [
    (h0_squashed_first, "h0-squashed"),
    (h0_added_at_every_step, "h0-added-again"),
    (put_in_front, "states-reversed"),
]


def first_example_only(xs, h0, W, b):
    h, hs = h0[0], []
    for t in range(xs.shape[1]):
        h = np.tanh(np.concatenate([xs[0, t], h]) @ W + b)
        hs.append(h)
    return np.stack(hs)


WRONG += [(first_example_only, "one-row-only")]


def zeros_after_the_first_step(xs, h0, W, b):
    hs = []
    for t in range(xs.shape[1]):
        h = h0 if t == 0 else np.zeros_like(h0)
        hs.append(step(xs[:, t], h, W, b))
    return np.stack(hs, axis=1)


def every_step_from_the_first_state(xs, h0, W, b):
    hs = [step(xs[:, 0], h0, W, b)]
    for t in range(1, xs.shape[1]):
        hs.append(step(xs[:, t], hs[0], W, b))
    return np.stack(hs, axis=1)


def every_other_step(xs, h0, W, b):
    h, hs = h0, []
    for t in range(0, xs.shape[1], 2):
        h = step(xs[:, t], h, W, b)
        hs.append(h)
    return np.stack(hs, axis=1)


def starts_turned_round(xs, h0, W, b):
    h, hs = h0[::-1], []
    for t in range(xs.shape[1]):
        h = step(xs[:, t], h, W, b)
        hs.append(h)
    return np.stack(hs, axis=1)


WRONG += [
    (zeros_after_the_first_step, "amnesia"),
    (every_step_from_the_first_state, "two-steps-back"),
    (every_other_step, "steps-left-out"),
    (starts_turned_round, "rows-reversed"),
]
