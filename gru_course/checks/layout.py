"""Pieces of a page for verdicts, hints and progress, styled in place so that they look the same everywhere.

JupyterLab turns numbers in tables to the right, stripes every second row and gives ``pre`` a font of its own;
other readers (VS Code, nbgrader's feedback, a saved page) do otherwise. So each piece says what it wants.
Colours come from the reader's theme, and every status stands there in words.
"""

import html
import re

MOST_LINES = 20
LONGEST_LINE = 120

NO_STRIPES = "background:none"
TABLE = "margin:.3em 0;border-collapse:collapse;table-layout:auto;font-size:inherit;color:inherit"
MONOSPACE = "font-family:var(--jp-code-font-family,monospace);font-size:var(--jp-code-font-size,.95em)"
FLAT = f"margin:0;padding:0;border:0;background:none;white-space:pre-wrap;overflow-wrap:anywhere;{MONOSPACE}"
RULE = "1px solid var(--jp-border-color1,#bdbdbd)"


# --- words for a page ---------------------------------------------------------------------------------------


def escaped(text: object) -> str:
    """Text that stays text, whatever a learner printed."""
    return html.escape(str(text), quote=True)


def inline(text: str) -> str:
    """A sentence: lines stay apart, and what stands between backticks is code."""
    marked = re.sub(r"`([^`\n]+)`", r"<code>\1</code>", escaped(text))
    return marked.replace("\n", "<br>")


def section(label: str, content: str, bar: str = "") -> str:
    """A frame around what belongs together, with a name for screen readers and perhaps a bar at the left."""
    edge = f"border-left:4px solid {bar};padding:.2em 0 .2em .9em;" if bar else ""
    style = (
        f"{edge}margin:.25em 0;max-width:60em;line-height:1.45;color:var(--jp-content-font-color1,inherit)"
    )
    return f'<div role="group" aria-label="{escaped(label)}" style="{style}">{content}</div>'


def heading(content: str) -> str:
    """A first line; not an <h3>, which would appear in the notebook's table of contents."""
    return f'<p style="margin:.1em 0 .3em"><strong>{content}</strong></p>'


def paragraph(text: str, label: str = "", small: bool = False) -> str:
    """A sentence or two after a word in bold; nothing where there is no text."""
    if not text:
        return ""
    bold = f"<strong>{escaped(label)}</strong> " if label else ""
    size = ";font-size:.9em" if small else ""
    return f'<p style="margin:.3em 0{size}">{bold}{inline(text)}</p>'


def code_block(text: str) -> str:
    """Several lines of code; long lines go on below, so that nothing needs to be scrolled."""
    frame = f"border:{RULE};border-radius:3px;padding:.5em .7em;margin:.4em 0"
    style = f"{frame};background:none;white-space:pre-wrap;overflow-wrap:anywhere;{MONOSPACE}"
    return f'<pre style="{style}">{escaped(text)}</pre>' if text else ""


def plain_block(text: str) -> str:
    """Text as it is, in a font in which columns stand below each other."""
    return f'<pre style="{FLAT}">{escaped(text)}</pre>'


def cell(tag: str, content: str, scope: str = "", span: int = 1, line: bool = False) -> str:
    """One cell of a table: left, at the top; `content` is HTML.

    Parameters
    ----------
    tag : str
        "th" or "td".
    content : str
    scope : str
        Of a "th": "row", "col" or "rowgroup".
    span : int
        How many columns it takes.
    line : bool
        Whether a rule stands above it.
    """
    what = (f' scope="{scope}"' if scope else "") + (f' colspan="{span}"' if span > 1 else "")
    rule = f"border-top:{RULE};" if line else ""
    weight = "normal" if tag == "td" or scope == "row" else "bold"
    style = (
        f"{rule}text-align:left;vertical-align:top;padding:.2em 1.2em .2em 0;font-weight:{weight};"
        "white-space:normal;max-width:none"
    )
    return f'<{tag}{what} style="{style}">{content}</{tag}>'


# --- words for a terminal -----------------------------------------------------------------------------------


def shortened(text: str) -> str:
    """What a learner's code printed: the first lines, no line too long, no signals to the terminal."""
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text.rstrip())
    text = "".join(sign if sign.isprintable() or sign in "\n\t" else "\ufffd" for sign in text)
    lines = text.split("\n")
    kept = [_cut(line) for line in lines[:MOST_LINES]]
    more = len(lines) - MOST_LINES
    if more > 0:
        kept.append(f"... and {more} more line{'' if more == 1 else 's'}.")
    return "\n".join(kept)


def _cut(line: str) -> str:
    return line if len(line) <= LONGEST_LINE else line[: LONGEST_LINE - 4] + " ..."
