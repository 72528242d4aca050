"""The library against a few dictionaries: whatever is done in whatever order, both agree."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from docbao.model import Bulletin, Entry, Feed
from docbao.store import Count, Library, Position

START = datetime(2026, 11, 24, tzinfo=UTC)
FEEDS = ("a", "b-c")
IDS = tuple(f"{n:016x}" for n in range(5))
TITLES = ("Đất", "Nước", "Trời mưa", "Trời nắng")

feeds = st.sampled_from(FEEDS)
ids = st.sampled_from(IDS)
entries = st.lists(
    st.tuples(ids, st.sampled_from(TITLES), st.one_of(st.none(), st.integers(-90, 90))), max_size=5
)


class LibraryMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.now = START
        self.library = self.open()
        # (feed, id) → entry, first seen, order of arrival
        self.entries: dict[tuple[str, str], tuple[Entry, datetime, int]] = {}
        self.read: set[str] = set()
        self.heard: set[str] = set()
        self.positions: dict[str, Position] = {}
        self.arrivals = 0

    def open(self) -> Library:
        return Library(Path(self.folder.name) / "library.db", clock=lambda: self.now)

    def teardown(self) -> None:
        self.library.close()
        self.folder.cleanup()

    @rule(feed=feeds, told=entries, minutes=st.integers(0, 30))
    def add_bulletin(
        self, feed: str, told: list[tuple[str, str, int | None]], minutes: int
    ) -> None:
        self.now += timedelta(minutes=minutes)
        edition = tuple(
            Entry(
                feed,
                id_,
                f"https://{feed}/{id_}",
                title,
                published=None if ago is None else START - timedelta(minutes=ago),
            )
            for id_, title, ago in told
        )
        first: dict[str, Entry] = {}
        for entry in edition:
            first.setdefault(entry.id, entry)
        new = self.library.add_bulletin(
            Bulletin(Feed(feed, feed, f"https://{feed}/"), self.now, edition)
        )
        assert {e.id for e in new} == {i for i in first if (feed, i) not in self.entries}
        for entry in new:
            assert entry == first[entry.id]
        for entry in (*reversed(new), *first.values()):
            known = self.entries.get((feed, entry.id))
            if known is None:
                self.arrivals += 1
            _, seen, arrival = known or (entry, self.now, self.arrivals)
            self.entries[feed, entry.id] = (entry, seen, arrival)

    @rule(id_=ids, read=st.booleans())
    def mark_read(self, id_: str, read: bool) -> None:
        self.library.mark_read([id_], read=read)
        if read:
            self.read.add(id_)
        else:
            self.read.discard(id_)
            self.heard.discard(id_)

    @rule(id_=ids)
    def mark_heard(self, id_: str) -> None:
        self.library.mark_heard(id_)
        self.read.add(id_)
        self.heard.add(id_)
        self.positions.pop(id_, None)

    @rule(id_=ids, utterance=st.integers(0, 99), time_ms=st.integers(0, 9999))
    def save_position(self, id_: str, utterance: int, time_ms: int) -> None:
        self.library.save_position(id_, utterance, time_ms)
        self.positions[id_] = Position(utterance, time_ms)

    @rule()
    def reopen(self) -> None:
        self.library.close()
        self.library = self.open()
        assert self.library.notice is None

    @invariant()
    def each_entry_has_its_state(self) -> None:
        listed = self.library.entries(limit=100)
        assert {(i.entry.feed, i.entry.id) for i in listed} == set(self.entries)
        for item in listed:
            entry, seen, _ = self.entries[item.entry.feed, item.entry.id]
            state: tuple[Any, ...] = (item.entry, item.seen, item.read, item.heard, item.position)
            assert state == (
                entry,
                seen,
                entry.id in self.read,
                entry.id in self.heard,
                self.positions.get(entry.id),
            )

    @invariant()
    def the_list_runs_from_new_to_old(self) -> None:
        # A date ahead of its first sight is taken back to the time of the refresh that told
        # it, so only entries that are not ahead can be compared by what they say.
        when = [i.when for i in self.library.entries(limit=100) if i.when <= i.seen]
        assert when == sorted(when, reverse=True)

    @invariant()
    def counts_agree_with_the_lists(self) -> None:
        counts = {}
        for feed in FEEDS:
            of_feed = [id_ for name, id_ in self.entries if name == feed]
            unread = [id_ for id_ in of_feed if id_ not in self.read]
            if of_feed:
                counts[feed] = Count(len(of_feed), len(unread))
            assert len(self.library.entries(feed=feed)) == len(of_feed)
            assert len(self.library.entries(feed=feed, unread_only=True)) == len(unread)
        assert self.library.counts() == counts

    @invariant()
    def search_finds_what_titles_say_now(self) -> None:
        for words, said in (("dat", "Đất"), ("troi", "Trời"), ("mưa", "mưa")):
            hits = {(h.entry.feed, h.entry.id) for h in self.library.search(words)}
            assert hits == {k for k, (e, _, _) in self.entries.items() if said in e.title}


LibraryMachine.TestCase.settings = settings(max_examples=40, stateful_step_count=12, deadline=None)
TestLibrary = LibraryMachine.TestCase
