"""Gain that brings sound to its loudness, held back only where a peak would go too high.

The sound is looked at in slots of about 2.5 ms. One number a slot, its highest sample, is all that
is kept of the first hearing; from it the gain of every moment is known before the second begins,
so the limiter sees what is coming, works on a few slots only, and costs nothing elsewhere.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from docbao.audio.codec import FULL_SCALE, Pcm
from docbao.audio.loudness import SILENCE_LUFS, Energies, hop_length, integrated_lufs

Peaks = npt.NDArray[np.uint16] | npt.NDArray[np.float32]
"""Highest absolute sample of each slot."""

MOST_GAIN_DB: Final = 40.0
"""More would only make the noise of a nearly silent recording loud."""

MOST_LIMITING_DB: Final = 18.0
"""Gain beyond what the highest peak allows; more would crush the voice."""

_REACH_SLOTS: Final = 2
"""The gain is held for so many slots (5 ms) to each side of a peak, and eased over as many.

Eight times as long kept a peaky voice (eSpeak's central one: 22 dB above its loudness) 2 LU from
its target, since between two pulses of the voice the gain could not come back; shorter gains little
more and begins to bend the waves of a deep voice.
"""

_SEGMENT_HOPS: Final = 600
_CLOSE_LU: Final = 0.02

_LEAST_YIELD: Final = 0.15
"""Gain that makes the sound louder by less than this part of it only flattens peaks: no more."""

_MOST_ROUNDS: Final = 12


@functools.cache
def slots_per_hop(rate_hz: int) -> int:
    """How many equal slots a tenth of a second is cut into: about 40."""
    hop = hop_length(rate_hz)
    return next(count for count in range(40, hop + 1) if hop % count == 0)


def slot_length(rate_hz: int) -> int:
    """Samples in a slot."""
    return hop_length(rate_hz) // slots_per_hop(rate_hz)


def slot_peaks(pcm: Pcm, rate_hz: int) -> npt.NDArray[np.uint16]:
    """The highest absolute sample of each slot; the last may be a part of one."""
    slot = slot_length(rate_hz)
    whole = pcm.size // slot * slot
    rows = pcm[:whole].reshape(-1, slot)
    # -32768 has no positive twin in 16 bits: negate after widening the few, not the many.
    highest = np.maximum(
        rows.max(axis=1).astype(np.int32, copy=False), -rows.min(axis=1).astype(np.int32)
    )
    if whole < pcm.size:
        highest = np.append(highest, np.abs(pcm[whole:].astype(np.int32)).max())
    peaks: npt.NDArray[np.uint16] = highest.astype(np.uint16)
    return peaks


@functools.cache
def _easing() -> npt.NDArray[np.float32]:
    bell = np.hanning(2 * _REACH_SLOTS + 3)[1:-1]
    shares: npt.NDArray[np.float32] = (bell / bell.sum()).astype(np.float32)
    return shares


def edge_gains(
    peaks: Peaks, start: int, stop: int, *, gain: float, ceiling: float
) -> npt.NDArray[np.float32]:
    """Limiter gain at the edges of the slots `start` to `stop`.

    Between two edges the gain goes in a straight line. It is eased by a bell-shaped mean over
    the least gain any slot in reach needs; every value in that mean is low enough for the slot
    at hand, and so is the mean.

    Args:
        peaks: Of the whole sound.
        start: First slot.
        stop: Slot after the last.
        gain: What the sound is multiplied by beside this.
        ceiling: Highest amplitude wanted; full scale is 1.

    Returns:
        `stop - start + 1` factors from 0 to 1; the sound of a slot, times `gain`, times the gains
        of either of its edges, is no higher than `ceiling`.
    """
    margin = 2 * _REACH_SLOTS + 1
    first, last = max(0, start - margin), min(peaks.size, stop + margin)
    tall = peaks[first:last].astype(np.float32) * np.float32(gain / FULL_SCALE)
    if not tall.size or tall.max() <= ceiling:
        return np.ones(stop - start + 1, np.float32)
    needed = np.minimum(np.float32(1.0), ceiling / np.maximum(tall, np.float32(1e-9)))
    needed = np.pad(needed, (margin - (start - first), margin - (last - stop)), constant_values=1.0)
    reach = np.lib.stride_tricks.sliding_window_view(needed, 2 * _REACH_SLOTS + 2)
    return np.convolve(reach.min(axis=1), _easing(), "valid").astype(np.float32)


def apply_gains(
    pcm: Pcm, rate_hz: int, edges: npt.NDArray[np.float32], gain: float
) -> npt.NDArray[np.float32]:
    """`pcm` times `gain` and, where they are below 1, the limiter's gains; full scale is 32768.

    Args:
        pcm: Samples that begin at the first edge; the last slot may be a part of one.
        rate_hz: Of the samples.
        edges: From `edge_gains`.
        gain: A factor.
    """
    slot = slot_length(rate_hz)
    sound = np.zeros((edges.size - 1, slot), np.float32)
    np.multiply(pcm, np.float32(gain), out=sound.reshape(-1)[: pcm.size])
    held = np.flatnonzero(np.minimum(edges[:-1], edges[1:]) < 1.0)
    if held.size:
        ramp = np.arange(slot, dtype=np.float32) / slot
        left = edges[held][:, np.newaxis]
        sound[held] *= left + (edges[held + 1][:, np.newaxis] - left) * ramp
    return sound.reshape(-1)[: pcm.size]


def limited_lufs(
    hops: Energies, peaks: Peaks, rate_hz: int, *, gain: float, ceiling: float
) -> float:
    """How loud the sound will be after gain and limiter.

    Within a hop, a slot's share of the energy is taken to be that of its squared peak; real
    speech comes out within 0.1 LU.
    """
    width = slots_per_hop(rate_hz)
    after = hops * gain**2
    for first in range(0, hops.size, _SEGMENT_HOPS):
        last = min(hops.size, first + _SEGMENT_HOPS)
        here = peaks[first * width : last * width]
        if here.max(initial=0) * (gain / FULL_SCALE) <= ceiling:
            continue
        edges = edge_gains(peaks, first * width, last * width, gain=gain, ceiling=ceiling)
        held = ((edges[:-1] + edges[1:]) / 2) ** 2
        shares = np.zeros((last - first) * width, np.float32)
        shares[: here.size] = np.square(here.astype(np.float32))
        table = shares.reshape(-1, width)
        kept = (table * held.reshape(-1, width)).sum(axis=1) / np.maximum(table.sum(axis=1), 1.0)
        after[first:last] *= np.where(table.any(axis=1), kept, 1.0)
    return integrated_lufs(after)


def find_gain(
    hops: Energies, peaks: Peaks, rate_hz: int, *, target_lufs: float, ceiling: float
) -> tuple[float, float]:
    """The gain that makes the sound `target_lufs` loud, limiter included.

    Returns:
        The factor, and the loudness it will give: other than `target_lufs` where that cannot be
        reached within `MOST_GAIN_DB` and `MOST_LIMITING_DB`.
    """
    now = integrated_lufs(hops)
    tallest = int(peaks.max(initial=0)) / FULL_SCALE
    if now <= SILENCE_LUFS:
        return 1.0, now
    room_db = 20 * math.log10(ceiling / tallest)
    most_db = min(MOST_GAIN_DB, room_db + MOST_LIMITING_DB)
    gain_db = min(target_lufs - now, most_db)
    if gain_db <= room_db:
        gain = 10 ** (gain_db / 20)
        return gain, integrated_lufs(hops * gain**2)
    best = _found(hops, peaks, rate_hz, room_db, ceiling)
    yielded = 1.0
    for _ in range(_MOST_ROUNDS):
        short = target_lufs - best.lufs
        if abs(short) < _CLOSE_LU or (short > 0 and best.gain_db >= most_db):
            break
        step = min(best.gain_db + short / yielded, most_db) - best.gain_db
        found = _found(hops, peaks, rate_hz, best.gain_db + step, ceiling)
        yielded = (found.lufs - best.lufs) / step
        if step > 0 and yielded < _LEAST_YIELD:
            break
        yielded = min(1.0, max(_LEAST_YIELD, yielded))
        best = found
    return 10 ** (best.gain_db / 20), best.lufs


@dataclass(frozen=True, slots=True)
class _Found:
    gain_db: float
    lufs: float


def _found(hops: Energies, peaks: Peaks, rate_hz: int, gain_db: float, ceiling: float) -> _Found:
    gain = 10 ** (gain_db / 20)
    return _Found(gain_db, limited_lufs(hops, peaks, rate_hz, gain=gain, ceiling=ceiling))
