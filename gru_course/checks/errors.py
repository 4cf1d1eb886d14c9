"""What an exception means for a learner: most come from a few slips, and each slip has a name and words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gru_course.checks.exercise import Exercise
from gru_course.checks.outcome import Problem


@dataclass(frozen=True)
class Slip:
    """A mistake that shows as an exception or a shape, in whatever exercise.

    Attributes
    ----------
    id : str
    name : str
        In words; empty where the hint says all.
    hint : str
        May refer to groups of the pattern (``\\1``).
    pattern : str
        Regular expression for what the exception says.
    """

    id: str
    name: str
    hint: str
    pattern: str = ""


_JOIN = "np.concatenate([x, h_prev], axis=-1)"
_ROWS = "Rows are examples, so it is data @ weights, and [x, h_prev] side by side has D + H columns."

SLIPS = (
    Slip(
        "product-shapes",
        "the two sides of a matrix product do not fit",
        rf"In A @ B the columns of A meet the rows of B; here A has \2 columns and B \1 rows. {_ROWS}",
        r"matmul: .*size (\d+) is different from (\d+)",
    ),
    Slip(
        "product-shapes",
        "the two sides of a matrix product do not fit",
        rf"The columns of the first meet the rows of the second; \1 and \2 do not fit. {_ROWS}",
        r"shapes (\(.*?\)) (?:and )?(\(.*?\)) not aligned",
    ),
    Slip(
        "element-shapes",
        "two shapes that do not fit element by element",
        r"Element by element, both need one shape; here they have \1. Is something transposed, "
        "or was + or * meant to be @?",
        r"operands could not be broadcast together with shapes (.+\))",
    ),
    Slip(
        "number-in-a-product",
        "@ with something that is no matrix",
        "@ needs an array with rows and columns on both sides, and here one side is a single number or None.",
        r"matmul: Input operand \d does not have enough dimensions",
    ),
    Slip(
        "einsum-letters",
        "the letters of np.einsum do not fit the arrays",
        "In np.einsum every axis of an array has one letter, and a letter stands for one size all along.",
        r"einstein sum|remapped shapes",
    ),
    Slip(
        "assigned-shape",
        "a place that is too small or too large for what is put into it",
        r"An array of shape \1 is put into a place of shape \2. With the batch first, hs[:, t] is one "
        "step of every row.",
        r"could not broadcast input array from shape (\(.*?\)) into shape (\(.*?\))",
    ),
    Slip(
        "joined-below",
        "x and h_prev joined one below the other",
        f"To put x and h_prev side by side, join the columns: {_JOIN}.",
        r"all the input array dimensions except for the concatenation axis must match",
    ),
    Slip(
        "joined-unequal-axes",
        "arrays with different numbers of axes joined",
        r"Only arrays with the same number of axes can be joined; here one has \1 and another \2. Of a "
        "sequence (B, T, D), one step is xs[:, t]. To put all numbers into one line, join a.ravel() of each.",
        r"same number of dimensions, but the array at index \d+ has (\d+) .* has (\d+)",
    ),
    Slip(
        "two-arguments-to-concatenate",
        "np.concatenate without a list",
        f"np.concatenate takes one list: {_JOIN}.",
        r"only integer scalar arrays can be converted|(concatenate|hstack)\(\) (got|takes)",
    ),
    Slip(
        "unequal-parts",
        "parts of different shapes in one array",
        f"Parts of one array need one shape. To put x and h_prev side by side: {_JOIN}. If it is a list that "
        "grows, is it made inside the function? One that is a default argument still holds what earlier "
        "calls have put in.",
        r"inhomogeneous shape|all input arrays must have the same shape",
    ),
    Slip(
        "nothing-to-join",
        "a list with nothing in it",
        "The list of arrays is empty: does the loop run at all, and does it append?",
        r"need at least one array to",
    ),
    Slip(
        "math-for-arrays",
        "a function for one number, given a whole array",
        "float() and the functions of `math` take one number; those of NumPy take whole arrays: np.exp, "
        "np.tanh.",
        r"only (length-1|0-dimensional) arrays can be converted|must be real number, not",
    ),
    Slip(
        "if-on-an-array",
        "`if` on a whole array",
        "`if` and `and` ask one question, and an array has many answers: use np.where, or do without `if`.",
        r"truth value of an array",
    ),
    Slip(
        "params-by-key",
        "params[...] where params.W_r is meant",
        "The weights are attributes: params.W_r, params.b_r.",
        r"'\w+Params' object is not subscriptable",
    ),
    Slip(
        "params-name",
        "a name that params does not have",
        r"The weights are params.W_r, params.W_z, params.W_h and params.b_r, params.b_z, params.b_h; "
        r"there is no params.\1.",
        r"'\w+Params' object has no attribute '(\w+)'",
    ),
    Slip(
        "np-sigmoid",
        "np.sigmoid",
        "NumPy has no sigmoid: you are writing it, 1 / (1 + np.exp(-a)); gc.sigmoid is the course's.",
        r"module 'numpy' has no attribute 'sigmoid'",
    ),
    Slip(
        "append-returns-nothing",
        "what append returns is kept",
        "append changes the list itself and returns None: write hs.append(h), without hs = in front of it.",
        r"'NoneType' object has no attribute 'append'|arrays to stack must be passed as",
    ),
    Slip(
        "range-forgotten",
        "a loop over a number",
        "A number cannot be gone through, range of it can: for t in range(...).",
        r"'int' object is not iterable",
    ),
    Slip(
        "function-without-brackets",
        "a function of NumPy without its round brackets",
        "What a function works on stands in round brackets directly behind its name: np.exp(-a).",
        r"operand type.*numpy\.ufunc|ufunc' object is not subscriptable",
    ),
    Slip(
        "caret-for-power",
        "^ where ** is meant",
        "In Python a power is written **, and ^ is something else; for e to the power of a there is "
        "np.exp(a).",
        r"bitwise_xor|for \^",
    ),
    Slip(
        "none-inside",
        "something is None",
        "Something here is None: one of your own functions perhaps ends without return.",
        r"'NoneType' object|unsupported operand type\(s\) for .*NoneType",
    ),
    Slip(
        "used-before-assigned",
        "a variable that has no value yet",
        r"\1 is used before anything is assigned to it: give it a first value before the loop.",
        r"local variable '(\w+)'",
    ),
    Slip(
        "index-out-of-range",
        "an index beyond the end",
        r"Axis \2 has \3 entries, numbered from 0: are two indices exchanged, or does a loop count too far? "
        "In sequences, (B, T, D), the steps are axis 1: xs[:, t].",
        r"index -?\d+ is out of bounds for (axis) (\d+) with size (\d+)",
    ),
    Slip(
        "list-too-short",
        "an index beyond the end of a list",
        "The list has no such element yet. If it is hs[t - 1] at t = 0: before the first step there is h0.",
        r"list index out of range",
    ),
    Slip(
        "too-many-indices",
        "more indices than axes",
        r"The array has \1 axes, and \2 are asked for: print its shape.",
        r"too many indices for array: array is (\d+)-dimensional, but (\d+) were indexed",
    ),
    Slip(
        "no-such-axis",
        "an axis that the array does not have",
        r"Axes are numbered from 0: an array with \2 of them has no axis \1. Print its shape.",
        r"axis (-?\d+) is out of bounds for array of dimension (\d+)",
    ),
    Slip(
        "unpacked-wrongly",
        "more or fewer names than things",
        "As many names on the left as things on the right: xs.shape is (B, T, D), x.shape is (B, D).",
        r"values to unpack|cannot unpack",
    ),
    Slip(
        "no-whole-number",
        "a whole number is needed",
        "An index, a size and range need whole numbers: // divides into one, / does not.",
        r"object cannot be interpreted as an integer|only integers, slices",
    ),
    Slip(
        "integer-array",
        "an array of whole numbers",
        "An array of whole numbers cannot take decimals: np.zeros gives decimals, and so does astype(float).",
        r"Cannot cast ufunc",
    ),
    Slip(
        "called-a-number",
        "parentheses after something that is no function",
        r"Something that is of type \1 is called with parentheses: is a * missing?",
        r"'([\w.]+)' object is not callable",
    ),
    Slip(
        "endless-recursion",
        "the function calls itself without end",
        "The function calls itself without end: is a helper of the same name meant?",
        r"maximum recursion depth",
    ),
    Slip(
        "wrong-number-of-arguments",
        "a function called with more or fewer arguments than it takes",
        "Count the arguments of the call in that line, and those of the function that it calls.",
        r"missing \d+ required|takes .* positional arguments? but|unexpected keyword argument",
    ),
    Slip(
        "tuple-for-array",
        "a tuple where an array is meant",
        "Something is a tuple here: gc.gru_step and its like return two things, h and the step.",
        r"tuple indices must be|'tuple' object",
    ),
    Slip(
        "list-for-array",
        "a list where an array is meant",
        "Something is a list here: np.array(...) or np.stack(...) makes an array of it.",
        r"'list' object|list indices|can't multiply sequence|concatenate list|type\(s\) for .*'list'"
        r"|bad operand type for unary -: 'list'",
    ),
    Slip(
        "no-length",
        "len of something that has none",
        "len counts the rows of an array or the entries of a list. What is asked for can be computed from "
        "sizes.",
        r"has no len\(\)",
    ),
    Slip(
        "division-by-zero",
        "a division by zero",
        "Something is divided by zero: look at the denominator.",
        r"division by zero",
    ),
)
"""The first whose pattern fits is meant."""


def explain(problem: Problem, exercise: Exercise, arguments: Mapping[str, Any]) -> Slip | None:
    """The slip behind an exception, or None."""
    if problem.kind == "raised":
        if "converted to a scalar index" in problem.said and re.search(r"range\(|zeros\(", problem.text):
            return Slip(
                "array-for-a-number",
                "an array where a number is meant",
                "range needs one number, such as a length: the shape of an array has them, xs.shape is (B, "
                "T, D).",
            )
        for slip in SLIPS:
            match = re.search(slip.pattern, problem.said)
            if match:
                return Slip(slip.id, slip.name, match.expand(slip.hint))
        if problem.advice:
            return Slip("misspelt-name", "a name that is spelt otherwise", f"Did you mean {problem.advice}?")
        if problem.error in ("NameError", "UnboundLocalError"):
            return Slip("unknown-name", "a name without a value", _unknown_name(problem.said))
    if problem.kind == "nothing":
        return Slip("no-return", "no return", "A function without return gives None back; print only shows.")
    if problem.kind == "no numbers" and "tuple whose parts" in problem.said and len(exercise.outputs) == 1:
        return Slip(
            "returned-two-things",
            "several things returned",
            "One array is asked for: what else was computed stays inside the function.",
        )
    if problem.kind == "no numbers" and re.search(r"\b(ufunc|function|method)\b", problem.said):
        return Slip(
            "function-returned",
            "a function returned, not what it gives",
            "A function gives numbers once it is called: np.tanh(a), and not np.tanh.",
        )
    if problem.kind == "cannot call" and arguments:
        return Slip("other-arguments", "", f"The exercise asks for {exercise.signature}.")
    return None


def _unknown_name(said: str) -> str:
    name = next(iter(re.findall(r"name '(\w+)'", said)), "The name")
    return (
        f"{name} has no value here: was its cell run, or is it spelt otherwise above? "
        "Inside a function only its arguments and what stands outside all functions are known."
    )
