"""The index behind the search: what every entry says, without accents.

SQLite's own folding does not do for Vietnamese (`remove_diacritics 2` finds neither "bat dong
san" in "bất động sản" nor any đ), so the text is folded before it is indexed.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from docbao.clean import fold
from docbao.store.database import Database

# Beginnings of one and two letters have lists of their own: without them the first letter of a
# last word took up to 120 ms in 100,000 entries, with them 22, for a quarter more on disk.
_CREATE: Final = """
CREATE VIRTUAL TABLE words USING fts5(
  feed, title, summary, body, prefix = '1 2', tokenize = 'unicode61 remove_diacritics 0'
)
"""
_INDEXED: Final = "SELECT e.number, e.feed, e.title, e.summary, a.content FROM entry AS e"
_AT_ONCE: Final = 500
"""Entries read into memory at a time."""

# Letters and digits of any script, as FTS5's tokenizer sees them; all else parts words.
_WORD: Final = re.compile(r"[^\W_]+")

_fold_word = lru_cache(maxsize=16_384)(fold)
"""Vietnamese has some 7,000 written syllables: folding word by word is folding from memory."""


def folded(text: str) -> str:
    """`text` as `docbao.clean.fold` gives it, several times as fast on news."""
    return " ".join(map(_fold_word, text.split()))


def words_of(text: str) -> tuple[str, ...]:
    """The words that are looked for when a reader types `text`; nothing in it is syntax."""
    return tuple(_WORD.findall(fold(text)))


def spaced(text: str) -> str:
    """Folded text as words with one blank before and after each."""
    return f" {' '.join(_WORD.findall(text))} "


def feed_word(feed: str) -> str:
    """A feed's name as one word of the index, which no search of news meets.

    A slug has hyphens, which part words, and is made of words people look for: hence the hash,
    and a letter of a script that neither Vietnamese nor English text has (Tifinagh).
    """
    return "ⵣ" + hashlib.sha256(feed.encode()).hexdigest()[:12]


def has_full_text(database: Database) -> bool:
    """Whether this SQLite was built with FTS5."""
    with database.read() as connection:
        row = connection.execute("SELECT 1 FROM pragma_module_list WHERE name = 'fts5'").fetchone()
    return row is not None


def prepare_index(database: Database) -> None:
    """Make the index, or make it anew where it fell behind.

    It falls behind when a SQLite without FTS5 adds entries to a library that has the index,
    or when the file was under suspicion. Without FTS5 `Search.search` reads the entries.
    """
    full_text = has_full_text(database)
    with database.read() as connection:
        row = connection.execute("SELECT value FROM setting WHERE name = 'index'").fetchone()
    wanted = "whole" if full_text else "behind"
    if row is None or row[0] != wanted:
        with database.write() as connection:
            if full_text:
                _build(connection)
            connection.execute("INSERT OR REPLACE INTO setting VALUES ('index', ?)", (wanted,))


def index_entries(connection: sqlite3.Connection, feed: str, ids: Sequence[str]) -> None:
    """Bring these entries' words up to date; inside the caller's transaction."""
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        # In ascending order: FTS5 writes out what it has gathered at each step back.
        rows = connection.execute(
            f"{_INDEXED} LEFT JOIN article AS a ON a.id = e.id"
            f" WHERE e.feed = ? AND e.id IN ({','.join('?' * len(some))}) ORDER BY e.number",
            (feed, *some),
        ).fetchall()
        _replace(connection, rows)


def index_article(connection: sqlite3.Connection, article_id: str) -> None:
    """Bring the words of every entry with that article up to date."""
    rows = connection.execute(
        f"{_INDEXED} JOIN article AS a ON a.id = e.id WHERE e.id = ?",
        (article_id,),
    ).fetchall()
    _replace(connection, rows)


_Row = tuple[int, str, str, str, str | None]


def _replace(connection: sqlite3.Connection, rows: list[_Row]) -> None:
    connection.executemany(
        "INSERT OR REPLACE INTO words (rowid, feed, title, summary, body) VALUES (?, ?, ?, ?, ?)",
        (
            (number, feed_word(feed), folded(title), folded(summary), _body(content))
            for number, feed, title, summary, content in rows
        ),
    )


def _body(content: str | None) -> str:
    if content is None:
        return ""
    article = json.loads(content)
    return folded("\n".join((article["lead"], *(text for _, text in article["blocks"]))))


def _build(connection: sqlite3.Connection) -> None:
    connection.execute("DROP TABLE IF EXISTS words")
    connection.execute(_CREATE)
    last = 0
    while rows := connection.execute(
        f"{_INDEXED} LEFT JOIN article AS a ON a.id = e.id"
        " WHERE e.number > ? ORDER BY e.number LIMIT ?",
        (last, _AT_ONCE),
    ).fetchall():
        _replace(connection, rows)
        last = rows[-1][0]
