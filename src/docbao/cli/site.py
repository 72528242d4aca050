"""`docbao site`: static pages with the articles and their sound, for any web server or none."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from docbao.cli.choosing import choice_options
from docbao.cli.console import Console, common_options
from docbao.cli.usage import option, verb
from docbao.cli.verbs import DONE, SOME_FAILED, tell_error
from docbao.i18n import LANGUAGES, Language, Phrase
from docbao.newscast import Choice
from docbao.newspaper import lay_out
from docbao.newsroom import open_newsroom


@verb(
    "site",
    Phrase(
        "Làm trang web từ các bài đã có tiếng: đọc chữ to, nghe từng câu, dùng tốt với trình đọc "
        "màn hình; chép lên máy chủ web bất kỳ hoặc mở ngay trên máy. "
        "Chạy lại thì chỉ phần mới được ghi.",
        "Make a web site of articles that have sound: large text, sound by the sentence, good "
        "with screen readers; for any web server, or opened from the disk. "
        "Run again, and only what is new is written.",
    ),
    Phrase(
        "Ví dụ: docbao site trang-tin --since 2w, rồi docbao serve trang-tin",
        "Example: docbao site pages --since 2w, then docbao serve pages",
    ),
)
@click.argument("out", type=click.Path(path_type=Path, file_okay=False))
@choice_options
@option("--title", words=Phrase("Tên trang", "Title of the site"))
@option(
    "--language",
    type=click.Choice(LANGUAGES),
    words=Phrase("Ngôn ngữ của nút bấm và mục lục", "Language of buttons and lists"),
)
@common_options
def command(
    console: Console,
    home: Path | None,
    out: Path,
    feeds: tuple[str, ...],
    since: datetime | None,
    title: str | None,
    language: Language | None,
) -> int:
    """Lay out a site."""
    with open_newsroom(home, tell=console.tell) as newsroom:
        laid = lay_out(newsroom, out, Choice(feeds, since), title=title, language=language)
    for left in laid.left_out:
        tell_error(left.error, about=left.article.title)
    if console.as_json:
        console.emit(
            {
                "index": laid.index,
                "articles": len(laid.episodes),
                "text_only": [left.article.id for left in laid.left_out],
                "written": laid.written,
                "removed": laid.removed,
            }
        )
    else:
        console.data(laid.index)
        words = (
            Phrase("{n} bài, không có gì mới.", "{n} articles, nothing new.")
            if not laid.written
            else Phrase("{n} bài, ghi {w} tệp.", "{n} articles, {w} files written.")
        )
        console.tell(words.fill(n=len(laid.episodes), w=laid.written))
    return SOME_FAILED if laid.left_out else DONE
