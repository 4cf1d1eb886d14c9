"""The command line: ``gru-course lab`` opens the first lesson, ``gru-course progress`` says what is done.

Thin on purpose: it reads options, calls the package and prints. Heavy packages are imported by the command
that needs them, so that ``gru-course --help`` answers at once.
"""

from __future__ import annotations

import dataclasses
import difflib
import importlib.metadata
import json
import os
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.console import Console

from gru_course import doctor

if TYPE_CHECKING:
    from gru_course.checks.bank_tables import Table
    from gru_course.checks.run_notebook import Step
    from gru_course.grading.command import Order, Outcome
    from gru_course.grading.handed_in import HandedIn
    from gru_course.grading.inquiry import Difference

app = typer.Typer(
    name="gru-course",
    help="The Gated Recurrent Unit, hands on: open the lessons, check your answers.",
    no_args_is_help=True,
    add_completion=False,
)

STYLES = {doctor.OK: "green", doctor.MISSING: "bold red", doctor.OPTIONAL: "yellow"}
STATUS_STYLES = {
    "right": "green",
    "wrong": "yellow",
    "error": "yellow",
    "shape": "yellow",
    "not finite": "yellow",
}
PASS_ON = {"allow_extra_args": True, "ignore_unknown_options": True}


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"gru-course {importlib.metadata.version('gru-course')}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """The Gated Recurrent Unit, hands on: open the lessons, check your answers."""


@app.command(context_settings=PASS_ON)
def lab(
    context: typer.Context,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open a browser window.")] = True,
    port: Annotated[int | None, typer.Option(help="Port of the server (8888 or the next free one).")] = None,
) -> None:
    """Open JupyterLab on the first lesson. Other options are handed on to JupyterLab."""
    course = doctor.find_course()
    if course is None:
        _fail(
            f"Found no {doctor.FIRST_LESSON.as_posix()} in {Path.cwd()}, in the folders above it or beside "
            "the installed package. Change into the course folder (the one with README.md) and try again."
        )
    _launch(lab_arguments(course, browser, port, context.args))


def lab_arguments(course: Path, browser: bool, port: int | None, extra: list[str]) -> list[str]:
    """Spell out the command line of JupyterLab.

    Parameters
    ----------
    course : Path
        The course folder, which becomes the root of the file browser.
    browser : bool
        Whether to open a browser window.
    port : int or None
        Port of the server; None lets Jupyter choose.
    extra : list of str
        Handed on as they are, last, so that they win.

    Returns
    -------
    list of str
        Arguments for ``jupyter lab``.
    """
    arguments = [
        f"--ServerApp.root_dir={course}",
        f"--LabApp.default_url=/lab/tree/{doctor.FIRST_LESSON.as_posix()}",
    ]
    if not browser:
        arguments.append("--no-browser")
    if port is not None:
        arguments.append(f"--port={port}")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--allow-root")  # as in a container, where Jupyter would refuse to start
    return arguments + extra


def _launch(arguments: list[str]) -> None:
    try:
        from jupyterlab.labapp import LabApp
    except ModuleNotFoundError as missing:
        _fail(f"JupyterLab cannot start: {missing}. `gru-course doctor` says how to get what is missing.")
    LabApp.launch_instance(arguments)


@app.command("doctor")
def check_machine(
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Say in plain words what is missing on this machine and how to get it."""
    findings = doctor.examine(doctor.look_around())
    if as_json:
        typer.echo(json.dumps([dataclasses.asdict(finding) for finding in findings], indent=2))
    else:
        console = Console(highlight=False, soft_wrap=True)
        for status, line in doctor.as_lines(findings, doctor.symbols_for(sys.stdout.encoding)):
            console.print(line, style=STYLES[status], markup=False)
    raise typer.Exit(0 if doctor.is_ready(findings) else 1)


@app.command()
def progress(
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
    reset: Annotated[bool, typer.Option("--reset", help="Begin anew; the file so far is kept.")] = False,
    export: Annotated[
        Path | None, typer.Option("--export", help="Write it to a file that ends in .json or .csv.")
    ] = None,
) -> None:
    """Show which exercises are done, and what is next. Nothing leaves this machine."""
    from gru_course.checks.progress_view import progress as view

    if export is not None:
        try:
            _print_plain(str(view.export(export)), to_stderr=as_json)
        except (ValueError, OSError) as problem:
            _fail(_sentence(problem), code=2)
    if reset:
        _print_plain(str(view.reset()), to_stderr=as_json)
    report = view()
    if as_json:
        for notice in report.notices:
            typer.echo(notice, err=True)
        typer.echo(report.as_json(), nl=False)
    elif export is None and not reset:
        console = _console()
        for status, line in report.lines():
            console.print(line, style=STATUS_STYLES.get(status, ""), markup=False)


@app.command()
def bank(
    exercise: Annotated[
        str | None, typer.Argument(help="Name of an exercise; all of them unless told.")
    ] = None,
    separate: Annotated[
        tuple[str, str] | None,
        typer.Option(
            "--separate",
            metavar="ONE OTHER",
            help='The smallest input that tells two mistakes (or "right") apart.',
        ),
    ] = None,
) -> None:
    """Show the misconception bank: which input shows which mistake, and by which name each is told."""
    from gru_course.checks.bank_tables import tables
    from gru_course.checks.catalogue import EXERCISES

    if exercise is not None and exercise not in EXERCISES:
        _fail(f"There is no exercise {exercise}{_near(exercise, list(EXERCISES))}", code=2)
    if separate is not None:
        _separate(*separate, exercise)
        return
    for each in EXERCISES.values() if exercise is None else [EXERCISES[exercise]]:
        for table in tables(each):
            _print_table(table)


def _separate(one: str, other: str, exercise: str | None) -> None:
    from gru_course.checks.bank import RIGHT, separate
    from gru_course.checks.catalogue import EXERCISES

    chosen = EXERCISES.values() if exercise is None else [EXERCISES[exercise]]
    known = {RIGHT, *(mistake.id for each in chosen for mistake in each.misconceptions)}
    where = "" if exercise is None else f" of {exercise}"
    for name in (one, other):
        wanted = name.strip().lower().replace(" ", "-")
        if wanted not in known:
            _fail(f"There is no mistake {name}{where}{_near(wanted, sorted(known))}", code=2)
    try:
        found = separate(one, other, exercise)
    except (KeyError, ValueError) as problem:
        _fail(_sentence(problem))
    _print_plain(str(found))


@app.command()
def check(
    notebook: Annotated[Path, typer.Argument(help="An exercise notebook with your answers.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the verdicts as JSON.")] = False,
    timeout: Annotated[float, typer.Option(min=1, help="Seconds for one cell.")] = 120,
) -> None:
    """Run a notebook of yours in a fresh kernel, without a sandbox, and judge each graded step.

    Ends with 0 if everything that was attempted is right, and with 1 otherwise.
    """
    if not notebook.is_file():
        near = [] if not notebook.parent.is_dir() else [p.name for p in notebook.parent.glob("*.ipynb")]
        _fail(f"There is no file {notebook}{_near(notebook.name, near)}", code=2)
    try:
        from gru_course.checks.run_notebook import NoSteps, check_notebook
    except ModuleNotFoundError as missing:
        _fail(f"{missing}. `gru-course doctor` says how to get what is missing.")
    typer.echo(f"Running {notebook} on this machine, without a sandbox: for your own notebooks.", err=True)
    try:
        steps = check_notebook(notebook, timeout)
    except (NoSteps, OSError) as problem:
        _fail(_sentence(problem), code=2)
    earned, of = sum(step.points for step in steps), sum(step.exercise.points for step in steps)
    if as_json:
        fields = {"notebook": notebook.name, "points": earned, "points_of": of}
        typer.echo(json.dumps({**fields, "steps": [step.fields() for step in steps]}, indent=1))
    else:
        _print_steps(steps)
        typer.echo(f"{earned} of {of} points")
    raise typer.Exit(0 if all(step.verdict for step in steps if step.attempted) else 1)


@app.command()
def grade(
    submissions: Annotated[
        Path, typer.Argument(help="A folder with a notebook or a folder for each learner, or a zip.")
    ],
    out: Annotated[Path, typer.Option("--out", help="Folder for all that comes of it.")] = Path("grades"),
    jobs: Annotated[
        int | None, typer.Option(min=1, help="Processes; one for each processor unless told.")
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option(help="Address of a Dask scheduler, whose workers then do the work.")
    ] = None,
    settings: Annotated[
        Path | None, typer.Option(help="A TOML file: late days, extra credit, weights of steps.")
    ] = None,
    assignment: Annotated[
        list[str] | None,
        typer.Option(
            help="Exercise notebook, by name or path; may be repeated. All that came in, unless told."
        ),
    ] = None,
    salt: Annotated[
        str | None, typer.Option(help="Secret of this class; made once and kept in the folder unless told.")
    ] = None,
    replay: Annotated[
        str | None,
        typer.Option(
            metavar="LEARNER",
            help="Grade one learner again, compare, and show inputs, got and expected; nothing is written.",
        ),
    ] = None,
) -> None:
    """Grade a class of notebooks, each in a sandbox. Stop it at any moment: the same command goes on.

    Ends with 0 if all is graded, with 1 if the grader failed over some, and with 2 if it could not begin.
    """
    from gru_course.grading import command

    order = command.Order(
        submissions,
        out,
        jobs or command.default_jobs(),
        scheduler,
        settings,
        tuple(assignment or ()),
        salt,
    )
    try:
        if replay is not None:
            raise typer.Exit(0 if _replay(order, replay) else 1)
        outcome = command.run(order, _Counter, lambda text: typer.secho(text, fg="red", bold=True, err=True))
    except command.CannotGrade as problem:
        _fail(str(problem), code=2)
    except KeyboardInterrupt:
        typer.echo("Stopped. What is graded is kept: the same command goes on from there.", err=True)
        raise typer.Exit(130) from None
    _print_outcome(outcome, out)
    raise typer.Exit(1 if outcome.failed else 0)


class _Counter:
    """Progress on standard error: a bar where somebody watches, else a line now and then."""

    def __init__(self, total: int) -> None:
        from tqdm import tqdm  # type: ignore[import-untyped]

        self._watched = sys.stderr.isatty()
        self._total, self._done, self._graded, self._next = total, 0, 0, 0
        self._bar = tqdm(total=total, unit="notebook", disable=not self._watched, file=sys.stderr)

    def advance(self, entry: HandedIn, fresh: bool) -> None:
        """One more is done."""
        self._done += 1
        self._graded += fresh
        self._bar.update()
        if not self._watched and self._done >= self._next:
            self._next = self._done + max(1, self._total // 10)
            typer.echo(f"{self._done} of {self._total} notebooks", err=True)

    def close(self) -> None:
        """All are done, or it was stopped."""
        self._bar.close()


def _print_outcome(outcome: Outcome, out: Path) -> None:
    for line in outcome.summary(out):
        typer.echo(line)
    attention = outcome.attention()
    for line in attention:
        typer.secho(f"Look at this: {line}", fg="red", err=True)
    if not attention:
        typer.echo("Nothing needs your attention.")


def _replay(order: Order, learner: str) -> bool:
    """Show what a learner gets when graded once more; whether that is what was recorded."""
    from gru_course.grading import command

    replayed = command.replay(order, learner)
    for each in replayed:
        result = each.result
        typer.echo(
            f"{learner}, {result.notebook} ({each.entry.name}): {result.points:g} of {result.most:g} points"
        )
        for step in result.steps:
            typer.echo(f"\n{step.step}: {step.status}, {step.points:g} of {step.most:g}, seed {step.seed}")
            typer.echo(textwrap.indent(step.feedback, "  "))
            if step.step in each.differences:
                _print_difference(each.differences[step.step])
        for note in result.notes:
            typer.echo(f"Note: {note}")
        typer.echo(f"\n{each.comparison}")
    if any(each.differences for each in replayed):
        typer.echo(
            "Inputs and expected values are for you; whoever has them could write them into an answer."
        )
    return all(each.same for each in replayed)


def _print_difference(found: Difference) -> None:
    """The first call that differs, side by side; only ever on the lecturer's screen."""
    rows = {
        "called": found.call,
        "got": found.got,
        "expected": found.expected,
        "changed": ", ".join(found.changed),
        "in full": f"from gru_course.checks.catalogue import EXERCISES\n{found.recipe}"
        if found.recipe
        else "",
    }
    typer.echo(f"  The first difference ({found.where}):")
    for label, text in rows.items():
        if text:
            typer.echo(f"    {label:<9} " + text.replace("\n", "\n" + " " * 14))


export_app = typer.Typer(help="Take the exercises to other graders.", no_args_is_help=True)
app.add_typer(export_app, name="export")

SALT = Annotated[
    str | None, typer.Option(help="Secret that chooses the hidden inputs; by chance unless told.")
]


@export_app.command("otter")
def export_otter(
    notebooks: Annotated[
        list[str] | None, typer.Argument(help="Exercises, by name or path; all of them unless told.")
    ] = None,
    out: Annotated[Path, typer.Option("--out", help="Folder for the assignments.")] = Path(
        "otter-assignments"
    ),
    salt: SALT = None,
) -> None:
    """Write assignments for otter-grader: student/ to hand out, autograder/ to keep."""
    from gru_course.export import otter

    try:
        for notebook in _exercises(notebooks or []):
            typer.echo(otter.export(notebook, out, salt))
    except (ValueError, OSError) as problem:
        _fail(_sentence(problem), code=2)


@export_app.command("gradescope")
def export_gradescope(
    notebook: Annotated[str, typer.Argument(help="Exercise, by name or path.")],
    out: Annotated[Path | None, typer.Option("--out", help="The zip; NOTEBOOK.zip unless told.")] = None,
    salt: SALT = None,
) -> None:
    """Write an autograder for Gradescope: one zip, to be uploaded there."""
    from gru_course.export import gradescope

    try:
        (found,) = _exercises([notebook])
        typer.echo(gradescope.export(found, out or Path(f"{found.stem}.zip"), salt))
    except (ValueError, OSError) as problem:
        _fail(_sentence(problem), code=2)


def _exercises(names: list[str]) -> list[Path]:
    from gru_course.export.exercises import find

    course = doctor.find_course()
    return find(names, course / "exercises" if course else None)


def _print_steps(steps: list[Step]) -> None:
    console = _console()
    for step in steps:
        first, *more = str(step.verdict).splitlines()
        points = f" ({step.points} of {step.exercise.points} points)"
        console.print(first + points, style=STATUS_STYLES.get(step.verdict.status, ""), markup=False)
        console.print("\n".join([*more, ""]), markup=False)


def _print_table(table: Table) -> None:
    import rich.box
    import rich.markup
    import rich.table

    grid = rich.table.Table(box=rich.box.SIMPLE)
    for number, name in enumerate(table.head):
        # Ids are never cut; what is in words may go on in the next line of a narrow terminal.
        grid.add_column(name, no_wrap=number == 0, overflow="fold")
    for row in table.rows:
        grid.add_row(*map(rich.markup.escape, row))
    # Where nobody watches, as in a pipe, a line is as long as it needs to be.
    console = Console(highlight=False) if sys.stdout.isatty() else Console(highlight=False, width=1000)
    console.print(table.title, style="bold", markup=False)
    console.print(grid)
    for note in table.notes:
        console.print(note, markup=False)
    console.print()


def _console() -> Console:
    return Console(highlight=False, soft_wrap=True)


def _print_plain(text: str, to_stderr: bool = False) -> None:
    typer.echo(text, err=to_stderr)


def _near(name: str, known: list[str]) -> str:
    """``; did you mean ...?``, or everything that there is."""
    near = difflib.get_close_matches(name, known, n=1)
    if near:
        return f"; did you mean {near[0]}?"
    return f"; there are: {', '.join(known)}" if known else "."


def _sentence(problem: Exception) -> str:
    """What an exception says; a KeyError puts it into quotation marks."""
    text = problem.args[0] if isinstance(problem, KeyError) else problem
    return str(text).strip()


def _fail(message: str, code: int = 1) -> NoReturn:
    typer.secho(message, fg="red", err=True)
    raise typer.Exit(code)


def main() -> None:
    """Run the command line; the console script ``gru-course`` starts here."""
    app()


if __name__ == "__main__":
    main()
