"""Making a figure in the course's one style, and putting it into a notebook with a text that describes it."""

import base64
import io
import sys
from collections.abc import Sequence
from html import escape
from typing import Any

import matplotlib as mpl
from IPython.display import display
from matplotlib.figure import Figure
from PIL import Image  # comes with Matplotlib

# The background is opaque and light. On a transparent one, text has to be a grey that suits Lab's white and
# its near-black at once, with little contrast on either; and pictures leave Lab, for slides and for paper.
PAPER = "#FCFCFC"
TEXT = "#1A1A1A"
LINES = "#767676"

STYLE: dict[str, Any] = {
    "figure.facecolor": PAPER,
    "figure.constrained_layout.use": True,
    "savefig.facecolor": PAPER,
    "axes.facecolor": PAPER,
    "axes.edgecolor": LINES,
    "axes.labelcolor": TEXT,
    "axes.titlelocation": "left",
    "axes.titlesize": 11,
    "axes.titleweight": "bold",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": False,
    "font.family": "DejaVu Sans",  # comes with Matplotlib, so that pictures do not depend on the machine
    "font.size": 10,
    "text.color": TEXT,
    "xtick.color": LINES,
    "ytick.color": LINES,
    "xtick.labelcolor": TEXT,
    "ytick.labelcolor": TEXT,
    "lines.linewidth": 1.6,
    "legend.frameon": False,
}

# Everything else as Matplotlib has it, whatever a notebook has set; but never the backend.
RC: Any = {k: v for k, v in mpl.rcParamsDefault.items() if not k.startswith("backend")} | STYLE

DPI = 160  # dots per inch in the file: sharp on a projector and on screens with two dots per pixel
PIXELS = 96  # pixels per inch on the page


def subplots(
    rows: int = 1,
    columns: int = 1,
    *,
    size: tuple[float, float] = (7.5, 3.0),
    titles: Sequence[str] = (),
    **kwargs: Any,
) -> Any:
    """A figure and its axes in the course's style: ``fig, ax = gc.plots.subplots()``.

    The figure does not belong to pyplot: no global list holds it, and nothing shows it a second time.

    Parameters
    ----------
    rows, columns : int, optional
        How many axes.
    size : tuple of float, optional
        Width and height in inches.
    titles : sequence of str, optional
        One for each of the axes, row by row.
    **kwargs
        As for ``Figure.subplots``, such as ``sharex=True``.

    Returns
    -------
    figure : matplotlib.figure.Figure
    axes : Axes or ndarray of Axes
    """
    with mpl.rc_context(RC):
        figure = Figure(figsize=size)
        axes = figure.subplots(rows, columns, **kwargs)
        for ax, title in zip(figure.axes, titles, strict=False):
            ax.set_title(title)
        return figure, axes


def png(figure: Figure) -> bytes:
    """The figure as a PNG that holds neither date nor program name: the same figure gives the same bytes.

    It has at most 256 colours, which makes it a third of the size; a notebook holds several.
    """
    full, small = io.BytesIO(), io.BytesIO()
    with mpl.rc_context(RC):
        figure.savefig(full, format="png", dpi=DPI)
    image = Image.open(full).convert("RGB")
    image.quantize(256, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(small, "PNG", optimize=True)
    return small.getvalue()


def show(figure: Figure, *, alt: str) -> None:
    """Put a figure into the notebook as ``<img alt="...">``.

    JupyterLab gives the ``image/png`` of an ordinary figure no text that a screen reader could read, whatever
    its metadata says. An HTML output carries a real ``alt``; the plain-text form of the output is the same.

    nbval compares HTML character by character, and the pixels of a picture may differ between machines in
    the last digit. ``conftest.py`` at the root of the repository has nbval overlook the base64 data, and only
    that: the text of both forms and the width are still compared.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        It is closed afterwards if it belongs to pyplot.
    alt : str
        What the picture shows, for someone who cannot see it. Numbers in it should be robust: nbval
        compares them.

    Raises
    ------
    TypeError
        If `figure` is not a figure.
    ValueError
        If `alt` is empty.
    """
    if not isinstance(figure, Figure):
        raise TypeError(
            f"figure: expected a Matplotlib figure, got {type(figure).__name__}; write show(ax.figure, ...)"
        )
    if not isinstance(alt, str) or not alt.strip():
        raise ValueError("alt: expected a sentence that says what the picture shows, got none")
    text = " ".join(alt.split())
    width = round(figure.get_figwidth() * PIXELS)
    data = base64.b64encode(png(figure)).decode("ascii")
    html = (
        f'<img alt="{escape(text)}" width="{width}" style="max-width: 100%; height: auto" '
        f'src="data:image/png;base64,{data}">'
    )
    display({"text/html": html, "text/plain": text}, raw=True)  # type: ignore[no-untyped-call]
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close(figure)
