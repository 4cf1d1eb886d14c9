"""The report and a learner's page, as a browser shows them: nothing is cut off, and nobody is left out."""

from __future__ import annotations

import pytest

from gru_course.checks.catalogue import EXERCISES
from gru_course.grading.class_report import report_page
from tests.grading.test_feedback import gate
from tests.grading.test_feedback import page as feedback
from tests.grading.test_report import found, learner

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("grading pages"),
]

LONG = "x" * 200


def report() -> str:
    known = EXERCISES["reset_gate"].misconceptions[:30]
    wrong = [learner(n, {"reset_gate": known[n // 2].id, "sigmoid": "no-return"}) for n in range(60)]
    return report_page(
        found(*wrong, learner(99, problem=LONG), walls="bubblewrap is not there", strangers=(LONG,))
    )


PAGES = {"report": report, "feedback": lambda: feedback(gate(notes=(LONG,)), learner=LONG)}


@pytest.fixture(params=["light", "dark"])
def window(browser, request):
    context = browser.new_context(color_scheme=request.param, viewport={"width": 400, "height": 800})
    yield context.new_page()
    context.close()


def show(window, name: str) -> None:
    window.set_content(PAGES[name]())


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_in_the_way_of_anybody(window, name):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    without_policy = PAGES[name]().replace("Content-Security-Policy", "Something-Else")  # axe is a script
    window.set_content(without_policy)
    answer = axe.Axe().run(window, options={"resultTypes": ["violations", "passes"]}).response
    assert [(rule["id"], rule["nodes"][0]["html"][:160]) for rule in answer["violations"]] == []
    passed = {rule["id"]: len(rule["nodes"]) for rule in answer["passes"]}
    assert passed["color-contrast"] > 20, "axe has looked at the words"


@pytest.mark.parametrize("name", PAGES)
def test_a_narrow_window_scrolls_tables_only_and_breaks_no_heading_in_mid_word(window, name):
    show(window, name)
    width = window.evaluate("document.documentElement.scrollWidth")
    assert width <= 400
    lines = window.evaluate("""[...document.querySelectorAll("thead th")].map((cell) => {
        const range = document.createRange();
        range.selectNodeContents(cell);
        const height = parseFloat(getComputedStyle(cell).lineHeight);
        return [cell.textContent, Math.round(range.getBoundingClientRect().height / height)];
    })""")
    assert lines
    assert all(count <= len(text.split()) for text, count in lines), lines


@pytest.mark.parametrize("name", PAGES)
def test_on_paper_nothing_hangs_over_the_edge(window, name):
    window.set_viewport_size({"width": 700, "height": 1000})
    window.emulate_media(media="print")
    show(window, name)
    over = window.evaluate("""[...document.querySelectorAll("main *")]
        .filter((each) => each.getBoundingClientRect().right > 701)
        .map((each) => each.outerHTML.slice(0, 80))""")
    assert over == []
