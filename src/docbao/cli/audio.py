"""`docbao audio`: MP3 files of articles, one or a thousand."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

import click

from docbao.cli.batching import Batch
from docbao.cli.console import Console, common_options
from docbao.cli.spans import DEADLINE, SINCE
from docbao.cli.tally import tell_estimate
from docbao.cli.usage import option, verb
from docbao.cli.verbs import DONE, SOME_FAILED, tell_error
from docbao.errors import DocbaoError
from docbao.i18n import Phrase
from docbao.model import Feed
from docbao.newsroom import Newsroom, open_newsroom
from docbao.production.line import Manner, Wish, foresee


@verb(
    "audio",
    Phrase(
        "Đọc bài thành tệp MP3. Chạy lại thì bài đã xong không làm lại.",
        "Make MP3 files of articles. Run it again: what is done is not done twice.",
    ),
    Phrase(
        "ITEM là số trong danh sách, mã bài, địa chỉ, tệp, hay - (đầu vào chuẩn). "
        "Ví dụ: docbao audio --all --since 1d --jobs 2",
        "ITEM is a number of the last list, an id, an address, a file, or - (standard input). "
        "Example: docbao audio --all --since 1d --jobs 2",
    ),
)
@click.argument("items", nargs=-1)
@option(
    "--feed",
    "feeds",
    multiple=True,
    words=Phrase("Mọi bài của nguồn này; lặp lại được", "All of this feed; may be repeated"),
)
@option(
    "--all",
    "everything",
    is_flag=True,
    words=Phrase(
        "Mọi bài, không kể cũ mới; không có --feed thì của mọi nguồn đang bật",
        "All articles, however old; of all enabled feeds when no --feed is given",
    ),
)
@option(
    "--since",
    type=SINCE,
    words=Phrase(
        "Từ khi nào: 2h, 1d, 2w hoặc 2026-11-24 [mặc định: 1d]",
        "Since when: 2h, 1d, 2w or 2026-11-24 [default: 1d]",
    ),
)
@option(
    "--refresh/--no-refresh",
    default=True,
    show_default=True,
    words=Phrase("Hỏi các nguồn trước", "Ask the feeds first"),
)
@option(
    "-j",
    "--jobs",
    type=click.IntRange(1, 256),
    default=lambda: os.cpu_count() or 1,
    show_default=str(Phrase("số nhân của máy", "number of cores")),
    words=Phrase("Số bài làm cùng lúc", "Articles at a time"),
)
@option(
    "--deadline",
    type=DEADLINE,
    words=Phrase(
        "Xong trước giờ này (giờ Việt Nam, như 04:30); bài chưa kịp thì lượt sau làm trước",
        "Be done by then (Vietnam's time, like 04:30); what is not made is first in the next run",
    ),
)
@option(
    "--estimate",
    is_flag=True,
    words=Phrase(
        "Chỉ cho biết sẽ mất bao lâu, chiếm bao nhiêu chỗ; không làm gì",
        "Only say how long it would take and how large it would be; make nothing",
    ),
)
@option(
    "--wait/--no-wait",
    default=True,
    show_default=True,
    words=Phrase("Đợi khi một lượt khác đang làm", "Wait while another run is at work"),
)
@option(
    "--cluster",
    default="",
    metavar="tcp://…",
    words=Phrase("Giao cho cụm máy Dask ở địa chỉ này", "Have it made by the Dask cluster there"),
)
@option(
    "--to",
    default="",
    metavar="s3://…",
    words=Phrase(
        "Đặt bản ghi âm ở đây: thư mục, hoặc kho s3://…",
        "Where recordings go: a folder, or storage like s3://…",
    ),
)
@option("--preset", words=Phrase("speech, clear hoặc radio", "speech, clear or radio"))
@option("--engine", words=Phrase("Bộ đọc", "Speech engine"))
@option("--voice", words=Phrase("Giọng đọc", "Voice"))
@option(
    "--rate",
    type=click.FloatRange(0.5, 4.0),
    words=Phrase("Tốc độ; 1 là thường", "Speed; 1 is normal"),
)
@option("--again", is_flag=True, words=Phrase("Làm lại cả bài đã có", "Make anew what is there"))
@option("--keep", is_flag=True, words=Phrase("Giữ, không bao giờ tự xóa", "Keep; never evict"))
@option(
    "--upgrade",
    is_flag=True,
    words=Phrase("Làm lại bài do giọng kém hơn đọc", "Make anew what a lesser voice spoke"),
)
@common_options
def command(
    console: Console,
    home: Path | None,
    items: tuple[str, ...],
    feeds: tuple[str, ...],
    everything: bool,
    since: datetime | None,
    refresh: bool,
    estimate: bool,
    wait: bool,
    cluster: str,
    **manner: object,
) -> int:
    """Make MP3 files."""
    if not (items or feeds or everything or since):
        raise click.UsageError(
            str(
                Phrase(
                    "hãy cho biết bài nào: số, tệp, địa chỉ, --feed hay --all",
                    "say which: a number, a file, an address, --feed or --all",
                )
            )
        )
    how = Manner(**manner)  # type: ignore[arg-type]  # click gives what the options declare
    with ExitStack() as stack:
        newsroom = stack.enter_context(open_newsroom(home, tell=console.tell))
        chosen: tuple[Feed, ...] = ()
        if feeds or not items:
            chosen = tuple(map(newsroom.feed, feeds)) or tuple(
                feed for feed in newsroom.config.feeds if feed.enabled
            )
        batch = Batch(console, newsroom, chosen, how)
        if estimate:
            wishes = [*_named(newsroom, items), *batch.wishes(everything, since)]
            tell_estimate(console, foresee(newsroom, wishes, how))
            return DONE
        _ask_for_leave(console, newsroom)
        crew = None
        if cluster:
            from docbao.production.cluster import open_cluster  # noqa: PLC0415 - an extra

            crew = stack.enter_context(open_cluster(cluster))
        if chosen:  # single articles need not wait: each has a lock of its own
            stack.enter_context(batch.shift(wait=wait))
        trouble = _refreshed(console, newsroom, chosen) if refresh else DONE
        wishes = [*_named(newsroom, items), *batch.wishes(everything, since)]
        return max(trouble, batch.make(wishes, crew))


def _ask_for_leave(console: Console, newsroom: Newsroom) -> None:
    """Ask once, of a person at a terminal, whether text may go to a service; a batch says no."""
    person = sys.stdin.isatty() and sys.stderr.isatty()
    casting = newsroom.casting()
    if console.quiet or console.as_json or not person or not casting.is_to_ask("vi"):
        return
    question = Phrase(
        "Giọng qua mạng nghe tự nhiên hơn, nhưng chữ của bài được gửi tới dịch vụ đó. Đồng ý chứ?",
        "A voice over the network sounds more natural, but the text of the article is sent to that"
        " service. Do you agree?",
    )
    casting.remember_consent(click.confirm(str(question), default=False, err=True))
    console.tell(
        Phrase(
            "Đã nhớ; đổi ý thì đặt speech: online: yes hoặc no trong feeds.yaml.",
            "Remembered; to change your mind set speech: online: yes or no in feeds.yaml.",
        )
    )


def _refreshed(console: Console, newsroom: Newsroom, feeds: tuple[Feed, ...]) -> int:
    """Ask the feeds; one that is silent costs only its own news."""
    code = DONE
    for edition, _ in newsroom.refresh(feeds):
        if edition.error is not None:
            tell_error(edition.error, about=edition.feed.name)
            code = SOME_FAILED
    if feeds and not console.quiet:
        console.tell(Phrase("Đã hỏi {n} nguồn.", "Asked {n} feeds.").fill(n=len(feeds)))
    return code


def _named(newsroom: Newsroom, items: tuple[str, ...]) -> Iterator[Wish]:
    for item in items:
        try:
            article = newsroom.article(item)
        except DocbaoError as error:
            yield Wish(item, error=error)
        else:
            yield Wish(article.title, article=article)
