"""`docbao spoken`: what would be said, and why."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from docbao.clean import clean_line
from docbao.cli.console import Console, common_options
from docbao.cli.usage import option, verb
from docbao.i18n import Phrase
from docbao.model import Reading
from docbao.newsroom import Newsroom, open_newsroom
from docbao.text.residue import collect
from docbao.text.rules import tidy


@verb(
    "spoken",
    Phrase(
        "Cho biết sẽ đọc thành lời thế nào, mỗi dòng một dòng, không gì khác.",
        "Give what would be said, a line for each line, and nothing else.",
    ),
    Phrase(
        "Ví dụ: echo 'ngày 05/8/2019' | docbao spoken -",
        "Example: echo 'ngày 05/8/2019' | docbao spoken -",
    ),
)
@click.argument("files", nargs=-1)
@option(
    "--explain",
    is_flag=True,
    words=Phrase(
        "Kèm từng chỗ đọc khác chữ: loại gì, vì sao",
        "With every part said otherwise than written: its class, and why",
    ),
)
@option(
    "--residue",
    is_flag=True,
    words=Phrase(
        "Gom những từ chưa chắc cách đọc, nhiều lần nhất trước",
        "Collect what no rule was sure of, most frequent first",
    ),
)
@common_options
def command(
    console: Console, home: Path | None, files: tuple[str, ...], explain: bool, residue: bool
) -> None:
    """Put text into words."""
    with open_newsroom(home, tell=console.tell) as newsroom:
        readings = (newsroom.reading(line) for line in _lines(newsroom, files or ("-",)))
        if residue:
            _collect(console, readings)
            return
        for reading in readings:
            if console.as_json:
                console.emit({"spoken": tidy(reading), "reading": reading})
                continue
            console.data(tidy(reading))
            if explain:
                _explain(console, reading)


def _collect(console: Console, readings: Iterator[Reading]) -> None:
    for item in collect(readings):
        if console.as_json:
            console.emit(item)
        else:
            console.data(f"{item.count}\t{item.written}\t{item.spoken}\t{item.kind}, {item.why}")


def _lines(newsroom: Newsroom, files: tuple[str, ...]) -> Iterator[str]:
    """Standard input line by line as it comes; of an article its title, lead and blocks."""
    for file in files:
        if file == "-":
            yield from (clean_line(line) for line in sys.stdin)
        else:
            article = newsroom.article(file)
            yield from (
                text
                for text in (article.title, article.lead, *(b.text for b in article.blocks))
                if text
            )


def _explain(console: Console, reading: Reading) -> None:
    for span in reading.spans:
        written = reading.written[span.start : span.end]
        if span.kind != "plain" and (written != span.spoken or span.note):
            note = f" ({span.note})" if span.note else ""
            console.data(f"    {written} → {span.spoken} [{span.kind}]{note}")
