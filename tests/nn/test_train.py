"""Training: it learns, it says how it went, it stops for good reasons, and it goes on where it stopped."""

import math
import os
import re
import subprocess
import sys

import numpy as np
import pytest

from gru_course.nn.checkpoint import load_params, save_params
from gru_course.nn.model import classification_loss, init_model, regression_loss
from gru_course.nn.optim import SGD, Adam, Momentum, RMSProp
from gru_course.nn.params import Params
from gru_course.nn.train import TrainResult, train

N, T, D, H = 22, 5, 3, 4

QUIET = {"progress": False}


@pytest.fixture
def data(rng):
    xs = rng.normal(size=(N, T, D))
    return xs, xs.sum(axis=1)[:, :2]


@pytest.fixture
def model(rng):
    return init_model(D, H, 2, rng)


def settings(**changes):
    """A small run; every call makes its own generator, as a new process would."""
    usual = {"optimizer": Adam(0.02), "rng": np.random.default_rng(5), "epochs": 6, "batch_size": 5}
    return {**usual, **QUIET, **changes}


def same(a, b):
    """Bit for bit."""
    assert (a.params.flat == b.params.flat).all()
    assert (a.last_params.flat == b.last_params.flat).all()
    assert a.history == b.history
    assert (a.best_epoch, a.stopped) == (b.best_epoch, b.stopped)


# --- learning --------------------------------------------------------------------------------------------


def test_the_loss_falls(model, data):
    result = train(regression_loss, model, data, **settings(epochs=60, optimizer=Adam(0.03)))
    assert result.history["loss"][-1] < 0.2 * result.history["loss"][0]
    assert regression_loss(result.params, *data)[0] < 0.2 * regression_loss(model, *data)[0]


def test_classes_and_lengths_are_learnt_as_well(rng):
    """Is the sum of the real steps positive? Padding holds nonsense."""
    xs, lengths = rng.normal(size=(120, T, 1)), rng.integers(1, T + 1, size=120)
    real = np.arange(T) < lengths[:, None]
    classes = (np.where(real[:, :, None], xs, 0).sum(axis=(1, 2)) > 0).astype(int)
    xs[~real] = np.nan
    start = init_model(1, H, 2, rng, dtype=np.float32)
    data = xs.astype(np.float32), classes, lengths
    result = train(classification_loss, start, data, **settings(epochs=40, optimizer=Adam(0.03)))
    assert result.history["loss"][-1] < 0.25 < math.log(2)
    assert result.params.dtype == np.float32


def test_one_epoch_is_the_steps_by_hand(model, data):
    order = np.random.default_rng(5).permutation(N)
    params, losses, norms = model, [], []
    for rows in (order[:5], order[5:10], order[10:15], order[15:20], order[20:]):
        loss, grads = regression_loss(params, *(a[rows] for a in data))
        params = params.with_flat(params.flat - 0.1 * grads.flat)
        losses.append(loss)
        norms.append(math.sqrt((grads.flat**2).sum()))
    result = train(regression_loss, model, data, **settings(epochs=1, optimizer=SGD(0.1)))
    assert (result.params.flat == params.flat).all()
    # the last batch has two examples and counts as two
    assert result.history["loss"] == [pytest.approx((5 * sum(losses[:4]) + 2 * losses[4]) / N, rel=1e-14)]
    assert result.history["grad_norm"] == [pytest.approx(np.mean(norms), rel=1e-14)]
    assert result.history["learning_rate"] == [0.1]
    assert result.history["epoch"] == [1]


def test_every_example_is_seen_once_in_every_epoch_in_a_new_order(data):
    seen = []

    def watch(params, xs, row):
        seen.append(row)
        return 0.5, params.zeros_like()

    rows = np.arange(N)
    train(watch, Params(w=np.ones(2)), (data[0], rows), **settings(epochs=3))
    assert [len(batch) for batch in seen] == [5, 5, 5, 5, 2] * 3
    epochs = np.concatenate(seen).reshape(3, N)
    assert (np.sort(epochs, axis=1) == rows).all()
    assert len({tuple(epoch) for epoch in epochs}) == 3


def test_clipping_shortens_the_step_and_the_history_shows_the_norm_before(model, data):
    one = settings(epochs=1, batch_size=N, optimizer=SGD(1.0))
    free = train(regression_loss, model, data, **one)
    clipped = train(regression_loss, model, data, **{**one, "rng": np.random.default_rng(5)}, clip_norm=0.25)
    norm = free.history["grad_norm"][0]
    assert norm > 0.25
    assert clipped.history["grad_norm"] == [norm]
    step, short = free.params.flat - model.flat, clipped.params.flat - model.flat
    np.testing.assert_allclose(short, step * 0.25 / norm, rtol=0, atol=1e-15)  # p - step rounds at 1e-16


def test_the_start_and_the_data_are_left_as_they_are(model, data):
    kept = [a.copy() for a in (model.flat, *data)]
    train(regression_loss, model, data, **settings())
    for a, before in zip((model.flat, *data), kept, strict=True):
        assert (a == before).all()


def test_the_same_seed_gives_the_same_numbers_and_another_seed_others(model, data):
    first, second = (train(regression_loss, model, data, **settings()) for _ in range(2))
    same(first, second)
    other = train(regression_loss, model, data, **settings(rng=np.random.default_rng(6)))
    assert (other.params.flat != first.params.flat).all()


# --- validation, patience, callbacks ---------------------------------------------------------------------


def scripted(values):
    """A validation that returns these numbers one after the other, and remembers what it saw."""
    left, seen = iter(values), []

    def validate(params):
        seen.append(params)
        return next(left)

    return validate, seen


def test_patience_stops_and_returns_the_best(model, data):
    validate, seen = scripted([5.0, 3.0, 4.0, 3.0, 3.5, 1.0])
    result = train(regression_loss, model, data, **settings(epochs=6, validate=validate, patience=3))
    # 3.0 again is no improvement: epochs 3, 4 and 5 in vain
    assert result.stopped == "patience"
    assert result.best_epoch == 2
    assert result.history["validation"] == [5.0, 3.0, 4.0, 3.0, 3.5]
    assert (result.params.flat == seen[1].flat).all()
    assert (result.last_params.flat == seen[4].flat).all()


def test_an_improvement_in_time_starts_the_patience_anew(model, data):
    validate, seen = scripted([5.0, 6.0, 4.0, 6.0, 3.0, 6.0])
    result = train(regression_loss, model, data, **settings(epochs=6, validate=validate, patience=2))
    assert result.stopped == "epochs"
    assert result.best_epoch == 5
    assert (result.params.flat == seen[4].flat).all()


def test_without_patience_the_last_parameters_are_returned(model, data):
    validate, seen = scripted([1.0, 2.0, 3.0])
    result = train(regression_loss, model, data, **settings(epochs=3, validate=validate))
    assert result.best_epoch == 1
    assert (result.params.flat == seen[2].flat).all()


def test_on_epoch_is_told_after_every_epoch(model, data):
    calls = []
    validate, _ = scripted([3.0, 2.0])
    result = train(
        regression_loss,
        model,
        data,
        **settings(epochs=2, validate=validate, on_epoch=lambda *a: calls.append(a)),
    )
    assert [epoch for epoch, _, _ in calls] == [1, 2]
    assert [h["validation"] for _, _, h in calls] == [[3.0], [3.0, 2.0]]
    assert calls[1][1] is result.params
    assert set(result.history) == {"epoch", "loss", "grad_norm", "learning_rate", "validation"}


# --- going on where it stopped ---------------------------------------------------------------------------


def held_out(model_data):
    xs, ys = model_data
    return lambda params: regression_loss(params, xs[:4], ys[:4])[0]


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


# --- when numbers break ----------------------------------------------------------------------------------


def breaking(at, loss=None, grads=None):
    """Returns this loss or these gradients when it is called for the `at`-th time."""
    count = 0

    def loss_and_grads(*args):
        nonlocal count
        count += 1
        good_loss, good_grads = regression_loss(*args)
        if count == at and grads is not None:
            good_grads.flat[3] = grads
        return (loss if count == at and loss is not None else good_loss), good_grads

    return loss_and_grads


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_a_loss_that_is_not_finite_stops_and_the_checkpoint_keeps_the_last_good_epoch(
    model, data, tmp_path, bad
):
    path = tmp_path / "run.npz"
    good = train(regression_loss, model, data, **settings(epochs=2))
    message = f"loss: expected a finite number, got {bad} in epoch 3, batch 2; try a learning rate below 0.02"
    with pytest.raises(FloatingPointError, match=re.escape(message)) as caught:
        train(breaking(12, loss=bad), model, data, **settings(checkpoint=path))
    assert f"{path} keeps the last whole epoch" in str(caught.value)
    assert (load_params(path).flat == good.params.flat).all()


def test_breaking_in_the_first_epoch_the_checkpoint_keeps_the_start(model, data, tmp_path):
    path = tmp_path / "run.npz"
    with pytest.raises(FloatingPointError, match=r"gradient: .* got nan in epoch 1, batch 1"):
        train(breaking(1, grads=math.nan), model, data, **settings(checkpoint=path))
    assert (load_params(path).flat == model.flat).all()


def test_a_gradient_that_is_not_finite_stops_before_it_does_harm_even_with_clipping(model, data):
    with pytest.raises(
        FloatingPointError, match="gradient: expected a finite number, got inf in epoch 1, batch 3"
    ):
        train(breaking(3, grads=math.inf), model, data, **settings(clip_norm=1.0))


def test_a_validation_that_is_not_finite_stops(model, data):
    with pytest.raises(
        FloatingPointError, match="validation: expected a finite number, got nan in epoch 1; try"
    ):
        train(regression_loss, model, data, **settings(validate=lambda params: math.nan))


def test_a_learning_rate_that_is_far_too_large_ends_in_the_clear_error_and_no_warning(model, data):
    def square(params, xs, ys):
        return float((params.w**4).sum()), Params(w=4 * params.w**3)

    with pytest.raises(FloatingPointError, match="try a learning rate below 10"):
        train(square, Params(w=np.array([2.0])), data, **settings(optimizer=SGD(10.0), epochs=99))


def test_an_error_in_the_loss_says_where_it_happened(model, data):
    def broken(params, xs, ys):
        raise ZeroDivisionError("oh no")

    with pytest.raises(ZeroDivisionError, match="oh no") as caught:
        train(broken, model, data, **settings())
    assert caught.value.__notes__ == ["(in epoch 1, batch 1 of train)"]


# --- progress, arguments ---------------------------------------------------------------------------------


def train_in_its_own_process(progress, variable):
    """What a run writes; tqdm reads TQDM_DISABLE when it is imported."""
    program = f"""
import numpy as np
from gru_course.nn.optim import SGD
from gru_course.nn.params import Params
from gru_course.nn.train import train
train(lambda p, x: (1.0, p), Params(w=np.ones(2)), (np.ones(3),), optimizer=SGD(),
      rng=np.random.default_rng(0), epochs=2, validate=lambda p: 2.5, progress={progress})
"""
    environment = {name: value for name, value in os.environ.items() if name != "TQDM_DISABLE"}
    if variable is not None:
        environment["TQDM_DISABLE"] = variable
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout, done.stderr


def test_progress_shows_loss_and_validation_on_stderr():
    out, err = train_in_its_own_process(progress=True, variable=None)
    assert out == ""
    assert re.search(r"training: 100%.*2/2.*loss=1, validation=2.5", err)


@pytest.mark.parametrize(("progress", "variable"), [(True, "1"), (False, "0"), (False, None)])
def test_progress_can_be_silenced_by_argument_and_by_tqdms_variable(progress, variable):
    assert train_in_its_own_process(progress, variable) == ("", "")


def test_training_does_not_need_tqdm_to_be_imported_before_it_runs():
    program = "import sys, gru_course.nn.train; sys.exit('tqdm' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_a_result_shows_itself_in_one_line(model, data):
    text = repr(train(regression_loss, model, data, **settings(epochs=2)))
    assert re.fullmatch(
        r"TrainResult\(stopped='epochs', best_epoch=None, last: epoch 2, loss [\d.]+, grad_norm [\d.]+, "
        r"learning_rate 0\.02\)",
        text,
    ), text
    nothing = TrainResult(model, {"epoch": []}, "interrupted", None, model)
    assert repr(nothing) == "TrainResult(stopped='interrupted', best_epoch=None, last: nothing)"


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        (
            {"data": np.ones((3, 2))},
            TypeError,
            "data: expected a tuple of arrays such as (xs, targets), got ndarray",
        ),
        ({"data": ()}, TypeError, "data: expected a tuple of arrays such as (xs, targets)"),
        (
            {"data": (np.ones(3), [1, 2, 3])},
            TypeError,
            "data[1]: expected a NumPy array of examples, got list",
        ),
        ({"data": (np.ones(3), np.ones(4))}, ValueError, "data[1]: expected as many examples in every array"),
        (
            {"data": (np.ones(0),)},
            ValueError,
            "data[0]: expected as many examples in every array, and at least one",
        ),
        ({"rng": 5}, TypeError, "rng: expected a numpy.random.Generator, got int"),
        ({"epochs": 0}, ValueError, "epochs: expected at least 1, got 0"),
        ({"epochs": 2.5}, TypeError, "epochs: expected a whole number, got 2.5"),
        ({"batch_size": 0}, ValueError, "batch_size: expected at least 1, got 0"),
        ({"clip_norm": 0.0}, ValueError, "clip_norm: expected a number above 0, got 0.0"),
        ({"patience": 2}, ValueError, "patience: expected validate as well, got none"),
        ({"patience": 0, "validate": len}, ValueError, "patience: expected at least 1, got 0"),
        (
            {"loss_and_grads": lambda *a: 1.0},
            TypeError,
            "loss_and_grads: expected a pair (loss, grads like params)",
        ),
        (
            {"loss_and_grads": lambda p, *a: (1.0, p.flat)},
            TypeError,
            "loss_and_grads: expected a pair (loss, grads",
        ),
        (
            {"loss_and_grads": lambda *a: (1.0, Params(w=np.ones(3)))},
            ValueError,
            "grads: expected 106 numbers",
        ),
    ],
)
def test_wrong_arguments_are_named(model, data, changes, error, message):
    arguments = {"loss_and_grads": regression_loss, "params": model, "data": data, **settings(), **changes}
    with pytest.raises(error, match=re.escape(message)):
        train(**arguments)
