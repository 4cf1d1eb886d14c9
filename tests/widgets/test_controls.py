"""Values of controls, and values as text: Python and the browser write and read the same."""

import json

import numpy as np
import pytest
import traitlets
from hypothesis import given
from hypothesis import strategies as st

from gru_course.widgets.controls import (
    Choice,
    Numbers,
    Slider,
    Toggle,
    check_values,
    parse_state,
    short,
    write_state,
)
from gru_course.widgets.modules import join
from tests.widgets.node import needs_node, run

CONTROLS = (
    Slider("z", "z, the gate", 0.3),
    Slider("wide", "a wide one", 0.0, min=-1e5, max=1e5),
    Choice("way", "which way", "to the left", {"to the left": "left", "a&b=c": "odd", "it's (*!~)": "odder"}),
    Toggle("on", "on or off"),
    Numbers("xs", "a sequence", (0.5, -1.0), min=-2.0, max=2.0, least=1, most=4),
)
SPECS = [control.spec() for control in CONTROLS]
START = {control.name: control.start for control in CONTROLS} | {"xs": [0.5, -1.0]}

values = st.fixed_dictionaries(
    {
        "z": st.floats(0, 1),
        "wide": st.floats(-1e5, 1e5),
        "way": st.sampled_from(list(CONTROLS[2].options)),
        "on": st.booleans(),
        "xs": st.lists(st.floats(-2, 2), min_size=1, max_size=4),
    }
)

BAD_TEXTS = {
    "": "begins with",
    "demo": "begins with",
    "other?z=0.5": "begins with",
    "demo?q=1": "q",
    "demo?z": "z",
    "demo?z=": "z",
    "demo?z=half": "z",
    "demo?z=nan": "z",
    "demo?z=inf": "z",
    "demo?z=0x1": "z",
    "demo?z=0_1": "z",
    "demo?z=٠": "z",
    "demo?z=1.01": "z",
    "demo?z=-1": "z",
    "demo?way=up": "way",
    "demo?way=toString": "way",
    "demo?on=2": "on",
    "demo?on=toString": "on",
    "demo?on=true": "on",
    "demo?xs=": "xs",
    "demo?xs=1,": "xs",
    "demo?xs=1,2,1,2,1": "xs",
    "demo?xs=1,3": "xs",
    "demo?xs=1;1": "xs",
}
"""Texts that cannot be read, and what the error names."""


def as_javascript(texts):
    """Read by the browser's function: the values, or the words of the error."""
    code = "(text) => { try { return readState('demo', SPECS, text); } catch (e) { return e.message; } }"
    return run(with_specs(), code, texts)


def with_specs():
    return f"{join('state.js')}\nconst SPECS = {json.dumps(SPECS)};"


# ---- values ----------------------------------------------------------------------------------------------


def test_values_come_back_in_their_own_types():
    checked = check_values(SPECS, {**START, "z": np.float32(0.5), "wide": 3, "xs": (1, np.int64(2))})
    assert checked == {**START, "z": 0.5, "wide": 3.0, "xs": [1.0, 2.0]}
    assert [type(x) for x in (checked["z"], checked["wide"], *checked["xs"])] == [float] * 4


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"z": float("nan")}, "z: expected 0 to 1, got nan"),
        ({"z": 1.5}, r"z: expected 0 to 1, got 1\.5"),
        ({"z": "half"}, "z: expected a number, got 'half'"),
        ({"z": True}, "z: expected a number, got True"),
        ({"z": None}, "z: expected a number, got None"),
        ({"way": "up"}, "way: expected one of to the left, a&b=c, .*; got 'up'"),
        ({"way": ["a&b=c"]}, r"way: expected one of .*; got \['a&b=c'\]"),
        ({"on": 1}, "on: expected True or False, got 1"),
        ({"xs": 1.0}, r"xs: expected a list of numbers, got 1\.0"),
        ({"xs": []}, "xs: expected 1 to 4 numbers, got 0"),
        ({"xs": [0.0] * 5}, "xs: expected 1 to 4 numbers, got 5"),
        ({"xs": [0.0, 3.0]}, r"xs: expected -2 to 2, got 3\.0"),
        ({"q": 0.5}, "values: expected z, wide, way, on, xs; got z, wide, way, on, xs, q"),
    ],
)
def test_a_bad_value_is_an_error_that_names_it(changes, message):
    with pytest.raises(traitlets.TraitError, match=f"^{message}$"):
        check_values(SPECS, {**START, **changes})


def test_a_missing_value_is_an_error():
    with pytest.raises(traitlets.TraitError, match="values: expected z, wide, way, on, xs; got z"):
        check_values(SPECS, {"z": 0.5})


# ---- values as text --------------------------------------------------------------------------------------


def test_a_state_text_can_be_read_by_people():
    assert write_state("demo", SPECS, START) == "demo?z=0.3&wide=0&way=to+the+left&on=0&xs=0.5,-1"


@given(values)
def test_what_is_written_is_read_back_to_six_digits(chosen):
    text = write_state("demo", SPECS, chosen)
    back = parse_state("demo", SPECS, text)
    assert (back["way"], back["on"]) == (chosen["way"], chosen["on"])
    for ours, theirs in ((back["z"], chosen["z"]), (back["wide"], chosen["wide"])):
        np.testing.assert_allclose(ours, theirs, rtol=5e-6, atol=0)
    np.testing.assert_allclose(back["xs"], chosen["xs"], rtol=5e-6, atol=0)
    assert write_state("demo", SPECS, back) == text


def test_controls_that_a_text_does_not_mention_are_left_out():
    assert parse_state("demo", SPECS, " demo?on=1&z=1e-1\n") == {"on": True, "z": 0.1}
    assert parse_state("demo", SPECS, "demo?") == {}


@pytest.mark.parametrize("text", BAD_TEXTS)
def test_a_bad_text_is_an_error_in_words(text):
    with pytest.raises((ValueError, traitlets.TraitError), match=BAD_TEXTS[text]):
        parse_state("demo", SPECS, text)


def test_a_state_that_is_no_text_is_an_error_in_words():
    with pytest.raises(ValueError, match=r"state: expected a text that begins with 'demo\?', got 5"):
        parse_state("demo", SPECS, 5)


# ---- the browser -----------------------------------------------------------------------------------------


def many_values(rng):
    """Values with ties at the sixth digit, tiny ones, whole ones, zeros and random ones."""
    odd = [0.0, -0.0, 12.40625, -12.40625, 1234.125, 1e5, -1e5, 1e-5, 1.5e-7, -2e-12, 99999.95, 1 / 3]
    rows = [{**START, "wide": x} for x in odd]
    rows += [{**START, "z": float(rng.uniform()), "wide": float(rng.normal() * 1e3)} for _ in range(200)]
    rows += [{**START, "way": way, "on": on} for way in CONTROLS[2].options for on in (True, False)]
    return rows + [{**START, "xs": rng.uniform(-2, 2, size=n).tolist()} for n in (1, 2, 3, 4)]


@needs_node
def test_the_browser_writes_what_python_writes(rng):
    rows = many_values(rng)
    texts = run(with_specs(), "(values) => writeState('demo', SPECS, values)", rows)
    assert texts == [write_state("demo", SPECS, row) for row in rows]


@needs_node
def test_the_browser_reads_what_python_reads(rng):
    texts = [write_state("demo", SPECS, row) for row in many_values(rng)] + ["demo?", " demo?on=1&z=1e-1\n"]
    assert as_javascript(texts) == [parse_state("demo", SPECS, text) for text in texts]


@needs_node
def test_the_browser_refuses_in_words_what_python_refuses():
    for text, said in zip(BAD_TEXTS, as_javascript(list(BAD_TEXTS)), strict=True):
        assert isinstance(said, str), f"{text!r} was read as {said}"
        assert BAD_TEXTS[text] in said


def test_a_short_number_has_no_superfluous_digits():
    numbers = (0.30000000000000004, -1.0, 100.0, 0.0, -0.0, 1234567.0, 1e-7)
    assert [short(x) for x in numbers] == ["0.3", "-1", "100", "0", "0", "1234570", "1e-7"]
