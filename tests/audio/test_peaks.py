from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.audio.sounds import Floats, speechlike, tone

from docbao.audio.peaks import TruePeakMeter, decibels, interpolator, phases


def metered(wave: Floats, rate_hz: int, piece: int = 5_000) -> float:
    meter = TruePeakMeter(rate_hz)
    for start in range(0, wave.size, piece):
        meter.add(wave[start : start + piece].astype(np.float32))
    return meter.dbtp


def oversampled(wave: Floats, rate_hz: int) -> float:
    """The peak with every phase of every sample computed."""
    taps = interpolator(2).shape[1]
    padded = np.concatenate((np.zeros(taps), wave, np.zeros(taps)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, taps)
    between = np.abs(windows @ interpolator(phases(rate_hz)).T.astype(np.float64)).max(initial=0.0)
    return decibels(max(float(between), float(np.abs(wave).max(initial=0.0))))


# EBU Tech 3341, table 1, cases 15 to 19: a quarter of the sampling rate at every awkward phase.
@pytest.mark.parametrize("rate_hz", [22_050, 24_000, 44_100, 48_000])
@pytest.mark.parametrize(("part", "phase"), [(4, 0), (4, 45), (6, 60), (8, 67.5)])
def test_peaks_between_samples_are_found(rate_hz: int, part: int, phase: float) -> None:
    angle = 2 * np.pi * np.arange(rate_hz // 2) / part + np.radians(phase)
    swell = np.minimum(1, np.minimum(np.arange(angle.size), np.arange(angle.size)[::-1]) / 2_000)
    assert metered(0.5 * swell * np.sin(angle), rate_hz) == pytest.approx(-6.0, abs=0.15)


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    colour=st.floats(0.0, 0.98),
    size=st.integers(100, 3_000),
    piece=st.integers(1, 999),
    rate_hz=st.sampled_from([16_000, 22_050, 24_000, 44_100, 48_000]),
)
def test_what_is_left_out_never_holds_the_peak_of_band_limited_sound(
    seed: int, colour: float, size: int, piece: int, rate_hz: int
) -> None:
    rng = np.random.default_rng(seed)
    spectrum = np.fft.rfft(rng.standard_normal(size) * rng.random(size) ** 4)
    bins = np.arange(spectrum.size) / max(1, spectrum.size - 1)
    wave = np.fft.irfft(np.where(bins < 0.93, spectrum * (1 - colour * bins), 0), size)
    wave *= np.minimum(1, np.minimum(np.arange(size), np.arange(size)[::-1]) / 40) ** 2
    wave *= 0.9 / max(np.abs(wave).max(initial=0.0), 1e-9)
    assert metered(wave, rate_hz, piece) == pytest.approx(oversampled(wave, rate_hz), abs=0.02)


def test_a_single_sample_and_silence_have_a_peak() -> None:
    assert metered(np.array([0.5]), 24_000) == pytest.approx(-6.02, abs=0.01)
    assert metered(np.zeros(100), 24_000) == -144.0
    assert TruePeakMeter(24_000).dbtp == -144.0


@pytest.mark.parametrize("rate_hz", [22_050, 24_000])
def test_the_peak_of_speech_is_that_of_full_oversampling(rate_hz: int) -> None:
    wave = speechlike(10, rate_hz)
    assert metered(wave, rate_hz) == pytest.approx(oversampled(wave, rate_hz), abs=0.001)


def test_a_full_scale_tone_reads_zero() -> None:
    assert metered(tone(1000, 0.0, 1), 24_000) == pytest.approx(0.0, abs=0.05)


def test_every_stretch_above_the_ceiling_is_noted_where_it_is() -> None:
    wave = tone(300, -20, 2.0)
    for place in (5_000, 20_011, 47_990):
        wave[place] = 0.95
    meter = TruePeakMeter(24_000, ceiling=0.9)
    for start in range(0, wave.size, 7_001):
        meter.add(wave[start : start + 7_001].astype(np.float32))
    assert meter.dbtp == pytest.approx(decibels(0.95), abs=0.2)
    assert {
        place
        for place in (5_000, 20_011, 47_990)
        if any(over.start <= place <= over.stop and over.peak >= 0.94 for over in meter.overs)
    } == {5_000, 20_011, 47_990}
    assert len(meter.overs) <= 6
