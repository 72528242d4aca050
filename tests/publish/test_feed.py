from __future__ import annotations

import io
import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid5

import feedparser
import podcastparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.publish.newsstand import BASE, SHOW, article, episode, files_of, publish

from docbao.errors import PublishError
from docbao.publish.addresses import check_base_url, show_guid
from docbao.publish.categories import CATEGORIES, find_category
from docbao.publish.episodes import look_at
from docbao.publish.feed_xml import Paging, render_feed
from docbao.publish.shows import LeftOut, Show

ALIAS = b"https://github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md"
_RECORDING: Any = None

NS = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "atom": "http://www.w3.org/2005/Atom",
    "fh": "http://purl.org/syndication/history/1.0",
}


def _tree(path: Path) -> ET.Element:
    return ET.fromstring(path.read_bytes())  # noqa: S314 - our own


def parsed(content: bytes) -> dict[str, Any]:
    # podcastparser 0.6.11 knows Podcasting 2.0 by the address of its text, its older name, alone.
    content = content.replace(NS["podcast"].encode(), ALIAS)
    feed: dict[str, Any] = podcastparser.parse(BASE + "feed.xml", io.BytesIO(content))
    return feed


def test_two_podcast_parsers_read_back_what_was_written(tmp_path: Path) -> None:
    publish(tmp_path / "out", [episode(tmp_path, n) for n in range(3)])
    content = (tmp_path / "out/feed.xml").read_bytes()

    feed = parsed(content)
    assert feed["title"] == "Bản tin sáng"
    assert feed["language"] == "vi"
    assert feed["itunes_owner"] == {"name": "Toà soạn", "email": "ban@example.org"}
    assert feed["itunes_categories"] == [["News"]]
    assert feed["explicit"] is False
    assert feed["type"] == "episodic"
    assert [e["title"] for e in feed["episodes"]] == ["Bài số 2", "Bài số 1", "Bài số 0"]
    first = feed["episodes"][0]
    assert first["guid"] == "docbao-0000000000000002"
    assert first["link"] == "https://example.org/bai/2"
    assert first["total_time"] == 6
    assert first["published"] == int(datetime(2026, 11, 1, 7, tzinfo=UTC).timestamp())
    assert first["transcript_url"].endswith(".vtt")
    assert first["chapters_json_url"].endswith(".json")
    assert first["persons"][0]["name"] == "Thanh Mai"

    again = feedparser.parse(content)
    assert not again.bozo
    assert again.feed.title == "Bản tin sáng"
    assert [e.id for e in again.entries] == [e["guid"] for e in feed["episodes"]]


def test_each_address_in_the_feed_is_a_file_of_the_length_it_says(tmp_path: Path) -> None:
    out = tmp_path / "out"
    publish(out, [episode(tmp_path, n, sound=b"s" * (1_000 + n)) for n in range(4)])
    feed = parsed((out / "feed.xml").read_bytes())
    for item in feed["episodes"]:
        (enclosure,) = item["enclosures"]
        path = out / enclosure["url"].removeprefix(BASE)
        assert path.stat().st_size == enclosure["file_size"]
        assert enclosure["mime_type"] == "audio/mpeg"
        words = item["transcript_url"]
        for url in (words, words.replace(".vtt", ".html"), item["chapters_json_url"]):
            assert (out / url.removeprefix(BASE)).is_file()
        chapters = json.loads((out / item["chapters_json_url"].removeprefix(BASE)).read_bytes())
        assert chapters["version"] == "1.2.0"
        assert chapters["chapters"][0]["startTime"] == 0
    assert (out / feed["cover_url"].removeprefix(BASE)).is_file()


def test_the_namespaces_are_those_of_the_standards_and_values_keep_their_rules(
    tmp_path: Path,
) -> None:
    publish(tmp_path / "out", [episode(tmp_path)], replace(SHOW, category="News > Daily News"))
    root = _tree(tmp_path / "out/feed.xml")
    channel = root.find("channel")
    assert channel is not None

    def text(path: str) -> str | None:
        return channel.findtext(path, namespaces=NS)

    assert root.get("version") == "2.0"
    assert text("itunes:explicit") == "false"
    assert text("podcast:locked") == "yes"
    assert text("podcast:medium") == "podcast"
    assert text("podcast:guid") == show_guid(BASE + "feed.xml")
    (own,) = channel.findall("atom:link", NS)
    assert own.attrib == {
        "rel": "self",
        "href": BASE + "feed.xml",
        "type": "application/rss+xml",
    }
    category = channel.find("itunes:category", NS)
    assert category is not None
    sub = category.find("itunes:category", NS)
    assert sub is not None
    assert (category.get("text"), sub.get("text")) == ("News", "Daily News")
    date = text("item/pubDate")
    assert date == "Sun, 01 Nov 2026 05:00:00 +0000"
    assert parsedate_to_datetime(date) == article().published
    guid = channel.find("item/guid")
    assert guid is not None
    assert guid.get("isPermaLink") == "false"
    person = channel.find("item/podcast:person", NS)
    assert person is not None
    assert person.attrib == {"group": "writing", "role": "author"}
    transcripts = channel.findall("item/podcast:transcript", NS)
    assert [t.get("type") for t in transcripts] == ["text/html", "text/vtt"]
    chapters = channel.find("item/podcast:chapters", NS)
    assert chapters is not None
    assert chapters.get("type") == "application/json+chapters"


def test_the_shows_identity_does_not_depend_on_the_scheme() -> None:
    # The example of the Podcasting 2.0 specification, tag guid.
    assert show_guid("https://podnews.net/rss") == "9b024349-ccf0-5f69-a609-6b82873eab3c"
    assert show_guid("http://podnews.net/rss/") == show_guid("https://podnews.net/rss")
    namespace = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
    assert show_guid("https://a.vn/feed.xml") == str(uuid5(namespace, "a.vn/feed.xml"))


@pytest.mark.parametrize(
    "title",
    [
        "<b>Giá</b> & <script>alert(1)</script> ]]>",
        "Có\x00 ký\x1b[2J tự\x07 điều khiển\x9b",
        "Biểu tượng 🎧👩‍🦯 và \ud800 nửa chữ \uffff",
        "\u202eđảo ngược\u202c",
        "   ",
        "Dài " * 3_000,
    ],
)
def test_a_hostile_title_does_no_harm(tmp_path: Path, title: str) -> None:
    hostile = episode(tmp_path, title=title, lead=title, byline=title, source=title)
    publish(tmp_path / "out", [hostile], replace(SHOW, title=title.strip()[:200] or "x"))
    feed = feedparser.parse((tmp_path / "out/feed.xml").read_bytes())
    assert not feed.bozo
    assert len(feed.entries) == 1
    assert feed.entries[0].title.strip()
    for name, content in files_of(tmp_path / "out").items():
        if name.endswith(".html"):
            assert b"<script" not in content, name
            assert b"<b>" not in content, name
            assert not set(content) & set(b"\x00\x07\x1b"), name


@given(st.text(max_size=60), st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_text_gives_a_feed_that_can_be_read(title: str, lead: str) -> None:
    from tests.publish.newsstand import cues_of

    from docbao.publish.episodes import Item
    from docbao.publish.shows import Episode

    piece = article(title=title, lead=lead)
    recording = replace(_RECORDING, cues=cues_of(piece))
    item = Item(Episode(piece, recording, Path("x.mp3")), "episodes/x", "k", "w", 10)
    content = render_feed(
        Show(title=title), [item], base_url=BASE, cover_name="c.png", paging=Paging(0, 0)
    )
    assert len(ET.fromstring(content).findall("channel/item")) == 1  # noqa: S314 - our own


@pytest.fixture(autouse=True, scope="module")
def _recording(tmp_path_factory: pytest.TempPathFactory) -> None:
    global _RECORDING  # noqa: PLW0603 - hypothesis and function fixtures do not go together
    _RECORDING = episode(tmp_path_factory.mktemp("one")).recording


def test_a_long_feed_is_archived_from_its_oldest_episode_on(tmp_path: Path) -> None:
    show = replace(SHOW, page_items=10)
    out = tmp_path / "out"
    episodes = [episode(tmp_path, n) for n in range(35)]
    publish(out, episodes, show)

    seen: list[str] = []
    name = "feed.xml"
    while name:
        channel = _tree(out / name).find("channel")
        assert channel is not None
        links = {e.get("rel"): e.get("href", "") for e in channel.findall("atom:link", NS)}
        assert links["self"] == BASE + name
        assert (channel.find("fh:archive", NS) is not None) == (name != "feed.xml")
        if name != "feed.xml":
            assert links["current"] == BASE + "feed.xml"
        seen += [title.text or "" for title in channel.findall("item/title")]
        assert links.get("next") == links.get("prev-archive")
        name = links.get("next", "").removeprefix(BASE)
    assert seen == [f"Bài số {n}" for n in reversed(range(35))]

    oldest = (out / "archive-1.xml").read_bytes()
    publish(out, [*episodes, *(episode(tmp_path, n) for n in range(35, 44))], show)
    assert (out / "archive-1.xml").read_bytes() == oldest
    titles = _tree(out / "feed.xml").findall("channel/item/title")
    assert [titles[0].text, len(titles)] == ["Bài số 43", 14]


def test_the_limit_takes_the_newest(tmp_path: Path) -> None:
    done = publish(
        tmp_path / "out", [episode(tmp_path, n) for n in range(9)], replace(SHOW, limit=2)
    )
    assert [e.article.title for e in done.episodes] == ["Bài số 8", "Bài số 7"]


@pytest.mark.parametrize(
    ("given_url", "becomes"),
    [
        ("https://example.org", "https://example.org/"),
        ("http://127.0.0.1:8000/x//", "http://127.0.0.1:8000/x/"),
        ("https://vidu.vn/bản tin", "https://vidu.vn/b%E1%BA%A3n%20tin/"),
        ("https://báo.vn/a%20b", "https://xn--bo-mia.vn/a%20b/"),
        ("http://[::1]:80/", "http://[::1]:80/"),
    ],
)
def test_a_base_address_is_made_whole(given_url: str, becomes: str) -> None:
    assert check_base_url(given_url) == becomes
    assert urlsplit(becomes).scheme in ("http", "https")


@pytest.mark.parametrize(
    "wrong",
    [
        *("example.org/x", "", "//example.org", "ftp://example.org", "https://", "https:///x"),
        *("file:///etc", "https://a:b@example.org", "https://example.org/?a=1"),
        *("https://example.org/#a", "https://example.org:99999/", "https://[::1", "http://[x]/"),
    ],
)
def test_a_base_address_that_leads_nowhere_is_refused_with_advice(
    tmp_path: Path, wrong: str
) -> None:
    with pytest.raises(PublishError) as caught:
        publish(tmp_path / "out", [episode(tmp_path)], base_url=wrong)
    assert caught.value.hint is not None
    assert not (tmp_path / "out").exists()


def test_an_address_without_scheme_is_guessed_at_and_a_password_not_repeated() -> None:
    with pytest.raises(PublishError) as caught:
        check_base_url("vidu.vn/podcast")
    assert "https://vidu.vn/podcast" in str(caught.value.hint)
    with pytest.raises(PublishError) as caught:
        check_base_url("https://toi:bimat@vidu.vn/")
    assert "bimat" not in str(caught.value.message)


def test_categories_are_found_however_they_are_written_and_a_wrong_one_is_told_nearest() -> None:
    assert find_category("news>daily news") == ("News", "Daily News")
    assert find_category("Society and Culture") == ("Society & Culture", "")
    assert len(CATEGORIES) == 19
    with pytest.raises(PublishError) as caught:
        find_category("News > Dayly News")
    assert "News > Daily News" in str(caught.value.hint)


def test_an_episode_whose_sound_is_gone_or_changed_is_left_out_and_told(tmp_path: Path) -> None:
    good, gone, changed, empty = (episode(tmp_path, n) for n in range(4))
    gone.sound.unlink()
    changed.sound.write_bytes(b"another")
    empty.sound.write_bytes(b"")
    done = publish(tmp_path / "out", [good, gone, changed, empty])
    assert [e.article.id for e in done.episodes] == [good.article.id]
    assert [left.article.id for left in done.left_out] == [
        e.article.id for e in (empty, changed, gone)
    ]
    assert all(left.error.hint for left in done.left_out)
    assert len(parsed((tmp_path / "out/feed.xml").read_bytes())["episodes"]) == 1
    assert isinstance(look_at(replace(good, sound=tmp_path)), LeftOut)
