"""A short quiz with feedback for every answer: in JupyterLab, in an exported page, and as plain Markdown."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import anywidget
import traitlets

from gru_course.widgets.modules import STATIC, join
from gru_course.widgets.quiz_grade import solution
from gru_course.widgets.quiz_questions import Numeric, Order, Question, written
from gru_course.widgets.quiz_state import Record, read_answers, record, write_answers


def quiz(*questions: Question, title: str = "Check yourself", state: str | None = None) -> "Quiz":
    """Questions with feedback for every answer and as many tries as it takes.

    The browser judges by itself, so that a page without Python works too: the right answers travel with the
    page, and who looks for them finds them. A quiz is for learning, not for marks.

    Parameters
    ----------
    *questions : One, Many, Numeric or Order
        What :func:`one`, :func:`many`, :func:`numeric` and :func:`order` make.
    title : str, optional
    state : str, optional
        A state text that was copied from this quiz: the answers given then.

    Returns
    -------
    Quiz
        Shows itself in a notebook; ``quiz.answers`` says what was answered.

    Raises
    ------
    ValueError
        If there is no question, the same one twice, or `state` belongs to another quiz.

    Examples
    --------
    >>> from gru_course import widgets
    >>> widgets.quiz(
    ...     widgets.one(
    ...         "What does z = 1 do here?",
    ...         right={"It replaces the state": "Right: nothing of the old state is left."},
    ...         wrong={"It keeps the state": "That is PyTorch's convention, where z is the share kept."},
    ...     ),
    ...     widgets.numeric("h = ?", 0.44, near={0.08: "You used z for the share that is kept."}),
    ... )
    Quiz(2 questions: 0 right, 0 tries)
    """
    if not questions:
        raise ValueError("quiz: expected at least one question, got none")
    for question in questions:
        if not isinstance(question, Question):
            raise ValueError(f"quiz: expected what one, many, numeric or order makes; got {question!r}")
    texts = [question.text for question in questions]
    for text in texts:
        if texts.count(text) > 1:
            raise ValueError(f"quiz: expected different questions, got {text!r} {texts.count(text)} times")
    made = Quiz(questions, title)
    if state is not None:
        made.state = state
    return made


class Quiz(anywidget.AnyWidget):  # type: ignore[misc]
    """A quiz in the browser; :func:`quiz` makes it.

    Attributes
    ----------
    answers : list of dict
        One for each question, in order: "id", "question" and "kind"; "answer", the last one that was
        checked, as :func:`grade` takes it, or None; "tries"; "right", whether that answer is right and was
        not looked up; "shown", whether the learner asked to see the answer; "misconceptions", the mix-ups in
        that answer.
    """

    _esm = join("quiz.js")
    _css = (STATIC / "explorer.css").read_text("utf-8")

    title = traitlets.Unicode().tag(sync=True)
    questions: Any = traitlets.List().tag(sync=True)
    answers: Any = traitlets.List().tag(sync=True)

    def __init__(self, questions: Sequence[Question], title: str) -> None:
        """Lay the questions out, none of them answered."""
        self._questions = tuple(questions)
        specs = [{**question.spec(), "solution": solution(question)} for question in questions]
        super().__init__(title=title, questions=specs)
        self.answers = [record(question) for question in questions]

    @property
    def state(self) -> str:
        """The answers given, as a short text to copy and to paste back."""
        return write_answers(self._questions, self.answers)

    @state.setter
    def state(self, text: str) -> None:
        self.answers = read_answers(self._questions, text)

    @traitlets.validate("answers")
    def _check_answers(self, proposal: Any) -> list[Record]:
        """Judge again what comes from the browser, so that both agree."""
        given = proposal["value"]
        try:
            if [one["id"] for one in given] != [question.id for question in self._questions]:
                raise ValueError("expected one for each question, in order")
            return [
                record(question, one["answer"], one["tries"], one["shown"])
                for question, one in zip(self._questions, given, strict=True)
            ]
        except (KeyError, TypeError, ValueError) as error:
            raise traitlets.TraitError(f"answers: {error}") from None

    def markdown(self) -> str:
        """The quiz as Markdown, with the answers folded away, for where there are no widgets.

        It is part of what a notebook saves when it shows a quiz, so GitHub and nbviewer show the questions.
        """
        parts = [f"**{escape(self.title)}**"]
        for place, question in enumerate(self._questions, 1):
            spec = question.spec()
            shown = [spec["options"][k] for k in spec.get("shown", [])]
            parts.append(f"**{place}.** {escape(question.text)}")
            parts.append("\n".join(f"- {escape(option['text'])}" for option in shown))
            parts.append("<details><summary>Answer</summary>")
            parts.append("\n".join(_answer_lines(question, shown)))
            parts.append("</details>")
        return "\n\n".join(filter(None, parts)) + "\n"

    def __repr__(self) -> str:
        asked = _count(len(self.answers), "question", "questions")
        right, tries = (sum(one[key] for one in self.answers) for key in ("right", "tries"))
        return f"Quiz({asked}: {right} right, {_count(tries, 'try', 'tries')})"

    def _repr_mimebundle_(self, **options: Any) -> Any:
        bundle = super()._repr_mimebundle_(**options)
        if bundle is not None:
            bundle[0]["text/markdown"] = self.markdown()
        return bundle


# ---- as Markdown -----------------------------------------------------------------------------------


def _answer_lines(question: Question, shown: Sequence[Mapping[str, Any]]) -> list[str]:
    if isinstance(question, Numeric):
        near = [f"- ✗ {written(number)}: {escape(said.words())}" for number, said in question.near]
        return [f"- ✓ {escape(solution(question)[0])}", *near]
    if isinstance(question, Order):
        steps = [f"{place}. {escape(option.text)}" for place, option in enumerate(question.options, 1)]
        return [*steps, *(["", escape(question.why)] if question.why else [])]
    return [
        f"- {'✓' if option['right'] else '✗'} {escape(option['text'])}: {escape(option['feedback'])}"
        for option in shown
    ]


def escape(text: str) -> str:
    """Plain text as Markdown; what stands between backticks stays code.

    Examples
    --------
    >>> print(escape("r * h_prev, `r * h_prev`"))
    r \\* h\\_prev, `r * h_prev`
    """
    parts = re.split(r"(`[^`]+`)", text)
    parts[::2] = [re.sub(r"([\\`*_\[\]<>#$|~&])", r"\\\1", part) for part in parts[::2]]
    parts[0] = re.sub(r"^([0-9]*)([-+.)])", r"\1\\\2", parts[0])  # "- " and "1. " would begin a list
    return "".join(parts)


def _count(n: int, one: str, several: str) -> str:
    return f"{n} {one if n == 1 else several}"
