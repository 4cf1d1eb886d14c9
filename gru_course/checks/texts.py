"""A few sentences that a cell shows: a hint, or a solution."""

import ast
import html
from dataclasses import dataclass


@dataclass(frozen=True)
class Text:
    """A heading, a paragraph, perhaps code and a closing line; for Jupyter and for a terminal."""

    heading: str
    body: str
    code: str = ""
    after: str = ""

    def __str__(self) -> str:
        return "\n".join(part for part in (self.heading, self.body, self.code, self.after) if part)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        code = f"<pre style='margin:.4em 0'>{html.escape(self.code)}</pre>" if self.code else ""
        after = f"<p style='margin:.2em 0'>{html.escape(self.after)}</p>" if self.after else ""
        return (
            "<section style='max-width:52em'>"
            f"<p style='margin:.2em 0'><strong>{html.escape(self.heading)}</strong></p>"
            f"<p style='margin:.2em 0'>{html.escape(self.body)}</p>{code}{after}</section>"
        )


def without_types(source: str) -> str:
    """A function's source as a learner writes it: no annotations, no remarks to the linter."""
    lines = [line.split("  # noqa")[0] for line in source.rstrip().splitlines()]
    tree = ast.parse("\n".join(lines))
    function = tree.body[0]
    assert isinstance(function, ast.FunctionDef)
    names = [argument.arg for argument in function.args.args]
    body = lines[function.body[0].lineno - 1 :]
    return "\n".join([f"def {function.name}({', '.join(names)}):", *body])
