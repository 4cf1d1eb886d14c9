"""The four inks can be told apart, and seen on light and on dark."""

from itertools import combinations

import pytest

from gru_course.palette import INKS, MODEL, OTHER, QUIET


def luminance(color):
    """Relative luminance (WCAG 2.2)."""
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a, b):
    low, high = sorted([luminance(a), luminance(b)])
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", INKS)
@pytest.mark.parametrize("background", ["#FFFFFF", "#111111"])
def test_a_line_stands_out_in_light_and_dark_themes(name, background):
    assert contrast(INKS[name].color, background) >= 3


@pytest.mark.parametrize("ink", [MODEL, OTHER, QUIET], ids=["model", "other", "quiet"])
def test_the_lines_of_figures_stand_out_on_paper(ink):
    assert contrast(ink.color, "#FCFCFC") >= 3


def test_no_two_inks_differ_by_colour_alone():
    for a, b in combinations(INKS.values(), 2):
        assert len({a.color, b.color}) == len({a.dash, b.dash}) == len({a.marker, b.marker}) == 2
