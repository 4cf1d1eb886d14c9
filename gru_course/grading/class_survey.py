"""Count a class: how each step went, who holds which misconception, what could not be graded.

One pass over the scores, one learner at a time; what is kept does not hold anybody's notebook.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from gru_course.checks.catalogue import EXERCISES
from gru_course.checks.exercise import Misconception
from gru_course.grading.assignment import Assignment, column
from gru_course.grading.grade import StepResult
from gru_course.grading.scores import Score

BINS = 10
"""Of the histogram."""


@dataclass
class StepSurvey:
    """How one step went, for those whose notebook could be graded.

    Attributes
    ----------
    notebook, name, title : str
    statuses : counter of str
    points, most : float
    mistakes : counter of str
        By id.
    unnamed : int
        Wrong answers for which the bank has no name.
    """

    notebook: str
    name: str
    title: str
    statuses: Counter[str] = field(default_factory=Counter)
    points: float = 0.0
    most: float = 0.0
    mistakes: Counter[str] = field(default_factory=Counter)
    unnamed: int = 0

    @property
    def share(self) -> float:
        """Points that were had, of those that could be."""
        return self.points / self.most if self.most else 0.0

    @property
    def learners(self) -> int:
        """Whose notebook could be graded."""
        return self.statuses.total()

    def add(self, step: StepResult) -> None:
        """Count one learner's result; a broken notebook says nothing about a step."""
        if step.status == "broken":
            return
        self.statuses[step.status] += 1
        self.points += step.points
        self.most += step.most
        if step.misconception:
            self.mistakes[step.misconception] += 1
        elif step.status not in ("right", "not attempted"):
            self.unnamed += 1

    def known(self, mistake: str) -> Misconception | None:
        """What the bank has under this id, for this step."""
        try:
            return EXERCISES[self.name].misconception(mistake)
        except KeyError:
            return None


@dataclass(frozen=True)
class Held:
    """A misconception that some of the class hold.

    Attributes
    ----------
    id, name : str
    learners : int
        Each counts once.
    steps : tuple of str
        In which it was seen, the one with the most first.
    hint, elsewhere : str
        As learners read them.
    others : dict of str to str
        What it is called in a step in which it looks different.
    """

    id: str
    name: str
    learners: int
    steps: tuple[str, ...]
    hint: str = ""
    elsewhere: str = ""
    others: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Survey:
    """How a class did.

    Attributes
    ----------
    steps : dict of str to StepSurvey
        By column.
    totals : list of float
        One for each learner.
    most : float
    holders : counter of str
        How many learners hold a misconception, by id; each learner counts once.
    examples : dict of str to StepResult
        One result with each misconception.
    handed_in : counter of str
        By notebook.
    broken : list of str
        Submissions that could not be graded.
    noted : dict of (str, str) to list of str
        What else was noticed, by notebook and note: the learners.
    unwalled, late : int
        Submissions that ran without walls; that came late.
    strangers : tuple of str
        Files that belong to no exercise.
    walls : str
        What is missing of the isolation; empty if nothing is.
    """

    steps: dict[str, StepSurvey]
    totals: list[float] = field(default_factory=list)
    most: float = 0.0
    holders: Counter[str] = field(default_factory=Counter)
    examples: dict[str, StepResult] = field(default_factory=dict)
    handed_in: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    noted: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    unwalled: int = 0
    late: int = 0
    strangers: tuple[str, ...] = ()
    walls: str = ""

    @property
    def learners(self) -> int:
        """How many there are."""
        return len(self.totals)

    @property
    def submissions(self) -> int:
        """Notebooks that were handed in."""
        return self.handed_in.total()

    def add(self, score: Score) -> None:
        """Count one learner."""
        self.totals.append(score.total)
        self.most = score.most
        held: dict[str, StepResult] = {}
        for part in score.parts:
            result = part.result
            if result is None:
                continue
            self.handed_in[part.notebook] += 1
            self.late += part.days_late > 0
            self.unwalled += not result.walled
            if result.problem:
                self.broken.append(f"{score.learner}, {part.notebook}: {result.problem}")
            for note in result.notes:
                self.noted.setdefault((part.notebook, note), []).append(score.learner)
            for step in result.steps:
                survey = self.steps.get(column(part.notebook, step.step))
                if survey is not None:
                    survey.add(step)
                if step.misconception:
                    held.setdefault(step.misconception, step)
        self.holders.update(held.keys())
        for mistake, step in held.items():
            self.examples.setdefault(mistake, step)

    @cached_property
    def hardest(self) -> list[StepSurvey]:
        """Steps, the one with the smallest share of its points first."""
        return sorted(self.steps.values(), key=lambda step: (step.share, step.notebook, step.name))

    @cached_property
    def ranked(self) -> list[Held]:
        """Misconceptions, the one that most learners hold first."""
        found = sorted(self.holders.items(), key=lambda pair: (-pair[1], pair[0]))
        return [self._held(mistake, count) for mistake, count in found]

    def _held(self, mistake: str, count: int) -> Held:
        steps = [s for s in self.steps.values() if mistake in s.mistakes]
        steps.sort(key=lambda step: -step.mistakes[mistake])
        names = tuple(dict.fromkeys(step.name for step in steps))
        known = {step.name: found for step in steps if (found := step.known(mistake))}
        if not known:  # a slip, such as a misspelt name: only the learner's own page says more
            example = self.examples[mistake]
            return Held(mistake, example.mistake or in_words(mistake), count, names, _hint_in(example))
        main = next(iter(known.values()))
        others = {step: each.name for step, each in known.items() if each.name != main.name}
        return Held(mistake, main.name, count, names, main.hint, main.elsewhere, others)


def in_words(mistake: str) -> str:
    """A mistake that has no name but its id: ``does-not-store``."""
    return mistake.replace("-", " ")


def _hint_in(step: StepResult) -> str:
    """What one learner was told."""
    hints = [line.removeprefix("Hint:").strip() for line in step.feedback.splitlines() if "Hint:" in line[:5]]
    return f"One was told: {hints[0]}" if hints else ""


def survey(
    scores: Iterable[Score],
    assignments: Mapping[str, Assignment],
    *,
    strangers: tuple[str, ...] = (),
    walls: str = "",
) -> Survey:
    """Count a class.

    Parameters
    ----------
    scores : iterable of Score
        One at a time, so that a large class does not fill the memory.
    assignments : mapping of str to Assignment
    strangers : tuple of str, optional
        Files that belong to no exercise.
    walls : str, optional
        What is missing of the isolation.
    """
    steps = {
        column(a.notebook, s.name): StepSurvey(a.notebook, s.name, s.exercise.title)
        for a in assignments.values()
        for s in a.steps
    }
    found = Survey(steps, strangers=strangers, walls=walls)
    for score in scores:
        found.add(score)
    return found


# --- numbers ------------------------------------------------------------------------------------------------


def histogram(totals: list[float], most: float) -> list[int]:
    """How many learners have 0-10 %, 10-20 %, ... of the points; full marks and more are in the last."""
    counts = [0] * BINS
    for total in totals:
        share = total / most if most else 0.0
        counts[min(BINS - 1, max(0, int(share * BINS + 1e-9)))] += 1
    return counts


def quartiles(totals: list[float]) -> tuple[float, float, float]:
    """A quarter, a half and three quarters of the class have no more than this."""
    ordered = sorted(totals)
    if not ordered:
        return 0.0, 0.0, 0.0
    return (
        ordered[(len(ordered) - 1) // 4],
        (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2,
        ordered[(3 * (len(ordered) - 1) + 3) // 4],
    )


def mean(totals: list[float]) -> float:
    """The average; 0 for nobody."""
    return sum(totals) / len(totals) if totals else 0.0
