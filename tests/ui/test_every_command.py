from __future__ import annotations

import ast
import inspect

from tests.ui import errands, scenarios

from docbao.session.commands import COMMANDS, understand
from docbao.session.commands.command import CommandError

_LEFT_OTHERWISE = {"Quit"}
"""Leaving is what a driver's `again` does, by its face's own means."""


def typed() -> set[str]:
    """Every line that a scenario types: what `do` is called with, at once or in a loop."""
    said: list[ast.expr] = []
    for module in (scenarios, errands):
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if arguments := _done(node):
                said += arguments
            elif isinstance(node, ast.For) and isinstance(node.iter, ast.Tuple):
                inner = [name for part in ast.walk(node) for name in _done(part)]
                if any(isinstance(name, ast.Name) for name in inner):
                    said += node.iter.elts
    return {n.value for n in said if isinstance(n, ast.Constant) and isinstance(n.value, str)}


def _done(node: ast.AST) -> list[ast.expr]:
    called = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    return node.args if called and node.func.attr == "do" else []  # type: ignore[attr-defined]  # it is one


def test_every_command_is_carried_out_by_some_scenario_and_so_at_both_faces() -> None:
    done = set()
    for line in typed():
        try:
            done.add(understand(line)[0].id)
        except CommandError:
            continue
    assert {command.id for command in COMMANDS} - done == _LEFT_OTHERWISE
