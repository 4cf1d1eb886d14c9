"""Pictures of the course: every function draws on the Axes it is given and returns it.

Colours and line styles come from ``gru_course.palette``: the same letter looks the same everywhere.
"""

from gru_course.plots.cell_diagram import cell_diagram
from gru_course.plots.figure import STYLE, show, subplots
from gru_course.plots.forecasts import error_bars, forecast
from gru_course.plots.gates import gate_map, gates
from gru_course.plots.history import training_history

__all__ = [
    "STYLE",
    "cell_diagram",
    "error_bars",
    "forecast",
    "gate_map",
    "gates",
    "show",
    "subplots",
    "training_history",
]
