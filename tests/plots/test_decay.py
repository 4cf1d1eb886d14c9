"""Curves of what is left: straight where the factor is constant, with a band for several starts."""

import numpy as np
import pytest

from gru_course import plots


@pytest.fixture
def ax():
    return plots.subplots()[1]


def test_a_constant_factor_is_a_straight_line(ax):
    assert plots.decay({"0.9": 0.9 ** np.arange(1, 51)}, ax=ax) is ax
    (line,) = ax.get_lines()
    assert list(line.get_xdata()) == list(range(1, 51))
    heights = ax.transData.transform(line.get_xydata())[:, 1]
    np.testing.assert_allclose(np.diff(heights), np.diff(heights)[0])


def test_several_starts_give_their_median_and_a_band_from_lowest_to_highest(ax, rng):
    values = rng.uniform(0.1, 1.0, size=(5, 7))
    plots.decay({"many": values}, ax=ax)
    (line,) = ax.get_lines()
    np.testing.assert_array_equal(line.get_ydata(), np.median(values, axis=0))
    (band,) = ax.collections
    corners = band.get_paths()[0].vertices[:, 1]
    assert corners.min() == values.min()
    assert corners.max() == values.max()


def test_curves_are_told_apart_by_more_than_colour_and_named_at_their_ends(ax):
    plots.decay({"a": [1.0, 0.1], "b": [1.0, 0.1], "c": [1.0, 0.01]}, ax=ax, at=[-1.0, 1.0], along="b")
    assert len({line.get_linestyle() for line in ax.get_lines()}) >= 2
    assert len({line.get_color() for line in ax.get_lines()}) == 3
    assert [text.get_text() for text in ax.texts] == ["a", "b", "c"]
    heights = [text.xyann[1] for text in ax.texts]
    assert heights[0] != heights[1]  # moved apart
    assert ax.get_xlabel() == "b"


def test_a_fourth_curve_is_an_error(ax):
    with pytest.raises(ValueError, match="expected 1 to 3 curves, got 4"):
        plots.decay({key: [1.0] for key in "abcd"}, ax=ax)


def test_every_start_is_a_dot_in_its_group(ax):
    shares = {"RNN": [[1.0, 0.9], [0.5, 0.4]], "GRU": [[1.0, 1.0], [0.8, 0.7]]}
    assert plots.shares_right(shares, ax=ax, groups=["T = 5", "T = 20"]) is ax
    dots = [line for line in ax.get_lines() if line.get_marker() in "os" and len(line.get_xdata()) == 2]
    assert [list(line.get_ydata()) for line in dots] == [[1.0, 0.9], [0.5, 0.4], [1.0, 1.0], [0.8, 0.7]]
    for line, group in zip(dots, (0, 1, 0, 1), strict=True):
        assert (np.abs(line.get_xdata() - group) < 0.5).all()
    assert [label.get_text() for label in ax.get_xticklabels()] == ["T = 5", "T = 20"]
