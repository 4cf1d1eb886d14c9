"""The textbook version of ``benchmarks/textbook.py``."""

from collections.abc import Mapping

import numpy as np

from benchmarks import textbook
from benchmarks.case import LR, Case
from benchmarks.contenders.base import Contender, Task
from gru_course.nn.validate import Array


def setup(case: Case) -> Mapping[str, Task]:
    xs, h0, d_hs, start = case.xs, case.h0, case.d_hs, case.params.arrays()

    def gradient(p: textbook.Weights = start) -> tuple[Array, Array, textbook.Weights]:
        _, caches = textbook.forward(xs, h0, p)
        return textbook.backward(d_hs, xs, caches, p)

    def read_gradient(out: tuple[Array, Array, textbook.Weights]) -> dict[str, Array]:
        return {"d_xs": out[0], "d_h0": out[1], **out[2]}

    p, m, v, n = start, start, start, 0

    def reset() -> None:
        nonlocal p, m, v, n
        m, v = ({name: np.zeros_like(value) for name, value in start.items()} for _ in range(2))
        p, n = start, 0

    def train() -> textbook.Weights:
        nonlocal p, n
        _, _, grads = gradient(p)
        n += 1
        p = textbook.adam(p, grads, m, v, n, LR)
        return p

    x, h = xs[:1, 0].copy(), h0[:1].copy()
    return {
        "forward": Task(lambda: textbook.forward(xs, h0, start), lambda out: {"hs": out[0]}),
        "gradient": Task(gradient, read_gradient),
        "adam": Task(train, lambda out: out, reset),
        "stream": Task(lambda: textbook.step_forward(x, h, start), lambda out: {"h": out[0].reshape(-1)}),
    }


CONTENDERS = [Contender("textbook NumPy", setup)]
