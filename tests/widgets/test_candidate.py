"""The candidate of one unit: what the explorer computes and says, without a browser."""

import numpy as np
import pytest
import traitlets
from hypothesis import given
from hypothesis import strategies as st

import gru_course as gc
from gru_course import palette, widgets
from gru_course.nn.rnn import RNNParams, rnn_step
from gru_course.widgets.candidate import CONTROLS, PRESETS, STEEPEST, unit_candidate, words
from gru_course.widgets.modules import join
from gru_course.widgets.unit import FLAT, POINTS
from tests.widgets.hostile import HARMLESS, HOSTILE
from tests.widgets.node import needs_node, run

START = {"x": 0.5, "h_prev": 0.8, "r": 0.5, "w": -1.0, "u": 2.0, "b": 0.0}
sliders = st.fixed_dictionaries({slider.name: st.floats(slider.min, slider.max) for slider in CONTROLS})


def my_candidate(x, h_prev, r, W_h, b_h):
    """As a learner writes it."""
    return np.tanh(np.concatenate([x, r * h_prev], axis=1) @ W_h + b_h)


def random_rows(rng, n=200):
    lowest, highest = [slider.min for slider in CONTROLS], [slider.max for slider in CONTROLS]
    some = rng.uniform(lowest, highest, size=(n, len(CONTROLS)))
    names = [slider.name for slider in CONTROLS]
    rows = [
        dict(zip(names, row, strict=True))
        for row in [*some.tolist(), *some.round(1).tolist(), lowest, highest]
    ]
    return rows + [{**row, "r": r} for row in rows[:20] for r in (0.0, 1.0)]


# ---- laws --------------------------------------------------------------------------------------------------


@given(sliders)
def test_r_0_forgets_history(values):
    result = unit_candidate(**{**values, "r": 0.0})
    assert (
        result["h_cand"]
        == unit_candidate(**{**values, "r": 0.0, "h_prev": 0.0})["h_cand"]
        == result["forgets"]
    )


@given(sliders)
def test_r_1_is_a_plain_rnn(values):
    result = unit_candidate(**{**values, "r": 1.0})
    W, b = np.array([[values["w"]], [values["u"]]]), np.array([values["b"]])
    h, _ = rnn_step(np.array([[values["x"]]]), np.array([[values["h_prev"]]]), RNNParams(W=W, b=b))
    assert result["h_cand"] == pytest.approx(h.item(), abs=1e-14)
    assert result["h_cand"] == result["rnn"]


@given(sliders)
def test_the_candidate_lies_between_forgetting_history_and_a_plain_rnn(values):
    result = unit_candidate(**values)
    least, most = sorted((result["forgets"], result["rnn"]))
    assert least - 1e-15 <= result["h_cand"] <= most + 1e-15


def test_the_explorer_computes_what_the_cell_computes(rng):
    for row in random_rows(rng):
        if not 0.001 < row["r"] < 0.999:
            continue  # a gate of the cell never comes quite to 0 or 1
        none, W = np.zeros((2, 1)), np.array([[row["w"]], [row["u"]]])
        b_r = np.array([np.log(row["r"] / (1 - row["r"]))])
        params = gc.GRUParams(W_r=none, W_z=none, W_h=W, b_r=b_r, b_z=np.zeros(1), b_h=np.array([row["b"]]))
        _, step = gc.gru_step(np.array([[row["x"]]]), np.array([[row["h_prev"]]]), params)
        result = unit_candidate(**row)
        assert result["h_cand"] == pytest.approx(step.h_cand.item(), abs=1e-12)
        assert result["reset_h"] == pytest.approx(step.reset_h.item(), abs=1e-12)


@given(sliders)
def test_the_slope_is_what_a_small_step_of_the_bias_changes(values):
    up, down = (unit_candidate(**{**values, "b": values["b"] + step})["h_cand"] for step in (1e-5, -1e-5))
    assert unit_candidate(**values)["slope"] == pytest.approx((up - down) / 2e-5, abs=1e-8)


# ---- words -------------------------------------------------------------------------------------------------


def test_words_and_numbers_say_the_same():
    assert widgets.candidate().text().splitlines() == [
        "h_cand = tanh(w · x + u · (r · h_prev) + b)",
        "= tanh(−1.00 · 0.50 + 2.00 · (0.50 · 0.80) + 0.00) = tanh(0.30) = 0.29",
        "With r = 0.50 the candidate sees 50 % of the old state 0.80, which is 0.40. h_cand = 0.29; it would "
        "be −0.46 with r = 0 (forgets history) and 0.80 with r = 1 (plain RNN). "
        "Slope 0.92: it can learn here.",
    ]


def test_the_ends_of_r_have_names():
    assert "r = 0 forgets history: the candidate sees only x." in widgets.candidate(r=0).text()
    assert (
        "r = 1 is a plain RNN: the candidate sees all of the old state 0.80." in widgets.candidate(r=1).text()
    )


@given(sliders)
def test_saturated_is_where_the_slope_is_below_a_fifth_of_the_steepest(values):
    result = unit_candidate(**values)
    assert unit_candidate(**dict.fromkeys(START, 0.0))["slope"] == STEEPEST
    assert ("saturated" in words(values, result)[1]) == (result["slope"] < FLAT * STEEPEST)


# ---- the explorer ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("Forgets history (r = 0)", "r = 0 forgets history:"),
        ("Half of it (r = 0.5)", "sees 50 %"),
        ("Plain RNN (r = 1)", "r = 1 is a plain RNN:"),
        ("Saturated", "saturated, it hardly learns here"),
    ],
)
def test_every_preset_does_what_it_says(label, said):
    presets = {preset.label: preset.values for preset in PRESETS}
    assert len(presets) == 4
    assert said in widgets.candidate(**presets[label]).text()


def test_an_explorer_starts_where_its_sliders_start_or_where_it_is_told_to():
    assert widgets.candidate().values == START == widgets.candidate().defaults
    assert widgets.candidate(r=1).values == {**START, "r": 1.0}
    assert widgets.candidate(state="candidate?u=-2").values == {**START, "u": -2.0}


def test_every_slider_is_labelled_and_letters_have_their_colours():
    inks = {"h_prev": palette.INKS["h"].color, "r": palette.INKS["r"].color}
    for slider in CONTROLS:
        assert slider.label.startswith(f"{slider.name}, ")
        assert slider.color == inks.get(slider.name, "")


def test_what_is_predicted_is_the_candidate():
    predict = widgets.candidate().predict
    assert predict["of"] in unit_candidate(**START)
    assert (predict["min"], predict["max"]) == (-1, 1)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"r": 1.1}, r"r: expected 0 to 1, got 1\.1"),
        ({"q": 1}, "values: expected x, h_prev, r, w, u, b; got .*q$"),
    ],
)
def test_a_bad_value_is_an_error_that_names_it(values, message):
    with pytest.raises(traitlets.TraitError, match=message):
        widgets.candidate(**values)


# ---- the learner's function --------------------------------------------------------------------------------


def test_a_right_function_shows_what_the_course_shows_and_its_own_curve():
    mine, courses = widgets.candidate(my_candidate), widgets.candidate()
    assert mine.text() == f"{courses.text()} The curve of the function given is dashed."
    np.testing.assert_allclose(mine.setup["curve"], np.tanh(np.linspace(-4, 4, POINTS)), rtol=0, atol=1e-15)
    assert courses.setup["curve"] == []


def test_the_learners_function_is_called_with_the_shapes_of_one_unit():
    seen = []

    def watching(*arguments):
        seen.append([np.shape(argument) for argument in arguments])
        return my_candidate(*arguments)

    widgets.candidate(watching)
    assert [(1, 1), (1, 1), (1, 1), (2, 1), (1,)] in seen
    assert [(POINTS, 1), (POINTS, 1), (POINTS, 1), (2, 1), (1,)] in seen
    assert len(seen) == 2


def test_a_candidate_that_forgets_the_reset_is_told():
    text = widgets.candidate(lambda x, h, r, W, b: my_candidate(x, h, 1.0, W, b)).text()
    assert "Your function returned 0.80; the equation gives h_cand = 0.29." in text
    # the mistake does not show in the curve: there, h_prev is 0
    assert text.endswith("The curve of the function given is dashed.")


@pytest.mark.parametrize("name", HARMLESS)
def test_a_function_may_print_take_its_time_and_write_into_its_inputs(name):
    explorer = widgets.candidate(HARMLESS[name])
    assert (explorer.answer["result"]["h_cand"], explorer.values) == (0.25, START)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_broken_function_is_told_in_words(name):
    function, said = HOSTILE[name]
    explorer = widgets.candidate(function)
    assert explorer.answer["problem"].startswith(said)
    assert explorer.text() == explorer.answer["problem"]


# ---- the browser -------------------------------------------------------------------------------------------


@needs_node
def test_the_browser_computes_and_says_what_python_does(rng):
    rows = random_rows(rng) + [{**START, **preset.values} for preset in PRESETS]
    for result, row in zip(run(join("candidate.js"), "(values) => compute(values)", rows), rows, strict=True):
        assert result == pytest.approx(unit_candidate(**row), abs=1e-12)
    texts = run(join("candidate.js"), "(values) => describe(values, compute(values), { note: '' })", rows)
    said = [(text["equation"], text["sentence"]) for text in texts]
    assert said == [words(row, unit_candidate(**row)) for row in rows]


@needs_node
@pytest.mark.parametrize("h_cand", [0.29, -3.0, 1e300])
def test_the_browser_says_what_python_says_of_a_learners_candidate(h_cand):
    explorer = widgets.candidate(lambda x, *_: np.full_like(x, h_cand))
    shown = {"values": explorer.values, "result": explorer.answer["result"], "setup": explorer.setup}
    (text,) = run(
        join("candidate.js"), "({ values, result, setup }) => describe(values, result, setup)", [shown]
    )
    assert f"{text['equation']}\n{text['sentence']}" == explorer.text()


@needs_node
def test_the_shaded_regions_begin_where_the_words_say_saturated():
    (flat_from,) = run(join("candidate.js"), "() => FLAT_FROM", [0])
    for a, saturated in ((flat_from - 1e-6, False), (flat_from + 1e-6, True)):
        values = {**dict.fromkeys(START, 0.0), "b": a}
        assert ("saturated" in words(values, unit_candidate(**values))[1]) == saturated
