"""One recipe for every rival: what trained the GRU of the first lesson trains other models as well."""

from typing import TypeVar

import numpy as np

from gru_course.data.forecast import Forecast
from gru_course.nn.model import Model, regression_loss
from gru_course.nn.optim import Adam
from gru_course.nn.train import TrainResult, train

M = TypeVar("M", bound=Model)


def fit(model: M, task: Forecast, *, rng: np.random.Generator) -> M:
    """Train a model as :func:`gru_course.data.forecaster.train_forecaster` trains its GRU.

    With a model drawn from the same `rng` it gives the same network. The settings were chosen for the GRU.

    Parameters
    ----------
    model : GRUModel, RNNModel or LSTMModel
        Reads ``task.D`` numbers and says one. It is not changed; in training its readout starts at 0.
    task : Forecast
    rng : numpy.random.Generator
        Draws the order of the examples.

    Returns
    -------
    Model
        Like `model`, from the epoch that was best on the validation part.

    Examples
    --------
    >>> from gru_course.nn.model import init_lstm_model
    >>> rng = np.random.default_rng(0)
    >>> lstm = fit(init_lstm_model(D=task.D, H=32, K=1, rng=rng), task, rng=rng)  # doctest: +SKIP
    """
    start = model.copy()
    start.readout.W[...] = 0  # from the average, and not from a random opinion
    return train_by_recipe(start, task, rng=rng).params


def train_by_recipe(
    model: M,
    task: Forecast,
    *,
    rng: np.random.Generator,
    learning_rate: float = 3e-3,
    epochs: int = 30,
    patience: int = 6,
    batch_size: int = 32,
) -> TrainResult[M]:
    """Train on the training part with Adam, and stop when the validation part says so.

    Parameters
    ----------
    model : GRUModel, RNNModel or LSTMModel
        Where training starts.
    task : Forecast
    rng : numpy.random.Generator
        Draws the order of the examples.
    learning_rate, epochs, patience, batch_size : optional
        As in :func:`gru_course.nn.train.train`.

    Returns
    -------
    TrainResult
    """
    return train(
        regression_loss,
        model,
        (task.train.xs, task.train.targets),
        optimizer=Adam(learning_rate),
        rng=rng,
        epochs=epochs,
        batch_size=batch_size,
        clip_norm=1.0,
        validate=lambda model: regression_loss(model, task.validation.xs, task.validation.targets)[0],
        patience=patience,
        progress=False,
    )
