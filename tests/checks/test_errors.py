"""What an exception means: every slip is met by real code, with the NumPy that is installed."""

import math
import re

import numpy as np
import pytest

import gru_course as gc
from gru_course.checks.catalogue import EXERCISES
from gru_course.checks.errors import SLIPS, explain
from gru_course.checks.exercise import PUBLIC_SEED
from gru_course.checks.observe import observe
from tests.checks.trying import verdict

EXERCISE = EXERCISES["reset_gate"]


def params():
    return gc.init_params(D=2, H=3, rng=np.random.default_rng(0))


# Each as a learner writes it; the first probes have one row, one input, one unit, the third has more of all.


def product_of_x_and_all_weights(x, h_prev, W_r, b_r):
    return x @ W_r + b_r


def dot_of_x_and_all_weights(x, h_prev, W_r, b_r):
    return np.dot(x, W_r) + b_r


def product_of_single_rows(x, h_prev, W_r, b_r):
    return np.dot(np.append(x, h_prev), W_r.T) + b_r


def sum_of_other_widths(x, h_prev, W_r, b_r):
    return (np.ones((2, 3)) + np.ones((2, 2))) * b_r


def joined_below(x, h_prev, W_r, b_r):
    return np.concatenate([x, np.hstack([h_prev, h_prev])]) @ W_r + b_r


def joined_with_the_bias(x, h_prev, W_r, b_r):
    return np.concatenate([W_r, b_r])


def minus_a_list(x, h_prev, W_r, b_r):
    return 1 / (1 + np.exp(-[1.0, 2.0]))


def joined_without_brackets(x, h_prev, W_r, b_r):
    return np.concatenate(x, h_prev) @ W_r + b_r


def joined_without_brackets_along_an_axis(x, h_prev, W_r, b_r):
    return np.concatenate(x, h_prev, axis=-1) @ W_r + b_r


def math_exp(x, h_prev, W_r, b_r):
    return 1 / (1 + math.exp(-(np.hstack([x, h_prev, x, h_prev]))))


def math_exp_of_a_list(x, h_prev, W_r, b_r):
    return 1 / (1 + math.exp([0.5]))


def asks_if(x, h_prev, W_r, b_r):
    a = np.hstack([x, h_prev])
    return 1 if a > 0 else 0


def params_by_key(x, h_prev, W_r, b_r):
    return params()["W_r"]


def params_by_another_name(x, h_prev, W_r, b_r):
    return params().W_reset


def numpys_sigmoid(x, h_prev, W_r, b_r):
    return np.sigmoid(np.hstack([x, h_prev]) @ W_r + b_r)


def forgot_return_inside():
    np.zeros(3)


def none_times_weights(x, h_prev, W_r, b_r):
    return forgot_return_inside() @ W_r


def none_plus_bias(x, h_prev, W_r, b_r):
    return 1 + forgot_return_inside()


def number_in_a_product(x, h_prev, W_r, b_r):
    return x @ 0.5


def einsum_with_a_letter_too_many(x, h_prev, W_r, b_r):
    return np.einsum("bdk,dh->bh", x, W_r)


def einsum_with_other_sizes(x, h_prev, W_r, b_r):
    return np.einsum("bd,dh->bh", x, np.ones((4, 2)) + x.sum())[:, :1] @ np.einsum("bd,dh->bh", x.T, W_r.T)


def rows_into_a_step(x, h_prev, W_r, b_r):
    hs = np.zeros((2, 5, 3))
    hs[0] = np.ones((2, 3))
    return hs


def array_of_parts(x, h_prev, W_r, b_r):
    return np.array([x, np.hstack([h_prev, h_prev])]) @ W_r


def stack_of_parts(x, h_prev, W_r, b_r):
    return np.stack([x, np.hstack([h_prev, h_prev])]) @ W_r


def joins_nothing(x, h_prev, W_r, b_r):
    hs = []
    for _ in range(0):
        hs.append(x)
    return np.stack(hs)


def three_indices(x, h_prev, W_r, b_r):
    return x[:, 0, :]


def third_axis(x, h_prev, W_r, b_r):
    return np.concatenate([x, h_prev], axis=2)


def three_names_for_two_sizes(x, h_prev, W_r, b_r):
    B, T, D = x.shape
    return B * T * D


def two_names_for_a_number(x, h_prev, W_r, b_r):
    B, D = len(x)
    return B * D


def half_as_many(x, h_prev, W_r, b_r):
    return [x for _ in range(len(W_r) / 2)]


def half_an_index(x, h_prev, W_r, b_r):
    return x[len(W_r) / 2]


def adds_to_whole_numbers(x, h_prev, W_r, b_r):
    total = np.array([0])
    total += 0.5
    return total


def list_times_share(x, h_prev, W_r, b_r):
    return [1.0, 2.0] * 0.5


def list_plus_array_like(x, h_prev, W_r, b_r):
    both, more = [1.0, 2.0], (1.0, 2.0)
    return both + more


def list_minus_list(x, h_prev, W_r, b_r):
    both = [1.0, 2.0]
    return both - both


def hstack_without_brackets(x, h_prev, W_r, b_r):
    return np.hstack(x, h_prev) @ W_r + b_r


def attribute_of_none(x, h_prev, W_r, b_r):
    return forgot_return_inside().T


def used_too_early(x, h_prev, W_r, b_r):
    for row in x:
        total = total + row  # noqa: F821
    return total


def beyond_the_end(x, h_prev, W_r, b_r):
    return x[:, 17]


def called_an_array(x, h_prev, W_r, b_r):
    return x(h_prev)


def called_a_number(x, h_prev, W_r, b_r):
    one = 1
    return one(1 + np.exp(-x))


def calls_itself(x, h_prev, W_r, b_r):
    return calls_itself(x, h_prev, W_r, b_r)


def too_few_arguments(x, h_prev, W_r, b_r):
    return product_of_x_and_all_weights(x, h_prev)


def too_many_arguments(x, h_prev, W_r, b_r):
    return forgot_return_inside(x)


def unknown_keyword(x, h_prev, W_r, b_r):
    return product_of_x_and_all_weights(x, h_prev, W_r, bias=b_r)


def index_of_a_tuple(x, h_prev, W_r, b_r):
    both = x, h_prev
    return both["x"]


def method_of_a_tuple(x, h_prev, W_r, b_r):
    return (x, h_prev).mean()


def step_taken_for_the_state(x, h_prev, W_r, b_r):
    return gc.gru_step(np.ones((1, 2)), np.ones((1, 3)), params()) @ W_r


def method_of_a_list(x, h_prev, W_r, b_r):
    both = [x, h_prev]
    return both.reshape(1, 2)


def column_of_a_list(x, h_prev, W_r, b_r):
    rows = [list(row) for row in x]
    return rows[:, 0]


def length_of_a_number(x, h_prev, W_r, b_r):
    return np.zeros(len(b_r.sum()))


def division_by_zero(x, h_prev, W_r, b_r):
    return 1 / 0


def misspelt(x, h_prev, W_r, b_r):
    weighted = x
    return weighted + wieghted  # noqa: F821


def misspelt_of_numpy(x, h_prev, W_r, b_r):
    return np.concatinate([x, h_prev])


def unknown(x, h_prev, W_r, b_r):
    return quetzalcoatl  # noqa: F821


def keeps_what_append_gives(x, h_prev, W_r, b_r):
    rows = []
    for part in (x, h_prev):
        rows = rows.append(part)
    return rows


def stacks_none(x, h_prev, W_r, b_r):
    rows = []
    return np.stack(rows.append(x), axis=1)


def loops_over_a_number(x, h_prev, W_r, b_r):
    return [h_prev[i] for i in x.shape[0]]


def caret(x, h_prev, W_r, b_r):
    return 1 / (1 + np.e ^ -h_prev)


def caret_of_numbers(x, h_prev, W_r, b_r):
    return 2.0 ^ 3


def before_the_first(x, h_prev, W_r, b_r):
    rows = []
    return rows[-1]


def adds_a_function(x, h_prev, W_r, b_r):
    return 1 / (1 + np.exp)(-h_prev)


def square_brackets(x, h_prev, W_r, b_r):
    return np.exp[-h_prev]


MET = {
    product_of_x_and_all_weights: "product-shapes",
    dot_of_x_and_all_weights: "product-shapes",
    product_of_single_rows: "product-shapes",
    sum_of_other_widths: "element-shapes",
    joined_below: "joined-below",
    joined_with_the_bias: "joined-unequal-axes",
    minus_a_list: "list-for-array",
    joined_without_brackets: "two-arguments-to-concatenate",
    joined_without_brackets_along_an_axis: "two-arguments-to-concatenate",
    math_exp: "math-for-arrays",
    math_exp_of_a_list: "math-for-arrays",
    asks_if: "if-on-an-array",
    params_by_key: "params-by-key",
    params_by_another_name: "params-name",
    numpys_sigmoid: "np-sigmoid",
    none_times_weights: "number-in-a-product",
    number_in_a_product: "number-in-a-product",
    none_plus_bias: "none-inside",
    einsum_with_a_letter_too_many: "einsum-letters",
    einsum_with_other_sizes: "einsum-letters",
    rows_into_a_step: "assigned-shape",
    array_of_parts: "unequal-parts",
    stack_of_parts: "unequal-parts",
    joins_nothing: "nothing-to-join",
    three_indices: "too-many-indices",
    third_axis: "no-such-axis",
    three_names_for_two_sizes: "unpacked-wrongly",
    two_names_for_a_number: "unpacked-wrongly",
    half_as_many: "no-whole-number",
    half_an_index: "no-whole-number",
    adds_to_whole_numbers: "integer-array",
    list_times_share: "list-for-array",
    list_plus_array_like: "list-for-array",
    list_minus_list: "list-for-array",
    hstack_without_brackets: "two-arguments-to-concatenate",
    attribute_of_none: "none-inside",
    used_too_early: "used-before-assigned",
    beyond_the_end: "index-out-of-range",
    called_an_array: "called-a-number",
    called_a_number: "called-a-number",
    calls_itself: "endless-recursion",
    too_few_arguments: "wrong-number-of-arguments",
    too_many_arguments: "wrong-number-of-arguments",
    unknown_keyword: "wrong-number-of-arguments",
    index_of_a_tuple: "tuple-for-array",
    method_of_a_tuple: "tuple-for-array",
    step_taken_for_the_state: "unequal-parts",
    method_of_a_list: "list-for-array",
    column_of_a_list: "list-for-array",
    length_of_a_number: "no-length",
    division_by_zero: "division-by-zero",
    misspelt: "misspelt-name",
    misspelt_of_numpy: "misspelt-name",
    unknown: "unknown-name",
    keeps_what_append_gives: "append-returns-nothing",
    stacks_none: "append-returns-nothing",
    loops_over_a_number: "range-forgotten",
    caret: "caret-for-power",
    caret_of_numbers: "caret-for-power",
    before_the_first: "list-too-short",
    adds_a_function: "function-without-brackets",
    square_brackets: "function-without-brackets",
}
"""Code as learners write it, and the slip that it is."""


def problem_and_arguments(answer):
    calls = EXERCISE.calls(PUBLIC_SEED)
    outcomes = observe(EXERCISE, answer, calls)
    return next(
        (o.problem, c.arguments) for o, c in zip(outcomes, calls, strict=True) if o.problem is not None
    )


@pytest.mark.parametrize("answer", MET, ids=lambda answer: answer.__name__)
def test_an_exception_has_a_name_and_a_hint(answer):
    problem, arguments = problem_and_arguments(answer)
    assert problem.kind == "raised"
    slip = explain(problem, EXERCISE, arguments)
    assert slip is not None, problem.said
    assert slip.id == MET[answer], problem.said
    assert slip.hint
    assert "\\" not in slip.hint
    assert "  " not in slip.hint


def test_every_pattern_is_met_by_real_code():
    said = [problem_and_arguments(answer)[0].said for answer in MET]
    for slip in SLIPS:
        parts = alternatives(slip.pattern)
        assert any(re.search(part, text) for part in parts for text in said), slip.pattern
        for part in parts:
            assert any(re.search(part, text) for text in said) or part in OF_OTHER_VERSIONS, part


OF_OTHER_VERSIONS = {"only length-1 arrays can be converted", "only 0-dimensional arrays can be converted"}
"""What NumPy says before and after 2.4."""


def alternatives(pattern: str) -> list[str]:
    """The alternatives of a pattern outside all brackets, each by itself; those of words inside, too."""
    parts, depth, start = [], 0, 0
    for index, letter in enumerate(pattern):
        plain = index == 0 or pattern[index - 1] != "\\"
        depth += (letter == "(" and plain) - (letter == ")" and plain)
        if letter == "|" and depth == 0:
            parts.append(pattern[start:index])
            start = index + 1
    return [each for part in [*parts, pattern[start:]] for each in _spread(part)]


def _spread(part: str) -> list[str]:
    inner = re.search(r"(?<!\\)\(([^()\\]+\|[^()\\]+)\)", part)
    if inner is None:
        return [part]
    return [part.replace(inner.group(), each) for each in inner.group(1).split("|")]


def test_no_slip_hides_behind_an_earlier_one():
    reached = {MET[answer] for answer in MET}
    assert {slip.id for slip in SLIPS} <= reached


def test_an_exception_that_means_nothing_in_particular_is_told_as_it_is():
    def raises(x, h_prev, W_r, b_r):
        raise ValueError("of the learner's own")

    found = verdict(EXERCISE, raises)
    assert found.status == "error"
    assert found.misconception is None
    assert "raises raised ValueError: of the learner's own, in line" in found.said
    assert "raise ValueError" in found.said
    assert found.notes
    assert "W_r (2, 1)" in found.notes[0]


def test_a_function_without_return_hears_of_it():
    found = verdict(EXERCISE, lambda x, h_prev, W_r, b_r: print(x))
    assert (found.status, found.misconception) == ("error", "no-return")


@pytest.mark.parametrize(
    "answer",
    [lambda x: x, lambda: 1, lambda a, b, c, d, e: a, lambda x, *, bias: x],
    ids=["one", "none", "five", "other names"],
)
def test_another_number_of_arguments_is_told_with_the_ones_that_are_asked_for(answer):
    found = verdict(EXERCISE, answer)
    assert (found.status, found.misconception) == ("error", "other-arguments")
    assert "reset_gate(x, h_prev, W_r, b_r)" in found.hint
    assert "4 arguments" in found.said


@pytest.mark.parametrize("answer", [np.ones((2, 3)), 0.5, [1.0], "r", {"r": 1}])
def test_something_that_is_no_function_hears_what_to_give(answer):
    found = verdict(EXERCISE, answer)
    assert found.status == "error"
    assert "gc.check.reset_gate(reset_gate)" in found.said
