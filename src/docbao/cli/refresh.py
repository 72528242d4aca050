"""`docbao refresh`: ask the feeds for news."""

from __future__ import annotations

from pathlib import Path

from docbao.cli.console import Console, common_options
from docbao.cli.usage import option, verb
from docbao.cli.verbs import DONE, FAILED, SOME_FAILED, tell_error
from docbao.i18n import Phrase
from docbao.newsroom import open_newsroom


@verb(
    "refresh",
    Phrase("Hỏi các nguồn xem có tin gì mới.", "Ask the feeds for news."),
    Phrase("Ví dụ: docbao refresh --feed vnexpress", "Example: docbao refresh --feed vnexpress"),
)
@option(
    "--feed",
    "feeds",
    multiple=True,
    words=Phrase("Chỉ nguồn này; lặp lại được", "Only this feed; may be repeated"),
)
@common_options
def command(console: Console, home: Path | None, feeds: tuple[str, ...]) -> int:
    """Ask the feeds; each answers for itself."""
    with open_newsroom(home, tell=console.tell) as newsroom:
        chosen = tuple(map(newsroom.feed, feeds)) or tuple(
            feed for feed in newsroom.config.feeds if feed.enabled
        )
        failed = fresh = 0
        for edition, new in newsroom.refresh(chosen):
            fresh += len(new)
            if console.as_json:
                console.emit(
                    {
                        "feed": edition.feed.name,
                        "new": len(new),
                        "unchanged": edition.unchanged,
                        "waiting": edition.waiting,
                        "error": edition.error.message if edition.error else None,
                        "moved_to": edition.state.moved_to,
                    }
                )
            if edition.error is not None:
                failed += 1
                tell_error(edition.error, about=edition.feed.name)
            elif new:
                words = Phrase("{feed}: {n} tin mới", "{feed}: {n} new")
                console.tell(words.fill(feed=edition.feed.title, n=len(new)))
            if edition.state.moved_to:
                moved = Phrase(
                    "{feed}: đã chuyển hẳn sang {url}; hãy sửa feeds.yaml",
                    "{feed}: moved for good to {url}; change feeds.yaml",
                )
                console.tell(moved.fill(feed=edition.feed.name, url=edition.state.moved_to))
        console.tell(
            Phrase(
                "Xong: {feeds} nguồn, {fresh} tin mới, {failed} nguồn không trả lời.",
                "Done: {feeds} feeds, {fresh} new, {failed} failed.",
            ).fill(feeds=len(chosen), fresh=fresh, failed=failed)
        )
    if not failed:
        return DONE
    return FAILED if failed == len(chosen) else SOME_FAILED
