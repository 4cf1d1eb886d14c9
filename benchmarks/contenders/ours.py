"""The course's own GRU: the public functions, with all their checks."""

from collections.abc import Mapping

from benchmarks.case import LR, Case
from benchmarks.contenders.base import Contender, Task
from gru_course import GRUParams, gru_backward, gru_forward
from gru_course.nn.optim import Adam
from gru_course.nn.stream import GRUStream
from gru_course.nn.validate import Array


def setup(case: Case) -> Mapping[str, Task]:
    xs, h0, d_hs, start = case.xs, case.h0, case.d_hs, case.params

    def gradient() -> tuple[Array, Array, GRUParams]:
        _, trace = gru_forward(xs, h0, start)
        return gru_backward(d_hs, trace, start)

    def read_gradient(out: tuple[Array, Array, GRUParams]) -> dict[str, Array]:
        d_xs, d_h0, grads = out
        return {"d_xs": d_xs, "d_h0": d_h0, **grads.arrays()}

    adam = Adam(learning_rate=LR)
    params, state = start, adam.init(start)

    def reset() -> None:
        nonlocal params, state
        params, state = start.copy(), adam.init(start)

    def train() -> GRUParams:
        nonlocal params, state
        _, trace = gru_forward(xs, h0, params)
        _, _, grads = gru_backward(d_hs, trace, params)
        params, state = adam.update(params, grads, state)
        return params

    stream = GRUStream(start)
    x, h = case.xs[0, 0].copy(), case.h0[0].copy()
    return {
        "forward": Task(lambda: gru_forward(xs, h0, start), lambda out: {"hs": out[0]}),
        "gradient": Task(gradient, read_gradient),
        "adam": Task(train, lambda out: out.arrays(), reset),
        "stream": Task(lambda: stream(x, h), lambda out: {"h": out}),
    }


CONTENDERS = [Contender("ours", setup)]
