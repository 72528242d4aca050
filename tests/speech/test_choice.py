from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docbao.errors import EngineNotFound, SpeechError
from docbao.i18n import Language
from docbao.model import Quality, Voice
from docbao.speech.choice import (
    DEFAULT_ORDER,
    Preferences,
    Wish,
    is_upgrade,
    rank_voices,
    would_go_online,
)


def voice(engine: str, name: str, language: str, quality: Quality = "natural") -> Voice:
    return Voice(
        engine=engine,
        name=name,
        language=language,
        quality=quality,
        online=engine in ("google", "edge"),
    )


ESPEAK_VI = voice("espeak", "vi+f3", "vi", "basic")
ESPEAK_EN = voice("espeak", "en-us", "en-US", "basic")
KOKORO = voice("kokoro", "mai", "vi")
GOOGLE = voice("google", "vi", "vi")
EDGE = voice("edge", "vi-VN-HoaiMyNeural", "vi-VN")
JOE = voice("piper", "en_US-joe-medium", "en-US")
VAIS = voice("piper", "vi_VN-vais1000-medium", "vi-VN")
THEIRS = voice("theirs", "x", "vi")
ALL = (ESPEAK_VI, ESPEAK_EN, KOKORO, GOOGLE, EDGE, JOE, VAIS, THEIRS)
BARE = (ESPEAK_VI, ESPEAK_EN)


def engines(row: tuple[Voice, ...]) -> list[str]:
    return [voice.engine for voice in row]


def test_offline_the_installed_voice_speaks_and_the_plain_one_stands_by() -> None:
    row = rank_voices(ALL, "vi", Preferences())
    assert row == (VAIS, KOKORO, ESPEAK_VI)


def test_without_an_installed_voice_the_natural_one_speaks() -> None:
    available = tuple(v for v in ALL if v is not VAIS)
    assert rank_voices(available, "vi", Preferences()) == (KOKORO, ESPEAK_VI)
    assert rank_voices(available, "en", Preferences()) == (JOE, ESPEAK_EN)


def test_online_voices_take_their_place_once_agreed_to() -> None:
    row = rank_voices(ALL, "vi", Preferences(), may_go_online=True)
    assert row == (VAIS, GOOGLE, EDGE, KOKORO, ESPEAK_VI)


def test_a_bare_machine_is_never_silent() -> None:
    assert rank_voices(BARE, "vi", Preferences()) == (ESPEAK_VI,)
    assert rank_voices(BARE, "vi", Preferences(order=("piper",))) == (ESPEAK_VI,)


def test_the_order_is_a_setting() -> None:
    row = rank_voices(ALL, "vi", Preferences(order=("theirs", "kokoro", "piper")))
    assert engines(row) == ["theirs", "kokoro", "piper", "espeak"]


def test_an_engine_outside_the_order_speaks_only_on_wish() -> None:
    assert "theirs" not in engines(rank_voices(ALL, "vi", Preferences()))
    row = rank_voices(ALL, "vi", Preferences(wish=Wish("theirs")))
    assert row[0] == THEIRS


def test_wishes_go_from_the_feed_over_the_language_to_the_general() -> None:
    preferences = Preferences(wish=Wish("espeak"), by_language={"vi": Wish("kokoro")})
    assert rank_voices(ALL, "vi", preferences)[0] == KOKORO
    assert rank_voices(ALL, "en", preferences)[0] == ESPEAK_EN
    assert rank_voices(ALL, "vi", preferences, feed=Wish("piper"))[0] == VAIS
    assert rank_voices(ALL, "vi", preferences, feed=Wish(voice="mai"))[0] == KOKORO


def test_without_fallback_nobody_stands_by() -> None:
    assert rank_voices(ALL, "vi", Preferences(fallback=False)) == (VAIS,)
    assert rank_voices(ALL, "vi", Preferences(wish=Wish("espeak"), fallback=False)) == (ESPEAK_VI,)


@pytest.mark.parametrize(
    "name", ["vi+m3", "vi-VN-x-south+f5"], ids=["variant", "variant of an accent"]
)
def test_names_no_list_can_hold_are_passed_on(name: str) -> None:
    row = rank_voices(BARE, "vi", Preferences(wish=Wish("espeak", name)))
    assert (row[0].engine, row[0].name, row[0].language) == ("espeak", name, "vi")
    row = rank_voices(ALL, "vi", Preferences(wish=Wish("piper", "/home/mai/giọng.onnx")))
    assert row[0].name == "/home/mai/giọng.onnx"


@pytest.mark.parametrize(
    ("wish", "message", "hint"),
    [
        (Wish("kokor"), 'Engine "kokor" has no voice', "There are: kokoro, espeak"),
        (Wish("kokoro", "mia"), 'has no voice "mia"', "There are: mai"),
        (Wish(voice="vi_VN-vais1000"), 'no voice "vi_VN-vais1000"', "vi_VN-vais1000-medium"),
    ],
)
def test_what_is_not_there_is_named_with_what_is(wish: Wish, message: str, hint: str) -> None:
    with pytest.raises(EngineNotFound, match=message) as caught:
        rank_voices(ALL, "vi", Preferences(wish=wish))
    assert hint in str(caught.value.hint)


def test_an_engine_without_the_language_says_so() -> None:
    with pytest.raises(EngineNotFound, match='"kokoro" has no voice for English'):
        rank_voices(ALL, "en", Preferences(wish=Wish("kokoro")))
    with pytest.raises(EngineNotFound, match="No voice here speaks English"):
        rank_voices((KOKORO,), "en", Preferences())


def test_an_online_engine_asked_for_without_leave_is_refused_in_words() -> None:
    with pytest.raises(SpeechError, match='"google" sends the text over the network') as caught:
        rank_voices(ALL, "vi", Preferences(wish=Wish("google")))
    assert "online: yes" in str(caught.value.hint)
    assert rank_voices(ALL, "vi", Preferences(wish=Wish("google")), may_go_online=True)[0] == GOOGLE


def test_the_reader_is_asked_only_when_it_would_change_something() -> None:
    assert not would_go_online(ALL, "vi", Preferences())
    without = tuple(v for v in ALL if v is not VAIS)
    assert would_go_online(without, "vi", Preferences())
    assert not would_go_online(without, "vi", Preferences(order=("kokoro", "google")))
    assert would_go_online(ALL, "vi", Preferences(), feed=Wish("edge"))


def test_a_recording_is_made_again_only_by_a_better_voice() -> None:
    row = (VAIS, KOKORO, ESPEAK_VI)
    assert is_upgrade(ESPEAK_VI, row)
    assert is_upgrade(KOKORO, row)
    assert not is_upgrade(VAIS, row)
    assert not is_upgrade(replace(VAIS, name="vi_VN-other-medium"), row)
    assert not is_upgrade(GOOGLE, row), "as natural, and not standing by: the network has gone"
    assert not is_upgrade(KOKORO, (ESPEAK_VI,))


@given(
    st.lists(st.sampled_from(ALL), unique=True),
    st.sampled_from(["vi", "en"]),
    st.permutations(DEFAULT_ORDER),
    st.booleans(),
    st.booleans(),
)
def test_whatever_there_is_the_row_keeps_its_word(
    available: list[Voice], language: Language, order: list[str], online: bool, fallback: bool
) -> None:
    preferences = Preferences(order=tuple(order), fallback=fallback)
    try:
        row = rank_voices(available, language, preferences, may_go_online=online)
    except EngineNotFound:
        candidates = [v for v in available if v.language.startswith(language) and v is not THEIRS]
        assert all(v.online and not online for v in candidates)
        return
    assert 1 <= len(row) <= (5 if fallback else 1)
    assert len(set(engines(row))) == len(row)
    assert all(voice.language.startswith(language) for voice in row)
    assert online or not any(voice.online for voice in row)
    assert engines(row) == [engine for engine in order if engine in engines(row)]
