"""Killed writers and several processes at once."""

from __future__ import annotations

import importlib.util
import os
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest

from docbao.errors import LibraryBusy
from docbao.model import Bulletin, Feed
from docbao.store import ClipStore, Count, Library, Position
from docbao.store.clip_files import unpack_clip
from docbao.store.tenancy import Tenancy

WRITER = Path(__file__).with_name("writer.py")
KILLS = 20


def clock() -> datetime:
    return datetime(2026, 11, 24, tzinfo=UTC)


@pytest.fixture(scope="module")
def writer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("writer", WRITER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def start(folder: Path, name: str, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(WRITER), str(folder), name, str(count)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )


def rounds_told(process: subprocess.Popen[str]) -> int:
    """How many rounds the writer said were written."""
    told, _ = process.communicate(timeout=60)
    return len(told.splitlines())


@pytest.fixture
def chance() -> random.Random:
    return random.Random(7)


@pytest.mark.slow
def test_a_writer_killed_at_any_moment_loses_nothing_it_said_was_written(
    tmp_path: Path, writer: ModuleType, chance: random.Random
) -> None:
    for _ in range(KILLS):
        process = start(tmp_path, "a", 100_000)
        assert process.stdout is not None
        process.stdout.readline()  # at work, not still importing
        time.sleep(chance.uniform(0, 0.08))
        process.kill()
        told = 1 + rounds_told(process)
        with Library(tmp_path / "library.db", clock=clock) as library:
            assert library.notice is None
            count = library.counts()["a"]
            assert count.total >= told * 10
            assert count.total % 10 == 0, "half a bulletin was kept"
            position = library.position("a-article")
            assert position is not None
            assert position.utterance >= told - 1
            library.search("ban tin")
        clips = ClipStore(tmp_path / "clips", clock=clock)
        for number in range(told):
            key, clip = writer.clip_of("a", number)
            assert clips.get(key) == clip
    connection = sqlite3.connect(tmp_path / "library.db")
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.execute("INSERT INTO words (words) VALUES ('integrity-check')")
    connection.close()
    assert all(unpack_clip(p.read_bytes()) for p in (tmp_path / "clips").rglob("*.clip"))


def test_two_processes_write_one_library_at_once(tmp_path: Path, writer: ModuleType) -> None:
    both = [start(tmp_path, name, 30) for name in ("a", "b")]
    assert [rounds_told(process) for process in both] == [30, 30]
    assert [process.returncode for process in both] == [0, 0]
    with Library(tmp_path / "library.db", clock=clock) as library:
        assert library.counts() == {"a": Count(300, 300), "b": Count(300, 300)}
        assert library.position("b-article") == Position(29, 290)
        hits = library.search("muc 9", feed="a", limit=30)
        assert sum(hit.entry.title.endswith("mục 9") for hit in hits) == 30
    clips = ClipStore(tmp_path / "clips", clock=clock)
    for name in "ab":
        for number in range(30):
            key, clip = writer.clip_of(name, number)
            assert clips.get(key) == clip


def test_a_library_another_process_writes_to_is_read_at_once_and_writing_says_busy(
    tmp_path: Path,
) -> None:
    with Library(tmp_path / "library.db", clock=clock, patience_s=0.05) as library:
        other = sqlite3.connect(tmp_path / "library.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        other.execute("INSERT INTO listed VALUES (1, 'x')")
        assert library.entries() == ()
        with pytest.raises(LibraryBusy) as caught:
            library.save_position("a", 1, 2)
        assert str(tmp_path) in caught.value.message.in_language("vi")
        other.execute("ROLLBACK")
        other.close()
        library.save_position("a", 1, 2)
        assert library.position("a") == Position(1, 2)


def test_a_library_locked_while_it_is_opened_says_busy(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("CREATE TABLE x (y)")
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(LibraryBusy):
        Library(path, clock=clock, patience_s=0.05)
    other.close()


def strange(path: Path) -> None:
    path.write_bytes(b"no database at all " * 500)


def spoiled(path: Path) -> None:
    """A library with one page written over: some meet the damage at once, others later."""
    assert rounds_told(start(path.parent, "z", 2)) == 2
    connection = sqlite3.connect(path)
    (page,) = connection.execute(
        "SELECT rootpage FROM sqlite_master WHERE name = 'setting'"
    ).fetchone()
    connection.close()
    with path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xff" * 200)


def missing(path: Path) -> None:
    assert not path.exists()


@pytest.mark.parametrize(("damage", "set_aside"), [(strange, 1), (spoiled, 1), (missing, 0)])
def test_processes_that_meet_a_damaged_library_at_once_set_aside_one_file(
    tmp_path: Path, damage: Callable[[Path], None], set_aside: int
) -> None:
    damage(tmp_path / "library.db")
    at_once = [start(tmp_path, name, 5) for name in "abcd"]
    assert [rounds_told(process) for process in at_once] == [5] * 4
    with Library(tmp_path / "library.db", clock=clock) as library:
        counts = {name: count for name, count in library.counts().items() if name != "z"}
        assert counts == dict.fromkeys("abcd", Count(50, 50))
    aside = [p for p in tmp_path.glob("library.db.damaged-*") if p.name[-1].isdigit()]
    assert len(aside) == set_aside


def test_a_damaged_library_that_another_docbao_has_open_stays_where_it_is(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    spoiled(path)
    # Opened before the damage, as by a reader who has been at it since the morning.
    with Tenancy(path, patience_s=0.05):
        with pytest.raises(LibraryBusy) as caught:
            Library(path, clock=clock, patience_s=0.05)
        assert caught.value.hint is not None
        assert path.exists()
    with Library(path, clock=clock) as library:
        assert library.notice is not None
        assert library.counts()["z"].total == 20


def test_threads_share_one_library(tmp_path: Path, writer: ModuleType) -> None:
    def work(name: str) -> int:
        feed = Feed(name, name, "https://x.test/")
        for number in range(20):
            library.add_bulletin(Bulletin(feed, clock(), writer.entries_of(name, number)))
            library.entries(feed=name)
            library.search("ban tin", feed=name)
        return library.counts()[name].total

    with (
        Library(tmp_path / "library.db", clock=clock) as library,
        ThreadPoolExecutor(4) as pool,
    ):
        assert list(pool.map(work, ("a", "b", "c", "d"))) == [200] * 4
