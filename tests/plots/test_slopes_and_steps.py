"""Curves with their slopes, and what was measured at every step."""

import numpy as np
import pytest

import gru_course as gc
from gru_course import palette, plots


@pytest.fixture
def ax():
    return plots.subplots()[1]


def written(ax):
    return [text.get_text() for text in ax.texts]


def named(ax):
    return {line.get_label(): line for line in ax.get_lines()}


def test_slopes_are_those_of_the_function(ax):
    assert plots.slopes(gc.sigmoid, (0.0, 2.0, 10.0), ax=ax) is ax
    assert written(ax) == ["slope 0.25", "slope 0.1", "slope 0.000045"]
    curve, tangent, *_ = ax.get_lines()
    np.testing.assert_allclose(curve.get_ydata(), gc.sigmoid(curve.get_xdata()))
    rise, run = np.diff(tangent.get_ydata()), np.diff(tangent.get_xdata())
    assert rise / run == pytest.approx(0.25, abs=1e-6)


def test_slopes_call_a_function_that_only_takes_rows_of_a_batch(ax):
    def row_by_row(a):
        return np.array([[np.tanh(number) for number in row] for row in a])

    plots.slopes(row_by_row, (0.0,), ax=ax)
    assert written(ax) == ["slope 1"]


def test_steps_have_their_names_their_inks_and_their_numbers(ax):
    curves = {"r = 1": [3.0, 2.0, 1.0], "r shut": [3.0, 0.0, 0.5]}
    assert plots.steps(curves, ax=ax, ticks=("a", ".", "b"), marked=1, label="apart") is ax
    assert set(curves) <= set(written(ax))
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["a", ".", "b"]
    lines = named(ax)
    np.testing.assert_array_equal(lines["r shut"].get_ydata(), curves["r shut"])
    assert lines["r shut"].get_color() == palette.R.color
    assert lines["r shut"].get_marker() != lines["r = 1"].get_marker()
    assert len(ax.patches) == 1


def test_steps_are_counted_from_one_where_they_have_no_names(ax):
    plots.steps({"only": [1.0, -2.0]}, ax=ax)
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["1", "2"]
    assert ax.get_ylim()[0] < -2


@pytest.mark.parametrize(
    ("curves", "ticks", "message"),
    [
        ({}, (), "curves: expected 1 to 4, got 0"),
        ({"a": [1, 2], "b": [1]}, (), "b: expected 2, one for each step, got 1"),
        ({"a": [1, 2]}, ("x",), "ticks: expected 2, one for each step, got 1"),
    ],
)
def test_steps_that_do_not_fit_together_are_an_error(ax, curves, ticks, message):
    with pytest.raises(ValueError, match=message):
        plots.steps(curves, ax=ax, ticks=ticks)
