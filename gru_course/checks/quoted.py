"""What is told of an exception in a hidden check: its text is the learner's, and may quote the inputs."""

import re
from collections.abc import Sequence

VALUE = re.compile(r"(?<![\w.+-])(?<!line )[\w.+-]*\d[\w.+-]*")
"""A word with a digit in it; the number of a line is none."""
LINE = re.compile(r"(?s)(.*)(, in line \d+(?:: .*)?)")
"""A text, and the learner's own line."""
EXTREME = "+-1000"
"""Which the course itself says of its inputs."""


def without_values(said: str, hint: str = "", notes: Sequence[str] = ()) -> tuple[str, str]:
    """The text of an exception, and a hint that was taken from it, without what may be an input.

    Every word with a digit becomes "...", but for the sizes of the inputs, which the notes tell, and for
    names in the learner's own line. Who spells an input in letters gets it through, and has gained little:
    the right answer to it is still to be found.

    Parameters
    ----------
    said, hint : str
    notes : sequence of str, optional
        Of the verdict.

    Returns
    -------
    said, hint : str
    """
    found = LINE.fullmatch(said)
    text, line = found.groups() if found else (said, "")
    names = re.findall(r"\b[A-Za-z_]\w*", line)
    told = {EXTREME, *names, *re.findall(r"\d+", " ".join(notes))}
    hidden = set(VALUE.findall(text)) - told

    def masked(words: str) -> str:
        return VALUE.sub(lambda word: "..." if word[0] in hidden else word[0], words)

    return masked(text) + line, masked(hint)
