"""Clipping by the global norm: gradients that are too long are shortened, all by one factor.

The direction stays, and short gradients are left as they are (Pascanu et al. 2013, algorithm 1).
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from gru_course.checks.exercise import Exercise, Misconception, Property
from gru_course.checks.outcome import NoNumbers
from gru_course.checks.probes import Arguments, Sizes, normal, times
from gru_course.nn.validate import Array


def clip_by_norm(dW: Array, db: Array, limit: float) -> tuple[Array, Array]:  # noqa: D103
    norm = np.sqrt((dW**2).sum() + (db**2).sum())  # of all numbers together
    scale = 1.0
    if norm > limit:
        scale = limit / norm
    return dW * scale, db * scale


def draw(rng: np.random.Generator, sizes: Sizes) -> Arguments:
    """Two gradients and a limit, of a kind that B chooses.

    1: both are too long by themselves. 2: together they are short enough. 3: they are too long only together.
    4: the first is too long by itself, the second is short. 5: the other way round.
    """
    dW = normal(rng, sizes.D, sizes.H)
    db = normal(rng, sizes.H)
    dW, db = dW / np.linalg.norm(dW), db / np.linalg.norm(db)
    if sizes.B == 1:  # so that numbers added up without squares do not cancel
        dW, db = abs(dW), abs(db)
    long = rng.uniform(2.5, 4.0)
    lengths, limit = {
        1: ((long, 0.8 * long), 0.2 * long),
        2: ((long, 0.7 * long), 2.0 * long),
        3: ((long, 0.9 * long), 1.15 * long),
        4: ((long, 0.3 * long), 0.6 * long),
        5: ((0.3 * long, long), 0.6 * long),
    }[sizes.B]
    return {"dW": dW * lengths[0], "db": db * lengths[1], "limit": round(float(limit), 1)}


def read_two(returned: Any) -> Sequence[Any]:
    """Take (dW, db) apart.

    Raises
    ------
    NoNumbers
        If there are not two.
    """
    if isinstance(returned, tuple | list) and len(returned) == 2:
        return returned
    if isinstance(returned, tuple | list):
        came = f"{len(returned)} things were returned"
    elif isinstance(returned, np.ndarray):
        came = "one array was returned"
    else:
        came = f"a {type(returned).__name__} was returned"
    raise NoNumbers(f"{came}, where two are asked for: return dW, db")


def short_enough(arguments: Arguments, pieces: Sequence[Array]) -> bool:
    """Whether the clipped gradients together are within the limit."""
    return bool(np.sqrt(sum((piece**2).sum() for piece in pieces)) <= arguments["limit"] * (1 + 1e-4))


def same_direction(arguments: Arguments, pieces: Sequence[Array]) -> bool:
    """Whether both gradients together point where they pointed before."""
    before = np.concatenate([arguments["dW"].reshape(-1), arguments["db"].reshape(-1)])
    after = np.concatenate([piece.reshape(-1) for piece in pieces])
    return bool(before @ after >= (1 - 1e-6) * np.linalg.norm(before) * np.linalg.norm(after))


_NORM = "norm = np.sqrt((dW**2).sum() + (db**2).sum())"
_IF = "    if norm > limit:\n        scale = limit / norm\n"
_SCALE = "scale = limit / norm"
_END = "return dW * scale, db * scale"
_DW, _DB = "np.sqrt((dW**2).sum())", "np.sqrt((db**2).sum())"


def _norm(value: str) -> tuple[tuple[str, str], ...]:
    return ((_NORM, f"norm = {value}"),)


def _each(factor: str) -> tuple[tuple[str, str], ...]:
    """Each gradient with a factor of its own; N stands for its own norm."""
    return ((_END, f"return dW * {factor.replace('N', _DW)}, db * {factor.replace('N', _DB)}"),)


_WHOSE_NORM = (
    Misconception(
        "per-array",
        "each array clipped by itself",
        "One norm for all numbers together, and one scale for all of them: that keeps the direction. Add "
        "up the squares of dW and of db before you take the root.",
        (_each("min(1.0, limit / N)"), _each("(limit / N)")),
        elsewhere="Keras' clipnorm clips each array by itself; its global_clipnorm is what is meant here.",
    ),
    Misconception(
        "norms-added",
        "the two norms added",
        "Lengths do not add up when their directions differ. Add up the squares of both arrays, then take "
        "one root.",
        (_norm(f"{_DW} + {_DB}"),),
    ),
    Misconception(
        "larger-norm",
        "the larger or the mean of the two norms",
        "The global norm is one length for both together: add up all squares of dW and of db, then take "
        "one root.",
        (_norm(f"max({_DW}, {_DB})"), _norm(f"({_DW} + {_DB}) / 2"), _norm(f"min({_DW}, {_DB})")),
    ),
    Misconception(
        "db-not-in-norm",
        "the norm of dW alone",
        "The squares of db belong to the norm as well.",
        (_norm(_DW),),
    ),
    Misconception(
        "dW-not-in-norm",
        "the norm of db alone",
        "The squares of dW belong to the norm as well.",
        (_norm(_DB),),
    ),
    Misconception(
        "no-root",
        "the root left out of the norm",
        "The norm is the root of the sum of squares.",
        (_norm("(dW**2).sum() + (db**2).sum()"),),
    ),
    Misconception(
        "no-squares",
        "numbers added up without squaring them",
        "The norm is the root of the sum of the squares. Without the squares, plus and minus cancel.",
        (
            _norm("np.sqrt(dW.sum() + db.sum())"),
            _norm("dW.sum() + db.sum()"),
            _norm("abs(dW.sum() + db.sum())"),
            _norm("np.sqrt(abs(dW.sum() + db.sum()))"),
            _norm("np.sqrt((dW.sum() + db.sum()) ** 2)"),
            _norm("np.sqrt(dW.sum() ** 2 + db.sum() ** 2)"),
        ),
    ),
    Misconception(
        "mean-of-squares",
        "the mean of the squares where their sum is meant",
        "The norm is the root of the sum of all squares, whatever the number of numbers.",
        (
            _norm("np.sqrt((dW**2).mean() + (db**2).mean())"),
            _norm("np.sqrt(((dW**2).sum() + (db**2).sum()) / (dW.size + db.size))"),
            _norm("np.sqrt(((dW**2).sum() + (db**2).sum()) / 2)"),
        ),
    ),
    Misconception(
        "another-norm",
        "another norm: sum or maximum of the sizes, or NumPy's norm of a matrix with ord=2 or ord=1",
        "The norm here is the root of the sum of all squares. np.linalg.norm(dW) without ord is that, for "
        "one array.",
        (
            _norm("abs(dW).sum() + abs(db).sum()"),
            _norm("max(abs(dW).max(), abs(db).max())"),
            _norm("np.sqrt(np.linalg.norm(dW, 2) ** 2 + (db**2).sum())"),
            _norm("np.sqrt(np.linalg.norm(dW, 1) ** 2 + (db**2).sum())"),
            _norm("np.sqrt(abs(dW).sum() + abs(db).sum())"),
        ),
        elsewhere="PyTorch offers other norms with norm_type; its default is the root of the sum of squares.",
    ),
    Misconception(
        "norms-under-the-root",
        "norms under the root without their squares",
        "np.linalg.norm has taken the root already: square both norms before you add them under a root.",
        (_norm(f"np.sqrt({_DW} + {_DB})"),),
    ),
    Misconception(
        "norm-of-the-sum",
        "dW and db added before the norm",
        "Adding arrays lets numbers cancel. Square first: the sum of the squares of dW, plus that of db.",
        (_norm("np.sqrt(((dW + db) ** 2).sum())"), _norm("np.linalg.norm(dW @ db)")),
    ),
    Misconception(
        "db-in-every-row",
        "db added to every row of dW under the sum",
        "dW**2 + db**2 is one array, with db**2 in each of its rows: close the sum of dW**2 first, then add "
        "the sum of db**2.",
        (_norm("np.sqrt((dW**2 + db**2).sum())"), _norm("np.sqrt(np.sum(dW**2 + db**2))")),
    ),
    Misconception(
        "root-of-one-part",
        "the root of one of the two sums only",
        "The bracket of the root closes too early: first add both sums of squares, then take one root of "
        "the whole.",
        (
            _norm(f"{_DW} + (db**2).sum()"),
            _norm(f"(dW**2).sum() + {_DB}"),
        ),
    ),
    Misconception(
        "norm-of-each-column",
        "a norm for every row or column",
        "One number for all: sum without an axis.",
        (
            (
                (_NORM, "norm = np.sqrt((dW**2).sum(axis=0) + db**2)"),
                (_IF, "    scale = np.minimum(1.0, limit / norm)\n"),
            ),
            ((_NORM, "norm = np.sqrt((dW**2).sum(axis=0) + db**2)"),),
            ((_NORM, "norm = np.sqrt((dW**2).sum(axis=1) + (db**2).sum())"),),
            ((_NORM, "norm = np.sqrt(dW**2 + db**2)"),),
        ),
    ),
)

_WHEN = (
    Misconception(
        "small-scaled-up",
        "short gradients made longer",
        "Clipping only shortens. Where the norm is within the limit, give the gradients back as they are.",
        (((_IF, "    scale = limit / norm\n"),),),
    ),
    Misconception(
        "comparison-turned",
        "the comparison turned round, or max where min is meant",
        "It is the long gradients, norm > limit, that are shortened. The scale is at most 1: the smaller "
        "one of 1 and limit / norm.",
        ((("norm > limit", "norm < limit"),),),
    ),
    Misconception(
        "scale-turned",
        "norm / limit instead of limit / norm",
        "The scale must be below 1 for long gradients: the limit divided by the norm; and it is "
        "multiplied, dW * scale.",
        (((_SCALE, "scale = norm / limit"),), ((_IF, "    scale = min(1.0, norm / limit)\n"),)),
    ),
    Misconception(
        "scaled-to-one",
        "scaled to length 1 instead of to the limit",
        "Dividing by the norm gives length 1. The length should be the limit.",
        (((_SCALE, "scale = 1 / norm"),), ((_IF, "    scale = 1 / norm\n"),)),
    ),
    Misconception(
        "norm-missing-in-scale",
        "multiplied by the limit, not divided by the norm",
        "The scale is the limit divided by the norm.",
        (((_SCALE, "scale = limit"),), ((_IF, "    scale = limit\n"),), ((_SCALE, "scale = limit * norm"),)),
    ),
    Misconception(
        "divided-by-limit",
        "divided by the limit",
        "The scale is the limit divided by the norm.",
        (((_SCALE, "scale = 1 / limit"),),),
    ),
    Misconception(
        "root-of-scale",
        "a root in the scale",
        "The scale is the limit divided by the norm, without a further root.",
        (((_SCALE, "scale = np.sqrt(limit / norm)"),),),
    ),
    Misconception(
        "zeros-when-long",
        "long gradients set to zero",
        "A long gradient still knows the direction: shorten it to the limit, do not drop it.",
        (((_SCALE, "scale = 0.0"),),),
    ),
    Misconception(
        "filled-with-the-limit",
        "every number set to the limit",
        "The limit is the length of all numbers together, not the size of each: multiply by limit / norm.",
        (
            ((_END, "return (0 * dW + limit, 0 * db + limit) if norm > limit else (dW, db)"),),
            (
                (
                    _END,
                    "return (np.sign(dW) * limit, np.sign(db) * limit) if norm > limit else (dW, db)",
                ),
            ),
        ),
    ),
    Misconception(
        "norm-subtracted",
        "something subtracted",
        "Shortening multiplies by a scale; subtracting a number turns the direction.",
        (
            ((_END, "return (dW - (norm - limit), db - (norm - limit)) if norm > limit else (dW, db)"),),
            ((_END, "return (dW - norm, db - norm) if norm > limit else (dW, db)"),),
        ),
    ),
)

_WHAT_COMES_OUT = (
    Misconception(
        "values-clipped",
        "single numbers clipped instead of the norm",
        "np.clip cuts each number by itself and turns the direction. Here the length of all is limited, by "
        "one scale.",
        (
            ((_END, "return np.clip(dW, -limit, limit), np.clip(db, -limit, limit)"),),
            ((_END, "return np.minimum(dW, limit), np.minimum(db, limit)"),),
            (
                (
                    _END,
                    "return (np.clip(dW, -limit, limit), np.clip(db, -limit, limit)) if norm > limit else "
                    "(dW, db)",
                ),
            ),
            ((_END, "return np.clip(dW, -scale, scale), np.clip(db, -scale, scale)"),),
            ((_END, "return np.clip(dW, 0, limit), np.clip(db, 0, limit)"),),
        ),
        elsewhere="Clipping by value is also used (PyTorch's clip_grad_value_); here it is the norm.",
    ),
    Misconception(
        "thrown-away",
        "the gradients come out as they went in",
        "The result is thrown away: dW * scale makes a new array. Give it a name and return that.",
        (((_END, "return dW, db"),),),
    ),
    Misconception(
        "only-dW",
        "db not scaled",
        "One scale for all: db is shortened by the same factor.",
        (((_END, "return dW * scale, db"),),),
    ),
    Misconception(
        "only-db",
        "dW not scaled",
        "One scale for all: dW is shortened by the same factor.",
        (((_END, "return dW, db * scale"),),),
    ),
    Misconception(
        "scaled-twice",
        "scaled twice",
        "Multiply by the scale once, and do not square it.",
        (
            ((_END, "return dW * scale * scale, db * scale * scale"),),
            ((_END, "return dW * scale, db * scale * scale"),),
        ),
    ),
    Misconception(
        "norm-after-scaling",
        "the norm measured again between the two arrays",
        "Measure the norm once, before anything is scaled, and use that scale for both.",
        (
            (
                (
                    _END,
                    "dW = dW * scale\n    norm = np.sqrt((dW**2).sum() + (db**2).sum())\n"
                    "    return dW, db * min(1.0, limit / norm)",
                ),
            ),
        ),
    ),
    Misconception(
        "scale-added",
        "the scale added or subtracted",
        "The scale is a factor: multiply.",
        (((_END, "return dW + scale, db + scale"),), ((_END, "return dW - scale, db - scale"),)),
    ),
    Misconception(
        "sign-turned",
        "the sign turned",
        "Clipping keeps the direction: the minus of gradient descent comes later.",
        (((_END, "return -dW * scale, -db * scale"),),),
    ),
    Misconception(
        "signs-dropped",
        "the signs dropped",
        "Squares and abs are for measuring the norm only: scale dW and db themselves, which may be negative.",
        (
            ((_END, "return abs(dW) * scale, abs(db) * scale"),),
            ((_END, "return dW**2 * scale, db**2 * scale"),),
        ),
    ),
    Misconception(
        "out-of-order",
        "db before dW",
        "The order is dW, db, as it came in.",
        (((_END, "return db * scale, dW * scale"),),),
    ),
    Misconception(
        "same-array-twice",
        "the same array twice",
        "Two arrays come out: the shortened dW and the shortened db.",
        (((_END, "return dW * scale, dW * scale"),), ((_END, "return db * scale, db * scale"),)),
    ),
    Misconception(
        "scale-or-norm-returned",
        "the norm or the scale among what comes out",
        "Two arrays are asked for: return dW, db. The norm and the scale stay inside.",
        (
            ((_END, "return dW * scale, db * scale, norm"),),
            ((_END, "return dW * scale, db * scale, scale"),),
            ((_END, "return norm, scale"),),
            ((_END, "return scale, norm"),),
            ((_END, "return (dW * scale, db * scale), norm"),),
        ),
        elsewhere="PyTorch's clip_grad_norm_ returns the norm; here the two gradients come out.",
    ),
    Misconception(
        "one-array-only",
        "one array where two are asked for",
        "Both gradients come out: return dW, db with a comma between them.",
        (
            ((_END, "return dW * scale"),),
            ((_END, "return db * scale"),),
            ((_END, "return np.concatenate([(dW * scale).reshape(-1), db * scale])"),),
        ),
    ),
    Misconception(
        "written-into-gradients",
        "written into the caller's arrays",
        "The numbers are right, but dW *= scale writes into the caller's array. Write dW = dW * scale.",
        (
            ((_END, "dW *= scale\n    db *= scale\n    return dW, db"),),
            ((_END, "dW *= scale\n    return dW, db * scale"),),
            ((_END, "db *= scale\n    return dW * scale, db"),),
        ),
        elsewhere="PyTorch's clip_grad_norm_ writes into the gradients on purpose; here new arrays come out.",
    ),
    Misconception(
        "nothing-for-short",
        "nothing comes out where the norm is within the limit",
        "return stands inside the if. Short gradients come out too, as they are.",
        (
            ((_END, "return (dW * scale, db * scale) if norm > limit else None"),),
            ((_END, "return (dW * scale, db * scale) if norm > limit else (0 * dW, 0 * db)"),),
        ),
    ),
)

EXERCISES = (
    Exercise(
        name="clip_by_norm",
        notebook="02_forgetting",
        title="Gradients that are too long, made shorter",
        points=4,
        minutes=12,
        reference=clip_by_norm,
        hints=(
            "Think of all numbers of dW and db as one long arrow. If it is too long it is shortened, and "
            "it goes on pointing the same way.",
            "The length of the arrow is the root of the sum of all squares, of both arrays. If it is above "
            "the limit, multiply both arrays by the limit divided by the length.",
            "norm = np.sqrt((dW**2).sum() + (db**2).sum()); where norm > limit, the scale is limit / norm, "
            "and 1 otherwise. Return dW * scale, db * scale.",
        ),
        misconceptions=(*_WHOSE_NORM, *_WHEN, *_WHAT_COMES_OUT),
        draw=draw,
        outputs={"dW": "D H", "db": "H"},
        read=read_two,
        extreme=times(1000.0, "dW", "db"),
        small=(Sizes(B=3, D=1, H=1), Sizes(B=2, D=1, H=2), Sizes(B=1, D=2, H=3)),
        full=tuple(
            Sizes(B=kind, D=D, H=H) for kind, D, H in ((1, 4, 2), (2, 3, 5), (3, 3, 2), (4, 2, 4), (5, 5, 3))
        ),
        fresh=Sizes(B=3, D=3, H=4),
        properties=(
            Property(
                "limit",
                "The gradients that come out are longer than the limit, taken together.",
                short_enough,
            ),
            Property(
                "direction", "The gradients that come out point another way than before.", same_direction
            ),
        ),
    ),
)
