"""Fair timing: everyone once a round, in a fresh random order, in CPU seconds of this process."""

import gc
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from benchmarks.contenders.base import Task

LEAST = 2e-3
"""CPU seconds that a sample takes at least; shorter calls are repeated inside it."""

Clock = Callable[[], float]


@dataclass
class Samples:
    """Seconds per call, one entry for each round."""

    repeats: int
    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        return statistics.median(self.cpu)

    @property
    def low(self) -> float:
        return min(self.cpu)

    @property
    def high(self) -> float:
        return max(self.cpu)


def calibrate(task: Task, least: float = LEAST, cpu: Clock = time.process_time) -> int:
    """How many calls in a row take `least` seconds."""
    repeats = 1
    while True:
        task.reset()
        before = cpu()
        for _ in range(repeats):
            task.run()
        took = cpu() - before
        if took >= least:
            return repeats
        wanted = 1.1 * repeats * least / took if took > 0 else np.inf
        repeats = int(min(max(wanted, repeats + 1), 10 * repeats))


def interleave(
    tasks: Mapping[str, Task],
    rounds: int,
    rng: np.random.Generator,
    *,
    least: float = LEAST,
    cpu: Clock = time.process_time,
    wall: Clock = time.perf_counter,
    after_round: Callable[[], None] = lambda: None,
) -> dict[str, Samples]:
    """Time several tasks side by side.

    Parameters
    ----------
    tasks : mapping of str to Task
    rounds : int
        In each, every task gives one sample.
    rng : numpy.random.Generator
        Draws each round's order.
    least : float
        Seconds that a sample takes at least.
    cpu, wall : clocks
    after_round : called between rounds, outside of all samples.

    Returns
    -------
    dict of str to Samples
    """
    for task in tasks.values():  # compile, and warm up
        task.reset()
        task.run()
    samples = {name: Samples(calibrate(task, least, cpu)) for name, task in tasks.items()}
    names = list(tasks)
    gc.collect()
    gc.freeze()  # what is there stays there: collecting between rounds takes no time
    gc.disable()
    try:
        for _ in range(rounds):
            for i in rng.permutation(len(names)):
                task, sample = tasks[names[i]], samples[names[i]]
                task.reset()
                run, repeats = task.run, range(sample.repeats)
                wall_before, cpu_before = wall(), cpu()
                for _ in repeats:
                    run()
                cpu_after, wall_after = cpu(), wall()
                sample.cpu.append((cpu_after - cpu_before) / sample.repeats)
                sample.wall.append((wall_after - wall_before) / sample.repeats)
            gc.collect()
            after_round()
    finally:
        gc.enable()
        gc.unfreeze()
    return samples
