"""What every test may ask for."""

import sys

import numpy as np
import pytest
from hypothesis import HealthCheck, settings

# Hypothesis tries the same examples in every run, and a busy machine is no failure.
settings.register_profile(
    "course", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("course")


@pytest.fixture
def rng():
    """A generator with a fixed seed: the same numbers in every run."""
    return np.random.default_rng(20140603)  # the day the GRU's paper appeared


@pytest.fixture(autouse=True)
def no_progress_yet():
    """Every test begins as a learner who has tried nothing."""
    progress = sys.modules.get("gru_course.checks.progress")
    if progress is not None:
        progress._stores.clear()
