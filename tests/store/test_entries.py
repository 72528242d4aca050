from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from docbao.i18n import Phrase
from docbao.model import Bulletin, Entry, FeedState
from docbao.store import Count, Library, Listed

if TYPE_CHECKING:
    from tests.store.conftest import Clock

MakeBulletin = Callable[..., Bulletin]
MakeEntry = Callable[[str, int], Entry]


def titles(listed: tuple[Listed, ...]) -> list[str]:
    return [item.entry.title.removeprefix("Tin số ") for item in listed]


def test_a_bulletin_is_told_back_newest_first(library: Library, bulletin: MakeBulletin) -> None:
    edition = bulletin("vne", 3, 1, 2)
    assert library.add_bulletin(edition) == edition.entries
    assert [item.entry for item in library.entries()] == sorted(
        edition.entries, key=lambda entry: entry.title
    )
    assert [item.number for item in library.entries()] == [1, 2, 3]


def test_only_entries_not_seen_before_are_new(library: Library, bulletin: MakeBulletin) -> None:
    library.add_bulletin(bulletin("vne", 1, 2))
    new = library.add_bulletin(bulletin("vne", 0, 1, 2))
    assert [entry.title for entry in new] == ["Tin số 0"]
    assert library.add_bulletin(bulletin("vne", 0, 1, 2)) == ()


def test_an_entry_that_stands_twice_in_a_bulletin_is_one(
    library: Library, bulletin: MakeBulletin, make_entry: MakeEntry
) -> None:
    first = make_entry("vne", 1)
    again = dataclasses.replace(first, title="bản sau")
    assert library.add_bulletin(bulletin("vne", first, again)) == (first,)
    assert titles(library.entries()) == ["1"]


def test_a_changed_title_is_kept_in_step_and_stays_the_same_entry(
    library: Library, bulletin: MakeBulletin, make_entry: MakeEntry, clock: Clock
) -> None:
    entry = make_entry("vne", 1)
    library.add_bulletin(bulletin("vne", entry))
    library.mark_read([entry.id])
    clock.forward(hours=1)
    changed = dataclasses.replace(entry, title="Đính chính", summary="mới")
    assert library.add_bulletin(bulletin("vne", changed)) == ()
    (listed,) = library.entries()
    assert (listed.entry, listed.read) == (changed, True)
    assert listed.seen == clock.now - timedelta(hours=1)
    assert library.search("dinh chinh") != ()
    assert library.search("tin so") == ()


def test_undated_entries_keep_the_running_order_of_their_edition(
    library: Library, bulletin: MakeBulletin, make_entry: MakeEntry, clock: Clock
) -> None:
    undated = [dataclasses.replace(make_entry("bcp", n), published=None) for n in (5, 4, 9)]
    library.add_bulletin(bulletin("bcp", *undated))
    clock.forward(minutes=30)
    later = dataclasses.replace(make_entry("bcp", 7), published=None)
    library.add_bulletin(bulletin("bcp", later, *undated))
    assert titles(library.entries()) == ["7", "5", "4", "9"]
    assert library.entries()[0].when == clock.now


def test_a_date_in_the_future_does_not_keep_an_entry_on_top(
    library: Library, bulletin: MakeBulletin, make_entry: MakeEntry, clock: Clock
) -> None:
    ahead = dataclasses.replace(make_entry("a", 1), published=datetime(2099, 1, 1, tzinfo=UTC))
    library.add_bulletin(bulletin("a", ahead))
    clock.forward(hours=1)
    library.add_bulletin(
        bulletin("a", dataclasses.replace(make_entry("a", 2), published=clock.now), ahead)
    )
    assert titles(library.entries()) == ["2", "1"]


def test_the_same_article_in_two_feeds_is_two_entries_with_one_state(
    library: Library, bulletin: MakeBulletin, make_entry: MakeEntry
) -> None:
    entry = make_entry("a", 1)
    library.add_bulletin(bulletin("a", entry))
    library.mark_read([entry.id])
    library.add_bulletin(bulletin("b", dataclasses.replace(entry, feed="b")))
    assert [(item.entry.feed, item.read) for item in library.entries()] == [
        ("b", True),
        ("a", True),
    ]
    library.mark_read([entry.id], read=False)
    assert [item.read for item in library.entries()] == [False, False]


def test_pages_join_without_a_gap_or_an_overlap(
    library: Library, bulletin: MakeBulletin, make_entry: MakeEntry
) -> None:
    same_time = [
        dataclasses.replace(make_entry("a", n), published=datetime(2026, 1, 1, tzinfo=UTC))
        for n in range(20)
    ]
    library.add_bulletin(bulletin("a", *same_time))
    library.add_bulletin(bulletin("b", *range(30)))
    whole = library.entries(limit=100)
    paged: list[Listed] = []
    while page := library.entries(
        limit=7, after=paged[-1].place if paged else None, first_number=len(paged) + 1
    ):
        paged += page
    assert tuple(paged) == whole
    assert len(whole) == 50


def test_lists_narrow_by_feed_time_and_unread(
    library: Library, bulletin: MakeBulletin, make_entry: MakeEntry, clock: Clock
) -> None:
    library.add_bulletin(bulletin("a", 1, 2, 3))
    library.add_bulletin(bulletin("b", 1, 2, 3))
    library.mark_read([make_entry("a", 1).id])
    assert titles(library.entries(feed="a")) == ["1", "2", "3"]
    assert titles(library.entries(feed="a", unread_only=True)) == ["2", "3"]
    assert len(library.entries(unread_only=True)) == 5
    assert titles(library.entries(feed="b", since=clock.now - timedelta(minutes=2))) == ["1", "2"]
    assert library.entries(feed="c") == ()
    assert library.counts() == {"a": Count(3, 2), "b": Count(3, 3)}


def test_all_that_is_known_of_an_entry_comes_back(library: Library, bulletin: MakeBulletin) -> None:
    entry = Entry(
        "a",
        "00ff00ff00ff00ff",
        "https://a.test/?x=1&y='; DROP TABLE entry; --",
        "Tiêu đề “trong ngoặc” \N{GRINNING FACE}",
        "tóm tắt",
        datetime(2026, 11, 1, 2, 3, 4, 567890, UTC),
        "<p>bài</p>",
    )
    library.add_bulletin(bulletin("a", entry))
    (listed,) = library.entries()
    assert listed.entry == entry
    state = (listed.read, listed.heard, listed.kept, listed.has_recording, listed.position)
    assert state == (False, False, False, False, None)
    assert library.newest(entry.id) == listed
    assert library.newest("nothing") is None


def test_an_edition_of_more_entries_than_one_query_takes_is_kept(
    library: Library, bulletin: MakeBulletin
) -> None:
    edition = bulletin("a", *range(1200))
    assert len(library.add_bulletin(edition)) == 1200
    assert library.add_bulletin(edition) == ()
    assert library.counts() == {"a": Count(1200, 1200)}


def test_a_feeds_memory_comes_back_whole(library: Library, clock: Clock) -> None:
    inner = Phrase(vi="mã {code}", en="code {code}").fill(code=503)
    state = FeedState(
        "vne",
        '"etag"',
        "Tue, 24 Nov 2026 06:00:00 GMT",
        clock.now,
        None,
        Phrase(vi="Máy chủ: {why}", en="Server: {why}").fill(why=inner),
        "https://new.test/",
        clock.now + timedelta(microseconds=1),
    )
    library.save_feed_state(FeedState("other"))
    library.save_feed_state(FeedState("vne"))
    library.save_feed_state(state)
    assert library.feed_states() == {"vne": state, "other": FeedState("other")}
