"""What a learner reads: a status, what was called with what, what came, what was expected, and a hint."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from gru_course.checks.layout import (
    NO_STRIPES,
    TABLE,
    cell,
    escaped,
    heading,
    paragraph,
    plain_block,
    section,
    shortened,
)
from gru_course.checks.quoted import without_values
from gru_course.wrapping import WIDTH, wrapped

Status = Literal["right", "wrong", "not attempted", "error", "shape", "not finite"]

RANKS: tuple[Status, ...] = ("not attempted", "error", "shape", "not finite", "wrong", "right")
"""From the farthest to the nearest: the order of judgement."""

SIGNS: dict[str, str] = {
    "right": "✓",
    "wrong": "✗",
    "not attempted": "○",
    "error": "!",
    "shape": "▭",
    "not finite": "∞",
}

TITLES: dict[str, str] = {
    "right": "right",
    "wrong": "not right yet",
    "not attempted": "not attempted yet",
    "error": "could not be run",
    "shape": "wrong shape",
    "not finite": "NaN or infinite",
}


class NotYetRight(AssertionError):  # noqa: N818  (a sentence that a learner reads)
    """Raised by :meth:`Verdict.require`; shows as one line, without a traceback."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


@dataclass(frozen=True)
class Shown:
    """One call, side by side: what came and what was expected.

    Attributes
    ----------
    call : str
        The call as one would write it.
    got, expected : str
        The two results as text.
    """

    call: str
    got: str
    expected: str


@dataclass(frozen=True)
class Verdict:
    """The judgement of one answer. True in an ``if`` only where the answer is right.

    Attributes
    ----------
    exercise : str
        Name of the check.
    status : str
        "right", "wrong", "not attempted", "error", "shape" or "not finite".
    said : str
        The finding in a sentence or two.
    misconception : str or None
        Id of the mistake in the bank, where the answer makes exactly that mistake on two seeds.
    mistake : str
        The mistake's name in words.
    hint : str
        What to think about next.
    elsewhere : str
        Where this would have been right, if anywhere.
    notes : tuple of str
        What else was noticed: how the answer behaves, what it changes.
    shown : Shown or None
        The smallest input that shows the difference.
    printed : str
        What the learner's own code printed.
    """

    exercise: str
    status: Status
    said: str
    misconception: str | None = None
    mistake: str = ""
    hint: str = ""
    elsewhere: str = ""
    notes: tuple[str, ...] = field(default=())
    shown: Shown | None = None
    printed: str = ""

    def __bool__(self) -> bool:
        return self.status == "right"

    @property
    def title(self) -> str:
        """``reset_gate: not right yet``."""
        return f"{self.exercise}: {TITLES[self.status]}"

    @property
    def message(self) -> str:
        """Everything, as plain text; sentences are not wrapped."""
        return "\n".join(text for text, _ in self._parts())

    def _parts(self) -> Iterator[tuple[str, bool]]:
        """Each piece, and whether it is made of sentences, which may be wrapped."""
        pieces = [(self.said, True), (self.mistake and f"The mistake: {self.mistake}", True)]
        pieces += [(_labelled(label, text), False) for label, text in self._shown()]
        pieces += [(words, True) for words in self._words(self.hint)]
        if self.printed:
            pieces.append((f"Your code printed:\n{shortened(self.printed)}", False))
        yield from (piece for piece in pieces if piece[0])

    def _shown(self) -> list[tuple[str, str]]:
        shown = self.shown
        if shown is None:
            return []
        rows = [("called", shown.call), ("got", shown.got), ("expected", shown.expected)]
        return [(label, text) for label, text in rows if text]

    @property
    def feedback(self) -> str:
        """The finding without any input or expected value, for reports of hidden checks."""
        said, hint = self.said, self.hint
        if self.status == "error" and " raised " in said:
            said, hint = without_values(said, hint, self.notes)
        parts = [self.mistake and f"The mistake: {self.mistake}", *self._words(hint)]
        if not self.shown or not any(parts):
            parts = [said, *parts]
        return "\n".join(part for part in parts if part)

    def _words(self, hint: str) -> list[str]:
        words = [*self.notes, hint and f"Hint: {hint}"]
        return [*words, self.elsewhere and f"Elsewhere: {self.elsewhere}"]

    def __str__(self) -> str:
        parts = [wrapped(text, WIDTH - 2) if words else text for text, words in self._parts()]
        return f"{SIGNS[self.status]} {self.title}\n" + _inset("\n".join(parts))

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return as_html(self)

    def require(self) -> None:
        """Show the verdict, and raise unless the answer is right: the last line of a graded step.

        Raises
        ------
        NotYetRight
            If it is anything but right.
        """
        _display(self)
        if not self:
            raise NotYetRight(f"{self.title}. The message says what to look at; the next steps do not wait.")


def _display(verdict: Verdict) -> None:
    try:
        from IPython import get_ipython
        from IPython.display import display
    except ModuleNotFoundError:
        print(verdict)
        return
    if get_ipython() is None:
        print(verdict)
    else:
        display(verdict)  # type: ignore[no-untyped-call]


def _labelled(label: str, text: str) -> str:
    return f"{label + ':':<10}" + text.replace("\n", "\n" + " " * 10)


def _inset(text: str) -> str:
    return "\n".join(f"  {line}" if line else "" for line in text.splitlines())


# --- in a notebook ------------------------------------------------------------------------------------------

COLOURS: dict[str, str] = {"right": "#009E73", "wrong": "#D55E00", "not attempted": "#767676"}
"""Of the bar at the left, from the Okabe-Ito set; the status is always written out too."""


def as_html(verdict: Verdict) -> str:
    """The verdict for a notebook: the same words as :attr:`Verdict.message`, laid out."""
    name, _, state = verdict.title.partition(":")
    sign = f'<span aria-hidden="true">{SIGNS[verdict.status]} </span>'
    parts = [
        heading(f"{sign}<code>{escaped(name)}</code>:{escaped(state)}"),
        paragraph(verdict.said),
        paragraph(verdict.mistake, "The mistake:"),
        _table(verdict),
        *[paragraph(note) for note in verdict.notes],
        paragraph(verdict.hint, "Hint:"),
        paragraph(verdict.elsewhere, "Elsewhere:"),
        _printed(verdict.printed),
    ]
    return section(verdict.title, "".join(parts), COLOURS.get(verdict.status, "#E69F00"))


def _table(verdict: Verdict) -> str:
    rows = "".join(
        f'<tr style="{NO_STRIPES}">{cell("th", label, scope="row")}{cell("td", plain_block(text))}</tr>'
        for label, text in verdict._shown()
    )
    return f'<table style="{TABLE}"><tbody>{rows}</tbody></table>' if rows else ""


def _printed(text: str) -> str:
    if not text:
        return ""
    summary = '<summary style="cursor:pointer">Your code printed</summary>'
    return f'<details style="margin:.3em 0">{summary}{plain_block(shortened(text))}</details>'
