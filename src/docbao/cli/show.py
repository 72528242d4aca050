"""`docbao show` and `docbao extract`: an article as text."""

from __future__ import annotations

from pathlib import Path

import click

from docbao.almanac import day_of
from docbao.cli.console import Console, common_options
from docbao.cli.usage import verb
from docbao.i18n import Phrase
from docbao.model import Article
from docbao.newsroom import open_newsroom


def show_article(console: Console, article: Article, when: str) -> None:
    """Print an article as a page to be read line by line."""
    if console.as_json:
        console.emit(article)
        return
    console.data(article.title)
    about = ", ".join(part for part in (article.source, when, article.byline) if part)
    for paragraph in (about, article.lead):
        if paragraph:
            console.data("")
            console.data(paragraph)
    for block in article.blocks:
        console.data("")
        console.data(f"- {block.text}" if block.kind == "list_item" else block.text)


@verb(
    "show",
    Phrase("Xem một bài bằng chữ.", "Show an article as text."),
    Phrase(
        "ITEM là số trong danh sách, mã bài, địa chỉ hay tệp. Ví dụ: docbao show 3",
        "ITEM is a number of the last list, an id, an address or a file. Example: docbao show 3",
    ),
)
@click.argument("item")
@common_options
def command(console: Console, home: Path | None, item: str) -> None:
    """Show an article."""
    with open_newsroom(home, tell=console.tell) as newsroom:
        article = newsroom.article(item)
        if article.feed:
            newsroom.library.mark_read([article.id])
        when = str(day_of(article.published, newsroom.now())) if article.published else ""
        show_article(console, article, when)
