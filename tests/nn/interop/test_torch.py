"""Weights of PyTorch: placed by name, equal over there, or an error that says why."""

import numpy as np
import pytest

from gru_course.nn.cell import GRUParams
from gru_course.nn.interop import from_torch_state_dict
from gru_course.nn.reset_after import reset_after_forward
from tests.nn.interop.bridges import WHY, same


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
