"""An explorer that is closed leaves nothing behind, and one that rests asks for nothing."""

import pytest

from tests.browser.look import bare_page
from tests.widgets.gallery import EXPLORERS, make

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120), pytest.mark.xdist_group("export")]

COUNT_FRAMES = """
window.asked = 0;
const request = window.requestAnimationFrame;
window.requestAnimationFrame = (draw) => { asked += 1; return request(draw); };
"""


RESTED = """() => {
    if (window.asked !== window.before) [window.before, window.since] = [window.asked, performance.now()];
    return performance.now() - window.since > 500;
}"""


@pytest.fixture
def opened(page, name):
    page.add_init_script(COUNT_FRAMES)
    page.goto("about:blank")  # init scripts run on navigation
    page.set_content(bare_page(make(name)))
    page.wait_for_function("window.ready")
    rest(page)
    return page


def rest(page):
    """Wait until the explorer has asked for no frame for half a second; one that goes on for ever fails."""
    page.wait_for_function(RESTED, polling=100)


def held(page, devtools):
    for _ in range(2):
        devtools.send("HeapProfiler.collectGarbage")
        page.wait_for_timeout(50)
    metrics = {m["name"]: m["value"] for m in devtools.send("Performance.getMetrics")["metrics"]}
    return metrics["Nodes"], metrics["JSEventListeners"]


@pytest.mark.parametrize("name", EXPLORERS)
def test_twenty_times_opened_and_closed_leaves_nothing(opened, name):
    devtools = opened.context.new_cdp_session(opened)
    devtools.send("Performance.enable")
    opened.evaluate("close_one()")
    rounds = """async (n) => {
        for (let k = 0; k < n; k++) {
            const close = await open_one();
            await new Promise((done) => setTimeout(done, 20));
            close();
        }
    }"""
    opened.evaluate(rounds, 2)
    before = held(opened, devtools)
    opened.evaluate(rounds, 20)
    rest(opened)
    for _ in range(20):
        after = held(opened, devtools)
        if after[0] - before[0] <= 20 and after[1] - before[1] <= 2:
            break
        opened.wait_for_timeout(100)  # what has a timer still to run is let go when that has run
    assert after[0] - before[0] <= 20, "nodes stay behind"  # one for each round would be 20 at the least
    assert after[1] - before[1] <= 2, "event listeners stay behind"
    assert opened.evaluate("model.listeners()") == 0


@pytest.mark.parametrize("name", EXPLORERS)
def test_an_explorer_at_rest_asks_for_no_frames(opened, name):
    before = opened.evaluate("asked")
    opened.wait_for_timeout(500)
    assert opened.evaluate("asked") == before
