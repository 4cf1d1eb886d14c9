"""Make a copy of one module in which one piece of the source is wrong."""

import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType


@dataclass(frozen=True)
class Mutant:
    """One wrong term, and the law that must notice.

    Attributes
    ----------
    module : str
        The module in ``gru_course.nn`` that is changed.
    right, wrong : str
        The piece of source, which occurs exactly once, and what it becomes.
    law : str
        Name of a law that has to fail.
    """

    module: str
    right: str
    wrong: str
    law: str

    def __str__(self) -> str:
        return f"{self.module}: {self.right} -> {self.wrong or 'nothing'}"


def source_of(module: str) -> str:
    spec = find_spec(f"gru_course.nn.{module}")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).read_text(encoding="utf-8")


def build(mutant: Mutant) -> ModuleType:
    """The module with the wrong term in it; the real one is not touched."""
    source = source_of(mutant.module)
    assert source.count(mutant.right) == 1, f"{mutant.right!r} occurs {source.count(mutant.right)} times"
    name = f"gru_course.nn.{mutant.module}_mutant"
    module = ModuleType(name)
    module.__package__ = "gru_course.nn"
    sys.modules[name] = module  # dataclasses look their module up
    try:
        exec(compile(source.replace(mutant.right, mutant.wrong), name, "exec"), module.__dict__)
    finally:
        del sys.modules[name]
    return module
