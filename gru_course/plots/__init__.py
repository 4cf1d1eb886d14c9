"""Pictures of the course: every function draws on the Axes it is given and returns it.

Colours and line styles come from ``gru_course.palette``: the same letter looks the same everywhere.
"""

from gru_course.plots.blending import blend_parts, memories
from gru_course.plots.candidate import running_total, squashes
from gru_course.plots.cell_diagram import cell_diagram
from gru_course.plots.decay import decay, shares_right
from gru_course.plots.figure import STYLE, show, subplots
from gru_course.plots.forecasts import error_bars, forecast
from gru_course.plots.gates import gate_map, gates
from gru_course.plots.history import training_history
from gru_course.plots.levels import levels
from gru_course.plots.shares import candidate_shares
from gru_course.plots.slopes import slopes
from gru_course.plots.states import state_map
from gru_course.plots.steps import steps
from gru_course.plots.unrolled import unrolled

__all__ = [
    "STYLE",
    "blend_parts",
    "candidate_shares",
    "cell_diagram",
    "decay",
    "error_bars",
    "forecast",
    "gate_map",
    "gates",
    "levels",
    "memories",
    "running_total",
    "shares_right",
    "show",
    "slopes",
    "squashes",
    "state_map",
    "steps",
    "subplots",
    "training_history",
    "unrolled",
]
