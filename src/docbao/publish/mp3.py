"""MP3 files as players of discs want them: sound, and nothing before or after it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_HEADER_BYTES: Final = 10
_FOOTER: Final = 0x10
_ID3V1_BYTES: Final = 128


def bare_mp3(path: Path) -> bytes:
    """The sound in an MP3 file, without its ID3 tags.

    A player that finds a moment by its share of the file lands beside it when a picture and a
    transcript lie before the sound; some old ones play the tags as noise.

    Source: ID3v2.3 and 2.4, section 3.1 (size in four bytes of seven bits; a footer of ten bytes
    where flag 4 is set); ID3v1: the last 128 bytes, when they begin with `TAG`.

    Raises:
        OSError: It cannot be read; whoever places the file says so in words.
    """
    content = path.read_bytes()
    begin = 0
    while content[begin : begin + 3] == b"ID3" and len(content) >= begin + _HEADER_BYTES:
        size = 0
        for byte in content[begin + 6 : begin + _HEADER_BYTES]:
            size = size << 7 | byte & 0x7F
        footer = _HEADER_BYTES if content[begin + 5] & _FOOTER else 0
        begin += _HEADER_BYTES + size + footer
    end = len(content)
    if content[max(begin, end - _ID3V1_BYTES) :][:3] == b"TAG":
        end -= _ID3V1_BYTES
    return content[begin:end]
