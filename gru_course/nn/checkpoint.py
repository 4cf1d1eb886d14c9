"""What was learnt outlives the program: weights in a plain npz file.

A file holds the named arrays, readable with ``np.load(path)["gru.W_r"]``, and a line of JSON that says what
they belong to. Nothing in it is ever unpickled, so a file from a stranger can be opened safely. A
file is written beside the old one and then put in its place in one move: whenever the machine stops, there
is a whole file, the old one or the new one.
"""

import contextlib
import json
import os
from pathlib import Path
from typing import Any

import numpy as np

from gru_course.nn.params import ParamGroup, Params
from gru_course.nn.validate import Array

ABOUT = "about"
"""Under this name the line of JSON is stored."""

FORMAT = "gru-course 1"

PathLike = str | os.PathLike[str]


def save_params(path: PathLike, params: Params) -> None:
    """Write weights to a file, in place of what was there.

    Parameters
    ----------
    path : str or path
        By custom it ends in ``.npz``; it is taken as it is.
    params : Params
        GRUParams, a GRUModel, or any other set.

    Raises
    ------
    TypeError
        If `params` is not a set of parameters.
    OSError
        If the file cannot be written; an old one stays as it was.
    """
    if not isinstance(params, Params):
        raise TypeError(f"params: expected Params, got {type(params).__name__}")
    write_npz(path, params.arrays(), {"params": describe(params)})


def load_params(path: PathLike) -> Any:
    """Read weights from a file of :func:`save_params`, or from a checkpoint of a training run.

    Parameters
    ----------
    path : str or path

    Returns
    -------
    Params
        Of the type that was saved. From a checkpoint, those after the last whole epoch.

    Raises
    ------
    OSError
        If there is no such file, or it cannot be read.
    ValueError
        If the file is damaged, or was written by something else.
    """
    arrays, about = read_npz(path)
    return build(path, arrays, about)


def describe(params: Params) -> dict[str, Any]:
    """What a set of parameters is made of, fit for JSON."""
    if isinstance(params, ParamGroup):
        members = {name: describe(member) for name, member in params.members().items()}
        return {"kind": type(params).__name__, "members": members}
    shapes = {name: list(array.shape) for name, array in params}
    return {"kind": type(params).__name__, "dtype": str(params.dtype), "shapes": shapes}


def build(path: PathLike, arrays: dict[str, Array], about: dict[str, Any]) -> Any:
    """The parameters that `arrays` and ``about["params"]`` of the file at `path` make up."""
    try:
        return _build(arrays, about["params"], prefix="")
    except (AttributeError, KeyError, TypeError, ValueError) as problem:
        raise ValueError(
            f"{path}: expected the weights of a model, but they do not fit: {problem}"
        ) from problem


def _build(arrays: dict[str, Array], what: dict[str, Any], prefix: str) -> Params:
    kinds = _kinds()
    if what["kind"] not in kinds:
        raise ValueError(f"kind: expected one of {', '.join(sorted(kinds))}, got {what['kind']}")
    kind = kinds[what["kind"]]
    if "members" in what:
        return kind(**{name: _build(arrays, w, f"{prefix}{name}.") for name, w in what["members"].items()})
    own = {}
    for name, shape in what["shapes"].items():
        own[name] = arrays[prefix + name]
        came = (list(own[name].shape), str(own[name].dtype))
        if came != (shape, what["dtype"]):
            raise ValueError(
                f"{prefix}{name}: expected shape {shape} of {what['dtype']}, got {came[0]} of {came[1]}"
            )
    return kind(**own)


def _kinds() -> dict[str, Any]:
    """All sorts of parameters by name, those that a notebook defines too."""
    import gru_course.nn.model  # noqa: F401  (so that its kinds exist)

    kinds: dict[str, type[Params]] = {}
    waiting: list[type[Params]] = [Params]
    while waiting:
        kind = waiting.pop()
        kinds[kind.__name__] = kind
        waiting.extend(kind.__subclasses__())
    return kinds


def write_npz(path: PathLike, arrays: dict[str, Array], about: dict[str, Any]) -> None:
    """Write arrays and a description to a plain npz file, in one move.

    Parameters
    ----------
    path : str or path
    arrays : dict of str to ndarray
    about : dict
        What JSON can hold.
    """
    path = Path(path)
    text = json.dumps({"format": FORMAT, **about}, default=np.ndarray.tolist)
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as file:
            np.savez(file, allow_pickle=False, **{ABOUT: np.array(text)}, **arrays)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise


def read_npz(path: PathLike) -> tuple[dict[str, Array], dict[str, Any]]:
    """Read what :func:`write_npz` wrote.

    Parameters
    ----------
    path : str or path

    Returns
    -------
    arrays : dict of str to ndarray
    about : dict

    Raises
    ------
    OSError
        If there is no such file, or it cannot be read.
    ValueError
        If the file is damaged, or was written by something else.
    """
    with open(path, "rb") as file:
        try:
            with np.load(file, allow_pickle=False) as npz:
                arrays = {name: npz[name] for name in npz.files}
            about = json.loads(str(arrays.pop(ABOUT)))
            if about["format"] != FORMAT:
                raise ValueError(f"its format is {about['format']}, and this version reads {FORMAT}")
        except Exception as why:  # a damaged file can raise anything
            raise ValueError(
                f"{path}: expected a file of save_params or train, but it is damaged or something else wrote "
                f"it ({type(why).__name__}: {why})"
            ) from why
    return arrays, about
