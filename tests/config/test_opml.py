from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docbao.clean import clean_line
from docbao.config import add_feeds, find_locations, read_config
from docbao.config.opml import MAX_BYTES, opml_from_feeds, read_opml
from docbao.errors import ConfigError
from docbao.model import Feed

LISTS = Path(__file__).parents[1] / "data" / "opml"


def test_newsboats_list_is_taken_and_what_is_no_web_address_is_said() -> None:
    found = read_opml((LISTS / "newsboat.opml").read_bytes())
    assert found.feeds == [
        Feed("bao-mot", "Báo Một", "http://bao-mot.test/rss"),
        Feed("bao-hai-test", "bao-hai.test", "https://bao-hai.test/rss?muc=1&trang=2"),
    ]
    assert [line.url for line in found.unusable] == ["file:///home/an/tin.xml"]


def test_gpodders_list_is_taken_by_title_not_by_description() -> None:
    found = read_opml((LISTS / "gpodder.opml").read_bytes(), language="en")
    assert found.feeds == [
        Feed("chuyen-dem", "Chuyện đêm", "https://chuyen-dem.test/feed.xml", language="en"),
        Feed("world-today", "World today", "https://world.test/podcast", language="en"),
    ]


def test_folders_are_flattened_and_every_line_is_accounted_for() -> None:
    have = Feed("xa-hoi", "Xã hội cũ", "https://khac.test/")
    found = read_opml((LISTS / "folders.opml").read_bytes(), have=[have])
    assert [(feed.name, feed.url, feed.language) for feed in found.feeds] == [
        ("bong-da", "https://bong-da.test/rss", "vi"),
        ("bong-da-2", "https://bong-da-2.test/atom", "en"),
        ("xa-hoi-2", "http://xa-hoi.test/rss", "vi"),
        ("ngoai", "https://ngoai.test/rss", "vi"),
        ("comment-x-name-gia", "https://dong-la.test/rss", "vi"),
        ("khong-ten", "https://nhat.test/rss", "vi"),
        ("con-x", "https://con.test/rss", "vi"),
    ]
    assert found.folders == {
        "bong-da": "Báo / Thể thao", "bong-da-2": "Báo / Thể thao", "xa-hoi-2": "Báo",
    }  # fmt: skip
    assert [(line.title, feed.name) for line, feed in found.known] == [
        ("Bóng đá lần nữa", "bong-da")
    ]
    assert [line.title for line in found.unusable] == ["Trang ưa thích", "Lệnh"]


def test_a_list_in_an_old_encoding_is_read_by_its_own_declaration() -> None:
    (feed,) = read_opml((LISTS / "windows-1258.opml").read_bytes()).feeds
    assert feed.title == "Tin à la"
    utf16 = '<?xml version="1.0" encoding="utf-16"?><opml><outline text="Tỉnh" xmlUrl="http://t.test"/></opml>'
    assert read_opml(utf16.encode("utf-16")).feeds[0].title == "Tỉnh"


def test_an_address_already_there_is_recognised_however_it_is_written() -> None:
    have = [Feed("a", "A", "https://a.test/rss"), Feed("b", "B", "http://b.test:8080/?x=1")]
    text = "<opml>" + "".join(
        f'<outline xmlUrl="{url}"/>'
        for url in ("http://A.test/rss/", "https://a.test:443/rss#x", "http://b.test:8080?x=1",
                    "http://b.test/?x=1")
    ) + "</opml>"  # fmt: skip
    found = read_opml(text.encode(), have=have)
    assert [feed.name for _, feed in found.known] == ["a", "a", "b"]
    assert [feed.url for feed in found.feeds] == ["http://b.test/?x=1"]


def test_a_very_deep_list_is_read() -> None:
    deep = b"<opml>" + b'<outline text="f">' * 50_000 + b'<outline xmlUrl="http://a.test"/>'
    deep += b"</outline>" * 50_000 + b"</opml>"
    assert read_opml(deep).feeds[0].url == "http://a.test"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(min_size=1), min_size=1))
def test_what_is_exported_is_imported_again(titles: list[str]) -> None:
    # Titles as feeds.yaml gives them: cleaned.
    feeds = [
        Feed(f"f{n}", clean_line(t) or "x", f"https://f{n}.test/?a&b") for n, t in enumerate(titles)
    ]
    listing = Feed("l", "l", "https://l.test/", kind="listing", link_pattern="x")
    back = read_opml(opml_from_feeds([*feeds, listing], title="Danh sách").encode())
    assert [(feed.url, feed.title) for feed in back.feeds] == [(f.url, f.title) for f in feeds]
    assert len({feed.name for feed in back.feeds}) == len(feeds)
    assert not back.known
    assert not back.unusable


def test_the_same_feeds_give_the_same_bytes() -> None:
    created = datetime(2026, 11, 24, tzinfo=UTC)
    text = opml_from_feeds([Feed("a", "A", "http://a.test")], title="t", created=created)
    assert "<dateCreated>Tue, 24 Nov 2026 00:00:00 +0000</dateCreated>" in text


LAUGHS = (
    '<!DOCTYPE o [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    '<opml><outline text="&b;" xmlUrl="http://a/"/></opml>'
)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "1"),
        (b"\x00\xff\x00", "1"),
        (b"<html><body>", "<html>"),
        (b"<opml><body/></opml>", "no feed"),
        (b"<opml><outline text='a'/></opml>", "no feed"),
        (b"<opml>\n<outline xmlUrl='http://a.test/?a&b'/></opml>", "line 2"),
        (b"<opml><outline xmlUrl='http://a.test'/>", "line 1"),
        (LAUGHS.encode(), "entities"),
        (LAUGHS.encode("utf-16"), "entities"),
        (b'<!DOCTYPE o [<!ENTITY a SYSTEM "file:///etc/passwd">]><opml/>', "entities"),
        (b'<?xml version="1.0" encoding="nix"?><opml/>', ""),
        (b"<rss version='2.0'><channel/></rss>", "a feed, not a list"),
        (b"x" * (MAX_BYTES + 1), "5 MB"),
    ],
)
def test_whatever_else_is_refused_in_words(content: bytes, reason: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_opml(content)
    assert reason in caught.value.message.in_language("en")
    assert caught.value.hint is not None


def test_folders_become_comments_and_no_title_can_leave_its_line(tmp_path: Path) -> None:
    (tmp_path / "feeds.yaml").write_text("# mine\nfeeds:\n  - name: a\n    url: http://a.test\n")
    locations = find_locations(tmp_path, env={}, cwd=tmp_path)
    found = read_opml((LISTS / "folders.opml").read_bytes())
    add_feeds(locations, found.feeds, headings={**found.folders, "con-x": "x\n- name: gia"})
    text = locations.feeds_file.read_text("utf-8")
    assert text.startswith("# mine\nfeeds:\n  - name: a\n")
    assert text.count("# Báo / Thể thao\n") == 1
    assert [feed.name for feed in read_config(locations).feeds] == [
        "a", *(feed.name for feed in found.feeds),
    ]  # fmt: skip


def test_a_list_that_would_make_feeds_yaml_unreadable_is_refused_and_changes_nothing(
    tmp_path: Path,
) -> None:
    (tmp_path / "feeds.yaml").write_text("feeds:\n")
    locations = find_locations(tmp_path, env={}, cwd=tmp_path)
    long = "a" * 1_000
    with pytest.raises(ConfigError, match="2 MB"):
        add_feeds(locations, [Feed(f"f{n}", "t", f"http://{n}.test/{long}") for n in range(2_000)])
    assert locations.feeds_file.read_text() == "feeds:\n"
