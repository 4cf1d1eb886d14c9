"""Notebooks are compared with their saved outputs, except for the pixels of pictures.

``gc.plots.show`` puts a picture into HTML, for the sake of its ``alt`` text, and nbval compares HTML
character by character. The last digit of a trained model, and with it a pixel, may differ between two
machines. So the base64 data of a PNG is masked, by nbval's own means; all text, the ``alt`` text included, is
compared.

What is checked in a test is nobody's progress: it is kept in memory, here and in every process from here.
"""

import os
from pathlib import Path

import pytest

os.environ["GRU_COURSE_PROGRESS"] = "off"


def pytest_configure(config: pytest.Config) -> None:
    """Have nbval mask pixels, unless it was told to mask something else."""
    option = config.option
    if getattr(option, "nbval", False) and not option.nbval_sanitize_with:
        option.nbval_sanitize_with = str(Path(__file__).with_name("tests") / "nbval_mask.cfg")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what takes other graders minutes to install."""
    tests = Path(__file__).with_name("tests")
    others = os.environ.get("GRU_COURSE_OTHER_GRADERS")
    for item in items:
        exported = item.path.is_relative_to(tests / "export")
        slow = item.get_closest_marker("slow") is not None
        if slow and not others and (exported or item.path.name == "test_same_scores.py"):
            item.add_marker(pytest.mark.skip(reason="takes minutes: set GRU_COURSE_OTHER_GRADERS=1"))
