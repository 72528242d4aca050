from __future__ import annotations

from dataclasses import replace

import pytest

from docbao.audio.infoframe import is_legal
from docbao.audio.presets import PRESETS, find_preset
from docbao.errors import AudioError


def test_every_preset_can_be_encoded_at_every_rate_it_may_get() -> None:
    for preset in PRESETS.values():
        for rate_hz in (16_000, 22_050, 24_000, 44_100):
            if preset.rate_hz is None and rate_hz <= preset.max_rate_hz:
                assert is_legal(rate_hz, preset.bitrate_kbps)
        assert is_legal(preset.rate_hz or preset.max_rate_hz, preset.bitrate_kbps)


def test_a_misspelt_name_gets_the_nearest_as_a_hint() -> None:
    with pytest.raises(AudioError, match="speach") as caught:
        find_preset("speach")
    assert "speech" in str(caught.value.hint)
    assert find_preset("radio").target_lufs == -23.0


def test_the_key_changes_with_whatever_changes_the_sound_but_not_with_the_name() -> None:
    speech = PRESETS["speech"]
    assert replace(speech, name="other").key == speech.key
    assert replace(speech, target_lufs=-18.0).key != speech.key
    assert len({preset.key for preset in PRESETS.values()}) == len(PRESETS)
