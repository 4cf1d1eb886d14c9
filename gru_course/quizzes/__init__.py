"""The quiz at the end of each lesson: ``gc.quizzes.reset_gate()`` shows it.

They are here and not in the notebooks, so that the answers cannot be read above the questions.
"""

import importlib
from typing import Any

_MODULES = {
    "sequences": "lesson_01",
    "forgetting": "lesson_02",
    "reset_gate": "lesson_03",
    "candidate": "lesson_04",
    "update_gate": "lesson_05",
    "final_state": "lesson_06",
    "the_cell": "lesson_07",
}
"""Module of each; loaded when it is asked for."""


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"gc.quizzes has no {name}; it knows {', '.join(_MODULES)}")
    return importlib.import_module(f"gru_course.quizzes.{_MODULES[name]}").quiz


def __dir__() -> list[str]:
    return list(_MODULES)
