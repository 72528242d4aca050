"""How many small changes of the code the tests notice: `python tests/proofs/mutants.py [ROOM …]`.

Of every place in a room where an operator, a number, a condition, a branch or a statement could
be another, a sample is drawn (the same for the same `--seed`), each is changed by itself in a
copy of the tree, and the room's own tests are run on it. A change that no test notices has
survived, and is printed. What is changed is what cosmic-ray changes, and statements left out;
strings are not (word lists are data, and have their own tests), nor are docstrings, annotations
and the sizes of caches. Linux and macOS (it forks).
"""

from __future__ import annotations

import argparse
import ast
import copy
import math
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Final

import hypothesis  # noqa: F401 - in memory before the first child needs it
import pytest

ROOT: Final = Path(__file__).resolve().parents[2]
GOAL: Final = 0.85

_OPTIONS: Final = (
    "-x", "-q", "--no-header", "--tb=no", "-p", "no:cacheprovider", "-p", "no:xdist",
    "--hypothesis-seed=0",
    "-W", "ignore::pytest.PytestAssertRewriteWarning",  # of what is in memory before the fork
)  # fmt: skip

ROOMS: Final[dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "text": (
        ("text",),
        ("text/test_numbers.py", "text/test_rules.py", "text/test_sentences.py", "text"),
    ),
    "dates": (("sources/dates.py",), ("sources/test_dates.py",)),
    "store": (
        ("store",),
        (
            *(f"store/test_{name}.py" for name in ("entries", "items", "reading", "recordings")),
            "store/test_search.py",
            "store",
        ),
    ),
}
"""Room → its sources below `src/docbao`, its tests below `tests`, the quick ones first."""

_COMPARISONS: Final = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_SUMS: Final = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult, ast.Mod: ast.Mult, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
    ast.Pow: ast.Mult, ast.LShift: ast.RShift, ast.RShift: ast.LShift,
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """One change: the how-manieth change of the how-manieth node of a file."""

    path: Path
    node: int
    way: int
    line: int
    what: str


def ways(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:  # noqa: C901, PLR0912 - a table of cases
    """What `node` could be instead, in words and as a node."""
    new: Any = copy.copy(node)
    match node, new:
        case ast.Compare(ops=[op]), ast.Compare():
            new.ops = [_COMPARISONS[type(op)]()]
            yield f"{type(op).__name__} → {type(new.ops[0]).__name__}", new
        case ast.BoolOp(op=op), ast.BoolOp():
            new.op = ast.Or() if isinstance(op, ast.And) else ast.And()
            yield f"{type(op).__name__} → {type(new.op).__name__}", new
        case ast.BinOp(op=op), ast.BinOp():
            new.op = _SUMS[type(op)]()
            yield f"{type(op).__name__} → {type(new.op).__name__}", new
        case ast.UnaryOp(op=ast.Not(), operand=operand), _:
            yield "not → nothing", operand
        case ast.Constant(value=bool(value)), ast.Constant():
            new.value = not value
            yield f"{value} → {not value}", new
        case ast.Constant(value=int(value) | float(value)), _:
            for other in (value + 1, value - 1):
                yield f"{value} → {other}", ast.copy_location(ast.Constant(other), node)
        case ((ast.If(test=test) | ast.While(test=test) | ast.IfExp(test=test)), _):
            new.test = ast.UnaryOp(ast.Not(), test)
            yield "condition turned round", new
        case ast.For(), ast.For():
            new.iter = ast.Tuple([], ast.Load())
            yield "no turn of the loop", new
        case ast.Break(), _:
            yield "break → continue", ast.Continue()
        case ast.Continue(), _:
            yield "continue → break", ast.Break()
        case ast.Return(value=ast.expr()), ast.Return():
            if not (isinstance(node.value, ast.Constant) and node.value.value is None):
                new.value = ast.Constant(None)
                yield "returns nothing", new
        case ((ast.Expr(value=ast.Call()) | ast.AugAssign()), _):
            yield "statement left out", ast.Pass()
        case ast.ExceptHandler(type=ast.expr()), ast.ExceptHandler():
            new.type = ast.Tuple([], ast.Load())
            yield "catches nothing", new


class _Walker(ast.NodeTransformer):
    """Numbers the nodes that may change, in an order that never varies; changes one."""

    def __init__(self, node: int = -1, way: int = 0) -> None:
        self.found: list[tuple[int, int, int, str]] = []
        self._count = 0
        self._wanted = (node, way)

    def visit(self, node: ast.AST) -> ast.AST:
        number = self._count
        self._count += 1
        changed: ast.AST | None = None
        for way, (what, other) in enumerate(ways(node)):
            self.found.append((number, way, getattr(node, "lineno", 0), what))
            if (number, way) == self._wanted:
                changed = ast.copy_location(other, node)
        for name, value in ast.iter_fields(node):
            if name in ("annotation", "returns", "decorator_list", "type_params"):
                continue
            if _is_for_types(node) and name == "body":
                continue
            self._visit_field(node, name, value)
        if changed is None:
            return node
        return ast.fix_missing_locations(changed)

    def _visit_field(self, node: ast.AST, name: str, value: object) -> None:
        if isinstance(value, ast.AST):
            setattr(node, name, self.visit(value))
        elif isinstance(value, list):
            value[:] = [self.visit(v) if isinstance(v, ast.AST) else v for v in value]


def _is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def mutants_of(path: Path) -> list[Mutant]:
    """Every change there could be in a file."""
    walker = _Walker()
    walker.visit(ast.parse(path.read_text(encoding="utf-8")))
    return [Mutant(path, node, way, line, what) for node, way, line, what in walker.found]


def mutated(mutant: Mutant) -> str:
    """The file with that one change."""
    walker = _Walker(mutant.node, mutant.way)
    tree = walker.visit(ast.parse(mutant.path.read_text(encoding="utf-8")))
    return ast.unparse(tree)


def sources(room: str) -> list[Path]:
    """The files of a room."""
    paths = (ROOT / "src" / "docbao" / part for part in ROOMS[room][0])
    found = (sorted(p.rglob("*.py")) if p.is_dir() else [p] for p in paths)
    return [path for files in found for path in files]


@dataclass(frozen=True)
class Trial:
    """A copy of the tree in which one file at a time is another."""

    folder: Path
    room: str
    patience_s: float = 300.0

    def tests_pass(self, *, first: bool = False) -> bool | None:
        """Whether the room's tests pass here; `None` when they never end.

        Run in a child of this process, which has pytest and what it needs in memory: starting
        anew would take as long as most mutants live. `first` leaves compiled files behind.
        """
        tests = list(dict.fromkeys(f"tests/{part}" for part in ROOMS[self.room][1]))
        child = os.fork()
        if not child:
            os._exit(self._run([*_OPTIONS, *tests], keeps=first))
        until = time.monotonic() + self.patience_s
        while time.monotonic() < until:
            ended, status = os.waitpid(child, os.WNOHANG)
            if ended:
                return os.waitstatus_to_exitcode(status) == 0
            time.sleep(0.02)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return None

    def _run(self, arguments: list[str], *, keeps: bool) -> int:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        os.chdir(self.folder)
        sys.dont_write_bytecode = not keeps
        sys.path[:0] = [str(self.folder / "src"), str(self.folder)]
        os.environ |= {"PYTHONPATH": str(self.folder / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
        try:
            return int(pytest.main(arguments))
        except BaseException:
            return 1

    def notices(self, mutant: Mutant) -> bool:
        """Whether the tests fail, or never end, with that change."""
        place = self.folder / mutant.path.relative_to(ROOT)
        whole, about = place.read_bytes(), place.stat()
        place.write_text(mutated(mutant), encoding="utf-8")
        try:
            return not self.tests_pass()
        finally:
            place.write_bytes(whole)
            os.utime(place, ns=(about.st_atime_ns, about.st_mtime_ns))  # its bytecode holds again


def interval(killed: int, of: int) -> tuple[float, float]:
    """95 % Wilson score interval of a share."""
    z, share = 1.96, killed / of
    middle = share + z * z / (2 * of)
    width = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return (middle - width) / (1 + z * z / of), (middle + width) / (1 + z * z / of)


def try_room(room: str, sample: int, seed: int, folder: Path) -> bool:
    """Draw, change, test and tell; whether the goal was met."""
    every = [mutant for path in sources(room) for mutant in mutants_of(path)]
    drawn = Random(seed).sample(every, min(sample, len(every)))
    trial = Trial(folder, room)
    begin = time.monotonic()
    if not trial.tests_pass(first=True):
        print(f"{room}: the tests fail as it is; nothing to learn")
        return False
    trial = Trial(folder, room, patience_s=30 + 6 * (time.monotonic() - begin))
    killed = 0
    for mutant in drawn:
        if trial.notices(mutant):
            killed += 1
        else:
            where = mutant.path.relative_to(ROOT / "src" / "docbao")
            print(f"  survived: {where}:{mutant.line}: {mutant.what}", flush=True)
    low, high = interval(killed, len(drawn))
    print(
        f"{room}: {killed} of {len(drawn)} noticed ({killed / len(drawn):.0%}; of all "
        f"{len(every):,} between {low:.0%} and {high:.0%}, 19 times in 20)",
        flush=True,
    )
    return killed / len(drawn) >= GOAL


def main(arguments: Sequence[str] | None = None) -> int:
    """Try the rooms; 1 when one falls short."""
    parser = argparse.ArgumentParser(description="Do the tests notice changes of the code?")
    parser.add_argument("rooms", nargs="*", metavar="ROOM", help=", ".join(ROOMS))
    parser.add_argument("--sample", type=int, default=150, help="changes tried in each room")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("src", "tests", "pyproject.toml", "feeds.yaml", "docs"):
            source = ROOT / part
            copier = shutil.copytree if source.is_dir() else shutil.copy2
            copier(source, folder / part)
        met = [
            try_room(room, asked.sample, asked.seed, folder) for room in asked.rooms or list(ROOMS)
        ]
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
