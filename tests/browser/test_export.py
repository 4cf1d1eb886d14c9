"""A notebook with every explorer, exported to one folder: no kernel, no network, and all of it moves."""

import functools
import http.server
import threading

import nbformat
import pytest
from nbclient import NotebookClient
from nbconvert import HTMLExporter
from traitlets.config import Config

from tests.browser.assets import collect
from tests.browser.look import explorer_box, painted, settle
from tests.widgets.gallery import EXPLORERS

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.timeout(300),
    pytest.mark.xdist_group("export"),
]

LEARNER = "learner"
FUNCTION = """
def final_state(h_prev, h_cand, z):
    return z * h_cand + (1 - z) * h_prev
gc.widgets.blend(step=final_state)
"""
CELLS = {**EXPLORERS, LEARNER: FUNCTION}
WITHOUT_PICTURE = {("cell", "speed")}  # how fast it plays, which shows only when it does


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """One folder with the page and everything that it needs."""
    folder = tmp_path_factory.mktemp("exported")
    (folder / "assets").mkdir()
    collect(folder / "assets")
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(code) for code in ("import gru_course as gc", *CELLS.values())],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )
    NotebookClient(notebook, timeout=120, store_widget_state=True).execute()
    exporter = HTMLExporter(
        config=Config(
            HTMLExporter={
                "require_js_url": "assets/require.js",
                "widget_renderer_url": "assets/embed-amd.js",
                "mathjax_url": "",
            }
        )
    )
    html, _ = exporter.from_notebook_node(notebook)
    # html-manager asks require.js for "anywidget"; without this line it would be fetched from the web
    local = '<script>require.config({ paths: { anywidget: "assets/anywidget" } });</script>\n</head>'
    assert html.count("</head>") == 1
    (folder / "index.html").write_text(html.replace("</head>", local), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def address(folder):
    """The folder on a server of this machine."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def open_offline(browser, url, allowed):
    """The page with everything but `allowed` blocked; what it asked for outside, and its errors."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    outside, errors = [], []

    def decide(route):
        if route.request.url.startswith(allowed):
            route.continue_()
        else:
            outside.append(route.request.url)
            route.abort()

    context.route("**/*", decide)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(url)
    page.locator(".gru-explorer").nth(len(CELLS) - 1).wait_for(timeout=60_000)
    return page, outside, errors


@pytest.fixture(scope="module")
def offline(browser, address):
    page, outside, errors = open_offline(browser, f"{address}/index.html", (address, "data:", "blob:"))
    yield page, outside, errors
    page.context.close()


@pytest.mark.parametrize("name", CELLS)
def test_every_slider_moves_the_picture_and_the_sentence(offline, name):
    page, _, _ = offline
    box = explorer_box(page, list(CELLS).index(name))
    box.scroll_into_view_if_needed()
    sliders = box.locator("input[type=range]")
    for k in range(sliders.count()):
        slider = sliders.nth(k)
        if not slider.is_visible() or (name, slider.get_attribute("name")) in WITHOUT_PICTURE:
            continue
        slider.focus()
        page.keyboard.press("Home")
        if name == LEARNER:
            page.get_by_text("No Python here").wait_for(timeout=10_000)
        settle(page)
        before = painted(box)
        for _ in range(3):
            page.keyboard.press("PageUp")
        settle(page)
        after = painted(box)
        what = f"{name}: {slider.get_attribute('name')}"
        assert after["picture"] != before["picture"], what
        assert after["words"] != before["words"], what


def test_nothing_is_asked_of_the_web(offline):
    page, outside, errors = offline
    page.wait_for_timeout(500)
    assert outside == []
    assert errors == []


def test_the_folder_also_opens_from_the_disk(browser, folder):
    page, outside, errors = open_offline(
        browser, (folder / "index.html").as_uri(), (folder.as_uri(), "data:", "blob:")
    )
    box = explorer_box(page, 0)
    before = painted(box)
    box.get_by_role("slider").first.focus()
    page.keyboard.press("End")
    settle(page)
    assert painted(box) != before
    assert outside == []
    assert errors == []
    page.context.close()
