"""The list a reader looks at: which entries, which of them is selected, and the feeds beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from docbao.i18n import Phrase
from docbao.model import Feed
from docbao.session.events import Event, FeedsChanged, ListChanged, PageTurned, Selected
from docbao.store.entries import Listed
from docbao.store.library import Library
from docbao.values import dataclass

BATCH_ITEMS: Final = 200
"""Read from the library at a time: the list of 100,000 must not be."""
SEARCH_LIMIT: Final = 200


@dataclass(frozen=True, slots=True)
class Query:
    """Which entries are wanted."""

    feed: str = ""
    """`Feed.name`; empty for all together."""
    unread_only: bool = False
    words: str = ""
    """Searched for; empty for the newest first."""


@dataclass(frozen=True, slots=True)
class FeedRow:
    """One feed with its counts."""

    feed: Feed
    total: int
    unread: int


class Listing:
    """The list and the selection in it."""

    def __init__(
        self, library: Library, feeds: tuple[Feed, ...], emit: Callable[[Event], None]
    ) -> None:
        """List what `library` holds of `feeds`."""
        self._library = library
        self._feeds = feeds
        self._emit = emit
        self.query = Query()
        self.items: tuple[Listed, ...] = ()
        """Those read from the library so far, numbered from 1; `more` reads on."""
        self.selected = -1
        """Index into `items`; -1 when there are none."""
        self.window = (0, 0)
        """The page of a face that shows pages: index of its first item, and after its last."""
        self._rows: tuple[FeedRow, ...] | None = None
        self._whole = False

    @property
    def feeds(self) -> tuple[FeedRow, ...]:
        """Enabled feeds, as in `feeds.yaml`, and others the library still has entries of."""
        if self._rows is None:
            counts = dict(self._library.counts())
            rows = []
            for feed in self._feeds:
                count = counts.pop(feed.name, None)
                if feed.enabled or count is not None:
                    total, unread = (count.total, count.unread) if count else (0, 0)
                    rows.append(FeedRow(feed, total, unread))
            for name, count in counts.items():
                rows.append(FeedRow(Feed(name, name, ""), count.total, count.unread))
            self._rows = tuple(rows)
        return self._rows

    @property
    def total(self) -> int:
        """How many entries the list has, read or yet to be read from the library."""
        if self.query.words or self._whole:
            return len(self.items)
        rows = [row for row in self.feeds if self.query.feed in ("", row.feed.name)]
        count = sum(row.unread if self.query.unread_only else row.total for row in rows)
        return max(count, len(self.items))

    @property
    def title(self) -> Phrase:
        """What the list is, in words."""
        if self.query.words:
            return Phrase("Tìm “{words}”", "Search “{words}”").fill(words=self.query.words)
        name: object = self.feed_title(self.query.feed) if self.query.feed else None
        if name is None:
            name = Phrase("Tất cả nguồn", "All feeds")
        if self.query.unread_only:
            return Phrase("{name}, chưa đọc", "{name}, unread").fill(name=name)
        return Phrase("{name}", "{name}").fill(name=name)

    def feed_title(self, name: str) -> str:
        """What readers call the feed of that name."""
        return next((feed.title for feed in self._feeds if feed.name == name), name)

    @property
    def current(self) -> Listed | None:
        """The selected item."""
        return self.items[self.selected] if 0 <= self.selected < len(self.items) else None

    def show(self, query: Query, *, quiet: bool = False, news: bool = False) -> None:
        """Make this the list; the selection stays on its entry where the new list has it."""
        before = self.current
        same = query == self.query
        self.query = query
        if query.words:
            found = self._library.search(query.words, feed=query.feed or None, limit=SEARCH_LIMIT)
            if query.unread_only:
                unread = [item for item in found if not item.read]
                found = tuple(replace(item, number=n) for n, item in enumerate(unread, 1))
            self.items, self._whole = found, True
        else:
            size = max(BATCH_ITEMS, self.selected + 1) if same else BATCH_ITEMS
            self.items = self._batch(None, size)
            self._whole = len(self.items) < size
        self.selected = 0 if self.items else -1
        if same and before is not None:
            ids = [item.entry.id for item in self.items]
            if before.entry.id in ids:
                self.selected = ids.index(before.entry.id)
        self.window = (0, 0)
        if not quiet:
            self._emit(ListChanged(news=news))

    def _batch(self, after: Listed | None, size: int) -> tuple[Listed, ...]:
        return self._library.entries(
            feed=self.query.feed or None,
            unread_only=self.query.unread_only,
            limit=size,
            after=after.place if after else None,
            first_number=len(self.items) + 1 if after else 1,
        )

    def more(self) -> bool:
        """Read further entries from the library; whether there were any."""
        if self._whole or not self.items:
            return False
        found = self._batch(self.items[-1], BATCH_ITEMS)
        self._whole = len(found) < BATCH_ITEMS
        self.items += found
        if found:
            self._emit(ListChanged(more=True))
        return bool(found)

    def reach(self, index: int) -> bool:
        """Read on until `items[index]` is there; whether it is."""
        while index >= len(self.items) and self.more():
            pass
        return 0 <= index < len(self.items)

    def select(self, index: int) -> bool:
        """Select that item; `False`, and nothing changed, when there is none."""
        if not self.reach(index):
            return False
        if index != self.selected:
            self.selected = index
            self._emit(Selected(index))
        return True

    def turn(self, size: int, *, back: bool = False) -> bool:
        """Make the next (or previous) `size` items the page; `False` when there are none."""
        first, last = self.window
        start = max(0, first - size) if back else last
        if (back and first == 0) or not self.reach(start):
            return False
        self.reach(start + size - 1)
        self.window = (start, min(start + size, len(self.items)))
        self.select(start)
        self._emit(PageTurned(*self.window))
        return True

    def item_changed(self, entry_id: str) -> None:
        """Read the state of an entry anew: it was read, heard, kept or recorded."""
        fresh = self._library.newest(entry_id)
        self._rows = None
        if fresh is None:
            return
        self.items = tuple(
            replace(fresh, number=item.number, entry=item.entry, place=item.place)
            if item.entry.id == entry_id
            else item
            for item in self.items
        )
        self._emit(FeedsChanged())

    def feeds_changed(self) -> None:
        """The library has new entries: count again, and list again."""
        self._rows = None
        self._emit(FeedsChanged())
        self.show(self.query, news=True)
