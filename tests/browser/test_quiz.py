"""A quiz in a real browser, in a page with no kernel: driven by keyboard, by mouse and by touch."""

import pytest
from playwright.sync_api import expect

from gru_course import widgets
from tests.browser.look import bare_page
from tests.widgets.quizzes import example

pytestmark = pytest.mark.browser

FOCUSED = """() => {
  const node = document.activeElement;
  return node.getAttribute("aria-label") ?? node.closest("label")?.innerText ?? node.innerText ?? "";
}"""


def show(page, widget):
    page.set_content(bare_page(widget))
    page.wait_for_function("window.ready", timeout=10_000)


@pytest.fixture
def quiz(page):
    show(page, example())
    return page


def tab_to(page, name):
    """Press Tab until the focus is on what is called `name`; there it can be seen."""
    for _ in range(80):  # twice around the page
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED).strip() == name:
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
            return
    raise AssertionError(f"Tab does not reach {name}")


def choose(page, name):
    """Press the down arrow until the radio button of this name is chosen."""
    for _ in range(4):
        if focused(page) == name:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"the arrow keys do not reach {name}")


def focused(page):
    return page.evaluate(FOCUSED).strip()


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def verdict(page, number):
    return page.locator(".gru-verdict").nth(number - 1).inner_text().replace("\n\n", "\n")


def answers(page):
    return page.evaluate("model.get('answers')")


def steps(page):
    return page.locator(".gru-step").all_inner_texts()


def progress(page):
    return page.locator(".gru-progress").inner_text()


def test_all_four_kinds_are_answered_by_keyboard_alone(quiz):
    # one: the arrow keys choose
    press(quiz, "Tab", "Space")
    choose(quiz, "It keeps it: h = h_prev")
    tab_to(quiz, "Check, question 1")
    press(quiz, "Enter")
    assert verdict(quiz, 1) == (
        "✗ Try 1: not right yet.\nKnown mix-up: z and 1 − z swapped. PyTorch and Keras have it so."
    )
    assert focused(quiz) == "Check, question 1"
    press(quiz, "Shift+Tab")
    choose(quiz, "It replaces it: h = h_cand")
    assert not quiz.locator(".gru-verdict").first.is_visible()  # it was about the other choice
    tab_to(quiz, "Check, question 1")
    press(quiz, "Space")
    assert verdict(quiz, 1) == "✓ Try 2: right.\nNothing of the old state is left."
    assert focused(quiz) == "Check, question 1"

    # many: the space bar ticks
    for name in ("z, the update gate", "r, the reset gate"):
        tab_to(quiz, name)
        press(quiz, "Space")
    tab_to(quiz, "Check, question 2")
    press(quiz, "Enter")
    assert verdict(quiz, 2).startswith("✓ Try 1: right.\n")

    # numeric: Enter in the field checks
    tab_to(quiz, "Your answer to question 3")
    quiz.keyboard.type("-0,04")
    press(quiz, "Enter")
    assert "Known mix-up: z and 1 − z swapped." in verdict(quiz, 3)
    press(quiz, "Control+a")
    quiz.keyboard.type("11/25")
    press(quiz, "Enter")
    assert verdict(quiz, 3) == "✓ Try 2: right.\nThe answer is 0.44. 0.3 · (−0.4) + 0.7 · 0.8."
    assert focused(quiz) == "Your answer to question 3"

    # order: each step is taken to its place from the top
    wanted = ["reset gate", "update gate", "candidate", "new state"]
    assert steps(quiz) != wanted
    for place, step in enumerate(wanted):
        tab_to(quiz, f"Move up: {step}")
        while steps(quiz).index(step) > place:
            press(quiz, "ArrowUp")
            assert focused(quiz) == f"Move up: {step}"
    assert steps(quiz) == wanted
    tab_to(quiz, "Check, question 4")
    press(quiz, "Enter")
    assert verdict(quiz, 4).startswith("✓ Try 1: right.")
    assert progress(quiz) == "4 of 4 right, 6 tries"

    given = answers(quiz)
    assert [one["right"] for one in given] == [True] * 4
    assert [one["tries"] for one in given] == [2, 1, 2, 1]
    assert given[2]["answer"] == "11/25"
    assert given[3]["answer"] == wanted
    kernel = example()
    kernel.set_state({"answers": given})  # Python agrees with all of it
    assert kernel.answers == given


def test_ordering_by_keys_and_buttons_is_announced_and_keeps_the_focus(quiz):
    before = steps(quiz)
    tab_to(quiz, f"Move down: {before[0]}")
    press(quiz, "Enter")
    assert steps(quiz) == [before[1], before[0], *before[2:]]
    assert focused(quiz) == f"Move down: {before[0]}"
    spoken = quiz.locator("fieldset .gru-spoken")
    assert spoken.get_attribute("role") == "status"
    expect(spoken).to_have_text(f"{before[0]}: now 2 of 4.")
    press(quiz, "End")
    assert steps(quiz) == [*before[1:], before[0]]
    expect(spoken).to_have_text(f"{before[0]}: now 4 of 4.")
    press(quiz, "ArrowDown")  # nowhere to go
    assert steps(quiz) == [*before[1:], before[0]]
    assert quiz.get_by_role("button", name=f"Move down: {before[0]}").get_attribute("aria-disabled") == "true"
    press(quiz, "Home")
    assert steps(quiz) == before
    assert focused(quiz) == f"Move down: {before[0]}"


def test_steps_are_dragged_by_pointer(quiz):
    before = steps(quiz)
    items = quiz.locator(".gru-order li")
    start, end = items.nth(0).bounding_box(), items.nth(2).bounding_box()
    quiz.mouse.move(start["x"] + 60, start["y"] + 15)
    quiz.mouse.down()
    quiz.mouse.move(start["x"] + 60, end["y"] + end["height"] - 4, steps=12)
    expect(items.nth(2)).to_have_class("gru-dragged")
    quiz.mouse.up()
    expect(quiz.locator(".gru-step")).to_have_text([before[1], before[2], before[0], before[3]])
    assert quiz.locator(".gru-dragged").count() == 0
    expect(quiz.locator("fieldset .gru-spoken")).to_have_text(f"{before[0]}: now 3 of 4.")


def test_after_two_wrong_tries_the_answer_can_be_shown_and_does_not_count(quiz):
    field = quiz.get_by_role("textbox", name="Your answer to question 3")
    reveal = quiz.get_by_role("button", name="Show answer, question 3")
    for wrong in ("7", "8"):
        assert reveal.count() == 0
        field.fill(wrong)
        field.press("Enter")
    reveal.focus()
    press(quiz, "Enter")
    assert verdict(quiz, 3).startswith(
        "→ The answer, shown: this does not count as solved.\nThe answer is 0.44."
    )
    assert focused(quiz) == "Try again, question 3"
    assert progress(quiz) == "0 of 4 right, 2 tries, 1 answer shown"

    press(quiz, "Enter")  # Try again
    assert focused(quiz) == "Your answer to question 3"
    assert (field.input_value(), verdict(quiz, 3)) == ("", "")
    quiz.keyboard.type("0.44")
    press(quiz, "Enter")
    assert verdict(quiz, 3).startswith(
        "✓ Try 3: right, but the answer had been shown, so it does not count as solved."
    )
    record = answers(quiz)[2]
    assert (record["right"], record["shown"], record["tries"]) == (False, True, 3)


def test_try_again_resets_that_question_only(quiz):
    quiz.get_by_role("radio", name="It resets it").check()
    quiz.get_by_role("button", name="Check, question 1").click()
    quiz.get_by_role("checkbox", name="h, the state").check()
    quiz.get_by_role("button", name="Check, question 2").click()
    quiz.get_by_role("button", name="Try again, question 1").click()
    assert quiz.locator("input[type=radio]:checked").count() == 0
    assert quiz.get_by_role("checkbox", name="h, the state").is_checked()
    assert verdict(quiz, 2).startswith("✗ Try 1")
    assert [(one["answer"], one["tries"]) for one in answers(quiz)[:2]] == [(None, 1), (["h, the state"], 1)]


def test_an_empty_or_unreadable_answer_is_no_try(quiz):
    for number in (1, 2, 3):
        quiz.get_by_role("button", name=f"Check, question {number}").click()
        assert verdict(quiz, number).startswith("! ")
    quiz.get_by_role("textbox", name="question 3").fill("about half")
    quiz.get_by_role("button", name="Check, question 3").click()
    assert "“about half” cannot be read as a number" in verdict(quiz, 3)
    assert progress(quiz) == "0 of 4 right, 0 tries"


def test_a_solved_question_is_locked_until_it_is_tried_again(quiz):
    quiz.get_by_role("radio", name="It replaces it").check()
    check = quiz.get_by_role("button", name="Check, question 1")
    check.click()
    check.click(force=True)
    assert answers(quiz)[0]["tries"] == 1
    assert quiz.get_by_role("radio", name="It resets it").is_disabled()
    quiz.get_by_role("button", name="Try again, question 1").click()
    assert quiz.get_by_role("radio", name="It resets it").is_enabled()


def test_answers_are_restored_from_text_and_from_python(quiz):
    quiz.get_by_role("textbox", name="question 3").fill("0,44")
    quiz.get_by_role("button", name="Check, question 3").click()
    quiz.get_by_text("Save or restore your answers").click()
    state = quiz.get_by_role("textbox", name="Your answers as text")
    saved = state.input_value()
    kernel = example(state=saved)
    assert kernel.state == saved

    quiz.get_by_role("button", name="Start the quiz again").click()
    assert progress(quiz) == "0 of 4 right, 0 tries"
    assert quiz.get_by_role("textbox", name="question 3").input_value() == ""
    state.fill(saved)
    state.press("Enter")
    assert progress(quiz) == "1 of 4 right, 1 try"
    assert verdict(quiz, 3).startswith("✓ Try 1: right.")
    state.fill("blend?z=1")
    state.press("Enter")
    expect(quiz.locator(".gru-problem")).to_have_text('A text that begins with "quiz?", please.')

    quiz.evaluate("records => model.fromPython('answers', records)", example().answers)
    assert progress(quiz) == "0 of 4 right, 0 tries"
    assert verdict(quiz, 3) == ""


def test_what_python_changes_leaves_other_questions_alone(quiz):
    quiz.get_by_role("textbox", name="question 3").fill("half typ")
    kernel = example()
    changed = [kernel.answers[0] | {"answer": "It resets it: `h = 0`", "tries": 1}, *kernel.answers[1:]]
    quiz.evaluate("records => model.fromPython('answers', records)", changed)
    assert verdict(quiz, 1).startswith("✗ Try 1: not right yet.")
    assert quiz.get_by_role("radio", name="It resets it").is_checked()
    assert quiz.get_by_role("textbox", name="question 3").input_value() == "half typ"


def test_a_finger_drags_a_step_by_its_grip(browser):
    context = browser.new_context(viewport={"width": 480, "height": 800}, has_touch=True)
    page = context.new_page()
    show(page, example())
    before = steps(page)
    page.locator(".gru-order").scroll_into_view_if_needed()
    styles = "grip => [grip, grip.parentNode].map((node) => getComputedStyle(node).touchAction)"
    assert page.locator(".gru-grip").first.evaluate(styles) == ["none", "auto"]  # elsewhere it scrolls
    grip, last = page.locator(".gru-grip").first.bounding_box(), page.locator(".gru-grip").last.bounding_box()
    x, top, bottom = grip["x"] + 13, grip["y"] + 15, last["y"] + 25
    session = context.new_cdp_session(page)

    def touch(kind, *points):
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [*points]})

    touch("touchStart", {"x": x, "y": top})
    for part in range(1, 11):
        touch("touchMove", {"x": x, "y": top + (bottom - top) * part / 10})
    touch("touchEnd")
    expect(page.locator(".gru-step")).to_have_text([*before[1:], before[0]])
    context.close()


def test_two_quizzes_in_a_page_do_not_share_their_radio_buttons(quiz):
    # as in a notebook, the second one has a copy of the module
    again = """async (code) => {
      const module = await import(URL.createObjectURL(new Blob([code], { type: "text/javascript" })));
      module.default.render({ model, el: document.getElementById("root") });
    }"""
    quiz.evaluate(again, str(example()._esm))
    assert quiz.locator(".gru-quiz").count() == 2
    for box in quiz.locator(".gru-quiz").all():
        box.get_by_role("radio").first.check()
    assert quiz.locator("input[type=radio]:checked").count() == 2
    ids = quiz.evaluate("[...document.querySelectorAll('[id]')].map(({ id }) => id)")
    assert len(ids) == len(set(ids)) == 9


def test_code_is_shown_as_code_and_nothing_as_markup(page):
    show(page, widgets.quiz(widgets.numeric("Is `<b>a</b>` <i>b</i> & c?", 1), title="<img src=x>"))
    expect(page.locator("legend")).to_have_text("1. Is <b>a</b> <i>b</i> & c?")
    expect(page.locator("legend code")).to_have_text("<b>a</b>")
    assert page.locator("main img, main i, main b").count() == 0


@pytest.mark.parametrize("width", [480, 1280])
def test_it_fits_and_its_targets_are_large_enough(page, width):
    page.set_viewport_size({"width": width, "height": 720})
    show(page, example())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for target in page.locator(".gru-quiz button:visible, .gru-option, .gru-number, .gru-grip").all():
        box = target.bounding_box()
        assert min(box["width"], box["height"]) >= 24
    for node in page.locator(".gru-quiz *:visible").all():
        assert float(node.evaluate("node => parseFloat(getComputedStyle(node).fontSize)")) >= 13


def test_every_control_keeps_its_keys_from_jupyterlab(quiz):
    controls = quiz.locator(".gru-quiz :is(button, input)")
    assert controls.count() > 20
    assert quiz.locator(".gru-quiz :is(button, input):not([data-lm-suppress-shortcuts])").count() == 0


def test_closing_it_frees_what_it_held(quiz):
    assert quiz.evaluate("model.listeners()") == 1
    quiz.evaluate("close_one()")
    assert quiz.evaluate("model.listeners()") == 0
    assert quiz.locator(".gru-quiz").count() == 0
