"""Explorers: controls that move a picture, drawn in the browser.

Each has a pure function beside it that computes the same without a browser.
"""

from gru_course.widgets.blend import BlendExplorer, blend
from gru_course.widgets.candidate import CandidateExplorer, candidate
from gru_course.widgets.cell import CellExplorer, cell
from gru_course.widgets.explorer import Explorer, describe
from gru_course.widgets.forgetting import ForgettingExplorer, forgetting
from gru_course.widgets.gate import GateExplorer, gate
from gru_course.widgets.quiz import Quiz, quiz
from gru_course.widgets.quiz_asking import many, numeric, one, order
from gru_course.widgets.quiz_grade import Verdict, grade
from gru_course.widgets.quiz_questions import Feedback
from gru_course.widgets.sequence_order import SequenceOrderExplorer, sequence_order

__all__ = [
    "BlendExplorer",
    "CandidateExplorer",
    "CellExplorer",
    "Explorer",
    "Feedback",
    "ForgettingExplorer",
    "GateExplorer",
    "Quiz",
    "SequenceOrderExplorer",
    "Verdict",
    "blend",
    "candidate",
    "cell",
    "describe",
    "forgetting",
    "gate",
    "grade",
    "many",
    "numeric",
    "one",
    "order",
    "quiz",
    "sequence_order",
]
