"""Run an answer on the inputs of an exercise and keep what came, as plain arrays and words.

This is the only part of a check that touches what a learner made. It decides nothing.
"""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from gru_course.calling import (
    Called,
    Failure,
    TooSlow,
    call,
    is_stub,
    name_of,
    signature_of,
    time_limit,
)
from gru_course.checks.exercise import Exercise
from gru_course.checks.outcome import NoNumbers, Outcome, Problem, as_array, equal, said_to_be
from gru_course.checks.probes import Call, copied, leaves
from gru_course.checks.words import listed
from gru_course.nn.validate import Array

PATIENCE = 10.0
"""Seconds for all calls of one check together."""


class EndlessLoop(Exception):  # noqa: N818
    """A known mistake would go on for ever; raised by what the bank puts into its loops."""


Calling = Callable[[Any, Call], tuple[Called, tuple[str, ...]]]
"""(answer, call) -> what came of it, and the paths of the arguments that it has written into."""


def observe(
    exercise: Exercise,
    answer: Any,
    calls: Sequence[Call],
    patience: float = PATIENCE,
    calling: Calling | None = None,
) -> list[Outcome]:
    """What the answer makes of each call.

    Parameters
    ----------
    exercise : Exercise
    answer : object
        A function, or the value of a step that asks for one.
    calls : sequence of Call
    patience : float
        Seconds for all calls together, where the system can interrupt them.
    calling : callable, optional
        How a function is called; here and now, unless told.

    Returns
    -------
    list of Outcome, one for each call
        Calls after one that is too slow, or after a stub, come to the same as that one.
    """
    before = _before_calling(exercise, answer)
    if before is not None:
        return [Outcome(problem=before)] * len(calls)
    outcomes: list[Outcome] = []
    try:
        with time_limit(patience):
            for each in calls:
                outcomes.append(_one(exercise, answer, each, calling or here_and_now))
                problem = outcomes[-1].problem
                if problem is not None and problem.kind == "not attempted":
                    break
    except TooSlow:
        outcomes.append(Outcome(problem=_too_slow(exercise, patience)))
    outcomes += [outcomes[-1]] * (len(calls) - len(outcomes))
    order = _other_order(exercise, answer)
    return [replace(outcome, takes=order) for outcome in outcomes] if order else outcomes


def run(
    function: Callable[..., Any], exercise: Exercise, calls: Sequence[Call], watch: bool = True
) -> list[Outcome]:
    """The same for a function of our own, the right answer or a known mistake, without the precautions.

    Whether it writes into its arguments is found out only where `watch` is set; that takes as long again.
    """
    outcomes = []
    with np.errstate(all="ignore"):
        for each in calls:
            arguments = copied(each.arguments)
            try:
                returned = function(*arguments.values())
            except EndlessLoop:
                outcomes.append(Outcome(problem=Problem("too slow", "")))
            except Exception as error:
                problem = Problem("raised", "", error=type(error).__name__, said=str(error))
                outcomes.append(Outcome(problem=problem))
            else:
                changed = written_into(each.arguments, arguments) if watch else ()
                outcomes.append(_read(exercise, returned, changed, _plain_call))
    return outcomes


def _plain_call(function: Callable[..., Any], arguments: Mapping[str, Any]) -> Called:
    """What `call` does, without its precautions: a tenth of the time."""
    try:
        return Called(returned=function(**arguments))
    except Exception as error:
        return Called(failure=Failure(type(error).__name__, str(error)))


def _before_calling(exercise: Exercise, answer: Any) -> Problem | None:
    """What is wrong with the answer before it is called at all."""
    if answer is None or answer is ...:
        return Problem(
            "not attempted", "There is nothing here yet: write your answer and run the cell again."
        )
    if exercise.kind != "function":
        return None
    if not callable(answer):
        return Problem("cannot call", _no_function(exercise, answer))
    if is_stub(answer):
        return Problem("not attempted", f"{name_of(answer)} has no code of yours in it yet.")
    return _arguments_do_not_fit(exercise, answer)


def _no_function(exercise: Exercise, answer: Any) -> str:
    came = type(answer).__name__
    advice = f"gc.check.{exercise.name}({exercise.name})"
    if isinstance(answer, np.ndarray | float | int | list | tuple | np.generic):
        return (
            f"This is a {came}, the result of a call perhaps. "
            f"Give the function itself, without parentheses: {advice}"
        )
    return f"Expected your function, got a {came}: {advice}"


def _arguments_do_not_fit(exercise: Exercise, answer: Callable[..., Any]) -> Problem | None:
    wanted = list(inspect.signature(exercise.reference).parameters)
    signature = signature_of(answer)
    if signature is None:
        return None
    for arguments, by_name in ((wanted, {}), ([], dict.fromkeys(wanted))):
        try:
            signature.bind(*arguments, **by_name)
        except TypeError:
            continue
        return None
    takes = ", ".join(signature.parameters) or "nothing"
    text = (
        f"It is called with {len(wanted)} argument{'s' if len(wanted) > 1 else ''} ({', '.join(wanted)}), "
        f"but {name_of(answer)} takes ({takes})."
    )
    return Problem("cannot call", text)


def _other_order(exercise: Exercise, answer: Any) -> str:
    """What the function takes, where that is what is asked for in another order; otherwise nothing.

    By position each then gets what belongs to another. That may be right all the same, as in a sum.
    """
    signature = signature_of(answer) if exercise.kind == "function" else None
    if signature is None:
        return ""
    wanted = list(inspect.signature(exercise.reference).parameters)
    takes = list(signature.parameters)[: len(wanted)]
    return "" if takes == wanted or sorted(takes) != sorted(wanted) else ", ".join(takes)


def here_and_now(answer: Any, each: Call) -> tuple[Called, tuple[str, ...]]:
    """Call a function in this process, with arguments of its own."""
    arguments = copied(each.arguments)
    called = call(answer, arguments)
    return called, () if called.failure is not None else written_into(each.arguments, arguments)


def _one(exercise: Exercise, answer: Any, each: Call, calling: Calling) -> Outcome:
    changed: tuple[str, ...] = ()
    if exercise.kind == "function":
        called, changed = calling(answer, each)
    elif exercise.kind == "design":
        called = call(lambda: exercise.reference(answer), {})
    else:
        called = Called(returned=answer)
    if called.failure is not None:
        problem = _not_so(called) if exercise.kind == "design" else _raised(answer, called)
        return Outcome(problem=problem, printed=called.printed)
    if called.returned is ...:
        return Outcome(problem=Problem("not attempted", f"{name_of(answer)} returns ... as yet."))
    # What was called elsewhere has come as plain data, which runs nothing when it is read.
    reading = call if calling is here_and_now else _plain_call
    outcome = _read(exercise, called.returned, changed, reading, name_of(answer))
    return replace(outcome, printed=called.printed)


def _not_so(called: Called) -> Problem:
    """A design that cannot be tried: the exercise says why, in a ValueError."""
    failure = called.failure
    assert failure is not None
    said = failure.text if failure.error == "ValueError" else f"{failure.error}: {failure.text}"
    return Problem("no numbers", f"This cannot be tried: {said}", error=failure.error, said=failure.text)


def _raised(answer: Any, called: Called) -> Problem:
    failure = called.failure
    assert failure is not None
    name = name_of(answer)
    if failure.error == "NotImplementedError":
        return Problem("not attempted", f"{name} has no code of yours in it yet.")
    return Problem(
        "raised",
        f"{name} raised {failure.error}: {failure.text}{failure.where}",
        error=failure.error,
        said=failure.text,
        advice=failure.advice,
    )


def _read(
    exercise: Exercise,
    returned: Any,
    changed: tuple[str, ...],
    calling: Callable[[Callable[..., Any], Mapping[str, Any]], Called],
    name: str = "the function",
) -> Outcome:
    """What was returned as arrays, or why it is none; an object may run code of its own when it is read."""
    if returned is None:
        text = f"{name} returned None: does it end with return?"
        return Outcome(problem=Problem("nothing", text), changed=changed)
    what = f"what {name} returned" if exercise.kind == "function" else "the answer"
    reading = calling(lambda: _arrays(exercise, returned, what), {})
    if reading.failure is None:
        return Outcome(reading.returned, changed=changed)
    said = _cannot_be_read(exercise, returned, what, reading.failure)
    problem = Problem("no numbers", f"{said[0].upper()}{said[1:]}.", said=said.removeprefix(what))
    return Outcome(problem=problem, changed=changed)


def _arrays(exercise: Exercise, returned: Any, what: str) -> tuple[Array, ...]:
    """Each piece of the answer as an array."""
    pieces = exercise.read(returned)
    labels = list(exercise.outputs)
    if len(pieces) != len(labels):
        raise TypeError(f"{len(pieces)} pieces")
    return tuple(
        as_array(piece, what if len(labels) == 1 else label)
        for label, piece in zip(labels, pieces, strict=True)
    )


def _cannot_be_read(exercise: Exercise, returned: Any, what: str, failure: Failure) -> str:
    if failure.error == NoNumbers.__name__:
        return failure.text.rstrip(".")
    labels = list(exercise.outputs)
    if len(labels) == 1:
        return f"{what} is {said_to_be(returned)}, not an array of numbers"
    return f"{what} cannot be taken apart into the {len(labels)} arrays that are asked for: {listed(labels)}"


def written_into(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    """Paths of the arrays that are not what they were."""
    now = dict(leaves(after))
    return tuple(path for path, array in leaves(before) if not equal(array, now[path]).all())


def _too_slow(exercise: Exercise, patience: float) -> Problem:
    text = (
        f"It had not come back after {patience:.0f} seconds. Is there a loop that never ends? "
        f"{exercise.signature} is called with small arrays and should take far less."
    )
    return Problem("too slow", text)
