"""A few sentences that a cell shows: a hint, or a solution."""

import ast
import re
from dataclasses import dataclass

from gru_course.checks.layout import code_block, escaped, heading, paragraph, section
from gru_course.wrapping import wrapped


@dataclass(frozen=True)
class Text:
    """A heading, a paragraph, perhaps code and a closing line; for Jupyter and for a terminal."""

    heading: str
    body: str
    code: str = ""
    after: str = ""

    def __str__(self) -> str:
        parts = (wrapped(self.heading), wrapped(self.body), self.code, wrapped(self.after))
        return "\n".join(part for part in parts if part)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        parts = (heading(escaped(self.heading)), paragraph(self.body), code_block(self.code))
        return section(self.heading, "".join(parts) + paragraph(self.after))


def without_types(source: str, name: str) -> str:
    """A function's source as a learner writes it: its own name, no annotations, no remarks to the linter."""
    lines = [line.split("  # noqa")[0] for line in source.rstrip().splitlines()]
    tree = ast.parse("\n".join(lines))
    function = tree.body[0]
    assert isinstance(function, ast.FunctionDef)
    names = [argument.arg for argument in function.args.args]
    body = lines[function.body[0].lineno - 1 :]
    return "\n".join([f"def {name}({', '.join(names)}):", *body])


NOTEBOOK_NAMES = {"sigmoid": "gc.sigmoid", "tanh": "np.tanh", "GRUParams": "gc.GRUParams"}
"""How a notebook calls what the course's own modules import by name."""


def in_a_notebook(source: str) -> str:
    """The same with the names that a notebook has."""
    for bare, full in NOTEBOOK_NAMES.items():
        source = re.sub(rf"(?<![\w.])(?<!def ){bare}\(", f"{full}(", source)
    return source
