"""Folders and files that may not be written: one clear line, nothing lost, and it goes on after."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.permissions import bound_command, needs_permissions

pytestmark = needs_permissions

FEEDS = """speech:
  engine: tone
feeds:
  - name: thon
    title: Thôn Đoài
    kind: files
    url: ban-tin
"""
TEXT = "Bản tin thôn {n}\n\nSáng nay bà con ra đồng từ sớm, trời đẹp và mát.\n"
IN_THE_WAY = ("may not be written", "may not be read", "permission is missing", "allow writing")


def docbao(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        bound_command(sys.executable, "-m", "docbao", "--lang", "en", *words),
        cwd=home,
        capture_output=True,
        text=True,
        timeout=100,
        env={**os.environ, "PYTHONUTF8": "1"},
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A docbao folder with two bulletins, one of them recorded."""
    home = tmp_path_factory.mktemp("made") / "home"
    (home / "ban-tin").mkdir(parents=True)
    (home / "feeds.yaml").write_text(FEEDS, encoding="utf-8")
    for number in (1, 2):
        path = home / "ban-tin" / f"{number}.txt"
        path.write_text(TEXT.format(n=number), encoding="utf-8")
        os.utime(path, (1_790_000_000 + number, 1_790_000_000 + number))
    for words in (("refresh",), ("list",), ("audio", "2")):
        done = docbao(home, *words)
        assert done.returncode == 0, done.stderr
    (home / "xuat-ban").mkdir()
    (home / "giong").mkdir()
    (home / ".docbao" / "voices").mkdir()
    return home


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Iterator[Path]:
    copy = tmp_path / "home"
    subprocess.run(["cp", "-a", str(made), str(copy)], check=True)
    yield copy
    for path in (copy, *copy.rglob("*")):
        path.chmod(path.stat().st_mode | 0o700)


def contents(home: Path) -> dict[str, bytes]:
    """What a reader would miss: his files, recordings, what was published."""
    return {
        str(path.relative_to(home)): path.read_bytes()
        for path in sorted(home.rglob("*"))
        if path.is_file() and ".docbao" not in path.parts
    }


@contextlib.contextmanager
def closed(*paths: Path, mode: int) -> Iterator[None]:
    before = [(path, path.stat().st_mode) for path in paths]
    for path in paths:
        path.chmod(mode)
    try:
        yield
    finally:
        for path, was in before:
            path.chmod(was)


def folders(path: Path) -> list[Path]:
    return [path, *(p for p in path.rglob("*") if p.is_dir())]


PODCAST = ("podcast", "xuat-ban", "--base-url", "https://vidu.vn/p")

CASES: dict[str, tuple[str, tuple[str, ...], Callable[[Path], list[Path]], str]] = {
    "audio": ("audio", ("audio", "1"), folders, "audio"),
    "the library's folder, listing": (".docbao", ("list",), lambda p: [p], ".docbao"),
    "the library's folder, refreshing": (".docbao", ("refresh",), lambda p: [p], ".docbao"),
    "the library, listing": (".docbao/library.db", ("list",), lambda p: [p], "library.db"),
    "the library, refreshing": (".docbao/library.db", ("refresh",), lambda p: [p], "library.db"),
    "the clips": (".docbao/clips", ("audio", "1"), folders, "clips"),
    "what is published": ("xuat-ban", PODCAST, lambda p: [p], "xuat-ban"),
    "the lock of a batch": (".docbao/locks", ("audio", "1"), lambda p: [p], "locks"),
    "the publishing lock": (".docbao/locks", PODCAST, lambda p: [p], "locks"),
    "a book's folder": ("xuat-ban", ("book", "xuat-ban/a.epub"), lambda p: [p], "xuat-ban"),
    "the voices": (
        ".docbao/voices",
        ("voices", "install", "vi_VN-vais1000-medium", "--from", "giong"),
        lambda p: [p],
        "voices",
    ),
    "feeds.yaml": (
        ".",
        ("feeds", "add", "vidu", "https://vidu.vn/rss"),
        lambda p: [p],
        "feeds.yaml",
    ),
    "the lexicon": (".", ("lexicon", "add", "QZX", "quế"), lambda p: [p], "lexicon.yaml"),
    "a word reported": (".", ("voices", "report", "huyện"), lambda p: [p], "voice-report"),
}


@pytest.mark.parametrize("case", CASES)
def test_what_may_not_be_written_is_named_and_nothing_is_lost(home: Path, case: str) -> None:
    where, words, closed_paths, named = CASES[case]
    before = contents(home)
    with closed(*closed_paths(home / where), mode=0o500 if (home / where).is_dir() else 0o400):
        done = docbao(home, *words)
    assert done.returncode == 1, done.stdout
    assert "Traceback" not in done.stderr
    told, hint = done.stderr.strip().splitlines()
    assert named in told
    assert any(words in told for words in IN_THE_WAY), told
    assert hint.strip().startswith("Try: ")
    assert contents(home) == before
    if words[0] in ("audio", "list"):
        again = docbao(home, "audio", "1", "2")
        assert again.returncode == 0, again.stderr
        assert len(list((home / "audio").rglob("*.mp3"))) == 2


@pytest.mark.parametrize("name", ["feeds.yaml", ".docbao/library.db"])
def test_what_may_not_be_read_is_named_and_left_as_it_is(home: Path, name: str) -> None:
    with closed(home / name, mode=0o000):
        done = docbao(home, "list")
    assert done.returncode == 1
    told, _ = done.stderr.strip().splitlines()
    assert name in told
    assert docbao(home, "list", "-q").stdout.count("Thôn Đoài") == 2


def test_what_is_made_is_still_found_where_nothing_new_may_be_written(home: Path) -> None:
    with closed(*folders(home / "audio"), mode=0o500):
        done = docbao(home, "audio", "2")
    assert done.returncode == 0, done.stderr
    assert Path(done.stdout.strip()).is_file()
