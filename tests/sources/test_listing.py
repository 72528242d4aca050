"""List pages of portals that have no feed."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docbao.errors import FeedError
from docbao.model import Bulletin, Feed, Page
from docbao.sources.listing import parse_listing

PORTAL: Final = Path(__file__).parent.parent / "data" / "listings" / "portal.html"
URL: Final = "https://tinh.example/Trang/tin-tuc-su-kien.aspx"
NOW: Final = datetime(2026, 11, 1, tzinfo=UTC)
STORY: Final = r"ChiTietTinTuc\.aspx\?nid=\d+"


def read(body: bytes | str, pattern: str | None = STORY, **settings_of_feed: Any) -> Bulletin:
    data = body.encode() if isinstance(body, str) else body
    feed = Feed("tinh", "Tỉnh", URL, kind="listing", link_pattern=pattern, **settings_of_feed)
    return parse_listing(Page(URL, URL, 200, "text/html", data), feed, now=NOW)


def test_a_portals_list_is_read_in_its_order_with_titles_and_dates() -> None:
    bulletin = read(PORTAL.read_bytes())
    link = "https://tinh.example/Trang/ChiTietTinTuc.aspx?nid="
    assert [(entry.link, entry.title, entry.published) for entry in bulletin.entries] == [
        (
            f"{link}1201",
            "Khánh thành trường học ở xã vùng cao",
            datetime(2020, 11, 13, 2, 15, tzinfo=UTC),
        ),
        (
            f"{link}1200",
            "Họp báo quý IV về tình hình kinh tế - xã hội",
            datetime(2020, 11, 12, 8, 0, tzinfo=UTC),
        ),
        (f"{link}1199", "Lễ phát động Ngày vì người nghèo", None),
        (f"{link}1198", "Thông báo lịch cắt điện tuần tới", datetime(2020, 11, 11, 1, tzinfo=UTC)),
    ]
    assert all(entry.feed == "tinh" and len(entry.id) == 16 for entry in bulletin.entries)


def test_no_more_than_the_wanted_number_is_taken() -> None:
    assert len(read(PORTAL.read_bytes(), max_items=2).entries) == 2


def test_a_page_in_an_old_encoding_is_read() -> None:
    body = '<html><meta charset="windows-1258"><a href="/1">Nhà máy đường mía</a></html>'
    entries = read(body.encode("cp1258", "ignore"), pattern="/1").entries
    assert entries[0].title.endswith("a")


@pytest.mark.parametrize("body", ["", "<html></html>", "\x00", "<a href='/x'>x</a>", "tin tức"])
def test_a_page_without_a_story_is_an_error_that_says_what_to_do(body: str) -> None:
    with pytest.raises(FeedError, match="link_pattern") as refused:
        read(body)
    assert URL in str(refused.value)
    assert refused.value.hint is not None


def test_a_missing_pattern_is_named() -> None:
    with pytest.raises(FeedError, match="thiếu `link_pattern`"):
        read("<a href='/x'>x</a>", pattern=None)


def test_titles_are_clean_and_of_sane_length() -> None:
    body = f"<a href='/1'>\x1b[2J\u202e../../x {'dài ' * 1000}</a>"
    title = read(body, pattern="/1").entries[0].title
    assert title.startswith("../../x dài")
    assert len(title) <= 500


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 100_000 + "<a href='/1'>Tin sâu thẳm trong trang</a>",
        "<a href='/1'>" * 50_000,
        "<table><tr><td>" * 30_000 + "<a href='/1'>x</a>",
        "".join(f"<a href='/1?{n}'>Tin {n}</a>" for n in range(50_000)),
        "<p>" + "<a href='/1'>Tin</a> 1/1/2020 " * 20_000,
        "<a href='/1" + "x" * 1_000_000 + "'>dài</a><a href='/1'>Tin</a>",
        "<!--" * 200_000,
    ],
    ids=["deep", "links in links", "tables", "many", "one story often", "long link", "comments"],
)
def test_a_hostile_page_takes_no_longer_than_any_other(body: str) -> None:
    with contextlib.suppress(FeedError):
        read(body, pattern="/1")  # the test's own time limit speaks


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                *("<a href='/1'>", "</a>", '<a href="/1?b', "tin", "<h3>", "</h3>", "<", "<?"),
                *("<base href='//x:y'>", "<time datetime='9'>", "1/1/2020", "\x00", "&#27;"),
                *("<div>", "<img alt='x'>"),
            ]
        ),
        max_size=25,
    ).map("".join)
)
def test_any_page_is_a_bulletin_or_an_error_of_ours(body: str) -> None:
    try:
        entries = read(body, pattern="/1").entries
    except FeedError:
        return
    assert all(entry.title and entry.link.startswith("http") for entry in entries)
