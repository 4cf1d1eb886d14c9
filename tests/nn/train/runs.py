"""A small run, and validations for it."""

import numpy as np

from gru_course.nn.model import regression_loss
from gru_course.nn.optim import Adam

N, T, D, H = 22, 5, 3, 4

QUIET = {"progress": False}


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


def scripted(values):
    """A validation that returns these numbers one after the other, and remembers what it saw."""
    left, seen = iter(values), []

    def validate(params):
        seen.append(params)
        return next(left)

    return validate, seen


def held_out(model_data):
    xs, ys = model_data
    return lambda params: regression_loss(params, xs[:4], ys[:4])[0]
