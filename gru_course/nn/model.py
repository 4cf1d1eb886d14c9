"""A model: something recurrent that reads the sequence, and a readout that says what it made of it.

``GRUModel`` is a GRU (or a stack of them) and a linear readout; ``RNNModel`` and ``LSTMModel`` put another
cell in the same place, for comparison. One vector holds all the weights, so ``model.gru`` and
``model.readout`` are trained together.

What is asked for shows in the shape of the answers: one answer for each sequence, (B, K) or (B,), is read
from the last state; one for every step, (B, T, K) or (B, T), from every state.
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import numpy as np

from gru_course.nn.cell import GRUParams
from gru_course.nn.init import init_params
from gru_course.nn.loss import mean_squared_error, real_steps, softmax_cross_entropy
from gru_course.nn.lstm import LSTMParams, init_lstm_params, lstm_backward, lstm_forward
from gru_course.nn.params import ParamGroup, Params
from gru_course.nn.readout import LinearParams, init_linear_params, linear_backward, linear_forward
from gru_course.nn.rnn import RNNParams, init_rnn_params, rnn_backward, rnn_forward
from gru_course.nn.sequence import gru_backward, gru_forward
from gru_course.nn.stack import (
    GRUStack,
    final_states,
    final_states_backward,
    gru_stack_backward,
    gru_stack_forward,
    init_stack,
)
from gru_course.nn.validate import Array

Lengths = Sequence[int] | Array | None
M = TypeVar("M", bound="Model")

FORWARD_BACKWARD: dict[type[Params], tuple[Callable[..., Any], Callable[..., Any]]] = {
    GRUParams: (gru_forward, gru_backward),
    GRUStack: (gru_stack_forward, gru_stack_backward),
    RNNParams: (rnn_forward, rnn_backward),
    LSTMParams: (lstm_forward, lstm_backward),
}
"""How to run what a model may have at its heart."""


class Model(ParamGroup):
    """Something recurrent and a readout; use one of GRUModel, RNNModel and LSTMModel."""

    readout: LinearParams

    def __init__(self, **members: Params) -> None:
        recurrent, readout = members.values()
        kinds = tuple(FORWARD_BACKWARD)
        if not isinstance(recurrent, kinds):
            raise TypeError(
                f"{next(iter(members))}: expected one of {', '.join(kind.__name__ for kind in kinds)}, "
                f"got {type(recurrent).__name__}"
            )
        if not isinstance(readout, LinearParams):
            raise TypeError(f"readout: expected LinearParams, got {type(readout).__name__}")
        if readout.H != _outputs(recurrent):
            raise ValueError(f"readout: expected H = {_outputs(recurrent)} inputs, got {readout.H}")
        if readout.dtype != recurrent.dtype:
            raise TypeError(f"readout: expected {recurrent.dtype} like the rest, got {readout.dtype}")
        super().__init__(**members)

    @property
    def recurrent(self) -> Any:
        """The recurrent part, whatever it is."""
        return next(iter(self._members.values()))


class GRUModel(Model):
    """A GRU and a readout.

    Parameters
    ----------
    gru : GRUParams or GRUStack
    readout : LinearParams
        Reads ``gru.H`` numbers; twice as many if the stack is bidirectional.

    Examples
    --------
    >>> model = init_model(D=3, H=8, K=2, rng=np.random.default_rng(0))
    >>> hs, trace = gru_forward(np.zeros((1, 5, 3)), None, model.gru)
    """

    gru: Any

    def __init__(self, *, gru: GRUParams | GRUStack, readout: LinearParams) -> None:
        super().__init__(gru=gru, readout=readout)


class RNNModel(Model):
    """A plain RNN (``rnn``, RNNParams) and a readout."""

    rnn: RNNParams

    def __init__(self, *, rnn: RNNParams, readout: LinearParams) -> None:
        super().__init__(rnn=rnn, readout=readout)


class LSTMModel(Model):
    """An LSTM (``lstm``, LSTMParams) and a readout."""

    lstm: LSTMParams

    def __init__(self, *, lstm: LSTMParams, readout: LinearParams) -> None:
        super().__init__(lstm=lstm, readout=readout)


def init_model(
    D: int,
    H: int,
    K: int,
    rng: np.random.Generator,
    *,
    layers: int = 1,
    bidirectional: bool = False,
    dtype: Any = np.float64,
    **how: Any,
) -> GRUModel:
    """Draw the weights of a GRU with a readout.

    Parameters
    ----------
    D, H, K : int
        Sizes of the input, the hidden state and the output, at least 1.
    rng : numpy.random.Generator
    layers : int, optional
    bidirectional : bool, optional
    dtype : dtype, optional
        float64 or float32.
    **how
        Passed to :func:`gru_course.nn.init.init_params`: inputs, states, b_z.

    Returns
    -------
    GRUModel
        ``model.gru`` is GRUParams; with several layers or both directions it is a GRUStack.

    Examples
    --------
    >>> init_model(D=3, H=8, K=2, rng=np.random.default_rng(0)).readout.W.shape
    (8, 2)
    """
    gru: GRUParams | GRUStack
    if layers == 1 and not bidirectional:
        gru = init_params(D, H, rng, dtype=dtype, **how)
    else:
        gru = init_stack(D, H, rng, layers=layers, bidirectional=bidirectional, dtype=dtype, **how)
    return GRUModel(gru=gru, readout=init_linear_params(_outputs(gru), K, rng, dtype=dtype))


def init_rnn_model(
    D: int, H: int, K: int, rng: np.random.Generator, *, dtype: Any = np.float64, **how: Any
) -> RNNModel:
    """Draw the weights of a plain RNN with a readout; arguments as in :func:`init_model`."""
    return RNNModel(
        rnn=init_rnn_params(D, H, rng, dtype=dtype, **how), readout=init_linear_params(H, K, rng, dtype=dtype)
    )


def init_lstm_model(
    D: int, H: int, K: int, rng: np.random.Generator, *, dtype: Any = np.float64, **how: Any
) -> LSTMModel:
    """Draw the weights of an LSTM with a readout; arguments as in :func:`init_model`."""
    return LSTMModel(
        lstm=init_lstm_params(D, H, rng, dtype=dtype, **how),
        readout=init_linear_params(H, K, rng, dtype=dtype),
    )


def predict(model: Model, xs: Array, lengths: Lengths = None) -> Array:
    """One answer for each sequence, read from the last state.

    Parameters
    ----------
    model : GRUModel, RNNModel or LSTMModel
    xs : ndarray, shape (B, T, D)
    lengths : sequence of int, shape (B,), optional
        How many steps of each row are real.

    Returns
    -------
    ndarray, shape (B, K)
        Predictions, or logits.
    """
    y, _ = _forward(model, xs, lengths, every_step=False)
    return y


def predict_every_step(model: Model, xs: Array, lengths: Lengths = None) -> Array:
    """One answer for every step; arguments as in :func:`predict`.

    Returns
    -------
    ndarray, shape (B, T, K)
        Predictions, or logits; a padded step repeats its row's last real step.
    """
    y, _ = _forward(model, xs, lengths, every_step=True)
    return y


def regression_loss(model: M, xs: Array, targets: Array, lengths: Lengths = None) -> tuple[float, M]:
    """The mean squared error of a model's numbers, and its gradients.

    Parameters
    ----------
    model : GRUModel, RNNModel or LSTMModel
    xs : ndarray, shape (B, T, D)
    targets : ndarray, shape (B, K), or (B, T, K) for an answer at every step
    lengths : sequence of int, shape (B,), optional
        How many steps of each row are real; padded steps do not count.

    Returns
    -------
    loss : float
    grads : like `model`

    Raises
    ------
    TypeError, ValueError
        If an argument does not fit; the message names it.
    """
    every_step = np.ndim(targets) == 3
    y, backward = _forward(model, xs, lengths, every_step)
    loss, d_y = mean_squared_error(y, targets, _mask(lengths, xs, every_step))
    return loss, backward(d_y)


def classification_loss(model: M, xs: Array, classes: Array, lengths: Lengths = None) -> tuple[float, M]:
    """The softmax cross-entropy of a model's logits, and its gradients.

    Parameters
    ----------
    model : GRUModel, RNNModel or LSTMModel
        Its K outputs are the logits of K classes.
    xs : ndarray, shape (B, T, D)
    classes : ndarray of int, shape (B,), or (B, T) for an answer at every step
        The right answers, from 0 to K - 1.
    lengths : sequence of int, shape (B,), optional
        How many steps of each row are real; padded steps do not count.

    Returns
    -------
    loss : float
    grads : like `model`

    Raises
    ------
    TypeError, ValueError
        If an argument does not fit; the message names it.
    """
    every_step = np.ndim(classes) == 2
    logits, backward = _forward(model, xs, lengths, every_step)
    loss, d_logits = softmax_cross_entropy(logits, classes, _mask(lengths, xs, every_step))
    return loss, backward(d_logits)


def _forward(model: M, xs: Array, lengths: Lengths, every_step: bool) -> tuple[Array, Callable[[Array], M]]:
    """What the model says, and the function that carries its derivative back to the weights."""
    if not isinstance(model, Model):
        raise TypeError(f"model: expected GRUModel, RNNModel or LSTMModel, got {type(model).__name__}")
    recurrent = model.recurrent
    run, run_backward = FORWARD_BACKWARD[type(recurrent)]

    hs, trace = run(xs, None, recurrent, lengths=lengths)
    T, H = hs.shape[1], recurrent.H
    y, readout_trace = linear_forward(hs if every_step else final_states(hs, H), model.readout)

    def backward(d_y: Array) -> M:
        d_h, d_readout = linear_backward(d_y, readout_trace, model.readout)
        d_hs = d_h if every_step else final_states_backward(d_h, T, H)
        _, _, d_recurrent = run_backward(d_hs, trace, recurrent)
        return model.with_flat(np.concatenate([d_recurrent.flat, d_readout.flat]))

    return y, backward


def _mask(lengths: Lengths, xs: Array, every_step: bool) -> Array | None:
    """Which of the answers are real: all, unless there is one for every step of a padded batch."""
    return real_steps(lengths, xs.shape[1]) if every_step and lengths is not None else None


def _outputs(recurrent: Any) -> int:
    """How many numbers the recurrent part hands to the readout."""
    return int(recurrent.H) * int(getattr(recurrent, "directions", 1))
