"""The right answers are right: each agrees with gru_course.nn, or with another way to compute the same."""

import numpy as np
import pytest

import gru_course as gc
from gru_course.checks.catalogue import EXERCISES
from gru_course.checks.observe import run
from gru_course.nn import rnn
from gru_course.nn.cell import GRUParams, gru_step_backward


def with_only(D, H, **given):
    """Parameters of a whole cell of which only a part matters."""
    zeros = {f"W_{gate}": np.zeros((D + H, H)) for gate in "rzh"} | {
        f"b_{gate}": np.zeros(H) for gate in "rzh"
    }
    return GRUParams(**{**zeros, **given})


def sizes(x, h_prev):
    return x.shape[-1], h_prev.shape[-1]


def sigmoid(a):
    return 0.5 * (1 + np.tanh(a / 2))


def rnn_step(x, h_prev, W, b):
    return rnn.rnn_step(x, h_prev, rnn.RNNParams(W=W, b=b))[0]


def unroll_rnn(xs, h0, W, b):
    return rnn.rnn_forward(xs, h0, rnn.RNNParams(W=W, b=b))[0]


def reset_gate(x, h_prev, W_r, b_r):
    return gc.gru_step(x, h_prev, with_only(*sizes(x, h_prev), W_r=W_r, b_r=b_r))[1].r


def update_gate(x, h_prev, W_z, b_z):
    return gc.gru_step(x, h_prev, with_only(*sizes(x, h_prev), W_z=W_z, b_z=b_z))[1].z


def candidate(x, h_prev, r, W_h, b_h):
    D, H = sizes(x, h_prev)
    open_wide = with_only(D, H, W_h=W_h, b_h=b_h, b_r=np.full(H, 60.0))
    return gc.gru_step(x, r * h_prev, open_wide)[1].h_cand


def final_state(h_prev, h_cand, z):
    return h_prev + z * (h_cand - h_prev)


def gru_cell(x, h_prev, params):
    return gc.gru_step(x, h_prev, params)[0]


def unroll_gru(xs, h0, params):
    return gc.gru_forward(xs, h0, params)[0]


def count_parameters(D, H):
    return gc.init_params(D, H, np.random.default_rng(0)).size


def gru_cell_backward(d_h, x, h_prev, params):
    return gru_step_backward(d_h, gc.gru_step(x, h_prev, params)[1], params)


def clip_by_norm(dW, db, limit):
    whole = np.concatenate([dW.reshape(-1), db.reshape(-1)])
    share = min(1.0, limit / np.sqrt(whole @ whole))
    return dW * share, db * share


def fading(hs, w):
    return np.cumprod(w * (1 - np.asarray(hs) ** 2), axis=-1)


def half_life(w):
    return int(np.floor(np.log(0.5) / np.log(w))) + 1


def reorder_rows(W_h, D):
    return np.roll(W_h, D, axis=0)


def keep_gate(W_z, b_z):
    return np.negative(W_z), np.negative(b_z)


def z_from_states(h_prev, h_cand, h):
    return (h_prev - h) / (h_prev - h_cand)


ORACLES = {
    function.__name__: function
    for function in (
        sigmoid, rnn_step, unroll_rnn, reset_gate, update_gate, candidate, final_state, gru_cell, unroll_gru,
        count_parameters, gru_cell_backward, clip_by_norm, fading, half_life, reorder_rows, keep_gate,
        z_from_states,
    )
} | {"mended_candidate": candidate, "mended_cell": gru_cell}  # fmt: skip

WITHOUT = {"memory_length"}
"""Functions of the exercises whose tests say by themselves that they are right."""

FUNCTIONS = [name for name, exercise in EXERCISES.items() if exercise.kind == "function"]


def test_every_function_has_an_oracle():
    assert set(FUNCTIONS) - set(ORACLES) - WITHOUT == set()


@pytest.mark.parametrize("name", [name for name in FUNCTIONS if name in ORACLES])
def test_a_right_answer_agrees_with_another_way_to_compute_it(name):
    exercise = EXERCISES[name]
    for seed in (1, 2, 3):
        calls = [call for call in exercise.calls(seed, fresh=seed) if call.role != "extreme"]
        ours = run(exercise.reference, exercise, calls)
        theirs = run(ORACLES[name], exercise, calls)
        for call, one, other in zip(calls, ours, theirs, strict=True):
            assert one.problem is None
            assert other.problem is None, other.problem
            for a, b in zip(one.arrays, other.arrays, strict=True):
                np.testing.assert_allclose(a, b, rtol=1e-9, atol=1e-12, err_msg=call.label)


def test_the_length_of_a_memory_is_counted_step_by_step():
    exercise = EXERCISES.get("memory_length")
    if exercise is None:
        pytest.skip("no such exercise")
    for call in exercise.calls(1, fresh=1):
        (b_z,) = call.arguments.values()
        steps = exercise.reference(b_z)
        kept = (1 - 1 / (1 + np.exp(-b_z))) ** np.arange(steps + 1)
        assert kept[-1] < 0.5 <= kept[-2]
