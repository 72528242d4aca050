"""Harness: RSS, Atom and RDF as servers send them."""

# ruff: noqa: E501, PT017 - word lists are read across; an error of ours is one of two good ends

from __future__ import annotations

from datetime import UTC, datetime

from tests.fuzz.harness import Harness, files

from docbao.clean import clean_line
from docbao.errors import FeedError
from docbao.model import Feed, Page
from docbao.sources.feeds import parse_feed

_NOW = datetime(2026, 11, 24, tzinfo=UTC)
_FEED = Feed("bao", "Báo", "https://bao.example/rss", max_items=50)
_TYPES = (
    "",
    "text/xml; charset=utf-8",
    "application/rss+xml",
    "text/html; charset=windows-1258",
    "text/xml; charset=no-such",
)


def try_one(data: bytes) -> None:
    """A bulletin of clean entries, each once and none from the future, or an error of ours."""
    kind = _TYPES[len(data) % len(_TYPES)]
    page = Page(_FEED.url, _FEED.url, 200, kind, data)
    try:
        bulletin = parse_feed(page, _FEED, now=_NOW)
    except FeedError as error:
        assert str(error)
        return
    assert len(bulletin.entries) <= _FEED.max_items
    assert len({entry.id for entry in bulletin.entries}) == len(bulletin.entries)
    for entry in bulletin.entries:
        assert entry.title
        assert clean_line(entry.title) == entry.title
        assert clean_line(entry.summary) == entry.summary
        assert entry.published is None or entry.published <= _NOW
        assert entry.link.isprintable()


HARNESS = Harness(
    "feeds",
    try_one,
    words=(b"<item>", b"</item>", b"<title>", b"<![CDATA[", b"]]>", b"<!DOCTYPE rss [<!ENTITY a 'b'>]>", b"&a;", b"&#27;", b"&amp;lt;",
           b"<link>", b"javascript:", b"//", b"http://[::", b"<guid>", b"<pubDate>", b"<?xml version='1.0' encoding='utf-16'?>",
           b"xmlns:dc='http://purl.org/dc/elements/1.1/'", b"<content:encoded>", b"<rdf:RDF>", b"<feed>", b"<entry>", b"<!--", b"-->",
           b"<channel>", b"\xff\xfe", b"<div>"),
    seeds=files("feeds", "*.xml"),
    most_bytes=8192,
)  # fmt: skip
