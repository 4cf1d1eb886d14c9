"""One warm sandbox for each file of tests: what one submission leaves behind, the next would meet."""

from __future__ import annotations

import pytest

from gru_course.grading.grade import Result, grade
from gru_course.grading.sandbox import Nursery, walls_here
from gru_course.grading.walls import Walls
from tests.grading.builders import ASSIGNMENTS, BRIEF, as_bytes, solved


@pytest.fixture(scope="module")
def nursery():
    if walls_here() is Walls.MISSING:
        pytest.skip("bubblewrap is not installed here, or may not be used: hostile code needs its walls")
    with Nursery() as started:
        yield started


@pytest.fixture
def graded(nursery):
    """Grade a notebook (a dictionary or bytes) of an exercise."""

    def run(
        notebook: dict | bytes,
        name: str = "03_reset_gate",
        learner: str = "ada",
        limits=BRIEF,
        salt: str = "",
    ) -> Result:
        data = notebook if isinstance(notebook, bytes) else as_bytes(notebook)
        return grade(data, ASSIGNMENTS[name], learner, nursery, limits=limits, salt=salt)

    return run


@pytest.fixture
def next_is_fine(graded):
    """After the test, an honest submission in the same sandbox gets what it always gets."""
    yield
    result = graded(solved("03_reset_gate"), learner="grace")
    assert result.points == result.most
    assert result.notes == ()
