"""Which cell runs when, and when each step is looked at."""

from __future__ import annotations

from gru_course.grading.assignment import Assignment, Step
from gru_course.grading.program import program, without
from gru_course.grading.submission import Cell

TWO = Assignment("demo", (Step("first", 1.0, True), Step("second", 2.0, False)), ("import numpy",))


def shown(cells, stand_ins=None):
    return [
        f"look {action.name}" if action.do == "observe" else f"run {action.source}"
        for action in program(TWO, cells, stand_ins)
    ]


def answer(name, source):
    return Cell(source, name)


def check(name):
    return Cell("steal()", f"check-{name}", locked=True)


FIRST, SECOND = [answer("first", "f"), check("first")], [answer("second", "s"), check("second")]


def test_each_step_is_looked_at_where_its_test_is():
    assert shown([*FIRST, *SECOND]) == ["run import numpy", "run f", "look first", "run s", "look second"]


def test_own_cells_run_in_their_order_and_locked_ones_never():
    cells = [Cell("a"), *FIRST, Cell("b"), Cell("c", "given", locked=True), *SECOND]
    assert shown(cells)[1:] == ["run a", "run f", "look first", "run b", "run s", "look second"]


def test_without_a_test_cell_a_step_is_looked_at_after_its_answer():
    assert shown([FIRST[0], Cell("b"), *SECOND])[1:] == [
        "run f",
        "look first",
        "run b",
        "run s",
        "look second",
    ]


def test_an_answer_below_its_test_cell_is_looked_at_when_it_is_there():
    assert shown([FIRST[1], FIRST[0], *SECOND])[1:3] == ["run f", "look first"]


def test_without_any_of_its_cells_a_step_is_looked_at_in_the_end():
    assert shown([Cell("x"), *FIRST]) == ["run import numpy", "run x", "run f", "look first", "look second"]


def test_of_several_answers_all_run_and_the_last_is_looked_at():
    assert shown([FIRST[0], answer("first", "g"), FIRST[1], *SECOND])[1:4] == ["run f", "run g", "look first"]


def test_what_stands_in_comes_after_the_step_was_looked_at():
    assert shown([*FIRST, *SECOND], {"first": "ours"})[1:4] == ["run f", "look first", "run ours"]


def test_every_step_is_looked_at_once_whatever_is_there_how_often():
    cells = [*FIRST, *FIRST, *SECOND, check("second"), *SECOND, check("first")]
    assert sorted(line for line in shown(cells) if line.startswith("look")) == ["look first", "look second"]


def test_names_of_a_learner_do_not_become_names_of_actions():
    assert all(len(action.name) < 40 for action in program(TWO, [Cell("a", "x" * 10**6)]))


def test_two_cells_with_the_same_source_are_two_actions():
    actions = program(TWO, [Cell("a"), Cell("a"), *FIRST])
    assert len(without(actions, [actions[1]])) == len(actions) - 1
