"""`docbao audio`: MP3 files of articles, one or a thousand."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from docbao.cli.console import Console, common_options
from docbao.cli.spans import SINCE
from docbao.cli.usage import option, verb
from docbao.cli.verbs import DONE, FAILED, SOME_FAILED, tell_error
from docbao.errors import DocbaoError
from docbao.i18n import Phrase
from docbao.model import Feed
from docbao.newsroom import Newsroom, open_newsroom
from docbao.production import Manner, Produced, Wish, produce


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
    with open_newsroom(home, tell=console.tell) as newsroom:
        chosen: tuple[Feed, ...] = ()
        if feeds or not items:
            chosen = tuple(map(newsroom.feed, feeds)) or tuple(
                feed for feed in newsroom.config.feeds if feed.enabled
            )
        _ask_for_leave(console, newsroom)
        trouble = _refreshed(console, newsroom, chosen) if refresh else 0
        wishes = [*_named(newsroom, items), *_of_feeds(newsroom, chosen, everything, since)]
        return max(trouble, _make(console, newsroom, wishes, Manner(**manner)))  # type: ignore[arg-type]  # click gives what the options declare


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


def _of_feeds(
    newsroom: Newsroom, feeds: tuple[Feed, ...], everything: bool, since: datetime | None
) -> Iterator[Wish]:
    """The entries asked for: of a day unless told otherwise, feed by feed, newest first."""
    start = None if everything and since is None else since or datetime.now(UTC) - timedelta(days=1)
    for feed in feeds:
        place = None
        while page := newsroom.library.entries(feed=feed.name, since=start, limit=500, after=place):
            yield from (Wish(item.entry.title, entry_id=item.entry.id) for item in page)
            place = page[-1].place


def _make(console: Console, newsroom: Newsroom, wishes: list[Wish], manner: Manner) -> int:
    made = there = failed = 0
    with console.progress(Phrase("Đang đọc thành lời", "Narrating")) as progress:
        progress.show(0, len(wishes))
        for done, item in enumerate(produce(newsroom, wishes, manner), start=1):
            progress.clear()
            _tell(console, newsroom, item)
            made += item.made
            failed += item.error is not None
            there += item.error is None and not item.made
            progress.show(done, len(wishes), item.label)
    if len(wishes) != 1:
        console.tell(
            Phrase(
                "Xong: {made} bài mới, {there} bài đã có, {failed} bài không làm được.",
                "Done: {made} made, {there} there already, {failed} failed.",
            ).fill(made=made, there=there, failed=failed)
        )
    if not failed:
        return DONE
    return FAILED if failed == len(wishes) else SOME_FAILED


def _tell(console: Console, newsroom: Newsroom, item: Produced) -> None:
    if item.error is not None:
        if console.as_json:
            console.emit(
                {"title": item.label, "error": item.error.message, "hint": item.error.hint}
            )
        else:
            tell_error(item.error, about=item.label)
        return
    recording = item.recording
    assert recording is not None  # noqa: S101 - a produced item is a recording or an error
    path = newsroom.config.locations.home / recording.path
    if console.as_json:
        console.emit(
            {
                "title": item.label,
                "path": path,
                "made": item.made,
                "duration_ms": recording.duration_ms,
                "size_bytes": recording.size_bytes,
                "loudness_lufs": recording.loudness_lufs,
                "true_peak_dbtp": recording.true_peak_dbtp,
                "voice": recording.voice,
                "article": recording.article,
                "id": recording.id,
                "lesser": item.lesser,
            }
        )
        return
    console.data(path)
    minutes, seconds = divmod(round(recording.duration_ms / 1000), 60)
    words = (
        Phrase(
            "{title}: {m} phút {s} giây, {lufs:.1f} LUFS, giọng {voice}.",
            "{title}: {m} min {s} s, {lufs:.1f} LUFS, voice {voice}.",
        )
        if item.made
        else Phrase("{title}: đã có.", "{title}: there already.")
    )
    console.tell(
        words.fill(
            title=item.label,
            m=minutes,
            s=seconds,
            lufs=recording.loudness_lufs,
            voice=f"{recording.voice.engine} {recording.voice.name}",
        )
    )
    for why in item.lesser:
        console.tell(
            Phrase("  Giọng khác thay: {why}", "  Another voice spoke: {why}").fill(why=why)
        )
