"""Pictures of the lesson on the candidate: each curve with its name, and totals where they are said to be."""

import numpy as np
import pytest

from gru_course import palette, plots


@pytest.fixture
def ax():
    return plots.subplots()[1]


def named_lines(ax):
    return {line.get_label(): line for line in ax.get_lines() if not line.get_label().startswith("_")}


def test_tanh_goes_below_zero_and_the_sigmoid_does_not(ax):
    assert plots.squashes(ax=ax) is ax
    lines = named_lines(ax)
    assert lines["tanh: candidate"].get_ydata().min() < -0.99
    assert lines["sigmoid: gate"].get_ydata().min() > 0
    assert lines["tanh: candidate"].get_color() == palette.H_CAND.color
    assert {"tanh: candidate", "sigmoid: gate"} <= {text.get_text() for text in ax.texts}


def test_totals_are_lines_and_the_truth_is_dots(ax):
    truth = [5.0, 3.0, -6.0]
    said = {"with": [5.0, 3.1, -6.0], "without": [5.0, 3.0, -3.0]}
    assert plots.running_total(truth, said, ax=ax, starts=[0, 2], names=("deal", "points")) is ax
    lines = named_lines(ax)
    for name, values in said.items():
        np.testing.assert_array_equal(lines[name].get_ydata(), values)
        np.testing.assert_array_equal(lines[name].get_xdata(), [1, 2, 3])
    assert lines["with"].get_linestyle() != lines["without"].get_linestyle()
    dots = [line for line in ax.get_lines() if line.get_marker() == "o"]
    np.testing.assert_array_equal(dots[0].get_ydata(), truth)
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("deal", "points")


def test_a_new_total_is_marked_between_two_steps(ax):
    plots.running_total([1.0, 2.0, 1.0], {"with": [1.0, 2.0, 1.0]}, ax=ax, starts=[2])
    assert any(list(line.get_xdata()) == [2.5, 2.5] for line in ax.get_lines())


@pytest.mark.parametrize(
    ("totals", "message"),
    [
        ({}, "totals: expected 1 or 2, got 0"),
        ({name: [0.0] for name in "abc"}, "totals: expected 1 or 2, got 3"),
        ({"a": [0.0, 0.0]}, "a: expected 1 totals, one for each step, got 2"),
    ],
)
def test_totals_that_cannot_be_drawn_are_refused_in_words(ax, totals, message):
    with pytest.raises(ValueError, match=message):
        plots.running_total([0.0], totals, ax=ax)
