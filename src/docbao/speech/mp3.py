"""MP3 as a row of frames: enough to tell sound from rubbish, and a whole file from a torn one.

Nothing is decoded here (that is `docbao.audio`); only frame headers are read. ISO/IEC 11172-3,
2.4.2.3 and ISO/IEC 13818-3, 2.4.2.3.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_BITRATES_V1: Final = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_BITRATES_V2: Final = (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_RATES_HZ: Final = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_VERSION_1: Final = 3
_LAYER_3: Final = 1


@dataclass(frozen=True, slots=True)
class Frames:
    """What the frames of an MP3 say together."""

    count: int
    rate_hz: int
    """Of the first frame; 0 when there is none."""
    duration_ms: float
    torn_bytes: int
    """Bytes of a last frame that is cut off; 0 when the sound is whole."""


@dataclass(frozen=True, slots=True)
class _Header:
    size_bytes: int
    rate_hz: int
    samples: int


def read_frames(data: bytes) -> Frames:
    """Walk the frames of `data`, passing over an ID3v2 tag before them."""
    place = _after_tag(data)
    count, duration_ms, rate_hz, torn_bytes = 0, 0.0, 0, 0
    while (header := _header(data, place)) is not None:
        if place + header.size_bytes > len(data):
            torn_bytes = len(data) - place
            break
        count += 1
        rate_hz = rate_hz or header.rate_hz
        duration_ms += header.samples * 1000 / header.rate_hz
        place += header.size_bytes
    return Frames(count, rate_hz, duration_ms, torn_bytes)


def _after_tag(data: bytes) -> int:
    if data[:3] != b"ID3" or len(data) < 10:
        return 0
    # ID3v2.4, 6.2: sizes are written in seven bits a byte.
    size = 0
    for byte in data[6:10]:
        size = size << 7 | byte & 0x7F
    return 10 + size


def _header(data: bytes, place: int) -> _Header | None:
    if place + 4 > len(data) or data[place] != 0xFF or data[place + 1] & 0xE0 != 0xE0:
        return None
    version, layer = data[place + 1] >> 3 & 3, data[place + 1] >> 1 & 3
    bitrate, rate, padding = (
        data[place + 2] >> 4,
        data[place + 2] >> 2 & 3,
        data[place + 2] >> 1 & 1,
    )
    if layer != _LAYER_3 or version not in _RATES_HZ or rate == 3 or bitrate in (0, 15):
        return None
    is_v1 = version == _VERSION_1
    bits = (_BITRATES_V1 if is_v1 else _BITRATES_V2)[bitrate - 1] * 1000
    rate_hz = _RATES_HZ[version][rate]
    samples = 1152 if is_v1 else 576
    return _Header(samples // 8 * bits // rate_hz + padding, rate_hz, samples)
