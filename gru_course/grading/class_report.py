"""What a lecturer wants to know, as a page and as JSON: how it went, what was hard, what to say next week."""

from itertools import islice
from typing import Any

from gru_course.checks.layout import escaped, inline
from gru_course.grading.assignment import column
from gru_course.grading.class_survey import (
    BINS,
    Held,
    StepSurvey,
    Survey,
    histogram,
    in_words,
    mean,
    quartiles,
    survey,
)
from gru_course.grading.next_week import (
    FEW,
    Topic,
    about_steps,
    nothing_to_say,
    sayings,
    topics,
)
from gru_course.grading.pages import counted, document, isolated, table
from gru_course.grading.scores import number

__all__ = ["as_json", "report_page", "survey"]

NAMED = 3
"""Learners of whom something was noticed."""
LISTED = 200
"""Submissions that are named in each list of the page; the JSON has all of them."""

RANKED = 25
"""Misconceptions that have a row of their own on the page."""

KINDS = {
    "Right": ("right",),
    "Not right yet": ("wrong", "shape", "not finite"),
    "Could not be run": ("error",),
    "Left empty": ("not attempted",),
}
"""What a step can come to, for a lecturer: heading, and the statuses under it."""


def as_json(found: Survey) -> dict[str, Any]:
    """The report for machines."""
    return {
        "learners": found.learners,
        "submissions": found.submissions,
        "max": round(found.most, 4),
        "mean": round(mean(found.totals), 4),
        "quartiles": [round(value, 4) for value in quartiles(found.totals)],
        "histogram": histogram(found.totals, found.most),
        "isolation": {
            "complete": not found.walls and not found.unwalled,
            "missing": found.walls,
            "submissions_without_walls": found.unwalled,
        },
        "steps": [_step_as_json(step) for step in found.hardest],
        "misconceptions": [_held_as_json(held) for held in found.ranked],
        "say_next_week": sayings(found),
        "not_graded": found.broken,
        "late": found.late,
        "notes": [
            {"notebook": notebook, "note": note, "learners": learners}
            for (notebook, note), learners in found.noted.items()
        ],
        "not_recognised": list(found.strangers),
    }


def _step_as_json(step: StepSurvey) -> dict[str, Any]:
    return {
        "step": column(step.notebook, step.name),
        "title": step.title,
        "share_of_points": round(step.share, 4),
        "learners": step.learners,
        "statuses": dict(sorted(step.statuses.items())),
        "misconceptions": dict(step.mistakes.most_common()),
        "wrong_without_a_name": step.unnamed,
    }


def _held_as_json(held: Held) -> dict[str, Any]:
    return {
        "id": held.id,
        "name": held.name,
        "learners": held.learners,
        "steps": list(held.steps),
        "say": held.hint,
        "elsewhere": held.elsewhere,
        "called_otherwise_in": dict(held.others),
    }


# --- the page -----------------------------------------------------------------------------------------------


def report_page(found: Survey) -> str:
    """The report for people, as HTML."""
    chosen = topics(found)
    parts = [
        "<h1>How the class did</h1>",
        _walls(found),
        _summary(found),
        "<h2>What to say next week</h2>",
        *(_topic(topic) for topic in chosen),
        _about_steps(found, bool(chosen)),
        "<h2>The steps, hardest first</h2>",
        _steps(found),
        "<h2>Misconceptions, most common first</h2>",
        _misconceptions(found),
        "<h2>Scores</h2>",
        _scores(found),
        _boards(chosen),
        _listed("Not graded", "These got no points and need a look.", found.broken),
        _listed("Files that belong to no exercise", "", list(found.strangers)),
        _listed("What else was noticed", "", _notes(found)),
    ]
    return document("How the class did", "\n".join(part for part in parts if part))


def _walls(found: Survey) -> str:
    if not found.walls and not found.unwalled:
        return ""
    why = found.walls or "some ran where walls were missing"
    why = why[0].upper() + why[1:]
    return (
        '<div class="loud" role="note"><p><strong>Warning: the isolation was not complete.</strong> '
        f"{escaped(why)}. {found.unwalled} of {counted(found.submissions, 'submission')} ran with nothing "
        "between them and the machine but limits. Install bubblewrap, or grade in the container image, "
        "before grading people whom you do not trust.</p></div>"
    )


def _summary(found: Survey) -> str:
    low, middle, high = map(number, quartiles(found.totals))
    said = [f"{counted(found.learners, 'learner')}, {counted(found.submissions, 'notebook')}."]
    if found.late:
        said.append(f"{found.late} came late.")
    if found.totals:
        said.append(f"The average is {mean(found.totals):.1f} of {counted(found.most, 'point')}.")
    if found.learners > FEW:
        said.append(f"Half of the class lies between {low} and {high}; the middle is {middle}.")
    notebooks = dict.fromkeys(step.notebook for step in found.steps.values())
    missing = [
        f"<li><code>{escaped(name)}</code>: {found.handed_in[name]} of {found.learners} handed it in.</li>"
        for name in notebooks
    ]
    return f"<p>{' '.join(said)}</p>" + (f"<ul>{''.join(missing)}</ul>" if len(missing) > 1 else "")


# --- next week ----------------------------------------------------------------------------------------------


def _topic(topic: Topic) -> str:
    held = topic.held
    again = f" Worth showing again: {escaped(topic.lesson)}." if topic.lesson else ""
    return "\n".join(
        [
            f"<h3>{inline(topic.finding.rstrip('.'))}</h3>",
            _code(topic),
            *(f"<p>{inline(text)}</p>" for text in (held.hint, topic.elsewhere) if text),
            f'<p class="quiet">{_seen(held)}.{again}</p>',
        ]
    )


def _seen(held: Held) -> str:
    """In which steps, and in which of them it goes by another name."""
    alike = [step for step in held.steps if step in held.others]
    said = f"Seen in {_codes([step for step in held.steps if step not in alike])}"
    return f"{said}; much the same in {_codes(alike)}" if alike else said


def _codes(steps: list[str]) -> str:
    return ", ".join(f"<code>{escaped(step)}</code>" for step in steps)


def _code(topic: Topic) -> str:
    """The right lines above the wrong ones; words say which is which."""
    if not topic.right and not topic.wrong:
        return ""
    nothing = "(nothing)"
    return (
        f"<dl><dt>Right</dt><dd><pre>{escaped(topic.right or nothing)}</pre></dd>"
        f"<dt>The mistake</dt><dd><pre>{escaped(topic.wrong or nothing)}</pre></dd></dl>"
    )


def _about_steps(found: Survey, some: bool) -> str:
    said = about_steps(found)
    if not said and not some:
        return f"<p>{nothing_to_say(found)}</p>"
    title = "<h3>And about whole steps</h3>" if some and said else ""
    return title + ("<ul>" + "".join(f"<li>{inline(text)}</li>" for text in said) + "</ul>" if said else "")


def _boards(chosen: list[Topic]) -> str:
    shown = [
        f'<h3>{inline(topic.held.name)}</h3>\n<pre tabindex="0">{escaped(topic.board)}</pre>'
        for topic in chosen
        if topic.board
    ]
    if not shown:
        return ""
    said = (
        "<p>The smallest input on which the mistake shows, beside what is right. These inputs are those of "
        "the public checks, not of the graded ones.</p>"
    )
    return "\n".join(["<h2>For the board</h2>", said, *shown])


# --- tables -------------------------------------------------------------------------------------------------


def _misconceptions(found: Survey) -> str:
    if not found.ranked:
        return "<p>No known one was seen.</p>"
    shared = [held for held in found.ranked if held.learners > 1 or found.learners <= FEW]
    rows = [
        (
            f"{inline(held.name)}<br><code>{escaped(held.id)}</code>",
            f"{held.learners} ({_percent(held.learners / found.learners)})",
            "<br>".join(_where(held, step) for step in held.steps),
            inline(held.hint),
        )
        for held in shared[:RANKED]
    ]
    head = ("Misconception", "Learners", "Seen in", "What helps")
    ranked = table("How many learners hold each misconception", head, rows, numbers=(1,)) if rows else ""
    more = len(shared) - len(rows)
    rest = f"<p>And {more} more, each of fewer learners: report.json has all.</p>" if more else ""
    return ranked + rest + _of_one(found.ranked[len(shared) :])


def _where(held: Held, step: str) -> str:
    other = f": {inline(held.others[step])}" if step in held.others else ""
    return f"<code>{escaped(step)}</code>{other}"


def _of_one(single: list[Held]) -> str:
    """Mistakes of one learner each, on one line: a lecturer may pass them over."""
    if not single:
        return ""
    names = "; ".join(inline(held.name) for held in islice(single, RANKED))
    more = f"; and {len(single) - RANKED} more in report.json" if len(single) > RANKED else ""
    return f"<p>Each of these was seen with one learner: {names}{more}.</p>"


def _steps(found: Survey) -> str:
    kinds = {
        title: statuses
        for title, statuses in KINDS.items()
        if any(step.statuses[s] for step in found.steps.values() for s in statuses)
    }
    rows = [
        (
            f"{escaped(step.title)}<br><code>{escaped(f'{step.notebook}/{step.name}')}</code>",
            _percent(step.share) if step.learners else "",
            *(str(sum(step.statuses[s] for s in statuses)) for statuses in kinds.values()),
            _commonest(found, step),
        )
        for step in found.hardest
    ]
    head = ("Step", "Points had", *kinds, "Most common mistake")
    unnamed = sum(step.unnamed for step in found.steps.values())
    verb = "makes" if unnamed == 1 else "make"
    more = f"<p>{counted(unnamed, 'wrong answer')} {verb} a mistake that has no name yet.</p>"
    return table("Steps and verdicts", head, rows, numbers=range(1, 2 + len(kinds))) + (
        more if unnamed else ""
    )


def _commonest(found: Survey, step: StepSurvey) -> str:
    if not step.mistakes:
        return ""
    ((mistake, count),) = step.mistakes.most_common(1)
    known = step.known(mistake)
    name = known.name if known else found.examples[mistake].mistake or in_words(mistake)
    return f"{inline(name)} ({count})"


def _scores(found: Survey) -> str:
    counts = histogram(found.totals, found.most)
    most = max(1, *counts)
    rows = [(_range(n), _bar(count, count / most)) for n, count in enumerate(counts)]
    return table("Score distribution", ("Share of the points", "Learners"), rows)


def _range(n: int) -> str:
    step = 100 // BINS
    if n == BINS - 1:
        return f"{n * step} % and more"
    return f"{n * step} % to below {(n + 1) * step} %"


def _bar(count: int, share: float) -> str:
    """A number, and a bar for those who see it: it says nothing more."""
    return (
        f'<span class="count">{count}</span> '
        '<svg width="240" height="14" viewBox="0 0 240 14" aria-hidden="true">'
        f'<rect width="{240 * share:.1f}" height="14" fill="var(--bar)"/></svg>'
    )


def _notes(found: Survey) -> list[str]:
    """What was noticed most often first, with a few of the names."""
    ranked = sorted(found.noted.items(), key=lambda pair: -len(pair[1]))
    return [f"{notebook}: {note} ({_named(learners)})" for (notebook, note), learners in ranked]


def _named(learners: list[str]) -> str:
    first = ", ".join(learners[:NAMED])
    more = len(learners) - NAMED
    return f"{first} and {more} more" if more > 0 else first


def _listed(title: str, said: str, lines: list[str]) -> str:
    if not lines:
        return ""
    items = "".join(f"<li>{isolated(text)}</li>" for text in lines[:LISTED])
    more = f"<p>And {len(lines) - LISTED} more: report.json has all.</p>" if len(lines) > LISTED else ""
    return f"<h2>{escaped(title)}</h2>\n{f'<p>{said}</p>' if said else ''}<ul>{items}</ul>{more}"


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
