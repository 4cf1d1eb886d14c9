"""What ``import gru_course as gc`` gives in the sandbox: the tools of the exercises, and none of their
answers."""

import sys
from typing import Any

from gru_course.grading.worker import GRUParams
from gru_course.nn.activations import sigmoid, softmax, tanh

__all__ = [
    "GRUParams",
    "check",
    "hint",
    "plots",
    "progress",
    "quizzes",
    "sigmoid",
    "softmax",
    "solution",
    "tanh",
    "use",
    "widgets",
]


class _Verdict:
    """Nothing is judged in here."""

    status, message, misconception = "not attempted", "", None

    def __bool__(self) -> bool:
        return True

    def require(self) -> None:
        """Do nothing."""


class _Quiet:
    """``gc.check.reset_gate(f)`` and the like, which a learner's cells may call: they do nothing."""

    def __init__(self, answer: Any) -> None:
        self._answer = answer

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self._answer


check = _Quiet(lambda *_, **__: _Verdict())
hint = _Quiet(lambda: None)
solution = _Quiet(lambda: None)
use = _Quiet(lambda answer: answer)
plots = widgets = quizzes = _Quiet(lambda *_, **__: None)


def __getattr__(name: str) -> Any:
    if not name.startswith("__"):
        said = f"gc.{name} is not there where answers are graded: write it with NumPy"
        raise AttributeError(said, name=name, obj=sys.modules[__name__])  # it knows what is near
    raise AttributeError(name)


def progress() -> None:
    """Nothing is kept in here."""
