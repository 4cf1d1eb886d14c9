"""What all explorers have in common: sliders by name, their values, presets, and a way back.

Python says which sliders there are and what they start at; the browser draws. ``values`` is shared: moving a
slider changes it here, and assigning to it here moves the slider.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import anywidget
import traitlets

from gru_course.palette import INKS
from gru_course.widgets.modules import STATIC


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
    min, max, step : float
    """

    name: str
    label: str
    start: float
    color: str
    min: float = 0.0
    max: float = 1.0
    step: float = 0.01


@dataclass(frozen=True)
class Preset:
    """A named example: values for some of the sliders."""

    label: str
    values: Mapping[str, float]


class Explorer(anywidget.AnyWidget):  # type: ignore[misc]
    """A picture in the browser that follows a few sliders.

    Attributes
    ----------
    values : dict of str to float
        Where the sliders are.
    """

    _css = (STATIC / "explorer.css").read_text("utf-8")

    title = traitlets.Unicode().tag(sync=True)
    sliders: Any = traitlets.List().tag(sync=True)
    presets: Any = traitlets.List().tag(sync=True)
    defaults = traitlets.Dict().tag(sync=True)
    colors = traitlets.Dict().tag(sync=True)
    values = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        *,
        title: str,
        sliders: tuple[Slider, ...],
        presets: tuple[Preset, ...] = (),
        values: Mapping[str, float] | None = None,
        **kwargs: Any,
    ) -> None:
        defaults = {slider.name: slider.start for slider in sliders}
        super().__init__(
            title=title,
            sliders=[asdict(slider) for slider in sliders],
            presets=[{"label": preset.label, "values": {**defaults, **preset.values}} for preset in presets],
            defaults=defaults,
            colors={name: ink.color for name, ink in INKS.items()},
            values={**defaults, **(values or {})},
            **kwargs,
        )

    @traitlets.validate("values")
    def _check_values(self, proposal: Any) -> dict[str, float]:
        return check_values(self.sliders, proposal["value"])

    def __repr__(self) -> str:
        inside = ", ".join(f"{name}={value:g}" for name, value in self.values.items())
        return f"{type(self).__name__}({inside})"


def check_values(sliders: list[dict[str, Any]], values: Mapping[str, Any]) -> dict[str, float]:
    """The values as floats, one for each slider and inside its range.

    Raises
    ------
    traitlets.TraitError
        Naming the slider, what was expected and what came.
    """
    names = [slider["name"] for slider in sliders]
    if set(values) != set(names):
        raise traitlets.TraitError(
            f"values: expected {', '.join(names)}; got {', '.join(map(str, values)) or 'none'}"
        )
    checked = {}
    for slider in sliders:
        name, value = slider["name"], values[slider["name"]]
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise traitlets.TraitError(f"{name}: expected a number, got {value!r}")
        if not slider["min"] <= value <= slider["max"]:  # also catches NaN
            raise traitlets.TraitError(
                f"{name}: expected {slider['min']:g} to {slider['max']:g}, got {value}"
            )
        checked[name] = float(value)
    return checked
