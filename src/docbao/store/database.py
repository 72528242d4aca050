"""The file under the library: opened, guarded, and its errors put into words.

Two connections in write-ahead mode: one writes, one reads, each behind its own lock. So a
reader never waits for a writer, not even when another process makes the writer wait, and the
number of open files does not grow with the number of threads.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from docbao.store.schema import APPLICATION_ID, VERSION, is_whole, maker_of, migrate, version_of
from docbao.store.troubles import (
    Damaged,
    damaged,
    in_words,
    no_wal,
    not_ours,
    read_only,
    too_new,
    unready,
)

FILES: Final = ("", "-wal", "-shm")
"""Endings of the file, and of those SQLite keeps beside it in write-ahead mode."""


class Database:
    """An open library file."""

    def __init__(self, path: Path, *, patience_s: float, alone: bool = False) -> None:
        """Open `path`.

        Args:
            path: The folder must exist.
            patience_s: How long to wait for another process that is writing.
            alone: Nobody else has it open or will: make it if need be, and bring its tables up
                to date.

        Raises:
            Damaged: The file is no sound database.
            Unready: It is to be made or brought up to date first, which takes `alone`.
            LibraryBusy: Another process kept it locked.
            LibraryError: It cannot be opened or written, or a newer docbao made it.
        """
        self.path = path
        self._suspect = path.with_name(path.name + ".suspect")
        self._write_lock = threading.RLock()
        self._read_lock = threading.RLock()
        self._undo = contextlib.ExitStack()
        with contextlib.ExitStack() as undo, self._in_words():
            if not (alone or path.exists()):
                raise unready(path)
            _check_writable(path)
            self._writer = self._connect(patience_s)
            undo.callback(self._writer.close)
            self._prepare(alone=alone)
            self._reader = self._connect(patience_s)
            undo.callback(self._reader.close)
            self._reader.execute("PRAGMA query_only = 1")
            self._undo = undo.pop_all()

    def own(self, other: contextlib.AbstractContextManager[object]) -> None:
        """Let go of `other` when this is closed, after the file."""
        undo = contextlib.ExitStack()
        undo.enter_context(other)
        undo.push(self._undo)
        self._undo = undo

    @contextlib.contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """A connection that sees everything committed; for one thread at a time.

        Raises:
            LibraryError: As the message says.
        """
        with self._read_lock, self._in_words():
            yield self._reader

    @contextlib.contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """A connection in a transaction: committed when the block ends, undone when it raises.

        Raises:
            LibraryBusy: Another process kept the library locked.
            LibraryError: The disk is full, may not be written, or the file is damaged.
        """
        with self._write_lock, self._in_words():
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                yield self._writer
                self._writer.execute("COMMIT")
            except BaseException:
                if self._writer.in_transaction:  # a full disk has undone it already
                    self._writer.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Let go of the file; may be called twice."""
        with self._write_lock, self._read_lock:
            self._undo.close()

    def _connect(self, patience_s: float) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path, timeout=patience_s, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA temp_store = MEMORY")
        # In write-ahead mode NORMAL loses nothing when docbao dies; a power cut may lose the
        # last seconds, never the file (sqlite.org/pragma.html#pragma_synchronous).
        connection.execute("PRAGMA synchronous = NORMAL")
        return connection

    def _prepare(self, *, alone: bool) -> None:
        writer = self._writer
        if self._suspect.exists():
            self._examine()
        version = version_of(writer)
        (application,) = writer.execute("PRAGMA application_id").fetchone()
        (objects,) = writer.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if (version or objects) and application != APPLICATION_ID:
            raise not_ours(self.path)
        if version > VERSION:
            made_by = maker_of(writer)
            raise too_new(self.path, made_by=made_by, version=version, known=VERSION)
        if version < VERSION:
            self._bring_up_to_date(alone=alone, version=version)
        if not is_whole(writer):
            raise self._suspected()

    def _bring_up_to_date(self, *, alone: bool, version: int) -> None:
        if not alone:
            # A library is made beside its place and moved there whole, so an empty one was
            # emptied by something else.
            raise unready(self.path) if version else damaged(self.path)
        (mode,) = self._writer.execute("PRAGMA journal_mode = WAL").fetchone()
        if mode != "wal":
            raise no_wal(self.path)
        try:
            with self.write():
                migrate(self._writer)
        except sqlite3.OperationalError as error:  # a table is not what its version says
            raise self._suspected() from error

    def _examine(self) -> None:
        """Read the whole file after a run that met damage; costs some seconds for 1 GB."""
        verdict = self._writer.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if verdict != "ok":
            raise damaged(self.path)
        if version_of(self._writer):
            # SQLite's check does not look inside the search index: let it be made anew.
            with self.write():
                self._writer.execute("UPDATE setting SET value = 'behind' WHERE name = 'index'")
        self._suspect.unlink(missing_ok=True)

    @contextlib.contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            translated = in_words(self.path, error)
            if isinstance(translated, Damaged):
                self._suspected()
            if translated is None:
                raise  # a mistake of ours
            raise translated from error

    def _suspected(self) -> Damaged:
        """Let the next to open the file read it whole."""
        with contextlib.suppress(OSError):
            self._suspect.touch()
        return damaged(self.path)


def _check_writable(path: Path) -> None:
    # Before SQLite has it: it would make a log as unwritable as the file, which stays behind
    # and is in the way when the file may be written again.
    effective = os.access in os.supports_effective_ids
    for ending in FILES:
        file = path.with_name(path.name + ending)
        if file.exists() and not os.access(file, os.R_OK | os.W_OK, effective_ids=effective):
            raise read_only(file)
