"""The command line: ``gru-course lab`` opens the first lesson, ``gru-course doctor`` says what is missing.

Thin on purpose: it reads options, calls the package and prints. Heavy packages are imported by the command
that needs them, so that ``gru-course --help`` answers at once.
"""

from __future__ import annotations

import dataclasses
import importlib.metadata
import json
import os
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from gru_course import doctor

app = typer.Typer(
    name="gru-course",
    help="The Gated Recurrent Unit, hands on: open the lessons, check this machine.",
    no_args_is_help=True,
    add_completion=False,
)

STYLES = {doctor.OK: "green", doctor.MISSING: "bold red", doctor.OPTIONAL: "yellow"}
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
    """The Gated Recurrent Unit, hands on: open the lessons, check this machine."""


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


def _fail(message: str) -> NoReturn:
    typer.secho(message, fg="red", err=True)
    raise typer.Exit(1)


def main() -> None:
    """Run the command line; the console script ``gru-course`` starts here."""
    app()


if __name__ == "__main__":
    main()
