"""Where the progress of a test is kept."""

import pytest


@pytest.fixture
def path(tmp_path, monkeypatch):
    """A progress file of this test's own, in a folder that is not there yet."""
    path = tmp_path / "deep" / "progress.json"
    monkeypatch.setenv("GRU_COURSE_PROGRESS", str(path))
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    return path
