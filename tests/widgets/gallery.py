"""Everything that ``gc.widgets`` can show, as a cell of a notebook shows it.

Whatever function of ``gc.widgets`` makes a widget is here by itself; only those that must be told something
are written out.
"""

import inspect
import typing
from typing import Any

import anywidget

import gru_course as gc

QUIZ = """\
w = gc.widgets
w.quiz(
    w.one("What does z = 1 do here?", right={"It replaces the state": "Nothing of the old state is left."},
          wrong={"It keeps the state": "In PyTorch it does: there z is the share that is kept."}),
    w.many("Which of these lie between 0 and 1?", right={"r": "It is a sigmoid.", "z": "It is a sigmoid."},
           wrong={"h_cand": "A tanh lies between -1 and 1."}),
    w.numeric("h for z = 0.5, h_prev = 0.8 and h_cand = -0.4?", 0.2, near={-0.2: "Look at the sign."}),
    w.order("What is computed first?", ["r", "h_cand", "h"], why="Each needs the one before."),
)"""

# What cannot be called with nothing, and what comes in several kinds.
WRITTEN_OUT = {
    "gate": {"gate-reset": 'gc.widgets.gate("reset")', "gate-update": 'gc.widgets.gate("update")'},
    "quiz": {"quiz": QUIZ},
}


def cells() -> dict[str, str]:
    """The code that shows each, by a name that can be part of a file's name."""
    found: dict[str, str] = {}
    for name in gc.widgets.__all__:
        maker = getattr(gc.widgets, name)
        if name in WRITTEN_OUT:
            found |= WRITTEN_OUT[name]
        elif inspect.isfunction(maker) and _makes_a_widget(maker):
            found[name.replace("_", "-")] = f"gc.widgets.{name}()"
    return found


def _makes_a_widget(maker: Any) -> bool:
    made = typing.get_type_hints(maker).get("return")
    return isinstance(made, type) and issubclass(made, anywidget.AnyWidget)


EXPLORERS = cells()


def make(name: str) -> Any:
    """The widget of this name, as its cell makes it."""
    last = EXPLORERS[name].split("w = gc.widgets\n")[-1]
    return eval(last, {"gc": gc, "w": gc.widgets})
