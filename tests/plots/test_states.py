"""What a state holds, unit by unit."""

import numpy as np
import pytest

from gru_course import palette, plots


@pytest.fixture
def ax():
    return plots.subplots()[1]


def written(ax):
    return [text.get_text() for text in ax.texts]


def test_every_tile_of_a_state_carries_its_number(ax):
    assert plots.state_map(np.array([[0.0, -0.5], [0.251, 1.0]]), ax=ax, ticks=("start", "the")) is ax
    assert written(ax) == ["0", "−0.50", "0.25", "1.00"]
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["start", "the"]
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["unit 0", "unit 1"]


def test_a_tile_is_white_at_zero_and_dark_below(ax):
    plots.state_map(np.array([[-1.0, 0.0, 1.0]]), ax=ax)
    image = ax.get_images()[0]
    below, zero, above = (image.cmap(image.norm(value))[:3] for value in (-1.0, 0.0, 1.0))
    assert sum(below) < sum(above) < sum(zero)
    assert sum(zero) == pytest.approx(3, abs=0.02)
    assert [text.get_color() for text in ax.texts] == ["white", palette.TRUTH.color, palette.TRUTH.color]


@pytest.mark.parametrize(
    ("states", "ticks", "message"),
    [(np.zeros((2, 3, 4)), (), "expected shape"), (np.zeros((2, 3)), ("one",), "expected 2")],
)
def test_a_state_map_says_what_does_not_fit(ax, states, ticks, message):
    with pytest.raises(ValueError, match=message):
        plots.state_map(states, ax=ax, ticks=ticks)
