"""Which articles are published: the options that podcast, book and site share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from docbao.cli.spans import SINCE
from docbao.cli.usage import option
from docbao.i18n import Phrase


def choice_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a verb `--feed` and `--since`, as arguments `feeds` and `since`."""
    since = option(
        "--since",
        type=SINCE,
        words=Phrase("Từ khi nào: 2h, 1d, 2w, 2026-11-24", "Since when: 2h, 1d, 2w, 2026-11-24"),
    )
    feeds = option(
        "--feed",
        "feeds",
        multiple=True,
        words=Phrase("Chỉ nguồn này; lặp lại được", "Only this feed; may be repeated"),
    )
    return feeds(since(function))
