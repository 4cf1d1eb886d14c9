"""A GRU made by hand, of three units that each show what a gate is for, and sequences in which it matters.

The units do not look at each other: each row of ``W_r``, ``W_z`` and ``W_h`` below has one job.

- Unit 0, *echo*: z is always near 1, so the state is the candidate, tanh(2 x): it follows the input and
  remembers nothing.
- Unit 1, *latch*: z = sigmoid(14 x - 7) opens for a pulse (x = 1) and is shut otherwise, so what was
  written stays: it remembers.
- Unit 2, *run*: the candidate adds to what it sees of the old state, tanh(0.3 x + 1.3 r h): it counts how
  long a run of pulses is. r = sigmoid(10 x - 5) shuts when the run ends, so that the next one starts over.
"""

import numpy as np

from gru_course.nn.cell import GRUParams
from gru_course.widgets.controls import Preset

NAMES = ("echo", "latch", "run")

HAND_MADE = GRUParams(
    #               echo  latch  run
    W_r=np.array([[0.0, 0.0, 10.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]),
    b_r=np.array([0.0, 0.0, -5.0]),
    W_z=np.array([[0.0, 14.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]),
    b_z=np.array([4.0, -7.0, 4.0]),
    W_h=np.array([[2.0, 2.0, 0.3], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 1.3]]),
    b_h=np.array([0.0, 0.0, 0.0]),
)
"""D = 1, H = 3. The first row of each matrix meets x, the others the state."""

PULSE = (0.0, 0.0, 1.0) + (0.0,) * 21
NOISE = (0.0, 0.0, 1.0) + (0.2, -0.3, 0.1, -0.1, 0.3, -0.2, 0.0) * 3
RUNS = tuple(float(x) for x in (0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 1, 1, 0, 0, 0, 1, 1, 0, 0))
ALTERNATING = (1.0, -1.0) * 12

PRESETS = (
    Preset("A pulse, then silence", {"xs": PULSE, "unit": 1.0, "t": 3.0}),
    Preset("A pulse, then noise", {"xs": NOISE, "unit": 1.0, "t": 3.0}),
    Preset("... z held at 1: memory gone", {"xs": NOISE, "unit": 1.0, "t": 4.0, "clamp_z": "open"}),
    Preset("Runs of pulses", {"xs": RUNS, "unit": 2.0, "t": 6.0}),
    Preset("... r held at 1: no fresh start", {"xs": RUNS, "unit": 2.0, "t": 6.0, "clamp_r": "open"}),
    Preset("Alternating", {"xs": ALTERNATING, "unit": 0.0, "t": 2.0}),
)

# For a GRU that the learner brings.
HOLDS = (
    Preset("Gates free", {}),
    Preset("r held at 1: history always in view", {"clamp_r": "open"}),
    Preset("r held at 0: history never in view", {"clamp_r": "shut"}),
    Preset("z held at 1: nothing is kept", {"clamp_z": "open"}),
    Preset("z held at 0: nothing is written", {"clamp_z": "shut"}),
)
