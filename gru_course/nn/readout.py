"""The readout: a linear map from what the network remembers to what it says.

    y = h W + b

The same weights serve one state (B, H) and every step's state (B, T, H). "The last state of each row" is
``hs[:, -1]`` even in a padded batch, because a padded step holds the state.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from gru_course.nn.init import Initialiser, check_rng, check_sizes, glorot_uniform
from gru_course.nn.params import Params
from gru_course.nn.sequence import check_same
from gru_course.nn.validate import Array, check_array


class LinearParams(Params):
    """The weights of a linear readout.

    Parameters
    ----------
    W : ndarray, shape (H, K)
        Weights: H numbers in, K numbers out.
    b : ndarray, shape (K,)
        Bias.

    Raises
    ------
    TypeError
        If an array is not float32 or float64, or the types differ.
    ValueError
        If a shape does not fit, or a number is not finite.

    Examples
    --------
    >>> params = LinearParams(W=np.zeros((4, 2)), b=np.zeros(2))
    >>> params.H, params.K, params.size
    (4, 2, 10)
    """

    W: Array
    b: Array

    def __init__(self, *, W: Array, b: Array) -> None:
        sizes = check_array("W", W, "H K")
        check_array("b", b, "K", {"K": sizes["K"]}, W.dtype)
        super().__init__(W=W, b=b)

    @property
    def H(self) -> int:
        """How many numbers go in."""
        return int(self.W.shape[0])

    @property
    def K(self) -> int:
        """How many numbers come out."""
        return int(self.W.shape[1])


@dataclass(frozen=True)
class LinearTrace:
    """What a readout read and said, by name.

    Attributes
    ----------
    h : ndarray, shape (B, H) or (B, T, H)
    y : ndarray, shape (B, K) or (B, T, K)
    """

    h: Array
    y: Array


def linear_forward(h: Array, params: LinearParams) -> tuple[Array, LinearTrace]:
    """Read out one state for every row, or every step's state.

    Parameters
    ----------
    h : ndarray, shape (B, H) or (B, T, H)
        States.
    params : LinearParams

    Returns
    -------
    y : ndarray, shape (B, K) or (B, T, K)
        Predictions, or logits.
    trace : LinearTrace
        What :func:`linear_backward` reads.

    Raises
    ------
    TypeError
        If `h` is not a floating-point array of the parameters' type.
    ValueError
        If its shape does not fit, or a number is NaN or infinite.

    Examples
    --------
    >>> params = LinearParams(W=np.array([[1.0], [10.0]]), b=np.array([100.0]))
    >>> linear_forward(np.array([[2.0, 3.0]]), params)[0]
    array([[132.]])
    """
    if not isinstance(params, LinearParams):
        raise TypeError(f"params: expected LinearParams, got {type(params).__name__}")
    axes = "B T H" if getattr(h, "ndim", 2) == 3 else "B H"
    check_array("h", h, axes, {"H": params.H}, params.dtype)

    # y = h W + b
    y = h @ params.W + params.b

    return y, LinearTrace(h=h, y=y)


def linear_backward(d_y: Array, trace: LinearTrace, params: LinearParams) -> tuple[Array, LinearParams]:
    """Backward through the readout.

    Parameters
    ----------
    d_y : ndarray, shape (B, K) or (B, T, K)
        Derivative of the loss with respect to y.
    trace : LinearTrace
        What :func:`linear_forward` returned.
    params : LinearParams

    Returns
    -------
    d_h : ndarray, shape (B, H) or (B, T, H)
    grads : LinearParams
        Summed over rows and steps.

    Raises
    ------
    TypeError, ValueError
        If `d_y` does not have the type and shape of ``trace.y``.
    """
    check_same("d_y", d_y, "B T K" if trace.y.ndim == 3 else "B K", trace.y)
    h_rows, d_y_rows = trace.h.reshape(-1, params.H), d_y.reshape(-1, params.K)

    # y = h W + b
    d_h = d_y @ params.W.T
    d_W = h_rows.T @ d_y_rows
    d_b = d_y_rows.sum(axis=0)

    return d_h, LinearParams(W=d_W, b=d_b)


def init_linear_params(
    H: int,
    K: int,
    rng: np.random.Generator,
    *,
    weights: Initialiser = glorot_uniform,
    dtype: Any = np.float64,
) -> LinearParams:
    """Draw the weights of a readout; the bias starts at 0.

    Parameters
    ----------
    H, K : int
        How many numbers go in and come out, at least 1.
    rng : numpy.random.Generator
    weights : initialiser, optional
    dtype : dtype, optional
        float64 or float32.

    Returns
    -------
    LinearParams

    Raises
    ------
    ValueError
        If H or K is below 1.
    TypeError
        If `rng` is not a generator.
    """
    check_sizes(H=H, K=K)
    check_rng(rng)
    return LinearParams(W=weights(H, K, rng).astype(dtype), b=np.zeros(K, dtype))
