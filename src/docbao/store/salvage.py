"""What can still be read of a damaged library, carried over into the new one.

Feeds bring their entries again, and articles can be fetched again; what only the library knew
is which were read, heard and kept, where the reader stopped, and what was recorded. Entries are
carried over too, for those the feeds have dropped.
"""

from __future__ import annotations

import contextlib
import sqlite3
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from docbao.store.database import Database
from docbao.store.rows import cues_from_blob, voice_from_json
from docbao.store.schema import VERSION, version_of

# A letter a column: t text, i integer, n integer or null, f number, b bytes.
_TABLES: Final = {
    "reading": "tnnnni",
    "recording": "tttt" + "iiff" + "tb" + "iii",
    "entry": "itttttt" + "niii",
}
_TYPES: Final[dict[str, type | tuple[type, ...]]] = {
    "t": str,
    "i": int,
    "n": (int, type(None)),
    "f": (int, float),
    "b": bytes,
}


def salvage(damaged: Path, database: Database) -> int:
    """Copy every sound row that can be read; the damaged file is not changed.

    Args:
        damaged: A library file set aside, its log beside it.
        database: A new library, empty.

    Returns:
        How many rows were saved.
    """
    saved = 0
    with contextlib.suppress(sqlite3.DatabaseError):
        old = sqlite3.connect(f"{damaged.resolve().as_uri()}?mode=ro", uri=True)
        with contextlib.closing(old):
            if version_of(old) != VERSION:
                return 0
            for table, kinds in _TABLES.items():
                marks = ",".join("?" * len(kinds))
                with database.write() as connection:
                    # Both the table and the marks are this file's own words.
                    insert = f"INSERT OR IGNORE INTO {table} VALUES ({marks})"  # noqa: S608
                    for row in _rows(old, table):
                        if _is_sound(row, kinds):
                            saved += connection.execute(insert, row).rowcount
    return saved


def _rows(old: sqlite3.Connection, table: str) -> Iterator[tuple[Any, ...]]:
    """Rows from the beginning until the damage, then from the end until the damage."""
    key = {"entry": "number", "recording": "id", "reading": "article"}[table]
    for order in ("ASC", "DESC"):
        try:
            yield from old.execute(f"SELECT * FROM {table} ORDER BY {key} {order}")  # noqa: S608 - ours
        except (sqlite3.DatabaseError, UnicodeDecodeError):
            continue
        return


def _is_sound(row: tuple[Any, ...], kinds: str) -> bool:
    if len(row) != len(kinds):
        return False
    if not all(isinstance(value, _TYPES[kind]) for value, kind in zip(row, kinds, strict=True)):
        return False
    if kinds == _TABLES["recording"]:
        try:
            voice_from_json(row[8])
            cues_from_blob(row[9])
        except (ValueError, TypeError, zlib.error):
            return False
    return True
