"""Subscription lists, as other feed readers write and read them (OPML 2.0)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from typing import Final
from urllib.parse import SplitResult, urlsplit
from xml.etree import ElementTree as ET
from xml.parsers import expat

from docbao.clean import clean_line, slug
from docbao.errors import ConfigError
from docbao.i18n import Language, Phrase
from docbao.model import Feed

MAX_BYTES: Final = 5_000_000
_MAX_FEEDS: Final = 10_000
_FEED_TYPES: Final = frozenset({"rss", "atom", "rdf", "feed"})
_FEEDS_THEMSELVES: Final = frozenset({"rss", "feed", "rdf:rdf"})
# Old links to feeds that a browser handed to a reader: feed://host/path, feed:https://host/path.
_FEED_SCHEME: Final = re.compile(r"\A(?:feed:(?://)?(?=https?://)|feed(?=://))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Outline:
    """A line of a list that became no feed, with the reason."""

    title: str
    url: str
    reason: Phrase


@dataclass(slots=True)
class Subscriptions:
    """What a subscription list holds, each line of it in one of three places."""

    feeds: list[Feed] = field(default_factory=list)
    """New ones, in the list's order."""
    folders: dict[str, str] = field(default_factory=dict)
    """`Feed.name` → the folders it lay in, "Báo / Thể thao"; only for those that lay in one."""
    known: list[tuple[Outline, Feed]] = field(default_factory=list)
    """Lines whose address is there already, and the feed that has it."""
    unusable: list[Outline] = field(default_factory=list)
    """Lines docbao cannot read: commands, files, bookmarks."""


def read_opml(
    content: bytes, *, have: Iterable[Feed] = (), language: Language = "vi"
) -> Subscriptions:
    """The feeds in a subscription list, folders flattened, each address once.

    Args:
        content: The file as it lies on the disk; its XML declaration names the encoding.
        have: Feeds there are already: an address of theirs is recognised, a name of theirs
            is never given again.
        language: Of the feeds whose line names none.

    Raises:
        ConfigError: It is no subscription list, or there is not one feed in it.
    """
    if len(content) > MAX_BYTES:
        raise _no_list(Phrase("lớn hơn 5 MB", "larger than 5 MB"))
    reading = _Reading(have, language)
    parser = expat.ParserCreate()
    parser.StartElementHandler = reading.enter
    parser.EndElementHandler = reading.leave
    parser.EntityDeclHandler = _refuse_entities
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        reason = Phrase("dòng {line}: {reason}", "line {line}: {reason}")
        raise _no_list(
            reason.fill(line=error.lineno, reason=expat.ErrorString(error.code))
        ) from error
    except (LookupError, ValueError) as error:  # an encoding that is none
        raise _no_list(Phrase(str(error), str(error))) from error
    found = reading.found
    if not (found.feeds or found.known or found.unusable):
        raise _no_list(Phrase("không có nguồn nào", "no feed in it"))
    return found


def opml_from_feeds(feeds: Iterable[Feed], *, title: str, created: datetime | None = None) -> str:
    """A subscription list of the `rss` feeds; other kinds have no place in one."""
    root = ET.Element("opml", version="2.0")
    head = ET.SubElement(root, "head")
    ET.SubElement(head, "title").text = clean_line(title)
    if created is not None:
        ET.SubElement(head, "dateCreated").text = format_datetime(created)
    body = ET.SubElement(root, "body")
    for feed in feeds:
        if feed.kind == "rss":
            ET.SubElement(
                body,
                "outline",
                type="rss",
                text=clean_line(feed.title),
                title=clean_line(feed.title),
                xmlUrl=feed.url,
                language=feed.language,
            )
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, "unicode") + "\n"


class _Reading:
    """One pass over a list's elements; no tree is built, so no depth can overflow anything."""

    def __init__(self, have: Iterable[Feed], language: Language) -> None:
        self.found = Subscriptions()
        self._language: Language = language
        self._folders: list[str] = []
        self._by_address: dict[str, Feed] = {}
        self._names: set[str] = set()
        self._root = ""
        for feed in have:
            self._names.add(feed.name)
            self._by_address.setdefault(_address(feed.url), feed)

    def enter(self, element: str, attributes: Mapping[str, str]) -> None:
        element = element.lower()
        if not self._root:
            self._root = element
            if element != "opml":
                raise _other_document(element)
        if element != "outline":
            return
        # Readers differ in capitals: xmlUrl, xmlurl, XMLURL.
        told = {key.lower(): clean_line(value) for key, value in attributes.items()}
        title = told.get("title") or told.get("text") or ""
        self._folders.append("" if self._take(told, title) else title)

    def leave(self, element: str) -> None:
        if element.lower() == "outline":
            self._folders.pop()

    def _take(self, told: Mapping[str, str], title: str) -> bool:
        """Whether the line is a feed, or was meant as one; a folder is not."""
        url = told.get("xmlurl", "")
        if not url and told.get("type", "").lower() in _FEED_TYPES:
            url = told.get("url", "")
        if not url:
            if bookmark := told.get("url"):
                no_feed = Phrase("không phải nguồn tin", "no feed")
                self.found.unusable.append(Outline(title, bookmark, no_feed))
            return bool(bookmark)
        url = _FEED_SCHEME.sub(lambda old: "" if old[0].endswith((":", "/")) else "http", url)
        parts = _web_parts(url)
        if parts is None:
            reason = Phrase("không phải địa chỉ web", "no web address")
            self.found.unusable.append(Outline(title, url, reason))
        elif (known := self._by_address.get(_address(url))) is not None:
            there = Phrase("đã có: {name}", "there already: {name}").fill(name=known.name)
            self.found.known.append((Outline(title, url, there), known))
        elif len(self.found.feeds) >= _MAX_FEEDS:
            reason = Phrase("quá {most} nguồn", "more than {most} feeds").fill(most=_MAX_FEEDS)
            self.found.unusable.append(Outline(title, url, reason))
        else:
            self._add(url, title or parts.hostname or url, told.get("language", ""))
        return True

    def _add(self, url: str, title: str, told: str) -> None:
        code = told.lower()[:2]
        language: Language = "en" if code == "en" else "vi" if code == "vi" else self._language
        name = _free_name(slug(title, max_chars=40), self._names)
        feed = Feed(name, title, url, language=language)
        self._names.add(name)
        self._by_address[_address(url)] = feed
        self.found.feeds.append(feed)
        if folder := " / ".join(filter(None, self._folders)):
            self.found.folders[name] = folder


def _web_parts(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - raises for a port that is none
    except ValueError:
        return None
    web = parts.scheme in ("http", "https") and parts.hostname and not re.search(r"\s", url)
    return parts if web else None


def _address(url: str) -> str:
    """What two writings of one address have in common.

    With and without TLS, with and without the last slash: measured on the shipped feeds, no
    paper serves two feeds that differ in those alone.
    """
    parts = _web_parts(url)
    if parts is None:
        return url
    port = "" if parts.port in (None, 80, 443) else f":{parts.port}"
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.hostname}{port}{parts.path.rstrip('/')}{query}"


def _free_name(wanted: str, taken: set[str]) -> str:
    name, number = wanted, 2
    while name in taken:
        name = f"{wanted}-{number}"
        number += 1
    return name


def _refuse_entities(*_: object) -> None:
    raise _no_list(Phrase("tự định nghĩa thực thể XML", "it defines XML entities of its own"))


def _other_document(element: str) -> ConfigError:
    if element in _FEEDS_THEMSELVES:
        return ConfigError(
            Phrase("Đây là một nguồn tin, không phải danh sách", "This is a feed, not a list"),
            hint=Phrase(
                "Thêm nó bằng docbao feeds add TÊN ĐỊA-CHỈ.",
                "Add it with docbao feeds add NAME ADDRESS.",
            ),
        )
    return _no_list(Phrase("phần tử <{e}>", "element <{e}>").fill(e=clean_line(element)[:40]))


def _no_list(reason: Phrase) -> ConfigError:
    return ConfigError(
        Phrase(
            vi="Tệp không phải danh sách nguồn tin OPML dùng được ({reason})",
            en="The file is no OPML list of feeds that can be used ({reason})",
        ).fill(reason=reason),
        hint=Phrase(
            vi="Xuất lại danh sách từ trình đọc tin kia ở dạng OPML.",
            en="Export the list from the other reader again, as OPML.",
        ),
    )
