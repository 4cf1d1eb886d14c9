"""The modules that travel to the browser: joined, complete, and fetching nothing."""

import re

import pytest

from gru_course.widgets import modules
from gru_course.widgets.modules import STATIC, join
from tests.widgets.node import needs_node, run

ENTRIES = sorted(path.name for path in STATIC.glob("*.js") if "export default" in path.read_text("utf-8"))
DEFINED = re.compile(
    r"^(?:export )?(?:async )?(?:function|const|let|class) (\w+)|^const \[([^\]]*)\]", re.MULTILINE
)

entries = pytest.mark.parametrize("entry", ENTRIES)


def test_there_are_explorers():
    assert {"blend.js", "candidate.js", "gate.js"} <= set(ENTRIES)


@needs_node
@entries
def test_the_joined_module_exports_what_anywidget_needs(entry):
    code = join(entry)
    assert code.count("export default") == 1
    code = code.replace("export default", "const exported =")
    assert run(code, "() => typeof exported.render", [0]) == ["function"]


@entries
def test_the_joined_module_fetches_nothing(entry):
    code = join(entry)
    assert not re.search(r"^import |import\(|https?://(?!www\.w3\.org/2000/svg)|fetch\(", code, re.MULTILINE)


@entries
def test_no_name_is_defined_twice_in_a_joined_module(entry):
    names = [name for match in DEFINED.findall(join(entry)) for name in re.findall(r"\w+", "".join(match))]
    assert len(names) > 10
    assert sorted(names) == sorted(set(names))


def test_what_an_entry_exports_by_name_stays_reachable():
    assert join("gate.js").rstrip().endswith("export { compute, describe };")


def test_a_module_that_is_imported_twice_is_there_once(monkeypatch, tmp_path):
    parts = {
        "top.js": 'import { a } from "./a.js";\nimport { b } from "./b.js";\nexport default a + b;\n',
        "b.js": 'import { a } from "./a.js";\nexport const b = a + 1;\n',
        "a.js": "export const a = 1;\n",
    }
    for name, text in parts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(modules, "STATIC", tmp_path)
    code = modules.join.__wrapped__("top.js")
    assert re.findall(r"^// (\w\.js|top\.js)$", code, re.MULTILINE) == ["a.js", "b.js", "top.js"]


@pytest.mark.parametrize(
    "line",
    ['import * as d from "./draw.js";', 'import { a as b } from "./x.js"', 'const d = import("./draw.js");'],
)
def test_an_import_that_cannot_be_joined_is_an_error(monkeypatch, tmp_path, line):
    (tmp_path / "odd.js").write_text(f"{line}\nexport default {{}};\n", encoding="utf-8")
    monkeypatch.setattr(modules, "STATIC", tmp_path)
    with pytest.raises(ValueError, match=r"odd.js: expected imports like"):
        modules.join.__wrapped__("odd.js")
