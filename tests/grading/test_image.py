"""The grader's image: what its recipe copies is enough to grade with. A folder stands in for the image."""

import shutil
from pathlib import Path

import pytest

from gru_course import doctor
from gru_course.grading.assignment import load_all

ROOT = Path(__file__).parents[2]
RECIPE = (ROOT / "docs" / "grading" / "Dockerfile").read_text(encoding="utf-8").splitlines()


@pytest.fixture
def image(tmp_path):
    """The folder of the image, as the recipe's COPY lines make it."""
    for line in RECIPE:
        if line.startswith("COPY "):
            *sources, target = line.split()[1:]
            for source in sources:
                put(ROOT / source, tmp_path / target, into=target.endswith("/"))
    return tmp_path


def put(source: Path, target: Path, into: bool) -> None:
    """As COPY does: a folder's content, or a file; into a folder where the target ends in a slash."""
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        target = target / source.name if into else target
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)


def test_the_grader_finds_every_exercise_in_the_image(image):
    course = doctor.find_course(image)
    assert course == image
    assert load_all(course / "exercises") == load_all(ROOT / "exercises")


def test_no_solutions_are_copied_into_the_image(image):
    assert not (image / "solutions").exists()
