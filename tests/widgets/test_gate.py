"""A gate of one unit: what the explorer computes and says, without a browser."""

import numpy as np
import pytest
import traitlets
from hypothesis import given
from hypothesis import strategies as st

import gru_course as gc
from gru_course import palette, widgets
from gru_course.widgets.gate import CONTROLS, PRESETS, STEEPEST, unit_gate, words
from gru_course.widgets.modules import join
from gru_course.widgets.unit import FLAT, POINTS
from tests.widgets.hostile import HARMLESS, HOSTILE
from tests.widgets.node import needs_node, run

kinds = pytest.mark.parametrize("kind", ["reset", "update"])
START = {"x": 1.0, "h_prev": 0.6, "w": 1.0, "u": 1.0, "b": -1.0}
sliders = st.fixed_dictionaries({slider.name: st.floats(slider.min, slider.max) for slider in CONTROLS})


def my_gate(x, h_prev, W, b):
    """As a learner writes it."""
    return gc.sigmoid(np.concatenate([x, h_prev], axis=1) @ W + b)


def cell_gates(rows):
    """r, z and r · h_prev of the course's own cell, a cell of one unit for each row of values."""
    for row in rows:
        W, b = np.array([[row["w"]], [row["u"]]]), np.array([row["b"]])
        params = gc.GRUParams(W_r=W, W_z=W, W_h=W, b_r=b, b_z=b, b_h=b)
        _, step = gc.gru_step(np.array([[row["x"]]]), np.array([[row["h_prev"]]]), params)
        yield step.r.item(), step.z.item(), step.reset_h.item()


def random_rows(rng, n=200):
    lowest, highest = [slider.min for slider in CONTROLS], [slider.max for slider in CONTROLS]
    some = rng.uniform(lowest, highest, size=(n, len(CONTROLS)))
    names = [slider.name for slider in CONTROLS]
    return [
        dict(zip(names, row, strict=True))
        for row in [*some.tolist(), *some.round(1).tolist(), lowest, highest]
    ]


# ---- laws --------------------------------------------------------------------------------------------------


@given(sliders)
def test_a_gate_is_between_0_and_1_and_one_half_where_the_sum_is_0(values):
    result = unit_gate("reset", **values)
    assert 0 < result["gate"] < 1
    assert (result["gate"] >= 0.5) == (result["a"] >= 0) or abs(result["a"]) < 1e-15


@given(sliders)
def test_reset_gives_the_share_r_of_the_state_and_update_leaves_the_rest(values):
    reset, update = unit_gate("reset", **values), unit_gate("update", **values)
    assert reset["gate"] == update["gate"]
    assert reset["passed"] == reset["gate"] * values["h_prev"]
    assert reset["passed"] + update["passed"] == pytest.approx(values["h_prev"], abs=1e-15)


def test_the_explorer_computes_what_the_cell_computes(rng):
    rows = random_rows(rng)
    for row, (r, z, reset_h) in zip(rows, cell_gates(rows), strict=True):
        reset = unit_gate("reset", **row)
        assert (reset["gate"], reset["passed"]) == pytest.approx((r, reset_h), abs=1e-14)
        assert unit_gate("update", **row)["gate"] == pytest.approx(z, abs=1e-14)


@given(sliders)
def test_the_slope_is_what_a_small_step_of_the_bias_changes(values):
    epsilon = 1e-5
    up, down = (
        unit_gate("reset", **{**values, "b": values["b"] + step})["gate"] for step in (epsilon, -epsilon)
    )
    assert unit_gate("reset", **values)["slope"] == pytest.approx((up - down) / (2 * epsilon), abs=1e-9)


@pytest.mark.parametrize(
    ("preset", "h_prev", "r", "seen"), [(0, 0.6, 0.2, "0.12"), (1, 0.5, 0.4, "0.20"), (2, 0.3, 0.8, "0.24")]
)
def test_the_worked_numbers_of_the_documents_are_presets(preset, h_prev, r, seen):
    preset = PRESETS["reset"][preset]
    assert preset.label == f"{h_prev} with r = {r}"
    explorer = widgets.gate("reset", **preset.values)
    assert unit_gate("reset", **explorer.values)["gate"] == pytest.approx(r, abs=1e-15)
    equation, arithmetic, sentence = explorer.text().splitlines()[1:]
    assert equation.endswith(f"= {r:.2f}")
    assert arithmetic == f"r · h_prev = {r:.2f} · {h_prev:.2f} = {seen}"
    assert "is the share that is kept" in sentence


def test_a_preset_is_still_itself_after_its_state_was_copied():
    """ln(0.2 / 0.8) is on no slider's grid; six digits of it are enough for every number shown."""
    for preset in PRESETS["reset"]:
        explorer = widgets.gate("reset", **preset.values)
        copied = widgets.gate("reset", state=explorer.state)
        assert copied.text() == explorer.text()


# ---- words -------------------------------------------------------------------------------------------------


def test_words_of_the_reset_gate():
    assert widgets.gate("reset", x=-0.5, h_prev=-0.6, w=2, u=-1, b=0.5).text().splitlines() == [
        "r = σ(w · x + u · h_prev + b)",
        "= σ(2.00 · (−0.50) + (−1.00) · (−0.60) + 0.50) = σ(0.10) = 0.52",
        "r · h_prev = 0.52 · (−0.60) = −0.31",
        "r = 0.52 is the share that is kept: the candidate sees 52 % of the old state −0.60, which is −0.31. "
        "Slope 0.25: it can learn here.",
    ]


def test_words_of_the_update_gate():
    assert widgets.gate("update", w=0, u=0, b=-4).text().splitlines() == [
        "z = σ(w · x + u · h_prev + b)",
        "= σ(0.00 · 1.00 + 0.00 · 0.60 + (−4.00)) = σ(−4.00) = 0.02",
        "(1 − z) · h_prev = 0.98 · 0.60 = 0.59",
        "z = 0.02 is the share that is replaced: 98 % of the old state 0.60 is kept, which is 0.59. "
        "Slope 0.02: saturated, it hardly learns here.",
    ]


@kinds
@given(values=sliders)
def test_saturated_is_where_the_slope_is_below_a_fifth_of_the_steepest(kind, values):
    result = unit_gate(kind, **values)
    assert STEEPEST == unit_gate(kind, x=0, h_prev=0, w=0, u=0, b=0)["slope"]
    assert ("saturated" in words(kind, values, result)[1]) == (result["slope"] < FLAT * STEEPEST)


# ---- the explorer ------------------------------------------------------------------------------------------


@kinds
def test_every_preset_can_be_shown(kind):
    for preset in PRESETS[kind]:
        assert widgets.gate(kind, **preset.values).text()


@kinds
def test_an_explorer_starts_where_its_sliders_start_or_where_it_is_told_to(kind):
    assert widgets.gate(kind).values == START == widgets.gate(kind).defaults
    assert widgets.gate(kind, x=0).values == {**START, "x": 0.0}
    assert widgets.gate(kind, state=f"{kind}_gate?u=-2").values == {**START, "u": -2.0}


def test_the_state_of_one_gate_is_not_read_by_the_other():
    with pytest.raises(ValueError, match=r"state: expected a text that begins with 'reset_gate\?'"):
        widgets.gate("reset", state=widgets.gate("update").state)


def test_an_explorer_shows_itself_as_text_without_an_address():
    assert repr(widgets.gate("reset")) == "GateExplorer(reset_gate?x=1&h_prev=0.6&w=1&u=1&b=-1)"


def test_every_slider_is_labelled_and_the_state_has_its_colour():
    for slider in CONTROLS:
        assert slider.label.startswith(f"{slider.name}, ")
        assert slider.color == (palette.INKS["h"].color if slider.name == "h_prev" else "")


@kinds
def test_what_is_predicted_is_the_gate(kind):
    predict = widgets.gate(kind).predict
    assert predict["of"] in unit_gate(kind, **START)
    assert (predict["min"], predict["max"]) == (0, 1)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"x": float("nan")}, "x: expected -2 to 2, got nan"),
        ({"b": 7}, "b: expected -6 to 6, got 7"),
        ({"w": "one"}, "w: expected a number, got 'one'"),
        ({"z": 0.5}, "values: expected x, h_prev, w, u, b; got x, h_prev, w, u, b, z"),
    ],
)
def test_a_bad_value_is_an_error_that_names_it(values, message):
    with pytest.raises(traitlets.TraitError, match=message):
        widgets.gate("update", **values)


def test_an_unknown_gate_is_an_error():
    with pytest.raises(ValueError, match="kind: expected 'reset' or 'update', got 'forget'"):
        widgets.gate("forget")


# ---- the learner's function --------------------------------------------------------------------------------


@kinds
def test_a_right_function_shows_what_the_course_shows_and_its_own_curve(kind):
    mine, courses = widgets.gate(kind, my_gate), widgets.gate(kind)
    assert mine.text() == f"{courses.text()} The curve of the function given is dashed."
    curve = mine.setup["curve"]
    np.testing.assert_allclose(curve, gc.sigmoid(np.linspace(-6, 6, POINTS)), rtol=0, atol=1e-15)
    assert courses.setup["curve"] == []


def test_the_learners_function_is_called_with_the_shapes_of_one_unit():
    seen = []

    def watching(*arguments):
        seen.append([np.shape(argument) for argument in arguments])
        return my_gate(*arguments)

    widgets.gate("reset", watching)
    assert [(1, 1), (1, 1), (2, 1), (1,)] in seen
    assert [(POINTS, 1), (POINTS, 1), (2, 1), (1,)] in seen
    assert len(seen) == 2


def test_a_wrong_gate_is_shown_beside_the_right_one():
    explorer = widgets.gate("reset", lambda *given: 1 - my_gate(*given))
    equation, arithmetic, sentence = explorer.text().splitlines()[1:]
    assert equation.endswith("= σ(0.60) = 0.65")
    assert arithmetic == "r · h_prev = 0.35 · 0.60 = 0.21"
    assert "Your function returned 0.35; the equation gives r = 0.65." in sentence
    assert sentence.endswith("The curve of the function given is dashed; it is up to 1.00 away.")


def test_a_function_that_takes_one_row_only_has_no_curve_and_is_told_why():
    def one_row(x, h_prev, W, b):
        return np.array([[my_gate(x, h_prev, W, b)[0, 0]]])

    explorer = widgets.gate("reset", one_row)
    assert explorer.answer["problem"] == ""
    assert explorer.setup["curve"] == []
    assert explorer.text().endswith(
        "No curve of yours: one_row returned shape (1, 1); expected (97, 1) for x (97, 1), h_prev (97, 1), "
        "W_r (2, 1), b_r (1,)."
    )


@kinds
@pytest.mark.parametrize("name", HARMLESS)
def test_a_function_may_print_take_its_time_and_write_into_its_inputs(kind, name):
    explorer = widgets.gate(kind, HARMLESS[name])
    assert (explorer.answer["result"]["gate"], explorer.values) == (0.25, START)


@kinds
@pytest.mark.parametrize("name", HOSTILE)
def test_a_broken_function_is_told_in_words(kind, name):
    function, said = HOSTILE[name]
    explorer = widgets.gate(kind, function)
    assert explorer.answer["problem"].startswith(said)
    assert explorer.text() == explorer.answer["problem"]
    assert explorer.setup["curve"] == []


def test_a_huge_number_can_be_shown():
    text = widgets.gate("update", lambda x, *_: np.full_like(x, -1e300)).text()
    assert "Your function returned −1.00e+300" in text


# ---- the browser -------------------------------------------------------------------------------------------


@needs_node
@kinds
def test_the_browser_computes_and_says_what_python_does(rng, kind):
    rows = random_rows(rng) + [{**START, **preset.values} for preset in PRESETS[kind]]
    setup = f"{{ kind: '{kind}', letter: '{widgets.gate(kind).setup['letter']}', note: '' }}"
    results = run(join("gate.js"), f"(values) => compute(values, {setup})", rows)
    for result, row in zip(results, rows, strict=True):
        assert result == pytest.approx(unit_gate(kind, **row), abs=1e-12)
    texts = run(join("gate.js"), f"(values) => describe(values, compute(values, {setup}), {setup})", rows)
    said = [(text["equation"], text["sentence"]) for text in texts]
    assert said == [words(kind, row, unit_gate(kind, **row)) for row in rows]


@needs_node
@kinds
@pytest.mark.parametrize("gate", [0.0, 1.0, 0.3, -3.0, 1e300, -12345678.9])
def test_the_browser_says_what_python_says_of_a_learners_gate(kind, gate):
    explorer = widgets.gate(kind, lambda x, *_: np.full_like(x, gate))
    shown = {"values": explorer.values, "result": explorer.answer["result"], "setup": explorer.setup}
    (text,) = run(join("gate.js"), "({ values, result, setup }) => describe(values, result, setup)", [shown])
    assert f"{text['equation']}\n{text['sentence']}" == explorer.text()


@needs_node
def test_the_shaded_regions_begin_where_the_words_say_saturated():
    (flat_from,) = run(join("gate.js"), "() => FLAT_FROM", [0])
    for a, saturated in ((flat_from - 1e-6, False), (flat_from + 1e-6, True)):
        result = unit_gate("reset", x=0, h_prev=0, w=0, u=0, b=a)
        assert ("saturated" in words("reset", {**START, "b": a}, result)[1]) == saturated
