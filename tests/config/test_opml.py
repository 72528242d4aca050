from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docbao.config.opml import feeds_from_opml, opml_from_feeds
from docbao.errors import ConfigError
from docbao.model import Feed

NEWSBOAT = """<?xml version="1.0"?>
<opml version="1.0"><head><title>newsboat - Exported Feeds</title></head><body>
<outline text="Báo">
  <outline type="rss" xmlUrl="https://a.test/rss?x=1&amp;y=2" title="Tuổi Trẻ"/>
</outline>
<outline text="Tuổi trẻ" xmlUrl="https://b.test/rss"/>
<outline text="again" xmlUrl="https://b.test/rss"/>
<outline text="video" xmlUrl="file:///etc/passwd"/>
<outline text="&#27;[2J" xmlUrl="http://c.test/rss" language="en-GB"/>
</body></opml>
"""


def test_another_readers_list_is_taken_folders_and_all() -> None:
    assert feeds_from_opml(NEWSBOAT.replace("&#27;", ""), taken=["tuoi-tre"]) == (
        Feed("tuoi-tre-2", "Tuổi Trẻ", "https://a.test/rss?x=1&y=2"),
        Feed("tuoi-tre-3", "Tuổi trẻ", "https://b.test/rss"),
        Feed("2j", "[2J", "http://c.test/rss", language="en"),
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8", categories=("L", "N", "P")), min_size=1)))
def test_what_is_exported_is_imported_again(titles: list[str]) -> None:
    feeds = [Feed(f"f{n}", t, f"https://f{n}.test/?a&b") for n, t in enumerate(titles)]
    listing = Feed("l", "l", "https://l.test/", kind="listing", link_pattern="x")
    if not feeds:
        return
    back = feeds_from_opml(opml_from_feeds([*feeds, listing], title="Danh sách"))
    assert [feed.url for feed in back] == [feed.url for feed in feeds]
    assert len({feed.name for feed in back}) == len(feeds)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<html><body>",
        "<opml><body/></opml>",
        NEWSBOAT,  # ESC is not allowed in XML
        '<!DOCTYPE o [<!ENTITY a "a">]><opml><outline text="&a;" xmlUrl="http://a/"/></opml>',
        "x" * 5_000_001,
    ],
)
def test_whatever_else_is_refused_in_words(text: str) -> None:
    with pytest.raises(ConfigError) as caught:
        feeds_from_opml(text)
    assert caught.value.hint is not None
