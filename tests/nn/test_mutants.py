"""Every term of every equation is held by a law: make one wrong, and the named law fails.

The source of ``cell.py`` is changed one term at a time: swapped, dropped, negated, transposed, the wrong
operand. A mutant that no law notices would be a term that the tests do not check.
"""

import ast

import pytest

from gru_course.nn import cell
from tests.nn.laws import LAWS
from tests.nn.mutation import Mutant, build, source_of

R = "the_reset_gate_is_sigmoid_of_x_and_h_prev_by_W_r_plus_b_r"
Z = "the_update_gate_is_sigmoid_of_x_and_h_prev_by_W_z_plus_b_z"
C = "the_candidate_is_tanh_of_x_and_reset_h_prev_by_W_h_plus_b_h"
H = "the_state_is_z_of_the_candidate_and_1_minus_z_of_the_past"
RECORD = "the_step_records_what_was_computed_by_name"
EXAMPLES = "the_documents_examples_0_6_by_0_2_and_0_5_by_0_4_and_0_3_by_0_8"


def by(name: str) -> str:
    return f"backward_gives_the_derivative_by_{name}"


R_LINE = "r = sigmoid(beside(x, h_prev) @ W_r + b_r)"
RESET_LINE = "reset_h = r * h_prev"
C_LINE = "h_cand = tanh(beside(x, reset_h) @ W_h + b_h)"
Z_LINE = "z = sigmoid(beside(x, h_prev) @ W_z + b_z)"
H_LINE = "h = z * h_cand + (1 - z) * h_prev\n"

FORWARD = [
    # r_t = sigmoid([x_t, h_{t-1}] W_r + b_r)
    (R_LINE, "r = sigmoid(beside(x, h_prev) @ W_z + b_r)", R),
    (R_LINE, "r = sigmoid(beside(x, h_prev) @ W_h + b_r)", R),
    (R_LINE, "r = sigmoid(beside(x, h_prev) @ W_r + b_z)", R),
    (R_LINE, "r = sigmoid(beside(x, h_prev) @ W_r + b_h)", R),
    (R_LINE, "r = sigmoid(beside(x, h_prev) @ W_r)", R),
    (R_LINE, "r = sigmoid(beside(x, h_prev) @ W_r - b_r)", R),
    (R_LINE, "r = sigmoid(-(beside(x, h_prev) @ W_r + b_r))", R),
    (R_LINE, "r = tanh(beside(x, h_prev) @ W_r + b_r)", "gates_lie_strictly_between_0_and_1"),
    (R_LINE, "r = beside(x, h_prev) @ W_r + b_r", "gates_lie_strictly_between_0_and_1"),
    (R_LINE, "r = sigmoid(beside(h_prev, x) @ W_r + b_r)", R),
    (R_LINE, "r = sigmoid(beside(0 * x, h_prev) @ W_r + b_r)", R),
    (R_LINE, "r = sigmoid(beside(x, 0 * h_prev) @ W_r + b_r)", R),
    (
        R_LINE,
        "r = sigmoid(beside(x, h_prev) @ W_r + b_r).mean(axis=0, keepdims=True) + 0 * h_prev",
        "rows_of_a_batch_do_not_mix",
    ),
    # r_t * h_{t-1}
    (RESET_LINE, "reset_h = (1 - r) * h_prev", EXAMPLES),
    (RESET_LINE, "reset_h = r + h_prev", EXAMPLES),
    (RESET_LINE, "reset_h = h_prev", "r_0_makes_the_candidate_forget_history"),
    (RESET_LINE, "reset_h = r", RECORD),
    (RESET_LINE, "reset_h = r.mean(axis=1, keepdims=True) * h_prev", EXAMPLES),
    (RESET_LINE, "h_prev *= r; reset_h = h_prev", "inputs_are_not_changed"),
    # h_cand_t = tanh([x_t, r_t * h_{t-1}] W_h + b_h)
    (C_LINE, "h_cand = tanh(beside(x, reset_h) @ W_r + b_h)", C),
    (C_LINE, "h_cand = tanh(beside(x, reset_h) @ W_z + b_h)", C),
    (C_LINE, "h_cand = tanh(beside(x, reset_h) @ W_h + b_r)", C),
    (C_LINE, "h_cand = tanh(beside(x, reset_h) @ W_h)", C),
    (C_LINE, "h_cand = tanh(beside(x, reset_h) @ W_h - b_h)", C),
    (C_LINE, "h_cand = -tanh(beside(x, reset_h) @ W_h + b_h)", C),
    (
        C_LINE,
        "h_cand = sigmoid(beside(x, reset_h) @ W_h + b_h)",
        "the_candidate_lies_strictly_between_minus_1_and_1_and_may_be_negative",
    ),
    (
        C_LINE,
        "h_cand = beside(x, reset_h) @ W_h + b_h",
        "the_candidate_lies_strictly_between_minus_1_and_1_and_may_be_negative",
    ),
    (C_LINE, "h_cand = tanh(beside(x, h_prev) @ W_h + b_h)", "r_0_makes_the_candidate_forget_history"),
    (C_LINE, "h_cand = tanh(beside(reset_h, x) @ W_h + b_h)", C),
    (C_LINE, "h_cand = tanh(beside(0 * x, reset_h) @ W_h + b_h)", C),
    (C_LINE, "h_cand = tanh(beside(x, r * reset_h) @ W_h + b_h)", C),
    (C_LINE, "h_cand = tanh(x @ W_h[: params.D] + r * (h_prev @ W_h[params.D :]) + b_h)", C),
    # z_t = sigmoid([x_t, h_{t-1}] W_z + b_z)
    (Z_LINE, "z = sigmoid(beside(x, h_prev) @ W_r + b_z)", Z),
    (Z_LINE, "z = sigmoid(beside(x, h_prev) @ W_h + b_z)", Z),
    (Z_LINE, "z = sigmoid(beside(x, h_prev) @ W_z + b_r)", Z),
    (Z_LINE, "z = sigmoid(beside(x, h_prev) @ W_z)", Z),
    (Z_LINE, "z = sigmoid(beside(x, h_prev) @ W_z - b_z)", Z),
    (Z_LINE, "z = sigmoid(-(beside(x, h_prev) @ W_z + b_z))", "z_0_keeps_the_state"),
    (Z_LINE, "z = tanh(beside(x, h_prev) @ W_z + b_z)", "gates_lie_strictly_between_0_and_1"),
    (Z_LINE, "z = sigmoid(beside(x, reset_h) @ W_z + b_z)", Z),
    (Z_LINE, "z = sigmoid(beside(h_prev, x) @ W_z + b_z)", Z),
    (Z_LINE, "z = sigmoid(beside(0 * x, h_prev) @ W_z + b_z)", Z),
    (Z_LINE, "z = sigmoid(beside(x, 0 * h_prev) @ W_z + b_z)", Z),
    # h_t = z_t * h_cand_t + (1 - z_t) * h_{t-1}
    (H_LINE, "h = (1 - z) * h_cand + z * h_prev\n", "z_1_replaces_the_state_by_the_candidate"),
    (H_LINE, "h = z * h_cand\n", "z_0_keeps_the_state"),
    (H_LINE, "h = (1 - z) * h_prev\n", "z_1_replaces_the_state_by_the_candidate"),
    (H_LINE, "h = h_cand\n", "z_0_keeps_the_state"),
    (H_LINE, "h = z * h_cand - (1 - z) * h_prev\n", H),
    (H_LINE, "h = z * h_cand * (1 - z) * h_prev\n", H),
    (H_LINE, "h = z * h_cand + (1 + z) * h_prev\n", "the_state_lies_between_the_past_and_the_candidate"),
    (H_LINE, "h = z * h_cand + h_prev\n", "the_state_lies_between_the_past_and_the_candidate"),
    (H_LINE, "h = h_cand + (1 - z) * h_prev\n", "the_state_lies_between_the_past_and_the_candidate"),
    (H_LINE, "h = z * h_prev + (1 - z) * h_prev\n", "z_1_replaces_the_state_by_the_candidate"),
    (
        H_LINE,
        "h = z * h_cand + (1 - z) * reset_h\n",
        "the_reset_gate_touches_the_state_only_through_the_candidate",
    ),
    (H_LINE, "h = r * h_cand + (1 - r) * h_prev\n", H),
    # the record of the step
    ("z=z, reset_h", "z=1 - z, reset_h", Z),
    ("r=r, z=z", "r=z, z=r", R),
    ("h_prev=h_prev, r=r", "h_prev=h, r=r", RECORD),
    ("h_cand=h_cand, h=h)", "h_cand=h, h=h_cand)", RECORD),
]

BACKWARD = [
    # h_t = z_t * h_cand_t + (1 - z_t) * h_{t-1}
    ("d_z = d_h * (h_cand - h_prev)", "d_z = d_h * h_cand", by("W_z")),
    ("d_z = d_h * (h_cand - h_prev)", "d_z = d_h * (h_prev - h_cand)", by("b_z")),
    ("d_z = d_h * (h_cand - h_prev)", "d_z = d_h * (h_cand + h_prev)", by("W_z")),
    ("d_h_cand = d_h * z", "d_h_cand = d_h", by("W_h")),
    ("d_h_cand = d_h * z", "d_h_cand = d_h * (1 - z)", by("b_h")),
    ("d_h_cand = d_h * z", "d_h_cand = -d_h * z", by("W_h")),
    ("d_h_prev = d_h * (1 - z)", "d_h_prev = d_h * z", by("h_prev")),
    ("d_h_prev = d_h * (1 - z)", "d_h_prev = d_h", by("h_prev")),
    ("d_h_prev = d_h * (1 - z)", "d_h_prev = 0 * d_h", by("h_prev")),
    # z_t = sigmoid([x_t, h_{t-1}] W_z + b_z)
    ("d_a_z = d_z * sigmoid_derivative(z)", "d_a_z = d_z", by("W_z")),
    ("d_a_z = d_z * sigmoid_derivative(z)", "d_a_z = d_z * tanh_derivative(z)", by("b_z")),
    ("d_a_z = d_z * sigmoid_derivative(z)", "d_a_z = d_z * sigmoid_derivative(r)", by("x")),
    ("d_W_z = beside(x, h_prev).T @ d_a_z", "d_W_z = beside(x, step.reset_h).T @ d_a_z", by("W_z")),
    ("d_W_z = beside(x, h_prev).T @ d_a_z", "d_W_z = beside(h_prev, x).T @ d_a_z", by("W_z")),
    ("d_W_z = beside(x, h_prev).T @ d_a_z", "d_W_z = beside(x, h_prev).T @ d_z", by("W_z")),
    ("d_W_z = beside(x, h_prev).T @ d_a_z", "d_W_z = beside(x, h_prev).T @ d_a_z / B", by("W_z")),
    ("d_b_z = d_a_z.sum(axis=0)", "d_b_z = d_a_z.mean(axis=0)", by("b_z")),
    ("d_b_z = d_a_z.sum(axis=0)", "d_b_z = -d_a_z.sum(axis=0)", by("b_z")),
    ("apart(d_a_z @ params.W_z.T, params)", "apart(d_a_z @ params.W_r.T, params)", by("x")),
    ("apart(d_a_z @ params.W_z.T, params)", "apart(d_a_z @ params.W_z.reshape(H, -1), params)", by("h_prev")),
    # h_cand_t = tanh([x_t, r_t * h_{t-1}] W_h + b_h)
    ("d_a_h = d_h_cand * tanh_derivative(h_cand)", "d_a_h = d_h_cand", by("W_h")),
    (
        "d_a_h = d_h_cand * tanh_derivative(h_cand)",
        "d_a_h = d_h_cand * sigmoid_derivative(h_cand)",
        by("b_h"),
    ),
    ("d_W_h = beside(x, step.reset_h).T @ d_a_h", "d_W_h = beside(x, h_prev).T @ d_a_h", by("W_h")),
    ("d_W_h = beside(x, step.reset_h).T @ d_a_h", "d_W_h = beside(x, step.reset_h).T @ d_h_cand", by("W_h")),
    ("d_b_h = d_a_h.sum(axis=0)", "d_b_h = d_a_h.mean(axis=0)", by("b_h")),
    ("d_b_h = d_a_h.sum(axis=0)", "d_b_h = d_a_z.sum(axis=0)", by("b_h")),
    ("apart(d_a_h @ params.W_h.T, params)", "apart(d_a_h @ params.W_z.T, params)", by("W_r")),
    ("apart(d_a_h @ params.W_h.T, params)", "apart(d_a_h @ params.W_h.reshape(H, -1), params)", by("x")),
    ("d_r = d_reset_h * h_prev", "d_r = d_reset_h * h_cand", by("W_r")),
    ("d_r = d_reset_h * h_prev", "d_r = d_reset_h", by("b_r")),
    ("d_r = d_reset_h * h_prev", "d_r = d_h_cand * h_prev", by("W_r")),
    ("d_h_h = d_reset_h * r", "d_h_h = d_reset_h", by("h_prev")),
    ("d_h_h = d_reset_h * r", "d_h_h = d_reset_h * (1 - r)", by("h_prev")),
    ("d_h_h = d_reset_h * r", "d_h_h = d_reset_h * h_prev", by("h_prev")),
    # r_t = sigmoid([x_t, h_{t-1}] W_r + b_r)
    ("d_a_r = d_r * sigmoid_derivative(r)", "d_a_r = d_r", by("W_r")),
    ("d_a_r = d_r * sigmoid_derivative(r)", "d_a_r = d_r * r", by("b_r")),
    ("d_a_r = d_r * sigmoid_derivative(r)", "d_a_r = -d_r * sigmoid_derivative(r)", by("W_r")),
    ("d_W_r = beside(x, h_prev).T @ d_a_r", "d_W_r = beside(x, step.reset_h).T @ d_a_r", by("W_r")),
    ("d_W_r = beside(x, h_prev).T @ d_a_r", "d_W_r = beside(x, h_prev).T @ d_r", by("W_r")),
    ("d_b_r = d_a_r.sum(axis=0)", "d_b_r = d_a_r.mean(axis=0)", by("b_r")),
    ("d_b_r = d_a_r.sum(axis=0)", "d_b_r = d_a_r[0]", by("b_r")),
    ("apart(d_a_r @ params.W_r.T, params)", "apart(d_a_r @ params.W_h.T, params)", by("h_prev")),
    ("apart(d_a_r @ params.W_r.T, params)", "apart(d_a_z @ params.W_r.T, params)", by("x")),
    # the sums over all paths
    ("d_x = d_x_z + d_x_h + d_x_r", "d_x = d_x_h + d_x_r", by("x")),
    ("d_x = d_x_z + d_x_h + d_x_r", "d_x = d_x_z + d_x_r", by("x")),
    ("d_x = d_x_z + d_x_h + d_x_r", "d_x = d_x_z + d_x_h", by("x")),
    ("d_x = d_x_z + d_x_h + d_x_r", "d_x = d_x_z - d_x_h + d_x_r", by("x")),
    ("d_h_prev + d_h_z + d_h_h + d_h_r", "d_h_z + d_h_h + d_h_r", by("h_prev")),
    ("d_h_prev + d_h_z + d_h_h + d_h_r", "d_h_prev + d_h_h + d_h_r", by("h_prev")),
    ("d_h_prev + d_h_z + d_h_h + d_h_r", "d_h_prev + d_h_z + d_h_r", by("h_prev")),
    ("d_h_prev + d_h_z + d_h_h + d_h_r", "d_h_prev + d_h_z + d_h_h", by("h_prev")),
    ("W_r=d_W_r, W_z=d_W_z", "W_r=d_W_z, W_z=d_W_r", by("W_r")),
    ("b_r=d_b_r, b_z=d_b_z", "b_r=d_b_z, b_z=d_b_r", by("b_z")),
    ("d_xh[:, : params.D], d_xh[:, params.D :]", "d_xh[:, -params.D :], d_xh[:, : params.H]", by("x")),
]

MUTANTS = [Mutant("cell", *change) for change in FORWARD + BACKWARD]


@pytest.mark.parametrize("mutant", MUTANTS, ids=str)
def test_the_named_law_notices(mutant):
    with pytest.raises(AssertionError):
        LAWS[mutant.law](build(mutant))


def test_the_unchanged_source_breaks_no_law():
    # guards the machinery: a copy made the same way, with nothing changed, passes
    copy = build(Mutant("cell", R_LINE, R_LINE, R))
    for law in LAWS.values():
        law(copy)


def test_every_line_of_arithmetic_in_the_cell_has_mutants():
    """No equation line of forward or backward is left without a mutant."""
    tree = ast.parse(source_of("cell"))
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    plumbing = {"B, H = ", "x, h_prev, r, z, h_cand = ", "W_r, W_z, W_h = ", "b_r, b_z, b_h = "}
    touched = [mutant.right.strip() for mutant in MUTANTS]
    for name in ("gru_step", "gru_step_backward"):
        for node in functions[name].body:
            if isinstance(node, ast.Assign):
                line = ast.get_source_segment(source_of("cell"), node)
                if not line.startswith(tuple(plumbing)):
                    assert any(piece in line for piece in touched), f"no mutant of: {line}"


def test_every_law_is_needed_or_names_something_taught():
    """The laws that no mutant calls by name are few, and known."""
    unnamed = set(LAWS) - {mutant.law for mutant in MUTANTS}
    assert unnamed == {
        "a_step_worked_by_hand_with_one_unit",
        "r_1_and_z_1_give_the_plain_rnn",
        "backward_is_linear_in_d_h",
    }


def test_the_real_module_is_untouched():
    assert cell.__name__ == "gru_course.nn.cell"
    build(MUTANTS[0])
    LAWS[R](cell)
