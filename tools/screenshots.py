"""Render every explorer light and dark, wide and narrow, into build/screenshots/: ``make screenshots``.

No JupyterLab is needed: each explorer stands alone in a bare page with JupyterLab's colours. index.html there
shows all pictures on one page.
"""

import argparse
import html
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[0] = str(ROOT)

from tests.browser.lab import CHROMIUM, running_browser  # noqa: E402  # only now can they be found
from tests.browser.look import bare_page  # noqa: E402
from tests.widgets.gallery import EXPLORERS, make  # noqa: E402

FOLDER = ROOT / "build" / "screenshots"
SIZES = {"wide": (1280, 720), "narrow": (480, 720)}


def shoot(browser, name: str, dark: bool, size: str) -> Path:
    """One picture of the whole page; says what does not fit."""
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.set_content(bare_page(make(name), dark))
    page.wait_for_function("window.ready", timeout=10_000)
    page.wait_for_timeout(300)
    wider = page.evaluate("document.documentElement.scrollWidth") > width
    tall = page.evaluate("document.documentElement.scrollHeight")
    path = FOLDER / f"{name}-{'dark' if dark else 'light'}-{size}.png"
    page.screenshot(path=path, full_page=True)
    context.close()
    notes = [f"{tall} px high"] if size == "wide" and tall > height else []
    notes += ["wider than its window"] * wider + errors
    print(f"{path.name:40} {'; '.join(notes)}")
    return path


def contact_sheet(names: list[str]) -> str:
    rows = []
    for name in names:
        files = [f"{name}-{theme}-{size}.png" for theme in ("light", "dark") for size in SIZES]
        pictures = "".join(
            f'<figure><a href="{file}"><img src="{file}" alt=""></a><figcaption>{file}</figcaption></figure>'
            for file in map(html.escape, files)
        )
        rows.append(f"<h2>{html.escape(name)}</h2><div>{pictures}</div>")
    style = (
        "body { font: 14px sans-serif; background: #888 } div { display: flex; gap: 12px }"
        "figure { margin: 0; flex: 1 } img { max-width: 100%; border: 1px solid #000 }"
    )
    title = "Explorers, light and dark, wide and narrow"
    return (
        f'<!doctype html><meta charset="utf-8"><title>{title}</title><style>{style}</style>{"".join(rows)}\n'
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("names", nargs="*", help=f"some of {', '.join(EXPLORERS)}; all if there are none")
    names = options.parse_args().names or list(EXPLORERS)
    unknown = set(names) - set(EXPLORERS)
    if unknown:
        options.error(f"expected some of {', '.join(EXPLORERS)}; got {', '.join(sorted(unknown))}")
    if CHROMIUM is None:
        sys.exit("Needs Chromium: apt install chromium, or your system's equivalent.")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with running_browser() as browser:
        for name in names:
            for dark in (False, True):
                for size in SIZES:
                    shoot(browser, name, dark, size)
    sheet = FOLDER / "index.html"
    sheet.write_text(contact_sheet(names), encoding="utf-8")
    print(f"All of them: {sheet.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
