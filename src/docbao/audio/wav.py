"""WAV, 16 bit, one channel, poured into a file as it comes, with what broadcasters look for."""

from __future__ import annotations

import struct
from typing import BinaryIO, Final

from docbao import __version__
from docbao.audio.broadcast import Broadcast, bext, cart, chunk, info
from docbao.audio.codec import Pcm
from docbao.audio.levels import LevelMeter, Levels
from docbao.errors import AudioError
from docbao.i18n import Phrase

_MOST_BYTES: Final = 0xFFFF_FFFF - 65_536
"""A RIFF size has 32 bits; the headers are far smaller than what is kept for them."""

_PCM: Final = 1


class WavEncoder:
    """A WAV file; with `about`, a broadcast wave file whose `bext` tells its loudness.

    Sizes and loudness are known at the end only, so the header is written twice: as a
    placeholder first, then with all in it, at the same place and of the same length.
    """

    def __init__(
        self,
        file: BinaryIO,
        *,
        rate_hz: int,
        about: Broadcast | None = None,
        meter: LevelMeter | None = None,
    ) -> None:
        """Begin at the file's present place.

        Args:
            file: Where to; can be read back and sought.
            rate_hz: Broadcasters want 48,000.
            about: What `bext`, `cart` and INFO are to say.
            meter: One that hears nothing but this file, and every sample of it before `close`;
                the encoder then need not measure for itself.
        """
        self._file = file
        self._rate_hz = rate_hz
        self._about = about
        self._measures = about is not None and meter is None
        self._meter = LevelMeter(rate_hz) if self._measures else meter
        self._start = file.tell()
        self._sound_bytes = 0
        file.write(self._header(None))

    def write(self, pcm: Pcm) -> None:
        """Write the next samples.

        Raises:
            AudioError: The file would grow beyond the 4 GB a WAV can hold.
        """
        if self._sound_bytes + pcm.nbytes > _MOST_BYTES:
            raise AudioError(
                Phrase(
                    vi="WAV không chứa được quá 4 GB (12 giờ)",
                    en="A WAV file cannot hold more than 4 GB (12 hours)",
                ),
                hint=Phrase(vi="Hãy chọn FLAC hoặc MP3.", en="Choose FLAC or MP3."),
            )
        self._sound_bytes += pcm.nbytes
        self._file.write(pcm.astype("<i2", copy=False).tobytes())
        if self._measures and self._meter is not None:
            self._meter.add(pcm)

    def close(self) -> None:
        """Write the header with what is known now."""
        end = self._file.tell()
        self._file.seek(self._start)
        self._file.write(self._header(self._meter.levels if self._meter else None))
        self._file.seek(end)

    def _header(self, levels: Levels | None) -> bytes:
        rate_hz, about = self._rate_hz, self._about
        chunks = chunk(b"fmt ", struct.pack("<HHIIHH", _PCM, 1, rate_hz, rate_hz * 2, 2, 16))
        if about is not None:
            length = self._sound_bytes // 2
            chunks = (
                chunk(b"bext", bext(about, levels, rate_hz=rate_hz))
                + chunks
                + chunk(b"cart", cart(about, length=length, rate_hz=rate_hz, version=__version__))
                + chunk(b"LIST", info(about, version=__version__))
            )
        size = 4 + len(chunks) + 8 + self._sound_bytes
        data = struct.pack("<I", self._sound_bytes)
        return b"RIFF" + struct.pack("<I", size) + b"WAVE" + chunks + b"data" + data
