"""Every exercise by name, in the order in which a learner meets them."""

from gru_course.checks.exercise import Exercise
from gru_course.checks.exercises import reset_gate

_MODULES = (reset_gate,)

EXERCISES: dict[str, Exercise] = {
    exercise.name: exercise for module in _MODULES for exercise in module.EXERCISES
}
"""By the name of the check."""
