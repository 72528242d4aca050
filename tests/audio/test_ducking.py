from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.audio.sounds import pcm, speechlike, tone

from docbao.audio.codec import Pcm
from docbao.audio.ducking import Ducking, duck, lay_out
from docbao.audio.loudness import LoudnessMeter
from docbao.audio.tempo import at_speed
from docbao.audio.track import Reel, Track

RATE_HZ = 24_000


def level_db(sound: Pcm) -> float:
    return float(20 * np.log10(max(1e-9, np.sqrt(np.mean(np.square(sound / 32768))))))


def voice_in_silence(lead_s: float, speech_s: float, tail_s: float) -> Pcm:
    speech = pcm(speechlike(speech_s, RATE_HZ) * 0.3)
    return np.concatenate(
        (
            np.zeros(round(lead_s * RATE_HZ), np.int16),
            speech,
            np.zeros(round(tail_s * RATE_HZ), np.int16),
        )
    )


def test_the_bed_sinks_before_the_voice_and_comes_up_after_it() -> None:
    voice = voice_in_silence(3, 4, 5)
    bed = pcm(tone(300, -12, 20, RATE_HZ))
    manner = Ducking(bed_lu=-8, duck_db=-12, fade_ms=500)
    heard = duck(voice, bed, RATE_HZ, lufs=-23, manner=manner)
    under = heard.astype(np.int32) - voice

    def at(second: float) -> float:
        start = round(second * RATE_HZ)
        return level_db(under[start : start + RATE_HZ // 5])

    assert at(1.5) - at(5) == pytest.approx(12, abs=0.5)
    assert at(2.9) < at(1.5) - 6  # on its way down ahead of the first word
    assert at(7.3) == pytest.approx(at(5), abs=0.5)  # held through a short silence
    assert at(10) == pytest.approx(at(1.5), abs=0.5)
    assert abs(int(under[0])) <= 1
    assert abs(int(under[-1])) <= 1


def test_the_bed_alone_has_its_loudness_whatever_the_file_had() -> None:
    silence = np.zeros(8 * RATE_HZ, np.int16)
    for dbfs in (-3, -40):
        bed = pcm(tone(997, dbfs, 20, RATE_HZ))
        heard = duck(silence, bed, RATE_HZ, lufs=-23, manner=Ducking(bed_lu=-8, fade_ms=0))
        meter = LoudnessMeter(RATE_HZ)
        meter.add(heard.astype(np.float32) / np.float32(32768))
        assert meter.integrated_lufs == pytest.approx(-31, abs=0.3)


def test_the_voice_itself_is_left_alone() -> None:
    voice = voice_in_silence(1, 2, 1)
    quiet = np.zeros(RATE_HZ, np.int16)
    assert np.array_equal(duck(voice, quiet, RATE_HZ, lufs=-23), voice)


def test_ducking_is_the_same_every_time() -> None:
    voice, bed = voice_in_silence(1, 2, 1), pcm(tone(300, -20, 1.3, RATE_HZ))
    assert np.array_equal(duck(voice, bed, RATE_HZ, lufs=-23), duck(voice, bed, RATE_HZ, lufs=-23))


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 5000), st.integers(1, 20_000))
def test_a_bed_of_any_length_is_laid_out_to_the_sample(bed: int, length: int) -> None:
    assert lay_out(np.ones(bed, np.int16), length, RATE_HZ).size == length


def test_a_repeated_bed_has_no_click_at_its_seam() -> None:
    bed = pcm(tone(300, -12, 1.237, RATE_HZ))
    laid = lay_out(bed, 6 * RATE_HZ, RATE_HZ).astype(np.int32)
    steepest = np.abs(np.diff(bed.astype(np.int32))).max()
    assert np.abs(np.diff(laid)).max() <= steepest * 1.5


@settings(max_examples=40, deadline=None)
@given(st.floats(0.97, 1.03), st.integers(1, 5))
def test_a_changed_speed_gives_the_length_asked_for(speed: float, seed: int) -> None:
    sound = pcm(speechlike(4.0, RATE_HZ, seed))
    assert abs(at_speed(sound, RATE_HZ, speed).size - sound.size / speed) <= RATE_HZ * 0.03


def test_speed_leaves_pitch_and_level_alone() -> None:
    sound = pcm(tone(220, -12, 5, RATE_HZ))
    for speed in (0.97, 1.03):
        changed = at_speed(sound, RATE_HZ, speed)
        spectrum = np.abs(np.fft.rfft(changed * np.hanning(changed.size)))
        assert np.argmax(spectrum) * RATE_HZ / changed.size == pytest.approx(220, abs=1)
        assert level_db(changed) == pytest.approx(level_db(sound), abs=0.2)
        assert np.abs(np.diff(changed.astype(np.int32))).max() < 1000  # 600 in the tone itself


def test_speed_one_and_sounds_too_short_are_left_as_they_are() -> None:
    sound = pcm(tone(220, -12, 1, RATE_HZ))
    assert at_speed(sound, RATE_HZ, 1.0) is sound
    assert np.array_equal(at_speed(sound[:50], RATE_HZ, 1.03), sound[:50])
    with pytest.raises(ValueError, match=r"1\.5"):
        at_speed(sound, RATE_HZ, 1.5)


def test_what_is_put_aside_comes_back_and_a_track_holds_what_was_laid() -> None:
    reel = Reel()
    sounds = [pcm(speechlike(0.37, RATE_HZ, seed)) for seed in range(3)]
    kept = [reel.keep(sound) for sound in sounds]
    track = Track(30_000, RATE_HZ)
    place = 100
    for sound in kept:
        track.lay(sound, place)
        place += sound.size
    heard = np.concatenate(list(track))
    assert heard.size == track.length == 30_000
    joined = np.concatenate(sounds)
    assert np.array_equal(heard[100 : 100 + joined.size], joined)
    assert not heard[:100].any()
    reel.close()
    assert np.array_equal(np.array(kept[1]), sounds[1])
