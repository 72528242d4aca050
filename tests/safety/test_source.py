"""What the package never does, read from its own source; and what it is locked to."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import docbao

PACKAGE = Path(docbao.__file__).parent
ROOT = Path(__file__).parents[2]

FORBIDDEN_IMPORTS = {
    "pickle", "cPickle", "dill", "cloudpickle", "marshal", "shelve", "code", "codeop", "telnetlib",
}  # fmt: skip
FORBIDDEN_CALLS = {
    "eval", "exec", "compile", "__import__", "input",
    "os.system", "os.popen", "os.spawnl", "os.execv", "subprocess.getoutput",
    "subprocess.getstatusoutput", "tempfile.mktemp", "yaml.load", "yaml.full_load",
    "yaml.unsafe_load", "yaml.load_all", "yaml.unsafe_load_all", "pickle.loads", "marshal.loads",
    "ssl._create_unverified_context", "ctypes.pythonapi",
}  # fmt: skip


@functools.cache
def nodes() -> tuple[tuple[Path, ast.Call | ast.Import | ast.ImportFrom], ...]:
    """Every call and import of the package."""
    return tuple(
        (path.relative_to(PACKAGE), node)
        for path in sorted(PACKAGE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call | ast.Import | ast.ImportFrom)
    )


def calls_of(names: set[str]) -> Iterator[tuple[Path, ast.Call]]:
    for path, node in nodes():
        if isinstance(node, ast.Call) and called(node) in names:
            yield path, node


def called(node: ast.Call) -> str:
    return ast.unparse(node.func)


def test_the_package_runs_no_code_that_comes_from_outside() -> None:
    assert len(nodes()) > 3000
    assert [f"{path}:{node.lineno}" for path, node in calls_of(FORBIDDEN_CALLS)] == []
    for path, node in nodes():
        place = f"{path}:{node.lineno}"
        if isinstance(node, ast.Import):
            assert not {a.name.partition(".")[0] for a in node.names} & FORBIDDEN_IMPORTS, place
        elif isinstance(node, ast.ImportFrom):
            assert (node.module or "").partition(".")[0] not in FORBIDDEN_IMPORTS, place
        else:
            given = {k.arg: ast.unparse(k.value) for k in node.keywords}
            assert given.get("shell") != "True", place
            assert given.get("allow_pickle") != "True", place
            assert given.get("verify") != "False", place


def test_programs_are_started_by_a_list_of_words_never_by_a_line_for_a_shell() -> None:
    starters = {f"subprocess.{n}" for n in ("run", "Popen", "call", "check_call", "check_output")}
    found = list(calls_of(starters))
    assert found
    for path, node in found:
        first = node.args[0] if node.args else None
        assert not isinstance(first, ast.Constant | ast.JoinedStr), f"{path}:{node.lineno}"


def test_numpy_never_unpickles() -> None:
    for path, node in calls_of({"np.load", "numpy.load"}):
        given = {k.arg: ast.unparse(k.value) for k in node.keywords}
        assert given.get("allow_pickle") == "False", path


def test_xml_of_strangers_is_read_where_entities_are_refused_and_nowhere_else() -> None:
    readers = {"ET.fromstring", "ET.parse", "ET.iterparse", "ET.XML", "ElementTree.fromstring",
               "minidom.parse", "minidom.parseString", "xml.sax.parse"}  # fmt: skip
    # The quick reader of feeds refuses whatever declares an entity before it parses.
    found = {path.as_posix() for path, _ in calls_of(readers)}
    assert found <= {"sources/syndication.py", "sources/feeds.py"}


@pytest.mark.skipif(not (ROOT / "requirements.lock").exists(), reason="no source tree here")
@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_every_requirement_is_locked_with_its_hashes(name: str) -> None:
    text = (ROOT / name).read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    assert len(lines) > 40
    for line in lines:
        assert re.match(r"[A-Za-z0-9._-]+(?:\[[a-z0-9,-]+\])?==[^\s;]+", line), line
        assert re.findall(r"--hash=sha256:[0-9a-f]{64}\b", line), line
        assert "://" not in line, line  # from the index alone
    make = (ROOT / "Makefile").read_text("utf-8")
    for command in re.findall(r"pip install[^\n]*-r requirements[^\n]*", make):
        assert "--require-hashes" in command, command
