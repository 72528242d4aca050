from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.audio.sounds import pcm, speechlike, tone

from docbao.audio.limiter import (
    MOST_LIMITING_DB,
    apply_gains,
    edge_gains,
    find_gain,
    limited_lufs,
    slot_length,
    slot_peaks,
)
from docbao.audio.loudness import LoudnessMeter


def metered(samples: npt.NDArray[Any], rate_hz: int = 24_000) -> LoudnessMeter:
    meter = LoudnessMeter(rate_hz)
    meter.add((samples / 32_768).astype(np.float32))
    return meter


@settings(max_examples=80, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    size=st.integers(1, 9_000),
    gain=st.floats(0.1, 8.0),
    cut=st.integers(0, 80),
    rate_hz=st.sampled_from([8_000, 11_025, 16_000, 22_050, 24_000, 44_100, 48_000]),
)
def test_no_sample_rises_above_the_ceiling_and_blocks_join_unseen(
    seed: int, size: int, gain: float, cut: int, rate_hz: int
) -> None:
    rng = np.random.default_rng(seed)
    sound = (rng.standard_normal(size) * 8_000 * rng.random(size) ** 3).clip(-32_768, 32_767)
    samples = sound.astype(np.int16)
    peaks = slot_peaks(samples, rate_hz)
    whole = apply_gains(
        samples, rate_hz, edge_gains(peaks, 0, peaks.size, gain=gain, ceiling=0.8), gain
    )
    assert np.abs(whole).max() <= 0.8 * 32_768 * 1.0001
    middle = min(cut, peaks.size)
    seam = middle * slot_length(rate_hz)
    halves = [
        apply_gains(part, rate_hz, edge_gains(peaks, a, b, gain=gain, ceiling=0.8), gain)
        for part, a, b in ((samples[:seam], 0, middle), (samples[seam:], middle, peaks.size))
        if part.size
    ]
    assert np.allclose(np.concatenate(halves), whole, rtol=1e-5, atol=0.01)


def test_sound_below_the_ceiling_is_only_multiplied() -> None:
    samples = pcm(speechlike(2) * 0.4)
    peaks = slot_peaks(samples, 24_000)
    edges = edge_gains(peaks, 0, peaks.size, gain=2.0, ceiling=0.89)
    assert np.array_equal(apply_gains(samples, 24_000, edges, 2.0), samples * np.float32(2.0))


def test_only_the_neighbourhood_of_a_peak_is_held_back() -> None:
    samples = pcm(tone(300, -20, 2))
    samples[24_000] = 32_000
    peaks = slot_peaks(samples, 24_000)
    edges = edge_gains(peaks, 0, peaks.size, gain=1.0, ceiling=0.5)
    sound = apply_gains(samples, 24_000, edges, 1.0)
    touched = np.flatnonzero(np.abs(sound - samples) > 0.5)
    assert touched[0] > 24_000 - 1_200  # 50 ms
    assert touched[-1] < 24_000 + 1_200
    assert abs(sound[24_000]) <= 16_384


@pytest.mark.parametrize("target_lufs", [-23.0, -16.0, -13.0])
@pytest.mark.parametrize("rate_hz", [16_000, 22_050, 24_000, 44_100])
def test_the_gain_found_gives_the_loudness_promised(target_lufs: float, rate_hz: int) -> None:
    samples = pcm(speechlike(12, rate_hz))
    meter = metered(samples, rate_hz)
    peaks = slot_peaks(samples, rate_hz)
    gain, expected = find_gain(meter.hops, peaks, rate_hz, target_lufs=target_lufs, ceiling=0.84)
    edges = edge_gains(peaks, 0, peaks.size, gain=gain, ceiling=0.84)
    got = metered(apply_gains(samples, rate_hz, edges, gain), rate_hz)
    assert got.integrated_lufs == pytest.approx(expected, abs=0.2)
    assert expected == pytest.approx(target_lufs, abs=0.05)


def test_a_target_out_of_reach_is_approached_and_said_to_be_missed() -> None:
    samples = np.zeros(24_000 * 5, np.int16)
    samples[::24_000] = 30_000
    meter = metered(samples)
    peaks = slot_peaks(samples, 24_000)
    gain, expected = find_gain(meter.hops, peaks, 24_000, target_lufs=-10.0, ceiling=0.89)
    assert expected < -20
    assert 20 * np.log10(gain) <= MOST_LIMITING_DB
    assert expected == limited_lufs(meter.hops, peaks, 24_000, gain=gain, ceiling=0.89)


def test_silence_is_left_alone() -> None:
    samples = np.zeros(24_000, np.int16)
    gain, expected = find_gain(
        np.zeros(10), slot_peaks(samples, 24_000), 24_000, target_lufs=-16, ceiling=0.89
    )
    assert (gain, expected) == (1.0, -70.0)
