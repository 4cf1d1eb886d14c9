"""Wiggle a number and look at the loss: the slope that is seen must be the slope that was derived.

For every number p of the parameters,

    d loss / d p  =  (loss(p + epsilon) - loss(p - epsilon)) / (2 epsilon)  +  an error of order epsilon^2

The left side is what a backward pass computes, the right side needs nothing but the forward pass. Where they
part, the derivation has a mistake, and the table says in which array to look for it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from gru_course.nn.init import check_rng, check_sizes
from gru_course.nn.params import Params
from gru_course.nn.validate import Array, check_dtype, check_finite

ROUNDING = 16 * np.finfo(np.float64).eps
"""How far a loss of size one may be off by rounding alone."""


@dataclass(frozen=True)
class Slope:
    """One derivative, as it was derived and as it was seen.

    Attributes
    ----------
    name : str
        The array's name.
    index : tuple of int
        The place in it.
    analytic, numeric : float
        What backward computed, and the central difference.
    """

    name: str
    index: tuple[int, ...]
    analytic: float
    numeric: float

    @property
    def difference(self) -> float:
        """How far the two are apart."""
        return abs(self.analytic - self.numeric)


@dataclass(frozen=True, repr=False)
class GradientCheck:
    """What a gradient check found; true if all is well, and shown as a table.

    Attributes
    ----------
    errors : dict of str to float
        For every array the largest difference, as a share of the array's largest derivative.
    tolerance : float
        How large an error may be.
    worst : dict of str to list of Slope
        For every array the places where the two are furthest apart, the worst first.
    checked : int
        How many numbers were looked at.
    """

    errors: dict[str, float]
    tolerance: float
    worst: dict[str, list[Slope]]
    checked: int

    @property
    def ok(self) -> bool:
        """True if every array's error is within the tolerance."""
        return not self.wrong

    @property
    def wrong(self) -> list[str]:
        """The arrays whose error is too large."""
        return [name for name, error in self.errors.items() if not error <= self.tolerance]

    def __bool__(self) -> bool:
        return self.ok

    def __repr__(self) -> str:
        width = max(len(name) for name in self.errors)
        verdict = "all agree" if self.ok else f"wrong: {', '.join(self.wrong)}"
        lines = [f"gradient check of {self.checked} numbers: {verdict} (tolerance {self.tolerance:g})"]
        for name, error in self.errors.items():
            lines.append(
                f"  {name:{width}}  relative error {error:.1e}  {'' if name in self.wrong else 'ok'}".rstrip()
            )
        if self.wrong:
            where = max(len(_place(s)) for name in self.wrong for s in self.worst[name])
            lines.append(f"  {'where':{where}}  {'analytic':>13}  {'numeric':>13}  analytic/numeric")
            for name in self.wrong:
                for s in self.worst[name]:
                    ratio = f"{s.analytic / s.numeric:16.6g}" if s.numeric else f"{'-':>16}"
                    lines.append(f"  {_place(s):{where}}  {s.analytic:13.6g}  {s.numeric:13.6g}  {ratio}")
        return "\n".join(lines)


def check_gradients(
    loss_and_grads: Callable[..., tuple[float, Any]],
    params: Params | Array | Mapping[str, Array],
    *args: Any,
    epsilon: float = 1e-5,
    tolerance: float = 1e-6,
    names: Iterable[str] | None = None,
    samples: int | None = None,
    rng: np.random.Generator | None = None,
    show: int = 3,
) -> GradientCheck:
    """Compare the gradients that a function returns with central differences of its loss.

    Parameters
    ----------
    loss_and_grads : callable
        ``loss_and_grads(params, *args) -> (loss, grads)``, grads like params.
    params : Params, ndarray, or dict of str to ndarray
        Where to check, in float64. An array or a dict serves for derivatives with respect to
        inputs: ``check_gradients(lambda a: (loss(a["xs"]), {"xs": d_xs(a["xs"])}), {"xs": xs})``.
        Never written to.
    *args
        Handed on to `loss_and_grads`.
    epsilon : float, optional
        How far to wiggle. Too large misses the curve, too small loses the change in rounding.
    tolerance : float, optional
        How large a relative error is still right; a difference that rounding explains is no error.
    names : iterable of str, optional
        Which arrays to check; None means all.
    samples : int, optional
        How many numbers of each array to check, drawn by `rng`; None means all.
    rng : numpy.random.Generator, optional
        Needed with `samples`.
    show : int, optional
        How many of the worst places to show for each array.

    Returns
    -------
    GradientCheck
        ``bool(check)`` is True if they agree; ``print(check)`` shows where they do not.

    Raises
    ------
    TypeError
        If the numbers are not float64: in float32 the wiggle drowns in rounding, and whole numbers cannot
        be wiggled at all.
    ValueError
        If gradients and parameters do not fit together, or the loss is not the same twice.

    Examples
    --------
    >>> w = np.array([1.0, 2.0])
    >>> bool(check_gradients(lambda w: (w @ w, 2 * w), w)), bool(check_gradients(lambda w: (w @ w, w), w))
    (True, False)
    """
    _check_options(epsilon, tolerance, samples, rng, show)
    arrays, rebuild = _open(params)
    chosen = list(arrays) if names is None else list(names)
    if not chosen:
        raise ValueError(f"names: expected some of {', '.join(arrays)}, got none")
    for name in chosen:
        if name not in arrays:
            raise ValueError(f"names: expected some of {', '.join(arrays)}, got {name}")

    def evaluate(changed: dict[str, Array]) -> tuple[float, Any]:
        loss, grads = loss_and_grads(rebuild(changed), *args)
        return _as_loss(loss), grads

    loss, grads = evaluate(_copies(arrays))
    again, _ = evaluate(_copies(arrays))
    if again != loss:
        raise ValueError(
            f"loss_and_grads: expected the same loss for the same parameters, got {loss!r}, then {again!r}; "
            "does it draw random numbers, or keep something from call to call?"
        )
    analytic = _gradient_arrays(grads, arrays)

    slopes: dict[str, list[Slope]] = {}
    for name in chosen:
        slopes[name] = []
        for place in _places(arrays[name].size, samples, rng):
            index = tuple(int(i) for i in np.unravel_index(place, arrays[name].shape))
            seen = []
            for wiggle in (epsilon, -epsilon):
                changed = _copies(arrays)
                changed[name][index] += wiggle
                moved = float(changed[name][index])  # p + epsilon or p - epsilon, as rounded
                seen.append((evaluate(changed)[0], moved))
            (loss_up, up), (loss_down, down) = seen
            numeric = (loss_up - loss_down) / (up - down)
            slopes[name].append(Slope(name, index, float(analytic[name][index]), numeric))

    noise = ROUNDING * max(1.0, abs(loss)) / epsilon
    errors = {name: _relative_error(found, noise / tolerance) for name, found in slopes.items()}
    worst = {name: sorted(found, key=_badness, reverse=True)[:show] for name, found in slopes.items()}
    return GradientCheck(errors, tolerance, worst, sum(map(len, slopes.values())))


def _relative_error(slopes: list[Slope], floor: float) -> float:
    """The largest difference as a share of the largest derivative (or of `floor`, if all are smaller)."""
    difference = np.array([s.difference for s in slopes])
    size = max(floor, *(max(abs(s.analytic), abs(s.numeric)) for s in slopes))
    return float(difference.max() / size)  # NaN if a derivative is, which is not within any tolerance


def _badness(slope: Slope) -> float:
    return slope.difference if np.isfinite(slope.difference) else float("inf")


def _place(slope: Slope) -> str:
    return f"{slope.name}[{', '.join(map(str, slope.index))}]"


def _open(params: Any) -> tuple[dict[str, Array], Callable[[dict[str, Array]], Any]]:
    """The arrays by name, and how to make what `loss_and_grads` takes of changed ones."""
    if isinstance(params, Params):
        arrays = params.arrays()

        def rebuild(changed: dict[str, Array]) -> Any:
            return params.with_flat(np.concatenate([array.ravel() for array in changed.values()]))

    elif isinstance(params, Mapping):
        arrays = dict(params)

        def rebuild(changed: dict[str, Array]) -> Any:
            return changed

    else:
        arrays = {"array": params}

        def rebuild(changed: dict[str, Array]) -> Any:
            return changed["array"]

    if not arrays:
        raise ValueError("params: expected at least one array, got none")
    for name, array in arrays.items():
        if isinstance(array, np.ndarray) and array.dtype == np.float32:
            raise TypeError(
                f"{name}: expected float64, got float32: it has 7 digits, so the change that a step makes in "
                f"the loss is lost in rounding; write .astype(np.float64)"
            )
        check_dtype(name, array)
        check_finite(name, array)
        if array.size == 0:
            raise ValueError(f"{name}: expected at least one number, got shape {array.shape}")
    return arrays, rebuild


def _copies(arrays: dict[str, Array]) -> dict[str, Array]:
    return {name: array.copy() for name, array in arrays.items()}


def _as_loss(loss: Any) -> float:
    if np.ndim(loss) != 0 or not np.isfinite(loss):
        raise ValueError(f"loss_and_grads: expected one finite number as the loss, got {loss!r}")
    return float(loss)


def _gradient_arrays(grads: Any, arrays: dict[str, Array]) -> dict[str, Array]:
    """The gradients by the names of the arrays that they belong to."""
    if isinstance(grads, Params):
        found: dict[str, Any] = dict(grads.arrays())
    elif isinstance(grads, Mapping):
        found = dict(grads)
    else:
        found = {"array": grads}
    for name, array in arrays.items():
        if name not in found:
            raise ValueError(f"grads: expected an array named {name}, got {', '.join(map(str, found))}")
        if np.shape(found[name]) != array.shape:
            raise ValueError(f"grads: expected {name} of shape {array.shape}, got {np.shape(found[name])}")
    return {name: np.array(found[name]) for name in arrays}


def _places(size: int, samples: int | None, rng: np.random.Generator | None) -> Array:
    """Which numbers of an array to check, as places in its flat order."""
    if samples is None or rng is None or samples >= size:
        return np.arange(size)
    return np.sort(rng.choice(size, samples, replace=False))


def _check_options(epsilon: float, tolerance: float, samples: Any, rng: Any, show: Any) -> None:
    for name, value in (("epsilon", epsilon), ("tolerance", tolerance)):
        if not 0 < value < 1:
            raise ValueError(f"{name}: expected a number between 0 and 1, got {value!r}")
    check_sizes(show=show)
    if samples is not None:
        check_sizes(samples=samples)
        check_rng(rng)
