"""Stacks of GRUs in one direction and in both: layers read layers, and padding changes nothing."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gru_course as gc
from gru_course.nn.gradcheck import check_gradients
from gru_course.nn.params import Params
from gru_course.nn.sequence import gru_forward_plain
from gru_course.nn.stack import (
    GRUStack,
    final_states,
    final_states_backward,
    gru_stack_backward,
    gru_stack_forward,
    init_stack,
    reverse,
)

B, T, D, H = 4, 6, 3, 2
LENGTHS = np.array([6, 1, 4, 5])

SAME = 1e-12
"""Float64, numbers of order one, a few dozen operations in another order."""

SHAPES = [(1, False), (2, False), (3, False), (1, True), (2, True), (3, True)]
every_shape = pytest.mark.parametrize(
    ("layers", "both"), SHAPES, ids=[f"{n}x{1 + both}" for n, both in SHAPES]
)


def draw(seed, layers, both, *, B=B, T=T, D=D, H=H):
    """Random inputs, states, weights, nonzero biases, and a derivative for every output."""
    rng = np.random.default_rng(seed)
    stack = init_stack(D, H, rng, layers=layers, bidirectional=both)
    stack.flat[...] = rng.normal(scale=0.8, size=stack.size)
    h0 = rng.uniform(-1, 1, size=(layers * (1 + both), B, H))
    return rng.normal(size=(B, T, D)), h0, rng.normal(size=(B, T, H * (1 + both))), stack


def equal(actual, expected, *, atol=SAME):
    np.testing.assert_allclose(actual, expected, rtol=0, atol=atol)


def by_hand(xs, h0, stack, length):
    """One row, alone and without padding, with the plain GRU: xs (1, n, D)."""
    hs = xs[:, :length]
    k = 0
    for layer in stack.grus():
        outputs = []
        for direction, params in enumerate(layer):
            turn = slice(None, None, -1 if direction else 1)
            out, _ = gru_forward_plain(hs[:, turn].copy(), h0[k], params)
            outputs.append(out[:, turn])
            k += 1
        hs = np.concatenate(outputs, axis=-1)
    return hs


def test_one_layer_in_one_direction_is_the_gru_itself():
    xs, h0, d_hs, stack = draw(1, 1, False)
    hs, trace = gru_stack_forward(xs, h0, stack, lengths=LENGTHS)
    gru_hs, gru_trace = gc.gru_forward(xs, h0[0], stack.layer_0, lengths=LENGTHS)
    assert (hs == gru_hs).all()
    d_xs, d_h0, grads = gru_stack_backward(d_hs, trace, stack)
    gru_d_xs, gru_d_h0, gru_grads = gc.gru_backward(d_hs, gru_trace, stack.layer_0)
    assert (d_xs == gru_d_xs).all()
    assert (d_h0[0] == gru_d_h0).all()
    assert (grads.flat == gru_grads.flat).all()


@every_shape
def test_each_layer_reads_the_layer_below_and_each_direction_from_its_own_end(layers, both):
    xs, h0, _, stack = draw(2, layers, both)
    hs, _ = gru_stack_forward(xs, h0, stack)
    for row in range(B):
        own = slice(row, row + 1)
        equal(hs[own], by_hand(xs[own], h0[:, own], stack, T))


@settings(max_examples=60)
@given(st.data(), st.sampled_from(SHAPES), st.integers(0, 1000), st.integers(1, 4), st.integers(1, 6))
def test_a_padded_row_equals_the_row_alone(data, shape, seed, B, T):
    xs, h0, d_hs, stack = draw(seed, *shape, B=B, T=T)
    lengths = data.draw(st.lists(st.integers(1, T), min_size=B, max_size=B))
    for row, n in enumerate(lengths):
        xs[row, n:] = np.nan
    hs, trace = gru_stack_forward(xs, h0, stack, lengths=lengths)
    d_xs, d_h0, grads = gru_stack_backward(d_hs, trace, stack)
    total = stack.zeros_like()
    for row, n in enumerate(lengths):
        own = slice(row, row + 1)
        alone = by_hand(xs[own], h0[:, own], stack, n)
        equal(hs[own, :n], alone)
        equal(hs[own, n:], np.broadcast_to(alone[:, -1:], hs[own, n:].shape))
        d_alone = d_hs[own, :n].copy()
        d_alone[:, -1] += d_hs[own, n:].sum(axis=1)  # what arrives at padding belongs to the last real step
        _, alone_trace = gru_stack_forward(xs[own, :n], h0[:, own], stack)
        d_xs_alone, d_h0_alone, grads_alone = gru_stack_backward(d_alone, alone_trace, stack)
        equal(d_xs[own, :n], d_xs_alone, atol=10 * SAME)
        assert not d_xs[own, n:].any()
        equal(d_h0[:, own], d_h0_alone, atol=10 * SAME)
        total.flat[...] += grads_alone.flat
    equal(grads.flat, total.flat, atol=100 * SAME)  # sums over rows and steps


@every_shape
@pytest.mark.parametrize("lengths", [None, LENGTHS], ids=["full", "padded"])
def test_the_derivative_is_the_slope(layers, both, lengths):
    xs, h0, d_hs, stack = draw(3, layers, both)

    def of_params(stack):
        hs, trace = gru_stack_forward(xs, h0, stack, lengths=lengths)
        return (hs * d_hs).sum(), gru_stack_backward(d_hs, trace, stack)[2]

    def of_inputs(a):
        hs, trace = gru_stack_forward(a["xs"], a["h0"], stack, lengths=lengths)
        d_xs, d_h0, _ = gru_stack_backward(d_hs, trace, stack)
        return (hs * d_hs).sum(), {"xs": d_xs, "h0": d_h0}

    sampler = np.random.default_rng(0)
    for check in (
        check_gradients(of_params, stack, samples=8, rng=sampler),
        check_gradients(of_inputs, {"xs": xs, "h0": h0}),
    ):
        assert check, check


@every_shape
def test_no_initial_states_mean_zeros(layers, both):
    xs, h0, _, stack = draw(4, layers, both)
    assert (gru_stack_forward(xs, None, stack)[0] == gru_stack_forward(xs, h0 * 0, stack)[0]).all()


def test_the_future_reaches_the_backward_half_only():
    xs, h0, _, stack = draw(5, 1, True)
    other = xs.copy()
    other[:, 4] += 1
    hs, changed = (gru_stack_forward(a, h0, stack)[0] for a in (xs, other))
    assert (hs[:, :4, :H] == changed[:, :4, :H]).all()  # the past does not know
    assert (hs[:, :4, H:] != changed[:, :4, H:]).all()
    assert (hs[:, 5:, H:] == changed[:, 5:, H:]).all()  # the other way round
    assert (hs[:, 5:, :H] != changed[:, 5:, :H]).all()


def test_the_trace_is_by_name_and_in_reading_order():
    xs, h0, _, stack = draw(6, 2, True)
    hs, trace = gru_stack_forward(xs, h0, stack, lengths=LENGTHS)
    assert list(trace.traces) == list(stack.members())
    assert trace.hs is hs
    for row, n in enumerate(LENGTHS):
        assert (trace.traces["layer_0_backward"].xs[row, 0] == xs[row, n - 1]).all()


@every_shape
def test_final_states_have_read_every_real_step(layers, both):
    xs, h0, _, stack = draw(7, layers, both)
    hs, trace = gru_stack_forward(xs, h0, stack, lengths=LENGTHS)
    top = [trace.traces[name] for name in list(stack.members())[-1 - both :]]
    equal(final_states(hs, H), np.concatenate([t.hs[:, -1] for t in top], axis=1))


@pytest.mark.parametrize("width", [H, 2 * H])
def test_the_derivative_of_final_states_is_the_slope(rng, width):
    hs, weights = rng.normal(size=(B, T, width)), rng.normal(size=(B, width))
    check = check_gradients(
        lambda hs: ((final_states(hs, H) * weights).sum(), final_states_backward(weights, T, H)), hs
    )
    assert check, check


def test_reversing_twice_changes_nothing_and_padding_stays(rng):
    xs = rng.normal(size=(B, T, D))
    turned = reverse(xs, LENGTHS)
    assert (reverse(turned, LENGTHS) == xs).all()
    for row, n in enumerate(LENGTHS):
        assert (turned[row, :n] == xs[row, :n][::-1]).all()
        assert (turned[row, n:] == xs[row, n:]).all()


def test_sizes_grow_by_the_number_of_directions(rng):
    stack = init_stack(3, 5, rng, layers=3, bidirectional=True, b_z=-1.5, dtype=np.float32)
    assert [gru.D for layer in stack.grus() for gru in layer] == [3, 3, 10, 10, 10, 10]
    assert (stack.layers, stack.directions, stack.D, stack.H) == (3, 2, 3, 5)
    assert stack.dtype == np.float32
    assert (stack.layer_2_backward.b_z == -1.5).all()
    assert (init_stack(3, 5, rng, layers=2).layer_1.D, init_stack(3, 5, rng).layers) == (5, 1)


@every_shape
def test_inputs_are_left_as_they_are(layers, both):
    arrays = xs, h0, d_hs, stack = draw(8, layers, both)
    kept = [a.copy() for a in arrays[:3]] + [stack.flat.copy()]
    _, trace = gru_stack_forward(xs, h0, stack, lengths=LENGTHS)
    gru_stack_backward(d_hs, trace, stack)
    for a, before in zip((xs, h0, d_hs, stack.flat), kept, strict=True):
        assert (a == before).all()


def test_float32_stays_float32():
    xs, h0, d_hs, stack = (a.astype(np.float32) for a in draw(9, 2, True))
    hs, trace = gru_stack_forward(xs, h0, stack, lengths=LENGTHS)
    d_xs, d_h0, grads = gru_stack_backward(d_hs, trace, stack)
    assert {a.dtype for a in (hs, d_xs, d_h0, grads.flat)} == {np.dtype(np.float32)}


small = np.random.default_rng(0)
gru, upper, wide = (gc.init_params(D=d, H=h, rng=small) for d, h in ((D, H), (H, H), (2 * H, H)))
one = GRUStack(layer_0=gru)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: GRUStack(), ValueError, "members: expected layer_0 in this order, got"),
        (lambda: GRUStack(layer_1=gru), ValueError, "members: expected layer_0 in this order, got layer_1"),
        (
            lambda: GRUStack(layer_0_forward=gru),
            ValueError,
            "expected layer_0_forward, layer_0_backward in this",
        ),
        (
            lambda: GRUStack(layer_0=Params(w=np.ones(3))),
            TypeError,
            "layer_0: expected GRUParams, got Params",
        ),
        (
            lambda: GRUStack(layer_0=gru, layer_1=gru),
            ValueError,
            "layer_1: expected D = 2 and H = 2, got D = 3",
        ),
        (
            lambda: GRUStack(layer_0_forward=gru, layer_0_backward=wide),
            ValueError,
            "layer_0_backward: expected D = 3 and H = 2, got D = 4 and H = 2",
        ),
        (
            lambda: GRUStack(layer_0=gru, layer_1=upper.astype(np.float32)),
            TypeError,
            "layer_1: expected float64",
        ),
        (
            lambda: gru_stack_forward(np.ones((B, T, D)), None, gru),
            TypeError,
            "stack: expected GRUStack, got GRUParams",
        ),
        (
            lambda: gru_stack_forward(np.ones((B, D)), None, one),
            ValueError,
            "xs: expected an array of shape (B, T, D)",
        ),
        (
            lambda: gru_stack_forward(np.ones((B, T, 4)), None, one),
            ValueError,
            "xs: expected shape (B, T, D)",
        ),
        (
            lambda: gru_stack_forward(np.ones((B, T, D)), np.ones((B, H)), one),
            ValueError,
            "h0: expected shape (layers*directions, B, H)",
        ),
        (
            lambda: gru_stack_forward(np.ones((B, T, D)), None, one, lengths=[1]),
            ValueError,
            "lengths: expected shape",
        ),
        (
            lambda: gru_stack_backward(
                np.ones((B, T, 1)), gru_stack_forward(np.ones((B, T, D)), None, one)[1], one
            ),
            ValueError,
            "d_hs: expected shape (B, T, H) with B = 4, T = 6, H = 2",
        ),
        (lambda: init_stack(D, H, small, layers=0), ValueError, "layers: expected at least 1, got 0"),
        (lambda: init_stack(D, H, None), TypeError, "rng: expected a numpy.random.Generator"),
    ],
)
def test_wrong_arguments_are_named(call, error, message):
    with pytest.raises(error, match=re.escape(message)):
        call()
