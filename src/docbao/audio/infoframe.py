"""The first frame of an MP3 that says how long the sound is and where it begins.

Without it a player guesses the length from the file's size, and plays the encoder's run-in of
some 50 ms as silence. LAME's own command line writes this frame; the library alone does not.
Layout: the Xing header, with the LAME extension, as documented by Gabriel Bouvigne in "Mp3 info
tag revision 1 specifications".
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

ENCODER_DELAY: Final = 576
"""Samples LAME puts before the first one it was given (its constant `ENCDELAY`)."""

DECODER_DELAY: Final = 529
"""Samples any Layer III decoder adds before the first (528 + 1)."""

_BITRATES_KBPS: Final = {
    1: (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""By MPEG version: ISO/IEC 11172-3 and 13818-3, Layer III; version 2.5 has those of 2."""

# Rate to (generation, version bits, rate index): ISO/IEC 11172-3 2.4.2.3, 13818-3, and 2.5.
_RATES: Final = {
    44_100: (1, 0b11, 0), 48_000: (1, 0b11, 1), 32_000: (1, 0b11, 2),
    22_050: (2, 0b10, 0), 24_000: (2, 0b10, 1), 16_000: (2, 0b10, 2),
    11_025: (2, 0b00, 0), 12_000: (2, 0b00, 1), 8_000: (2, 0b00, 2),
}  # fmt: skip

LEGAL_RATES_HZ: Final = tuple(sorted(_RATES))
"""Sampling rates an MP3 can have."""

_LOWEST_HZ: Final = 12_000
_LOWEST_MOST_KBPS: Final = 64
"""MPEG 2.5, which holds the rates up to 12 kHz, is nobody's standard; LAME goes no higher in it."""

_XING_BYTES: Final = 120
_LAME_BYTES: Final = 36


def is_legal(rate_hz: int, bitrate_kbps: int) -> bool:
    """Whether Layer III knows this pair of sampling rate and bit rate."""
    if rate_hz not in _RATES or (rate_hz <= _LOWEST_HZ and bitrate_kbps > _LOWEST_MOST_KBPS):
        return False
    return bitrate_kbps in _BITRATES_KBPS[_RATES[rate_hz][0]]


@dataclass(frozen=True, slots=True)
class FrameFormat:
    """The constant shape of the frames of one mono MP3."""

    rate_hz: int
    bitrate_kbps: int

    @property
    def samples(self) -> int:
        """Samples in a frame."""
        return 1152 if _RATES[self.rate_hz][0] == 1 else 576

    def size_bytes(self, bitrate_kbps: int) -> int:
        """Length of an unpadded frame at that bit rate."""
        return self.samples // 8 * bitrate_kbps * 1000 // self.rate_hz

    def count(self, sound_bytes: int) -> int:
        """Frames in so many bytes of sound."""
        return round(sound_bytes * 8 * self.rate_hz / (self.samples * self.bitrate_kbps * 1000))

    @property
    def info_bitrate_kbps(self) -> int:
        """The bit rate of the info frame: the stream's own, or the lowest it fits into."""
        needed = 4 + self._side_info_bytes + _XING_BYTES + _LAME_BYTES
        return next(
            rate
            for rate in _BITRATES_KBPS[_RATES[self.rate_hz][0]]
            if rate >= self.bitrate_kbps and self.size_bytes(rate) >= needed
        )

    @property
    def info_bytes(self) -> int:
        """Length of the info frame."""
        return self.size_bytes(self.info_bitrate_kbps)

    @property
    def _side_info_bytes(self) -> int:
        return 17 if _RATES[self.rate_hz][0] == 1 else 9

    def info_frame(self, *, sound_bytes: int, length: int, lowpass_hz: int = 0) -> bytes:
        """The info frame of a finished stream.

        Args:
            sound_bytes: Length of all frames after this one.
            length: Samples that were given to the encoder.
            lowpass_hz: Where the encoder cuts off, for the curious; 0 when not known.
        """
        generation, version, rate_index = _RATES[self.rate_hz]
        bitrate_index = _BITRATES_KBPS[generation].index(self.info_bitrate_kbps) + 1
        # Sync, version, Layer III, no checksum; bit rate, rate, no padding; mono, original.
        header = bytes(
            (0xFF, 0xE0 | version << 3 | 0b011, bitrate_index << 4 | rate_index << 2, 0xC4)
        )
        frames = self.count(sound_bytes)
        total = sound_bytes + self.info_bytes
        padding = max(0, min(4095, frames * self.samples - ENCODER_DELAY - length))
        xing = struct.pack(">4sIII", b"Info", 0x0F, frames, total)
        xing += bytes(i * 255 // 99 for i in range(100)) + struct.pack(">I", 50)
        lame = b"LAME3.100" + bytes((0x01, min(255, lowpass_hz // 100)))
        lame += bytes(8)  # peak and ReplayGain: left to those who measure
        lame += bytes((0x03, min(255, self.bitrate_kbps)))
        lame += (ENCODER_DELAY << 12 | padding).to_bytes(3, "big")
        lame += bytes(4) + struct.pack(">I", total) + bytes(2)
        body = header + bytes(self._side_info_bytes) + xing + lame
        body += struct.pack(">H", _crc16(body))
        return body.ljust(self.info_bytes, b"\0")


def _crc16(data: bytes) -> int:
    """CRC-16 (polynomial 0x8005, reflected), as the LAME tag wants it over what precedes it."""
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return crc
