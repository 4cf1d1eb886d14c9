"""Names and one vector are two views of the same numbers."""

import copy
import pickle

import numpy as np
import pytest

import gru_course as gc
from gru_course.nn.params import ParamGroup, Params

D, H = 3, 5


@pytest.fixture
def params(rng):
    return gc.init_params(D=D, H=H, rng=rng)


@pytest.fixture
def group(rng):
    return ParamGroup(first=gc.init_params(D=D, H=H, rng=rng), second=gc.init_params(D=H, H=2, rng=rng))


def test_what_is_written_by_name_is_seen_in_the_vector_and_back(params):
    params.b_z[...] = 7
    assert (params.flat == 7).sum() == H
    params.flat[0] = 9
    assert params.W_r[0, 0] == 9


def test_the_vector_holds_the_arrays_in_the_order_of_their_names(params):
    expected = np.concatenate([array.ravel() for _, array in params])
    assert (params.flat == expected).all()
    assert [name for name, _ in params] == ["W_r", "W_z", "W_h", "b_r", "b_z", "b_h"]


def test_building_copies_so_that_the_callers_arrays_stay_theirs(params):
    arrays = {name: array.copy() for name, array in params}
    new = gc.GRUParams(**arrays)
    new.flat[...] = 0
    assert (arrays["W_r"] == params.W_r).all()


@pytest.mark.parametrize(
    "duplicate", [copy.deepcopy, copy.copy, lambda p: pickle.loads(pickle.dumps(p)), lambda p: p.copy()]
)
def test_a_copy_is_whole_its_names_still_look_into_its_vector(params, group, duplicate):
    for original in (params, group):
        new = duplicate(original)
        assert type(new) is type(original)
        assert (new.flat == original.flat).all()
        for name, array in new.arrays().items():
            assert np.shares_memory(array, new.flat), name


def test_a_deep_copy_does_not_follow_the_original(params):
    new = copy.deepcopy(params)
    params.flat[...] = 0
    assert new.flat.any()


def test_a_name_cannot_be_rebound_and_the_message_says_what_to_write(params):
    with pytest.raises(AttributeError, match=r"write params.W_r\[...\] = value, or params.replace"):
        params.W_r = np.zeros((D + H, H))


def test_replace_changes_only_the_named_arrays_of_a_copy(params):
    new = params.replace(b_z=-2.0, W_h=np.ones((D + H, H)))
    assert (new.b_z == -2).all()
    assert (new.W_h == 1).all()
    assert (new.W_r == params.W_r).all()
    assert not (params.b_z == -2).any()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"b_q": 1.0}, "b_q: expected one of W_r, W_z, W_h, b_r, b_z, b_h"),
        ({"b_z": np.ones(2)}, r"b_z: expected shape \(5,\), got \(2,\)"),
        ({"b_z": np.nan}, "b_z: expected finite numbers, got nan"),
    ],
)
def test_replace_refuses_what_does_not_fit(params, changes, message):
    with pytest.raises(ValueError, match=message):
        params.replace(**changes)


def test_another_vector_has_to_have_the_same_length(params, group):
    for owner in (params, group):
        with pytest.raises(ValueError, match="flat: expected shape"):
            owner.with_flat(np.zeros(3))


def test_a_group_reads_its_members_and_they_look_into_its_vector(group):
    assert group.first.W_r.shape == (D + H, H)
    group.second.b_h[...] = 5
    assert (group.flat[-2:] == 5).all()
    assert list(group.arrays())[:2] == ["first.W_r", "first.W_z"]
    assert isinstance(group.first, gc.GRUParams)


def test_a_group_names_its_members_when_asked_for_another(group):
    with pytest.raises(AttributeError, match="third: expected one of first, second"):
        _ = group.third


def test_a_groups_member_is_replaced_in_a_copy(group, rng):
    other = gc.init_params(D=D, H=H, rng=rng)
    new = group.replace(first=other)
    assert (new.first.flat == other.flat).all()
    assert (new.second.flat == group.second.flat).all()
    with pytest.raises(ValueError, match="first: expected GRUParams"):
        group.replace(first=gc.init_params(D=D, H=H + 1, rng=rng))
    with pytest.raises(ValueError, match="third: expected one of first, second"):
        group.replace(third=other)


def test_arrays_of_different_types_do_not_go_together():
    with pytest.raises(TypeError, match="b: expected float64 like the parameters, got float32"):
        Params(a=np.ones(2), b=np.ones(2, np.float32))


def test_the_text_of_params_names_shapes_and_type(params):
    assert repr(params) == (
        "GRUParams(W_r (8, 5), W_z (8, 5), W_h (8, 5), b_r (5,), b_z (5,), b_h (5,); 135 numbers, float64)"
    )


def test_zeros_like_and_astype_keep_names_and_shapes(group):
    assert not group.zeros_like().flat.any()
    assert group.astype(np.float32).first.W_r.dtype == np.float32
