"""What the oracles share: random cases, the documents' equations once more, and the ONNX operators.

Nothing here is taken from ``gru_course.nn``. The equations are written from the documents (sections 2.1 to
2.4), with the operands in their order and the weights split; ``autograd`` differentiates them.
"""

from collections.abc import Callable, Mapping
from typing import Any

import autograd.numpy as anp
import numpy as np
import onnxruntime
from onnx import TensorProto, helper
from onnx.reference import ReferenceEvaluator

Weights = Mapping[str, Any]


# the documents' equations


def logistic(a: Any) -> Any:
    return 1 / (1 + anp.exp(-a))


def affine(x: Any, h: Any, W: Any, b: Any) -> Any:
    """W . [x, h] + b, with W split where x ends."""
    D = x.shape[-1]
    return anp.dot(x, W[:D]) + anp.dot(h, W[D:]) + b


def gru_equations(x: Any, h: Any, p: Weights) -> Any:
    D = x.shape[-1]
    r = logistic(affine(x, h, p["W_r"], p["b_r"]))
    z = logistic(affine(x, h, p["W_z"], p["b_z"]))
    # the documents put the reset state first: [r * h, x]
    documents_W_h = anp.concatenate([p["W_h"][D:], p["W_h"][:D]])
    candidate = anp.tanh(anp.dot(anp.concatenate([r * h, x], axis=1), documents_W_h) + p["b_h"])
    return z * candidate + (1 - z) * h


def rnn_equations(x: Any, h: Any, p: Weights) -> Any:
    return anp.tanh(affine(x, h, p["W"], p["b"]))


def lstm_equations(x: Any, state: Any, p: Weights) -> Any:
    h, c = state
    i, f, o = (logistic(affine(x, h, p[f"W_{gate}"], p[f"b_{gate}"])) for gate in "ifo")
    c = f * c + i * anp.tanh(affine(x, h, p["W_c"], p["b_c"]))
    return o * anp.tanh(c), c


def unroll(equations: Callable[..., Any], xs: Any, state: Any, p: Weights, lengths: Any = None) -> Any:
    """All states of a sequence; a step past a row's length holds the state. (B, T, H), or a pair of them."""
    pair = isinstance(state, tuple)
    states = []
    for t in range(xs.shape[1]):
        new = equations(xs[:, t], state, p)
        if lengths is not None:
            real = np.asarray(lengths)[:, None] > t
            new = (
                tuple(anp.where(real, a, b) for a, b in zip(new, state, strict=True))
                if pair
                else anp.where(real, new, state)
            )
        state = new
        states.append(state)
    if pair:
        return tuple(anp.stack(part, axis=1) for part in zip(*states, strict=True))
    return anp.stack(states, axis=1)


def stack_equations(xs: Any, h0: Any, p: Weights, directions: int, lengths: Any) -> Any:
    """All outputs of the top layer, one row after the other, each as long as it really is."""
    layers = len({name.split(".")[0] for name in p}) // directions
    rows = []
    for row, length in enumerate(lengths):
        inputs = xs[row : row + 1, :length]
        for layer in range(layers):
            outputs = []
            for direction in range(directions):
                member = f"layer_{layer}" + (("_forward", "_backward")[direction] if directions == 2 else "")
                own = {name.split(".")[1]: p[name] for name in p if name.split(".")[0] == member}
                start = h0[layer * directions + direction, row : row + 1]
                if direction == 0:
                    outputs.append(unroll(gru_equations, inputs, start, own))
                else:
                    outputs.append(unroll(gru_equations, inputs[:, ::-1], start, own)[:, ::-1])
            inputs = anp.concatenate(outputs, axis=2)
        padding = [inputs[:, -1:]] * (xs.shape[1] - length)
        rows.append(anp.concatenate([inputs, *padding], axis=1))
    return anp.concatenate(rows, axis=0)


def squared_error(prediction: Any, target: Any, real: Any) -> Any:
    """The mean over real entries, picked out first."""
    return anp.mean((prediction - target)[real] ** 2)


def cross_entropy(logits: Any, classes: Any, real: Any) -> Any:
    """The mean of -log(exp(logit of the class) / sum of exp) over real entries, picked out first."""
    logits, classes = logits[real], classes[real]
    one_hot = np.eye(logits.shape[-1])[classes]
    probability = anp.sum(one_hot * anp.exp(logits), axis=-1) / anp.sum(anp.exp(logits), axis=-1)
    return -anp.mean(anp.log(probability))


# the ONNX operators


def onnx_arrays(p: Weights, D: int, order: str, negate: str = "") -> tuple[Any, Any, Any]:
    """W, R and B of an operator from weights named W_r, b_r, ... (W, b if `order` is empty); some negated."""

    def signed(gate: str) -> tuple[Any, Any]:
        W, b = (p[f"W_{gate}"], p[f"b_{gate}"]) if gate else (p["W"], p["b"])
        return (-W, -b) if gate and gate in negate else (W, b)

    gates = [signed(gate) for gate in order] if order else [signed("")]
    W = np.concatenate([W[:D].T for W, _ in gates])
    R = np.concatenate([W[D:].T for W, _ in gates])
    B = np.concatenate([b for _, b in gates] + [np.zeros_like(b) for _, b in gates])
    return W[None], R[None], B[None]


def run_operator(
    operator: str,
    xs: Any,
    weights: tuple[Any, Any, Any],
    *,
    lengths: Any = None,
    h0: Any = None,
    c0: Any = None,
    reference: bool = False,
    **attributes: Any,
) -> list[Any]:
    """Run one ONNX operator on xs (B, T, D): hs (B, T, directions * H), last states (directions, B, H).

    onnxruntime computes it in float32; `reference` takes the evaluator of the package onnx, which is NumPy
    and computes in float64 too.
    """
    dtype = np.dtype(np.float64 if reference else np.float32)
    kind = helper.np_dtype_to_tensor_dtype(dtype)
    W, R, B = weights
    feeds = {"X": xs.swapaxes(0, 1), "W": W, "R": R, "B": B, "h0": h0, "c0": c0}
    feeds = {name: np.ascontiguousarray(a, dtype) for name, a in feeds.items() if a is not None}
    inputs = [helper.make_tensor_value_info(name, kind, a.shape) for name, a in feeds.items()]
    if lengths is not None:
        feeds["lengths"] = np.asarray(lengths, np.int32)
        inputs.append(helper.make_tensor_value_info("lengths", TensorProto.INT32, [len(lengths)]))
    names = ["Y", "Y_h"] + (["Y_c"] if operator == "LSTM" else [])
    slots = ["X", "W", "R", "B", "lengths", "h0", "c0"]
    node = helper.make_node(
        operator,
        [slot if slot in feeds else "" for slot in slots[: 7 if operator == "LSTM" else 6]],
        names,
        hidden_size=R.shape[-1],
        **attributes,
    )
    graph = helper.make_graph(
        [node], "one", inputs, [helper.make_tensor_value_info(name, kind, None) for name in names]
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    if reference:
        Y, *last = ReferenceEvaluator(model).run(None, feeds)
    else:
        session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
        Y, *last = session.run(None, feeds)
    T, directions, rows, H = Y.shape
    return [Y.transpose(2, 0, 1, 3).reshape(rows, T, directions * H), *last]
