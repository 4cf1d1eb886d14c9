"""What an exercise is: a right answer, the inputs to try it on, and the mistakes that people make.

The right answer is an ordinary function, and a mistake is an edit of its source,
``("r * h_prev", "h_prev")``. So the bank shows what each mistake looks like in code, and two mistakes can be
made at once.
"""

import inspect
import textwrap
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

import numpy as np

from gru_course.checks.outcome import TOLERANCE, read_one
from gru_course.checks.probes import (
    FRESH,
    FULL,
    SMALL,
    Arguments,
    Call,
    Draw,
    Move,
    Sizes,
    copied,
    key,
    last_row,
    leaves,
    moved,
    rounded,
)
from gru_course.nn.validate import Array

PUBLIC_SEED = 2014
"""Of the checks that learners run themselves. Graded runs take others."""

Edit = tuple[str, str]
"""A piece of the right answer's source, which occurs exactly once, and what it becomes."""

Way = tuple[Edit, ...] | str
"""One way to write a mistake: edits of the right answer, or a whole function."""


@dataclass(frozen=True)
class Misconception:
    """A mistake that people make.

    Attributes
    ----------
    id : str
        Short and fixed, words joined by hyphens: ``"reset-after"``.
    name : str
        In words, as a learner reads it.
    hint : str
        What to think about; mends the mistake without giving the line away.
    ways : tuple
        How it is written: each is a tuple of edits, or the source of a whole function.
    elsewhere : str
        Where the same is right, if anywhere: ``"valid in PyTorch and cuDNN; this course ..."``.
    same_as : dict of str to str
        Ids of other mistakes that give the same numbers for every input, and why.
    """

    id: str
    name: str
    hint: str
    ways: tuple[Way, ...]
    elsewhere: str = ""
    same_as: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Property:
    """Something that holds for every right answer, whatever the numbers.

    Attributes
    ----------
    name : str
        ``"range"``
    words : str
        What is said where it does not hold: ``"a gate lies between 0 and 1"``.
    holds : callable
        (arguments, pieces of the answer) -> bool.
    """

    name: str
    words: str
    holds: Callable[[Arguments, Sequence[Array]], bool]


@dataclass(frozen=True)
class Exercise:
    """One step that can be checked.

    Attributes
    ----------
    name : str
        Of the check: ``gc.check.NAME``.
    notebook : str
        Exercise notebook in which the step is, ``"03_reset_gate"``.
    title : str
        What is to be done, in a few words.
    points, minutes : int
    reference : callable
        The right answer. For a step that asks for a value, a function without arguments that returns it.
    hints : tuple of three str
        A ladder, from a nudge to nearly the line.
    misconceptions : tuple of Misconception
    kind : str
        "function"; "value" for an answer that is a number or an array; "design" for an answer that is free,
        and judged by what it does: then `reference` takes the answer and returns what it does.
    example : object
        For a design: an answer that is right.
    draw : callable
        (rng, sizes) -> arguments by name.
    move : callable
        (rng, arguments, path) -> the same arguments but for the array at this path, which is another.
    outputs : dict of str to str
        Name and axes of each piece of the answer, ``{"r": "B H"}``.
    read : callable
        Takes apart what was returned, into as many pieces as `outputs` has.
    batched : tuple of str
        Arguments whose first axis is the batch.
    extreme : callable or None
        Makes arguments of +-1000 from ordinary ones.
    small, full : tuple of Sizes
        Sizes of the inputs that are shown, and of those that decide.
    properties : tuple of Property
    tolerance : float
        For values that are given with a few decimals.
    extreme_tolerance : float or None
        For inputs of +-1000, relative to the largest number, where right methods differ more there.
    solution : str
        What ``gc.solution.NAME()`` shows, where it is not the reference's source.
    """

    name: str
    notebook: str
    title: str
    points: int
    minutes: int
    reference: Callable[..., Any]
    hints: tuple[str, str, str]
    misconceptions: tuple[Misconception, ...] = ()
    kind: Literal["function", "value", "design"] = "function"
    example: Any = None
    draw: Draw = lambda rng, sizes: {}
    move: Move = moved
    outputs: Mapping[str, str] = field(default_factory=dict)
    read: Callable[[Any], Sequence[Any]] = read_one
    batched: tuple[str, ...] = ()
    extreme: Callable[[Arguments], Arguments] | None = None
    small: tuple[Sizes, ...] = SMALL
    full: tuple[Sizes, ...] = FULL
    fresh: Sizes = FRESH
    properties: tuple[Property, ...] = ()
    tolerance: float = TOLERANCE
    extreme_tolerance: float | None = None
    solution: str = ""

    @cached_property
    def source(self) -> str:
        """The right answer's source, without a docstring: it is what the edits change."""
        return textwrap.dedent(inspect.getsource(self.reference))

    @property
    def signature(self) -> str:
        """``reset_gate(x, h_prev, W_r, b_r)``."""
        return f"{self.name}({', '.join(inspect.signature(self.reference).parameters)})"

    def calls(self, seed: int = PUBLIC_SEED, fresh: int | None = None) -> list[Call]:
        """The inputs on which an answer is tried.

        Parameters
        ----------
        seed : int
            The same seed gives the same inputs.
        fresh : int, optional
            Seed of the one input that nobody has seen before; drawn by chance unless told.

        Returns
        -------
        list of Call
            A value has one call without arguments.
        """
        if self.kind != "function":
            return [Call("full", "the answer", {})]
        rng = np.random.default_rng([seed, zlib.crc32(self.name.encode())])
        small = [
            Call("small", f"small {number}", rounded(self.draw(rng, sizes)))
            for number, sizes in enumerate(self.small, 1)
        ]
        full = [
            Call("full", f"full {number}", self.draw(rng, sizes)) for number, sizes in enumerate(self.full, 1)
        ]
        first = full[0].arguments
        calls = [*small, *full, Call("again", "again", copied(first))]
        if self.batched:
            calls.append(Call("row", "one row", last_row(first, self.batched)))
        calls += [
            Call("moved", f"{path} moved", self.move(rng, first, path), moved=path)
            for path, _ in leaves(first)
        ]
        if self.extreme is not None:
            calls += [
                Call("extreme", f"+-1000, {each.label}", self.extreme(copied(each.arguments)))
                for each in (small[0], full[0])
            ]
        return [*calls, Call("fresh", "fresh", self._unseen(calls, np.random.default_rng(fresh)))]

    def _unseen(self, calls: Sequence[Call], rng: np.random.Generator) -> Arguments:
        """An input that is none of the calls: where it is one number of few digits, chance may meet one."""
        seen = {key(call.arguments) for call in calls}
        while True:
            arguments = self.draw(rng, self.fresh)
            if key(arguments) not in seen:
                return arguments

    def misconception(self, name: str) -> Misconception:
        """The mistake with this id; spaces may stand for hyphens, and small letters for capitals.

        Raises
        ------
        KeyError
            If there is none.
        """
        wanted = name.strip().lower().replace(" ", "-")
        for misconception in self.misconceptions:
            if misconception.id.lower() == wanted:
                return misconception
        known = ", ".join(m.id for m in self.misconceptions)
        raise KeyError(f"{name}: {self.name} has no such mistake; it knows {known}")
