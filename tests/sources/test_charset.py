"""Bytes become text whatever they were written in."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docbao.clean import clean_line
from docbao.sources.charset import (
    _TCVN3,
    declared_charset,
    decode_text,
    is_tcvn3,
    repair_tcvn3,
    without_controls,
    without_told_controls,
)

SENTENCE = (
    "Sáng nay, hợp tác xã ở xã Đồng Lạc thu hoạch vụ mướp đầu tiên; bà con phấn khởi vì được mùa, "
    "giá ổn định. Cán bộ khuyến nông hướng dẫn kỹ thuật, nhắc bà con giữ sổ ghi chép."
)
_TONES = "\u0300\u0301\u0303\u0309\u0323"


def in_tcvn3(text: str) -> bytes:
    byte_of = {letter: byte for byte, letter in _TCVN3.items()}
    return bytes(byte_of.get(letter, ord(letter)) for letter in text)


def in_windows_1258(text: str) -> bytes:
    out = bytearray()
    for letter in text:
        try:
            out += letter.encode("cp1258")
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", letter)
            tone = "".join(part for part in parts if part in _TONES)
            rest = "".join(part for part in parts if part not in _TONES)
            out += (unicodedata.normalize("NFC", rest) + tone).encode("cp1258")
    return bytes(out)


@pytest.mark.parametrize("declared", [None, "utf-8", "iso-8859-1", "no-such-code", "base64"])
@pytest.mark.parametrize(
    "body",
    [
        SENTENCE.encode(),
        SENTENCE.encode("utf-8-sig"),
        SENTENCE.encode("utf-16"),
        SENTENCE.encode("utf-16-le"),
        SENTENCE.encode("utf-16-be"),
        in_windows_1258(SENTENCE),
        in_tcvn3(SENTENCE),
        in_tcvn3(SENTENCE).decode("latin-1").encode(),
        unicodedata.normalize("NFD", SENTENCE).encode(),
    ],
    ids=["utf8", "bom", "utf16", "16le", "16be", "1258", "tcvn3", "tcvn3-as-utf8", "nfd"],
)
def test_a_vietnamese_text_reads_the_same_in_every_encoding(
    body: bytes, declared: str | None
) -> None:
    assert clean_line(decode_text(body, declared)) == SENTENCE


def test_the_declaration_counts_where_the_bytes_do_not_contradict_it() -> None:
    assert decode_text("Москва".encode("koi8-r"), "koi8-r") == "Москва"


def test_western_text_without_declaration_is_windows_1252() -> None:
    assert decode_text("Café, naïve – “so”".encode("cp1252"), "iso-8859-1") == "Café, naïve – “so”"


def test_one_broken_byte_does_not_spoil_a_utf8_text() -> None:
    body = SENTENCE.encode() + b"\xff" + SENTENCE.encode()
    assert clean_line(decode_text(body)) == SENTENCE + SENTENCE


@pytest.mark.parametrize(
    "text", ["Windows® và Office®", "Le café «noir» est 5µm", "He paid £5 for ©2020", SENTENCE, ""]
)
def test_ordinary_text_is_not_taken_for_tcvn3(text: str) -> None:
    assert not is_tcvn3(text)
    assert repair_tcvn3(text) == text


def test_a_short_tcvn3_title_is_repaired() -> None:
    assert repair_tcvn3("C«ng t¸c thi ®ua") == "Công tác thi đua"


@pytest.mark.parametrize(
    ("content_type", "body", "expected"),
    [
        ("text/html; charset=UTF-8", b"", "UTF-8"),
        ('text/html; charset="windows-1258"', b'<meta charset="utf-8">', "windows-1258"),
        ("text/html", b'<html><META http-equiv=x content="text/html; charset=utf-8">', "utf-8"),
        ("", b'<?xml version="1.0" encoding="iso-8859-1"?>', "iso-8859-1"),
        ("", b"<p>charset=none</p>", None),
    ],
)
def test_the_header_speaks_before_the_document(
    content_type: str, body: bytes, expected: str | None
) -> None:
    assert declared_charset(content_type, body) == expected


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([None, "utf-8", "cp1258", "idna", "utf-7", "hex"]))
def test_no_bytes_make_decoding_fail(body: bytes, declared: str | None) -> None:
    assert isinstance(decode_text(body, declared), str)


def test_controls_go_whole_also_when_written_by_number() -> None:
    assert without_controls("a\x1b[31mb\x07c\x00") == "abc"
    told = "a&#27;[2Jb&#x1B;]0;t&#7;c&#xFFFE;&#55296;d"
    assert clean_line(without_told_controls(told)) == "abcd"
    for joined in ("&\x02#27;", "&&#1;#27;", "&\x1b[2J#27;", "&\x00#27;", "&&#27;[2J#xFFFE;"):
        left = without_told_controls(joined)
        assert without_told_controls(left) == left
    kept = "&#7845;&#x1EA5;&#9;&#10;&#13;&#x9;&#39;&#32;&#55000;&#x1EA5"
    assert without_told_controls(kept) == kept
