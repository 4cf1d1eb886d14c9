"""What was answered in a quiz, and that as a short text; ``static/quiz_state.js`` does the same."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from gru_course.widgets.quiz_grade import grade
from gru_course.widgets.quiz_questions import Numeric, Question

Record = dict[str, Any]


def record(question: Question, answer: Any = None, tries: int = 0, shown: bool = False) -> Record:
    """What is kept about one question; whether it is right is judged, not believed.

    Raises
    ------
    ValueError
        If the answer is none to this question, or `tries` and `shown` are not what they should be.
    """
    if isinstance(tries, bool) or not isinstance(tries, int) or tries < 0:
        raise ValueError(f"tries: expected a whole number from 0, got {tries!r}")
    if not isinstance(shown, bool):
        raise ValueError(f"shown: expected True or False, got {shown!r}")
    verdict = grade(question, answer)
    if answer is not None and not (verdict.answered and tries):
        raise ValueError(f"answer: expected one that was checked, got {answer!r} and {tries} tries")
    return {
        "id": question.id,
        "question": question.text,
        "kind": question.kind,
        "answer": answer,
        "tries": tries,
        "right": verdict.right and not shown,
        "shown": shown,
        "misconceptions": list(verdict.misconceptions),
    }


def write_answers(questions: Sequence[Question], records: Sequence[Mapping[str, Any]]) -> str:
    """``quiz?1f3a09=2~0``: tries, then the answer (options by number), then "s" if it was shown.

    Questions not yet tried are left out. The browser (``static/quiz_state.js``) writes and reads the same.
    """
    pairs = []
    for question, one in zip(questions, records, strict=True):
        if one["tries"]:
            parts = [str(one["tries"]), _write(question, one["answer"]), *(["s"] if one["shown"] else [])]
            pairs.append((question.id, "~".join(parts)))
    return "quiz?" + urlencode(pairs, safe="", quote_via=quote)


def read_answers(questions: Sequence[Question], text: str) -> list[Record]:
    """The records in a state text.

    Raises
    ------
    ValueError
        If it belongs to another quiz or cannot be read.
    """
    head, mark, query = text.strip().partition("?")
    if head != "quiz" or not mark:
        raise ValueError(f"state: expected a text that begins with 'quiz?', got {text!r}")
    given = dict(parse_qsl(query, keep_blank_values=True))
    known = {question.id: question for question in questions}
    if not given.keys() <= known.keys():
        raise ValueError("state: expected answers to these questions, got some to another or an older quiz")
    try:
        return [
            record(question, *_read(question, given[question.id]))
            if question.id in given
            else record(question)
            for question in questions
        ]
    except (ValueError, IndexError):
        raise ValueError(f"state: cannot read {text!r}") from None


def _write(question: Question, answer: Any) -> str:
    if answer is None:
        return ""
    if isinstance(question, Numeric):
        return str(answer)
    numbers = {option["text"]: k for k, option in enumerate(question.spec()["options"])}
    return ".".join(str(numbers[text]) for text in ([answer] if isinstance(answer, str) else answer))


def _read(question: Question, written: str) -> tuple[Any, int, bool]:
    found = re.fullmatch(r"([1-9][0-9]{0,3})~([^~]*)(~s)?", written)
    if not found:
        raise ValueError(written)
    tries, answer, shown = int(found[1]), found[2], found[3] is not None
    if answer == "":
        return None, tries, shown
    if isinstance(question, Numeric):
        return answer, tries, shown
    if not re.fullmatch(r"[0-9]+(\.[0-9]+)*", answer):
        raise ValueError(written)
    options = question.spec()["options"]
    texts = [options[int(part)]["text"] for part in answer.split(".")]
    if question.kind == "one":
        [only] = texts
        return only, tries, shown
    return texts, tries, shown
