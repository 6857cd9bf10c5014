"""How many ways lead through a function: at most fifteen, or the reason is beside it.

``noqa: C901`` with a reason excepts a function. The count is stricter than that of the linter.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.paths import PACKAGE

MOST = 15
MODULES = sorted(PACKAGE.rglob("*.py"))


def ways_through(function: ast.AST) -> int:
    """McCabe's number, to which conditional expressions, ``and`` and ``or``, and the loops and
    conditions of comprehensions count as branches do.
    """
    ways = 1
    for node in ast.walk(function):
        if isinstance(
            node, ast.If | ast.For | ast.While | ast.IfExp | ast.ExceptHandler | ast.Assert
        ):
            ways += 1
        elif isinstance(node, ast.BoolOp):
            ways += len(node.values) - 1
        elif isinstance(node, ast.comprehension):
            ways += 1 + len(node.ifs)
    return ways


def test_every_kind_of_branch_counts() -> None:
    (function,) = ast.parse(
        "def f(a, b):\n"
        "    if a and b: return [c for c in a if c]\n"
        "    for d in b:\n"
        "        try: return d if a else b\n"
        "        except ValueError: pass\n"
    ).body
    assert ways_through(function) == 8


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_functions_are_simple(module: Path) -> None:
    text = module.read_text("utf-8")
    lines = text.splitlines()
    functions = [
        node
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    found = {
        node.name: ways_through(node)
        for node in functions
        if "noqa: C901" not in lines[node.lineno - 1] and ways_through(node) > MOST
    }
    assert found == {}
