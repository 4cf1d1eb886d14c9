"""A new state drawn as the sum of its two parts, and memories beside what they were offered."""

import numpy as np
import pytest

from gru_course import palette, plots

KEPT, ADDED = np.array([0.4, -0.2, 0.0]), np.array([-0.3, -0.1, 0.9])


@pytest.fixture
def ax():
    return plots.subplots()[1]


def test_what_is_added_stands_on_the_end_of_what_is_kept(ax):
    assert plots.blend_parts(KEPT, ADDED, ax=ax) is ax
    kept, added = ax.containers
    assert [bar.get_y() for bar in kept] == pytest.approx([0, 0, 0])
    assert [bar.get_height() for bar in kept] == pytest.approx(KEPT)
    assert [bar.get_y() for bar in added] == pytest.approx(KEPT)
    assert [bar.get_height() for bar in added] == pytest.approx(ADDED)


def test_a_marker_stands_at_the_new_state(ax):
    plots.blend_parts(KEPT, ADDED, ax=ax)
    marks = next(line for line in ax.get_lines() if line.get_marker() == palette.INKS["h"].marker)
    assert marks.get_ydata() == pytest.approx(KEPT + ADDED)
    assert np.all(np.diff(marks.get_xdata()) == pytest.approx(1))


def test_the_parts_are_told_apart_by_more_than_colour(ax):
    plots.blend_parts(KEPT, ADDED, ax=ax)
    kept, added = ax.containers
    assert added[0].get_hatch()
    assert not kept[0].get_hatch()
    assert len(ax.get_legend().get_texts()) == 3


@pytest.mark.parametrize(("kept", "added"), [(KEPT, ADDED[:2]), (KEPT[None], ADDED[None])])
def test_parts_of_other_shapes_are_an_error(ax, kept, added):
    with pytest.raises(ValueError, match="one number for every step"):
        plots.blend_parts(kept, added, ax=ax)


def test_memories_are_lines_with_names_and_what_was_offered_is_dots(ax):
    plots.memories(KEPT, {"gated": ADDED, "plain": KEPT}, ax=ax)
    dots, gated, plain = ax.get_lines()
    assert dots.get_linestyle() == "None"
    assert list(dots.get_ydata()) == list(KEPT)
    assert list(gated.get_ydata()) == list(ADDED)
    assert gated.get_color() != plain.get_color()
    assert gated.get_linestyle() != plain.get_linestyle()
    assert {text.get_text() for text in ax.texts} == {"gated", "plain"}


@pytest.mark.parametrize(
    ("states", "message"),
    [
        ({}, "expected 1 to 3, got 0"),
        (dict.fromkeys("abcd", KEPT), "expected 1 to 3, got 4"),
        ({"short": KEPT[:2]}, "short: expected one number for each of 3 steps"),
    ],
)
def test_memories_that_cannot_be_drawn_are_an_error(ax, states, message):
    with pytest.raises(ValueError, match=message):
        plots.memories(KEPT, states, ax=ax)
