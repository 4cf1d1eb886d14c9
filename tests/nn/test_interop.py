"""Bridges to other libraries: exact there and back, equal over there, or an error that says why."""

import sys

import numpy as np
import onnx
import onnxruntime
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from onnx import TensorProto, helper, numpy_helper
from onnx.reference import ReferenceEvaluator

from gru_course.nn.cell import GRUParams
from gru_course.nn.init import init_params
from gru_course.nn.interop import (
    export_onnx,
    from_keras_weights,
    from_onnx_weights,
    from_torch_state_dict,
    import_onnx,
    to_keras_weights,
    to_onnx_weights,
)
from gru_course.nn.model import (
    classification_loss,
    init_lstm_model,
    init_model,
    predict,
    predict_every_step,
    regression_loss,
)
from gru_course.nn.optim import Adam
from gru_course.nn.reset_after import ResetAfterParams, reset_after_forward, reset_after_step
from gru_course.nn.sequence import gru_forward
from gru_course.nn.stack import final_states, gru_stack_forward, init_stack
from gru_course.nn.train import train

WHY = r"scales the product.*equal only if U_h is diagonal and b_hh zero"

FLOAT32 = {"rtol": 1e-6, "atol": 1e-6}  # the other side computes in float32, with numbers of order 1

RESET_AFTER_SHAPES = {
    "W_r": (7, 4),
    "W_z": (7, 4),
    "W_xh": (3, 4),
    "U_h": (4, 4),
    "b_r": (4,),
    "b_z": (4,),
    "b_xh": (4,),
    "b_hh": (4,),
}


unhurried = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)  # a busy machine is no failure


@st.composite
def gru_params(draw):
    """Any parameters at all: sizes, types, signs, zeros, huge and tiny numbers."""
    D, H = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    dtype = draw(st.sampled_from([np.float32, np.float64]))
    limit = float(np.finfo(dtype).max)
    numbers = st.floats(-limit, limit, width=np.dtype(dtype).itemsize * 8)

    def array(*shape):
        return draw(hnp.arrays(dtype, shape, elements=numbers))

    return GRUParams(
        **{f"W_{gate}": array(D + H, H) for gate in "rzh"}, **{f"b_{gate}": array(H) for gate in "rzh"}
    )


@pytest.fixture
def rng():
    return np.random.default_rng(3)


@pytest.fixture
def params(rng):
    start = init_params(D=3, H=4, rng=rng)
    return start.with_flat(rng.normal(size=start.size))


@pytest.fixture
def other_cell(rng):
    return ResetAfterParams(**{name: rng.normal(size=shape) for name, shape in RESET_AFTER_SHAPES.items()})


def same(a, b):
    return a.arrays().keys() == b.arrays().keys() and all(
        x.dtype == y.dtype and np.array_equal(x, y) for (_, x), (_, y) in zip(a, b, strict=True)
    )


# Keras


@unhurried
@given(gru_params())
def test_to_keras_and_back_changes_no_number(params):
    assert same(from_keras_weights(to_keras_weights(params)), params)


def test_keras_keeps_where_the_course_replaces(params):
    kernel, recurrent, bias = to_keras_weights(params)
    np.testing.assert_array_equal(np.concatenate([kernel, recurrent])[:, :4], -params.W_z)
    np.testing.assert_array_equal(bias[:4], -params.b_z)
    np.testing.assert_array_equal(
        np.concatenate([kernel, recurrent])[:, 4:], np.hstack([params.W_r, params.W_h])
    )
    np.testing.assert_array_equal(bias[4:], np.hstack([params.b_r, params.b_h]))


def test_keras_weights_are_copies(params):
    before = params.copy()
    for array in to_keras_weights(params):
        array[...] = 7
    assert same(params, before)


def test_reset_after_weights_of_keras_are_no_gru_params(rng):
    weights = [rng.normal(size=shape) for shape in ((3, 12), (4, 12), (2, 12))]
    with pytest.raises(ValueError, match=f"bias: .*reset_after=True.*{WHY}.*ResetAfterParams"):
        from_keras_weights(weights)


def test_reset_after_weights_of_keras_keep_the_candidates_two_biases_apart(rng):
    kernel, recurrent, bias = (rng.normal(size=shape) for shape in ((3, 12), (4, 12), (2, 12)))
    params = from_keras_weights([kernel, recurrent, bias], ResetAfterParams)
    np.testing.assert_array_equal(params.b_xh, bias[0, 8:])
    np.testing.assert_array_equal(params.b_hh, bias[1, 8:])
    np.testing.assert_array_equal(params.b_r, bias[0, 4:8] + bias[1, 4:8])
    np.testing.assert_array_equal(params.b_z, -(bias[0, :4] + bias[1, :4]))
    np.testing.assert_array_equal(params.U_h, recurrent[:, 8:])


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ([np.ones((3, 12)), np.ones((4, 12))], r"weights: .*got 2 arrays; without a bias nothing tells"),
        ([np.ones((3, 12))] * 6, r"weights: .*got 6 arrays; a Bidirectional layer"),
        ([np.ones((3, 16)), np.ones((4, 16)), np.ones(16)], r"recurrent_kernel: expected shape \(H, 3H\)"),
        ([np.ones((3, 9)), np.ones((4, 12)), np.ones(12)], r"kernel: expected shape \(D, 3H\) with 3H = 12"),
        ([np.ones((3, 12)), np.ones((4, 12)), np.ones(9)], r"bias: expected shape \(3H,\) with 3H = 12"),
        ([np.ones((3, 12)), np.ones((4, 12)), np.full(12, np.nan)], r"bias: expected finite numbers"),
    ],
)
def test_weights_that_are_not_those_of_one_keras_gru(weights, message):
    with pytest.raises(ValueError, match=message):
        from_keras_weights(weights)


def test_reset_before_weights_of_keras_are_no_reset_after_params(params):
    with pytest.raises(ValueError, match=r"bias: .*reset_after=False.*GRUParams"):
        from_keras_weights(to_keras_weights(params), ResetAfterParams)


@pytest.mark.parametrize("convert", [to_keras_weights, to_onnx_weights])
def test_only_the_courses_parameters_can_leave(convert, other_cell):
    with pytest.raises(TypeError, match="params: expected GRUParams, got ResetAfterParams"):
        convert(other_cell)


def test_kind_is_one_of_two(params):
    with pytest.raises(TypeError, match="kind: expected GRUParams or ResetAfterParams, got <class 'dict'>"):
        from_keras_weights(to_keras_weights(params), dict)


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("reset_after", [False, True])
def test_keras_itself_computes_the_same(reset_after, rng, params):
    keras = pytest.importorskip("keras")
    xs = rng.normal(size=(2, 6, 3)).astype(np.float32)
    h0 = rng.normal(size=(2, 4)).astype(np.float32)
    layer = keras.layers.GRU(
        4, reset_after=reset_after, return_sequences=True, bias_initializer="glorot_normal", dtype="float32"
    )
    layer.build(xs.shape)

    def theirs():
        return keras.ops.convert_to_numpy(layer(xs, initial_state=keras.ops.convert_to_tensor(h0)))

    if reset_after:
        hs, _ = reset_after_forward(xs, h0, from_keras_weights(layer.get_weights(), ResetAfterParams))
        np.testing.assert_allclose(hs, theirs(), **FLOAT32)
    else:
        hs, _ = gru_forward(xs, h0, from_keras_weights(layer.get_weights()))
        np.testing.assert_allclose(hs, theirs(), **FLOAT32)
        layer.set_weights(to_keras_weights(params))
        hs, _ = gru_forward(xs, h0, params.astype(np.float32))
        np.testing.assert_allclose(hs, theirs(), **FLOAT32)


# ONNX, the arrays


@unhurried
@given(gru_params())
def test_to_onnx_and_back_changes_no_number(params):
    assert same(from_onnx_weights(*to_onnx_weights(params)), params)


def test_onnx_keeps_where_the_course_replaces(params):
    W, R, B = to_onnx_weights(params)
    np.testing.assert_array_equal(np.hstack([W[0], R[0]])[:4], -params.W_z.T)
    np.testing.assert_array_equal(np.hstack([W[0], R[0]])[4:8], params.W_r.T)
    np.testing.assert_array_equal(np.hstack([W[0], R[0]])[8:], params.W_h.T)
    np.testing.assert_array_equal(B[0], np.hstack([-params.b_z, params.b_r, params.b_h, np.zeros(12)]))


def test_an_onnx_gru_without_bias_has_zero_bias(params):
    W, R, _ = to_onnx_weights(params)
    assert same(from_onnx_weights(W, R), params.replace(b_r=0, b_z=0, b_h=0))


def test_the_two_biases_of_onnx_add_up(params):
    W, R, B = to_onnx_weights(params)
    halves = np.concatenate([B[:, :12] / 2, B[:, :12] / 2], axis=1)
    assert same(from_onnx_weights(W, R, halves), params)


def test_with_linear_before_reset_the_candidates_two_biases_stay_apart(params):
    W, R, B = to_onnx_weights(params)
    B[0, 12:] = np.arange(12)
    cell = from_onnx_weights(W, R, B, ResetAfterParams)
    np.testing.assert_array_equal(cell.b_xh, params.b_h)
    np.testing.assert_array_equal(cell.b_hh, [8, 9, 10, 11])
    np.testing.assert_array_equal(cell.U_h, params.W_h[3:])


@pytest.mark.parametrize(
    ("shapes", "message"),
    [
        (((1, 16, 3), (1, 16, 4), (1, 32)), r"R: expected shape \(num_directions, 3H, H\).*an LSTM has 4H"),
        (((2, 12, 3), (2, 12, 4), (2, 24)), r"R: expected one direction, got 2; convert them one by one"),
        (((1, 9, 3), (1, 12, 4), (1, 24)), r"W: expected shape .* 3H = 12"),
        (((1, 12, 3), (1, 12, 4), (1, 12)), r"B: expected shape .* 6H = 24"),
    ],
)
def test_arrays_that_are_not_those_of_one_onnx_gru(shapes, message):
    with pytest.raises(ValueError, match=message):
        from_onnx_weights(*(np.ones(shape) for shape in shapes))


# ONNX, files


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


# ONNX, trained models out


def run_file(path, outputs, **inputs):
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    feeds = {name: a.astype(np.int32 if name == "lengths" else np.float32) for name, a in inputs.items()}
    return session.run(outputs, feeds)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_trained_model_predicts_the_same_numbers_in_onnxruntime(tmp_path, rng, dtype):
    xs = rng.normal(size=(64, 12, 2)).astype(dtype)
    targets = 0.5 * np.cumsum(xs, axis=1)[:, :, :1] - xs[:, :, 1:]
    start = init_model(D=2, H=7, K=1, rng=rng, dtype=dtype)
    result = train(
        regression_loss,
        start,
        (xs, targets),
        optimizer=Adam(0.02),
        rng=rng,
        epochs=15,
        batch_size=16,
        progress=False,
    )
    assert result.history["loss"][-1] < 0.5 * result.history["loss"][0]

    export_onnx(result.params, tmp_path / "model.onnx")
    new = rng.normal(size=(5, 20, 2)).astype(dtype)  # other sizes than those of training
    ys, y = run_file(tmp_path / "model.onnx", ["ys", "y"], xs=new)
    np.testing.assert_allclose(ys, predict_every_step(result.params, new), **FLOAT32)
    np.testing.assert_allclose(y, predict(result.params, new), **FLOAT32)


def test_a_trained_stack_in_both_directions_classifies_padded_rows_the_same_in_onnxruntime(tmp_path, rng):
    xs = rng.normal(size=(48, 9, 3))
    lengths = rng.integers(1, 10, size=48)
    classes = (xs[:, 0, :2] > 0).sum(axis=1)
    start = init_model(D=3, H=5, K=3, rng=rng, layers=2, bidirectional=True)

    def loss_and_grads(model, xs, classes, lengths):
        return classification_loss(model, xs, classes, lengths)

    result = train(
        loss_and_grads,
        start,
        (xs, classes, lengths),
        optimizer=Adam(0.02),
        rng=rng,
        epochs=12,
        progress=False,
    )
    assert result.history["loss"][-1] < 0.8 * result.history["loss"][0]

    export_onnx(result.params, tmp_path / "model.onnx", lengths=True)
    ys, y = run_file(tmp_path / "model.onnx", ["ys", "y"], xs=xs, lengths=lengths)
    np.testing.assert_allclose(ys, predict_every_step(result.params, xs, lengths), **FLOAT32)
    np.testing.assert_allclose(y, predict(result.params, xs, lengths), **FLOAT32)


@pytest.mark.parametrize("padded", [False, True], ids=["full rows", "padded rows"])
@pytest.mark.parametrize("bidirectional", [False, True], ids=["forward", "both directions"])
@pytest.mark.parametrize("layers", [1, 3])
def test_every_part_of_a_stack_goes_into_the_file(tmp_path, rng, layers, bidirectional, padded):
    stack = init_stack(D=3, H=4, rng=rng, layers=layers, bidirectional=bidirectional)
    stack = stack.with_flat(rng.normal(scale=0.6, size=stack.size))
    xs = rng.normal(size=(2, 6, 3))
    h0 = rng.normal(size=(layers * stack.directions, 2, 4))
    padding = {"lengths": np.array([6, 2])} if padded else {}

    export_onnx(stack, tmp_path / "stack.onnx", initial_states=True, lengths=padded)
    hs, h = run_file(tmp_path / "stack.onnx", ["hs", "h"], xs=xs, h0=h0, **padding)

    expected, _ = gru_stack_forward(xs, h0, stack, **padding)
    np.testing.assert_allclose(hs, expected, **FLOAT32)
    np.testing.assert_allclose(h, final_states(expected, stack.H), **FLOAT32)


def test_a_file_in_float64_loses_nothing(tmp_path, rng, params):
    xs = rng.normal(size=(2, 6, 3))
    export_onnx(params, tmp_path / "gru.onnx", dtype=np.float64)
    hs, h = ReferenceEvaluator(str(tmp_path / "gru.onnx")).run(["hs", "h"], {"xs": xs})
    expected, _ = gru_forward(xs, None, params)
    np.testing.assert_allclose(hs, expected, rtol=0, atol=1e-14)  # rounding
    np.testing.assert_allclose(h, expected[:, -1], rtol=0, atol=1e-14)


@unhurried
@given(gru_params())
def test_to_a_file_and_back_changes_no_number(tmp_path_factory, params):
    path = tmp_path_factory.mktemp("onnx") / "gru.onnx"
    export_onnx(params, path, dtype=params.dtype)
    assert same(import_onnx(path), params)


def test_an_exported_stack_comes_back_gru_by_gru(tmp_path, rng):
    stack = init_stack(D=3, H=4, rng=rng, layers=2, bidirectional=True)
    export_onnx(stack, tmp_path / "stack.onnx", dtype=np.float64)
    for name, reverse, expected in [
        ("GRU_layer_0", False, stack.layer_0_forward),
        ("GRU_layer_0", True, stack.layer_0_backward),
        ("GRU_layer_1", False, stack.layer_1_forward),
        ("GRU_layer_1", True, stack.layer_1_backward),
    ]:
        assert same(import_onnx(tmp_path / "stack.onnx", name=name, reverse=reverse), expected)


def test_export_refuses_what_it_cannot_write(tmp_path, rng, params, other_cell):
    path = tmp_path / "model.onnx"
    with pytest.raises(TypeError, match="model: expected GRUModel, GRUParams or GRUStack, got LSTMModel"):
        export_onnx(init_lstm_model(D=3, H=4, K=1, rng=rng), path)
    with pytest.raises(TypeError, match=r"model: expected .*, got ResetAfterParams"):
        export_onnx(other_cell, path)
    with pytest.raises(TypeError, match="dtype: expected float32 or float64, got"):
        export_onnx(params, path, dtype=np.float16)
    with pytest.raises(ValueError, match="model: expected finite numbers, got inf"):
        export_onnx(params.replace(b_r=1e300), path)
    assert not path.exists()


# PyTorch


class Tensor:
    """As much of a tensor as a state_dict needs: tracked, perhaps on a GPU, and only then an array."""

    def __init__(self, values, tracked=True):
        self.values, self.tracked = values, tracked

    def detach(self):
        return Tensor(self.values, tracked=False)

    def cpu(self):
        return self

    def __array__(self, dtype=None, copy=None):
        assert not self.tracked, "Can't call numpy() on Tensor that requires grad."
        return self.values


@pytest.fixture
def state_dict(rng):
    """Two layers, both directions, D = 3, H = 4."""
    return {
        f"{stem}_l{layer}{way}": rng.normal(size=shape(layer))
        for layer in range(2)
        for way in ("", "_reverse")
        for stem, shape in {
            "weight_ih": lambda layer: (12, 8 if layer else 3),
            "weight_hh": lambda layer: (12, 4),
            "bias_ih": lambda layer: (12,),
            "bias_hh": lambda layer: (12,),
        }.items()
    }


def test_torch_orders_gates_r_z_n_and_keeps_where_the_course_replaces(state_dict):
    params = from_torch_state_dict(state_dict)
    W, U = state_dict["weight_ih_l0"], state_dict["weight_hh_l0"]
    b_x, b_h = state_dict["bias_ih_l0"], state_dict["bias_hh_l0"]
    np.testing.assert_array_equal(params.W_r, np.hstack([W[:4], U[:4]]).T)
    np.testing.assert_array_equal(params.W_z, -np.hstack([W[4:8], U[4:8]]).T)
    np.testing.assert_array_equal(params.W_xh, W[8:].T)
    np.testing.assert_array_equal(params.U_h, U[8:].T)
    np.testing.assert_array_equal(params.b_r, b_x[:4] + b_h[:4])
    np.testing.assert_array_equal(params.b_z, -(b_x[4:8] + b_h[4:8]))
    np.testing.assert_array_equal(params.b_xh, b_x[8:])
    np.testing.assert_array_equal(params.b_hh, b_h[8:])


def test_torch_layers_and_directions_are_chosen_by_number_and_name(state_dict):
    params = from_torch_state_dict(state_dict, layer=1, reverse=True)
    np.testing.assert_array_equal(params.W_xh, state_dict["weight_ih_l1_reverse"][8:].T)
    assert (params.D, params.H) == (8, 4)


def test_a_torch_gru_inside_a_module_is_found_by_its_prefix(state_dict):
    inside = {f"encoder.gru.{name}": a for name, a in state_dict.items()}
    assert same(from_torch_state_dict(inside, prefix="encoder.gru."), from_torch_state_dict(state_dict))
    with pytest.raises(
        ValueError, match=r"state_dict: expected weight_ih_l0, .*; got encoder\.gru\.weight_ih_l0"
    ):
        from_torch_state_dict(inside)


def test_tensors_are_taken_wherever_they_are(state_dict):
    tensors = {name: Tensor(a) for name, a in state_dict.items()}
    assert same(from_torch_state_dict(tensors), from_torch_state_dict(state_dict))


def test_a_torch_gru_without_bias_has_zero_bias(state_dict):
    bare = {name: a for name, a in state_dict.items() if name.startswith("weight")}
    expected = from_torch_state_dict(state_dict).replace(b_r=0, b_z=0, b_xh=0, b_hh=0)
    assert same(from_torch_state_dict(bare), expected)


def test_torch_weights_are_no_gru_params(state_dict):
    with pytest.raises(ValueError, match=rf"kind: .*cannot be represented as GRUParams: .*{WHY}.*two biases"):
        from_torch_state_dict(state_dict, GRUParams)


def test_weights_of_a_torch_lstm_are_refused(rng):
    lstm = {"weight_ih_l0": rng.normal(size=(16, 3)), "weight_hh_l0": rng.normal(size=(16, 4))}
    with pytest.raises(
        ValueError, match=r"weight_hh_l0: expected shape \(3H, H\).*got \(16, 4\) \(an nn.LSTM"
    ):
        from_torch_state_dict(lstm)


def test_a_layer_that_is_not_there(state_dict):
    with pytest.raises(ValueError, match=r"state_dict: expected weight_ih_l2, .*; got weight_ih_l0"):
        from_torch_state_dict(state_dict, layer=2)


def test_half_precision_is_refused_by_name(state_dict):
    half = {name: a.astype(np.float16) for name, a in state_dict.items()}
    with pytest.raises(TypeError, match=r"weight_hh_l0: expected floating-point numbers .*got float16"):
        from_torch_state_dict(half)


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_torch_itself_computes_the_same(dtype, rng):
    torch = pytest.importorskip("torch")
    torch.manual_seed(0)
    gru = torch.nn.GRU(3, 4, num_layers=2, bidirectional=True, batch_first=True).to(
        torch.from_numpy(np.ones(1, dtype)).dtype
    )
    xs = rng.normal(size=(2, 6, 3)).astype(dtype)
    h0 = rng.normal(size=(4, 2, 4)).astype(dtype)
    with torch.no_grad():
        theirs = gru(torch.from_numpy(xs), torch.from_numpy(h0))[0].numpy()

    inputs = xs
    for layer in range(2):
        forward, backward = (
            from_torch_state_dict(gru.state_dict(), layer=layer, reverse=way) for way in (False, True)
        )
        hs, _ = reset_after_forward(inputs, h0[2 * layer], forward)
        back, _ = reset_after_forward(np.ascontiguousarray(inputs[:, ::-1]), h0[2 * layer + 1], backward)
        inputs = np.concatenate([hs, back[:, ::-1]], axis=2)
    np.testing.assert_allclose(inputs, theirs, rtol=0, atol=1e-13 if dtype == np.float64 else 1e-6)


# the reset-after cell


def test_before_and_after_agree_if_u_h_is_diagonal_and_b_hh_zero(rng, params):
    U_h = np.diag(rng.normal(size=4))
    before = params.replace(W_h=np.concatenate([params.W_h[:3], U_h]))
    after = from_onnx_weights(*to_onnx_weights(before), ResetAfterParams)
    xs, h0 = rng.normal(size=(2, 6, 3)), rng.normal(size=(2, 4))
    hs, _ = gru_forward(xs, h0, before)
    hs_after, _ = reset_after_forward(xs, h0, after)
    np.testing.assert_allclose(hs, hs_after, rtol=0, atol=1e-14)  # rounding
    np.testing.assert_array_equal(after.b_hh, 0)

    for changed in (after.replace(b_hh=1.0), after.replace(U_h=U_h + 0.5)):
        assert np.abs(reset_after_forward(xs, h0, changed)[0] - hs).max() > 0.01


def test_reset_after_lets_a_bias_through_the_gate(rng, other_cell):
    closed = other_cell.replace(b_r=-1e4)
    x, h = rng.normal(size=(2, 3)), rng.normal(size=(2, 4))
    _, step = reset_after_step(x, h, closed)
    np.testing.assert_array_equal(step.h_cand, np.tanh(x @ closed.W_xh + closed.b_xh))


@pytest.mark.parametrize(
    ("z_bias", "expected"), [(-1e4, "h_prev"), (1e4, "h_cand")], ids=["z = 0 keeps", "z = 1 replaces"]
)
def test_reset_after_has_the_courses_update_gate(rng, other_cell, z_bias, expected):
    x, h = rng.normal(size=(2, 3)), rng.normal(size=(2, 4))
    h_new, step = reset_after_step(x, h, other_cell.replace(b_z=z_bias))
    np.testing.assert_array_equal(h_new, getattr(step, expected))


@pytest.mark.parametrize("name", RESET_AFTER_SHAPES)
def test_reset_after_params_name_the_array_that_does_not_fit(name, other_cell):
    wrong = other_cell.arrays() | {name: np.ones((9, 9))}
    with pytest.raises(ValueError, match=r"^\w+: expected shape"):
        ResetAfterParams(**wrong)
    single = other_cell.arrays() | {name: other_cell.arrays()[name].astype(np.float32)}
    with pytest.raises(TypeError, match=r"^\w+: expected float"):
        ResetAfterParams(**single)


def test_reset_after_functions_name_the_argument(other_cell, params):
    x, h = np.ones((2, 3)), np.ones((2, 4))
    with pytest.raises(TypeError, match="params: expected ResetAfterParams, got GRUParams"):
        reset_after_step(x, h, params)
    with pytest.raises(ValueError, match=r"x: expected shape \(B, D\) with D = 3, got \(2, 5\)"):
        reset_after_step(np.ones((2, 5)), h, other_cell)
    with pytest.raises(ValueError, match=r"h_prev: expected shape \(B, H\) with B = 2, H = 4, got \(1, 4\)"):
        reset_after_step(x, h[:1], other_cell)
    with pytest.raises(ValueError, match=r"xs: expected shape \(B, T, D\)"):
        reset_after_forward(x, h, other_cell)
