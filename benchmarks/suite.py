"""One run: check everyone, time everyone, collect the results."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.case import SEQUENCES, STREAMS, TASKS, Case, Size, make_case
from benchmarks.check import verify
from benchmarks.contenders import Contender, Task, UnsupportedError
from benchmarks.report import Measurement, Results
from benchmarks.timing import interleave


def plan(
    sizes: Sequence[Size] | None, tasks: Sequence[str], dtypes: Sequence[str]
) -> list[tuple[Size, str, list[str]]]:
    """Which tasks to time at which size and type."""
    todo = []
    for size in (*SEQUENCES, *STREAMS) if sizes is None else sizes:
        streamed = size.B == size.T == 1
        here = [task for task in TASKS if task in tasks and (task == "stream") == streamed]
        todo += [(size, dtype, here) for dtype in dtypes if here]
    return todo


def measure(
    case: Case,
    task_name: str,
    contenders: Sequence[Contender],
    rounds: int,
    rng: np.random.Generator,
    results: Results,
    after_round: Callable[[], None],
) -> None:
    """Check and time one task at one size, and add it to the results."""
    ours = contenders[0]
    tasks: dict[str, Task] = {}
    for contender in contenders:
        try:
            offered = contender.setup(case)
        except UnsupportedError as reason:
            line = f"{contender.name}, {case.dtype}: skipped, {reason}"
            if line not in results.skipped:
                results.skipped.append(line)
            continue
        if task_name in offered:
            verify(contender, ours, task_name, case)
            tasks[contender.name] = offered[task_name]
    for name, samples in interleave(tasks, rounds, rng, after_round=after_round).items():
        results.measurements.append(Measurement(task_name, str(case.dtype), case.size, name, samples))


def run(
    todo: Sequence[tuple[Size, str, list[str]]],
    contenders: Sequence[Contender],
    results: Results,
    rng: np.random.Generator,
    on_task: Callable[[str], None],
    after_round: Callable[[], None],
) -> None:
    for size, dtype, tasks in todo:
        case = make_case(size, dtype)
        for task in tasks:
            on_task(f"{task} {dtype} {size}")
            measure(case, task, contenders, results.rounds, rng, results, after_round)


def write_json(results: Results, path: Path) -> None:
    """Every raw sample."""
    content: dict[str, Any] = {
        "machine": dict(results.machine),
        "rounds": results.rounds,
        "skipped": results.skipped,
        "imports": None if results.imports is None else asdict(results.imports),
        "measurements": [
            {
                "task": m.task,
                "dtype": m.dtype,
                "size": list(m.size),
                "contender": m.contender,
                "repeats": m.samples.repeats,
                "cpu_seconds": m.samples.cpu,
                "wall_seconds": m.samples.wall,
            }
            for m in results.measurements
        ],
    }
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
