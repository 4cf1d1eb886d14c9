"""How fast explorers follow a slider, beside ``interact`` with inline figures: ``make bench-explorers``.

Opens JupyterLab in headless Chromium, once, and lets everyone take turns in the same page.
"""

import argparse
import itertools
import os
import platform
import statistics
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[0] = str(ROOT)

import gru_course as gc  # noqa: E402  # only now can the repository be found
from benchmarks.machine import cpu_model  # noqa: E402
from tests.browser.lab import ALL_CELLS, Lab, run_all, running_browser, running_lab  # noqa: E402

PROBE = Path(__file__).with_suffix(".js").read_text("utf-8")
EVENTS = 60
OTHERS = 5  # explorers beside the one that is moved

SETUP = "import gru_course as gc"
INTERACT = """
%matplotlib inline
import ipywidgets, matplotlib.pyplot as plt
def draw(z=0.0):
    fig, ax = plt.subplots(figsize=(6, 2))
    h = z * -0.4 + (1 - z) * 0.8
    ax.plot([0.8, -0.4], [0, 0], "o-")
    ax.plot([h], [0], "s")
    ax.set_xlim(-1, 1)
    plt.show()
    print(f"z = {z:.2f}")
ipywidgets.interact(draw, z=ipywidgets.FloatSlider(value=0, min=0, max=1, step=0.01));
"""
OWN_FUNCTION = """
def final_state(h_prev, h_cand, z):
    return z * h_cand + (1 - z) * h_prev
gc.widgets.blend(step=final_state)
"""
BROWSER = "gc.widgets.blend()"
SIX = f"for _ in range({OTHERS}): display(gc.widgets.blend())"


@dataclass(frozen=True)
class Row:
    """What one run of 60 events came to."""

    painted: int  # different events whose state was shown
    median: float  # milliseconds from an event to the first paint that shows it or a later one
    p95: float
    rate: float  # different pictures a second
    last_wins: bool
    fewest: int = EVENTS  # painted in any round

    def cells(self) -> tuple[str, ...]:
        return (
            f"{self.painted} of {EVENTS}",
            str(self.fewest),
            f"{self.median:.1f}",
            f"{self.p95:.1f}",
            f"{self.rate:.1f}",
            "yes" if self.last_wins else "NO",
        )


def evaluate(sent: Sequence[float], seen: Sequence[Sequence[float]], last: float) -> Row:
    """From when events were sent and what was seen, to numbers.

    An event counts as painted when the state it asked for was on the screen; its delay ends with the first
    paint of this or a later state, so that skipping events does not look fast or slow by itself.
    """
    own = [(int(state), when) for state, when in seen if state >= 0]
    delays = []
    for event, when in enumerate(sent):
        later = [painted for state, painted in own if state >= event and painted >= when]
        if later:
            delays.append(later[0] - when)
    painted = len({state for state, _ in own})
    seconds = (max(when for _, when in own) - sent[0]) / 1000 if own else float("nan")
    return Row(
        painted=painted,
        median=statistics.median(delays) if delays else float("nan"),
        p95=quantile(delays, 0.95),
        rate=painted / seconds,
        last_wins=last == len(sent) - 1,
    )


def quantile(numbers: Sequence[float], q: float) -> float:
    ordered = sorted(numbers)
    return ordered[min(len(ordered) - 1, round(q * (len(ordered) - 1)))] if ordered else float("nan")


def middle(rows: Sequence[Row]) -> Row:
    """The run with the median delay, and the worst of what must never happen."""
    row = sorted(rows, key=lambda row: row.median)[len(rows) // 2]
    worst = {"last_wins": all(r.last_wins for r in rows), "fewest": min(r.painted for r in rows)}
    return replace(row, **worst)


class Page:
    """The notebook with everyone in it."""

    def __init__(self, browser: Any, lab: Lab) -> None:
        context = browser.new_context(viewport={"width": 1280, "height": 720})
        self.page = context.new_page()
        self.page.add_init_script(PROBE)
        self.devtools = context.new_cdp_session(self.page)
        self.lab = lab

    def show(self, notebook: str, cells: list[str]) -> None:
        """A notebook with these cells, run."""
        self.lab.write(notebook, cells)
        self.lab.open(self.page, notebook)
        run_all(self.page)
        self.page.wait_for_timeout(1500)

    def move(self, kind: str, cell: int, boxes: str, first: int | None = None) -> list[Row]:
        """60 events on the slider of each box (or the first few) that a cell shows."""
        code = """async ([kind, cell, boxes, first, count]) => {
            const where = document.querySelectorAll(".jp-Notebook .jp-CodeCell")[cell];
            const all = [...where.querySelectorAll(boxes)].slice(0, first ?? undefined);
            all[0].scrollIntoView({ block: "center" });
            return measure.run(kind, all, count, 60000);
        }"""
        found = self.page.evaluate(code, [kind, cell, boxes, first, EVENTS])
        return [
            evaluate(found["sent"], seen, last)
            for seen, last in zip(found["seen"], found["last"], strict=True)
        ]

    def held(self) -> dict[str, int]:
        """What the page holds after the garbage has been collected."""
        self.devtools.send("Performance.enable")
        for _ in range(2):
            self.devtools.send("HeapProfiler.collectGarbage")
            self.page.wait_for_timeout(200)
        metrics = {m["name"]: m["value"] for m in self.devtools.send("Performance.getMetrics")["metrics"]}
        return {name: int(metrics[name]) for name in ("Nodes", "JSEventListeners")}


def race(page: Page, rounds: int) -> dict[str, Row]:
    """`interact`, the browser and the learner's function, by turns in one page."""
    page.show("race.ipynb", [SETUP, INTERACT, BROWSER, OWN_FUNCTION])
    turns: dict[str, tuple[str, int, str]] = {
        "interact, inline figure": ("interact", 1, ".jp-OutputArea"),
        "explorer, the browser computes": ("explorer", 2, ".gru-explorer"),
        "explorer, a Python function computes": ("explorer", 3, ".gru-explorer"),
    }
    rows: dict[str, list[Row]] = {name: [] for name in turns}
    for _ in range(rounds):
        for name, (kind, cell, boxes) in turns.items():
            rows[name] += page.move(kind, cell, boxes, first=1)
    return {name: middle(found) for name, found in rows.items()}


def company(page: Page, rounds: int) -> dict[str, Row]:
    """One explorer alone; among five more that rest; all six moved at once."""
    page.show("alone.ipynb", [SETUP, BROWSER])
    alone = [row for _ in range(rounds) for row in page.move("explorer", 1, ".gru-explorer")]
    page.show("six.ipynb", [SETUP, SIX.replace(str(OTHERS), str(OTHERS + 1))])
    among = [row for _ in range(rounds) for row in page.move("explorer", 1, ".gru-explorer", first=1)]
    together = [row for _ in range(rounds) for row in page.move("explorer", 1, ".gru-explorer")]
    return {"alone": middle(alone), "among six": middle(among), "six moved at once": middle(together)}


def open_and_close(page: Page, rounds: int = 20) -> dict[str, tuple[dict[str, int], dict[str, int]]]:
    """What the page holds before and after running a cell anew so many times; a plain slider beside it.

    Running the cell again takes the old view off the page; closing the widget takes its model.
    """
    found = {}
    for name, make in {
        "ipywidgets.FloatSlider": "ipywidgets.FloatSlider()",
        "explorer": "gc.widgets.blend()",
    }.items():
        cell = f"if 'w' in globals(): w.close()\nw = {make}\nw"
        page.show("leaks.ipynb", [f"{SETUP}\nimport ipywidgets", cell])
        again(page, 3)  # what is made once is made now
        before = page.held()
        again(page, rounds)
        found[name] = (before, page.held())
    return found


def again(page: Page, rounds: int) -> None:
    for _ in range(rounds):
        run_all(page.page)
        page.page.wait_for_timeout(150)


def cell_plays(page: Page) -> dict[str, float] | None:
    """Frame times of gc.widgets.cell with 64 units over 100 steps while it plays; None if there is none."""
    if not hasattr(gc.widgets, "cell"):
        return None
    code = (
        "import numpy as np\nrng = np.random.default_rng(0)\n"
        "gc.widgets.cell(gc.init_params(D=3, H=64, rng=rng), rng.normal(size=(1, 100, 3)), speed=8)"
    )
    page.show("cell.ipynb", [SETUP, code])
    page.page.get_by_role("button", name="Play").first.click()
    found = page.page.evaluate(
        "() => measure.watch(4000, () => document.querySelector('.gru-explorer .gru-sentence').textContent)"
    )
    frames = found["frames"]
    gaps = [later - earlier for earlier, later in itertools.pairwise(frames)]
    return {
        "pictures": len(found["seen"]),
        "median": statistics.median(gaps),
        "p95": quantile(gaps, 0.95),
        "longest": max(gaps),
        "dropped": sum(round(gap / (1000 / 60)) - 1 for gap in gaps if gap > 25),
        "frames": len(frames),
    }


# ---- the report ------------------------------------------------------------------------------------------


METHOD = """\
JupyterLab in headless Chromium, one page, everyone by turns; {rounds} rounds, of which the one with the
median delay is shown ("fewest" painted, and "last event shown", are of all rounds). A slider is moved 60
times, 60 times a second by the clock: `input` events on an explorer's own slider, arrow keys on the slider
of `interact`, whose function draws a small figure. After each frame that the browser painted, the page is
read: which event's state does it show? The time of an event runs until the first painted frame that shows
it or a later one.
"""
HEAD = ("", "events painted", "fewest", "median ms", "p95 ms", "pictures/s", "last event shown")


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def report(
    rounds: int, raced: dict[str, Row], most: int, together: dict[str, Row], held: Any, plays: Any
) -> str:
    inline, browser, python = raced.values()
    parts = [
        "# Explorers in a browser",
        METHOD.format(rounds=rounds),
        table(("", "measured on"), machine()),
        "## Sliders",
        table(HEAD, [(name, *row.cells()) for name, row in raced.items()]),
        f"Questions to Python under way at once, at most: {most}.",
        "## Against the targets",
        table(
            ("", "target", "measured", ""),
            [
                target(
                    "the browser computes: every event painted",
                    "60",
                    browser.painted,
                    browser.painted == EVENTS,
                ),
                target(
                    "the browser computes: median ms", "< 20", f"{browser.median:.1f}", browser.median < 20
                ),
                target("a Python function: median ms", "< 60", f"{python.median:.1f}", python.median < 60),
                target("a Python function: questions under way", "1", most, most == 1),
                target("a Python function: last event wins", "always", python.last_wins, python.last_wins),
            ],
        ),
        f"In the same run `interact` took {inline.median:.0f} ms: {inline.rate:.1f} pictures a second.",
        "## Several in one notebook",
        table(HEAD, [(name, *row.cells()) for name, row in together.items()]),
        "## Opened and closed 20 times",
        "A cell that closes its widget and shows a new one is run 20 times. What JupyterLab itself keeps\n"
        "shows in the row of a plain slider.",
        table(
            ("", "nodes before", "after", "listeners before", "after"),
            [
                (name, *(str(one[kind]) for kind in ("Nodes", "JSEventListeners") for one in pair))
                for name, pair in held.items()
            ],
        ),
    ]
    if plays:
        parts += [
            "## `cell`, 64 units, 100 steps, playing for four seconds",
            table(
                ("frames", "median ms", "p95 ms", "longest ms", "dropped", "pictures"),
                [
                    [
                        f"{plays[k]:.1f}" if k in ("median", "p95", "longest") else str(plays[k])
                        for k in ("frames", "median", "p95", "longest", "dropped", "pictures")
                    ]
                ],
            ),
        ]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def target(what: str, wanted: str, measured: Any, reached: bool) -> tuple[str, str, str, str]:
    return what, wanted, str(measured), "reached" if reached else "MISSED"


def machine() -> list[tuple[str, str]]:
    packages = ("jupyterlab", "ipywidgets", "anywidget", "matplotlib")
    return [
        ("processor", cpu_model()),
        ("cores", str(os.cpu_count())),
        ("system", f"{platform.system()} {platform.machine()}"),
        ("Python", platform.python_version()),
        *((name, metadata.version(name)) for name in packages),
    ]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--output", type=Path, default=Path(__file__).with_name("EXPLORERS.md"))
    chosen = options.parse_args()
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        running_lab(Path(folder), ALL_CELLS) as lab,
        running_browser() as browser,
    ):
        page = Page(browser, lab)
        raced = race(page, chosen.rounds)
        most = page.page.evaluate("measure.traffic.most")
        assert page.page.evaluate("measure.traffic.answered") > 0, "no answer of Python was seen on the wire"
        text = report(
            chosen.rounds, raced, most, company(page, chosen.rounds), open_and_close(page), cell_plays(page)
        )
    chosen.output.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
