"""Why the system refused to read or write a file, in both languages."""

from __future__ import annotations

import errno
from typing import Final

from docbao.i18n import Phrase

FULL: Final = Phrase(vi="đĩa đã đầy", en="the disk is full")
FORBIDDEN: Final = Phrase(vi="không đủ quyền", en="permission is missing")
READ_ONLY: Final = Phrase(vi="ổ đĩa chỉ cho đọc", en="the disk is read-only")
_MISSING: Final = Phrase(vi="không có tệp hay thư mục đó", en="there is no such file or folder")
_IN_THE_WAY: Final = Phrase(
    vi="một tệp đứng ở chỗ của thư mục", en="a file stands where a folder should be"
)

_REASONS: Final = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EFBIG: FULL,  # more than a quota, or than the file system takes
    errno.EACCES: FORBIDDEN,
    errno.EPERM: FORBIDDEN,
    errno.EROFS: READ_ONLY,
    errno.ENOENT: _MISSING,
    errno.ENOTDIR: _IN_THE_WAY,
    errno.EEXIST: _IN_THE_WAY,
    errno.EISDIR: Phrase(vi="đó là một thư mục", en="it is a folder"),
    errno.ENAMETOOLONG: Phrase(vi="tên quá dài", en="the name is too long"),
    errno.EIO: Phrase(vi="đĩa báo lỗi", en="the disk reports an error"),
    errno.EMFILE: Phrase(vi="quá nhiều tệp đang mở", en="too many files are open"),
}


def reason_of(error: OSError) -> Phrase:
    """The reason in a few words: the system's own, in English, where it is a rare one."""
    known = _REASONS.get(error.errno or 0)
    if known is not None:
        return known
    reason = error.strerror or type(error).__name__
    return Phrase(vi="{reason}", en="{reason}").fill(reason=reason)
