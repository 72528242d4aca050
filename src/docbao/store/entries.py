"""Entries of feeds: what a refresh brings, what a list shows, and how the feeds fared."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from docbao.model import Bulletin, Entry, FeedState
from docbao.store.rows import (
    from_us,
    maybe_time,
    maybe_us,
    phrase_from_json,
    phrase_to_json,
    to_us,
)
from docbao.store.search_index import index_entries
from docbao.store.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Place:
    """Where a list goes on: after this entry. Made by the library, opaque to others."""

    sort_us: int
    number: int


@dataclass(frozen=True, slots=True)
class Position:
    """Where a reader stopped in an article."""

    utterance: int
    """Number of the sentence, from 0, over title, lead and blocks as written."""
    time_ms: int
    """From the start of that sentence."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry with what the reader has done with it."""

    entry: Entry
    number: int
    """Its place in this list, from 1 or from `first_number`."""
    seen: datetime
    """When docbao first met it."""
    read: bool
    heard: bool
    position: Position | None
    """Where the reader stopped; `None` when not begun, or finished."""
    kept: bool
    has_recording: bool
    place: Place
    """Give it as `after` to go on from here."""

    @property
    def when(self) -> datetime:
        """Its own date, or, where the feed gave none, when docbao first met it."""
        return self.entry.published or self.seen


@dataclass(frozen=True, slots=True)
class Count:
    """How many entries of a feed there are."""

    total: int
    unread: int


_IN_ONE_QUERY: Final = 500
"""Parameters at a time; SQLite builds before 3.32 take 999."""

_STATE: Final = """
  r.heard, r.utterance, r.time_ms, coalesce(r.kept, 0),
  EXISTS (SELECT 1 FROM recording AS c WHERE c.article = e.id)
"""
LISTED: Final = f"""
SELECT e.feed, e.id, e.link, e.title, e.summary, e.published, e.content_html,
  e.number, e.first_seen, e.sort, e.unread, {_STATE}
FROM entry AS e LEFT JOIN reading AS r ON r.article = e.id
"""  # noqa: S608 - both parts are constants of this file
"""Columns that `listed_from_row` takes."""


def listed_from_row(row: tuple[Any, ...], number: int) -> Listed:
    """The entry in a row of `LISTED`."""
    feed, id_, link, title, summary, published, content, rowid, first_seen, sort, unread = row[:11]
    heard, utterance, time_ms, kept, has_recording = row[11:]
    return Listed(
        entry=Entry(feed, id_, link, title, summary, maybe_time(published), content),
        number=number,
        seen=from_us(first_seen),
        read=not unread,
        heard=heard is not None,
        position=None if utterance is None else Position(utterance, time_ms),
        kept=bool(kept),
        has_recording=bool(has_recording),
        place=Place(sort, rowid),
    )


class Entries(Shelf):
    """Feeds' memory and the entries they brought."""

    def feed_states(self) -> Mapping[str, FeedState]:
        """What is remembered of each feed, by its name."""
        with self._database.read() as connection:
            rows = connection.execute(
                "SELECT feed, etag, last_modified, tried, succeeded, error, moved_to, retry_at, url"
                " FROM feed_state"
            ).fetchall()
        return {
            feed: FeedState(
                feed,
                etag,
                last_modified,
                maybe_time(tried),
                maybe_time(succeeded),
                None if error is None else phrase_from_json(error),
                moved_to,
                maybe_time(retry_at),
                url,
            )
            for feed, etag, last_modified, tried, succeeded, error, moved_to, retry_at, url in rows
        }

    def save_feed_state(self, state: FeedState) -> None:
        """Remember `state` in place of what was known of its feed."""
        with self._database.write() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO feed_state VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    state.feed,
                    state.etag,
                    state.last_modified,
                    maybe_us(state.tried),
                    maybe_us(state.succeeded),
                    None if state.error is None else phrase_to_json(state.error),
                    state.moved_to,
                    maybe_us(state.retry_at),
                    state.url,
                ),
            )

    def add_bulletin(self, bulletin: Bulletin) -> tuple[Entry, ...]:
        """Keep the bulletin's entries; those known already are brought up to date.

        Returns:
            The entries not known before, in the bulletin's order.
        """
        now = to_us(self._clock())
        feed = bulletin.feed.name
        # Of an entry that stands twice in one bulletin the first counts.
        entries = {entry.id: entry for entry in reversed(bulletin.entries)}
        with self._database.write() as connection:
            known = _known(connection, feed, list(entries))
            # In reverse, so that the bulletin's first entry has the highest number: of
            # entries with one date, or none, it then heads the list.
            new = [entry for entry in entries.values() if entry.id not in known]
            changed = [e for e in entries.values() if e.id in known and known[e.id] != _told(e)]
            if new:
                _insert(connection, feed, new, now)
            if changed:
                _update(connection, feed, changed, now)
            if self._full_text and (new or changed):
                index_entries(connection, feed, [e.id for e in (*new, *changed)])
        return tuple(reversed(new))

    def entries(  # noqa: PLR0913 - each narrows the list, all are optional and named
        self,
        *,
        feed: str | None = None,
        unread_only: bool = False,
        since: datetime | None = None,
        limit: int = 50,
        after: Place | None = None,
        first_number: int = 1,
    ) -> tuple[Listed, ...]:
        """A page of the list, newest first.

        Args:
            feed: `Feed.name`; all feeds together when not given.
            unread_only: Leave out what was read.
            since: Leave out what is older.
            limit: Length of the page.
            after: `Listed.place` of the last entry of the page before.
            first_number: Number of the first entry of this page.
        """
        where = ["1"]
        values: list[str | int] = []
        if feed is not None:
            where.append("e.feed = ?")
            values.append(feed)
        if unread_only:
            where.append("e.unread")
        if since is not None:
            where.append("e.sort >= ?")
            values.append(to_us(since))
        if after is not None:
            where.append("(e.sort, e.number) < (?, ?)")
            values += [after.sort_us, after.number]
        # Only words of our own are joined; every value is a parameter.
        order = "ORDER BY e.sort DESC, e.number DESC LIMIT ?"
        sql = f"{LISTED} WHERE {' AND '.join(where)} {order}"
        with self._database.read() as connection:
            rows = connection.execute(sql, (*values, limit)).fetchall()
        return tuple(listed_from_row(row, first_number + n) for n, row in enumerate(rows))

    def counts(self) -> Mapping[str, Count]:
        """How many entries, and how many unread, each feed has; feeds without any are absent."""
        with self._database.read() as connection:
            rows = connection.execute(
                "SELECT feed, count(*), sum(unread) FROM entry GROUP BY feed"
            ).fetchall()
        return {feed: Count(total, unread) for feed, total, unread in rows}

    def newest(self, entry_id: str) -> Listed | None:
        """The entry of that id with its state; of several feeds' the newest; `None`: no entry."""
        with self._database.read() as connection:
            row = connection.execute(
                f"{LISTED} WHERE e.id = ? ORDER BY e.sort DESC, e.number DESC LIMIT 1", (entry_id,)
            ).fetchone()
        return None if row is None else listed_from_row(row, 1)


def _told(entry: Entry) -> tuple[object, ...]:
    """What of an entry may change while it stays the same entry."""
    return (
        entry.link,
        entry.title,
        entry.summary,
        maybe_us(entry.published),
        entry.content_html,
    )


def _known(
    connection: sqlite3.Connection, feed: str, ids: list[str]
) -> dict[str, tuple[object, ...]]:
    known: dict[str, tuple[object, ...]] = {}
    for start in range(0, len(ids), _IN_ONE_QUERY):
        some = ids[start : start + _IN_ONE_QUERY]
        rows = connection.execute(
            "SELECT id, link, title, summary, published, content_html FROM entry"  # noqa: S608 - marks
            f" WHERE feed = ? AND id IN ({','.join('?' * len(some))})",
            (feed, *some),
        )
        known.update((row[0], row[1:]) for row in rows)
    return known


def _sort(entry: Entry, now: int) -> int:
    return now if entry.published is None else min(to_us(entry.published), now)


def _insert(connection: sqlite3.Connection, feed: str, entries: list[Entry], now: int) -> None:
    connection.executemany(
        """INSERT INTO entry (feed, id, link, title, summary, published, content_html,
             first_seen, sort, unread)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?,
             NOT EXISTS (SELECT 1 FROM reading WHERE article = ? AND read IS NOT NULL))""",
        (
            (
                *(feed, e.id, e.link, e.title, e.summary, maybe_us(e.published), e.content_html),
                *(now, _sort(e, now), e.id),
            )
            for e in entries
        ),
    )


def _update(connection: sqlite3.Connection, feed: str, entries: list[Entry], now: int) -> None:
    connection.executemany(
        """UPDATE entry SET link = ?, title = ?, summary = ?, published = ?, content_html = ?,
             sort = coalesce(?, first_seen)
           WHERE feed = ? AND id = ?""",
        ((*_told(e), None if e.published is None else _sort(e, now), feed, e.id) for e in entries),
    )
