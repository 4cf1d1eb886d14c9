"""Exercises as assignments for otter-grader: real otter gives each step the points that our grader gives."""

from __future__ import annotations

import copy
import hashlib
import json
import sys
import types
import zipfile
from io import BytesIO

import filelock
import pytest

from gru_course.checks import EXERCISES as CATALOGUE
from gru_course.checks.verdict import NotYetRight
from gru_course.export import otter
from gru_course.export.otter_step import require
from gru_course.grading.assignment import load
from gru_course.grading.grade import grade
from gru_course.grading.sandbox import Nursery
from tests import exercise_notebooks as nb
from tests.export.machines import Machine, as_bytes, points

SOLUTIONS = {path.stem: nb.read(path) for path in nb.SOLUTIONS}
SALT = "secret"

WRONG = {
    "sigmoid": "def sigmoid(a):\n    return np.exp(-a) / (1 + np.exp(-a))",
    "kept_share": "kept_share = [0.48, 0.3, 0.06]",
    "reset_gate": "def reset_gate(x, h_prev, W_r, b_r):\n    return 1 / 0",
    "step_by_hand": "step_by_hand = np.nan",
    "gru_cell": "def gru_cell(x, h_prev, params):\n    return h_prev",
    "count_parameters": "def count_parameters(D, H)\n    return 3",
    "gru_cell_backward": "def gru_cell_backward(*given):\n    raise SystemExit",
}
"""Every kind of mistake: a wrong number, another formula, an error, a missing colon, a way out."""


def exercise(name):
    return nb.read(nb.EXERCISES / f"{name}.ipynb")


def answered(notebook, name, wrong=()):
    right = nb.answers(SOLUTIONS[name])
    return nb.filled(notebook, {step: WRONG[step] if step in wrong else right[step] for step in right})


# --- the files ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def assignments(tmp_path_factory):
    out = tmp_path_factory.mktemp("otter")
    return {name: otter.export(nb.EXERCISES / f"{name}.ipynb", out, SALT) for name in SOLUTIONS}


def in_the_zip(folder):
    archive = zipfile.ZipFile(BytesIO((folder / "autograder" / "autograder.zip").read_bytes()))
    return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def run_test(monkeypatch):
    """Run the text of a test as otter does, without otter: its decorator is all that a test takes from it."""
    module = types.ModuleType("otter.test_files")
    module.test_case = lambda **about: lambda function: (about, function)
    monkeypatch.setitem(sys.modules, "otter", types.ModuleType("otter"))
    monkeypatch.setitem(sys.modules, "otter.test_files", module)

    def run(text, variables):
        scope = {}
        exec(text, scope)
        cases = [value for value in scope.values() if isinstance(value, tuple)]
        failures = []
        for about, function in cases:
            try:
                function(variables)
            except NotYetRight as problem:
                failures.append((about["hidden"], str(problem)))
        return scope, len(cases), failures

    return run


@pytest.mark.parametrize("name", SOLUTIONS)
def test_every_step_has_a_test_with_its_points_that_the_solution_passes_and_the_stub_fails(
    assignments, run_test, name
):
    files = in_the_zip(assignments[name])
    for step, worth in nb.points(SOLUTIONS[name]).items():
        expected = 2 if CATALOGUE[step].kind == "function" else 1
        solution = {"np": __import__("numpy"), "gc": __import__("gru_course")}
        solution[step] = CATALOGUE[step].example if CATALOGUE[step].kind == "design" else None
        if CATALOGUE[step].kind == "value":
            solution[step] = CATALOGUE[step].reference()
        elif CATALOGUE[step].kind == "function":
            solution[step] = lambda *a, _f=CATALOGUE[step].reference, **k: _f(*a, **k)
        scope, cases, failures = run_test(files[f"tests/{step}.py"].decode(), solution)
        assert (scope["name"], scope["points"], scope["all_or_nothing"]) == (step, worth, True)
        assert (cases, failures) == (expected, [])
        assert len(run_test(files[f"tests/{step}.py"].decode(), {})[2]) == expected
    assert {file for file in files if file.startswith("tests/")} == {
        f"tests/{step}.py" for step in nb.points(SOLUTIONS[name])
    }


@pytest.mark.parametrize("name", SOLUTIONS)
def test_the_learners_notebook_is_the_exercise_but_for_otters_marks(assignments, name):
    mine = nb.read(assignments[name] / "student" / f"{name}.ipynb")
    marked = {}
    for cell in mine.cells:
        marks = cell.metadata.pop("otter", None)
        if marks is not None:
            marked[nb.grade_id(cell)] = marks["tests"]
    assert marked == {f"check-{step}": [step] for step in nb.points(SOLUTIONS[name])}
    assert mine == exercise(name)


@pytest.mark.parametrize("name", SOLUTIONS)
def test_nothing_that_learners_are_given_holds_a_solution_or_a_hidden_seed(assignments, name):
    for path in (assignments[name] / "student").rglob("*.*"):
        text = path.read_text(encoding="utf-8")
        assert "SEED" not in text
        assert "SOLUTION" not in text


def test_another_secret_chooses_other_inputs_and_the_same_one_the_same(tmp_path):
    source = nb.EXERCISES / "03_reset_gate.ipynb"
    zips = [otter.export(source, tmp_path / n, salt) for n, salt in [("a", "x"), ("b", "x"), ("c", "y")]]
    first, again, other = (in_the_zip(folder)["tests/sigmoid.py"] for folder in zips)
    assert first == again != other


def test_what_is_said_of_hidden_inputs_shows_neither_them_nor_what_was_expected():
    with pytest.raises(NotYetRight) as public:
        require("reset_gate", {"reset_gate": lambda x, h_prev, W_r, b_r: x @ W_r[: x.shape[1]]})
    with pytest.raises(NotYetRight) as hidden:
        require("reset_gate", {"reset_gate": lambda x, h_prev, W_r, b_r: x @ W_r[: x.shape[1]]}, seed=1)
    assert "expected:" in str(public.value)
    assert "expected:" not in str(hidden.value)


def test_the_courses_own_is_nobodys_answer():
    with pytest.raises(NotYetRight, match="the course's own"):
        require("sigmoid", {"sigmoid": CATALOGUE["sigmoid"].reference})


# --- real otter ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def environment(request):
    """What the assignment's own setup.sh makes; kept between runs, for it takes a minute."""
    content = otter.autograder(load(nb.EXERCISES / "03_reset_gate.ipynb"), SALT)
    archive = zipfile.ZipFile(BytesIO(content))
    recipe = archive.read("setup.sh") + archive.read("requirements.txt") + sys.version.encode()
    folder = request.config.cache.mkdir(f"otter-{hashlib.sha256(recipe).hexdigest()[:12]}")
    with filelock.FileLock(folder / "lock"):
        if not (folder / "ready").exists():
            machine = Machine(folder)
            if not (folder / "source").exists():
                machine.unpack(content)
            done = machine.run("setup.sh")
            if done.returncode != 0:
                pytest.skip(f"otter-grader cannot be installed here: {done.stdout.strip()[-300:]}")
            (folder / "ready").touch()
    return folder / "env"


@pytest.fixture
def by_otter(environment, assignments, tmp_path):
    """Points by step, from the assignment's own run_autograder."""

    def run(name, notebook):
        machine = Machine(tmp_path)
        machine.unpack((assignments[name] / "autograder" / "autograder.zip").read_bytes())
        (tmp_path / "env").symlink_to(environment)
        (tmp_path / "submission_metadata.json").write_text("{}")
        settings = {"JUPYTER_RUNTIME_DIR": str(tmp_path), "IPYTHONDIR": str(tmp_path / "ipython")}
        return points(machine.grade({f"{name}.ipynb": as_bytes(notebook)}, **settings))

    return run


def by_us(name, notebook):
    assignment = load(nb.EXERCISES / f"{name}.ipynb")
    with Nursery() as nursery:
        result = grade(as_bytes(notebook), assignment, "ada", nursery, salt=SALT)
    return {step.step: step.points for step in result.steps}


def without_tests(notebook):
    notebook = copy.deepcopy(notebook)
    notebook.cells = [cell for cell in notebook.cells if nb.role(cell) != "check"]
    return notebook


HALF = {
    "03_reset_gate": ("sigmoid", "kept_share"),
    "07_the_cell": ("step_by_hand", "gru_cell", "count_parameters", "gru_cell_backward"),
}
SUBMISSIONS = {
    "perfect": lambda notebook, name: answered(notebook, name),
    "untouched": lambda notebook, name: notebook,
    "half right": lambda notebook, name: answered(notebook, name, HALF[name]),
    "half right, test cells deleted": lambda notebook, name: without_tests(
        answered(notebook, name, HALF[name])
    ),
}


@pytest.mark.slow
@pytest.mark.xdist_group("otter")
@pytest.mark.timeout(900)
@pytest.mark.parametrize("kind", SUBMISSIONS)
def test_real_otter_gives_the_points_that_we_give(by_otter, assignments, kind):
    name = "07_the_cell"  # has every kind of step; each run of otter takes ten seconds or more
    given = nb.read(assignments[name] / "student" / f"{name}.ipynb")
    notebook = SUBMISSIONS[kind](given, name)
    scores = by_otter(name, notebook)
    assert scores == by_us(name, notebook)
    full = nb.points(SOLUTIONS[name])
    wrong = {"perfect": (), "untouched": full}.get(kind, HALF[name])
    assert scores == {step: 0.0 if step in wrong else worth for step, worth in full.items()}


@pytest.mark.slow
@pytest.mark.xdist_group("otter")
@pytest.mark.timeout(900)
def test_a_notebook_that_was_handed_out_without_otters_marks_has_the_same_points(by_otter):
    name = "03_reset_gate"
    notebook = answered(exercise(name), name, HALF[name])
    assert by_otter(name, notebook) == by_us(name, notebook)


def test_the_settings_that_otter_reads_are_json(assignments):
    for folder in assignments.values():
        assert json.loads(in_the_zip(folder)["otter_config.json"])["lang"] == "python"


def test_the_scripts_can_be_run(assignments):
    for folder in assignments.values():
        archive = zipfile.ZipFile(folder / "autograder" / "autograder.zip")
        for script in ("setup.sh", "run_autograder"):
            assert archive.getinfo(script).external_attr >> 16 & 0o111
            assert archive.read(script).startswith(b"#!/usr/bin/env bash\n")
