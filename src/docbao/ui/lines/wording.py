"""What the line mode prints: number and title first, state after, in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from docbao.almanac import day_of
from docbao.i18n import Phrase
from docbao.model import Article
from docbao.session.listing import FeedRow, Listing
from docbao.session.pages import Pages, Paragraph
from docbao.session.words import joined
from docbao.store.entries import Listed
from docbao.store.states import states_of


def item_line(item: Listed, feed_title: str, now: datetime) -> str:
    """One entry: the first forty cells of a braille display must carry the meaning."""
    states = joined(states_of(item))
    return f"{item.number}. {item.entry.title}. {states}, {feed_title}, {day_of(item.when, now)}."


def feed_line(number: int, row: FeedRow) -> str:
    """One feed with its counts."""
    counts = Phrase("{u} chưa đọc, {n} tin", "{u} unread of {n}").fill(u=row.unread, n=row.total)
    off = "" if row.feed.enabled else Phrase(", đang tắt", ", switched off")
    return f"{number}. {row.feed.title or row.feed.name}. {counts}{off}."


def list_summary(listing: Listing) -> str:
    """What the list is, and how long."""
    if not listing.items:
        empty = Phrase("{t}: không có tin nào.", "{t}: nothing here.").fill(t=listing.title)
        if listing.query.words or listing.query.unread_only or listing.query.feed:
            return str(empty)
        hint = Phrase("Gõ “cập nhật” để lấy tin.", "Type “refresh” to get news.")
        return f"{empty} {hint}"
    return str(Phrase("{t}: {n} tin.", "{t}: {n} items.").fill(t=listing.title, n=listing.total))


def page_end(listing: Listing, last: int) -> str:
    """What follows a page of the list."""
    left = listing.total - last
    if left > 0:
        return str(
            Phrase(
                "Còn {n} tin, Enter để xem tiếp, gõ số để mở.",
                "{n} more, Enter to go on, a number to open.",
            ).fill(n=left)
        )
    return str(Phrase("Hết danh sách. Gõ số để mở.", "End of the list. A number opens."))


def opening_lines(pages: Pages, place: int, *, resumed: bool, now: datetime) -> Iterator[str]:
    """An article just opened: its title first."""
    article = pages.article
    yield article.title
    about = about_line(article, now)
    if about:
        yield about
    if not pages.sentences:
        yield str(Phrase("Bài này không có chữ nào.", "This article has no words."))
        return
    if resumed:
        sentence = pages.sentences[place]
        yield str(
            Phrase("Tiếp từ đoạn {j} trên {m}:", "Going on at paragraph {j} of {m}:").fill(
                j=sentence.paragraph + 1, m=len(pages.paragraphs)
            )
        )
        yield sentence.text
    else:
        yield str(
            Phrase(
                "{m} đoạn. Enter: đoạn sau. “đọc”: nghe.",
                "{m} paragraphs. Enter: the next one. “read”: listen.",
            ).fill(m=len(pages.paragraphs))
        )


def about_line(article: Article, now: datetime) -> str:
    """Where an article comes from."""
    when = str(day_of(article.published, now)) if article.published else ""
    return ", ".join(part for part in (article.source, when, article.byline) if part)


def paragraph_line(paragraph: Paragraph) -> str:
    """A paragraph, and what it is where it is no plain one: after its text."""
    kinds = {
        "heading": Phrase("đề mục", "heading"),
        "list_item": Phrase("mục liệt kê", "list item"),
        "quote": Phrase("trích dẫn", "quote"),
        "table_row": Phrase("dòng trong bảng", "table row"),
        "caption": Phrase("chú thích ảnh", "caption"),
        "title": Phrase("đầu đề", "title"),
    }
    kind = kinds.get(paragraph.kind)
    return paragraph.text if kind is None else f"{paragraph.text} ({kind})"
