"""Lines short enough to be read: notebooks and terminals break longer ones in the middle of a word."""

import textwrap

WIDTH = 88
"""Characters; a cell's output in JupyterLab, on a laptop or a projector, has room for about 90."""


def wrapped(text: str, width: int = WIDTH) -> str:
    """Each line wrapped between words; what has no spaces stays whole."""
    return "\n".join(
        textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False)
        for line in text.splitlines()
    )
