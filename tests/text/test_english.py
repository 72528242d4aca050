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


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("on 3 Jan 2000", "on the third of January, two thousand"),
        ("the 3rd of May", "the third of May"),
        ("by Sept. 30", "by September thirtieth"),
        ("on 2020-13-05", "on two thousand twenty, thirteen, five"),
        ("on 2020-12-31", "on December thirty-first, twenty twenty"),
        ("on 2020-01-01", "on January first, twenty twenty"),
        ("at 12:00", "at twelve o'clock"),
        ("at 1:00", "at one o'clock"),
        ("at 13:00", "at thirteen hundred hours"),
        ("at 0:00", "at zero hundred hours"),
        ("at 10:10", "at ten ten"),
        ("at 12:00 PM", "at twelve p m"),
        ("from 9 AM", "from nine a m"),
        ("$1.01 and $2.50", "one dollar and one cent and two dollars and fifty cents"),
        ("$5.00", "five dollars"),
        ("$2.5", "two point five dollars"),
        ("$3m a year", "three million dollars a year"),
        ("£1.01", "one pound and one pence"),
        ("¥500 and €1", "five hundred yen and one euro"),
        ("$40/barrel", "forty dollars per barrel"),
        ("5 million USD", "five million US dollars"),
        ("1/3 and 2/3 of 5/4", "one third and two thirds of five out of four"),
        ("1/4, 1/1 and 3/2", "one quarter, one out of one and three out of two"),
        ("1 km and 2 km", "one kilometre and two kilometres"),
        ("1°C", "one degrees Celsius"),
        ("the 90s", "the nineties"),
        ("in the 2010s", "in the twenty tens"),
        ("from 1914-1918", "from nineteen fourteen to nineteen eighteen"),
        ("in 1984, in 2005", "in nineteen eighty-four, in two thousand five"),
        ("about 1984 people", "about one thousand nine hundred eighty-four people"),
        ("flight VN213 to B52", "flight V N two one three to B fifty-two"),
        ("Louis XIV", "Louis the fourteenth"),
        ("minus -5 and 3.14", "minus minus five and three point one four"),
        ("A&B", "A and B"),
        ("2nd, 21st, 1,000th", "second, twenty-first, one thousandth"),
        ("No. 5", "number five"),
        ("10% @ 5", "ten percent at five"),
    ],
)
def test_english_corners(text: str, said: str) -> None:
    assert spoken(text, "en") == said


def test_english_numbers_at_their_bounds() -> None:
    assert [cardinal(n) for n in ("19", "20", "21", "99", "100", "101", "110", "999", "1000")] == [
        *("nineteen", "twenty", "twenty-one", "ninety-nine", "one hundred", "one hundred one"),
        *("one hundred ten", "nine hundred ninety-nine", "one thousand"),
    ]
    assert cardinal("999999") == "nine hundred ninety-nine thousand nine hundred ninety-nine"
    assert cardinal("1" + "0" * 15) == "one quadrillion"
    assert cardinal("1" * 18).startswith("one hundred eleven quadrillion")
    assert cardinal("0" * 19).startswith("zero zero")
    teens = [cardinal(str(n)) for n in range(10, 20)]
    assert teens[0] == "ten"
    assert all(word.endswith("teen") for word in teens[3:])
    assert [cardinal(str(n)) for n in range(20, 100, 10)] == [
        *("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"),
    ]
    assert [ordinal(n) for n in ("5", "8", "9", "12", "13", "22", "40", "101", "112", "1003")] == [
        *("fifth", "eighth", "ninth", "twelfth", "thirteenth", "twenty-second", "fortieth"),
        *("one hundred first", "one hundred twelfth", "one thousand third"),
    ]
    said = {
        "999": "nine hundred ninety-nine",
        "1000": "one thousand",
        "1001": "ten oh one",
        "1066": "ten sixty-six",
        "1100": "eleven hundred",
        "1909": "nineteen oh nine",
        "1910": "nineteen ten",
        "1999": "nineteen ninety-nine",
        "2009": "two thousand nine",
        "2010": "twenty ten",
        "2099": "twenty ninety-nine",
        "2100": "two thousand one hundred",
        "3000": "three thousand",
    }
    assert {digits: year(digits) for digits in said} == said


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


@pytest.mark.parametrize(
    ("name", "said"),
    [
        *(("Smith", "xờ mít"), ("Back", "bác"), ("Bach", "bách"), ("Lack", "lác"), ("Mark", "mác")),
        *(("Brett", "bờ rét"), ("Strauss", "xờ trau"), ("Munich", "mu ních"), ("Nice", "níc")),
        *(("Obama", "ô ba ma"), ("Merkel", "me ken"), ("Knight", "ni"), ("Steve", "xờ tép")),
    ],
)
def test_a_name_is_respelled_syllable_by_syllable(name: str, said: str) -> None:
    assert respell(name) == said


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
