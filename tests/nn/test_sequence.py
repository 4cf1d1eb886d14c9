"""A GRU over time: the fast version, the plain one and the cell tell the same story."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gru_course as gc
from gru_course.nn import engine, sequence
from gru_course.nn.sequence import gru_backward_plain, gru_forward_plain, time_first
from tests.nn.mutation import Mutant, build

B, T, D, H = 4, 6, 3, 5
LENGTHS = [6, 1, 4, 5]

SAME = 1e-12
"""Float64, numbers of order one, a few dozen operations in another order."""


def draw(seed, *, B=B, T=T, D=D, H=H):
    """Random inputs, states, nonzero biases and a derivative for every step."""
    rng = np.random.default_rng(seed)
    params = gc.init_params(D=D, H=H, rng=rng)
    params.flat[...] = rng.normal(scale=0.8, size=params.size)
    xs, h0, d_hs = rng.normal(size=(B, T, D)), rng.uniform(-1, 1, size=(B, H)), rng.normal(size=(B, T, H))
    return xs, h0, d_hs, params


@pytest.fixture
def case():
    return draw(7)


def equal(actual, expected, *, atol=SAME):
    np.testing.assert_allclose(actual, expected, rtol=0, atol=atol)


def compare(fast, plain):
    (hs, trace), (d_xs, d_h0, grads) = fast
    (hs_plain, trace_plain), (d_xs_plain, d_h0_plain, grads_plain) = plain
    equal(hs, hs_plain)
    for name in ("xs", "states", "r", "z", "h_cand", "reset_h", "h0", "hs"):
        equal(getattr(trace, name), getattr(trace_plain, name))
    # a derivative sums over steps, rows and units: one digit more room
    equal(d_xs, d_xs_plain, atol=10 * SAME)
    equal(d_h0, d_h0_plain, atol=10 * SAME)
    for name, array in grads:
        equal(array, getattr(grads_plain, name), atol=10 * SAME)


sizes = st.integers(min_value=1, max_value=6)


@settings(max_examples=60)
@given(st.data(), st.integers(0, 1000), sizes, st.integers(1, 9), sizes, sizes, st.booleans())
def test_the_fast_version_equals_the_plain_one(data, seed, B, T, D, H, padded):
    xs, h0, d_hs, params = draw(seed, B=B, T=T, D=D, H=H)
    lengths = data.draw(st.lists(st.integers(1, T), min_size=B, max_size=B)) if padded else None
    hs, trace = gc.gru_forward(xs, h0, params, lengths=lengths)
    hs_plain, trace_plain = gru_forward_plain(xs, h0, params, lengths=lengths)
    compare(
        ((hs, trace), gc.gru_backward(d_hs, trace, params)),
        ((hs_plain, trace_plain), gru_backward_plain(d_hs, trace_plain, params)),
    )


@pytest.mark.parametrize("lengths", [None, LENGTHS])
def test_each_backward_reads_the_other_forwards_trace(case, lengths):
    xs, h0, d_hs, params = case
    _, trace = gc.gru_forward(xs, h0, params, lengths=lengths)
    _, trace_plain = gru_forward_plain(xs, h0, params, lengths=lengths)
    for one, other in zip(
        gc.gru_backward(d_hs, trace_plain, params), gru_backward_plain(d_hs, trace, params), strict=True
    ):
        equal(getattr(one, "flat", one), getattr(other, "flat", other), atol=10 * SAME)


def test_chunks_of_any_size_give_the_same_gradient(case, monkeypatch):
    xs, h0, d_hs, params = case
    _, trace = gc.gru_forward(xs, h0, params)
    whole = gc.gru_backward(d_hs, trace, params)
    for steps in (1, 2, 4, 5):
        monkeypatch.setattr(engine, "CHUNK_ROWS", steps * B)
        for part, expected in zip(gc.gru_backward(d_hs, trace, params), whole, strict=True):
            equal(getattr(part, "flat", part), getattr(expected, "flat", expected), atol=10 * SAME)


def test_a_sequence_is_its_cell_repeated(case):
    xs, h, _, params = case
    hs, trace = gc.gru_forward(xs, h, params)
    for t in range(T):
        h, step = gc.gru_step(xs[:, t], h, params)
        equal(hs[:, t], h)
        for name in ("x", "h_prev", "r", "z", "reset_h", "h_cand", "h"):
            equal(getattr(trace.step(t), name), getattr(step, name))


@pytest.mark.parametrize("cut", range(1, T))
def test_a_sequence_split_in_two_equals_the_whole(case, cut):
    xs, h0, d_hs, params = case
    hs, trace = gc.gru_forward(xs, h0, params)
    first, trace_1 = gc.gru_forward(xs[:, :cut], h0, params)
    second, trace_2 = gc.gru_forward(xs[:, cut:], first[:, -1], params)
    equal(np.concatenate([first, second], axis=1), hs)

    d_xs, d_h0, grads = gc.gru_backward(d_hs, trace, params)
    d_xs_2, d_middle, grads_2 = gc.gru_backward(d_hs[:, cut:], trace_2, params)
    d_first = d_hs[:, :cut].copy()
    d_first[:, -1] += d_middle
    d_xs_1, d_h0_1, grads_1 = gc.gru_backward(d_first, trace_1, params)
    equal(np.concatenate([d_xs_1, d_xs_2], axis=1), d_xs)
    equal(d_h0_1, d_h0)
    equal(grads_1.flat + grads_2.flat, grads.flat, atol=10 * SAME)


def test_order_matters_and_the_past_does_not_see_the_future(case):
    xs, h0, _, params = case
    hs, _ = gc.gru_forward(xs, h0, params)
    swapped = xs.copy()
    swapped[:, [2, 4]] = swapped[:, [4, 2]]
    other, _ = gc.gru_forward(swapped, h0, params)
    equal(other[:, :2], hs[:, :2])
    assert np.abs(other[:, -1] - hs[:, -1]).max() > 1e-3


def test_rows_of_a_batch_do_not_mix(case):
    xs, h0, d_hs, params = case
    hs, trace = gc.gru_forward(xs, h0, params)
    d_xs, d_h0, _ = gc.gru_backward(d_hs, trace, params)
    for row in range(B):
        alone, trace_alone = gc.gru_forward(xs[row : row + 1], h0[row : row + 1], params)
        equal(alone[0], hs[row])
        d_xs_alone, d_h0_alone, _ = gc.gru_backward(d_hs[row : row + 1], trace_alone, params)
        equal(d_xs_alone[0], d_xs[row])
        equal(d_h0_alone[0], d_h0[row])


def test_gradients_of_a_batch_are_the_sum_over_its_rows(case):
    xs, h0, d_hs, params = case
    _, trace = gc.gru_forward(xs, h0, params)
    _, _, grads = gc.gru_backward(d_hs, trace, params)
    total = np.zeros(params.size)
    for row in range(B):
        _, alone = gc.gru_forward(xs[row : row + 1], h0[row : row + 1], params)
        total += gc.gru_backward(d_hs[row : row + 1], alone, params)[2].flat
    equal(grads.flat, total, atol=10 * SAME)


def test_no_initial_state_means_zeros(case):
    xs, _, _, params = case
    equal(gc.gru_forward(xs, None, params)[0], gc.gru_forward(xs, np.zeros((B, H)), params)[0])


# ---- rows of different lengths -------------------------------------------------------------------------


def test_a_padded_row_equals_the_row_alone_and_then_holds_its_state(case):
    xs, h0, _, params = case
    hs, _ = gc.gru_forward(xs, h0, params, lengths=LENGTHS)
    for row, length in enumerate(LENGTHS):
        alone, _ = gc.gru_forward(xs[row : row + 1, :length], h0[row : row + 1], params)
        equal(hs[row, :length], alone[0])
        equal(hs[row, length:], np.broadcast_to(alone[0, -1], (T - length, H)))


def test_what_stands_in_the_padding_does_not_matter_not_even_nan(case):
    xs, h0, d_hs, params = case
    rubbish = xs.copy()
    for row, length in enumerate(LENGTHS):
        rubbish[row, length:] = np.nan
    clean, trace = gc.gru_forward(xs, h0, params, lengths=LENGTHS)
    dirty, trace_dirty = gc.gru_forward(rubbish, h0, params, lengths=LENGTHS)
    assert (clean == dirty).all()
    for one, other in zip(
        gc.gru_backward(d_hs, trace, params), gc.gru_backward(d_hs, trace_dirty, params), strict=True
    ):
        assert (getattr(one, "flat", one) == getattr(other, "flat", other)).all()


def test_a_padded_step_takes_no_gradient_and_hands_on_what_arrives(case):
    xs, h0, d_hs, params = case
    _, trace = gc.gru_forward(xs, h0, params, lengths=LENGTHS)
    d_xs, d_h0, grads = gc.gru_backward(d_hs, trace, params)
    total = np.zeros(params.size)
    for row, length in enumerate(LENGTHS):
        assert not d_xs[row, length:].any()
        _, alone = gc.gru_forward(xs[row : row + 1, :length], h0[row : row + 1], params)
        d_alone = d_hs[row : row + 1, :length].copy()
        d_alone[:, -1] += d_hs[row, length:].sum(axis=0)  # the held state is the last real state
        d_xs_alone, d_h0_alone, grads_alone = gc.gru_backward(d_alone, alone, params)
        equal(d_xs[row, :length], d_xs_alone[0])
        equal(d_h0[row], d_h0_alone[0])
        total += grads_alone.flat
    equal(grads.flat, total, atol=10 * SAME)


# ---- promises of the interface ------------------------------------------------------------------------


def test_inputs_are_not_changed(case):
    xs, h0, d_hs, params = case
    before = [a.copy() for a in (xs, h0, d_hs, params.flat)]
    _, trace = gc.gru_forward(xs, h0, params, lengths=LENGTHS)
    gc.gru_backward(d_hs, trace, params)
    for actual, expected in zip((xs, h0, d_hs, params.flat), before, strict=True):
        assert (actual == expected).all()


def test_a_later_call_does_not_write_into_an_earlier_result(case):
    xs, h0, d_hs, params = case
    hs, trace = gc.gru_forward(xs, h0, params)
    d_xs, d_h0, grads = gc.gru_backward(d_hs, trace, params)
    kept = [hs, trace.r, trace.z, trace.h_cand, trace.states, d_xs, d_h0, grads.flat]
    copies = [a.copy() for a in kept]
    _, other = gc.gru_forward(-xs, -h0, params)
    gc.gru_backward(2 * d_hs, other, params)
    for now, then in zip(kept, copies, strict=True):
        assert (now == then).all()


def test_writing_into_a_result_does_not_reach_the_input(case):
    xs, h0, _, params = case
    _, trace = gc.gru_forward(xs, h0, params)
    kept = h0.copy()
    trace.states[...] = 0
    assert (h0 == kept).all()


def test_float32_stays_float32(case):
    xs, h0, d_hs, params = (a.astype(np.float32) for a in case)
    hs, trace = gc.gru_forward(xs, h0, params)
    d_xs, d_h0, grads = gc.gru_backward(d_hs, trace, params)
    for array in (hs, trace.z, d_xs, d_h0, grads.flat):
        assert array.dtype == np.float32
    exact, _ = gc.gru_forward(*case[:2], case[3])
    equal(hs, exact, atol=1e-5)  # float32 rounds at 6e-8; six steps of an unscaled network amplify it


def test_nothing_warns_when_gates_are_driven_far_out(case):
    xs, h0, d_hs, params = case
    with np.errstate(all="raise", under="ignore"):
        _, trace = gc.gru_forward(1e4 * xs, h0, params)
        gc.gru_backward(d_hs, trace, params)


WRONG_SEQUENCES = {
    "one sequence without its batch": (
        lambda xs, h0: {"xs": xs[0]},
        ValueError,
        "xs: expected shape (B, T, D) with D = 3, got (6, 3); a single example still needs its batch axis",
    ),
    "inputs of another width": (
        lambda xs, h0: {"xs": xs[:, :, :2]},
        ValueError,
        "xs: expected shape (B, T, D) with D = 3, got (4, 6, 2)",
    ),
    "an empty sequence": (
        lambda xs, h0: {"xs": xs[:, :0]},
        ValueError,
        "xs: expected at least one entry along T, got shape (4, 0, 3)",
    ),
    "integers": (
        lambda xs, h0: {"xs": xs.astype(int)},
        TypeError,
        "xs: expected floating-point numbers (float32 or float64), got int64; write xs.astype(float)",
    ),
    "integers with lengths": (
        lambda xs, h0: {"xs": xs.astype(int), "lengths": LENGTHS},
        TypeError,
        "xs: expected floating-point numbers (float32 or float64), got int64; write xs.astype(float)",
    ),
    "NaN": (
        lambda xs, h0: {"xs": xs * np.where(np.arange(T) == 2, np.nan, 1)[:, None]},
        ValueError,
        "xs: expected finite numbers, got nan at index (0, 2, 0)",
    ),
    "NaN in a real step of a padded batch": (
        lambda xs, h0: {"xs": xs * np.where(np.arange(T) == 3, np.nan, 1)[:, None], "lengths": LENGTHS},
        ValueError,
        "xs: expected finite numbers, got nan at index (0, 3, 0)",
    ),
    "h0 of another batch": (
        lambda xs, h0: {"h0": h0[1:]},
        ValueError,
        "h0: expected shape (B, H) with B = 4, H = 5, got (3, 5)",
    ),
    "too few lengths": (
        lambda xs, h0: {"lengths": [6, 1, 4]},
        ValueError,
        "lengths: expected shape (B,) with B = 4, got (3,)",
    ),
    "a length beyond the end": (
        lambda xs, h0: {"lengths": [6, 1, 7, 5]},
        ValueError,
        "lengths: expected 1 to T = 6 steps in every row, got 7 in row 2",
    ),
    "a length of zero": (
        lambda xs, h0: {"lengths": [6, 1, 4, 0]},
        ValueError,
        "lengths: expected 1 to T = 6 steps in every row, got 0 in row 3",
    ),
    "lengths that are not whole": (
        lambda xs, h0: {"lengths": [6.0, 1.0, 4.0, 5.0]},
        TypeError,
        "lengths: expected whole numbers, got float64",
    ),
    "two dimensions with lengths": (
        lambda xs, h0: {"xs": xs[0], "lengths": LENGTHS},
        ValueError,
        "xs: expected shape (B, T, D), got (6, 3)",
    ),
}


@pytest.mark.parametrize("forward", [gc.gru_forward, gru_forward_plain])
@pytest.mark.parametrize(("spoil", "error", "message"), WRONG_SEQUENCES.values(), ids=WRONG_SEQUENCES.keys())
def test_a_wrong_argument_is_named(case, forward, spoil, error, message):
    xs, h0, _, params = case
    arguments = {"xs": xs, "h0": h0, "params": params} | spoil(xs, h0)
    with pytest.raises(error, match=re.escape(message)):
        forward(**arguments)


def test_parameters_that_became_nan_are_refused(case):
    xs, h0, _, params = case
    params.W_h[0, 0] = np.nan
    with pytest.raises(ValueError, match="params: expected finite numbers, got nan"):
        gc.gru_forward(xs, h0, params)


@pytest.mark.parametrize("backward", [gc.gru_backward, gru_backward_plain])
def test_a_derivative_of_another_shape_is_refused(case, backward):
    xs, h0, d_hs, params = case
    _, trace = gc.gru_forward(xs, h0, params)
    with pytest.raises(
        ValueError, match=re.escape("d_hs: expected shape (B, T, H) with B = 4, T = 6, H = 5, got (4, 5, 5)")
    ):
        backward(d_hs[:, 1:], trace, params)


# ---- mutants of the fast engine and of the time loops -------------------------------------------------


def engine_equals_the_cell(module):
    """The engine, padded and not, against the plain loops around the cell."""
    for lengths in (None, LENGTHS):
        xs, h0, d_hs, params = draw(11)
        _, trace = gru_forward_plain(xs, h0, params, lengths=lengths)
        alive = None if trace.alive is None else time_first(trace.alive)
        states, r, z, h_cand = module.forward(time_first(trace.xs), h0, params, alive)
        for actual, expected in ((states, trace.states), (r, trace.r), (z, trace.z), (h_cand, trace.h_cand)):
            equal(time_first(actual), expected)
        d_xs, d_h0, grads = module.backward(
            *(time_first(a) for a in (d_hs, trace.xs, trace.states, trace.r, trace.z, trace.h_cand)), params
        )
        expected_d_xs, expected_d_h0, expected_grads = gru_backward_plain(d_hs, trace, params)
        equal(time_first(d_xs), expected_d_xs, atol=10 * SAME)
        equal(d_h0, expected_d_h0, atol=10 * SAME)
        equal(grads.flat, expected_grads.flat, atol=10 * SAME)


def plain_is_the_cell_repeated(module):
    xs, h0, d_hs, params = draw(11)
    hs, trace = module.gru_forward_plain(xs, h0, params, lengths=LENGTHS)
    expected_hs, expected = gru_forward_plain(xs, h0, params, lengths=LENGTHS)
    equal(hs, expected_hs)
    for name in ("xs", "states", "r", "z", "h_cand"):
        equal(getattr(trace, name), getattr(expected, name))
    for t in (0, 3):
        for name in ("x", "h_prev", "r", "z", "reset_h", "h_cand", "h"):
            equal(getattr(trace.step(t), name), getattr(expected.step(t), name))
    for actual, wanted in zip(
        module.gru_backward_plain(d_hs, expected, params),
        gru_backward_plain(d_hs, expected, params),
        strict=True,
    ):
        equal(getattr(actual, "flat", actual), getattr(wanted, "flat", wanted))


ENGINE_MUTANTS = [
    ("Wb_r = np.vstack([params.W_r, params.b_r]) * half", "Wb_r = np.vstack([params.W_r, params.b_r])"),
    (
        "Wb_z = np.vstack([params.W_z, params.b_z]) * half",
        "Wb_z = np.vstack([params.W_z, params.b_r]) * half",
    ),
    ("Wb_h = np.vstack([params.W_h, params.b_h])", "Wb_h = np.vstack([params.W_h, params.b_h]) * half"),
    ("gates[start:end, 0],", "gates[start:end, 1],"),
    ("x_h_1[:, :, :D] = xs[start:end]", "pass"),
    ("h_columns[...] = h\n", "pass\n"),
    ("multiply(z, alive[t], z)", "pass"),
    ("multiply(gate, half, gate)", "pass"),
    ("add(gate, half, gate)", "pass"),
    ("multiply(r, h, h_columns)", "pass"),
    ("multiply(r, h, h_columns)", "multiply(z, h, h_columns)"),
    ("row.dot(Wb_h, candidate)", "row.dot(Wb_r, candidate)"),
    ("tanh(candidate, candidate)", "pass"),
    ("subtract(candidate, h, change)", "subtract(h, candidate, change)"),
    ("multiply(change, z, change)", "multiply(change, r, change)"),
    ("add(h, change, h_next)", "subtract(h, change, h_next)"),
    ("subtract(one, update, keep)", "subtract(update, one, keep)"),
    ("subtract(candidate, h_prev, d_a_z)", "subtract(h_prev, candidate, d_a_z)"),
    ("multiply(d_a_z, update, d_a_z)", "pass"),
    ("multiply(d_a_z, keep, d_a_z)", "pass"),
    ("subtract(one, d_a_h, d_a_h)", "pass"),
    ("multiply(d_a_h, update, d_a_h)", "pass"),
    ("multiply(reset, h_prev, reset_h)", "multiply(update, h_prev, reset_h)"),
    ("multiply(d_a_r, reset_h, d_a_r)", "multiply(d_a_r, h_prev, d_a_r)"),
    ("add(d_h, d_h_t, d_h)", "d_h[...] = d_h_t"),
    ("multiply(d_h, d_a_z_t, d_a_z_t)", "multiply(through, d_a_z_t, d_a_z_t)"),
    ("multiply(d_h, keep_t, d_h)", "pass"),
    ("d_a_h_t.dot(U_h, through)", "d_a_h_t.dot(U_h.T, through)"),
    ("multiply(through, d_a_r_t, d_a_r_t)", "multiply(through, d_a_z_t, d_a_r_t)"),
    ("multiply(through, r_t, through)", "pass"),
    ("d_a_z_t.dot(U_z, through)", "d_a_z_t.dot(U_r, through)"),
    ("d_a_r_t.dot(U_r, through)", "d_a_r_t.dot(U_r.T, through)"),
    ("(grads.W_z, grads.b_z, h_prev, d_a_z)", "(grads.W_z, grads.b_z, reset_h, d_a_z)"),
    ("(grads.W_h, grads.b_h, reset_h, d_a_h)", "(grads.W_h, grads.b_h, h_prev, d_a_h)"),
    ("d_W[:D] += x.T.dot(d_a)", "d_W[:D] -= x.T.dot(d_a)"),
    ("d_b += ones.dot(d_a)", "d_b += ones.dot(d_a) / B"),
    ("d_x += d_a_z.dot(W_xz)", "pass"),
    ("d_x += d_a_h.dot(W_xh)", "d_x += d_a_h.dot(W_xr)"),
]

LOOP_MUTANTS = [
    ("steps.append(step)\n        states.append(h)", "steps.append(step)\n        states.append(h_new)"),
    ("z = z * alive", "pass"),
    ("gru_step(xs[:, t], h, params)", "gru_step(xs[:, 0], h, params)"),
    ("for t in reversed(range(trace.xs.shape[1])):", "for t in range(trace.xs.shape[1]):"),
    ("gru_step_backward(d_h + d_hs[:, t], ", "gru_step_backward(d_hs[:, t], "),
    ("gru_step_backward(d_h + d_hs[:, t], ", "gru_step_backward(d_h, "),
    ("grads.flat[...] += step_grads.flat", "grads.flat[...] = step_grads.flat"),
    ("h_prev=self.states[:, t],", "h_prev=self.states[:, t + 1],"),
    ("reset_h=self.r[:, t] * self.states[:, t],", "reset_h=self.z[:, t] * self.states[:, t],"),
]


@pytest.mark.parametrize(("right", "wrong"), ENGINE_MUTANTS)
def test_engine_equals_the_cell_notices_a_wrong_term(right, wrong):
    mutant = build(Mutant("engine", right, wrong, "engine_equals_the_cell"))
    with pytest.raises(AssertionError):
        engine_equals_the_cell(mutant)


@pytest.mark.parametrize(("right", "wrong"), LOOP_MUTANTS)
def test_a_wrong_time_loop_is_noticed(right, wrong):
    mutant = build(Mutant("sequence", right, wrong, "plain_is_the_cell_repeated"))
    with pytest.raises(AssertionError):
        plain_is_the_cell_repeated(mutant)


def test_the_unchanged_sources_are_noticed_by_neither():
    engine_equals_the_cell(engine)
    plain_is_the_cell_repeated(sequence)
