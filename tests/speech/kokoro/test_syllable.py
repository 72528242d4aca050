"""Vietnamese spelling, taken apart."""

from __future__ import annotations

import itertools
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docbao.speech.kokoro.syllable import (
    ONSETS,
    RIMES,
    RIMES_AFTER_Q,
    STOPS,
    Syllable,
    Tone,
    parse,
)

FRONT = "eêiy"
VOWELS = "aăâeêioôơuưy"


def may_write(onset: str, rime: str) -> bool:
    """Whether this onset may stand before this rime in Vietnamese spelling."""
    first = rime[0]
    if onset in ("c", "g", "ng"):
        return first not in FRONT
    if onset in ("gh", "ngh"):
        return first in "eêi"
    if onset == "gi":
        return first not in "iyê"  # gì, giếng share the i: tested by hand below
    if rime.startswith("yê"):
        return onset == ""
    return True


def tones_of(coda: str) -> tuple[Tone, ...]:
    return (Tone.SAC, Tone.NANG) if coda in STOPS else tuple(Tone)


def marked(rime: str, place: int, tone: Tone) -> str:
    letters = list(rime)
    letters[place] = unicodedata.normalize("NFC", letters[place] + tone.value)
    return "".join(letters)


def every_spelling() -> list[tuple[str, str, str, Tone]]:
    """(word, onset spelled, rime spelled, tone) for the whole language, each mark placement."""
    rows: list[tuple[str, str, str, Tone]] = []
    for onset, rime in itertools.product(ONSETS, RIMES):
        if onset == "q" or not may_write(onset, rime):
            continue
        for tone in tones_of(RIMES[rime][2]):
            places = [i for i, c in enumerate(rime) if c in VOWELS][: 3 if tone.value else 1]
            rows.extend((onset + marked(rime, i, tone), onset, rime, tone) for i in places)
    for rime in RIMES_AFTER_Q:
        for tone in tones_of(RIMES_AFTER_Q[rime][2]):
            place = next(i for i, c in enumerate(rime[1:], 1) if c in VOWELS)
            rows.append(("q" + marked(rime, place, tone), "q", rime, tone))
    return rows


ALL = every_spelling()


def test_every_onset_rime_and_tone_of_the_language_is_understood() -> None:
    assert len(ALL) > 17_000
    for word, onset, rime, tone in ALL:
        found = parse(word)
        assert found is not None, word
        glide, nucleus, coda = (RIMES_AFTER_Q if onset == "q" else RIMES)[rime]
        expected = (ONSETS[onset], glide, nucleus, coda, tone)
        got = (found.onset, found.glide, found.nucleus, found.coda, found.tone)
        assert got == expected, (word, got, expected)


def test_decomposed_and_upper_case_letters_are_the_same_word() -> None:
    for word, *_ in ALL[::7]:
        assert parse(unicodedata.normalize("NFD", word)) == parse(word)
        assert parse(word.upper()) == parse(word)


@pytest.mark.parametrize(
    ("one", "other"),
    [("hoà", "hòa"), ("thuý", "thúy"), ("khoẻ", "khỏe"), ("uỷ", "ủy"), ("xoá", "xóa"),
     ("quý", "qúy"), ("loè", "lòe"), ("tuỳ", "tùy")],
)  # fmt: skip
def test_old_and_new_places_of_the_tone_mark_sound_the_same(one: str, other: str) -> None:
    first, second = parse(one), parse(other)
    assert first is not None
    assert second is not None
    assert sounds(first) == sounds(second)


@pytest.mark.parametrize(
    ("one", "other"),
    [("lí", "lý"), ("quí", "quý"), ("kĩ", "kỹ"), ("ỉ", "ỷ"), ("quít", "quýt"), ("Kon", "con")],
)
def test_two_spellings_of_one_sound_are_heard_alike(one: str, other: str) -> None:
    first, second = parse(one), parse(other)
    assert first is not None
    assert second is not None
    assert sounds(first) == sounds(second)


def sounds(syllable: Syllable) -> str:
    glide = "w" if syllable.glide else ""
    return f"{syllable.onset}.{glide}{syllable.nucleus}.{syllable.coda}.{syllable.tone.name}"


@pytest.mark.parametrize(
    ("word", "sound"),
    [
        ("gì", "z.i..HUYEN"), ("gìn", "z.i.n.HUYEN"), ("giếng", "z.iə.ŋ.SAC"),
        ("giết", "z.iə.t.SAC"), ("gia", "z.aː..NGANG"), ("giữa", "z.ɯə..NGA"),
        ("giày", "z.a.j.HUYEN"), ("giặt", "z.a.t.NANG"), ("quốc", "k.wo.k.SAC"),
        ("quyết", "k.wiə.t.SAC"), ("quạ", "k.waː..NANG"), ("quanh", "k.wă.ɲ.NGANG"),
        ("cua", "k.uə..NGANG"), ("khuya", "x.wiə..NGANG"), ("khuỷu", "x.wi.w.HOI"),
        ("nghiêng", "ŋ.iə.ŋ.NGANG"), ("yêu", ".iə.w.NGANG"), ("ươn", ".ɯə.n.NGANG"),
        ("tay", "t.a.j.NGANG"), ("tai", "t.aː.j.NGANG"), ("tau", "t.a.w.NGANG"),
        ("tao", "t.aː.w.NGANG"), ("sách", "ʂ.ă.c.SAC"), ("xếch", "s.ĕ.c.SAC"),
        ("thích", "tʰ.ĭ.c.SAC"), ("đường", "d.ɯə.ŋ.HUYEN"), ("Đắk", "d.a.k.SAC"),
        ("Đăk", "d.a.k.SAC"), ("xoong", "s.ɔː.ŋ.NGANG"), ("ngoằn", "ŋ.wa.n.HUYEN"),
        ("trưởng", "tʂ.ɯə.ŋ.HOI"), ("ạ", ".aː..NANG"), ("rượu", "r.ɯə.w.NANG"),
    ],
)  # fmt: skip
def test_a_word_sounds_as_in_the_capital(word: str, sound: str) -> None:
    found = parse(word)
    assert found is not None
    assert sounds(found) == sound


@pytest.mark.parametrize(
    "word",
    ["", "b", "q", "qa", "ce", "ki̇", "ghu", "nge", "hot", "bàt", "bảp", "internet", "ok", "www",
     "hòá", "ńa", "yên1", "hiyếu", "tyên", "strong", "covid", "tivi", "wa", "fan", "zu", "jà",
     "nghịchs", "aa", "oe3", "北", "đđ", "quu", "Park"],
)  # fmt: skip
def test_what_is_no_syllable_is_said_to_be_none(word: str) -> None:
    assert parse(word) is None


@given(st.text(max_size=9))
@settings(max_examples=100, deadline=None)
def test_no_text_breaks_the_parser(text: str) -> None:
    found = parse(text)
    assert found is None or found.nucleus


@given(
    st.text(alphabet="bcdghklmnpqrstvxaăâeêioôơuưyđ" + "".join(t.value for t in Tone), max_size=7)
)
@settings(max_examples=100, deadline=None)
def test_a_syllable_that_ends_in_a_stop_has_one_of_two_tones(text: str) -> None:
    found = parse(text)
    if found is not None and found.stopped:
        assert found.tone in (Tone.SAC, Tone.NANG)
