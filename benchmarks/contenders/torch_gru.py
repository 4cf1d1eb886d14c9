"""torch.nn.GRU, eager, on one thread.

Its reset acts after the matrix product and its update gate keeps: the same amount of work, another function.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import torch

from benchmarks.case import LR, Case
from benchmarks.contenders.base import Contender, Task
from gru_course.nn.validate import Array

torch.set_num_threads(1)
SIGNS = (("r", 1), ("z", -1), ("h", 1))  # the order of its gates; a gate that keeps has the other sign


def load(cell: Any, case: Case) -> None:
    """Our weights into its arrays."""
    D, suffix = case.size.D, "_l0" if isinstance(cell, torch.nn.GRU) else ""
    weights = case.params.arrays()
    W = np.concatenate([sign * weights[f"W_{gate}"] for gate, sign in SIGNS], axis=1)
    b = np.concatenate([sign * weights[f"b_{gate}"] for gate, sign in SIGNS])
    with torch.no_grad():
        for name, value in (
            ("weight_ih", W[:D].T),
            ("weight_hh", W[D:].T),
            ("bias_ih", b),
            ("bias_hh", 0 * b),
        ):
            getattr(cell, name + suffix).copy_(torch.tensor(value))


def read_weights(w_ih: Any, w_hh: Any, b_ih: Any) -> dict[str, Array]:
    """Its arrays (weights or gradients) by our names."""
    W = np.concatenate([w_ih.detach().numpy().T, w_hh.detach().numpy().T])
    b = b_ih.detach().numpy()
    H = len(b) // 3
    out = {}
    for i, (gate, sign) in enumerate(SIGNS):
        out[f"W_{gate}"] = sign * W[:, i * H : (i + 1) * H]
        out[f"b_{gate}"] = sign * b[i * H : (i + 1) * H]
    return out


def make(kind: Any, case: Case, **options: Any) -> Any:
    cell = kind(case.size.D, case.size.H, dtype=getattr(torch, str(case.dtype)), **options)
    load(cell, case)
    return cell


def no_grad(f: Callable[..., Any], *inputs: Any) -> Callable[[], Any]:
    def run() -> Any:
        with torch.no_grad():
            return f(*inputs)

    return run


def read_states(out: Any) -> dict[str, Array]:
    return {"hs": out[0].detach().numpy()}


def recording(case: Case) -> Mapping[str, Task]:
    """Everything with the graph recorded, as training needs it."""
    gru = make(torch.nn.GRU, case, batch_first=True)
    xs, h0, d_hs = (torch.tensor(a) for a in (case.xs, case.h0[None], case.d_hs))
    wanted = [xs.clone().requires_grad_(), h0.clone().requires_grad_(), *gru.parameters()]

    def gradient() -> Any:
        hs, _ = gru(wanted[0], wanted[1])
        return torch.autograd.grad(hs, wanted, d_hs)

    def read_gradient(out: Any) -> dict[str, Array]:
        d_xs, d_h0, d_w_ih, d_w_hh, d_b_ih, _ = out
        return {"d_xs": d_xs.numpy(), "d_h0": d_h0[0].numpy(), **read_weights(d_w_ih, d_w_hh, d_b_ih)}

    trained = make(torch.nn.GRU, case, batch_first=True)
    optimiser: Any = None

    def reset() -> None:
        nonlocal optimiser
        load(trained, case)
        optimiser = torch.optim.Adam(
            trained.parameters(), lr=LR, fused=True
        )  # the fastest of its three forms

    def train() -> Any:
        optimiser.zero_grad(set_to_none=True)
        hs, _ = trained(xs, h0)
        hs.backward(d_hs)
        optimiser.step()
        return trained.weight_ih_l0, trained.weight_hh_l0, trained.bias_ih_l0

    return {
        "forward": Task(lambda: gru(xs, h0), read_states),
        "gradient": Task(gradient, read_gradient),
        "adam": Task(train, lambda out: read_weights(*out), reset),
    }


def inference(case: Case) -> Mapping[str, Task]:
    gru = make(torch.nn.GRU, case, batch_first=True)
    xs, h0 = torch.tensor(case.xs), torch.tensor(case.h0[None])
    x, h = xs[:1, :1].clone(), h0[:, :1].clone()
    return {
        "forward": Task(no_grad(gru, xs, h0), read_states),
        "stream": Task(no_grad(gru, x, h), lambda out: {"h": out[1].numpy().reshape(-1)}),
    }


def single_cell(case: Case) -> Mapping[str, Task]:
    cell = make(torch.nn.GRUCell, case)
    x, h = torch.tensor(case.xs[:1, 0]), torch.tensor(case.h0[:1])
    return {"stream": Task(no_grad(cell, x, h), lambda out: {"h": out.numpy().reshape(-1)})}


CONTENDERS = [
    Contender("torch.nn.GRU", recording, resets_before=False),
    Contender("torch.nn.GRU, no_grad", inference, resets_before=False),
    Contender("torch.nn.GRUCell, no_grad", single_cell, resets_before=False),
]
