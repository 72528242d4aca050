"""Loudness as ITU-R BS.1770-4 measures it, of sound of any length, as it streams by.

The K-weighted energy of each tenth of a second is taken from its spectrum: by Parseval's theorem
the sum of weighted squared bins is the energy of the filtered samples, but for what the filter
carries over the seams, which is under 0.02 LU for speech and exactly nothing for whole numbers of
periods. That needs one transform where filtering would need two, and no loop over samples.
"""

from __future__ import annotations

import functools
import math
from typing import Final

import numpy as np
import numpy.typing as npt

SILENCE_LUFS: Final = -70.0
"""Given for sound that never rises above the absolute gate (BS.1770-4, annex 1)."""

_OFFSET_LUFS: Final = -0.691  # BS.1770-4, annex 1: makes 997 Hz at 0 dBFS read -3.01
_RELATIVE_GATE_LU: Final = -10.0
_GATING_HOPS: Final = 4  # 400 ms blocks, 75 % overlap

# Biquads of BS.1770-4, annex 1, tables 1 and 2, for 48 kHz: (b0, b1, b2), (1, a1, a2).
_SHELF: Final = (
    (1.53512485958697, -2.69169618940638, 1.19839281085285),
    (1.0, -1.69065929318241, 0.73248077421585),
)
_HIGH_PASS: Final = ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621))

Energies = npt.NDArray[np.float64]
"""K-weighted mean squares, one for each tenth of a second; full scale is 1."""


def hop_length(rate_hz: int) -> int:
    """Samples in a tenth of a second, the step of the gating blocks."""
    return round(rate_hz / 10)


@functools.cache
def _weights(rate_hz: int) -> npt.NDArray[np.float32]:
    """What the squares of the real and imaginary parts of a hop's spectrum are worth, in turn.

    The standard gives its filters for 48 kHz alone; their response is read off at each bin's
    frequency, so that every rate is weighted by the very same curve. A square is the filter's
    gain squared, times two for the half of the spectrum not computed, over the length squared.
    """
    hop = hop_length(rate_hz)
    frequencies = np.arange(hop // 2 + 1) * (rate_hz / hop)
    z = np.exp(-2j * np.pi * np.minimum(frequencies, 24_000) / 48_000)
    response = np.ones_like(z)
    for numerator, denominator in (_SHELF, _HIGH_PASS):
        response *= np.polyval(numerator[::-1], z) / np.polyval(denominator[::-1], z)
    sides = np.full(frequencies.size, 2.0)
    sides[0] = 1.0
    if hop % 2 == 0:
        sides[-1] = 1.0
    weights: npt.NDArray[np.float32] = np.repeat(np.abs(response) ** 2 * sides / hop**2, 2).astype(
        np.float32
    )
    return weights


def hop_energies(samples: npt.NDArray[np.float32], rate_hz: int) -> Energies:
    """K-weighted energy of each whole tenth of a second in `samples` (full scale 1)."""
    hop = hop_length(rate_hz)
    count = samples.size // hop
    bins = np.fft.rfft(samples[: count * hop].reshape(count, hop))
    parts = bins.view(bins.real.dtype)
    # einsum, not @: for so little work the matrix code's threads cost more than they bring.
    energies: Energies = np.einsum("ij,ij,j->i", parts, parts, _weights(rate_hz)).astype(np.float64)
    return energies


def integrated_lufs(hops: Energies) -> float:
    """Gated loudness of the whole, in LUFS; never below `SILENCE_LUFS`.

    Sound shorter than one gating block of 400 ms, for which the standard has no answer, is taken
    as one block of its own length.
    """
    if not hops.size:
        return SILENCE_LUFS
    width = min(_GATING_HOPS, hops.size)
    sums = np.concatenate(([0.0], np.cumsum(hops)))
    blocks = np.maximum(sums[width:] - sums[:-width], 0.0) / width
    loud = blocks[blocks > energy(SILENCE_LUFS)]
    if not loud.size:
        return SILENCE_LUFS
    gate = energy(loudness(float(loud.mean())) + _RELATIVE_GATE_LU)
    return loudness(float(loud[loud > gate].mean()))


def energy(lufs: float) -> float:
    """K-weighted mean square of sound that is `lufs` loud."""
    return math.pow(10.0, (lufs - _OFFSET_LUFS) / 10)


def loudness(mean_square: float) -> float:
    """Loudness in LUFS of a K-weighted mean square above zero."""
    return _OFFSET_LUFS + 10 * math.log10(mean_square)


class LoudnessMeter:
    """Measures sound that comes piece by piece; keeps 40 bytes for each second of it."""

    def __init__(self, rate_hz: int) -> None:
        self._rate_hz = rate_hz
        self._rest = np.empty(0, np.float32)
        self._hops: list[npt.NDArray[np.float32]] = []

    def add(self, samples: npt.NDArray[np.float32]) -> None:
        """Take the next samples (full scale 1), in pieces of any length."""
        if self._rest.size:
            samples = np.concatenate((self._rest, samples))
        hops = hop_energies(samples, self._rate_hz)
        self._hops.append(hops.astype(np.float32))
        self._rest = samples[hops.size * hop_length(self._rate_hz) :].copy()

    @property
    def hops(self) -> Energies:
        """Energies so far; of sound under a tenth of a second, that of the whole."""
        hops = np.concatenate([np.empty(0, np.float32), *self._hops]).astype(np.float64)
        if hops.size or not self._rest.size:
            return hops
        whole = np.zeros(hop_length(self._rate_hz), np.float32)
        whole[: self._rest.size] = self._rest
        return hop_energies(whole, self._rate_hz) * (whole.size / self._rest.size)

    @property
    def integrated_lufs(self) -> float:
        """Loudness of all that was added."""
        return integrated_lufs(self.hops)
