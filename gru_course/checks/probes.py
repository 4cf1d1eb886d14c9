"""The inputs on which an answer is tried: few, drawn from a seed, and each there for a reason.

Random weights, nonzero biases, a nonzero state before the step, and B, T, D and H that all differ tell
nearly every mistake from the right answer and from every other mistake. Small inputs come besides, so that
a learner sees a mistake on numbers that can be done by hand.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from gru_course.nn.params import Params
from gru_course.nn.validate import Array

Role = Literal["small", "full", "extreme", "moved", "row", "again", "fresh"]
"""What a call is there for.

small: the first on which an answer differs is the one that is shown. full: decides, and names the mistake.
extreme: inputs of +-1000. moved: one argument is another; does the output follow? row: one row of the batch
alone. again: the same call once more. fresh: inputs that nobody has seen before.
"""

Arguments = dict[str, Any]


@dataclass(frozen=True)
class Sizes:
    """How large an input is: rows of the batch, steps, numbers per input, units."""

    B: int = 1
    T: int = 1
    D: int = 1
    H: int = 1


SMALL = (Sizes(B=1, T=1, D=1, H=1), Sizes(B=1, T=2, D=1, H=2), Sizes(B=2, T=3, D=2, H=3))
FULL = (Sizes(B=3, T=5, D=4, H=2), Sizes(B=2, T=4, D=3, H=5))
FRESH = Sizes(B=4, T=3, D=2, H=5)

Draw = Callable[[np.random.Generator, Sizes], Arguments]
Move = Callable[[np.random.Generator, Arguments, str], Arguments]


@dataclass(frozen=True)
class Call:
    """One input.

    Attributes
    ----------
    role : str
        See `Role`.
    label : str
        A name for tables: ``"small 1"``, ``"b_r moved"``.
    arguments : dict
        In the order in which the function takes them.
    moved : str
        For the role "moved": which argument differs from the first full call (``"params.b_r"``).
    """

    role: Role
    label: str
    arguments: Arguments
    moved: str = ""


def normal(rng: np.random.Generator, *shape: int, scale: float = 1.0) -> Array:
    """Random numbers of either sign, none of them near 0."""
    values = rng.normal(scale=scale, size=shape)
    return values + np.copysign(0.05 * scale, values)


def weights(rng: np.random.Generator, rows: int, columns: int) -> Array:
    """A random matrix that keeps gates out of saturation, whatever its size."""
    return normal(rng, rows, columns, scale=1.2 / np.sqrt(rows))


def state(rng: np.random.Generator, *shape: int) -> Array:
    """A hidden state: numbers between -0.9 and 0.9, none of them near 0."""
    return rng.uniform(0.1, 0.9, size=shape) * rng.choice([-1.0, 1.0], size=shape)


def gate(rng: np.random.Generator, *shape: int) -> Array:
    """A gate that is neither shut, nor half open, nor open: 0.1 to 0.4 or 0.6 to 0.9."""
    return rng.uniform(0.1, 0.4, size=shape) + rng.choice([0.0, 0.5], size=shape)


def leaves(arguments: Mapping[str, Any]) -> Iterator[tuple[str, Array]]:
    """Every array by its path: ``x``, ``params.W_r``."""
    for name, value in arguments.items():
        if isinstance(value, Params):
            yield from ((f"{name}.{inner}", array) for inner, array in value)
        elif isinstance(value, np.ndarray):
            yield name, value


def changed(arguments: Mapping[str, Any], change: Callable[[str, Array], Array]) -> Arguments:
    """A deep copy in which every array is what `change` makes of it (path, array)."""

    def new(name: str, value: Any) -> Any:
        if isinstance(value, Params):
            return value.replace(**{inner: change(f"{name}.{inner}", array) for inner, array in value})
        if isinstance(value, np.ndarray):
            return np.array(change(name, value), dtype=value.dtype)
        return value

    return {name: new(name, value) for name, value in arguments.items()}


def copied(arguments: Mapping[str, Any]) -> Arguments:
    """A deep copy, so that a learner's function may write into it."""
    return {
        name: value.copy() if isinstance(value, np.ndarray | Params) else value
        for name, value in arguments.items()
    }


def key(arguments: Mapping[str, Any]) -> bytes:
    """The arguments as one key: two calls are given the same exactly if their keys are equal."""
    rest = {name: value for name, value in arguments.items() if not isinstance(value, np.ndarray | Params)}
    arrays = dict(leaves(arguments))
    forms = [(path, array.shape, array.dtype.str) for path, array in arrays.items()]
    return repr((rest, forms)).encode() + b"".join(array.tobytes() for array in arrays.values())


def rounded(arguments: Mapping[str, Any]) -> Arguments:
    """One decimal, and no zeros: numbers for pencil and paper."""

    def one_decimal(_: str, array: Array) -> Array:
        short = np.round(array, 1)
        return np.where(short == 0.0, 0.1, short) + 0.0

    return changed(arguments, one_decimal)


def last_row(arguments: Mapping[str, Any], batched: tuple[str, ...]) -> Arguments:
    """The last row of the batch alone; what is not in `batched` stays."""
    alone = copied(arguments)
    for name in batched:
        alone[name] = alone[name][-1:]
    return alone


def moved(rng: np.random.Generator, arguments: Arguments, path: str) -> Arguments:
    """The same but for one array, which is another; a gate stays a gate, and a state a state."""

    def nearby(array: Array) -> Array:
        other = array + normal(rng, *array.shape, scale=0.3)
        if array.size == 0 or np.abs(array).max() >= 1:
            return other
        return np.clip(other, 0.02 if array.min() > 0 else -0.98, 0.98)

    return changed(arguments, lambda name, array: nearby(array) if name == path else array)


def times(factor: float, *names: str) -> Callable[[Arguments], Arguments]:
    """The arguments with some of them multiplied: `times(1000, "x")` is an extreme input."""

    def extreme(arguments: Arguments) -> Arguments:
        return changed(arguments, lambda name, array: array * factor if name in names else array)

    return extreme
