"""The natural voice, as far as it can be judged without ears."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from docbao.errors import SpeechError
from docbao.model import Clip, Delivery, Utterance, Voice
from docbao.speech.contract import EngineContract
from docbao.speech.engine import Engine
from docbao.speech.kokoro import KokoroEngine, model
from docbao.speech.kokoro.engine import missing_package
from docbao.speech.kokoro.report import report_word
from docbao.speech.kokoro.speaker import KokoroSpeaker

needs_model = pytest.mark.skipif(
    missing_package() is not None, reason=f"extra natural: {missing_package()} is not installed"
)


class OneVoice(KokoroEngine):
    def voices(self) -> tuple[Voice, ...]:
        return super().voices()[:1]


@needs_model
@pytest.mark.slow
class TestKokoro(EngineContract):
    """With one voice: the others differ by 256 numbers, and each costs seconds."""

    @classmethod
    def open(cls) -> Engine:
        return OneVoice({"threads": "1"})


VOICE = "mai"
BREATH_MS = 110


@pytest.fixture(scope="module")
def speaker() -> KokoroSpeaker:
    return KokoroSpeaker({"threads": "1"})


def say(speaker: KokoroSpeaker, text: str, **delivery: float) -> Clip:
    return speaker.speak(Utterance(text, text), Voice("kokoro", VOICE, "vi"), Delivery(**delivery))


def loudness(clip: Clip) -> float:
    samples = np.frombuffer(clip.data, "<i2").astype(np.float64)
    return float(np.sqrt((samples**2).mean()))


@needs_model
def test_the_engine_tells_the_speakers_version(speaker: KokoroSpeaker) -> None:
    assert KokoroEngine.version == speaker.version


@needs_model
@pytest.mark.parametrize("text", ["Có.", "Tin vắn", "VTV", "à"])
def test_a_title_of_one_or_two_syllables_is_short_and_heard(
    speaker: KokoroSpeaker, text: str
) -> None:
    clip = say(speaker, text)
    assert loudness(clip) > 500
    assert 200 < clip.duration_ms < 2000
    words = [m for m in clip.marks if m.kind == "word"]
    assert len(words) == len(text.split())
    assert words[0].time_ms < BREATH_MS + 90


@needs_model
@pytest.mark.parametrize("text", ["Hà Nội có mưa", "đường trơn"])
def test_a_clip_begins_with_a_breath_and_no_more(speaker: KokoroSpeaker, text: str) -> None:
    clip = say(speaker, text)
    samples = np.abs(np.frombuffer(clip.data, "<i2").astype(np.float64))
    first_ms = int(np.argmax(samples > 0.02 * samples.max())) * 1000 / clip.rate_hz
    assert BREATH_MS - 10 <= first_ms < BREATH_MS + 90
    word = next(m for m in clip.marks if m.kind == "word")
    assert abs(word.time_ms - first_ms) < 100


@needs_model
def test_the_same_text_gives_the_same_bytes(speaker: KokoroSpeaker) -> None:
    assert say(speaker, "tin vắn").data == say(speaker, "tin vắn").data


@needs_model
def test_a_text_nobody_waits_for_is_left_off_in_the_middle(speaker: KokoroSpeaker) -> None:
    long = "một hai ba bốn, " * 25
    with ThreadPoolExecutor(1) as pool:
        made = pool.submit(say, speaker, long)
        time.sleep(0.3)
        begun = time.monotonic()
        speaker.give_way()
        with pytest.raises(Exception, match="terminate"):
            made.result()
        assert time.monotonic() - begun < 1
    assert say(speaker, "tin vắn").duration_ms > 200


@needs_model
def test_a_text_longer_than_the_model_takes_is_said_whole(speaker: KokoroSpeaker) -> None:
    text = "một hai ba bốn, " * 25 + "hết"
    clip = say(speaker, text, rate=2.0)
    words = [m for m in clip.marks if m.kind == "word"]
    assert len(words) == 101
    times = [m.time_ms for m in words]
    assert times == sorted(times)
    assert clip.duration_ms - times[-1] < 1000
    gaps = np.diff(times)
    assert gaps.max() < 1000


@needs_model
def test_foreign_words_sound_among_vietnamese_ones(speaker: KokoroSpeaker) -> None:
    plain, mixed = say(speaker, "ông nói trên"), say(speaker, "ông nói trên Facebook")
    assert mixed.duration_ms > plain.duration_ms + 250
    after = mixed.marks[-1].time_ms / 1000 * mixed.rate_hz
    tail = np.frombuffer(mixed.data, "<i2")[int(after) :].astype(np.float64)
    assert np.sqrt((tail**2).mean()) > 500


@needs_model
def test_a_higher_pitch_is_higher(speaker: KokoroSpeaker) -> None:
    def crossings(clip: Clip) -> float:
        samples = np.frombuffer(clip.data, "<i2").astype(np.float64)
        spectrum = np.abs(np.fft.rfft(samples)) ** 2
        hz = np.fft.rfftfreq(len(samples), 1 / clip.rate_hz)
        low = (hz > 120) & (hz < 420)
        return float((spectrum[low] * hz[low]).sum() / spectrum[low].sum())

    text = "ma ma ma"
    assert crossings(say(speaker, text, pitch_semitones=4)) > 1.1 * crossings(say(speaker, text))


@needs_model
def test_a_broken_cache_is_made_anew(tmp_path: Path) -> None:
    folder = model.prepare(tmp_path)
    weights = folder / "decoder.weights"
    weights.write_bytes(weights.read_bytes()[:-1])
    assert model.prepare(tmp_path) == folder
    assert model.prepare(tmp_path) == folder
    assert weights.stat().st_size > 50_000_000
    assert [p.name for p in tmp_path.iterdir()] == [folder.name], "nothing half made is left"


@needs_model
def test_two_that_start_at_once_share_one_whole_model(tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(lambda _: model.prepare(tmp_path), range(2))
    assert first == second
    assert [p.name for p in tmp_path.iterdir()] == [first.name]


def test_a_model_that_is_not_ours_is_refused() -> None:
    with pytest.raises(SpeechError, match="checksum"):
        model.joined([b"not", b"the model"])


def test_a_word_a_listener_reports_is_kept_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "new" / "words.tsv"
    now = datetime(2026, 1, 2, tzinfo=UTC)
    line = report_word("đường", "nghe như\tchường", file, now=now, voice="mai")
    report_word("VTV", "", file, now=now)
    assert line.split("\t") == ["2026-01-02", "đường", "ɖɯəŋ/HUYEN", "mai", "nghe như chường"]
    assert len(file.read_text("utf-8").splitlines()) == 2
