"""The inputs of one step, made once for all learners who get the same, and kept ready to be sent.

A class shares a few sets of inputs, chosen for each learner and step by a hash: nobody can say which, and
what is right for each set, and what every known mistake makes of it, is worked out once.
"""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from gru_course.checks.catalogue import EXERCISES
from gru_course.checks.known import Known
from gru_course.grading.codec import LARGEST_MESSAGE, pack

SETS = 4
"""Of inputs in a class, for each step."""
MOST_KEPT = 256
"""Papers in memory: more than one notebook has steps and sets."""


@dataclass(frozen=True)
class Paper:
    """One step with one set of inputs.

    Attributes
    ----------
    seed : int
    known : Known
        The calls, what is right for them, and what known mistakes make of them.
    message : ndarray of uint8
        The arguments of all calls, packed for the sandbox.
    """

    seed: int
    known: Known
    message: np.ndarray

    def order(self) -> dict[str, Any]:
        """What the sandbox is told to do with the answer."""
        exercise = self.known.exercise
        return {"do": "observe", "step": exercise.name, "kind": exercise.kind, "calls": self.message}


def seed_for(exercise: str, learner: str, salt: str = "") -> int:
    """The seed of a learner's inputs: the same every time, one of a few that depend on the salt alone."""
    place = _hashed(salt, exercise, learner) % SETS
    return _hashed(salt, exercise, place)


def paper(exercise: str, learner: str, salt: str = "") -> Paper:
    """What a learner gets for a step."""
    return _made(exercise, seed_for(exercise, learner, salt))


@lru_cache(MOST_KEPT)
def _made(name: str, seed: int) -> Paper:
    exercise = EXERCISES[name]
    calls = exercise.calls(seed, fresh=seed)
    arguments = [call.arguments for call in calls] if exercise.kind == "function" else []
    message = pack(arguments, longest_text=LARGEST_MESSAGE)
    return Paper(seed, Known(exercise, calls), np.frombuffer(message, dtype=np.uint8))


def _hashed(*parts: object) -> int:
    digest = hashlib.sha256("\0".join(map(str, parts)).encode("utf-8", "replace")).digest()
    return int.from_bytes(digest[:6], "big")
