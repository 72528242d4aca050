from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.audio.sounds import pcm, tone

from docbao.audio.resample import resample

RATES = [16_000, 22_050, 24_000, 44_100, 48_000]


@pytest.mark.parametrize("to_hz", RATES)
@pytest.mark.parametrize("from_hz", RATES)
@pytest.mark.parametrize("hz", [100, 1_000, 6_000])
def test_a_tone_stays_that_tone_to_eighty_decibels(from_hz: int, to_hz: int, hz: int) -> None:
    got = resample(pcm(tone(hz, -3, 0.5, from_hz)), from_hz, to_hz)
    wanted = tone(hz, -3, 0.5, to_hz) * 32768
    assert got.size == wanted.size
    middle = slice(to_hz // 20, -to_hz // 20)
    error = (got - wanted)[middle].std() / wanted[middle].std()
    assert 20 * np.log10(error) < -80


def test_what_the_lower_rate_cannot_hold_does_not_fold_back() -> None:
    got = resample(pcm(tone(14_000, -3, 0.5, 48_000)), 48_000, 24_000)
    assert got[2_000:-2_000].std() < 2


def test_full_scale_does_not_wrap_around() -> None:
    square = np.where(np.arange(4_800) // 24 % 2, 32_767, -32_768).astype(np.int16)
    got = resample(square, 48_000, 44_100).astype(int)
    assert np.abs(np.diff(got[np.abs(got) > 30_000])).max() > 60_000  # both edges are there
    assert np.abs(got[::40]).min() > 20_000 or np.abs(got).max() == 32_768


@settings(max_examples=60, deadline=None)
@given(size=st.integers(0, 500), from_hz=st.sampled_from(RATES), to_hz=st.sampled_from(RATES))
def test_the_length_of_time_is_kept(size: int, from_hz: int, to_hz: int) -> None:
    got = resample(np.full(size, 1000, np.int16), from_hz, to_hz)
    assert got.size == (max(1, round(size * to_hz / from_hz)) if size else 0)
