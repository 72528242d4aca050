"""One clip as a file, and a folder of such files brought down to its quota.

    magic 8 · header length u32 · data length u64 · CRC-32 u32 · header (JSON) · data

All numbers are little-endian; the checksum covers header and data.
"""

from __future__ import annotations

import contextlib
import json
import os
import struct
import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from docbao.model import Clip, Mark

_MAGIC: Final = b"DBCLIP\x00\x01"
_PREFIX: Final = struct.Struct("<8sIQI")
BLOCK_BYTES: Final = 4096
"""What the smallest file takes on the usual file systems (ext4, APFS, NTFS)."""
_STALE_S: Final = 3600.0
"""After so long a file left beside by a killed run is removed; no clip takes an hour to write."""
_LEFT: Final = 0.9
"""Part of the quota left by a sweep, so that sweeps come once in a tenth of the quota."""


def pack_clip(clip: Clip) -> bytes:
    """The file that holds `clip`."""
    header = json.dumps(
        {
            "rate_hz": clip.rate_hz,
            "encoding": clip.encoding,
            "marks": [[m.time_ms, m.kind, m.start, m.end] for m in clip.marks],
        },
        separators=(",", ":"),
    ).encode()
    checksum = zlib.crc32(clip.data, zlib.crc32(header))
    prefix = _PREFIX.pack(_MAGIC, len(header), len(clip.data), checksum)
    return b"".join((prefix, header, clip.data))


def unpack_clip(content: bytes) -> Clip | None:
    """The clip in a file's `content`, or `None` when it is torn, damaged or of another make."""
    if len(content) < _PREFIX.size:
        return None
    magic, header_bytes, data_bytes, checksum = _PREFIX.unpack_from(content)
    start = _PREFIX.size + header_bytes
    if magic != _MAGIC or len(content) != start + data_bytes or not data_bytes:
        return None
    if zlib.crc32(memoryview(content)[_PREFIX.size :]) != checksum:
        return None
    try:
        header = json.loads(content[_PREFIX.size : start])
        return Clip(
            data=content[start:],
            rate_hz=int(header["rate_hz"]),
            marks=tuple(Mark(float(t), kind, s, e) for t, kind, s, e in header["marks"]),
            encoding=header["encoding"],
        )
    except (ValueError, KeyError, TypeError):
        return None  # right sum, strange header: written by another version


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep found and did."""

    left_bytes: int
    freed_bytes: int


def sweep(folder: Path, quota_bytes: int | None, pinned: Collection[str], now: datetime) -> Swept:
    """Remove the least recently used clips when `folder` holds more than its quota.

    Args:
        folder: A clip store's.
        quota_bytes: `None` only counts.
        pinned: Keys that stay.
        now: For the age of files a killed run left beside.
    """
    found = sorted(_clips(folder, now.timestamp()))
    total = sum(size for _, size, _ in found)
    freed = 0
    if quota_bytes is not None and total > quota_bytes:
        for _, size, path in found:
            if total - freed <= quota_bytes * _LEFT:
                break
            key = Path(path).parent.name + Path(path).stem
            if key in pinned:
                continue
            with contextlib.suppress(OSError):  # another process was quicker
                Path(path).unlink()
            freed += size
    return Swept(left_bytes=total - freed, freed_bytes=freed)


def _clips(folder: Path, now_s: float) -> Iterator[tuple[float, int, str]]:
    """Time last used in seconds, bytes in whole blocks, and path of each clip."""
    for shard in _scan(folder):
        if len(shard.name) != 2 or not shard.is_dir():
            continue
        for file in _scan(Path(shard.path)):
            with contextlib.suppress(OSError):
                about = file.stat()
                if file.name.endswith(".clip"):
                    size = -(-about.st_size // BLOCK_BYTES) * BLOCK_BYTES
                    yield about.st_mtime, size, file.path
                elif file.name.endswith(".tmp") and now_s - about.st_mtime > _STALE_S:
                    Path(file.path).unlink()


def _scan(folder: Path) -> tuple[os.DirEntry[str], ...]:
    try:
        with os.scandir(folder) as entries:
            return tuple(entries)
    except OSError:
        return ()
