"""The tables of the library, and the steps from each older version to the next.

Times are microseconds since 1970 (`docbao.store.rows`). An article's id is its entry's id, so
`reading`, `article` and `recording` are joined to `entry` by it; they also hold articles met
alone, which have no entry.
"""

from __future__ import annotations

import sqlite3
from typing import Final

APPLICATION_ID: Final = 0x64626C31
"""In the file's header ("dbl1"), so that a stranger's database is not taken for ours."""

OLDEST_SQLITE: Final = (3, 24, 0)
"""First with `ON CONFLICT … DO UPDATE`; Python 3.11 itself asks for 3.7.15 only."""

_FIRST: Final = """
CREATE TABLE feed_state (
  feed TEXT PRIMARY KEY, etag TEXT, last_modified TEXT, tried INTEGER, succeeded INTEGER,
  error TEXT, moved_to TEXT, retry_at INTEGER, url TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;

-- `sort` is when an entry counts as new: its own date, but never after docbao first saw it,
-- and of entries of one moment the higher number comes first.
CREATE TABLE entry (
  number INTEGER PRIMARY KEY, feed TEXT NOT NULL, id TEXT NOT NULL, link TEXT NOT NULL,
  title TEXT NOT NULL, summary TEXT NOT NULL, content_html TEXT NOT NULL, published INTEGER,
  first_seen INTEGER NOT NULL, sort INTEGER NOT NULL, unread INTEGER NOT NULL DEFAULT 1,
  UNIQUE (feed, id)
);
CREATE INDEX entry_id ON entry (id);
CREATE INDEX entry_link ON entry (link);
CREATE INDEX entry_sort ON entry (sort, number);
CREATE INDEX entry_feed_sort ON entry (feed, sort, number, unread);
CREATE INDEX entry_unread ON entry (feed, sort, number) WHERE unread;
CREATE INDEX entry_all_unread ON entry (sort, number) WHERE unread;

CREATE TABLE reading (
  article TEXT PRIMARY KEY, read INTEGER, heard INTEGER, utterance INTEGER, time_ms INTEGER,
  kept INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

CREATE TABLE article (
  id TEXT PRIMARY KEY, url TEXT NOT NULL, feed TEXT NOT NULL, saved INTEGER NOT NULL,
  content TEXT NOT NULL
);
CREATE INDEX article_url ON article (url);

CREATE TABLE recording (
  id TEXT PRIMARY KEY, article TEXT NOT NULL, feed TEXT NOT NULL, path TEXT NOT NULL,
  duration_ms INTEGER NOT NULL, size_bytes INTEGER NOT NULL, loudness_lufs REAL NOT NULL,
  true_peak_dbtp REAL NOT NULL, voice TEXT NOT NULL, cues BLOB NOT NULL,
  kept INTEGER NOT NULL, made INTEGER NOT NULL, used INTEGER NOT NULL
);
CREATE INDEX recording_article ON recording (article, made);
CREATE INDEX recording_feed ON recording (feed, made);
CREATE INDEX recording_made ON recording (made);

CREATE TABLE listed (number INTEGER PRIMARY KEY, id TEXT NOT NULL);
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""

MIGRATIONS: Final[tuple[str, ...]] = (_FIRST,)
"""`MIGRATIONS[n]` brings version n to version n + 1; version 0 is an empty file."""

VERSION: Final = len(MIGRATIONS)


def version_of(connection: sqlite3.Connection) -> int:
    """The version of the tables in an open database; 0 for an empty one."""
    row: tuple[int] = connection.execute("PRAGMA user_version").fetchone()
    return row[0]


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the tables to `VERSION`, all or nothing.

    The caller holds the write transaction; a run killed half-way leaves the version it found.
    """
    for version in range(version_of(connection), VERSION):
        for statement in _statements(MIGRATIONS[version]):
            connection.execute(statement)
        # A pragma takes no parameters; both numbers are ours.
        connection.execute(f"PRAGMA user_version = {version + 1}")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def _statements(script: str) -> tuple[str, ...]:
    # `executescript` would commit first and so tear the migration in two.
    return tuple(part for part in script.split(";\n") if part.strip())
