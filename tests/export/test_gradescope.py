"""The zip for Gradescope, set up and run as Gradescope does, but in another folder and with no network."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from pathlib import Path

import pytest

from gru_course.export.gradescope import autograder
from gru_course.export.gradescope_run import learner_from
from tests import exercise_notebooks as nb
from tests.export.machines import Machine, as_bytes, only, path_with_python, points, wheelhouse

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("gradescope"), pytest.mark.timeout(600)]

NAME = "03_reset_gate"
SALT = "a secret that no learner may see"
EXERCISE = nb.read(nb.EXERCISES / f"{NAME}.ipynb")
ANSWERS = nb.answers(nb.read(nb.ROOT / "solutions" / f"{NAME}.ipynb"))
FULL = {"kept_share": 1.0, "sigmoid": 2.0, "reset_gate": 3.0, "sentence_reset": 4.0}

WRONG = """def reset_gate(x, h_prev, W_r, b_r):
    return np.tanh(np.concatenate([x, h_prev], axis=-1) @ W_r + b_r)
"""
SPY = """
def look(file):
    try:
        return "has read " + open(file).read()
    except OSError:
        return "could not read"

def reset_gate(*given):
    raise ValueError([look(file) for file in {files}])
"""


@pytest.fixture(scope="module")
def machine():
    """Set up once; not in /tmp, which every answer has to itself."""
    folder = Path(tempfile.mkdtemp(prefix="gru-course-test-", dir="/var/tmp"))
    folder.chmod(0o755)
    machine = Machine(folder)
    machine.unpack(autograder(nb.EXERCISES / f"{NAME}.ipynb", SALT))
    (folder / "wheels").mkdir()
    settings = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheelhouse(folder / "wheels", "numpy"))}
    done = machine.run("setup.sh", PATH=path_with_python(folder / "python"), **settings)
    assert done.returncode == 0, done.stdout
    yield machine
    shutil.rmtree(folder)


@pytest.fixture(scope="module", params=["as it is", "without bubblewrap"])
def grade(request, machine):
    """Grade a submission, with and without bubblewrap."""
    if request.param == "as it is":
        return machine.grade
    programs = machine.folder / "programs"
    path = str(programs) if programs.exists() else only(programs, "bash", "env", "chmod", "setpriv")
    return lambda files: machine.grade(files, PATH=path)


def handed_in(**answers: str) -> dict[str, bytes]:
    return {f"{NAME}.ipynb": as_bytes(nb.filled(EXERCISE, {**ANSWERS, **answers}))}


def words_for_the_lecturer(results):
    (hidden,) = [test for test in results["tests"] if test["visibility"] == "hidden"]
    assert "score" not in hidden
    return hidden["output"]


def test_a_perfect_submission_has_full_marks(grade):
    results = grade(handed_in())
    assert (results["score"], points(results)) == (10.0, FULL)
    assert {test["name"]: test["max_score"] for test in results["tests"] if "score" in test} == FULL


def test_a_wrong_step_costs_its_own_points_and_its_mistake_is_named(grade):
    results = grade(handed_in(reset_gate=WRONG))
    assert points(results) == {**FULL, "reset_gate": 0.0}
    (step,) = [test for test in results["tests"] if test["name"] == "reset_gate"]
    assert "tanh" in step["output"]
    assert "Hint: " in step["output"]


@pytest.mark.parametrize("content", [b"", b"no notebook", b"\xff\xfe", b'{"worksheets": []}'])
def test_a_broken_notebook_has_no_points_and_says_why(machine, content):
    results = machine.grade({"mine.ipynb": content})
    assert points(results) == dict.fromkeys(FULL, 0.0)
    assert "cannot be graded" in results["tests"][0]["output"]


def test_nothing_handed_in_has_no_points(machine):
    assert machine.grade({"essay.txt": b"all about gates"})["score"] == 0.0


def test_the_notebook_of_this_exercise_is_found_among_others(machine):
    other = as_bytes(nb.read(nb.EXERCISES / "04_candidate.ipynb"))
    assert machine.grade({"zz.ipynb": other, "renamed.ipynb": handed_in()[f"{NAME}.ipynb"]})["score"] == 10.0


def test_a_hostile_submission_gains_nothing_and_learns_nothing(grade, machine):
    forged = json.dumps({"score": 1000})
    read = [str(machine.folder / name) for name in ("source/settings.json", "submission_metadata.json")]
    package = next(machine.folder.glob("env/lib/python3*/site-packages/gru_course"))
    read += [str(package / "nn/cell.py"), str(package / "checks/exercises/reset_gate.py")]
    results = grade(
        handed_in(
            kept_share=f"open({str(machine.folder / 'results/results.json')!r}, 'w').write({forged!r})",
            sigmoid="import os\n\ndef sigmoid(a):\n    os._exit(0)\n",
            reset_gate=SPY.format(files=read),
        )
    )
    assert results["score"] == 4.0
    assert points(results) == {**dict.fromkeys(FULL, 0.0), "sentence_reset": 4.0}
    words = words_for_the_lecturer(results)
    if "bubblewrap," in words or "without rights" in words:
        told = json.dumps(results)
        assert SALT not in told
        assert "has read" not in told
        assert told.count("could not read") >= len(read)


def test_the_lecturer_is_told_when_there_are_only_limits(machine):
    path = only(machine.folder / "fewer", "bash", "env", "chmod")
    results = machine.grade(handed_in(), PATH=path)
    assert words_for_the_lecturer(results).startswith("limits and refused system calls only")
    assert results["score"] == 10.0


def test_without_bubblewrap_answers_run_as_a_user_without_rights(machine):
    if os.geteuid() != 0 or shutil.which("setpriv") is None:
        pytest.skip("only root can become somebody else, as it does on Gradescope")
    if Path("/usr/bin") not in (machine.folder / "env/bin/python").resolve().parents:
        pytest.skip("the only Python here is one that others may not run")
    path = only(machine.folder / "privileged", "bash", "env", "chmod", "setpriv")
    # In words: numbers in what an answer raises are not passed on.
    who = (
        "import os\ndef reset_gate(*given):\n    raise ValueError({0: 'root', 65534: 'nobody'}[os.geteuid()])"
    )
    results = machine.grade(handed_in(reset_gate=who), PATH=path)
    assert "ValueError: nobody" in next(
        test["output"] for test in results["tests"] if test["name"] == "reset_gate"
    )
    assert words_for_the_lecturer(results).endswith("answers run as a user without rights.")


def test_the_same_submission_has_the_same_result(machine):
    assert machine.grade(handed_in(reset_gate=WRONG)) == machine.grade(handed_in(reset_gate=WRONG))


def test_a_group_is_known_by_its_numbers_in_any_order(tmp_path):
    names = set()
    for number, users in enumerate([[{"id": 7}, {"id": 30}], [{"id": 30}, {"id": 7}]]):
        path = tmp_path / f"{number}.json"
        path.write_text(json.dumps({"users": users}))
        names.add(learner_from(path))
    assert names == {"30 7"}
    assert learner_from(tmp_path / "nowhere.json") == "somebody"
