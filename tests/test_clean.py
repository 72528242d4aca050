from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docbao import clean
from docbao.clean import clean_line, clean_text, fold, slug


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("Giá \x1b[2J\x1b[31mxăng\x1b[0m tăng", "Giá xăng tăng"),
        ("đầu \x1b]0;tiêu đề cửa sổ\x07cuối", "đầu cuối"),
        ("đầu \x1b]0;tiêu đề cửa sổ\x1b\\cuối", "đầu cuối"),
        ("C1: \x9b31mđỏ", "C1: đỏ"),
        ("gõ\x08\x08xóa\x7f", "gõxóa"),
        ("phải\u202esang\u2066trái", "phảisangtrái"),
        ("Bắc\u200b Kạn\ufeff", "Bắc Kạn"),
        ("so\u00adft", "soft"),
        ("hai\u00a0\u2009 khoảng\ttrắng", "hai khoảng trắng"),
        (unicodedata.normalize("NFD", "Thủ tướng"), "Thủ tướng"),
        ("một\r\nhai", "một hai"),
        ("👩\u200d🌾 nông dân", "👩\u200d🌾 nông dân"),
        ("a\u200db", "ab"),
        ("chữ \udcff hỏng", "chữ hỏng"),
    ],
)
def test_a_line_loses_what_could_harm_and_keeps_what_can_be_read(dirty: str, clean: str) -> None:
    assert clean_line(dirty) == clean


@given(st.text())
def test_cleaning_twice_changes_nothing_and_leaves_no_control(text: str) -> None:
    once = clean_line(text)
    assert clean_line(once) == once
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", once)
    once = clean_text(text)
    assert clean_text(once) == once
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", once)


def test_text_keeps_its_lines_and_single_blank_lines() -> None:
    assert clean_text(" một \r\n\r\n\r\n\r\nhai\x85ba ") == "một\n\nhai\nba"


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Bất động sản", "bat dong san"), ("ĐƯỜNG SẮT", "duong sat"), ("Đắk Lắk", "dak lak")],
)
def test_folding_drops_every_accent_and_the_bar_of_d(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(), st.integers(min_value=12, max_value=80))
def test_a_slug_is_a_safe_part_of_a_file_name(text: str, max_chars: int) -> None:
    name = slug(text, max_chars=max_chars)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
    assert len(name) <= max_chars


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("../../x", "x"),
        ("CON", "con-x"),
        ("Kế hoạch số 463/KH-UBND", "ke-hoach-so-463-kh-ubnd"),
        ("???", "khong-ten"),
        ("một " * 40, "mot-mot-mot-mot-mot-mot-mot-mot-mot-mot-mot-mot-mot-mot-mot"),
    ],
)
def test_slugs_of_hostile_and_ordinary_titles(title: str, name: str) -> None:
    assert slug(title) == name


def test_each_character_that_is_recognised_at_a_glance_is_one_that_cleaning_leaves_alone() -> None:
    glanced = [c for c in map(chr, range(0x110000)) if clean._PLAIN.match(c)]
    assert set("đĐẠỹ“”‘’–—…₫€ơƯ") <= set(glanced)
    assert not [c for c in glanced if clean._scrub(f"a{c}b") != f"a{c}b"]
    assert not [c for c in glanced if c != " " and f"a{c}b".split() != [f"a{c}b"]]
