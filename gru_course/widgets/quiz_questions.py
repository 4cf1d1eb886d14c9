"""The questions of a quiz: what is asked, what is right, and one sentence for every answer.

Options are shown in an order that follows from the question's text alone, so it is the same in every run.
"""

import hashlib
from dataclasses import dataclass
from typing import Any, ClassVar

from gru_course.widgets.controls import short


@dataclass(frozen=True)
class Feedback:
    """What is said about an answer.

    Attributes
    ----------
    text : str
        A sentence or two.
    misconception : str
        The name of the mix-up behind a wrong answer, such as "z and 1 − z swapped"; empty for none.
    """

    text: str
    misconception: str = ""

    def words(self) -> str:
        """As the learner reads it."""
        return f"Known mix-up: {self.misconception}. {self.text}" if self.misconception else self.text


@dataclass(frozen=True)
class Option:
    """One thing to choose or to put in its place."""

    text: str
    feedback: Feedback
    right: bool = True


@dataclass(frozen=True)
class Question:
    """What all kinds of question have in common.

    Attributes
    ----------
    text : str
        What is asked.
    id : str
        Six characters that follow from what is asked and what can be chosen.
    """

    text: str

    kind: ClassVar[str] = ""

    def __post_init__(self) -> None:
        if not self.text:
            raise ValueError(f"{self.kind}: expected a question, got an empty text")

    @property
    def id(self) -> str:
        """Stays the same as long as the question does."""
        return _digest(self.kind, self.text)[:6]

    def spec(self) -> dict[str, Any]:
        """For the browser."""
        return {"id": self.id, "kind": self.kind, "text": self.text}


@dataclass(frozen=True)
class _Options(Question):
    """A question with things to choose or to order."""

    options: tuple[Option, ...]

    def __post_init__(self) -> None:
        super().__post_init__()
        where = f"{self.kind} {self.text!r}"
        if len(self.options) < 2:
            raise ValueError(f"{where}: expected at least two options, got {len(self.options)}")
        seen: set[str] = set()
        for option in self.options:
            if not option.text:
                raise ValueError(f"{where}: expected a text for every option, got an empty one")
            if option.text.casefold() in seen:
                raise ValueError(f"{where}: expected different options, got {option.text!r} twice")
            seen.add(option.text.casefold())

    @property
    def id(self) -> str:
        """Stays the same as long as the question and its options do."""
        return _digest(self.kind, self.text, *(option.text for option in self.options))[:6]

    @property
    def shown(self) -> list[int]:
        """In which order the options are shown: shuffled, with the question's text as the seed."""
        return sorted(range(len(self.options)), key=lambda k: _digest(self.text, self.options[k].text))

    def spec(self) -> dict[str, Any]:
        """For the browser."""
        options = [
            {
                "text": option.text,
                "feedback": option.feedback.words(),
                "misconception": option.feedback.misconception,
                "right": option.right,
            }
            for option in self.options
        ]
        return {**super().spec(), "options": options, "shown": self.shown}


@dataclass(frozen=True)
class One(_Options):
    """A question with one right answer; :func:`one` makes it."""

    kind: ClassVar[str] = "one"


@dataclass(frozen=True)
class Many(_Options):
    """A question with any number of right answers; :func:`many` makes it."""

    kind: ClassVar[str] = "many"


@dataclass(frozen=True)
class Order(_Options):
    """Things to put in order; :func:`order` makes it, with the options in the right order."""

    why: str = ""

    kind: ClassVar[str] = "order"

    @property
    def shown(self) -> list[int]:
        """Shuffled by the question's text, and never in the right order."""
        places = super().shown
        return places if places != sorted(places) else [*places[1:], places[0]]

    def spec(self) -> dict[str, Any]:
        """For the browser."""
        return {**super().spec(), "why": self.why}


@dataclass(frozen=True)
class Numeric(Question):
    """A number to find; :func:`numeric` makes it."""

    answer: float
    tolerance: float
    near: tuple[tuple[float, Feedback], ...] = ()
    otherwise: str = ""
    why: str = ""

    kind: ClassVar[str] = "numeric"

    def __post_init__(self) -> None:
        super().__post_init__()
        where = f"{self.kind} {self.text!r}"
        if not self.tolerance > 0:
            raise ValueError(f"{where}: expected a tolerance above 0, got {self.tolerance:g}")
        for number, _ in self.near:
            if close(number, self.answer, self.tolerance):
                raise ValueError(
                    f"{where}: near: expected wrong numbers, got {number:g}, which is within "
                    f"{self.tolerance:g} of the answer {self.answer:g}"
                )

    def spec(self) -> dict[str, Any]:
        """For the browser."""
        near = [
            {"number": number, "feedback": said.words(), "misconception": said.misconception}
            for number, said in self.near
        ]
        return {
            **super().spec(),
            "answer": self.answer,
            "tolerance": self.tolerance,
            "near": near,
            "otherwise": self.otherwise,
        }


def close(x: float, y: float, tolerance: float) -> bool:
    """Whether two numbers differ by `tolerance` at most."""
    # The last digit is forgiven: 0.445 - 0.44 is more than 0.005 in binary.
    slack = 1e-9 * tolerance + 1e-15 * max(abs(x), abs(y))
    return abs(x - y) <= tolerance + slack


def written(number: float) -> str:
    """A number as it is shown, with a real minus sign."""
    return short(number).replace("-", "−")


def _digest(*texts: str) -> str:
    """Stable from run to run, unlike hash()."""
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()
