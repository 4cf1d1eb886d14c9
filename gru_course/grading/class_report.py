"""What a lecturer wants to know: how it went, what was hard, what the class believes, what to say next week.

A survey is made in one pass over the results, one learner at a time; then it becomes a page, and JSON.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from gru_course.checks.bank import separate
from gru_course.checks.catalogue import EXERCISES
from gru_course.checks.layout import escaped, inline
from gru_course.checks.verdict import RANKS
from gru_course.grading.assignment import Assignment, column
from gru_course.grading.feedback import title_of
from gru_course.grading.grade import StepResult
from gru_course.grading.pages import document, table
from gru_course.grading.scores import Score, number

BINS = 10
"""Of the histogram."""

TO_SAY = 5
"""Mistakes about which something is said."""

LISTED = 200
"""Submissions that are named in each list of the page; the JSON has all of them."""


@dataclass
class StepSurvey:
    """How one step went.

    Attributes
    ----------
    notebook, name, title : str
    statuses : counter of str
    points, most : float
        Of all who handed the notebook in.
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
    def tried(self) -> int:
        """Who handed in the notebook."""
        return self.statuses.total()

    def add(self, step: StepResult) -> None:
        """Count one learner's result."""
        self.statuses[step.status] += 1
        self.points += step.points
        self.most += step.most
        if step.misconception:
            self.mistakes[step.misconception] += 1
        elif step.status not in ("right", "not attempted", "broken"):
            self.unnamed += 1


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
    broken, failed, unwalled, noted : list of str
        Submissions that could not be graded; over which the grader failed; that ran without walls of their
        own; of which something else is to be said.
    late : int
        Submissions that came late.
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
    broken: list[str] = field(default_factory=list)
    noted: list[str] = field(default_factory=list)
    unwalled: int = 0
    submissions: int = 0
    late: int = 0
    strangers: tuple[str, ...] = ()
    walls: str = ""

    def add(self, score: Score) -> None:
        """Count one learner."""
        self.totals.append(score.total)
        self.most = score.most
        held: dict[str, StepResult] = {}
        for part in score.parts:
            result = part.result
            if result is None:
                continue
            self.submissions += 1
            self.late += part.days_late > 0
            self.unwalled += not result.walled
            where = f"{score.learner}, {part.notebook}"
            if result.problem:
                self.broken.append(f"{where}: {result.problem}")
            self.noted += [f"{where}: {note}" for note in result.notes]
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
    def ranked(self) -> list["Held"]:
        """Misconceptions, the one that most learners hold first."""
        found = sorted(self.holders.items(), key=lambda pair: (-pair[1], pair[0]))
        return [self._held(mistake, count) for mistake, count in found]

    def _held(self, mistake: str, count: int) -> "Held":
        steps = [s for s in self.steps.values() if mistake in s.mistakes]
        steps.sort(key=lambda step: -step.mistakes[mistake])
        name, hint, elsewhere = self.examples[mistake].mistake, "", ""
        for step in steps:
            try:
                known = EXERCISES[step.name].misconception(mistake)
            except KeyError:
                continue
            name, hint, elsewhere = known.name, known.hint, known.elsewhere
            break
        return Held(mistake, name or mistake, count, tuple(s.name for s in steps), hint, elsewhere)


@dataclass(frozen=True)
class Held:
    """A misconception that some of the class hold."""

    id: str
    name: str
    learners: int
    steps: tuple[str, ...]
    hint: str = ""
    elsewhere: str = ""

    @property
    def board(self) -> str:
        """The smallest input that shows the mistake, beside what is right; empty where there is none."""
        for step in self.steps:
            try:
                return str(separate("right", self.id, step))
            except (KeyError, ValueError):
                continue
        return ""


def survey(
    scores: Iterable[Score],
    assignments: Mapping[str, Assignment],
    *,
    strangers: tuple[str, ...] = (),
    walls: str = "",
) -> Survey:
    """Count a class."""
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


def as_json(found: Survey) -> dict[str, Any]:
    """The report for machines."""
    low, middle, high = quartiles(found.totals)
    return {
        "learners": len(found.totals),
        "submissions": found.submissions,
        "max": round(found.most, 4),
        "mean": round(mean(found.totals), 4),
        "quartiles": [round(value, 4) for value in (low, middle, high)],
        "histogram": histogram(found.totals, found.most),
        "isolation": {
            "complete": not found.walls and not found.unwalled,
            "missing": found.walls,
            "submissions_without_walls": found.unwalled,
        },
        "steps": [_step_as_json(step) for step in found.hardest],
        "misconceptions": [
            {
                "id": held.id,
                "name": held.name,
                "learners": held.learners,
                "steps": list(held.steps),
                "say": held.hint,
                "elsewhere": held.elsewhere,
            }
            for held in found.ranked
        ],
        "say_next_week": sayings(found),
        "not_graded": found.broken,
        "late": found.late,
        "notes": found.noted,
        "not_recognised": list(found.strangers),
    }


def _step_as_json(step: StepSurvey) -> dict[str, Any]:
    return {
        "step": column(step.notebook, step.name),
        "title": step.title,
        "share_of_points": round(step.share, 4),
        "learners": step.tried,
        "statuses": dict(sorted(step.statuses.items())),
        "misconceptions": dict(step.mistakes.most_common()),
        "wrong_without_a_name": step.unnamed,
    }


def sayings(found: Survey) -> list[str]:
    """What to say next week: the mistakes that most hold, the step that went worst, what was left out."""
    said = [_saying(held, len(found.totals)) for held in found.ranked[:TO_SAY]]
    for step in found.hardest[:1]:
        if step.tried and step.share < 0.8:
            said.append(
                f"Go over {step.title} ({step.name}) again: "
                f"{step.statuses['right']} of {step.tried} have it right."
            )
    skipped = [s for s in found.hardest if s.tried and s.statuses["not attempted"] / s.tried > 0.25]
    for step in skipped[:2]:
        said.append(
            f"Ask what kept people from {step.title} ({step.name}): "
            f"{step.statuses['not attempted']} of {step.tried} left it empty."
        )
    return said or ["Nothing needs to be said again: nobody was seen to make a known mistake."]


def _saying(held: Held, learners: int) -> str:
    about = f"{held.learners} of {learners}: {held.name.rstrip('.')}."
    return f"{about} {held.hint} {held.elsewhere}".strip()


# --- the page -----------------------------------------------------------------------------------------------


def report_page(found: Survey) -> str:
    """The report for people, as HTML."""
    parts = [
        "<h1>How the class did</h1>",
        _walls(found),
        _summary(found),
        "<h2>What to say next week</h2>",
        "<ul>" + "".join(f"<li>{inline(text)}</li>" for text in sayings(found)) + "</ul>",
        _misconceptions(found),
        _board(found),
        "<h2>The steps, hardest first</h2>",
        _steps(found),
        "<h2>Scores</h2>",
        _scores(found),
        _listed("Not graded", "These got no points and need a look.", found.broken),
        _listed("Files that belong to no exercise", "", list(found.strangers)),
        _listed("What else was noticed", "", found.noted),
    ]
    return document("How the class did", "\n".join(part for part in parts if part))


def _walls(found: Survey) -> str:
    if not found.walls and not found.unwalled:
        return ""
    why = found.walls or "some ran where walls were missing"
    return (
        '<div class="loud" role="note"><p><strong>Warning: the isolation was not complete.</strong> '
        f"{escaped(why)}. {found.unwalled} of {found.submissions} submissions ran with nothing between them "
        "and the machine but limits. Install bubblewrap, or grade in the container image, before grading "
        "people whom you do not trust.</p></div>"
    )


def _summary(found: Survey) -> str:
    low, middle, high = quartiles(found.totals)
    late = f" {found.late} came late." if found.late else ""
    return (
        f"<p>{len(found.totals)} learners, {found.submissions} notebooks.{late} The average is "
        f"{mean(found.totals):.1f} of {number(found.most)} points; half of the class lies between "
        f"{number(low)} and {number(high)}, the middle is {number(middle)}.</p>"
    )


def _misconceptions(found: Survey) -> str:
    title = "<h2>Misconceptions, most common first</h2>"
    if not found.ranked:
        return f"{title}\n<p>No known one was seen.</p>"
    learners = len(found.totals)
    rows = [
        (
            f"{inline(held.name)}<br><code>{escaped(held.id)}</code>",
            f"{held.learners} ({_percent(held.learners / learners)})",
            ", ".join(f"<code>{escaped(step)}</code>" for step in held.steps),
            inline(held.hint),
        )
        for held in found.ranked
    ]
    head = ("Misconception", "Learners", "Seen in", "What helps")
    return title + table("How many learners hold each misconception", head, rows, numbers=(1,))


def _board(found: Survey) -> str:
    shown = [(held, held.board) for held in found.ranked[:TO_SAY]]
    parts = [
        f'<h3>{inline(held.name)}</h3>\n<pre tabindex="0">{escaped(text)}</pre>'
        for held, text in shown
        if text
    ]
    if not parts:
        return ""
    said = (
        "<p>The smallest input on which the mistake shows, beside what is right. These inputs are those of "
        "the public checks, not of the graded ones.</p>"
    )
    return "\n".join(["<h2>For the board</h2>", said, *parts])


def _steps(found: Survey) -> str:
    kinds = [
        s for s in (*reversed(RANKS), "broken") if any(step.statuses[s] for step in found.steps.values())
    ]
    rows = []
    for step in found.hardest:
        counts = [str(step.statuses[kind]) for kind in kinds]
        common = step.mistakes.most_common(1)
        mistake = f"<code>{escaped(common[0][0])}</code> ({common[0][1]})" if common else ""
        name = f"{escaped(step.title)}<br><code>{escaped(column(step.notebook, step.name))}</code>"
        rows.append((name, _percent(step.share), *counts, mistake))
    head = ("Step", "Points had", *(escaped(title_of(kind)) for kind in kinds), "Most common mistake")
    unnamed = sum(step.unnamed for step in found.steps.values())
    more = f"<p>{unnamed} wrong answers make a mistake for which there is no name yet.</p>" if unnamed else ""
    return table("Steps and verdicts", head, rows, numbers=range(1, 2 + len(kinds))) + more


def _scores(found: Survey) -> str:
    counts = histogram(found.totals, found.most)
    rows = [(_range(n), str(count), _bar(count / max(1, *counts))) for n, count in enumerate(counts)]
    return table("Score distribution", ("Share of the points", "Learners", ""), rows, numbers=(1,))


def _range(n: int) -> str:
    step = 100 // BINS
    return f"{n * step} to {(n + 1) * step} %"


def _bar(share: float) -> str:
    """A bar; the number stands beside it, so a screen reader may pass it over."""
    return (
        '<svg width="300" height="14" viewBox="0 0 300 14" aria-hidden="true">'
        f'<rect width="{300 * share:.1f}" height="14" fill="var(--bar)"/></svg>'
    )


def _listed(title: str, said: str, lines: list[str]) -> str:
    if not lines:
        return ""
    items = "".join(f"<li>{escaped(text)}</li>" for text in lines[:LISTED])
    more = f"<p>And {len(lines) - LISTED} more: report.json has all.</p>" if len(lines) > LISTED else ""
    return f"<h2>{escaped(title)}</h2>\n{f'<p>{said}</p>' if said else ''}<ul>{items}</ul>{more}"


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
