"""What is said for a text, before any model is asked."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docbao.speech.kokoro.foreign import pronounce
from docbao.speech.kokoro.phones import is_known
from docbao.speech.kokoro.prosody import LEAD_FRAMES, Timing, lay_out
from docbao.speech.kokoro.reading import Break, Word, read


def words(text: str) -> list[str]:
    return [text[w.start : w.end] for w in read(text, "vi") if isinstance(w, Word)]


def signs(text: str) -> str:
    return "".join(p.sign for p in pronounce(text))


def test_every_word_keeps_its_place_in_the_text() -> None:
    text = "  “Hôm nay”, ông Smith nói: trời mưa!"
    assert words(text) == ["Hôm", "nay", "ông", "Smith", "nói", "trời", "mưa"]


def test_marks_become_pauses_but_never_two_nor_one_at_the_start() -> None:
    found = read("… (Tin mới), – nóng?! Hết.", "vi")
    row = [i.sign if isinstance(i, Break) else "w" for i in found]
    assert row == ["w", "w", ",", "w", "?", "w", "."]
    assert isinstance(found[0], Word)


@pytest.mark.parametrize("text", ["", " ", "...", "“”", "— – -", "!?"])
def test_marks_alone_are_nothing_to_say(text: str) -> None:
    assert not any(isinstance(i, Word) for i in read(text, "vi"))


def test_a_digit_that_slipped_through_is_read_in_vietnamese() -> None:
    found = read("12", "vi")
    assert [w.syllable.spelled for w in found if isinstance(w, Word) and w.syllable] == [
        "một",
        "hai",
    ]


@pytest.mark.parametrize(
    ("word", "said"),
    [("VTV", "vˈi tˈi vˈi"), ("sh", "ˈɛs ˈAʧ"), ("x", "ˈɛks"), ("4G", "fˈɔɹ ʤˈi")],
)
def test_letters_are_spelled(word: str, said: str) -> None:
    assert signs(word) == said


def test_a_word_no_language_has_is_taken_in_stretches() -> None:
    found = [w for w in read("w" * 290, "vi") if isinstance(w, Word)]
    assert len(found) == 10
    assert all(len(w.phones) <= 300 for w in found)


def test_english_is_said_in_english() -> None:
    assert signs("Facebook") == "fˈAsbʊk"
    assert signs("chip") == "ʧˈɪp"


def test_other_scripts_are_left_out_rather_than_guessed() -> None:
    assert words("thành phố 北京 lớn") == ["thành", "phố", "lớn"]


@given(st.text(max_size=40), st.sampled_from(["vi", "en"]))
@settings(max_examples=100, deadline=None)
def test_no_text_breaks_the_reading(text: str, language: str) -> None:
    found = read(text, "vi" if language == "vi" else "en")
    for item in found:
        if isinstance(item, Word):
            assert item.phones
            assert 0 <= item.start < item.end <= len(text)
            assert all(is_known(p.sign) for p in item.phones)


def test_a_layout_ends_its_sentence_and_marks_its_words() -> None:
    carrier = read("sau đây,", "vi")
    layout = lay_out(read("tin vắn", "vi"), carrier)
    assert layout.phones[-1].sign == "."
    assert layout.carried == 2
    assert len(layout.words) == len(layout.spans) == 4
    assert lay_out(read("thật không?", "vi")).is_question


def test_the_carrier_is_not_heard_and_words_come_in_order() -> None:
    import numpy as np

    layout = lay_out(read("tin vắn, hết", "vi"), read("sau đây là bản tin,", "vi"))
    frames = np.full(len(layout.phones) + 2, 3, dtype=np.float32)
    timing = Timing.of(layout, frames, 1.0)
    starts = [timing.ms(span[0]) for span in layout.spans[layout.carried :]]
    # What is silent of the lead is cut from the sound; test_engine holds the finished clip.
    assert 0 < starts[0] <= LEAD_FRAMES * 25
    assert starts == sorted(starts)
    assert timing.begin > 20
    assert timing.context > 0
