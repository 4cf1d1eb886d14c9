"""Time is a loop: hand the state on from step to step, and hand its derivative back.

The plain RNN and the LSTM share these two loops; a state is a tuple of arrays, (h,) for the one and
(h, c) for the other. The GRU's own loops, in ``sequence.py`` and ``engine.py``, do the same.

A padded step holds the state and takes no gradient.
"""

from collections.abc import Callable, Iterable
from typing import TypeVar

import numpy as np

from gru_course.nn.validate import Array

State = tuple[Array, ...]
S = TypeVar("S")
A = TypeVar("A")


def unroll(
    step: Callable[[Array, State], tuple[State, S]], xs: Array, state: State, alive: Array | None
) -> tuple[list[State], list[S]]:
    """Run a cell over a batch of sequences.

    Parameters
    ----------
    step : callable
        ``step(x, state) -> (new_state, what_the_step_computed)``.
    xs : ndarray, shape (B, T, D)
    state : tuple of ndarray, each of shape (B, H)
        Before the first step.
    alive : ndarray of bool, shape (B, T, 1), or None
        True where a step is real.

    Returns
    -------
    states : list of T + 1 states
    steps : list of T things that the steps computed
    """
    states, steps = [state], []
    for t in range(xs.shape[1]):
        new, computed = step(xs[:, t], state)
        if alive is not None:
            new = tuple(np.where(alive[:, t], a, held) for a, held in zip(new, state, strict=True))
        state = new
        states.append(state)
        steps.append(computed)
    return states, steps


def unroll_backward(
    step_backward: Callable[[State, int], tuple[Array, State, A]],
    d_hs: Array,
    d_state: State,
    alive: Array | None,
) -> tuple[Array, State, list[A]]:
    """Backpropagation through time.

    Parameters
    ----------
    step_backward : callable
        ``step_backward(d_state, t) -> (d_x, d_state_before, what_the_weights_need)``.
    d_hs : ndarray, shape (B, T, H)
        Derivative of the loss with respect to every h_t, as used outside the cell.
    d_state : tuple of ndarray, each of shape (B, H)
        Derivative with respect to the state after the last step, besides `d_hs`.
    alive : ndarray of bool, shape (B, T, 1), or None

    Returns
    -------
    d_xs : ndarray, shape (B, T, D)
    d_state : tuple of ndarray
        With respect to the state before the first step.
    for_weights : list of T things, in the order of time
    """
    d_xs, for_weights = [], []
    for t in reversed(range(d_hs.shape[1])):
        d_h, *d_others = d_state
        d_state = (d_h + d_hs[:, t], *d_others)
        # a padded row's derivative passes by the cell untouched
        d_cell = d_state if alive is None else tuple(d * alive[:, t] for d in d_state)
        d_x, d_before, for_weight = step_backward(d_cell, t)
        if alive is not None:
            d_before = tuple(
                d + (whole - inside) for d, whole, inside in zip(d_before, d_state, d_cell, strict=True)
            )
        d_state = d_before
        d_xs.append(d_x)
        for_weights.append(for_weight)
    return over_time(reversed(d_xs)), d_state, for_weights[::-1]


def over_time(arrays: Iterable[Array]) -> Array:
    """T arrays of shape (B, H) as one of shape (B, T, H)."""
    return np.stack(list(arrays), axis=1)
