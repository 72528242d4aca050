"""The parts of a recording joined: trimmed, paused, all at one rate, each with its place in time.

Parts stream through; nothing longer than one clip is held.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

import numpy as np

from docbao.audio.codec import FULL_SCALE, Pcm, read_clip, to_pcm
from docbao.audio.infoframe import LEGAL_RATES_HZ
from docbao.audio.loudness import SILENCE_LUFS, LoudnessMeter
from docbao.audio.resample import resample
from docbao.errors import AudioError
from docbao.i18n import Phrase
from docbao.model import Cue, Mark, Pause, Utterance, Voiced

Part = Voiced | Pause
"""What a recording is made of."""

QUIET_DBFS: Final = -50.0
"""What lies below this at either end of a clip is the engine's silence, not speech."""

_QUIET_BELOW_PEAK_DB: Final = -45.0
"""In a quiet clip, quiet is what lies this far below its highest sample."""

_KEEP_BEFORE_MS: Final = 10
"""Kept before the first loud sample: the breath of an h or ph begins below the threshold."""

_KEEP_AFTER_MS: Final = 40
"""Kept after the last one: a voice dies away."""

_FADE_MS: Final = 3
_OFFSET_STEPS: Final = 32
"""A constant offset from here on (-60 dBFS) is taken out: it would click at every joint."""

_PAUSE_BLOCK_S: Final = 10


def trim(pcm: Pcm, rate_hz: int) -> tuple[Pcm, int]:
    """`pcm` without the engine's silence at its ends, eased in and out so that nothing clicks.

    Never cuts into what is louder than `QUIET_DBFS`, nor, in a quiet clip, than 45 dB below its
    highest sample. A clip that is quiet throughout keeps its first 50 ms.

    Returns:
        The samples, and how many were taken from the front.
    """
    offset = int(np.rint(pcm.mean(dtype=np.float64)))
    if abs(offset) >= _OFFSET_STEPS:
        pcm = to_pcm(pcm - np.float32(offset))
    highest = max(int(pcm.max()), -int(pcm.min()))
    quiet = min(FULL_SCALE * 10 ** (QUIET_DBFS / 20), highest * 10 ** (_QUIET_BELOW_PEAK_DB / 20))
    level = max(1, int(quiet))
    before, after = (rate_hz * kept // 1000 for kept in (_KEEP_BEFORE_MS, _KEEP_AFTER_MS))
    loud = np.flatnonzero((pcm > level) | (pcm < -level)) if highest > 1 else np.empty(0, np.intp)
    if loud.size:
        start = max(0, int(loud[0]) - before)
        stop = min(pcm.size, int(loud[-1]) + 1 + after)
    else:
        start, stop = 0, min(pcm.size, before + after)
    return _eased(pcm[start:stop], rate_hz), start


def _eased(pcm: Pcm, rate_hz: int) -> Pcm:
    length = min(rate_hz * _FADE_MS // 1000, pcm.size // 2)
    if not length:
        return pcm
    rise = 0.5 - 0.5 * np.cos(np.pi * np.arange(length) / length)
    eased = pcm.copy()
    eased[:length] = np.rint(pcm[:length] * rise)
    eased[-length:] = np.rint(pcm[-length:] * rise[::-1])
    return eased


def level_clip(pcm: Pcm, rate_hz: int, target_lufs: float) -> Pcm:
    """`pcm` as loud as `target_lufs`, or as near as its peaks allow; silence stays silence."""
    meter = LoudnessMeter(rate_hz)
    meter.add(pcm.astype(np.float32) / np.float32(FULL_SCALE))
    now = meter.integrated_lufs
    if now <= SILENCE_LUFS:
        return pcm
    highest = max(int(pcm.max()), -int(pcm.min()), 1)
    gain = min(10 ** ((target_lufs - now) / 20), (FULL_SCALE - 1) / highest)
    return to_pcm(pcm * np.float32(gain))


def sound_of(part: Voiced, rate_hz: int) -> tuple[Pcm, tuple[Mark, ...]]:
    """One clip trimmed and at `rate_hz`, and its word marks, from its first sample on.

    Raises:
        AudioError: The clip is empty or damaged; the message quotes its text.
    """
    pcm, clip_hz = _read(part)
    return _fitted(part, pcm, clip_hz, rate_hz)


def _read(part: Voiced) -> tuple[Pcm, int]:
    try:
        return read_clip(part.clip)
    except AudioError as cause:
        raise _about(part.utterance, cause) from cause


def _fitted(part: Voiced, pcm: Pcm, clip_hz: int, rate_hz: int) -> tuple[Pcm, tuple[Mark, ...]]:
    trimmed, cut = trim(pcm, clip_hz)
    cut_ms, end_ms = cut * 1000 / clip_hz, trimmed.size * 1000 / clip_hz
    words = tuple(
        replace(mark, time_ms=min(max(mark.time_ms - cut_ms, 0.0), end_ms))
        for mark in part.clip.marks
        if mark.kind == "word"
    )
    return resample(trimmed, clip_hz, rate_hz), words


class Assembly:
    """The joined sound of some parts; iterating gives its samples and fills in the cues.

    `cues` and `length` are those of the last iteration, complete when it has ended.
    """

    def __init__(
        self,
        parts: Iterable[Part],
        *,
        rate_hz: int | None = None,
        max_rate_hz: int = LEGAL_RATES_HZ[-1],
        clip_lufs: float | None = None,
    ) -> None:
        self._parts = parts
        self._asked_hz = rate_hz
        self._max_rate_hz = max_rate_hz
        self._clip_lufs = clip_lufs
        self.rate_hz = rate_hz or max_rate_hz
        """Of the samples given; that of the first clip, known once it has been given."""
        self.cues: list[Cue] = []
        self.length = 0
        """In samples."""

    def __iter__(self) -> Iterator[Pcm]:
        """The samples of each clip and pause, in order.

        Raises:
            AudioError: A clip is empty or damaged (the message quotes its text), or there is no
                clip at all.
        """
        self.cues, self.length = [], 0
        waiting_ms = 0
        for part in self._parts:
            if isinstance(part, Pause):
                waiting_ms += part.duration_ms
                continue
            pcm, words = self._sound(part)
            yield from self._silence(waiting_ms)
            waiting_ms = 0
            self.cues.append(self._cue(part.utterance, pcm.size, words))
            self.length += pcm.size
            yield pcm
        if not self.cues:
            raise AudioError(
                Phrase(vi="Không có gì để đọc thành tiếng", en="There is nothing to be heard"),
                hint=Phrase(
                    vi="Hãy xem bài có chữ nào không: docbao show.",
                    en="See whether the article holds any text: docbao show.",
                ),
            )
        yield from self._silence(waiting_ms)

    def _sound(self, part: Voiced) -> tuple[Pcm, tuple[Mark, ...]]:
        pcm, clip_hz = _read(part)
        if not self.cues and self._asked_hz is None:
            self.rate_hz = _nearest_legal(clip_hz, self._max_rate_hz)
        sound, words = _fitted(part, pcm, clip_hz, self.rate_hz)
        if self._clip_lufs is not None:
            sound = level_clip(sound, self.rate_hz, self._clip_lufs)
        return sound, words

    def _cue(self, utterance: Utterance, length: int, words: tuple[Mark, ...]) -> Cue:
        start_ms = self.length * 1000 / self.rate_hz
        return Cue(
            start_ms=round(start_ms),
            end_ms=round((self.length + length) * 1000 / self.rate_hz),
            utterance=utterance,
            words=tuple(replace(mark, time_ms=round(start_ms + mark.time_ms, 3)) for mark in words),
        )

    def _silence(self, duration_ms: int) -> Iterator[Pcm]:
        left = round(duration_ms * self.rate_hz / 1000)
        while left > 0:
            block = min(left, self.rate_hz * _PAUSE_BLOCK_S)
            self.length += block
            left -= block
            yield np.zeros(block, np.int16)


def _nearest_legal(clip_hz: int, most_hz: int) -> int:
    """The clip's own rate where an MP3 may have it, else the lowest that loses nothing."""
    legal = [rate for rate in LEGAL_RATES_HZ if 16_000 <= rate <= most_hz]
    return next((rate for rate in legal if rate >= clip_hz), legal[-1])


def _about(utterance: Utterance, cause: AudioError) -> AudioError:
    quoted = utterance.text if len(utterance.text) <= 60 else utterance.text[:59] + "…"
    return AudioError(
        Phrase(vi="{what}. Câu: “{text}”", en="{what}. Sentence: “{text}”").fill(
            what=cause.message, text=quoted
        ),
        hint=cause.hint,
    )


def in_blocks(pieces: Iterable[Pcm], length: int) -> Iterator[Pcm]:
    """The same samples in blocks of `length`; only the last may be shorter."""
    held: list[Pcm] = []
    size = 0
    for piece in pieces:
        held.append(piece)
        size += piece.size
        while size >= length:
            joined = np.concatenate(held)
            yield joined[:length]
            held = [joined[length:]]
            size -= length
    if size:
        yield np.concatenate(held)
