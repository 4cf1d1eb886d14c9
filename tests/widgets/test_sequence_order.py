"""The order of a sequence: what the explorer computes and says, without a browser."""

import json

import numpy as np
import pytest
import traitlets
from hypothesis import given
from hypothesis import strategies as st

from gru_course import widgets
from gru_course.widgets.modules import join
from gru_course.widgets.sequence_order import CARDS, PRESETS, B, W, letters, read_in_order, words
from tests.widgets.hostile import HARMLESS, HOSTILE
from tests.widgets.node import needs_node, run

sequences = st.lists(st.floats(-1, 1), min_size=4, max_size=6)


def rnn_step(x, h_prev, W, b):
    """As a learner writes it."""
    return np.tanh(np.concatenate([x, h_prev], axis=1) @ W + b)


# ---- laws --------------------------------------------------------------------------------------------------


@given(sequences, st.randoms(use_true_random=False))
def test_the_average_does_not_know_the_order(xs, random):
    shuffled = random.sample(xs, len(xs))
    assert read_in_order(shuffled)["mean"] == read_in_order(xs)["mean"]


def test_the_state_does_know_the_order():
    ends = {preset.label: read_in_order(preset.values["xs"])["h"] for preset in PRESETS}
    assert len({round(end, 2) for end in ends.values()}) == len(ends)
    assert ends["Sorted up"] > 0.5
    assert ends["Sorted down"] < -0.5


def test_each_state_is_the_equation_by_hand():
    hs, h = [], 0.0
    for x in CARDS:
        h = np.tanh(W[0, 0] * x + W[1, 0] * h + B[0])
        hs.append(h)
    result = read_in_order(CARDS)
    assert result["hs"] == pytest.approx(hs, abs=1e-15)
    assert result["h"] == result["hs"][-1]
    assert result["mean"] == pytest.approx(0.1)


def test_letters_go_by_size_and_equal_cards_keep_their_order():
    assert letters(CARDS) == "E B C A D"
    assert letters(sorted(CARDS)) == "A B C D E"
    assert letters([0.5, 0.0, 0.5, -0.0]) == "C A D B"


# ---- words -------------------------------------------------------------------------------------------------


def test_words_and_numbers_say_the_same():
    equation, sentence = widgets.sequence_order().text().splitlines()
    assert equation == ("h_5 = tanh(0.90 · x_5 + 0.80 · h_4) = tanh(0.90 · 0.60 + 0.80 · (−0.43)) = 0.19")
    assert sentence == (
        "Read in the order E B C A D, the state ends at 0.19. "
        "The average of the same numbers is 0.10, whatever their order."
    )


# ---- the explorer ------------------------------------------------------------------------------------------


def test_the_presets_are_the_same_cards_in_other_orders():
    for preset in PRESETS:
        assert sorted(preset.values["xs"]) == sorted(CARDS)
        assert widgets.sequence_order(**preset.values).text()


def test_its_state_is_a_text_that_makes_the_same_explorer():
    explorer = widgets.sequence_order(xs=[0.5, -1, 0, 1])
    assert explorer.state == "sequence_order?xs=0.5,-1,0,1"
    assert widgets.sequence_order(state=explorer.state).values == {"xs": [0.5, -1.0, 0.0, 1.0]}


@pytest.mark.parametrize("xs", [[0.1, 0.2, 0.3], [0.0] * 7, [0.0, 0.0, 0.0, 1.5], "0.1", [0, 0, 0, None]])
def test_cards_are_four_to_six_numbers_from_minus_1_to_1(xs):
    with pytest.raises(traitlets.TraitError, match="xs: expected"):
        widgets.sequence_order(xs=xs)


# ---- the learner's function --------------------------------------------------------------------------------


def test_a_right_function_shows_what_the_course_shows():
    assert widgets.sequence_order(rnn_step).text() == widgets.sequence_order().text()


def test_the_learners_function_is_given_the_state_that_it_returned():
    seen = []

    def step(x, h_prev, W, b):
        seen.append((x.shape, h_prev.shape, W.shape, b.shape, float(x[0, 0]), float(h_prev[0, 0])))
        return h_prev + x

    explorer = widgets.sequence_order(step)
    totals = np.cumsum(CARDS)
    assert explorer.answer["result"]["hs"] == pytest.approx(totals.tolist())
    assert [one[:4] for one in seen] == [((1, 1), (1, 1), (2, 1), (1,))] * len(CARDS)
    assert [one[4] for one in seen] == list(CARDS)
    assert [one[5] for one in seen] == pytest.approx([0.0, *totals[:-1]])


@pytest.mark.parametrize("name", HARMLESS)
def test_a_function_may_print_take_its_time_and_write_into_its_inputs(name):
    explorer = widgets.sequence_order(HARMLESS[name])
    assert explorer.answer == {
        "result": {"hs": [0.25] * 5, "h": 0.25, "mean": pytest.approx(0.1)},
        "problem": "",
    }
    np.testing.assert_array_equal(W, [[0.9], [0.8]])


@pytest.mark.parametrize("name", HOSTILE)
def test_a_broken_function_is_told_in_words(name):
    function, said = HOSTILE[name]
    explorer = widgets.sequence_order(function)
    assert explorer.answer["problem"].startswith(said)
    assert explorer.answer["result"] == {}


# ---- the browser -------------------------------------------------------------------------------------------


@needs_node
def test_the_browser_computes_and_says_what_python_does(rng):
    rows = [{"xs": list(preset.values["xs"])} for preset in PRESETS]
    rows += [{"xs": rng.uniform(-1, 1, size=n).tolist()} for n in (4, 5, 6) for _ in range(30)]
    rows += [
        {"xs": rng.choice([-1.0, -0.5, 0.0, 0.5, 1.0], size=n).tolist()} for n in (4, 5, 6) for _ in range(30)
    ]
    module = f"{join('sequence_order.js')}\nconst setup = {json.dumps(widgets.sequence_order().setup)};"
    results = run(module, "(values) => compute(values, setup)", rows)
    ours = [read_in_order(row["xs"]) for row in rows]
    for result, our in zip(results, ours, strict=True):
        np.testing.assert_allclose(result["hs"], our["hs"], rtol=0, atol=1e-12)
        assert result["h"] == result["hs"][-1]
        # from 3.12 on, Python's sum makes up for its roundings: the last digit may differ from JavaScript's
        assert result["mean"] == pytest.approx(our["mean"], rel=0, abs=1e-15)
    texts = run(
        module, "([values, result]) => describe(values, result, setup)", list(zip(rows, ours, strict=True))
    )
    assert [(text["equation"], text["sentence"]) for text in texts] == [
        words(row, our) for row, our in zip(rows, ours, strict=True)
    ]
