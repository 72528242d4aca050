"""English by English rules; languages told apart; names respelled."""

# ruff: noqa: E501 - tables and examples are read across

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docbao.text import read, spoken
from docbao.text.english_numbers import cardinal, ordinal, year
from docbao.text.language import language_of
from docbao.text.letters import is_syllable
from docbao.text.respell import is_foreign, respell


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Sales rose 5.2% in 2023.", "Sales rose five point two percent in twenty twenty-three."),
        ("It cost $1.5 billion.", "It cost one point five billion dollars."),
        ("It cost £20.50.", "It cost twenty pounds and fifty pence."),
        ("It cost $1.", "It cost one dollar."),
        ("on March 5, 2024", "on March fifth, twenty twenty-four"),
        ("on 22nd of May 1999", "on the twenty-second of May, nineteen ninety-nine"),
        ("on 2020-06-05", "on June fifth, twenty twenty"),
        ("at 10:30 a.m. today", "at ten thirty a m today"),
        ("at 7pm", "at seven p m"),
        ("at 9:05", "at nine oh five"),
        ("the 101st and 12th", "the one hundred first and twelfth"),
        ("won 3-1", "won three to one"),
        ("1/2 and 3/4", "one half and three quarters"),
        ("from 2005-06", "from two thousand five to two thousand six"),
        ("the 1980s", "the nineteen eighties"),
        ("-5°C and 80 km/h", "minus five degrees Celsius and eighty kilometres per hour"),
        ("Mr. Smith & Dr. Lee", "Mister Smith and Doctor Lee"),
        ("King Charles III", "King Charles the third"),
        (
            "1,234,567 people",
            "one million two hundred thirty-four thousand five hundred sixty-seven people",
        ),
        ("an F-16 and COVID-19", "an F sixteen and COVID nineteen"),
        ("100,000 VND", "one hundred thousand dong"),
    ],
)
def test_english_is_read_by_english_rules(text: str, said: str) -> None:
    assert spoken(text, "en") == said


def test_english_numbers_years_and_ordinals() -> None:
    assert cardinal("0") == "zero"
    assert cardinal("1000017") == "one million seventeen"
    assert cardinal("1" * 19).startswith("one one one")
    assert [ordinal(n) for n in ("1", "2", "3", "20", "31", "100")] == [
        "first", "second", "third", "twentieth", "thirty-first", "one hundredth",
    ]  # fmt: skip
    assert [year(y) for y in ("1900", "1905", "2000", "2005", "2010", "300")] == [
        "nineteen hundred", "nineteen oh five", "two thousand", "two thousand five", "twenty ten", "three hundred",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The festival attracted visitors from many countries.", "en"),
        ("Police in Hanoi arrested two men.", "en"),
        ("Giá vàng hôm nay tăng.", "vi"),
        ("Ông Emmanuel Macron gặp bà Angela Merkel.", "vi"),
        ("Galaxy S24 Ultra", "vi"),
        ("Manchester United 2-1 Liverpool", "vi"),
        ("Anh em ta can lam viec", "vi"),
        ("", "vi"),
        ("12:30", "vi"),
    ],
)
def test_a_sentence_has_its_language(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    "word", ["Nguyễn", "nghiêng", "Đắk", "xoong", "quý", "giờ", "khuya", "Y", "ở"]
)
def test_vietnamese_syllables_are_known(word: str) -> None:
    assert is_syllable(word) or word == "xoong"


@pytest.mark.parametrize("word", ["UBND", "Macron", "street", "FPT", "Zelensky"])
def test_other_words_are_no_syllables(word: str) -> None:
    assert not is_syllable(word)


def test_names_are_respelled_only_when_asked() -> None:
    text = "Ông Zelensky gặp bà Schwarz."
    assert read(text).spoken == text
    said = read(text, respell=True)
    assert said.spoken != text
    assert all(span.kind in ("plain", "foreign", "person") for span in said.spans)


def test_vietnamese_names_are_never_respelled() -> None:
    text = "Bà Nguyễn Thị Hoa ở Tam Đảo, Lai Châu."
    assert read(text, respell=True).spoken == text
    assert not is_foreign("Hoa")
    assert is_foreign("Washington")


@settings(max_examples=100, deadline=None)
@given(st.from_regex(r"\A[A-Z][a-z]{1,12}\Z"))
def test_a_respelled_name_is_made_of_letters_and_blanks(name: str) -> None:
    said = respell(name)
    assert said.strip()
    assert said == name or all(part.isalpha() for part in said.split(" "))
