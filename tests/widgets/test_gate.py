"""What the gate explorers compute and say, without a browser."""

import numpy as np
import pytest
import traitlets
from hypothesis import given
from hypothesis import strategies as st

import gru_course as gc
from gru_course import palette, widgets
from gru_course.widgets.gate import PRESETS, SLIDERS, number, percent

kinds = pytest.mark.parametrize("kind", ["update", "reset"])
gates = st.floats(0, 1)
states = st.floats(-1, 1)


@given(gates, states, states)
def test_the_new_state_lies_between_the_old_one_and_the_candidate(z, h_prev, h_cand):
    h = widgets.blend(z, h_prev, h_cand)
    assert min(h_prev, h_cand) - 1e-15 <= h <= max(h_prev, h_cand) + 1e-15


@given(states, states)
def test_z_0_keeps_the_state_and_z_1_replaces_it(h_prev, h_cand):
    assert widgets.blend(0.0, h_prev, h_cand) == h_prev
    assert widgets.blend(1.0, h_prev, h_cand) == h_cand


def test_the_explorer_computes_what_the_cell_computes(rng):
    D, H = 2, 5
    params = gc.init_params(D=D, H=H, rng=rng)
    h, step = gc.gru_step(rng.normal(size=(3, D)), rng.uniform(-1, 1, size=(3, H)), params)
    blended = np.vectorize(widgets.blend)(step.z, step.h_prev, step.h_cand)
    np.testing.assert_allclose(blended, h, rtol=0, atol=1e-15)
    seen = np.vectorize(widgets.reset_state)(step.r, step.h_prev)
    np.testing.assert_allclose(seen, step.reset_h, rtol=0, atol=1e-15)


@pytest.mark.parametrize(
    ("h_prev", "r", "seen"), [(0.6, 0.2, "0.12"), (0.5, 0.4, "0.20"), (0.3, 0.8, "0.24")]
)
def test_the_worked_numbers_of_the_documents_are_presets(h_prev, r, seen):
    assert {"h_prev": h_prev, "r": r} in [dict(preset.values) for preset in PRESETS["reset"]]
    assert widgets.describe("reset", h_prev=h_prev, r=r).splitlines()[0].endswith(f"= {seen}")


def test_words_and_numbers_say_the_same():
    equation, sentence = widgets.describe("update", z=0.3, h_prev=0.8, h_cand=-0.4).splitlines()
    assert equation == "h = z · h_cand + (1 − z) · h_prev = 0.30 · (−0.40) + 0.70 · 0.80 = 0.44"
    assert sentence == (
        "With z = 0.30 the new state is 30 % candidate (−0.40) and 70 % old state (0.80): 0.44."
    )


def test_numbers_have_a_real_minus_sign_and_no_negative_zero():
    assert [number(x) for x in (-0.5, -0.001, 0.0, 0.125, -0.125)] == [
        "−0.50",
        "0.00",
        "0.00",
        "0.13",
        "−0.13",
    ]
    assert percent(1 - 0.3) == "70 %"


@kinds
def test_every_preset_sets_sliders_that_exist_within_their_range(kind):
    for preset in PRESETS[kind]:
        assert widgets.describe(kind, **preset.values)


@kinds
def test_every_slider_is_labelled_and_has_the_colour_of_its_letter(kind):
    for slider in SLIDERS[kind]:
        letter = "h" if slider.name == "h_prev" else slider.name
        assert slider.color == palette.INKS[letter].color
        assert slider.label.startswith(f"{slider.name}, ")


@kinds
def test_an_explorer_starts_where_its_sliders_start(kind):
    explorer = widgets.gate(kind)
    assert explorer.values == {slider.name: slider.start for slider in SLIDERS[kind]} == explorer.defaults


def test_an_explorer_starts_where_it_is_told_to():
    assert widgets.gate("update", z=1).values == {"z": 1.0, "h_prev": 0.8, "h_cand": -0.4}


def test_an_explorer_shows_itself_as_text_without_an_address():
    assert repr(widgets.gate("reset")) == "GateExplorer(r=0.2, h_prev=0.6)"


def test_values_can_be_set_from_python_and_are_checked():
    explorer = widgets.gate("reset")
    explorer.values = {"r": 1, "h_prev": -1}
    assert explorer.values == {"r": 1.0, "h_prev": -1.0}
    with pytest.raises(traitlets.TraitError, match=r"r: expected 0 to 1, got 1\.5"):
        explorer.values = {"r": 1.5, "h_prev": 0.0}
    assert explorer.values == {"r": 1.0, "h_prev": -1.0}


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"z": float("nan")}, "z: expected 0 to 1, got nan"),
        ({"z": "half"}, "z: expected a number, got 'half'"),
        ({"z": True}, "z: expected a number, got True"),
        ({"q": 0.5}, "values: expected z, h_prev, h_cand; got z, h_prev, h_cand, q"),
    ],
)
def test_a_bad_value_is_an_error_that_names_it(values, message):
    with pytest.raises(traitlets.TraitError, match=message):
        widgets.gate("update", **values)
    with pytest.raises(traitlets.TraitError, match=message):
        widgets.describe("update", **values)


def test_an_unknown_gate_is_an_error():
    for function in (widgets.gate, widgets.describe):
        with pytest.raises(ValueError, match="kind: expected 'update' or 'reset', got 'forget'"):
            function("forget")
