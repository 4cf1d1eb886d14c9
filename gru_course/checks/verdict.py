"""What a learner reads: a status, what was called with what, what came, what was expected, and a hint."""

import html
from dataclasses import dataclass, field
from typing import Any, Literal

Status = Literal["right", "wrong", "not attempted", "error", "shape", "not finite"]

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
        """Everything, as plain text."""
        parts = [self.said]
        if self.mistake:
            parts.append(f"The mistake: {self.mistake}")
        if self.shown:
            parts += [f"called:   {_indented(self.shown.call)}", f"got:      {_indented(self.shown.got)}"]
            parts.append(f"expected: {_indented(self.shown.expected)}")
        parts += self._words()
        if self.printed:
            parts.append(f"Your code printed:\n{self.printed.rstrip()}")
        return "\n".join(part for part in parts if part)

    @property
    def feedback(self) -> str:
        """The finding without any input or expected value, for reports of hidden checks."""
        parts = [self.said if not self.shown else "", self.mistake and f"The mistake: {self.mistake}"]
        return "\n".join(part for part in [*parts, *self._words()] if part)

    def _words(self) -> list[str]:
        words = [*self.notes, self.hint and f"Hint: {self.hint}"]
        return [*words, self.elsewhere and f"Elsewhere: {self.elsewhere}"]

    def __str__(self) -> str:
        return f"{SIGNS[self.status]} {self.title}\n" + _inset(self.message)

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


def _indented(text: str) -> str:
    return text.replace("\n", "\n" + " " * 10)


def _inset(text: str) -> str:
    return "\n".join(f"  {line}" if line else "" for line in text.splitlines())


# --- in a notebook ------------------------------------------------------------------------------------------

COLOURS: dict[str, str] = {"right": "#009E73", "wrong": "#D55E00", "not attempted": "#767676"}
"""Of the bar at the left, from the Okabe-Ito set; the status is always written out too."""


def as_html(verdict: Verdict) -> str:
    """The verdict for a notebook: the same words as :attr:`Verdict.message`, laid out."""
    colour = COLOURS.get(verdict.status, "#E69F00")
    parts = [
        f'<section aria-label="{_text(verdict.title)}" style="border-left:4px solid {colour};'
        "padding:.25em 0 .25em .9em;margin:.25em 0;max-width:52em;"
        'color:var(--jp-content-font-color1,inherit)">',
        f'<p style="margin:.2em 0"><strong><span aria-hidden="true">{SIGNS[verdict.status]} </span>'
        f"{_code_in(verdict.title)}</strong></p>",
        _paragraph(verdict.said),
        _paragraph(verdict.mistake, "The mistake: "),
        _table(verdict.shown),
        *[_paragraph(note) for note in verdict.notes],
        _paragraph(verdict.hint, "Hint: "),
        _paragraph(verdict.elsewhere, "Elsewhere: "),
        _printed(verdict.printed),
        "</section>",
    ]
    return "".join(parts)


def _text(value: Any) -> str:
    return html.escape(str(value), quote=True)


def _code_in(text: str) -> str:
    name, _, rest = text.partition(":")
    return f"<code>{_text(name)}</code>:{_text(rest)}"


def _paragraph(text: str, label: str = "") -> str:
    if not text:
        return ""
    bold = f"<strong>{label}</strong>" if label else ""
    return f'<p style="margin:.3em 0">{bold}{_text(text)}</p>'.replace("\n", "<br>")


def _table(shown: Shown | None) -> str:
    if shown is None:
        return ""
    rows = [("called", shown.call), ("got", shown.got), ("expected", shown.expected)]
    cells = "".join(
        '<tr style="background:none"><th scope="row" style="text-align:left;vertical-align:top;'
        f'padding:.1em .8em .1em 0">{label}</th><td style="text-align:left;padding:.1em 0">'
        f'<pre style="margin:0;white-space:pre-wrap">{_text(text)}</pre></td></tr>'
        for label, text in rows
    )
    return f'<table style="margin:.3em 0;border-collapse:collapse"><tbody>{cells}</tbody></table>'


def _printed(text: str) -> str:
    if not text:
        return ""
    inside = f'<pre style="margin:.2em 0;white-space:pre-wrap">{_text(text.rstrip())}</pre>'
    return f"<details><summary>Your code printed</summary>{inside}</details>"
