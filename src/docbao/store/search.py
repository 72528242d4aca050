"""Search as a reader types: accents optional, đ as d, the last word may be unfinished."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Final

from docbao.store.entries import LISTED, Listed, listed_from_row
from docbao.store.search_index import feed_word, folded, words_of
from docbao.store.shelf import Shelf

_PLENTY: Final = 2
"""Hits fetched of each rank for one shown, so that exact accents can be put first."""


class Search(Shelf):
    """Finding entries by their words."""

    def search(self, words: str, *, feed: str | None = None, limit: int = 50) -> tuple[Listed, ...]:
        """Entries that hold all of `words`, best first.

        Words side by side in a title come first, then side by side in summary or article,
        then anywhere in a title, then anywhere; of equals those with the accents as typed,
        then the newest. (Ranking by word statistics was tried in its place: over 30,000 hits
        it takes three times the time allowed, and a reader of news wants the newest.)

        Args:
            words: As typed; no character in it is syntax. The last word may be a beginning.
            feed: `Feed.name`; all feeds when not given.
            limit: At most so many; numbered from 1.

        Returns:
            Nothing when there is no letter or digit in `words`.
        """
        tokens = words_of(words)
        if not tokens:
            return ()
        with self._database.read() as connection:
            if not self._full_text:
                rows = _read_through(connection, tokens, feed, limit)
                return tuple(listed_from_row(row, n) for n, row in enumerate(rows, 1))
            ranks = _ranks(connection, tokens, feed, limit)
            marks = ",".join("?" * len(ranks))
            found = [
                listed_from_row(row, 0)
                for row in connection.execute(f"{LISTED} WHERE e.number IN ({marks})", tuple(ranks))
            ]
        exact = " ".join(words.casefold().split())
        found.sort(
            key=lambda hit: (
                ranks[hit.place.number],
                not _says(hit, exact),
                -hit.place.sort_us,
                -hit.place.number,
            )
        )
        return tuple(_numbered(hit, n) for n, hit in enumerate(found[:limit], 1))


def _says(hit: Listed, exact: str) -> bool:
    return exact in hit.entry.title.casefold() or exact in hit.entry.summary.casefold()


def _numbered(hit: Listed, number: int) -> Listed:
    # `dataclasses.replace` is 20 times as slow, and there are 50 of these at each key typed.
    return Listed(
        hit.entry,
        number,
        hit.seen,
        hit.read,
        hit.heard,
        hit.position,
        hit.kept,
        hit.has_recording,
        hit.place,
    )


def _ranks(
    connection: sqlite3.Connection, tokens: tuple[str, ...], feed: str | None, limit: int
) -> dict[int, int]:
    """Number and rank (0 is best) of at least `limit` of the best hits, if there are so many."""
    ranks: dict[int, int] = {}
    for rank, match in enumerate(_matches(tokens)):
        whole = match if feed is None else f"({match}) AND feed : {feed_word(feed)}"
        for (number,) in connection.execute(
            "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid DESC LIMIT ?",
            (whole, limit * _PLENTY),
        ):
            ranks.setdefault(number, rank)
        if len(ranks) >= limit:
            break
    return ranks


def _matches(tokens: tuple[str, ...]) -> Iterator[str]:
    # Tokens are letters and digits only; quoted, so that AND, OR and NOT are words too.
    together = f'"{" ".join(tokens)}" *'
    yield f"title : ({together})"
    # No column filter: it doubles the time, and only the word made by `feed_word` is elsewhere.
    yield f"({together})"
    if len(tokens) > 1:
        apart = " AND ".join(f'"{token}"' for token in tokens) + " *"
        yield f"title : ({apart})"
        yield f"({apart})"


def _read_through(
    connection: sqlite3.Connection, tokens: tuple[str, ...], feed: str | None, limit: int
) -> list[tuple[object, ...]]:
    """The newest entries with all words in title or summary, where SQLite has no FTS5."""
    found: list[tuple[object, ...]] = []
    rows = connection.execute(
        f"{LISTED} WHERE ? IS NULL OR e.feed = ? ORDER BY e.sort DESC, e.number DESC",
        (feed, feed),
    )
    for row in rows:
        text = words_of(folded(f"{row[3]} {row[4]}"))
        whole = set(text)
        if all(token in whole for token in tokens[:-1]) and any(
            word.startswith(tokens[-1]) for word in text
        ):
            found.append(row)
            if len(found) == limit:
                break
    return found
