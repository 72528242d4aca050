from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from docbao.ui.typography import MIN_WIDTH, Paragraph, Place, Setting, set_page, whole_words, wrap

LETTERS = st.text(
    alphabet=st.sampled_from(
        "aăâbđêếộ ợ ễ.,—“”12 中文字 שלום 👨\u200d👩\u200d👧🇻🇳e\u0301\u0302 xyz"
    ),
    max_size=300,
)


@settings(max_examples=100, deadline=None)
@given(text=LETTERS, width=st.integers(2, 90))
def test_every_letter_stands_on_one_line_and_no_line_is_too_wide(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(cell_len(text[start:end]) <= width for start, end in lines)
    assert all(start < end for start, end in lines)
    assert all(one[1] <= two[0] for one, two in pairwise(lines))
    shown = "".join(text[start:end] for start, end in lines)
    assert shown.replace(" ", "") == text.replace(" ", "")


def test_lines_break_at_blanks_and_fill_the_width() -> None:
    text = "Giá xăng giảm mạnh từ chiều nay"
    assert [text[a:b] for a, b in wrap(text, 13)] == ["Giá xăng giảm", "mạnh từ chiều", "nay"]


def test_a_word_wider_than_the_line_is_cut_and_nothing_is_lost() -> None:
    text = "xem https://vi.example.org/rat-dai nhé"
    lines = [text[a:b] for a, b in wrap(text, 10)]
    assert max(map(len, lines)) <= 10
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_a_letter_is_never_parted_from_its_accents_or_an_emoji_from_its_parts() -> None:
    decomposed = "e\u0302\u0301" * 20
    assert {(b - a) % 3 for a, b in wrap(decomposed, 8)} == {0}
    family = "👨\u200d👩\u200d👧" * 6
    assert {(b - a) % 5 for a, b in wrap(family, 8)} == {0}


def test_ideographs_break_anywhere_and_count_two_columns() -> None:
    text = "北京時間今天上午"
    assert [text[a:b] for a, b in wrap(text, 9)] == ["北京時間", "今天上午"]


SENTENCE = "một hai ba bốn năm sáu bảy tám chín mười " * 6
PARAGRAPHS = (Paragraph("Tiêu đề", "title"), Paragraph(SENTENCE.strip()), Paragraph("Hết."))


@pytest.mark.parametrize(("spacing", "blank"), [(1.0, 0), (1.5, 4), (2.0, 9)])
def test_line_spacing_puts_blank_rows_after_every_second_or_every_line(
    spacing: float, blank: int
) -> None:
    text = Paragraph("một hai ba bốn năm " * 10)
    layout = set_page((text,), Setting(width=19, line_spacing=spacing), 80)
    assert len(layout.lines) == 10
    assert layout.rows.count(-1) == blank


@pytest.mark.parametrize("gap", [0, 1, 2])
def test_paragraphs_stand_as_far_apart_as_asked(gap: int) -> None:
    layout = set_page(PARAGRAPHS, Setting(width=40, paragraph_gap=gap), 80)
    assert layout.starts[1] - layout.starts[0] == gap + 1


def test_the_margin_gives_way_before_the_text_does() -> None:
    wide = set_page(PARAGRAPHS, Setting(width=60, margin=20), 80)
    narrow = set_page(PARAGRAPHS, Setting(width=60, margin=20), 24)
    assert max(line.end - line.start for line in wide.lines) <= 60
    assert max(line.end - line.start for line in narrow.lines) <= MIN_WIDTH


@settings(max_examples=100, deadline=None)
@given(
    char=st.integers(0, len(SENTENCE) - 2),
    one=st.integers(10, 100),
    two=st.integers(10, 100),
    spacing=st.sampled_from([1.0, 1.5, 2.0]),
)
def test_the_place_survives_setting_the_page_anew(
    char: int, one: int, two: int, spacing: float
) -> None:
    before = set_page(PARAGRAPHS, Setting(width=one), 120)
    after = set_page(PARAGRAPHS, Setting(width=two, line_spacing=spacing), 120)
    place = before.place_at(before.row_of(Place(1, char)))
    line = after.line_at(after.row_of(place))
    assert line is not None
    assert line.paragraph == 1
    assert line.start <= place.char


def test_an_empty_text_makes_an_empty_page() -> None:
    layout = set_page((Paragraph(""), Paragraph("   ")), Setting(), 80)
    assert layout.height == 0
    assert layout.row_of(Place(0, 3)) == 0
    assert layout.place_at(5) == Place(0, 0)
    assert layout.line_at(0) is None


@given(st.text("aă đ,ế京", max_size=60).map(str.strip), st.integers(1, 40))
@settings(max_examples=60, deadline=None)
def test_a_line_that_is_cut_ends_with_an_ellipsis_and_fits(text: str, columns: int) -> None:
    shown = whole_words(text, columns)
    assert cell_len(shown) <= max(columns, 3)
    assert shown == text or (shown.endswith("…") and text.startswith(shown[:-1]))
