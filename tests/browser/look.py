"""What an explorer shows, and a page with nothing else in it."""

import json
from pathlib import Path
from typing import Any

import jupyterlab

BOXES = ".gru-explorer"

# The picture is what the stage draws: SVG as text, canvases as images. The words are all sentences beside it.
PAINTED = """box => ({
    picture: [...box.querySelectorAll(".gru-stage")].map((stage) => stage.outerHTML).join() +
        [...box.querySelectorAll("canvas")].map((canvas) => canvas.toDataURL()).join(),
    words: [...box.querySelectorAll(".gru-equation, .gru-sentence")].map((p) => p.textContent).join(" "),
})"""


def explorer_box(page: Any, position: int) -> Any:
    """The explorer at this position on the page."""
    return page.locator(BOXES).nth(position)


def painted(box: Any) -> dict[str, str]:
    """The picture and the words of an explorer."""
    return box.evaluate(PAINTED)


def settle(page: Any) -> None:
    """Wait until what was asked for has been painted."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def theme(dark: bool) -> str:
    """The variables of JupyterLab's own light or dark theme."""
    name = f"theme-{'dark' if dark else 'light'}-extension"
    themes = Path(jupyterlab.__file__).parent / "themes" / "@jupyterlab" / name / "index.css"
    return themes.read_text("utf-8")


def bare_page(widget: Any, dark: bool = False) -> str:
    """A page that shows one widget without Jupyter: a model that only remembers, and JupyterLab's colours."""
    state = {name: value for name, value in widget.get_state().items() if not name.startswith("_")}
    script = json.dumps(str(widget._esm)).replace("</", "<\\/")
    values = json.dumps(state).replace("</", "<\\/")
    return f"""<!doctype html><html lang="en"><meta charset="utf-8"><title>{type(widget).__name__}</title>
<style>{theme(dark)}</style>
<style>body {{ margin: 12px; background: var(--jp-layout-color0); color: var(--jp-ui-font-color1); }}
{widget._css}</style>
<main id="root"></main>
<script type="module">
  const state = {values};
  const handlers = {{}};
  window.sent = [];
  window.model = {{
    get: (name) => state[name],
    set(name, value) {{ state[name] = value; }},
    fromPython(name, value) {{
      state[name] = value;
      for (const tell of handlers[`change:${{name}}`] ?? []) tell();
    }},
    save_changes() {{}},
    on: (name, handler) => {{ (handlers[name] ??= new Set()).add(handler); }},
    off: (name, handler) => {{ handlers[name]?.delete(handler); }},
    send: (message) => {{ sent.push(message); }},
    listeners: () => Object.values(handlers).reduce((n, set) => n + set.size, 0),
  }};
  const code = {script};
  const module = await import(URL.createObjectURL(new Blob([code], {{ type: "text/javascript" }})));
  window.open_one = () => module.default.render({{ model, el: document.getElementById("root") }});
  window.close_one = await open_one();
  window.ready = true;
</script></html>"""
