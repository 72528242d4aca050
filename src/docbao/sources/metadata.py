"""What a page says about its article: title, date, language, publication."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from docbao.clean import clean_line, fold
from docbao.errors import FeedError
from docbao.i18n import Language
from docbao.model import DateOrder
from docbao.sources.boilerplate import DATE_LINE
from docbao.sources.dates import parse_date
from docbao.sources.markup import Element, key, text_of

_TITLE_SEPARATOR: Final = re.compile(r"\s+(?:[|–—»•:·]|-{1,2})\s+")
_TITLE_CLASSES: Final = (
    "article-title", "news-title", "title-detail", "detail-title", "post-title", "entry-title",
    "tieude", "journal-content-title", "header-title",
)  # fmt: skip
_TITLE_PLACES: Final = (
    "h1[@*[contains(., 'title') or contains(., 'headline') or contains(., 'detail')]]",
    "h1",
    "*[self::h2 or self::h3 or self::div or self::p or self::span][@class or @id]["
    + " or ".join(f"contains(concat(@class, ' ', @id), '{name}')" for name in _TITLE_CLASSES)
    + "]",
)
_DATE_NAMES: Final = (
    "article:published_time", "datepublished", "og:published_time", "pubdate", "publish-date",
    "publishdate", "date", "dc.date.issued", "dc.date", "sailthru.date", "parsely-pub-date",
    "its_publication", "citation_publication_date",
)  # fmt: skip
_VIETNAMESE_LETTER: Final = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")
_LETTER: Final = re.compile(r"[^\W\d_]")
_SAMPLE_CHARS: Final = 4000
_VIETNAMESE_SHARE: Final = 0.06
"""Vietnamese prose has a quarter of its letters marked; an English page naming people, few."""


def named(tree: Element, *wanted: str) -> str:
    """Content of the first `<meta>` of one of these names or properties, or an empty string."""
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        content = clean_line(meta.get("content") or "")
        if name and content:
            found.setdefault(name.lower(), content)
    return next((found[name] for name in wanted if name in found), "")


def window_title(tree: Element) -> str:
    """What stands in the browser's title bar, without the publication's name."""
    element = tree.find(".//head/title")
    title = text_of(element) if element is not None else ""
    return _without_site(title, named(tree, "og:site_name"))


def title_of(tree: Element) -> str:
    """The headline as the page shows or declares it, or an empty string."""
    declared = named(tree, "og:title", "twitter:title", "title")
    window = text_of(head) if (head := tree.find(".//head/title")) is not None else ""
    for place in _TITLE_PLACES:
        for element in tree.xpath(f"//body//{place}")[:3]:
            text = text_of(element)
            if len(text) > 8 and (not (declared or window) or _alike(text, declared, window)):
                return text
    return _without_site(declared, named(tree, "og:site_name"))


def _alike(heading: str, *declared: str) -> bool:
    words = set(fold(heading).split())
    for title in declared:
        shared = words & set(fold(title).split())
        if len(shared) * 2 >= len(words):
            return True
    return False


def _without_site(title: str, site: str) -> str:
    parts = _TITLE_SEPARATOR.split(title)
    if len(parts) < 2:
        return title
    first, last = parts[0], parts[-1]
    tail_is_short = len(last.split()) <= 4 and len(title) > len(last) * 3
    if tail_is_short or (site and key(last) == key(site)):
        return title[: title.rfind(last)].rstrip(" |–—»•:·-")
    if len(first.split()) <= 3 and len(title) > len(first) * 4:
        return title[len(first) :].lstrip(" |–—»•:·-")
    return title


def site_name(tree: Element) -> str:
    """Name of the publication as the page tells it, or an empty string."""
    return named(tree, "og:site_name", "application-name", "copyright", "dc.publisher")[:80]


def published_at(tree: Element, order: DateOrder = "dmy") -> datetime | None:
    """When the article came out, in UTC; `None` where the page does not say."""
    for candidate in _dates(tree):
        if (when := read_date(candidate, order)) is not None:
            return when
    return None


def _dates(tree: Element) -> Iterator[str]:
    yield named(tree, *_DATE_NAMES)
    for data in linked_data(tree):
        yield str(data.get("datePublished") or "")
    for element in tree.iter("time"):
        yield element.get("datetime") or text_of(element)
    for element in tree.xpath(
        "//body//*[contains(@itemprop,'datePublished') or contains(@class,'date') or"
        " contains(@class,'time') or contains(@id,'date') or contains(@class,'ngay') or"
        " contains(@data-role,'publishdate')]"
    )[:12]:
        yield element.get("content") or text_of(element)[:120]
    for element in tree.iter():
        for piece in (element.text, element.tail):
            if piece and 7 < len(piece) < 60 and DATE_LINE.match(line := clean_line(piece)):
                yield line


def linked_data(tree: Element) -> Iterator[dict[str, object]]:
    """Objects of the page's JSON-LD, those inside `@graph` too; broken ones are passed over."""
    for script in tree.iterfind(".//script[@type='application/ld+json']"):
        try:
            data = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        waiting = data if isinstance(data, list) else [data]
        for item in waiting[:50]:
            if isinstance(item, dict):
                yield item
                graph = item.get("@graph")
                yield from (
                    (part for part in graph[:50] if isinstance(part, dict))
                    if isinstance(graph, list)
                    else ()
                )


def read_date(text: str, order: DateOrder = "dmy") -> datetime | None:
    """The date written in `text`, or `None` where there is none to be read."""
    if not text:
        return None
    try:
        return parse_date(text, order=order)
    except FeedError:
        return None


def sample_of(tree: Element) -> str:
    """Some 4,000 characters of the page's paragraphs, enough to tell its language."""
    pieces: list[str] = []
    length = 0
    for element in tree.iter("p", "h1", "h2", "h3", "td", "div", "li"):
        for piece in (element.text, *(child.tail for child in element)):
            if piece and len(piece) > 20:
                pieces.append(piece)
                length += len(piece)
        if length > _SAMPLE_CHARS:
            break
    return " ".join(pieces)


def language_of(text: str, declared: str = "", default: Language = "vi") -> Language:
    """Whether `text` is Vietnamese or English, by its letters; the declaration decides ties.

    Args:
        text: The article; the first 4,000 characters are looked at.
        declared: The page's `lang` attribute, or an empty string.
        default: For a text too short to tell.
    """
    sample = text[:_SAMPLE_CHARS]
    letters = len(_LETTER.findall(sample))
    if letters >= 60:
        marked = len(_VIETNAMESE_LETTER.findall(sample))
        return "vi" if marked > letters * _VIETNAMESE_SHARE else "en"
    if declared[:2].lower() == "vi":
        return "vi"
    return "en" if declared[:2].lower() == "en" else default
