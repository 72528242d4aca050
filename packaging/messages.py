"""Every error docbao can tell a person, in both languages, to be read through as a set.

    python packaging/messages.py             place, kind, message, hint, a block each
    python packaging/messages.py --count     how many, and how many without a hint

Read from the source: calls of the classes of `docbao.errors`, and functions that make them.
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import docbao
from docbao import errors

PACKAGE: Final = Path(docbao.__file__).parent
KINDS: Final = frozenset(
    name
    for name, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, errors.DocbaoError)
)


@dataclass(frozen=True, slots=True)
class Words:
    """One wording in both languages, as written in the source."""

    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Message:
    """One error as the source makes it."""

    place: str
    kind: str
    message: Words | None
    """`None` where it comes in from elsewhere."""
    hint: Words | None
    has_hint: bool


def messages() -> Iterator[Message]:
    """All of them, in the order of the files."""
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        named = _named_phrases(tree)
        local = {n.name for n in ast.walk(tree) if isinstance(n, ast.ClassDef)
                 and any(ast.unparse(b).rpartition(".")[2] in KINDS for b in n.bases)}  # fmt: skip
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            kind = ast.unparse(node.func).rpartition(".")[2]
            # `source.error(node, message, hint)` of the configuration makes a ConfigError.
            located = kind == "error" and len(node.args) == 3
            if kind not in KINDS | local and not located:
                continue
            given = {k.arg: k.value for k in node.keywords}
            told = node.args[1] if located else node.args[0] if node.args else given.get("message")
            hint = node.args[2] if located else given.get("hint")
            if told is None:
                continue
            yield Message(
                f"{path.relative_to(PACKAGE).as_posix()}:{node.lineno}",
                "ConfigError" if located else kind,
                words(told, named),
                words(hint, named) if hint is not None else None,
                hint is not None and not (isinstance(hint, ast.Constant) and hint.value is None),
            )


def _named_phrases(tree: ast.Module) -> dict[str, ast.expr]:
    found: dict[str, ast.expr] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found.setdefault(node.targets[0].id, node.value)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            found.setdefault(node.target.id, node.value)
    return found


def words(node: ast.expr, named: dict[str, ast.expr]) -> Words | None:
    """The phrase an expression stands for, blanks as they are; `None` when not written here."""
    for _ in range(4):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            node = node.func.value  # Phrase(…).fill(…)
        elif isinstance(node, ast.Name) and node.id in named:
            node = named[node.id]
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "Phrase":
        given = dict(zip(("vi", "en"), node.args, strict=False))
        given |= {k.arg: k.value for k in node.keywords if k.arg}
        vi, en = given.get("vi"), given.get("en")
        if isinstance(vi, ast.Constant) and isinstance(en, ast.Constant):
            return Words(str(vi.value), str(en.value))
    return None


def main() -> None:
    """Print them."""
    every = list(messages())
    if "--count" in sys.argv:
        print(len(every), "errors,", sum(not m.has_hint for m in every), "without a hint")
        return
    for message in every:
        print(f"{message.place} {message.kind}")
        for mark, told in (("  ", message.message), ("    -> ", message.hint)):
            if told is not None:
                print(f"{mark}{told.vi}\n{mark}{told.en}")
        if message.hint is None:
            print("    -> (elsewhere)" if message.has_hint else "    -> NONE")


if __name__ == "__main__":
    main()
