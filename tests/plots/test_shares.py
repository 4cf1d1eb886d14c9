"""The shares of the candidates: one bar for each step, the newest at 0 on the right."""

import numpy as np
import pytest

from gru_course import palette, plots


@pytest.fixture
def ax():
    return plots.subplots()[1]


def test_every_step_has_a_bar_of_its_share(ax):
    assert plots.candidate_shares(np.array([0.1, 0.2, 0.6]), ax=ax) is ax
    bars = ax.patches
    assert [bar.get_height() for bar in bars] == [0.1, 0.2, 0.6]
    assert [bar.get_x() + bar.get_width() / 2 for bar in bars] == pytest.approx([-2, -1, 0])
    assert ax.get_ylim() == (0, 1)
    assert {palette.INKS["h_cand"].color} == {
        "#{:02X}{:02X}{:02X}".format(*(round(255 * c) for c in bar.get_facecolor()[:3])) for bar in bars
    }


def test_the_axis_counts_backwards(ax):
    plots.candidate_shares(np.full(5, 0.2), ax=ax)
    assert ax.xaxis.get_major_formatter()(-3.0, None) == "3"
    assert ax.get_xlabel() == "steps ago"


def test_of_charts_side_by_side_the_first_names_the_axis():
    _, axes = plots.subplots(1, 3, sharey=True)
    for ax in axes:
        plots.candidate_shares(np.full(5, 0.2), ax=ax)
    assert [ax.get_ylabel() for ax in axes] == ["share", "", ""]


@pytest.mark.parametrize(
    ("shares", "message"),
    [
        (np.ones((2, 3)), r"expected shape \(T,\).*got \(2, 3\)"),
        (np.array([]), r"expected shape \(T,\)"),
        (np.array([0.5, 1.5]), "from 0 to 1"),
        (np.array([np.nan]), "from 0 to 1"),
    ],
)
def test_what_are_not_shares_is_an_error(shares, message, ax):
    with pytest.raises(ValueError, match=message):
        plots.candidate_shares(shares, ax=ax)
