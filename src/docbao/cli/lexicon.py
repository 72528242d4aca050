"""`docbao lexicon`: teach docbao how a word is said."""

from __future__ import annotations

from pathlib import Path

import click

from docbao.cli.console import Console, common_options
from docbao.cli.usage import family
from docbao.config import load_config
from docbao.i18n import Phrase
from docbao.newsroom import open_newsroom
from docbao.text.rules import tidy


@family(
    "lexicon",
    Phrase("Dạy docbao đọc một từ.", "Teach docbao how to say a word."),
)
def command() -> None:
    """The listener's own lexicon, beside feeds.yaml."""


@command.command(
    "add",
    help=str(
        Phrase(
            "Thêm hoặc sửa một từ trong từ điển riêng.", "Add or change a term in your own lexicon."
        )
    ),
    epilog=str(
        Phrase(
            'Ví dụ: docbao lexicon add "CLB" "câu lạc bộ"',
            'Example: docbao lexicon add "CLB" "câu lạc bộ"',
        )
    ),
)
@click.argument("term")
@click.argument("spoken")
@common_options
def add(console: Console, home: Path | None, term: str, spoken: str) -> None:
    """Add a term."""
    from docbao.text.lexicon_edit import add_term  # noqa: PLC0415 - this verb alone

    path = load_config(home=home).locations.lexicon_file
    add_term(path, term, spoken)
    console.tell(
        Phrase(
            "Từ nay “{term}” đọc là “{spoken}” ({path}).",
            "From now on “{term}” is said “{spoken}” ({path}).",
        ).fill(term=term, spoken=spoken, path=path)
    )


@command.command(
    "remove",
    help=str(Phrase("Bỏ một từ khỏi từ điển riêng.", "Take a term out of your own lexicon.")),
)
@click.argument("term")
@common_options
def remove(console: Console, home: Path | None, term: str) -> None:
    """Take a term out."""
    from docbao.text.lexicon_edit import remove_term  # noqa: PLC0415 - this verb alone

    remove_term(load_config(home=home).locations.lexicon_file, term)
    console.tell(Phrase("Đã bỏ “{term}”.", "Removed “{term}”.").fill(term=term))


@command.command(
    "search",
    help=str(
        Phrase("Tìm trong từ điển, không cần bỏ dấu.", "Search the lexicon, accents optional.")
    ),
)
@click.argument("words", nargs=-1, required=True)
@common_options
def search(console: Console, home: Path | None, words: tuple[str, ...]) -> None:
    """Search the lexicon."""
    from docbao.text.lexicon import search as find  # noqa: PLC0415 - this verb alone

    with open_newsroom(home, tell=console.tell) as newsroom:
        for entry in find(newsroom.studio.lexicon, " ".join(words)):
            if console.as_json:
                console.emit(entry)
            else:
                for sense in entry.senses:
                    console.data(f"{entry.term}: {sense.spoken}")


@command.command(
    "test",
    help=str(
        Phrase(
            "Cho biết một câu sẽ đọc thế nào, và mục nào quyết định.",
            "Say how a sentence would be read, and by which entries.",
        )
    ),
)
@click.argument("sentence")
@common_options
def test(console: Console, home: Path | None, sentence: str) -> None:
    """Try a sentence."""
    with open_newsroom(home, tell=console.tell) as newsroom:
        reading = newsroom.reading(sentence)
        if console.as_json:
            console.emit(reading)
            return
        console.data(tidy(reading))
        for span in reading.spans:
            written = reading.written[span.start : span.end]
            if written != span.spoken:
                console.data(f"    {written} → {span.spoken} [{span.kind}] {span.note}".rstrip())
