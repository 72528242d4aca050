"""From a page to a bulletin: RSS, Atom and RDF as papers and portals really write them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, tzinfo
from typing import Final

from docbao.almanac import VIETNAM
from docbao.errors import FeedError
from docbao.i18n import Phrase
from docbao.model import Bulletin, Entry, Feed, Page
from docbao.sources.addresses import shown
from docbao.sources.advice import FIND_FEED, OPEN_IN_BROWSER, TRY_LATER
from docbao.sources.charset import declared_charset, decode_text, without_controls
from docbao.sources.dates import parse_date
from docbao.sources.links import entry_id, web_link
from docbao.sources.syndication import Item, is_too_deep, read_quickly, read_tolerantly
from docbao.sources.vni import repair_vni
from docbao.sources.wording import headline, summary

# C1 controls, raw or by number, are windows-1252 taken for Latin-1: quotes and dashes.
_C1: Final = re.compile(r"[\x80-\x9f]|&#(?:0*(1[2-5]\d)|[xX]0*([89][0-9a-fA-F]));")
_BLANK: Final = "\ufeff \t\r\n"
_PROLOG: Final = re.compile(r"<\?xml[^>]{0,300}\?>", re.IGNORECASE)
_ENTITY: Final = re.compile(r"<!ENTITY", re.IGNORECASE)
_DOCTYPE: Final = re.compile(r"<!DOCTYPE", re.IGNORECASE)
_FEED_ROOT: Final = re.compile(r"<(?:\w{1,20}:)?(?:rss|feed|rdf|channel)[\s>]", re.IGNORECASE)
_HTML_ROOT: Final = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_HEAD_CHARS: Final = 4096
_MOST_ITEMS: Final = 2000
"""Items looked at; the longest feed known has 1,000."""


def parse_feed(page: Page, feed: Feed, *, now: datetime) -> Bulletin:
    """The edition of `feed` that `page` holds.

    Args:
        page: What the server answered.
        feed: Whose it is: order of dates, language, number of items kept.
        now: When the page came; dates after it are taken for it.

    Returns:
        Entries in the feed's order, each story once; the newest `feed.max_items` where there
        are more; none for a feed that is well but empty.

    Raises:
        FeedError: The page is no feed we can read.
    """
    try:
        items = _items(page)
    except FeedError as error:
        reason = Phrase(vi="{url}: {reason}", en="{url}: {reason}")
        url = shown(page.final_url)
        raise FeedError(reason.fill(url=url, reason=error.message), hint=error.hint) from error
    entries = list(_entries(items, page, feed, now))
    return Bulletin(feed, now, _newest(entries, feed.max_items, now))


def page_text(page: Page) -> str:
    """The text of a page, whatever encoding or font it was written for."""
    return repair_vni(decode_text(page.body, declared_charset(page.content_type, page.body)))


def well_kept_text(page: Page) -> str:
    """The text of a feed as an XML reader may see it: no declaration, no forbidden letters.

    Raises:
        FeedError: There is none, or it declares entities.
    """
    if not page.body.strip():
        raise FeedError(
            Phrase(vi="máy chủ trả về trang trống", en="the server sent an empty page"),
            hint=TRY_LATER,
        )
    text = without_controls(page_text(page))
    text = _C1.sub(_from_windows, text)
    text = text.lstrip(_BLANK)
    prolog = _PROLOG.match(text)
    if prolog is not None:
        text = text[prolog.end() :].lstrip(_BLANK)
    _refuse_entities(text)
    return text


def _from_windows(found: re.Match[str]) -> str:
    code = int(found[1]) if found[1] else int(found[2], 16) if found[2] else ord(found[0])
    return bytes((code,)).decode("cp1252", "ignore") if 0x80 <= code < 0xA0 else found[0]


def _items(page: Page) -> tuple[Item, ...]:
    text = well_kept_text(page)
    quick = read_quickly(text)
    if quick is not None:
        return quick
    root = _FEED_ROOT.search(text)
    page_root = _HTML_ROOT.search(text[:_HEAD_CHARS])
    if root is None or (page_root is not None and page_root.start() < root.start()):
        raise _not_a_feed(is_page=page_root is not None)
    if is_too_deep(text):
        raise FeedError(
            Phrase(
                vi="các thẻ lồng nhau quá sâu, không phải nguồn tin bình thường",
                en="its elements are nested too deep for a real feed",
            ),
            hint=OPEN_IN_BROWSER,
        )
    return read_tolerantly(text)


def _refuse_entities(text: str) -> None:
    """Entities of one's own are how a kilobyte becomes gigabytes, or a local file is read."""
    root = _FEED_ROOT.search(text)
    prolog = text[: root.start()] if root is not None else text
    declared = _DOCTYPE.search(prolog)
    if declared is not None and _ENTITY.search(prolog, declared.end()):
        raise FeedError(
            Phrase(
                vi="khai báo thực thể riêng (<!ENTITY>), có thể gây hại, nên docbao không đọc",
                en="declares entities of its own (<!ENTITY>), which may do harm; it is not read",
            ),
            hint=OPEN_IN_BROWSER,
        )


def _not_a_feed(*, is_page: bool) -> FeedError:
    if is_page:
        return FeedError(
            Phrase(
                vi="đây là một trang web, không phải nguồn tin RSS hay Atom",
                en="this is a web page, not an RSS or Atom feed",
            ),
            hint=FIND_FEED,
        )
    return FeedError(
        Phrase(vi="không phải nguồn tin RSS hay Atom", en="is not an RSS or Atom feed"),
        hint=FIND_FEED,
    )


def home_zone(feed: Feed) -> tzinfo:
    """Where a date without a zone is from: Vietnam, or Greenwich for English feeds."""
    return VIETNAM if feed.language == "vi" else UTC


def _entries(items: Sequence[Item], page: Page, feed: Feed, now: datetime) -> Iterator[Entry]:
    zone = home_zone(feed)
    seen: set[str] = set()
    for item in items[:_MOST_ITEMS]:
        entry = _entry(item, page, feed, now, zone)
        if entry is not None and entry.id not in seen:
            seen.add(entry.id)
            yield entry


def _newest(entries: Sequence[Entry], count: int, now: datetime) -> tuple[Entry, ...]:
    """The newest `count` entries in the feed's own order, undated ones counting as new.

    The section feeds of one big paper hold 1,000 items in no order of time.
    """
    if len(entries) <= count:
        return tuple(entries)
    by_age = sorted(range(len(entries)), key=lambda n: entries[n].published or now, reverse=True)
    return tuple(entries[n] for n in sorted(by_age[:count]))


def _entry(item: Item, page: Page, feed: Feed, now: datetime, zone: tzinfo) -> Entry | None:
    link = web_link(page.final_url, item.link)
    brief = summary(item.summary)
    title = headline(item.title) or headline(brief[:120])
    if not title:
        return None
    guid = "" if link and item.guid == item.link else item.guid
    guid = guid or ("" if link else f"{title}\n{item.date}")
    id_ = entry_id(link, guid, home=feed.url)
    return Entry(
        feed=feed.name,
        id=id_,
        link=link or f"{page.final_url}#{id_}",
        title=title,
        summary=brief,
        published=published(item.date, feed, now=now, zone=zone),
        content_html=item.content,
    )


def published(raw: str, feed: Feed, *, now: datetime, zone: tzinfo) -> datetime | None:
    """The date of an item: never after `now`, and `None` where none can be read."""
    if not raw.strip():
        return None
    try:
        return min(parse_date(raw, order=feed.date_order, zone=zone), now)
    except FeedError:
        return None
