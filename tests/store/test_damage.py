from __future__ import annotations

import errno
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from docbao.errors import LibraryError
from docbao.model import Bulletin, Entry, Recording
from docbao.store import Library

if TYPE_CHECKING:
    from tests.store.conftest import Clock

MakeBulletin = Callable[..., Bulletin]
MakeEntry = Callable[[str, int], Entry]


def filled(path: Path, clock: Clock, edition: Bulletin) -> None:
    with Library(path, clock=clock) as library:
        library.add_bulletin(edition)


def aside(path: Path) -> list[Path]:
    return [p for p in path.parent.glob(f"{path.name}.damaged-*") if p.name[-1].isdigit()]


@pytest.mark.parametrize(
    "content",
    [b"this is no database, but it is long enough to look at " * 40, b"\0" * 5000, b""],
)
def test_a_file_that_is_no_database_is_kept_aside_and_a_new_library_begun(
    tmp_path: Path, clock: Clock, content: bytes
) -> None:
    path = tmp_path / "library.db"
    path.write_bytes(content)
    with Library(path, clock=clock) as library:
        assert library.entries() == ()
        assert library.notice is not None
        assert ".damaged-20261124T060000" in library.notice.in_language("vi")
    (kept,) = aside(path)
    assert kept.read_bytes() == content
    with Library(path, clock=clock) as library:
        assert library.notice is None


def spoil(path: Path, table: str) -> None:
    """Overwrite the root page of that table."""
    connection = sqlite3.connect(path)
    (page,) = connection.execute(
        "SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)
    ).fetchone()
    connection.close()
    with path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xff" * 200)


def test_damage_met_at_the_start_is_set_aside_at_once(
    tmp_path: Path, clock: Clock, bulletin: MakeBulletin
) -> None:
    path = tmp_path / "library.db"
    filled(path, clock, bulletin("a", 1))
    spoil(path, "setting")
    with Library(path, clock=clock) as library:
        assert library.notice is not None
        assert len(library.entries()) == 1
    assert len(aside(path)) == 1


def test_a_damaged_search_index_is_made_anew_and_nothing_is_lost(
    tmp_path: Path, clock: Clock, bulletin: MakeBulletin
) -> None:
    path = tmp_path / "library.db"
    filled(path, clock, bulletin("a", *range(500)))
    connection = sqlite3.connect(path)
    connection.execute("UPDATE words_data SET block = x'0102030405' WHERE id > 10")
    connection.commit()
    connection.close()
    with Library(path, clock=clock) as library, pytest.raises(LibraryError):
        library.search("tin so")
    with Library(path, clock=clock) as library:
        assert library.notice is None
        assert len(library.search("tin so", limit=1000)) == 500
        assert library.counts()["a"].total == 500
    assert aside(path) == []


def test_damage_met_while_reading_is_set_aside_at_the_next_start(
    tmp_path: Path, clock: Clock, bulletin: MakeBulletin
) -> None:
    path = tmp_path / "library.db"
    filled(path, clock, bulletin("a", *range(500)))
    spoil(path, "entry")
    with Library(path, clock=clock) as library:
        assert library.notice is None
        with pytest.raises(LibraryError) as caught:
            library.entries(limit=500)
    assert caught.value.hint is not None
    with Library(path, clock=clock) as library:
        assert library.notice is not None
        assert library.entries() == ()
        library.add_bulletin(bulletin("a", 1))
    assert len(aside(path)) == 1


def test_what_only_the_library_knew_is_carried_over_from_a_damaged_one(
    tmp_path: Path,
    clock: Clock,
    bulletin: MakeBulletin,
    make_entry: MakeEntry,
    make_recording: Callable[..., Recording],
) -> None:
    path = tmp_path / "library.db"
    entry = make_entry("a", 1)
    filled(path, clock, bulletin("a", entry))
    with Library(path, clock=clock) as library:
        library.mark_read([entry.id])
        library.save_position(entry.id, 3, 40)
        library.save_recording(make_recording("r", entry.id))
        library.keep(entry.id)
        listed, recording = library.entries(), library.recording("r")
    spoil(path, "setting")
    with Library(path, clock=clock) as library:
        assert library.notice is not None
        assert "1 tin, 0 bài, 1 dấu đã đọc và 1 bản ghi" in library.notice.in_language("vi")
        assert library.entries() == listed
        assert library.recording("r") == recording
        assert len(library.search("tin so 1")) == 1
        assert library.add_bulletin(bulletin("a", entry)) == ()


def test_rows_before_and_after_the_damage_are_saved(
    tmp_path: Path, clock: Clock, bulletin: MakeBulletin
) -> None:
    path = tmp_path / "library.db"
    filled(path, clock, bulletin("a", *range(500)))
    connection = sqlite3.connect(path)
    connection.execute("UPDATE entry SET title = x'ff' WHERE number = 7")  # of the wrong type
    connection.commit()
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.close()
    content = bytearray(path.read_bytes())
    leaf = next(  # a page in the middle of the table, by a title only it holds
        page
        for page in range(1, pages)
        if content[page * 4096] == 13
        and b"https://a.test/250" in content[page * 4096 : (page + 1) * 4096]
    )
    content[leaf * 4096 : leaf * 4096 + 4096] = b"\xff" * 4096
    path.write_bytes(content)
    path.with_name("library.db.suspect").touch()
    with Library(path, clock=clock) as library:
        assert library.notice is not None
        saved = library.counts()["a"].total
        assert 450 <= saved < 499
        assert len(library.search("tin so", limit=1000)) == saved
        assert len(library.entries(limit=1000)) == saved


def test_a_suspicion_that_proves_wrong_costs_nothing(
    tmp_path: Path, clock: Clock, bulletin: MakeBulletin
) -> None:
    path = tmp_path / "library.db"
    filled(path, clock, bulletin("a", 1))
    suspect = path.with_name("library.db.suspect")
    suspect.touch()
    with Library(path, clock=clock) as library:
        assert library.notice is None
        assert len(library.entries()) == 1
    assert not suspect.exists()


def test_a_torn_file_is_noticed(tmp_path: Path, clock: Clock, bulletin: MakeBulletin) -> None:
    path = tmp_path / "library.db"
    filled(path, clock, bulletin("a", *range(500)))
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)
    notices = 0
    for _ in range(2):
        try:
            with Library(path, clock=clock) as library:
                notices += library.notice is not None
                library.entries(limit=1000)
                library.search("tin so")
                library.add_bulletin(bulletin("b", *range(50)))
        except LibraryError:
            continue
    with Library(path, clock=clock) as library:
        notices += library.notice is not None
        library.add_bulletin(bulletin("c", 1))
    assert notices == 1
    assert len(aside(path)) == 1


def test_a_folder_that_cannot_be_made_is_a_clear_error(tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(LibraryError) as caught:
        Library(tmp_path / "file" / "library.db", clock=clock)
    assert str(tmp_path / "file") in caught.value.message.in_language("vi")


def test_a_full_disk_is_a_clear_error_and_nothing_is_torn(
    library: Library, bulletin: MakeBulletin
) -> None:
    library.add_bulletin(bulletin("a", 1))
    with library._database.write() as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(LibraryError) as caught:
        library.add_bulletin(bulletin("a", *range(2, 2000)))
    assert "đầy" in caught.value.message.in_language("vi")
    assert [item.entry.title for item in library.entries()] == ["Tin số 1"]
    assert library.search("tin so 1999") == ()
    with library._database.write() as connection:
        connection.execute("PRAGMA max_page_count = 1000000")
    library.add_bulletin(bulletin("a", 2))
    assert len(library.entries()) == 2


def test_a_failed_write_is_undone_whole(library: Library, bulletin: MakeBulletin) -> None:
    def interrupted() -> None:
        with library._database.write() as connection:
            connection.execute("INSERT INTO listed VALUES (1, 'x')")
            raise OSError(errno.EIO, "stop")

    with pytest.raises(OSError, match="stop"):
        interrupted()
    library.add_bulletin(bulletin("a", 1))
    with library._database.read() as connection:
        assert connection.execute("SELECT count(*) FROM listed").fetchone() == (0,)


def test_a_second_damage_at_the_same_moment_overwrites_nothing(
    tmp_path: Path, clock: Clock
) -> None:
    path = tmp_path / "library.db"
    for content in (b"first " * 500, b"second " * 500):
        path.write_bytes(content)
        Library(path, clock=clock).close()
    assert {p.read_bytes()[:6] for p in aside(path)} == {b"first ", b"second"}


def test_what_a_run_killed_after_setting_a_file_aside_had_saved_is_taken_up(
    tmp_path: Path, clock: Clock, bulletin: MakeBulletin
) -> None:
    path = tmp_path / "library.db"
    filled(path, clock, bulletin("a", 1, 2))
    path.rename(path.with_name("library.db.new"))
    path.with_name("library.db-wal").write_bytes(b"of the damaged one")
    with Library(path, clock=clock) as library:
        assert library.begun
        assert library.counts()["a"].total == 2
    assert not path.with_name("library.db.new").exists()


def test_what_a_run_killed_while_making_a_library_left_is_in_nobodys_way(
    tmp_path: Path, clock: Clock
) -> None:
    path = tmp_path / "library.db"
    path.with_name("library.db.new").write_bytes(b"half a library " * 500)
    with Library(path, clock=clock) as library:
        assert library.begun
        assert library.notice is None
    with Library(path, clock=clock) as library:
        assert not library.begun


def test_a_lock_file_with_something_in_it_is_named(tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "library.db.lock").write_bytes(b"what is this " * 500)
    with pytest.raises(LibraryError) as caught:
        Library(tmp_path / "library.db", clock=clock)
    assert "library.db.lock" in caught.value.message.in_language("en")


def test_a_library_may_be_closed_twice(library: Library) -> None:
    library.close()
    library.close()
