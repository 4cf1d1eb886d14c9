"""Habits that the whole repository keeps: nothing private, tidy notebooks, imports that point one way."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "gru_course"


# --- nothing private ----------------------------------------------------------------------------------------

PRIVATE = {
    "a path of one machine": re.compile(
        r"(?<![\w.*-])/(?:root|work)/|/home/(?!user\b|jovyan\b)[a-z]|/Users/[A-Za-z]|[A-Z]:\\+Users"
    ),
    "an e-mail address": re.compile(r"[\w.+-]+@(?!example\.)[\w-]+\.[a-z]{2,}\b"),
}


@cache
def repository_files() -> list[Path]:
    """Files that git tracks or would add; an empty list where this is not a git checkout."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        return []
    command = [git, "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, capture_output=True, text=True, timeout=60)
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]


@pytest.mark.parametrize("what", PRIVATE)
def test_no_file_holds_anything_private(what):
    if not repository_files():
        pytest.skip("not a git checkout")
    found = []
    for path in repository_files():
        if path == Path(__file__):
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture or an array
        found += [f"{path.relative_to(ROOT)}: {match.group()}" for match in PRIVATE[what].finditer(text)]
    assert found == []


# --- tidy notebooks -----------------------------------------------------------------------------------------

LONGEST_CELL = 12
FOLDERS = ["notebooks", "solutions", "exercises"]
NOTEBOOKS = sorted(path for folder in FOLDERS for path in (ROOT / folder).glob("*.ipynb"))
LESSONS = [path for path in NOTEBOOKS if path.parent.name == "notebooks"]

each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: f"{path.parent.name}/{path.stem}")
each_lesson = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)


def read(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))


def code_cells(path: Path) -> list[dict]:
    return [cell for cell in read(path)["cells"] if cell["cell_type"] == "code"]


def outputs(path: Path) -> Iterator[tuple[str, dict]]:
    for cell in code_cells(path):
        for output in cell["outputs"]:
            yield cell["id"], output


@each_notebook
def test_every_cell_has_an_id_of_its_own(path):
    notebook = read(path)
    assert (notebook["nbformat"], notebook["nbformat_minor"]) >= (4, 5), "cell ids came with nbformat 4.5"
    ids = [cell.get("id", "") for cell in notebook["cells"]]
    assert all(re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", cell_id) for cell_id in ids)
    assert len(set(ids)) == len(ids)


@each_lesson
def test_code_cells_ran_once_from_top_to_bottom(path):
    counts = [cell["execution_count"] for cell in code_cells(path)]
    assert counts == list(range(1, len(counts) + 1)), "run `make notebooks`"


@each_notebook
def test_notebooks_carry_no_stray_metadata(path):
    notebook = read(path)
    assert set(notebook["metadata"]) <= {"kernelspec", "language_info"}
    for cell in notebook["cells"]:
        # nbgrader locks the cells that a learner should leave alone
        locks = {"deletable", "editable"} if path.parent.name == "exercises" else set()
        assert set(cell["metadata"]) <= {"tags", "nbgrader"} | locks, cell["id"]


@each_lesson
def test_no_output_is_a_warning_or_an_error(path):
    bad = [
        (cell_id, output.get("name", output["output_type"]))
        for cell_id, output in outputs(path)
        if output["output_type"] == "error" or output.get("name") == "stderr"
    ]
    assert bad == []


@each_notebook
def test_code_cells_are_short(path):
    for cell in code_cells(path):
        source = "".join(cell["source"])
        # a solution may take the lines that it takes; what a learner is given is short
        given = re.sub("### BEGIN SOLUTION.*?### END SOLUTION", "...", source, flags=re.DOTALL)
        lines = given.splitlines()
        assert len(lines) <= LONGEST_CELL, f"{len(lines)} lines in cell {cell['id']}"


@each_notebook
def test_no_cell_ends_in_a_semicolon(path):
    # nbval runs cells without history, where IPython does not heed it: the output comes back and differs.
    endings = [cell["id"] for cell in code_cells(path) if "".join(cell["source"]).rstrip().endswith(";")]
    assert endings == [], "assign the value to a name, or end the cell with what should be shown"


# --- the README keeps its word ------------------------------------------------------------------------------

README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("example", re.findall(r"```python\n(.*?)```", README, re.DOTALL))
def test_the_examples_of_the_readme_run(example):
    exec(compile(example, "README.md", "exec"), {})


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\((?!https?:)([^)#]+)\)", README))))
def test_the_links_of_the_readme_lead_somewhere(target):
    assert (ROOT / target).exists()


# --- imports point one way ----------------------------------------------------------------------------------

# What each part of the package may import from the rest of it. A new part needs a line here.
MAY_USE: dict[str, set[str]] = {
    "nn": set(),
    "tasks": {"nn"},
    "data": {"nn"},
    "palette": set(),
    "plots": {"nn", "palette"},
    "calling": set(),
    "wrapping": set(),
    "widgets": {"nn", "palette", "plots", "calling", "wrapping"},
    "quizzes": {"widgets"},
    "checks": {"nn", "calling", "wrapping"},
    "grading": {"nn", "checks", "calling", "doctor"},
    "export": {"nn", "data", "palette", "plots", "widgets", "checks", "grading"},
    "doctor": set(),
    "server": set(),
    "cli": {"nn", "tasks", "data", "plots", "widgets", "checks", "grading", "export", "doctor"},
}

# Packages that only some parts may import; everybody may use NumPy and the standard library.
ONLY_IN: dict[str, set[str]] = {
    "matplotlib": {"plots"},
    "ipywidgets": {"widgets"},
    "anywidget": {"widgets"},
    "dask": {"grading"},
    "distributed": {"grading"},
    "typer": {"cli"},
    "rich": {"cli"},
    "jupyterlab": {"cli"},
}

# nn is NumPy only; these are looked for when they are used, and done without where they are absent.
OPTIONAL_IN_NN = {"onnx", "tqdm"}

MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")
each_module = pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())


def part_of(path: Path) -> str:
    """'nn' for gru_course/nn/cell.py, 'cli' for gru_course/cli.py."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[tuple[str, bool]]:
    """Every module that `path` imports, by full name, and whether importing `path` needs it at once."""
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]

    def visit(node: ast.AST, at_once: bool) -> Iterator[tuple[str, bool]]:
        if isinstance(node, ast.Import):
            yield from ((alias.name, at_once) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(filter(None, [base, node.module]))
            # `from gru_course import nn` imports the part, not only the package
            yield from ((f"{module}.{alias.name}", at_once) for alias in node.names)
        else:
            later = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Try)
            for child in ast.iter_child_nodes(node):
                yield from visit(child, at_once and not later)

    yield from visit(ast.parse(path.read_text(encoding="utf-8")), True)


@each_module
def test_each_part_imports_only_from_the_parts_below_it(path):
    part = part_of(path)
    assert part in MAY_USE, f"say in MAY_USE what gru_course/{part} may import"
    used = {name.split(".")[1] for name, _ in imports(path) if name.split(".")[0] == "gru_course"}
    assert used <= MAY_USE[part] | {part}


@each_module
def test_packages_stay_in_the_parts_that_own_them(path):
    used = {name.split(".")[0] for name, _ in imports(path)}
    astray = {name for name in used & set(ONLY_IN) if part_of(path) not in ONLY_IN[name]}
    assert astray == set()


@pytest.mark.parametrize("path", [p for p in MODULES if part_of(p) == "nn"], ids=lambda path: path.name)
def test_nn_needs_only_numpy(path):
    others = {
        (name.split(".")[0], at_once)
        for name, at_once in imports(path)
        if name.split(".")[0] not in {"numpy", "gru_course", *sys.stdlib_module_names}
    }
    assert others <= {(name, False) for name in OPTIONAL_IN_NN}


def test_the_package_is_light_to_import():
    heavy = ["matplotlib", "ipywidgets", "anywidget", "IPython", "onnx", "typer", "rich", "jupyterlab"]
    code = f"import sys, gru_course; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"
