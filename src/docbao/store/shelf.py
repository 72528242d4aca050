"""What every part of the library stands on: the open file, the clock, the search index's state.

The library is one class in several files, a file for each thing kept; each is a `Shelf`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from docbao.store.database import Database


class Shelf:
    """A part of the library."""

    def __init__(
        self, database: Database, *, clock: Callable[[], datetime], full_text: bool
    ) -> None:
        """Stand on an open database.

        Args:
            database: Open; closed by whoever opened it.
            clock: The time now, aware.
            full_text: Whether this SQLite has FTS5.
        """
        self._database = database
        self._clock = clock
        self._full_text = full_text
