"""What every test may ask for."""

import numpy as np
import pytest


@pytest.fixture
def rng():
    """A generator with a fixed seed: the same numbers in every run."""
    return np.random.default_rng(20140603)  # the day the GRU's paper appeared
