"""The cards of the order explorer in a real browser, in a page with no kernel: dragged, and moved by keys."""

import pytest
from playwright.sync_api import expect

from gru_course import widgets
from tests.browser.look import bare_page

pytestmark = pytest.mark.browser

FOCUSED = "document.activeElement.getAttribute('aria-label')"


def show(page, widget):
    page.set_content(bare_page(widget))
    page.wait_for_function("window.ready", timeout=10_000)


@pytest.fixture
def cards(page):
    page.emulate_media(reduced_motion="reduce")  # cards that still glide are not where they will be
    show(page, widgets.sequence_order())
    return page.locator(".gru-card")


def order(page):
    """The letters as they lie, from left to right, and as the page's elements follow each other."""
    lie = page.locator(".gru-card").evaluate_all(
        "(nodes) => nodes.map((n) => [parseFloat(n.style.left), n.innerText[0]]).sort((a, b) => a[0] - b[0])"
        ".map(([, text]) => text).join('')"
    )
    follow = "".join(text[0] for text in page.locator(".gru-card").all_inner_texts())
    assert lie == follow
    return lie


def drag(page, card, onto):
    begin, end = card.bounding_box(), onto.bounding_box()
    page.mouse.move(begin["x"] + 20, begin["y"] + 40)
    page.mouse.down()
    page.mouse.move(end["x"] + 20, end["y"] + 30, steps=12)
    page.mouse.up()


def test_a_card_that_is_dragged_lies_where_it_was_dropped_and_the_state_ends_elsewhere(page, cards):
    assert order(page) == "EBCAD"
    drag(page, cards.nth(0), cards.nth(4))
    page.wait_for_function("document.querySelector('.gru-sentence').textContent.includes('B C A D E')")
    assert order(page) == "BCADE"
    # Python is told a moment later
    page.wait_for_function("model.get('values').xs.join() === '-0.5,0.3,-0.8,0.6,0.9'")
    sentence = page.locator(".gru-sentence").inner_text()
    assert "the state ends at 0.68. The average of the same numbers is 0.10" in sentence
    drag(page, cards.nth(4), cards.nth(0))
    page.wait_for_function("document.querySelector('.gru-sentence').textContent.includes('E B C A D')")


def test_the_arrow_keys_move_the_card_in_focus_which_keeps_it_and_says_where_it_is(page, cards):
    cards.nth(0).focus()
    page.keyboard.press("ArrowLeft")  # is at the end already
    assert order(page) == "EBCAD"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert order(page) == "BCEAD"
    assert page.evaluate(FOCUSED).startswith("Card E, 0.90, place 3 of 5")
    expect(page.locator(".gru-cards .gru-spoken")).to_have_text("Card E is now at place 3 of 5.")
    page.keyboard.press("End")
    assert order(page) == "BCADE"
    page.keyboard.press("Home")
    assert order(page) == "EBCAD"
    assert page.evaluate(FOCUSED).startswith("Card E, 0.90, place 1 of 5")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED).startswith("Card B")


def test_typed_numbers_and_presets_lay_the_cards_out(page, cards):
    page.get_by_role("button", name="Sorted up").click()
    page.wait_for_function("document.querySelector('.gru-sentence').textContent.includes('A B C D E')")
    assert order(page) == "ABCDE"
    typed = page.get_by_label("Order, typed")
    typed.fill("0.1, -1, 1, 0, 0.5, -0.5")
    typed.press("Enter")
    page.wait_for_function("document.querySelectorAll('.gru-card').length === 6")
    assert order(page) == "DAFCEB"


def test_orders_that_were_tried_stay_beside_the_picture(page):
    page.clock.install()  # an order that has lain for 600 ms has been tried
    show(page, widgets.sequence_order())
    for order_of in ("Sorted down", "Sorted up"):
        page.clock.run_for(700)
        page.get_by_role("button", name=order_of).click()
    for tried in ("ABCDE 0.78", "EDCBA −0.55", "EBCAD 0.19"):
        expect(page.locator(".gru-stage").get_by_text(tried, exact=True)).to_be_attached()


def test_the_cards_can_be_seen_while_the_picture_is_hidden(page, cards):
    page.get_by_role("button", name="Predict first").click()
    assert cards.nth(0).is_visible()
    assert not page.locator(".gru-stage svg").is_visible()
    page.get_by_role("button", name="Reveal").click()
    expect(page.locator(".gru-sentence")).to_contain_text("You predicted 0.00; it is 0.19")


def test_closing_it_leaves_nothing_behind(page, cards):
    page.evaluate("close_one()")
    assert page.locator(".gru-card").count() == 0
    assert page.evaluate("model.listeners()") == 0


def test_cards_can_be_moved_also_while_the_learners_function_is_broken(page):
    def broken(x, h_prev, W, b):
        raise ValueError("no")

    show(page, widgets.sequence_order(broken))
    # Before a card moves: this page has no Python to ask again, and says so after a while.
    expect(page.locator(".gru-problem")).to_contain_text("broken raised ValueError: no")
    assert order(page) == "EBCAD"
    page.locator(".gru-card").nth(0).focus()
    page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="Sorted up").click()
    assert order(page) == "ABCDE"
