"""static/gru.js, run by a real JavaScript engine, computes what gru_course.nn computes.

Asked for is 1e-6; the two differ by rounding only, so 1e-12 is what is held. Every case has its own sizes
(D, H and T all different), and no weight, bias or first state is zero or one: swapping any two shows.
"""

from dataclasses import fields

import numpy as np
import pytest

from gru_course.nn.activations import sigmoid
from gru_course.nn.cell import GRUParams, gru_step, gru_step_backward
from gru_course.nn.lstm import LSTMParams, lstm_forward, lstm_step, lstm_step_backward
from gru_course.nn.reset_after import ResetAfterParams, reset_after_forward, reset_after_step
from gru_course.nn.rnn import RNNParams, rnn_forward, rnn_step, rnn_step_backward
from gru_course.nn.sequence import gru_forward
from gru_course.widgets.modules import join
from tests.widgets.node import needs_node, run

pytestmark = needs_node

GRU = join("gru.js")
CLOSE = {"rtol": 0, "atol": 1e-12}
CASES = 25


@pytest.fixture
def cases(rng):
    """Sizes (D, H, T), all different in each."""
    return [tuple(rng.choice(np.arange(1, 10), size=3, replace=False)) for _ in range(CASES)]


def draw(rng, kind, D, H):
    """Random parameters of a kind; 1.5 makes gates open and close."""
    names = {
        RNNParams: ("W", "b"),
        GRUParams: ("W_r", "W_z", "W_h", "b_r", "b_z", "b_h"),
        LSTMParams: ("W_i", "W_f", "W_o", "W_c", "b_i", "b_f", "b_o", "b_c"),
    }[kind]
    shapes = {"W": (D + H, H), "b": (H,)}
    return kind(**{name: rng.normal(scale=1.5, size=shapes[name[0]]) for name in names})


def state(rng, H):
    return rng.uniform(-1, 1, size=(1, H))


def plain(params):
    """As the browser has them: arrays of arrays by name."""
    return {name: array.tolist() for name, array in params}


def row(array):
    """The only row of a batch of one."""
    (only,) = array
    return only.tolist()


def agree(browser, numpy, names):
    """Everything that a step or a trace computed, by name."""
    for name in names:
        np.testing.assert_allclose(browser[name], row(getattr(numpy, name)), **CLOSE, err_msg=name)


# ---- the pieces ------------------------------------------------------------------------------------


def test_sigmoid_is_numpys_and_never_overflows(rng):
    far = [0.0, -0.0, 1e-300, -1e-300, 36.0, -36.0, 745.0, -745.0, 1e4, -1e4]
    a = np.concatenate([far, rng.normal(scale=5, size=300), rng.uniform(-1e4, 1e4, size=300)])
    np.testing.assert_allclose(run(GRU, "sigmoid", a.tolist()), sigmoid(a), rtol=1e-12, atol=0)


def test_affine_puts_the_input_before_the_state(rng, cases):
    given, expected = [], []
    for D, H, columns in cases:
        x, h, W, b = (
            rng.normal(size=D),
            rng.normal(size=H),
            rng.normal(size=(D + H, columns)),
            rng.normal(size=columns),
        )
        given.append([x.tolist(), h.tolist(), W.tolist(), b.tolist()])
        expected.append(np.concatenate([x, h]) @ W + b)
    for here, there in zip(run(GRU, "(v) => affine(...v)", given), expected, strict=True):
        np.testing.assert_allclose(here, there, **CLOSE)


@pytest.mark.parametrize("keeps", [False, True])
def test_blend_is_the_final_state_in_both_conventions(rng, keeps):
    z, h_prev, h_cand = rng.uniform(0, 1, 200), rng.uniform(-1, 1, 200), rng.uniform(-1, 1, 200)
    z[:2] = 0, 1
    share = 1 - z if keeps else z
    mixed = run(GRU, f"(v) => blend(...v, {str(keeps).lower()})", np.stack([z, h_prev, h_cand], 1).tolist())
    np.testing.assert_allclose([m["added"] for m in mixed], share * h_cand, **CLOSE)
    np.testing.assert_allclose([m["kept"] for m in mixed], (1 - share) * h_prev, **CLOSE)
    np.testing.assert_allclose([m["h"] for m in mixed], share * h_cand + (1 - share) * h_prev, **CLOSE)


def test_without_a_word_z_1_replaces_the_state(rng):
    assert run(GRU, "(v) => blend(...v).h", [[1, 0.25, -0.5], [0, 0.25, -0.5]]) == [-0.5, 0.25]


# ---- the GRU in its four variants ------------------------------------------------------------------


def keeping(params):
    """The same cell for the convention in which z = 1 keeps the state: 1 - sigmoid(a) = sigmoid(-a)."""
    return {**plain(params), "W_z": (-params.W_z).tolist(), "b_z": (-params.b_z).tolist()}


def after(params, b_hh):
    """The same numbers as a reset-after cell, for NumPy."""
    D = params.D
    return ResetAfterParams(
        W_r=params.W_r,
        W_z=params.W_z,
        W_xh=params.W_h[:D],
        U_h=params.W_h[D:],
        b_r=params.b_r,
        b_z=params.b_z,
        b_xh=params.b_h,
        b_hh=b_hh,
    )


@pytest.mark.parametrize("reset_after", [False, True], ids=["reset before", "reset after"])
@pytest.mark.parametrize("keeps", [False, True], ids=["z replaces", "z keeps"])
def test_a_gru_is_numpys_in_all_four_variants(rng, cases, keeps, reset_after):
    given, steps, runs = [], [], []
    for D, H, T in cases:
        params, h0, xs = draw(rng, GRUParams, D, H), state(rng, H), rng.normal(size=(1, T, D))
        b_hh = rng.normal(size=H)
        oracle = after(params, b_hh) if reset_after else params
        steps.append((reset_after_step if reset_after else gru_step)(xs[:, 0], h0, oracle)[1])
        runs.append((reset_after_forward if reset_after else gru_forward)(xs, h0, oracle)[1])
        sent = keeping(params) if keeps else plain(params)
        given.append([row(xs), row(h0), {**sent, **({"b_hh": b_hh.tolist()} if reset_after else {})}])
    options = f"{{ keeps: {str(keeps).lower()}, resetAfter: {str(reset_after).lower()} }}"
    for here, there in zip(
        run(GRU, f"([xs, h, p]) => gruStep(xs[0], h, p, {options})", given), steps, strict=True
    ):
        z = 1 - np.array(here["z"]) if keeps else here["z"]
        np.testing.assert_allclose(z, row(there.z), **CLOSE, err_msg="z")
        agree(here, there, ["x", "h_prev", "r", "h_cand", "h"])
        if not reset_after:
            agree(here, there, ["reset_h"])
    for here, there in zip(
        run(GRU, f"([xs, h, p]) => gruForward(xs, h, p, {options})", given), runs, strict=True
    ):
        np.testing.assert_allclose([step["h"] for step in here], row(there.hs), **CLOSE)
        np.testing.assert_allclose([step["h_cand"] for step in here], row(there.h_cand), **CLOSE)


def test_the_course_own_variant_is_what_comes_without_options(rng):
    params, h0, x = draw(rng, GRUParams, 2, 3), state(rng, 3), rng.normal(size=(1, 2))
    (here,) = run(GRU, "([x, h, p]) => gruStep(x, h, p)", [[row(x), row(h0), plain(params)]])
    agree(here, gru_step(x, h0, params)[1], [field.name for field in fields(gru_step(x, h0, params)[1])])


def test_reset_after_without_b_hh_has_no_such_bias(rng):
    params, h0, x = draw(rng, GRUParams, 2, 3), state(rng, 3), rng.normal(size=(1, 2))
    (h,) = run(
        GRU, "([x, h, p]) => gruStep(x, h, p, { resetAfter: true }).h", [[row(x), row(h0), plain(params)]]
    )
    np.testing.assert_allclose(h, row(reset_after_step(x, h0, after(params, np.zeros(3)))[0]), **CLOSE)


@pytest.mark.parametrize("name", ["r", "z"])
@pytest.mark.parametrize("value", [0.0, 0.3, 1.0])
def test_a_clamped_gate_holds_its_number_and_the_rest_follows(rng, cases, name, value):
    given, expected = [], []
    for D, H, T in cases:
        params, h, xs = draw(rng, GRUParams, D, H), state(rng, H), rng.normal(size=(1, T, D))
        given.append([row(xs), row(h), plain(params)])
        hs = []
        for t in range(T):
            _, step = gru_step(xs[:, t], h, params)
            r = np.full_like(h, value) if name == "r" else step.r
            z = np.full_like(h, value) if name == "z" else step.z
            h_cand = np.tanh(np.concatenate([xs[:, t], r * h], axis=1) @ params.W_h + params.b_h)
            h = z * h_cand + (1 - z) * h
            hs.append(row(h))
        expected.append(hs)
    runs = run(GRU, f"([xs, h, p]) => gruForward(xs, h, p, {{ clamp: {{ {name}: {value} }} }})", given)
    for here, there in zip(runs, expected, strict=True):
        np.testing.assert_allclose([step["h"] for step in here], there, **CLOSE)
        assert {gate for step in here for gate in step[name]} == {value}


# ---- plain RNN and LSTM ----------------------------------------------------------------------------


def test_a_plain_rnn_is_numpys(rng, cases):
    given, expected = [], []
    for D, H, T in cases:
        params, h0, xs = draw(rng, RNNParams, D, H), state(rng, H), rng.normal(size=(1, T, D))
        given.append([row(xs), row(h0), plain(params)])
        expected.append(rnn_forward(xs, h0, params)[1])
    for here, there in zip(run(GRU, "(v) => rnnForward(...v)", given), expected, strict=True):
        np.testing.assert_allclose([step["h"] for step in here], row(there.hs), **CLOSE)
        np.testing.assert_allclose([step["h_prev"] for step in here], there.states[0, :-1], **CLOSE)


def test_an_lstm_is_numpys(rng, cases):
    given, expected = [], []
    for D, H, T in cases:
        params, xs = draw(rng, LSTMParams, D, H), rng.normal(size=(1, T, D))
        h0, c0 = state(rng, H), 3 * state(rng, H)
        given.append([row(xs), row(h0), row(c0), plain(params)])
        expected.append(lstm_forward(xs, (h0, c0), params)[1])
    for here, there in zip(run(GRU, "(v) => lstmForward(...v)", given), expected, strict=True):
        for t, step in enumerate(here):
            agree(step, there.step(t), [field.name for field in fields(there.step(t))])


# ---- backwards -------------------------------------------------------------------------------------


def test_a_gru_step_hands_the_gradient_back_as_numpy_does(rng, cases):
    given, expected = [], []
    for D, H, _ in cases:
        params, h, x, d_h = draw(rng, GRUParams, D, H), state(rng, H), rng.normal(size=(1, D)), state(rng, H)
        step = gru_step(x, h, params)[1]
        given.append([row(d_h), row(x), row(h), plain(params)])
        expected.append(row(gru_step_backward(d_h, step, params)[1]))
    backward = run(GRU, "([d_h, x, h, p]) => gruStepBackward(d_h, gruStep(x, h, p), p)", given)
    for here, there in zip(backward, expected, strict=True):
        np.testing.assert_allclose(here, there, **CLOSE)


def test_an_rnn_step_hands_the_gradient_back_as_numpy_does(rng, cases):
    given, expected = [], []
    for D, H, _ in cases:
        params, h, x, d_h = draw(rng, RNNParams, D, H), state(rng, H), rng.normal(size=(1, D)), state(rng, H)
        step = rnn_step(x, h, params)[1]
        given.append([row(d_h), row(x), row(h), plain(params)])
        expected.append(row(rnn_step_backward(d_h, step, params)[1]))
    backward = run(GRU, "([d_h, x, h, p]) => rnnStepBackward(d_h, rnnStep(x, h, p), p)", given)
    for here, there in zip(backward, expected, strict=True):
        np.testing.assert_allclose(here, there, **CLOSE)


def test_an_lstm_step_hands_both_gradients_back_as_numpy_does(rng, cases):
    given, expected = [], []
    for D, H, _ in cases:
        params, x = draw(rng, LSTMParams, D, H), rng.normal(size=(1, D))
        h, c, d_h, d_c = state(rng, H), 3 * state(rng, H), state(rng, H), state(rng, H)
        step = lstm_step(x, (h, c), params)[1]
        given.append([[row(d_h), row(d_c)], row(x), row(h), row(c), plain(params)])
        expected.append([row(d) for d in lstm_step_backward((d_h, d_c), step, params)[1]])
    backward = run(GRU, "([d, x, h, c, p]) => lstmStepBackward(d, lstmStep(x, h, c, p), p)", given)
    for here, there in zip(backward, expected, strict=True):
        np.testing.assert_allclose(here, there, **CLOSE)
