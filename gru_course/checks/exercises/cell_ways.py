"""Ways to write a mistake in the four equations of a GRU: in one gate, or in several.

All edits speak of the same ten lines, from ``xh = ...`` to ``h = ...``.
"""

from collections.abc import Sequence

from gru_course.checks.exercise import Edit, Misconception


def squashed_by(wrong: str) -> tuple[tuple[Edit, ...], ...]:
    """The gates with something else in place of ``sigmoid(a)``: both, r alone, z alone."""
    r = ("r = sigmoid(a_r)", f"r = {wrong.replace('#', 'a_r')}")
    z = ("z = sigmoid(a_z)", f"z = {wrong.replace('#', 'a_z')}")
    return ((r, z), (r,), (z,))


def summed_by(wrong: str, parts: Sequence[str] = ("rz", "r", "z")) -> tuple[tuple[Edit, ...], ...]:
    """Something else in place of ``v @ W + b``; the letters stand for those of each equation."""
    return tuple(tuple(_sum_edit(part, wrong) for part in together) for together in parts)


def _sum_edit(part: str, wrong: str) -> Edit:
    joined, h = ("x_reset_h", "reset_h") if part == "h" else ("xh", "h_prev")
    right = f"a_{part} = {joined} @ params.W_{part} + params.b_{part}"
    filled = wrong.format(W=f"params.W_{part}", b=f"params.b_{part}", h=h, v=joined, D="x.shape[-1]")
    return right, f"a_{part} = {filled}"


def bias_after(parts: str) -> tuple[Edit, ...]:
    """The bias outside the squashing function, in each of these parts."""
    squashed = {"r": "r = sigmoid(a_r)", "z": "z = sigmoid(a_z)", "h": "h_cand = tanh(a_h)"}
    edits = [
        ((f" + params.b_{part}", ""), (squashed[part], f"{squashed[part]} + params.b_{part}"))
        for part in parts
    ]
    return tuple(edit for pair in edits for edit in pair)


def squashed_apart(part: str) -> Edit:
    """Squashed once for x and once for the rest, and then added."""
    left, squash = {"r": ("r", "sigmoid"), "z": ("z", "sigmoid"), "h": ("h_cand", "tanh")}[part]
    from_x = f"x @ params.W_{part}[: x.shape[-1]]"
    return (
        f"{left} = {squash}(a_{part})",
        f"{left} = {squash}({from_x}) + {squash}(a_{part} - {from_x})",
    )


def weights_of(part: str, other: str) -> tuple[tuple[Edit, ...], ...]:
    """The weights of another part: W alone, and W with its bias."""
    joined = "x_reset_h" if part == "h" else "xh"
    left = f"a_{part} = {joined} @ "
    whole = (f"{left}params.W_{part} + params.b_{part}", f"{left}params.W_{other} + params.b_{other}")
    return (((f"{left}params.W_{part}", f"{left}params.W_{other}"),), (whole,))


def half_of(part: str, other: str) -> tuple[tuple[Edit, ...], ...]:
    """The weights of another part for the state only, or for x only."""
    from_x, from_h = "x @ {W}[:{D}]", "{h} @ {W}[{D}:]"
    wrong = f"params.W_{other}"
    return (
        *summed_by(f"{from_x} + {from_h.replace('{W}', wrong)} + {{b}}", [part]),
        *summed_by(f"{from_x.replace('{W}', wrong)} + {from_h} + {{b}}", [part]),
    )


def bias_of(part: str, other: str) -> tuple[tuple[Edit, ...], ...]:
    """The bias of another part."""
    return (((f"params.W_{part} + params.b_{part}", f"params.W_{part} + params.b_{other}"),),)


def formula(mistake: str, name: str, hint: str, *wrong: str) -> Misconception:
    """A slip in a sigmoid that serves both gates."""
    return Misconception(mistake, name, hint, tuple(squashed_by(each)[0] for each in wrong))


BLEND = "z * h_cand + (1 - z) * h_prev"
JOIN = "np.concatenate([x, h_prev], axis=-1)"
JOIN_RESET = "np.concatenate([x, reset_h], axis=-1)"
PARTS = {"r": "the reset gate", "z": "the update gate", "h": "the candidate"}


def blend(mistake: str, name: str, hint: str, *wrong: str, elsewhere: str = "") -> Misconception:
    """A slip in the last equation."""
    return Misconception(mistake, name, hint, tuple(((BLEND, each),) for each in wrong), elsewhere)
