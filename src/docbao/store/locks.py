"""Locks between processes: one at a time makes a recording, publishes a folder, tidies up.

A lock is an empty file, held through the system, so that it goes when its holder dies.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from docbao.errors import LibraryError
from docbao.i18n import Phrase
from docbao.refusals import reason_of


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold the lock `path`, once every other process has let it go.

    Raises:
        LibraryError: The file may not be written.
    """
    lock = FileLock(path)
    _acquire(lock, path)
    try:
        yield
    finally:
        lock.release()


@contextmanager
def held_if_free(path: Path) -> Iterator[bool]:
    """Hold the lock `path` if no other process does; whether it is held.

    Raises:
        LibraryError: The file may not be written.
    """
    lock = FileLock(path, blocking=False)
    try:
        _acquire(lock, path)
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        lock.release()


def _acquire(lock: FileLock, path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout:
        raise  # an OSError too, but no trouble of the disk
    except OSError as error:
        raise LibraryError(
            Phrase(
                vi="Không ghi được tệp khóa {path}: {reason}",
                en="The lock file {path} cannot be written: {reason}",
            ).fill(path=path, reason=reason_of(error)),
            hint=Phrase(
                vi="Cho phép ghi vào thư mục {folder}, hoặc giải phóng chỗ trên đĩa.",
                en="Allow writing to the folder {folder}, or free some disk space.",
            ).fill(folder=path.parent),
        ) from error
