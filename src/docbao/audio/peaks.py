"""True peaks: how high the curve goes between the samples (ITU-R BS.1770-4, annex 2).

Oversampling everything costs as much as encoding it. Only what can matter is oversampled, in
three steps, each of which leaves out only what provably cannot be the highest peak:

1. An interpolated value is at most `_REACH` times the largest sample its filter covers, so
   stretches too quiet for that are left alone.
2. The rest is interpolated half-way between samples. A band-limited curve that reaches P stays
   above P·cos(π/4) for a quarter of a sample to each side (Duffin and Schaeffer's inequality), and
   there is a sample or half-sample no farther away than that.
3. Around those that are within that factor of the highest so far, all phases are computed.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float32]

_TAPS: Final = 24
"""Samples an interpolated value is made of; half of them on each side."""

_STRETCH: Final = 120
"""Samples looked at together."""

_NEAR: Final = 0.7
"""A little below cos(π/4): the filter is not ideal."""

_OVERSAMPLED_HZ: Final = 192_000  # BS.1770-4, annex 2: four times 48 kHz


def phases(rate_hz: int) -> int:
    """How many times sound of that rate is oversampled: to 192 kHz, and at least four times."""
    return max(4, -(-_OVERSAMPLED_HZ // rate_hz))


@functools.cache
def interpolator(count: int) -> Samples:
    """Filters giving the values at 1/count, 2/count … of the way from one sample to the next.

    Returns:
        `count - 1` rows of `_TAPS` weights, a sinc under a Kaiser window (β = 6), each summing to 1
        so that a constant stays one.
    """
    fractions = np.arange(1, count)[:, np.newaxis] / count
    offsets = np.arange(_TAPS) - (_TAPS // 2 - 1) - fractions
    window = np.i0(6.0 * np.sqrt(np.maximum(0.0, 1 - (offsets / (_TAPS / 2)) ** 2))) / np.i0(6.0)
    rows = np.sinc(offsets) * window
    filters: Samples = (rows / rows.sum(axis=1, keepdims=True)).astype(np.float32)
    return filters


@functools.cache
def _reach(count: int) -> float:
    return float(np.abs(interpolator(count)).sum(axis=1).max())


@dataclass(frozen=True, slots=True)
class Over:
    """A stretch of sound with a true peak above the ceiling."""

    start: int
    """Its first sample."""
    stop: int
    """The sample after its last."""
    peak: float
    """The highest in it; full scale is 1."""


class TruePeakMeter:
    """Finds the highest true peak of sound that comes piece by piece, and all above a ceiling."""

    def __init__(self, rate_hz: int, *, ceiling: float = math.inf) -> None:
        """Note each stretch with a peak above `ceiling` (full scale 1) in `overs`."""
        self.overs: list[Over] = []
        self._ceiling = ceiling
        self._start = -(_TAPS - 1)
        self._phases = phases(rate_hz)
        self._highest = 0.0
        self._waiting = np.zeros(_TAPS - 1, np.float32)

    def add(self, samples: Samples) -> None:
        """Take the next samples (full scale 1)."""
        waiting = np.concatenate((self._waiting, samples))
        done = (waiting.size - _TAPS + 1) // _STRETCH * _STRETCH
        if done > 0:
            self._look(waiting[: done + _TAPS - 1])
            waiting = waiting[done:]
            self._start += done
        self._waiting = waiting.copy()

    @property
    def dbtp(self) -> float:
        """The highest peak so far, in dB of full scale; -144 (24-bit silence) for none.

        The sound is taken to be followed by silence.
        """
        spans = -(-self._waiting.size // _STRETCH) * _STRETCH
        end = np.zeros(spans + _TAPS - 1, np.float32)
        end[: self._waiting.size] = self._waiting
        self._look(end)
        return decibels(self._highest)

    def _look(self, samples: Samples) -> None:
        """Look into whole stretches and the samples after them that the filter covers."""
        self._highest = max(self._highest, float(samples.max()), -float(samples.min()))
        windows = np.lib.stride_tricks.sliding_window_view(samples, _STRETCH + _TAPS - 1)
        stretches = windows[::_STRETCH]
        least = min(self._highest, self._ceiling)
        loud = np.flatnonzero(_tallest(samples) * _reach(self._phases) > least)
        if not loud.size:
            return
        chosen = stretches[loud]
        spread = np.lib.stride_tricks.sliding_window_view(chosen, _TAPS, axis=1)
        # einsum, not @: the matrix code's threads cost five times what they bring here.
        halfway = np.abs(np.einsum("ijk,k->ij", spread, interpolator(2)[0]))
        least = max(least, min(float(halfway.max()), self._ceiling))
        here = np.abs(chosen[:, _TAPS // 2 - 1 : _TAPS // 2 - 1 + _STRETCH + 1])
        near = np.maximum(np.maximum(here[:, :-1], here[:, 1:]), halfway)
        rows, columns = np.nonzero(near > _NEAR * least)
        around = np.einsum("ik,jk->ij", spread[rows, columns], interpolator(self._phases))
        tops = near.max(axis=1)
        np.maximum.at(tops, rows, np.abs(around).max(axis=1, initial=0.0))
        self._highest = max(self._highest, float(tops.max()))
        for found in np.flatnonzero(tops > self._ceiling):
            first = self._start + int(loud[found]) * _STRETCH + _TAPS // 2 - 1
            self.overs.append(Over(max(0, first), first + _STRETCH + 1, float(tops[found])))


def _tallest(samples: Samples) -> Samples:
    """For each stretch, the highest sample in it or in the next, into which its filters reach."""
    whole = samples.size // _STRETCH * _STRETCH
    table = samples[:whole].reshape(-1, _STRETCH)
    each = np.maximum(table.max(axis=1), -table.min(axis=1))
    rest = np.abs(samples[whole:]).max()
    tallest: Samples = np.maximum(each, np.append(each[1:], rest))
    return tallest


def decibels(amplitude: float) -> float:
    """`amplitude` (full scale 1) in dB of full scale; -144, 24-bit silence, is the least."""
    return 20 * math.log10(max(amplitude, 10 ** (-144 / 20)))


def amplitude(decibel: float) -> float:
    """The amplitude (full scale 1) of a level in dB of full scale."""
    return math.pow(10.0, decibel / 20)
