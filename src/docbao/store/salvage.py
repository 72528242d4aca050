"""What can still be read of a damaged library, carried over into the new one.

Feeds bring their entries again, and most articles can be fetched again; what only the library
knew is which were read, heard and kept, where the reader stopped, and what was recorded. Entries
and articles are carried over too, for those that feeds and papers have dropped since.
"""

from __future__ import annotations

import contextlib
import sqlite3
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from docbao.store.database import Database
from docbao.store.rows import article_from_json, cues_from_blob, voice_from_json
from docbao.store.schema import VERSION, version_of

# A letter a column: t text, i integer, n integer or null, f number, b bytes.
_TABLES: Final = {
    "reading": "tnnnni",
    "recording": "tttt" + "iiff" + "tb" + "iii",
    "entry": "itttttt" + "niii",
    "article": "tttit",
}
_KEYS: Final = {"reading": "article", "recording": "id", "entry": "number", "article": "id"}
_READABLE: Final = range(1, VERSION + 1)
"""Versions in which these four tables are as they are now."""
_TYPES: Final[dict[str, type | tuple[type, ...]]] = {
    "t": str,
    "i": int,
    "n": (int, type(None)),
    "f": (int, float),
    "b": bytes,
}


@dataclass(frozen=True, slots=True)
class Salvaged:
    """How many rows of each kind were saved."""

    entries: int = 0
    articles: int = 0
    readings: int = 0
    """What the reader did with an article: read, heard, kept, stopped where."""
    recordings: int = 0


def salvage(damaged: Path, database: Database) -> Salvaged:
    """Copy every sound row that can be read; the damaged file is not changed.

    Args:
        damaged: A library file that nobody has open, its log beside it.
        database: A new library, empty.
    """
    saved = dict.fromkeys(_TABLES, 0)
    with contextlib.suppress(sqlite3.DatabaseError):
        old = sqlite3.connect(f"{damaged.resolve().as_uri()}?mode=ro", uri=True)
        with contextlib.closing(old):
            if version_of(old) in _READABLE:
                for table in _TABLES:
                    saved[table] = _copy(table, old, database)
    return Salvaged(saved["entry"], saved["article"], saved["reading"], saved["recording"])


def _copy(table: str, old: sqlite3.Connection, database: Database) -> int:
    kinds = _TABLES[table]
    marks = ",".join("?" * len(kinds))
    saved = 0
    with database.write() as connection:
        # Both the table and the marks are this file's own words.
        insert = f"INSERT OR IGNORE INTO {table} VALUES ({marks})"  # noqa: S608
        for row in _rows(old, table):
            if _is_sound(table, row):
                saved += connection.execute(insert, row).rowcount
    return saved


def _rows(old: sqlite3.Connection, table: str) -> Iterator[tuple[Any, ...]]:
    """Rows from the beginning until the damage, then from the end until the damage."""
    key = _KEYS[table]
    for order in ("ASC", "DESC"):
        try:
            yield from old.execute(f"SELECT * FROM {table} ORDER BY {key} {order}")  # noqa: S608 - ours
        except (sqlite3.DatabaseError, UnicodeDecodeError):
            continue
        return


def _is_sound(table: str, row: tuple[Any, ...]) -> bool:
    kinds = _TABLES[table]
    if len(row) != len(kinds):
        return False
    if not all(isinstance(value, _TYPES[kind]) for value, kind in zip(row, kinds, strict=True)):
        return False
    try:
        if table == "recording":
            voice_from_json(row[8])
            cues_from_blob(row[9])
        elif table == "article":
            article_from_json(row[0], row[4])
    except (ValueError, TypeError, KeyError, zlib.error):
        return False
    return True
