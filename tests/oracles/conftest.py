"""One random case for all oracles: B, T, D and H all different, no bias and no state zero."""

import numpy as np
import pytest

from gru_course.nn.cell import GRUParams


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(20140612)


@pytest.fixture
def B() -> int:
    return 3


@pytest.fixture
def T() -> int:
    return 7


@pytest.fixture
def D() -> int:
    return 4


@pytest.fixture
def H() -> int:
    return 5


@pytest.fixture
def lengths() -> list[int]:
    """A full row, a row cut short, and a row of one step."""
    return [7, 4, 1]


@pytest.fixture
def xs(rng, B, T, D):
    return rng.normal(size=(B, T, D))


@pytest.fixture
def h0(rng, B, H):
    return rng.uniform(-1, 1, size=(B, H))


@pytest.fixture
def params(rng, D, H) -> GRUParams:
    shapes = {f"{kind}_{gate}": (D + H, H) if kind == "W" else (H,) for kind in "Wb" for gate in "rzh"}
    return GRUParams(**{name: rng.normal(scale=0.7, size=shape) for name, shape in shapes.items()})
