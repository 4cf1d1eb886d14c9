"""What of the course's own an answer calls: fine for a try, not there where answers are graded."""

import dis
from collections.abc import Iterator
from types import CodeType, ModuleType
from typing import Any

from gru_course.calling import code_of

TOOLS = frozenset(
    {
        *("GRUParams", "sigmoid", "softmax", "tanh"),
        *("check", "hint", "plots", "progress", "quizzes", "solution", "use", "widgets"),
    }
)
"""Names of the package that graded answers may use."""


def borrowed(answer: Any) -> list[str]:
    """Pieces of the course that a function calls and that are not there where it is graded.

    Looks at the function's own code, and at what is defined inside it.

    Returns
    -------
    list of str
        ``["gc.gru_step"]``
    """
    code = code_of(answer)
    scope = getattr(answer, "__globals__", None)
    if code is None or not isinstance(scope, dict):
        return []
    return sorted({name for each in _all_code(code) for name in _from_the_course(each, scope)})


def _all_code(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _all_code(constant)


def _from_the_course(code: CodeType, scope: dict[str, Any]) -> Iterator[str]:
    """``gc.NAME`` where gc is the package, and names that were imported from it."""
    package = ""
    for instruction in dis.get_instructions(code):
        name = instruction.argval
        if instruction.opname in ("LOAD_GLOBAL", "LOAD_NAME"):
            thing = scope.get(name)
            package = name if _is_the_package(thing) else ""
            if _is_borrowed(name) and _is_the_courses_own(thing):
                yield name
        elif package and instruction.opname in ("LOAD_ATTR", "LOAD_METHOD"):
            if _is_borrowed(name):
                yield f"{package}.{name}"
            package = ""


def _is_the_package(thing: Any) -> bool:
    return isinstance(thing, ModuleType) and thing.__name__ == "gru_course"


def _is_borrowed(name: Any) -> bool:
    return isinstance(name, str) and name not in TOOLS and not name.startswith("_")


def _is_the_courses_own(thing: Any) -> bool:
    """A stand-in for an earlier step is the learner's to use."""
    module = str(getattr(thing, "__module__", ""))
    return module.startswith("gru_course.") and not module.startswith("gru_course.checks.")
