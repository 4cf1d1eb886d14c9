"""What all explorers share: controls by name, their values, presets, a state as text, and who computes.

Python says which controls there are, the browser draws. ``values`` is shared: moving a control changes it
here, and assigning to it here moves the control. Where the learner passes a function, it is called here,
once at a time, and its answer is sent to the browser; otherwise the browser computes by itself.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import anywidget
import traitlets

from gru_course.palette import INKS
from gru_course.widgets.controls import Control, Preset, check_values, parse_state, write_state
from gru_course.widgets.learner import Answer
from gru_course.widgets.modules import STATIC
from gru_course.wrapping import wrapped

Values = dict[str, Any]


class Explorer(anywidget.AnyWidget):  # type: ignore[misc]
    """A picture in the browser that follows a few controls.

    Attributes
    ----------
    values : dict
        Where the controls are, by name.
    prediction : float, str or None
        What the learner predicted last, if they did.
    """

    _css = (STATIC / "explorer.css").read_text("utf-8")

    name = traitlets.Unicode().tag(sync=True)
    title = traitlets.Unicode().tag(sync=True)
    controls: Any = traitlets.List().tag(sync=True)
    presets: Any = traitlets.List().tag(sync=True)
    defaults = traitlets.Dict().tag(sync=True)
    colors = traitlets.Dict().tag(sync=True)
    setup = traitlets.Dict().tag(sync=True)
    predict = traitlets.Dict().tag(sync=True)
    answer = traitlets.Dict().tag(sync=True)
    values = traitlets.Dict().tag(sync=True)
    prediction = traitlets.Any(default_value=None, allow_none=True).tag(sync=True)

    def __init__(
        self,
        *,
        name: str,
        title: str,
        controls: Sequence[Control],
        presets: Sequence[Preset] = (),
        values: Mapping[str, Any] | None = None,
        state: str | None = None,
        setup: Mapping[str, Any] | None = None,
        predict: Mapping[str, Any] | None = None,
        compute: Callable[[Values], Answer] | None = None,
        pure: Callable[[Values], Mapping[str, Any]] | None = None,
        words: Callable[[Values, Mapping[str, Any]], tuple[str, str]] | None = None,
    ) -> None:
        """Lay the explorer out.

        Parameters
        ----------
        name : str
            Which explorer it is; begins its state text.
        title : str
        controls : sequence of Slider, Choice, Toggle or Numbers
        presets : sequence of Preset, optional
        values : mapping, optional
            Where controls begin, if not at their own start.
        state : str, optional
            A state text that was copied from the same kind of explorer; wins over `values`.
        setup : mapping, optional
            What the browser needs besides the values, such as weights.
        predict : mapping, optional
            What can be predicted: label, of (a number in the result), min, max, step.
        compute : callable, optional
            ``compute(values) -> Answer``: the learner's function, wrapped so that it cannot hurt. None lets
            the browser compute.
        pure, words : callable, optional
            What the browser computes, and what it says about it: ``words(values, pure(values))`` is the
            equation and the sentence, for :func:`describe`.
        """
        self._compute = compute
        self._pure, self._words = pure, words
        specs = [control.spec() for control in controls]
        defaults = {control.name: control.start for control in controls}
        chosen = {**defaults, **(values or {})}
        if state is not None:
            chosen = {**chosen, **parse_state(name, specs, state)}
        super().__init__(
            name=name,
            title=title,
            controls=specs,
            presets=[{"label": preset.label, "values": {**defaults, **preset.values}} for preset in presets],
            defaults=defaults,
            colors={ink: INKS[ink].color for ink in INKS},
            setup=dict(setup or {}),
            predict=dict(predict or {}),
        )
        self.values = chosen
        if compute is not None:
            self.answer = compute(self.values).to_browser()
            self.on_msg(self._receive)

    @property
    def state(self) -> str:
        """Where the controls are, as a short text to copy and to paste back."""
        return write_state(self.name, self.controls, self.values)

    @state.setter
    def state(self, text: str) -> None:
        self.values = {**self.values, **parse_state(self.name, self.controls, text)}

    @traitlets.validate("values")
    def _check_values(self, proposal: Any) -> Values:
        return check_values(self.controls, proposal["value"])

    def text(self) -> str:
        """What the explorer shows: the equation with its numbers and the sentence, or the problem."""
        if self._pure is None or self._words is None:
            raise NotImplementedError(f"{self.name}: this explorer has no words")
        values = dict(self.values)
        if self._compute is None:
            return "\n".join(self._words(values, self._pure(values)))
        answer = self._compute(values)
        return answer.problem or "\n".join(self._words(values, answer.result))

    def _receive(self, _: Any, content: Any, __: Any) -> None:
        """Answer the browser: {"kind": "compute", "id": n, "values": {...}}."""
        if self._compute is None or not isinstance(content, dict) or content.get("kind") != "compute":
            return
        try:
            # Assigned, they would be sent back, and a slider that has moved on would be pulled back.
            values = check_values(self.controls, content["values"])
            answer = self._compute(values)
        except (KeyError, traitlets.TraitError) as error:
            answer = Answer(problem=str(error))
        self.send({"kind": "answer", "id": content.get("id"), **answer.to_browser()})

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.state})"


def describe(explorer: Explorer) -> str:
    """What an explorer shows where its controls are now, as text in lines of 88 characters at most.

    Parameters
    ----------
    explorer : Explorer

    Returns
    -------
    str
        The equation with its numbers filled in, and a sentence; or what is wrong with the learner's function.

    Examples
    --------
    >>> from gru_course.widgets import blend
    >>> print(describe(blend(z=0.5)))
    h = z · h_cand + (1 − z) · h_prev = 0.50 · (−0.40) + 0.50 · 0.80 = 0.20
    With z = 0.50 the new state is 50 % candidate (−0.40) and 50 % old state (0.80): 0.20.
    """
    return wrapped(explorer.text())
