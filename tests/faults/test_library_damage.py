"""A library that is damaged, as a person at the command line meets it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.faults.runs import docbao
from tests.loopback import Loopback
from tests.newspaper import print_newspaper, subscribe

ARTICLES = 4


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    with Loopback() as site:
        print_newspaper(site, ARTICLES)
        subscribe(tmp_path, site.url("/rss"))
        assert docbao(tmp_path, "refresh").code == 0
        done = docbao(tmp_path, "audio", "--feed", "thu", "--all", "--no-refresh")
        assert done.code == 0, done.err
        yield tmp_path


def header(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(b"\xff" * 100)


def middle(path: Path) -> None:
    connection = sqlite3.connect(path)
    (page,) = connection.execute(
        "SELECT rootpage FROM sqlite_master WHERE name = 'setting'"
    ).fetchone()
    connection.close()
    with path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xff" * 4096)


def half(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)


def nothing(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("damage", [header, middle, half, nothing])
def test_it_is_kept_aside_rebuilt_and_told(home: Path, damage: Callable[[Path], None]) -> None:
    path = home / ".docbao" / "library.db"
    sqlite3.connect(path).close()
    damage(path)
    spoiled = path.read_bytes()
    told = ""
    for words in (("list",), ("refresh",), ("list",)):  # damage deep inside is met on the way
        run = docbao(home, *words)
        assert "Traceback" not in run.err, run.err
        told += run.err
    assert "bị hỏng" in told
    (aside,) = [p for p in path.parent.glob("library.db.damaged-*") if p.name[-1].isdigit()]
    assert aside.name in told
    assert aside.stat().st_size == len(spoiled)
    listed = docbao(home, "list", "--json").items
    assert len(listed) == ARTICLES
    assert all(item["has_recording"] for item in listed)
    again = docbao(home, "audio", "--feed", "thu", "--all", "--no-refresh", "--json")
    assert again.code == 0, again.err
    assert [item["made"] for item in again.items if "made" in item] == [False] * ARTICLES
