"""Where weights start: random enough to differ, scaled so that signals neither die nor explode.

Each initialiser carries the name of the paper that derived it.
"""

from typing import Any, Protocol

import numpy as np

from gru_course.nn.cell import GRUParams
from gru_course.nn.validate import Array


class Initialiser(Protocol):
    """A function that draws a weight matrix."""

    def __call__(self, rows: int, columns: int, rng: np.random.Generator) -> Array:
        """Draw a matrix of shape (rows, columns)."""


def glorot_uniform(rows: int, columns: int, rng: np.random.Generator) -> Array:
    """Uniform in +-sqrt(6 / (rows + columns)).

    Keeps the variance of signals and of gradients about equal across a tanh or sigmoid layer (Glorot
    and Bengio 2010, "Understanding the difficulty of training deep feedforward neural networks", eq. 16).

    Parameters
    ----------
    rows, columns : int
        Inputs and outputs.
    rng : numpy.random.Generator

    Returns
    -------
    ndarray, shape (rows, columns)
    """
    limit = np.sqrt(6 / (rows + columns))
    return rng.uniform(-limit, limit, size=(rows, columns))


def lecun_normal(rows: int, columns: int, rng: np.random.Generator) -> Array:
    """Normal with variance 1 / rows (LeCun et al. 1998, "Efficient BackProp", section 4.6).

    Parameters, returns: as in :func:`glorot_uniform`.
    """
    return rng.normal(scale=np.sqrt(1 / rows), size=(rows, columns))


def he_normal(rows: int, columns: int, rng: np.random.Generator) -> Array:
    """Normal with variance 2 / rows, meant for ReLU (He et al. 2015, "Delving deep into rectifiers", eq. 10).

    Parameters, returns: as in :func:`glorot_uniform`.
    """
    return rng.normal(scale=np.sqrt(2 / rows), size=(rows, columns))


def orthogonal(rows: int, columns: int, rng: np.random.Generator) -> Array:
    """Orthonormal columns (or rows, if there are fewer of them).

    A square one turns a state without stretching it, so that repeating it over time neither shrinks
    nor grows it (Saxe et al. 2014, "Exact solutions to the nonlinear dynamics of learning", section 3).

    Parameters, returns: as in :func:`glorot_uniform`.
    """
    tall = rng.normal(size=(max(rows, columns), min(rows, columns)))
    q, r = np.linalg.qr(tall)
    q = q * np.sign(np.diag(r))  # makes the draw uniform over all orthogonal matrices
    return q if rows >= columns else q.T


def recurrent_matrix(
    D: int, H: int, rng: np.random.Generator, *, inputs: Initialiser, states: Initialiser
) -> Array:
    """One weight matrix of a recurrent cell: a block for the input above a block for the state.

    Parameters
    ----------
    D, H : int
        Sizes of input and state.
    rng : numpy.random.Generator
    inputs, states : initialiser
        For the first D rows, and for the other H.

    Returns
    -------
    ndarray, shape (D + H, H)
    """
    return np.concatenate([inputs(D, H, rng), states(H, H, rng)])


def init_params(
    D: int,
    H: int,
    rng: np.random.Generator,
    *,
    inputs: Initialiser = glorot_uniform,
    states: Initialiser = orthogonal,
    b_z: float = 0.0,
    dtype: Any = np.float64,
) -> GRUParams:
    """Draw the weights of a GRU.

    Parameters
    ----------
    D, H : int
        Sizes of input and hidden state, at least 1.
    rng : numpy.random.Generator
        Where the random numbers come from.
    inputs, states : initialiser, optional
        For the rows that meet the input and for those that meet the state.
    b_z : float, optional
        Bias of the update gate. Here z = 1 replaces the state, so a *negative* b_z makes a new GRU
        remember longer; other biases start at 0.
    dtype : dtype, optional
        float64 or float32.

    Returns
    -------
    GRUParams

    Raises
    ------
    ValueError
        If D or H is below 1.
    TypeError
        If `rng` is not a generator.

    Examples
    --------
    >>> init_params(D=3, H=8, rng=np.random.default_rng(0)).W_r.shape
    (11, 8)
    """
    check_sizes(D=D, H=H)
    check_rng(rng)
    W_r, W_z, W_h = (
        recurrent_matrix(D, H, rng, inputs=inputs, states=states).astype(dtype) for _ in range(3)
    )
    zeros = np.zeros(H, dtype)
    return GRUParams(W_r=W_r, W_z=W_z, W_h=W_h, b_r=zeros, b_z=np.full(H, b_z, dtype), b_h=zeros)


def check_sizes(**sizes: Any) -> None:
    """Check that every size is a whole number of at least 1; errors name the argument."""
    for name, size in sizes.items():
        if isinstance(size, bool) or not isinstance(size, int | np.integer):
            raise TypeError(f"{name}: expected a whole number, got {size!r}")
        if size < 1:
            raise ValueError(f"{name}: expected at least 1, got {size}")


def check_rng(rng: Any) -> None:
    """Check that `rng` is a NumPy random generator."""
    if not isinstance(rng, np.random.Generator):
        raise TypeError(
            f"rng: expected a numpy.random.Generator, got {type(rng).__name__}; "
            "write np.random.default_rng(0)"
        )
