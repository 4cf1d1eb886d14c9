"""How fast a class is graded, beside nbgrader and otter-grader: ``make bench-grading``.

A class of learners is made from right and wrong answers to the seven steps of ``07_the_cell``. The same
notebooks go to this grader and, a few of them, to the two others, in one run; memory is that of a grader and
all its children.
"""

import argparse
import ast
import inspect
import json
import os
import platform
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from itertools import islice
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path[0] = str(ROOT)

from benchmarks.machine import cpu_model  # noqa: E402  # only now can the repository be found
from gru_course.checks.bank import mutants  # noqa: E402
from gru_course.checks.borrowed import borrowed  # noqa: E402
from gru_course.checks.catalogue import EXERCISES  # noqa: E402
from gru_course.checks.namespaces import verdict_on  # noqa: E402
from gru_course.export import otter as otter_export  # noqa: E402

NAME = "07_the_cell"
EXERCISE = ROOT / "exercises" / f"{NAME}.ipynb"
SOLUTION = ROOT / "solutions" / f"{NAME}.ipynb"
IMPORTS = (
    "from collections.abc import Sequence\nfrom typing import Any\nimport numpy as np\n"
    "from gru_course import GRUParams, sigmoid, tanh\nArray = object\n\n"
)
SHARES = {"right": 0.7, "wrong": 0.2}  # the rest is left empty


# --- a class ----------------------------------------------------------------------------------


def answer_cells(path: Path) -> dict[str, str]:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    about = [(cell, cell["metadata"].get("nbgrader", {})) for cell in cells]
    return {meta["grade_id"]: "".join(cell["source"]) for cell, meta in about if meta.get("solution")}


def as_cell(name: str, function: Callable) -> str | None:
    """A function of the tests as a cell of a notebook; None where it does not do the same there."""
    try:
        cell = f"{IMPORTS}{with_what_it_needs(function)}\n{name} = {function.__name__}"
        namespace: dict = {}
        exec(compile(cell, name, "exec"), namespace)
        alone = verdict_on(EXERCISES[name], namespace[name])
    except (OSError, TypeError, SyntaxError, NameError, AttributeError, KeyError):
        return None
    if "tests." in cell:
        return None
    there = verdict_on(EXERCISES[name], function)
    same = (alone.status, alone.misconception) == (there.status, there.misconception)
    return cell if same and not borrowed(namespace[name]) else None


def with_what_it_needs(function: Callable) -> str:
    """Its source, behind the imports and helpers of its module that it uses."""
    source = Path(inspect.getsourcefile(function)).read_text(encoding="utf-8")
    tree = ast.parse(source)
    defined = {name: node for node in tree.body for name in names_made_by(node)}
    wanted, open_ends = [], [function.__name__]
    while open_ends:
        node = defined.get(open_ends.pop())
        if node is not None and node not in wanted:
            wanted.append(node)
            open_ends += [inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)]
    return "\n".join(ast.get_source_segment(source, node) for node in tree.body if node in wanted)


def names_made_by(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.Import | ast.ImportFrom):
        return [alias.asname or alias.name for alias in node.names]
    if isinstance(node, ast.Assign):
        return [target.id for target in node.targets if isinstance(target, ast.Name)]
    return []


@cache
def bank(name: str, solution: str) -> tuple[list[str], list[str]]:
    """Right and wrong cells for a step."""
    kind = EXERCISES[name].kind
    if kind == "value":
        mistakes = mutants(EXERCISES[name])
        return [solution], [f"{name} = {np.asarray(mistake.function()).tolist()}" for mistake in mistakes]
    if kind == "design":
        return [solution], [f"{name} = 3", f"{name} = None", f"{solution}\n{name} = {name}[:1]"]
    answers = import_module(f"tests.checks.answers.{name}")
    right = [cell for f in answers.RIGHT if (cell := as_cell(name, f))]
    wrong = [cell for f, _ in answers.WRONG if (cell := as_cell(name, f))]
    return [solution, *right], wrong + from_the_bank(name)


def from_the_bank(name: str) -> list[str]:
    """Known mistakes as cells, some of many."""
    cells = []
    for mutant in islice(mutants(EXERCISES[name]), 40):
        cell, namespace = f"{IMPORTS}{mutant.source}", {}
        with suppress(NameError, TypeError):  # some need what only the course has
            exec(compile(cell, name, "exec"), namespace)
            if verdict_on(EXERCISES[name], namespace.get(name)).misconception:
                cells.append(cell)
    return cells


def make_class(folder: Path, size: int, seed: int = 0) -> None:
    """One notebook for each learner."""
    rng = random.Random(seed)
    empty, solved = answer_cells(EXERCISE), answer_cells(SOLUTION)
    cells = {name: bank(name, solved[name]) for name in solved}
    text = EXERCISE.read_text(encoding="utf-8")
    folder.mkdir(parents=True)
    for number in range(size):
        notebook = json.loads(text)
        for cell in notebook["cells"]:
            about = cell["metadata"].get("nbgrader", {})
            if about.get("solution"):
                name, luck = about["grade_id"], rng.random()
                right, wrong = cells[name]
                cell["source"] = (
                    rng.choice(right)
                    if luck < SHARES["right"]
                    else rng.choice(wrong)
                    if luck < SHARES["right"] + SHARES["wrong"]
                    else empty[name]
                )
        (folder / f"learner{number:05d}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")


# --- measuring ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Measured:
    """What one grader took for some submissions."""

    who: str
    size: int
    seconds: float
    parent: float  # MB at most, of the process itself
    family: float  # MB at most, of it and all its children

    @property
    def rate(self) -> float:
        return self.size / self.seconds


def measured(who: str, size: int, command: list[str], **more: object) -> Measured:
    """Run a command to its end."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **more)
    watch = Memory(process.pid)
    _, errors = process.communicate()
    seconds = time.perf_counter() - start
    watch.stop()
    if process.returncode != 0:
        raise SystemExit(f"{who} ended with {process.returncode}:\n{errors.decode(errors='replace')[-3000:]}")
    return Measured(who, size, seconds, watch.parent, watch.family)


class Memory:
    """Looks at a process and its children four times a second, in a thread."""

    def __init__(self, pid: int) -> None:
        self.pid, self.parent, self.family, self.children = pid, 0.0, 0.0, 0.0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._done.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._done.wait(0.25):
            sizes = {pid: share_of_memory(pid) for pid in family(self.pid)}
            self.parent = max(self.parent, sizes.get(self.pid, 0.0))
            self.family = max(self.family, sum(sizes.values()))
            self.children = max(self.children, sum(sizes.values()) - sizes.get(self.pid, 0.0))


def family(pid: int) -> list[int]:
    """A process and everything that it has started."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found = [pid]
    for each in found:
        found += children.get(each, [])
    return found


def share_of_memory(pid: int) -> float:
    """MB; what several processes share counts once among them."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((float(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)


# --- the graders ----------------------------------------------------------------------------------


def this_grader(submissions: Path, size: int, jobs: int, work: Path) -> Measured:
    out = work / f"grades-{size}-{jobs}"
    arguments = [
        "grade",
        str(submissions),
        "--out",
        str(out),
        "--jobs",
        str(jobs),
        "--assignment",
        str(EXERCISE),
    ]
    found = measured(
        f"gru-course grade, {jobs} jobs", size, [sys.executable, "-m", "gru_course.cli", *arguments], cwd=work
    )
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    if not report["isolation"]["complete"] or report["submissions"] != size:
        raise SystemExit("Not all submissions were graded behind walls: these numbers would mean nothing.")
    shutil.rmtree(out)
    return found


def nbgrader(submissions: Path, size: int, work: Path) -> Measured:
    import nbformat

    from tests.nbgrader.course import Course

    course_folder = work / "nbgrader"
    course_folder.mkdir()
    course = Course(course_folder)
    course.start([SOLUTION])
    for path in sorted(submissions.glob("*.ipynb"))[:size]:
        course.submit(path.stem, {f"{NAME}.ipynb": nbformat.read(path, as_version=4)})
    course.nbgrader("generate_assignment", "gru")
    start = time.perf_counter()
    watch = Memory(os.getpid())
    course.nbgrader("autograde", "gru")
    watch.stop()
    return Measured("nbgrader autograde", size, time.perf_counter() - start, 0.0, watch.children)


def otter(submissions: Path, size: int, work: Path, python: str) -> Measured:
    folder = otter_export.export(EXERCISE, work / "otter", salt="benchmark")
    archive = folder / "autograder" / "autograder.zip"
    total, most = 0.0, 0.0
    for path in sorted(submissions.glob("*.ipynb"))[:size]:
        home = work / f"otter-{path.stem}"
        home.mkdir()
        shutil.copy(path, home / f"{NAME}.ipynb")
        command = [python, "-m", "otter", "run", f"{NAME}.ipynb", "-a", str(archive), "-o", "."]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "GRU_COURSE_PROGRESS": "off"}
        found = measured("otter run", 1, command, cwd=home, env=environment)
        total, most = total + found.seconds, max(most, found.family)
        if not (home / "results.json").is_file():
            raise SystemExit("otter wrote no results")
    return Measured("otter run", size, total, 0.0, most)


# --- the report ----------------------------------------------------------------------------------


def table(rows: list[Measured]) -> list[str]:
    base = min(row.rate for row in rows)
    lines = [
        "| grader | submissions | seconds | submissions/s | ratio | parent MB | with children MB |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for row in rows:
        parent = f"{row.parent:.0f}" if row.parent else ""
        ratio = row.rate / base
        lines.append(
            f"| {row.who} | {row.size} | {row.seconds:.1f} | {row.rate:.2f} | {ratio:.0f} | {parent} "
            f"| {row.family:.0f} |"
        )
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=[100, 1000, 10000], help="learners in a class"
    )
    parser.add_argument("--peers", type=int, default=4, help="submissions for the others; 0: none")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--otter-python", default=str(ROOT / ".venv-bench" / "bin" / "python"))
    parser.add_argument("--out", type=Path, help="write the report there, besides printing it")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        rows, peers = [], []
        load = os.getloadavg()[0]
        for size in options.sizes:
            make_class(work / f"class-{size}", size)
            rows.append(this_grader(work / f"class-{size}", size, options.jobs, work))
            print(*table(rows[-1:])[2:], sep="\n", flush=True)
        if options.peers:
            few = work / "few"
            make_class(few, options.peers)
            peers.append(this_grader(few, options.peers, options.jobs, work))
            peers.append(nbgrader(few, options.peers, work))
            if Path(options.otter_python).exists():
                peers.append(otter(few, options.peers, work, options.otter_python))
    report = "\n".join(
        [
            "# Grading a class",
            "",
            f"The seven steps of `{NAME}`; of the answers, {SHARES['right']:.0%} are right in one of many",
            f"ways, {SHARES['wrong']:.0%} wrong, and the rest left empty. All grade the same notebooks,",
            "this grader with its isolation on, and the start of each program counts. Memory is the",
            "proportional set size at its highest.",
            "",
            f"{cpu_model()}, {os.cpu_count()} cores, {platform.system()},",
            f"Python {platform.python_version()};",
            f"load of the machine before the run: {load:.1f}.",
            "",
            "## From small to large",
            "",
            *table(rows),
            "",
            *(["## Side by side", "", *table(peers), ""] if peers else []),
        ]
    )
    print(report)
    if options.out:
        options.out.write_text(report, encoding="utf-8")


if __name__ == "__main__":
    main()
