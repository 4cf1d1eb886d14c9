"""A wrong answer that the bank does not know is described by what it does: each sentence has its reason."""

from dataclasses import replace

import numpy as np
import pytest

from gru_course.checks.catalogue import EXERCISES
from gru_course.checks.exercise import Exercise
from gru_course.nn.activations import sigmoid
from tests.checks.trying import verdict

GATE = replace(EXERCISES["reset_gate"], misconceptions=())
"""Without a bank, so that nothing is named and everything is described."""

reset_gate = GATE.reference


def add_up(xs, h0):
    return h0[:, None, :] + np.cumsum(xs, axis=1)


SUMS = Exercise(
    name="add_up",
    notebook="01_sequences",
    title="Running sums",
    points=1,
    minutes=1,
    reference=add_up,
    hints=("", "", ""),
    draw=lambda rng, sizes: {
        "xs": rng.normal(size=(sizes.B, sizes.T, sizes.H)),
        "h0": rng.normal(size=(sizes.B, sizes.H)),
    },
    outputs={"hs": "B T H"},
    batched=("xs", "h0"),
)
"""A small exercise with steps in time."""


def notes(exercise, answer):
    found = verdict(exercise, answer)
    assert found.status == "wrong", found
    assert found.misconception is None
    return list(found.notes)


def gate(change):
    return lambda x, h_prev, W_r, b_r: change(reset_gate(x, h_prev, W_r, b_r))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda r: -r, "Your output is equal to the expected value with its sign turned."),
        (lambda r: 1 - r, "Your output is 1 minus the expected value."),
        (lambda r: 0 * r + 0.25, "Your output is the same number everywhere, whatever goes in."),
        (lambda r: 3 * r, "Your output is 3 times the expected value."),
        (lambda r: r / 4, "Your output is 0.25 times the expected value."),
        (lambda r: r + 0.125, "Your output is the expected value plus 0.125."),
        (lambda r: r - 2, "Your output is the expected value minus 2."),
        (
            lambda r: np.round(r, 2),
            "Your output is the expected value rounded to 2 decimals: leave out the rounding.",
        ),
        (
            lambda r: np.round(r),
            "Your output is the expected value rounded to 0 decimals: leave out the rounding.",
        ),
        (lambda r: r[::-1], "Your output is the expected value with the rows of the batch in reverse order."),
        (lambda r: r[:, ::-1], "Your output is the expected value with the units in reverse order."),
    ],
)
def test_a_simple_relation_to_the_expected_value_is_told_first(change, said):
    assert notes(GATE, gate(change))[0] == said


def test_steps_in_reverse_order_are_told():
    assert notes(SUMS, lambda xs, h0: add_up(xs, h0)[:, ::-1])[0] == (
        "Your output is the expected value with the steps in reverse order."
    )


def test_an_input_that_comes_back_unchanged_is_told():
    assert "Your output is h_prev itself, unchanged." in notes(GATE, lambda x, h_prev, W_r, b_r: h_prev)
    assert "Your output is xs itself, unchanged." in notes(SUMS, lambda xs, h0: xs)


def only(axis, keep):
    """Right where `keep` says so along this axis, and off elsewhere."""

    def answer(xs, h0):
        hs = np.moveaxis(add_up(xs, h0), axis, 0)
        wrong = hs * 1.1 + np.arange(1, len(hs) + 1).reshape(-1, 1, 1) ** 2
        return np.moveaxis(
            np.array([hs[i] if keep(i, len(hs)) else wrong[i] for i in range(len(hs))]), 0, axis
        )

    return answer


@pytest.mark.parametrize(
    ("axis", "name", "other"), [(0, "row of the batch", "row"), (1, "step", "step"), (2, "unit", "unit")]
)
def test_what_is_right_for_a_part_only_is_told(axis, name, other):
    assert f"The first {name} is right, and no other {other}." in notes(
        SUMS, only(axis, lambda i, n: i == 0 or n == 1)
    )
    assert f"The last {name} is right, and no other {other}." in notes(
        SUMS, only(axis, lambda i, n: i == n - 1)
    )
    # With two along an axis, all but one is one alone: three are needed to tell.
    three = replace(SUMS, full=tuple(replace(sizes, B=4, T=5, H=3) for sizes in SUMS.full))
    assert f"Every {name} is right but the last." in notes(
        three, only(axis, lambda i, n: i < n - 1 or n == 1)
    )
    assert f"Every {name} is right but the first." in notes(three, only(axis, lambda i, n: i > 0 or n == 1))


def test_arguments_that_do_not_matter_are_told():
    def deaf(x, h_prev, W_r, b_r):
        D = x.shape[-1]
        return sigmoid(0.7 * (x @ W_r[:D]) + b_r)

    assert "Your output does not change when h_prev does." in notes(GATE, deaf)

    def deafer(x, h_prev, W_r, b_r):
        return sigmoid(0.7 * (x @ W_r[: x.shape[-1]]))

    assert "Your output does not change when h_prev and b_r do." in notes(GATE, deafer)


def test_arguments_that_should_not_matter_are_told():
    def ignores_the_bias(x, h_prev, W_r, b_r):
        return reset_gate(x, h_prev, W_r, 0 * b_r)

    without_bias = replace(GATE, reference=ignores_the_bias)
    assert "Your output changes with b_r, although it should not." in notes(without_bias, reset_gate)


def test_rows_that_influence_each_other_are_told():
    def mixes(x, h_prev, W_r, b_r):
        xh = np.concatenate([x, h_prev], axis=-1)
        return sigmoid((xh - xh.mean(axis=0)) @ W_r + b_r)

    assert any(each.startswith("Rows of the batch influence each other") for each in notes(GATE, mixes))
    scaled = notes(GATE, gate(lambda r: 3 * r**2))
    assert not any("influence" in each for each in scaled)


def test_an_answer_that_is_not_the_same_twice_is_told():
    rng = np.random.default_rng(0)

    def draws(x, h_prev, W_r, b_r):
        return reset_gate(x, h_prev, W_r, b_r) * rng.uniform(0.5, 1.0, size=(len(x), len(b_r)))

    assert any("other numbers the second time" in each for each in notes(GATE, draws))


def test_a_property_that_does_not_hold_is_told():
    assert GATE.properties[0].words in notes(GATE, gate(lambda r: 3 * r**2))


def test_where_nothing_can_be_told_it_is_said_where_to_look():
    by_hand = replace(EXERCISES["step_by_hand"], misconceptions=(), properties=())
    said = ["Where to look? `gc.hint.step_by_hand()` begins with a nudge."]
    assert notes(by_hand, by_hand.reference() + np.array([0.0, 0.3, -0.2, 0.7])) == said
    assert notes(GATE, gate(lambda r: -r)) != said


@pytest.mark.parametrize("slip", [0, 1, 2, 3])
def test_a_slip_in_a_step_by_hand_is_told_where_it_was_made_and_not_in_what_follows(slip):
    by_hand = replace(EXERCISES["step_by_hand"], misconceptions=())
    r, h_cand, z, h = by_hand.reference()
    if slip == 0:
        r = 0.55
    if slip <= 1:
        h_cand = np.tanh(1.2 - 0.7 * r) - (0.1 if slip == 1 else 0.0)
    if slip == 2:
        z = 0.45
    h = z * h_cand - 0.5 * (1 - z) + (0.2 if slip == 3 else 0.0)
    assert notes(by_hand, np.array([r, h_cand, z, h])) == [by_hand.properties[slip].words]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({"W_r"}, "W_r, which belongs to the caller"),
        ({"W_r", "b_r"}, "W_r and b_r, which belong to the caller"),
    ],
)
def test_what_belongs_to_the_caller_and_is_changed_is_told(written, said):
    def scribbles(x, h_prev, W_r, b_r):
        wrong = 3 * reset_gate(x, h_prev, W_r, b_r) ** 2
        for name, array in {"W_r": W_r, "b_r": b_r}.items():
            if name in written:
                array += 1
        return wrong

    assert notes(GATE, scribbles)[0] == f"The call also changes {said}: work on a copy."


def test_there_are_three_sentences_at_most_and_none_twice():
    rng = np.random.default_rng(0)

    def everything_at_once(x, h_prev, W_r, b_r):
        return -5 * sigmoid(x.mean() * np.ones((len(x), len(b_r)))) + rng.normal()

    said = notes(GATE, everything_at_once)
    assert 1 <= len(said) <= 3
    assert len(set(said)) == len(said)


def test_a_right_answer_to_pieces_of_an_exercise_is_not_described():
    assert verdict(GATE, reset_gate).notes == ()


# --- shapes -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("exercise", "answer", "slip"),
    [
        (GATE, gate(lambda r: r.T), "transposed"),
        (GATE, gate(lambda r: r.sum()), "added-up"),
        (GATE, gate(lambda r: r.mean(axis=0)), "added-up"),
        (GATE, gate(lambda r: r[:, None]), "extra-axis"),
        (GATE, gate(lambda r: [r]), "extra-axis"),
        (SUMS, lambda xs, h0: add_up(xs, h0).swapaxes(0, 1), "steps-first"),
        (SUMS, lambda xs, h0: add_up(xs, h0)[:, 1:], "one-step-short"),
        (SUMS, lambda xs, h0: np.concatenate([h0[:, None], add_up(xs, h0)], axis=1), "one-step-more"),
        (SUMS, lambda xs, h0: add_up(xs, h0)[:, -1], "last-state-only"),
        (SUMS, lambda xs, h0: add_up(xs, h0)[0, 0], "added-up"),
    ],
)  # fmt: skip
def test_a_wrong_shape_is_told_with_what_it_looks_like(exercise, answer, slip):
    found = verdict(exercise, answer)
    assert (found.status, found.misconception) == ("shape", slip)
    assert found.hint
    assert "expected (B," in found.said


@pytest.mark.parametrize(
    ("name", "answer", "hint"),
    [
        ("step_by_hand", 0.3, "4 numbers are asked for: in square brackets, with commas between them."),
        ("kept_share", [0.2, 0.1], "3 numbers are asked for: in square brackets, with commas between them."),
        ("candidate_by_hand", [0.2, 0.1], "One number is asked for, without brackets."),
    ],
)
def test_more_or_fewer_numbers_than_a_step_by_hand_asks_for_are_told_as_such(name, answer, hint):
    found = verdict(replace(EXERCISES[name], misconceptions=()), answer)
    assert (found.status, found.misconception, found.hint) == ("shape", "count-of-numbers", hint)


def test_a_wrong_shape_that_looks_like_nothing_known_is_told_all_the_same():
    found = verdict(GATE, lambda *_: np.ones((7, 7)))
    assert (found.status, found.misconception) == ("shape", None)
    assert "(7, 7)" in found.said
    assert "(B, H) = (1, 1)" in found.said
