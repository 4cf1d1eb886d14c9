"""The first lesson in a real browser: its pictures have words, and its slider moves what is painted."""

import re

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

LESSON = "notebooks/00_start_here.ipynb"
SLIDER_CELL = 'gc.widgets.gate("update")'


@pytest.fixture
def opened(page, lab):
    """The lesson open in JupyterLab, as it was saved."""
    page.goto(lab.address(LESSON), timeout=60_000)
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=60_000)
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=60_000)  # the status bar
    return page


@pytest.fixture
def lesson(opened):
    """The lesson with its first cell and its slider cell run."""
    run(opened, "import gru_course as gc")
    run(opened, SLIDER_CELL)
    opened.locator(".gru-explorer input").first.wait_for(timeout=60_000)
    return opened


def run(page, code):
    """Run a cell as a learner does, and wait until it has run."""
    cell = scroll_to(page, code)
    cell.locator(".cm-content").click()
    active = page.locator(".jp-CodeCell.jp-mod-active").filter(has_text=code)
    active.wait_for(timeout=30_000)
    page.keyboard.press("Control+Enter")
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=120_000)


def scroll_to(page, code):
    """The code cell that holds this text, brought into view."""
    cell = page.locator(".jp-CodeCell").filter(has_text=code).first
    page.locator(".jp-WindowedPanel-outer").first.hover()
    for _ in range(100):
        if cell.count() and cell.is_visible():
            cell.scroll_into_view_if_needed()
            return cell
        page.mouse.wheel(0, 300)  # only the cells in view are drawn
        page.wait_for_timeout(100)
    raise AssertionError(f"no cell with {code}")


def painted(page):
    """What the explorer shows: its sentence, and where the ring for the new state is."""
    page.wait_for_timeout(100)
    explorer = page.locator(".gru-explorer")
    sentence = explorer.locator(".gru-sentence").inner_text()
    ring = float(explorer.locator(".gru-result").get_attribute("cx"))
    return sentence, ring


def test_the_slider_moves_the_picture_by_keyboard(lesson):
    sentence, ring = painted(lesson)
    assert sentence == (
        "With z = 0.30 the new state is 30 % candidate (−0.40) and 70 % old state (0.80): 0.44."
    )

    z = lesson.get_by_role("slider", name="z, the update gate")
    z.focus()
    for _ in range(5):
        lesson.keyboard.press("ArrowUp")
    moved, moved_ring = painted(lesson)
    assert "z = 0.35" in moved
    assert moved_ring < ring  # towards the candidate, which is on the left

    lesson.keyboard.press("End")
    replaced, _ = painted(lesson)
    assert replaced.endswith("100 % candidate (−0.40) and 0 % old state (0.80): −0.40.")

    # the arrow keys moved the slider and not the selected cell
    assert z.evaluate("slider => slider === document.activeElement")

    lesson.keyboard.press("Home")
    kept, _ = painted(lesson)
    assert kept.endswith(": 0.80.")


def test_every_control_has_a_name_and_the_buttons_work(lesson):
    names = {"z, the update gate", "h_prev, the old state", "h_cand, the candidate"}
    for name in names:
        assert lesson.get_by_role("slider", name=name).count() == 1
    assert lesson.get_by_role("slider").count() == len(names)

    lesson.get_by_role("button", name="Half and half (z = 0.5)").click()
    assert "z = 0.50" in painted(lesson)[0]
    assert lesson.get_by_role("slider", name="z, the update gate").input_value() == "0.5"
    lesson.get_by_role("button", name="Start again").press("Enter")
    assert "z = 0.30" in painted(lesson)[0]
    assert lesson.locator(".gru-sentence").get_attribute("aria-live") == "polite"


def test_pictures_carry_a_text_for_those_who_cannot_see_them(opened):
    scroll_to(opened, "gc.plots.error_bars")
    picture = opened.get_by_role("img", name=re.compile("^Bars of the test error in degrees"))
    picture.wait_for(timeout=30_000)
    assert picture.evaluate("image => image.complete && image.naturalWidth > 1000")
