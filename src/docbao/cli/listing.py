"""`docbao list`: the bulletins, newest first, each with a number the other verbs take."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from docbao.almanac import day_of
from docbao.cli.console import Console, common_options
from docbao.cli.spans import SINCE
from docbao.cli.usage import option, verb
from docbao.i18n import Phrase
from docbao.newsroom import Newsroom, open_newsroom
from docbao.store.entries import Listed
from docbao.store.states import states_of


def show_list(console: Console, newsroom: Newsroom, items: tuple[Listed, ...]) -> None:
    """Print a numbered list, and let its numbers mean these entries from now on."""
    if items:  # a search that found nothing leaves the numbers of the list before
        newsroom.library.remember_list([item.entry.id for item in items])
    titles = {feed.name: feed.title for feed in newsroom.config.feeds}
    for item in items:
        if console.as_json:
            console.emit(
                {
                    "number": item.number,
                    "id": item.entry.id,
                    "feed": item.entry.feed,
                    "title": item.entry.title,
                    "link": item.entry.link,
                    "summary": item.entry.summary,
                    "published": item.entry.published,
                    "seen": item.seen,
                    "read": item.read,
                    "heard": item.heard,
                    "kept": item.kept,
                    "has_recording": item.has_recording,
                }
            )
        else:
            source = titles.get(item.entry.feed, item.entry.feed)
            when = day_of(item.when, newsroom.now())
            states = ", ".join(map(str, states_of(item)))
            # Number and title first: the first forty braille cells must carry the meaning.
            console.data(f"{item.number}. {item.entry.title}. {source}, {when}, {states}.")


@verb(
    "list",
    Phrase("Liệt kê tin, mới nhất trước.", "List bulletins, newest first."),
    Phrase(
        "Ví dụ: docbao list --feed vnexpress --since 1d",
        "Example: docbao list --feed vnexpress --since 1d",
    ),
)
@option("--feed", words=Phrase("Chỉ nguồn này", "Only this feed"))
@option("--unread", is_flag=True, words=Phrase("Chỉ tin chưa đọc", "Only unread ones"))
@option(
    "--since",
    type=SINCE,
    words=Phrase("Từ khi nào: 2h, 1d, 2w hoặc 2026-11-24", "Since when: 2h, 1d, 2w or 2026-11-24"),
)
@option(
    "-n",
    "--limit",
    type=click.IntRange(1),
    default=30,
    show_default=True,
    words=Phrase("Nhiều nhất bao nhiêu tin", "At most so many"),
)
@common_options
def command(
    console: Console,
    home: Path | None,
    feed: str | None,
    unread: bool,
    since: datetime | None,
    limit: int,
) -> None:
    """List the bulletins."""
    with open_newsroom(home, tell=console.tell) as newsroom:
        name = newsroom.feed(feed).name if feed else None
        items = newsroom.library.entries(feed=name, unread_only=unread, since=since, limit=limit)
        show_list(console, newsroom, items)
        if not items:
            console.tell(
                Phrase(
                    "Chưa có tin nào. Gõ: docbao refresh", "No bulletins yet. Type: docbao refresh"
                )
            )
