"""From a list page to a bulletin, for portals that have no feed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from docbao.clean import clean_line
from docbao.errors import FeedError
from docbao.i18n import Phrase
from docbao.model import Bulletin, Entry, Feed, Page
from docbao.sources.addresses import shown
from docbao.sources.feeds import home_zone, page_text, published
from docbao.sources.links import entry_id, web_link
from docbao.sources.wording import TITLE_CHARS, shorten

_LEAST_TITLE_CHARS: Final = 12
"""A link text shorter than this is looked at with suspicion ("Chi tiết", "Xem tiếp")."""
_MORE: Final = re.compile(
    r"(?:xem|đọc)\s+(?:thêm|tiếp|chi tiết)|chi tiết|read more|more|details?|continue reading",
    re.IGNORECASE,
)
_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_LEVELS_UP: Final = 5
_NEAR_CHARS: Final = 2000
_NEAR_ELEMENTS: Final = 60
_MOST_LINKS: Final = 5000
_LINKS_READ: Final = 4
"""Links to one story that are looked at."""
_DATE: Final = re.compile(
    r"(?:\d{1,2}[:h]\d{2}[^\d\n]{1,12})?(?<!\d)\d{1,2}[-/.]\d{1,2}[-/.]\d{4}(?!\d)"
    r"(?:[^\d\n]{1,12}\d{1,2}[:h]\d{2}(?::\d{2})?(?:\s?(?:am|pm|sa|ch))?(?:\s*\(?gmt[+-]\d{1,2})?)?"
    r"|\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:?\d{2})?)?",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Story:
    """What the links to one article say together."""

    link: str
    rank: int = 99
    title: str = ""
    date: str = ""
    anchors: list[Any] = field(default_factory=list)


def parse_listing(page: Page, feed: Feed, *, now: datetime) -> Bulletin:
    """The stories a list page links to, in the order of the page.

    A story is a link that `feed.link_pattern` is found in. Its title is the link's text, or its
    `title`, or the image's `alt`, or the nearest heading; its date is one written near the link.

    Args:
        page: What the server answered.
        feed: Whose it is.
        now: When the page came; dates after it are taken for it.

    Raises:
        FeedError: There is no such link on the page, or no pattern to look for.
    """
    if not feed.link_pattern:
        message = Phrase(
            vi="Nguồn {feed}: thiếu `link_pattern` để nhận ra đường dẫn bài viết",
            en="Feed {feed}: `link_pattern` is missing, which tells links to articles",
        )
        example = Phrase(
            vi="Thêm dòng như `link_pattern: /tin-tuc/.+-[0-9]+\\.html$` cho nguồn này.",
            en="Add a line like `link_pattern: /news/.+-[0-9]+\\.html$` to this feed.",
        )
        raise FeedError(message.fill(feed=feed.name), hint=example)
    stories = _stories(page, re.compile(feed.link_pattern))
    entries = tuple(_entries(stories, feed, now))[: feed.max_items]
    if not entries:
        message = Phrase(
            vi="{url}: không có đường dẫn nào khớp với `link_pattern`",
            en="{url}: no link on the page matches `link_pattern`",
        )
        hint = Phrase(
            vi="Mở trang, xem đường dẫn của một bài, rồi sửa `link_pattern` trong feeds.yaml.",
            en="Open the page, look at the link of a story, and mend `link_pattern` in feeds.yaml.",
        )
        raise FeedError(message.fill(url=shown(page.final_url)), hint=hint)
    return Bulletin(feed, now, entries)


def _entries(stories: list[_Story], feed: Feed, now: datetime) -> Iterator[Entry]:
    zone = home_zone(feed)
    for story in stories:
        if story.title:
            yield Entry(
                feed=feed.name,
                id=entry_id(story.link),
                link=story.link,
                title=shorten(story.title, TITLE_CHARS),
                published=published(story.date, feed, now=now, zone=zone),
            )


def _stories(page: Page, pattern: re.Pattern[str]) -> list[_Story]:
    root = _parsed(page_text(page))
    if root is None:
        return []
    base = page.final_url
    for element in root.iter("base"):
        base = web_link(base, element.get("href") or "") or base
        break
    found: dict[str, _Story] = {}
    for anchor in _anchors(root):
        link = web_link(base, anchor.get("href") or "")
        if link and pattern.search(link):
            story = found.setdefault(link, _Story(link))
            if len(story.anchors) < _LINKS_READ:
                story.anchors.append(anchor)
    for story in found.values():
        _describe(story)
    return list(found.values())


def _parsed(text: str) -> Any:
    """The page as a tree; `None` when there is nothing in it.

    lxml's limits stay on: hostile nesting is cut off at 256 levels, in no time.
    """
    from lxml import etree, html  # noqa: PLC0415 - only portals without a feed need it

    text = re.sub(r"^\s*<\?xml[^>]{0,300}\?>", "", text)
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError):
        return None


def _anchors(root: Any) -> Iterator[Any]:
    for count, anchor in enumerate(root.iter("a")):
        if count >= _MOST_LINKS:
            return
        yield anchor


def _text(element: Any) -> str:
    parts: list[str] = []
    length = 0
    for part in element.itertext():
        parts.append(part)
        length += len(part)
        if length > _NEAR_CHARS:
            break
    return clean_line(" ".join(parts))


def _describe(story: _Story) -> None:
    for anchor in story.anchors:
        for rank, title in _titles(anchor):
            if title and rank < story.rank:
                story.rank, story.title = rank, title
    story.date = next(filter(None, (_date_near(anchor, story) for anchor in story.anchors)), "")
    if story.rank > 3:
        story.title = next(
            filter(None, (_heading_near(anchor, story) for anchor in story.anchors)), story.title
        )


def _titles(anchor: Any) -> Iterator[tuple[int, str]]:
    """Candidates with their rank; 0 is best."""
    text = _text(anchor)
    said = not _MORE.fullmatch(text)
    parent = anchor.getparent()
    in_heading = parent is not None and parent.tag in _HEADINGS
    if text and said:
        whole = not text.endswith(("…", "..."))
        yield (0 if whole and (in_heading or len(text) >= _LEAST_TITLE_CHARS) else 3), text
    title = clean_line(anchor.get("title") or "")
    if title and not _MORE.fullmatch(title):
        yield 1, title
    for image in anchor.iter("img"):
        yield 2, clean_line(image.get("alt") or "")
        break
    if text and not said:
        yield 9, text


def _around(anchor: Any, story: _Story) -> Iterator[Any]:
    """The elements around a link, from the inside out, while they hold this story alone."""
    element = anchor
    for _ in range(_LEVELS_UP):
        element = element.getparent()
        if element is None or element.tag in ("body", "html"):
            return
        for count, other in enumerate(element.iter()):
            if count > _NEAR_ELEMENTS or (other.tag == "a" and other not in story.anchors):
                return
        yield element


def _heading_near(anchor: Any, story: _Story) -> str:
    for element in _around(anchor, story):
        for heading in element.iter(*_HEADINGS):
            return _text(heading)
    return ""


def _date_near(anchor: Any, story: _Story) -> str:
    for element in (anchor, *_around(anchor, story)):
        for time in element.iter("time"):
            if time.get("datetime"):
                return str(time.get("datetime"))
        found = _DATE.search(_text(element))
        if found is not None:
            return found[0]
    return ""
