"""What a state is made of: how much of each step's candidate is still in it."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator, MultipleLocator

from gru_course.nn.validate import Array
from gru_course.palette import INKS


def candidate_shares(shares: Array, *, ax: Axes) -> Axes:
    """Draw the share of every step's candidate in the last state, the newest on the right.

    Parameters
    ----------
    shares : ndarray, shape (T,)
        From the first step to the last, for one unit.
    ax : Axes

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If `shares` is not one row of numbers from 0 to 1.
    """
    shares = np.asarray(shares, float)
    if shares.ndim != 1 or not len(shares):
        raise ValueError(f"shares: expected shape (T,), one number for each step, got {shares.shape}")
    if not ((shares >= 0) & (shares <= 1)).all():
        raise ValueError("shares: expected numbers from 0 to 1")
    ink = INKS["h_cand"]
    ax.bar(np.arange(len(shares)) - len(shares) + 1, shares, width=0.8, color=ink.color)
    ax.set_ylim(0, 1)
    ax.yaxis.set_major_locator(MultipleLocator(0.5))
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.xaxis.set_major_formatter(lambda place, _: f"{abs(place):.0f}")
    ax.set_xlabel("steps ago")
    place = ax.get_subplotspec()
    if place is None or place.is_first_col():  # of charts side by side, the first speaks for all
        ax.set_ylabel("share")
    return ax
