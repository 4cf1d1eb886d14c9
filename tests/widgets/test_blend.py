"""The final state as a mixture: what the explorer computes and says, without a browser."""

import numpy as np
import pytest
import traitlets
from hypothesis import given
from hypothesis import strategies as st

import gru_course as gc
from gru_course import palette, widgets
from gru_course.widgets.blend import CONTROLS, PRESETS, mix, words
from gru_course.widgets.modules import join
from gru_course.widgets.words import number, operand, percent
from tests.widgets.hostile import HARMLESS, HOSTILE
from tests.widgets.node import needs_node, run

gates = st.floats(0, 1)
states = st.floats(-1, 1)
conventions = st.sampled_from(["replaces", "keeps"])
START = {"z": 0.3, "h_prev": 0.8, "h_cand": -0.4, "convention": "replaces"}


def final_state(h_prev, h_cand, z):
    """As a learner writes it."""
    return z * h_cand + (1 - z) * h_prev


# ---- laws --------------------------------------------------------------------------------------------------


@given(gates, states, states, conventions)
def test_the_new_state_lies_between_the_old_one_and_the_candidate(z, h_prev, h_cand, convention):
    h = mix(z, h_prev, h_cand, convention)["h"]
    assert min(h_prev, h_cand) - 1e-15 <= h <= max(h_prev, h_cand) + 1e-15


@given(states, states)
def test_z_0_keeps_the_state_and_z_1_replaces_it(h_prev, h_cand):
    assert mix(0.0, h_prev, h_cand)["h"] == h_prev
    assert mix(1.0, h_prev, h_cand)["h"] == h_cand


@given(states, states)
def test_in_the_other_convention_z_1_keeps_the_state_and_z_0_replaces_it(h_prev, h_cand):
    assert mix(1.0, h_prev, h_cand, "keeps")["h"] == h_prev
    assert mix(0.0, h_prev, h_cand, "keeps")["h"] == h_cand


@given(gates, states, states)
def test_the_conventions_differ_by_1_minus_z_and_nothing_else(z, h_prev, h_cand):
    one, other = mix(z, h_prev, h_cand), mix(1 - z, h_prev, h_cand, "keeps")
    assert one == pytest.approx(other, abs=1e-15)


@given(gates, states, states, conventions)
def test_the_new_state_is_the_sum_of_what_is_added_and_what_is_kept(z, h_prev, h_cand, convention):
    made = mix(z, h_prev, h_cand, convention)
    assert made["h"] == made["added"] + made["kept"]
    assert made["added"] == made["share"] * h_cand


def test_the_explorer_computes_what_the_cell_computes(rng):
    D, H = 2, 5
    params = gc.init_params(D=D, H=H, rng=rng)
    h, step = gc.gru_step(rng.normal(size=(3, D)), rng.uniform(-1, 1, size=(3, H)), params)
    mixed = np.vectorize(lambda *given: mix(*given)["h"])(step.z, step.h_prev, step.h_cand)
    np.testing.assert_allclose(mixed, h, rtol=0, atol=1e-15)


# ---- words -------------------------------------------------------------------------------------------------


def test_words_and_numbers_say_the_same():
    equation, sentence = widgets.blend().text().splitlines()
    assert equation == "h = z · h_cand + (1 − z) · h_prev = 0.30 · (−0.40) + 0.70 · 0.80 = 0.44"
    assert sentence == (
        "With z = 0.30 the new state is 30 % candidate (−0.40) and 70 % old state (0.80): 0.44."
    )


def test_the_other_convention_has_its_own_equation():
    equation, sentence = widgets.blend(convention="keeps").text().splitlines()
    assert equation == "h = (1 − z) · h_cand + z · h_prev = 0.70 · (−0.40) + 0.30 · 0.80 = −0.04"
    assert "70 % candidate (−0.40) and 30 % old state (0.80): −0.04." in sentence


def test_numbers_have_a_real_minus_sign_and_no_negative_zero():
    written = [number(x) for x in (-0.5, -0.001, 0.0, 0.125, -0.125, 1e6, -1.234e300)]
    assert written == ["−0.50", "0.00", "0.00", "0.13", "−0.13", "1.00e+6", "−1.23e+300"]
    assert [operand(x) for x in (-0.5, 0.5)] == ["(−0.50)", "0.50"]
    assert [percent(x) for x in (1 - 0.3, 0, 1, -3, 1e300)] == [
        "70 %",
        "0 %",
        "100 %",
        "−300 %",
        "1.00e+302 %",
    ]


# ---- the explorer ------------------------------------------------------------------------------------------


def test_every_preset_can_be_shown():
    for preset in PRESETS:
        assert widgets.blend(**preset.values).text()


def test_every_slider_is_labelled_and_has_the_colour_of_its_letter():
    for slider in CONTROLS[:3]:
        letter = "h" if slider.name == "h_prev" else slider.name
        assert slider.color == palette.INKS[letter].color
        assert slider.label.startswith(f"{slider.name}, ")


def test_an_explorer_starts_where_it_is_told_to():
    assert widgets.blend().values == START == widgets.blend().defaults
    assert widgets.blend(z=1).values == {**START, "z": 1.0}
    assert widgets.blend(state="blend?z=0.5&convention=keeps").values == {
        **START,
        "z": 0.5,
        "convention": "keeps",
    }
    assert widgets.blend(state="blend?z=0.5", z=1, h_prev=0.1).values == {**START, "z": 0.5, "h_prev": 0.1}


def test_its_state_is_a_text_that_makes_the_same_explorer():
    explorer = widgets.blend(z=0.25, convention="keeps")
    assert repr(explorer) == "BlendExplorer(blend?z=0.25&h_prev=0.8&h_cand=-0.4&convention=keeps)"
    assert widgets.blend(state=explorer.state).values == explorer.values
    other = widgets.blend()
    other.state = explorer.state
    assert other.values == explorer.values


def test_values_can_be_set_from_python_and_are_checked():
    explorer = widgets.blend()
    explorer.values = {**START, "z": 1}
    with pytest.raises(traitlets.TraitError, match=r"z: expected 0 to 1, got 1\.5"):
        explorer.values = {**START, "z": 1.5}
    with pytest.raises(traitlets.TraitError, match="convention: expected one of replaces, keeps; got 'cho'"):
        widgets.blend(convention="cho")
    assert explorer.values == {**START, "z": 1.0}


# ---- the learner's function --------------------------------------------------------------------------------


def test_a_right_function_shows_what_the_course_shows():
    assert widgets.blend(final_state).text() == widgets.blend().text()


def test_the_learners_function_drives_the_picture():
    explorer = widgets.blend(lambda h_prev, h_cand, z: z * h_prev + (1 - z) * h_cand)
    assert explorer.answer["result"]["h"] == pytest.approx(0.3 * 0.8 + 0.7 * -0.4)
    assert explorer.answer["problem"] == ""
    equation, sentence = explorer.text().splitlines()
    assert equation.endswith("= 0.44")  # an equation that is printed is true
    assert sentence.endswith(
        "old state (0.80): 0.44. Your function returned −0.04; the equation gives h = 0.44."
    )


@pytest.mark.parametrize("name", HARMLESS)
def test_a_function_may_print_take_its_time_and_write_into_its_inputs(name):
    explorer = widgets.blend(HARMLESS[name])
    assert (explorer.answer["result"]["h"], explorer.values) == (0.25, START)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_broken_function_is_told_in_words(name):
    function, said = HOSTILE[name]
    explorer = widgets.blend(function)
    assert explorer.answer["problem"].startswith(said)
    assert explorer.answer["result"] == {}
    assert explorer.text() == explorer.answer["problem"]


def ask(explorer, content):
    """Send a message as the browser does, and return what the explorer sends back."""
    sent = []
    explorer.send = sent.append
    explorer._receive(explorer, content, [])
    return sent


def test_a_question_of_the_browser_is_answered_under_its_number():
    explorer = widgets.blend(final_state)
    (answer,) = ask(explorer, {"kind": "compute", "id": 7, "values": {**START, "z": 0.5}})
    assert (answer["kind"], answer["id"], answer["problem"]) == ("answer", 7, "")
    assert answer["result"]["h"] == pytest.approx(0.2)
    assert explorer.values == START  # sent back, they would pull back a slider that has moved on


@pytest.mark.parametrize(
    "values", [{**START, "z": 2.0}, {"z": 0.5}, None, 5, {**START, "convention": ["keeps"]}]
)
def test_a_question_that_cannot_be_answered_is_answered_in_words(values):
    explorer = widgets.blend(final_state)
    (answer,) = ask(explorer, {"kind": "compute", "id": 1, "values": values})
    assert answer["problem"]
    assert explorer.values == START


def test_what_is_no_question_gets_no_answer():
    explorer = widgets.blend(final_state)
    for content in (None, "compute", {}, {"kind": "answer", "values": START}):
        assert ask(explorer, content) == []
    assert ask(widgets.blend(), {"kind": "compute", "id": 1, "values": START}) == []


# ---- the browser -------------------------------------------------------------------------------------------


@needs_node
def test_the_browser_computes_and_says_what_python_does(rng):
    corners = [(0.0, -1.0, 1.0), (1.0, 1.0, -1.0), (0.5, 0.5, 0.25), (0.25, -0.5, 0.0)]
    some = rng.uniform([0, -1, -1], [1, 1, 1], size=(200, 3))
    rows = [
        {"z": z, "h_prev": h_prev, "h_cand": h_cand, "convention": convention}
        for z, h_prev, h_cand in [*corners, *some.tolist(), *some.round(2).tolist()]
        for convention in ("replaces", "keeps")
    ]
    module = join("blend.js")
    for result, row in zip(run(module, "(values) => compute(values)", rows), rows, strict=True):
        assert result == pytest.approx(mix(**row), abs=1e-12)
    texts = run(module, "(values) => describe(values, compute(values))", rows)
    assert [(text["equation"], text["sentence"]) for text in texts] == [
        words(row, mix(**row)) for row in rows
    ]
