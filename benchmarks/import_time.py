"""What ``import gru_course`` costs more than ``import numpy``, in fresh processes.

The package loads its modules (and NumPy) when a name is first used, so that is measured, too.
"""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
PROGRAMS = {
    "numpy": "import numpy",
    "gru_course": "import gru_course",
    "first_use": "import gru_course; gru_course.init_params, gru_course.gru_forward, gru_course.gru_backward",
}


@dataclass(frozen=True)
class ImportTime:
    """CPU seconds from the start of Python to the end of the program, one entry per process."""

    numpy: list[float]
    gru_course: list[float]
    first_use: list[float]

    @property
    def import_extra(self) -> list[float]:
        """Seconds beyond NumPy's, of the bare import."""
        return [ours - theirs for ours, theirs in zip(self.gru_course, self.numpy, strict=True)]

    @property
    def first_use_extra(self) -> list[float]:
        """Seconds beyond NumPy's, until the GRU is there to be called."""
        return [ours - theirs for ours, theirs in zip(self.first_use, self.numpy, strict=True)]


def import_seconds(program: str) -> float:
    answer = subprocess.run(
        [sys.executable, "-c", f"{PROGRAMS[program]}; import time; print(time.process_time())"],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    return float(answer.stdout)


def measure_import(rounds: int, rng: np.random.Generator) -> ImportTime:
    """Rounds of fresh processes, each round in random order."""
    seconds: dict[str, list[float]] = {program: [] for program in PROGRAMS}
    for program in PROGRAMS:
        import_seconds(program)  # the files are in the cache, the bytecode is written
    for _ in range(rounds):
        for program in rng.permutation(list(PROGRAMS)):
            seconds[program].append(import_seconds(program))
    return ImportTime(**seconds)
