"""Learning is a loop: take a few examples, see how wrong the model is, step downhill, again.

``train`` adds what a long run needs: a history to plot, a look at data that was held back, an end when
nothing gets better, and a checkpoint after every epoch from which an interrupted run goes on to
exactly the same numbers.
"""

import json
import math
import os
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np

from gru_course.nn.checkpoint import PathLike, describe, read_npz, write_npz
from gru_course.nn.init import check_rng, check_sizes
from gru_course.nn.optim import Optimizer, OptimizerState, check_positive, clip_by_global_norm
from gru_course.nn.params import Params
from gru_course.nn.validate import Array

P = TypeVar("P", bound=Params)
History = dict[str, list[float]]


@dataclass(frozen=True, repr=False)
class TrainResult(Generic[P]):
    """What a training run came to.

    Attributes
    ----------
    params : Params
        The best parameters if `patience` was given, else the last.
    history : dict of str to list of float
        One number for every whole epoch: "epoch" (1, 2, ...), "loss" (mean over the training data, while
        learning), "grad_norm" (mean over the steps, before clipping), "learning_rate", and "validation" if
        there was any.
    stopped : str
        Why it ended: "epochs", "patience" or "interrupted".
    best_epoch : int or None
        The epoch with the lowest validation loss.
    last_params : Params
        The last parameters.
    """

    params: P
    history: History
    stopped: str
    best_epoch: int | None
    last_params: P

    def __repr__(self) -> str:
        last = ", ".join(f"{name} {column[-1]:.4g}" for name, column in self.history.items() if column)
        return (
            f"TrainResult(stopped={self.stopped!r}, best_epoch={self.best_epoch}, last: {last or 'nothing'})"
        )


def train(
    loss_and_grads: Callable[..., tuple[float, P]],
    params: P,
    data: tuple[Array, ...],
    *,
    optimizer: Optimizer,
    rng: np.random.Generator,
    epochs: int,
    batch_size: int = 32,
    clip_norm: float | None = None,
    validate: Callable[[P], float] | None = None,
    patience: int | None = None,
    checkpoint: PathLike | None = None,
    resume: bool = True,
    progress: bool = True,
    on_epoch: Callable[[int, P, History], object] | None = None,
) -> TrainResult[P]:
    """Fit parameters to data.

    Parameters
    ----------
    loss_and_grads : callable
        ``loss_and_grads(params, *batch) -> (loss, grads)``, such as
        :func:`gru_course.nn.model.regression_loss`.
    params : Params
        Where to start; not changed.
    data : tuple of ndarray
        One example in each entry of the first axis, as many in each array; a batch takes the same rows
        of all, in an order that is drawn anew for every epoch.
    optimizer : SGD, Momentum, RMSProp or Adam
    rng : numpy.random.Generator
        Draws the order of the examples.
    epochs : int
        How often to go through the data, counted from the very start of the run.
    batch_size : int, optional
        Examples for one step; the last batch of an epoch may be smaller.
    clip_norm : float, optional
        Longest gradient; see :func:`gru_course.nn.optim.clip_by_global_norm`.
    validate : callable, optional
        ``validate(params) -> float``, lower is better; called after every epoch.
    patience : int, optional
        Stop when `validate` has not improved for so many epochs, and return the best parameters.
    checkpoint : str or path, optional
        A file to write after every epoch. If it is there already, its run goes on where it stopped: `params`
        and `rng` take on the state that is in the file, and the numbers come out as if it had never
        stopped. The same call with more epochs trains on.
    resume : bool, optional
        False to start anew, whatever `checkpoint` holds.
    progress : bool, optional
        False for no progress bar; the environment variable TQDM_DISABLE=1 does the same.
    on_epoch : callable, optional
        ``on_epoch(epoch, params, history)``, called after every epoch.

    Returns
    -------
    TrainResult
        Also after an interruption (the stop button, Ctrl-C), with what was reached so far.

    Raises
    ------
    FloatingPointError
        If a loss or a gradient is NaN or infinite; the checkpoint keeps the last whole epoch.
    TypeError, ValueError
        If an argument does not fit, or the checkpoint belongs to another run; the message names it.
    """
    _check_arguments(data, rng, epochs, batch_size, clip_norm, patience, validate)
    run = _Run(params, optimizer.init(params), {name: [] for name in _columns(validate)})
    settings = _settings(params, data, optimizer, rng, batch_size, clip_norm, validate)
    if checkpoint is not None and resume and os.path.exists(checkpoint):
        _load(checkpoint, run, rng, settings)
    elif checkpoint is not None:
        _save(checkpoint, run, rng, settings)

    bar = _progress_bar(progress, run.epoch, epochs)
    try:
        while run.epoch < epochs and not run.is_out_of_patience(patience):
            record = _one_epoch(run, loss_and_grads, data, optimizer, rng, batch_size, clip_norm, checkpoint)
            if validate is not None:
                record["validation"] = float(validate(run.params))
                _check_finite(
                    f"epoch {run.epoch + 1}", optimizer, checkpoint, validation=record["validation"]
                )
            run.add(record)
            if checkpoint is not None:
                _save(checkpoint, run, rng, settings)
            bar.set_postfix(
                {name: f"{record[name]:.4g}" for name in ("loss", "validation") if name in record}
            )
            bar.update()
            if on_epoch is not None:
                on_epoch(run.epoch, run.params, run.history)
        stopped = "patience" if run.is_out_of_patience(patience) else "epochs"
    except KeyboardInterrupt:
        stopped = "interrupted"
        print(f"Interrupted in epoch {run.epoch + 1} of {epochs}: returning what was reached so far.")
    finally:
        bar.close()
    return run.result(stopped, patience)


def _one_epoch(
    run: "_Run[P]",
    loss_and_grads: Callable[..., tuple[float, P]],
    data: tuple[Array, ...],
    optimizer: Optimizer,
    rng: np.random.Generator,
    batch_size: int,
    clip_norm: float | None,
    checkpoint: PathLike | None,
) -> dict[str, float]:
    """Once through the data, a step downhill for every batch; returns the epoch's line of the history."""
    limit = math.inf if clip_norm is None else clip_norm
    losses: list[float] = []
    norms: list[float] = []
    sizes: list[int] = []
    for rows in _batches(len(data[0]), batch_size, rng):
        where = f"epoch {run.epoch + 1}, batch {len(losses) + 1}"
        loss, grads = _evaluate(loss_and_grads, run.params, [array[rows] for array in data], where)
        grads, norm = clip_by_global_norm(grads, limit)
        _check_finite(where, optimizer, checkpoint, loss=loss, gradient=norm)
        run.params, run.optimizer_state = optimizer.update(run.params, grads, run.optimizer_state)
        losses.append(loss)
        norms.append(norm)
        sizes.append(len(rows))
    return {
        "epoch": run.epoch + 1,
        "loss": float(np.average(losses, weights=sizes)),
        "grad_norm": float(np.mean(norms)),
        "learning_rate": optimizer.learning_rate,
    }


@dataclass
class _Run(Generic[P]):
    """Where a run is: all that it takes to go on."""

    params: P
    optimizer_state: OptimizerState
    history: History
    best_params: P | None = None
    best_epoch: int | None = None

    @property
    def epoch(self) -> int:
        """How many epochs are done."""
        return len(self.history["epoch"])

    def add(self, record: dict[str, float]) -> None:
        """One more epoch is done."""
        best = math.inf if self.best_epoch is None else self.history["validation"][self.best_epoch - 1]
        if record.get("validation", math.inf) < best:
            self.best_params, self.best_epoch = self.params, self.epoch + 1
        self.history = {name: [*column, record[name]] for name, column in self.history.items()}

    def is_out_of_patience(self, patience: int | None) -> bool:
        """True if the best epoch is `patience` epochs ago."""
        return patience is not None and self.epoch - (self.best_epoch or 0) >= patience

    def result(self, stopped: str, patience: int | None) -> TrainResult[P]:
        """What has been reached."""
        best = self.params if patience is None or self.best_params is None else self.best_params
        return TrainResult(best, self.history, stopped, self.best_epoch, self.params)


def _columns(validate: Any) -> list[str]:
    """What the history holds."""
    return ["epoch", "loss", "grad_norm", "learning_rate", *(["validation"] if validate is not None else [])]


def _batches(rows: int, batch_size: int, rng: np.random.Generator) -> Iterator[Array]:
    """The numbers from 0 to rows - 1 in a new order, some at a time."""
    order = rng.permutation(rows)
    for start in range(0, rows, batch_size):
        yield order[start : start + batch_size]


def _evaluate(
    loss_and_grads: Callable[..., tuple[float, P]], params: P, batch: list[Array], where: str
) -> tuple[float, P]:
    """Loss and gradients of one batch; an error says where it happened."""
    try:
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):  # the loss tells, and is checked
            both = loss_and_grads(params, *batch)
    except Exception as problem:
        problem.add_note(f"(in {where} of train)")
        raise
    if not isinstance(both, tuple) or len(both) != 2 or not isinstance(both[1], Params):
        raise TypeError(
            f"loss_and_grads: expected a pair (loss, grads like params), got {type(both).__name__}"
        )
    return float(both[0]), both[1]


def _check_finite(where: str, optimizer: Optimizer, checkpoint: PathLike | None, **values: float) -> None:
    """Check that the numbers that a run lives by are finite."""
    for name, value in values.items():
        if not math.isfinite(value):
            kept = "" if checkpoint is None else f"; {os.fspath(checkpoint)} keeps the last whole epoch"
            raise FloatingPointError(
                f"{name}: expected a finite number, got {value} in {where}; try a learning rate below "
                f"{optimizer.learning_rate}, or clip_norm=1.0{kept}"
            )


def _progress_bar(progress: bool, done: int, epochs: int) -> Any:
    from tqdm.auto import tqdm  # type: ignore[import-untyped]  # here, so that importing the mathematics does not need it

    off = {} if progress else {"disable": True}  # saying disable=False would overrule TQDM_DISABLE=1
    return tqdm(initial=done, total=max(done, epochs), desc="training", unit="epoch", **off)


def _check_arguments(
    data: Any, rng: Any, epochs: Any, batch_size: Any, clip_norm: Any, patience: Any, validate: Any
) -> None:
    if not isinstance(data, tuple | list) or not data:
        raise TypeError(f"data: expected a tuple of arrays such as (xs, targets), got {type(data).__name__}")
    for k, array in enumerate(data):
        if not isinstance(array, np.ndarray) or array.ndim == 0:
            raise TypeError(f"data[{k}]: expected a NumPy array of examples, got {type(array).__name__}")
        if len(array) != len(data[0]) or len(array) == 0:
            raise ValueError(
                f"data[{k}]: expected as many examples in every array, and at least one, "
                f"got {[len(a) for a in data]}"
            )
    check_rng(rng)
    check_sizes(epochs=epochs, batch_size=batch_size)
    if clip_norm is not None:
        check_positive(clip_norm=clip_norm)
    if patience is not None:
        check_sizes(patience=patience)
        if validate is None:
            raise ValueError("patience: expected validate as well, got none: there is nothing to wait for")


def _settings(
    params: Params,
    data: tuple[Array, ...],
    optimizer: Optimizer,
    rng: np.random.Generator,
    batch_size: int,
    clip_norm: float | None,
    validate: Any,
) -> dict[str, Any]:
    """What has to be the same for a run to go on to the same numbers."""
    seed = rng.bit_generator.seed_seq
    settings = {
        "params": describe(params),
        "data": [[list(a.shape), str(a.dtype), zlib.crc32(a.tobytes())] for a in data],
        "optimizer": repr(optimizer),
        "rng": f"{type(rng.bit_generator).__name__} with seed {getattr(seed, 'entropy', None)}"
        f" {getattr(seed, 'spawn_key', ())}",
        "batch_size": batch_size,
        "clip_norm": clip_norm,
        "validate": validate is not None,
    }
    return dict(json.loads(json.dumps(settings)))


def _save(path: PathLike, run: _Run[Any], rng: np.random.Generator, settings: dict[str, Any]) -> None:
    """Write a checkpoint: the weights as :func:`save_params` does, and the run beside them."""
    arrays = run.params.arrays()
    arrays |= {f"train/optimizer/{name}": array for name, array in run.optimizer_state.items()}
    arrays |= {f"train/history/{name}": np.array(column, float) for name, column in run.history.items()}
    if run.best_params is not None:
        arrays["train/best"] = run.best_params.flat
    about = {"settings": settings, "rng": rng.bit_generator.state, "best_epoch": run.best_epoch}
    write_npz(path, arrays, {"params": describe(run.params), "train": about})


def _load(path: PathLike, run: _Run[Any], rng: np.random.Generator, settings: dict[str, Any]) -> None:
    """Put `run` and `rng` where they were when the checkpoint was written."""
    arrays, about = read_npz(path)
    if "train" not in about:
        raise ValueError(
            f"checkpoint: {os.fspath(path)} holds weights but no training run; give another name"
        )
    saved = about["train"]
    for name, now in settings.items():
        if saved["settings"][name] != now:
            raise ValueError(
                f"checkpoint: {os.fspath(path)} belongs to another run: its {name} was "
                f"{saved['settings'][name]}, now {now}; give another name, or resume=False to start anew"
            )

    def under(prefix: str) -> dict[str, Array]:
        return {name.removeprefix(prefix): a for name, a in arrays.items() if name.startswith(prefix)}

    run.params = run.params.with_flat(np.concatenate([arrays[name].ravel() for name, _ in run.params]))
    run.optimizer_state = under("train/optimizer/")
    run.history = {name: column.tolist() for name, column in under("train/history/").items()}
    run.history["epoch"] = [int(epoch) for epoch in run.history["epoch"]]
    run.best_epoch = saved["best_epoch"]
    if run.best_epoch is not None:
        run.best_params = run.params.with_flat(arrays["train/best"])
    rng.bit_generator.state = saved["rng"]
