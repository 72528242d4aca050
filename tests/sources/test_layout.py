"""Layout becomes plain; data, and what is hidden, stay what they are."""

from __future__ import annotations

import pytest

from docbao.sources.blocks import blocks_of
from docbao.sources.layout import flatten, split_breaks, strip
from docbao.sources.markup import is_truncated, parse

LONG = "Một đoạn văn đủ dài để không ai nhầm nó với một ô số liệu trong bảng giá. " * 4


def plain(html: str) -> list[tuple[str, str]]:
    tree = parse(html)
    strip(tree)
    split_breaks(tree)
    flatten(tree)
    return [(block.kind, block.text) for block in blocks_of(tree.find("body"))]


@pytest.mark.parametrize(
    "table",
    [
        f"<table><tr><td><p>{LONG}</p><p>Hết.</p></td></tr></table>",
        f"<table><tr><td><table><tr><td>{LONG}</td></tr></table></td></tr></table>",
        f"<table role=presentation><tr><td>a</td><td>{LONG}</td></tr></table>",
        f"<table><tr><td>Menu</td><td>{LONG}</td></tr><tr><td>x</td><td>{LONG}</td></tr></table>",
    ],
)
def test_a_table_that_arranges_a_page_is_no_table(table: str) -> None:
    assert ("paragraph", LONG.strip()) in plain(table)


def test_a_table_of_data_keeps_its_rows() -> None:
    html = (
        "<table><tr><th>Mặt hàng</th><th>Giá</th></tr><tr><td>Gạo</td><td>18.000</td></tr></table>"
    )
    assert plain(html) == [("table_row", "Mặt hàng; Giá"), ("table_row", "Gạo; 18.000")]


def test_a_table_of_data_inside_a_layout_table_keeps_its_rows() -> None:
    inner = "<table><tr><td>Gạo</td><td>18.000</td></tr><tr><td>Ngô</td><td>7.000</td></tr></table>"
    html = f"<table><tr><td><p>{LONG}</p>{inner}</td></tr></table>"
    assert plain(html) == [
        ("paragraph", LONG.strip()),
        ("table_row", "Gạo; 18.000"),
        ("table_row", "Ngô; 7.000"),
    ]


def test_a_form_around_a_page_is_kept_and_its_fields_are_not() -> None:
    html = f"<form id=aspnetForm><input value=x><p>{LONG * 2}</p><select><option>1</select></form>"
    assert plain(html) == [("paragraph", (LONG * 2).strip())]


@pytest.mark.parametrize("gap", ["<br><br>", "<br/>&nbsp;<br/>", "<br>\n<br>\n<br>"])
@pytest.mark.parametrize("holder", ["div", "p", "span", "td"])
def test_two_line_breaks_part_paragraphs(gap: str, holder: str) -> None:
    html = f"<{holder}>Câu <b>một</b>.{gap}<i>Câu</i> hai.{gap}</{holder}>"
    if holder == "td":
        html = f"<table><tr>{html}</tr></table>"
    assert plain(html) == [("paragraph", "Câu một."), ("paragraph", "Câu hai.")]


def test_a_single_line_break_within_a_sentence_does_not() -> None:
    assert plain("<p>Câu này đi<br>tiếp. <br>Câu kia.</p>") == [
        ("paragraph", "Câu này đi tiếp."),
        ("paragraph", "Câu kia."),
    ]


def test_blocks_keep_their_kind() -> None:
    html = (
        "<h2>Mục</h2><ul><li>Một<ul><li>Hai</li></ul></li></ul><blockquote><p>Lời.</p></blockquote>"
        "<figure><img><figcaption><p>Ảnh.</p></figcaption></figure><div>Trần <p>Đoạn</p> đuôi</div>"
    )
    assert plain(html) == [
        ("heading", "Mục"),
        ("list_item", "Một"),
        ("list_item", "Hai"),
        ("quote", "Lời."),
        ("caption", "Ảnh."),
        ("paragraph", "Trần"),
        ("paragraph", "Đoạn"),
        ("paragraph", "đuôi"),
    ]


def test_a_page_nested_too_deeply_says_so() -> None:
    assert is_truncated(parse("<div>" * 1000 + "x"))
    assert not is_truncated(parse("<div>" * 100 + "x"))
