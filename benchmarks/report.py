"""From samples to RESULTS.md: text tables, and how they stand to the targets."""

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from benchmarks.case import TASKS, Size
from benchmarks.import_time import ImportTime
from benchmarks.targets import MAX_IMPORT_SECONDS, STREAM_MICROSECONDS, TARGETS, in_words
from benchmarks.timing import Samples

T = TypeVar("T")
OURS = "ours"
TITLES = {
    "forward": "Forward",
    "gradient": "Full gradient (forward, then backward to all parameters, inputs and first state)",
    "adam": "Adam training step (forward, backward, update)",
    "stream": "One streamed step (one row, one input at a time)",
}
METHOD = """\
One process on one core with one thread per library. Sizes are D,H,B,T: inputs, hidden units, rows, steps.
Each round runs everyone once, in a fresh random order; a sample repeats its call for at least 2 ms.
Times are CPU seconds of the process per call: the median of all rounds, with the smallest and the largest.
A ratio is the peer's median over ours: above 1, ours is faster. Compilation and set-up are not timed.
Before timing, every result is compared with ours (1e-4 in float32, 1e-9 in float64, of the largest number).
"""
NOTES = """\
What is compared: the loss is the sum of all states times fixed random numbers, so backward starts from a
given array. `torch.nn.GRU` is eager and records its graph unless "no_grad" is said; its reset acts after the
product (as much work, another function), so it is checked with weights at which the two agree; its Adam is
the fused one, and its training step, unlike ours, leaves out the gradient for the inputs. `jax jit scan` and
`onnxruntime` compute the course's equations; onnxruntime is given its inputs time first, as it wants them.
`textbook NumPy` is `benchmarks/textbook.py`. `bare products` are only the matrix products that a GRU has to
do, contiguous and with preallocated results. Ours stores in forward what backward needs, and checks its
arguments every time.
"""


@dataclass(frozen=True)
class Measurement:
    """One contender's samples at one place in the tables."""

    task: str
    dtype: str
    size: Size
    contender: str
    samples: Samples


@dataclass
class Results:
    """Everything that a run found out."""

    rounds: int
    machine: list[tuple[str, str]]
    measurements: list[Measurement] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    imports: ImportTime | None = None

    def find(self, task: str, dtype: str, size: Size, contender: str) -> Samples | None:
        for m in self.measurements:
            if (m.task, m.dtype, m.size, m.contender) == (task, dtype, size, contender):
                return m.samples
        return None

    def ratio(self, task: str, dtype: str, size: Size, peer: str) -> float | None:
        """The peer's median over ours."""
        ours, theirs = (self.find(task, dtype, size, name) for name in (OURS, peer))
        return None if ours is None or theirs is None else theirs.median / ours.median


def render(results: Results) -> str:
    """The whole report, as Markdown."""
    parts = ["# Speed, side by side", METHOD, table(("", "measured on"), results.machine)]
    parts += [f"Rounds: {results.rounds}. {cpu_over_wall(results.measurements)}"]
    parts += ["## Against the targets", targets(results)]
    for task in TASKS:
        mine = [m for m in results.measurements if m.task == task]
        if mine:
            parts.append(f"## {TITLES[task]}")
        for dtype in unique(m.dtype for m in mine):
            parts.append(ratio_table(results, task, dtype))
    if results.measurements:
        parts += ["## Notes", NOTES]
    if results.skipped:
        parts.append("\n".join(f"- {line}" for line in results.skipped))
    if results.measurements:
        parts += ["## Every time, in microseconds", every_time(results.measurements)]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def ratio_table(results: Results, task: str, dtype: str) -> str:
    """Our median with its range, and each peer's time over ours."""
    mine = [m for m in results.measurements if (m.task, m.dtype) == (task, dtype)]
    peers = [name for name in unique(m.contender for m in mine) if name != OURS]
    rows = []
    for size in unique(m.size for m in mine):
        ours = results.find(task, dtype, size, OURS)
        ratios = [results.ratio(task, dtype, size, peer) for peer in peers]
        rows.append([str(size), spread(ours) if ours else "", *("" if r is None else two(r) for r in ratios)])
    return table((f"D,H,B,T, {dtype}", "ours, us (min-max)", *peers), rows)


def targets(results: Results) -> str:
    """Reached or not, one line for each number of the reference."""
    rows = []
    for target in TARGETS:
        for size, reference in target.ratios.items():
            ratio = results.ratio(target.task, "float32", size, target.peer)
            if ratio is not None:
                rows.append(
                    [
                        target.task,
                        target.peer,
                        str(size),
                        two(reference),
                        two(ratio),
                        in_words(ratio, reference),
                    ]
                )
    parts = []
    if rows:
        words = [row[-1] for row in rows]
        reached, close = words.count("reached"), words.count("within 10 %")
        short = len(words) - reached - close
        parts.append(
            "Reference: an 80-line prototype in NumPy, float32; the peer's time over ours.\n"
            f"Of {len(words)} numbers {reached} are reached or beaten, {close} are within 10 %, "
            f"{short} fall short."
        )
        parts.append(table(("task", "peer", "D,H,B,T", "reference", "here", "in words"), rows))
    for m in results.measurements:
        if (m.task, m.dtype, m.contender, m.size.H) == ("stream", "float32", OURS, 32):
            low, high = STREAM_MICROSECONDS
            verdict = in_words(high * 1e-6, m.samples.median)
            parts.append(
                f"A streamed step at H = 32, float32: {spread(m.samples)} us; reference {low}-{high} us: "
                f"{verdict}."
            )
    if results.imports is not None:
        parts.append(import_line("`import gru_course`", results.imports.import_extra))
        parts.append(
            import_line("`import gru_course` and the GRU's functions", results.imports.first_use_extra)
        )
    return "\n\n".join(parts) or "Nothing to compare in this run."


def import_line(what: str, extra: list[float]) -> str:
    """Import time beyond NumPy's, against the target."""
    median = statistics.median(extra)
    return (
        f"{what}: {median:.3f} s ({min(extra):.3f} to {max(extra):.3f}) more than `import numpy`, "
        f"the median of {len(extra)} interleaved fresh processes each; to stay under {MAX_IMPORT_SECONDS} s: "
        f"{'reached' if median < MAX_IMPORT_SECONDS else 'missed'}."
    )


def every_time(measurements: Sequence[Measurement]) -> str:
    rows = [
        [
            m.task,
            m.dtype,
            str(m.size),
            m.contender,
            micro(m.samples.median),
            micro(m.samples.low),
            micro(m.samples.high),
        ]
        for m in measurements
    ]
    return table(("task", "type", "D,H,B,T", "who", "median", "min", "max"), rows)


def cpu_over_wall(measurements: Sequence[Measurement]) -> str:
    """More than 1 would mean that someone used a second thread."""
    shares = [sum(m.samples.cpu) / sum(m.samples.wall) for m in measurements]
    if not shares:
        return ""
    return f"CPU time over wall-clock time: {min(shares):.2f} to {max(shares):.2f} (one thread: at most 1)."


def spread(samples: Samples) -> str:
    return f"{micro(samples.median)} ({micro(samples.low)}-{micro(samples.high)})"


def micro(seconds: float) -> str:
    """Microseconds, three digits or more: 4.21, 87.6, 1234."""
    value = seconds * 1e6
    return f"{value:.{2 if value < 9.995 else 1 if value < 99.95 else 0}f}"


def two(ratio: float) -> str:
    return f"{ratio:.1f}" if ratio >= 10 else f"{ratio:.2f}"


def unique(items: Iterable[T]) -> list[T]:
    return list(dict.fromkeys(items))


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table whose columns line up in plain text; numbers to the right."""
    rows = [list(row) for row in rows]
    widths = [max(len(row[i]) for row in [list(head), *rows]) for i in range(len(head))]
    right = [bool(rows) and all(row[i][:1].isdigit() or not row[i] for row in rows) for i in range(len(head))]

    def line(cells: Sequence[str]) -> str:
        inside = (c.rjust(w) if r else c.ljust(w) for c, w, r in zip(cells, widths, right, strict=True))
        return "| " + " | ".join(inside) + " |"

    rule = (
        "|" + "|".join("-" * (w + 1) + (":" if r else "-") for w, r in zip(widths, right, strict=True)) + "|"
    )
    return "\n".join([line(head), rule, *map(line, rows)])
