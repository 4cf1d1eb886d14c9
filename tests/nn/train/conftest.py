"""Data and a model to start from, with the same numbers in every run."""

import pytest

from gru_course.nn.model import init_model
from tests.nn.train.runs import D, H, N, T


@pytest.fixture
def data(rng):
    xs = rng.normal(size=(N, T, D))
    return xs, xs.sum(axis=1)[:, :2]


@pytest.fixture
def model(rng):
    return init_model(D, H, 2, rng)
