"""Values across the wall: the same on the other side, or the name of their type; and nothing else."""

from __future__ import annotations

import json
import struct
from collections import OrderedDict, namedtuple
from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pytest

from gru_course.grading.codec import (
    LARGEST_ARRAY,
    LARGEST_TREE,
    LONGEST_TEXT,
    Opaque,
    Unreadable,
    clean,
    pack,
    unpack,
)
from gru_course.grading.replay import answer_from, params_from
from gru_course.nn.cell import GRUParams


def there(value, **options):
    return unpack(pack(value), **options)


@pytest.mark.parametrize(
    "value",
    [
        None,
        ...,
        True,
        0,
        -7,
        2**62,
        1.5,
        "text",
        "Größe",
        [],
        (),
        {},
        [1, (2.0, "x"), None],
        {"a": {"b": [True]}},
    ],
    ids=repr,
)
def test_plain_values_arrive_as_they_were(value):
    came = there(value)
    assert came == value
    assert type(came) is type(value)


@pytest.mark.parametrize("dtype", ["?", "i1", "u8", "f4", "f8", ">f8"])
@pytest.mark.parametrize("shape", [(), (0, 3), (2, 3, 4)])
def test_arrays_keep_their_shape_and_type(dtype, shape, rng):
    array = rng.normal(size=shape).astype(dtype)
    came = there([array])[0]
    assert came.dtype == array.dtype
    np.testing.assert_array_equal(came, array)


def test_arrays_of_any_layout_arrive(rng):
    array = rng.normal(size=(4, 6))
    for view in (array.T, array[::2, ::-3], np.broadcast_to(array[0], (3, 6)), np.asfortranarray(array)):
        np.testing.assert_array_equal(there(view), view)


def test_nan_and_infinite_numbers_arrive():
    assert np.isnan(there(float("nan")))
    assert there(-float("inf")) == -float("inf")
    assert there(-(10**30)) == -float("inf")


def test_parameters_arrive_as_parameters(rng):
    given = GRUParams(
        **{f"W_{gate}": rng.normal(size=(5, 3)) for gate in "rzh"},
        **{f"b_{gate}": rng.normal(size=3) for gate in "rzh"},
    )
    came = there({"params": given}, make_params=params_from)["params"]
    assert isinstance(came, GRUParams)
    np.testing.assert_array_equal(came.flat, given.flat)
    np.testing.assert_array_equal(there(given).W_r, given.W_r)


def test_named_things_arrive_by_name():
    point = namedtuple("point", "d_x d_h")(1, 2)
    assert there(point) == (1, 2)
    assert (there(point).d_x, there(point).d_h) == (1, 2)
    assert vars(there(SimpleNamespace(a=1))) == {"a": 1}
    assert there(OrderedDict(a=1)) == {"a": 1}


class Evil:
    __class__ = property(lambda self: np.ndarray)

    def __getattr__(self, name):
        raise SystemError(name)


class EvilText(str):
    def __str__(self):
        raise SystemError

    __getitem__ = __len__ = __str__


class EvilList(list):
    def __iter__(self):
        raise SystemError


class EvilArray:
    def __array__(self, *_, **__):
        raise SystemError


ODD = {
    "object": object(),
    "Evil": Evil(),
    "EvilList": EvilList([1]),
    "EvilArray": EvilArray(),
    "complex": 1j,
    "Fraction": Fraction(1, 3),
    "set": {1, 2},
    "builtin_function_or_method": len,
    "type": int,
}


@pytest.mark.parametrize("name", ODD)
def test_everything_else_arrives_as_the_name_of_its_type(name):
    came = there([ODD[name]])[0]
    assert isinstance(came, Opaque)
    assert came.type_name == name


def test_an_object_of_ones_own_arrives_with_its_attributes_and_its_name():
    class Gradients:
        def __init__(self):
            self.W_r = np.ones((2, 3))

    came = there(Gradients())
    assert type(came).__name__ == "Gradients"
    np.testing.assert_array_equal(came.W_r, np.ones((2, 3)))


def test_an_object_with_slots_and_a_class_full_of_arrays_arrive_with_them():
    class Slim:
        __slots__ = ("W_r", "_hidden", "unset")

    class Slimmer(Slim):
        __slots__ = "b_r"

    slim = Slimmer()
    slim.W_r, slim.b_r, slim._hidden = np.ones((2, 1)), [0.5], 1
    arrived = there(slim)
    assert (arrived.W_r.tolist(), vars(arrived).keys()) == ([[1.0], [1.0]], {"W_r", "b_r"})
    assert type(arrived).__name__ == "Slimmer"

    class Bag:
        W_r = np.ones(1)

        def method(self): ...

    assert vars(there(Bag)) == {"W_r": np.ones(1)}


@pytest.mark.parametrize("kind", ["named", "params", "record"])
def test_no_attribute_crosses_that_means_something_to_python(kind):
    spot = ["dict", {"data": ["tuple", [["number", 16], ["number", True]]]}]
    parts = [["__array_interface__", "other"], [spot, None]]
    given = parts if kind == "record" else [dict(zip(*parts, strict=True)), "Odd"]
    value = unpack(message([kind, *given]))
    assert "other" in vars(value)
    assert not hasattr(value, "__array_interface__")


def test_arrays_of_objects_do_not_cross():
    assert there(np.array([object()])).type_name == "array of object"
    assert there(np.array(["text"])).type_name.startswith("array of ")


def test_a_text_of_an_evil_class_is_read_as_text():
    assert there(EvilText("hello")) == "hello"


def test_long_texts_are_cut_unless_it_is_our_own_job():
    long = "x" * 100_000
    assert len(there(long)) == LONGEST_TEXT
    assert unpack(pack(long, longest_text=10**6)) == long


def test_too_much_is_named_and_not_sent():
    assert isinstance(there(np.zeros(LARGEST_ARRAY)), Opaque)
    assert isinstance(there(np.broadcast_to(1.0, (10**6, 10**6))), Opaque)
    assert isinstance(there([0.0] * 10**6), Opaque)
    own: list = []
    own.append(own)
    assert len(pack(own)) < 1000


def message(tree, head=()) -> bytes:
    head, tree = json.dumps(list(head)).encode(), json.dumps(tree).encode()
    return struct.pack("<II", len(head), len(tree)) + head + tree


@pytest.mark.parametrize(
    "written",
    [
        b"",
        b"\x00" * 7,
        b"\x80\x04K\x01.",  # a pickle
        struct.pack("<II", 2**32 - 1, 0),
        message(["array", 0]),
        message(["array", -1]),
        message(["array", 0], [["|O", [1]]]),
        message(["array", 0], [["<f8,<f8", [1]]]),
        message(["array", 0], [["<f8", [10**12]]]),
        message(["array", 0], [["<f8", [-1]]]),
        message(["array", 0], [["<f8", [True]]]),
        message(["array", 0], [["no type", [1]]]),
        message(["array", 0], [["<f8", [0] * 100]]),
        message(["array", 0], [["<f8", [int("9" * 4000)] * 400]]),
        message(["array", 0], [["<f8", [0, 2**64]]]),
        message(["number", "1"]),
        message(["number", [1]]),
        message(["number"]),
        message(["dict", [1]]),
        message(["list", 1]),
        message(["__import__", "os"]),
        message([["list"], 1]),
        message(["list", [["array", 0], ["array", 0]]], [["<f8", [0]]]),
        message({"a": 1}),
        message(5),
        message("x" * (LARGEST_TREE + 1)),
    ],
    ids=range(26),
)
def test_what_is_no_message_is_unreadable_whatever_it_is(written):
    with pytest.raises(Unreadable):
        unpack(written)


def test_a_tree_deeper_than_any_is_unreadable():
    tree: list = ["list", []]
    for _ in range(20):
        tree = ["list", [tree]]
    with pytest.raises(Unreadable):
        unpack(message(tree))


def test_cleaned_text_stays_in_its_line_and_in_its_language():
    assert len(clean("e" + "\u0301" * 1000)) < 10
    for text in ("क्षि", "ﻦُّ", "ệ", "ส้ี่"):
        assert clean(text) == text


def test_cleaned_text_can_be_written():
    assert clean("a\udcffb").encode("utf-8") == b"a?b"


@pytest.mark.parametrize("around", [list, tuple, lambda words: {"W_r": words}, lambda words: [words]])
def test_words_where_numbers_belong_take_little_room_whatever_is_among_them(around):
    given = answer_from({"value": around(["x" * LONGEST_TEXT, *["y"] * 9_999])})
    words = given["W_r"] if isinstance(given, dict) else given
    assert np.array(words).nbytes < 10**6


def test_neither_do_words_among_parameters():
    given = params_from({"W_r": ["x" * LONGEST_TEXT, "y"]})
    assert len(given.W_r[0]) < 10


def test_a_word_alone_is_whole():
    assert answer_from({"value": "x" * 100}) == "x" * 100
