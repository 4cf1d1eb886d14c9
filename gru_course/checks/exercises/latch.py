"""Weights by hand: a two-unit GRU that latches a bit, holds it, and lets another overwrite it.

The answer is free. It is run on sixteen sequences, and judged by what its first unit does.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from gru_course.checks.exercise import Exercise, Property
from gru_course.checks.probes import Arguments
from gru_course.nn.cell import GRUParams
from gru_course.nn.sequence import gru_forward_plain
from gru_course.nn.validate import Array

D, H = 2, 2
BEFORE, HOLD = 3, 30
"""Steps before the first write, and after each."""

FIRST, SECOND = BEFORE, BEFORE + 1 + HOLD
"""The two steps at which the marker is 1."""

STEPS = SECOND + 1 + HOLD
ENOUGH = 0.5

BITS = np.array([[1.0, 1.0], [1.0, -1.0], [-1.0, 1.0], [-1.0, -1.0]])
"""What is written first, and second: four cases."""

NAMES = ("W_r", "W_z", "W_h", "b_r", "b_z", "b_h")


def _streams() -> Array:
    """Data between the writes, (4, STEPS): all +1, all -1, in turns, and at random."""
    rng = np.random.default_rng(7)
    ones = np.ones(STEPS)
    return np.stack([ones, -ones, (-1.0) ** np.arange(STEPS), rng.choice([-1.0, 1.0], STEPS)])


def _inputs() -> Array:
    """Every case with every stream: xs (16, STEPS, 2), the data bit and the marker."""
    data = np.tile(_streams(), (len(BITS), 1))
    data[:, FIRST], data[:, SECOND] = np.repeat(BITS, 4, axis=0).T
    marker = np.zeros_like(data)
    marker[:, [FIRST, SECOND]] = 1.0
    return np.stack([data, marker], axis=-1)


def _example() -> GRUParams:
    shut, opened, copy = np.zeros((D + H, H)), np.zeros((D + H, H)), np.zeros((D + H, H))
    opened[1] = 16.0
    copy[0] = 3.0
    zero = np.zeros(H)
    return GRUParams(W_r=shut, W_z=opened, W_h=copy, b_r=zero, b_z=np.full(H, -8.0), b_h=zero)


EXAMPLE = _example()


def latch(answer: Any = EXAMPLE) -> Array:
    """What the first unit does, for each case and each stream: shape (4, 4, STEPS)."""
    params = params_of(answer)
    xs = _inputs()
    hs, _ = gru_forward_plain(xs, np.zeros((len(xs), H)), params)
    return hs[:, :, 0].reshape(len(BITS), 4, STEPS)


def params_of(answer: Any) -> GRUParams:
    """The weights that were given, as float64.

    Raises
    ------
    ValueError
        If they are no weights of a GRU with two inputs and two units; the text is for the learner.
    """
    given = answer.arrays() if isinstance(answer, GRUParams) else answer
    if not isinstance(given, Mapping):
        raise ValueError(
            "expected gc.GRUParams(W_r=..., W_z=..., W_h=..., b_r=..., b_z=..., b_h=...), got "
            f"{type(answer).__name__}"
        )
    missing = [name for name in NAMES if name not in given]
    if missing:
        raise ValueError(f"expected all of {', '.join(NAMES)}, and {', '.join(missing)} is missing")
    return GRUParams(**{name: _array(name, given[name]) for name in NAMES})


def _array(name: str, value: Any) -> Array:
    wanted = (D + H, H) if name.startswith("W") else (H,)
    try:
        array = np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError):
        raise ValueError(f"{name}: expected numbers of shape {wanted}") from None
    if array.shape != wanted:
        what = (
            "rows for the bit, the marker and the two units" if name.startswith("W") else "one for each unit"
        )
        raise ValueError(f"{name}: expected shape {wanted} ({what}), got {array.shape}")
    if not np.isfinite(array).all():
        raise ValueError(f"{name}: expected finite numbers")
    return array


# --- what it should do --------------------------------------------------------------------------------------


def _towards(h: Array, which: int) -> Array:
    """The state times the bit that was written: positive where the sign is right."""
    return h * BITS[:, which, None, None]


def _stores(h: Array) -> bool:
    return bool(_towards(h, 0)[..., FIRST].min() > ENOUGH)


def _moves(h: Array) -> bool:
    return bool(np.ptp(h) > 1e-6)


def _opposite(h: Array) -> bool:
    return bool(_towards(h, 0)[..., FIRST].max() < -ENOUGH)


def _other_way_round(h: Array) -> bool:
    """Whether a write leaves the state as it is, and the data before it move it."""
    at_write = np.abs(h[..., FIRST] - h[..., FIRST - 1]).max()
    return bool(at_write < 0.05 and np.abs(h[..., FIRST - 1]).max() > 0.3)


def _at_the_write(h: Array) -> str:
    """The law that the first write breaks; none if it is right, or if a law above says more of it."""
    if _stores(h) or not _moves(h) or _opposite(h) or _other_way_round(h):
        return ""
    after, before = h[..., FIRST], h[..., FIRST - 1]
    if np.abs(after - before).max() < 0.05:
        return "hardly-written"
    if np.ptp(np.sign(after)) == 0:
        return "same-for-both-bits"
    return "too-weak" if _towards(h, 0)[..., FIRST].min() > 0 else "does-not-store"


def _held(h: Array, which: int) -> Array:
    start = (FIRST, SECOND)[which] + 1
    return _towards(h, which)[..., start : start + HOLD]


def _holds(h: Array) -> bool:
    return bool(_held(h, 0).min() > ENOUGH)


def _data_get_in(h: Array) -> bool:
    """Whether sequences that differ only in their data after the write end apart."""
    return bool(np.ptp(h[..., FIRST + 1 : SECOND], axis=1).max() > 0.2)


def _overwrites(h: Array) -> bool:
    return bool(_towards(h, 1)[..., SECOND].min() > ENOUGH)


def _law(name: str, words: str, holds: Callable[[Array], bool]) -> Property:
    def of_pieces(arguments: Arguments, pieces: Sequence[Array]) -> bool:
        return bool(holds(pieces[0]))

    return Property(name, words, of_pieces)


PROPERTIES = (
    _law(
        "never-moves",
        "The first unit never moves, whatever comes in. A write needs a candidate that depends on the bit "
        "(the first "
        "row of W_h) and an update gate that opens with the marker (the second row of W_z).",
        _moves,
    ),
    _law(
        "other-way-round",
        "It is the other way round: the first unit follows the data while the marker is 0, and stays as it "
        "is at a "
        "write. Here z = 1 writes and z = 0 keeps (in PyTorch z = 1 keeps): turn the signs in W_z and b_z.",
        lambda h: not _other_way_round(h),
    ),
    _law(
        "stores-opposite",
        "It does not store the bit but its opposite: after a write of +1 the first unit is negative. Turn "
        "the sign of "
        "what leads from the bit, the first row of W_h, to the candidate.",
        lambda h: not _opposite(h),
    ),
    _law(
        "hardly-written",
        "It does not store: a write hardly moves the first unit, so its update gate stays shut when the "
        "marker is 1. The marker's row of W_z, the second, has to be positive and large enough to "
        "outweigh b_z: its sum with b_z well above 0.",
        lambda h: _at_the_write(h) != "hardly-written",
    ),
    _law(
        "same-for-both-bits",
        "It does not store: after a write of +1 and after one of -1 the first unit is on the same side. The "
        "candidate has to follow the bit, the first row of W_h; a large b_h, or a large weight of the "
        "marker, drowns it.",
        lambda h: _at_the_write(h) != "same-for-both-bits",
    ),
    _law(
        "too-weak",
        "It stores the right sign, but not beyond 0.5. The candidate should be near +1 or -1 (a larger "
        "weight of the bit in W_h: tanh(2) is 0.96), and the update gate near 1 when the marker is 1.",
        lambda h: _at_the_write(h) != "too-weak",
    ),
    _law(
        "does-not-store",
        "It does not store: right after the first write the first unit should have the sign of the bit and "
        "be "
        "beyond 0.5. Two things make that: a candidate that is near +1 or -1 like the bit (W_h), and an "
        "update gate "
        "that opens when the marker is 1 (W_z, b_z; here z near 1 writes).",
        lambda h: _at_the_write(h) != "does-not-store",
    ),
    _law(
        "disturbed",
        "It stores, and is then disturbed by the data: what comes in with marker 0 changes the first unit. "
        "Without the "
        "marker z should be near 0 whatever the data: a negative b_z, and a weight of the marker large "
        "enough to "
        "outweigh it.",
        lambda h: not _stores(h) or _holds(h) or not _data_get_in(h),
    ),
    _law(
        "does-not-hold",
        "It stores, and does not hold: before 30 steps are over, the first unit has left its side or is no "
        "longer "
        "beyond 0.5. Each step keeps the share 1 - z, and 0.98 to the power of 30 is only 0.55: z has to "
        "be smaller "
        "still while the marker is 0.",
        lambda h: not _stores(h) or _holds(h) or _data_get_in(h),
    ),
    _law(
        "does-not-overwrite",
        "It stores and holds, and does not overwrite: a second write of the other bit should win. When the "
        "marker is 1 "
        "the old state should count for nothing: z near 1, and a candidate that depends on the bit and not "
        "on the "
        "state.",
        lambda h: not (_stores(h) and _holds(h)) or _overwrites(h),
    ),
    _law(
        "does-not-hold-again",
        "The first bit is held, the second is not, for as long as 30 steps.",
        lambda h: not (_stores(h) and _holds(h) and _overwrites(h)) or bool(_held(h, 1).min() > ENOUGH),
    ),
)

EXERCISES = (
    Exercise(
        name="latch",
        notebook="07_the_cell",
        title="A latch by hand",
        points=3,
        minutes=15,
        kind="design",
        reference=latch,
        example=EXAMPLE,
        hints=(
            "Two questions, one for each part. When should z be near 1, and when near 0? And what should the "
            "candidate be at a write?",
            "z: a negative bias keeps it shut, and the weight of the marker, the second row of W_z, opens "
            "it. The "
            "candidate: a weight from the bit, the first row of W_h, large enough for tanh to be near +1 "
            "or -1.",
            "All zeros but three things: b_z about -8, the marker's row of W_z about 16, the bit's row of "
            "W_h about "
            "3. The reset gate may be anything.",
        ),
        outputs={"h": ""},
        properties=PROPERTIES,
        solution=(
            "W_r, W_z, W_h = np.zeros((3, 4, 2))\n"
            "W_z[1] = 16.0  # the marker opens the update gate\n"
            "W_h[0] = 3.0   # the candidate is the bit, nearly +1 or -1\n"
            "b_r, b_z, b_h = np.zeros((3, 2))\n"
            "b_z[:] = -8.0  # without the marker the gate is shut\n"
            "latch = gc.GRUParams(W_r=W_r, W_z=W_z, W_h=W_h, b_r=b_r, b_z=b_z, b_h=b_h)"
        ),
    ),
)
