"""Search as a reader types: accents optional, đ as d, the last word may be unfinished."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from dataclasses import replace
from typing import Final

from docbao.store.entries import LISTED, Listed, listed_from_row
from docbao.store.search_index import feed_word, folded, spaced, words_of
from docbao.store.shelf import Shelf

_PLENTY: Final = 200
"""So many of the newest hits are looked at; when there are more, the best titles are added."""

_NEWEST: Final = "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid DESC LIMIT ?"


class Search(Shelf):
    """Finding entries by their words."""

    def search(self, words: str, *, feed: str | None = None, limit: int = 50) -> tuple[Listed, ...]:
        """Entries that hold all of `words`, best first.

        Words side by side in a title come first, then side by side in summary or article,
        then anywhere in a title, then anywhere; of equals those with the accents as typed,
        then the newest.

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
            ranks = _ranks(connection, tokens, _candidates(connection, tokens, feed, limit))
            best = sorted(ranks, key=lambda number: (ranks[number], -number))[: 2 * limit]
            marks = ",".join("?" * len(best))
            found = [
                listed_from_row(row, 0)
                for row in connection.execute(f"{LISTED} WHERE e.number IN ({marks})", best)
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
        return tuple(replace(hit, number=n) for n, hit in enumerate(found[:limit], 1))


def _says(hit: Listed, exact: str) -> bool:
    return exact in hit.entry.title.casefold() or exact in hit.entry.summary.casefold()


def _candidates(
    connection: sqlite3.Connection, tokens: tuple[str, ...], feed: str | None, limit: int
) -> set[int]:
    """Numbers of all hits, or, of more than 200, of the newest and those with the best titles."""
    # Word statistics (bm25) were tried: ordering the hits of a word that is in nearly all of
    # 100,000 entries takes 70 ms, and a reader of news wants the newest. So was asking for
    # each rank in turn, best first: 24 ms (p95) for words that never stand together. Most
    # searches have few hits: those are ranked here, by looking at them.
    only = "" if feed is None else f" AND feed : {feed_word(feed)}"
    # Tokens are letters and digits only; quoted, so that AND, OR and NOT are words too.
    apart = " AND ".join(f'"{token}"' for token in tokens) + " *"
    together = f'"{" ".join(tokens)}" *'
    plenty = max(_PLENTY, 2 * limit)
    found = {number for (number,) in connection.execute(_NEWEST, (f"({apart}){only}", plenty))}
    if len(found) == plenty:
        best = connection.execute(_NEWEST, (f"(title : {together}){only}", limit))
        found.update(number for (number,) in best)
    return found


def _ranks(
    connection: sqlite3.Connection, tokens: tuple[str, ...], numbers: Collection[int]
) -> dict[int, int]:
    """How well each entry says the words: 0 is best."""
    together = " " + " ".join(tokens)
    first = [f" {token} " for token in tokens[:-1]]
    last = f" {tokens[-1]}"
    ranks: dict[int, int] = {}
    marks = ",".join("?" * len(numbers))
    for number, title, summary, body in connection.execute(
        f"SELECT rowid, title, summary, body FROM words WHERE rowid IN ({marks})",  # noqa: S608 - marks
        tuple(numbers),
    ):
        words = spaced(title)
        if together in words:
            ranks[number] = 0
        elif together in spaced(summary) or together in body:
            ranks[number] = 1
        elif last in words and all(word in words for word in first):
            ranks[number] = 2
        else:
            ranks[number] = 3
    return ranks


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
