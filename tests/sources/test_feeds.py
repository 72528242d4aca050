"""Feeds as papers and portals write them. Each sample has its reading beside it, as JSON."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docbao.errors import FeedError
from docbao.model import Bulletin, Feed, Page
from docbao.sources import feeds as room
from docbao.sources.feeds import parse_feed
from docbao.sources.syndication import Item, read_quickly, read_tolerantly

SAMPLES: Final = sorted((Path(__file__).parent.parent / "data" / "feeds").glob("*.xml"))
NOW: Final = datetime(2026, 11, 1, tzinfo=UTC)
URL: Final = "https://bao.example/rss/tin.rss"
# Only the tolerant reader makes anything of these.
ODD: Final = {"base", "broken"}


def paper(**settings_of_feed: Any) -> Feed:
    return Feed("thu", "Thử", URL, **settings_of_feed)


def page(body: bytes | str, content_type: str = "text/xml") -> Page:
    data = body.encode() if isinstance(body, str) else body
    return Page(URL, URL, 200, content_type, data)


def read(body: bytes | str, **settings_of_feed: Any) -> Bulletin:
    return parse_feed(page(body), paper(**settings_of_feed), now=NOW)


def rss(*items: str) -> str:
    inside = "".join(f"<item>{item}</item>" for item in items)
    return f"<rss version='2.0'><channel><title>x</title>{inside}</channel></rss>"


def as_json(bulletin: Bulletin) -> list[Mapping[str, str]]:
    told = [
        {
            "id": entry.id,
            "link": entry.link,
            "title": entry.title,
            "summary": entry.summary,
            "published": entry.published.isoformat() if entry.published else "",
            "content_html": entry.content_html,
        }
        for entry in bulletin.entries
    ]
    return [{key: value for key, value in entry.items() if value} for entry in told]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_is_read_as_written_beside_it(sample: Path) -> None:
    wanted = json.loads(sample.with_suffix(".json").read_text(encoding="utf-8"))
    bulletin = read(sample.read_bytes(), **wanted["feed"])
    assert as_json(bulletin) == wanted["entries"]
    assert bulletin.retrieved == NOW
    assert all(entry.feed == "thu" for entry in bulletin.entries)


def both_ways(sample: bytes) -> tuple[list[Any], list[Any]]:
    """Entries by the quick reader and by the tolerant one."""
    found: list[list[Any]] = []
    for reader in (read_quickly, read_tolerantly):
        items = reader(room.well_kept_text(page(sample)))
        assert items is not None
        found.append(list(room._entries(items, page(sample), paper(), NOW)))
    return found[0], found[1]


@pytest.mark.parametrize(
    "sample", [path for path in SAMPLES if path.stem not in ODD], ids=lambda path: path.stem
)
def test_the_quick_reader_and_the_tolerant_one_agree(sample: Path) -> None:
    quick, tolerant = both_ways(sample.read_bytes())
    assert quick == tolerant


@pytest.mark.parametrize("name", sorted(ODD))
def test_the_quick_reader_leaves_odd_feeds_to_the_tolerant_one(name: str) -> None:
    sample = next(path for path in SAMPLES if path.stem == name)
    assert read_quickly(room.well_kept_text(page(sample.read_bytes()))) is None


WORDS: Final = st.lists(
    st.sampled_from(
        [
            *("Tin", "“mới”", "&amp;", "&lt;b&gt;", "A&amp;amp;B", "5 &gt; 3", "\n", "  ", "é"),
            *("<![CDATA[<p>Bắc Kạn</p>]]>", "<![CDATA[Ng&ocirc;i]]>", "&#273;ường", "&#x1EA1;"),
            *("(Dân trí) - ", "<!-- x -->", "&#147;", "<b>đậm</b>"),
        ]
    ),
    max_size=6,
).map("".join)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(WORDS, WORDS, st.booleans()), min_size=1, max_size=3))
def test_both_readers_agree_on_any_mixture_of_words(stories: list[tuple[str, str, bool]]) -> None:
    items = [
        f"<title>{title}</title><description>{text}</description>"
        f"<link>https://bao.example/{n}</link>"
        + ("<pubDate>Mon, 05 Oct 2026 11:07:00 +07</pubDate>" if dated else "")
        for n, (title, text, dated) in enumerate(stories)
    ]
    quick, tolerant = both_ways(rss(*items).encode())
    assert quick == tolerant


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("", "trang trống"),
        (" \n\t ", "trang trống"),
        ("<!DOCTYPE html><html><body><p>Xin chào</p></body></html>", "một trang web"),
        ("<html><script>document.cookie='D1N=abc';location.reload()</script></html>", "trang web"),
        ("<html><a href='/rss'>rss</a><rss></html>", "một trang web"),
        ("/etc/passwd", "không phải nguồn tin"),
        ("file:///etc/passwd", "không phải nguồn tin"),
        ("http://127.0.0.1/rss", "không phải nguồn tin"),
        ('{"items": []}', "không phải nguồn tin"),
        ("<?xml version='1.0'?><opml><body/></opml>", "một trang web"),
        ("<svg xmlns='http://www.w3.org/2000/svg'/>", "không phải nguồn tin"),
        ("\x00\x01\x02", "không phải nguồn tin"),
    ],
)
def test_what_is_no_feed_is_said_to_be_none(body: str, words: str) -> None:
    with pytest.raises(FeedError, match=words) as refused:
        read(body)
    assert URL in str(refused.value)
    assert "\n" not in str(refused.value)


def test_an_empty_feed_is_a_bulletin_without_entries() -> None:
    assert read(rss()).entries == ()
    assert read('<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title></feed>').entries == ()


LAUGHS: Final = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">'
    + "".join(f'<!ENTITY lol{n} "{f"&lol{n - 1 or str()};" * 10}">' for n in range(1, 10))
    + "]><rss version='2.0'><channel><title>&lol9;</title></channel></rss>"
)
QUADRATIC: Final = (
    f'<!DOCTYPE x [<!ENTITY a "{"a" * 100_000}">]><rss version="2.0"><channel><title>'
    f"{'&a;' * 2000}</title></channel></rss>"
)
OUTSIDE: Final = (
    '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><item>'
    "<title>&x;</title><link>http://a.vn/1</link></item></channel></rss>"
)


@pytest.mark.parametrize(
    "body",
    [
        LAUGHS,
        QUADRATIC,
        OUTSIDE,
        OUTSIDE.replace("file:///etc/passwd", "http://127.0.0.1:1/"),
        "<!-- " + "x" * 10_000 + " -->" + OUTSIDE,
        OUTSIDE.lower().replace("doctype", "DocType"),
        OUTSIDE.encode("utf-16"),
        "<?xml version='1.0' encoding='utf-16'?>" + OUTSIDE,
    ],
    ids=["laughs", "quadratic", "file", "http", "late", "case", "utf-16", "mislabelled"],
)
def test_entities_of_a_feeds_own_are_refused_without_expanding_them(body: str | bytes) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(FeedError, match="ENTITY"):
            read(body)
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_a_document_type_elsewhere_is_never_read() -> None:
    body = OUTSIDE.replace(
        '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x SYSTEM "file:///etc/passwd">',
    )
    assert "root" not in str(as_json(read(body)))


@pytest.mark.parametrize("closed", [True, False])
def test_a_hundred_thousand_nested_tags_are_refused_or_read_in_no_time(closed: bool) -> None:
    deep = "<a>" * 100_000 + ("</a>" * 100_000 if closed else "")
    body = rss(f"<title>Tin</title><link>http://a.vn/1</link><description>{deep}</description>")
    if closed:
        assert [entry.title for entry in read(body).entries] == ["Tin"]
    else:
        with pytest.raises(FeedError, match="lồng nhau"):
            read(body)


@pytest.mark.parametrize("cut", [0.2, 0.5, 0.9])
def test_a_feed_cut_short_gives_the_stories_that_came(cut: float) -> None:
    items = [f"<title>Tin {n}</title><link>http://a.vn/{n}</link>" for n in range(100)]
    body = rss(*items)
    entries = read(body[: int(len(body) * cut)]).entries
    assert len(entries) >= min(60, int(100 * cut) - 3)


@pytest.mark.parametrize(
    "filler", ["<!--", "<script", "<a \"'", "<![CDATA[", "&amp;", "<", "&#", "(("]
)
def test_hostile_text_takes_no_longer_than_any_other(filler: str) -> None:
    text = escape(filler * 100_000)
    item = f"<title>{text}</title><link>http://a.vn/1</link><description>{text}</description>"
    read(rss(item, item.replace("/1", "/2")))  # the test's own time limit speaks


@pytest.mark.parametrize("filler", [" ", "\n", "&", "<!--", "<![CDATA[", "<!x ", "<?"])
def test_a_hostile_broken_feed_takes_no_longer_than_any_other(filler: str) -> None:
    body = f"<rss version='2.0'><channel><item><title>&nbsp;{filler * 100_000}"
    read(body)  # the test's own time limit speaks


def test_the_number_of_items_is_bounded() -> None:
    items = [f"<title>Tin {n}</title><link>http://a.vn/{n}</link>" for n in range(1000)]
    assert len(read(rss(*items)).entries) == 200
    assert len(read(rss(*items), max_items=7).entries) == 7


def test_the_newest_are_kept_of_a_long_feed_in_no_order_of_time() -> None:
    items = [
        f"<title>Tin {n}</title><link>http://a.vn/{n}</link>"
        f"<pubDate>2026-10-{n * 5 % 28 + 1:02d} 08:00</pubDate>"
        for n in range(28)
    ]
    entries = read(rss(*items), max_items=3).entries
    days = [entry.published.day for entry in entries if entry.published is not None]
    assert sorted(days) == [26, 27, 28]
    assert [entry.title for entry in entries] == ["Tin 5", "Tin 11", "Tin 22"]


def test_a_date_without_a_zone_is_vietnamese_in_a_vietnamese_feed_only() -> None:
    item = "<title>x</title><link>http://a.vn/1</link><pubDate>2026-10-05 15:42</pubDate>"
    vi, en = read(rss(item)), read(rss(item), language="en")
    assert vi.entries[0].published == datetime(2026, 10, 5, 8, 42, tzinfo=UTC)
    assert en.entries[0].published == datetime(2026, 10, 5, 15, 42, tzinfo=UTC)


def test_the_header_names_the_encoding_where_the_bytes_do_not_tell() -> None:
    body = rss("<title>Caf\xe9</title><link>http://a.vn/1</link>").encode("latin-1")
    bulletin = parse_feed(page(body, "text/xml; charset=iso-8859-1"), paper(), now=NOW)
    assert bulletin.entries[0].title == "Café"


@settings(max_examples=60, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=300),
        st.text(max_size=300).map(str.encode),
        st.sampled_from([path.read_bytes() for path in SAMPLES]).flatmap(
            lambda body: st.integers(0, len(body)).map(lambda at: body[:at] + b"<&\xff" + body[at:])
        ),
    )
)
def test_any_bytes_are_a_bulletin_or_an_error_of_ours(body: bytes) -> None:
    try:
        bulletin = read(body)
    except FeedError:
        return
    for entry in bulletin.entries:
        assert entry.title
        assert entry.link.startswith(("http://", "https://"))
        assert len(entry.id) == 16
        assert len(entry.title) <= 500
        assert entry.published is None or entry.published <= NOW


def test_an_item_without_anything_is_left_out() -> None:
    assert list(room._entries([Item()], page("x"), paper(), NOW)) == []
