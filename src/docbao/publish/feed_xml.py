"""The feed itself: RSS 2.0 with the iTunes, Podcasting 2.0, Atom and paging vocabularies."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Final

from docbao.clean import clean_line
from docbao.i18n import Phrase
from docbao.model import Article
from docbao.publish.addresses import address, episode_guid, show_guid, web_address
from docbao.publish.categories import find_category
from docbao.publish.episodes import Item
from docbao.publish.shows import Show

VERSION: Final = 2
"""Raised whenever the same input would give another feed, page or transcript."""

_NAMESPACES: Final = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "fh": "http://purl.org/syndication/history/1.0",
}
_DESCRIPTION_BYTES: Final = 3_900
"""Apple reads 4,000 bytes of a description."""
_NAME_BYTES: Final = 250
"""Directories take 255 of an author or owner."""
_PERSON_CHARS: Final = 128
"""Podcasting 2.0, tag person."""


@dataclass(frozen=True, slots=True)
class Paging:
    """Where a feed document stands among the documents of one feed (RFC 5005).

    Archives are numbered from the oldest, so a full one never changes when news comes.
    """

    number: int
    """Of this archive, from 1; 0 for the feed itself."""
    archives: int

    @property
    def name(self) -> str:
        """File name of this document."""
        return archive_name(self.number)

    @property
    def older(self) -> str:
        """File name of the document before this one; empty for the oldest."""
        number = self.archives if self.number == 0 else self.number - 1
        return archive_name(number) if number else ""

    @property
    def newer(self) -> str:
        """File name of the document after this one; empty for the feed itself."""
        if self.number == 0:
            return ""
        return archive_name(self.number + 1 if self.number < self.archives else 0)


def archive_name(number: int) -> str:
    """File name of archive `number`; 0 is the feed itself."""
    return f"archive-{number}.xml" if number else "feed.xml"


def description_of(show: Show) -> str:
    """What a show says of itself; made from its title when it says nothing."""
    if show.description:
        return clean_line(show.description)
    made = Phrase(
        vi="{title}: tin tức đọc thành lời, từng bài một, kèm bản chữ.",
        en="{title}: news read aloud, article by article, with transcripts.",
    )
    return made.fill(title=clean_line(show.title)).in_language(show.language)


def render_feed(
    show: Show, items: Sequence[Item], *, base_url: str, cover_name: str, paging: Paging
) -> bytes:
    """One document of a show's feed.

    Args:
        show: The show.
        items: What this document holds, newest first.
        base_url: Address of the show's folder, with a slash at its end.
        cover_name: File name of the cover.
        paging: Which document this is.

    Returns:
        The same bytes for the same arguments.

    Raises:
        PublishError: There is no such category.
    """
    for prefix, uri in _NAMESPACES.items():
        ET.register_namespace(prefix, uri)
    rss = ET.Element("rss", {"version": "2.0"})
    channel = ET.SubElement(rss, "channel")
    _describe(channel, show, base_url, cover_name)
    _link_pages(channel, base_url, paging)
    newest = next((i.article.published for i in items if i.article.published), None)
    if newest is not None:
        # Not the time of writing: the same news gives the same feed.
        _add(channel, "lastBuildDate", _rfc_822(newest))
    for item in items:
        _add_item(channel, show, item, base_url)
    ET.indent(rss, " ")
    document: bytes = ET.tostring(rss, encoding="utf-8", xml_declaration=True)
    return document + b"\n"


def _rfc_822(moment: datetime) -> str:
    from email.utils import format_datetime  # noqa: PLC0415 - 10 ms, where something is written

    return format_datetime(moment)


def _add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    """An element with cleaned text; what XML cannot hold does not get past the gate."""
    prefix, _, local = name.rpartition(":")
    tag = f"{{{_NAMESPACES[prefix]}}}{local}" if prefix else local
    element = ET.SubElement(parent, tag, {k: clean_line(v) for k, v in attributes.items()})
    if text:
        element.text = clean_line(text)
    return element


def _describe(channel: ET.Element, show: Show, base_url: str, cover_name: str) -> None:
    cover_url = address(base_url, cover_name)
    feed_url = address(base_url, archive_name(0))
    link = web_address(show.link) or base_url
    _add(channel, "title", show.title)
    _add(channel, "link", link)
    _add(channel, "description", _shortened(description_of(show)))
    _add(channel, "language", show.language)
    _add(channel, "generator", "docbao")
    image = _add(channel, "image")
    _add(image, "url", cover_url)
    _add(image, "title", show.title)
    _add(image, "link", link)
    author = _shortened(show.author or show.owner or show.title, _NAME_BYTES)
    _add(channel, "itunes:author", author)
    if show.email:  # an owner without an address is an error to directories
        owner = _add(channel, "itunes:owner")
        _add(owner, "itunes:name", _shortened(show.owner, _NAME_BYTES) or author)
        _add(owner, "itunes:email", show.email)
    _add(channel, "itunes:image", href=cover_url)
    top, sub = find_category(show.category)
    category = ET.SubElement(channel, f"{{{_NAMESPACES['itunes']}}}category", {"text": top})
    if sub:
        ET.SubElement(category, f"{{{_NAMESPACES['itunes']}}}category", {"text": sub})
    _add(channel, "itunes:explicit", "true" if show.explicit else "false")
    _add(channel, "itunes:type", "episodic")
    _add(channel, "podcast:guid", show_guid(feed_url))
    _add(channel, "podcast:medium", "podcast")
    _add(channel, "podcast:locked", "yes", **({"owner": show.email} if show.email else {}))


def _link_pages(channel: ET.Element, base_url: str, paging: Paging) -> None:
    """The feed's own address, and the ways between its documents, both of RFC 5005's kinds.

    Paged feeds (section 3) are what listeners' programs follow; archived ones (section 4) tell
    a reader that a document will not change.
    """
    own = {"type": "application/rss+xml"}

    def link(rel: str, name: str) -> None:
        _add(channel, "atom:link", rel=rel, href=address(base_url, name), **own)

    link("self", paging.name)
    if not paging.archives:
        return
    link("first", archive_name(0))
    link("last", archive_name(1))
    if paging.older:
        link("next", paging.older)
        link("prev-archive", paging.older)
    if paging.newer:
        link("previous", paging.newer)
        if paging.newer != archive_name(0):
            link("next-archive", paging.newer)
        link("current", archive_name(0))
    if paging.number:
        _add(channel, "fh:archive")


def _add_item(channel: ET.Element, show: Show, item: Item, base_url: str) -> None:
    article = item.article
    element = _add(channel, "item")
    _add(element, "title", title_of(article))
    if link := web_address(article.url):
        _add(element, "link", link)
    _add(element, "guid", episode_guid(article.id), isPermaLink="false")
    if article.published is not None:
        _add(element, "pubDate", _rfc_822(article.published))
    # HTML (RSS 2.0): what stands in a lead must not become markup in a listener's program.
    summary = _shortened(escape(summary_of(article), quote=False))
    _add(element, "description", summary)
    _add(element, "content:encoded", _notes(show, item, summary, base_url))
    sound_url = address(base_url, f"{item.stem}.mp3")
    _add(element, "enclosure", url=sound_url, length=str(item.size_bytes), type="audio/mpeg")
    seconds = max(1, round(item.episode.recording.duration_ms / 1000))
    _add(element, "itunes:duration", str(seconds))
    _add(element, "itunes:explicit", "true" if show.explicit else "false")
    _add(element, "itunes:episodeType", "full")
    if article.source:
        _add(element, "itunes:author", _shortened(article.source, _NAME_BYTES))
    if article.byline:
        person = clean_line(article.byline)[:_PERSON_CHARS]
        _add(element, "podcast:person", person, group="writing", role="author")
    # Programs that take one transcript alone (gPodder) take the last.
    for ending, kind in ((".html", "text/html"), (".vtt", "text/vtt")):
        url = address(base_url, item.stem + ending)
        _add(element, "podcast:transcript", url=url, type=kind, language=article.language)
    if item.has_chapters:
        url = address(base_url, f"{item.stem}.json")
        _add(element, "podcast:chapters", url=url, type="application/json+chapters")


def title_of(article: Article) -> str:
    """What an article is called; never empty."""
    return clean_line(article.title) or article.id


def summary_of(article: Article) -> str:
    """What is said of an article in a list: its lead, else how it begins."""
    if article.lead:
        return clean_line(article.lead)
    first = next((b.text for b in article.blocks if b.kind == "paragraph"), article.title)
    return clean_line(first)


def _shortened(text: str, limit_bytes: int = _DESCRIPTION_BYTES) -> str:
    content = clean_line(text).encode()
    if len(content) <= limit_bytes:
        return content.decode()
    cut = content[:limit_bytes].decode(errors="ignore").rsplit(" ", 1)[0]
    return _CUT_ENTITY.sub("", cut) + " …"


_SOURCE: Final = Phrase(vi="Nguồn: {source}", en="Source: {source}")
_CUT_ENTITY: Final = re.compile(r"&[a-z#0-9]*\Z")
_VOICE: Final = Phrase(vi="Giọng máy: {voice}", en="Synthetic voice: {voice}")
_TEXT: Final = Phrase(vi="Bản chữ", en="Transcript")


def _notes(show: Show, item: Item, summary: str, base_url: str) -> str:
    """The notes a listener's program shows with the episode, as HTML; so is `summary`."""
    article, language = item.article, show.language
    parts = [f"<p>{summary}</p>"]
    source = escape(clean_line(article.source or article.url))
    if link := web_address(article.url):
        source = f'<a href="{escape(link)}">{source}</a>'
    if source:
        parts.append(f"<p>{_SOURCE.fill(source=source).in_language(language)}</p>")
    transcript = address(base_url, f"{item.stem}.html")
    parts.append(f'<p><a href="{escape(transcript)}">{_TEXT.in_language(language)}</a></p>')
    voice = item.episode.recording.voice
    told = _VOICE.fill(voice=escape(f"{voice.name} ({voice.engine})"))
    parts.append(f"<p>{told.in_language(language)}</p>")
    return "".join(parts)
