"""Training learns, stops when nothing gets better, and returns the best."""

import math

import numpy as np
import pytest

from gru_course.nn.model import classification_loss, init_model, regression_loss
from gru_course.nn.optim import SGD, Adam
from gru_course.nn.params import Params
from gru_course.nn.train import train
from tests.nn.train.runs import H, N, T, same, scripted, settings

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
