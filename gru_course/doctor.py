"""What is missing on this machine, and how to get it.

``gru-course doctor`` prints the answer. Where nothing is installed yet, ``python gru_course/doctor.py``
does the same with the standard library alone, even on a Python that is too old for the course.

The module looks at the machine once (`look_around`), judges what it saw (`examine`, a pure function) and
words the verdict (`as_lines`). So a test can make up a machine that lacks anything.
"""

from __future__ import annotations

import importlib.metadata
import os
import re
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path

PYTHON_RANGE = ((3, 11), (3, 15))  # first version that works, first that does not
FIRST_LESSON = Path("notebooks", "00_start_here.ipynb")
DISK_NEEDED = 500_000_000  # bytes, for checkpoints and saved notebooks

OK, MISSING, OPTIONAL = "ok", "missing", "optional"
SYMBOLS = {OK: "\N{CHECK MARK}", MISSING: "\N{MULTIPLICATION X}", OPTIONAL: "\N{WHITE CIRCLE}"}
PLAIN_SYMBOLS = {OK: "+", MISSING: "x", OPTIONAL: "o"}  # for terminals without Unicode

INSTALL_ALL = "in the course folder: python -m pip install -c constraints.txt -e ."

PURPOSES = {
    "anywidget": "draws the explorers in the browser",
    "filelock": "lets two notebooks keep your progress at once",
    "gru-course": "is the course's own package",
    "ipywidgets": "connects sliders to Python",
    "jupyterlab": "opens the lessons",
    "jupytext": "turns notebooks into text and back",
    "matplotlib": "draws the figures",
    "nbclient": "runs notebooks without a browser",
    "nbconvert": "turns notebooks into pages",
    "nbformat": "reads and writes notebooks",
    "numpy": "does all the mathematics",
    "packaging": "compares version numbers",
    "platformdirs": "knows where your progress is kept",
    "rich": "formats what the terminal shows",
    "tqdm": "shows the progress of training",
    "typer": "reads the command line",
}


@dataclass(frozen=True)
class Finding:
    """One thing the doctor looked at.

    Attributes
    ----------
    name : str
        What was looked for, as a person would call it.
    status : str
        "ok", "missing" (the course does not work without it) or "optional" (absent, but few parts need it).
    purpose : str
        What it does for the course; reads on from the name.
    seen : str
        What was found instead, or where, or which version.
    remedy : str
        How to get it on this operating system; empty if the status is "ok".
    """

    name: str
    status: str
    purpose: str
    seen: str
    remedy: str = ""


@dataclass(frozen=True)
class Machine:
    """All that the doctor needs to know about a machine.

    Attributes
    ----------
    python : tuple of int
        Version of the running interpreter, e.g. (3, 12, 1).
    system : str
        "Linux", "Darwin" (macOS) or "Windows".
    requirements : tuple of str or None
        What the course needs at run time, e.g. ("numpy>=2.1", ...); None if it is neither installed nor here.
    versions : dict
        Installed version by distribution name; absent ones are left out.
    kernel : str or None
        The program that the kernelspec "python3" starts; None if there is no such kernelspec.
    interpreter : str
        The program that runs now.
    course : Path or None
        The course folder, the one with notebooks/ in it.
    writable : bool
        Whether notebooks/ can be written to.
    disk_free : int
        Free bytes where the course is.
    programs : dict
        Path by program name; absent ones are left out.
    """

    python: tuple[int, ...]
    system: str
    requirements: tuple[str, ...] | None
    versions: dict[str, str] = field(default_factory=dict)
    kernel: str | None = None
    interpreter: str = sys.executable
    course: Path | None = None
    writable: bool = True
    disk_free: int = 0
    programs: dict[str, str] = field(default_factory=dict)


# --- judging ----------------------------------------------------------------------------------------------


def examine(machine: Machine) -> list[Finding]:
    """Judge a machine: one finding for each thing that the course needs or can use.

    Parameters
    ----------
    machine : Machine
        What was seen, from `look_around` or made up by a test.

    Returns
    -------
    list of Finding
        Required things first, in the order in which to mend them.

    Examples
    --------
    >>> old = Machine(python=(3, 9, 2), system="Linux", requirements=("numpy>=2.1",))
    >>> examine(old)[0].status
    'missing'
    """
    return [
        _python(machine),
        *_packages(machine),
        _kernel(machine),
        _notebooks(machine),
        _disk(machine),
        _chromium(machine),
        _bubblewrap(machine),
        _node(machine),
    ]


def is_ready(findings: list[Finding]) -> bool:
    """Whether nothing that the course requires is missing."""
    return all(finding.status != MISSING for finding in findings)


def _python(machine: Machine) -> Finding:
    lowest, beyond = PYTHON_RANGE
    purpose = "runs everything"
    seen = "version " + ".".join(map(str, machine.python[:3]))
    if lowest <= tuple(machine.python[:2]) < beyond:
        return Finding("Python", OK, purpose, seen)
    wanted = f"{lowest[0]}.{lowest[1]} to {beyond[0]}.{beyond[1] - 1}"
    remedy = {
        "Linux": "sudo apt install python3 python3-venv (Debian, Ubuntu) or sudo dnf install python3",
        "Darwin": "brew install python@3.13",
        "Windows": "winget install Python.Python.3.13",
    }.get(machine.system, "python.org/downloads")
    return Finding("Python", MISSING, purpose, f"{seen}, needed {wanted}", f"{remedy}; with conda: {_CONDA}")


_CONDA = "conda env create -f environment.yml"


def _packages(machine: Machine) -> list[Finding]:
    if machine.requirements is None:
        return [Finding("gru-course", MISSING, PURPOSES["gru-course"], "not installed", INSTALL_ALL)]
    return [_package(requirement, machine.versions) for requirement in machine.requirements]


def _package(requirement: str, versions: dict[str, str]) -> Finding:
    name, bounds = _split(requirement)
    version = versions.get(name)
    purpose = PURPOSES.get(name, "is used by the course")
    wanted = f"{name}{bounds}"
    remedy = f'python -m pip install "{wanted}", or conda install -c conda-forge "{wanted}"'
    if version is None:
        return Finding(name, MISSING, purpose, f"not installed, needed {bounds or 'any version'}", remedy)
    if not _satisfies(version, bounds):
        return Finding(name, MISSING, purpose, f"version {version}, needed {bounds}", remedy)
    return Finding(name, OK, purpose, f"version {version}")


def _split(requirement: str) -> tuple[str, str]:
    """'NumPy >=2.1' -> ('numpy', '>=2.1')."""
    name, bounds = re.match(r"\s*([\w.-]+)\s*([^;]*)", requirement).groups()  # type: ignore[union-attr]
    return name.lower().replace("_", "-"), bounds.strip(" ()")


def _satisfies(version: str, bounds: str) -> bool:
    try:
        from packaging.specifiers import SpecifierSet
    except ModuleNotFoundError:
        return True  # cannot be judged; that `packaging` is missing is a finding of its own
    return SpecifierSet(bounds).contains(version, prereleases=True)


def _kernel(machine: Machine) -> Finding:
    name, purpose = "Jupyter kernel python3", "runs the cells of the lessons"
    remedy = "python -m pip install ipykernel, then python -m ipykernel install --sys-prefix"
    if machine.kernel is None:
        return Finding(name, MISSING, purpose, "not found", remedy)
    # A bare name such as "python" is filled in by Jupyter with the interpreter that runs the server.
    if os.path.dirname(machine.kernel) not in ("", os.path.dirname(machine.interpreter)):
        seen = f"starts another Python, {machine.kernel}, and not {machine.interpreter}"
        return Finding(name, MISSING, purpose, seen, remedy)
    return Finding(name, OK, purpose, "belongs to this Python")


def _notebooks(machine: Machine) -> Finding:
    name, purpose = "Lessons", "are the notebooks you work in"
    if machine.course is None:
        seen = f"no {FIRST_LESSON.as_posix()} here or beside the installed package"
        remedy = "get the whole course folder (git clone or the zip file), cd into it and try again"
        return Finding(name, MISSING, purpose, seen, remedy)
    folder = machine.course / FIRST_LESSON.parent
    if not machine.writable:
        remedy = "copy the course folder to a place of your own, such as your home folder"
        return Finding(name, MISSING, purpose, f"{folder} cannot be written to", remedy)
    return Finding(name, OK, purpose, f"in {folder}")


def _disk(machine: Machine) -> Finding:
    name, purpose = "Disk space", "holds your notebooks and trained models"
    seen = f"{machine.disk_free / 1e9:.1f} GB free"
    if machine.disk_free >= DISK_NEEDED:
        return Finding(name, OK, purpose, seen)
    seen += f", needed {DISK_NEEDED / 1e9:.1f} GB"
    return Finding(name, MISSING, purpose, seen, "empty the trash, or move the course to another disk")


CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")


def _chromium(machine: Machine) -> Finding:
    path = next((machine.programs[name] for name in CHROMIUMS if name in machine.programs), None)
    remedy = {
        "Linux": "sudo apt install chromium (Ubuntu: sudo snap install chromium), sudo dnf install chromium",
        "Darwin": "brew install --cask chromium",
        "Windows": "winget install Google.Chrome",
    }.get(machine.system, "")
    return _extra("Chromium", path, "runs the tests that need a browser", remedy)


def _bubblewrap(machine: Machine) -> Finding:
    name, purpose = "Bubblewrap", "shields this machine from other people's notebooks"
    if machine.system != "Linux":
        seen = "exists on Linux only"
        remedy = "nothing to do for learning; to run other people's notebooks, use a Linux machine"
        return Finding(name, OPTIONAL, purpose, seen, remedy)
    remedy = "sudo apt install bubblewrap or sudo dnf install bubblewrap"
    return _extra(name, machine.programs.get("bwrap"), purpose, remedy)


def _node(machine: Machine) -> Finding:
    remedy = {
        "Linux": "sudo apt install nodejs or sudo dnf install nodejs",
        "Darwin": "brew install node",
        "Windows": "winget install OpenJS.NodeJS.LTS",
    }.get(machine.system, "")
    remedy = f"{remedy}; with conda: conda install -c conda-forge nodejs".lstrip("; ")
    return _extra("Node", machine.programs.get("node"), "tests JavaScript without a browser", remedy)


def _extra(name: str, path: str | None, purpose: str, remedy: str) -> Finding:
    if path is None:
        return Finding(name, OPTIONAL, purpose, "not found", remedy)
    return Finding(name, OK, purpose, path)


# --- wording ----------------------------------------------------------------------------------------------


def as_lines(findings: list[Finding], symbols: dict[str, str] = SYMBOLS) -> list[tuple[str, str]]:
    """Word the findings for a person.

    Parameters
    ----------
    findings : list of Finding
        From `examine`.
    symbols : dict
        The sign before each status; the status itself is always written out too.

    Returns
    -------
    list of (str, str)
        Status and line; the last line is the verdict.
    """
    lines = []
    for f in findings:
        lines.append((f.status, f"{symbols[f.status]} {f.status:<9}{f.name}: {f.purpose} ({f.seen})"))
        if f.remedy:
            lines.append((f.status, f"{'':11}how to get it: {f.remedy}"))
    missing = [f.name for f in findings if f.status == MISSING]
    if missing:
        lines.append((MISSING, f"Missing: {', '.join(missing)}. The lines above say how to get each."))
    else:
        lines.append((OK, "Everything that the course needs is here. Start with: gru-course lab"))
    return lines


def symbols_for(encoding: str | None) -> dict[str, str]:
    """The signs that a terminal with this encoding can show."""
    try:
        "".join(SYMBOLS.values()).encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return PLAIN_SYMBOLS
    return SYMBOLS


# --- looking ----------------------------------------------------------------------------------------------


def find_course(start: Path | None = None) -> Path | None:
    """Find the course folder: the first one with the first lesson in it.

    Parameters
    ----------
    start : Path, optional
        Where to begin; the current folder unless told. Its parents follow, then the package's folder.

    Returns
    -------
    Path or None
        None if there is no such folder.
    """
    here = (start or Path.cwd()).resolve()
    package = Path(__file__).resolve().parent
    for folder in (here, *here.parents, package.parent):
        if (folder / FIRST_LESSON).is_file():
            return folder
    return None


def look_around(start: Path | None = None) -> Machine:
    """See what is on this machine.

    Parameters
    ----------
    start : Path, optional
        Where to look for the lessons first; the current folder unless told.

    Returns
    -------
    Machine
        What `examine` judges.
    """
    import platform

    requirements = _course_requirements()
    names = [_split(requirement)[0] for requirement in requirements or ()]
    course = find_course(start)
    programs = {name: _which(name) for name in (*CHROMIUMS, "bwrap", "node")}
    return Machine(
        python=tuple(sys.version_info[:3]),
        system=platform.system(),
        requirements=requirements,
        versions={name: version for name in names if (version := _installed_version(name))},
        kernel=_kernel_program(),
        course=course,
        writable=course is not None and os.access(course / FIRST_LESSON.parent, os.W_OK),
        disk_free=shutil.disk_usage(course or Path.cwd()).free,
        programs={name: path for name, path in programs.items() if path},
    )


def _course_requirements() -> tuple[str, ...] | None:
    """The runtime requirements, from the installed package or else from the pyproject.toml beside it."""
    try:
        declared = importlib.metadata.requires("gru-course") or []
        return tuple(requirement for requirement in declared if "extra ==" not in requirement)
    except importlib.metadata.PackageNotFoundError:
        pass
    try:
        import tomllib  # not there before Python 3.11

        text = (Path(__file__).resolve().parent.parent / "pyproject.toml").read_text(encoding="utf-8")
        return tuple(tomllib.loads(text)["project"]["dependencies"])
    except (ModuleNotFoundError, OSError):
        return None


def _installed_version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _kernel_program() -> str | None:
    try:
        from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
    except ModuleNotFoundError:
        return None
    try:
        return str(KernelSpecManager().get_kernel_spec("python3").argv[0])
    except NoSuchKernel:
        return None


MACOS_APPS = {
    "chromium": "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "google-chrome": "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
}


def _which(name: str) -> str | None:
    found = shutil.which(name)
    if found is None and os.path.exists(MACOS_APPS.get(name, "")):
        found = MACOS_APPS[name]
    return found


def main() -> int:
    """Print the findings without any package at all; the exit code is 1 if something required is missing."""
    findings = examine(look_around())
    for _, line in as_lines(findings, symbols_for(sys.stdout.encoding)):
        print(line)
    return 0 if is_ready(findings) else 1


if __name__ == "__main__":
    raise SystemExit(main())
