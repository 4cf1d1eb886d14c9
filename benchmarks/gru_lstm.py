"""How long a step of training takes in a GRU and in an LSTM: ``make bench-lstm``.

Both are plain NumPy loops in the same style, one product for each weight matrix, on one thread; forward and
backward. Lesson 7 quotes the ratio.
"""

import sys
from pathlib import Path
from typing import Annotated

import typer

HERE = Path(__file__).resolve().parent
sys.path[0] = str(HERE.parent)  # the repository: ``import benchmarks`` is this folder

SIZES = ((6, 32, 32, 50), (28, 64, 32, 50), (64, 128, 32, 50), (128, 256, 32, 50))
"""D, H, B, T."""


def tasks_for(D: int, H: int, B: int, T: int) -> dict:
    """Forward and backward of both, with the same inputs."""
    import numpy as np

    import gru_course as gc
    from benchmarks import textbook, textbook_lstm
    from benchmarks.contenders.base import Task
    from gru_course.nn.lstm import init_lstm_params

    rng = np.random.default_rng(0)
    xs, d_hs, zeros = rng.normal(size=(B, T, D)), rng.normal(size=(B, T, H)), np.zeros((B, H))
    gru, lstm = gc.init_params(D, H, rng).arrays(), init_lstm_params(D, H, rng).arrays()

    def gru_gradient():
        _, caches = textbook.forward(xs, zeros, gru)
        return textbook.backward(d_hs, xs, caches, gru)

    def lstm_gradient():
        _, caches = textbook_lstm.forward(xs, zeros, zeros, lstm)
        return textbook_lstm.backward(d_hs, xs, caches, lstm)

    return {"GRU": Task(gru_gradient, lambda out: out[-1]), "LSTM": Task(lstm_gradient, lambda out: out[-1])}


def main(
    rounds: Annotated[int, typer.Option(min=1, help="Samples of each.")] = 15,
    output: Annotated[Path, typer.Option(help="Where the report goes.")] = HERE / "LSTM.md",
) -> None:
    """Measure a GRU and an LSTM side by side, in one process on one thread."""
    from benchmarks import machine

    machine.one_thread()  # before anything imports NumPy

    import numpy as np

    from benchmarks.timing import interleave

    rng = np.random.default_rng(0)
    measured = {size: interleave(tasks_for(*size), rounds, rng) for size in SIZES}
    about = [(name, value) for name, value in machine.describe() if name not in machine.PEERS]
    output.write_text(report(measured, rounds, about), encoding="utf-8")
    print(f"Wrote {output}")


def report(measured: dict, rounds: int, about: list[tuple[str, str]]) -> str:
    """The table; a ratio is taken in each round, and so has a spread."""
    lines = [
        "# A step of training, GRU and LSTM",
        "",
        "Plain NumPy loops in the same style (`textbook.py`, `textbook_lstm.py`), one product for each",
        "weight matrix, forward and backward in float64, one thread. Each round runs both in a random",
        "order, in CPU seconds; the ratio is the GRU's over the LSTM's: the median of the rounds, with the",
        f"smallest and the largest. A GRU has three quarters of the parameters. Rounds: {rounds}.",
        "",
        *(f"- {name}: {value}" for name, value in about),
        "",
        "| D, H, B, T | GRU ms | LSTM ms | ratio | least | most |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for size, samples in measured.items():
        gru, lstm = samples["GRU"], samples["LSTM"]
        ratios = sorted(g / other for g, other in zip(gru.cpu, lstm.cpu, strict=True))
        middle = ratios[len(ratios) // 2]
        lines.append(
            f"| {', '.join(map(str, size))} | {1e3 * gru.median:.2f} | {1e3 * lstm.median:.2f} "
            f"| {middle:.2f} | {ratios[0]:.2f} | {ratios[-1]:.2f} |"
        )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    typer.run(main)
