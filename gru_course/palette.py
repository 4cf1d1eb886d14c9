"""One colour, one line style and one name for each quantity, everywhere in the course.

The colours are from the set of Okabe and Ito (2008, "Color Universal Design"), which people with any of the
common kinds of colour blindness can tell apart. They are the four of it that also stand out (3 to 1 or more)
on white and on black, so the same ones serve light and dark themes. Plots and widgets both read them here.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Ink:
    """How one quantity is drawn.

    Attributes
    ----------
    color : str
        Hexadecimal RGB.
    dash : tuple of float
        Lengths of dash, gap, dash, ... in line widths; empty for a solid line. Never colour alone.
    marker : str
        A Matplotlib marker, for sparse points.
    label : str
        Plain text, for a screen reader or a terminal.
    math : str
        The same in mathtext, as the documents print it.
    """

    color: str
    dash: tuple[float, ...]
    marker: str
    label: str
    math: str


R = Ink("#D55E00", (4.0, 1.5), "v", "reset gate r", r"$r$")
Z = Ink("#0072B2", (), "o", "update gate z", r"$z$")
H_CAND = Ink("#009E73", (1.2, 1.4), "D", "candidate h_cand", r"$\tilde{h}$")
H = Ink("#CC79A7", (6.0, 1.5, 1.2, 1.5), "s", "state h", r"$h$")

INKS = {"r": R, "z": Z, "h_cand": H_CAND, "h": H}

# For what is not one of the four: what was measured, and what models say. The first model's ink is the orange
# of the same set, darkened so that a thin line stands out on white.
TRUTH = Ink("#1A1A1A", (), ".", "measured", "measured")
MODEL = Ink("#B07A00", (), "", "model", "model")
OTHER = Ink("#1A1A1A", (4.0, 1.5), "", "another model", "another model")
QUIET = Ink("#767676", (1.2, 1.4), "", "for comparison", "for comparison")
