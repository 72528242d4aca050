"""What the W3C feed validator would say of a feed, rule by rule.

The validator is a service, and its program is in no package registry; these are those of its
messages that a feed like ours could earn, each by the name the validator's documentation gives
it. Two it can still earn: `ContainsHTML`, of a title that has markup for its subject (it is shown,
not obeyed), and `ImplausibleDate`, of an article dated in the future by its own newspaper.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from tests.publish.newsstand import BASE, SHOW, episode, publish

from docbao.errors import PublishError
from docbao.publish.addresses import web_address
from docbao.publish.categories import CATEGORIES

ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
PODCAST = "{https://podcastindex.org/namespace/1.0}"
ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
HISTORY = "{http://purl.org/syndication/history/1.0}"
HOSTILE = "Giá < 5 & H&M <script>alert(1)</script> \x00\x1b[2J 🎧 " + "rất dài " * 800
URI = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+(?:/[A-Za-z0-9%/:@!$&'()*+,;=~._?#-]*)?\Z")
RFC_822 = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) "
    r"\d{4} \d\d:\d\d:\d\d (GMT|[+-]\d{4})\Z"
)
CHANNEL = {
    *("title", "link", "description", "language", "generator", "image", "lastBuildDate", "item"),
    *(f"{ITUNES}{n}" for n in ("author", "owner", "image", "category", "explicit", "type")),
    *(f"{PODCAST}{n}" for n in ("guid", "medium", "locked")),
    *(f"{ATOM}link", f"{HISTORY}archive"),
}
ITEM = {
    *("title", "link", "guid", "pubDate", "description", f"{CONTENT}encoded", "enclosure"),
    *(f"{ITUNES}{n}" for n in ("duration", "explicit", "episodeType", "author")),
    *(f"{PODCAST}{n}" for n in ("person", "transcript", "chapters")),
}
MANY = {"item", f"{ATOM}link", f"{PODCAST}transcript"}


@pytest.fixture(params=["feed.xml", "archive-1.xml"])
def channel(tmp_path: Path, request: pytest.FixtureRequest) -> ET.Element:
    """A document of a feed with articles of every kind."""
    show = replace(SHOW, page_items=4, link="https://báo.vn/trang nhất?mục=1", author="x" * 300)
    episodes = [episode(tmp_path, n) for n in range(9)]
    episodes[0] = episode(tmp_path, 0, title=HOSTILE, lead=HOSTILE, byline=HOSTILE, source=HOSTILE)
    episodes[1] = episode(tmp_path, 1, url="https://báo.vn/tin mới/đầu?q=á#ă", lead="")
    episodes[2] = episode(tmp_path, 2, url="file:///tmp/x", byline="", source="")
    episodes[8] = episode(
        tmp_path, 8, title="", lead=HOSTILE, published=episodes[7].article.published
    )
    publish(tmp_path / "out", episodes, show)
    content = (tmp_path / "out" / request.param).read_bytes()
    assert content.startswith(
        b"<?xml version='1.0' encoding='utf-8'?>"
    )  # WPBlankLine, MissingEncoding, NotUTF8
    root = ET.fromstring(content)  # noqa: S314 - our own; SAXError, BadCharacters
    assert (root.tag, root.attrib) == ("rss", {"version": "2.0"})  # ObsoleteVersion
    found = root.find("channel")
    assert found is not None
    return found


def items(channel: ET.Element) -> list[ET.Element]:
    found = channel.findall("item")
    assert found
    return found


def text(parent: ET.Element, name: str) -> str:
    return parent.findtext(name, "")


class Markup(HTMLParser):
    """Tags and addresses in a piece of HTML."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.addresses: list[str] = []
        self.feed(content)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert {name for name, _ in attrs} <= {"href"}  # SecurityRiskAttr, DangerousStyleAttr
        self.addresses += [value or "" for _, value in attrs]


def test_only_known_elements_each_once(channel: ET.Element) -> None:
    # UndefinedElement, DuplicateElement, DuplicateEnclosure, NotInANamespace
    for parent, known in ((channel, CHANNEL), *((item, ITEM) for item in items(channel))):
        tags = [child.tag for child in parent]
        assert set(tags) <= known
        assert all(tags.count(tag) == 1 for tag in tags if tag not in MANY)


def test_what_a_channel_must_and_should_have_stands_before_its_items(channel: ET.Element) -> None:
    # MissingTitle, MissingLink, MissingDescription, MissingDCLanguage, MissingItunesElement,
    # MissingItunesEmail, MissingAtomSelfLink, MisplacedItem
    tags = [child.tag for child in channel]
    wanted = {"title", "link", "description", "language", "image"}
    wanted |= {f"{ITUNES}{n}" for n in ("category", "explicit", "owner", "image")}
    assert wanted <= set(tags)
    assert "self" in {link.get("rel") for link in channel.findall(f"{ATOM}link")}
    first = tags.index("item")
    assert set(tags[first:]) == {"item"}


def test_titles_are_there_and_not_blank(channel: ET.Element) -> None:
    # ItemMustContainTitleOrDescription, NotBlank
    for item in items(channel):
        assert text(item, "title").strip()
        assert text(item, "description").strip()


def test_every_address_is_a_whole_url_in_ascii(channel: ET.Element) -> None:
    # InvalidFullLink, InvalidUriChar, UriNotIri, InvalidURLAttribute, InvalidHttpGUID
    found = [text(channel, "link"), text(channel, "image/url"), text(channel, "image/link")]
    for element in channel.iter():
        found += [element.attrib[name] for name in ("href", "url") if name in element.attrib]
    found += [link.text or "" for link in channel.findall("item/link")]
    assert len(found) > 15
    assert [url for url in found if not URI.match(url)] == []


def test_the_image_is_a_picture_with_the_channels_own_title_and_link(channel: ET.Element) -> None:
    # ImageUrlFormat, ImageTitleDoesntMatch, ImageLinkDoesntMatch
    assert re.search(r"\.(?:png|jpg)\Z", text(channel, "image/url"))
    assert text(channel, "image/title") == text(channel, "title")
    assert text(channel, "image/link") == text(channel, "link")


def test_every_date_is_of_rfc_822_on_its_right_weekday(channel: ET.Element) -> None:
    # InvalidRFC2822Date, ProblematicalRFC822Date, IncorrectDOW
    dates = [text(channel, "lastBuildDate"), *(text(item, "pubDate") for item in items(channel))]
    for date in filter(None, dates):
        assert RFC_822.match(date)
        moment: datetime = parsedate_to_datetime(date)
        assert date.startswith(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[moment.weekday()])


def test_guids_are_there_unlike_and_said_to_be_no_links(channel: ET.Element) -> None:
    # MissingGuid, NotSufficientlyUnique, DuplicateValue, InvalidBooleanAttribute
    guids = channel.findall("item/guid")
    assert len(guids) == len(items(channel)) == len({guid.text for guid in guids})
    assert all(guid.attrib == {"isPermaLink": "false"} for guid in guids)
    assert not any((guid.text or "").isdigit() for guid in guids)


def test_every_enclosure_says_what_it_is(channel: ET.Element) -> None:
    # MissingAttribute, InvalidIntegerAttribute, UseZeroForUnknown, InvalidMIMEAttribute,
    # UnsupportedItunesFormat
    for enclosure in channel.findall("item/enclosure"):
        assert set(enclosure.attrib) == {"url", "length", "type"}
        assert int(enclosure.attrib["length"]) > 0
        assert enclosure.attrib["type"] == "audio/mpeg"
        assert enclosure.attrib["url"].endswith(".mp3")


def test_notes_and_descriptions_are_html_that_does_no_harm(channel: ET.Element) -> None:
    # SecurityRisk, SecurityRiskAttr, ContainsRelRef, NeedDescriptionBeforeContent, NotHtml
    for item in items(channel):
        tags = [child.tag for child in item]
        assert tags.index("description") < tags.index(f"{CONTENT}encoded")
        assert not Markup(text(item, "description")).tags
        notes = Markup(text(item, f"{CONTENT}encoded"))
        assert notes.tags <= {"p", "a"}
        assert all(URI.match(address) for address in notes.addresses)
        assert len(text(item, "description").encode()) <= 4_000


def test_a_lead_reads_as_it_was_written(channel: ET.Element) -> None:
    class Words(HTMLParser):
        told = ""

        def handle_data(self, data: str) -> None:
            self.told += data

    for item in items(channel):
        if "H&amp;M" in text(item, "description"):
            words = Words()
            words.feed(text(item, "description"))
            words.close()
            assert words.told.startswith("Giá < 5 & H&M <script>alert(1)</script> 🎧 rất dài")


def test_values_for_directories_are_of_their_kinds_and_lengths(channel: ET.Element) -> None:
    # InvalidTrueFalse, InvalidDuration, TooLong, InvalidItunesCategory, InvalidLanguage,
    # InvalidItunesChannelType, InvalidItunesEpisodeType, InvalidAddrSpec
    assert text(channel, "language") in ("vi", "en")
    assert text(channel, f"{ITUNES}type") == "episodic"
    assert text(channel, f"{ITUNES}owner/{ITUNES}email") == "ban@example.org"
    category = channel.find(f"{ITUNES}category")
    assert category is not None
    assert category.get("text") in CATEGORIES
    explicit = [e.text for e in channel.iter(f"{ITUNES}explicit")]
    assert set(explicit) <= {"true", "false"}
    assert len(explicit) == 1 + len(items(channel))
    lengths = [len(e.text or "") for e in channel.iter() if e.tag in _short()]
    assert lengths
    assert max(lengths) <= 255
    assert all(len(person.text or "") <= 128 for person in channel.iter(f"{PODCAST}person"))
    for item in items(channel):
        assert re.fullmatch(r"[1-9]\d*", text(item, f"{ITUNES}duration"))
        assert text(item, f"{ITUNES}episodeType") == "full"


def _short() -> Iterator[str]:
    yield from (f"{ITUNES}author", f"{ITUNES}name")


def test_prefixes_are_the_usual_ones_and_there_is_no_document_type(tmp_path: Path) -> None:
    # NonstdPrefix, ReservedPrefix, ContainsSystemEntity, InvalidDoctype, UndefinedNamedEntity
    publish(tmp_path / "out", [episode(tmp_path)])
    content = (tmp_path / "out/feed.xml").read_text("utf-8")
    prefixes = dict(re.findall(r'xmlns:(\w+)="([^"]+)"', content))
    assert f"{{{prefixes['itunes']}}}" == ITUNES
    assert f"{{{prefixes['content']}}}" == CONTENT
    assert f"{{{prefixes['atom']}}}" == ATOM
    assert "<!" not in content


def test_an_owner_nobody_can_write_to_is_no_owner(tmp_path: Path) -> None:
    # MissingElement: itunes:owner must have an itunes:email
    publish(tmp_path / "out", [episode(tmp_path)], replace(SHOW, email=""))
    assert "itunes:owner" not in (tmp_path / "out/feed.xml").read_text("utf-8")


@pytest.mark.parametrize(
    ("link", "email", "told"),
    [
        ("báo.vn", "", "link:"),
        ("ftp://báo.vn", "", "link:"),
        ("", "ban", "email:"),
        ("", "a@b", "email:"),
        ("", "Ban <a@b.vn>", "email:"),
        ("", "a@b.vn\n", "email:"),
    ],
)
def test_a_link_or_address_directories_would_refuse_is_refused_here(
    tmp_path: Path, link: str, email: str, told: str
) -> None:
    with pytest.raises(PublishError) as caught:
        publish(tmp_path / "out", [episode(tmp_path)], replace(SHOW, link=link, email=email))
    assert told in f"{caught.value.message} {caught.value.hint}"
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("url", "becomes"),
    [
        ("https://báo.vn/tin mới?q=á&b=1#đầu", "https://xn--bo-mia.vn/tin%20m%E1%BB%9Bi?q=%C3%A1&b=1#%C4%91%E1%BA%A7u"),
        ("https://example.org/a%20b/[x]", "https://example.org/a%20b/%5Bx%5D"),
        ("HTTPS://example.org", "https://example.org"),
        *((url, "") for url in ("", "file:///x", "javascript:alert(1)", "https://", "http://[")),
    ],
)  # fmt: skip
def test_an_address_as_news_sites_write_them_becomes_one_a_feed_may_hold(
    url: str, becomes: str
) -> None:
    assert web_address(url) == becomes
    assert not becomes or BASE.startswith("https:")
