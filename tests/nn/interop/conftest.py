"""A cell of the course and one of the other kind, with the same numbers in every run."""

import numpy as np
import pytest

from gru_course.nn.init import init_params
from gru_course.nn.reset_after import ResetAfterParams
from tests.nn.interop.bridges import RESET_AFTER_SHAPES


@pytest.fixture
def rng():
    return np.random.default_rng(3)


@pytest.fixture
def params(rng):
    start = init_params(D=3, H=4, rng=rng)
    return start.with_flat(rng.normal(size=start.size))


@pytest.fixture
def other_cell(rng):
    return ResetAfterParams(**{name: rng.normal(size=shape) for name, shape in RESET_AFTER_SHAPES.items()})
