"""JupyterLab on a folder of notebooks and a Chromium that looks at it, for tests and for benchmarks."""

import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
QUIET = {"@jupyterlab/apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False}}
# Draws every cell, also those out of view, so that a page can be looked at from top to bottom.
ALL_CELLS = {"@jupyterlab/notebook-extension/tracker": {"windowingMode": "none"}}


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab: where it is, and the folder it shows."""

    url: str
    token: str
    folder: Path

    def address(self, notebook: str) -> str:
        """A page with this notebook open, and nothing else."""
        return f"{self.url}/lab/tree/{notebook}?token={self.token}&reset"

    def write(self, notebook: str, cells: list[str]) -> None:
        """Put a notebook with these code cells into the folder."""
        kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
        content = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell(cell) for cell in cells], metadata={"kernelspec": kernel}
        )
        nbformat.write(content, self.folder / notebook)

    def open(self, page: Any, notebook: str) -> None:
        """Show a notebook, with its kernel ready."""
        page.goto(self.address(notebook), timeout=60_000)
        page.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=60_000)
        wait_until_idle(page)


@contextmanager
def running_lab(folder: Path, settings: Mapping[str, Mapping[str, Any]] | None = None) -> Iterator[Lab]:
    """JupyterLab on `folder`, on a free port of this machine only, until the block ends."""
    configured = folder / "settings"
    for name, values in {**QUIET, **(settings or {})}.items():
        path = configured / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values), encoding="utf-8")
    token = secrets.token_hex(16)
    options = {
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": 20_000 + secrets.randbelow(10_000),
        "ServerApp.port_retries": 50,  # where another server is quicker
        "ServerApp.open_browser": False,
        "ServerApp.root_dir": str(folder),
        "ServerApp.allow_root": True,
        "IdentityProvider.token": token,
        "LabApp.user_settings_dir": str(configured),
        "LabApp.workspaces_dir": str(folder / "workspaces"),
        "LabApp.expose_app_in_browser": True,  # so that a test can switch the theme
    }
    command = [sys.executable, "-m", "jupyterlab", *(f"--{key}={value}" for key, value in options.items())]
    quiet = {
        **os.environ,
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),  # where it writes down its port
        "TQDM_DISABLE": "1",
    }
    server = subprocess.Popen(
        command,
        cwd=folder,
        env=quiet,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield Lab(_address_of(server, folder / "runtime", token), token, folder)
    finally:
        _end(server)


def _address_of(server: subprocess.Popen, runtime: Path, token: str) -> str:
    """Where the server listens, once it answers."""
    for _ in range(480):
        assert server.poll() is None, f"JupyterLab ended with status {server.returncode}"
        try:
            port = json.loads((runtime / f"jpserver-{server.pid}.json").read_text("utf-8"))["port"]
            url = f"http://127.0.0.1:{port}"
            with urllib.request.urlopen(f"{url}/api/status?token={token}", timeout=5) as answer:
                json.load(answer)
                return url
        except (OSError, ValueError):  # not there yet, or half written
            time.sleep(0.25)
    raise TimeoutError("JupyterLab did not answer within two minutes")


def _end(server: subprocess.Popen) -> None:
    if server.poll() is not None:
        return
    os.killpg(server.pid, signal.SIGTERM)
    try:
        server.wait(timeout=20)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


@contextmanager
def running_browser() -> Iterator[Any]:
    """The system's Chromium, driven by Playwright, until the block ends. Needs both to be installed."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as run:
        browser = run.chromium.launch(executable_path=CHROMIUM, headless=True, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def wait_until_idle(page: Any, seconds: int = 120) -> None:
    """Wait for the status bar to say that the kernel has nothing more to do."""
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=1000 * seconds)


def command(page: Any, name: str, **arguments: Any) -> None:
    """One of JupyterLab's own commands, such as ``notebook:run-all-cells``."""
    page.evaluate("([name, args]) => jupyterapp.commands.execute(name, args)", [name, arguments])


def run_all(page: Any, seconds: int = 120) -> None:
    """Run all cells of the notebook that is open, and wait until they have run."""
    last = page.locator(".jp-Notebook .jp-CodeCell").last
    command(page, "notebook:run-all-cells")
    last.locator(".jp-InputPrompt", has_text="[*]").wait_for(state="detached", timeout=1000 * seconds)
    wait_until_idle(page, seconds)
