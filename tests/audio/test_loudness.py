from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.audio.sounds import Floats, filtered, speechlike, tone

from docbao.audio import loudness
from docbao.audio.loudness import SILENCE_LUFS, LoudnessMeter, integrated_lufs


def measured(wave: Floats, rate_hz: int = 48_000, piece: int = 10_000) -> float:
    meter = LoudnessMeter(rate_hz)
    for start in range(0, wave.size, piece):
        meter.add(wave[start : start + piece].astype(np.float32))
    return meter.integrated_lufs


def test_the_standards_own_tone_reads_what_the_standard_says() -> None:
    # BS.1770-4, annex 1: 997 Hz at full scale in one channel reads -3.01 LUFS.
    assert measured(tone(997, 0.0, 5, 48_000)) == pytest.approx(-3.01, abs=0.02)


# EBU Tech 3341, table 1, cases 1 to 5. Its signals are stereo; one channel of them reads 3.01 LU
# less, so each level here is that much higher. Case 6 is about surround channels.
@pytest.mark.parametrize("rate_hz", [16_000, 22_050, 24_000, 44_100, 48_000])
@pytest.mark.parametrize(
    ("passages", "expected"),
    [
        ([(-23.0, 20)], -23.0),
        ([(-33.0, 20)], -33.0),
        ([(-36.0, 10), (-23.0, 60), (-36.0, 10)], -23.0),
        ([(-72.0, 10), (-36.0, 10), (-23.0, 60), (-36.0, 10), (-72.0, 10)], -23.0),
        ([(-26.0, 20), (-20.0, 20.1), (-26.0, 20)], -23.0),
    ],
)
def test_ebu_tech_3341_signals_read_within_a_tenth(
    rate_hz: int, passages: list[tuple[float, float]], expected: float
) -> None:
    waves = [tone(1000, level + 3.01, seconds, rate_hz) for level, seconds in passages]
    assert measured(np.concatenate(waves), rate_hz) == pytest.approx(expected, abs=0.1)


@pytest.mark.parametrize("seed", [1, 2])
def test_energies_from_the_spectrum_agree_with_filtering_sample_by_sample(seed: int) -> None:
    wave = speechlike(6, 48_000, seed)
    weighted = filtered(filtered(wave, loudness._SHELF), loudness._HIGH_PASS)
    exact = np.square(weighted).reshape(-1, 4_800).mean(axis=1)
    assert measured(wave) == pytest.approx(integrated_lufs(exact), abs=0.03)


def test_a_constant_offset_adds_nothing() -> None:
    wave = speechlike(4, 24_000)
    assert measured(wave + 0.3, 24_000) == pytest.approx(measured(wave, 24_000), abs=0.01)


def test_silence_and_nothing_read_as_the_absolute_gate() -> None:
    assert measured(np.zeros(48_000)) == SILENCE_LUFS
    assert measured(np.zeros(0)) == SILENCE_LUFS
    assert measured(tone(1000, -80, 2, 48_000)) == SILENCE_LUFS


@pytest.mark.parametrize("seconds", [0.01, 0.05, 0.15, 0.35, 0.45])
def test_sound_shorter_than_a_gating_block_is_measured_as_one(seconds: float) -> None:
    wave = tone(1000, -20, seconds, 48_000)
    assert measured(wave) == pytest.approx(-23.0, abs=0.3)


@settings(max_examples=40, deadline=None)
@given(
    piece=st.integers(1, 30_000),
    gain_db=st.floats(-30, 6),
    rate_hz=st.sampled_from([16_000, 24_000]),
)
def test_pieces_do_not_matter_and_a_decibel_is_a_unit(
    piece: int, gain_db: float, rate_hz: int
) -> None:
    wave = speechlike(1.23, rate_hz)
    whole = measured(wave, rate_hz, wave.size)
    louder = measured(wave * 10 ** (gain_db / 20), rate_hz, max(piece, 500))
    assert math.isclose(louder, whole + gain_db, abs_tol=0.01)
