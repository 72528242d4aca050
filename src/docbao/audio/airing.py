"""Joined sound made ready for the air: at its loudness, in one file or cut into several.

MP3 is heard again as it is encoded, since the codec moves loudness and peaks a little; WAV and
FLAC hold just the samples that were measured on their way in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, Literal

import numpy as np

from docbao.audio.broadcast import Broadcast
from docbao.audio.codec import Encoder, Pcm, encoder_gain
from docbao.audio.drafts import draft
from docbao.audio.flac import FlacEncoder
from docbao.audio.levels import LevelMeter, Levels
from docbao.audio.loudness import SILENCE_LUFS
from docbao.audio.meanwhile import HeardMp3Encoder, ahead
from docbao.audio.peaks import amplitude
from docbao.audio.survey import Heard, Progress, Survey, hear, render
from docbao.audio.tags import Tags, render_tags
from docbao.audio.wav import WavEncoder

Format = Literal["mp3", "wav", "flac"]

RATES_HZ: Final = {"mp3": 44_100, "wav": 48_000, "flac": 48_000}
"""What stations take: MP3 at 44.1 kHz, sound without loss at 48."""

TOLERANCE_LU: Final = 0.2
_KBPS: Final = 192
_QUALITY: Final = 7
"""LAME's effort. At 192 kbps one voice has bits to spare: what 5 takes 1.4 times as long for comes
out no nearer to what went in (signal to error 60, 50, 44 and 41 dB in four bands, either way)."""
_MOST_CORRECTIONS: Final = 3
_MARGINS_DB: Final = {"mp3": 0.6, "wav": 0.4, "flac": 0.4}
"""Kept below the ceiling: true peaks lie above samples, and MP3 at 192 kbps moves them a little."""


@dataclass(frozen=True, slots=True)
class Cut:
    """One file: a stretch of the sound, and what it says of itself."""

    path: Path
    start: int
    stop: int
    """In samples."""
    about: Broadcast
    tags: Tags


@dataclass(frozen=True, slots=True)
class Aired:
    """A finished file, and what was measured of it."""

    path: Path
    length: int
    """In samples."""
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Airing:
    """All files of one sound, and how loud they are together."""

    files: tuple[Aired, ...]
    rate_hz: int
    levels: Levels


def air(  # noqa: PLR0913 - all but two are named
    sound: Heard,
    cuts: Sequence[Cut],
    *,
    form: Format,
    target_lufs: float,
    ceiling_dbtp: float,
    ffmpeg: Path | None = None,
    progress: Progress | None = None,
) -> Airing:
    """Write `sound` as the files of `cuts`, which follow each other without a gap.

    The same sound gives the same bytes.

    Args:
        sound: Heard twice at least; at the rate its format wants (`RATES_HZ`).
        cuts: One, or one for each item.
        form: Of the files.
        target_lufs: Loudness of all of it together (ITU-R BS.1770-4).
        ceiling_dbtp: No true peak lies above it.
        ffmpeg: For FLAC; looked for when not given.
        progress: Told shares of the work, 0 to 1.

    Raises:
        AudioError: A file cannot be written; those that stood there still stand.
    """
    tell = progress or (lambda _: None)
    with ExitStack() as drafts:
        files = [drafts.enter_context(draft(cut.path)) for cut in cuts]
        survey = hear(sound)
        tell(0.2)
        bench = _Bench(sound, survey, cuts, files, form, ffmpeg)
        levels = _reach(bench, target_lufs, ceiling_dbtp, tell)
        done = tuple(
            Aired(cut.path, cut.stop - cut.start, file.seek(0, 2))
            for cut, file in zip(cuts, files, strict=True)
        )
        airing = Airing(done, survey.rate_hz, levels)
    tell(1.0)
    return airing


def _reach(bench: _Bench, target_lufs: float, ceiling_dbtp: float, tell: Progress) -> Levels:
    """Write, measure, and write again while loudness or peaks are not what they can be."""
    survey = bench.survey
    aim_lufs, ceiling = target_lufs, amplitude(ceiling_dbtp - _MARGINS_DB[bench.form])
    for correction in range(_MOST_CORRECTIONS + 1):
        gain, expected_lufs = survey.gain_for(aim_lufs, ceiling)
        levels = bench.write(gain, ceiling)
        tell(0.9)
        lost_lu = levels.integrated_lufs - expected_lufs
        off = levels.integrated_lufs - target_lufs
        silent = levels.integrated_lufs <= SILENCE_LUFS
        near = silent or abs(off) <= TOLERANCE_LU / 2
        # Where the limiter already gives all it can, a further try would only repeat it.
        stuck = expected_lufs < aim_lufs - TOLERANCE_LU and abs(lost_lu) <= TOLERANCE_LU / 2
        over_db = levels.true_peak_dbtp - ceiling_dbtp
        if correction == _MOST_CORRECTIONS or ((near or stuck) and over_db <= 0):
            break
        if not near and not stuck:
            aim_lufs -= off
        if over_db > 0:
            ceiling *= amplitude(-over_db - 0.1)
    return levels


@dataclass(slots=True)
class _Bench:
    """The files being written, again and again if need be."""

    sound: Heard
    survey: Survey
    cuts: Sequence[Cut]
    files: Sequence[BinaryIO]
    form: Format
    ffmpeg: Path | None

    def write(self, gain: float, ceiling: float) -> Levels:
        """Write every file from its beginning; how loud all are together."""
        meter = LevelMeter(self.survey.rate_hz)
        loss = 1.0
        if self.form == "mp3":
            loss = encoder_gain(self.survey.rate_hz, _KBPS, _QUALITY)
        blocks = render(self.sound, self.survey, gain=gain / loss, ceiling=ceiling / loss)
        pieces = _cut_up(blocks, [cut.stop for cut in self.cuts])
        for cut, file, stretch in zip(self.cuts, self.files, pieces, strict=True):
            self._write_one(cut, file, stretch, meter)
        return meter.levels

    def _write_one(
        self, cut: Cut, file: BinaryIO, stretch: Iterator[Pcm], meter: LevelMeter
    ) -> None:
        file.seek(0)
        file.truncate()
        encoder = self._encoder(cut, file, meter)
        try:
            # The next samples are made ready while the encoder is at work on these.
            with closing(ahead(stretch)) as blocks:
                for block in blocks:
                    encoder.write(block)
                    if self.form != "mp3":
                        meter.add(block)
            encoder.close()
        finally:
            if isinstance(encoder, FlacEncoder | HeardMp3Encoder):
                encoder.abandon()
        file.flush()

    def _encoder(self, cut: Cut, file: BinaryIO, meter: LevelMeter) -> Encoder:
        rate_hz = self.survey.rate_hz
        if self.form == "wav":
            own = meter if len(self.cuts) == 1 else None  # what is measured for all, is for one
            return WavEncoder(file, rate_hz=rate_hz, about=cut.about, meter=own)
        if self.form == "flac":
            return FlacEncoder(file, rate_hz=rate_hz, about=cut.about, ffmpeg=self.ffmpeg)
        length_ms = round((cut.stop - cut.start) * 1000 / rate_hz)
        cues = self.survey.cues if len(self.cuts) == 1 else ()
        file.write(render_tags(cut.tags, cues, length_ms))
        return HeardMp3Encoder(
            file, rate_hz=rate_hz, bitrate_kbps=_KBPS, quality=_QUALITY, meter=meter
        )


def _cut_up(blocks: Iterator[Pcm], stops: Sequence[int]) -> Iterator[Iterator[Pcm]]:
    """For each stop, in turn, the samples up to it; each must be used up before the next."""
    held: list[Pcm] = []
    place = 0

    def until(stop: int) -> Iterator[Pcm]:
        nonlocal place
        while place < stop:
            block = held.pop() if held else next(blocks)
            if place + block.size > stop:
                held.append(block[stop - place :])
                block = block[: stop - place]
            place += block.size
            yield np.ascontiguousarray(block)

    for stop in stops:
        yield until(stop)
    for _ in blocks:  # runs it to its end, where it checks that nothing was lost
        pass
