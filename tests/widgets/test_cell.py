"""The explorer of the whole cell: what it computes and says, what it refuses, a learner's own step in it."""

import re
from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pytest
import traitlets

import gru_course as gc
from gru_course.nn.activations import sigmoid
from gru_course.nn.cell import beside
from gru_course.widgets import cell_trace
from gru_course.widgets.cell import cell, words
from gru_course.widgets.cell_story import ALTERNATING, HAND_MADE, HOLDS, NAMES, NOISE, PRESETS, PULSE, RUNS
from gru_course.widgets.cell_trace import learner_trace, trace
from gru_course.widgets.controls import check_values
from gru_course.widgets.modules import join
from tests.widgets.node import needs_node, run

QUANTITIES = ("r", "z", "h_cand", "h")
GATES = {"free": None, "open": 1.0, "shut": 0.0}
HERE = {"view": "unit", "unit": 0.0, "t": 1.0, "speed": 1.0, "clamp_r": "free", "clamp_z": "free"}


def random_params(rng, D, H, scale=1.0):
    """Weights and biases of any size, none of them alike."""
    shapes = {"W_r": (D + H, H), "W_z": (D + H, H), "W_h": (D + H, H), "b_r": (H,), "b_z": (H,), "b_h": (H,)}
    return gc.GRUParams(**{name: scale * rng.normal(size=shape) for name, shape in shapes.items()})


def by_hand(xs, params, clamp_r="free", clamp_z="free"):
    """A loop over the four equations in which a gate may be held, written without the module under test."""
    h = np.zeros((1, params.H))
    rows = {name: [] for name in QUANTITIES}
    for x in xs[:, None]:
        r = sigmoid(beside(x, h) @ params.W_r + params.b_r)
        r = r if GATES[clamp_r] is None else np.full_like(r, GATES[clamp_r])
        z = sigmoid(beside(x, h) @ params.W_z + params.b_z)
        z = z if GATES[clamp_z] is None else np.full_like(z, GATES[clamp_z])
        h_cand = np.tanh(beside(x, r * h) @ params.W_h + params.b_h)
        h = z * h_cand + (1 - z) * h
        for name, value in (("r", r), ("z", z), ("h_cand", h_cand), ("h", h)):
            rows[name].append(value[0])
    return {name: np.array(values) for name, values in rows.items()}


def as_sent(params, xs):
    """`setup` for the browser."""
    return {"params": {name: a.tolist() for name, a in params}, "xs": xs.tolist(), "names": []}


def column(xs):
    return np.array(xs)[:, None]


def state_of(unit, xs, **clamps):
    return np.array(trace(column(xs), HAND_MADE, **clamps)["h"])[:, unit]


# ---- what is computed ------------------------------------------------------------------------------------


@pytest.mark.parametrize("clamp_r", GATES)
@pytest.mark.parametrize("clamp_z", GATES)
def test_a_held_gate_is_held_at_every_step_and_nothing_else_changes(rng, clamp_r, clamp_z):
    params, xs = random_params(rng, D=3, H=5), rng.normal(size=(11, 3))
    computed = trace(xs, params, clamp_r, clamp_z)
    expected = by_hand(xs, params, clamp_r, clamp_z)
    for name in QUANTITIES:
        np.testing.assert_allclose(computed[name], expected[name], rtol=0, atol=1e-12)


@needs_node
@pytest.mark.parametrize(("D", "H", "T"), [(1, 3, 24), (4, 7, 13), (2, 1, 1), (3, 64, 100)])
def test_the_browser_computes_what_gru_forward_computes(rng, D, H, T):
    params, xs = random_params(rng, D, H, scale=1.5 / np.sqrt(H)), rng.normal(size=(T, D))
    _, expected = gc.gru_forward(xs[None], None, params)
    [result] = run(
        join("cell.js"), "({ values, setup }) => compute(values, setup)",
        [{"values": HERE, "setup": as_sent(params, xs)}],
    )  # fmt: skip
    for name in QUANTITIES:
        np.testing.assert_allclose(result[name], getattr(expected, name + "s" * (name == "h"))[0], atol=1e-6)


@needs_node
def test_the_browser_holds_gates_as_a_loop_in_numpy_does(rng):
    params, xs = random_params(rng, D=2, H=6), rng.normal(size=(17, 2))
    rows = [{**HERE, "clamp_r": r, "clamp_z": z} for r in GATES for z in GATES]
    cases = [{"values": row, "setup": as_sent(params, xs)} for row in rows]
    results = run(join("cell.js"), "({ values, setup }) => compute(values, setup)", cases)
    for row, result in zip(rows, results, strict=True):
        expected = by_hand(xs, params, row["clamp_r"], row["clamp_z"])
        for name in QUANTITIES:
            np.testing.assert_allclose(result[name], expected[name], rtol=0, atol=1e-6)


@needs_node
def test_the_browser_reads_the_sequence_that_was_typed(rng):
    xs = rng.uniform(-1, 1, size=9)
    values = {**HERE, "xs": xs.tolist()}
    setup = as_sent(HAND_MADE, column(PULSE))
    [result] = run(join("cell.js"), "([v, s]) => compute(v, s)", [[values, setup]])
    np.testing.assert_allclose(result["h"], trace(column(xs), HAND_MADE)["h"], rtol=0, atol=1e-6)


@needs_node
def test_what_runs_along_the_wires_adds_up_to_the_new_state(rng):
    params, xs = random_params(rng, D=2, H=4), rng.normal(size=(1, 2))
    h, step = gc.gru_step(xs, rng.uniform(-1, 1, size=(1, 4)), params)
    sent = {name: getattr(step, name)[0].tolist() for name in ("x", "h_prev", "r", "z", "h_cand", "h")}
    [wires] = run(join("cell.js"), "onTheWires", [sent])
    np.testing.assert_allclose(wires["reset_h"], step.reset_h[0], rtol=0, atol=1e-12)
    np.testing.assert_allclose(np.add(wires["kept"], wires["added"]), h[0], rtol=0, atol=1e-12)
    np.testing.assert_allclose(np.add(wires["keep"], wires["z"]), 1, rtol=0, atol=1e-12)


@needs_node
def test_what_is_predicted_is_the_pinned_units_state_after_the_last_step():
    result = trace(column(RUNS), HAND_MADE)
    rows = [[{**HERE, "unit": float(unit), "t": 100.0}, result] for unit in range(3)]
    picked = run(join("cell.js"), "([v, r]) => pick(v, r)", rows)
    assert [one["end"] for one in picked] == result["h"][-1]
    assert {(one["t"], one["T"]) for one in picked} == {(24, 24)}


# ---- what is said ----------------------------------------------------------------------------------------


@needs_node
def test_the_browser_says_what_python_says(rng):
    rows = []
    for names in ((), NAMES):
        for _ in range(60):
            xs = rng.choice([0.0, 1.0, -1.0, 0.5], size=8)
            values = {
                **HERE, "unit": float(rng.integers(3)), "t": float(rng.integers(1, 11)),
                "clamp_r": str(rng.choice(list(GATES))), "clamp_z": str(rng.choice(list(GATES))),
            }  # fmt: skip
            result = trace(column(xs), HAND_MADE, values["clamp_r"], values["clamp_z"])
            result |= {"learner": bool(rng.integers(2)), "note": str(rng.choice(["", "Your h differs."]))}
            rows.append({"values": values, "result": result, "setup": {"names": list(names)}})
    texts = run(join("cell.js"), "(o) => Object.values(describe(o.values, o.result, o.setup))", rows)
    expected = [list(words(row["values"], row["result"], tuple(row["setup"]["names"]))) for row in rows]
    assert texts == expected


def say(unit, t, xs, **changes):
    values = {**HERE, "unit": float(unit), "t": float(t), **changes}
    return words(values, trace(column(xs), HAND_MADE, values["clamp_r"], values["clamp_z"]), NAMES)


def test_words_and_numbers_say_the_same():
    equation, sentence = say(unit=1, t=3, xs=PULSE)
    assert equation == "h = z · h_cand + (1 − z) · h_prev = 1.00 · 0.96 + 0.00 · 0.00 = 0.96"
    assert sentence == (
        "Step 3 of 24: unit 1 (latch) replaces its state (z = 1.00): 0.00 becomes 0.96. "
        "The candidate, 0.96, saw 50 % of the old state (r = 0.50)."
    )


def test_the_sentence_says_whether_the_step_kept_mixed_or_replaced():
    assert "keeps its state (z = 0.00): stays at 0.96" in say(unit=1, t=4, xs=PULSE)[1]
    assert "mixes 50 % candidate into its state: 0.00 becomes 0.38" in say(unit=1, t=1, xs=[0.5])[1]
    assert "replaces its state (z = 0.98): 0.02 becomes 0.00" in say(unit=0, t=5, xs=PULSE)[1]


def test_the_sentence_says_which_gates_are_held():
    held = say(unit=1, t=4, xs=PULSE, clamp_r="shut", clamp_z="open")[1]
    assert held.endswith("Held for all units: r at 0 and z at 1.")


def test_a_step_beyond_the_end_of_a_shorter_sequence_is_its_last():
    assert say(unit=1, t=100, xs=PULSE[:5])[1].startswith("Step 5 of 5")


def test_an_explorer_says_in_python_what_its_picture_shows():
    assert cell().text() == "\n".join(say(unit=1, t=3, xs=PULSE))
    assert "Held for all units: z at 1." in cell(clamp_z="open").text()
    assert "raises raised ValueError" in cell(step=raises).text()


# ---- the hand-made GRU and its stories -------------------------------------------------------------------


def test_the_echo_follows_the_input_and_remembers_nothing():
    h = state_of(0, ALTERNATING)
    assert (np.sign(h) == ALTERNATING).all()
    assert abs(state_of(0, PULSE)[5:]).max() < 1e-3


def test_the_latch_keeps_a_pulse_through_silence_and_through_noise():
    assert state_of(1, PULSE)[-1] > 0.9
    assert state_of(1, NOISE)[-1] > 0.8


def test_without_its_update_gate_the_latch_forgets_at_once():
    assert abs(state_of(1, PULSE, clamp_z="open")[3:]).max() == 0


def test_without_its_reset_gate_the_run_counter_never_starts_over():
    silent = np.flatnonzero(np.array(RUNS) == 0)[1:]
    assert abs(state_of(2, RUNS)[silent]).max() < 0.05
    assert state_of(2, RUNS, clamp_r="open")[silent].min() > 0.7


def test_the_run_counter_grows_with_the_length_of_the_run():
    first, second, third, fourth = state_of(2, RUNS)[1:5]
    assert 0 < first < second < third < fourth < 1
    assert fourth > 2.5 * first


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.label)
def test_a_preset_is_valid_and_has_words(preset):
    explorer = cell()
    chosen = check_values(explorer.controls, {**explorer.defaults, **preset.values})
    result = trace(column(chosen["xs"]), HAND_MADE, chosen["clamp_r"], chosen["clamp_z"])
    assert all(words(chosen, result, NAMES))


def test_with_parameters_of_ones_own_the_presets_hold_gates(rng):
    explorer = cell(gc.init_params(D=2, H=4, rng=rng), rng.normal(size=(5, 2)))
    assert [preset["label"] for preset in explorer.presets] == [preset.label for preset in HOLDS]
    assert all(check_values(explorer.controls, preset["values"]) for preset in explorer.presets)


# ---- the explorer ----------------------------------------------------------------------------------------


def test_it_starts_at_the_pulse_and_its_state_goes_round():
    explorer = cell()
    assert (explorer.values["unit"], explorer.values["t"]) == (1.0, 3.0)
    other = cell(clamp_z="open", t=7, view="all", xs=[0, 0.5, -1, 1, 0, 0, 0])
    assert cell(state=other.state, xs=np.zeros(9)).values == other.values
    with pytest.raises(ValueError, match="begins with 'cell\\?'"):
        cell(state="blend?z=1")


@pytest.mark.parametrize("shape", [(6, 2), (1, 6, 2)])
def test_a_sequence_may_come_with_or_without_its_batch_axis(rng, shape):
    xs = rng.normal(size=(6, 2))
    explorer = cell(gc.init_params(D=2, H=3, rng=rng), xs.reshape(shape))
    assert explorer.setup["xs"] == xs.tolist()
    assert "xs" not in explorer.values


def test_a_sequence_of_single_numbers_can_be_typed_over(rng):
    explorer = cell(gc.init_params(D=1, H=2, rng=rng), [0.5, -2.5])
    assert explorer.values["xs"] == [0.5, -2.5]
    explorer.values = {**explorer.values, "xs": [3.0, -3.0, 0.0]}
    with pytest.raises(traitlets.TraitError, match="xs: expected -3 to 3, got 4"):
        explorer.values = {**explorer.values, "xs": [4.0]}


def test_single_precision_parameters_are_as_welcome_as_double(rng):
    params = gc.init_params(D=1, H=2, rng=rng).astype(np.float32)
    assert cell(params, step=gc.gru_step).answer["problem"] == ""


def test_parameters_of_the_explorer_are_a_copy(rng):
    params = gc.init_params(D=1, H=2, rng=rng)
    explorer = cell(params, step=gc.gru_step)
    before = explorer.answer["result"]["h"]
    params.flat[...] = 0
    explorer._receive(None, {"kind": "compute", "id": 1, "values": explorer.values}, None)
    assert explorer._compute(explorer.values).result["h"] == before


bad = pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"params": 3}, TypeError, "params: expected GRUParams, got int"),
        ({"params": (1, 65)}, ValueError, "params: expected at most 64 units, got H = 65"),
        ({"params": (3, 4)}, ValueError, r"xs: params read inputs of D = 3 numbers; pass .* \(T, 3\)"),
        ({"params": (3, 4), "xs": np.zeros((5, 2))}, ValueError, r"xs: expected shape .* got \(5, 2\)"),
        ({"params": (3, 4), "xs": np.zeros(5)}, ValueError, r"xs: expected shape .* got \(5,\)"),
        ({"xs": np.zeros((2, 5, 1))}, ValueError, r"got \(2, 5, 1\); one sequence at a time: write xs\[:1\]"),
        ({"xs": np.zeros(101)}, ValueError, "xs: expected 1 to 100 steps, got 101"),
        ({"xs": []}, ValueError, "xs: expected 1 to 100 steps, got 0"),
        ({"xs": [0.0, np.nan]}, ValueError, "xs: expected finite numbers, got nan at step 1, number 0"),
        ({"xs": ["a"]}, TypeError, "xs: expected an array of numbers"),
        ({"step": 3}, TypeError, "step: expected a function such as gru_cell, got int"),
        ({"unit": 3}, traitlets.TraitError, "unit: expected 0 to 2, got 3"),
        ({"clamp_z": "1"}, traitlets.TraitError, "clamp_z: expected one of free, open, shut; got '1'"),
        ({"speed": float("nan")}, traitlets.TraitError, "speed: expected 0.25 to 16, got nan"),
    ],
)  # fmt: skip


@bad
def test_a_bad_argument_is_an_error_that_names_it(rng, arguments, error, message):
    if isinstance(arguments.get("params"), tuple):
        D, H = arguments["params"]
        arguments = {**arguments, "params": gc.init_params(D=D, H=H, rng=rng)}
    with pytest.raises(error, match=message):
        cell(**arguments)


# ---- the learner's own step ------------------------------------------------------------------------------


def right(x, h_prev, params):
    return gc.gru_step(x, h_prev, params)[0]


@pytest.mark.parametrize("step", [right, gc.gru_step], ids=["h", "h and step"])
def test_a_right_step_shows_what_the_course_computes_and_has_no_note(step):
    answer = cell(step=step).answer
    expected = trace(column(PULSE), HAND_MADE)
    assert answer["problem"] == answer["result"]["note"] == ""
    assert answer["result"]["learner"] is True
    for name in QUANTITIES:
        np.testing.assert_allclose(answer["result"][name], expected[name], rtol=0, atol=1e-12)


def test_the_first_difference_from_the_course_is_named():
    def swapped(x, h_prev, params):
        _, step = gc.gru_step(x, h_prev, params)
        return (1 - step.z) * step.h_cand + step.z * h_prev

    result = cell(step=swapped).answer["result"]
    assert result["note"] == (
        "Your h first differs from the course's at step 3, unit 0: 0.0173392 instead of 0.946688."
    )
    sentence = words({**HERE, "clamp_r": "open"}, result, NAMES)[1]
    assert result["note"] in sentence
    assert "Gates are not held here: your function decides them." in sentence


def test_a_difference_below_the_tolerance_has_no_note():
    nearly = learner_trace(lambda *given: right(*given) + 1e-7, column(PULSE), HAND_MADE)
    off = learner_trace(lambda *given: right(*given) + 2e-6, column(PULSE), HAND_MADE)
    assert nearly["note"] == ""
    assert off["note"].startswith("Your h first differs from the course's at step 1, unit 0")


def test_gates_are_the_learners_own_where_a_step_comes_with_h(rng):
    def own(x, h_prev, params):
        h, step = gc.gru_step(x, h_prev, params)
        return h, gc.GRUStep(**{**vars(step), "z": np.full_like(step.z, 0.25)})

    assert np.all(np.array(cell(step=own).answer["result"]["z"]) == 0.25)


def test_gates_of_a_bare_h_are_the_references_at_the_learners_own_old_state(rng):
    params, xs = random_params(rng, D=1, H=3), rng.normal(size=(4, 1))
    result = learner_trace(lambda x, h_prev, params: np.full((1, 3), 0.3), xs, params)
    _, last = gc.gru_step(xs[3:], np.full((1, 3), 0.3), params)
    for name in ("r", "z", "h_cand"):
        np.testing.assert_allclose(result[name][3], getattr(last, name)[0], rtol=0, atol=1e-12)


def raises(x, h_prev, params):
    return x @ params.W_r


def prints(x, h_prev, params):
    print("here")
    return right(x, h_prev, params)


def writes(x, h_prev, params):
    h = right(x, h_prev, params)
    x[...] = h_prev[...] = params.flat[...] = np.nan
    return h


def late(x, h_prev, params):
    if abs(h_prev).max() > 0.5:
        raise RuntimeError("too much")
    return right(x, h_prev, params)


@pytest.mark.parametrize(
    ("step", "problem"),
    [
        (raises, "Step 1 of 24: raises raised ValueError: "),
        (late, "Step 4 of 24: late raised RuntimeError: too much"),
        (lambda x, h_prev, params: None, "Step 1 of 24: <lambda> returned None: does it end with return?"),
        (lambda x, h_prev, params: h_prev[0], r"returned shape \(3,\); expected \(1, 3\)"),
        (lambda x, h_prev, params: h_prev * np.nan, "returned nan; expected finite numbers"),
        (lambda x, h_prev, params: "h", "returned a str; expected an array"),
        (lambda x, h_prev, params: (h_prev, h_prev, h_prev), "returned shape"),
        (lambda x, h_prev: h_prev, "Step 1 of 24: <lambda> raised TypeError"),
    ],
)  # fmt: skip
def test_what_went_wrong_in_a_learners_step_is_said_in_words(step, problem):
    answer = cell(step=step).answer
    assert answer["result"] == {}
    assert re.search(problem, answer["problem"]), answer["problem"]


def test_the_line_of_the_learners_own_code_is_shown():
    assert ": return x @ params.W_r" in cell(step=raises).answer["problem"]


def test_a_bad_gate_in_the_returned_step_is_named():
    def odd(x, h_prev, params):
        h, step = gc.gru_step(x, h_prev, params)
        return h, gc.GRUStep(**{**vars(step), "z": step.z[0]})

    assert "returned shape (3,) as z; expected (1, 3)" in cell(step=odd).answer["problem"]


def test_printing_and_writing_into_inputs_changes_nothing(capsys):
    for step in (prints, writes):
        assert cell(step=step).answer["result"]["note"] == ""
    assert capsys.readouterr().out == ""


def test_a_step_that_takes_too_long_is_stopped_between_steps(monkeypatch):
    now = 0.0
    monkeypatch.setattr(cell_trace, "time", SimpleNamespace(monotonic=lambda: now))

    def slow(x, h_prev, params):
        nonlocal now
        now += 0.6 * cell_trace.BUDGET
        return right(x, h_prev, params)

    assert "slow took 6.0 s for 2 of 24 steps" in cell(step=slow).answer["problem"]


def test_the_browsers_question_is_answered_with_the_sequence_it_asks_for(monkeypatch):
    explorer = cell(step=right)
    sent = []
    monkeypatch.setattr(explorer, "send", sent.append)
    values = {**explorer.values, "xs": [0.0, 1.0, 1.0]}
    explorer._receive(None, {"kind": "compute", "id": 5, "values": values}, None)
    assert sent[0]["id"] == 5
    assert len(sent[0]["result"]["h"]) == 3


# ---- colours ---------------------------------------------------------------------------------------------


def lightness(rgb):
    """CIE L* of an sRGB colour."""
    c = np.array(rgb) / 255
    linear = np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)
    y = linear @ [0.2126, 0.7152, 0.0722]
    return np.where(y > 0.008856, 116 * np.cbrt(y) - 16, 903.3 * y)


@needs_node
@pytest.mark.parametrize("scale", ["gateColor", "stateColor"])
def test_equal_steps_of_a_scale_are_equal_steps_of_lightness(scale):
    ends = [0, 1] if scale == "gateColor" else [-1, 0, 1]
    for low, high in pairwise(ends):
        colors = run(join("scales.js"), scale, np.linspace(low, high, 11).tolist())
        steps = np.diff(lightness(colors))
        assert abs(steps.sum()) > 55
        np.testing.assert_allclose(steps, steps.mean(), rtol=0, atol=2.5)


@needs_node
def test_a_number_beyond_the_scale_has_the_colour_of_its_end():
    assert run(join("scales.js"), "stateColor", [2, -2]) == run(join("scales.js"), "stateColor", [1, -1])
