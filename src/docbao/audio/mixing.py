"""Short sounds mixed and converted: jingles, beds under a voice, formats. Done with pydub.

pydub holds a sound whole and copies it at every step: right for a jingle, wrong for a recording,
which streams through `docbao.audio.master` and never comes here. Two things pydub leaves to outside
programs or does poorly are done by this room itself: reading MP3, FLAC and Ogg (pydub wants
ffprobe, which pip cannot bring) and changing the sampling rate (pydub draws straight lines).
"""

from __future__ import annotations

import io
import warnings
from pathlib import Path
from typing import Any, Final

import numpy as np

from docbao.audio.codec import Mp3Encoder, read_clip, to_pcm
from docbao.audio.drafts import draft, write_whole
from docbao.audio.ffmpeg import decode_with_ffmpeg, find_ffmpeg
from docbao.audio.resample import resample
from docbao.errors import AudioError
from docbao.i18n import Phrase
from docbao.model import Clip

LONGEST_S: Final = 600
"""A clip is at most ten minutes; a longer bed is cut, since it is laid out again and again."""

_OWN_SUFFIXES: Final = frozenset({".wav", ".mp3", ".flac", ".ogg"})
_MP3_KBPS: Final = 128


def load_clip(path: Path, *, rate_hz: int, ffmpeg: Path | None = None) -> Clip:
    """A jingle or bed from a file, in one channel at `rate_hz`.

    WAV, MP3, FLAC and Ogg Vorbis are read by docbao itself; all else wants ffmpeg (`ffmpeg` names
    one; else it is looked for).

    Raises:
        AudioError: The file is not there, empty, or no sound; or ffmpeg is wanted and not there.
    """
    try:
        content = path.read_bytes()
    except OSError as cause:
        raise _unreadable(path) from cause
    if not content:
        raise _unreadable(path)
    if path.suffix.lower() in _OWN_SUFFIXES:
        data = _decode(path, content, rate_hz)
    else:
        data = decode_with_ffmpeg(find_ffmpeg(ffmpeg), path, rate_hz, LONGEST_S)
    if not data:
        raise _unreadable(path)
    return Clip(data, rate_hz)


def _decode(path: Path, content: bytes, rate_hz: int) -> bytes:
    import miniaudio  # noqa: PLC0415 - a shared library, for those who mix only

    readers = {
        ".wav": miniaudio.wav_read_s16,
        ".mp3": miniaudio.mp3_read_s16,
        ".flac": miniaudio.flac_read_s16,
        ".ogg": miniaudio.vorbis_read,
    }
    try:
        sound = readers[path.suffix.lower()](content)
    except miniaudio.MiniaudioError as cause:
        raise _unreadable(path) from cause
    samples = np.frombuffer(sound.samples, np.int16)
    samples = samples[: LONGEST_S * sound.sample_rate * sound.nchannels]
    mono = to_pcm(samples.reshape(-1, sound.nchannels).mean(axis=1, dtype=np.float32))
    return resample(mono, sound.sample_rate, rate_hz).astype("<i2").tobytes()


def _unreadable(path: Path) -> AudioError:
    return AudioError(
        Phrase(
            vi="Không đọc được tệp âm thanh {path}", en="Cannot read the sound file {path}"
        ).fill(path=path),
        hint=Phrase(
            vi="Hãy xem tệp có đó và là WAV, MP3, FLAC hay Ogg không.",
            en="See that it is there and is WAV, MP3, FLAC or Ogg.",
        ),
    )


def save_clip(clip: Clip, path: Path, *, ffmpeg: Path | None = None) -> None:
    """Write a clip in the format its file name ends with.

    WAV and MP3 are written by docbao itself; `.flac`, `.ogg`, `.opus`, `.m4a` and others that
    pydub hands to ffmpeg want ffmpeg.

    Raises:
        AudioError: The file could not be written, or ffmpeg is wanted and not there, or cannot
            write that format.
    """
    kind = path.suffix.lower().removeprefix(".")
    if kind == "mp3":
        pcm, rate_hz = read_clip(clip)
        with draft(path) as file:
            encoder = Mp3Encoder(file, rate_hz=rate_hz, bitrate_kbps=_MP3_KBPS, quality=2)
            encoder.write(pcm)
            encoder.close()
        return
    segment = _segment(clip)
    buffer = io.BytesIO()
    if kind == "wav":
        segment.export(buffer, format="wav")
    else:
        _export(segment, buffer, kind, find_ffmpeg(ffmpeg))
    write_whole(path, buffer.getvalue())


def _export(segment: Any, buffer: io.BytesIO, kind: str, ffmpeg: Path) -> None:
    pydub = _pydub()
    # The file names of some formats are not the names ffmpeg has for them.
    container = {"m4a": "ipod", "oga": "ogg"}.get(kind, kind)
    segment.__class__.converter = str(ffmpeg)
    try:
        segment.export(buffer, format=container)
    except (pydub.exceptions.CouldntEncodeError, OSError) as cause:
        raise AudioError(
            Phrase(
                vi="ffmpeg không ghi được định dạng “{kind}”",
                en="ffmpeg cannot write the format “{kind}”",
            ).fill(kind=kind),
            hint=Phrase(vi="Hãy chọn WAV, MP3, FLAC hoặc Ogg.", en="Choose WAV, MP3, FLAC or Ogg."),
        ) from cause


def lay_under(
    voice: Clip, bed: Clip, *, bed_db: float = -18.0, lead_ms: int = 0, fade_ms: int = 500
) -> Clip:
    """`voice` over `bed`, which is repeated or cut to its length.

    Args:
        voice: What must be understood; unchanged.
        bed: Music or noise, at any rate.
        bed_db: What is added to the bed's level, in decibels.
        lead_ms: How long the bed is heard before the voice begins, and after it ends.
        fade_ms: Over which the bed comes and goes.
    """
    over = _segment(voice)
    under = _segment(_at_rate(bed, voice.rate_hz)) + bed_db
    length_ms = len(over) + 2 * lead_ms
    times = -(-length_ms // max(1, len(under)))
    eased = min(fade_ms, length_ms // 2)
    ground = (under * times)[:length_ms].fade_in(eased).fade_out(eased)
    return _clip(ground.overlay(over, position=lead_ms))


def crossfade(first: Clip, second: Clip, duration_ms: int) -> Clip:
    """`first` going over into `second`, both heard together for `duration_ms` at most."""
    left, right = _segment(first), _segment(_at_rate(second, first.rate_hz))
    together = min(duration_ms, len(left), len(right))
    return _clip(left.append(right, crossfade=together))


def fade(clip: Clip, *, in_ms: int = 0, out_ms: int = 0) -> Clip:
    """`clip` coming up from silence and going back into it."""
    segment = _segment(clip)
    return _clip(segment.fade_in(min(in_ms, len(segment))).fade_out(min(out_ms, len(segment))))


def _at_rate(clip: Clip, rate_hz: int) -> Clip:
    pcm, from_hz = read_clip(clip)
    return Clip(resample(pcm, from_hz, rate_hz).astype("<i2").tobytes(), rate_hz)


def _segment(clip: Clip) -> Any:
    pcm, rate_hz = read_clip(clip)
    return _pydub().AudioSegment(
        pcm.astype("<i2").tobytes(), sample_width=2, frame_rate=rate_hz, channels=1
    )


def _clip(segment: Any) -> Clip:
    return Clip(segment.raw_data, segment.frame_rate)


def _pydub() -> Any:
    """Pydub, without what it says at import: that there is no ffmpeg, and that audioop is old."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pydub  # noqa: PLC0415 - heavy, and heard of only by those who mix
        import pydub.exceptions  # noqa: PLC0415 - as above

    return pydub
