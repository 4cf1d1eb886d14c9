"""What memories hold over time: named lines, and a share axis on which steady fading is straight."""

import numpy as np
import pytest

from gru_course import plots


@pytest.fixture
def ax():
    return plots.subplots()[1]


def drawn(ax):
    return {line.get_label(): line for line in ax.get_lines() if not line.get_label().startswith("_")}


def test_each_memory_is_a_line_that_begins_at_step_0(ax, rng):
    curves = {"fast": rng.normal(size=9), "slow": rng.normal(size=9)}
    assert plots.levels(curves, ax=ax, label="held") is ax
    for name, values in curves.items():
        np.testing.assert_array_equal(drawn(ax)[name].get_xdata(), np.arange(9))
        np.testing.assert_array_equal(drawn(ax)[name].get_ydata(), values)
    assert ax.get_ylabel() == "held"
    assert [text.get_text() for text in ax.texts] == ["fast", "slow"]


def test_no_two_lines_look_alike_without_colour(ax):
    plots.levels({name: [1.0, 0.0] for name in "abcd"}, ax=ax)
    looks = {(line.get_linestyle(), str(line._dash_pattern), line.get_color()) for line in drawn(ax).values()}
    assert len(looks) == 4


@pytest.mark.parametrize("share", [0.5, 0.9])
def test_steady_fading_is_a_straight_line_that_ends_at_the_floor(ax, share):
    plots.levels({"left": share ** np.arange(200)}, ax=ax, floor=0.01)
    heights = drawn(ax)["left"].get_ydata()
    np.testing.assert_allclose(np.diff(heights), np.log10(share))
    assert len(heights) == int(np.log(0.01) / np.log(share)) + 1
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["1 %", "10 %", "100 %"]


@pytest.mark.parametrize(
    ("curves", "options", "message"),
    [
        ({}, {}, "curves: expected 1 to 4, got 0"),
        ({name: [1.0] for name in "abcde"}, {}, "curves: expected 1 to 4, got 5"),
        ({"a": [1.0]}, {"floor": 2.0}, "floor: expected a share between 0 and 1"),
        ({"a": [0.001, 1.0]}, {"floor": 0.01}, "a: expected to begin above the floor"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_words(ax, curves, options, message):
    with pytest.raises(ValueError, match=message):
        plots.levels(curves, ax=ax, **options)
