"""A GRU that reads a window of days and says how warm the next one gets."""

from dataclasses import dataclass

import numpy as np

from gru_course.data.forecast import Forecast, Windows
from gru_course.data.recipe import train_by_recipe
from gru_course.nn.model import GRUModel, init_model, predict
from gru_course.nn.sequence import GRUTrace, gru_forward
from gru_course.nn.validate import Array


@dataclass(frozen=True)
class Forecaster:
    """A trained model, and the task whose units it speaks.

    Attributes
    ----------
    model : GRUModel
        A GRU (``model.gru``) and a readout of its last state (``model.readout``).
    task : Forecast
    history : dict of str to list of float
        One number for every epoch: "training" and "validation", root mean squared errors in degrees Celsius.
    best_epoch : int
        The epoch, from 1, that the model is from.
    """

    model: GRUModel
    task: Forecast
    history: dict[str, list[float]]
    best_epoch: int

    def forecast(self, windows: Windows) -> Array:
        """One temperature for every window, in degrees Celsius, shape (B,)."""
        return self.task.to_celsius(predict(self.model, windows.xs)[:, 0])

    def read_on(self, windows: Windows) -> GRUTrace:
        """Everything the GRU computes while it reads the last day of each window, one after the other.

        In training it starts each window with an empty memory; here it reads on from day to day and never
        starts again, so that its gates can be followed through the year.

        Returns
        -------
        GRUTrace
            One sequence, B = 1, with a step for every window. The earlier days of the first window are read
            before, and are not in it.
        """
        before = windows.xs[:1, :-1]  # (1, T - 1, D)
        days = windows.xs[None, :, -1]  # (1, number of windows, D)
        _, warm_up = gru_forward(before, None, self.model.gru)
        _, trace = gru_forward(np.ascontiguousarray(days), warm_up.states[:, -1], self.model.gru)
        return trace


def new_forecaster(task: Forecast, *, seed: int, H: int = 32) -> Forecaster:
    """A GRU that has learned nothing yet; its forecast is the average temperature, every day.

    Parameters
    ----------
    task : Forecast
    seed : int
        Of the random starting weights: what :func:`train_forecaster` starts from with the same seed.
    H : int, optional
        Size of the hidden state.

    Returns
    -------
    Forecaster
    """
    return Forecaster(
        _new_model(task, H, np.random.default_rng(seed)), task, {"training": [], "validation": []}, 0
    )


def train_forecaster(
    task: Forecast,
    *,
    seed: int,
    H: int = 32,
    learning_rate: float = 3e-3,
    epochs: int = 30,
    patience: int = 6,
    batch_size: int = 32,
) -> Forecaster:
    """Train a GRU on the training part, and stop when the validation part says so.

    The settings were chosen by the validation part as well; the test part had no say in them.

    Parameters
    ----------
    task : Forecast
    seed : int
        Of the random numbers: starting weights and the order of the examples.
    H : int, optional
        Size of the hidden state.
    learning_rate, epochs, patience, batch_size : optional
        As in :func:`gru_course.nn.train.train`, with Adam.

    Returns
    -------
    Forecaster
    """
    rng = np.random.default_rng(seed)
    result = train_by_recipe(
        _new_model(task, H, rng),
        task,
        rng=rng,
        learning_rate=learning_rate,
        epochs=epochs,
        patience=patience,
        batch_size=batch_size,
    )
    curves = {"training": result.history["loss"], "validation": result.history["validation"]}
    in_degrees = {
        name: [task.scale * float(np.sqrt(loss)) for loss in curve] for name, curve in curves.items()
    }
    return Forecaster(result.params, task, in_degrees, result.best_epoch or 0)


def most_in_step(gate: Array, signal: Array) -> tuple[int, float]:
    """The unit whose gate rises and falls most closely with a signal, or against it.

    Parameters
    ----------
    gate : ndarray, shape (T, H)
        A gate of every unit over time.
    signal : ndarray, shape (T,)

    Returns
    -------
    unit : int
    correlation : float
        From -1 to 1.
    """
    a = gate - gate.mean(axis=0)
    b = signal - signal.mean()
    correlations = b @ a / np.sqrt(np.square(b).sum() * np.square(a).sum(axis=0))  # (H,)
    unit = int(np.abs(correlations).argmax())
    return unit, float(correlations[unit])


def _new_model(task: Forecast, H: int, rng: np.random.Generator) -> GRUModel:
    model = init_model(D=task.D, H=H, K=1, rng=rng)
    model.readout.W[...] = 0  # so that it starts from the average and not from a random opinion
    return model
