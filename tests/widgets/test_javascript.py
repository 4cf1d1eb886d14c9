"""The browser's arithmetic and words, run by a real JavaScript engine, against Python's."""

import json
import re
import shutil
import subprocess

import numpy as np
import pytest

from gru_course import widgets
from gru_course.widgets import modules
from gru_course.widgets.modules import STATIC, join

NODE = shutil.which("node")
needs_node = pytest.mark.skipif(NODE is None, reason="needs Node.js, a JavaScript engine, on the PATH")


def run(module: str, expression: str, values):
    """Evaluate a JavaScript function of one argument for every value, in the module that the browser gets."""
    code = f"{module}\nconst f = {expression};\nconsole.log(JSON.stringify({json.dumps(values)}.map(f)));\n"
    done = subprocess.run(
        [NODE, "--input-type=module", "-"], input=code, capture_output=True, encoding="utf-8", timeout=60
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def corners_and_random(rng):
    z = np.concatenate([[0, 1, 0.5, 0.25], rng.uniform(0, 1, 200), np.round(rng.uniform(0, 1, 200), 2)])
    h_prev = np.concatenate(
        [[-1, 1, 0.5, -0.5], rng.uniform(-1, 1, 200), np.round(rng.uniform(-1, 1, 200), 2)]
    )
    h_cand = np.concatenate([[1, -1, 0.25, 0], rng.uniform(-1, 1, 200), np.round(rng.uniform(-1, 1, 200), 2)])
    return z, h_prev, h_cand


@needs_node
def test_the_browser_computes_what_numpy_computes(rng):
    z, h_prev, h_cand = corners_and_random(rng)
    rows = np.stack([z, h_prev, h_cand], axis=1).tolist()
    h = run(join("gru.js"), "([z, h_prev, h_cand]) => blend(z, h_prev, h_cand).h", rows)
    np.testing.assert_allclose(h, z * h_cand + (1 - z) * h_prev, rtol=0, atol=1e-6)
    seen = run(join("gru.js"), "([r, h_prev]) => resetState(r, h_prev)", rows)
    np.testing.assert_allclose(seen, z * h_prev, rtol=0, atol=1e-6)


@needs_node
def test_the_browser_says_what_python_says(rng):
    z, h_prev, h_cand = (a.tolist() for a in corners_and_random(rng))
    update = [{"z": a, "h_prev": b, "h_cand": c} for a, b, c in zip(z, h_prev, h_cand, strict=True)]
    reset = [{"r": a, "h_prev": b} for a, b in zip(z, h_prev, strict=True)]
    for kind, rows in (("update", update), ("reset", reset)):
        texts = run(join("gate.js"), f'(v) => Object.values(describe("{kind}", v)).join("\\n")', rows)
        assert texts == [widgets.describe(kind, **row) for row in rows]


@needs_node
def test_the_joined_module_exports_what_anywidget_needs():
    code = join("gate.js").replace("export default { render };", "console.log(typeof render);")
    done = subprocess.run(
        [NODE, "--input-type=module", "-"], input=code, capture_output=True, encoding="utf-8"
    )
    assert done.stdout.strip() == "function", done.stderr


def test_the_joined_module_fetches_nothing():
    code = join("gate.js")
    assert not re.search(r"^import |import\(|https?://(?!www\.w3\.org/2000/svg)|fetch\(", code, re.MULTILINE)
    assert code.count("export default") == 1


def test_no_name_is_defined_in_two_files():
    names = [
        name
        for path in STATIC.glob("*.js")
        for name in re.findall(
            r"^(?:export )?(?:function|const|let|class) (\w+)", path.read_text("utf-8"), re.M
        )
    ]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize(
    "line",
    ['import * as d from "./draw.js";', 'import { a as b } from "./x.js"', 'const d = import("./draw.js");'],
)
def test_an_import_that_cannot_be_joined_is_an_error(monkeypatch, tmp_path, line):
    (tmp_path / "odd.js").write_text(f"{line}\nexport default {{}};\n", encoding="utf-8")
    monkeypatch.setattr(modules, "STATIC", tmp_path)
    with pytest.raises(ValueError, match=r"odd.js: expected imports like"):
        modules.join.__wrapped__("odd.js")
