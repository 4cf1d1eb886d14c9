"""A run that stopped, wherever that was, goes on from its checkpoint to the same numbers."""

import os
import re
import subprocess
import sys

import numpy as np
import pytest

from gru_course.nn.checkpoint import load_params, save_params
from gru_course.nn.model import init_model, regression_loss
from gru_course.nn.optim import SGD, Adam, Momentum, RMSProp
from gru_course.nn.train import train
from tests.nn.train.runs import D, H, held_out, same, scripted, settings


@pytest.mark.parametrize(
    "optimizer", [SGD(0.1), Momentum(0.05), RMSProp(), Adam(0.02)], ids=lambda o: type(o).__name__
)
@pytest.mark.parametrize("stop", [1, 4])
def test_stopped_after_any_epoch_it_goes_on_to_the_same_numbers(model, data, tmp_path, optimizer, stop):
    how = {"optimizer": optimizer, "validate": held_out(data), "clip_norm": 1.0, "patience": 50}
    whole = train(regression_loss, model, data, **settings(**how))
    path = tmp_path / "run.npz"
    train(regression_loss, model, data, **settings(**how, epochs=stop, checkpoint=path))
    same(train(regression_loss, model, data, **settings(**how, checkpoint=path)), whole)


@pytest.mark.parametrize("kind", ["PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64"])
def test_every_kind_of_generator_goes_on_where_it_stopped(model, data, tmp_path, kind):
    def generator():
        return np.random.Generator(getattr(np.random, kind)(7))

    whole = train(regression_loss, model, data, **settings(rng=generator()))
    path = tmp_path / "run.npz"
    train(regression_loss, model, data, **settings(rng=generator(), epochs=2, checkpoint=path))
    rng = generator()
    same(train(regression_loss, model, data, **settings(rng=rng, checkpoint=path)), whole)


def test_float32_goes_on_to_the_same_numbers(model, data, tmp_path):
    model, data = model.astype(np.float32), tuple(a.astype(np.float32) for a in data)
    whole = train(regression_loss, model, data, **settings())
    path = tmp_path / "run.npz"
    train(regression_loss, model, data, **settings(epochs=3, checkpoint=path))
    resumed = train(regression_loss, model, data, **settings(checkpoint=path))
    same(resumed, whole)
    assert resumed.params.dtype == np.float32


def interrupting(at):
    """The loss, but the user presses stop while it is computed for the `at`-th time."""
    count = 0

    def loss_and_grads(*args):
        nonlocal count
        count += 1
        if count == at:
            raise KeyboardInterrupt
        return regression_loss(*args)

    return loss_and_grads


@pytest.mark.parametrize(
    "at", [1, 3, 6, 12, 30]
)  # five batches an epoch: first, mid-epoch, first of one, last
def test_interrupted_in_mid_epoch_it_goes_on_to_the_same_numbers(model, data, tmp_path, capsys, at):
    whole = train(regression_loss, model, data, **settings(validate=held_out(data)))
    how = {"validate": held_out(data), "checkpoint": tmp_path / "run.npz"}
    stopped = train(interrupting(at), model, data, **settings(**how))
    assert stopped.stopped == "interrupted"
    assert stopped.history["epoch"] == list(range(1, (at - 1) // 5 + 1))
    assert f"Interrupted in epoch {(at - 1) // 5 + 1} of 6" in capsys.readouterr().out
    same(train(regression_loss, model, data, **settings(**how)), whole)


def test_an_interruption_loses_nothing_that_was_reached(model, data):
    parameters = []

    def loss_and_grads(params, *batch):
        parameters.append(params)
        if len(parameters) == 8:
            raise KeyboardInterrupt
        return regression_loss(params, *batch)

    result = train(loss_and_grads, model, data, **settings())
    assert (result.params.flat == parameters[-1].flat).all()
    assert (result.params.flat != model.flat).any()


def test_interrupted_with_patience_the_best_so_far_is_returned(model, data):
    validate, seen = scripted([2.0, 3.0, 4.0])
    result = train(interrupting(14), model, data, **settings(validate=validate, patience=9))
    assert (result.params.flat == seen[0].flat).all()
    assert (result.last_params.flat != seen[0].flat).any()


@pytest.mark.parametrize("moment", ["validating", "telling"])
def test_interrupted_between_epochs_it_goes_on_to_the_same_numbers(model, data, tmp_path, moment):
    def interrupt(*_):
        raise KeyboardInterrupt

    validate = held_out(data)
    whole = train(regression_loss, model, data, **settings(validate=validate))
    path = tmp_path / "run.npz"
    changes = (
        {"validate": interrupt} if moment == "validating" else {"validate": validate, "on_epoch": interrupt}
    )
    assert (
        train(regression_loss, model, data, **settings(**changes, checkpoint=path)).stopped == "interrupted"
    )
    same(train(regression_loss, model, data, **settings(validate=validate, checkpoint=path)), whole)


def test_interrupted_while_the_checkpoint_is_written_it_goes_on_to_the_same_numbers(
    model, data, tmp_path, monkeypatch
):
    whole = train(regression_loss, model, data, **settings())
    path = tmp_path / "run.npz"
    savez, count = np.savez, 0

    def stop_in_the_third(file, **arrays):
        nonlocal count
        count += 1
        if count == 3:
            file.write(b"PK half a file")
            raise KeyboardInterrupt
        savez(file, **arrays)

    monkeypatch.setattr(np, "savez", stop_in_the_third)
    assert train(regression_loss, model, data, **settings(checkpoint=path)).stopped == "interrupted"
    assert os.listdir(tmp_path) == ["run.npz"]
    monkeypatch.undo()
    same(train(regression_loss, model, data, **settings(checkpoint=path)), whole)


def test_killed_while_the_checkpoint_is_written_it_goes_on_to_the_same_numbers(tmp_path):
    """A process that dies with half a file on the disk, and two that go on and that never stopped."""
    script = tmp_path / "run.py"
    script.write_text("""
import os, sys
import numpy as np
from gru_course.nn.model import init_model, regression_loss
from gru_course.nn.optim import Adam
from gru_course.nn.train import train
path, kill_at = sys.argv[1], int(sys.argv[2])
savez, count = np.savez, 0
def dying(file, **arrays):
    global count
    count += 1
    if count == kill_at:
        file.write(b"PK half a file"); file.flush(); os._exit(9)
    savez(file, **arrays)
np.savez = dying
rng = np.random.default_rng(0)
xs = rng.normal(size=(22, 5, 3))
result = train(regression_loss, init_model(3, 4, 2, rng), (xs, xs[:, -1, :2].copy()), optimizer=Adam(0.02),
               rng=rng, epochs=5, batch_size=5, checkpoint=path, progress=False)
print(result.params.flat.tobytes().hex(), result.history)
""")

    def run(path, kill_at):
        return subprocess.run(
            [sys.executable, str(script), str(path), str(kill_at)],
            capture_output=True,
            text=True,
            check=False,
        )

    whole = run(tmp_path / "whole.npz", 0)
    assert whole.returncode == 0, whole.stderr
    path = tmp_path / "run.npz"
    assert run(path, 4).returncode == 9  # written: the start, two epochs; dead in the third
    resumed = run(path, 0)
    assert resumed.returncode == 0, resumed.stderr
    assert resumed.stdout == whole.stdout


def test_a_finished_run_is_not_run_again_and_more_epochs_train_on(model, data, tmp_path):
    path = tmp_path / "run.npz"
    first = train(regression_loss, model, data, **settings(checkpoint=path))

    def never(*_):
        raise AssertionError("nothing is left to do")

    same(train(never, model, data, **settings(checkpoint=path)), first)
    longer = train(regression_loss, model, data, **settings(epochs=9))
    same(train(regression_loss, model, data, **settings(epochs=9, checkpoint=path)), longer)


def test_a_run_that_ran_out_of_patience_stays_stopped(model, data, tmp_path):
    how = {"checkpoint": tmp_path / "run.npz", "patience": 1}
    first = train(regression_loss, model, data, **settings(**how, validate=scripted([1.0, 2.0])[0]))
    same(train(regression_loss, model, data, **settings(**how, validate=scripted([])[0])), first)


def test_resume_false_starts_anew(model, data, tmp_path):
    path = tmp_path / "run.npz"
    first = train(regression_loss, model, data, **settings(checkpoint=path))
    same(train(regression_loss, model, data, **settings(checkpoint=path, resume=False)), first)
    other = train(regression_loss, model, data, **settings(checkpoint=path, resume=False, optimizer=SGD(0.1)))
    assert (other.params.flat != first.params.flat).any()


def test_a_checkpoint_holds_the_weights_like_any_saved_model(model, data, tmp_path):
    path = tmp_path / "run.npz"
    result = train(regression_loss, model, data, **settings(checkpoint=path))
    loaded = load_params(path)
    assert type(loaded) is type(model)
    assert (loaded.flat == result.params.flat).all()


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"optimizer": Adam(0.03)}, "optimizer was Adam(learning_rate=0.02"),
        ({"optimizer": SGD(0.02)}, "optimizer was Adam"),
        ({"batch_size": 6}, "batch_size was 5, now 6"),
        ({"clip_norm": 1.0}, "clip_norm was None, now 1.0"),
        ({"rng": np.random.default_rng(6)}, "rng was PCG64 with seed 5"),
        ({"rng": np.random.Generator(np.random.MT19937(5))}, "rng was PCG64 with seed 5"),
        ({"validate": lambda params: 1.0}, "validate was False, now True"),
    ],
)
def test_the_checkpoint_of_another_run_is_refused_by_name(model, data, tmp_path, change, named):
    path = tmp_path / "run.npz"
    train(regression_loss, model, data, **settings(epochs=1, checkpoint=path))
    kept = path.read_bytes()
    with pytest.raises(
        ValueError, match=re.escape(f"checkpoint: {path} belongs to another run: its {named}")
    ):
        train(regression_loss, model, data, **settings(**change, checkpoint=path))
    assert path.read_bytes() == kept


def test_the_checkpoint_of_another_model_or_of_other_data_is_refused(model, data, rng, tmp_path):
    path = tmp_path / "run.npz"
    train(regression_loss, model, data, **settings(epochs=1, checkpoint=path))
    for other in (init_model(D, H + 1, 2, rng), model.astype(np.float32)):
        with pytest.raises(ValueError, match="belongs to another run: its params was"):
            train(regression_loss, other, data, **settings(checkpoint=path))
    for other_data in ((data[0], data[1] + 1e-9), (data[0][:-1], data[1][:-1])):
        with pytest.raises(ValueError, match="belongs to another run: its data was"):
            train(regression_loss, model, other_data, **settings(checkpoint=path))


def test_a_file_without_a_run_or_a_damaged_one_is_refused(model, data, tmp_path):
    path = tmp_path / "run.npz"
    save_params(path, model)
    with pytest.raises(ValueError, match="holds weights but no training run"):
        train(regression_loss, model, data, **settings(checkpoint=path))
    path.write_bytes(b"PK half a file")
    with pytest.raises(ValueError, match=re.escape(f"{path}: expected a file of save_params or train")):
        train(regression_loss, model, data, **settings(checkpoint=path))
