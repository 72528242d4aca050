from __future__ import annotations

import array
import contextlib
import math
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docbao.errors import EngineNotFound, SpeechError
from docbao.model import Clip, Delivery, Voice
from docbao.speech.contract import say
from docbao.speech.espeak import EspeakEngine
from docbao.speech.espeak_library import Event, locate
from docbao.speech.espeak_speaker import marks_from

SENTENCE = "Ủy ban nhân dân tỉnh vừa công bố kế hoạch phát triển kinh tế, trong đó có hai điểm mới."
CRASHING = (
    (Path(__file__).parents[1] / "data" / "espeak" / "crashing.txt")
    .read_text(encoding="utf-8")
    .splitlines()
)
NORTH = Voice(engine="espeak", name="vi", language="vi")


@pytest.fixture(scope="module")
def engine() -> Iterator[EspeakEngine]:
    engine = EspeakEngine()
    yield engine
    engine.close()


def words(clip: Clip, text: str) -> list[str]:
    return [text[mark.start : mark.end] for mark in clip.marks if mark.kind == "word"]


def pitch_hz(clip: Clip) -> float:
    """The strongest period between 60 and 500 Hz, by autocorrelation, midway in the clip."""
    samples = array.array("h", clip.data)
    middle = len(samples) // 2
    window = samples[middle - 2048 : middle + 2048]
    lags = range(clip.rate_hz // 500, clip.rate_hz // 60)

    def likeness(lag: int) -> float:
        a, b = window[:-lag], window[lag:]
        energy = math.sqrt(sum(x * x for x in a) * sum(y * y for y in b)) or 1
        return sum(x * y for x, y in zip(a, b, strict=True)) / energy

    return clip.rate_hz / max(lags, key=likeness)


def rms(clip: Clip) -> float:
    samples = array.array("h", clip.data)
    return math.sqrt(sum(sample * sample for sample in samples) / len(samples))


def test_every_word_is_marked_where_it_stands(engine: EspeakEngine) -> None:
    clip = say(engine, SENTENCE, NORTH)
    assert words(clip, SENTENCE) == [word.strip(".,") for word in SENTENCE.split()]


def test_each_sentence_is_marked_from_its_first_letter_to_its_stop(engine: EspeakEngine) -> None:
    text = "  Trời mưa.  Đường ngập, xe chết máy! Dân lội bộ?"
    clip = say(engine, text, NORTH)
    heard = [text[mark.start : mark.end] for mark in clip.marks if mark.kind == "sentence"]
    assert heard == ["Trời mưa.", "Đường ngập, xe chết máy!", "Dân lội bộ?"]


def test_a_word_after_a_pause_is_heard_where_it_is_marked(engine: EspeakEngine) -> None:
    text = "Trời mưa to; đường phố ngập sâu; không ai bị thương."
    for rate in (0.7, 1.0, 2.0):
        clip = say(engine, text, NORTH, Delivery(rate=rate))
        samples = array.array("h", clip.data)
        step = clip.rate_hz // 200  # 5 ms
        loud = [max(map(abs, samples[i : i + step])) > 400 for i in range(0, len(samples), step)]
        for word in ("đường", "không"):
            (mark,) = (m for m in clip.marks if m.kind == "word" and m.start == text.index(word))
            place = round(mark.time_ms / 5)
            onsets = [i for i in range(4, len(loud)) if loud[i] and not any(loud[i - 4 : i])]
            nearest = min(onsets, key=lambda i: abs(i - place))
            assert abs(nearest * 5 - mark.time_ms) <= 50, (rate, word)


def test_the_three_accents_sound_different(engine: EspeakEngine) -> None:
    names = ("vi", "vi-VN-x-central", "vi-VN-x-south")
    clips = {name: say(engine, SENTENCE, Voice("espeak", name, name)) for name in names}
    assert len({clip.data for clip in clips.values()}) == 3


def test_british_and_american_english_sound_different(engine: EspeakEngine) -> None:
    text = "The castle can't dance past the bath."
    clips = [say(engine, text, Voice("espeak", name, "en")) for name in ("en-us", "en-gb")]
    assert clips[0].data != clips[1].data


@pytest.mark.parametrize("name", ["vi+nosuch", "xx", "vi-xx", "", "vi\0", "../../x"])
def test_a_voice_or_variant_the_library_has_not_got_is_refused(
    engine: EspeakEngine, name: str
) -> None:
    with pytest.raises(EngineNotFound):
        say(engine, SENTENCE, Voice("espeak", name, "vi"))
    assert words(say(engine, "xin chào", NORTH), "xin chào") == ["xin", "chào"]


def test_the_rate_spans_eighty_to_four_hundred_and_fifty_words_a_minute(
    engine: EspeakEngine,
) -> None:
    lengths = [
        say(engine, SENTENCE, NORTH, Delivery(rate=rate)).duration_ms
        for rate in (0.1, 80 / 150, 1.0, 2.0, 3.0, 9.0)
    ]
    assert lengths[0] == pytest.approx(lengths[1], rel=0.01)
    assert lengths[1] > 1.6 * lengths[2]
    assert lengths[2] > 1.7 * lengths[3]
    assert lengths[4] == pytest.approx(lengths[5], rel=0.01)


def test_an_octave_is_an_octave(engine: EspeakEngine) -> None:
    normal = pitch_hz(say(engine, "a" * 12, NORTH))
    raised = pitch_hz(say(engine, "a" * 12, NORTH, Delivery(pitch_semitones=6)))
    assert 12 * math.log2(raised / normal) == pytest.approx(6, abs=1.5)


def test_gain_is_in_decibels_until_there_is_no_room_left(engine: EspeakEngine) -> None:
    normal = rms(say(engine, SENTENCE, NORTH))
    quiet = rms(say(engine, SENTENCE, NORTH, Delivery(gain_db=-6)))
    louder = rms(say(engine, SENTENCE, NORTH, Delivery(gain_db=3)))
    assert 20 * math.log10(quiet / normal) == pytest.approx(-6, abs=0.7)
    assert 20 * math.log10(louder / normal) == pytest.approx(3, abs=0.7)
    loudest = array.array("h", say(engine, SENTENCE, NORTH, Delivery(gain_db=30)).data)
    assert 30_000 < max(map(abs, loudest)) < 32_700


@pytest.mark.parametrize("name", ["vi+f3", "vi-VN-x-central+f3", "en-us"])
@pytest.mark.parametrize("pitch", [-12.0, 0.0, 12.0])
@pytest.mark.parametrize("rate", [0.5, 1.0, 3.0])
def test_no_voice_clips_at_the_normal_gain(
    engine: EspeakEngine, name: str, pitch: float, rate: float
) -> None:
    clip = say(engine, SENTENCE, Voice("espeak", name, "vi"), Delivery(rate, pitch))
    assert max(map(abs, array.array("h", clip.data))) < 32_000


def test_the_version_is_told_without_starting_the_worker() -> None:
    engine = EspeakEngine()
    assert engine.version.startswith("1+")
    assert engine.voices()[0].language == "vi"
    assert engine._worker.pid is None


def test_a_missing_library_is_named() -> None:
    engine = EspeakEngine({"library": "/no/such/libespeak-ng.so"})
    with pytest.raises(SpeechError, match=r"/no/such/libespeak-ng\.so") as caught:
        say(engine, SENTENCE, NORTH)
    assert "espeakng-loader" in str(caught.value.hint)


@pytest.mark.parametrize("folder", ["absent", "empty"])
def test_missing_data_is_an_error_not_the_end_of_the_process(tmp_path: Path, folder: str) -> None:
    data = tmp_path / folder / "espeak-ng-data"
    if folder == "empty":
        data.mkdir(parents=True)
    engine = EspeakEngine({"library": locate({}).library, "data": str(data)})
    with pytest.raises(SpeechError, match="espeak-ng-data"):
        say(engine, SENTENCE, NORTH)


def test_data_under_a_long_path_with_accents_is_found(tmp_path: Path) -> None:
    installed = locate({})
    if installed.data is None:
        pytest.skip("the system's library knows its data itself")
    folder = tmp_path / ("Nguyễn Văn Đường " + "x" * 120) / ("y" * 120)
    shutil.copytree(installed.data, folder / "espeak-ng-data")
    engine = EspeakEngine({"library": installed.library, "data": str(folder / "espeak-ng-data")})
    try:
        assert words(say(engine, "xin chào", NORTH), "xin chào") == ["xin", "chào"]
    finally:
        engine.close()


def test_a_setting_for_the_library_comes_first() -> None:
    assert locate({"library": "mine.so", "data": "there"}).library == "mine.so"


def test_numbers_and_emoji_leave_marks_within_the_text(engine: EspeakEngine) -> None:
    for text in ("Năm 2020 có 15/3 điều", "😀 bốn", "a😀b 1.000.000", "½ ½ ½"):
        clip = say(engine, text, NORTH)
        assert clip.marks
        assert all(0 <= mark.start < mark.end <= len(text) for mark in clip.marks)


@given(
    st.lists(
        st.builds(
            Event,
            is_word=st.booleans(),
            start=st.integers(-2, 40),
            length=st.integers(-1, 20),
            time_ms=st.integers(0, 5000),
        )
    ),
    st.text("ab ơ.", max_size=30),
)
def test_whatever_the_library_reports_marks_are_sound(events: list[Event], text: str) -> None:
    marks = marks_from(events, text, size_bytes=44100, rate_hz=22050)
    for mark in marks:
        assert 0 <= mark.start < mark.end <= len(text)
        assert text[mark.start : mark.end].strip() == text[mark.start : mark.end]
        assert mark.time_ms < 1000
    for kind in ("word", "sentence"):
        starts = [mark.start for mark in marks if mark.kind == kind]
        assert starts == sorted(set(starts))
    assert [mark.time_ms for mark in marks] == sorted(mark.time_ms for mark in marks)


@pytest.mark.parametrize("text", CRASHING)
def test_text_that_ends_the_library_is_kept_from_it(engine: EspeakEngine, text: str) -> None:
    say(engine, "một", NORTH)
    before = engine._worker.pid
    clip = say(engine, text, NORTH)
    assert engine._worker.pid == before
    assert all(0 <= mark.start < mark.end <= len(text) for mark in clip.marks)


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.text(st.characters(codec=None), max_size=40))
def test_no_text_brings_the_voice_down(engine: EspeakEngine, text: str) -> None:
    with contextlib.suppress(SpeechError):
        assert say(engine, text, NORTH).data
    assert say(engine, "một", NORTH).data


def test_the_current_folder_of_the_reader_stays(engine: EspeakEngine) -> None:
    before = Path.cwd()
    say(engine, SENTENCE, NORTH)
    assert Path.cwd() == before
