"""The doctor, on machines that lack one thing each."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from gru_course import doctor
from gru_course.doctor import MISSING, OK, OPTIONAL, Machine, as_lines, examine, is_ready

ROOT = Path(__file__).parents[1]

WELL = Machine(
    python=(3, 12, 1),
    system="Linux",
    requirements=("numpy>=2.1", "jupyterlab>=4.4"),
    versions={"numpy": "2.4.6", "jupyterlab": "4.6.6"},
    kernel="/venv/bin/python",
    interpreter="/venv/bin/python",
    course=Path("/course"),
    disk_free=10**10,
    programs={"chromium": "/usr/bin/chromium", "bwrap": "/usr/bin/bwrap", "node": "/usr/bin/node"},
)


def finding(name: str, **changes: object) -> doctor.Finding:
    """The finding called `name` on a machine that is well but for `changes`."""
    machine = dataclasses.replace(WELL, **changes)
    return next(f for f in examine(machine) if f.name == name)


def test_a_machine_with_everything_is_ready():
    findings = examine(WELL)
    assert {f.status for f in findings} == {OK}
    assert is_ready(findings)
    assert as_lines(findings)[-1][1].startswith("Everything that the course needs is here")


@pytest.mark.parametrize("version", [(3, 10, 13), (3, 15, 0), (2, 7, 18)])
def test_python_outside_the_range_is_missing(version):
    found = finding("Python", python=version)
    assert found.status == MISSING
    assert "needed 3.11 to 3.14" in found.seen
    assert "apt install" in found.remedy


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 14, 2)])
def test_python_at_the_ends_of_the_range_is_ok(version):
    assert finding("Python", python=version).status == OK


def test_the_python_range_is_that_of_pyproject():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (low, beyond) = (".".join(map(str, version)) for version in doctor.PYTHON_RANGE)
    assert project["requires-python"] == f">={low},<{beyond}"


def test_an_absent_package_is_missing_and_its_remedy_can_be_pasted():
    found = finding("numpy", versions={"jupyterlab": "4.6.6"})
    assert found.status == MISSING
    assert 'pip install "numpy>=2.1"' in found.remedy
    assert 'conda install -c conda-forge "numpy>=2.1"' in found.remedy


def test_an_old_package_is_missing_and_both_versions_are_named():
    found = finding("numpy", versions={"numpy": "1.26.4", "jupyterlab": "4.6.6"})
    assert found.status == MISSING
    assert found.seen == "version 1.26.4, needed >=2.1"


def test_a_course_that_is_not_installed_is_missing():
    assert finding("gru-course", requirements=None).status == MISSING


@pytest.mark.parametrize(
    ("requirement", "name", "bounds"),
    [
        ("NumPy >=2.1", "numpy", ">=2.1"),
        ("tqdm", "tqdm", ""),
        ("a_b<3,>=2 ; python_version<'4'", "a-b", "<3,>=2"),
    ],
)
def test_requirements_are_split_into_name_and_bounds(requirement, name, bounds):
    assert doctor._split(requirement) == (name, bounds)


def test_no_kernel_is_missing():
    assert finding("Jupyter kernel python3", kernel=None).status == MISSING


def test_a_kernel_of_another_python_is_missing():
    found = finding("Jupyter kernel python3", kernel="/usr/bin/python3")
    assert found.status == MISSING
    assert "/usr/bin/python3" in found.seen


def test_a_kernel_by_bare_name_is_that_of_the_running_python():
    assert finding("Jupyter kernel python3", kernel="python").status == OK


def test_no_lessons_are_missing():
    assert finding("Lessons", course=None).status == MISSING


def test_lessons_that_cannot_be_written_to_are_missing():
    found = finding("Lessons", writable=False)
    assert found.status == MISSING
    assert "cannot be written" in found.seen


def test_a_full_disk_is_missing_space():
    assert finding("Disk space", disk_free=10**8).status == MISSING


@pytest.mark.parametrize("name", ["Chromium", "Bubblewrap", "Node"])
@pytest.mark.parametrize("system", ["Linux", "Darwin", "Windows"])
def test_absent_programs_are_optional_with_a_remedy_on_every_system(name, system):
    found = finding(name, programs={}, system=system)
    assert found.status == OPTIONAL
    assert found.remedy


def test_any_chromium_will_do():
    assert finding("Chromium", programs={"msedge": "edge"}).status == OK


def test_optional_things_do_not_stand_in_the_way():
    assert is_ready(examine(dataclasses.replace(WELL, programs={})))


def test_every_line_writes_its_status_out_and_the_verdict_names_what_is_missing():
    lines = [line for _, line in as_lines(examine(dataclasses.replace(WELL, versions={}, programs={})))]
    assert any(line.split()[1] == "missing" and "numpy" in line for line in lines)
    assert any(line.split()[1] == "optional" and "Chromium" in line for line in lines)
    assert lines[-1].startswith("Missing: numpy, jupyterlab.")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", None, "no-such-encoding"])
def test_terminals_without_unicode_get_plain_signs(encoding):
    assert doctor.symbols_for(encoding) is doctor.PLAIN_SYMBOLS
    "".join(line for _, line in as_lines(examine(WELL), doctor.PLAIN_SYMBOLS)).encode("ascii")


def test_every_runtime_dependency_has_a_purpose():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert {doctor._split(d)[0] for d in project["dependencies"]} <= set(doctor.PURPOSES)


def test_the_course_is_found_from_a_folder_inside_it(tmp_path):
    lesson = tmp_path / doctor.FIRST_LESSON
    lesson.parent.mkdir()
    lesson.write_text("{}")
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    assert doctor.find_course(deep) == tmp_path.resolve()


def test_looking_around_sees_this_very_environment():
    machine = doctor.look_around()
    assert machine.python == sys.version_info[:3]
    assert machine.requirements
    assert "numpy" in machine.versions
    assert machine.disk_free > 0


def test_the_doctor_runs_as_a_script_without_any_package():
    script = ROOT / "gru_course" / "doctor.py"
    done = subprocess.run(
        [sys.executable, "-I", "-S", script], capture_output=True, text=True, encoding="utf-8", timeout=60
    )
    assert done.stderr == ""
    assert done.returncode == 1
    assert "numpy: does all the mathematics (not installed" in done.stdout
