"""Object storage for recordings: S3 and its like, and whatever else fsspec reaches.

An object is put whole or not at all: that is what object storage promises for one request, and
for a file sent in parts until the last. Credentials and endpoints are the machine's own
(environment, `~/.aws`, instance roles); docbao neither keeps nor sends any.
"""

from __future__ import annotations

import errno
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from docbao.errors import LibraryError
from docbao.i18n import Phrase

_OPTIONS: Final[Mapping[str, Mapping[str, Any]]] = {
    # botocore tries once: s3fs, above it, tries again, and both together would take minutes.
    "s3": {"config_kwargs": {"connect_timeout": 10, "read_timeout": 30,
                             "retries": {"total_max_attempts": 1}}},
}  # fmt: skip
_TRIES: Final = 3
"""How often s3fs asks a server that is silent or busy: it is given up after a minute and a half."""
_WHOLE: Final = frozenset({"s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "oss", "memory"})
"""Storage that shows an object only when it is whole; elsewhere it is put beside and moved."""

_CONTENT: Final = {
    ".mp3": "audio/mpeg",
    ".vtt": "text/vtt; charset=utf-8",
    ".json": "application/json",
}


def is_depot(place: str) -> bool:
    """Whether `place` is an address of object storage rather than a folder."""
    return "://" in place


@lru_cache(maxsize=4)
def open_depot(url: str) -> Depot:
    """The depot at `url`, once a process.

    Raises:
        LibraryError: There is no such kind, or what it needs is not installed.
    """
    return Depot(url)


class Depot:
    """Object storage below one address."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")
        protocol, _, bare = self._url.partition("://")
        self._bare = bare
        self._whole = protocol in _WHOLE
        with self._told():
            import fsspec  # noqa: PLC0415 - an extra, and most runs need none

            self._files: Any = fsspec.filesystem(protocol, **_OPTIONS.get(protocol, {}))
            self._files.retries = _TRIES
        self._typed = protocol in ("s3", "s3a")

    def address(self, name: str) -> str:
        """Where `name` is, for others."""
        return f"{self._url}/{name}"

    def check(self) -> None:
        """Put a small object there and take it away again.

        Raises:
            LibraryError: It cannot be written to.
        """
        probe = f"{self._bare}/.docbao-{secrets.token_hex(8)}"
        with self._told():
            if not self._whole:
                self._files.makedirs(self._bare, exist_ok=True)
            self._files.pipe_file(probe, b"docbao")
            self._files.rm_file(probe)

    def put(self, name: str, source: Path) -> None:
        """Store the file `source` as `name`, whole or not at all.

        Raises:
            LibraryError: It could not be stored; what was there is there still.
        """
        target = f"{self._bare}/{name}"
        told: dict[str, Any] = {}
        if self._typed and source.suffix in _CONTENT:
            told["ContentType"] = _CONTENT[source.suffix]
        with self._told():
            if self._whole:
                self._files.put_file(str(source), target, **told)
                return
            folder, _, last = target.rpartition("/")
            self._files.makedirs(folder, exist_ok=True)
            beside = f"{folder}/.{secrets.token_hex(8)}-{last}"
            self._files.put_file(str(source), beside)
            self._files.mv(beside, target)

    def read(self, name: str) -> bytes | None:
        """What is stored as `name`; `None` when nothing is.

        Raises:
            LibraryError: The storage cannot be asked.
        """
        with self._told():
            try:
                return bytes(self._files.cat_file(f"{self._bare}/{name}"))
            except FileNotFoundError:
                return None

    def size(self, name: str) -> int | None:
        """How many bytes are stored as `name`; `None` when nothing is.

        Raises:
            LibraryError: The storage cannot be asked.
        """
        with self._told():
            try:
                # Not from a listing of before: another worker may have put it since.
                self._files.invalidate_cache(f"{self._bare}/{name}".rpartition("/")[0])
                return int(self._files.info(f"{self._bare}/{name}")["size"])
            except FileNotFoundError:
                return None

    def sizes(self, folder: str, beginning: str) -> Mapping[str, int]:
        """The objects of `folder` whose names begin so, with their sizes in bytes.

        Raises:
            LibraryError: The storage cannot be asked.
        """
        where = f"{self._bare}/{folder}"
        with self._told():
            self._files.invalidate_cache(where)
            try:
                found = self._files.find(where, detail=True, prefix=beginning)
            except FileNotFoundError:
                return {}
        names = ((path.rpartition("/")[2], facts) for path, facts in found.items())
        return {
            f"{folder}/{name}": int(facts["size"])
            for name, facts in names
            if name.startswith(beginning)
        }

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What any storage's library raises, as one error that names the place."""
        try:
            yield
        except LibraryError:
            raise
        except ImportError as cause:
            raise _missing(self._url) from cause
        except Exception as cause:
            # Each storage's library has errors of its own, with no common ancestor.
            raise _refused(self._url, cause) from cause


def _missing(url: str) -> LibraryError:
    return LibraryError(
        Phrase("chưa cài phần đọc kho {url}", "what reaches {url} is not installed").fill(url=url),
        hint=Phrase(
            "Cài bằng: pip install 'docbao[s3]'", "Install it with: pip install 'docbao[s3]'"
        ),
    )


_REASONS: Final[tuple[tuple[Callable[[Exception], bool], Phrase], ...]] = (
    (lambda e: isinstance(e, PermissionError) or "Credentials" in type(e).__name__,
     Phrase("kho không nhận chìa khóa này, hoặc không cho ghi",
            "the storage refuses these credentials, or does not let them write")),
    (lambda e: isinstance(e, FileNotFoundError) or "NoSuchBucket" in str(e),
     Phrase("không có kho tên ấy", "there is no such bucket")),
    (lambda e: getattr(e, "errno", 0) == errno.EBUSY,
     Phrase("kho đang quá tải", "the storage is overloaded")),
    (lambda e: isinstance(e, TimeoutError) or "Timeout" in type(e).__name__,
     Phrase("kho không trả lời kịp", "the storage does not answer in time")),
    (lambda e: isinstance(e, ConnectionError) or "Connection" in type(e).__name__,
     Phrase("không kết nối được tới kho", "the storage cannot be reached")),
    (lambda e: isinstance(e, ValueError) and "rotocol" in str(e),
     Phrase("docbao không biết loại kho này", "docbao knows no such kind of storage")),
)  # fmt: skip


def _refused(url: str, cause: Exception) -> LibraryError:
    why = next(
        (words for fits, words in _REASONS if fits(cause)),
        Phrase("{what}", "{what}").fill(what=" ".join(str(cause).split()) or type(cause).__name__),
    )
    return LibraryError(
        Phrase("kho {url}: {why}", "storage {url}: {why}").fill(url=url, why=why),
        hint=Phrase(
            "Xem lại địa chỉ, AWS_ENDPOINT_URL và chìa khóa trên máy này rồi chạy lại; "
            "câu đã đọc không đọc lại.",
            "Check the address, AWS_ENDPOINT_URL and this machine's credentials, then run again; "
            "what was spoken is not spoken twice.",
        ),
    )
