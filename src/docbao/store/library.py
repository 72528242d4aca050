"""The library: everything docbao remembers, in one file.

`Library` is one class; its methods live by what they keep: `entries` (feeds and what they
brought), `search`, `reading` (articles and the reader's state), `recordings` and `items`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from docbao.i18n import Phrase
from docbao.store.entries import Entries
from docbao.store.items import Items
from docbao.store.opening import open_database
from docbao.store.reading import Reading
from docbao.store.recordings import Recordings
from docbao.store.search import Search
from docbao.store.search_index import has_full_text, prepare_index

PATIENCE_S: Final = 5.0
"""How long a write waits for another docbao; a refresh holds the library some 3 ms a feed."""


class Library(Entries, Search, Reading, Recordings, Items):
    """An open library; use it as a context manager.

    Any number of threads may share one, and any number of processes may open the same file.
    Reading never waits for writing. What a method has written when it returns survives the
    death of the process.
    """

    def __init__(
        self, path: Path, *, clock: Callable[[], datetime], patience_s: float = PATIENCE_S
    ) -> None:
        """Open the library at `path`, or begin one there.

        Args:
            path: A file; its folder is made if need be.
            clock: The time now, aware.
            patience_s: How long to wait for another process that is writing.

        Raises:
            LibraryBusy: Another process kept it locked.
            LibraryError: It cannot be opened or written.
        """
        self._opened = open_database(
            path, prepare=prepare_index, now=clock(), patience_s=patience_s
        )
        database = self._opened.database
        super().__init__(database, clock=clock, full_text=has_full_text(database))

    @property
    def notice(self) -> Phrase | None:
        """What a person should be told after opening: that a damaged library was set aside."""
        return self._opened.notice

    @property
    def begun(self) -> bool:
        """Whether the library is new: there was none, or a damaged one was set aside."""
        return self._opened.begun

    @property
    def path(self) -> Path:
        """The file."""
        return self._database.path

    def close(self) -> None:
        """Let go of the file; may be called twice."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()
