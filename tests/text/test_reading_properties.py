"""What must hold of every reading, whatever the text."""

from __future__ import annotations

import re
import sys
import unicodedata
from types import FrameType
from typing import SupportsIndex

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from docbao.model import Reading
from docbao.text import read, spoken
from docbao.text.language import might_be_english
from docbao.text.rules.kinds import KINDS

_PIECES = [
    "ngày",
    "tháng",
    "năm",
    "tỷ",
    "lệ",
    "thứ",
    "quý",
    "km2",
    "UBND",
    "KH-UBND",
    "triệu",
    "đồng",
    "thắng",
    "QL",
    "Km",
    "TP.",
    "và",
    "mã",
    "gọi",
    "số",
    "đ/c",
    "kg/ha",
    "VNĐ",
    "°C",
    "www.a.vn",
    "a@b.vn",
    "#Tag",
    "Covid-19",
    "5G",
    "VN213",
    "30A-123.45",
    "1/4",
    "2020-2021",
    "15/3/2020",
    "8h30",
    "-5",
    "1.000.000",
    "3,5",
    "67/2014/NĐ-CP",
    "thế",
    "kỷ",
    "XIX",
    "I.",
    "a)",
    "½",
    "m²",
    "①",
    "٣",
    "…",
    "“",
    "”",
    "./.",
    "%",
    "&",
    "@",
    "+",
    "=",
    "°",
    "$",
    "#",
    "_",
    "/",
    "-",
    "–",
    "(",
    ")",
    "10^5",
    "≥",
    "~",
    "24/7",
    "phút",
    "90+2",
    "(25-17)",
    "Q.5",
    "N.V.A.",
    "TT",
    "H.",
]
_NEWSLIKE = st.lists(
    st.one_of(
        st.sampled_from(_PIECES),
        st.text("0123456789.,-/:%°'hHmgxXIVLABĐđ ", max_size=6),
        st.text(max_size=3),
    ),
    max_size=12,
).flatmap(lambda parts: st.sampled_from(["", " "]).map(lambda joint: joint.join(parts)))
_ANY = st.one_of(st.text(max_size=60), _NEWSLIKE)
_SETTINGS = settings(max_examples=100, deadline=None)


def _assert_tiles(reading: Reading) -> None:
    at = 0
    for span in reading.spans:
        assert span.start == at < span.end
        at = span.end
    assert at == len(reading.written)


@_SETTINGS
@given(_ANY)
@example("")
@example("\n")
@example("²³¹½①Ⅳ٣๓")
@example("1/2/3/4-5-6.7.8,9,10:11:12")
def test_spans_tile_the_text_and_have_a_known_class(text: str) -> None:
    reading = read(unicodedata.normalize("NFC", text))
    _assert_tiles(reading)
    assert {span.kind for span in reading.spans} <= KINDS.keys()


@_SETTINGS
@given(_ANY)
@example("66@Th 5G6 KH-UBND3 #Tag  30A-123.45 8½")
@example("x²+½=①")
def test_no_digit_and_no_sign_is_left_in_vietnamese(text: str) -> None:
    said = spoken(text)
    if might_be_english(text) and said == text:
        return  # an English sentence is another pass's business
    assert not any(c.isdigit() for c in said), said
    assert not re.search(r"[%/&@+=°$#_]", said), said


@_SETTINGS
@given(_ANY)
@example("1/2")
@example("Anh X và chị Y. 5 -")
def test_reading_twice_changes_nothing(text: str) -> None:
    once = spoken(text)
    assert spoken(once) == once


@_SETTINGS
@given(_ANY)
def test_what_is_said_is_bounded_by_what_is_written(text: str) -> None:
    assert len(spoken(text)) <= 40 * len(text) + 40


@_SETTINGS
@given(_ANY)
def test_english_spans_tile_the_text_and_leave_no_digit(text: str) -> None:
    reading = read(unicodedata.normalize("NFC", text), language="en")
    _assert_tiles(reading)
    assert not any(c.isdecimal() for c in reading.spoken)


@_SETTINGS
@given(
    st.lists(
        st.sampled_from(
            [
                "mưa",
                "nắng",
                "ruộng",
                "đồng",
                "người",
                "dân",
                "chợ",
                "phiên",
                "làng",
                "quê",
                "sông",
                "núi",
            ]
        )
    )
)
def test_plain_words_come_out_letter_for_letter(words: list[str]) -> None:
    text = " ".join(words)
    assert spoken(text) == text


_HOSTILE = [
    "1",
    "-",
    "/",
    ".",
    "(",
    "a",
    "A",
    "Đ",
    "1-",
    "1/",
    "1.",
    "1,",
    "1:",
    "1h",
    "1(",
    "(1-1,",
    "a.",
    "a@",
    "#a",
    "A-",
    "A.",
    "A1",
    "1A",
    "I",
    "12/",
    "1.000.",
    "%",
    "$",
    "$1",
    "x1",
    "1x",
    "1%-",
    "km/h",
    "h",
    "°",
    "+",
    "+1",
    "^2",
    "'",
    "1'",
    "½",
    "²",
    "_",
    "=",
    "0",
    "ngày.1/",
    "thắng1-",
    "Q.",
    "www.",
    "http://a/",
    "a/b",
    "a-b",
    "1đ/",
    "X",
    "số1/",
    "(1-2",
    "1+",
    "aB",
    "A&",
    "1/1/",
    "quýI-",
    ")",
    "]",
    "…",
    "!",
    "?",
    ";",
    ":",
    ",",
    "“",
    "->",
    "=>",
    "<",
]


@pytest.mark.slow
def test_work_grows_in_step_with_hostile_texts() -> None:
    # Steps are counted, not seconds, so that a busy machine cannot fail it: eight times the text
    # would take 64 times the steps if anything were quadratic. A text may need two passes where
    # its beginning needs one, hence 20. How long it takes is for bench/reading.py.
    for piece in (*_HOSTILE, "1 ", "09 ", "I, ", "TP. ", "thứ 2, ", "the of ", "gọi 113, "):
        small, large = piece * (400 // len(piece)), piece * (3200 // len(piece))
        spoken(large)  # expressions are compiled and tables read
        assert _steps(large) < 20 * _steps(small) + 2000, piece


class _CountedText(str):
    """A text that counts the characters cut out of it."""

    __slots__ = ("visited",)

    visited: int

    def __getitem__(self, key: SupportsIndex | slice) -> str:
        part = super().__getitem__(key)
        self.visited += len(part)
        return part


def _steps(text: str) -> int:
    """Calls made and characters looked at while `text` is read."""
    calls = 0

    def count(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    counted = _CountedText(text)
    counted.visited = 0
    before = sys.getprofile()
    sys.setprofile(count)
    try:
        read(counted)
    finally:
        sys.setprofile(before)
    return calls + counted.visited
