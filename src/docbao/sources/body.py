"""The body of an answer, unpacked with a bound on memory.

A gzip file of 0.6 MB may hold 600 MB. Libraries unpack whatever one read brought (64 kB can
become 67 MB) and check afterwards; here the unpacker itself is told how much it may give.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from typing import Final

from docbao.errors import FetchError
from docbao.i18n import Phrase
from docbao.sources.advice import OPEN_IN_BROWSER

_EITHER_HEADER: Final = 32 + zlib.MAX_WBITS  # zlib.h, inflateInit2: detect gzip or zlib
_PLAIN: Final = frozenset(("", "identity"))
_PACKED: Final = frozenset(("gzip", "x-gzip", "deflate"))


def read_body(chunks: Iterable[bytes], *, encoding: str, limit_bytes: int, url: str) -> bytes:
    """All of `chunks`, unpacked.

    Args:
        chunks: What comes off the wire.
        encoding: The Content-Encoding header; empty when there was none.
        limit_bytes: Most bytes the body may have, unpacked (and packed, too: nothing with sense
            in it grows by packing). Memory stays below three times that.
        url: For messages.

    Raises:
        FetchError: Too large, damaged, cut off, or packed in a way we did not ask for.
    """
    packing = encoding.strip().lower()
    if packing in _PACKED:
        return _unpack(chunks, limit_bytes, url)
    if packing not in _PLAIN:
        message = Phrase(
            vi="{url}: nội dung nén kiểu “{packing}”, docbao không mở được",
            en="{url}: the content is packed as “{packing}”, which docbao cannot open",
        )
        raise FetchError(message.fill(url=url, packing=packing[:40]), hint=OPEN_IN_BROWSER)
    whole = bytearray()
    for chunk in chunks:
        whole += chunk
        if len(whole) > limit_bytes:
            raise too_large(url, limit_bytes)
    return bytes(whole)


def too_large(url: str, limit_bytes: int) -> FetchError:
    """The error for a body of more than `limit_bytes`."""
    message = Phrase(
        vi="{url}: quá lớn, hơn {limit} MB, nên docbao dừng tải",
        en="{url}: too large, over {limit} MB, so docbao stopped reading",
    )
    return FetchError(
        message.fill(url=url, limit=round(limit_bytes / 1_000_000, 1)), hint=OPEN_IN_BROWSER
    )


def _unpack(chunks: Iterable[bytes], limit_bytes: int, url: str) -> bytes:
    whole = bytearray()
    unpacker = zlib.decompressobj(_EITHER_HEADER)
    started = False
    packed_bytes = 0
    try:
        for chunk in chunks:
            packed_bytes += len(chunk)
            if packed_bytes > limit_bytes:
                raise too_large(url, limit_bytes)
            rest = chunk
            while rest:
                if unpacker.eof:
                    # Another gzip member may follow (RFC 1952, 2.2); anything else is padding.
                    if not rest.startswith(b"\x1f\x8b"):
                        break
                    unpacker = zlib.decompressobj(_EITHER_HEADER)
                started = True
                # One more than allowed is enough to know.
                whole += unpacker.decompress(rest, limit_bytes + 1 - len(whole))
                if len(whole) > limit_bytes:
                    raise too_large(url, limit_bytes)
                rest = unpacker.unconsumed_tail or unpacker.unused_data
    except zlib.error as error:
        message = Phrase(
            vi="{url}: nội dung nén bị hỏng", en="{url}: the packed content is damaged"
        )
        raise FetchError(message.fill(url=url), hint=OPEN_IN_BROWSER) from error
    if started and not unpacker.eof:
        raise cut_off(url)
    return bytes(whole)


def cut_off(url: str) -> FetchError:
    """The error for a body that ended before its end."""
    message = Phrase(
        vi="{url}: máy chủ ngắt giữa chừng, nội dung thiếu",
        en="{url}: the server hung up half-way, the content is incomplete",
    )
    return FetchError(message.fill(url=url), hint=OPEN_IN_BROWSER)
