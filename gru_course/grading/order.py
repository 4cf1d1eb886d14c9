"""What is asked of the command, and what it has to say in the end."""

from dataclasses import dataclass, field
from pathlib import Path

from gru_course.grading.walls import Walls

NAMED = 3
"""Of a kind are named on the screen; the report has all."""


class CannotGrade(ValueError):  # noqa: N818
    """There is something in the way; the text says what, for the command line."""


@dataclass(frozen=True)
class Order:
    """What was asked for on the command line.

    Attributes
    ----------
    submissions : Path
    out : Path
    jobs : int
    scheduler : str or None
    rules : Path or None
        A TOML file.
    assignments : tuple of str
        Exercise notebooks, by path or by stem; those that were handed in unless told.
    salt : str or None
    walls : Walls or None
    """

    submissions: Path
    out: Path
    jobs: int = 1
    scheduler: str | None = None
    rules: Path | None = None
    assignments: tuple[str, ...] = ()
    salt: str | None = None
    walls: Walls | None = None


@dataclass
class Outcome:
    """What became of an order.

    Attributes
    ----------
    graded, known : int
        Submissions that were graded now, and that had been graded before.
    failed : list of str
        Submissions over which the grader itself failed.
    unread : list of str
        Submissions that are no notebooks, or that cannot be read.
    strangers : tuple of str
    learners : int
    handed_in : dict of str to int
        How many handed in each exercise.
    warnings : list of str
        What a person should know before believing the scores.
    seconds : float
    """

    graded: int = 0
    known: int = 0
    failed: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    strangers: tuple[str, ...] = ()
    learners: int = 0
    handed_in: dict[str, int] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def summary(self, out: Path) -> list[str]:
        """What was graded, how long it took, and where everything is."""
        again = f" ({self.known} had been graded before)" if self.known else ""
        exercises = ", ".join(f"{name} ({count})" for name, count in self.handed_in.items())
        return [
            f"{counted(self.graded, 'notebook')} graded in {self.seconds:.1f} s{again}: "
            f"{counted(self.learners, 'learner')}; {exercises}.",
            f"Scores: {out / 'scores.csv'}; for platforms: canvas.csv, moodle.csv",
            f"Report: {out / 'report.html'}; a page for each learner: {out / 'feedback'}",
        ]

    def attention(self) -> list[str]:
        """What needs a person, one line for each kind."""
        kinds = {
            "The grader failed over": self.failed,
            "Could not be read": self.unread,
            "Left out (of no exercise, or not a plain file)": list(self.strangers),
        }
        lines = [f"{title}: {_some(names)}" for title, names in kinds.items() if names]
        return [*lines, *self.warnings]


def counted(number: int, what: str) -> str:
    """``1 notebook``, ``2 notebooks``."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def _some(names: list[str]) -> str:
    more = f"; and {len(names) - NAMED} more, which the report names" if len(names) > NAMED else ""
    return "; ".join(names[:NAMED]) + more
