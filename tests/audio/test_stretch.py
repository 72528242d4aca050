from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.audio.sounds import Floats, speechlike, tone

from docbao.audio.stretch import Samples, Stretch


def stretched(wave: Floats, speeds: list[float], rate_hz: int = 24_000) -> Samples:
    """All of `wave`, hop after hop at each of the speeds in turn."""
    stretch = Stretch(rate_hz)
    stretch.put(wave.astype(np.float32))
    stretch.end()
    hops: list[Samples] = []
    while (hop := stretch.step(speeds[len(hops) % len(speeds)])) is not None:
        hops.append(hop)
    return np.concatenate([np.empty(0, np.float32), *hops])


def pitch_hz(wave: Floats | Samples, rate_hz: int = 24_000) -> float:
    spectrum = np.abs(np.fft.rfft(wave * np.hanning(wave.size)))
    return float(np.argmax(spectrum)) * rate_hz / wave.size


def test_at_normal_speed_nothing_is_changed() -> None:
    wave = speechlike(2)
    got = stretched(wave, [1.0])
    assert np.allclose(got[: wave.size], wave, atol=1e-6)
    assert got.size - wave.size <= Stretch(24_000).hop


@pytest.mark.parametrize("speed", [0.5, 0.75, 1.25, 2.0, 3.0, 4.0])
def test_it_takes_as_much_less_time_and_keeps_its_pitch(speed: float) -> None:
    wave = tone(220, -6, 3.0)
    got = stretched(wave, [speed])
    assert got.size / 24_000 == pytest.approx(3.0 / speed, abs=0.05)
    middle = got[got.size // 4 : -got.size // 4]
    assert pitch_hz(middle) == pytest.approx(220, abs=3)
    assert middle.std() == pytest.approx(wave.std(), rel=0.02)  # stretches meet in phase


def test_speech_keeps_its_loudness_and_has_no_clicks_when_the_speed_changes() -> None:
    wave = speechlike(4)
    got = stretched(wave, [1.0, 2.0, 0.7, 1.0, 3.0])
    assert np.abs(np.diff(got)).max() < 1.3 * np.abs(np.diff(wave)).max()
    assert got.std() == pytest.approx(wave.std(), rel=0.1)


@settings(max_examples=50, deadline=None)
@given(
    size=st.integers(0, 3_000),
    speeds=st.lists(st.floats(0.5, 4.0), min_size=1, max_size=5),
    piece=st.integers(1, 700),
)
def test_any_length_in_any_pieces_comes_to_its_end(
    size: int, speeds: list[float], piece: int
) -> None:
    wave = speechlike(0.2)[:size].astype(np.float32)
    stretch, got, number, put = Stretch(24_000), 0, 0, 0
    while not stretch.is_over:
        hop = stretch.step(speeds[number % len(speeds)])
        if hop is None:
            if put < wave.size:
                stretch.put(wave[put : put + piece])
                put += piece
            else:
                stretch.end()
            continue
        got, number = got + hop.size, number + 1
    assert got >= wave.size / 4 - stretch.hop
    assert got <= wave.size * 2 + 2 * stretch.hop


def test_an_hour_passes_without_being_held() -> None:
    stretch = Stretch(8_000)
    minute = speechlike(1, 8_000).astype(np.float32)
    for _ in range(60):
        stretch.put(minute)
        while stretch.step(4.0) is not None:
            assert stretch._sound.size < 10 * 8_000
