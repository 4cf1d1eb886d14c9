"""The plain RNN folded, and laid out in time."""

import pytest

from gru_course import plots


@pytest.fixture
def ax():
    return plots.subplots()[1]


def written(ax):
    return [text.get_text() for text in ax.texts if text.get_text()]


def test_one_box_is_folded_and_each_step_has_one(ax):
    assert plots.unrolled(3, ax=ax) is ax
    assert len(ax.patches) == 1 + 3
    assert {"$h_{t-1}$", "$h_t$", "$h_0$", "$h_1$", "$h_2$", "$h_3$", "$x_1$", "$x_3$"} <= set(written(ax))
    assert "$x_4$" not in written(ax)


def test_every_box_says_the_same(ax):
    plots.unrolled(4, ax=ax)
    assert written(ax).count("$\\tanh$\n$W, b$") == 5


def test_each_word_stands_under_its_own_input(ax):
    plots.unrolled(2, ax=ax, words=("dog", "bites"))
    places = {text.get_text(): text.get_position()[0] for text in ax.texts}
    assert places["dog"] == places["$x_1$"]
    assert places["bites"] == places["$x_2$"]


@pytest.mark.parametrize(("T", "words", "message"), [(1, (), "T: "), (6, (), "T: "), (3, ("a",), "words: ")])
def test_an_unrolled_network_says_what_does_not_fit(ax, T, words, message):
    with pytest.raises(ValueError, match=message):
        plots.unrolled(T, ax=ax, words=words)
