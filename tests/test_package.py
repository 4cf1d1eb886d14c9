"""What ``import gru_course as gc`` offers."""

import ast
import importlib
from pathlib import Path

import pytest

import gru_course as gc


def test_every_public_name_is_there_and_comes_from_the_module_that_defines_it():
    assert set(gc.__all__) == {*gc._HOME, *gc._CHECKS}
    for name, module in gc._HOME.items():
        assert getattr(gc, name).__module__ == f"gru_course.nn.{module}"
        assert name in dir(gc)


def test_what_type_checkers_see_is_what_is_loaded():
    tree = ast.parse(Path(gc.__file__).read_text(encoding="utf-8"))
    seen = {
        alias.name: node.module.rpartition(".")[2]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module.startswith("gru_course.nn.")
        for alias in node.names
    }
    assert seen == gc._HOME


def test_what_belongs_to_the_exercises_comes_from_checks():
    for name, module in gc._CHECKS.items():
        assert getattr(gc, name) is getattr(importlib.import_module(f"gru_course.checks.{module}"), name)
        assert name in dir(gc)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="module 'gru_course' has no attribute 'lstm_of_theseus'"):
        _ = gc.lstm_of_theseus


def test_subpackages_load_when_they_are_used():
    assert gc.nn.cell.gru_step is gc.gru_step
