"""The forgetting explorer in a real browser, in a page with no kernel."""

import pytest
from playwright.sync_api import expect

from gru_course import widgets
from tests.browser.look import bare_page, settle

pytestmark = pytest.mark.browser

LINES = ".gru-level-line"


def show(page, widget):
    page.set_content(bare_page(widget))
    page.wait_for_function("window.ready", timeout=10_000)


@pytest.fixture
def forgetting(page):
    show(page, widgets.forgetting())
    return page


def lines(page):
    return page.locator(LINES).evaluate_all("(nodes) => nodes.map((n) => n.getAttribute('d'))")


def test_each_slider_moves_its_own_lines_by_keyboard(forgetting):
    # lines: plain RNN, GRU, LSTM in the state, then in the gradient
    for name, moved in (("b_z", {1, 4}), ("b_f", {2, 5}), ("scale", {0, 1, 2, 3, 4, 5})):
        before = lines(forgetting)
        forgetting.locator(f"input[name={name}]").press("ArrowLeft")
        settle(forgetting)
        after = lines(forgetting)
        assert {k for k in range(6) if before[k] != after[k]} == moved


def test_the_other_draws_follow_as_faint_lines_and_come_to_rest(forgetting):
    count = (
        "[...document.querySelectorAll('.gru-faint')].map((n) => n.getAttribute('d').split('M').length - 1)"
    )
    forgetting.wait_for_function(f"{count}.join() === '4,4,4,4,4,4'")
    forgetting.evaluate("""() => {
        window.paints = 0;
        const watch = new MutationObserver(() => { window.paints += 1; });
        watch.observe(document.querySelector(".gru-stage"), { childList: true });
    }""")
    forgetting.locator("input[name=T]").press("ArrowRight")
    forgetting.wait_for_function(f"window.paints > 0 && {count}.join() === '4,4,4,4,4,4'")
    # At rest: for a second nothing is painted. One that paints for ever never comes to this.
    forgetting.evaluate("""() => { window.seen = -1; window.since = performance.now(); }""")
    forgetting.wait_for_function("""() => {
        if (window.paints !== window.seen) {
            window.seen = window.paints;
            window.since = performance.now();
        }
        return performance.now() - window.since > 1000;
    }""")
    assert forgetting.evaluate("window.paints") <= 6


def test_lengths_are_whole_numbers(forgetting):
    forgetting.locator("input[name=T]").press("End")
    assert (
        forgetting.locator("input[name=T]").evaluate("(n) => n.closest('.gru-row').innerText").endswith("100")
    )


def test_the_prediction_stands_in_the_picture_and_in_words(forgetting):
    forgetting.get_by_role("button", name="Predict first").click()
    forgetting.keyboard.press("ArrowLeft")
    forgetting.get_by_role("button", name="Reveal").click()
    forgetting.wait_for_function("document.querySelector('.gru-stage').textContent.includes('you')")
    expect(forgetting.locator(".gru-sentence")).to_contain_text("You predicted 49; it is 33, off by 16.")


def test_where_it_is_narrow_the_charts_stand_one_above_the_other(page):
    page.set_viewport_size({"width": 480, "height": 900})
    show(page, widgets.forgetting())
    heights = """[...document.querySelectorAll('.gru-stage text')]
        .filter((node) => node.textContent === '100 %').map((node) => node.getBoundingClientRect().y)"""
    page.wait_for_function(f"() => {{ const [state, gradient] = {heights}; return gradient > state + 200; }}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 480
