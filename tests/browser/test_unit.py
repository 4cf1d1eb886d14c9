"""The picture of one unit, in a page with no kernel: its words do not lie on each other."""

import pytest

from gru_course import widgets
from tests.browser.look import bare_page

pytestmark = pytest.mark.browser

# The value of the point, and the words that overlap with it, or that the picture cuts off.
IN_THE_WAY = """() => {
    const place = (node) => node.getBoundingClientRect();
    const svg = document.querySelector(".gru-stage svg");
    const value = svg.querySelector(".gru-strong");
    const [all, mine] = [place(svg), place(value)];
    const beside = (p) => p.right <= mine.left || p.left >= mine.right;
    const apart = (p) => beside(p) || p.bottom <= mine.top || p.top >= mine.bottom;
    const others = [...svg.querySelectorAll("text")].filter((node) => node !== value && !apart(place(node)));
    return [...others.map((node) => node.textContent), ...(mine.left < all.left ? ["the edge"] : [])];
}"""

AT_A_TICK = {
    "half open": lambda: widgets.gate("reset", x=0.35, w=3.0, u=0.0, b=-1.0),
    "shut": lambda: widgets.gate("update", x=0.0, b=-6.0),
    "candidate near -1": lambda: widgets.candidate(x=-2.0, w=3.0),
    "candidate near 0": lambda: widgets.candidate(x=0.0, u=0.0, b=0.0),
}


@pytest.mark.parametrize("name", AT_A_TICK)
def test_the_value_stands_beside_the_tick_at_its_height_and_not_on_it(page, name):
    page.set_content(bare_page(AT_A_TICK[name]()))
    page.wait_for_function("window.ready", timeout=10_000)
    assert page.evaluate(IN_THE_WAY) == []
