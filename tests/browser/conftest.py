"""JupyterLab on the course's notebooks, and a Chromium that looks at it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.lab import CHROMIUM, Lab, running_browser, running_lab

ROOT = Path(__file__).parents[2]
TRIES = 3


def pytest_collection_modifyitems(items):
    """On a busy machine a page may be later than any patience: what drives one may try again, and says so."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.flaky(reruns=TRIES - 1))


@pytest.fixture(scope="session")
def lab(tmp_path_factory) -> Iterator[Lab]:
    """JupyterLab on a copy of the notebooks."""
    folder = tmp_path_factory.mktemp("course")
    shutil.copytree(ROOT / "notebooks", folder / "notebooks")
    with running_lab(folder) as lab:
        yield lab


@pytest.fixture(scope="session")
def browser():
    """The system's Chromium, driven by Playwright."""
    if CHROMIUM is None:
        pytest.skip("needs Chromium: apt install chromium, or your system's equivalent")
    playwright = pytest.importorskip("playwright.sync_api", reason="needs Playwright: pip install playwright")
    playwright.expect.set_options(timeout=20_000)  # on a busy machine; where all is well nothing waits
    with running_browser() as browser:
        yield browser


@pytest.fixture
def page(browser):
    """A fresh window of 1280 x 800; errors in the page's own scripts fail the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []
