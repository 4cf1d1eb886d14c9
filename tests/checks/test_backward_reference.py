"""The right answer of gru_cell_backward against two oracles that know nothing of it.

Automatic differentiation of the documents' equations, and central differences of them.
"""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad

from gru_course.checks.catalogue import EXERCISES
from gru_course.checks.exercises.backward_pieces import NAMES, OUTPUTS, read_gradients
from gru_course.checks.namespaces import verdict_on
from gru_course.checks.probes import Sizes
from tests.checks.answers.gru_cell_backward import in_float32, numbers_by_small_steps
from tests.oracles._reference import gru_equations

EXERCISE = EXERCISES["gru_cell_backward"]
SIZES = (Sizes(B=3, D=4, H=2), Sizes(B=2, D=3, H=5), Sizes(B=1, D=1, H=1))


def loss(d_h, x, h_prev, *weights):
    """Its derivative with respect to h is d_h."""
    return anp.sum(d_h * gru_equations(x, h_prev, dict(zip(NAMES, weights, strict=True))))


def pieces(arguments):
    params = arguments["params"].arrays()
    return arguments["d_h"], arguments["x"], arguments["h_prev"], *(params[name] for name in NAMES)


@pytest.mark.parametrize("sizes", SIZES, ids=str)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_reference_agrees_with_automatic_differentiation(sizes, seed):
    arguments = EXERCISE.draw(np.random.default_rng(seed), sizes)
    ours = read_gradients(EXERCISE.reference(**arguments))
    d_h, *others = pieces(arguments)
    for index, (name, gradient) in enumerate(zip(OUTPUTS, ours, strict=True), 1):
        np.testing.assert_allclose(
            gradient, grad(loss, index)(d_h, *others), rtol=1e-10, atol=1e-10, err_msg=name
        )


def test_the_reference_agrees_with_central_differences(rng):
    arguments = EXERCISE.draw(rng, Sizes(B=3, D=4, H=2))
    ours = read_gradients(EXERCISE.reference(**arguments))
    d_h, *others = pieces(arguments)
    step = 1e-6
    for number, (name, gradient) in enumerate(zip(OUTPUTS, ours, strict=True)):
        for place in np.ndindex(gradient.shape):
            ends = []
            for sign in (1, -1):
                moved = [array.copy() for array in others]
                moved[number][place] += sign * step
                ends.append(loss(d_h, *moved))
            seen = (ends[0] - ends[1]) / (2 * step)
            assert abs(seen - gradient[place]) < 1e-8, (name, place)


@pytest.mark.parametrize("seed", range(20))
def test_no_gradient_that_decides_is_too_small_to_be_seen(seed):
    """A mistake of a hundredth in any array must stand far above the tolerance."""
    decides = [
        read_gradients(EXERCISE.reference(**each.arguments))
        for each in EXERCISE.calls(seed, fresh=1)
        if each.role == "full"
    ]
    for name, *gradients in zip(OUTPUTS, *decides, strict=True):
        largest = max(np.abs(gradient).max() for gradient in gradients)
        assert 0.01 * largest > 20 * EXERCISE.tolerance, name


@pytest.mark.parametrize(
    ("spoilt", "words"),
    [
        ("d_x", "Only d_x is off"),
        ("d_h_prev", "Only d_h_prev is off"),
        ("d_x d_h_prev", "every d_a is right: look at d_a @"),
        ("d_b_r d_b_h", "Only biases"),
        ("d_W_z d_b_z", "Only gradients of weights"),
        ("d_x d_h_prev d_W_z d_b_z", "between d_h and d_a_z"),
        ("d_x d_h_prev d_W_h d_b_h d_W_r d_b_r", "between d_h and d_a_h"),
        ("d_x d_h_prev d_W_r d_b_r", "between d_a_h and d_a_r"),
        (" ".join(OUTPUTS), "Nearly everything"),
    ],
)
def test_an_unknown_mistake_is_told_by_which_gradients_are_off(spoilt, words):
    def answer(d_h, x, h_prev, params):
        right = read_gradients(EXERCISE.reference(d_h, x, h_prev, params))
        pieces = [
            piece + np.sin(5 * piece) if name in spoilt.split() else piece
            for name, piece in zip(OUTPUTS, right, strict=True)
        ]
        return pieces[0], pieces[1], pieces[2:]

    verdict = verdict_on(EXERCISE, answer)
    assert verdict.status == "wrong"
    assert verdict.misconception is None
    assert words in verdict.message


@pytest.mark.parametrize("seed", [10, 25, 52, 1007])  # on which they differ most at +-1000
@pytest.mark.parametrize("answer", [numbers_by_small_steps, in_float32])
def test_right_answers_of_few_digits_are_right_whatever_the_inputs(answer, seed):
    assert verdict_on(EXERCISE, answer, seed)


def test_what_is_wrong_for_extreme_inputs_only_is_wrong():
    def off(d_h, x, h_prev, params):
        d_x, d_h_prev, grads = EXERCISE.reference(d_h, x, h_prev, params)
        return (d_x + 1.0 if np.abs(x).max() > 100 else d_x), d_h_prev, grads

    found = verdict_on(EXERCISE, off)
    said = "Right for ordinary numbers, and wrong for inputs of +-1000."
    assert (found.status, found.said, found.feedback) == ("wrong", said, said)
