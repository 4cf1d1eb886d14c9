"""Learn the Gated Recurrent Unit by building it.

``import gru_course as gc`` gives the reference GRU and its companions by name: ``gc.gru_step``,
``gc.gru_forward``, ``gc.train``, ... Each is loaded from its module when it is first used, so the import
itself costs next to nothing, and ``gru-course doctor`` can speak even where NumPy is missing.
"""

import importlib
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from gru_course.checks import check, hint, solution, use
    from gru_course.checks.progress_view import progress
    from gru_course.nn.activations import sigmoid, softmax, tanh
    from gru_course.nn.cell import GRUParams, GRUStep, gru_step, gru_step_backward
    from gru_course.nn.checkpoint import load_params, save_params
    from gru_course.nn.gradcheck import check_gradients
    from gru_course.nn.init import init_params
    from gru_course.nn.model import (
        GRUModel,
        classification_loss,
        init_model,
        predict,
        predict_every_step,
        regression_loss,
    )
    from gru_course.nn.optim import SGD, Adam, Momentum, RMSProp, clip_by_global_norm
    from gru_course.nn.sequence import (
        GRUTrace,
        gru_backward,
        gru_backward_plain,
        gru_forward,
        gru_forward_plain,
    )
    from gru_course.nn.stream import GRUStream
    from gru_course.nn.train import train

_HOME = {
    "SGD": "optim",
    "Adam": "optim",
    "GRUModel": "model",
    "GRUParams": "cell",
    "GRUStep": "cell",
    "GRUStream": "stream",
    "GRUTrace": "sequence",
    "Momentum": "optim",
    "RMSProp": "optim",
    "check_gradients": "gradcheck",
    "classification_loss": "model",
    "clip_by_global_norm": "optim",
    "gru_backward": "sequence",
    "gru_backward_plain": "sequence",
    "gru_forward": "sequence",
    "gru_forward_plain": "sequence",
    "gru_step": "cell",
    "gru_step_backward": "cell",
    "init_model": "model",
    "init_params": "init",
    "load_params": "checkpoint",
    "predict": "model",
    "predict_every_step": "model",
    "regression_loss": "model",
    "save_params": "checkpoint",
    "sigmoid": "activations",
    "softmax": "activations",
    "tanh": "activations",
    "train": "train",
}
"""Where in ``gru_course.nn`` each name lives."""

_CHECKS = {
    "check": "namespaces",
    "hint": "namespaces",
    "progress": "progress_view",
    "solution": "namespaces",
    "use": "namespaces",
}
"""Where in ``gru_course.checks`` each name lives."""

_PACKAGES = ("checks", "data", "nn", "plots", "quizzes", "widgets")

__all__ = [
    "SGD",
    "Adam",
    "GRUModel",
    "GRUParams",
    "GRUStep",
    "GRUStream",
    "GRUTrace",
    "Momentum",
    "RMSProp",
    "check",
    "check_gradients",
    "classification_loss",
    "clip_by_global_norm",
    "gru_backward",
    "gru_backward_plain",
    "gru_forward",
    "gru_forward_plain",
    "gru_step",
    "gru_step_backward",
    "hint",
    "init_model",
    "init_params",
    "load_params",
    "predict",
    "predict_every_step",
    "progress",
    "regression_loss",
    "save_params",
    "sigmoid",
    "softmax",
    "solution",
    "tanh",
    "train",
    "use",
]


def __getattr__(name: str) -> Any:
    """Load what is asked for, and remember it."""
    if name in _HOME:
        value = getattr(importlib.import_module(f"gru_course.nn.{_HOME[name]}"), name)
    elif name in _CHECKS:
        value = getattr(importlib.import_module(f"gru_course.checks.{_CHECKS[name]}"), name)
    elif name in _PACKAGES:
        value = importlib.import_module(f"gru_course.{name}")
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME, *_CHECKS, *_PACKAGES})
