"""What is measured: sizes, and the same random numbers for everyone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from gru_course import GRUParams, init_params
from gru_course.nn.validate import Array

TASKS = ("forward", "gradient", "adam", "stream")
DTYPES = ("float32", "float64")
LR = 1e-3


class Size(NamedTuple):
    """Inputs, hidden units, rows and steps."""

    D: int
    H: int
    B: int
    T: int

    def __str__(self) -> str:
        return ",".join(map(str, self))


SEQUENCES = (
    Size(1, 8, 1, 50),
    Size(8, 32, 16, 50),
    Size(28, 64, 32, 100),
    Size(64, 128, 32, 100),
    Size(64, 256, 64, 100),
)
STREAMS = (Size(64, 32, 1, 1), Size(64, 128, 1, 1))


@dataclass(frozen=True)
class Case:
    """One size in one type: everything a contender is given.

    Attributes
    ----------
    xs : (B, T, D), h0 : (B, H), d_hs : (B, T, H)
        Inputs, first state, and the derivative of the loss with respect to every state.
    """

    size: Size
    xs: Array
    h0: Array
    d_hs: Array
    params: GRUParams

    @property
    def dtype(self) -> np.dtype:
        return self.xs.dtype


def make_case(size: Sequence[int], dtype: str, seed: int = 0) -> Case:
    D, H, B, T = size = Size(*size)
    rng = np.random.default_rng([seed, *size])
    params = init_params(D, H, rng)
    params.flat[...] += rng.normal(scale=0.05, size=params.size)  # no bias is exactly zero
    return Case(
        size=size,
        xs=rng.normal(size=(B, T, D)).astype(dtype),
        h0=rng.normal(scale=0.5, size=(B, H)).astype(dtype),
        d_hs=rng.normal(size=(B, T, H)).astype(dtype),
        params=params.astype(dtype),
    )


def with_one_reset(case: Case) -> Case:
    """The same case with one reset gate for all units of a row.

    Then r * (h U) = (r * h) U: resetting before or after the product is the same, so that libraries with
    the other convention can be checked against ours.
    """
    params = case.params.copy()
    params.W_r[...] = params.W_r[:, :1]
    params.b_r[...] = params.b_r[0]
    return replace(case, params=params)
