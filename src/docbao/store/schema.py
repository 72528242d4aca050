"""The tables of the library, and the steps from each older version to the next.

Times are microseconds since 1970 (`docbao.store.rows`). An article's id is its entry's id, so
`reading`, `article` and `recording` are joined to `entry` by it; they also hold articles met
alone, which have no entry.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Final

from docbao import __version__

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


def _begin(connection: sqlite3.Connection) -> None:
    # `executescript` would commit first and so tear the migration in two.
    for statement in _FIRST.split(";\n"):
        if statement.strip():
            connection.execute(statement)


def _settle(connection: sqlite3.Connection) -> None:
    # While docbao was in the making, tables grew without a new number: version 1 is of two
    # makes, and its search index of three.
    columns = [row[1] for row in connection.execute("PRAGMA table_info(feed_state)")]
    if "url" not in columns:
        connection.execute("ALTER TABLE feed_state ADD COLUMN url TEXT NOT NULL DEFAULT ''")
    connection.execute("DELETE FROM setting WHERE name = 'index'")


MIGRATIONS: Final[tuple[Callable[[sqlite3.Connection], None], ...]] = (_begin, _settle)
"""`MIGRATIONS[n]` brings version n to version n + 1; version 0 is an empty file.

Version 2 is the first that was released. A step, once released, is never changed: what comes
later is another step.
"""

VERSION: Final = len(MIGRATIONS)

MADE_BY: Final = "docbao"
"""`setting.name` of the docbao that brought the tables to their version: it, and each later
one, can read them; that is what an older docbao tells its reader to get."""

_COLUMNS: Final = {
    "feed_state": "feed etag last_modified tried succeeded error moved_to retry_at url",
    "entry": "number feed id link title summary content_html published first_seen sort unread",
    "reading": "article read heard utterance time_ms kept",
    "article": "id url feed saved content",
    "recording": "id article feed path duration_ms size_bytes loudness_lufs true_peak_dbtp voice"
    " cues kept made used",
    "listed": "number id",
    "setting": "name value",
}
"""What the tables of `VERSION` hold, in order."""


def version_of(connection: sqlite3.Connection) -> int:
    """The version of the tables in an open database; 0 for an empty one."""
    row: tuple[int] = connection.execute("PRAGMA user_version").fetchone()
    return row[0]


def is_whole(connection: sqlite3.Connection) -> bool:
    """Whether every table of `VERSION` is there, column for column."""
    columns: dict[str, list[str]] = {}
    for table, column in connection.execute(
        # Not of the search index: SQLite looks at that only where it was built with FTS5.
        "SELECT m.name, c.name FROM sqlite_master AS m, pragma_table_info(m.name) AS c"
        " WHERE m.type = 'table' AND m.name NOT LIKE 'words%' ORDER BY m.name, c.cid"
    ):
        columns.setdefault(table, []).append(column)
    return all(columns.get(table) == names.split() for table, names in _COLUMNS.items())


def maker_of(connection: sqlite3.Connection) -> str:
    """The docbao that brought the tables to their version; empty where that is not told."""
    try:
        row = connection.execute("SELECT value FROM setting WHERE name = ?", (MADE_BY,)).fetchone()
    except sqlite3.OperationalError:
        return ""  # a later docbao may keep its settings elsewhere
    return str(row[0]) if row else ""


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the tables to `VERSION`, all or nothing.

    The caller holds the write transaction; a run killed half-way leaves the version it found.
    """
    for version in range(version_of(connection), VERSION):
        MIGRATIONS[version](connection)
        # A pragma takes no parameters; both numbers are ours.
        connection.execute(f"PRAGMA user_version = {version + 1}")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (MADE_BY, __version__))
