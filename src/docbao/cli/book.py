"""`docbao book`: a talking newspaper, text and sound in step."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from docbao.cli.choosing import choice_options
from docbao.cli.console import Console, common_options
from docbao.cli.usage import option, verb
from docbao.cli.verbs import DONE, SOME_FAILED, tell_error
from docbao.i18n import Phrase
from docbao.newscast import Choice
from docbao.newspaper import bind
from docbao.newsroom import open_newsroom


@verb(
    "book",
    Phrase(
        "Gom các bài đã có tiếng thành một sách nói EPUB 3: chữ và tiếng đi cùng từng câu, "
        "mục lục theo nguồn và bài.",
        "Bind articles that have sound into a talking EPUB 3: text and sound in step, "
        "contents by source and article.",
    ),
    Phrase(
        "Ví dụ: docbao book tin-hom-nay.epub --since 1d",
        "Example: docbao book todays-news.epub --since 1d",
    ),
)
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False))
@choice_options
@option("--title", words=Phrase("Tên sách", "Title of the book"))
@option(
    "--daisy",
    type=click.Path(path_type=Path, file_okay=False),
    words=Phrase(
        "Làm thêm sách DAISY 2.02 trong thư mục này, cho máy đọc đời cũ",
        "Make the book as DAISY 2.02 in this folder too, for older players",
    ),
)
@common_options
def command(
    console: Console,
    home: Path | None,
    out: Path,
    feeds: tuple[str, ...],
    since: datetime | None,
    title: str | None,
    daisy: Path | None,
) -> int:
    """Bind a talking book."""
    with open_newsroom(home, tell=console.tell) as newsroom:
        books = bind(newsroom, out, Choice(feeds, since), title=title, daisy=daisy)
    bound = books[0]
    for left in bound.left_out:
        tell_error(left.error, about=left.article.title)
    if console.as_json:
        console.emit(
            {
                "path": bound.path,
                "daisy": books[1].path if daisy else None,
                "articles": len(bound.episodes),
                "size_bytes": bound.size_bytes,
                "duration_ms": sum(e.recording.duration_ms for e in bound.episodes),
                "left_out": [left.article.id for left in bound.left_out],
            }
        )
    else:
        for book in books:
            console.data(book.path)
        console.tell(
            Phrase("Sách có {n} bài, {mb} MB.", "The book has {n} articles, {mb} MB.").fill(
                n=len(bound.episodes), mb=round(bound.size_bytes / 1_000_000, 1)
            )
        )
    return SOME_FAILED if bound.left_out else DONE
