"""Sounds and tones in the terms of the model."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from docbao.speech.kokoro.phones import is_known, phones, token
from docbao.speech.kokoro.syllable import ONSETS, RIMES, RIMES_AFTER_Q, Syllable, Tone, parse
from docbao.speech.kokoro.tones import CONTOURS, STOPPED, contour, curve


def every_sound() -> list[Syllable]:
    return [
        Syllable("", onset, glide, nucleus, coda, Tone.SAC)
        for onset, (glide, nucleus, coda) in itertools.product(
            set(ONSETS.values()), {*RIMES.values(), *RIMES_AFTER_Q.values()}
        )
    ]


def test_the_model_has_a_sign_for_every_sound_of_the_language() -> None:
    sounds = every_sound()
    assert len(sounds) > 3500
    for syllable in sounds:
        row = phones(syllable)
        assert all(is_known(p.sign) for p in row)
        assert any(p.role == "nucleus" and p.voiced for p in row)
        assert bool(syllable.coda) == any(p.role == "coda" for p in row)


def test_a_sign_the_model_has_not_got_raises() -> None:
    with pytest.raises(KeyError):
        token("đ")


def test_sounds_that_differ_are_written_differently() -> None:
    # ch and nh end as c and ng do, the vowel before them tells them apart; the rest is one to one.
    spelled: dict[str, set[tuple[str, bool, str, str]]] = {}
    for s in every_sound():
        signs = "".join(p.sign for p in phones(s))
        coda = {"c": "k", "ɲ": "ŋ"}.get(s.coda, s.coda)
        spelled.setdefault(signs, set()).add((s.onset, s.glide, s.nucleus, coda))
    merged = {signs: who for signs, who in spelled.items() if len(who) > 1}
    # Known mergers of the model's alphabet: ich/ic, êch/êc and the like, which no two words share.
    for who in merged.values():
        assert len({(onset, glide) for onset, glide, *_ in who}) == 1, who


def middle(tone: Tone, place: float) -> float:
    return float(curve(CONTOURS[tone], np.array([place], dtype=np.float32))[0])


def test_level_stays_level() -> None:
    heights = [middle(Tone.NGANG, p) for p in (0, 0.5, 1)]
    assert max(heights) - min(heights) < 1.5


def test_rising_ends_well_above_where_it_begins() -> None:
    assert middle(Tone.SAC, 1) - middle(Tone.SAC, 0) > 4


def test_falling_starts_below_level_and_goes_down() -> None:
    assert middle(Tone.HUYEN, 0) < middle(Tone.NGANG, 0)
    assert middle(Tone.HUYEN, 1) - middle(Tone.HUYEN, 0) < -3


def test_dipping_is_lowest_before_its_end() -> None:
    heights = [middle(Tone.HOI, p) for p in np.linspace(0, 1, 21)]
    assert 0.3 < int(np.argmin(heights)) / 20 < 0.95
    assert heights[-1] > min(heights)


def test_broken_falls_creaks_and_ends_high() -> None:
    shape = CONTOURS[Tone.NGA]
    assert shape.creak is not None
    assert shape.creak_depth > 0
    assert middle(Tone.NGA, 0.5) < middle(Tone.NGA, 0)
    assert middle(Tone.NGA, 1) > middle(Tone.NGANG, 1) + 4


def test_heavy_falls_fastest_and_is_cut() -> None:
    shape = CONTOURS[Tone.NANG]
    assert shape.creak is not None
    assert shape.creak[1] == 1.0
    assert middle(Tone.NANG, 1) <= min(middle(t, 1) for t in Tone)


@pytest.mark.parametrize("word", ["mát", "mạt", "sách", "ngọc", "bếp", "học"])
def test_a_stop_shortens_the_tone_it_ends(word: str) -> None:
    syllable = parse(word)
    assert syllable is not None
    shape = contour(syllable)
    assert shape is STOPPED[syllable.tone]
    assert shape.creak is None
    rises = shape.semitones[-1] > shape.semitones[0]
    assert rises == (syllable.tone is Tone.SAC)
