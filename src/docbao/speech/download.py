"""Large files brought to this machine: resumed where they stopped, hashed as they lie.

The standard library's urllib is enough for it, and verifies certificates by itself.
"""

from __future__ import annotations

import hashlib
import http.client
import os
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO, Final
from urllib.parse import urlsplit

from docbao.errors import SpeechError
from docbao.i18n import Phrase
from docbao.speech.network import explain, look_up, portal, proxy_for

TIMEOUT_S: Final = 20.0
"""Longest without a byte."""
ATTEMPTS: Final = 5
"""In a row, each without a single byte gained."""
_PIECE_BYTES: Final = 256 * 1024
_AGENT: Final = "docbao"


def is_address(source: str | Path) -> bool:
    """Whether `source` is to be asked for over the network, and no folder."""
    return isinstance(source, str) and source.lower().startswith(("http://", "https://"))


def digest(path: Path) -> str:
    """SHA-256 of the file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def download(
    addresses: Sequence[str],
    target: Path,
    *,
    size_bytes: int,
    progress: Callable[[int], None],
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Bring the file at the first of `addresses` that has it into `target`.

    What `target` holds already is gone on from; a connection that breaks is taken up again.

    Raises:
        SpeechError: None of them has it, or the connection stays broken. What came is kept.
        OSError: It cannot be written.
    """
    missing: SpeechError | None = None
    for address in addresses:
        try:
            _persist(address, target, size_bytes, progress, sleep)
        except _Missing as error:
            missing = missing or _refusal(address, error.status)
        else:
            return
    assert missing is not None, "no address to ask"  # noqa: S101
    raise missing


class _Missing(Exception):
    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class _Broken(Exception):
    """The conversation failed; the cause says how."""


def _persist(
    address: str,
    target: Path,
    size_bytes: int,
    progress: Callable[[int], None],
    sleep: Callable[[float], None],
) -> None:
    fruitless = 0
    while True:
        had = _size(target)
        try:
            _continue(address, target, size_bytes, progress)
        except _Broken as error:
            fruitless = fruitless + 1 if _size(target) <= had else 0
            if fruitless >= ATTEMPTS or not _may_pass(error.__cause__):
                host = urlsplit(address).hostname or address
                raise explain(error, service="voices", host=host) from error.__cause__
            sleep(min(2**fruitless, 10) / 4)
        else:
            return


def _may_pass(cause: BaseException | None) -> bool:
    """Whether asking again may help: a broken or slow connection, not a wrong name or proof."""
    reason = getattr(cause, "reason", cause)
    if isinstance(reason, ConnectionRefusedError):
        return False
    return isinstance(reason, (ConnectionError, TimeoutError, http.client.HTTPException))


def _continue(address: str, target: Path, size_bytes: int, progress: Callable[[int], None]) -> None:
    had = _size(target)
    if had > size_bytes:
        target.unlink()  # something else; begin again
        had = 0
    if had == size_bytes:
        progress(had)
        return
    _look_up(address)
    headers = {"User-Agent": _AGENT} | ({"Range": f"bytes={had}-"} if had else {})
    request = urllib.request.Request(address, headers=headers)  # noqa: S310 - is_address
    try:
        # An opener of our own: the shared one keeps the proxies of the first time it was used.
        answer = urllib.request.build_opener().open(request, timeout=TIMEOUT_S)
    except urllib.error.HTTPError as error:
        with error:
            if error.code == 416:  # nothing beyond what we have: the source's file is another
                target.unlink(missing_ok=True)
                raise _Missing(error.code) from error
            raise _Missing(error.code) from error
    except (OSError, http.client.HTTPException) as error:
        raise _Broken from error
    with answer:
        goes_on = answer.status == 206
        _refuse_foreign(answer, address, target, had if goes_on else 0, size_bytes)
        with target.open("ab" if goes_on else "wb") as stream:
            _pour(answer, stream, had if goes_on else 0, size_bytes, progress)
    if _size(target) < size_bytes:
        raise _Broken from ConnectionError(f"{_size(target)} / {size_bytes}")


def _look_up(address: str) -> None:
    parts = urlsplit(address)
    host = parts.hostname or ""
    try:
        if proxy_for(parts.scheme, host) is None:
            look_up(host, parts.port or 443)
    except OSError as error:
        raise _Broken from error


def _refuse_foreign(
    answer: http.client.HTTPResponse, address: str, target: Path, had: int, size_bytes: int
) -> None:
    """Stop before a byte is written when the answer cannot be the file, or what is left of it."""
    kind = answer.headers.get_content_type() if "Content-Type" in answer.headers else ""
    length = answer.headers.get("Content-Length", "")
    wanted = f"bytes {had}-{size_bytes - 1}/{size_bytes}"
    fits = answer.headers.get("Content-Range", wanted) == wanted
    if fits and kind != "text/html" and length in ("", str(size_bytes - had)):
        return
    target.unlink(missing_ok=True)
    if kind == "text/html":
        raise portal(service="voices", host=urlsplit(address).hostname or address)
    raise SpeechError(
        Phrase(
            vi="{address} không phải là tệp cần tải: phải dài {size} byte",
            en="{address} is not the file that is wanted: it should have {size} bytes",
        ).fill(address=address, size=size_bytes),
        hint=Phrase(
            vi="Hãy dùng nguồn khác với --from.", en="Take it from another source with --from."
        ),
    )


def _pour(
    answer: http.client.HTTPResponse,
    stream: BinaryIO,
    had: int,
    size_bytes: int,
    progress: Callable[[int], None],
) -> None:
    # One byte more than there should be is enough to see that it is another file.
    while had <= size_bytes:
        try:
            piece = answer.read1(_PIECE_BYTES)
        except (OSError, http.client.HTTPException) as error:
            raise _Broken from error
        if not piece:
            break
        stream.write(piece)
        had += len(piece)
        progress(min(had, size_bytes))
    stream.flush()
    os.fsync(stream.fileno())


def copy_file(
    places: Sequence[Path], target: Path, *, size_bytes: int, progress: Callable[[int], None]
) -> None:
    """Copy the first of `places` that is there.

    Raises:
        SpeechError: None of them is.
        OSError: It cannot be read or written.
    """
    source = next((place for place in places if place.is_file()), None)
    if source is None:
        raise SpeechError(
            Phrase(vi="Không có tệp {path}", en="There is no file {path}").fill(path=places[-1]),
            hint=Phrase(
                vi="Hãy cho --from thư mục chứa tệp .onnx và .onnx.json của giọng.",
                en="Give --from the folder that holds the voice's .onnx and .onnx.json.",
            ),
        )
    had = 0
    with source.open("rb") as reader, target.open("wb") as writer:
        while piece := reader.read(_PIECE_BYTES):
            writer.write(piece)
            had += len(piece)
            progress(min(had, size_bytes))
        writer.flush()
        os.fsync(writer.fileno())


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _refusal(address: str, status: int) -> SpeechError:
    return SpeechError(
        Phrase(
            vi="Không tải được {address} (mã {status})",
            en="{address} cannot be downloaded (status {status})",
        ).fill(address=address, status=status),
        hint=Phrase(
            vi="Hãy thử lại sau, hoặc dùng nguồn khác với --from.",
            en="Try again later, or from another source with --from.",
        ),
    )
