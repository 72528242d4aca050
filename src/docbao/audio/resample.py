"""Sound at another sampling rate, through a windowed sinc; the passband is flat to 0.01 dB.

Polyphase: each output sample is a weighted sum of the input around it, with one of L sets of
weights. Output samples are made in groups, each a multiplication by one banded matrix, which numpy
hands to the fast matrix code; a loop over phases was four times slower.
"""

from __future__ import annotations

import functools
import math
from typing import Final

import numpy as np
import numpy.typing as npt

from docbao.audio.codec import Pcm

_CROSSINGS: Final = 24
"""Zero crossings of the sinc on each side, at the lower of the two rates."""

_BETA: Final = 9.0
"""Of the Kaiser window: 90 dB of stop band, as 16-bit samples deserve."""

_CUTOFF: Final = 0.92
"""Middle of the transition, as a part of the lower half-rate: 22.05 kHz sound keeps 9.6 kHz."""

_GROUP: Final = 96


@functools.lru_cache(maxsize=8)
def _band(up: int, down: int) -> tuple[npt.NDArray[np.float32], int, int]:
    """Weights for a group of outputs, the inputs a group moves on by, and half the width."""
    scale = min(1.0, up / down) * _CUTOFF
    half = math.ceil(_CROSSINGS / scale)
    groups = max(1, -(-_GROUP // down))
    outputs, step = up * groups, down * groups
    position = np.arange(outputs) * down / up
    offset = np.arange(step + 2 * half) - half - position[:, np.newaxis]
    inside = np.maximum(0.0, 1 - (offset / half) ** 2)
    window = np.i0(_BETA * np.sqrt(inside)) / np.i0(_BETA) * (inside > 0)
    weights = np.sinc(offset * scale) * scale * window
    weights /= weights.sum(axis=1, keepdims=True)
    return weights.T.astype(np.float32), step, half


def resample(pcm: Pcm, from_hz: int, to_hz: int) -> Pcm:
    """`pcm`, sampled at `from_hz`, as it would have been at `to_hz`.

    Returns:
        The same length of time, rounded to the nearest sample; the first sample stays first.
    """
    if from_hz == to_hz or not pcm.size:
        return pcm
    shared = math.gcd(from_hz, to_hz)
    up, down = to_hz // shared, from_hz // shared
    weights, step, half = _band(up, down)
    length = max(1, round(pcm.size * up / down))
    rows = -(-length * down // (up * step)) or 1
    padded = np.zeros((rows + 1) * step + 2 * half, np.float32)
    padded[half : half + pcm.size] = pcm
    windows = np.lib.stride_tricks.sliding_window_view(padded, step + 2 * half)[::step][:rows]
    sound = (windows @ weights).reshape(-1)[:length]
    return np.clip(np.rint(sound), -32_768, 32_767).astype(np.int16)
