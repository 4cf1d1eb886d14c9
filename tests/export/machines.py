"""Containers without a container: an autograder's zip unpacked into a folder, its own scripts run in it."""

from __future__ import annotations

import base64
import hashlib
import importlib.metadata
import json
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import nbformat
import pytest

from gru_course.export.bundle import zipped


@dataclass(frozen=True)
class Machine:
    """Stands for /autograder."""

    folder: Path

    def unpack(self, zip_bytes: bytes) -> None:
        """As Gradescope does: the zip into source/, and what runs in its place."""
        for name in ("source", "submission", "results"):
            (self.folder / name).mkdir()
        with zipfile.ZipFile(BytesIO(zip_bytes)) as archive:
            archive.extractall(self.folder / "source")

    def run(self, script: str, **settings: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", str(self.folder / "source" / script)],
            env={**os.environ, "AUTOGRADER": str(self.folder), "NO_APT": "1", **settings},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=850,
        )

    def grade(self, files: dict[str, bytes], **settings: str) -> dict:
        """What results.json holds after a submission of these files."""
        for name in ("submission", "results"):
            shutil.rmtree(self.folder / name)
            (self.folder / name).mkdir()
        for name, content in files.items():
            (self.folder / "submission" / name).write_bytes(content)
        done = self.run("run_autograder", **settings)
        results = self.folder / "results" / "results.json"
        assert results.is_file(), done.stdout
        return json.loads(results.read_text(encoding="utf-8"))


def points(results: dict) -> dict[str, float]:
    """By step."""
    return {test["name"]: test["score"] for test in results["tests"] if "score" in test}


def as_bytes(notebook: nbformat.NotebookNode) -> bytes:
    return nbformat.writes(notebook).encode()


def wheelhouse(folder: Path, name: str) -> Path:
    """A wheel made of what is installed here, so that nothing needs to be downloaded."""
    installed = importlib.metadata.distribution(name)
    info = f"{name}-{installed.version}.dist-info"
    inside = [file for file in installed.files or [] if ".." not in file.parts and file.suffix != ".pyc"]
    files = {
        file.as_posix(): Path(file.locate()).read_bytes()
        for file in inside
        if file.name not in ("RECORD", "INSTALLER", "REQUESTED", "direct_url.json")
    }
    digests = {file: base64.urlsafe_b64encode(hashlib.sha256(c).digest()) for file, c in files.items()}
    record = [f"{file},sha256={digests[file].rstrip(b'=').decode()},{len(files[file])}" for file in files]
    files[f"{info}/RECORD"] = "\n".join([*record, f"{info}/RECORD,,", ""]).encode()
    tag = next(
        line[5:] for line in (installed.read_text("WHEEL") or "").splitlines() if line.startswith("Tag: ")
    )
    (folder / f"{name}-{installed.version}-{tag}.whl").write_bytes(zipped(files))
    return folder


def only(folder: Path, *programs: str) -> str:
    """A PATH with these programs and no others."""
    folder.mkdir()
    for program in programs:
        found = shutil.which(program)
        if found is not None:
            (folder / program).symlink_to(found)
    return str(folder)


def path_with_python(folder: Path) -> str:
    """A PATH on which the first Python is one of this version, the system's own where there is one."""
    name = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    folder.mkdir()
    for candidate in (f"/usr/bin/{name}", getattr(sys, "_base_executable", sys.executable)):
        tried = subprocess.run([candidate, "-c", "import ensurepip"], capture_output=True, check=False)
        if os.path.exists(candidate) and tried.returncode == 0:
            (folder / name).symlink_to(candidate)
            return f"{folder}:/usr/bin:/bin"
    pytest.skip("no Python here can make an environment")
