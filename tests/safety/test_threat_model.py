"""The threat model names the tests that watch over each promise: they exist."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
PAGE = TESTS.parent / "docs" / "threat-model.md"


@pytest.mark.skipif(not PAGE.exists(), reason="no docs here")
def test_every_promise_is_watched_over_by_tests_that_exist() -> None:
    rows = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| ")]
    promises = [row for row in rows if "Hứa · Promise" not in row]
    named = {row: re.findall(r"`(test_\w+)`", row) for row in promises}
    assert len(promises) > 20
    assert not [row for row, tests in named.items() if not tests]
    written = {
        node.name
        for path in TESTS.rglob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {name for tests in named.values() for name in tests} <= written
