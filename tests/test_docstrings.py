"""Every example in a docstring of the package runs and prints what stands there."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import reluexplain

MODULES = ["reluexplain"] + [
    found.name
    for found in pkgutil.walk_packages(reluexplain.__path__, "reluexplain.")
    if not found.name.endswith(".__main__")  # importing it would run it
]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_print_what_they_say(name, capsys):
    result = doctest.testmod(importlib.import_module(name))
    assert not result.failed, f"run python -m doctest on {name}:\n{capsys.readouterr().out}"


def test_the_walk_finds_modules_and_their_examples():
    assert {"reluexplain.training", "reluexplain.docsbuild.claims"} <= set(MODULES)
    finder = doctest.DocTestFinder()
    examples = [
        test
        for test in finder.find(importlib.import_module("reluexplain.training"))
        if test.examples
    ]
    assert len(examples) >= 2, "reluexplain.training: its docstrings have lost their examples"
