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
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from docbao.errors import LibraryBusy, LibraryError
from docbao.i18n import Phrase
from docbao.store.schema import APPLICATION_ID, OLDEST_SQLITE, VERSION, migrate, version_of
from docbao.store.troubles import (
    Damaged,
    busy,
    cannot_open,
    damaged,
    in_words,
    no_wal,
    not_ours,
    too_old,
)


class Database:
    """An open library file."""

    def __init__(self, path: Path, *, patience_s: float) -> None:
        """Open `path`, made if need be, and bring its tables up to date.

        Args:
            path: The folder must exist.
            patience_s: How long to wait for another process that is writing.

        Raises:
            Damaged: The file is no sound database.
            LibraryBusy: Another process kept it locked.
            LibraryError: It cannot be opened or written, or a newer docbao made it.
        """
        self.path = path
        self._suspect = path.with_name(path.name + ".suspect")
        self._write_lock = threading.RLock()
        self._read_lock = threading.RLock()
        with contextlib.ExitStack() as undo, self._in_words():
            self._writer = self._connect(patience_s)
            undo.callback(self._writer.close)
            self._prepare()
            self._reader = self._connect(patience_s)
            self._reader.execute("PRAGMA query_only = 1")
            undo.pop_all()

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
            self._reader.close()
            self._writer.close()

    def _connect(self, patience_s: float) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path, timeout=patience_s, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA temp_store = MEMORY")
        # In write-ahead mode NORMAL loses nothing when docbao dies; a power cut may lose the
        # last seconds, never the file (sqlite.org/pragma.html#pragma_synchronous).
        connection.execute("PRAGMA synchronous = NORMAL")
        return connection

    def _prepare(self) -> None:
        writer = self._writer
        if self._suspect.exists():
            self._examine()
        version = version_of(writer)
        (application,) = writer.execute("PRAGMA application_id").fetchone()
        if version > VERSION or (version and application != APPLICATION_ID):
            raise not_ours(self.path)
        if version < VERSION:
            (mode,) = writer.execute("PRAGMA journal_mode = WAL").fetchone()
            if mode != "wal":
                raise no_wal(self.path)
            with self.write():  # another process may have been quicker: `migrate` looks again
                migrate(writer)

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
                with contextlib.suppress(OSError):
                    self._suspect.touch()
            if translated is None:
                raise  # a mistake of ours
            raise translated from error


def open_database(
    path: Path,
    *,
    prepare: Callable[[Database], None],
    salvage: Callable[[Path, Database], int],
    now: datetime,
    patience_s: float,
) -> tuple[Database, Phrase | None]:
    """The library file at `path`, and what a person should be told about it.

    A damaged file is kept aside as `NAME.damaged-TIME` and a new one is made.

    Args:
        path: The file; its folder is made if need be.
        prepare: Done to the open database; damage it meets counts as damage met in opening.
        salvage: Carries over what it can from a file set aside; gives how many rows.
        now: For the name of a file set aside.
        patience_s: How long to wait for another process that is writing.

    Raises:
        LibraryBusy: Another process kept the file locked.
        LibraryError: The file or its folder cannot be used.
    """
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise too_old(OLDEST_SQLITE)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_open(path) from error
    try:
        return _opened(path, prepare, patience_s), None
    except LibraryBusy:
        raise
    except LibraryError:
        # Damaged; or moved away under our hands by another process that found it so, which
        # SQLite takes for an error of the disk. A lasting trouble shows itself again below.
        pass
    with _repairing(path, patience_s):
        # Once more: another process may have set it aside while we waited, and what was met
        # while preparing makes this second opening examine the whole file.
        with contextlib.suppress(Damaged):
            return _opened(path, prepare, patience_s), None
        aside = _set_aside(path, now)
        saved = 0

        def carry_over(database: Database) -> None:
            nonlocal saved
            saved = salvage(aside, database)
            prepare(database)

        database = _opened(path, carry_over, patience_s)
        notice = Phrase(
            vi="Thư viện {path} bị hỏng: đã cất thành {aside}, mở thư viện mới và cứu được {saved} "
            "mục",
            en="The library {path} was damaged: it was kept as {aside}, a new one was begun and "
            "{saved} records were saved",
        )
        return database, notice.fill(path=path, aside=aside.name, saved=saved)


def _opened(path: Path, prepare: Callable[[Database], None], patience_s: float) -> Database:
    with contextlib.suppress(OSError):  # there already; what is amiss, opening it will tell
        # SQLite's own new file could be read by every user of the machine.
        os.close(os.open(path, os.O_CREAT | os.O_EXCL, 0o600))
    database = Database(path, patience_s=patience_s)
    try:
        prepare(database)
    except BaseException:
        database.close()
        raise
    return database


@contextlib.contextmanager
def _repairing(path: Path, patience_s: float) -> Iterator[None]:
    # An empty database is the one lock between processes that every platform has and that
    # goes when its holder dies. The file stays: whoever waits for it must not wait for another.
    with contextlib.ExitStack() as held:
        try:
            lock = sqlite3.connect(
                path.with_name(path.name + ".repair"), timeout=patience_s, isolation_level=None
            )
            held.enter_context(contextlib.closing(lock))
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise in_words(path, error) or busy(path) from error
        yield


def _set_aside(path: Path, now: datetime) -> Path:
    aside = path.with_name(f"{path.name}.damaged-{now:%Y%m%dT%H%M%S%f}")
    try:
        # The log goes along: tools that mend a database want both.
        for ending in ("-wal", "-shm", ""):
            file = path.with_name(path.name + ending)
            if file.exists():
                file.rename(aside.with_name(aside.name + ending))
        path.with_name(path.name + ".suspect").unlink(missing_ok=True)
    except OSError as error:
        raise busy(path) from error  # Windows: another docbao has it open
    return aside
