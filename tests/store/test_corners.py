"""Small promises of the store that mutation testing found nobody holding it to."""

from __future__ import annotations

import contextlib
import dataclasses
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.store.test_clips import Ticking, files, key

from docbao.errors import LibraryBusy, LibraryError
from docbao.i18n import LANGUAGES
from docbao.model import Bulletin, Clip, Delivery, Entry, Recording
from docbao.store import ClipStore, Library, troubles
from docbao.store.rows import dump
from docbao.store.salvage import Salvaged, salvage
from docbao.store.search import Search
from docbao.store.search_index import prepare_index

MakeBulletin = Callable[..., Bulletin]
MakeEntry = Callable[[str, int], Entry]


def test_a_minus_before_nothing_is_heard_nowhere() -> None:
    for silent in (Delivery(1, -0.0, 0.0), Delivery(1, 0.0, -0.0), Delivery(1, 0, 0)):
        assert key(delivery=silent) == key(delivery=Delivery(1.0, 0.0, 0.0))


def test_what_is_kept_as_json_stays_readable() -> None:
    assert dump({"tên": ["Báo", 1]}) == '{"tên":["Báo",1]}'


def test_room_is_made_again_and_again(tmp_path: Path) -> None:
    roomy = ClipStore(tmp_path, quota_bytes=10_000_000, clock=Ticking())
    store = ClipStore(tmp_path, quota_bytes=2 * 4096, clock=Ticking())
    for round_ in range(3):
        for n in range(5):
            roomy.put(key(f"{round_} {n}"), Clip(b"ab", 8000))
        assert store.evict() > 0
        assert len(files(tmp_path)) <= 2
        assert store.size_bytes() <= 2 * 4096


def _titled(make_entry: MakeEntry, *said: tuple[str, str]) -> list[Entry]:
    return [
        dataclasses.replace(make_entry("a", n), title=title, summary=summary)
        for n, (title, summary) in enumerate(said)
    ]


def test_where_the_words_stand_counts_more_than_how_new_they_are(
    library: Library, bulletin: MakeBulletin, make_entry: MakeEntry
) -> None:
    newest_first = _titled(
        make_entry,
        ("khác nữa", "động đất, bất ngờ, sản xuất"),
        ("đất rộng, sản động, bất an", ""),
        ("khác", "nhà ở và bất động sản"),
        ("Bất động sản", ""),
    )
    library.add_bulletin(bulletin("a", *newest_first))
    hits = library.search("bat dong san")
    assert [hit.entry.title for hit in hits] == [entry.title for entry in reversed(newest_first)]
    assert [hit.number for hit in hits] == [1, 2, 3, 4]
    assert [hit.number for hit in library.search("bat dong san", limit=2)] == [1, 2]


def test_a_search_stops_at_its_limit_without_full_text_too(
    library: Library, bulletin: MakeBulletin, make_entry: MakeEntry
) -> None:
    library.add_bulletin(bulletin("a", *_titled(make_entry, *(("Tin lũ", ""),) * 3)))
    slow = Search(library._database, clock=library._clock, full_text=False)
    assert len(slow.search("tin lu", limit=2)) == 2
    assert len(slow.search("tin lu", limit=3)) == 3
    assert len(slow.search("tin lu", limit=4)) == 3
    assert slow.search("tin la", limit=4) == ()


def test_a_search_index_of_many_entries_is_whole_when_made_anew(
    library: Library, bulletin: MakeBulletin
) -> None:
    library.add_bulletin(bulletin("a", *range(2100)))
    with library._database.write() as connection:
        connection.execute("UPDATE setting SET value = 'behind' WHERE name = 'index'")
    prepare_index(library._database)
    assert len(library.search("tin so", limit=5000)) == 2100


def test_recordings_within_the_quota_to_the_byte_stay(
    library: Library, make_recording: Callable[..., Recording]
) -> None:
    for name in ("a", "b", "c"):
        library.save_recording(make_recording(name, name))
    total = sum(recording.size_bytes for recording in library.recordings())
    one = total // 3
    assert library.recordings_to_evict(total) == ()
    assert len(library.recordings_to_evict(total - 1)) == 1
    assert len(library.recordings_to_evict(total - one)) == 1
    assert len(library.recordings_to_evict(total - one - 1)) == 2
    assert len(library.recordings_to_evict(0)) == 3


def test_every_trouble_names_the_file_and_says_what_to_do() -> None:
    path = Path("folder") / "library.db"
    for error in (
        troubles.busy(path), troubles.damaged(path), troubles.not_ours(path), troubles.no_wal(path),
        troubles.cannot_open(path),
    ):  # fmt: skip
        for language in LANGUAGES:
            assert str(path) in error.message.in_language(language)
            assert error.hint is not None
            assert error.hint.in_language(language)
    old = troubles.too_old((3, 35, 0))
    assert "3.35.0" in old.message.in_language("vi")
    assert old.hint is not None


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (sqlite3.SQLITE_BUSY, LibraryBusy), (sqlite3.SQLITE_LOCKED, LibraryBusy),
        (sqlite3.SQLITE_CORRUPT, troubles.Damaged), (sqlite3.SQLITE_NOTADB, troubles.Damaged),
        (sqlite3.SQLITE_FULL, LibraryError), (sqlite3.SQLITE_IOERR | 256, LibraryError),
        (sqlite3.SQLITE_CONSTRAINT, type(None)),
    ],
)  # fmt: skip
def test_sqlites_codes_have_words(code: int, kind: type) -> None:
    error = sqlite3.OperationalError("x")
    error.sqlite_errorcode = code
    assert type(troubles.in_words(Path("l.db"), error)) is kind


def test_only_sound_rows_are_carried_over(
    tmp_path: Path,
    library: Library,
    bulletin: MakeBulletin,
    make_recording: Callable[..., Recording],
) -> None:
    library.add_bulletin(bulletin("a", 1, 2, 3))
    for name in ("whole", "torn", "voiceless"):
        library.save_recording(make_recording(name, name))
    with library._database.write() as connection:
        connection.execute("UPDATE recording SET cues = x'00ff' WHERE id = 'torn'")
        connection.execute("UPDATE recording SET voice = '{' WHERE id = 'voiceless'")
        connection.execute("UPDATE entry SET title = x'ff' WHERE link LIKE '%/2'")
    copy = tmp_path / "aside.db"
    with contextlib.closing(sqlite3.connect(library._database.path)) as connection:
        connection.execute("VACUUM INTO ?", (str(copy),))
    with Library(tmp_path / "new.db", clock=library._clock) as fresh:
        assert salvage(copy, fresh._database) == Salvaged(entries=2, recordings=1)
        assert [recording.id for recording in fresh.recordings()] == ["whole"]
        assert len(fresh.entries()) == 2
        assert salvage(copy, fresh._database) == Salvaged()


def test_a_stranger_is_not_salvaged(tmp_path: Path, library: Library) -> None:
    stranger = tmp_path / "stranger.db"
    with contextlib.closing(sqlite3.connect(stranger)) as connection:
        connection.execute("CREATE TABLE entry (a)")
    assert salvage(stranger, library._database) == Salvaged()
    assert salvage(tmp_path / "none.db", library._database) == Salvaged()
