"""Files written beside their place and moved there whole.

Whatever stops a run, the place holds either what it held before or the finished file.
"""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

from docbao.errors import AudioError
from docbao.i18n import Phrase

DRAFT_SUFFIX: Final = ".docbao-part"
"""End of the name of a file still being written; only a killed run leaves one behind."""

_NO_SPACE: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_READ_ONLY: Final = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})


def unwritable(path: Path, cause: OSError) -> AudioError:
    """The error that says in plain words why `path` could not be written."""
    message = Phrase(vi="Không ghi được tệp {path}: {why}", en="Cannot write {path}: {why}")
    if cause.errno in _NO_SPACE:
        why = Phrase(vi="hết chỗ trên đĩa", en="the disk is full")
        hint = Phrase(
            vi="Hãy xóa bớt tệp không cần nữa rồi chạy lại; phần đã làm xong vẫn còn.",
            en="Free some space and run again; what was finished is kept.",
        )
    elif cause.errno in _READ_ONLY:
        why = Phrase(vi="thư mục không cho ghi", en="the folder does not allow writing")
        hint = Phrase(
            vi="Hãy cho phép ghi vào thư mục này hoặc chọn thư mục khác.",
            en="Allow writing to this folder or choose another.",
        )
    elif isinstance(cause, IsADirectoryError) or path.is_dir():
        why = Phrase(vi="đã có một thư mục mang tên ấy", en="a folder of that name is there")
        hint = Phrase(
            vi="Hãy đổi tên thư mục ấy hoặc chọn tên tệp khác.",
            en="Rename that folder or choose another file name.",
        )
    elif isinstance(cause, NotADirectoryError | FileExistsError):
        why = Phrase(
            vi="chỗ của thư mục lại là một tệp", en="a file stands where its folder should be"
        )
        hint = Phrase(
            vi="Hãy dời tệp ấy đi hoặc chọn thư mục khác.",
            en="Move that file away or choose another folder.",
        )
    else:
        why = Phrase(vi="{reason}", en="{reason}").fill(reason=cause.strerror or str(cause))
        hint = Phrase(
            vi="Hãy xem lại ổ đĩa và đường dẫn rồi chạy lại.",
            en="Check the drive and the path, then run again.",
        )
    return AudioError(message.fill(path=path, why=why), hint=hint)


@contextmanager
def draft(path: Path) -> Iterator[BinaryIO]:
    """A new file that becomes `path` when the block ends well, and vanishes when it does not.

    The folder is made where it is missing. The file can be read and written at any place.

    Raises:
        AudioError: The file could not be written; `path` is as it was.
    """
    # Drafts have names of their own, not derived from the file's: that may be 255 bytes already.
    beside = path.parent / f".{secrets.token_hex(8)}{DRAFT_SUFFIX}"
    try:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with beside.open("xb+") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
        except BaseException:
            with suppress(OSError):
                beside.unlink()
            raise
        _settle(path.parent)
    except OSError as cause:
        raise unwritable(path, cause) from cause


def _settle(folder: Path) -> None:
    """Make the move itself survive a power cut, where the system lets folders be synced."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        # Some network file systems refuse to sync a folder; the move has happened all the same.
        with suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)


def write_whole(path: Path, content: bytes) -> None:
    """Write `content` as the file `path`, whole or not at all.

    Raises:
        AudioError: The file could not be written; `path` is as it was.
    """
    with draft(path) as file:
        file.write(content)


def sweep(folder: Path) -> int:
    """Remove the drafts that killed runs left in `folder` and below; how many there were.

    Only to be called while no other docbao writes there.
    """
    count = 0
    for leftover in folder.rglob(f".*{DRAFT_SUFFIX}"):
        with suppress(OSError):
            leftover.unlink()
            count += 1
    return count
