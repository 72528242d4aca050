"""Words out of markup, and links made canonical."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docbao.sources.links import entry_id, web_link
from docbao.sources.vni import is_vni, repair_vni
from docbao.sources.wording import headline, shorten, strip_markup, summary, without_source


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("(Dân trí) - Sáng nay", "Sáng nay"),
        ("(Dân trí)- Sáng nay", "Sáng nay"),
        ("(NLĐO) – Sáng nay", "Sáng nay"),
        ("(Chinhphu.vn) - Sáng nay", "Sáng nay"),
        ("(baoquangninh.com.vn) - Sáng nay", "Sáng nay"),
        ("TTO - Sáng nay", "Sáng nay"),
        ("(PLO)- Sáng nay", "Sáng nay"),
        ("(TTXVN) Sáng nay", "Sáng nay"),
        ("(Kỳ 2) - Sáng nay", "(Kỳ 2) - Sáng nay"),
        ("(Ảnh minh họa) - x", "(Ảnh minh họa) - x"),
        ("TTO-Sáng", "TTO-Sáng"),
        ("Thanh Niên xung phong", "Thanh Niên xung phong"),
        ("VOV đưa tin", "VOV đưa tin"),
        ("", ""),
    ],
)
def test_the_papers_own_name_is_taken_off_a_summary(written: str, read: str) -> None:
    assert without_source(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<p>Một</p><p>hai</p>", "Một hai"),
        ("Một<br/>hai", "Một hai"),
        ("Ủy <b>ban</b> nhân <i>dân</i>", "Ủy ban nhân dân"),
        ("<b>B</b>ắc Kạn", "Bắc Kạn"),
        ("<img src='x' alt='a > b'>chữ", "chữ"),
        ("</br>chữ", "chữ"),
        ("x<script>alert('</b>')</script>y", "xy"),
        ("x<STYLE type=a>p{}</STYLE >y", "xy"),
        ("İx<script>é</script>y", "İxy"),
        ("x<!-- <p> -->y", "xy"),
        ("x<!-- mở", "x"),
        ("<![CDATA[chữ]]>", "chữ"),
        ("5 < 6 và 7 > 2", "5 < 6 và 7 > 2"),
        ("a<b", "a<b"),
        ("&amp;lt;3", "<3"),
        ("&amp;amp;amp;amp;", "&amp;"),
        ("<svg><text>x</text></svg>chữ", "chữ"),
    ],
)
def test_markup_leaves_words(written: str, read: str) -> None:
    assert summary(written) == read


def test_long_words_are_cut_between_words() -> None:
    assert shorten("một hai ba bốn", 14) == "một hai ba bốn"
    assert shorten("một hai ba bốn", 11) == "một hai ba…"
    assert shorten("một, hai", 6) == "một…"
    assert shorten("dàiquádài" * 3, 10) == "dàiquádài…"
    assert len(headline("a" * 4000)) == 500


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="<>/!-[]&;\"' abpscriptB#&lt;amp\x1b\u202e", max_size=200))
def test_a_headline_is_one_clean_line_and_cleaning_it_again_changes_nothing(text: str) -> None:
    title = headline(text)
    assert "\n" not in title
    assert "\x1b" not in title
    assert "\u202e" not in title
    assert "<script" not in strip_markup(title).lower() or "<script" not in text


@pytest.mark.parametrize(
    ("raw", "link"),
    [
        ("/tin/1.aspx?ItemID=5", "https://a.vn/tin/1.aspx?ItemID=5"),
        ("HTTPS://A.VN:443/x#y", "https://a.vn/x"),
        ("http://a.vn", "http://a.vn/"),
        ("x?utm_source=a&id=7&fbclid=b", "https://a.vn/rss/x?id=7"),
        ("x?UTM_Source=a", "https://a.vn/rss/x"),
        ("x?id=7&xutm_source=a", "https://a.vn/rss/x?id=7&xutm_source=a"),
        (" \n/x\u200b ", "https://a.vn/x"),
        ("//b.vn/x", "https://b.vn/x"),
        ("http://[::1]:80/x", "http://[::1]/x"),
        *((bad, "") for bad in ("", "  ", "javascript:x", "file:///x", "mailto:a@b.vn", "http://")),
        *((bad, "") for bad in ("http://[x", "http://a.vn:x/", "data:,x", "x" * 3000)),
    ],
)
def test_a_link_is_absolute_and_canonical_or_empty(raw: str, link: str) -> None:
    assert web_link("https://a.vn/rss/tin.rss", raw) == link


def test_a_story_keeps_its_name_however_it_is_met() -> None:
    name = entry_id("https://a.vn/x")
    assert len(name) == 16
    assert int(name, 16) >= 0
    assert entry_id("http://a.vn/x") == name  # the site moves to https
    assert entry_id("https://a.vn/slug-moi", "http://a.vn/x") == name  # the guid goes first
    assert entry_id("", "http://a.vn/x#1") == name
    assert entry_id("", "7", home="https://a.vn/1") == entry_id("", "7", home="https://a.vn/2")
    assert entry_id("", "7", home="https://a.vn/1") != entry_id("", "7", home="https://b.vn/1")


def test_text_for_vni_fonts_is_told_from_western_text() -> None:
    assert repair_vni("Vieät Nam ñaát nöôùc meán yeâu") == repair_vni(
        repair_vni("Vieät Nam ñaát nöôùc meán yeâu")
    )
    assert is_vni("Ñaïi hoäi ñaïi bieåu toaøn quoác laàn thöù nhaát")
    for western in ("Les élèves à l'école", "El niño pequeño, señor", "Tiếng Việt", "plain"):
        assert repair_vni(western) == western
