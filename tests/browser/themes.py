"""JupyterLab's themes, and whether everybody can read what stands in them."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe

from tests.browser.lab import command
from tests.browser.look import settle


def change_theme(page: Any, name: str) -> None:
    """Switch JupyterLab to one of its themes, and wait until it is on."""
    command(page, "apputils:change-theme", theme=name)
    light = str(name.endswith("Light")).lower()
    page.locator(f"body[data-jp-theme-light={light}]").wait_for(state="attached", timeout=30_000)
    settle(page)


PARTS = """([targets, within]) => {
    const parts = targets.map((target) => document.querySelector(target).closest(within));
    return new Set(parts).size;
}"""


def in_the_way(page: Any, within: str) -> list[str]:
    """What axe finds in these parts of the page; fails where it has not compared the colours in them.

    axe takes for hidden what is out of view, and everything where the body has height 0, as in JupyterLab:
    so the window is made as high as the notebook.
    """
    page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
    height = page.evaluate("document.querySelector('.jp-WindowedPanel-outer').scrollHeight")
    page.set_viewport_size({"width": 1280, "height": height + 400})
    page.evaluate("document.body.style.height = '100vh'")
    page.wait_for_function(f"document.querySelector('.jp-WindowedPanel-outer').clientHeight >= {height}")
    page.evaluate("document.querySelector('.jp-WindowedPanel-outer').scrollTop = 0")
    settle(page)
    options = {
        "resultTypes": ["violations", "passes"],
        "rules": {"landmark-unique": {"enabled": False}},  # one explorer may stand in a notebook twice
    }
    found = Axe().run(page, context=within, options=options).response
    judged = [rule for rule in (*found["passes"], *found["violations"]) if rule["id"] == "color-contrast"]
    compared = [node["target"][0] for rule in judged for node in rule["nodes"]]
    parts = page.evaluate(PARTS, [compared, within])
    assert parts == page.locator(within).count(), "axe has looked at the words of each part"
    return [
        f"{rule['impact']}, {rule['id']}: {node['html'][:160]} ({node['failureSummary'][:300]})"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


# axe does not judge words in an SVG: their ink is compared with the explorer's own paper.
CONTRASTS = """(boxes) => boxes.flatMap((box) => {
    const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
    const light = (rgb) => rgb.map((v) => v / 255)
        .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
        .reduce((sum, v, k) => sum + [0.2126, 0.7152, 0.0722][k] * v, 0);
    const paper = numbers(getComputedStyle(box).backgroundColor).slice(0, 3);
    return [...box.querySelectorAll("svg text")].map((node) => {
        const [r, g, b, alpha = 1] = numbers(getComputedStyle(node).fill);
        const seen = [r, g, b].map((v, k) => alpha * v + (1 - alpha) * paper[k]);
        const [dark, bright] = [light(seen), light(paper)].sort((a, b) => a - b);
        return [box.dataset.explorer, node.textContent, (bright + 0.05) / (dark + 0.05)];
    });
})"""


def faint_words(page: Any, within: str) -> list[str]:
    """Words of the pictures with less contrast than 4.5 to 1; fails where there are hardly any words."""
    found = page.locator(within).evaluate_all(CONTRASTS)
    assert len(found) > 100, "the pictures have words"
    return [f"{name}: {words} ({contrast:.2f})" for name, words, contrast in found if contrast < 4.5]
