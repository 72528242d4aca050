"""Harness: subscription lists of other readers."""

# ruff: noqa: E501, PT017 - word lists are read across; an error of ours is one of two good ends

from __future__ import annotations

import re

from tests.fuzz.harness import Harness

from docbao.clean import clean_line
from docbao.config.opml import opml_from_feeds, read_opml
from docbao.errors import ConfigError
from docbao.model import Feed

_HAVE = Feed("bao", "Báo", "https://bao.example/co-san")


def try_one(data: bytes) -> None:
    """Feeds with safe names that come back from our own list unchanged, or an error of ours."""
    try:
        found = read_opml(data, have=(_HAVE,))
    except ConfigError as error:
        assert "\n" not in str(error)
        return
    feeds = found.feeds
    for feed in feeds:
        assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", feed.name)
        assert clean_line(feed.title) == feed.title
        assert re.fullmatch(r"https?://\S+", feed.url)
    assert len({feed.name for feed in feeds} | {"bao"}) == len(feeds) + 1
    if feeds:
        again = read_opml(opml_from_feeds(feeds, title="Tin").encode(), have=(_HAVE,))
        assert again.feeds == feeds


_LIST = b"""<?xml version="1.0"?><opml version="2.0"><head><title>Tin</title></head><body>
<outline text="B\xc3\xa1o" title="B\xc3\xa1o" type="rss" xmlUrl="https://bao.example/rss" language="vi"/>
<outline text="Folder"><outline text="News" xmlUrl="http://news.example/feed?a=1&amp;b=2" language="en-US"/></outline>
</body></opml>"""

HARNESS = Harness(
    "opml",
    try_one,
    words=(b"<outline ", b"xmlUrl='http://a.example/' ", b"text='", b"title=''", b"/>", b"</outline>", b"<!DOCTYPE a>", b"<!ENTITY", b"&#x1b;",
           b"&#10;", b"&lt;", b"&amp;", b"xmlns='u'", b"<?x?>", b"<![CDATA[", b"language='EN'", b"&#xFFFE;", b"&#xD800;", b"<opml>", b"encoding='utf-16'"),
    seeds=[_LIST, _LIST.replace(b"\n", b"\r\n"), b"<opml/>", b"<rss><channel/></rss>"],
)  # fmt: skip
