"""What is true of every GRU cell, as functions of a module that claims to hold one.

``test_cell.py`` asks the laws of ``gru_course.nn.cell``; ``test_mutants.py`` asks them of copies in which
one term is wrong, and requires that they fail. A law's name is what it says.

The numbers are drawn so that mistakes cannot hide: B, D and H differ, weights are random, biases and
states are not zero.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, fields
from types import ModuleType
from typing import Any

import numpy as np
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

Law = Callable[[ModuleType], None]
LAWS: dict[str, Law] = {}

EXACT = 1e-12
"""Float64 on numbers of order one: a dozen roundings of 1e-16 each, with room."""

SLOPE = 1e-7
"""Central differences in float64 with a step of 1e-5: an error of order step^2, with room."""


def law(function: Law) -> Law:
    """Add a law to the book."""
    LAWS[function.__name__] = function
    return function


@dataclass(frozen=True)
class Case:
    """A cell's arguments, of a random size."""

    x: np.ndarray
    h_prev: np.ndarray
    params: Any

    @property
    def D(self) -> int:
        return self.x.shape[1]


def draw_case(gru: ModuleType, seed: int) -> Case:
    """Random arguments in which B, D and H are all different and above 1."""
    rng = np.random.default_rng(seed)
    B, D, H = rng.permutation([2, 3, 4, 5])[:3]
    W = {name: rng.normal(scale=0.7, size=(D + H, H)) for name in ("W_r", "W_z", "W_h")}
    b = {name: rng.normal(size=H) for name in ("b_r", "b_z", "b_h")}
    return Case(rng.normal(size=(B, D)), rng.uniform(-1, 1, size=(B, H)), gru.GRUParams(**W, **b))


def for_random_cases(check: Callable[[Case], None], gru: ModuleType) -> None:
    """Let Hypothesis look for a case that breaks the law."""

    # a seed does not get simpler by shrinking it, so that phase is left out
    @settings(
        max_examples=20,
        phases=[Phase.generate],
        report_multiple_bugs=False,
    )
    @given(st.integers(min_value=0, max_value=2**32 - 1))
    def search(seed: int) -> None:
        check(draw_case(gru, seed))

    search()


def equal(actual: Any, expected: Any, *, atol: float = EXACT) -> None:
    np.testing.assert_allclose(actual, expected, rtol=0, atol=atol)


# ---- the equations themselves, against scalar arithmetic that shares nothing with the course ----------


def scalar_gate(x: np.ndarray, h: np.ndarray, W: np.ndarray, b: np.ndarray, squash: Callable) -> list:
    """squash([x, h] W + b), number by number."""
    rows = []
    for x_row, h_row in zip(x.tolist(), h.tolist(), strict=True):
        joined = x_row + h_row
        row = []
        for unit in range(len(b)):
            total = float(b[unit])
            for k, value in enumerate(joined):
                total += value * float(W[k, unit])
            row.append(squash(total))
        rows.append(row)
    return rows


def logistic(a: float) -> float:
    return 1 / (1 + math.exp(-a))


@law
def the_reset_gate_is_sigmoid_of_x_and_h_prev_by_W_r_plus_b_r(gru):
    def check(case):
        _, step = gru.gru_step(case.x, case.h_prev, case.params)
        equal(step.r, scalar_gate(case.x, case.h_prev, case.params.W_r, case.params.b_r, logistic))

    for_random_cases(check, gru)


@law
def the_update_gate_is_sigmoid_of_x_and_h_prev_by_W_z_plus_b_z(gru):
    def check(case):
        _, step = gru.gru_step(case.x, case.h_prev, case.params)
        equal(step.z, scalar_gate(case.x, case.h_prev, case.params.W_z, case.params.b_z, logistic))

    for_random_cases(check, gru)


@law
def the_candidate_is_tanh_of_x_and_reset_h_prev_by_W_h_plus_b_h(gru):
    def check(case):
        _, step = gru.gru_step(case.x, case.h_prev, case.params)
        reset = np.array(
            [[r * h for r, h in zip(*rows, strict=True)] for rows in zip(step.r, case.h_prev, strict=True)]
        )
        equal(step.h_cand, scalar_gate(case.x, reset, case.params.W_h, case.params.b_h, math.tanh))

    for_random_cases(check, gru)


@law
def the_state_is_z_of_the_candidate_and_1_minus_z_of_the_past(gru):
    def check(case):
        h, step = gru.gru_step(case.x, case.h_prev, case.params)
        for n in np.ndindex(h.shape):
            z, new, old = float(step.z[n]), float(step.h_cand[n]), float(case.h_prev[n])
            equal(h[n], z * new + (1 - z) * old)

    for_random_cases(check, gru)


@law
def a_step_worked_by_hand_with_one_unit(gru):
    # x = 2, h = 0.5. Each weight matrix is [w for x, u for h].
    # r: 0.5*2 - 1*0.5 + 0.1 = 0.6          -> 1/(1 + e^-0.6) = 0.6456563062
    # candidate: 0.3*2 + 2*(0.6456563062*0.5) - 0.4 = 0.8456563062 -> tanh = 0.6887934064
    # z: -0.25*2 + 1*0.5 - 1 = -1           -> 1/(1 + e^1) = 0.2689414214
    # h: 0.2689414214*0.6887934064 + 0.7310585786*0.5 = 0.5507743671
    params = gru.GRUParams(
        W_r=np.array([[0.5], [-1.0]]),
        W_z=np.array([[-0.25], [1.0]]),
        W_h=np.array([[0.3], [2.0]]),
        b_r=np.array([0.1]),
        b_z=np.array([-1.0]),
        b_h=np.array([-0.4]),
    )
    h, step = gru.gru_step(np.array([[2.0]]), np.array([[0.5]]), params)
    ten_digits = 1e-9
    equal(step.r, 0.6456563062, atol=ten_digits)
    equal(step.h_cand, 0.6887934064, atol=ten_digits)
    equal(step.z, 0.2689414214, atol=ten_digits)
    equal(h, 0.5507743671, atol=ten_digits)


# ---- what the documents say ---------------------------------------------------------------------------


@law
def the_documents_examples_0_6_by_0_2_and_0_5_by_0_4_and_0_3_by_0_8(gru):
    # a gate whose weights are zero is its bias alone: b = logit(r)
    r = np.array([0.2, 0.4, 0.8])
    zeros = np.zeros((2 + 3, 3))
    params = gru.GRUParams(
        W_r=zeros, W_z=zeros, W_h=zeros, b_r=np.log(r / (1 - r)), b_z=zeros[0], b_h=zeros[0]
    )
    _, step = gru.gru_step(np.ones((1, 2)), np.array([[0.6, 0.5, 0.3]]), params)
    equal(step.r, [r])
    equal(step.reset_h, [[0.12, 0.20, 0.24]])


@law
def gates_lie_strictly_between_0_and_1(gru):
    def check(case):
        _, step = gru.gru_step(case.x, case.h_prev, case.params)
        for gate in (step.r, step.z):
            assert ((gate > 0) & (gate < 1)).all()

    for_random_cases(check, gru)


@law
def the_candidate_lies_strictly_between_minus_1_and_1_and_may_be_negative(gru):
    signs = set()

    def check(case):
        _, step = gru.gru_step(case.x, case.h_prev, case.params)
        assert (np.abs(step.h_cand) < 1).all()
        signs.update(np.sign(step.h_cand).ravel().tolist())

    for_random_cases(check, gru)
    assert signs == {-1.0, 1.0}


@law
def the_state_lies_between_the_past_and_the_candidate(gru):
    def check(case):
        h, step = gru.gru_step(case.x, case.h_prev, case.params)
        assert (h >= np.minimum(case.h_prev, step.h_cand) - EXACT).all()
        assert (h <= np.maximum(case.h_prev, step.h_cand) + EXACT).all()

    for_random_cases(check, gru)


def with_bias(case: Case, **biases: float) -> Any:
    """The same parameters, with gates forced open (+1000) or shut (-1000)."""
    arrays = {name: array.copy() for name, array in case.params}
    for name, value in biases.items():
        arrays[name][...] = value
    return type(case.params)(**arrays)


@law
def z_0_keeps_the_state(gru):
    def check(case):
        h, _ = gru.gru_step(case.x, case.h_prev, with_bias(case, b_z=-1000))
        equal(h, case.h_prev)

    for_random_cases(check, gru)


@law
def z_1_replaces_the_state_by_the_candidate(gru):
    def check(case):
        h, step = gru.gru_step(case.x, case.h_prev, with_bias(case, b_z=1000))
        equal(h, step.h_cand)
        assert np.abs(h - case.h_prev).max() > 0.01

    for_random_cases(check, gru)


@law
def r_0_makes_the_candidate_forget_history(gru):
    def check(case):
        shut = with_bias(case, b_r=-1000)
        _, step = gru.gru_step(case.x, case.h_prev, shut)
        _, other = gru.gru_step(case.x, -case.h_prev + 0.3, shut)
        equal(step.h_cand, other.h_cand)
        equal(step.h_cand, np.tanh(case.x @ case.params.W_h[: case.D] + case.params.b_h))

    for_random_cases(check, gru)


@law
def r_1_and_z_1_give_the_plain_rnn(gru):
    def check(case):
        h, _ = gru.gru_step(case.x, case.h_prev, with_bias(case, b_r=1000, b_z=1000))
        W_x, W_h = case.params.W_h[: case.D], case.params.W_h[case.D :]
        equal(h, np.tanh(case.x @ W_x + case.h_prev @ W_h + case.params.b_h))

    for_random_cases(check, gru)


@law
def the_reset_gate_touches_the_state_only_through_the_candidate(gru):
    def check(case):
        # with a candidate that looks at x alone, r cannot matter
        W_h = case.params.W_h.copy()
        W_h[case.D :] = 0
        arrays = dict(case.params.arrays(), W_h=W_h)
        blind = Case(case.x, case.h_prev, type(case.params)(**arrays))
        h_shut, _ = gru.gru_step(case.x, case.h_prev, with_bias(blind, b_r=-1000))
        h_open, _ = gru.gru_step(case.x, case.h_prev, with_bias(blind, b_r=1000))
        equal(h_shut, h_open)

    for_random_cases(check, gru)


@law
def rows_of_a_batch_do_not_mix(gru):
    def check(case):
        h, _ = gru.gru_step(case.x, case.h_prev, case.params)
        x, h_prev = case.x.copy(), case.h_prev.copy()
        x[0], h_prev[0] = -x[0] + 1, 0.25
        changed, _ = gru.gru_step(x, h_prev, case.params)
        equal(changed[1:], h[1:])
        assert np.abs(changed[0] - h[0]).max() > 1e-6

    for_random_cases(check, gru)


@law
def inputs_are_not_changed(gru):
    def check(case):
        x, h_prev, flat = case.x.copy(), case.h_prev.copy(), case.params.flat.copy()
        h, step = gru.gru_step(case.x, case.h_prev, case.params)
        before = {f.name: getattr(step, f.name).copy() for f in fields(step)}
        gru.gru_step_backward(np.ones_like(h), step, case.params)
        for actual, expected in ((case.x, x), (case.h_prev, h_prev), (case.params.flat, flat)):
            assert (actual == expected).all()
        for name, expected in before.items():
            assert (getattr(step, name) == expected).all(), name

    for_random_cases(check, gru)


@law
def the_step_records_what_was_computed_by_name(gru):
    def check(case):
        h, step = gru.gru_step(case.x, case.h_prev, case.params)
        equal(step.x, case.x)
        equal(step.h_prev, case.h_prev)
        equal(step.h, h)
        equal(step.reset_h, step.r * case.h_prev)
        equal(step.h, step.z * step.h_cand + (1 - step.z) * step.h_prev)

    for_random_cases(check, gru)


# ---- backward: each derivative against central differences of the cell's own forward ---------------------


def slopes(loss: Callable[[], float], array: np.ndarray, *, epsilon: float = 1e-5) -> np.ndarray:
    """d loss / d array by central differences; `array` is changed in place and put back."""
    result = np.empty_like(array)
    for n in np.ndindex(array.shape):
        kept = array[n]
        array[n] = kept + epsilon
        up = loss()
        array[n] = kept - epsilon
        down = loss()
        array[n] = kept
        result[n] = (up - down) / (2 * epsilon)
    return result


def derivative_law(name: str) -> None:
    def check(case: Case, gru: ModuleType) -> None:
        x, h_prev, params = case.x.copy(), case.h_prev.copy(), case.params.copy()
        d_h = np.random.default_rng(case.x.size).normal(size=h_prev.shape)

        def loss() -> float:
            return float((d_h * gru.gru_step(x, h_prev, params)[0]).sum())

        d_x, d_h_prev, grads = gru.gru_step_backward(d_h, gru.gru_step(x, h_prev, params)[1], params)
        if name == "x":
            equal(d_x, slopes(loss, x), atol=SLOPE)
        elif name == "h_prev":
            equal(d_h_prev, slopes(loss, h_prev), atol=SLOPE)
        else:
            equal(getattr(grads, name), slopes(loss, getattr(params, name)), atol=SLOPE)

    def derivative(gru: ModuleType) -> None:
        for seed in range(3):
            check(draw_case(gru, seed), gru)

    derivative.__name__ = f"backward_gives_the_derivative_by_{name}"
    law(derivative)


for _name in ("x", "h_prev", "W_r", "W_z", "W_h", "b_r", "b_z", "b_h"):
    derivative_law(_name)


@law
def backward_is_linear_in_d_h(gru):
    def check(case):
        h, step = gru.gru_step(case.x, case.h_prev, case.params)
        d_h = np.cos(np.arange(h.size)).reshape(h.shape)
        d_x, d_h_prev, grads = gru.gru_step_backward(d_h, step, case.params)
        d_x3, d_h_prev3, grads3 = gru.gru_step_backward(-3 * d_h, step, case.params)
        for once, thrice in ((d_x, d_x3), (d_h_prev, d_h_prev3), (grads.flat, grads3.flat)):
            equal(thrice, -3 * once, atol=10 * EXACT)

    for_random_cases(check, gru)
