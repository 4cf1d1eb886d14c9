"""What the tests of every bridge share: any parameters at all, and when two are the same."""

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from gru_course.nn.cell import GRUParams

WHY = r"scales the product.*equal only if U_h is diagonal and b_hh zero"

FLOAT32 = {"rtol": 1e-6, "atol": 1e-6}  # the other side computes in float32, with numbers of order 1

RESET_AFTER_SHAPES = {
    "W_r": (7, 4),
    "W_z": (7, 4),
    "W_xh": (3, 4),
    "U_h": (4, 4),
    "b_r": (4,),
    "b_z": (4,),
    "b_xh": (4,),
    "b_hh": (4,),
}


@st.composite
def gru_params(draw):
    """Any parameters at all: sizes, types, signs, zeros, huge and tiny numbers."""
    D, H = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    dtype = draw(st.sampled_from([np.float32, np.float64]))
    limit = float(np.finfo(dtype).max)
    numbers = st.floats(-limit, limit, width=np.dtype(dtype).itemsize * 8)

    def array(*shape):
        return draw(hnp.arrays(dtype, shape, elements=numbers))

    return GRUParams(
        **{f"W_{gate}": array(D + H, H) for gate in "rzh"}, **{f"b_{gate}": array(H) for gate in "rzh"}
    )


def same(a, b):
    return a.arrays().keys() == b.arrays().keys() and all(
        x.dtype == y.dtype and np.array_equal(x, y) for (_, x), (_, y) in zip(a, b, strict=True)
    )
