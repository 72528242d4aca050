"""Sound at another sampling rate, through a windowed sinc; the passband is flat to 0.01 dB.

Polyphase: of every `up` output samples each is a sum of the input around it under weights of its
own, the same for all such groups. The sums are numpy's own, not the matrix library's, whose threads
would round differently from run to run.
"""

from __future__ import annotations

import functools
import math
from typing import Final

import numpy as np
import numpy.typing as npt

from docbao.audio.codec import Pcm, to_pcm

_CROSSINGS: Final = 20
"""Zero crossings of the sinc on each side, at the lower of the two rates."""

_BETA: Final = 9.0
"""Of the Kaiser window: 90 dB of stop band, as 16-bit samples deserve."""

_CUTOFF: Final = 0.92
"""Middle of the transition, as a part of the lower half-rate: 22.05 kHz sound keeps 9.6 kHz."""


@functools.lru_cache(maxsize=8)
def _weights(up: int, down: int) -> npt.NDArray[np.float32]:
    """One row for each of the `up` places an output sample can have between two inputs."""
    scale = min(1.0, up / down) * _CUTOFF
    half = math.ceil(_CROSSINGS / scale)
    offset = np.arange(2 * half) - (half - 1) - np.arange(up)[:, np.newaxis] / up
    inside = np.maximum(0.0, 1 - (offset / half) ** 2)
    rows = np.sinc(offset * scale) * np.i0(_BETA * np.sqrt(inside))
    weights: npt.NDArray[np.float32] = (rows / rows.sum(axis=1, keepdims=True)).astype(np.float32)
    return weights


def resampled_length(length: int, from_hz: int, to_hz: int) -> int:
    """How many samples `resample` makes of so many."""
    if from_hz == to_hz or not length:
        return length
    shared = math.gcd(from_hz, to_hz)
    return max(1, round(length * (to_hz // shared) / (from_hz // shared)))


def resample(pcm: Pcm, from_hz: int, to_hz: int) -> Pcm:
    """`pcm`, sampled at `from_hz`, as it would have been at `to_hz`.

    Returns:
        The same length of time, rounded to a sample; the first sample stays first.
    """
    if from_hz == to_hz or not pcm.size:
        return pcm
    shared = math.gcd(from_hz, to_hz)
    up, down = to_hz // shared, from_hz // shared
    weights = _weights(up, down)
    width = weights.shape[1]
    length = resampled_length(pcm.size, from_hz, to_hz)
    rows = -(-length // up)
    padded = np.zeros(rows * down + down + width, np.float32)
    padded[width // 2 - 1 : width // 2 - 1 + pcm.size] = pcm
    windows = np.lib.stride_tricks.sliding_window_view(padded, width)
    sound = np.empty((rows, up), np.float32)
    for phase in range(up):
        first = phase * down // up
        row = weights[phase * down % up]
        sound[:, phase] = np.einsum("ij,j->i", windows[first::down][:rows], row)
    return to_pcm(sound.reshape(-1)[:length])
