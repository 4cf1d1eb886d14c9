"""Writing the questions of a quiz; what is malformed is refused in words.

Texts are plain: no Markdown and no LaTeX. What stands between backticks is shown as code; formulas are
written in Unicode, as in "h = z · h_cand + (1 − z) · h_prev".
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from numbers import Real
from typing import Any

from gru_course.widgets.quiz_questions import Feedback, Many, Numeric, One, Option, Order

Said = str | Feedback


def one(text: str, *, right: Mapping[str, Said], wrong: Mapping[str, Said]) -> One:
    """Ask for one right answer.

    Parameters
    ----------
    text : str
        The question. Plain text; code between backticks.
    right : mapping of str to str or Feedback
        The right option, with what is said to who chooses it.
    wrong : mapping of str to str or Feedback
        The wrong ones, each with its own sentence.

    Returns
    -------
    One

    Raises
    ------
    ValueError
        If there is not exactly one right option, no wrong one, an option is there twice, or one has no
        feedback.

    Examples
    --------
    >>> question = one(
    ...     "What does z = 1 do here?",
    ...     right={"It replaces the state": "Nothing of the old state is left."},
    ...     wrong={
    ...         "It keeps the state": Feedback(
    ...             "That is PyTorch's convention.", misconception="z and 1 − z swapped"
    ...         )
    ...     },
    ... )
    >>> question.kind
    'one'
    """
    question = One(_plain("one", text), _options("one", text, right, wrong))
    if len(right) != 1:
        advice = "" if len(right) == 0 else "; many(...) takes several"
        raise ValueError(f"one {text!r}: expected one right option, got {len(right)}{advice}")
    return question


def many(text: str, *, right: Mapping[str, Said], wrong: Mapping[str, Said]) -> Many:
    """Ask for all right answers; there may be one or several.

    Parameters
    ----------
    text : str
        The question. Plain text; code between backticks.
    right, wrong : mapping of str to str or Feedback
        The options, each with what is said to who ticks it.

    Returns
    -------
    Many

    Raises
    ------
    ValueError
        If there is no right option, or an option is there twice or has no feedback.
    """
    question = Many(_plain("many", text), _options("many", text, right, wrong))
    if not right:
        raise ValueError(f"many {text!r}: expected at least one right option, got none")
    return question


def numeric(
    text: str,
    answer: float,
    *,
    tolerance: float = 0.005,
    near: Mapping[float, Said] | None = None,
    otherwise: str = "",
    why: str = "",
) -> Numeric:
    """Ask for a number: 0.44, 0,44, −3, 1e-3 and 11/25 are all understood.

    Parameters
    ----------
    text : str
        The question. Plain text; code between backticks.
    answer : float
        What is right.
    tolerance : float
        How far from it is right too; half of the second decimal by default.
    near : mapping of float to str or Feedback, optional
        Wrong numbers that come from a mistake with a name, with what is said about each (within `tolerance`).
    otherwise : str, optional
        What is said about other wrong numbers, after "too large" or "too small".
    why : str, optional
        What is said about the right one.

    Returns
    -------
    Numeric

    Raises
    ------
    ValueError
        If `tolerance` is not above 0, a number is not finite, or a `near` one would be right.
    """
    where = f"numeric {text!r}"
    listed = tuple(
        (_finite(f"{where}: near", number), _feedback(f"{where}: near {number}", said))
        for number, said in (near or {}).items()
    )
    return Numeric(
        _plain("numeric", text),
        _finite(f"{where}: answer", answer),
        _finite(f"{where}: tolerance", tolerance),
        listed,
        _plain(f"{where}: otherwise", otherwise),
        _plain(f"{where}: why", why),
    )


def order(text: str, steps: Sequence[str] | Mapping[str, Said], *, why: str = "") -> Order:
    """Ask to put things in order.

    Parameters
    ----------
    text : str
        The question. Plain text; code between backticks.
    steps : sequence of str, or mapping of str to str or Feedback
        In the right order; a mapping adds what is said when that step is put too early.
    why : str, optional
        What is said about the right order.

    Returns
    -------
    Order

    Raises
    ------
    ValueError
        If there are fewer than two steps, or one is there twice.
    """
    where = f"order {text!r}"
    if isinstance(steps, Mapping):
        options = _side(where, "steps", steps, True)
    elif isinstance(steps, str) or not isinstance(steps, Sequence):
        raise ValueError(f"{where}: steps: expected a list of texts, got {steps!r}")
    else:
        options = [Option(_plain(f"{where}: step", step), Feedback("")) for step in steps]
    return Order(_plain("order", text), tuple(options), _plain(f"{where}: why", why))


# ---- checks ----------------------------------------------------------------------------------------


def _options(kind: str, text: str, right: Any, wrong: Any) -> tuple[Option, ...]:
    where = f"{kind} {text!r}"
    return (*_side(where, "right", right, True), *_side(where, "wrong", wrong, False))


def _side(where: str, side: str, options: Any, right: bool) -> Iterable[Option]:
    if not isinstance(options, Mapping):
        raise ValueError(f"{where}: {side}: expected {{option: feedback, ...}}, got {options!r}")
    for text, said in options.items():
        yield Option(_plain(f"{where}: option", text), _feedback(f"{where}: option {text!r}", said), right)


def _feedback(where: str, said: Any) -> Feedback:
    given = said if isinstance(said, Feedback) else Feedback(said)
    words = _plain(f"{where}: feedback", given.text)
    if not words:
        raise ValueError(f"{where}: expected a sentence of feedback, got an empty text")
    return Feedback(words, _plain(f"{where}: misconception", given.misconception))


def _plain(where: str, text: Any) -> str:
    """On one line, however it was broken in the source."""
    if not isinstance(text, str):
        raise ValueError(f"{where}: expected a text, got {text!r}")
    return " ".join(text.split())


def _finite(where: str, number: Any) -> float:
    if isinstance(number, bool) or not isinstance(number, Real) or not math.isfinite(number):
        raise ValueError(f"{where}: expected a finite number, got {number!r}")
    return float(number)
