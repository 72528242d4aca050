"""Files written beside their place and moved there whole, and what to say when they cannot be."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from docbao.errors import PublishError
from docbao.i18n import Phrase

DRAFT_SUFFIX: Final = ".docbao-part"
"""End of the name of a file still being written; only a killed run leaves one behind."""
_NO_SPACE: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_READ_ONLY: Final = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})


def make_folders(places: Iterable[Path]) -> None:
    """Make the folders these files are to stand in.

    Raises:
        PublishError: One could not be made.
    """
    for folder in {place.parent for place in places}:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as cause:
            raise unwritable(folder, cause) from cause


@contextlib.contextmanager
def draft_of(place: Path) -> Iterator[Path]:
    """A path beside `place` to write to, then to move there; gone when that does not end well.

    Raises:
        PublishError: It could not be written; `place` is as it was.
    """
    draft = place.parent / f".{os.urandom(8).hex()}{DRAFT_SUFFIX}"
    try:
        try:
            yield draft
        except BaseException:
            with contextlib.suppress(OSError):
                draft.unlink()
            raise
    except OSError as cause:
        raise unwritable(place, cause) from cause


def vanished(sound: Path, cause: OSError) -> PublishError:
    """The error for a sound file that was there when the run began, and is not any more."""
    return PublishError(
        Phrase(
            vi="tệp tiếng {path} biến mất giữa chừng ({why})",
            en="the sound {path} went away during the run ({why})",
        ).fill(path=sound, why=cause.strerror or cause),
        hint=Phrase(
            vi="Chạy lại: bài nào thiếu tiếng sẽ được để ra và nói rõ; "
            "bản đã xuất bản trước đó vẫn nguyên.",
            en="Run again: articles that lack their sound are left out and named; "
            "what was published before is untouched.",
        ),
    )


def unwritable(path: Path, cause: OSError) -> PublishError:
    """The error that says in plain words why `path` could not be published."""
    hint = Phrase(
        vi="Hãy xem lại ổ đĩa và đường dẫn rồi chạy lại.",
        en="Check the drive and the path, then run again.",
    )
    if cause.errno in _NO_SPACE:
        why = Phrase(vi="hết chỗ trên đĩa", en="the disk is full")
        hint = Phrase(
            vi="Hãy xóa bớt tệp không cần nữa rồi chạy lại; bản đã xuất bản trước đó vẫn nguyên.",
            en="Free some space and run again; what was published before is untouched.",
        )
    elif cause.errno in _READ_ONLY:
        why = Phrase(vi="thư mục không cho ghi", en="the folder does not allow writing")
        hint = Phrase(
            vi="Hãy cho phép ghi vào thư mục này hoặc chọn thư mục khác.",
            en="Allow writing to this folder or choose another.",
        )
    elif isinstance(cause, NotADirectoryError | FileExistsError):
        why = Phrase(
            vi="chỗ của thư mục lại là một tệp", en="a file stands where its folder should be"
        )
    elif isinstance(cause, IsADirectoryError):
        why = Phrase(vi="đã có một thư mục mang tên ấy", en="a folder of that name is there")
    else:
        why = Phrase(vi="{reason}", en="{reason}").fill(reason=cause.strerror or str(cause))
    return PublishError(
        Phrase(vi="không ghi được {path}: {why}", en="cannot write {path}: {why}").fill(
            path=path, why=why
        ),
        hint=hint,
    )
