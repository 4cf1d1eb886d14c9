"""What is left of step 1 in three networks: what the explorer computes and says, without a browser."""

import json

import numpy as np
import pytest
import traitlets

from gru_course import widgets
from gru_course.nn.lstm import LSTMParams, lstm_step
from gru_course.nn.rnn import RNNParams, rnn_step
from gru_course.nn.sequence import GRUParams, gru_step
from gru_course.widgets.forgetting import CONTROLS, DRAWS, PRESETS, D, H, draws, forget, left, words
from gru_course.widgets.modules import join
from tests.widgets.node import needs_node, run

START = {"scale": 1.0, "b_z": 0.0, "b_f": 1.0, "T": 50.0, "draw": 1.0}
ALL_DRAWS = [float(draw) for draw in range(1, DRAWS + 1)]


def at(**values):
    return forget(**{**START, **values})


# ---- laws --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("draw", ALL_DRAWS)
def test_all_of_it_is_there_at_the_beginning_and_there_are_as_many_levels_as_steps(draw):
    result = at(draw=draw, T=17.0)
    for network in ("rnn", "gru", "lstm"):
        state, gradient = result["state"][network], result["gradient"][network]
        assert (len(state), len(gradient)) == (17, 17)
        assert (state[0], gradient[-1]) == (1.0, 1.0)


@pytest.mark.parametrize("draw", ALL_DRAWS)
def test_a_plain_rnn_keeps_at_most_the_scale_of_its_weights_in_each_step(draw):
    # its recurrent matrix is orthogonal (to three decimals) times the scale, and tanh only shrinks
    rounding = 1e-14  # what is left of a state is a difference of two states of size 1
    for scale in (0.3, 0.9):
        result = at(scale=scale, draw=draw)
        assert all(level <= (scale * 1.01) ** k + rounding for k, level in enumerate(result["state"]["rnn"]))
        assert all(level <= (scale * 1.01) ** k for k, level in enumerate(result["gradient"]["rnn"][::-1]))


def test_a_plain_rnn_without_recurrent_weights_forgets_in_one_step():
    result = at(scale=0.0)
    assert result["state"]["rnn"][1:] == [0.0] * 49
    assert result["gradient"]["rnn"][:-1] == [0.0] * 49
    assert (result["state_gone"]["rnn"], result["rnn_gone"]) == (1, 1)


@pytest.mark.parametrize("draw", ALL_DRAWS)
def test_a_negative_b_z_makes_the_gru_remember(draw):
    ends = [at(b_z=b_z, draw=draw)["state"]["gru"][-1] for b_z in (0.0, -2.0, -4.0, -6.0)]
    assert ends == sorted(ends)
    assert ends[0] < 1e-4
    assert ends[2] > 0.3


@pytest.mark.parametrize("draw", ALL_DRAWS)
def test_an_open_forget_gate_makes_the_lstm_remember(draw):
    ends = [at(scale=0.4, b_f=b_f, draw=draw)["state"]["lstm"][-1] for b_f in (-2.0, 1.0, 4.0)]
    assert ends == sorted(ends)
    assert ends[0] < 1e-4
    assert ends[2] > 0.3


def test_each_bias_moves_its_own_network_only():
    start, z, f = at(), at(b_z=-3.0), at(b_f=3.0)
    for what in ("state", "gradient"):
        assert start[what]["rnn"] == z[what]["rnn"] == f[what]["rnn"]
        assert start[what]["gru"] == f[what]["gru"] != z[what]["gru"]
        assert start[what]["lstm"] == z[what]["lstm"] != f[what]["lstm"]


def test_whole_numbers_do_as_well():
    assert at(scale=1, b_z=-3, b_f=2) == at(scale=1.0, b_z=-3.0, b_f=2.0)


def test_small_weights_vanish_and_large_weights_explode_as_the_presets_say():
    presets = {preset.label: at(**preset.values) for preset in PRESETS}
    small, large = presets["Small weights: it vanishes"], presets["Large weights: it explodes"]
    saved = presets["Small weights, gates hold on"]
    assert small["rnn_gone"] <= 6
    assert all(gone is not None for gone in small["state_gone"].values())
    assert max(large["gradient"]["rnn"]) > 100
    assert saved["state_gone"]["rnn"] is not None
    assert saved["state_gone"]["gru"] is saved["state_gone"]["lstm"] is None


def test_a_longer_sequence_begins_like_a_shorter_one():
    short, long = at(T=20.0), at(T=100.0)
    for network in ("rnn", "gru", "lstm"):
        np.testing.assert_allclose(long["state"][network][:20], short["state"][network], rtol=1e-12)


def test_the_gradient_is_what_a_small_change_of_the_state_changes_at_the_end():
    T, draw = 6, draws()[2]
    result = at(scale=0.8, b_z=-1.0, b_f=0.5, T=float(T), draw=3.0)
    zeros, xs, u = np.zeros(H), np.array(draw["xs"][:T])[:, None], np.array(draw["u"])

    def scaled(name):
        return {
            key: np.concatenate([W[:D], 0.8 * W[D:]])
            for key, W in ((key, np.array(W)) for key, W in draw[name].items())
        }

    rnn = RNNParams(**scaled("rnn"), b=zeros)
    gru = GRUParams(**scaled("gru"), b_r=zeros, b_z=zeros - 1.0, b_h=zeros)
    lstm = LSTMParams(**scaled("lstm"), b_i=zeros, b_f=zeros + 0.5, b_o=zeros, b_c=zeros)

    def run_lstm(x, state):
        (h, c), _ = lstm_step(x, (state[:, :H], state[:, H:]), lstm)
        return np.concatenate([h, c], axis=1)

    steps = {
        "rnn": (H, lambda x, h: rnn_step(x, h, rnn)[0]),
        "gru": (H, lambda x, h: gru_step(x, h, gru)[0]),
        "lstm": (2 * H, run_lstm),
    }
    for name, (size, step) in steps.items():

        def end(state, since, step=step):
            for x in xs[since:]:
                state = step(x, state)
            return float(u @ state[0, :H])

        state = np.zeros((1, size))
        for t in range(1, T):
            state = step(xs[t - 1], state)
            slopes = [
                (end(state + eps, t) - end(state - eps, t)) / 2e-6 for eps in 1e-6 * np.eye(size)[:, None]
            ]
            size_here = np.linalg.norm(slopes) / np.linalg.norm(u)
            assert result["gradient"][name][t - 1] == pytest.approx(size_here, rel=1e-5), (name, t)


# ---- words -------------------------------------------------------------------------------------------------


def test_what_is_left_is_written_so_that_it_can_be_read():
    levels = [0, 9e-5, 1e-4, 0.00456, 0.0999, 0.1, 0.5, 9.994, 10, 1234.5, 1e6]
    assert [left(level) for level in levels] == [
        "under 0.01 %", "under 0.01 %", "0.01 %", "0.46 %", "9.99 %", "10 %", "50 %", "999 %",
        "10 times", "1235 times", "over a million times",
    ]  # fmt: skip


def test_the_words_tell_when_each_network_has_forgotten():
    levels = {"rnn": [1, 0.5, 0.009], "gru": [1, 1, 1], "lstm": [1, 20, 0.25]}
    back = {"rnn": [37, 2, 1], "gru": [0.005, 0.008, 1], "lstm": [0.5, 1, 1]}
    result = {
        "state": levels,
        "gradient": back,
        "state_gone": {"rnn": 2, "gru": None, "lstm": None},
        "gradient_gone": {"rnn": None, "gru": 1, "lstm": None},
    }
    equation, sentence = words({**START, "T": 3.0}, result)
    assert equation == (
        "|Δh_3| / |Δh_1|: plain RNN 0.90 %, GRU 100 %, LSTM 25 %\n"
        "|∂L/∂h_1| / |∂L/∂h_3|: plain RNN 37 times, GRU 0.50 %, LSTM 50 %"
    )
    assert sentence == (
        "Steps until less than 1 % of step 1 is left in the state: plain RNN 2, "
        "GRU more than 2 (by then 100 %), LSTM more than 2 (by then 25 %). "
        "Steps back until less than 1 % of the gradient is left: plain RNN more than 2 (by then 37 times), "
        "GRU 1, LSTM more than 2 (by then 50 %). Exploding gradient: plain RNN up to 37 times."
    )


def test_the_steps_are_those_after_which_less_than_1_percent_is_left():
    result = at()
    for what, levels in (("state", list), ("gradient", reversed)):
        for network, k in result[f"{what}_gone"].items():
            ordered = list(levels(result[what][network]))
            assert ordered[k] < 0.01 <= min(ordered[:k])


# ---- the explorer ------------------------------------------------------------------------------------------


def test_every_preset_can_be_shown():
    for preset in PRESETS:
        assert widgets.forgetting(**preset.values).text()


def test_its_state_is_a_text_that_makes_the_same_explorer():
    explorer = widgets.forgetting(b_z=-4, T=80)
    assert explorer.state == "forgetting?scale=1&b_z=-4&b_f=1&T=80&draw=1"
    assert widgets.forgetting(state=explorer.state).values == explorer.values
    with pytest.raises(traitlets.TraitError, match="T: expected 2 to 100, got 1"):
        widgets.forgetting(T=1)


def test_what_travels_to_the_browser_is_small():
    assert len(json.dumps(widgets.forgetting().setup)) < 50_000


def test_what_can_be_predicted_is_a_number_of_the_result():
    explorer = widgets.forgetting(b_z=-4)
    assert at(scale=2.0)["rnn_gone"] == 50  # never: the length
    assert isinstance(at()[explorer.predict["of"]], int)


# ---- the browser -------------------------------------------------------------------------------------------


@needs_node
def test_the_browser_computes_and_says_what_python_does(rng):
    def some(control):
        return float(np.round(rng.uniform(control.min, control.max) / control.step) * control.step)

    rows = [{**START, **preset.values, "draw": draw} for preset in PRESETS for draw in ALL_DRAWS[:2]]
    rows += [{control.name: some(control) for control in CONTROLS} for _ in range(25)]
    rows += [{**START, "T": 2.0}, {**START, "scale": 0.0}, {**START, "T": 99.5, "draw": 2.5}]
    module = f"{join('forgetting.js')}\nconst setup = {json.dumps(widgets.forgetting().setup)};"
    results = run(module, "(values) => compute(values, setup)", rows)
    ours = [forget(**row) for row in rows]
    for result, our in zip(results, ours, strict=True):
        for what in ("state", "gradient"):
            for network, levels in our[what].items():
                # a change that is all but gone is the difference of two nearly equal states
                np.testing.assert_allclose(result[what][network], levels, rtol=1e-6, atol=1e-12)
        for name in ("state_gone", "gradient_gone", "rnn_gone"):
            assert result[name] == our[name]
    texts = run(module, "([values, result]) => describe(values, result)", list(zip(rows, ours, strict=True)))
    assert [(text["equation"], text["sentence"]) for text in texts] == [
        words(row, our) for row, our in zip(rows, ours, strict=True)
    ]


@needs_node
def test_the_browser_writes_what_is_left_as_python_does(rng):
    levels = [0, 1e-4, 0.1, 10, 1e6, 9.995, 0.00995, *(10 ** rng.uniform(-7, 8, size=300)).tolist()]
    assert run(join("forgetting.js"), "(level) => leftOver(level)", levels) == [left(x) for x in levels]


@needs_node
def test_labels_that_would_lie_on_each_other_are_moved_apart(rng):
    rows = [rng.uniform(0, 200, size=n).tolist() for n in (1, 2, 3, 8) for _ in range(20)]
    rows += [[200.0, 200.0, 200.0], [0.0, 0.0, 0.0]]
    for before, after in zip(rows, run(join("levels.js"), "(v) => apart(v, 16, 0, 200)", rows), strict=True):
        assert len(after) == len(before)
        assert np.all(np.diff(np.sort(after)) >= 16 - 1e-9)
        assert min(after) >= 0
        assert max(after) <= 200
        assert np.argsort(after, kind="stable").tolist() == np.argsort(before, kind="stable").tolist()
