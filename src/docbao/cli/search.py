"""`docbao search`: find bulletins by their words, accents optional."""

from __future__ import annotations

from pathlib import Path

import click

from docbao.cli.console import Console, common_options
from docbao.cli.listing import show_list
from docbao.cli.usage import option, verb
from docbao.i18n import Phrase
from docbao.newsroom import open_newsroom


@verb(
    "search",
    Phrase(
        "Tìm tin theo từ, không cần bỏ dấu.", "Find bulletins by their words, accents optional."
    ),
    Phrase("Ví dụ: docbao search bat dong san", "Example: docbao search bat dong san"),
)
@click.argument("words", nargs=-1, required=True)
@option("--feed", words=Phrase("Chỉ nguồn này", "Only this feed"))
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
    console: Console, home: Path | None, words: tuple[str, ...], feed: str | None, limit: int
) -> None:
    """Find bulletins."""
    with open_newsroom(home, tell=console.tell) as newsroom:
        name = newsroom.feed(feed).name if feed else None
        items = newsroom.library.search(" ".join(words), feed=name, limit=limit)
        show_list(console, newsroom, items)
        if not items:
            console.tell(Phrase("Không tìm thấy tin nào.", "Nothing found."))
