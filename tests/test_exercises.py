"""exercises/ comes from solutions/, and every step can be done, checked and graded on its own."""

from __future__ import annotations

import re
import sys

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import v4

from gru_course.checks import EXERCISES as CATALOGUE
from gru_course.checks.verdict import NotYetRight
from tests import exercise_notebooks as nb
from tests.exercise_notebooks import make_exercises

each_solution = pytest.mark.parametrize("path", nb.SOLUTIONS, ids=lambda path: path.stem)


@pytest.fixture(autouse=True)
def quiet(monkeypatch):
    """Nothing that a test does gets into anybody's progress file, or onto a screen."""
    monkeypatch.setenv("GRU_COURSE_PROGRESS", "off")
    monkeypatch.setenv("MPLBACKEND", "Agg")
    monkeypatch.setenv("TQDM_DISABLE", "1")


# --- what the cells say -------------------------------------------------------------------------------------

KEYS = {"schema_version", "grade", "locked", "solution", "task", "grade_id"}


@each_solution
def test_cells_carry_what_nbgrader_reads_and_nothing_more(path):
    for cell in nb.read(path).cells:
        meta = cell.metadata.get("nbgrader")
        tags = {"tags"} if nb.role(cell) == "check" else set(cell.metadata) & {"tags"}
        assert set(cell.metadata) == tags | ({"nbgrader"} if meta else set()), cell.id
        if meta:
            assert set(meta) == KEYS | ({"points"} if meta["grade"] else set()), cell.id
            assert (meta["schema_version"], meta["task"], cell.cell_type) == (3, False, "code"), cell.id
            assert meta["locked"] is not meta["solution"], cell.id
            assert not (meta["grade"] and meta["solution"]), f"{cell.id} would have to be graded by hand"


@each_solution
def test_every_grade_id_stands_once(path):
    ids = [nb.grade_id(cell) for cell in nb.read(path).cells if nb.role(cell)]
    assert len(set(ids)) == len(ids)


@each_solution
def test_every_answer_is_followed_by_its_own_check_of_one_line(path):
    notebook = nb.read(path)
    names = list(nb.answers(notebook))
    assert names
    assert list(nb.cells(notebook, "check")) == [f"check-{name}" for name in names]
    order = [nb.grade_id(cell) for cell in notebook.cells if nb.role(cell) in ("answer", "check")]
    assert order == [each for name in names for each in (name, f"check-{name}")]
    for name in names:
        check = nb.cells(notebook, "check")[f"check-{name}"]
        assert check.source == f"gc.check.{name}({name}).require()"
        assert check.metadata.tags == ["raises-exception"], "so that Run All goes on to the next step"


@each_solution
def test_answers_have_a_region_that_goes_and_a_line_that_stays(path):
    for name, source in nb.answers(nb.read(path)).items():
        lines = [line.strip() for line in source.splitlines()]
        assert lines.count("### BEGIN SOLUTION") == lines.count("### END SOLUTION") == 1, name
        assert lines[-1] == "### END SOLUTION", f"{name}: what comes after the region would run without it"
        first = f"def {name}(" if CATALOGUE[name].kind == "function" else f"{name} = ..."
        assert source.startswith(first), name


@each_solution
def test_given_cells_put_a_right_piece_in_the_place_of_a_wrong_one(path):
    notebook = nb.read(path)
    for name, cell in nb.cells(notebook, "given").items():
        if name.startswith("use-"):
            piece = name.removeprefix("use-")
            assert cell.source == f"{piece} = gc.use.{piece}({piece})"
            assert piece in nb.answers(notebook), f"{name}: {piece} is no step of this notebook"


@each_solution
def test_points_and_notebook_are_those_of_the_catalogue(path):
    for name, points in nb.points(nb.read(path)).items():
        assert CATALOGUE[name].points == points, name
        assert CATALOGUE[name].notebook == path.stem, name


def test_every_exercise_of_the_catalogue_stands_in_exactly_one_notebook():
    found = sorted(name for path in nb.SOLUTIONS for name in nb.points(nb.read(path)))
    assert found == sorted(CATALOGUE)


STATED = re.compile(r"\*(\d+) points?, about (\d+) minutes?\*")


@each_solution
def test_points_and_minutes_are_stated_before_every_step(path):
    notebook = nb.read(path)
    stated, words = [], ""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            words += cell.source + "\n"
        elif nb.role(cell) == "answer":
            stated.append((nb.grade_id(cell), STATED.findall(words)))
            assert f"gc.hint.{nb.grade_id(cell)}()" in words, "say how to get help"
            words = ""
    expected = [(e.name, [(str(e.points), str(e.minutes))]) for e in map(CATALOGUE.get, dict(stated))]
    assert stated == expected


@each_solution
def test_the_first_cell_states_the_sums(path):
    notebook = nb.read(path)
    steps = [CATALOGUE[name] for name in nb.answers(notebook)]
    first = notebook.cells[0].source
    assert re.search(rf"\b{sum(step.points for step in steps)} points\b", first), first
    assert re.search(rf"\b{sum(step.minutes for step in steps)} minutes\b", first), first


# --- from one source ----------------------------------------------------------------------------------------


def test_exercises_are_what_make_exercises_makes_of_the_solutions(capsys):
    assert make_exercises.main(["--check"]) == 0, capsys.readouterr().err


@each_solution
def test_no_answer_is_left_in_an_exercise(path):
    solution = nb.read(path)
    exercise = make_exercises.exercise(solution)
    for name, source in nb.answers(solution).items():
        stub = nb.answers(exercise)[name]
        kept, region = source.split("### BEGIN SOLUTION")
        assert stub.startswith(kept.rstrip())
        assert "SOLUTION" not in stub
        body = [line.strip() for line in region.splitlines() if len(line.strip()) > 3]
        assert [line for line in body if line in stub] == []
    assert all(cell.execution_count is None and cell.outputs == [] for cell in code_cells(exercise))


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


# --- running them -------------------------------------------------------------------------------------------


@each_solution
def test_a_solution_has_full_marks_in_a_real_kernel(path):
    notebook = nb.read(path)
    options = {
        "timeout": 120,
        "kernel_name": "python3",
        "resources": {"metadata": {"path": str(path.parent)}},
    }
    NotebookClient(notebook, **options).execute()
    for name, cell in nb.cells(notebook, "check").items():
        (output,) = cell.outputs  # one verdict, and neither an error nor a warning nor a number
        assert output.output_type == "display_data", name
        assert output.data["text/plain"].startswith(f"✓ {name.removeprefix('check-')}: right"), name


@each_solution
def test_the_saved_solution_shows_right_verdicts(path):
    for name, cell in nb.cells(nb.read(path), "check").items():
        assert [output.output_type for output in cell.outputs] == ["display_data"], name
        assert ": right" in cell.outputs[0].data["text/plain"], name


@each_solution
def test_an_exercise_as_it_comes_is_not_attempted_everywhere(path):
    exercise = make_exercises.exercise(nb.read(path))
    assert marks(exercise) == dict.fromkeys(nb.points(exercise), "not attempted")


STEPS = [(path, name) for path in nb.SOLUTIONS for name in nb.answers(nb.read(path))]


@pytest.mark.parametrize(("path", "name"), STEPS, ids=[f"{path.stem}-{name}" for path, name in STEPS])
def test_each_step_can_be_done_without_the_others(path, name):
    solution = nb.read(path)
    exercise = make_exercises.exercise(solution)
    alone = nb.filled(exercise, {name: nb.answers(solution)[name]})
    assert marks(alone) == {**dict.fromkeys(nb.points(exercise), "not attempted"), name: "right"}


def marks(notebook: nbformat.NotebookNode) -> dict[str, str]:
    """ "right", "not attempted", or what was said instead, for every step; nothing else may raise."""
    raised = nb.run(notebook)
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")
    checks = {cell.id: name.removeprefix("check-") for name, cell in nb.cells(notebook, "check").items()}
    assert {cell: repr(error) for cell, error in raised.items() if cell not in checks} == {}
    return {name: outcome(raised.get(cell)) for cell, name in checks.items()}


def outcome(error: Exception | None) -> str:
    if error is None:
        return "right"
    assert isinstance(error, NotYetRight), repr(error)
    return "not attempted" if "not attempted" in str(error) else str(error)


# --- the tool -----------------------------------------------------------------------------------------------

FUNCTION = """def twice(a):
    \"\"\"Twice as much.\"\"\"
    ### BEGIN SOLUTION
    return 2 * a
    ### END SOLUTION"""
VALUE = "half = ...\n### BEGIN SOLUTION\nhalf = 0.5\n### END SOLUTION"


def cell(name, source, *, points=None, locked=True, **more):
    meta = {"schema_version": 3, "grade": points is not None, "grade_id": name, "task": False}
    meta |= {"locked": locked, "solution": not locked} | ({} if points is None else {"points": points})
    return v4.new_code_cell(source, id=name, metadata={"nbgrader": meta, **more})


@pytest.fixture
def folders(tmp_path):
    """A solution of two steps, run and saved, and no exercise yet."""
    shown = v4.new_output("display_data", {"text/plain": "right"})
    check = cell("check-twice", "assert twice(1) == 2", points=3, tags=["raises-exception"])
    check.update(execution_count=3, outputs=[shown])
    parts = [
        v4.new_markdown_cell("# Two steps", id="title"),
        cell("twice", FUNCTION, locked=False),
        check,
        cell("use-twice", "twice(1)"),
        cell("half", VALUE, locked=False),
    ]
    (tmp_path / "solutions").mkdir()
    nbformat.write(v4.new_notebook(cells=parts), tmp_path / "solutions" / "01_two.ipynb")
    return tmp_path


def make(folders, *options):
    places = ["--solutions", str(folders / "solutions"), "--exercises", str(folders / "exercises")]
    return make_exercises.main([*places, *options])


def test_answers_become_stubs_that_run_and_show_nothing(folders):
    assert make(folders) == 0
    made = nb.answers(nb.read(folders / "exercises" / "01_two.ipynb"))
    assert made["twice"] == 'def twice(a):\n    """Twice as much."""\n    # YOUR CODE HERE\n    ...'
    assert made["half"] == "half = ...\n# YOUR CODE HERE"


def test_only_answers_can_be_edited_and_every_cell_has_its_checksum(folders):
    make(folders)
    made = nb.read(folders / "exercises" / "01_two.ipynb")
    given = [each for each in made.cells if nb.role(each)]
    assert [each.metadata.get("editable", True) for each in given] == [True, False, False, True]
    assert [each.metadata.deletable for each in given] == [False] * 4
    assert all(each.metadata.nbgrader.checksum == make_exercises.compute_checksum(each) for each in given)
    check = nb.cells(made, "check")["check-twice"]
    assert (check.metadata.tags, check.outputs, check.execution_count) == (["raises-exception"], [], None)


def test_a_second_run_writes_the_same_bytes_and_the_solution_stays(folders):
    solution, exercise = folders / "solutions" / "01_two.ipynb", folders / "exercises" / "01_two.ipynb"
    before = solution.read_bytes()
    make(folders)
    first = exercise.read_bytes()
    exercise.unlink()
    make(folders)
    assert exercise.read_bytes() == first
    assert first.endswith(b"}\n")
    assert solution.read_bytes() == before


def test_check_says_what_is_out_of_step_and_writes_nothing(folders, capsys):
    assert make(folders, "--check") == 1
    assert "01_two.ipynb is out of step" in capsys.readouterr().err
    assert not (folders / "exercises").exists()
    assert make(folders) == make(folders, "--check") == 0
    solution = folders / "solutions" / "01_two.ipynb"
    solution.write_text(solution.read_text().replace("# Two steps", "# Two small steps"))
    assert make(folders, "--check") == 1


def test_somebodys_answers_are_not_overwritten_unless_forced(folders, capsys):
    make(folders)
    exercise = folders / "exercises" / "01_two.ipynb"
    made = exercise.read_text()
    exercise.write_text(made.replace("# YOUR CODE HERE\\n", "return a + a\\n"))
    written = exercise.read_text()
    assert written != made
    assert make(folders) == 1
    assert "holds somebody's answers (twice)" in capsys.readouterr().err
    assert exercise.read_text() == written
    assert make(folders, "--force") == 0
    assert exercise.read_text() == made


def test_an_exercise_without_a_solution_is_named_and_left(folders, capsys):
    make(folders)
    stray = folders / "exercises" / "02_gone.ipynb"
    stray.write_text("{}")
    assert make(folders) == 1
    assert "02_gone.ipynb has no solution" in capsys.readouterr().err
    assert stray.exists()


def test_a_solution_outside_an_answer_cell_is_an_error(folders):
    path = folders / "solutions" / "01_two.ipynb"
    path.write_text(path.read_text().replace("# Two steps", "### BEGIN SOLUTION\\n### END SOLUTION"))
    with pytest.raises(RuntimeError, match="non-solution cell"):
        make(folders)


def test_no_solutions_at_all_are_an_error(tmp_path):
    (tmp_path / "solutions").mkdir()
    assert make(tmp_path) == 1
