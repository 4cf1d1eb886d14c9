"""The whole cell as one drawing, with the part that a lesson is about lit up."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from matplotlib.axes import Axes
from matplotlib.patches import Circle, FancyBboxPatch

from gru_course.palette import INKS, QUIET, TRUTH

PARTS = ("r", "h_cand", "z", "h")

LIT, DIM = 3.0, 1.2
"""Line widths in points: thick and coloured where the lesson is, thin and grey elsewhere."""

Point = tuple[float, float]


@dataclass(frozen=True)
class Wire:
    """A line with an arrow at its end.

    Attributes
    ----------
    parts : tuple of str
        The equations that it belongs to: it is lit with any of them.
    points : tuple of (float, float)
    arrow : bool
    """

    parts: tuple[str, ...]
    points: tuple[Point, ...]
    arrow: bool = True


@dataclass(frozen=True)
class Node:
    """A box with a function in it, or a circle with an operation.

    Attributes
    ----------
    part : str
        The equation that it belongs to.
    at : (float, float)
        Its centre.
    text : str
    box : bool
    """

    part: str
    at: Point
    text: str
    box: bool = False


NODES = (
    Node("r", (2.2, 2.0), r"$r_t$" "\n" r"$\sigma$", box=True),
    Node("h_cand", (4.8, 2.0), r"$\tilde{h}_t$" "\n" r"$\tanh$", box=True),
    Node("z", (7.0, 2.0), r"$z_t$" "\n" r"$\sigma$", box=True),
    Node("h_cand", (2.2, 3.5), r"$\odot$"),
    Node("h", (7.0, 4.25), r"$1-$"),
    Node("h", (7.0, 5.1), r"$\odot$"),
    Node("h", (8.5, 3.5), r"$\odot$"),
    Node("h", (8.5, 5.1), r"$+$"),
)

WIRES = (
    # the input, to all three boxes
    Wire(("r", "h_cand", "z"), ((0.2, 0.35), (2.0, 0.35)), arrow=False),
    Wire(("h_cand", "z"), ((2.0, 0.35), (4.8, 0.35)), arrow=False),
    Wire(("z",), ((4.8, 0.35), (6.8, 0.35)), arrow=False),
    Wire(("r",), ((2.0, 0.35), (2.0, 1.45))),
    Wire(("h_cand",), ((4.8, 0.35), (4.8, 1.45))),
    Wire(("z",), ((6.8, 0.35), (6.8, 1.45))),
    # the old state, to both gates
    Wire(("r", "z"), ((0.9, 5.1), (0.9, 0.85), (2.4, 0.85)), arrow=False),
    Wire(("z",), ((2.4, 0.85), (7.2, 0.85)), arrow=False),
    Wire(("r",), ((2.4, 0.85), (2.4, 1.45))),
    Wire(("z",), ((7.2, 0.85), (7.2, 1.45))),
    # reset, then the candidate
    Wire(("r", "h_cand"), ((2.2, 2.55), (2.2, 3.25))),
    Wire(("h_cand",), ((2.2, 5.1), (2.2, 3.75))),
    Wire(("h_cand",), ((2.45, 3.5), (3.5, 3.5), (3.5, 2.0), (4.22, 2.0))),
    Wire(("h_cand", "h"), ((4.8, 2.55), (4.8, 3.5), (8.25, 3.5))),
    # the update gate, to both shares
    Wire(("z", "h"), ((7.0, 2.55), (7.0, 4.0))),
    Wire(("z", "h"), ((7.58, 2.0), (8.5, 2.0), (8.5, 3.25))),
    # the final state
    Wire(("h",), ((7.0, 4.5), (7.0, 4.85))),
    Wire(("h",), ((0.2, 5.1), (6.75, 5.1))),
    Wire(("h",), ((7.25, 5.1), (8.25, 5.1))),
    Wire(("h",), ((8.5, 3.75), (8.5, 4.85))),
    Wire(("h",), ((8.75, 5.1), (9.7, 5.1))),
)

LABELS: tuple[tuple[Point, str], ...] = (
    ((0.1, 5.1), r"$h_{t-1}$"),
    ((0.1, 0.35), r"$x_t$"),
    ((9.8, 5.1), r"$h_t$"),
)

JUNCTIONS: tuple[Point, ...] = ((0.9, 5.1), (2.2, 5.1), (2.0, 0.35), (4.8, 0.35), (2.4, 0.85))
"""Dots where wires branch; where two cross without one, they do not touch."""

CROSSING = (7.0, 3.5)
"""Where the candidate's wire passes over the update gate's without touching it."""


def cell_diagram(part: str | None = None, *, ax: Axes) -> Axes:
    """Draw a GRU cell, and light up what one equation does.

    Parameters
    ----------
    part : str, optional
        "r", "h_cand", "z" or "h"; without it, everything is lit.
    ax : Axes

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If there is no such part.
    """
    if part is not None and part not in PARTS:
        raise ValueError(f"part: expected one of {', '.join(PARTS)} or None, got {part!r}")
    lit = PARTS if part is None else (part,)
    for wire in sorted(WIRES, key=lambda wire: bool(set(wire.parts) & set(lit))):
        _draw_wire(ax, wire, lit)
    for x, y in JUNCTIONS:
        ax.add_patch(Circle((x, y), 0.07, facecolor=TRUTH.color, edgecolor="none", zorder=4))
    for node in NODES:
        _draw_node(ax, node, lit)
    for (x, y), text in LABELS:
        ax.text(x, y, text, ha="right" if x < 5 else "left", va="center", fontsize=15)
    ax.set(xlim=(-0.7, 10.4), ylim=(-0.1, 5.6), aspect="equal")
    ax.set_axis_off()
    return ax


def _draw_wire(ax: Axes, wire: Wire, lit: Sequence[str]) -> None:
    part = next((part for part in wire.parts if part in lit), None)
    color, width, layer = (INKS[part].color, LIT, 3) if part else (QUIET.color, DIM, 1)
    if len(lit) > 1 and not wire.arrow:  # what several equations share is none of their colours
        color = TRUTH.color
    if _crosses(wire.points):
        ax.add_patch(Circle(CROSSING, 0.16, facecolor=ax.get_facecolor(), edgecolor="none", zorder=layer))
    xs, ys = zip(*wire.points, strict=True)
    ax.plot(xs, ys, color=color, linewidth=width, solid_joinstyle="round", zorder=layer)
    if wire.arrow:
        style = {"arrowstyle": "-|>", "color": color, "linewidth": width, "shrinkA": 0, "shrinkB": 0}
        style["mutation_scale"] = 14 if part else 10
        ax.annotate("", xy=wire.points[-1], xytext=wire.points[-2], arrowprops=style, zorder=layer)


def _crosses(points: Sequence[Point]) -> bool:
    """Whether the update gate's wire, which goes under, is the one that is drawn."""
    x, y = CROSSING
    return any(a[0] == b[0] == x and min(a[1], b[1]) < y < max(a[1], b[1]) for a, b in pairwise(points))


def _draw_node(ax: Axes, node: Node, lit: Sequence[str]) -> None:
    ink, is_lit = INKS[node.part], node.part in lit
    edge, width = (ink.color, LIT) if is_lit else (QUIET.color, DIM)
    fill = ax.get_facecolor() if not (is_lit and node.box) else ink.color
    x, y = node.at
    patch: FancyBboxPatch | Circle
    if node.box:
        patch = FancyBboxPatch(
            (x - 0.55, y - 0.5), 1.1, 1.0, boxstyle="round,pad=0.03,rounding_size=0.12", zorder=4
        )
    else:
        patch = Circle((x, y), 0.25, zorder=4)
    patch.set(facecolor=fill, edgecolor=edge, linewidth=width)
    ax.add_patch(patch)
    text = "white" if is_lit and node.box else TRUTH.color
    size = {"$1-$": 10}.get(node.text, 14 if node.box else 13)
    ax.text(x, y, node.text, ha="center", va="center", fontsize=size, color=text, zorder=5, linespacing=1.1)
