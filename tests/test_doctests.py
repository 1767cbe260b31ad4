"""The examples in the docstrings run."""

import doctest
from importlib import import_module
from pathlib import Path

import pytest

import eqeval

SOURCE = Path(eqeval.__file__).parent
MODULES = [
    ".".join(("eqeval", *path.relative_to(SOURCE).with_suffix("").parts)).removesuffix(".__init__")
    for path in sorted(SOURCE.rglob("*.py"))
    if ">>>" in path.read_text(encoding="utf-8")
]


def test_there_are_examples() -> None:
    assert len(MODULES) >= 8


@pytest.mark.parametrize("name", MODULES)
def test_examples_of(name: str) -> None:
    found = doctest.testmod(import_module(name))
    assert found.attempted > 0
    assert found.failed == 0
