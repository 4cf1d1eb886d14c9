"""Answers to `update_gate` as learners write them: those to `reset_gate`, for both are one formula."""

from tests.checks.answers.reset_gate import RIGHT, WRONG

__all__ = ["RIGHT", "WRONG"]
