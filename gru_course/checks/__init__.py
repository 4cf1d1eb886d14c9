"""What each exercise asks, what people get wrong, and how a learner is told.

``gc.check.reset_gate(my_reset_gate)`` judges an answer; ``gc.hint``, ``gc.solution`` and ``gc.use`` have the
same names. An exercise is a right answer plus the mistakes that people make (``exercises/``); an answer is
observed (``observe``) apart from where it is judged (``judge``), so that a grader can do the one in a sandbox
and the other outside.
"""

from gru_course.checks.bank import separate
from gru_course.checks.catalogue import EXERCISES
from gru_course.checks.judge import judge
from gru_course.checks.namespaces import check, hint, solution, use
from gru_course.checks.observe import observe
from gru_course.checks.verdict import Verdict

__all__ = ["EXERCISES", "Verdict", "check", "hint", "judge", "observe", "separate", "solution", "use"]
