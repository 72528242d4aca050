"""Locks between processes: one at a time makes a recording, publishes a folder, tidies up."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Self

from docbao.errors import LibraryError
from docbao.i18n import Phrase
from docbao.refusals import reason_of


class Lock(AbstractContextManager["Lock"]):
    """An empty file one process holds at a time; it goes when its holder dies."""

    def __init__(self, path: Path) -> None:
        """Know the lock `path`, held by nobody yet; its folder is made when it is taken."""
        from filelock import FileLock  # noqa: PLC0415 - 24 ms, for those who write

        self.path = path
        self._lock = FileLock(path)

    def take(self, *, wait: bool = True) -> bool:
        """Hold the lock; whether it is held, which it always is after waiting.

        Args:
            wait: Until every other process has let it go.

        Raises:
            LibraryError: The file may not be written.
        """
        from filelock import Timeout  # noqa: PLC0415 - as above

        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._lock.acquire(blocking=wait)
        except Timeout:
            return False
        except OSError as error:
            raise _unwritable(self.path, error) from error
        return True

    def let_go(self) -> None:
        """Let others have it."""
        self._lock.release()

    def __enter__(self) -> Self:
        self.take()
        return self

    def __exit__(self, *_: object) -> None:
        self.let_go()


def _unwritable(path: Path, error: OSError) -> LibraryError:
    return LibraryError(
        Phrase(
            vi="Không ghi được tệp khóa {path}: {reason}",
            en="The lock file {path} cannot be written: {reason}",
        ).fill(path=path, reason=reason_of(error)),
        hint=Phrase(
            vi="Cho phép ghi vào thư mục {folder}, hoặc giải phóng chỗ trên đĩa.",
            en="Allow writing to the folder {folder}, or free some disk space.",
        ).fill(folder=path.parent),
    )
