"""Explorers: sliders that move a picture, drawn in the browser.

Each has a pure function beside it that computes the same without a browser.
"""

from gru_course.widgets.explorer import Explorer
from gru_course.widgets.gate import GateExplorer, blend, describe, gate, reset_state

__all__ = ["Explorer", "GateExplorer", "blend", "describe", "gate", "reset_state"]
