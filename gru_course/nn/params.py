"""Weights that have names, and lie side by side in one vector.

Equations want ``params.W_r``; an optimiser, a checkpoint and a gradient check want one long vector.
Both are here: every named array is a window onto a piece of ``params.flat``.
"""

import math
from collections.abc import Iterator, Mapping
from typing import Any, Self, TypeVar

import numpy as np

from gru_course.nn.validate import Array, check_dtype, check_finite

P = TypeVar("P", bound="Params")
G = TypeVar("G", bound="ParamGroup")


class Params:
    """Named arrays side by side in one flat vector.

    Subclasses say which names and shapes belong together (``GRUParams``, ``RNNParams``, ...).
    The names are fixed; numbers can be written in place (``params.b_z[...] = 1``), which is seen
    both by name and in ``flat``.

    Attributes
    ----------
    flat : ndarray, shape (size,)
        All numbers, in the order of the names.
    """

    flat: Array
    _shapes: dict[str, tuple[int, ...]]

    def __init__(self, **arrays: Array) -> None:
        first = next(iter(arrays.values()))
        for name, array in arrays.items():
            check_dtype(name, array)
            check_dtype(name, array, first.dtype)
            check_finite(name, array)
        flat = np.concatenate([array.reshape(-1) for array in arrays.values()])
        self._bind(flat, {name: array.shape for name, array in arrays.items()})

    def _bind(self, flat: Array, shapes: dict[str, tuple[int, ...]]) -> None:
        """Open a window onto `flat` for each name."""
        own = self.__dict__
        own["flat"] = flat
        own["_shapes"] = shapes
        start = 0
        for name, shape in shapes.items():
            end = start + math.prod(shape)
            own[name] = flat[start:end].reshape(shape)
            start = end

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(
            f"{name}: the arrays of {type(self).__name__} are windows onto one vector and cannot be rebound; "
            f"write params.{name}[...] = value, or params.replace({name}=value)"
        )

    def __reduce__(self) -> tuple[Any, ...]:
        return rebuilt, (type(self), self.flat, self._shapes)

    def __repr__(self) -> str:
        inside = ", ".join(f"{name} {shape}" for name, shape in self._shapes.items())
        return f"{type(self).__name__}({inside}; {self.size} numbers, {self.dtype})"

    @property
    def size(self) -> int:
        """How many numbers there are."""
        return int(self.flat.size)

    @property
    def dtype(self) -> np.dtype[Any]:
        """float32 or float64."""
        return self.flat.dtype

    def arrays(self) -> dict[str, Array]:
        """The named arrays, as windows onto ``flat``."""
        return {name: self.__dict__[name] for name in self._shapes}

    def __iter__(self) -> Iterator[tuple[str, Array]]:
        return iter(self.arrays().items())

    def with_flat(self, flat: Array) -> Self:
        """The same names and shapes around another vector, which is not copied.

        Raises
        ------
        ValueError
            If `flat` does not have exactly ``size`` numbers.
        """
        if flat.shape != self.flat.shape:
            raise ValueError(f"flat: expected shape {self.flat.shape}, got {flat.shape}")
        return rebuilt(type(self), flat, self._shapes)

    def copy(self) -> Self:
        """An independent copy."""
        return self.with_flat(self.flat.copy())

    def zeros_like(self) -> Self:
        """The same names and shapes, filled with zeros."""
        return self.with_flat(np.zeros_like(self.flat))

    def astype(self, dtype: Any) -> Self:
        """The same numbers in float32 or float64."""
        return self.with_flat(self.flat.astype(dtype))

    def replace(self, **changes: Array | float) -> Self:
        """A copy in which the named arrays hold other numbers.

        Parameters
        ----------
        **changes : array_like
            New values by name; a single number fills the array.

        Raises
        ------
        ValueError
            If a name is unknown or a shape does not fit.
        """
        new = self.copy()
        for name, value in changes.items():
            if name not in self._shapes:
                raise ValueError(f"{name}: expected one of {', '.join(self._shapes)}")
            values = np.asarray(value, dtype=self.dtype)
            if values.shape not in ((), self._shapes[name]):
                raise ValueError(f"{name}: expected shape {self._shapes[name]}, got {values.shape}")
            check_finite(name, values)
            new.__dict__[name][...] = values
        return new


class CellParams(Params):
    """The weights of one recurrent cell, whose first array is a matrix of shape (D + H, H).

    Its first D rows meet the input x, the other H rows the hidden state.
    """

    @property
    def H(self) -> int:
        """Size of the hidden state."""
        return next(iter(self._shapes.values()))[1]

    @property
    def D(self) -> int:
        """Size of the input."""
        return next(iter(self._shapes.values()))[0] - self.H


class ParamGroup(Params):
    """Several sets of parameters in one flat vector: the layers of a model.

    Parameters
    ----------
    **members : Params
        Each is copied into the common vector, and read again by its name: ``model.gru.W_r``.

    Examples
    --------
    >>> model = ParamGroup(gru=gru_params, readout=readout_params)  # doctest: +SKIP
    >>> model.gru.W_r.shape  # doctest: +SKIP
    (11, 8)
    """

    _members: Mapping[str, Params]

    def __init__(self, **members: Params) -> None:
        self._bind_members(np.concatenate([member.flat for member in members.values()]), members)

    def _bind_members(self, flat: Array, members: Mapping[str, Params]) -> None:
        own = self.__dict__
        own["flat"] = flat
        own["_members"] = dict(members)
        start = 0
        for name, member in members.items():
            own[name] = own["_members"][name] = member.with_flat(flat[start : start + member.size])
            start += member.size
        own["_shapes"] = {name: array.shape for name, array in self.arrays().items()}

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"{name}: expected one of {', '.join(self.__dict__.get('_members', {}))}")

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild_group, (type(self), self.flat, self._members)

    def __repr__(self) -> str:
        inside = ", ".join(f"{name}={member!r}" for name, member in self._members.items())
        return f"{type(self).__name__}({inside})"

    def members(self) -> dict[str, Params]:
        """The sets of parameters by name, each a window onto ``flat``."""
        return dict(self._members)

    def arrays(self) -> dict[str, Array]:
        """All arrays by their dotted names, such as ``gru.W_r``."""
        return {
            f"{name}.{inner}": array
            for name, member in self._members.items()
            for inner, array in member.arrays().items()
        }

    def with_flat(self, flat: Array) -> Self:
        """The same members around another vector, which is not copied."""
        if flat.shape != self.flat.shape:
            raise ValueError(f"flat: expected shape {self.flat.shape}, got {flat.shape}")
        return _rebuild_group(type(self), flat, self._members)

    def replace(self, **changes: Any) -> Self:
        """A copy in which whole members are replaced: ``model.replace(gru=other)``."""
        new = self.copy()
        for name, value in changes.items():
            if name not in self._members:
                raise ValueError(f"{name}: expected one of {', '.join(self._members)}")
            if not isinstance(value, Params) or value.flat.shape != self._members[name].flat.shape:
                raise ValueError(f"{name}: expected {self._members[name]!r}, got {value!r}")
            new._members[name].flat[...] = value.flat
        return new


def rebuilt(kind: type[P], flat: Array, shapes: dict[str, tuple[int, ...]]) -> P:
    """Weights over numbers that are known to be good: nothing is checked, nothing copied."""
    new = kind.__new__(kind)
    new._bind(flat, shapes)
    return new


def _rebuild_group(kind: type[G], flat: Array, members: Mapping[str, Params]) -> G:
    new = kind.__new__(kind)
    new._bind_members(flat, members)
    return new
