"""Measure the reference GRU side by side with other libraries: ``python benchmarks/run.py --help``."""

import sys
from pathlib import Path
from typing import Annotated

import typer

HERE = Path(__file__).resolve().parent
sys.path[0] = str(HERE.parent)  # the repository: ``import benchmarks`` is this folder


def main(
    sizes: Annotated[
        list[str] | None,
        typer.Option(help="D,H,B,T; may be given several times. B = T = 1 is a streamed step."),
    ] = None,
    task: Annotated[list[str] | None, typer.Option(help="forward, gradient, adam or stream.")] = None,
    dtype: Annotated[list[str] | None, typer.Option(help="float32 or float64.")] = None,
    only: Annotated[list[str] | None, typer.Option(help="Peers whose name contains this.")] = None,
    rounds: Annotated[int, typer.Option(min=1, help="Samples of each contender.")] = 15,
    quick: Annotated[
        bool, typer.Option(help="Two small sizes and 3 rounds, to see that everything works.")
    ] = False,
    seed: Annotated[int, typer.Option(help="For the order within the rounds.")] = 0,
    imports: Annotated[bool, typer.Option(help="Also measure what `import gru_course` costs.")] = True,
    output: Annotated[
        Path | None, typer.Option(help="Where the report goes; RESULTS.md for a full run.")
    ] = None,
    json: Annotated[Path | None, typer.Option(help="Also write every raw sample to this file.")] = None,
) -> None:
    """Measure the reference GRU side by side with other libraries; everything on one thread.

    A full run writes benchmarks/RESULTS.md; a partial one only prints its report, unless --output is given.
    """
    from benchmarks import machine

    machine.one_thread()  # before anything imports NumPy

    import numpy as np
    from rich.progress import Progress

    from benchmarks.case import DTYPES, SEQUENCES, STREAMS, TASKS, Size
    from benchmarks.contenders import load_contenders
    from benchmarks.import_time import measure_import
    from benchmarks.report import Results, render
    from benchmarks.suite import plan, run, write_json

    partial = bool(quick or sizes or task or dtype or only)
    for name, chosen, known in (("task", task, TASKS), ("dtype", dtype, DTYPES)):
        for word in chosen or ():
            if word not in known:
                raise typer.BadParameter(
                    f"{word}: expected one of {', '.join(known)}", param_hint=f"--{name}"
                )
    if sizes:
        wanted = [Size(*read_size(text)) for text in sizes]
    else:
        wanted = [*SEQUENCES[:2], STREAMS[0]] if quick else [*SEQUENCES, *STREAMS]
    if quick:
        rounds = min(rounds, 3)
    todo = plan(wanted, task or TASKS, dtype or DTYPES)

    description = machine.describe()  # before others bring a BLAS of their own
    contenders, skipped = load_contenders(only)
    results = Results(rounds=rounds, machine=description, skipped=skipped)
    rng = np.random.default_rng(seed)
    # Painted between rounds only: a thread that paints would be timed, too.
    with Progress(auto_refresh=False) as progress:
        bar = progress.add_task("", total=rounds * sum(len(tasks) for _, _, tasks in todo))

        def on_task(text: str) -> None:
            progress.update(bar, description=f"{text:<32}", refresh=True)

        def after_round() -> None:
            progress.update(bar, advance=1, refresh=True)

        if imports:
            on_task("imports in fresh processes")
            results.imports = measure_import(3 if quick else 10, rng)
        run(todo, contenders, results, rng, on_task, after_round)

    text = render(results)
    if output is None and not partial:
        output = HERE / "RESULTS.md"
    if output is None:
        print(text)
    else:
        output.write_text(text, encoding="utf-8")
        print(f"Wrote {output}")
    if json is not None:
        write_json(results, json)


def read_size(text: str) -> list[int]:
    """``64,128,32,100`` as four numbers."""
    numbers = text.split(",")
    if len(numbers) != 4 or not all(number.strip().isdigit() and int(number) > 0 for number in numbers):
        raise typer.BadParameter(f"{text}: expected four whole numbers D,H,B,T", param_hint="--sizes")
    return [int(number) for number in numbers]


if __name__ == "__main__":
    typer.run(main)
