"""Saved notebooks are compared in every word, and in no pixel."""

import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

ROOT = Path(__file__).parents[1]
CODE = """from IPython.display import display
html = '<img alt="A line." src="data:image/png;base64,AAAA+/=">'
display({"text/html": html, "text/plain": "A line."}, raw=True)"""


@pytest.mark.parametrize(
    ("html", "text", "passes"),
    [
        ('<img alt="A line." src="data:image/png;base64,BBBB+/=">', "A line.", True),
        ('<img alt="A dot." src="data:image/png;base64,AAAA+/=">', "A line.", False),
        ('<img alt="A line." src="data:image/png;base64,AAAA+/=">', "A dot.", False),
    ],
    ids=["other pixels", "other alt text", "other plain text"],
)
def test_pixels_may_differ_and_words_may_not(tmp_path, html, text, passes):
    for name in ("conftest.py", "tests/nbval_mask.cfg"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    saved = new_output("display_data", {"text/html": html, "text/plain": text})
    notebook = new_notebook(cells=[new_code_cell(CODE, execution_count=1, outputs=[saved])])
    (tmp_path / "notebooks").mkdir()
    nbformat.write(notebook, tmp_path / "notebooks" / "picture.ipynb")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--nbval", "--nbval-current-env", "notebooks"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (done.returncode == 0) == passes, done.stdout
