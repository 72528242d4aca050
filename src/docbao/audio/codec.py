"""Between bytes and samples: reading clips and finished files, writing MP3.

Samples are signed 16-bit, one channel. Nothing here holds more than a clip, or a few seconds of
a file, at a time.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final, Protocol

import numpy as np
import numpy.typing as npt

from docbao.audio.infoframe import DECODER_DELAY, ENCODER_DELAY, FrameFormat, is_legal
from docbao.errors import AudioError
from docbao.i18n import Phrase
from docbao.model import Clip

Pcm = npt.NDArray[np.int16]
"""Samples of one channel; full scale is 32768."""

FULL_SCALE: Final = 32_768.0

_READ_FRAMES: Final = 1 << 16


def to_pcm(sound: npt.NDArray[np.floating[Any]]) -> Pcm:
    """`sound` rounded to 16-bit samples, held at full scale where it goes beyond."""
    whole = np.rint(sound)
    pcm: Pcm = np.clip(whole, -FULL_SCALE, FULL_SCALE - 1, out=whole).astype(np.int16)
    return pcm


class Encoder(Protocol):
    """Something that samples are poured into, and that writes a file of them."""

    def write(self, pcm: Pcm) -> None:
        """Take the next samples."""
        ...

    def close(self) -> None:
        """Write what is still inside, and whatever header needs the whole length."""
        ...


def read_clip(clip: Clip) -> tuple[Pcm, int]:
    """The samples of `clip` and their rate in Hertz.

    Raises:
        AudioError: The clip is empty or damaged.
    """
    if not clip.data:
        raise AudioError(
            Phrase(
                vi="Giọng đọc trả về một đoạn âm thanh rỗng",
                en="The voice gave an empty piece of sound",
            ),
            hint=_TRY_ANOTHER_VOICE,
        )
    if clip.encoding == "mp3":
        return decode_mp3(clip.data)
    if len(clip.data) % 2 or not 4_000 <= clip.rate_hz <= 192_000:
        raise _damaged_clip()
    return np.frombuffer(clip.data, "<i2").astype(np.int16, copy=False), clip.rate_hz


_TRY_ANOTHER_VOICE: Final = Phrase(
    vi="Hãy thử lại, hoặc chọn giọng đọc khác.", en="Try again, or choose another voice."
)


def _damaged_clip() -> AudioError:
    return AudioError(
        Phrase(
            vi="Giọng đọc trả về một đoạn âm thanh hỏng",
            en="The voice gave a damaged piece of sound",
        ),
        hint=_TRY_ANOTHER_VOICE,
    )


def decode_mp3(data: bytes) -> tuple[Pcm, int]:
    """The samples of a short MP3, mixed to one channel, and their rate in Hertz.

    Raises:
        AudioError: There is no MP3 in `data`.
    """
    import miniaudio  # noqa: PLC0415 - 40 ms at start-up, for online voices and finished files only

    try:
        sound = miniaudio.mp3_read_s16(data)
    except miniaudio.MiniaudioError as cause:
        raise _damaged_clip() from cause
    samples = np.frombuffer(sound.samples, np.int16)
    if not samples.size:
        raise _damaged_clip()
    if sound.nchannels > 1:
        mixed = samples.reshape(-1, sound.nchannels).mean(axis=1, dtype=np.float32)
        samples = to_pcm(mixed)
    return samples, sound.sample_rate


def stream_mp3(path: Path) -> Iterator[Pcm]:
    """The samples of a mono MP3 of any length, a few seconds at a time.

    Raises:
        AudioError: The file cannot be read as MP3.
    """
    import miniaudio  # noqa: PLC0415 - as in decode_mp3

    try:
        for block in miniaudio.mp3_stream_file(str(path), frames_to_read=_READ_FRAMES):
            yield np.frombuffer(block, np.int16)
    except (miniaudio.MiniaudioError, OSError) as cause:
        raise AudioError(
            Phrase(
                vi="Tệp MP3 {path} không đọc được", en="The MP3 file {path} cannot be read"
            ).fill(path=path),
            hint=Phrase(vi="Hãy xóa tệp ấy rồi làm lại.", en="Delete that file and make it again."),
        ) from cause


class Mp3Encoder:
    """LAME at a constant bit rate, poured into a file, with the info frame in front.

    Players then know the exact length and skip the run-in, so sample n of what was written is
    heard at n / rate.
    """

    def __init__(self, file: BinaryIO, *, rate_hz: int, bitrate_kbps: int, quality: int) -> None:
        """Begin at the file's present place.

        Raises:
            AudioError: MP3 knows no such pair of rates.
        """
        if not is_legal(rate_hz, bitrate_kbps):
            raise AudioError(
                Phrase(
                    vi="MP3 không có {bitrate} kbps ở {rate} Hz",
                    en="MP3 has no {bitrate} kbps at {rate} Hz",
                ).fill(bitrate=bitrate_kbps, rate=rate_hz),
                hint=Phrase(vi="Hãy chọn kiểu âm thanh khác.", en="Choose another sound preset."),
            )
        self._file = file
        self._format = FrameFormat(rate_hz, bitrate_kbps)
        self._lame = _lame(rate_hz, bitrate_kbps, quality)
        self._start = file.tell()
        self._length = 0
        self._sound_bytes = 0
        file.write(bytes(self._format.info_bytes))

    def write(self, pcm: Pcm) -> None:
        """Encode the next samples."""
        self._length += pcm.size
        self._pour(self._lame.encode(pcm.astype("<i2", copy=False).tobytes()))

    def close(self) -> None:
        """Write the last frames, then the info frame at the place kept for it."""
        self._pour(self._lame.flush())
        end = self._file.tell()
        self._file.seek(self._start)
        self._file.write(
            self._format.info_frame(sound_bytes=self._sound_bytes, length=self._length)
        )
        self._file.seek(end)

    def _pour(self, frames: bytes | bytearray) -> None:
        self._sound_bytes += len(frames)
        self._file.write(frames)


class _Lame(Protocol):
    def encode(self, pcm: bytes) -> bytes | bytearray: ...
    def flush(self) -> bytes | bytearray: ...


def _lame(rate_hz: int, bitrate_kbps: int, quality: int) -> _Lame:
    import lameenc  # noqa: PLC0415 - a shared library, for those who make files only

    encoder = lameenc.Encoder()
    encoder.set_in_sample_rate(rate_hz)
    encoder.set_out_sample_rate(rate_hz)
    encoder.set_channels(1)
    encoder.set_bit_rate(bitrate_kbps)
    encoder.set_quality(quality)
    made: _Lame = encoder
    return made


@functools.cache
def encoder_gain(rate_hz: int, bitrate_kbps: int, quality: int) -> float:
    """What LAME multiplies samples by before it codes them: 0.95 below 160 kbps, 1.0 at 320.

    LAME's tuning tables scale the input down as the bit rate falls, and nothing in its interface
    says by how much; left alone, a finished 64 kbps file is 0.45 dB below its target. Half a
    second of a 1 kHz tone tells, whatever tables a later LAME brings.
    """
    tone = np.sin(2 * np.pi * 1000 / rate_hz * np.arange(rate_hz // 2)) * (FULL_SCALE / 4)
    pcm = np.rint(tone).astype("<i2")
    lame = _lame(rate_hz, bitrate_kbps, quality)
    decoded, _ = decode_mp3(bytes(lame.encode(pcm.tobytes())) + bytes(lame.flush()))
    steady = slice(rate_hz // 8 + ENCODER_DELAY + DECODER_DELAY, rate_hz * 3 // 8)
    return float(decoded[steady].std(dtype=np.float64) / tone[steady].std())
