"""How much of step 1 is left at step t: a plain RNN, a GRU and an LSTM read the same input.

Forwards, step 1 is changed a little, and the change of the state is followed. Backwards, the gradient of
something that is read from the last state is followed to step 1. Both are shown relative to where they begin.
The state of the LSTM is h and c together.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np

from gru_course.nn.cell import GRUParams, gru_step_backward
from gru_course.nn.init import init_params, orthogonal
from gru_course.nn.lstm import LSTMParams, init_lstm_params, lstm_forward, lstm_step_backward
from gru_course.nn.rnn import RNNParams, init_rnn_params, rnn_forward, rnn_step_backward
from gru_course.nn.sequence import gru_forward
from gru_course.nn.validate import Array
from gru_course.palette import MODEL
from gru_course.widgets.controls import Preset, Slider
from gru_course.widgets.explorer import Explorer
from gru_course.widgets.modules import join
from gru_course.widgets.words import number, percent

NETWORKS = {"rnn": "plain RNN", "gru": "GRU", "lstm": "LSTM"}
D, H, LONGEST, DRAWS = 2, 8, 100, 5
PULSE = 0.1  # what is added to both numbers of the input at step 1
GONE = 0.01  # the level below which step 1 counts as forgotten

CONTROLS = (
    Slider("scale", "scale, recurrent weights", 1.0, max=2.0, step=0.05),
    Slider("b_z", "b_z, GRU (− holds on)", 0.0, min=-6.0, max=2.0, step=0.1),
    Slider("b_f", "b_f, LSTM (+ holds on)", 1.0, min=-2.0, max=6.0, step=0.1),
    Slider("T", "T, number of steps", 50.0, min=2.0, max=LONGEST, step=1.0),
    Slider("draw", "draw, random weights", 1.0, min=1.0, max=DRAWS, step=1.0),
)

PRESETS = (
    Preset("Usual start", {}),
    Preset("Small weights: it vanishes", {"scale": 0.4}),
    Preset("Small weights, gates hold on", {"scale": 0.4, "b_z": -4.0, "b_f": 4.0}),
    Preset("Large weights: it explodes", {"scale": 2.0}),
    Preset("b_z = −4: the GRU holds on", {"b_z": -4.0}),
    Preset("b_f = 4: forget gate open", {"b_f": 4.0}),
)


@cache
def draws() -> tuple[dict[str, Any], ...]:
    """Random weights and inputs, drawn once and for all, as the browser gets them.

    Each has "xs", (LONGEST, D) numbers; "u", the direction in which the last state is read; and the weights
    of "rnn", "gru" and "lstm" by name, whose recurrent part is orthogonal: with a scale of 1 it turns a
    state without stretching it. Three decimals, so that a notebook stays small.
    """

    def draw(seed: int) -> dict[str, Any]:
        rng = np.random.default_rng(seed)
        networks = {
            "rnn": init_rnn_params(D, H, rng),
            "gru": init_params(D, H, rng),
            "lstm": init_lstm_params(D, H, rng),
        }
        weights = {
            network: {name: _short(W) for name, W in params if name.startswith("W")}
            for network, params in networks.items()
        }
        # inputs of half the usual size: louder ones saturate tanh, and nothing would ever grow
        return {
            "xs": _short(rng.normal(scale=0.5, size=(LONGEST, D))),
            "u": _short(orthogonal(1, H, rng)[0]),
            **weights,
        }

    return tuple(draw(seed) for seed in range(1, DRAWS + 1))


def _short(a: Array) -> Any:
    return np.round(a, 3).tolist()


def forget(
    scale: float,
    b_z: float,
    b_f: float,
    T: float,
    draw: float,
    drawn: Sequence[Mapping[str, Any]] | None = None,
) -> dict[str, Any]:
    """What is left of step 1 in three networks.

    Parameters
    ----------
    scale : float
        What the recurrent part of every weight matrix is multiplied by.
    b_z, b_f : float
        Bias of the GRU's update gate (z = 1 replaces, so a negative one remembers) and of the LSTM's forget
        gate (f = 1 keeps).
    T : float
        How many steps.
    draw : float
        Which of the random weights, counting from 1.
    drawn : sequence of mapping, optional
        Other weights than :func:`draws`.

    Returns
    -------
    dict
        "state" and "gradient": by network, T numbers, for t = 1 to T, relative to step 1 and to step T.
        "state_gone" and "gradient_gone": by network, the steps until less than 1 % is left, or None.
        "rnn_gone": the first of these for the plain RNN, with T if it never happens.
    """
    chosen = _curves((draws() if drawn is None else drawn)[int(draw) - 1], scale, b_z, b_f, int(T))
    state_gone = {name: _gone(curve) for name, curve in chosen["state"].items()}
    gradient_gone = {name: _gone(curve[::-1]) for name, curve in chosen["gradient"].items()}
    rnn_gone = state_gone["rnn"]
    return {
        **chosen,
        "state_gone": state_gone,
        "gradient_gone": gradient_gone,
        "rnn_gone": int(T) if rnn_gone is None else rnn_gone,
    }


def _curves(drawn: Mapping[str, Any], scale: float, b_z: float, b_f: float, T: int) -> dict[str, Any]:
    """ "state" and "gradient" of the three networks for one draw."""
    xs = np.array([drawn["xs"][:T]])
    changed = xs.copy()
    changed[:, 0] += PULSE
    u = np.array([drawn["u"]])
    zeros = np.zeros(H)

    def weights(network: str) -> dict[str, Array]:
        scaled = {name: np.array(W) for name, W in drawn[network].items()}
        for W in scaled.values():
            W[D:] *= scale
        return scaled

    rnn = RNNParams(**weights("rnn"), b=zeros)
    gru = GRUParams(**weights("gru"), b_r=zeros, b_z=np.full(H, float(b_z)), b_h=zeros)
    lstm = LSTMParams(**weights("lstm"), b_i=zeros, b_f=np.full(H, float(b_f)), b_o=zeros, b_c=zeros)

    hs_rnn, trace_rnn = rnn_forward(xs, None, rnn)
    hs_gru, trace_gru = gru_forward(xs, None, gru)
    _, trace_lstm = lstm_forward(xs, None, lstm)
    _, changed_lstm = lstm_forward(changed, None, lstm)
    hs_lstm = np.concatenate([trace_lstm.hs, trace_lstm.cs], axis=2)
    hs_lstm_changed = np.concatenate([changed_lstm.hs, changed_lstm.cs], axis=2)
    return {
        "state": {
            "rnn": _left(rnn_forward(changed, None, rnn)[0] - hs_rnn),
            "gru": _left(gru_forward(changed, None, gru)[0] - hs_gru),
            "lstm": _left(hs_lstm_changed - hs_lstm),
        },
        "gradient": {
            "rnn": _backwards(T, (u,), lambda t, d: (rnn_step_backward(d[0], trace_rnn.step(t), rnn)[1],)),
            "gru": _backwards(T, (u,), lambda t, d: (gru_step_backward(d[0], trace_gru.step(t), gru)[1],)),
            "lstm": _backwards(
                T,
                (u, np.zeros_like(u)),
                lambda t, d: lstm_step_backward((d[0], d[1]), trace_lstm.step(t), lstm)[1],
            ),
        },
    }


def _left(difference: Array) -> list[float]:
    """Sizes of a change over time, relative to the first."""
    size = np.linalg.norm(difference[0], axis=1)
    return (size / size[0]).tolist()


def _backwards(
    T: int, d_state: tuple[Array, ...], back: Callable[[int, tuple[Array, ...]], tuple[Array, ...]]
) -> list[float]:
    """Sizes of the gradient at steps 1 to T, relative to the last; `d_state` is that of the last step."""
    sizes = [float(np.linalg.norm(d_state))]
    for t in range(T - 1, 0, -1):  # through the step from h_t to h_{t+1}
        d_state = back(t, d_state)
        sizes.append(float(np.linalg.norm(d_state)))
    return [size / sizes[0] for size in reversed(sizes)]


def _gone(levels: Sequence[float]) -> int | None:
    """After how many steps less than 1 % is left."""
    return next((k for k, level in enumerate(levels) if level < GONE), None)


def words(values: Mapping[str, Any], result: Mapping[str, Any]) -> tuple[str, str]:
    """The numbers at the far end, and one sentence; the browser says the same."""
    T = int(values["T"])

    def ends(levels: Mapping[str, Sequence[float]], end: int) -> str:
        return ", ".join(f"{name} {left(levels[key][end])}" for key, name in NETWORKS.items())

    def told(what: str, end: int) -> str:
        def one(key: str, name: str) -> str:
            k = result[f"{what}_gone"][key]
            if k is None:
                return f"{name} more than {T - 1} (by then {left(result[what][key][end])})"
            return f"{name} {k}"

        return ", ".join(one(key, name) for key, name in NETWORKS.items())

    equation = (
        f"|Δh_{T}| / |Δh_1|: {ends(result['state'], -1)}\n"
        f"|∂L/∂h_1| / |∂L/∂h_{T}|: {ends(result['gradient'], 0)}"
    )
    sentence = (
        f"Steps until less than 1 % of step 1 is left in the state: {told('state', -1)}. "
        f"Steps back until less than 1 % of the gradient is left: {told('gradient', 0)}."
    )
    peaks = {name: max(result["gradient"][key]) for key, name in NETWORKS.items()}
    exploding = ", ".join(f"{name} up to {left(peak)}" for name, peak in peaks.items() if peak > 10)
    return equation, sentence + (f" Exploding gradient: {exploding}." if exploding else "")


def left(level: float) -> str:
    """What is left, in words: ``12 %``, ``0.45 %``, ``under 0.01 %``, ``37 times``."""
    if level >= 1e6:
        return "over a million times"
    if level >= 10:
        return f"{int(level + 0.5)} times"
    if level >= 0.1:
        return percent(level)
    return f"{number(100 * level)} %" if level >= 1e-4 else "under 0.01 %"


class ForgettingExplorer(Explorer):
    """Three networks forget; :func:`forgetting` makes it."""

    _esm = join("forgetting.js")


def forgetting(*, state: str | None = None, **values: Any) -> ForgettingExplorer:
    """How much of step 1 is left at step t, in the state and in the gradient, of an RNN, a GRU and an LSTM.

    Parameters
    ----------
    state : str, optional
        A state text that was copied from this explorer.
    **values : float
        Where to start: scale, b_z, b_f, T, draw.

    Returns
    -------
    ForgettingExplorer
        Shows itself in a notebook; ``explorer.values`` says where the sliders are.

    Raises
    ------
    traitlets.TraitError
        If a value is unknown or out of range.
    ValueError
        If `state` cannot be read.
    """
    return ForgettingExplorer(
        name="forgetting",
        title="Forgetting: what is left of step 1",
        controls=CONTROLS,
        presets=PRESETS,
        values=values,
        state=state,
        setup={"draws": list(draws()), "pulse": PULSE, "gone": GONE, "ink": MODEL.color},
        predict={
            "label": "Steps until the plain RNN has less than 1 % of step 1 (T: never)",
            "of": "rnn_gone",
            "min": 0,
            "max": LONGEST,
            "step": 1,
        },
        pure=lambda chosen: forget(**chosen),
        words=words,
    )
