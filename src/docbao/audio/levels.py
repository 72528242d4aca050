"""All a station asks about the loudness of a programme: EBU R 128, Tech 3341 and Tech 3342."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from docbao.audio.codec import FULL_SCALE, Pcm
from docbao.audio.loudness import (
    SILENCE_LUFS,
    Energies,
    LoudnessMeter,
    energy,
    integrated_lufs,
    loudness,
)
from docbao.audio.peaks import TruePeakMeter

_MOMENTARY_HOPS: Final = 4  # 400 ms (Tech 3341, 2.1)
_SHORT_TERM_HOPS: Final = 30  # 3 s (Tech 3341, 2.2)
_RANGE_GATE_LU: Final = -20.0  # Tech 3342, 3.1
_RANGE_PERCENTILES: Final = (10, 95)


@dataclass(frozen=True, slots=True)
class Levels:
    """What a meter says of a finished sound."""

    integrated_lufs: float
    """-70 for silence."""
    range_lu: float
    """Loudness range; 0 for sound too short or too even to have one."""
    momentary_lufs: float
    """The loudest 400 ms."""
    short_term_lufs: float
    """The loudest 3 s."""
    true_peak_dbtp: float


class LevelMeter:
    """Measures sound that comes piece by piece."""

    def __init__(self, rate_hz: int) -> None:
        self._loudness = LoudnessMeter(rate_hz)
        self._peak = TruePeakMeter(rate_hz)
        self.length = 0
        """Samples heard so far."""

    def add(self, pcm: Pcm) -> None:
        """Take the next samples."""
        samples = pcm * np.float32(1 / FULL_SCALE)
        self._loudness.add(samples)
        self._peak.add(samples)
        self.length += pcm.size

    @property
    def levels(self) -> Levels:
        """Of all that was added."""
        hops = self._loudness.hops
        return Levels(
            integrated_lufs=integrated_lufs(hops),
            range_lu=range_lu(hops),
            momentary_lufs=_highest(hops, _MOMENTARY_HOPS),
            short_term_lufs=_highest(hops, _SHORT_TERM_HOPS),
            true_peak_dbtp=self._peak.dbtp,
        )


def range_lu(hops: Energies) -> float:
    """The loudness range of a sound: between its soft and its loud stretches of 3 s."""
    blocks = _means(hops, _SHORT_TERM_HOPS)
    heard = blocks[blocks > energy(SILENCE_LUFS)]
    if not heard.size:
        return 0.0
    gate = energy(loudness(float(heard.mean())) + _RANGE_GATE_LU)
    kept = -0.691 + 10 * np.log10(heard[heard > gate])
    low, high = np.percentile(kept, _RANGE_PERCENTILES)
    return float(high - low)


def _highest(hops: Energies, width: int) -> float:
    highest = float(_means(hops, width).max(initial=0.0))
    return max(SILENCE_LUFS, loudness(highest)) if highest > 0 else SILENCE_LUFS


def _means(hops: Energies, width: int) -> npt.NDArray[np.float64]:
    """Means over every `width` hops; over all of them where there are fewer."""
    width = min(width, hops.size)
    if not width:
        return np.empty(0)
    sums = np.concatenate(([0.0], np.cumsum(hops)))
    means: npt.NDArray[np.float64] = np.maximum(sums[width:] - sums[:-width], 0.0) / width
    return means
