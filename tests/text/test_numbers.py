"""Numbers in Vietnamese words."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docbao.text.habits import CENTRAL, SOUTH
from docbao.text.numbers import (
    UNITS,
    cardinal,
    fraction_digits,
    named_number,
    numbered,
    one_by_one,
    ordinal,
    roman_value,
)


@pytest.mark.parametrize(
    ("digits", "said"),
    [
        ("0", "không"),
        ("10", "mười"),
        ("15", "mười lăm"),
        ("21", "hai mươi mốt"),
        ("24", "hai mươi tư"),
        ("25", "hai mươi lăm"),
        ("104", "một trăm linh bốn"),
        ("111", "một trăm mười một"),
        ("1005", "một nghìn không trăm linh năm"),
        ("5000090", "năm triệu không trăm chín mươi"),
        ("1000000000", "một tỷ"),
        ("1000000000000", "một nghìn tỷ"),
        ("2000000001", "hai tỷ không trăm linh một"),
        ("008", "tám"),
        ("٣٤", "ba mươi tư"),
    ],
)
def test_a_count_is_said_as_at_school(digits: str, said: str) -> None:
    assert cardinal(digits) == said


_VALUES = {word: value for value, word in enumerate(UNITS)}
_VALUES |= {"mốt": 1, "tư": 4, "lăm": 5}


def _heard(said: str) -> int:
    """What a listener writes down: the words back to a number."""
    billions, total, group, digit = 0, 0, 0, 0
    for word in said.split():
        if word in _VALUES:
            digit = _VALUES[word]
        elif word == "mười":
            group, digit = group + 10, 0
        elif word == "mươi":
            group, digit = group + 10 * digit, 0
        elif word == "trăm":
            group, digit = group + 100 * digit, 0
        elif word == "nghìn":
            total, group, digit = total + 1000 * (group + digit), 0, 0
        elif word == "triệu":
            total, group, digit = total + 1_000_000 * (group + digit), 0, 0
        elif word == "tỷ":
            billions, total, group, digit = total + group + digit, 0, 0, 0
    return billions * 1_000_000_000 + total + group + digit


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10**18 - 1))
def test_a_listener_can_write_the_number_down_again(value: int) -> None:
    assert _heard(cardinal(str(value))) == value


def test_a_number_nobody_could_follow_is_said_figure_by_figure() -> None:
    assert cardinal("1" * 19) == " ".join(["một"] * 19)


def test_the_south_says_ngan_and_le() -> None:
    assert cardinal("2005", SOUTH) == "hai ngàn không trăm lẻ năm"
    assert cardinal("2005", CENTRAL) == "hai ngàn không trăm lẻ năm"


@pytest.mark.parametrize(
    ("digits", "said"),
    [
        ("48", "bốn mươi tám"),
        ("50", "năm mươi"),
        ("07", "không bảy"),
        ("375", "ba bảy năm"),
        ("6", "sáu"),
    ],
)
def test_two_figures_after_the_comma_are_a_number_and_others_go_singly(
    digits: str, said: str
) -> None:
    assert fraction_digits(digits) == said


def test_ordinals_names_and_documents_have_their_own_ways() -> None:
    assert (ordinal("1"), ordinal("4"), ordinal("14")) == ("nhất", "tư", "mười bốn")
    assert (named_number("22"), named_number("213"), named_number("06")) == (
        "hai mươi hai",
        "hai một ba",
        "không sáu",
    )
    assert (numbered("05"), numbered("512"), numbered("0")) == (
        "không năm",
        "năm trăm mười hai",
        "không",
    )
    assert one_by_one("2145") == "hai một bốn năm"


def _roman(value: int) -> str:
    out = ""
    for size, letters in (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
        (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        out += letters * (value // size)
        value %= size
    return out


def test_every_well_formed_roman_numeral_has_its_value() -> None:
    assert all(roman_value(_roman(value)) == value for value in range(1, 4000))


@pytest.mark.parametrize("letters", ["IIII", "VX", "IC", "", "XIV ", "xiv", "ABC"])
def test_what_is_no_roman_numeral_has_no_value(letters: str) -> None:
    assert roman_value(letters) == 0


@settings(max_examples=50, deadline=None)
@given(st.text("0123456789", min_size=1, max_size=25))
def test_only_words_are_said(digits: str) -> None:
    for say in (cardinal, one_by_one, named_number, numbered, ordinal, fraction_digits):
        assert re.fullmatch(r"[^\W\d_]+( [^\W\d_]+)*", say(digits))
