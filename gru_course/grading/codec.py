"""Plain data across the wall of the sandbox: numbers, texts, lists, arrays. Never an object, never a pickle.

A message is a JSON tree; arrays are in it by number, and follow as raw bytes. What cannot be said in these
terms crosses as the name of its type. Used on both sides, so it must not know anything that a learner should
not read.
"""

import json
import math
import re
import struct
import unicodedata
from collections.abc import Mapping
from types import FunctionType, ModuleType, SimpleNamespace
from typing import Any

import numpy as np

LARGEST_MESSAGE = 64 * 2**20
"""Bytes of a job: the learner's own cells and the inputs."""
LARGEST_TREE = 2 * 2**20
"""Bytes of JSON in what a submission reports: a tree takes thirty times its bytes when it is read."""
LARGEST_ARRAY = 4 * 2**20
"""Bytes. The exercises ask for arrays of a thousandth of that."""
DEEPEST = 8
WIDEST = 10_000
LONGEST_TYPE = 4
"""Characters, as in ``<f16``: NumPy takes seconds to read a list of a hundred thousand types."""
MOST_AXES = 32
"""Of an array. Python would take minutes to multiply thousands of sizes with thousands of digits."""
LONGEST_TYPE_NAME = 80
LONGEST_TEXT = 4_000
"""Characters of whatever a learner's code says."""

ALIGNED = 8
"""Every array begins at a multiple of so many bytes, so that it can be used where it lies."""

STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Control characters but for tab and line break, and those that turn the direction of writing."""

MOST_MARKS = 8
"""Accents and the like on one letter, more than any language has: a hundred would cover the lines above."""

KINDS = "biuf"
"""NumPy's kinds of numbers that cross: bool, int, unsigned, float."""


class Unreadable(ValueError):  # noqa: N818
    """A message is not what it should be."""


class Opaque:
    """What could not cross, known by the name of its type."""

    def __init__(self, type_name: str) -> None:
        self.type_name = type_name

    def __repr__(self) -> str:
        return f"<{self.type_name}>"


class Record(tuple[Any, ...]):
    """A tuple whose parts have names, too."""

    @classmethod
    def of(cls, names: list[str], values: list[Any]) -> "Record":
        """Put together."""
        record = cls(values)
        fields = tuple(map(str, names))
        record.__dict__.update({**_plain(dict(zip(fields, values, strict=False))), "_fields": fields})
        return record

    def _asdict(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if name != "_fields"}


def pack(value: Any, longest_text: int = LONGEST_TEXT) -> bytes:
    """A message that holds `value`, or what of it can cross; longer texts are cut."""
    arrays: list[np.ndarray] = []
    tree = json.dumps(_Tree(arrays, longest_text).of(value, 0)).encode()
    head = json.dumps([[array.dtype.str, list(array.shape)] for array in arrays]).encode()
    tree += b" " * (-(8 + len(head) + len(tree)) % ALIGNED)
    parts = [struct.pack("<II", len(head), len(tree)), head, tree]
    parts += [array.tobytes() + bytes(-array.nbytes % ALIGNED) for array in arrays]
    return b"".join(parts)


def unpack(message: bytes, make_params: Any = None, largest_tree: int = LARGEST_TREE) -> Any:
    """The value in a message.

    Parameters
    ----------
    message : bytes
    make_params : callable, optional
        Makes parameters of arrays by name; without it they become a namespace.
    largest_tree : int, optional
        Bytes of JSON that are read.

    Raises
    ------
    Unreadable
        If it is no message of this kind; whoever wrote it may be hostile.
    """
    try:
        head_size, tree_size = struct.unpack_from("<II", message)
        start = 8 + head_size
        if len(message) > LARGEST_MESSAGE or max(head_size, tree_size) > largest_tree:
            raise Unreadable("too large")
        head = json.loads(message[8:start])
        tree = json.loads(message[start : start + tree_size])
        return _from_tree(tree, _arrays(head, message, start + tree_size), make_params, 0)
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(f"no message: {type(error).__name__}") from None


def clean(text: str) -> str:
    """The same text without halves of characters, which no file takes, and without what steers a terminal.

    Nor does it grow over the lines around it.
    """
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return few_marks(STEERING.sub("\N{REPLACEMENT CHARACTER}", whole))


def few_marks(text: str) -> str:
    """The same text with no more marks on a letter than can be read."""
    if text.isascii():
        return text
    kept, marks = [], 0
    for sign in text:
        marks = marks + 1 if unicodedata.category(sign) in ("Mn", "Me") else 0
        if marks <= MOST_MARKS:
            kept.append(sign)
    return "".join(kept)


# --- writing ------------------------------------------------------------------------------------------------


class _Tree:
    """JSON; everything but texts and None is a list that begins with its kind.

    Whatever an object does when it is asked what it is, the message is written: then it holds the object's
    type.
    """

    def __init__(self, arrays: list[np.ndarray], longest_text: int) -> None:
        self.arrays = arrays
        self.longest_text = longest_text

    def of(self, value: Any, depth: int) -> Any:
        if depth > DEEPEST:
            return ["opaque", "something very deep"]
        try:
            return self._of(value, depth)
        except Exception:
            return _opaque(value)

    def _of(self, value: Any, depth: int) -> Any:
        kind = type(value)  # not isinstance, which asks the object itself
        if value is None:
            return None
        if value is ...:
            return ["ellipsis"]
        if kind in (bool, int, float):
            return [
                "number",
                value if kind is not int or abs(value) < 2**63 else math.copysign(math.inf, value),
            ]
        if issubclass(kind, str):
            return str.__getitem__(value, slice(self.longest_text))
        if issubclass(kind, np.ndarray | np.generic) or hasattr(kind, "__array__"):
            return self._array(value)
        return self._compound(value, kind, depth + 1)

    def _array(self, value: Any) -> Any:
        """An array of numbers, if that is what the value is or says that it is."""
        if isinstance(value, np.ndarray) and value.dtype.kind in KINDS and value.nbytes > LARGEST_ARRAY:
            return ["opaque", f"array of shape {value.shape}, far too large"]
        array = np.array(value, subok=False, order="C")
        if array.dtype.kind not in KINDS or array.nbytes > LARGEST_ARRAY:
            return _opaque(value) if type(value) is not np.ndarray else ["opaque", f"array of {array.dtype}"]
        self.arrays.append(array)
        return ["array", len(self.arrays) - 1]

    def _compound(self, value: Any, kind: type, depth: int) -> Any:
        if issubclass(kind, list | tuple) and len(value) <= WIDEST:
            fields = getattr(kind, "_fields", None)
            if isinstance(fields, tuple):
                return ["record", [str(field) for field in fields], [self.of(item, depth) for item in value]]
            return ["list" if issubclass(kind, list) else "tuple", [self.of(item, depth) for item in value]]
        if issubclass(kind, Mapping) and len(value) <= WIDEST:
            return ["dict", self._items(value, depth)]
        named = getattr(value, "arrays", None)
        if callable(named) and hasattr(value, "flat"):
            return ["params", self._items(named(), depth)]
        if issubclass(kind, Exception | FunctionType | ModuleType):
            return _opaque(value)
        own = _own(value, kind)
        if own:  # an object of the learner's own that has the arrays by name
            return ["named", self._items(own, depth), _opaque(value)[1]]
        return _number(value) or _opaque(value)

    def _items(self, mapping: Mapping[Any, Any], depth: int) -> dict[str, Any]:
        return {str(key)[:200]: self.of(item, depth) for key, item in mapping.items()}


def _own(value: Any, kind: type) -> dict[str, Any]:
    """What an object has by name: attributes, slots, or the arrays in a class that serves as a bag."""
    attributes: Any = getattr(value, "__dict__", None)
    if issubclass(kind, type):
        return {name: each for name, each in attributes.items() if isinstance(each, np.ndarray)}
    own = dict(attributes) if type(attributes) is dict else {}
    for each in kind.__mro__:
        slots = vars(each).get("__slots__", ())
        for name in [slots] if isinstance(slots, str) else slots:
            if not name.startswith("_") and hasattr(value, name):
                own.setdefault(name, getattr(value, name))
    return own


def _number(value: Any) -> list[Any] | None:
    """A number of another type, where NumPy would take it for one (a subclass of float or int)."""
    return ["number", float(value)] if isinstance(value, float | int) else None


def _opaque(value: Any) -> list[str]:
    return ["opaque", type.__getattribute__(type(value), "__name__")[:200]]


# --- reading ------------------------------------------------------------------------------------------------


def _arrays(head: list[Any], message: bytes, at: int) -> list[np.ndarray | None]:
    """Windows onto one copy of the message."""
    own = bytearray(message)
    arrays: list[np.ndarray | None] = []
    for type_name, shape in head:
        if len(str(type_name)) > LONGEST_TYPE:
            raise Unreadable("no array of numbers")
        dtype = np.dtype(str(type_name))
        wrong = any(type(n) is not int or not 0 <= n < 2**63 for n in shape)
        if dtype.kind not in KINDS or wrong or len(shape) > MOST_AXES:
            raise Unreadable("no array of numbers")
        count = math.prod(shape)
        if at + count * dtype.itemsize > len(own):
            raise Unreadable("cut short")
        arrays.append(np.frombuffer(own, dtype, count, at).reshape(shape))
        at += count * dtype.itemsize
        at += -at % ALIGNED
    return arrays


def _from_tree(tree: Any, arrays: list[np.ndarray | None], make_params: Any, depth: int) -> Any:
    if tree is None or isinstance(tree, str):
        return tree
    if depth > DEEPEST + 1 or not isinstance(tree, list) or not tree:
        raise Unreadable("no tree")
    kind, *rest = tree
    if kind == "number" and type(rest[0]) in (bool, int, float):
        return rest[0]
    if kind == "array":
        return _once(arrays, rest[0])
    if kind == "ellipsis":
        return ...
    if kind == "opaque":
        return Opaque(str(rest[0]))

    def inside(item: Any) -> Any:
        return _from_tree(item, arrays, make_params, depth + 1)

    if kind == "list":
        return [inside(item) for item in rest[0]]
    if kind == "tuple":
        return tuple([inside(item) for item in rest[0]])
    if kind == "record":
        return Record.of(rest[0], [inside(item) for item in rest[1]])
    if kind not in ("dict", "params", "named"):
        raise Unreadable("no such kind")
    content = {str(key): inside(item) for key, item in rest[0].items()}
    if kind == "dict":
        return content
    content = _plain(content)
    if kind == "params":
        return (make_params or _namespace)(content)
    return type(clean(str(rest[1]))[:LONGEST_TYPE_NAME], (SimpleNamespace,), {})(**content)


def _once(arrays: list[np.ndarray | None], number: int) -> np.ndarray:
    """An array, which no message holds twice: a thousand times the same would fill the memory when joined."""
    array, arrays[number] = arrays[number], None
    if array is None:
        raise Unreadable("an array twice")
    return array


def _plain(content: dict[str, Any]) -> dict[str, Any]:
    """Attributes that mean nothing to Python: ``__array_interface__`` tells NumPy where in memory to read."""
    return {name: value for name, value in content.items() if not name.startswith("__")}


def _namespace(content: dict[str, Any]) -> SimpleNamespace:
    return SimpleNamespace(**content)
