"""Who may do what with the library's file: many may use it, one alone may put it in order.

Making, migrating and setting aside replace the file or its tables, so they must happen while
nobody else has it open: a process that goes on writing to a file moved away loses what it
writes, and SQLite in write-ahead mode does not notice.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Self

from docbao.errors import LibraryError
from docbao.store.troubles import Damaged, in_words, lock_damaged

_SUFFIX: Final = ".lock"


class Tenancy:
    """A share in the library's file, held until it is closed or its holder dies."""

    def __init__(self, path: Path, *, patience_s: float) -> None:
        """Take a share, waiting while another process puts the file in order.

        Args:
            path: The library's file; the lock is beside it.
            patience_s: How long to wait.

        Raises:
            LibraryBusy: It took longer.
            LibraryError: The folder may not be written.
        """
        self._lock = _claim(path, patience_s, "BEGIN", "SELECT 1 FROM sqlite_master")

    def close(self) -> None:
        """Give the share back; may be done twice."""
        self._lock.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@contextlib.contextmanager
def alone(path: Path, *, patience_s: float) -> Iterator[None]:
    """Be the only one to have the library's file open.

    Raises:
        LibraryBusy: Others kept it open longer than `patience_s`.
        LibraryError: The folder may not be written.
    """
    with contextlib.closing(_claim(path, patience_s, "BEGIN EXCLUSIVE")):
        yield


def _claim(path: Path, patience_s: float, *statements: str) -> sqlite3.Connection:
    # An empty database is the one lock between processes that every platform has, that can be
    # shared, and that goes when its holder dies. The file stays: whoever waits for it must not
    # wait for another.
    beside = path.with_name(path.name + _SUFFIX)
    try:
        lock = sqlite3.connect(
            beside, timeout=patience_s, isolation_level=None, check_same_thread=False
        )
        try:
            for statement in statements:
                lock.execute(statement).fetchall()
        except BaseException:
            lock.close()
            raise
    except sqlite3.DatabaseError as error:
        trouble: LibraryError | None = in_words(path, error)
        if isinstance(trouble, Damaged):
            trouble = lock_damaged(beside)
        if trouble is None:
            raise
        raise trouble from error
    return lock
