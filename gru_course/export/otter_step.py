"""What a test of an exported otter-grader assignment does: judge one step, in the learner's own kernel.

otter-grader runs its tests where the learner's code has run, so a hostile notebook can cheat here.
``gru-course grade`` keeps the two apart.
"""

from collections.abc import Mapping
from typing import Any

from gru_course.checks.catalogue import EXERCISES
from gru_course.checks.judge import judge
from gru_course.checks.known import Known
from gru_course.checks.observe import observe
from gru_course.checks.verdict import NotYetRight


def require(name: str, env: Mapping[str, Any], seed: int | None = None) -> None:
    """Judge what the notebook calls `name`.

    Parameters
    ----------
    name : str
        Of the exercise.
    env : mapping
        The notebook's variables.
    seed : int, optional
        Of hidden inputs, which are then not shown; without it, the inputs are those of the notebook.

    Raises
    ------
    NotYetRight
        If the answer is anything but right; the text is the feedback.
    """
    exercise = EXERCISES[name]
    answer = env.get(name)
    if answer is not None and answer is exercise.reference:
        # The test cell is gone, and `gc.use` has put the course's own in the place of what was not right.
        raise NotYetRight(f"{name}: the course's own stands where your answer should be.")
    calls = exercise.calls() if seed is None else exercise.calls(seed, fresh=seed)
    verdict = judge(Known(exercise, calls), observe(exercise, answer, calls))
    if not verdict:
        said = verdict.message if seed is None else verdict.feedback
        raise NotYetRight(f"{verdict.title}\n{said}".rstrip())
