"""The first lesson in a real browser: its pictures have words, and its slider moves what is painted."""

import re

import pytest

from tests.browser.look import settle

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

LESSON = "notebooks/00_start_here.ipynb"
SLIDER_CELL = "gc.widgets.blend()"


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
    settle(page)
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

    choices = {"replaces the state (this course)", "keeps the state (PyTorch, Keras)"}
    for name in choices:
        assert lesson.get_by_role("radio", name=name).count() == 1

    lesson.get_by_role("button", name="Half and half (z = 0.5)").click()
    assert "z = 0.50" in painted(lesson)[0]
    assert lesson.get_by_role("slider", name="z, the update gate").input_value() == "0.5"
    lesson.get_by_role("button", name="Start again").press("Enter")
    assert "z = 0.30" in painted(lesson)[0]


def test_the_switch_turns_the_meaning_of_z_round(lesson):
    _, ring = painted(lesson)
    lesson.get_by_role("radio", name="keeps the state (PyTorch, Keras)").check()
    kept, kept_ring = painted(lesson)
    assert kept.endswith("70 % candidate (−0.40) and 30 % old state (0.80): −0.04.")
    assert kept_ring < ring
    lesson.get_by_role("radio", name="replaces the state (this course)").check()
    assert painted(lesson)[1] == ring


def test_the_sentence_is_read_aloud_when_the_slider_rests(lesson):
    spoken = lesson.locator(".gru-explorer [role=status].gru-spoken")
    lesson.get_by_role("slider", name="z, the update gate").press("End")
    lesson.wait_for_function("spoken => spoken.textContent.includes('z = 1.00')", arg=spoken.element_handle())
    assert spoken.text_content() == painted(lesson)[0]


def test_a_prediction_comes_before_the_picture(lesson):
    stage = lesson.locator(".gru-explorer .gru-stage")
    lesson.get_by_role("button", name="Predict first").click()
    assert lesson.get_by_role("slider", name="Your prediction of h").evaluate(
        "s => s === document.activeElement"
    )
    assert stage.locator("svg").evaluate("svg => getComputedStyle(svg).visibility") == "hidden"
    lesson.keyboard.press("End")
    lesson.get_by_role("button", name="Reveal").click()
    assert stage.locator("svg").evaluate("svg => getComputedStyle(svg).visibility") == "visible"
    assert painted(lesson)[0].endswith("You predicted 1.00; it is 0.44, off by 0.56.")
    lesson.get_by_role("button", name="Without prediction").click()
    assert painted(lesson)[0].endswith(": 0.44.")


def test_pictures_carry_a_text_for_those_who_cannot_see_them(opened):
    scroll_to(opened, "gc.plots.error_bars")
    picture = opened.get_by_role("img", name=re.compile("^Bars of the test error in degrees"))
    picture.wait_for(timeout=30_000)
    assert picture.evaluate("image => image.complete && image.naturalWidth > 1000")
