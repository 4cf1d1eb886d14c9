"""A GRU that reads one input at a time, as it arrives: a sensor, a microphone, a keyboard.

The same equations as ``cell.py`` for a single row. What can be prepared once is prepared once, so that a
step costs a dozen NumPy calls.
"""

import numpy as np

from gru_course.nn.cell import GRUParams
from gru_course.nn.validate import Array, check_array


class GRUStream:
    """One GRU step after another on single inputs.

    The state stays with the caller: the same `x` and `h` always give the same answer, and what is
    returned is never written to again. One object serves one thread.

    Parameters
    ----------
    params : GRUParams
        Copied; later changes to it are not seen.

    Examples
    --------
    >>> from gru_course.nn.init import init_params
    >>> rng = np.random.default_rng(0)
    >>> stream = GRUStream(init_params(D=3, H=4, rng=rng))
    >>> h = np.zeros(4)
    >>> for x in rng.normal(size=(10, 3)):
    ...     h = stream(x, h)
    >>> h.shape
    (4,)
    """

    def __init__(self, params: GRUParams) -> None:
        if not isinstance(params, GRUParams):
            raise TypeError(f"params: expected GRUParams, got {type(params).__name__}")
        D, H, dtype = params.D, params.H, params.dtype
        self._x_shape, self._h_shape, self._dtype = (D,), (H,), dtype
        self._half = np.asarray(0.5, dtype)
        # as in engine.py: biases as a last row, the half of tanh(a / 2) in the gates' weights
        self._Wb_gates = np.hstack(
            [np.vstack([W, b]) * self._half for W, b in ((params.W_r, params.b_r), (params.W_z, params.b_z))]
        )
        self._Wb_h = np.vstack([params.W_h, params.b_h])
        self._x_h_1 = np.ones(D + H + 1, dtype)
        self._ones = np.ones_like(self._x_h_1)
        self._x_columns = self._x_h_1[:D]
        self._h_columns = self._x_h_1[D : D + H]
        self._gates = np.empty(2 * H, dtype)
        self._r, self._z = self._gates[:H], self._gates[H:]
        self._work = np.empty(H, dtype)

    def __call__(self, x: Array, h_prev: Array) -> Array:
        """One step.

        Parameters
        ----------
        x : ndarray, shape (D,)
        h_prev : ndarray, shape (H,)

        Returns
        -------
        h : ndarray, shape (H,)

        Raises
        ------
        TypeError
            If an argument is not an array of the parameters' type.
        ValueError
            If a shape does not fit, or a number is NaN or infinite.
        """
        gates, z, work, half = self._gates, self._z, self._work, self._half
        try:
            fits = x.shape == self._x_shape and h_prev.shape == self._h_shape
            fits = fits and x.dtype == self._dtype and h_prev.dtype == self._dtype
        except AttributeError:
            fits = False
        if not fits:
            self._complain(x, h_prev)

        # r, z = sigmoid([x, h_prev] W + b)
        self._x_columns[...] = x
        self._h_columns[...] = h_prev
        if not abs(self._x_h_1.dot(self._ones)) < np.inf:  # a NaN or infinity in either makes the sum one
            self._complain(x, h_prev)
        self._x_h_1.dot(self._Wb_gates, gates)
        np.tanh(gates, gates)
        np.multiply(gates, half, gates)
        np.add(gates, half, gates)

        # h_cand = tanh([x, r * h_prev] W_h + b_h)
        np.multiply(self._r, h_prev, self._h_columns)
        self._x_h_1.dot(self._Wb_h, work)
        np.tanh(work, work)

        # h = h_prev + z * (h_cand - h_prev)
        np.subtract(work, h_prev, work)
        np.multiply(work, z, work)
        h: Array = np.add(h_prev, work)

        return h

    def _complain(self, x: Array, h_prev: Array) -> None:
        """Say what is wrong with the input."""
        check_array("x", x, "D", {"D": self._x_shape[0]}, self._dtype)
        check_array("h_prev", h_prev, "H", {"H": self._h_shape[0]}, self._dtype)
