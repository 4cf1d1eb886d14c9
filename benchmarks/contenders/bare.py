"""The matrix products of a GRU and nothing else, through the same BLAS: what no arrangement can save.

Every operand is contiguous and every result has its place already. It computes no GRU.
"""

from collections.abc import Mapping

import numpy as np

from benchmarks.case import Case
from benchmarks.contenders.base import Contender, Task

GATES = "rzh"


def setup(case: Case) -> Mapping[str, Task]:
    D, H, B, T = case.size
    weights = case.params.arrays()
    W_x = [weights[f"W_{gate}"][:D].copy() for gate in GATES]
    U = [weights[f"W_{gate}"][D:].copy() for gate in GATES]
    W_x_T = [W.T.copy() for W in W_x]
    U_T = [W.T.copy() for W in U]

    x = np.ascontiguousarray(case.xs.swapaxes(0, 1)).reshape(T * B, D)
    steps = np.ascontiguousarray(case.d_hs.swapaxes(0, 1))  # any (T, B, H) numbers do
    d_a = steps.reshape(T * B, H)
    x_h = np.concatenate([x, d_a], axis=1)

    a = np.empty((T * B, H), case.dtype)
    out = np.empty((B, H), case.dtype)
    d_W = np.empty((D + H, H), case.dtype)
    d_x = np.empty((T * B, D), case.dtype)

    def forward() -> None:
        for W in W_x:
            x.dot(W, a)  # x W, all steps at once
        recur(U)  # h U, step by step

    def recur(matrices: list[np.ndarray]) -> None:
        first, second, third = matrices
        for h in steps:
            h.dot(first, out)
            h.dot(second, out)
            h.dot(third, out)

    def gradient() -> None:
        forward()
        recur(U_T)  # d_a U^T, step by step
        for W_T in W_x_T:
            x_h.T.dot(d_a, d_W)  # [x, h]^T d_a, all steps at once
            d_a.dot(W_T, d_x)  # d_a W_x^T, all steps at once

    row_x, row_h, row_out = case.xs[0, 0].copy(), case.h0[0].copy(), np.empty(H, case.dtype)

    def stream() -> None:
        for W, matrix in zip(W_x, U, strict=True):
            row_x.dot(W, row_out)
            row_h.dot(matrix, row_out)

    return {
        name: Task(run, lambda out: {})
        for name, run in (("forward", forward), ("gradient", gradient), ("stream", stream))
    }


CONTENDERS = [Contender("bare products", setup, checked=False)]
