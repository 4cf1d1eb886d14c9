"""onnxruntime's GRU operator, linear_before_reset=0: the course's equations. It has no gradient.

It wants time first, so it is given time-first data and need not transpose.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

from benchmarks.case import Case, Size
from benchmarks.contenders.base import Contender, Task, UnsupportedError

SIGNS = (("z", -1), ("r", 1), ("h", 1))  # the order of its gates; a gate that keeps has the other sign


def session(case: Case, size: Size) -> Any:
    D, H, B, T = size
    weights = case.params.arrays()
    W = np.concatenate([sign * weights[f"W_{gate}"] for gate, sign in SIGNS], axis=1)
    b = np.concatenate([sign * weights[f"b_{gate}"] for gate, sign in SIGNS])
    constants = {"W": W[:D].T[None], "R": W[D:].T[None], "b": np.concatenate([b, 0 * b])[None]}
    number = helper.np_dtype_to_tensor_dtype(case.dtype)
    node = helper.make_node(
        "GRU", ["X", "W", "R", "b", "", "h0"], ["Y", "Y_h"], hidden_size=H, linear_before_reset=0
    )
    graph = helper.make_graph(
        [node],
        "gru",
        [helper.make_tensor_value_info(name, number, s) for name, s in (("X", (T, B, D)), ("h0", (1, B, H)))],
        [
            helper.make_tensor_value_info(name, number, s)
            for name, s in (("Y", (T, 1, B, H)), ("Y_h", (1, B, H)))
        ],
        [numpy_helper.from_array(np.ascontiguousarray(a), name) for name, a in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 14)], ir_version=8)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )


def setup(case: Case) -> Mapping[str, Task]:
    if helper.np_dtype_to_tensor_dtype(case.dtype) != TensorProto.FLOAT:
        raise UnsupportedError(f"its GRU operator has no {case.dtype}")
    D, H, _, _ = case.size
    whole, one = session(case, case.size), session(case, Size(D, H, 1, 1))
    sequence = {"X": np.ascontiguousarray(case.xs.swapaxes(0, 1)), "h0": case.h0[None].copy()}
    single = {"X": case.xs[:1, :1].copy(), "h0": case.h0[None, :1].copy()}
    return {
        "forward": Task(lambda: whole.run(["Y"], sequence), lambda out: {"hs": out[0][:, 0].swapaxes(0, 1)}),
        "stream": Task(lambda: one.run(["Y_h"], single), lambda out: {"h": out[0].reshape(-1)}),
    }


def bound(case: Case) -> Mapping[str, Task]:
    """The streamed step with input and output bound beforehand: the next step overwrites the answer."""
    if helper.np_dtype_to_tensor_dtype(case.dtype) != TensorProto.FLOAT:
        raise UnsupportedError(f"its GRU operator has no {case.dtype}")
    D, H, _, _ = case.size
    one = session(case, Size(D, H, 1, 1))
    x, h, answer = case.xs[:1, :1].copy(), case.h0[None, :1].copy(), np.empty((1, 1, H), case.dtype)
    binding = one.io_binding()
    binding.bind_cpu_input("X", x)
    binding.bind_cpu_input("h0", h)
    binding.bind_output("Y_h", "cpu", 0, case.dtype, answer.shape, answer.ctypes.data)

    def run() -> Any:
        one.run_with_iobinding(binding)
        return answer

    return {"stream": Task(run, lambda out: {"h": out.reshape(-1).copy()})}


CONTENDERS = [Contender("onnxruntime", setup), Contender("onnxruntime, bound buffers", bound)]
