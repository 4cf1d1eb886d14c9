"""Run notebooks from the top and save them so that two runs differ only where their results do.

python tools/run_notebooks.py notebooks             every notebook in the folder
python tools/run_notebooks.py notebooks/00_*.ipynb  only these
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient

TIMEOUT = 300  # seconds for one cell
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"

KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
LANGUAGE_INFO = {"file_extension": ".py", "mimetype": "text/x-python", "name": "python"}


def run(path: Path) -> nbformat.NotebookNode:
    """Return the notebook at `path` with fresh outputs; raise if a cell fails."""
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=TIMEOUT,
        kernel_name="python3",
        resources={"metadata": {"path": str(path.parent)}},
        record_timing=False,
        store_widget_state=False,
        coalesce_streams=True,
    )
    client.execute()
    return tidy(notebook)


def tidy(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Remove what differs between machines and runs; the code, the text and the results stay."""
    notebook.metadata = nbformat.from_dict({"kernelspec": KERNELSPEC, "language_info": LANGUAGE_INFO})
    for cell in notebook.cells:
        kept = {key: value for key, value in cell.metadata.items() if key in ("tags", "nbgrader")}
        cell.metadata = nbformat.from_dict(kept)
        for output in cell.get("outputs", []):
            # The view of a widget refers to a kernel that is gone; its text form stays.
            output.get("data", {}).pop(WIDGET_VIEW, None)
    return notebook


def main(arguments: list[str]) -> int:
    paths = [Path(argument) for argument in arguments]
    notebooks = [n for p in paths for n in (sorted(p.glob("*.ipynb")) if p.is_dir() else [p])]
    if not notebooks:
        print(f"Found no notebooks in {' '.join(arguments) or 'an empty list of paths'}.", file=sys.stderr)
        return 1
    for path in notebooks:
        started = time.monotonic()
        nbformat.write(run(path), path)
        print(f"{path}: {time.monotonic() - started:.1f} s")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
