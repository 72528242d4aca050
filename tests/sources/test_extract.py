"""The cascade: selectors, lead, fallbacks, and pages that mean harm."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sources.pages import page

from docbao.errors import ConfigError, ExtractError
from docbao.model import Article, Block, Entry, Feed, Selectors
from docbao.sources import extract_text
from docbao.sources.extract import extract
from docbao.sources.links import entry_id

LEAD = "Sau ba năm sửa chữa, ngôi đình trăm tuổi của làng Hạ mở cửa trở lại đúng ngày hội xuân."
BODY = (
    "Từ sáng sớm, các cụ trong làng mặc áo the, khăn xếp, đứng chờ trước cổng đình thơm mùi gỗ.",
    "Ông Phan Văn Lộ, thợ cả của tốp thợ mộc, cho biết 38 cột lim được thay chân, giữ nguyên thân.",
    "Kinh phí 4,6 tỷ đồng do dân làng và người đi làm ăn xa đóng góp, công khai trên bảng tin.",
    "Tối nay, đội chèo của xã diễn vở cũ mà ba mươi năm rồi chưa dựng lại.",
)
TITLE = "Đình làng Hạ mở cửa sau ba năm trùng tu"


def news(*, body: str = "", top: str = "", bottom: str = "", head: str = "") -> str:
    paragraphs = body or "".join(f"<p>{line}</p>" for line in BODY)
    return (
        f"<html lang=vi><head><title>{TITLE}</title>{head}</head><body><h1>{TITLE}</h1>{top}"
        f"<div class='article-content'>{paragraphs}</div>{bottom}</body></html>"
    )


def texts(article: Article) -> list[str]:
    return [block.text for block in article.blocks]


def feed(selectors: Selectors) -> Feed:
    return Feed("lang", "Báo Làng", "https://example.test/rss", selectors=selectors)


def entry(*, content_html: str = "", summary: str = "") -> Entry:
    return Entry(
        feed="lang",
        id="0123456789abcdef",
        link="https://example.test/bai.html",
        title="Tiêu đề theo nguồn tin",
        summary=summary,
        published=datetime(2024, 2, 20, 1, tzinfo=UTC),
        content_html=content_html,
    )


def test_the_lead_outside_the_body_comes_first() -> None:
    html = news(top=f"<p class=sapo>(Báo Làng) - {LEAD}</p>")
    assert extract_text(html).split("\n") == [LEAD, *BODY]


def test_the_lead_told_to_search_engines_is_taken_where_the_page_marks_none() -> None:
    html = news(
        head=f'<meta property="og:description" content="{LEAD}">', top=f"<div class=x1>{LEAD}</div>"
    )
    assert extract_text(html).split("\n") == [LEAD, *BODY]


def test_the_slogan_of_a_site_is_no_lead() -> None:
    slogan = "Cổng thông tin điện tử chính thức, cập nhật nhanh nhất mọi lĩnh vực trong tỉnh nhà."
    html = news(head=f'<meta name="description" content="{slogan}">')
    assert extract_text(html).split("\n") == list(BODY)


def test_the_words_under_a_picture_are_not_the_lead() -> None:
    words = "Toàn cảnh sân gạch nhìn từ phía sông, ảnh chụp bằng máy bay."
    html = news(
        head=f'<meta property="og:description" content="{LEAD}">',
        top=f"<div class=x1>{LEAD}</div><p class=desc>{words}</p>",
    )
    assert extract_text(html).split("\n")[0] == LEAD


def test_the_words_under_the_first_picture_follow_the_lead_and_are_no_text() -> None:
    words = "Sân đình ngày khánh thành. Ảnh: Thợ Viết"
    html = news(top=f"<h2 class=sapo>{LEAD}</h2><figure><figcaption>{words}</figcaption></figure>")
    assert extract(page(html)).blocks[0] == Block("caption", words)
    assert extract_text(html).split("\n") == [LEAD, *BODY]


def test_a_lead_cut_off_for_search_engines_is_no_lead() -> None:
    html = news(head=f'<meta property="og:description" content="{LEAD[:60]}...">')
    assert extract_text(html).split("\n")[0] == BODY[0]


def test_a_description_that_only_quotes_the_first_paragraph_is_not_said_twice() -> None:
    html = news(head=f'<meta name="description" content="{BODY[0][:70]}">')
    article = extract(page(html))
    assert [article.lead, *texts(article)] == list(BODY)


def test_a_teaser_of_another_story_is_not_the_lead() -> None:
    teaser = "Câu chuyện khác hẳn, nằm trong cột bên phải, không dính dáng gì tới bài này cả."
    html = news(bottom=f"<ul><li><h3>Bài khác</h3><p class=description>{teaser}</p></li></ul>")
    assert teaser not in extract_text(html)


def test_selectors_of_the_site_come_before_everything() -> None:
    html = (
        f"<html><body><h1>Tên trang</h1><b id=t>{TITLE}</b><i id=l>{LEAD}</i><u id=a>Thợ Viết</u>"
        f"<em id=d>20/02/2024 08:30</em><div class=odd><p>{BODY[0]}</p><p class=ad>Mua ngay kẻo "
        f"hết, giá rẻ bất ngờ cho cả nhà!</p><p>{BODY[1]}</p></div><div class=content>"
        + f"<p>{BODY[2]}</p>" * 5
        + "</div></body></html>"
    )
    chosen = Selectors(title="#t", lead="#l", body=".odd", byline="#a", date="#d", drop=(".ad",))
    article = extract(page(html), feed=feed(chosen))
    assert (article.title, article.lead, article.byline) == (TITLE, LEAD, "Thợ Viết")
    assert texts(article) == [BODY[0], BODY[1]]
    assert article.published == datetime(2024, 2, 20, 1, 30, tzinfo=UTC)
    assert (article.feed, article.source) == ("lang", "Báo Làng")


def test_selectors_that_find_nothing_leave_the_general_way_open() -> None:
    article = extract(page(news()), feed=feed(Selectors(body=".no-such", lead="#none")))
    assert texts(article) == list(BODY)


def test_a_selector_that_is_no_css_is_an_error_that_names_it() -> None:
    with pytest.raises(ConfigError, match=r"p\[\["):
        extract(page(news()), feed=feed(Selectors(body="p[[")))


def test_the_feeds_own_text_is_the_last_resort_but_one() -> None:
    html = "".join(f"<p>{line}</p>" for line in BODY)
    article = extract(page("<html><body></body></html>"), entry=entry(content_html=html))
    assert texts(article) == list(BODY)
    assert article.title == "Tiêu đề theo nguồn tin"


def test_the_summary_is_the_last_resort() -> None:
    article = extract(page("<html><body><p></p></body></html>"), entry=entry(summary=LEAD))
    assert article.blocks == (Block("paragraph", LEAD),)
    assert article.id == "0123456789abcdef"
    assert article.published == datetime(2024, 2, 20, 1, tzinfo=UTC)


def test_an_article_met_alone_is_known_by_its_address_without_tracking() -> None:
    plain = extract(page(news(), "https://Example.test/bai.html"))
    tracked = extract(page(news(), "https://example.test/bai.html?utm_source=x&fbclid=1#top"))
    assert plain.id == tracked.id == entry_id("https://example.test/bai.html")
    assert len(plain.id) == 16


def test_the_title_is_without_the_publications_name() -> None:
    html = news(head='<meta property="og:site_name" content="Báo Làng">').replace(
        f"<h1>{TITLE}</h1>", ""
    )
    named = html.replace(f"<title>{TITLE}", f"<title>{TITLE} | Báo Làng")
    assert extract(page(named)).title == TITLE


@pytest.mark.parametrize(
    "line",
    [
        "Xem thêm",
        "Tin liên quan",
        "Tăng cỡ chữ Giảm cỡ chữ",
        "PublishingPortal - Block_BanTin_ViewData",
        "Theo dõi Báo Làng trên Google News",
    ],
)
def test_a_line_of_the_page_within_the_body_is_not_heard(line: str) -> None:
    body = f"<p>{BODY[0]}</p><p>{line}</p>" + "".join(f"<p>{text}</p>" for text in BODY[1:])
    assert extract_text(news(body=body)).split("\n") == list(BODY)


# Pages that mean harm, or hold nothing.


@pytest.mark.parametrize(
    "html",
    [
        b"",
        b"   \n",
        b"<html></html>",
        b"<html><body><script>document.write('x')</script></body></html>",
        b"<html><body><nav><a href=/>Home</a></nav></body></html>",
        b"\x00\x01\x02\xff\xfe",
        b"<div>" * 100_000,
        b"<div>" * 100_000 + b"x" + b"</div>" * 100_000,
        b"<!--" + b"x" * 100_000,
        b"&" * 100_000,
    ],
    ids=[
        "empty",
        "blank",
        "bare",
        "scripts",
        "menu",
        "bytes",
        "open",
        "deep",
        "comment",
        "entities",
    ],
)
def test_a_page_with_no_article_is_one_clear_error_soon(html: bytes) -> None:
    started = time.perf_counter()
    with pytest.raises(ExtractError) as told:
        extract(page(html))
    assert time.perf_counter() - started < 10
    assert "\n" not in str(told.value)
    assert told.value.hint is not None
    assert extract_text(html) == ""


def test_a_front_page_is_no_article() -> None:
    links = "".join(
        f"<div class=item><h3><a href=/{n}>Tiêu đề số {n} của một câu chuyện</a></h3></div>"
        for n in range(40)
    )
    with pytest.raises(ExtractError):
        extract(page(f"<html lang=vi><body><h1>Báo Làng</h1>{links}</body></html>"))


def test_a_hundred_thousand_nested_tags_do_not_hide_the_article_before_them() -> None:
    html = news(bottom="<div>" * 100_000 + "</div>" * 100_000)
    started = time.perf_counter()
    assert extract_text(html).split("\n") == list(BODY)
    assert time.perf_counter() - started < 10


@pytest.mark.parametrize(
    "bad", ["\x1b[2J", "\x9b31m", "&#27;[2J", "\u202e", "\u200b", "&#x202e;", "\x07"]
)
def test_nothing_that_steers_a_terminal_comes_through(bad: str) -> None:
    html = news(
        body="".join(f"<p>{line[:9]}{bad}{line[9:]}</p>" for line in BODY),
        top=f"<p class=sapo>{bad}{LEAD}</p>",
        head=f'<meta name="author" content="Thợ {bad}Viết">',
    ).replace(TITLE, f"{bad}{TITLE}")
    article = extract(page(html))
    said = "".join((article.title, article.lead, article.byline, article.source, *texts(article)))
    assert not set(said) & set("\x1b\x9b\x07\u202e\u200b")
    assert article.lead == LEAD
    assert article.title == TITLE
    assert len(article.blocks) == len(BODY)


def test_a_page_of_five_million_bytes_is_read() -> None:
    filler = "<!-- " + "x" * 1000 + " -->"
    html = news(bottom=filler * 4000 + f"<script>{'var a=1;' * 120_000}</script>")
    assert len(html) > 4_900_000
    assert extract_text(html).split("\n") == list(BODY)


def test_a_page_that_is_one_long_line_is_read() -> None:
    line = " ".join(BODY * 200)
    assert len(extract_text(f"<html><body><p>{line}</p></body></html>")) > len(line) * 0.9


@pytest.mark.parametrize("declared", ["utf-8", "windows-1258", "no-such", ""])
def test_a_wrong_declaration_does_not_spoil_the_text(declared: str) -> None:
    html = news(head=f"<meta charset='{declared}'>").encode()
    assert extract_text(html).split("\n") == list(BODY)
    assert extract_text(html.replace(b"</body>", b"\xff\xfe</body>")).split("\n") == list(BODY)


@settings(max_examples=40, deadline=None)
@given(st.text(st.sampled_from("<>/='\" pdivtablrhn&#;x1\x1b\u202e"), max_size=300))
def test_no_markup_makes_extraction_fail_otherwise_than_by_saying_so(soup: str) -> None:
    text = extract_text(soup)
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_importing_the_room_brings_no_heavy_library() -> None:
    probe = (
        "import sys, docbao.sources, docbao.sources.extract, docbao.sources.extractor,"
        " docbao.sources.files\n"
        "print([m for m in ('trafilatura', 'bs4', 'lxml', 'readability') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
