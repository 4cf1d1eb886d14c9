"""Every explorer in JupyterLab: by keyboard and by mouse, light and dark, with good and bad functions."""

import pytest
from playwright.sync_api import expect

from tests.browser.lab import ALL_CELLS, run_all, running_lab
from tests.browser.look import BOXES, explorer_box, painted, settle
from tests.browser.themes import change_theme, faint_words, in_the_way
from tests.widgets.gallery import EXPLORERS

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.timeout(300),
    pytest.mark.xdist_group("explorers"),  # one JupyterLab for all of these
]

FUNCTIONS = {
    "right": "return z * h_cand + (1 - z) * h_prev",
    "raises": 'raise RuntimeError("no idea")',
    "shape": "return np.zeros((2, 3))",
    "nan": "return h_prev * np.nan",
    "slow": (
        "while z[0, 0] > 0.5 and not os.path.exists('go_on'): time.sleep(0.05); "
        "return z * h_cand + (1 - z) * h_prev"
    ),
}
SETUP = "import os\nimport time\nimport numpy as np\nimport gru_course as gc"


def function_cell(name):
    body = "\n    ".join(FUNCTIONS[name].split("; "))
    return f"def final_state(h_prev, h_cand, z):\n    {body}\ngc.widgets.blend(step=final_state)"


CELLS = {**EXPLORERS, **{name: function_cell(name) for name in FUNCTIONS}}
every = pytest.mark.parametrize("name", [name for name in EXPLORERS if name != "quiz"])
WITHOUT_PICTURE = {("cell", "speed")}  # how fast it plays, which shows only when it does
KEEPS_WHAT_WAS_TRIED = {"sequence-order"}  # beside the picture, once it has lain there for a while


@pytest.fixture(scope="module")
def opened(browser, tmp_path_factory):
    """One notebook with every explorer, run; errors in the page's scripts fail the last test."""
    with running_lab(tmp_path_factory.mktemp("explorers"), ALL_CELLS) as lab:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        page = context.new_page()
        page.errors, page.folder = [], lab.folder
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        lab.write("explorers.ipynb", [SETUP, *CELLS.values()])
        lab.open(page, "explorers.ipynb")
        run_all(page)
        page.locator(BOXES).nth(len(CELLS) - 1).wait_for(timeout=60_000)
        yield page
        context.close()


@pytest.fixture
def box(opened, name):
    found = explorer_box(opened, list(CELLS).index(name))
    found.scroll_into_view_if_needed()
    return found


def ranges(box, name):
    """The sliders that move the picture."""
    found = box.locator("input[type=range]")
    sliders = [found.nth(k) for k in range(found.count()) if found.nth(k).is_visible()]
    return [slider for slider in sliders if (name, slider.get_attribute("name")) not in WITHOUT_PICTURE]


def start_again(box):
    box.get_by_role("button", name="Start again", exact=True).click()
    settle(box.page)


@pytest.mark.parametrize("name", EXPLORERS)
def test_it_shows_itself_and_every_control_has_a_name(box):
    assert box.locator(".gru-title").inner_text()
    controls = box.locator("input, button, select, [role=slider], [role=button]")
    for k in range(controls.count()):
        name = controls.nth(k).evaluate(
            "c => c.ariaLabel || [...(c.labels ?? [])].map((l) => l.textContent).join() || c.textContent"
        )
        assert name.strip(), controls.nth(k).evaluate("c => c.outerHTML")


@every
def test_every_slider_follows_the_keyboard(opened, box, name):
    for slider in ranges(box, name):
        slider.focus()
        opened.keyboard.press("Home")
        settle(opened)
        before = painted(box)
        for key in ("PageUp", "PageUp", "ArrowUp", "ArrowRight"):
            opened.keyboard.press(key)
        settle(opened)
        after = painted(box)
        what = f"{name}: {slider.get_attribute('name')}"
        assert after["picture"] != before["picture"], what
        assert after["words"] != before["words"], what
        # the arrow keys moved the slider and not the selected cell
        assert slider.evaluate("slider => slider === document.activeElement"), what
    start_again(box)


@every
def test_every_slider_follows_the_mouse(opened, box, name):
    for slider in ranges(box, name):
        slider.scroll_into_view_if_needed()
        place = slider.bounding_box()
        middle = place["y"] + place["height"] / 2
        opened.mouse.move(place["x"] + place["width"] * 0.2, middle)
        opened.mouse.down()
        settle(opened)
        before = painted(box)
        opened.mouse.move(place["x"] + place["width"] * 0.8, middle, steps=6)
        settle(opened)
        during = painted(box)
        opened.mouse.up()
        what = f"{name}: {slider.get_attribute('name')}"
        assert during["picture"] != before["picture"], what
        assert during["words"] != before["words"], what
        assert place["height"] >= 24, what
    start_again(box)


@every
def test_presets_and_start_again(box, name):
    start_again(box)
    first = painted(box)
    presets = box.get_by_role("group", name="Examples").first.get_by_role("button")
    labels = [label for label in presets.all_inner_texts() if label != "Start again"]
    assert labels
    shown = set()
    for label in labels:
        box.get_by_role("button", name=label, exact=True).click()
        settle(box.page)
        shown.add(painted(box)["picture"])
    assert len(shown) == len(labels), "two presets look the same"
    start_again(box)
    assert painted(box)["words"] == first["words"]
    if name not in KEEPS_WHAT_WAS_TRIED:
        assert painted(box)["picture"] == first["picture"]


@every
def test_the_state_is_a_text_that_brings_the_view_back(opened, box, name):
    start_again(box)
    if not box.locator(".gru-more").first.evaluate("more => more.open"):
        box.locator(".gru-more summary").first.click()
    state = box.locator("input.gru-state")
    presets = box.get_by_role("group", name="Examples").first.get_by_role("button")
    presets.nth(presets.count() - 2).click()  # the last is "Start again"
    settle(opened)
    moved, text = painted(box)["words"], state.input_value()
    box.get_by_role("button", name="Copy", exact=True).click()
    start_again(box)
    assert painted(box)["words"] != moved
    state.fill("nonsense?z=1")
    state.press("Enter")
    settle(opened)
    expect(box.locator(".gru-problem")).to_contain_text("please")
    state.fill(text)
    state.press("Enter")
    settle(opened)
    assert painted(box)["words"] == moved
    assert not box.locator(".gru-problem").is_visible()
    start_again(box)


@every
def test_predict_then_reveal(opened, box, name):
    start_again(box)
    begin = box.get_by_role("button", name="Predict first")
    if not begin.count():
        pytest.fail(f"{name} cannot be predicted")
    begin.click()
    settle(opened)
    assert box.locator(".gru-veiled").count() == 1
    assert not box.locator(".gru-sentence").is_visible()
    opened.keyboard.press("ArrowRight")
    box.get_by_role("button", name="Reveal", exact=True).click()
    settle(opened)
    assert box.locator(".gru-veiled").count() == 0
    expect(box.locator(".gru-sentence")).to_contain_text("You predicted")
    box.get_by_role("button", name="Without prediction").click()
    settle(opened)
    expect(box.locator(".gru-sentence")).not_to_contain_text("You predicted")


# ---- the learner's own function ----------------------------------------------------------------------------


def move_z(box, value):
    box.get_by_role("slider", name="z, the update gate").evaluate(
        "(slider, z) => { slider.value = z; slider.dispatchEvent(new Event('input', { bubbles: true })); }",
        value,
    )


@pytest.mark.parametrize("name", ["right"])
def test_a_function_of_the_learner_draws_the_picture_and_the_last_event_wins(opened, box):
    for step in range(1, 31):
        move_z(box, step / 50)
    box.get_by_text("With z = 0.60 the new state is 60 % candidate").first.wait_for(timeout=20_000)
    opened.wait_for_timeout(600)  # whatever still comes must not take it back
    expect(box.locator(".gru-sentence")).to_contain_text("With z = 0.60")
    assert box.get_by_role("slider", name="z, the update gate").input_value() == "0.6"
    assert not box.locator(".gru-problem").is_visible()


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("raises", "final_state raised RuntimeError: no idea, in line 2"),
        ("shape", "final_state returned shape (2, 3); expected (1, 1)"),
        ("nan", "final_state returned nan; expected finite numbers"),
    ],
)
def test_a_bad_function_is_told_in_words_and_the_page_lives_on(opened, box, told):
    problem = box.locator(".gru-problem")
    expect(problem).to_contain_text(told)
    move_z(box, 0.7)
    opened.wait_for_timeout(400)
    expect(problem).to_contain_text(told)
    assert box.get_by_role("slider", name="z, the update gate").input_value() == "0.7"


@pytest.mark.parametrize("name", ["slow"])
def test_a_slow_function_is_said_to_be_computing_and_the_sliders_still_move(opened, box):
    move_z(box, 0.8)
    problem = box.locator(".gru-problem")
    problem.get_by_text("Your function is computing").wait_for(timeout=20_000)
    slider = box.get_by_role("slider", name="z, the update gate")
    slider.focus()
    opened.keyboard.press("Home")
    opened.keyboard.press("ArrowRight")
    assert slider.input_value() == "0.01"
    assert problem.is_visible()
    (opened.folder / "go_on").touch()
    box.get_by_text("With z = 0.01").first.wait_for(timeout=20_000)
    expect(problem).not_to_be_visible()


# ---- both themes -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_nothing_stands_in_anybodys_way(opened, theme):
    change_theme(opened, theme)
    paper = explorer_box(opened, 0).evaluate("box => getComputedStyle(box).backgroundColor")
    assert (paper == "rgb(255, 255, 255)") == theme.endswith("Light")
    assert in_the_way(opened, BOXES) == []
    assert faint_words(opened, BOXES) == []


def test_the_page_met_no_error(opened):
    assert opened.errors == []
