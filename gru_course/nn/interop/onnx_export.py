"""A trained model as a file that other programs run: phones, browsers, servers.

The package ``onnx`` is needed only here and in ``onnx_import``, and only when a function is called.
"""

from os import PathLike
from typing import Any, TypeVar

import numpy as np

from gru_course.nn.cell import GRUParams
from gru_course.nn.interop.onnx import load_onnx, to_onnx_weights
from gru_course.nn.model import GRUModel
from gru_course.nn.params import Params
from gru_course.nn.readout import LinearParams
from gru_course.nn.stack import GRUStack
from gru_course.nn.validate import FLOATS, check_finite

P = TypeVar("P", bound=Params)

OPSET = 17
"""Old enough for any runtime in use, new enough for every operator here."""

IR_VERSION = 8
"""The file format's version that goes with OPSET."""


def export_onnx(
    model: GRUModel | GRUParams | GRUStack,
    path: str | PathLike[str],
    *,
    initial_states: bool = False,
    lengths: bool = False,
    dtype: Any = np.float32,
) -> None:
    """Write a model, or only its GRU, as a file that any ONNX runtime can run.

    Inputs and outputs are named as in :func:`gru_stack_forward`; B and T are free.

    ==================  ==============================  ===============================================
    input ``xs``        (B, T, D)
    input ``h0``        (layers * directions, B, H)     only with `initial_states`; else zeros
    input ``lengths``   (B,), int32                     only with `lengths`; else all steps are real
    output ``hs``       (B, T, directions * H)          a padded step repeats its row's last real step
    output ``h``        (B, directions * H)             each direction's state after its own last step
    output ``ys``       (B, T, K)                       of a model: what ``predict_every_step`` returns
    output ``y``        (B, K)                          of a model: what ``predict`` returns
    ==================  ==============================  ===============================================

    The GRU operators are named ``GRU_layer_0``, ``GRU_layer_1``, ...

    Parameters
    ----------
    model : GRUModel, GRUParams or GRUStack
    path : str or path
    initial_states, lengths : bool, optional
        Whether the file has these inputs.
    dtype : dtype, optional
        Type of all numbers in the file. onnxruntime has no float64 GRU, hence float32; a file in float64 is
        exact, and for other runtimes.

    Raises
    ------
    ImportError
        If the package onnx is missing.
    TypeError
        If the model is something else, or `dtype` is not float32 or float64.
    ValueError
        If a number is too large for float32.

    Examples
    --------
    >>> export_onnx(model, "model.onnx")  # doctest: +SKIP
    >>> session = onnxruntime.InferenceSession("model.onnx")  # doctest: +SKIP
    >>> (y,) = session.run(["y"], {"xs": xs.astype(np.float32)})  # doctest: +SKIP
    """
    onnx = load_onnx()
    if np.dtype(dtype) not in FLOATS:
        raise TypeError(f"dtype: expected float32 or float64, got {dtype}")
    gru, readout = (model.gru, model.readout) if isinstance(model, GRUModel) else (model, None)
    stack = GRUStack(layer_0=gru) if isinstance(gru, GRUParams) else gru
    if not isinstance(stack, GRUStack):
        raise TypeError(f"model: expected GRUModel, GRUParams or GRUStack, got {type(model).__name__}")
    stack = _cast(stack, dtype)
    readout = None if readout is None else _cast(readout, dtype)

    onnx.save(_build(onnx, stack, readout, initial_states, lengths), path)


def _cast(params: P, dtype: Any) -> P:
    """`params` in another precision, if its numbers fit."""
    with np.errstate(over="ignore"):  # an infinity is reported below
        new = params.astype(dtype)
    check_finite("model", new.flat)
    return new


class _Graph:
    """An ONNX graph in the making."""

    def __init__(self, onnx: Any, dtype: np.dtype[Any]) -> None:
        self.onnx = onnx
        self.number = onnx.helper.np_dtype_to_tensor_dtype(dtype)
        self.nodes: list[Any] = []
        self.constants: list[Any] = []
        self.inputs: list[Any] = []
        self.outputs: list[Any] = []

    def constant(self, name: str, values: Any) -> str:
        """Store numbers; returns their name."""
        self.constants.append(self.onnx.numpy_helper.from_array(np.asarray(values, order="C"), name))
        return name

    def compute(self, operator: str, inputs: list[str], outputs: str, **attributes: Any) -> str:
        """Add an operator with outputs of these names (spaces between); returns the first one's name."""
        names = outputs.split()
        self.nodes.append(
            self.onnx.helper.make_node(operator, inputs, names, name=f"{operator}_{names[0]}", **attributes)
        )
        return names[0]

    def takes(self, name: str, axes: list[Any], kind: int | None = None) -> str:
        """Declare an input; returns its name."""
        self.inputs.append(self.onnx.helper.make_tensor_value_info(name, kind or self.number, axes))
        return name

    def gives(self, name: str, axes: list[Any]) -> None:
        """Declare an output."""
        self.outputs.append(self.onnx.helper.make_tensor_value_info(name, self.number, axes))

    def finish(self) -> Any:
        """The checked model."""
        helper = self.onnx.helper
        graph = helper.make_graph(self.nodes, "gru", self.inputs, self.outputs, self.constants)
        model = helper.make_model(
            graph,
            producer_name="gru_course",
            ir_version=IR_VERSION,
            opset_imports=[helper.make_opsetid("", OPSET)],
        )
        self.onnx.checker.check_model(model, full_check=True)
        return model


def _build(
    onnx: Any, stack: GRUStack, readout: LinearParams | None, initial_states: bool, lengths: bool
) -> Any:
    """The ONNX model; inside, time comes first, as the GRU operator has it."""
    g = _Graph(onnx, stack.dtype)
    d, width = stack.directions, stack.directions * stack.H
    xs = g.takes("xs", ["B", "T", stack.D])
    rows = g.takes("lengths", ["B"], onnx.TensorProto.INT32) if lengths else ""
    starts = [""] * stack.layers
    if initial_states:
        starts = [f"h0_{k}" for k in range(stack.layers)]
        g.takes("h0", [stack.layers * d, "B", stack.H])
        g.compute("Split", ["h0", g.constant("per_layer", [d] * stack.layers)], " ".join(starts), axis=0)

    # each layer: (T, B, D) in, (T, directions, B, H) out, then the directions side by side
    g.constant("side_by_side", [0, 0, width])
    states = g.compute("Transpose", [xs], "xs_time_first", perm=[1, 0, 2])
    for k, grus in enumerate(stack.grus()):
        arrays = zip(*(to_onnx_weights(gru) for gru in grus), strict=True)
        weights = [
            g.constant(f"{name}_{k}", np.concatenate(a)) for name, a in zip("WRB", arrays, strict=True)
        ]
        both = g.compute(
            "GRU",
            [states, *weights, rows, starts[k]],
            f"layer_{k} last_{k}",
            hidden_size=stack.H,
            direction="forward" if d == 1 else "bidirectional",
            linear_before_reset=0,
        )
        by_row = g.compute("Transpose", [both], f"layer_{k}_by_row", perm=[0, 2, 1, 3])
        states = g.compute("Reshape", [by_row, "side_by_side"], f"layer_{k}_side_by_side")

    if lengths:
        _repeat_last_real_step(g, g.compute("Transpose", [states], "hs_and_zeros", perm=[1, 0, 2]))
    else:
        g.compute("Transpose", [states], "hs", perm=[1, 0, 2])
    last = g.compute("Transpose", [f"last_{stack.layers - 1}"], "last_by_row", perm=[1, 0, 2])
    g.compute("Reshape", [last, g.constant("one_row", [0, width])], "h")
    g.gives("hs", ["B", "T", width])
    g.gives("h", ["B", width])

    if readout is not None:
        W, b = g.constant("W", readout.W), g.constant("b", readout.b)
        g.compute("Add", [g.compute("MatMul", ["hs", W], "hs_W"), b], "ys")
        g.compute("Add", [g.compute("MatMul", ["h", W], "h_W"), b], "y")
        g.gives("ys", ["B", "T", readout.K])
        g.gives("y", ["B", readout.K])
    return g.finish()


def _repeat_last_real_step(g: _Graph, states: str) -> None:
    """The operator leaves zeros in padded steps: hs[b, t] = states[b, min(t, lengths[b] - 1)]."""
    one = g.constant("one", np.int64(1))
    T = g.compute("Gather", [g.compute("Shape", [states], "shape"), one], "T")
    t = g.compute("Range", [g.constant("zero", np.int64(0)), T, one], "t")
    lengths = g.compute("Cast", ["lengths"], "lengths_int64", to=g.onnx.TensorProto.INT64)
    last = g.compute("Sub", [lengths, one], "last_real_step")
    column = g.compute("Unsqueeze", [last, g.constant("axis_1", np.array([1]))], "last_real_step_column")
    source = g.compute("Min", [t, column], "source")
    index = g.compute("Unsqueeze", [source, g.constant("axis_2", np.array([2]))], "source_index")
    g.compute("GatherND", [states, index], "hs", batch_dims=1)
