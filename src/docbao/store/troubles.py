"""What can go wrong with the library's file, in words."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Final

from docbao.errors import LibraryBusy, LibraryError
from docbao.i18n import Phrase
from docbao.refusals import FORBIDDEN, FULL

_BUSY: Final = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_DAMAGED: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


class Damaged(LibraryError):
    """The file is no sound database; met in opening, it is set aside."""


class Unready(LibraryError):
    """There is no file yet, or its tables are an older docbao's; never told to a person."""


def in_words(path: Path, error: sqlite3.DatabaseError) -> LibraryError | None:
    """What SQLite's error means to a person; `None` for a mistake of docbao's own."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if code in _BUSY:
        return busy(path)
    if code in _DAMAGED:
        return damaged(path)
    reason = _REASONS.get(code)
    return None if reason is None else unusable(path, reason)


def cannot_open(path: Path) -> LibraryError:
    """The folder cannot be made or entered."""
    return unusable(path, _REASONS[sqlite3.SQLITE_CANTOPEN])


def too_old(oldest: tuple[int, ...]) -> LibraryError:
    """This SQLite lacks what the library needs."""
    return LibraryError(
        Phrase(
            vi="SQLite {found} quá cũ: docbao cần {oldest} trở lên",
            en="SQLite {found} is too old: docbao needs {oldest} or later",
        ).fill(found=sqlite3.sqlite_version, oldest=".".join(map(str, oldest))),
        hint=Phrase(vi="Cài bản Python mới hơn.", en="Install a newer Python."),
    )


_REASONS: Final = {
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_READONLY: FORBIDDEN,
    sqlite3.SQLITE_PERM: FORBIDDEN,
    sqlite3.SQLITE_AUTH: FORBIDDEN,
    sqlite3.SQLITE_CANTOPEN: Phrase(vi="không mở được tệp", en="the file cannot be opened"),
    sqlite3.SQLITE_IOERR: Phrase(
        vi="đĩa báo lỗi hoặc đã đầy", en="the disk reports an error or is full"
    ),
}


def unusable(path: Path, reason: Phrase) -> LibraryError:
    """The file or its disk refuses."""
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


def read_only(file: Path) -> LibraryError:
    """The library's file, or one SQLite keeps beside it, is there but may not be written."""
    return LibraryError(
        Phrase(
            vi="Tệp {file} của thư viện không cho docbao đọc và ghi",
            en="The library's file {file} may not be read and written by docbao",
        ).fill(file=file),
        hint=Phrase(
            vi="Cho phép đọc và ghi tệp đó rồi chạy lại.",
            en="Allow reading and writing that file, then run again.",
        ),
    )


def busy(path: Path) -> LibraryBusy:
    """Another process holds the file."""
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


def damaged(path: Path) -> Damaged:
    """The file is no sound database."""
    return Damaged(
        Phrase(vi="Thư viện {path} bị hỏng", en="The library {path} is damaged").fill(path=path),
        hint=Phrase(
            vi="Chạy lại docbao: tệp hỏng sẽ được cất riêng và thư viện mới được mở.",
            en="Run docbao again: the damaged file is kept aside and a new library is begun.",
        ),
    )


def lock_damaged(lock: Path) -> LibraryError:
    """The lock file, which should be empty, holds something."""
    return LibraryError(
        Phrase(
            vi="Tệp khóa {lock} của thư viện bị hỏng", en="The library's lock {lock} is damaged"
        ).fill(lock=lock),
        hint=Phrase(
            vi="Đóng mọi docbao rồi xóa tệp đó; nó không chứa dữ liệu nào.",
            en="Close every docbao and delete that file; nothing is kept in it.",
        ),
    )


def unready(path: Path) -> Unready:
    """The file is to be made or brought up to date."""
    return Unready(
        Phrase(vi="Thư viện {path} chưa sẵn sàng", en="The library {path} is not ready").fill(
            path=path
        )
    )


def not_ours(path: Path) -> LibraryError:
    """Another program made the file."""
    return LibraryError(
        Phrase(
            vi="Tệp {path} là dữ liệu của một chương trình khác, không phải thư viện docbao",
            en="{path} is another program's database, not a docbao library",
        ).fill(path=path),
        hint=Phrase(
            vi="Dời tệp đó đi chỗ khác rồi chạy lại.", en="Move that file elsewhere and run again."
        ),
    )


def too_new(path: Path, *, made_by: str, version: int, known: int) -> LibraryError:
    """A newer docbao made the file.

    Args:
        path: The file, which stays as it is.
        made_by: The docbao that can read it; empty where that is not told.
        version: Of its tables.
        known: The highest version this docbao knows.
    """
    which = (
        Phrase(vi="docbao {made_by}", en="docbao {made_by}").fill(made_by=made_by)
        if made_by
        else Phrase(vi="một bản docbao mới hơn", en="a newer docbao")
    )
    return LibraryError(
        Phrase(
            vi="Thư viện {path} do {which} tạo ra (dạng {version}); bản docbao này chỉ đọc được đến"
            " dạng {known}",
            en="The library {path} was made by {which} (format {version}); this docbao reads up to"
            " format {known}",
        ).fill(path=path, which=which, version=version, known=known),
        hint=Phrase(
            vi="Cài {wanted} trở lên, hoặc đặt DOCBAO_HOME vào một thư mục khác.",
            en="Install {wanted} or later, or set DOCBAO_HOME to another folder.",
        ).fill(
            wanted=which if made_by else Phrase(vi="bản docbao mới nhất", en="the latest docbao")
        ),
    )


def no_wal(path: Path) -> LibraryError:
    """The file lies on a drive (mostly a network's) without shared memory."""
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
