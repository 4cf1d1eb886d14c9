"""The Jupyter server extension that sends small messages at once."""

import json
from pathlib import Path

import pytest
from jupyter_server.services.kernels.websocket import KernelWebsocketHandler

from gru_course import server

ROOT = Path(__file__).parents[1]


class Connection:
    """A kernel's websocket, as far as the extension touches it."""

    def __init__(self, accepted):
        self.ws_connection = object() if accepted else None
        self.opened, self.nodelay = [], None

    def set_nodelay(self, value):
        self.nodelay = value


def finish(coroutine):
    """Run a coroutine that waits for nothing; no event loop, as a browser test may have one running."""
    with pytest.raises(StopIteration):
        coroutine.send(None)


@pytest.fixture
def open_handler(monkeypatch):
    """The handler's open(), as it is once the extension is loaded."""

    async def as_before(self, kernel_id):
        self.opened.append(kernel_id)

    monkeypatch.setattr(KernelWebsocketHandler, "open", as_before)
    server._load_jupyter_server_extension(None)
    return KernelWebsocketHandler.open


def test_a_kernels_connection_opens_as_before_and_then_sends_at_once(open_handler):
    connection = Connection(accepted=True)
    finish(open_handler(connection, "kernel"))
    assert connection.opened == ["kernel"]
    assert connection.nodelay is True


def test_a_connection_that_was_refused_is_left_alone(open_handler):
    connection = Connection(accepted=False)
    finish(open_handler(connection, "kernel"))
    assert connection.nodelay is None


def test_jupyter_is_told_of_the_extension_by_the_file_that_is_installed():
    (name,) = (point["module"] for point in server._jupyter_server_extension_points())
    settings = json.loads((ROOT / "gru_course" / "server.json").read_text(encoding="utf-8"))
    assert settings == {"ServerApp": {"jpserver_extensions": {name: True}}}
    assert '"gru_course/server.json" = "etc/jupyter/' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
