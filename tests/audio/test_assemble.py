from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.audio.sounds import clip, pcm, speechlike, tone, voiced

from docbao.audio.assemble import Assembly, Part, in_blocks, level_clip, trim
from docbao.audio.codec import Pcm
from docbao.audio.loudness import LoudnessMeter
from docbao.errors import AudioError
from docbao.model import Clip, Mark, Pause, Utterance, Voiced


def joined(assembly: Assembly) -> Pcm:
    return np.concatenate(list(assembly))


def silent(seconds: float, rate_hz: int = 24_000) -> list[float]:
    return [0.0] * round(seconds * rate_hz)


def test_silence_at_both_ends_goes_and_speech_stays() -> None:
    sound = np.concatenate((silent(0.3), tone(300, -6, 0.5), silent(0.7)))
    kept, cut = trim(pcm(sound), 24_000)
    assert cut == pytest.approx(0.29 * 24_000, abs=5)
    assert kept.size == pytest.approx(0.55 * 24_000, abs=10)
    loud = np.flatnonzero(np.abs(pcm(sound)) > 104)
    assert cut <= loud[0]
    assert cut + kept.size > loud[-1]


@pytest.mark.parametrize("dbfs", [-3.0, -20.0, -40.0, -60.0])
def test_a_soft_ending_is_not_cut_however_quiet_the_voice(dbfs: float) -> None:
    fricative = tone(5_000, dbfs - 30, 0.2)
    sound = np.concatenate((silent(0.2), fricative, tone(300, dbfs, 0.4), fricative, silent(0.2)))
    kept, _ = trim(pcm(sound), 24_000)
    if dbfs > -40:  # below that the fricative is less than one step of 16 bits
        assert kept.size >= 0.8 * 24_000
    else:
        assert kept.size >= 0.4 * 24_000


def test_an_offset_is_no_sound_and_leaves_no_click() -> None:
    sound = np.concatenate((silent(0.3), tone(300, -12, 0.5), silent(0.3))) + 0.05
    kept, _ = trim(pcm(sound), 24_000)
    assert kept.size < 0.6 * 24_000
    assert abs(int(kept[0])) < 40
    assert abs(int(kept[-1])) < 40


def test_a_clip_full_to_its_edges_begins_and_ends_at_nothing() -> None:
    kept, cut = trim(pcm(tone(1_000, 0, 0.1)), 24_000)
    assert (cut, kept.size) == (0, 2_400)
    assert abs(int(kept[0])) <= 1
    assert abs(int(kept[-1])) < 200
    assert np.abs(kept.astype(int)).max() > 32_000


@settings(max_examples=60, deadline=None)
@given(samples=st.lists(st.integers(-32_768, 32_767), min_size=1, max_size=400))
def test_any_clip_can_be_trimmed_and_something_is_left(samples: list[int]) -> None:
    sound = np.array(samples, np.int16)
    kept, cut = trim(sound, 24_000)
    assert 1 <= kept.size <= sound.size - cut


def test_cues_say_to_the_sample_where_each_sentence_is() -> None:
    rate_hz = 22_050
    parts: list[Part] = [Pause(250)]
    for number in range(30):
        parts += [voiced(tone(400, -6, 0.301 + number / 1000, rate_hz), f"{number}", rate_hz)]
        parts += [Pause(333)]
    assembly = Assembly(parts)
    sound = joined(assembly)
    loud = np.abs(sound) > 3
    for cue in assembly.cues:
        start, end = (round(ms * rate_hz / 1000) for ms in (cue.start_ms, cue.end_ms))
        assert not loud[start - 200 : start - 12].any()
        assert loud[start - 12 : start + 60].any()
        assert loud[end - 60 : end + 12].any()
        assert not loud[end + 12 : end + 200].any()
    assert assembly.length == sound.size


def test_word_marks_move_with_what_is_cut_and_where_the_sentence_stands() -> None:
    sound = np.concatenate((silent(0.5), tone(300, -6, 1.0)))
    marks = (Mark(0, "sentence", 0, 9), Mark(200, "word", 0, 3), Mark(900, "word", 4, 7))
    said = Voiced(Utterance("một hai", "một hai"), clip(sound, marks=marks))
    assembly = Assembly([voiced(tone(300, -6, 1.0)), Pause(1_000), said])
    joined(assembly)
    words = assembly.cues[1].words
    assert [mark.kind for mark in words] == ["word", "word"]
    assert words[0].time_ms == pytest.approx(2_000, abs=1)  # was in the silence cut off
    assert words[1].time_ms == pytest.approx(2_000 + 900 - 490, abs=1)


@pytest.mark.parametrize(
    ("clip_hz", "out_hz"),
    [(16_000, 16_000), (22_050, 22_050), (24_000, 24_000), (44_100, 24_000), (48_000, 24_000),
     (8_000, 16_000), (20_000, 22_050)],
)  # fmt: skip
def test_the_first_clip_gives_the_rate_where_an_mp3_may_have_it(clip_hz: int, out_hz: int) -> None:
    assembly = Assembly([voiced(tone(300, -6, 0.5, clip_hz), rate_hz=clip_hz)], max_rate_hz=24_000)
    sound = joined(assembly)
    assert assembly.rate_hz == out_hz
    assert sound.size == pytest.approx(0.5 * out_hz, abs=2)


def test_clips_of_other_rates_join_at_the_same_pitch() -> None:
    rates = (22_050, 16_000, 48_000, 44_100, 24_000)
    assembly = Assembly([voiced(tone(440, -6, 1.0, rate), rate_hz=rate) for rate in rates])
    sound = joined(assembly)
    for cue in assembly.cues:
        start = round((cue.start_ms + 200) * 22.05)
        piece = sound[start : start + 11_025] * np.hanning(11_025)
        assert np.argmax(np.abs(np.fft.rfft(piece))) * 2 == pytest.approx(440, abs=2)


def test_clips_are_brought_to_one_loudness_when_asked() -> None:
    voices = [voiced(speechlike(2, seed=1) * gain) for gain in (0.05, 0.5, 0.2)]
    pieces = list(Assembly(voices, clip_lufs=-23.0))
    for piece in pieces:
        meter = LoudnessMeter(24_000)
        meter.add((piece / 32_768).astype(np.float32))
        assert meter.integrated_lufs == pytest.approx(-23.0, abs=0.2)
    quiet = np.zeros(24_000, np.int16)
    assert level_clip(quiet, 24_000, -23.0) is quiet


@pytest.mark.parametrize(
    "bad",
    [Clip(b"", 24_000), Clip(b"abc", 24_000), Clip(b"\0\0", 0), Clip(b"no mp3", 24_000, (), "mp3")],
    ids=["empty", "odd", "no-rate", "mp3"],
)
def test_a_bad_clip_is_an_error_that_quotes_its_sentence(bad: Clip) -> None:
    parts = [voiced(tone(300, -6, 0.2)), Voiced(Utterance("Câu bị hỏng.", "x"), bad)]
    with pytest.raises(AudioError, match="Câu bị hỏng") as caught:
        joined(Assembly(parts))
    assert caught.value.hint is not None


@pytest.mark.parametrize("parts", [[], [Pause(500)]])
def test_nothing_to_hear_is_an_error(parts: Iterable[Part]) -> None:
    with pytest.raises(AudioError, match="Không có gì"):
        joined(Assembly(parts))


def test_a_pause_of_an_hour_is_not_held_whole() -> None:
    pieces = [piece.size for piece in Assembly([voiced(tone(300, -6, 0.2)), Pause(3_600_000)])]
    assert sum(pieces) == pytest.approx(3_600.2 * 24_000, abs=2)
    assert max(pieces) <= 240_000


@settings(max_examples=50, deadline=None)
@given(sizes=st.lists(st.integers(0, 50), max_size=30), length=st.integers(1, 40))
def test_blocks_hold_the_same_samples(sizes: list[int], length: int) -> None:
    whole = np.arange(sum(sizes), dtype=np.int16)
    pieces = np.split(whole, np.cumsum(sizes)[:-1]) if sizes else []
    blocks = list(in_blocks(pieces, length))
    assert all(block.size == length for block in blocks[:-1])
    assert np.array_equal(np.concatenate([whole[:0], *blocks]), whole)
