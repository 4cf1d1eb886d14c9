"""The weights of a GRU operator out of an ONNX file, if they mean what the course's cell means."""

from os import PathLike
from typing import Any, overload

from gru_course.nn.cell import GRUParams
from gru_course.nn.interop.blocks import WHY_NOT, check_kind
from gru_course.nn.interop.onnx import from_onnx_weights, load_onnx
from gru_course.nn.reset_after import ResetAfterParams
from gru_course.nn.validate import Array


@overload
def import_onnx(
    path: str | PathLike[str], *, name: str | None = ..., reverse: bool | None = ...
) -> GRUParams: ...
@overload
def import_onnx(
    path: str | PathLike[str], kind: type[GRUParams], *, name: str | None = ..., reverse: bool | None = ...
) -> GRUParams: ...
@overload
def import_onnx(
    path: str | PathLike[str],
    kind: type[ResetAfterParams],
    *,
    name: str | None = ...,
    reverse: bool | None = ...,
) -> ResetAfterParams: ...
def import_onnx(
    path: str | PathLike[str], kind: Any = GRUParams, *, name: str | None = None, reverse: bool | None = None
) -> GRUParams | ResetAfterParams:
    """Parameters of a ``GRU`` operator in an ONNX file.

    Parameters
    ----------
    path : str or path
    kind : type, optional
        GRUParams for an operator with ``linear_before_reset=0``, ResetAfterParams for one with 1.
    name : str, optional
        Which node, where the file has several GRU operators.
    reverse : bool, optional
        True for the weights that run from the last step to the first, False for the others. It has to be
        said where the operator runs both ways or only backward.

    Returns
    -------
    GRUParams or ResetAfterParams

    Raises
    ------
    ImportError
        If the package onnx is missing.
    OSError
        If there is no such file.
    ValueError
        If it is no ONNX file, there is no such operator, its weights are not stored in the file, or it
        computes something that `kind` cannot represent.
    """
    check_kind(kind)
    onnx = load_onnx()
    try:
        graph = onnx.load(path).graph
    except OSError:
        raise
    except Exception as error:  # the decoder's own error types belong to the package protobuf
        raise ValueError(
            f"path: expected an ONNX file, but {path} cannot be read as one ({error})"
        ) from error
    stored = {tensor.name: onnx.numpy_helper.to_array(tensor) for tensor in graph.initializer}
    for node in graph.node:
        if node.op_type == "Constant" and node.attribute[0].name == "value":
            stored[node.output[0]] = onnx.numpy_helper.to_array(node.attribute[0].t)
    node = _find_gru(graph, name)
    attributes = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
    d = _check_representable(node.name or "GRU", attributes, kind, reverse)

    arrays: list[Array | None] = []
    for letter, i in (("W", 1), ("R", 2), ("B", 3)):
        source = node.input[i] if len(node.input) > i else ""
        if source and source not in stored:
            raise ValueError(
                f"{letter}: expected numbers stored in the file; {source!r} is computed, or fed to the model"
            )
        arrays.append(stored[source][d : d + 1] if source else None)
    W, R, B = arrays
    if W is None or R is None:
        raise ValueError(f"{node.name}: expected a GRU operator with inputs W and R")
    return from_onnx_weights(W, R, B, kind)


def _find_gru(graph: Any, name: str | None) -> Any:
    """The one GRU node, or the one that is called `name`."""
    found = [node for node in graph.node if node.op_type == "GRU" and node.domain in ("", "ai.onnx")]
    names = ", ".join(repr(node.name) for node in found)
    if not found:
        others = ", ".join(sorted({node.op_type for node in graph.node})) or "no operators"
        raise ValueError(f"path: expected a model with a GRU operator, got {others}")
    if name is None and len(found) > 1:
        raise ValueError(f"name: expected one of {names}, because the file has {len(found)} GRU operators")
    chosen = [node for node in found if name in (None, node.name)]
    if len(chosen) != 1:
        raise ValueError(f"name: expected one of {names}, got {name!r}")
    return chosen[0]


def _check_representable(name: str, attributes: dict[str, Any], kind: type, reverse: bool | None) -> int:
    """Check what the operator computes; the index of the direction that is asked for."""
    after = attributes.get("linear_before_reset", 0) != 0
    if after and kind is GRUParams:
        raise ValueError(
            f"{name}: linear_before_reset=1 cannot be represented as GRUParams: {WHY_NOT}. "
            "Write import_onnx(path, ResetAfterParams)"
        )
    if not after and kind is ResetAfterParams:
        raise ValueError(
            f"{name}: linear_before_reset=0 cannot be represented as ResetAfterParams; "
            "write import_onnx(path, GRUParams)"
        )
    activations = [a.decode().lower() for a in attributes.get("activations", [])]
    if activations and activations != ["sigmoid", "tanh"] * (len(activations) // 2):
        raise ValueError(
            f"{name}: activations {activations} cannot be represented: the gates of this cell are sigmoids, "
            "and its candidate is a tanh"
        )
    if "clip" in attributes:
        raise ValueError(
            f"{name}: clip={attributes['clip']:g} cannot be represented: this cell does not bound what goes "
            "into its activations"
        )
    direction = attributes.get("direction", b"forward").decode()
    if direction == "forward" and reverse:
        raise ValueError(f"reverse: the operator {name} runs forward only; leave it out")
    if direction == "reverse" and not reverse:
        raise ValueError(
            f"{name}: direction='reverse' runs from the last step to the first, which parameters cannot say; "
            " write import_onnx(path, reverse=True) and run them on xs[:, ::-1]"
        )
    if direction == "bidirectional" and reverse is None:
        raise ValueError(
            f"{name}: direction='bidirectional' is two cells; write import_onnx(path, reverse=False) for the "
            "one that runs forward, and reverse=True for the other"
        )
    return int(direction == "bidirectional" and reverse is True)
