"""`docbao podcast`: a folder with a feed, ready for any web server."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from docbao.cli.choosing import choice_options
from docbao.cli.console import Console, common_options
from docbao.cli.usage import option, verb
from docbao.cli.verbs import DONE, FAILED, SOME_FAILED, tell_error
from docbao.i18n import Phrase
from docbao.newscast import Aired, Choice, Division, air, plan
from docbao.newsroom import open_newsroom
from docbao.publish.shows import Published


@verb(
    "podcast",
    Phrase(
        "Xuất bản các bài đã có tiếng thành podcast: một thư mục để chép lên máy chủ web bất kỳ. "
        "Chạy lại thì chỉ phần mới được ghi.",
        "Publish articles that have sound as a podcast: a folder for any web server. "
        "Run again, and only what is new is written.",
    ),
    Phrase(
        "Ví dụ: docbao podcast xuat-ban --base-url https://vidu.vn/podcast --since 2w",
        "Example: docbao podcast public --base-url https://example.org/podcast --since 2w",
    ),
)
@click.argument("out", type=click.Path(path_type=Path, file_okay=False))
@option(
    "--base-url",
    required=True,
    words=Phrase("Địa chỉ web của thư mục này", "Address of this folder on the web"),
)
@choice_options
@option(
    "--show",
    "names",
    multiple=True,
    words=Phrase(
        "Chỉ podcast này trong `shows` của feeds.yaml", "Only this one of `shows` in feeds.yaml"
    ),
)
@option(
    "--by-feed",
    is_flag=True,
    words=Phrase("Mỗi nguồn một podcast riêng", "A podcast for each feed"),
)
@option("--one", is_flag=True, words=Phrase("Một podcast cho tất cả", "One podcast for all"))
@common_options
def command(
    console: Console,
    home: Path | None,
    out: Path,
    base_url: str,
    feeds: tuple[str, ...],
    since: datetime | None,
    names: tuple[str, ...],
    by_feed: bool,
    one: bool,
) -> int:
    """Publish podcasts."""
    if by_feed + one + bool(names) > 1:
        raise click.UsageError(
            str(
                Phrase(
                    "chỉ chọn một trong --one, --by-feed, --show",
                    "choose one of --one, --by-feed, --show",
                )
            )
        )
    if names and feeds:
        raise click.UsageError(
            str(
                Phrase(
                    "--show đã có nguồn của nó trong feeds.yaml; bỏ --feed",
                    "a --show has its feeds in feeds.yaml; leave out --feed",
                )
            )
        )
    with open_newsroom(home, tell=console.tell) as newsroom:
        division: Division = "by feed" if by_feed else "one" if one else "as configured"
        shows = plan(newsroom, Choice(feeds), division, names)
        failed = left = 0
        for aired in air(newsroom, out, shows, base_url=base_url, since=since):
            if aired.published is None:
                failed += 1
                _tell_failure(console, aired)
            else:
                left += len(aired.published.left_out)
                _tell(console, aired.published)
    if failed == len(shows):
        return FAILED
    return SOME_FAILED if failed or left else DONE


def _tell_failure(console: Console, aired: Aired) -> None:
    assert aired.error is not None  # noqa: S101 - a show is published or has an error
    if console.as_json:
        error = aired.error
        console.emit({"title": aired.show.title, "error": error.message, "hint": error.hint})
    else:
        tell_error(aired.error, about=aired.show.title)


def _tell(console: Console, published: Published) -> None:
    for left in published.left_out:
        tell_error(left.error, about=left.article.title)
    if console.as_json:
        console.emit(
            {
                "title": published.show.title,
                "feed_url": published.feed_url,
                "episodes": len(published.episodes),
                "left_out": [
                    {"id": left.article.id, "title": left.article.title, "why": left.error.message}
                    for left in published.left_out
                ],
                "written": published.written,
                "removed": published.removed,
            }
        )
        return
    console.data(published.feed_url)
    words = (
        Phrase("{title}: {n} bài, không có gì mới.", "{title}: {n} episodes, nothing new.")
        if not published.written
        else Phrase("{title}: {n} bài, ghi {w} tệp.", "{title}: {n} episodes, {w} files written.")
    )
    console.tell(
        words.fill(title=published.show.title, n=len(published.episodes), w=published.written)
    )
