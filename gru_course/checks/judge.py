"""The order of judgement: attempted, called, shape, finite, value, named, properties, inputs untouched.

A later question is asked only where the earlier ones are answered well, so that a learner hears one thing at
a time, and the one to mend first.
"""

import warnings
from collections.abc import Sequence

import numpy as np

from gru_course.checks import behaviour, errors
from gru_course.checks.diagnose import Diagnosis, diagnose
from gru_course.checks.errors import Slip
from gru_course.checks.evidence import Evidence, Seen
from gru_course.checks.exercise import Exercise
from gru_course.checks.known import Known
from gru_course.checks.outcome import Outcome
from gru_course.checks.verdict import Shown, Status, Verdict
from gru_course.checks.words import (
    call_text,
    callers,
    listed,
    outcome_text,
    pair_text,
    right_ones,
    shape_text,
    shapes_of,
)

NAMEABLE = ("raised", "nothing", "no numbers", "too slow")
"""Problems that a known mistake may have as well."""


def judge(known: Known, outcomes: Sequence[Outcome]) -> Verdict:
    """Judge what an answer made of the calls of an exercise.

    Parameters
    ----------
    known : Known
        The exercise and the calls: ``Known(exercise, exercise.calls(seed))``.
    outcomes : sequence of Outcome
        What came, in the same order.

    Returns
    -------
    Verdict
    """
    with np.errstate(all="ignore"), warnings.catch_warnings():  # whatever the notebook has set
        warnings.simplefilter("ignore")
        return _judged(Evidence.gather(known, outcomes))


def _judged(evidence: Evidence) -> Verdict:
    for question in (_attempted, _called, _shape, _finite, _value, _properties, _untouched):
        verdict = question(evidence)
        if verdict is not None:  # and not `if verdict`: only a right one is true
            order = None if verdict.status == "not attempted" else _another_order(evidence)
            return verdict if order is None else order
    exercise = evidence.exercise
    return Verdict(exercise.name, "right", _praise(exercise), printed=_printed(evidence))


def _another_order(evidence: Evidence) -> Verdict | None:
    """What is behind all else that is wrong where a function takes its arguments in another order."""
    takes = evidence.all[0].got.takes
    if not takes:
        return None
    signature = evidence.exercise.signature
    said = f"It is called as {signature}, by position, and yours takes ({takes})."
    hint = f"Keep them in the order of the exercise: {signature}."
    slip = Slip("arguments-in-another-order", "the arguments in another order", hint)
    return _verdict(evidence, "error", said, slip)


def _attempted(evidence: Evidence) -> Verdict | None:
    for seen in evidence.all:
        problem = seen.got.problem
        if problem is not None and problem.kind == "not attempted":
            return Verdict(evidence.exercise.name, "not attempted", problem.text)
    return None


def _called(evidence: Evidence) -> Verdict | None:
    failed = next((seen for seen in evidence.ordinary if seen.got.problem is not None), None)
    if failed is None:
        return None
    problem = failed.got.problem
    assert problem is not None
    diagnosis = diagnose(evidence) if problem.kind in NAMEABLE else None
    slip = errors.explain(problem, evidence.exercise, failed.call.arguments)
    given = shapes_of(failed.call.arguments)
    notes = (f"It was called with {given}.",) if given and problem.kind == "raised" else ()
    return _verdict(evidence, "error", problem.text, diagnosis or slip, notes=notes)


def _shape(evidence: Evidence) -> Verdict | None:
    seen = next((seen for seen in evidence.ordinary if seen.got.shapes != seen.expected.shapes), None)
    if seen is None:
        return None
    name = evidence.exercise.name
    pieces = zip(evidence.exercise.outputs, seen.got.shapes, seen.expected.shapes, strict=True)
    label, got, expected = next(piece for piece in pieces if piece[1] != piece[2])
    axes = evidence.exercise.outputs[label]
    what = name if len(evidence.exercise.outputs) == 1 else f"{name}: {label}"
    wanted = f"({', '.join(axes.split())}) = {shape_text(expected)}" if axes else shape_text(expected)
    given = shapes_of(seen.call.arguments)
    if evidence.exercise.kind == "value":
        wanted = shape_text(expected)
    said = f"{what} has shape {shape_text(got)}, expected {wanted}" + (f", for {given}." if given else ".")
    return _verdict(evidence, "shape", said, diagnose(evidence) or _shape_slip(evidence, seen, axes))


def _shape_slip(evidence: Evidence, seen: Seen, axes: str) -> Slip | None:
    """Told by a full call where it can be: there, all sizes differ."""
    full = [each for each in evidence.role("full") if each.got.shapes != each.expected.shapes]
    return behaviour.about_shape(full[0] if full else seen, axes)


def _finite(evidence: Evidence) -> Verdict | None:
    seen = next((seen for seen in evidence.ordinary if not seen.got.finite), None)
    if seen is None:
        return None
    said = f"{evidence.exercise.name} gave NaN or infinite numbers."
    hint = "Look for a division by zero, a logarithm of zero or less, or exp of a large number."
    return _verdict(evidence, "not finite", said, diagnose(evidence), seen, hint=hint)


def _value(evidence: Evidence) -> Verdict | None:
    if evidence.exercise.kind == "design":
        return None
    wrong = [seen for seen in evidence.ordinary if not evidence.agrees(seen)]
    if not wrong:
        return None
    if all(seen.call.role == "fresh" for seen in wrong):
        return _verdict(
            evidence,
            "wrong",
            "The numbers are right for the inputs that can be seen, and wrong for new ones.",
            None,
            hint="Compute the answer from the arguments; nothing in it may be written down beforehand.",
        )
    shown = next((seen for seen in wrong if seen.call.role != "fresh"), wrong[0])
    diagnosis = diagnose(evidence)
    said = _what_differs(evidence, shown)
    notes = () if diagnosis is not None else tuple(behaviour.describe(evidence))
    return _verdict(evidence, "wrong", said, diagnosis, shown, notes=notes)


def _properties(evidence: Evidence) -> Verdict | None:
    for seen in evidence.role("extreme"):
        problem = seen.got.problem
        if problem is not None:
            said = f"Right for ordinary numbers; for inputs of +-1000, {problem.text}"
            return _verdict(evidence, "error", said, diagnose(evidence))
        if not seen.got.finite:
            said = "Right for ordinary numbers; for inputs of +-1000 it gives NaN or infinite numbers."
            return _verdict(evidence, "not finite", said, diagnose(evidence), seen, hint=behaviour.OVERFLOW)
        if not evidence.agrees(seen):
            said = "Right for ordinary numbers, and wrong for inputs of +-1000."
            return _verdict(evidence, "wrong", said, diagnose(evidence), seen)
    for seen in evidence.role("row"):
        if not evidence.agrees(seen):
            said = "Right for a whole batch; wrong where one of its rows comes alone."
            return _verdict(evidence, "wrong", said, diagnose(evidence), seen)
    for seen in evidence.role("again", "moved"):
        if not evidence.agrees(seen):
            said = "The first calls are right; later ones, with much the same inputs, are not."
            return _verdict(evidence, "wrong", said, diagnose(evidence), seen, hint=behaviour.REMEMBERS)
    broken = behaviour.broken(evidence)
    if broken:
        first, *others = broken
        notes = tuple(each.words for each in others)
        return _verdict(evidence, "wrong", first.words, Slip(first.name, "", ""), notes=notes)
    return None


def _untouched(evidence: Evidence) -> Verdict | None:
    changed = next((seen.got.changed for seen in evidence.all if seen.got.changed), ())
    if not changed:
        return None
    said = f"The numbers are right, but the call changes {callers(changed)}."
    hint = (
        "+=, *= and h[...] = write into the array that was handed over, and a slice is a view of it. "
        "Make a new array (h = h + 1), or start from a copy (h.copy())."
    )
    slip = Slip("in-place", "the caller's array written into", hint)
    return _verdict(evidence, "wrong", said, diagnose(evidence) or slip)


def _verdict(
    evidence: Evidence,
    status: Status,
    said: str,
    diagnosis: Diagnosis | Slip | None,
    seen: Seen | None = None,
    *,
    hint: str = "",
    notes: tuple[str, ...] = (),
) -> Verdict:
    """Put together; the hint of a named mistake goes before any other."""
    if diagnosis is None:
        named: dict[str, str] = {"hint": hint}
    elif isinstance(diagnosis, Slip):
        named = {"misconception": diagnosis.id, "mistake": diagnosis.name, "hint": diagnosis.hint}
    else:
        main, other = diagnosis.main, diagnosis.other
        named = {
            "misconception": main.id,
            "mistake": main.name if other is None else f"{main.name}; and then also: {other.name}",
            "hint": main.hint,
            "elsewhere": main.elsewhere,
        }
    shown = None if seen is None else _side_by_side(evidence, seen)
    return Verdict(
        evidence.exercise.name,
        status,
        said,
        notes=notes,
        shown=shown,
        printed=_printed(evidence),
        **named,
    )


def _side_by_side(evidence: Evidence, seen: Seen) -> Shown:
    names = tuple(evidence.exercise.outputs)
    got, expected = pair_text(seen.got, seen.expected, names, evidence.off(seen) or None)
    if evidence.exercise.kind != "function":
        return Shown("", outcome_text(seen.got, names), "")
    return Shown(call_text(evidence.exercise.name, seen.call.arguments), got, expected)


def _what_differs(evidence: Evidence, seen: Seen) -> str:
    name = evidence.exercise.name
    off = evidence.off(seen)
    if evidence.exercise.kind == "value":
        single = seen.got.arrays[0].ndim == 0
        if single:
            return f"{name}: this is not the number yet."
        (label,) = evidence.exercise.outputs
        return _which(seen, label, evidence.exercise.tolerance)
    if len(evidence.exercise.outputs) > 1:
        fine = [piece for piece in evidence.exercise.outputs if piece not in off]
        return f"{listed(off)} {'is' if len(off) == 1 else 'are'} off" + (
            f"; {listed(fine)} {'is' if len(fine) == 1 else 'are'} right." if fine else "."
        )
    return f"{name} gives other numbers than it should."


def _which(seen: Seen, label: str, tolerance: float) -> str:
    got, expected = seen.got.arrays[0].reshape(-1), seen.expected.arrays[0].reshape(-1)
    right = np.isclose(got, expected, rtol=tolerance, atol=tolerance).tolist()
    return right_ones(right, label)


def _praise(exercise: Exercise) -> str:
    if exercise.kind == "value":
        return "That is it."
    if exercise.kind == "design":
        return "It does what was asked."
    return "Right on every input that was tried, small, large and extreme."


def _printed(evidence: Evidence) -> str:
    return evidence.all[0].got.printed
