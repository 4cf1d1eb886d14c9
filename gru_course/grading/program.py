"""From a submission's cells to a list of actions: which cell runs when, and when each step is looked at.

Locked cells of a submission never run: what they do is taken from our own copy. A learner's own cells do run,
the answers and whatever was added, in their order, as they would in the notebook.
"""

from collections.abc import Collection
from dataclasses import dataclass

from gru_course.grading.assignment import CHECK, Assignment
from gru_course.grading.submission import Cell


@dataclass(frozen=True)
class Action:
    """Run a cell, or look at a step.

    Attributes
    ----------
    do : str
        "run" or "observe".
    name : str
        Of the cell, for messages; or of the step.
    source : str
        Of a cell that runs.
    answer : str
        Name of the step to which a cell is the answer; empty for others.
    """

    do: str
    name: str
    source: str = ""
    answer: str = ""


def program(
    assignment: Assignment, cells: list[Cell], stand_ins: dict[str, str] | None = None
) -> list[Action]:
    """What to do with a submission.

    Parameters
    ----------
    assignment : Assignment
    cells : list of Cell
        Of the submission.
    stand_ins : dict of str to str, optional
        Sources that take the place of steps that are not right, by name, once these have been looked at.

    Returns
    -------
    list of Action
        Each step is looked at exactly once: at its test cell, or after its answer where that cell is gone, or
        at the end.
    """
    wanted = [step.name for step in assignment.steps]
    actions = [Action("run", f"preamble {n}", source) for n, source in enumerate(assignment.preamble, 1)]
    places = _places(wanted, cells)
    for number, cell in enumerate(cells):
        if not cell.locked:
            answer = cell.grade_id if cell.grade_id in wanted else ""
            name = f"{answer}, code cell {number + 1}" if answer else f"code cell {number + 1}"
            actions.append(Action("run", name, cell.source, answer))
        for name in wanted:
            if places.get(name) == number:
                actions += _look_at(name, stand_ins or {})
    for name in wanted:
        if name not in places:
            actions += _look_at(name, stand_ins or {})
    return actions


def without(actions: list[Action], dropped: Collection[Action]) -> list[Action]:
    """The same, without those that did not end."""
    return [action for action in actions if action not in dropped]


def _places(wanted: list[str], cells: list[Cell]) -> dict[str, int]:
    """After which cell each step is looked at."""
    places: dict[str, int] = {}
    for name in wanted:
        tests = [n for n, cell in enumerate(cells) if cell.locked and cell.grade_id == CHECK + name]
        answers = [n for n, cell in enumerate(cells) if not cell.locked and cell.grade_id == name]
        later = [n for n in tests if not answers or n > answers[-1]]
        if later:
            places[name] = later[0]
        elif answers:
            places[name] = answers[-1]
    return places


def _look_at(name: str, stand_ins: dict[str, str]) -> list[Action]:
    looked = [Action("observe", name)]
    if name in stand_ins:
        looked.append(Action("run", f"use-{name}", stand_ins[name]))
    return looked
