"""ONNX files of other programs: their weights are read, or an error says why not."""

import sys

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from gru_course.nn.interop import export_onnx, from_onnx_weights, import_onnx, to_onnx_weights
from gru_course.nn.reset_after import ResetAfterParams
from tests.nn.interop.bridges import WHY, same


def save_gru(
    path, params, *, stored=("W", "R", "B"), constant=False, names=("gru",), operator="GRU", **attributes
):
    """An ONNX file with GRU operators, as another program might write it."""
    arrays = dict(zip("WRB", to_onnx_weights(params), strict=True))
    if attributes.get("direction") == "bidirectional":
        arrays = {name: np.concatenate([a, 2 * a]) for name, a in arrays.items()}
    nodes = [
        helper.make_node(
            operator, ["X", "W", "R", "B"], ["", f"Y_h{i}"], name=name, hidden_size=4, **attributes
        )
        for i, name in enumerate(names)
    ]
    tensors = {name: numpy_helper.from_array(a, name) for name, a in arrays.items()}
    if constant:
        nodes = [helper.make_node("Constant", [], [name], value=t) for name, t in tensors.items()] + nodes
    inputs = [helper.make_tensor_value_info("X", TensorProto.DOUBLE, ["T", "B", 3])] + [
        helper.make_tensor_value_info(name, TensorProto.DOUBLE, a.shape)
        for name, a in arrays.items()
        if name not in stored
    ]
    outputs = [helper.make_tensor_value_info(f"Y_h{i}", TensorProto.DOUBLE, None) for i in range(len(names))]
    initialisers = [] if constant else [tensors[name] for name in stored]
    graph = helper.make_graph(nodes, "graph", inputs, outputs, initialisers)
    onnx.save(helper.make_model(graph), path)
    return path


@pytest.mark.parametrize("constant", [False, True], ids=["initialisers", "constant nodes"])
def test_import_reads_the_operators_weights(tmp_path, params, constant):
    path = save_gru(tmp_path / "gru.onnx", params, constant=constant)
    assert same(import_onnx(path), params)
    assert same(import_onnx(str(path)), params)


def test_import_reads_an_operator_with_the_usual_activations_spelled_out(tmp_path, params):
    path = save_gru(tmp_path / "gru.onnx", params, activations=["Sigmoid", "Tanh"], linear_before_reset=0)
    assert same(import_onnx(path), params)


def test_import_chooses_one_of_several_operators_by_name(tmp_path, params):
    path = save_gru(tmp_path / "gru.onnx", params, names=("low", "high"))
    assert same(import_onnx(path, name="high"), params)
    with pytest.raises(ValueError, match="name: expected one of 'low', 'high', because the file has 2"):
        import_onnx(path)
    with pytest.raises(ValueError, match="name: expected one of 'low', 'high', got 'middle'"):
        import_onnx(path, name="middle")


def test_import_chooses_a_direction_when_told(tmp_path, params):
    both = save_gru(
        tmp_path / "both.onnx", params, direction="bidirectional", activations=["Sigmoid", "Tanh"] * 2
    )
    assert same(import_onnx(both, reverse=False), params)
    assert same(import_onnx(both, reverse=True), params.with_flat(2 * params.flat))
    backward = save_gru(tmp_path / "backward.onnx", params, direction="reverse")
    assert same(import_onnx(backward, reverse=True), params)


@pytest.mark.parametrize(
    ("attributes", "message"),
    [
        ({"linear_before_reset": 1}, f"gru: linear_before_reset=1 cannot be .* GRUParams: .*{WHY}"),
        ({"activations": ["HardSigmoid", "Tanh"]}, r"gru: activations \['hardsigmoid', 'tanh'\] cannot be"),
        ({"activations": ["Sigmoid", "Relu"]}, r"gru: activations \['sigmoid', 'relu'\] cannot be"),
        ({"clip": 3.0}, "gru: clip=3 cannot be represented: this cell does not bound"),
        ({"direction": "reverse"}, r"gru: direction='reverse' .*xs\[:, ::-1\]"),
        ({"direction": "bidirectional"}, "gru: direction='bidirectional' is two cells"),
    ],
)
def test_import_refuses_what_the_courses_cell_does_not_compute(tmp_path, params, attributes, message):
    path = save_gru(tmp_path / "gru.onnx", params, **attributes)
    with pytest.raises(ValueError, match=message):
        import_onnx(path)


def test_import_takes_linear_before_reset_into_the_other_cell(tmp_path, params):
    path = save_gru(tmp_path / "gru.onnx", params, linear_before_reset=1)
    assert same(
        import_onnx(path, ResetAfterParams), from_onnx_weights(*to_onnx_weights(params), ResetAfterParams)
    )
    path = save_gru(tmp_path / "gru.onnx", params, linear_before_reset=0)
    with pytest.raises(ValueError, match="linear_before_reset=0 cannot be represented as ResetAfterParams"):
        import_onnx(path, ResetAfterParams)


def test_import_refuses_files_that_hold_no_such_weights(tmp_path, params):
    path = save_gru(tmp_path / "fed.onnx", params, stored=("W", "B"))
    with pytest.raises(ValueError, match="R: expected numbers stored in the file; 'R' is computed, or fed"):
        import_onnx(path)
    path = save_gru(tmp_path / "rnn.onnx", params, operator="RNN")
    with pytest.raises(ValueError, match="path: expected a model with a GRU operator, got RNN"):
        import_onnx(path)
    (tmp_path / "text.onnx").write_text("no model")
    with pytest.raises(
        ValueError, match=r"path: expected an ONNX file, but .*text.onnx cannot be read as one"
    ):
        import_onnx(tmp_path / "text.onnx")
    with pytest.raises(FileNotFoundError):
        import_onnx(tmp_path / "nowhere.onnx")
    path = save_gru(tmp_path / "gru.onnx", params)
    with pytest.raises(ValueError, match="reverse: the operator gru runs forward only"):
        import_onnx(path, reverse=True)


def test_without_the_package_onnx_the_error_says_how_to_get_it(tmp_path, monkeypatch, params):
    monkeypatch.setitem(sys.modules, "onnx", None)
    with pytest.raises(ImportError, match=r"pip install 'gru-course\[onnx\]'"):
        import_onnx(tmp_path / "gru.onnx")
    with pytest.raises(ImportError, match=r"pip install 'gru-course\[onnx\]'"):
        export_onnx(params, tmp_path / "gru.onnx")
