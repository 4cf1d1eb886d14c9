"""Verdicts, hints and progress in JupyterLab: readable in both themes, and nothing in the way of anybody."""

import pytest

from tests.browser.lab import ALL_CELLS, run_all, running_lab
from tests.browser.themes import change_theme, in_the_way

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.timeout(300),
    pytest.mark.xdist_group("verdicts"),  # one JupyterLab for all of these
]

ANSWERS = """
import numpy as np
import gru_course as gc

def joined(x, h_prev, W_r, b_r):
    return np.hstack([x, h_prev]) @ W_r + b_r

right = lambda *arguments: gc.sigmoid(joined(*arguments))
wrong = lambda *arguments: np.tanh(joined(*arguments))
unknown = lambda *arguments: gc.sigmoid(joined(*arguments)) ** 1.37
shape = lambda *arguments: right(*arguments).T
nan = lambda *arguments: right(*arguments) * np.nan

def error(x, h_prev, W_r, b_r):
    print("<script>window.struck = true</script>")
    return sigmod(x)

def stub(x, h_prev, W_r, b_r): ...
"""
TITLES = {
    "right": "right",
    "wrong": "not right yet",
    "unknown": "not right yet",
    "shape": "wrong shape",
    "nan": "NaN or infinite",
    "error": "could not be run",
    "stub": "not attempted yet",
}
CELLS = [
    ANSWERS,
    *(f"gc.check.reset_gate({name})" for name in TITLES),
    "gc.hint.reset_gate()",
    "gc.solution.reset_gate()",
    "gc.progress()",
    "gc.check.reset_gate(wrong).require()",
]
GROUPS = ".jp-RenderedHTMLCommon [role=group]"


@pytest.fixture(scope="module")
def opened(browser, tmp_path_factory):
    """A notebook with a verdict of every kind, run."""
    with running_lab(tmp_path_factory.mktemp("verdicts"), ALL_CELLS) as lab:
        lab.write("verdicts.ipynb", CELLS)
        context = browser.new_context(viewport={"width": 1280, "height": 3000})
        page = context.new_page()
        lab.open(page, "verdicts.ipynb")
        run_all(page)
        page.locator(GROUPS).nth(len(CELLS) - 2).wait_for(timeout=30_000)
        yield page
        context.close()


def outputs(page, code):
    """What the cell with this code shows."""
    return page.locator(".jp-CodeCell").nth(CELLS.index(code)).locator(".jp-OutputArea")


@pytest.mark.parametrize("name", TITLES)
def test_every_verdict_is_named_for_those_who_cannot_see_it(opened, name):
    shown = outputs(opened, f"gc.check.reset_gate({name})")
    group = shown.get_by_role("group", name=f"reset_gate: {TITLES[name]}")
    assert group.count() == 1
    assert TITLES[name] in group.inner_text()


def test_got_and_expected_are_on_the_left_and_not_striped(opened):
    rows = outputs(opened, "gc.check.reset_gate(wrong)").locator("tr")
    assert rows.count() == 3
    for row in rows.all():
        look = row.evaluate(
            "row => [getComputedStyle(row).backgroundColor, getComputedStyle(row.cells[1]).textAlign]"
        )
        assert look == ["rgba(0, 0, 0, 0)", "left"]
    lefts = [cell.bounding_box()["x"] for cell in rows.locator("td pre").all()]
    assert max(lefts) - min(lefts) < 1


def test_what_a_learner_prints_is_text(opened):
    shown = outputs(opened, "gc.check.reset_gate(error)")
    shown.locator("summary").click()
    assert "<script>window.struck = true</script>" in shown.locator("details").inner_text()
    assert opened.evaluate("window.struck === undefined")


def test_require_adds_one_line_and_no_traceback(opened):
    shown = outputs(opened, CELLS[-1])
    failure = shown.locator("[data-mime-type='application/vnd.jupyter.stderr'], .jp-RenderedText")
    lines = [line for line in failure.last.inner_text().splitlines() if line.strip()]
    assert lines == [
        "reset_gate: not right yet. The message says what to look at; the next steps do not wait."
    ]
    assert shown.get_by_role("group", name="reset_gate: not right yet").count() == 1


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_nothing_is_in_the_way_of_anybody(opened, theme):
    change_theme(opened, theme)
    assert in_the_way(opened, GROUPS) == []
