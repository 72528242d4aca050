"""A performance made into a finished recording: joined, at its loudness, encoded, tagged, whole.

It is heard twice. The first time, while clips are still being spoken, its energies and peaks are
taken down; the second time it is encoded, with the gain that those call for. Then the finished
file is decoded and measured, for it is the file that must keep the target; it does, unless the
codec surprises, and then it is encoded once more with what was learnt.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sized
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final, Protocol

from docbao.audio.assemble import Assembly, Part
from docbao.audio.codec import Mp3Encoder, encoder_gain, stream_mp3
from docbao.audio.drafts import draft
from docbao.audio.loudness import LoudnessMeter
from docbao.audio.peaks import Over, TruePeakMeter, amplitude
from docbao.audio.presets import Preset
from docbao.audio.survey import Progress, Survey, hear, render, scaled
from docbao.audio.tags import Tags, render_tags
from docbao.errors import AudioError
from docbao.i18n import Phrase
from docbao.model import Cue

TOLERANCE_LU: Final = 0.5
"""How far a finished file may be from the loudness it can reach (EBU R 128)."""

_ROUNDING_DB: Final = 0.01
"""So that what is told, rounded, is within the ceiling too."""

_CODEC_MARGIN_DB: Final = 1.6
"""Kept below the ceiling: coding at a low bit rate raises peaks by so much and seldom more."""

_MANY: Final = 0.02
"""Part of the sound above the ceiling from which on it is the sound, not a moment of it."""

_EXTRA_MARGIN_DB: Final = 0.3
_MOST_CORRECTIONS: Final = 3
_LOCAL_CORRECTIONS: Final = 2
"""How often single moments are pressed; in noise, others then rise, and all must come down."""

_LENGTH_SLACK: Final = 4 * 1152
"""Samples by which decoders differ: those that know nothing of the info frame keep the run-in."""

_HEARD_SHARE: Final = 0.7
_ENCODED_SHARE: Final = 0.95
"""Parts of the work done after the first hearing and after encoding: speaking is the most."""


class Performance(Protocol):
    """The parts of a recording in order; can be heard more than once, and is the same each time.

    The first hearing may still speak and keep each clip; later ones take what was kept. One that
    knows its number of parts (`__len__`) lets progress be told from the start.
    """

    def __iter__(self) -> Iterator[Part]:
        """Begin a hearing."""
        ...


@dataclass(frozen=True, slots=True)
class Mastered:
    """A finished recording, and what was measured of the file itself."""

    path: Path
    duration_ms: int
    size_bytes: int
    loudness_lufs: float
    """Integrated; -70 for silence."""
    true_peak_dbtp: float
    cues: tuple[Cue, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Measured:
    """What a finished file sounds like."""

    length: int
    """In samples."""
    loudness_lufs: float
    true_peak_dbtp: float
    overs: tuple[Over, ...] = field(default=(), repr=False)
    """Stretches above the ceiling that was asked about."""


def master(  # noqa: PLR0913 - what, where and how; the rest have defaults
    performance: Iterable[Part],
    out: Path,
    *,
    preset: Preset,
    tags: Tags,
    progress: Progress | None = None,
    before_move: Callable[[Mastered], None] | None = None,
) -> Mastered:
    """Make `performance` (heard more than once) the finished MP3 `out`.

    The same performance, preset and tags give the same bytes.

    Args:
        performance: What is to be heard.
        out: The file.
        preset: The sound it is to have.
        tags: What players show of it.
        progress: Told shares of the work, 0 to 1.
        before_move: Called when the file is whole but not yet at `out`: what must be there
            before it (its cues) is written here, so that a finished MP3 is always complete.

    Raises:
        AudioError: There is nothing to hear, a clip is damaged, or the file cannot be written;
            what stood at `out` then still stands there.
    """
    tell = progress or _tell_nobody
    assembly = Assembly(
        _Followed(performance, tell),
        rate_hz=preset.rate_hz,
        max_rate_hz=preset.max_rate_hz,
        clip_lufs=preset.clip_lufs,
    )
    with draft(out) as file:  # before the first hearing: a full disk is better known early
        survey = hear(assembly)
        tell(_HEARD_SHARE)
        file.write(render_tags(tags, survey.cues, survey.duration_ms))
        measured = _encode(assembly, survey, file, preset=preset, tell=tell)
        mastered = Mastered(
            path=out,
            duration_ms=survey.duration_ms,
            size_bytes=file.seek(0, 2),
            loudness_lufs=round(measured.loudness_lufs, 2),
            true_peak_dbtp=round(measured.true_peak_dbtp, 2),
            cues=survey.cues,
        )
        if before_move is not None:
            before_move(mastered)
    tell(1.0)
    return mastered


def measure(path: Path, rate_hz: int, *, ceiling: float = math.inf) -> Measured:
    """Decode and measure a mono MP3 of any length, noting what is above `ceiling` (full scale 1).

    Raises:
        AudioError: It cannot be read as MP3.
    """
    meter, peak = LoudnessMeter(rate_hz), TruePeakMeter(rate_hz, ceiling=ceiling)
    length = 0
    for block in stream_mp3(path):
        length += block.size
        samples = scaled(block)
        meter.add(samples)
        peak.add(samples)
    highest_dbtp = peak.dbtp  # looks at the very end, too
    return Measured(length, meter.integrated_lufs, highest_dbtp, tuple(peak.overs))


def _encode(
    assembly: Assembly, survey: Survey, file: BinaryIO, *, preset: Preset, tell: Progress
) -> Measured:
    """Encode, measure, and encode again while the file is not what it can be."""
    start = file.tell()
    loss = encoder_gain(survey.rate_hz, preset.bitrate_kbps, preset.quality)
    aim_lufs, limit = preset.target_lufs, amplitude(preset.ceiling_dbtp - _ROUNDING_DB)
    ceiling = amplitude(preset.ceiling_dbtp - _CODEC_MARGIN_DB)
    tallest = survey.tallest  # before it is made out to be higher
    for correction in range(_MOST_CORRECTIONS + 1):
        gain, expected_lufs = survey.gain_for(aim_lufs, ceiling)
        file.seek(start)
        file.truncate()
        encoder = Mp3Encoder(
            file,
            rate_hz=survey.rate_hz,
            bitrate_kbps=preset.bitrate_kbps,
            quality=preset.quality,
        )
        for block in render(assembly, survey, gain=gain / loss, ceiling=ceiling / loss):
            encoder.write(block)
        encoder.close()
        file.flush()
        tell(_ENCODED_SHARE)
        measured = measure(Path(file.name), survey.rate_hz, ceiling=limit)
        _check_whole(measured, survey)
        lost_lu = expected_lufs - measured.loudness_lufs
        right = abs(lost_lu - (aim_lufs - preset.target_lufs)) <= TOLERANCE_LU
        if correction == _MOST_CORRECTIONS or (right and not measured.overs):
            break
        if not right:
            aim_lufs = preset.target_lufs + lost_lu
        by = amplitude(_EXTRA_MARGIN_DB) / limit
        high = sum(over.stop - over.start for over in measured.overs) / survey.length
        if high > _MANY or (high and correction >= _LOCAL_CORRECTIONS):
            ceiling = min(ceiling, tallest * gain) / (amplitude(measured.true_peak_dbtp) * by)
        else:
            # Held down only where the codec rose: a lower ceiling for all would cost loudness.
            survey = survey.pressed(measured.overs, gain=gain, ceiling=ceiling, by=by)
    return measured


def _check_whole(measured: Measured, survey: Survey) -> None:
    if abs(measured.length - survey.length) > _LENGTH_SLACK:
        raise AudioError(
            Phrase(
                vi="Tệp MP3 vừa làm dài {got} mẫu thay vì {wanted}",
                en="The MP3 just made is {got} samples long, not {wanted}",
            ).fill(got=measured.length, wanted=survey.length),
            hint=Phrase(
                vi="Hãy chạy lại; nếu vẫn thế, xem lại ổ đĩa.",
                en="Run again; if it stays so, check the disk.",
            ),
        )


class _Followed:
    """A performance whose first hearing is told as progress, where its number of parts is known."""

    def __init__(self, performance: Iterable[Part], tell: Progress) -> None:
        self._performance = performance
        self._tell = tell
        self._heard = False

    def __iter__(self) -> Iterator[Part]:
        count = len(self._performance) if isinstance(self._performance, Sized) else 0
        for number, part in enumerate(self._performance):
            if count and not self._heard:
                self._tell(_HEARD_SHARE * number / count)
            yield part
        self._heard = True


def _tell_nobody(_: float) -> None:
    """Progress nobody asked for."""
