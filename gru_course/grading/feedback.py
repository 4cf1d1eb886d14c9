"""One page for each learner: what is right, what is not yet, and what to think about next.

Verdicts and hints only: no hidden input, no expected value, no seed, and nothing about anybody else.
"""

from gru_course.checks.layout import escaped
from gru_course.checks.verdict import SIGNS, TITLES
from gru_course.grading.assignment import Assignment, column
from gru_course.grading.grade import StepResult
from gru_course.grading.pages import counted, document, isolated, sentences, table
from gru_course.grading.rules import Rules
from gru_course.grading.scores import Part, Score, number

NOTHING_MORE = "It gives other values than it should; the check in your notebook shows where."
"""What is said of a wrong answer whose only description would be its values."""


def feedback_page(score: Score, assignments: dict[str, Assignment], rules: Rules) -> str:
    """The page of one learner, as HTML."""
    parts = "\n".join(_part(part, assignments[part.notebook], rules) for part in score.parts)
    extra = f"<p>Extra points: {number(score.extra)}.</p>" if score.extra else ""
    body = (
        f"<h1>Feedback for {isolated(score.learner)}</h1>\n"
        f"<p><strong>{number(score.total)} of {counted(score.most, 'point')}.</strong></p>\n{extra}{parts}"
    )
    return document(f"Feedback for {score.learner}", body)


def _part(part: Part, assignment: Assignment, rules: Rules) -> str:
    title = f"<h2>{escaped(part.notebook)}</h2>"
    if part.result is None:
        return f"{title}\n<p>Nothing was handed in.</p>"
    if part.result.problem:
        return f"{title}\n{_problem(part)}{_late(part)}"
    steps = [(s, assignment.step(s.step).exercise.title, _points(s, part, rules)) for s in part.result.steps]
    rows = [
        (f'<a href="#{_anchor(part, step)}">{escaped(name)}</a>', _state(step), points)
        for step, name, points in steps
    ]
    overview = table(f"Steps of {part.notebook}", ("Step", "Verdict", "Points"), rows, numbers=(2,))
    details = "\n".join(_step(part, *each) for each in steps)
    notes = "".join(f"<li>{escaped(note)}</li>" for note in part.result.notes)
    noticed = f"<h3>What else was noticed</h3>\n<ul>{notes}</ul>" if notes else ""
    return "\n".join([title, _late(part), _next(part, steps), overview, details, noticed])


def _next(part: Part, steps: list[tuple[StepResult, str, str]]) -> str:
    """How many steps are right, which to look at first, and where there is more help."""
    missing = [(step, name) for step, name, _ in steps if step.status != "right"]
    if not missing:
        return "<p>Everything is right.</p>"
    step, name = missing[0]
    where = f'<a href="#{_anchor(part, step)}">{escaped(name)}</a>'
    right = f"{len(steps) - len(missing)} of {counted(len(steps), 'step')} right."
    return (
        f"<p>{right} To go on, start with {where}. "
        "These answers were tried on inputs that are not shown; the check below each answer in your notebook "
        f"shows mistakes with all numbers, and <code>gc.hint.{escaped(step.step)}()</code> gives more hints."
        "</p>"
    )


def _problem(part: Part) -> str:
    assert part.result is not None
    said = part.result.steps[0].feedback if part.result.steps else part.result.problem
    notes = "".join(f"<li>{escaped(note)}</li>" for note in part.result.notes)
    return sentences(said) + (f"<ul>{notes}</ul>" if notes else "")


def _late(part: Part) -> str:
    if not part.days_late:
        return ""
    free = f", of which {part.free_days} cost nothing" if part.free_days else ""
    lost = counted(part.lost, "point")
    return f"<p>Handed in {counted(part.days_late, 'day')} late{free}: {lost} less.</p>"


def _points(step: StepResult, part: Part, rules: Rules) -> str:
    name = column(part.notebook, step.step)
    most = number(step.most * rules.weight(name))
    return f"{number(part.points[name])} of {most}" + (" extra" if name in rules.extra_steps else "")


def _state(step: StepResult) -> str:
    sign = SIGNS.get(step.status, "!")
    return f'<span aria-hidden="true">{sign} </span>{escaped(title_of(step.status))}'


def title_of(status: str) -> str:
    """A status in words."""
    return TITLES.get(status, "could not be graded")


def _anchor(part: Part, step: StepResult) -> str:
    return escaped(f"{part.notebook}-{step.step}")


def _step(part: Part, step: StepResult, name: str, points: str) -> str:
    return (
        f'<section class="step" aria-labelledby="{_anchor(part, step)}">'
        f'<h3 id="{_anchor(part, step)}">{escaped(name)} (<code>{escaped(step.step)}</code>): '
        f"{_state(step)}</h3>"
        f'{sentences(step.feedback or NOTHING_MORE)}<p class="quiet">Points: {points}</p></section>'
    )
