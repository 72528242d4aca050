"""Subscription lists, as other feed readers write and read them (OPML 2.0)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final
from xml.etree import ElementTree as ET

from docbao.clean import clean_line, slug
from docbao.errors import ConfigError
from docbao.i18n import Language, Phrase
from docbao.model import Feed

MAX_CHARS: Final = 5_000_000
_MAX_FEEDS: Final = 10_000
# ElementTree expands entities that a document declares itself; no reader's list needs any.
_DECLARES: Final = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def feeds_from_opml(text: str, *, taken: Iterable[str] = ()) -> tuple[Feed, ...]:
    """The feeds in a subscription list, folders flattened, each address once.

    Args:
        text: The file's text.
        taken: Names in use already; a feed whose title gives one of them gets a number.

    Raises:
        ConfigError: It is no subscription list, or there is no feed in it.
    """
    if len(text) > MAX_CHARS or _DECLARES.search(text):
        raise _no_list("DOCTYPE" if len(text) <= MAX_CHARS else "> 5 MB")
    try:
        root = ET.fromstring(text)  # noqa: S314 - no document type, so no entities
    except (ET.ParseError, ValueError) as error:  # the latter for lone surrogates
        raise _no_list(f"XML: {error}") from error
    names = set(taken)
    feeds: dict[str, Feed] = {}
    for outline in root.iter("outline"):
        url = clean_line(outline.get("xmlUrl", ""))
        if not re.match(r"https?://\S+\Z", url) or url in feeds:
            continue
        title = clean_line(outline.get("title") or outline.get("text") or "") or url
        language: Language = "en" if outline.get("language", "").lower().startswith("en") else "vi"
        name = _free_name(slug(title, max_chars=40), names)
        names.add(name)
        feeds[url] = Feed(name, title, url, language=language)
        if len(feeds) >= _MAX_FEEDS:
            break
    if not feeds:
        raise _no_list("0 RSS")
    return tuple(feeds.values())


def opml_from_feeds(feeds: Iterable[Feed], *, title: str) -> str:
    """A subscription list of the `rss` feeds; other kinds have no place in one."""
    root = ET.Element("opml", version="2.0")
    ET.SubElement(ET.SubElement(root, "head"), "title").text = title
    body = ET.SubElement(root, "body")
    for feed in feeds:
        if feed.kind == "rss":
            ET.SubElement(
                body,
                "outline",
                type="rss",
                text=feed.title,
                title=feed.title,
                xmlUrl=feed.url,
                language=feed.language,
            )
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, "unicode") + "\n"


def _free_name(wanted: str, taken: set[str]) -> str:
    name, number = wanted, 2
    while name in taken:
        name = f"{wanted}-{number}"
        number += 1
    return name


def _no_list(reason: str) -> ConfigError:
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
