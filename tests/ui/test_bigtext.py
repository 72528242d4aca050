from __future__ import annotations

from importlib.resources import files
from io import BytesIO
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ImageFont
from rich.cells import cell_len

from docbao.ui.bigtext import big_type
from docbao.ui.cells import CELL_MODES, CellMode
from docbao.ui.glyphs import CHOICES, likely_mode

VOWELS = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđ"
INK = set("▘▝▀▖▌▞▛▗▚▐▜▄▙▟█") | {chr(n) for n in range(0x1FB00, 0x1FB3C)}


def test_the_font_has_every_vietnamese_letter() -> None:
    face = files("fontpkg_be_vietnam_pro").joinpath("files", "BeVietnamPro-SemiBold.ttf")
    font = ImageFont.truetype(BytesIO(face.read_bytes()), 40)
    missing = bytes(font.getmask("\ue123"))
    for letter in VOWELS + VOWELS.upper() + "₫“”–…":
        assert bytes(font.getmask(letter)) != missing, letter


@pytest.mark.parametrize("mode", CELL_MODES)
@pytest.mark.parametrize("rows", range(4, 11))
def test_a_large_line_has_the_rows_asked_for_and_fills_the_columns(
    rows: int, mode: CellMode
) -> None:
    drawn = big_type(rows, mode).draw("Ẫ Đọc báo gợi", 120)
    assert len(drawn) == rows
    assert {cell_len(row) for row in drawn} == {120}
    assert set("".join(drawn)) <= INK | {" "}
    # The tone on the capital and the dot under the letter are both there.
    assert drawn[0].strip()
    assert drawn[-1].strip()


@pytest.mark.parametrize("mode", CELL_MODES)
def test_every_tone_is_drawn_differently_at_the_smallest_size_offered(mode: CellMode) -> None:
    big = big_type(next(c.rows for c in CHOICES if c.mode == mode), mode)
    for group in ("aàáảãạ", "eèéẻẽẹ", "oòóỏõọ", "uùúủũụ", "dđ", "oôơ", "uư", "aăâ"):
        assert len({big.draw(letter, 20) for letter in group}) == len(group)


@settings(max_examples=50, deadline=None)
@given(text=st.text(alphabet="aăđêộợ nghiêng, 中👨שW.", max_size=80), columns=st.integers(10, 90))
def test_large_lines_hold_every_letter_and_stay_in_the_window(text: str, columns: int) -> None:
    big = big_type(5, "sextant")
    lines = big.wrap(text, columns)
    assert "".join(text[a:b] for a, b in lines).replace(" ", "") == text.replace(" ", "")
    assert all(one[1] <= two[0] for one, two in pairwise(lines))
    for start, end in lines:
        assert all(len(row) == columns for row in big.draw(text[start:end], columns))
        if end - start > 1:
            assert big.columns_of(text[start:end], 0, end - start)[1] <= columns


def test_the_columns_of_a_word_hold_its_ink_and_no_other() -> None:
    big = big_type(6, "quadrant")
    text = "Giá xăng giảm"
    first, after = big.columns_of(text, 4, 8)
    alone = big.draw("Giá", 80)
    assert max(len(row.rstrip()) for row in alone) <= first + 1
    assert 4 < first < after < big.columns_of(text, 9, 13)[1]


def test_a_terminal_that_paints_sextants_itself_is_trusted_with_them() -> None:
    assert likely_mode({"TERM": "xterm-kitty"}) == "sextant"
    assert likely_mode({"TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"}) == "sextant"
    assert likely_mode({"TERM": "xterm-256color"}) == "quadrant"
    assert likely_mode({"TERM": "linux"}) == "half"
    assert likely_mode({}) == "quadrant"
