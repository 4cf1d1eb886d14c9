"""From the blocks that every library stores to named parameters.

All of them keep, for each of the three gates, a matrix for the input, a matrix for the state and one or
two biases. Here the update gate's sign turns round on the way in.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from gru_course.nn.cell import GRUParams
from gru_course.nn.reset_after import ResetAfterParams
from gru_course.nn.validate import Array

WHY_NOT = (
    "there the reset gate scales the product, r * (h U_h + b_hh), and the course's cell scales the state "
    "before it, (r * h) U_h + b_h; whatever r and h are, the two are equal only if U_h is diagonal and b_hh "
    "zero"
)
"""Why reset-after weights are no GRUParams."""


@dataclass(frozen=True)
class Gate:
    """One gate's blocks as another library stores them, with states as rows: a = x W + h U + b_x + b_h.

    Attributes
    ----------
    W : ndarray, shape (D, H)
    U : ndarray, shape (H, H)
    b_x, b_h : ndarray, shape (H,)
        Biases of the input's and of the state's product.
    """

    W: Array
    U: Array
    b_x: Array
    b_h: Array

    @property
    def matrix(self) -> Array:
        """The rows for x above the rows for h, shape (D + H, H)."""
        return np.concatenate([self.W, self.U])

    @property
    def bias(self) -> Array:
        """Both biases in one, shape (H,)."""
        return self.b_x + self.b_h


def to_gru_params(*, r: Gate, z: Gate, h: Gate) -> GRUParams:
    """Named parameters from three gates whose z keeps, if the reset acts before the product."""
    return GRUParams(W_r=r.matrix, b_r=r.bias, W_z=-z.matrix, b_z=-z.bias, W_h=h.matrix, b_h=h.bias)


def to_reset_after_params(*, r: Gate, z: Gate, h: Gate) -> ResetAfterParams:
    """Named parameters from three gates whose z keeps, if the reset acts after the product."""
    return ResetAfterParams(
        W_r=r.matrix, b_r=r.bias, W_z=-z.matrix, b_z=-z.bias, W_xh=h.W, U_h=h.U, b_xh=h.b_x, b_hh=h.b_h
    )


def to_params(kind: Any, *, r: Gate, z: Gate, h: Gate) -> GRUParams | ResetAfterParams:
    """Named parameters of the `kind` that is asked for."""
    return to_gru_params(r=r, z=z, h=h) if kind is GRUParams else to_reset_after_params(r=r, z=z, h=h)


def check_kind(kind: Any) -> None:
    """Check that `kind` is one of the two sorts of parameters."""
    if kind not in (GRUParams, ResetAfterParams):
        raise TypeError(f"kind: expected GRUParams or ResetAfterParams, got {kind!r}")


def check_gru_params(params: Any) -> None:
    """Check that `params` are the course's own."""
    if not isinstance(params, GRUParams):
        raise TypeError(f"params: expected GRUParams, got {type(params).__name__}")
