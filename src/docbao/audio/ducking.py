"""Music that makes room for a voice: down before it speaks, up again when it is silent.

The whole voice is known before the first sample of the bed is laid, so the bed begins to sink
ahead of the first word instead of after it, as a compressor on the air must.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from docbao.audio.assemble import level_clip
from docbao.audio.codec import FULL_SCALE, Pcm, to_pcm

_SLOT_MS: Final = 10
_SPEAKING_DBFS: Final = -45.0
"""A slot whose root mean square is above this holds speech."""

_SEAM_MS: Final = 250
"""Over which the bed's end goes over into its beginning when it is repeated."""

Gains = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ducking:
    """How a bed behaves beside a voice."""

    bed_lu: float = -8.0
    """Loudness of the bed alone, against that of the programme."""
    duck_db: float = -12.0
    """How much lower it is while the voice speaks."""
    attack_ms: int = 250
    """How long before a word the bed begins to sink."""
    hold_ms: int = 700
    """How long it stays down after one, so that it does not pump between sentences."""
    release_ms: int = 900
    """How long it takes to come up again."""
    fade_ms: int = 1000
    """Over which it comes at the beginning and goes at the end."""


def duck(voice: Pcm, bed: Pcm, rate_hz: int, *, lufs: float, manner: Ducking | None = None) -> Pcm:
    """`voice` over `bed`, which is repeated or cut to its length.

    The same sound in gives the same samples out.

    Args:
        voice: What must be understood, with silence where the bed is to be heard alone.
        bed: Music or noise, not empty, at the same rate.
        rate_hz: Of both.
        lufs: Loudness of the programme.
        manner: How the bed behaves.
    """
    manner = manner or Ducking()
    ground = lay_out(level_clip(bed, rate_hz, lufs + manner.bed_lu), voice.size, rate_hz)
    slot = rate_hz * _SLOT_MS // 1000
    gains = _bed_gains(voice, slot, manner)
    times = np.arange(voice.size, dtype=np.float32) / np.float32(slot)
    curve = np.interp(times, np.arange(gains.size), gains).astype(np.float32)
    eased = min(rate_hz * manner.fade_ms // 1000, voice.size // 2)
    if eased:
        rise = (np.sin(np.linspace(0, np.pi / 2, eased)) ** 2).astype(np.float32)
        curve[:eased] *= rise
        curve[-eased:] *= rise[::-1]
    return to_pcm(voice + ground * curve)


def _bed_gains(voice: Pcm, slot: int, manner: Ducking) -> Gains:
    """The bed's gain at the edges of the voice's slots."""
    speaking = _speaking(voice, slot)
    attack, hold, release = (
        max(1, ms // _SLOT_MS) for ms in (manner.attack_ms, manner.hold_ms, manner.release_ms)
    )
    # Down while anything is spoken within the attack ahead, or was within the hold behind.
    down = np.zeros(speaking.size + 1, bool)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], speaking.view(np.int8), [0]))))
    for edge in edges.tolist():
        down[max(0, edge - attack) : edge + hold] = True
    down[:-1] |= speaking
    # From there the level in dB goes in straight lines, as a fader is drawn.
    level, levels = 0.0, np.empty(down.size)
    fall, rise = -manner.duck_db / attack, -manner.duck_db / release
    for place, low in enumerate(down):
        level = max(manner.duck_db, level - fall) if low else min(0.0, level + rise)
        levels[place] = level
    gains: Gains = 10 ** (levels / 20)
    return gains


def _speaking(voice: Pcm, slot: int) -> npt.NDArray[np.bool_]:
    count = -(-voice.size // slot)
    padded = np.zeros(count * slot, np.float32)
    padded[: voice.size] = voice
    power = np.square(padded.reshape(count, slot)).mean(axis=1)
    speaking: npt.NDArray[np.bool_] = power > (FULL_SCALE * 10 ** (_SPEAKING_DBFS / 20)) ** 2
    return speaking


def lay_out(bed: Pcm, length: int, rate_hz: int) -> Pcm:
    """`bed` cut to `length`, or repeated with its end going over into its beginning."""
    if bed.size >= length:
        return bed[:length]
    seam = min(rate_hz * _SEAM_MS // 1000, bed.size // 4)
    ramp = np.linspace(0, 1, seam, endpoint=False, dtype=np.float32)
    turn = to_pcm(bed[bed.size - seam :] * (1 - ramp) + bed[:seam] * ramp)
    body = bed[seam : bed.size - seam]
    pieces, size = [bed[: bed.size - seam]], bed.size - seam
    while size < length:
        pieces += [turn, body]
        size += seam + body.size
    return np.concatenate(pieces)[:length]
