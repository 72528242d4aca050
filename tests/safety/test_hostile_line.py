"""A feed and pages written to do harm, taken the whole way: terminal, files, tags, publications."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import mutagen.id3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.loopback import Loopback, Reply
from tests.newspaper import subscribe

from docbao.clean import clean_line
from docbao.cli.verbs import main
from docbao.publish.running_order import (
    Line,
    RunningOrder,
    render_csv,
    render_cue,
    render_json,
    render_m3u,
    render_plain_m3u,
)

ID3: Any = mutagen.id3.ID3  # typed in part only

TITLES = (
    "\x1b]0;chiếm\x07\x1b[2J\x1b[31mĐỏ",
    "\x9b31mC1 \x90q\x9c\u202edảo\u202c \u200bẩn\u2066",
    "[bold red]Rich[/] [link=http://x]bấm[/link]",
    "<script>alert(1)</script><img src=x onerror=alert(2)>",
    "../../../../etc/cron.d/x",
    "..\\..\\CON.mp3:ads",
    '=HYPERLINK("http://x";"bấm")',
    "]]></title><enclosure url='http://x/'/>",
    "Dòng một\r\n#EXTINF:1,giả\r\nhttp://x/giả.mp3",
    '"; FILE "/etc/passwd" BINARY',
    "{{7*7}} ${HOME} `id` $(id) %s %(x)s {title}",
)
HARM = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069]")
BODY = "Sáng nay trời nắng đẹp ở miền núi, bà con ra đồng từ rất sớm để kịp vụ mùa. " * 4


@pytest.fixture(scope="module")
def site() -> Iterator[Loopback]:
    with Loopback() as server:
        items = ""
        for number, title in enumerate(TITLES):
            told = escape("".join(c for c in title if c >= " " or c in "\r\n"))
            told += "&#27;[2J" if number == 0 else ""
            items += (
                f"<item><title>{told}</title><link>{server.url(f'/{number}')}</link>"
                f"<description>{told} Trời nắng.</description>"
                f"<pubDate>{format_datetime(datetime.now(UTC))}</pubDate></item>"
            )
            page = f"<html><body><h1>{escape(title)}</h1><p>{escape(title)}</p><p>{BODY}</p></body>"
            server.routes[f"/{number}"] = Reply(
                page.encode(), headers={"Content-Type": "text/html"}
            )
        feed = f"<rss version='2.0'><channel><title>X</title>{items}</channel></rss>"
        server.routes["/rss"] = Reply(feed.encode())
        yield server


@dataclass(frozen=True)
class Day:
    """What a day with that feed left behind."""

    home: Path
    said: dict[str, str]
    """By command line, what it printed on both streams."""


@pytest.fixture(scope="module")
def day(site: Loopback, tmp_path_factory: pytest.TempPathFactory) -> Day:
    home = tmp_path_factory.mktemp("outer") / "home"
    subscribe(home, site.url("/rss"))
    runs = [["refresh"], ["search", "rich"], ["list"], ["feeds", "check", "--no-refresh"]]
    runs += [["show", str(number + 1)] for number in range(len(TITLES))]
    runs += [["extract", "1"], ["audio", "--all", "--jobs", "1"], ["list", "--json"]]
    runs += [["podcast", str(home / "out"), "--base-url", "https://example.org/"]]
    said: dict[str, str] = {}
    for words in runs:
        stream = io.StringIO()
        with contextlib.redirect_stdout(stream), contextlib.redirect_stderr(stream):
            assert main([*words, "--home", str(home)]) == 0, stream.getvalue()
        said[" ".join(words)] = stream.getvalue()
    return Day(home, said)


def test_no_verb_passes_a_hostile_feed_on_to_the_terminal(day: Day) -> None:
    for words, said in day.said.items():
        assert said, words
        assert not HARM.search(said.replace("\n", "")), words


def test_a_hostile_feed_writes_nowhere_but_in_its_folder(day: Day) -> None:
    home = day.home
    assert [path.name for path in home.parent.iterdir()] == ["home"]
    assert {path.name for path in home.iterdir()} <= {"feeds.yaml", "audio", ".docbao", "out"}
    for path in (home / "audio").rglob("*"):
        assert re.fullmatch(r"[a-z0-9.-]+", path.name), path
    recordings = list((home / "audio").rglob("*.mp3"))
    assert len(recordings) == len(TITLES)
    assert {path.parent.name for path in recordings} == {"thu"}


def test_tags_of_a_hostile_article_are_plain_text(day: Day) -> None:
    home = day.home
    allowed = {"TIT2", "TPE1", "TALB", "TDRC", "TLAN", "TCON", "TLEN", "WOAF", "USLT", "SYLT",
               "CHAP", "CTOC", "APIC", "COMM", "TSSE", "TDRL", "TENC", "WXXX"}  # fmt: skip
    for path in (home / "audio").rglob("*.mp3"):
        tags = ID3(path)
        for key, frame in tags.items():
            assert key.partition(":")[0] in allowed, key
            if hasattr(frame, "text") and isinstance(frame.text, list):
                assert not HARM.search("".join(map(str, frame.text)).replace("\n", "")), key
            if key.startswith("W"):
                assert frame.url.startswith("http://127.0.0.1"), frame


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def test_published_pages_hold_no_markup_of_a_strangers(day: Day) -> None:
    home = day.home
    pages = list((home / "out").rglob("*.html"))
    assert len(pages) > len(TITLES)
    for page in pages:
        tags = _Tags()
        tags.feed(page.read_text("utf-8"))
        for tag, attributes in tags.seen:
            assert tag != "script" or "src" in attributes or not attributes, page
            assert not [name for name in attributes if name.startswith("on")], page
            for name in ("href", "src"):
                assert not (attributes.get(name) or "").lower().startswith(("javascript:", "data:"))
    (feed,) = (home / "out").glob("feed.xml")
    channel = ET.fromstring(feed.read_text("utf-8"))  # noqa: S314 - docbao wrote it
    items = channel.findall("channel/item")
    assert len(items) == len(TITLES)
    for item in items:
        (enclosure,) = item.findall("enclosure")
        assert enclosure.get("url", "").startswith("https://example.org/")
    for path in (home / "out").rglob("*.json"):
        json.loads(path.read_text("utf-8"))
    for path in (home / "out").rglob("*.vtt"):
        text = path.read_text("utf-8")
        assert text.count("-->") == len(re.findall(r"(?m)^[\d:.]+ --> [\d:.]+", text))


ORDER = RunningOrder(
    title="Tin", station="Đài", language="vi", rate_hz=44_100,
    on_air=datetime(2026, 1, 1, tzinfo=UTC), loudness_lufs=-23.0, true_peak_dbtp=-1.0, speed=1.0,
    lines=(Line(1, "item", "A", "1.mp3", 0, 100), Line(2, "item", "B", "2.mp3", 100, 100)),
)  # fmt: skip
_TEXT = st.one_of(st.text(max_size=60), st.sampled_from(TITLES))


@settings(max_examples=80, deadline=None)
@given(_TEXT, _TEXT)
def test_running_orders_hold_one_line_an_item_and_no_formula(title: str, source: str) -> None:
    # As the newsroom gives them: cleaned.
    title, source = clean_line(title), clean_line(source)
    first = replace(ORDER.lines[0], title=title, source=source)
    order = replace(ORDER, title=title, station=source, lines=(first, ORDER.lines[1]))
    assert len(render_m3u(order, "/srv").split("\n")) == len(render_m3u(ORDER, "/srv").split("\n"))
    plain = render_plain_m3u(order).split("\n")
    assert [line for line in plain if not line.startswith("#")] == ["1.mp3", "2.mp3", ""]
    rows = list(csv.reader(io.StringIO(render_csv(order))))
    assert len(rows) == 3
    assert not [cell for row in rows for cell in row if cell[:1] in ("=", "+", "-", "@", "\t")]
    sheet = render_cue(order).splitlines()
    assert [line.split()[0] for line in sheet] == [
        line.split()[0] for line in render_cue(ORDER).splitlines()
    ]
    assert all(line.count('"') in (0, 2) for line in sheet)
    assert json.loads(render_json(order))["parts"][0]["title"] == title
