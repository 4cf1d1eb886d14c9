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
