"""The file under the library: opened, guarded, and its errors put into words.

Two connections in write-ahead mode: one writes, one reads, each behind its own lock. So a
reader never waits for a writer, not even when another process makes the writer wait, and the
number of open files does not grow with the number of threads.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from docbao.errors import LibraryBusy, LibraryError
from docbao.i18n import Phrase
from docbao.store.schema import APPLICATION_ID, OLDEST_SQLITE, VERSION, migrate, version_of

_CACHE_KIB: Final = 16_384
"""SQLite's page cache for each connection; its default of 2 MB doubled search times."""

_BUSY: Final = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_DAMAGED: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


class Damaged(LibraryError):
    """The file is no sound database; only `open_database` sees it, and sets the file aside."""


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
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
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
            raise _not_ours(self.path)
        if version < VERSION:
            (mode,) = writer.execute("PRAGMA journal_mode = WAL").fetchone()
            if mode != "wal":
                raise _no_wal(self.path)
            with self.write():  # another process may have been quicker: `migrate` looks again
                migrate(writer)

    def _examine(self) -> None:
        """Read the whole file after a run that met damage; costs a second for 1 GB."""
        verdict = self._writer.execute("PRAGMA quick_check(1)").fetchone()[0]
        if verdict != "ok":
            raise _damaged(self.path)
        self._suspect.unlink(missing_ok=True)

    @contextlib.contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
            if code in _BUSY:
                raise _busy(self.path) from error
            if code in _DAMAGED:
                with contextlib.suppress(OSError):
                    self._suspect.touch()
                raise _damaged(self.path) from error
            reason = _REASONS.get(code)
            if reason is None:
                raise  # a mistake of ours
            raise _unusable(self.path, reason) from error


def open_database(
    path: Path, *, now: datetime, patience_s: float
) -> tuple[Database, Phrase | None]:
    """The library file at `path`, and what a person should be told about it.

    A damaged file is kept aside as `NAME.damaged-TIME` and a new one is made.

    Raises:
        LibraryBusy: Another process kept the file locked.
        LibraryError: The file or its folder cannot be used.
    """
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise LibraryError(
            Phrase(
                vi="SQLite {found} quá cũ: docbao cần {oldest} trở lên",
                en="SQLite {found} is too old: docbao needs {oldest} or later",
            ).fill(found=sqlite3.sqlite_version, oldest=".".join(map(str, OLDEST_SQLITE))),
            hint=Phrase(vi="Cài bản Python mới hơn.", en="Install a newer Python."),
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unusable(path, _REASONS[sqlite3.SQLITE_CANTOPEN]) from error
    try:
        return Database(path, patience_s=patience_s), None
    except Damaged:
        pass
    with _repairing(path, patience_s):
        try:  # another process may have set it aside while we waited
            return Database(path, patience_s=patience_s), None
        except Damaged:
            aside = _set_aside(path, now)
        notice = Phrase(
            vi="Thư viện {path} bị hỏng: đã cất thành {aside} và mở một thư viện mới",
            en="The library {path} was damaged: it was kept as {aside} and a new one was begun",
        ).fill(path=path, aside=aside.name)
        return Database(path, patience_s=patience_s), notice


@contextlib.contextmanager
def _repairing(path: Path, patience_s: float) -> Iterator[None]:
    # An empty database is the one lock between processes that every platform has and that
    # goes when its holder dies.
    lock = sqlite3.connect(path.with_name(path.name + ".repair"), timeout=patience_s)
    try:
        lock.isolation_level = None
        lock.execute("BEGIN EXCLUSIVE")
        yield
    except sqlite3.OperationalError as error:
        raise _busy(path) from error
    finally:
        lock.close()
        with contextlib.suppress(OSError):
            path.with_name(path.name + ".repair").unlink()


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
        raise _busy(path) from error  # Windows: another docbao has it open
    return aside


_REASONS: Final = {
    sqlite3.SQLITE_FULL: Phrase(vi="đĩa đã đầy", en="the disk is full"),
    sqlite3.SQLITE_READONLY: Phrase(vi="không được phép ghi", en="it may not be written"),
    sqlite3.SQLITE_PERM: Phrase(vi="không được phép mở", en="it may not be opened"),
    sqlite3.SQLITE_AUTH: Phrase(vi="không được phép mở", en="it may not be opened"),
    sqlite3.SQLITE_CANTOPEN: Phrase(vi="không mở được tệp", en="the file cannot be opened"),
    sqlite3.SQLITE_IOERR: Phrase(
        vi="đĩa báo lỗi hoặc đã đầy", en="the disk reports an error or is full"
    ),
}


def _unusable(path: Path, reason: Phrase) -> LibraryError:
    return LibraryError(
        Phrase(
            vi="Không dùng được thư viện {path}: {reason}",
            en="The library {path} cannot be used: {reason}",
        ).fill(path=path, reason=reason),
        hint=Phrase(
            vi="Kiểm tra chỗ trống trên đĩa và quyền ghi vào thư mục {folder}.",
            en="Check the free disk space and the permission to write to the folder {folder}.",
        ).fill(folder=path.parent),
    )


def _busy(path: Path) -> LibraryBusy:
    return LibraryBusy(
        Phrase(
            vi="Một docbao khác đang dùng thư viện {path}",
            en="Another docbao is using the library {path}",
        ).fill(path=path),
        hint=Phrase(
            vi="Đợi nó xong, hoặc đóng nó, rồi thử lại.",
            en="Wait for it to finish, or close it, then try again.",
        ),
    )


def _damaged(path: Path) -> Damaged:
    return Damaged(
        Phrase(vi="Thư viện {path} bị hỏng", en="The library {path} is damaged").fill(path=path),
        hint=Phrase(
            vi="Chạy lại docbao: tệp hỏng sẽ được cất riêng và thư viện mới được mở.",
            en="Run docbao again: the damaged file is kept aside and a new library is begun.",
        ),
    )


def _not_ours(path: Path) -> LibraryError:
    return LibraryError(
        Phrase(
            vi="Thư viện {path} do một bản docbao mới hơn hoặc chương trình khác tạo ra",
            en="The library {path} was made by a newer docbao or by another program",
        ).fill(path=path),
        hint=Phrase(
            vi="Cập nhật docbao, hoặc dời tệp đó đi chỗ khác.",
            en="Update docbao, or move that file elsewhere.",
        ),
    )


def _no_wal(path: Path) -> LibraryError:
    return LibraryError(
        Phrase(
            vi="Ổ đĩa của {path} không giữ được thư viện (thiếu chế độ ghi trước của SQLite)",
            en="The drive of {path} cannot hold a library (no write-ahead mode for SQLite there)",
        ).fill(path=path),
        hint=Phrase(
            vi="Đặt DOCBAO_HOME vào một thư mục trên đĩa của máy này.",
            en="Set DOCBAO_HOME to a folder on this machine's own disk.",
        ),
    )
