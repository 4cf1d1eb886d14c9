"""What to say to the class next week, and how each mistake looks on the board.

Nobody's own code is shown: the mistake is written as the bank writes it.
"""

import ast
import difflib
import textwrap
from dataclasses import dataclass

from gru_course.checks.bank import separate, source_of
from gru_course.checks.catalogue import EXERCISES
from gru_course.checks.exercise import Way
from gru_course.grading.class_survey import Held, StepSurvey, Survey

MOST_MISTAKES = 5
"""About which something is said."""

FEW = 5
"""Learners. In a larger class, what only one of them holds is a matter for that learner's page."""

LONGEST_CODE = 8
"""Lines in which a mistake is shown."""

ASSEMBLED = "07_the_cell"
"""The lesson whose exercise puts together what earlier ones make."""

GOES_WELL = 0.8
"""Share of the points above which a step needs no second look."""

MOST_EMPTY = 0.25
"""Share of a class that may leave a step empty without being asked about it."""


@dataclass(frozen=True)
class Topic:
    """A mistake to talk about.

    Attributes
    ----------
    held : Held
    of : int
        Learners in the class.
    lesson : str
        Which is worth showing again; empty if it belongs to none.
    right, wrong : str
        The lines of code in which the right answer and the mistake differ; empty where none can be shown.
    board : str
        The smallest input that shows the mistake, beside what is right; empty where there is none.
    """

    held: Held
    of: int
    lesson: str
    right: str
    wrong: str
    board: str

    @property
    def finding(self) -> str:
        """Who holds what, in a sentence."""
        return f"{self.held.learners} of {self.of}: {self.held.name.rstrip('.')}."

    @property
    def elsewhere(self) -> str:
        """Where the mistake is a convention of others; empty if nowhere."""
        return f"Elsewhere: {self.held.elsewhere}" if self.held.elsewhere else ""

    @property
    def sentence(self) -> str:
        """Everything but the code, in one line."""
        shown = f"Show {self.lesson} again." if self.lesson else ""
        return " ".join(filter(None, [self.finding, self.held.hint, self.elsewhere, shown]))


def topics(found: Survey) -> list[Topic]:
    """The mistakes that most learners hold."""
    worth = [held for held in found.ranked if held.learners > 1 or found.learners <= FEW]
    return [_topic(held, found.learners) for held in worth[:MOST_MISTAKES]]


def _topic(held: Held, learners: int) -> Topic:
    right, wrong = in_code(held)
    return Topic(held, learners, lesson_of(held), right, wrong, board(held))


def lesson_of(held: Held) -> str:
    """The lesson that is worth showing again; empty for a slip that belongs to none.

    The cell is put together from earlier pieces: there, the lesson is the last one before it in which the
    same mistake can be made.
    """
    known = [EXERCISES[step] for step in held.steps if step in EXERCISES and _way_of(step, held.id)]
    if not known:
        return ""
    lesson = known[0].notebook
    if lesson == ASSEMBLED and known[0].batched:
        earlier = {e.notebook for e in EXERCISES.values() if e.notebook < lesson and _way_of(e.name, held.id)}
        lesson = max(earlier, default=lesson)
    return f"lesson {lesson}"


def in_code(held: Held) -> tuple[str, str]:
    """The lines in which the right answer and the mistake differ, as the bank writes them."""
    for step in held.steps:
        way = _way_of(step, held.id)
        if way is not None:
            exercise = EXERCISES[step]
            return _differing(exercise.source, source_of(exercise, way))
    return "", ""


def _way_of(step: str, mistake: str) -> Way | None:
    """One way to write a mistake: rather an edit than a whole function, which differs in more lines."""
    known = EXERCISES[step].misconceptions if step in EXERCISES else ()
    ways = [way for each in known if each.id == mistake for way in each.ways]
    return min(ways, key=lambda way: isinstance(way, str), default=None)


def _differing(right: str, wrong: str) -> tuple[str, str]:
    """Without comments, and without the first line, in which a function may have another name."""
    one, other = (ast.unparse(ast.parse(source)).splitlines()[1:] for source in (right, wrong))
    changes = [each for each in difflib.SequenceMatcher(None, one, other).get_opcodes() if each[0] != "equal"]
    before = [line for _, start, end, _, _ in changes for line in one[start:end]]
    after = [line for _, _, _, start, end in changes for line in other[start:end]]
    if max(len(before), len(after)) > LONGEST_CODE:
        return "", ""
    lines = textwrap.dedent("\n".join([*before, *after])).splitlines()  # together: depth may be what differs
    return "\n".join(lines[: len(before)]), "\n".join(lines[len(before) :])


def board(held: Held) -> str:
    """The smallest public input on which the mistake gives other numbers than the right answer."""
    for step in held.steps:
        try:
            return str(separate("right", held.id, step))
        except (KeyError, ValueError):
            continue
    return ""


def about_steps(found: Survey) -> list[str]:
    """Which steps to go over again, and which to ask about."""
    graded = [step for step in found.hardest if step.learners]
    nobody = [step for step in graded if not step.statuses["right"] and step.learners > FEW]
    said = []
    if nobody:
        names = ", ".join(f"{step.title} ({step.name})" for step in nobody)
        said.append(
            f"Nobody has this right: {names}. Before you publish scores, grade the solution notebook as "
            "well: it shows whether the exercise and this machine are in order."
        )
    said += [
        f"Go over {step.title} ({step.name}) again: "
        f"{step.statuses['right']} of {step.learners} have it right."
        for step in [step for step in graded if step not in nobody][:1]
        if step.share < GOES_WELL
    ]
    empty = [step for step in graded if _left_empty(step) > MOST_EMPTY]
    said += [
        f"Ask what kept people from {step.title} ({step.name}): "
        f"{step.statuses['not attempted']} of {step.learners} left it empty."
        for step in sorted(empty, key=_left_empty, reverse=True)[:2]
    ]
    return said


def _left_empty(step: StepSurvey) -> float:
    return step.statuses["not attempted"] / step.learners


def nothing_to_say(found: Survey) -> str:
    """What stands there when no mistake is common and no step is hard."""
    if not any(step.learners for step in found.steps.values()):
        return "No notebook could be graded, so nothing is known yet."
    if found.ranked:
        return "Nothing needs to be said again: no mistake is common, and no step went badly."
    return "Nothing needs to be said again: nobody was seen to make a known mistake."


def sayings(found: Survey) -> list[str]:
    """Everything that is worth saying, as sentences."""
    said = [topic.sentence for topic in topics(found)] + about_steps(found)
    return said or [nothing_to_say(found)]
