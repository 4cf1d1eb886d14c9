"""A recurrent network drawn twice: as one step with a loop, and laid out in time with the same weights."""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch

from gru_course.palette import MODEL, TRUTH, H

GAP, WIDTH, HEIGHT = 2.0, 1.0, 0.9
"""From one step to the next, and the size of a step's box."""

FIRST = 4.6
"""Where the first of the steps stands; the folded one is at 0."""


def unrolled(T: int = 4, *, ax: Axes, words: Sequence[str] = ()) -> Axes:
    """Draw a plain RNN folded, and unrolled over T steps.

    Parameters
    ----------
    T : int, optional
        How many steps, 2 to 5.
    ax : Axes
    words : sequence of str, optional
        What the T inputs are, written under them.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If T is out of range, or there are not as many words as steps.
    """
    if not 2 <= T <= 5:
        raise ValueError(f"T: expected 2 to 5, got {T}")
    if words and len(words) != T:
        raise ValueError(f"words: expected {T}, one for each step, got {len(words)}")
    _step(ax, 0.0, "$x_t$")
    _loop(ax)
    ax.text(2.2, 0.0, "=", ha="center", va="center", fontsize=18)
    ax.text(FIRST - GAP / 2 - WIDTH / 2 - 0.1, 0, "$h_0$", ha="right", va="center", fontsize=14)
    for t in range(1, T + 1):
        x = FIRST + GAP * (t - 1)
        _step(ax, x, f"$x_{t}$", words[t - 1] if words else "")
        _arrow(ax, (x - GAP + WIDTH / 2, 0) if t > 1 else (x - GAP / 2 - WIDTH / 2, 0), (x - WIDTH / 2, 0))
        if t > 1:
            ax.text(x - GAP / 2, 0.14, f"$h_{t - 1}$", ha="center", va="bottom", fontsize=14)
    end = FIRST + GAP * (T - 1) + WIDTH / 2
    _arrow(ax, (end, 0), (end + 0.9, 0))
    ax.text(end + 1.0, 0, f"$h_{T}$", ha="left", va="center", fontsize=14)
    ax.text(FIRST + GAP * (T - 1) / 2, 1.0, "the same W and b in every box", ha="center", va="bottom")
    ax.set(xlim=(-1.9, end + 1.6), ylim=(-2.0, 1.6), aspect="equal")
    ax.set_axis_off()
    return ax


def _step(ax: Axes, x: float, name: str, word: str = "") -> None:
    """One box with its input below it."""
    corner = (x - WIDTH / 2, -HEIGHT / 2)
    ax.add_patch(
        FancyBboxPatch(
            corner,
            WIDTH,
            HEIGHT,
            boxstyle="round,pad=0,rounding_size=0.12",
            facecolor="#F3DDB0",
            edgecolor=MODEL.color,
            linewidth=1.6,
        )
    )
    ax.text(x, 0, "$\\tanh$\n$W, b$", ha="center", va="center", fontsize=10, linespacing=1.3)
    _arrow(ax, (x, -1.1), (x, -HEIGHT / 2), color=TRUTH.color)
    ax.text(x, -1.18, name, ha="center", va="top", fontsize=14)
    if word:
        ax.text(x, -1.65, word, ha="center", va="top", fontsize=10)


def _loop(ax: Axes) -> None:
    """The state that comes out on the right of the folded step and goes in again on its left."""
    side, over = WIDTH / 2, 0.95
    xs = [side, side + 0.45, side + 0.45, -side - 0.45, -side - 0.45, -side - 0.1]
    ys = [0.0, 0.0, over, over, 0.0, 0.0]
    ax.plot(xs, ys, color=H.color, linewidth=2.4, solid_joinstyle="round")
    _arrow(ax, (-side - 0.2, 0), (-side, 0))
    ax.text(side + 0.55, 0.0, "$h_t$", ha="left", va="center", fontsize=14)
    ax.text(-side - 0.55, 0.0, "$h_{t-1}$", ha="right", va="center", fontsize=14)


def _arrow(ax: Axes, start: tuple[float, float], end: tuple[float, float], color: str = H.color) -> None:
    style = {"arrowstyle": "-|>", "color": color, "linewidth": 2.4 if color == H.color else 1.4}
    ax.annotate(
        "", xy=end, xytext=start, arrowprops={**style, "shrinkA": 0, "shrinkB": 0, "mutation_scale": 13}
    )
