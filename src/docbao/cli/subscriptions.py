"""`docbao feeds import` and `export`: lists of feeds from and for other readers (OPML)."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click

from docbao.cli.console import Console, common_options
from docbao.cli.usage import option, verb
from docbao.cli.verbs import DONE, SOME_FAILED
from docbao.config import add_feeds
from docbao.errors import ConfigError, FetchError
from docbao.i18n import LANGUAGES, Language, Phrase
from docbao.model import Feed
from docbao.newsroom import Newsroom, open_newsroom

_HEAD_BYTES: Final = 4096


@verb(
    "import",
    Phrase(
        "Thêm các nguồn từ danh sách OPML của một trình đọc tin khác.",
        "Add the feeds of another reader's list (OPML).",
    ),
    Phrase(
        "Ví dụ: docbao feeds import bao.opml; newsboat -e | docbao feeds import -",
        "Example: docbao feeds import papers.opml; newsboat -e | docbao feeds import -",
    ),
)
@click.argument("source")
@option(
    "--language",
    type=click.Choice(LANGUAGES),
    default="vi",
    show_default=True,
    words=Phrase(
        "Ngôn ngữ của những nguồn mà danh sách không ghi",
        "Language of the feeds for which the list names none",
    ),
)
@option(
    "--allow-private",
    is_flag=True,
    words=Phrase(
        "Nhận cả địa chỉ trong mạng riêng, như máy này hay máy in",
        "Take addresses in a private network too, such as this machine or a printer",
    ),
)
@common_options
def import_feeds(
    console: Console, home: Path | None, source: str, language: Language, allow_private: bool
) -> int:
    """Add the feeds of a list; those that are there already stay as they are."""
    from docbao.config.opml import Outline, read_opml  # noqa: PLC0415 - this verb alone

    with open_newsroom(home, tell=console.tell) as newsroom:
        content = _content(newsroom, source)
        found = read_opml(content, have=newsroom.config.feeds, language=language)
        fit: list[Feed] = []
        for feed in found.feeds:
            reason = _unfit(feed, allow_private=allow_private)
            if reason is None:
                fit.append(feed)
            else:
                found.unusable.append(Outline(feed.title, feed.url, reason))
        if fit:
            add_feeds(newsroom.config.locations, fit, headings=found.folders)
    for feed in fit:
        _tell(console, feed.title, feed.url, name=feed.name)
    for outline, feed in found.known:
        _tell(console, outline.title, outline.url, name=feed.name, reason=outline.reason)
    for outline in found.unusable:
        _tell(console, outline.title, outline.url, reason=outline.reason)
    console.tell(
        Phrase(
            "Đã thêm {new} nguồn; {known} đã có từ trước; {unusable} không dùng được.",
            "Added {new} feeds; {known} were there already; {unusable} cannot be used.",
        ).fill(new=len(fit), known=len(found.known), unusable=len(found.unusable))
    )
    return SOME_FAILED if found.unusable else DONE


@verb(
    "export",
    Phrase(
        "Ghi các nguồn thành danh sách OPML cho trình đọc tin khác.",
        "Write the feeds as a list for other readers (OPML).",
    ),
    Phrase(
        "Ví dụ: docbao feeds export bao.opml; newsboat -i bao.opml",
        "Example: docbao feeds export papers.opml; newsboat -i papers.opml",
    ),
)
@click.argument("file", default="-")
@option("--all", "everything", is_flag=True, words=Phrase("Cả nguồn đang tắt", "Those off too"))
@common_options
def export_feeds(console: Console, home: Path | None, file: str, everything: bool) -> None:
    """Write a list; what has no place in it is said by name."""
    from docbao.config.opml import opml_from_feeds  # noqa: PLC0415 - this verb alone

    with open_newsroom(home, tell=console.tell) as newsroom:
        feeds = [feed for feed in newsroom.config.feeds if feed.enabled or everything]
        written = [feed for feed in feeds if feed.kind == "rss"]
        text = opml_from_feeds(written, title="docbao", created=newsroom.now())
    if file == "-":
        console.data(text.rstrip("\n"))
    else:
        _write(Path(file), text)
    if console.as_json and file != "-":
        console.emit({"path": Path(file), "feeds": [feed.name for feed in written]})
    console.tell(Phrase("Đã ghi {n} nguồn.", "Wrote {n} feeds.").fill(n=len(written)))
    if left := [feed.name for feed in feeds if feed.kind != "rss"]:
        console.tell(
            Phrase(
                "Không ghi được vào OPML: {names} (không phải RSS). Muốn giữ tất cả, hãy chép tệp "
                "feeds.yaml.",
                "OPML has no place for {names} (no RSS). To keep everything, copy feeds.yaml.",
            ).fill(names=", ".join(left))
        )
    off = len(newsroom.config.feeds) - len(feeds)
    if off:
        console.tell(
            Phrase(
                "{n} nguồn đang tắt không được ghi; thêm --all để ghi cả.",
                "{n} feeds that are off were left out; --all writes them too.",
            ).fill(n=off)
        )


@dataclass(frozen=True, slots=True)
class _Told:
    title: str
    url: str
    name: str | None
    added: bool
    reason: Phrase | None


def _tell(
    console: Console, title: str, url: str, *, name: str | None = None, reason: Phrase | None = None
) -> None:
    if console.as_json:
        console.emit(_Told(title, url, name, name is not None and reason is None, reason))
    elif reason is None:
        console.data(f"{name}. {title}. {url}")
    else:
        console.tell(
            Phrase("Bỏ qua {what}: {reason}.", "Left out {what}: {reason}.").fill(
                what=url or title, reason=reason
            )
        )


def _content(newsroom: Newsroom, source: str) -> bytes:
    if source == "-":
        return sys.stdin.buffer.read()
    if source.startswith(("http://", "https://")):
        from docbao.sources.addresses import private_reach  # noqa: PLC0415 - lists from the web

        # The person named the address himself: as good as a feed configured there.
        reach = private_reach(Feed(name="", title="", url=source))
        return newsroom.fetcher.fetch(source, allow_private=reach).body
    try:
        return Path(source).read_bytes()
    except OSError as error:
        raise ConfigError(
            Phrase("Không đọc được {path}: {reason}", "Cannot read {path}: {reason}").fill(
                path=source, reason=error.strerror or type(error).__name__
            ),
            hint=Phrase(
                "Kiểm tra tên tệp, hoặc cho địa chỉ web của danh sách.",
                "Check the file's name, or give the list's web address.",
            ),
        ) from error


def _unfit(feed: Feed, *, allow_private: bool) -> Phrase | None:
    """Why the feed is not taken.

    A private address in feeds.yaml is trusted, since the reader wrote it there; a list that
    came from elsewhere earns no such trust.
    """
    from docbao.sources.addresses import private_reach, read_address  # noqa: PLC0415 - import alone

    try:
        read_address(feed.url)
    except FetchError as error:
        return error.message
    if private_reach(feed) and not allow_private:
        return Phrase(
            "địa chỉ trong mạng riêng (thêm --allow-private nếu bạn muốn)",
            "an address in a private network (add --allow-private if you want it)",
        )
    return None


def _write(path: Path, text: str) -> None:
    from docbao.config.default_feeds import replace_text  # noqa: PLC0415 - files only

    try:
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except FileNotFoundError:
        head = b""
    except OSError:
        head = b"?"  # a folder, or not ours to read: certainly not ours to replace
    if head and b"<opml" not in head:
        raise ConfigError(
            Phrase(
                "{path} đã có và không phải tệp OPML", "{path} is there already and is no OPML file"
            ).fill(path=path),
            hint=Phrase("Chọn một tên tệp khác.", "Choose another file name."),
        )
    replace_text(path, text)
