"""GRUs on top of each other, and in both directions.

In a stack, the states of one layer are the inputs of the next. In a bidirectional layer a second GRU reads
the sequence from its end, and both states are put side by side: at every step the layer knows the past and
the future (Schuster and Paliwal 1997, "Bidirectional recurrent neural networks").
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gru_course.nn.cell import GRUParams
from gru_course.nn.init import Initialiser, check_rng, check_sizes, glorot_uniform, init_params, orthogonal
from gru_course.nn.params import ParamGroup, Params
from gru_course.nn.sequence import GRUTrace, check_same, gru_backward, gru_forward
from gru_course.nn.validate import Array, check_array, check_lengths


class GRUStack(ParamGroup):
    """The weights of a stack of GRUs.

    Parameters
    ----------
    **members : GRUParams
        ``layer_0``, ``layer_1``, ... from the bottom up; or, in both directions, ``layer_0_forward``,
        ``layer_0_backward``, ``layer_1_forward``, ... All have the same H. The first layer reads D
        numbers, each further one reads H (both directions: 2H).

    Raises
    ------
    TypeError
        If a member is not GRUParams, or the types differ.
    ValueError
        If the names or sizes do not fit together.

    Examples
    --------
    >>> stack = init_stack(D=3, H=4, rng=np.random.default_rng(0), layers=2)
    >>> stack.layer_0.D, stack.layer_1.D
    (3, 4)
    """

    def __init__(self, **members: Params) -> None:
        names = list(members)
        directions = 2 if "layer_0_forward" in members else 1
        expected = _names(max(1, len(names) // directions), directions)
        if names != expected:
            raise ValueError(f"members: expected {', '.join(expected)} in this order, got {', '.join(names)}")
        first = members[names[0]]
        for k, (name, member) in enumerate(members.items()):
            if not isinstance(member, GRUParams) or not isinstance(first, GRUParams):
                raise TypeError(f"{name}: expected GRUParams, got {type(member).__name__}")
            D = first.D if k < directions else first.H * directions
            if (member.D, member.H) != (D, first.H):
                raise ValueError(
                    f"{name}: expected D = {D} and H = {first.H}, got D = {member.D} and H = {member.H}"
                )
            if member.dtype != first.dtype:
                raise TypeError(f"{name}: expected {first.dtype} like {names[0]}, got {member.dtype}")
        super().__init__(**members)

    @property
    def directions(self) -> int:
        """2 if the stack is bidirectional, else 1."""
        return 2 if "layer_0_forward" in self._members else 1

    @property
    def layers(self) -> int:
        """How many layers there are."""
        return len(self._members) // self.directions

    @property
    def D(self) -> int:
        """Size of the input."""
        return self._first.D

    @property
    def H(self) -> int:
        """Size of one GRU's hidden state; a step's output has ``directions * H`` numbers."""
        return self._first.H

    @property
    def _first(self) -> GRUParams:
        first = next(iter(self._members.values()))
        assert isinstance(first, GRUParams)
        return first

    def grus(self) -> list[list[GRUParams]]:
        """The GRUs of each layer, from the bottom up: [forward], or [forward, backward]."""
        flat: list[Any] = list(self._members.values())
        return [flat[k : k + self.directions] for k in range(0, len(flat), self.directions)]


@dataclass(frozen=True)
class GRUStackTrace:
    """Everything that a stack computed, by name.

    Attributes
    ----------
    hs : ndarray, shape (B, T, H), or (B, T, 2H) in both directions
        Output of the top layer.
    traces : dict of str to GRUTrace
        By the names of the stack's members. A backward GRU's trace is in the order in which it read: its
        step 0 is each row's last real step.
    lengths : ndarray of int, shape (B,)
        How many steps of each row are real.
    """

    hs: Array
    traces: dict[str, GRUTrace]
    lengths: Array


def gru_stack_forward(
    xs: Array,
    h0: Array | None,
    stack: GRUStack,
    *,
    lengths: Sequence[int] | Array | None = None,
) -> tuple[Array, GRUStackTrace]:
    """Run a stack of GRUs over a batch of sequences.

    Parameters
    ----------
    xs : ndarray, shape (B, T, D)
        Inputs.
    h0 : ndarray, shape (layers * directions, B, H), or None
        States before the first step, in the order of the stack's members; None means zeros.
    stack : GRUStack
    lengths : sequence of int, shape (B,), optional
        How many steps of each row are real; the others may hold anything, even NaN. A backward GRU starts at
        each row's own last real step.

    Returns
    -------
    hs : ndarray, shape (B, T, H), or (B, T, 2H) in both directions
        Output of the top layer, [forward, backward]. A padded step repeats its row's last real step.
    trace : GRUStackTrace
        What :func:`gru_stack_backward` reads.

    Raises
    ------
    TypeError
        If an argument is not a floating-point array of the stack's type.
    ValueError
        If a shape or a length does not fit, a sequence is empty, or a number is NaN or infinite.
    """
    if not isinstance(stack, GRUStack):
        raise TypeError(f"stack: expected GRUStack, got {type(stack).__name__}")
    B, T = _rows_and_steps(xs)
    real = np.full(B, T) if lengths is None else check_lengths(lengths, B, T)
    if h0 is not None:
        shape = {"layers*directions": stack.layers * stack.directions, "B": B, "H": stack.H}
        check_array("h0", h0, "layers*directions B H", shape, stack.dtype)

    traces: dict[str, GRUTrace] = {}
    names = iter(stack.members())
    for grus in stack.grus():
        outputs = []
        for direction, params in enumerate(grus):
            start = None if h0 is None else h0[len(traces)]
            inputs = xs if direction == 0 else reverse(xs, real)
            hs, traces[next(names)] = gru_forward(inputs, start, params, lengths=lengths)
            outputs.append(hs if direction == 0 else _turn_back(hs, real))
        xs = outputs[0] if len(outputs) == 1 else np.concatenate(outputs, axis=2)
    return xs, GRUStackTrace(hs=xs, traces=traces, lengths=real)


def gru_stack_backward(d_hs: Array, trace: GRUStackTrace, stack: GRUStack) -> tuple[Array, Array, GRUStack]:
    """Backward through time and layers, from the top layer to the inputs.

    Parameters
    ----------
    d_hs : ndarray, shape (B, T, H), or (B, T, 2H) in both directions
        Derivative of the loss with respect to the top layer's output.
    trace : GRUStackTrace
        What :func:`gru_stack_forward` returned.
    stack : GRUStack

    Returns
    -------
    d_xs : ndarray, shape (B, T, D)
    d_h0 : ndarray, shape (layers * directions, B, H)
    grads : GRUStack
        Summed over rows and steps.

    Raises
    ------
    TypeError, ValueError
        If `d_hs` does not have the type and shape of ``trace.hs``.
    """
    check_same("d_hs", d_hs, "B T H", trace.hs)
    H, real = stack.H, trace.lengths
    grads = stack.zeros_like()
    slots: list[GRUParams] = [slot for layer in grads.grus() for slot in layer]
    d_h0 = np.empty((len(slots), len(real), H), stack.dtype)
    traces = list(trace.traces.values())

    d_layer = d_hs
    for layer, grus in reversed(list(enumerate(stack.grus()))):
        d_inputs = []
        for direction, params in enumerate(grus):
            k = layer * stack.directions + direction
            d_out = d_layer[:, :, direction * H : (direction + 1) * H]
            d_own = d_out if direction == 0 else _turn_back_backward(d_out, real)
            d_xs, d_h0[k], own = gru_backward(d_own, traces[k], params)
            slots[k].flat[...] = own.flat
            d_inputs.append(d_xs if direction == 0 else reverse(d_xs, real))
        d_layer = d_inputs[0] if len(d_inputs) == 1 else d_inputs[0] + d_inputs[1]
    return d_layer, d_h0, grads


def final_states(hs: Array, H: int) -> Array:
    """What has been read of the whole sequence: each direction's state after its own last step.

    For one direction this is ``hs[:, -1]``. A backward GRU has read everything when it comes to step 0.

    Parameters
    ----------
    hs : ndarray, shape (B, T, H), or (B, T, 2H) in both directions
        Outputs.
    H : int
        Size of one direction's state.

    Returns
    -------
    ndarray, shape (B, H), or (B, 2H) in both directions
    """
    return np.concatenate([hs[:, -1, :H], hs[:, 0, H:]], axis=1)


def final_states_backward(d_h: Array, T: int, H: int) -> Array:
    """:func:`final_states` backward: (B, H) or (B, 2H) to d_hs of shape (B, T, H) or (B, T, 2H)."""
    d_hs = np.zeros((len(d_h), T, d_h.shape[1]), d_h.dtype)
    d_hs[:, -1, :H] = d_h[:, :H]
    d_hs[:, 0, H:] = d_h[:, H:]
    return d_hs


def reverse(xs: Array, lengths: Array) -> Array:
    """Each row's real steps from the last to the first; its padding stays where it is.

    Parameters
    ----------
    xs : ndarray, shape (B, T, D)
    lengths : ndarray of int, shape (B,)

    Returns
    -------
    ndarray, shape (B, T, D)

    Examples
    --------
    >>> reverse(np.array([[[1.0], [2.0], [3.0]]]), np.array([2]))[0, :, 0]
    array([2., 1., 3.])
    """
    t = np.arange(xs.shape[1])
    n = lengths[:, None]
    return np.take_along_axis(xs, np.where(t < n, n - 1 - t, t)[:, :, None], axis=1)


def _turn_back(hs: Array, lengths: Array) -> Array:
    """Outputs in reading order back in the order of time; a padded step repeats the last real one."""
    t = np.arange(hs.shape[1])
    return np.take_along_axis(hs, np.maximum(lengths[:, None] - 1 - t, 0)[:, :, None], axis=1)


def _turn_back_backward(d_hs: Array, lengths: Array) -> Array:
    """:func:`_turn_back` backward: what arrives at padded steps belongs to the last real one."""
    padded = (np.arange(d_hs.shape[1]) >= lengths[:, None])[:, :, None]
    d_own = np.where(padded, 0, reverse(d_hs, lengths))
    d_own[:, 0] += np.where(padded, d_hs, 0).sum(axis=1)
    return d_own


def _names(layers: int, directions: int) -> list[str]:
    endings = [""] if directions == 1 else ["_forward", "_backward"]
    return [f"layer_{k}{ending}" for k in range(layers) for ending in endings]


def _rows_and_steps(xs: Any) -> tuple[int, int]:
    if not isinstance(xs, np.ndarray) or xs.ndim != 3:
        came = xs.shape if isinstance(xs, np.ndarray) else type(xs).__name__
        raise ValueError(f"xs: expected an array of shape (B, T, D), got {came}")
    return int(xs.shape[0]), int(xs.shape[1])


def init_stack(
    D: int,
    H: int,
    rng: np.random.Generator,
    *,
    layers: int = 1,
    bidirectional: bool = False,
    inputs: Initialiser = glorot_uniform,
    states: Initialiser = orthogonal,
    b_z: float = 0.0,
    dtype: Any = np.float64,
) -> GRUStack:
    """Draw the weights of a stack.

    Parameters
    ----------
    D, H : int
        Sizes of the input and of each GRU's hidden state, at least 1.
    rng : numpy.random.Generator
    layers : int, optional
        How many layers, at least 1.
    bidirectional : bool, optional
        True for a second GRU in every layer that reads from the end.
    inputs, states, b_z, dtype : optional
        As in :func:`gru_course.nn.init.init_params`.

    Returns
    -------
    GRUStack

    Raises
    ------
    ValueError
        If a size is below 1.
    TypeError
        If `rng` is not a generator.
    """
    check_sizes(D=D, H=H, layers=layers)
    check_rng(rng)
    directions = 2 if bidirectional else 1
    members = {
        name: init_params(
            D if k < directions else H * directions,
            H,
            rng,
            inputs=inputs,
            states=states,
            b_z=b_z,
            dtype=dtype,
        )
        for k, name in enumerate(_names(layers, directions))
    }
    return GRUStack(**members)
