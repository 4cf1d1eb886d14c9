"""What an answer to a question is worth, in words; the browser's ``static/quiz_grade.js`` says the same."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from gru_course.widgets.quiz_questions import Many, Numeric, One, Option, Order, Question, close, written


@dataclass(frozen=True)
class Verdict:
    """What an answer is worth.

    Attributes
    ----------
    right : bool
    feedback : str
        What the learner reads, one remark to a line.
    misconceptions : tuple of str
        The names of the mix-ups that were met.
    answered : bool
        False if there was nothing to judge, such as an empty field; then it is not a try.
    """

    right: bool
    feedback: str
    misconceptions: tuple[str, ...] = ()
    answered: bool = True


def grade(question: Question, answer: Any) -> Verdict:
    """Judge an answer as the browser does.

    Parameters
    ----------
    question : One, Many, Numeric or Order
    answer : str, float, list of str or None
        The option's text; the options' texts; the number, or how it was written; the steps in order. None for
        no answer.

    Returns
    -------
    Verdict

    Raises
    ------
    ValueError
        If the answer names something that is not an option, or leaves out a step.

    Examples
    --------
    >>> from gru_course.widgets import numeric
    >>> question = numeric("h = ?", 0.44, near={0.08: "You used z for the share that is kept."})
    >>> grade(question, "0,08")
    Verdict(right=False, feedback='You used z for the share that is kept.', misconceptions=(), answered=True)
    >>> grade(question, "11/25").right
    True
    """
    if isinstance(question, One):
        return _one(question, answer)
    if isinstance(question, Many):
        return _many(question, answer)
    if isinstance(question, Numeric):
        return _numeric(question, answer)
    if isinstance(question, Order):
        return _order(question, answer)
    raise ValueError(f"question: expected one made by one, many, numeric or order; got {question!r}")


def solution(question: Question) -> list[str]:
    """The right answer, one line for each part of it."""
    if isinstance(question, One | Many):
        return [f"“{option.text}”: {option.feedback.words()}" for option in question.options if option.right]
    if isinstance(question, Order):
        steps = [f"{place}. {option.text}" for place, option in enumerate(question.options, 1)]
        return [*steps, *filter(None, [question.why])]
    assert isinstance(question, Numeric)
    return [" ".join(filter(None, [f"The answer is {written(question.answer)}.", question.why]))]


def _one(question: One, answer: Any) -> Verdict:
    if answer is None:
        return Verdict(False, "Choose an answer first.", answered=False)
    [chosen] = _find(question, [answer])
    return Verdict(chosen.right, chosen.feedback.words(), _named([chosen]))


def _many(question: Many, answer: Any) -> Verdict:
    ticked = _find(question, answer or [])
    if not ticked:
        return Verdict(False, "Tick at least one answer first.", answered=False)
    lines = [
        f"{'✓' if option.right else '✗'} “{option.text}”: {option.feedback.words()}"
        for option in (question.options[k] for k in question.shown)
        if option in ticked
    ]
    missing = sum(option.right for option in question.options) - sum(option.right for option in ticked)
    if missing:
        lines.append(f"{missing} right {'answer is' if missing == 1 else 'answers are'} missing.")
    right = not missing and all(option.right for option in ticked)
    return Verdict(right, "\n".join(lines), _named(ticked))


def _numeric(question: Numeric, answer: Any) -> Verdict:
    text = "" if answer is None else str(answer).strip(SPACES)
    x = read_number(text)
    if x is None:
        what = f"“{text}” cannot be read as a number" if text else "No number yet"
        return Verdict(False, f"{what}: write it like 1.5, −3 or 3/4.", answered=False)
    if close(x, question.answer, question.tolerance):
        return Verdict(True, solution(question)[0])
    near = [(abs(x - number), said) for number, said in question.near if close(x, number, question.tolerance)]
    if near:
        said = min(near, key=lambda pair: pair[0])[1]
        return Verdict(False, said.words(), (said.misconception,) if said.misconception else ())
    if close(-x, question.answer, question.tolerance):
        return Verdict(False, "The size is right, the sign is not.")
    remark = "That is too large." if x > question.answer else "That is too small."
    return Verdict(False, " ".join(filter(None, [remark, question.otherwise])))


def _order(question: Order, answer: Any) -> Verdict:
    if answer is None:
        return Verdict(False, "Put the steps in order first.", answered=False)
    steps = _find(question, answer)
    if len(steps) != len(question.options):
        raise ValueError(f"answer: expected all {len(question.options)} steps, got {len(steps)}")
    good = 0
    while good < len(steps) and steps[good] == question.options[good]:
        good += 1
    if good == len(steps):
        return Verdict(True, question.why or "Every step is in its place.")
    early = steps[good]
    start = "The first step is in its place." if good == 1 else f"The first {good} steps are in their places."
    remark = f"“{early.text}” comes later."
    lines = [start if good else "", " ".join(filter(None, [remark, early.feedback.words()]))]
    return Verdict(False, "\n".join(filter(None, lines)), _named([early]))


def _find(question: One | Many | Order, texts: Any) -> list[Option]:
    """The options with these texts, in the order of the texts."""
    known = {option.text: option for option in question.options}
    if isinstance(texts, str) or not isinstance(texts, Sequence):
        raise ValueError(f"answer: expected a list of options, got {texts!r}")
    for text in texts:
        if text not in known:
            raise ValueError(f"answer: expected one of {', '.join(map(repr, known))}; got {text!r}")
    if len(set(texts)) != len(texts):
        raise ValueError(f"answer: expected different options, got {list(texts)!r}")
    return [known[text] for text in texts]


def _named(options: Sequence[Option]) -> tuple[str, ...]:
    names = (option.feedback.misconception for option in options)
    return tuple(name for name in names if name)


# ---- numbers as people write them ------------------------------------------------------------------

SPACES = " \t\u00a0\u2009\u202f"
_DIGITS = r"(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)(?:[eE][+-]?[0-9]+)?"
_WRITTEN = re.compile(rf"([+-]?)[{SPACES}]*({_DIGITS})(?:[{SPACES}]*/[{SPACES}]*({_DIGITS}))?")


def read_number(text: str) -> float | None:
    """A number with decimal point or comma and either minus sign, or a fraction; None if it is none.

    Examples
    --------
    >>> [read_number(text) for text in ("0,44", "−3", "3/4", "1/0", "half")]
    [0.44, -3.0, 0.75, None, None]
    """
    found = _WRITTEN.fullmatch(re.sub("[−–]", "-", text.strip(SPACES)))
    if not found:
        return None
    sign, above, below = found.groups()
    numerator, denominator = (float((part or "1").replace(",", ".")) for part in (above, below))
    if denominator == 0:
        return None
    x = numerator / denominator
    if not math.isfinite(x):
        return None
    return -x if sign == "-" else x
