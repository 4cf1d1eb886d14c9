"""What a lecturer sees who looks into one learner's score: inputs, got and expected, on the screen only."""

from __future__ import annotations

import numpy as np
import pytest

from gru_course.checks.catalogue import EXERCISES
from gru_course.grading.grade import Result, StepResult
from gru_course.grading.inquiry import differences

SEED = 4711


def result(name: str = "sigmoid", status: str = "wrong") -> Result:
    step = StepResult(name, 0.0, 2.0, status, "", seed=SEED)
    return Result("ada", EXERCISES[name].notebook, (step,))


CALLS = EXERCISES["sigmoid"].calls(SEED, fresh=SEED)


def report(outcomes: list[dict]) -> dict:
    """What the sandbox says of a sigmoid."""
    return {"name": "sigmoid", "takes": [["a", "POSITIONAL_OR_KEYWORD", False]], "outcomes": outcomes}


def seen(function, status: str = "wrong"):
    outcomes = [{"returned": function(call.arguments["a"])} for call in CALLS]
    return differences(result(status=status), {"sigmoid": report(outcomes)}).get("sigmoid")


def right(a):
    return (1 + np.tanh(a / 2)) / 2


def test_the_first_call_that_differs_is_shown_with_got_and_expected():
    found = seen(lambda a: 1 - right(a))
    a = CALLS[0].arguments["a"]
    assert found.where == "small 1"
    assert str(float(a.item())) in found.call
    assert f"{1 - right(a).item():.4f}".rstrip("0") in found.got
    assert f"{right(a).item():.4f}".rstrip("0") in found.expected


def test_the_recipe_gives_the_inputs_of_that_call():
    found = seen(lambda a: np.where(np.abs(a) < 500, right(a), 0.5))
    assert "1000" in found.where
    arguments = eval(found.recipe, {"EXERCISES": EXERCISES})
    assert np.abs(arguments["a"]).max() > 500


def test_of_a_right_step_nothing_is_shown():
    assert seen(right) is None
    assert seen(lambda a: 1 - right(a), status="right") is None


def test_a_call_that_changes_what_it_was_given_is_shown():
    outcomes = [{"returned": right(c.arguments["a"]), "written": {"a": c.arguments["a"] + 1}} for c in CALLS]
    (found,) = differences(result(), {"sigmoid": report(outcomes)}).values()
    assert found.changed == ("a",)


@pytest.mark.parametrize(
    "forged", [{}, {"outcomes": 3}, {"outcomes": [{"failure": [1] * 5}]}, {"value": "x"}]
)
def test_a_forged_report_does_not_stop_it(forged):
    assert set(differences(result(), {"sigmoid": forged})) <= {"sigmoid"}


def test_a_value_is_shown_beside_the_right_one():
    found = differences(result("step_by_hand"), {"step_by_hand": {"value": np.array(0.125)}})
    assert found["step_by_hand"].got == "0.125"
    assert found["step_by_hand"].expected not in ("", "0.125")
    assert found["step_by_hand"].recipe == ""
