"""`docbao feeds`: the list of feeds, read and changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import get_args

import click

from docbao.cli.console import Console, common_options
from docbao.cli.subscriptions import export_feeds, import_feeds
from docbao.cli.usage import family, option
from docbao.cli.verbs import DONE, SOME_FAILED
from docbao.config import add_feed, enable_feed, load_config, remove_feed
from docbao.i18n import LANGUAGES, Phrase
from docbao.model import Feed, FeedKind, FeedState
from docbao.newsroom import open_newsroom


@family(
    "feeds",
    Phrase("Xem và sửa danh sách nguồn tin.", "List and edit the feeds."),
)
def command() -> None:
    """The feeds in feeds.yaml."""


command.add_command(import_feeds)
command.add_command(export_feeds)


@command.command(
    "list",
    help=str(
        Phrase("Liệt kê các nguồn và số tin chưa đọc.", "List the feeds with their unread counts.")
    ),
)
@common_options
def list_feeds(console: Console, home: Path | None) -> None:
    """List the feeds."""
    with open_newsroom(home, tell=console.tell) as newsroom:
        counts = newsroom.library.counts()
        for feed in newsroom.config.feeds:
            count = counts.get(feed.name)
            total, unread = (count.total, count.unread) if count else (0, 0)
            if console.as_json:
                console.emit(
                    {
                        "name": feed.name,
                        "title": feed.title,
                        "url": feed.url,
                        "kind": feed.kind,
                        "language": feed.language,
                        "enabled": feed.enabled,
                        "total": total,
                        "unread": unread,
                    }
                )
                continue
            state = Phrase(
                "{unread} chưa đọc trong {total} tin", "{unread} unread of {total}"
            ).fill(unread=unread, total=total)
            if not feed.enabled:
                state = Phrase("đang tắt", "switched off")
            console.data(f"{feed.name}. {feed.title}. {state}.")


@command.command(
    "check",
    help=str(
        Phrase(
            "Hỏi từng nguồn và cho biết tình trạng bằng lời.",
            "Ask every feed and say in words how it is doing.",
        )
    ),
)
@click.argument("names", nargs=-1)
@option(
    "--refresh/--no-refresh",
    default=True,
    show_default=True,
    words=Phrase("Hỏi các nguồn ngay bây giờ", "Ask the feeds now"),
)
@common_options
def check(console: Console, home: Path | None, names: tuple[str, ...], refresh: bool) -> int:
    """Say how the feeds are doing."""
    from docbao.sources.check import describe_state  # noqa: PLC0415 - this verb alone

    with open_newsroom(home, tell=console.tell) as newsroom:
        feeds = tuple(map(newsroom.feed, names)) or tuple(
            feed for feed in newsroom.config.feeds if feed.enabled
        )
        if refresh:
            for _ in newsroom.refresh(feeds):
                pass
        states = newsroom.library.feed_states()
        ill = 0
        for feed in feeds:
            state = states.get(feed.name) or FeedState(feed.name)
            ill += state.error is not None
            words = describe_state(state, newsroom.now())
            if console.as_json:
                console.emit({"feed": feed.name, "words": words, "state": state})
            else:
                console.data(f"{feed.name}: {words}")
    return SOME_FAILED if ill else DONE


@command.command(
    "add",
    help=str(Phrase("Thêm một nguồn vào feeds.yaml.", "Add a feed to feeds.yaml.")),
    epilog=str(
        Phrase(
            "Ví dụ: docbao feeds add bao-tinh https://vi-du.vn/rss/home.rss",
            "Example: docbao feeds add my-paper https://example.org/rss",
        )
    ),
)
@click.argument("name")
@click.argument("url")
@option("--title", words=Phrase("Tên đầy đủ", "Full name"))
@option(
    "--kind",
    type=click.Choice(get_args(FeedKind)),
    default="rss",
    show_default=True,
    words=Phrase("Loại nguồn", "Kind of source"),
)
@option(
    "--language",
    type=click.Choice(LANGUAGES),
    default="vi",
    show_default=True,
    words=Phrase("Ngôn ngữ của nguồn", "Language of the feed"),
)
@option(
    "--link-pattern",
    words=Phrase(
        "Với listing: mẫu của liên kết tới bài", "For listing: pattern of the links to articles"
    ),
)
@common_options
def add(
    console: Console,
    home: Path | None,
    name: str,
    url: str,
    title: str | None,
    kind: FeedKind,
    language: str,
    link_pattern: str | None,
) -> None:
    """Add a feed; comments in the file stay."""
    config = load_config(home=home)
    feed = Feed(name=name, title=title or name, url=url, kind=kind, link_pattern=link_pattern)
    add_feed(config.locations, replace(feed, language="en" if language == "en" else "vi"))
    console.tell(Phrase("Đã thêm {name}.", "Added {name}.").fill(name=name))


@command.command(
    "remove", help=str(Phrase("Bỏ một nguồn khỏi feeds.yaml.", "Take a feed out of feeds.yaml."))
)
@click.argument("name")
@common_options
def remove(console: Console, home: Path | None, name: str) -> None:
    """Take a feed out; its recordings stay."""
    config = load_config(home=home)
    remove_feed(config.locations, name)
    console.tell(
        Phrase(
            "Đã bỏ {name}; âm thanh đã làm vẫn còn.", "Removed {name}; its recordings stay."
        ).fill(name=name)
    )


@command.command("enable", help=str(Phrase("Bật một nguồn.", "Switch a feed on.")))
@click.argument("name")
@common_options
def enable(console: Console, home: Path | None, name: str) -> None:
    """Switch a feed on."""
    enable_feed(load_config(home=home).locations, name, enabled=True)
    console.tell(Phrase("Đã bật {name}.", "{name} is on.").fill(name=name))


@command.command("disable", help=str(Phrase("Tắt một nguồn.", "Switch a feed off.")))
@click.argument("name")
@common_options
def disable(console: Console, home: Path | None, name: str) -> None:
    """Switch a feed off."""
    enable_feed(load_config(home=home).locations, name, enabled=False)
    console.tell(Phrase("Đã tắt {name}.", "{name} is off.").fill(name=name))
