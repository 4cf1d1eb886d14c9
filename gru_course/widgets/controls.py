"""The controls of an explorer, as plain descriptions; checking values against them, and values as text.

The browser builds labelled inputs from the descriptions (``static/controls.js``), and writes and reads the
same state text (``static/state.js``).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from decimal import ROUND_HALF_UP, Context
from numbers import Real
from typing import Any
from urllib.parse import parse_qsl, urlencode

import traitlets


@dataclass(frozen=True)
class Slider:
    """One number that can be moved.

    Attributes
    ----------
    name : str
        Its letter in the equations.
    label : str
        What it is, in words.
    start : float
        Where it begins.
    color : str
        Its ink; empty for none.
    min, max, step : float
    """

    name: str
    label: str
    start: float
    color: str = ""
    min: float = 0.0
    max: float = 1.0
    step: float = 0.01

    def spec(self) -> dict[str, Any]:
        """For the browser."""
        return {"kind": "slider", **asdict(self)}


@dataclass(frozen=True)
class Choice:
    """One of a few.

    Attributes
    ----------
    name, label, start : str
    options : mapping of str to str
        What it may be, and what each is called.
    """

    name: str
    label: str
    start: str
    options: Mapping[str, str] = field(default_factory=dict)

    def spec(self) -> dict[str, Any]:
        """For the browser."""
        return {"kind": "choice", **asdict(self), "options": dict(self.options)}


@dataclass(frozen=True)
class Toggle:
    """Yes or no."""

    name: str
    label: str
    start: bool = False

    def spec(self) -> dict[str, Any]:
        """For the browser."""
        return {"kind": "toggle", **asdict(self)}


@dataclass(frozen=True)
class Numbers:
    """A short list of numbers, typed or drawn.

    Attributes
    ----------
    name, label : str
    start : tuple of float
    min, max : float
        Range of each number.
    least, most : int
        How many numbers there may be.
    """

    name: str
    label: str
    start: tuple[float, ...]
    min: float = -1.0
    max: float = 1.0
    least: int = 1
    most: int = 100

    def spec(self) -> dict[str, Any]:
        """For the browser."""
        return {"kind": "numbers", **asdict(self), "start": list(self.start)}


Control = Slider | Choice | Toggle | Numbers


@dataclass(frozen=True)
class Preset:
    """A named example: values for some of the controls."""

    label: str
    values: Mapping[str, Any]


def check_values(specs: Sequence[Mapping[str, Any]], values: Mapping[str, Any]) -> dict[str, Any]:
    """Values in their own types, one for each control and inside its range.

    Raises
    ------
    traitlets.TraitError
        Naming the control, what was expected and what came.
    """
    names = [spec["name"] for spec in specs]
    if not isinstance(values, Mapping):
        raise traitlets.TraitError(f"values: expected {', '.join(names)}; got {values!r}")
    if set(values) != set(names):
        came = ", ".join(map(str, values)) or "none"
        raise traitlets.TraitError(f"values: expected {', '.join(names)}; got {came}")
    return {spec["name"]: _check(spec, values[spec["name"]]) for spec in specs}


def _check(spec: Mapping[str, Any], value: Any) -> Any:
    name, kind = spec["name"], spec["kind"]
    if kind == "slider":
        return _number(name, spec, value)
    if kind == "choice":
        if not isinstance(value, str) or value not in spec["options"]:
            raise traitlets.TraitError(f"{name}: expected one of {', '.join(spec['options'])}; got {value!r}")
        return value
    if kind == "toggle":
        if not isinstance(value, bool):
            raise traitlets.TraitError(f"{name}: expected True or False, got {value!r}")
        return value
    if not isinstance(value, list | tuple):
        raise traitlets.TraitError(f"{name}: expected a list of numbers, got {value!r}")
    if not spec["least"] <= len(value) <= spec["most"]:
        raise traitlets.TraitError(
            f"{name}: expected {spec['least']} to {spec['most']} numbers, got {len(value)}"
        )
    return [_number(name, spec, x) for x in value]


def _number(name: str, spec: Mapping[str, Any], value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, Real):
        raise traitlets.TraitError(f"{name}: expected a number, got {value!r}")
    if not spec["min"] <= value <= spec["max"]:  # also catches NaN
        raise traitlets.TraitError(f"{name}: expected {spec['min']:g} to {spec['max']:g}, got {value}")
    return float(value)


# ---- values as text --------------------------------------------------------------------------------


def write_state(name: str, specs: Sequence[Mapping[str, Any]], values: Mapping[str, Any]) -> str:
    """``gate?z=0.3&h_prev=0.8``: values as a short text, as the browser writes it.

    Examples
    --------
    >>> write_state("demo", [Slider("z", "gate", 0.3).spec()], {"z": 0.25})
    'demo?z=0.25'
    """
    pairs = [(spec["name"], _write(spec["kind"], values[spec["name"]])) for spec in specs]
    return f"{name}?{urlencode(pairs, safe=',')}"


def _write(kind: str, value: Any) -> str:
    if kind == "toggle":
        return "1" if value else "0"
    if kind == "numbers":
        return ",".join(short(x) for x in value)
    return short(value) if kind == "slider" else str(value)


SIX_DIGITS = Context(prec=6, rounding=ROUND_HALF_UP)  # as JavaScript's toPrecision
NUMBER = re.compile(r"\s*[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]+)?\s*\Z", re.IGNORECASE)


def short(x: float) -> str:
    """Six significant digits at most, without trailing zeros: ``0.3``, ``-1``."""
    rounded = SIX_DIGITS.create_decimal(x)
    if not rounded:
        return "0"
    if rounded.adjusted() < -6:  # here JavaScript goes over to powers of ten
        return re.sub(r"\.?0*e", "e", f"{rounded:.5e}")
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def parse_state(name: str, specs: Sequence[Mapping[str, Any]], text: str) -> dict[str, Any]:
    """The values in a state text; controls that it does not mention are left out.

    Raises
    ------
    ValueError
        If the text belongs to another explorer or cannot be read.
    traitlets.TraitError
        If a value is out of range.
    """
    head, mark, query = str(text).strip().partition("?")
    if head != name or not mark:
        raise ValueError(f"state: expected a text that begins with {name + '?'!r}, got {text!r}")
    kinds = {spec["name"]: spec for spec in specs}
    values = {}
    for key, written in parse_qsl(query, keep_blank_values=True):
        if key not in kinds:
            raise ValueError(f"state: expected {', '.join(kinds)}; got {key!r}")
        values[key] = _check(kinds[key], _read(key, kinds[key]["kind"], written))
    return values


def _read(name: str, kind: str, written: str) -> Any:
    if kind == "choice":
        return written
    if kind == "toggle" and written in ("0", "1"):
        return written == "1"
    if kind == "slider" and NUMBER.match(written):
        return float(written)
    parts = written.split(",")
    if kind == "numbers" and all(map(NUMBER.match, parts)):
        return [float(part) for part in parts]
    raise ValueError(f"state: cannot read {written!r} as {name}")
