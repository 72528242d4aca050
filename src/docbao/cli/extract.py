"""`docbao extract`: the readable text of a page or file."""

from __future__ import annotations

from pathlib import Path

import click

from docbao.cli.console import Console, common_options
from docbao.cli.usage import verb
from docbao.i18n import Phrase
from docbao.newsroom import open_newsroom


@verb(
    "extract",
    Phrase(
        "Lấy phần đọc được của một trang, tệp, hay - (đầu vào chuẩn).",
        "Give the readable text of a page, a file, or - (standard input).",
    ),
    Phrase("Ví dụ: docbao extract --json trang.html", "Example: docbao extract --json page.html"),
)
@click.argument("source")
@common_options
def command(console: Console, home: Path | None, source: str) -> None:
    """Print the readable text: title, lead, blocks, a line each."""
    with open_newsroom(home, tell=console.tell) as newsroom:
        article = newsroom.article(source, fresh=True)
        if console.as_json:
            console.emit(article)
            return
        for line in (article.title, article.lead, *(block.text for block in article.blocks)):
            if line:
                console.data(line)
