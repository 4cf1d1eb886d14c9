"""Answers as learners write them: every right one is accepted, every wrong one is rejected and named."""

from importlib import import_module
from pathlib import Path

import pytest

from gru_course.checks.catalogue import EXERCISES
from gru_course.checks.exercise import PUBLIC_SEED
from tests.checks.trying import OFFICIAL_SEED, verdict

ASKED = [
    "sigmoid",
    "rnn_step",
    "unroll_rnn",
    "reset_gate",
    "candidate",
    "update_gate",
    "final_state",
    "gru_cell",
    "unroll_gru",
    "count_parameters",
    "gru_cell_backward",
]
"""What the course asks learners to write, from the first lesson to the last."""

FEWEST = 8
"""Right answers of each function that are written differently."""

FILES = {
    path.stem: import_module(f"tests.checks.answers.{path.stem}")
    for path in sorted((Path(__file__).parent / "answers").glob("*.py"))
    if path.stem != "__init__"
}
RIGHT = [(name, answer) for name, module in FILES.items() for answer in module.RIGHT]
WRONG = [(name, *answer) for name, module in FILES.items() for answer in module.WRONG]


def called(answer) -> str:
    return getattr(answer, "__name__", type(answer).__name__)


@pytest.mark.parametrize("name", ASKED)
def test_every_function_that_the_course_asks_for_has_a_check_and_answers_to_try_it(name):
    assert name in EXERCISES
    assert EXERCISES[name].kind == "function"
    assert name in FILES


@pytest.mark.parametrize("name", FILES)
def test_there_are_enough_answers_and_each_has_a_name_of_its_own(name):
    assert name in EXERCISES, "named after no exercise"
    assert len(FILES[name].RIGHT) >= FEWEST
    assert len(FILES[name].WRONG) >= FEWEST
    sources = [getattr(answer, "__code__", answer) for answer in FILES[name].RIGHT]
    assert len(set(map(id, sources))) == len(sources), "the same answer twice"


@pytest.mark.parametrize("seed", [PUBLIC_SEED, OFFICIAL_SEED])
@pytest.mark.parametrize(("name", "answer"), RIGHT, ids=[f"{name}: {called(f)}" for name, f in RIGHT])
def test_every_right_answer_is_accepted_without_a_remark(name, answer, seed):
    found = verdict(EXERCISES[name], answer, seed)
    assert found.status == "right", found
    assert found.notes == ()
    assert found.hint == ""


@pytest.mark.parametrize("seed", [PUBLIC_SEED, OFFICIAL_SEED])
@pytest.mark.parametrize(
    ("name", "answer", "mistake"), WRONG, ids=[f"{name}: {called(f)}" for name, f, _ in WRONG]
)
def test_every_wrong_answer_is_rejected_and_its_mistake_is_named(name, answer, mistake, seed):
    found = verdict(EXERCISES[name], answer, seed)
    assert not found
    assert found.misconception == mistake, found
    assert found.hint
