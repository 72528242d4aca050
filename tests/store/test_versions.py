from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from docbao import __version__
from docbao.errors import LibraryError
from docbao.model import Bulletin, FeedState, Recording
from docbao.store import Library
from docbao.store.schema import APPLICATION_ID, MIGRATIONS, VERSION, is_whole, version_of

if TYPE_CHECKING:
    from tests.store.conftest import Clock

MakeBulletin = Callable[..., Bulletin]
FIRST_RELEASED = 2


def change(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_every_step_from_the_first_leads_to_the_tables_of_today() -> None:
    for version in range(1, VERSION + 1):
        connection = sqlite3.connect(":memory:")
        for step in MIGRATIONS[:version]:
            step(connection)
        assert is_whole(connection) or version < VERSION
        connection.close()


def test_the_first_version_released_is_known_for_good() -> None:
    assert VERSION >= FIRST_RELEASED
    connection = sqlite3.connect(":memory:")
    for step in MIGRATIONS[:FIRST_RELEASED]:
        step(connection)
    tables = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
    connection.close()
    assert sorted(tables) == [
        *("article", "entry", "feed_state", "listed", "reading", "recording", "setting")
    ]


@pytest.mark.parametrize("grown", [True, False])
def test_a_library_of_the_time_before_the_release_is_brought_up_to_date(
    tmp_path: Path, clock: Clock, bulletin: MakeBulletin, grown: bool
) -> None:
    path = tmp_path / "library.db"
    with Library(path, clock=clock) as library:
        library.add_bulletin(bulletin("a", 1, 2))
        library.save_feed_state(FeedState("a", etag="x", url="https://a.test/"))
    change(
        path,
        *(() if grown else ("ALTER TABLE feed_state DROP COLUMN url",)),
        "DROP TABLE words",
        "CREATE VIRTUAL TABLE words USING fts5(title, body)",  # an index of another make
        "PRAGMA user_version = 1",
    )
    with Library(path, clock=clock) as library:
        assert library.notice is None
        assert not library.begun
        assert library.counts()["a"].total == 2
        assert len(library.search("tin so")) == 2
        state = library.feed_states()["a"]
        assert state.etag == "x"
        assert state.url == ("https://a.test/" if grown else "")
    connection = sqlite3.connect(path)
    assert version_of(connection) == VERSION
    connection.close()
    assert list(tmp_path.glob("*.damaged-*")) == []


def test_a_damaged_library_of_an_older_docbao_is_saved_all_the_same(
    tmp_path: Path,
    clock: Clock,
    bulletin: MakeBulletin,
    make_recording: Callable[..., Recording],
) -> None:
    path = tmp_path / "library.db"
    with Library(path, clock=clock) as library:
        library.add_bulletin(bulletin("a", 1))
        library.save_recording(make_recording("r", "x"))
    change(path, "DROP TABLE feed_state", "PRAGMA user_version = 1")
    with Library(path, clock=clock) as library:
        assert library.notice is not None
        assert library.counts()["a"].total == 1
        assert library.recording("r").article == "x"


@pytest.mark.parametrize("made_by", ["9.4.0", None])
def test_a_newer_docbaos_library_is_refused_in_words_and_left_alone(
    tmp_path: Path, clock: Clock, made_by: str | None
) -> None:
    path = tmp_path / "library.db"
    Library(path, clock=clock).close()
    change(
        path,
        "UPDATE setting SET value = '9.4.0' WHERE name = 'docbao'"
        if made_by
        else "DROP TABLE setting",
        f"PRAGMA user_version = {VERSION + 7}",
    )
    before = path.read_bytes()
    with pytest.raises(LibraryError) as caught:
        Library(path, clock=clock)
    told = caught.value.message.in_language("vi")
    assert "\n" not in told
    assert str(path) in told
    assert f"dạng {VERSION + 7}" in told
    assert caught.value.hint is not None
    wanted = f"docbao {made_by}" if made_by else "docbao mới nhất"
    assert wanted in caught.value.hint.in_language("vi")
    assert path.read_bytes() == before
    assert list(tmp_path.glob("*.damaged-*")) == []


def test_a_library_tells_which_docbao_can_read_it(tmp_path: Path, clock: Clock) -> None:
    Library(tmp_path / "library.db", clock=clock).close()
    connection = sqlite3.connect(tmp_path / "library.db")
    row = connection.execute("SELECT value FROM setting WHERE name = 'docbao'").fetchone()
    assert row == (__version__,)
    assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    connection.close()


@pytest.mark.parametrize("version", [0, 1, VERSION])
def test_another_programs_database_is_left_alone(
    tmp_path: Path, clock: Clock, version: int
) -> None:
    path = tmp_path / "library.db"
    change(path, "CREATE TABLE theirs (x)", f"PRAGMA user_version = {version}")
    before = path.read_bytes()
    with pytest.raises(LibraryError) as caught:
        Library(path, clock=clock)
    assert str(path) in caught.value.message.in_language("en")
    assert path.read_bytes() == before
    assert list(tmp_path.glob("*.damaged-*")) == []


def test_a_library_that_lost_a_table_is_set_aside_and_the_rest_is_saved(
    tmp_path: Path, clock: Clock, bulletin: MakeBulletin
) -> None:
    path = tmp_path / "library.db"
    with Library(path, clock=clock) as library:
        library.add_bulletin(bulletin("a", 1, 2, 3))
    change(path, "DROP TABLE reading")
    with Library(path, clock=clock) as library:
        assert library.notice is not None
        assert library.counts()["a"].total == 3
    assert len([p for p in tmp_path.glob("*.damaged-*") if p.name[-1].isdigit()]) == 1
